"""Events of the store as lines of JSON, with the report they come from."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import orjson
from sqlalchemy import Connection

from ..store.queries import Told, iter_events

_FACTS = ("id", "external_id", "url", "outlet", "title", "published", "lang")


def list_events(connection: Connection, copies_too: bool = False, with_text: bool = False) -> Iterator[bytes]:
    """One event a line: the codebook's record, then ``report`` (what it is, its text when asked) and ``text_version``.

    Offsets of the evidence count in the text of that version.
    """
    for told in iter_events(connection, copies_too):
        yield with_report(told, with_text)


def with_report(told: Told, with_text: bool) -> bytes:
    """An event with its report, as one line of JSON."""
    facts = msgspec.json.decode(told.report)
    report = {name: facts.get(name) for name in _FACTS}
    if with_text:
        report["text"] = told.text
    rest = orjson.dumps({"report": report, "text_version": told.text_id})
    return told.event[:-1].encode() + b"," + rest[1:]

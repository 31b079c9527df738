"""Events of the store as lines of JSON, with the report they come from."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec
import orjson
from sqlalchemy import Connection

from ..model import Filter
from ..model.filters import UNREVIEWED
from ..store.queries import Told, find_texts, iter_events
from ..store.selections import iter_filtered

_PART = 500  # events whose texts are looked up at a time
_FACTS = ("id", "external_id", "url", "outlet", "title", "published", "lang")


def list_events(connection: Connection, copies_too: bool = False, with_text: bool = False) -> Iterator[bytes]:
    """One event a line: the codebook's record, then ``report`` (what it is, its text when asked) and ``text_version``.

    Offsets of the evidence count in the text of that version.
    """
    for told in iter_events(connection, copies_too):
        yield with_report(told, with_text)


def list_selection(
    connection: Connection, wanted: Filter, order: str = "published", limit: int | None = None, with_text: bool = False
) -> Iterator[bytes]:
    """The same of the events that fit a filter, as people left them: an event that was decided on has a ``status``."""
    found = iter_filtered(connection, wanted, order=order, limit=limit)
    while part := list(islice(found, _PART)):
        texts = find_texts(connection, {listed.text_id for listed in part}) if with_text else {}
        for listed in part:
            text = texts[listed.text_id].text if with_text else ""
            line = with_report(Told(listed.decided or listed.event, listed.report, listed.text_id, text), with_text)
            decided = b"" if listed.status == UNREVIEWED else b',"status":' + orjson.dumps(listed.status)
            yield line[:-1] + decided + b"}"


def with_report(told: Told, with_text: bool) -> bytes:
    """An event with its report, as one line of JSON."""
    facts = msgspec.json.decode(told.report)
    report = {name: facts.get(name) for name in _FACTS}
    if with_text:
        report["text"] = told.text
    rest = orjson.dumps({"report": report, "text_version": told.text_id})
    return told.event[:-1].encode() + b"," + rest[1:]

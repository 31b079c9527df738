"""A single HTML file with a map and a table that opens from the disk, offline, in Arabic and English.

Nothing is asked of any server: outlines, script and data are inside, and the policy in its head forbids the rest. What
reports say is data in JSON, and becomes text, never markup. The parts of the page are in ``data/page``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote

import orjson

from ..contracts import Job, Profile
from ..entries import DISCLOSABLE, Entry
from ..flat_rows import load_table, make_row
from ..tables import load_document, read_data

_MOST = 50_000  # incidents that a browser still filters and draws at once
_OUTLINES = "Natural Earth (public domain), 1:50m and 1:110m; dashed where parties dispute them"


def chunks(entries: Iterable[Entry], job: Job) -> Iterator[bytes]:
    """The head of the page, a row an incident, the end."""
    head, end = _fill_page(job)
    chosen = _chosen_columns()
    yield head
    between = b""
    for entry in entries:
        row = make_row(entry)
        yield between + _embed([row[at] for at in chosen])
        between = b",\n"
    yield end


@cache
def _chosen_columns() -> tuple[int, ...]:
    """Where the columns of the page stand in the flat row."""
    names = [column.name for column in load_table()]
    return tuple(names.index(name) for name in load_document("page/words.yaml")["columns"])


def _fill_page(job: Job) -> tuple[bytes, bytes]:
    """The page before and after its rows."""
    style, script = read_data("page/page.css"), read_data("page/map.js") + read_data("page/page.js")
    parts = {
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "style": style,
        "script": script,
        "facts": _embed(_tell_facts(job)).decode(),
        "outlines": read_data("outlines.json").strip(),
    }
    head, end = read_data("page/page.html").split("{rows}")
    return _put(head, parts), _put(end, parts)


def _put(template: str, parts: Mapping[str, str]) -> bytes:
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, rest = piece.split("}", 1)
        filled += [parts[name], rest]
    return "".join(filled).encode()


def _hash(text: str) -> str:
    """What a content security policy calls an inline script or style."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _embed(value: Any) -> bytes:
    """JSON that may stand inside a script element: nothing in it opens or closes an element."""
    return orjson.dumps(value).replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026")


def _tell_facts(job: Job) -> dict[str, Any]:
    document = load_document("page/words.yaml")
    left_out = "\n".join(f"{count:,} {reason}" for reason, count in sorted(job.left_out.items()))
    about: list[tuple[str, str | None]] = [
        ("incidents", f"{job.rows:,} / {job.asked:,}"),
        ("filter", unquote(job.facts.filter) or "–"),
        ("version", f"marsad {job.facts.version}, lexicons {job.facts.lexicons}"),
        ("made", job.facts.made),
        ("withheld", ", ".join(sorted(set(DISCLOSABLE) - job.choices.disclose))),
        ("left_out", left_out),
        ("outlines", _OUTLINES),
    ]
    return {
        "columns": document["columns"],
        "terms": document["terms"],
        "colours": document["colours"],
        "labels": document["labels"],
        "about": [line for line in about if line[1]],
        "words": {
            language: {name: told[at] for name, told in document["words"].items()}
            for at, language in enumerate(("ar", "en"))
        },
    }


PROFILE = Profile(
    "html", ".html", "anyone with a browser: map and table in one file, offline, Arabic and English",
    "evidence, the figures of each report, rival values (it names the fields in dispute); more than 50,000 incidents",
    chunks=chunks, limit=_MOST, members=False,
)  # fmt: skip

"""Jobs: parsers that hostile bytes may make slow or large. :mod:`marsad.ingest.workers` runs them under limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ..pages import read_page
from ..records import hash_bytes
from . import channels, feeds, mhtmls, opmls, workbooks
from .contracts import Item, Refused

Job = Callable[[bytes, str, Mapping[str, str]], Iterator[Item]]


def _read_page(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    yield read_page(raw, source, url=options.get("url"), retrieved=options.get("retrieved"))


JOBS: dict[str, Job] = {
    "page": _read_page,
    "channel": channels.parse,
    "feed": feeds.parse,
    "mhtml": mhtmls.parse,
    "opml": opmls.parse,
    "workbook": workbooks.parse,
}


def run_job(job: str, raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """Items of a job in this process, without limits."""
    try:
        yield from JOBS[job](raw, source, options)
    except Refused as refusal:
        yield replace(refusal.at(source), id=hash_bytes(raw))

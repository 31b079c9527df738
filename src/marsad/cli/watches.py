"""``marsad watch``: polls the feeds of an OPML list politely; what arrives is kept as evidence and coded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from .endings import UNREADABLE

if TYPE_CHECKING:
    from ..fetch.clients import Fetched
    from ..ingest import InputProblem, RawReport
    from ..ingest.readers.opmls import Feed

_SPAN = re.compile(r"([0-9]{1,6})(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_LEAST = 300


def watch(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.OPML", help="List of feeds (OPML).")],
    once: Annotated[bool, typer.Option("--once", help="Poll the feeds that are due, then end.")] = False,
    every: Annotated[str, typer.Option(metavar="SPAN", help="How often to ask a feed: 15m, 2h; 5m at least.")] = "15m",
) -> None:
    """Poll feeds, keep what arrives as evidence and code it. Beside --fetch nothing else uses the network."""
    import random
    import time

    from ..fetch.clients import Fetcher
    from ..folders import data_home
    from ..ingest.watches import WATCH_STATE, StateFile, Watch
    from .watch_rounds import poll

    span = _read_span(every)
    listed = _read_list(feeds)
    state = StateFile(data_home() / WATCH_STATE)
    watching = Watch(state, Fetcher(), _read_feed, time.time, random.random, span)
    while True:
        failed = poll(watching, listed)
        if once:
            break
        time.sleep(max(1.0, min(watching.next_time(listed) - time.time(), span)))
    if failed:
        raise typer.Exit(UNREADABLE)


def _read_span(text: str) -> float:
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        raise typer.BadParameter(f"{text!r} is no span of time. Write it as 15m, 2h or 1d.", param_hint="--every")
    seconds = int(match.group(1)) * _SECONDS[match.group(2)]
    if seconds < _LEAST:
        raise typer.BadParameter("Feeds are asked every 5 minutes at most. Use 5m or more.", param_hint="--every")
    return float(seconds)


def _read_list(path: Path) -> list[Feed]:
    from ..ingest.limits import MAX_FILE_BYTES
    from ..ingest.readers.contracts import Refused
    from ..ingest.readers.opmls import list_feeds

    with path.open("rb") as file:
        raw = file.read(MAX_FILE_BYTES)
    try:
        return list_feeds(raw)
    except Refused as refusal:
        raise InputError(str(path), refusal.problem, refusal.remedy) from None


def _read_feed(found: Fetched) -> Iterator[RawReport | InputProblem]:
    """Reports of a fetched feed, parsed in a limited process."""
    from ..ingest.fetches import as_blob
    from ..ingest.inputs import iter_blobs

    yield from iter_blobs([as_blob(found)])

"""Feeds polled politely, each at its own time, with what was seen remembered between runs.

A feed is asked with the ETag and date of its last answer; after failures it is left alone longer and longer. An entry
is given once: its id and text are remembered. Example: ``Watch(state, fetcher, read).poll(feeds, keep)``.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec

from ..errors import MarsadError
from ..fetch.clients import Fetched, NotFetched
from ..fetch.pacing import wait_after
from .readers.opmls import Feed
from .records import InputProblem, RawReport

EVERY = 900.0
WATCH_STATE = "watch.json"  # in the data folder
_REMEMBERED = 5_000


class FeedState(msgspec.Struct, omit_defaults=True):
    """What is known of a feed. Times are seconds since 1970; ``seen`` are hashes of entries, the oldest first."""

    title: str = ""
    etag: str | None = None
    last_modified: str | None = None
    next_time: float = 0.0
    last_success: float | None = None
    failures: int = 0
    last_problem: str | None = None
    last_kind: str | None = None
    seen: list[str] = msgspec.field(default_factory=list)


class WatchState(Protocol):
    """Where what is known of feeds is kept; a file here, a store elsewhere."""

    def load(self) -> dict[str, FeedState]:
        """Feeds by address."""
        ...

    def save(self, feeds: dict[str, FeedState]) -> None:
        """Keep all of them at once."""
        ...


@dataclass(frozen=True, slots=True)
class StateFile:
    """The state as one JSON file, replaced whole: an interrupted run leaves the old one."""

    path: Path

    def load(self) -> dict[str, FeedState]:
        """What the file says; nothing when there is none."""
        try:
            return msgspec.json.decode(self.path.read_bytes(), type=dict[str, FeedState])
        except FileNotFoundError:
            return {}
        except msgspec.MsgspecError as error:
            raise MarsadError(f"{self.path}: not the state of a watch ({error}). Delete it to begin anew.") from error

    def save(self, feeds: dict[str, FeedState]) -> None:
        """Write beside it, sync, then replace."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(feeds), indent=1))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self.path)


class FetchFeed(Protocol):
    """The fetcher's one method that a watch needs."""

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched | NotFetched:
        """The answer of a feed, 304 when it has not changed."""
        ...


Read = Callable[[Fetched], Iterator[RawReport | InputProblem]]
Keep = Callable[[Iterator[RawReport | InputProblem]], object]


@dataclass(slots=True)
class Watch:
    """Polls feeds. ``read`` makes reports of a fetched feed, ``clock`` gives seconds since 1970, ``chance`` 0 to 1."""

    state: WatchState
    fetcher: FetchFeed
    read: Read
    clock: Callable[[], float]
    chance: Callable[[], float]
    every: float = EVERY
    _feeds: dict[str, FeedState] = field(default_factory=dict)

    def poll(self, feeds: Sequence[Feed], keep: Keep) -> None:
        """Hand the new entries of every feed whose time has come, and what went wrong, to ``keep``.

        ``keep`` takes all of one feed into safety before it returns; only then are they remembered as seen.
        """
        self._feeds = self.state.load()
        for feed in feeds:
            known = self._feeds.setdefault(feed.url, FeedState())
            known.title = feed.title or known.title
            if self.clock() >= known.next_time:
                keep(self._poll_one(feed.url, known))
                self.state.save(self._feeds)

    def next_time(self, feeds: Sequence[Feed]) -> float:
        """When the next feed is due."""
        known = self.state.load()
        return min((known[feed.url].next_time for feed in feeds if feed.url in known), default=self.clock())

    def _poll_one(self, url: str, known: FeedState) -> Iterator[RawReport | InputProblem]:
        found = self.fetcher.fetch(url, known.etag, known.last_modified)
        if isinstance(found, NotFetched):
            yield self._fail(url, known, found)
            return
        if found.status == 200:
            yield from self._new_entries(found, known)
            known.etag, known.last_modified = found.headers.get("etag"), found.headers.get("last-modified")
        known.failures, known.last_problem, known.last_kind = 0, None, None
        known.last_success = self.clock()
        known.next_time = self.clock() + self.every * (1 + 0.1 * self.chance())

    def _fail(self, url: str, known: FeedState, found: NotFetched) -> InputProblem:
        known.failures += 1
        known.last_problem, known.last_kind = found.problem, found.kind
        known.next_time = self.clock() + max(self.every, wait_after(known.failures, found.retry_after, self.chance))
        minutes = (known.next_time - self.clock()) / 60
        return InputProblem(url, found.kind, found.problem, f"{found.remedy}; asked again in {minutes:.0f} min")

    def _new_entries(self, found: Fetched, known: FeedState) -> Iterator[RawReport | InputProblem]:
        seen = dict.fromkeys(known.seen)
        for item in self.read(found):
            mark = _mark(item)
            if mark not in seen:
                yield item
            seen.pop(mark, None)
            seen[mark] = None
        known.seen = list(seen)[-_REMEMBERED:]


def _mark(item: RawReport | InputProblem) -> str:
    """What an entry is known again by: its bytes, so that a changed entry comes again; a problem by its words."""
    if isinstance(item, RawReport):
        return item.id[:24]
    return hashlib.sha256(f"{item.id}{item.kind}{item.problem}".encode()).hexdigest()[:24]

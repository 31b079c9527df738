"""A progress bar on standard error, for work that takes longer than a second and only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

_PATIENCE = 1.0  # seconds nobody minds waiting without a sign of life


class Sized(Protocol):
    """What is done of an input; ``size`` is in bytes."""

    @property
    def size(self) -> int:
        """Bytes of the input."""
        ...


T = TypeVar("T", bound=Sized)


def follow(outcomes: Iterator[T], inputs: Sequence[str], quiet: bool) -> Iterator[T]:
    """The same outcomes, with a bar where somebody is watching."""
    return outcomes if quiet or not sys.stderr.isatty() else _with_bar(outcomes, size_of(inputs), _grow_by_size)


def follow_queue(outcomes: Iterator[T], total: int | None = None) -> Iterator[T]:
    """The same outcomes, counted where somebody is watching; of ``total``, where that is known."""
    return _with_bar(outcomes, total, lambda _: 1) if sys.stderr.isatty() else outcomes


def _grow_by_size(outcome: Sized) -> int:
    return outcome.size + 1


def _with_bar(outcomes: Iterator[T], total: int | None, grow: Callable[[T], int]) -> Iterator[T]:
    """Pass outcomes on; the bar comes up once the work has lasted a second, and goes when it is done."""
    started, done = monotonic(), 0
    bar: Progress | None = None
    try:
        for number, outcome in enumerate(outcomes, 1):
            done += grow(outcome)
            if bar is None and monotonic() - started > _PATIENCE:
                bar = _open_bar(total)
            if bar is not None:
                bar.update(bar.task_ids[0], completed=done, reports=number)
            yield outcome
    finally:
        if bar is not None:
            bar.stop()


def _open_bar(total: int | None) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("coding"), BarColumn(), TextColumn("{task.fields[reports]} reports"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task("coding", total=total, reports=0)
    bar.start()
    return bar


def size_of(inputs: Sequence[str]) -> int | None:
    """Bytes of the inputs; None when standard input is among them."""
    return None if "-" in inputs else sum(_size(Path(name)) for name in inputs)


def _size(path: Path) -> int:
    """Bytes under a path; 0 for what cannot be read (intake names it)."""
    try:
        if not path.is_dir():
            return path.stat().st_size
        return sum((Path(name) / file).stat().st_size for name, _, files in os.walk(path) for file in files)
    except (OSError, ValueError):
        return 0

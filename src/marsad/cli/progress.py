"""A progress bar on standard error, for long inputs and only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..batch import Outcome

_LONG = 1 << 19  # bytes; about a quarter of a second of work


def follow(outcomes: Iterator[Outcome], inputs: Sequence[str], quiet: bool) -> Iterator[Outcome]:
    """The same outcomes, with a bar where somebody is watching."""
    if quiet or not sys.stderr.isatty():
        return outcomes
    total = None if "-" in inputs else sum(_size(Path(name)) for name in inputs)
    return outcomes if total is not None and total < _LONG else _with_bar(outcomes, total)


def _size(path: Path) -> int:
    """Bytes under a path; 0 for what cannot be read (intake names it)."""
    try:
        if not path.is_dir():
            return path.stat().st_size
        return sum((Path(name) / file).stat().st_size for name, _, files in os.walk(path) for file in files)
    except (OSError, ValueError):
        return 0


def _with_bar(outcomes: Iterator[Outcome], total: int | None) -> Iterator[Outcome]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("coding"), BarColumn(), TextColumn("{task.fields[reports]} reports"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("coding", total=total, reports=0)
        for number, outcome in enumerate(outcomes, 1):
            yield outcome
            progress.update(task, advance=outcome.size + 1, reports=number)

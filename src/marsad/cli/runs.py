"""The run of ``marsad code``: inputs to outcomes to a stream, problems and warnings to standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO

from ..batch import Facts, Outcome, code_all
from ..ingest import iter_inputs
from .endings import say
from .progress import follow
from .reports import Form

Write = Callable[[bytes], object]


def code_inputs(
    inputs: Sequence[str], facts: Facts, form: Form, stream: IO[bytes], screen: bool, processes: int
) -> int:
    """Code every input into ``stream``; the number of inputs that could not be read."""
    outcomes = follow(code_all(iter_inputs(inputs), facts, processes), inputs, quiet=screen and form is Form.table)
    counted = _Counted(outcomes)
    _WRITERS[form](counted, stream.write, screen)
    if counted.failed and counted.failed + counted.done > 1:
        say(f"marsad: {counted.done} reports coded, {counted.failed} inputs could not be read.")
    return counted.failed


class _Counted:
    """Coded outcomes; the others are named on standard error and counted."""

    def __init__(self, outcomes: Iterator[Outcome]) -> None:
        self.outcomes = outcomes
        self.done = self.failed = 0

    def __iter__(self) -> Iterator[Outcome]:
        for outcome in self.outcomes:
            if outcome.problem is not None:
                self.failed += 1
                say(f"marsad: {outcome.problem}")
                continue
            self.done += 1
            for warning in outcome.warnings:
                say(f"marsad: {outcome.source}: warning: {warning}")
            yield outcome


def _write_lines(outcomes: _Counted, write: Write, screen: bool) -> None:
    for outcome in outcomes:
        write(outcome.line + b"\n")


def _write_array(outcomes: _Counted, write: Write, screen: bool) -> None:
    before = b"[\n"
    for outcome in outcomes:
        write(before + outcome.line)
        before = b",\n"
    write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _write_tables(outcomes: _Counted, write: Write, screen: bool) -> None:
    from ..present import ReportTables

    tables = ReportTables(screen)
    for outcome in outcomes:
        write(tables.render(outcome.line).encode("utf-8", "backslashreplace"))


_WRITERS = {Form.jsonl: _write_lines, Form.json: _write_array, Form.table: _write_tables}

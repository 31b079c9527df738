"""The run of ``marsad code``: inputs to outcomes to a stream, problems and warnings to standard error."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

from ..batch import Facts, Outcome, code_all
from ..ingest import InputProblem, RawReport
from .endings import say
from .progress import follow
from .reports import Form

if TYPE_CHECKING:
    from ..export import Profile

_NAMED = 5
_AT_END = re.compile(r" \([^()]*\)$")  # the address or name that a reason ends with


class Target(NamedTuple):
    """Where coded reports go and how they are written; ``profile`` is that of a table."""

    form: Form
    stream: IO[bytes]
    screen: bool
    profile: Profile | None = None


def code_inputs(
    items: Iterable[RawReport | InputProblem], inputs: Sequence[str], facts: Facts, target: Target, processes: int
) -> int:
    """Code every item of ``inputs``; the number of those that could not be read."""
    quiet = target.screen and target.form is Form.table
    counted = Counted(follow(code_all(items, facts, processes), inputs, quiet=quiet))
    _WRITERS[target.form](counted, target)
    counted.conclude()
    return counted.failed


class Counted:
    """Coded outcomes; the others are named on standard error and counted.

    What is no report by nature is no failure; the first of each kind are named, then only counted.
    """

    def __init__(self, outcomes: Iterator[Outcome]) -> None:
        """Count ``outcomes`` as they are asked for."""
        self.outcomes = outcomes
        self.done = self.failed = 0
        self.skipped = Counter[str]()

    def __iter__(self) -> Iterator[Outcome]:
        """Coded outcomes only."""
        for outcome in self.outcomes:
            if outcome.problem is not None:
                self._tell(outcome.problem)
                continue
            self.done += 1
            for warning in outcome.warnings:
                say(f"marsad: {outcome.source}: warning: {warning}")
            yield outcome

    def _tell(self, problem: InputProblem) -> None:
        if not problem.skipped:
            self.failed += 1
            say(f"marsad: {problem}")
            return
        reason = _AT_END.sub("", problem.problem)
        self.skipped[reason] += 1
        if self.skipped[reason] <= _NAMED:
            say(f"marsad: {problem.source}: skipped: {problem.problem}. {problem.remedy}")

    def conclude(self) -> None:
        """Say how many there were of what, when there was more than one."""
        for reason, count in self.skipped.items():
            if count > _NAMED:
                say(f"marsad: {count} items skipped in all: {reason}.")
        if self.failed and self.failed + self.done > 1:
            say(f"marsad: {self.done} reports coded, {self.failed} inputs could not be read.")


def _write_lines(outcomes: Counted, target: Target) -> None:
    for outcome in outcomes:
        target.stream.write(outcome.line + b"\n")


def _write_array(outcomes: Counted, target: Target) -> None:
    before = b"[\n"
    for outcome in outcomes:
        target.stream.write(before + outcome.line)
        before = b",\n"
    target.stream.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _write_tables(outcomes: Counted, target: Target) -> None:
    from ..present import ReportTables

    tables = ReportTables(target.screen)
    for outcome in outcomes:
        target.stream.write(tables.render(outcome.line).encode("utf-8", "backslashreplace"))


def _write_rows(outcomes: Counted, target: Target) -> None:
    from .code_tables import iter_table

    assert target.profile is not None
    target.stream.writelines(iter_table(target.profile, outcomes))


_WRITERS = {Form.jsonl: _write_lines, Form.json: _write_array, Form.table: _write_tables, Form.csv: _write_rows}

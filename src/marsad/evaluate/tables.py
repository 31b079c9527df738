"""The evaluation as tables: the rows both renderings share, and the plain text one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .mistakes import count_mistakes, mistake_kinds
from .scores import Calibration, Group, Scores, Slot, scorer_lines

_EXAMPLES = 5
_GROUP_TITLES = {
    "event_type": "By event type",
    "sub_event_type": "By sub-type",
    "country": "By country",
    "length": "By report length (code points)",
}


class Table(NamedTuple):
    """A titled table; cells are plain text, to be escaped by whoever prints them."""

    title: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def render_text(scores: Scores, per_report: bool = False) -> str:
    """The scorer's lines, then breakdowns, calibration and mistakes; the last line is the summary."""
    *lines, summary = scorer_lines(scores, per_report)
    for table in all_tables(scores):
        lines += ["", *_render(table)]
    return "\n".join([*lines, "", summary]) + "\n"


def all_tables(scores: Scores) -> list[Table]:
    """Every table after the head figures, empty ones left out."""
    tables = [group_table(title, scores.groups[name]) for name, title in _GROUP_TITLES.items()]
    tables += [calibration_table(name, scores.calibration[name]) for name in scores.calibration]
    tables += [_kind_table(scores), *_label_tables(scores), _example_table(scores), _failure_table(scores)]
    return [table for table in tables if table.rows]


def group_table(title: str, groups: dict[str, Group]) -> Table:
    """One breakdown, a row a group."""
    head = ("", "gold", "predicted", "hits", "P", "R", "F1", "strict", "actors F1", "date", "place")
    rows = []
    for name, group in groups.items():
        events = group.events
        numbers = (str(events.gold), str(events.predicted), str(events.hits))
        shares = (_share(events.p), _share(events.r), _share(events.f1))
        slots = (str(group.strict), _share(group.actors.f1), _slot(group.date), _slot(group.place))
        rows.append((name, *numbers, *shares, *slots))
    return Table(title, head, rows)


def calibration_table(name: str, calibration: Calibration) -> Table:
    """Reliability: of the events given a confidence, how many are right."""
    meaning = {"type": "right type", "strict": "wholly right"}.get(name, name)
    error = "n/a" if calibration.error is None else _share(calibration.error)
    rows = [
        (f"{b.low:.1f}-{b.high:.1f}", str(b.events), _share(b.confidence), _share(b.right)) for b in calibration.bins
    ]
    title = f"Calibration, right = {meaning} (expected calibration error {error})"
    return Table(title, ("confidence", "events", "mean", "right"), rows)


def _kind_table(scores: Scores) -> Table:
    rows = [(kind, str(number)) for kind, number in mistake_kinds(scores.mistakes)]
    return Table("Mistakes", ("kind", "number"), rows)


def _label_tables(scores: Scores) -> list[Table]:
    return [
        Table(f"Mistakes: {kind}", ("what", "number"), [(a, str(b)) for a, b in count_mistakes(scores.mistakes, kind)])
        for kind, _ in mistake_kinds(scores.mistakes)
    ]


def _example_table(scores: Scores) -> Table:
    """The first examples of each kind."""
    rows = []
    for kind, _ in mistake_kinds(scores.mistakes):
        of_kind = [mistake for mistake in scores.mistakes if mistake.kind == kind]
        for mistake in of_kind[:_EXAMPLES]:
            rows.append((kind, mistake.event_id or mistake.report_id, mistake.label, mistake.expected, mistake.got))
    return Table("Examples", ("kind", "event", "what", "gold", "coded"), rows)


def _failure_table(scores: Scores) -> Table:
    return Table("Reports that could not be coded", ("report", "why"), list(scores.failures.items()))


def _share(value: float) -> str:
    return f"{value:.3f}"


def _slot(slot: Slot) -> str:
    return _share(slot.share) if slot.total else "n/a"


def _render(table: Table) -> list[str]:
    """Columns padded to their widest cell, the last one free."""
    rows = [table.head, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [table.title, *(f"  {line}" for line in lines)]

"""Coded reports as tables: a field a line, what was coded on the left, its Arabic words at the right edge."""

from __future__ import annotations

import msgspec
from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from ..model import Event, Report
from .screens import Screen, safe
from .wordings import rows_of

_LABEL_WIDTH = 12


class CodedReport(msgspec.Struct):
    """One object of ``marsad code --jsonl``."""

    report: Report
    events: list[Event]


_decoder = msgspec.json.Decoder(CodedReport)


class ReportTables:
    """Renders coded reports one after the other."""

    def __init__(self, terminal: bool) -> None:
        """``terminal``: with colour and at its width, if standard output is one; else plain."""
        self.screen = Screen(terminal and Screen(True).console.is_terminal)

    def render(self, line: bytes) -> str:
        """Heading and table of one report."""
        coded = _decoder.decode(line)
        parts: list[RenderableType] = [*heading(coded.report)]
        if coded.events:
            parts += [event_table(n, event, coded.report) for n, event in enumerate(coded.events, 1)]
        else:
            parts.append(Text("No event in this report: nothing specific is said to have happened.", style="yellow"))
        return self.screen.render(*parts, Text())


def heading(report: Report) -> list[RenderableType]:
    """What the report is: title, outlet, day, id."""
    facts = (
        report.outlet,
        f"published {report.published}" if report.published else "publication date not known",
        f"id {report.external_id}" if report.external_id else f"sha-256 {report.id[:12]}",
    )
    lines: list[RenderableType] = [Text(" · ".join(safe(fact) for fact in facts if fact), style="dim")]
    title = report.title or report.text[:70].strip() + "…"
    return [Text(safe(title), style="bold", justify="right"), *lines]


def event_table(number: int, event: Event, report: Report) -> Table:
    """An event, a field a line."""
    table = Table(box=box.ROUNDED, show_header=False, expand=True, padding=(0, 1), border_style="dim")
    table.add_column(width=_LABEL_WIDTH, style="cyan", no_wrap=True)
    table.add_column(ratio=5, overflow="fold")
    table.add_column(ratio=6, justify="right", overflow="fold")
    for at, row in enumerate(rows_of(event, report)):
        style = "bold" if at == 0 else None
        label = f"{number}. {row.name}" if at == 0 else f"   {row.name}"
        table.add_row(safe(label), Text(safe(row.coded)), Text(safe(row.words)), style=style)
    return table

"""The evaluation as one self-contained HTML page: no script, nothing loaded, everything escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from .scores import Scores, summary_line
from .tables import Table, all_tables

_STYLE = """
body { font: 15px/1.5 "IBM Plex Sans Arabic", "Noto Naskh Arabic", system-ui, sans-serif; margin: 2rem auto;
  max-width: 72rem; padding-inline: 1rem; color: #1b1f24; background: #fff; }
table { border-collapse: collapse; margin-block: .5rem 1.5rem; }
th, td { border-bottom: 1px solid #d5d9de; padding: .25rem .6rem; text-align: start; vertical-align: top; }
th { background: #f2f4f6; }
td.n { text-align: end; font-variant-numeric: tabular-nums; }
.summary { font-weight: 600; }
.wide { overflow-x: auto; }
"""
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Marsad evaluation</title>
"""


def render_html(scores: Scores) -> str:
    """The page; Arabic runs right to left by itself (``dir="auto"``, ``<bdi>``)."""
    tables = [_counts_table(scores), _slots_table(scores), _reports_table(scores)]
    body = [
        "<h1>Marsad evaluation</h1>",
        f'<p class="summary">{escape(summary_line(scores))}</p>',
        f"<p>{escape(_scope(scores))}</p>",
        *(_render(table) for table in [*tables[:2], *all_tables(scores), tables[2]]),
    ]
    return f"{_HEAD}<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"


def _scope(scores: Scores) -> str:
    alarms = f"{scores.false_alarms} of {scores.no_event_reports} no-event reports have a false core event"
    spans = f"{scores.bad_spans} of {scores.spans} evidence spans are bad"
    return f"{scores.reports} reports, {scores.missing} without output; {alarms}; {spans}. Gold {scores.gold[:12]}."


def _counts_table(scores: Scores) -> Table:
    rows = []
    for name, counts in scores.counts.items():
        shares = tuple(f"{value:.3f}" for value in (counts.p, counts.r, counts.f1))
        rows.append((name, *shares, str(counts.hits), str(counts.gold), str(counts.predicted)))
    return Table("Events and actors", ("", "P", "R", "F1", "hits", "gold", "predicted"), rows)


def _slots_table(scores: Scores) -> Table:
    rows = [
        (name, str(slot.right), str(slot.total), f"{slot.share:.3f}" if slot.total else "n/a")
        for name, slot in scores.slots.items()
    ]
    return Table("Fields of the matched events", ("field", "right", "of", "share"), rows)


def _reports_table(scores: Scores) -> Table:
    rows = [(line.id, " ".join(line.hits), ", ".join(line.missed), ", ".join(line.extra)) for line in scores.per_report]
    head = (
        "report",
        "hits (capital letter = right: type, sub-type, date, place; actors hit/gold/coded)",
        "missed",
        "extra",
    )
    return Table("Reports", head, rows)


def _render(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.head)
    rows = "\n".join(f"<tr>{_cells(row)}</tr>" for row in table.rows)
    grid = f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    return f'<h2>{escape(table.title)}</h2>\n<div class="wide">{grid}</div>'


def _cells(row: Iterable[str]) -> str:
    return "".join(
        f'<td class="n">{escape(cell)}</td>' if _is_number(cell) else f'<td dir="auto"><bdi>{escape(cell)}</bdi></td>'
        for cell in row
    )


def _is_number(cell: str) -> bool:
    return cell.isascii() and cell.replace(".", "", 1).isdigit()

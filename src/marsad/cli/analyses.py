"""``marsad analyse``: counts, the actor network, unusual weeks and hot spots of what was added."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from ..errors import InputError
from ..folders import data_home
from .endings import put, say
from .outputs import check_output, open_output

if TYPE_CHECKING:
    from ..model import Incident

app = typer.Typer(help="Count, draw and test what happened.", no_args_is_help=True)

Events = Annotated[Path | None, typer.Option(metavar="FILE", help="JSONL of incidents or events instead of the store.")]
Since = Annotated[str | None, typer.Option(metavar="DAY", help="First ISO day.")]
Until = Annotated[str | None, typer.Option(metavar="DAY", help="Last ISO day.")]
AsJson = Annotated[bool, typer.Option("--json", help="The numbers as one JSON object.")]
AsVega = Annotated[bool, typer.Option("--vega", help="The chart as a Vega-Lite spec.")]
AsCsv = Annotated[bool, typer.Option("--csv", help="The rows as CSV.")]
Lang = Annotated[Literal["en", "ar"], typer.Option(help="Language of the chart: en or ar.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file; .svg, .png or .pdf draws the chart."),
]
Kind = Literal["day", "week", "month", "year"]
Group = Literal["type", "sub-type", "actor", "place", "district", "governorate", "country"]
Area = Literal["place", "district", "governorate", "country"]


@app.command()
def counts(
    by: Annotated[Kind, typer.Option(help="Period.")] = "week",
    group: Annotated[Group | None, typer.Option(help="Split by this.")] = None,
    ranking: Annotated[bool, typer.Option("--ranking", help="Draw the largest groups instead of periods.")] = False,
    events: Events = None,
    since: Since = None,
    until: Until = None,
    json: AsJson = False,
    vega: AsVega = False,
    csv: AsCsv = False,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Count events, killed and wounded by period and by type, actor or place."""
    from ..analyse import chart_counts, chart_ranking, count

    counted = count(_load(events, since, until), by, group)
    rows = [
        {
            "period": row.period, "group": row.group.name(lang), "events": row.events, "killed_low": row.killed.low,
            "killed": row.killed.best, "killed_high": row.killed.high, "wounded_low": row.wounded.low,
            "wounded": row.wounded.best, "wounded_high": row.wounded.high,
        }
        for row in counted.rows
    ]  # fmt: skip
    note = f"{counted.undated} without date and {counted.coarse} with a date coarser than a {by} are not in it"
    chart = chart_ranking if ranking else chart_counts
    _give(rows, counted, lambda: chart(counted, lang), note, (json, vega, csv), output)


@app.command()
def network(
    actor: Annotated[str | None, typer.Option(help="Only this actor (id or name) and those it meets.")] = None,
    events: Events = None,
    since: Since = None,
    until: Until = None,
    json: AsJson = False,
    vega: AsVega = False,
    csv: AsCsv = False,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Who against whom and who beside whom; with --actor, one actor amid the others."""
    from ..analyse import chart_dyads, chart_ego, draw_network, ego_of
    from ..analyse.tables import load_settings

    drawn = draw_network(_load(events, since, until))
    if actor is not None:
        known = {
            name: node.actor.key for node in drawn.nodes for name in (node.actor.key, node.actor.en, node.actor.ar)
        }
        if actor not in known:
            busiest = ", ".join(node.actor.key for node in drawn.nodes[:8])
            raise InputError(actor, "no actor of these events has this id or name", f"Some that do: {busiest}")
        drawn = ego_of(drawn, known[actor], int(load_settings()["ego_most"]))
    names = {node.actor.key: node.actor.name(lang) for node in drawn.nodes}
    rows = [
        {
            "one": names[edge.one], "relation": edge.relation, "other": names[edge.other], "events": edge.events,
            "killed": edge.killed.best, "first": edge.first, "last": edge.last,
        }
        for edge in drawn.edges
    ]  # fmt: skip
    chart = chart_dyads if actor is None else chart_ego
    _give(rows, drawn, lambda: chart(drawn, lang), f"{len(drawn.nodes)} actors", (json, vega, csv), output)


@app.command()
def anomalies(
    group: Annotated[Area, typer.Option(help="Places to judge.")] = "governorate",
    weeks: Annotated[int, typer.Option(min=1, help="Weeks to judge, the last ones.")] = 1,
    events: Events = None,
    until: Until = None,
    json: AsJson = False,
    vega: AsVega = False,
    csv: AsCsv = False,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Name the weeks that are unusual for a place against its own past (docs/analysis.md)."""
    from ..analyse import chart_anomalies, find_anomalies

    last = date.fromisoformat(until) if until else None
    found = find_anomalies(_load(events, None, until), group, weeks, last)
    rows = [
        {
            "week": week.week, "place": week.place.name(lang), "flag": week.flag, "events": week.events,
            "expected": week.expected, "low": week.low, "high": week.high, "q": week.q,
        }
        for week in (found.weeks if csv else found.flagged)
    ]  # fmt: skip
    note = f"{len(found.weeks)} place-weeks judged, {len(found.flagged)} unusual; {len(found.gaps)} weeks were gaps"
    _give(rows, found, lambda: chart_anomalies(found, lang), note, (json, vega, csv), output)


@app.command()
def hotspots(
    step: Annotated[float | None, typer.Option(min=0.01, max=5, help="Side of a square in degrees.")] = None,
    events: Events = None,
    since: Since = None,
    until: Until = None,
    json: AsJson = False,
    vega: AsVega = False,
    csv: AsCsv = False,
    lang: Lang = "en",
    output: Output = None,
) -> None:
    """Name the squares of the map where more happens than chance would gather (docs/analysis.md)."""
    from ..analyse import chart_hotspots, find_hotspots

    record = _load(events, None, None) if since or until else []
    found = find_hotspots(_load(events, since, until), step, record)
    rows = [
        {
            "lat": spot.lat, "lon": spot.lon, "place": spot.place.name(lang) if spot.place else None,
            "events": spot.events, "killed": spot.killed.best, "score": spot.score, "chance": spot.chance,
            "hot": spot.hot,
        }
        for spot in (found.spots if csv else found.hot)
    ]  # fmt: skip
    note = f"{len(found.hot)} hot of {found.searched} squares; {found.unplaced + found.coarse} events at no square"
    _give(rows, found, lambda: chart_hotspots(found, lang), note, (json, vega, csv), output)


def _load(path: Path | None, since: str | None, until: str | None) -> list[Incident]:
    from .incident_inputs import check_days, load_incidents

    check_days(since, until)
    found = load_incidents(path, since, until)
    if not found:
        raise InputError(
            str(path or data_home()), "there are no events to count", "Add reports first: marsad add reports/"
        )
    return found


def _give(
    rows: list[dict[str, Any]],
    result: object,
    draw: Any,
    note: str,
    forms: tuple[bool, bool, bool],
    output: Path | None,
) -> None:
    """Write the numbers, the spec, the rows or the picture, as asked; on a terminal the rows and a note."""
    import msgspec

    from ..analyse import PICTURES, render

    check_output(output, ())
    as_json, as_vega, as_csv = forms
    form = output.suffix[1:].lower() if output else ""
    if form in PICTURES:
        content = render(draw(), form)
    elif as_vega:
        content = _pretty(msgspec.json.encode(draw()))
    elif as_json:
        content = _pretty(msgspec.json.encode(result))
    else:
        content = (_csv(rows) if as_csv or form == "csv" else _lines(rows)).encode()
    if output is None:
        put(content.decode())
    else:
        with open_output(output) as stream:
            stream.write(content)
    say(f"marsad: {note}")


def _pretty(content: bytes) -> bytes:
    import msgspec

    return msgspec.json.format(content, indent=2) + b"\n"


def _csv(rows: list[dict[str, Any]]) -> str:
    import csv
    import io

    stream = io.StringIO()
    if rows:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    return stream.getvalue()


def _guarded(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _lines(rows: list[dict[str, Any]]) -> str:
    """Columns padded to their widest cell."""
    if not rows:
        return "nothing to show\n"
    from ..present.screens import safe

    table = [
        list(rows[0]),
        *([safe(str(value)) if value is not None else "" for value in row.values()] for row in rows),
    ]
    widths = [max(len(line[at]) for line in table) for at in range(len(table[0]))]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() + "\n" for line in table
    )

"""``marsad briefing``: what happened in a week or any period, written up."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ..errors import InputError
from ..folders import data_home
from .endings import say
from .outputs import check_output, open_output

if TYPE_CHECKING:
    from ..briefings import Source, Span
    from ..model import Incident

_WEEK = 7


def briefing(
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to: .html, .docx or .pdf says the form.")
    ],
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="First ISO day; else a week before the last.")
    ] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Last ISO day; else that of the last event.")] = None,
    lang: Annotated[Literal["en", "ar"], typer.Option(help="Language: en or ar.")] = "ar",
    governorate: Annotated[str | None, typer.Option(help="Only this governorate, by its English name.")] = None,
    country: Annotated[str | None, typer.Option(help="Only this country, by its two letters.")] = None,
    events: Annotated[
        Path | None, typer.Option(metavar="FILE", help="JSONL of incidents or events instead of what was added.")
    ] = None,
) -> None:
    """Write a briefing: figures against the four weeks before, map, charts, key incidents with their sources."""
    check_output(output, ())
    from ..briefings import draft_briefing, render_docx, render_html, render_pdf
    from .incident_inputs import check_days, load_incidents

    forms = {".html": render_html, ".docx": render_docx, ".pdf": render_pdf}
    if output.suffix.lower() not in forms:
        raise typer.BadParameter(f"{output}: a briefing is .html, .docx or .pdf. Name the file so.")
    check_days(since, until)
    incidents = [one for one in load_incidents(events) if _is_in(one, governorate, country)]
    span = _span(incidents, since, until)
    area = " · ".join(name for name in (governorate, country) if name) or None
    sources = {} if events is not None else _load_sources()
    content = forms[output.suffix.lower()](draft_briefing(incidents, span, lang, sources, area))
    with open_output(output) as stream:
        stream.write(content)
    say(f"marsad: {len(span.select(incidents))} incidents of {span.first} to {span.last} are in {output}")


def _is_in(incident: Incident, governorate: str | None, country: str | None) -> bool:
    place = incident.location
    if governorate is None and country is None:
        return True
    if place is None:
        return False
    return governorate in (None, place.admin1) and country in (None, place.country)


def _span(incidents: list[Incident], since: str | None, until: str | None) -> Span:
    from ..analyse.happenings import days_of
    from ..briefings import Span

    days = [found[1] for incident in incidents if incident.date_precision == "day" and (found := days_of(incident))]
    if not days and until is None:
        raise InputError(str(data_home()), "no event with a day is kept", "Add reports first: marsad add reports/")
    last = date.fromisoformat(until) if until else max(days)
    first = date.fromisoformat(since) if since else last - timedelta(days=_WEEK - 1)
    if first > last:
        raise InputError(f"--since {first}", f"this is after {last}", "Give an earlier day, or a later --until")
    return Span(first, last)


def _load_sources() -> dict[str, Source]:
    """Outlet, day and address of every report kept."""
    import msgspec

    from ..briefings import Source
    from ..custody.listings import list_events
    from ..store import open_store

    found: dict[str, Source] = {}
    with open_store(data_home()) as store, store.transaction() as connection:
        for line in list_events(connection, copies_too=True):
            row = msgspec.json.decode(line)
            facts = row["report"]
            day = (facts.get("published") or "")[:10] or None
            found[row["report_id"]] = Source(facts.get("outlet"), day, facts.get("url"))
    return found

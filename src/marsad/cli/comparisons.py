"""``marsad compare``: our incidents beside events that people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from ..folders import data_home
from .endings import put, say
from .outputs import check_output, open_output

if TYPE_CHECKING:
    from ..compare import Entry

Day = Annotated[str | None, typer.Option(metavar="DAY", help="ISO day, included.")]


def compare(
    reference: Annotated[str, typer.Argument(help="A CSV file (ACLED, UCDP GED, HXL), or the name of a kept one.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object with every match.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also one self-contained page, en and ar.")] = None,
    events: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Compare these instead of what was added: JSONL, or another reference CSV."),
    ] = None,
    since: Day = None,
    until: Day = None,
    country: Annotated[str | None, typer.Option(help="Only this country: Syria or SY.")] = None,
) -> None:
    """Match our incidents one to one with human-coded events: recall, what each lacks, where they disagree."""
    check_output(html, (reference,))
    from ..compare import Scope, as_json, as_text, entries_of_references, render_page, tally
    from ..compare import compare as lay_side_by_side
    from ..compare.shelves import open_reference
    from .incident_inputs import check_days
    from .references import tell_complaints

    check_days(since, until)
    found = open_reference(data_home(), reference)
    tell_complaints(found.name, found.complaints)
    ours = _our_entries(events)
    scope = Scope(since, until, country)
    comparison = lay_side_by_side(ours, entries_of_references(found.events), scope, found.name, found.dataset)
    counted = tally(comparison)
    if html is not None:
        with open_output(html) as stream:
            stream.write(render_page(comparison, counted).encode())
        say(f"marsad: the page is in {html}")
    put(as_json(comparison, counted, found.complaints).decode() if json else as_text(comparison, counted))


def _our_entries(path: Path | None) -> list[Entry]:
    """Entries of the store, of a JSONL file, or of another reference to compare two human codings."""
    from ..compare import entries_of_events, entries_of_references, load_reference
    from .incident_inputs import load_incidents

    if path is not None and path.suffix.lower() in (".csv", ".gz", ".tsv"):
        return entries_of_references(load_reference(path).events)
    incidents = load_incidents(path)
    if not incidents:
        where = str(path or data_home())
        raise InputError(where, "there are no events to compare", "Add reports first: marsad add reports/")
    return entries_of_events(incidents)

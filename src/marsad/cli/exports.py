"""``marsad export``: the incidents that a filter means, as a file of another format, with its sidecar."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExportError
from ..model import Filter
from .endings import put
from .filters import takes_filter
from .outputs import check_output

_PROFILES = "acled, ftm, geojson, geoparquet, gpkg, html, hxl, jsonl, plover, timemap, ucdp, xlsx"


@takes_filter
def export(
    wanted: Filter,
    profile: Annotated[str, typer.Option("--profile", "-p", metavar="NAME", help=f"The format: {_PROFILES}.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file, whole or not at all.")],
    fatalities: Annotated[
        str, typer.Option(metavar="POLICY", help="Deaths where a format has one figure: best, low, acled.")
    ] = "best",
    inter: Annotated[str, typer.Option(metavar="KIND", help="ACLED's interaction codes: text, numeric.")] = "text",
    shape: Annotated[str, typer.Option(metavar="KIND", help="HXL with one day or a range: day, range.")] = "day",
    disclose: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="Let out what is withheld by default: persons, witnesses, sites."),
    ] = None,
    made: Annotated[
        str | None, typer.Option(metavar="TIME", help="ISO time to be written in the file; else there is none in it.")
    ] = None,
) -> None:
    """Export incidents, with a sidecar (FILE.about.json) that says what they are and what was left out and why."""
    check_output(output, ())
    from ..export import Choices, find_profile
    from .export_runs import run_export

    try:
        choices = Choices(fatalities, inter, shape, frozenset(disclose or ()))
        found = find_profile(profile)
    except ExportError as error:
        raise typer.BadParameter(str(error)) from None
    put(run_export(found, wanted, output, choices, _check_time(made)))


def _check_time(made: str | None) -> str | None:
    try:
        return made if made is None else datetime.fromisoformat(made).isoformat()
    except ValueError:
        raise typer.BadParameter(f"--made {made}: this is no time. Write it as 2021-03-10T08:30:00+03:00.") from None

"""``marsad gazetteer import`` and ``marsad gazetteer lookup``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from .endings import UNREADABLE, put, say

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Import place tables, look places up.")
_CUES = ("stands alone", "needs a preposition or a wider place beside it", "needs a kind word, as in مدينة الباب")


class Format(StrEnum):
    """Tables that can be imported."""

    auto = "auto"
    geonames = "geonames"
    ocha = "ocha"
    wof = "wof"


@app.command("import")
def import_places(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Tables: .txt, .tsv, .csv, .gz, .zip.")],
    format: Annotated[Format, typer.Option("--format", help="Kind of table.")] = Format.auto,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Country of rows that name none (SY).")] = None,
) -> None:
    """Import place tables (GeoNames, OCHA, Who's On First) into the gazetteer of this machine."""
    from ..errors import GazetteerError
    from ..gazetteer import import_table

    failed = False
    for file in files:
        try:
            summary = import_table(file, format.value, country)
        except GazetteerError as error:
            say(f"marsad: {error}")
            failed = True
            continue
        put(f"{file}: {summary.format}, {summary.rows:,} rows read, {summary.imported:,} places imported\n")
        for reason, number in sorted(summary.skipped.items()):
            line = summary.first_lines.get(reason)
            put(f"  {number:,} left out: {reason}{f' (first: line {line})' if line else ''}\n")
    if failed:
        raise typer.Exit(UNREADABLE)


@app.command("lookup")
def lookup(
    name: Annotated[str, typer.Argument(help="A name in Arabic, in any spelling.")],
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Only places of this country (SY).")] = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
) -> None:
    """Show the places of a name, the likelier ones first."""
    import orjson

    from ..gazetteer import load_gazetteer
    from ..text.folding import fold_word

    gazetteer = load_gazetteer()
    places = [p for p in gazetteer.lookup(name) if country is None or p.country == country.upper()]
    if json:
        put(orjson.dumps(places, option=orjson.OPT_INDENT_2).decode() + "\n")
    else:
        for p in places:
            put("\t".join((p.id, p.name_ar, p.name_en, p.kind, _chain(p), f"{p.lat}, {p.lon}")) + "\n")
        if places:
            put(f"In a report the name {_CUES[min(gazetteer.level(fold_word(name)), 2)]}.\n")
    if not places:
        say(f"marsad: {name}: no place of that name. Try another spelling, or import a table with it.")
        raise typer.Exit(UNREADABLE)


def _chain(place: object) -> str:
    units = (getattr(place, unit) for unit in ("admin3", "admin2", "admin1", "country"))
    return ", ".join(dict.fromkeys(unit for unit in units if unit))

"""``marsad reference``: human-coded events kept beside our own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..folders import data_home
from .endings import put, say

if TYPE_CHECKING:
    from ..compare import Complaint

_TOLD = 20  # complaints told one by one

app = typer.Typer(help="Human-coded events (ACLED, UCDP GED, HXL), kept beside our own.", no_args_is_help=True)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="CSV files, also gzipped.", exists=True)],
) -> None:
    """Keep reference files; rows that cannot be read are named and the others kept."""
    from ..compare.shelves import add_reference

    for path in files:
        kept, found = add_reference(data_home(), path, datetime.now(UTC).replace(microsecond=0))
        tell_complaints(path.name, found.complaints)
        told = f"{kept.rows} events, {kept.first} to {kept.last}, {kept.unread} rows not read"
        put(f"{kept.short}  {kept.dataset}, {told}. Compare: marsad compare {kept.name}\n")


@app.command("list")
def list_(json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False) -> None:
    """List the references kept."""
    import msgspec

    from ..compare.shelves import list_references

    kept = list_references(data_home())
    if json:
        put(msgspec.json.encode(kept).decode() + "\n")
        return
    lines = [f"{one.short}  {one.dataset:<5}  {one.rows:>7}  {one.first} to {one.last}  {one.name}" for one in kept]
    put("\n".join(lines or ["No reference is kept. Add one: marsad reference add FILE.csv"]) + "\n")


@app.command()
def remove(name: Annotated[str, typer.Argument(help="File name, or the beginning of the hash.")]) -> None:
    """Forget a reference; our own events are not touched."""
    from ..compare.shelves import remove_reference

    kept = remove_reference(data_home(), name)
    put(f"{kept.short}  {kept.name} removed. Add it again: marsad reference add {kept.name}\n")


def tell_complaints(name: str, complaints: list[Complaint]) -> None:
    """Name the rows that could not be read; count those that were put right."""
    unread = [complaint for complaint in complaints if not complaint.kept]
    for complaint in unread[:_TOLD]:
        say(f"marsad: {name}, {complaint}")
    if len(unread) > _TOLD:
        say(f"marsad: {name}: and {len(unread) - _TOLD} more rows. marsad compare {name} --json names all of them.")
    if len(unread) < len(complaints):
        first = next(complaint for complaint in complaints if complaint.kept)
        say(f"marsad: {name}: {len(complaints) - len(unread)} rows were put right, such as {first}")

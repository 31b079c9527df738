"""``marsad events``, ``sources``, ``verify`` and ``package``: what the evidence store holds, and that it is intact."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from ..model import Filter
from .endings import UNREADABLE, put
from .filters import takes_filter
from .outputs import check_output, open_output


@takes_filter
def events(
    wanted: Filter,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One event a line as JSON, nothing else.")] = False,
    order: Annotated[
        str, typer.Option(metavar="ORDER", help="published, newest, oldest, least-sure or most-killed.")
    ] = "published",
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N of these.")] = None,
    withdrawn: Annotated[
        bool, typer.Option("--withdrawn", help="Instead: events that were coded once and no longer are.")
    ] = False,
    text: Annotated[bool, typer.Option("--with-text", help="With the text of the report (JSONL).")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
) -> None:
    """List the events of everything that was added, or those that fit a filter; how many is said first."""
    check_output(output, ())
    from .event_views import iter_current, iter_rows, iter_withdrawn

    if withdrawn and wanted != Filter(event_id=wanted.event_id):
        raise typer.BadParameter("withdrawn events are found by --event alone. Leave out the other options.")
    lines = iter_withdrawn(text, wanted.event_id) if withdrawn else iter_current(wanted, order, limit, text)
    with open_output(output) as stream:
        stream.writelines(lines if jsonl or output is not None else iter_rows(lines))


def sources(json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False) -> None:
    """Say how each outlet, archive or folder does: what came from it, what could be read, its last day."""
    from .intake_views import show_sources

    put(show_sources(json))


def verify(
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    against: Annotated[
        list[Path] | None,
        typer.Option("--against", metavar="CHECKPOINT", help="A checkpoint kept elsewhere: file, backup or package."),
    ] = None,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="First derive anew what filters use; the evidence stays as it is.")
    ] = False,
) -> None:
    """Check that everything kept is what it was; exit 1 names what changed."""
    from .verifications import rebuild_home, verify_home

    if rebuild:
        rebuild_home()
    if verify_home(json, sys.stderr.isatty(), against or []):
        raise typer.Exit(UNREADABLE)


def package(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="A new folder for the bag.")],
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Also who worked with the store and what they wrote.")
    ] = False,
) -> None:
    """Pack everything as a BagIt bag with manifest, audit log and a program that checks it."""
    from ..custody import open_record, pack
    from .homes import require_home

    with open_record(require_home()) as store:
        count = pack(store, output, with_private)
    put(f"{output}: {count} files packed. Check it anywhere with: python3 {output}/verify.py\n")

"""``marsad recode``: kept texts coded anew with today's lexicons and rules, and what that changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .endings import INTERRUPTED, UNREADABLE, put, say
from .outputs import check_output
from .reports import read_day

_Day = Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or later.")]


def recode(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would change; write nothing.")] = False,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only of this source, as `marsad sources` names it.")
    ] = None,
    place: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only inputs whose file or address holds this text.")
    ] = None,
    since: _Day = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Published on this day or before.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first N of these.")] = None,
    json: Annotated[bool, typer.Option("--json", help="The difference as one JSON object.")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Also write every change, a line of JSON each."),
    ] = None,
    processes: Annotated[
        int, typer.Option(min=0, max=256, help="Processes to code with; 0 chooses by the amount of work.")
    ] = 0,
) -> None:
    """Code anew what older lexicons or rules coded, and show what changed. Old codings and decisions are kept."""
    check_output(output, ())
    from ..custody.recodings import Selection
    from .recode_views import run_recoding, show_difference

    selection = Selection(source, read_day(since), read_day(until), place, limit)
    try:
        found = run_recoding(selection, dry_run, processes, output)
    except KeyboardInterrupt:
        done = "nothing was written" if dry_run else "what was coded anew is kept; marsad recode goes on with the rest"
        say(f"marsad: stopped; {done}.")
        raise typer.Exit(INTERRUPTED) from None
    put(show_difference(found, json, sys.stdout.isatty()))
    if found.unreadable:
        raise typer.Exit(UNREADABLE)

"""``marsad add``: inputs into the evidence store, coded; and ``marsad status``: what became of them."""

from __future__ import annotations

from typing import Annotated

import typer

from .endings import INTERRUPTED, UNREADABLE, USAGE, put, say
from .reports import KINDS, FetchThem, Map, Published, read_day, read_items

STATES = ("coded", "no_event", "unreadable", "queued", "duplicate")


def add(
    inputs: Annotated[list[str] | None, typer.Argument(metavar="INPUT...", help=KINDS)] = None,
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet, for inputs that do not name it.")] = None,
    title: Annotated[str | None, typer.Option(help="Title, for inputs that do not have one.")] = None,
    columns: Map = None,
    fetch: FetchThem = False,
    code: Annotated[bool, typer.Option("--code/--no-code", help="Code now, or only keep and queue.")] = True,
    again: Annotated[
        bool, typer.Option("--again", help="Also code again what older versions of program or lexicons coded.")
    ] = False,
    receipts: Annotated[
        bool, typer.Option("--receipts", help="Print a line of JSON for each input once it is safe on the disk.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="The summary as one JSON object.")] = False,
    processes: Annotated[
        int, typer.Option(min=0, max=256, help="Processes to code with; 0 chooses by the amount of work.")
    ] = 0,
) -> None:
    """Keep reports as evidence and code them; what is in the queue is coded first. Adding again changes nothing."""
    from ..batch import Facts
    from ..ingest.streams import Streams
    from .intake_runs import Wishes, run_intake

    facts = Facts(read_day(published), outlet, title)
    try:
        with Streams() as streams:
            items = read_items(inputs or [], columns, fetch, streams)
            wishes = Wishes(inputs or [], items, streams.paths, facts, code, again, receipts, json, processes)
            summary = run_intake(wishes)
    except KeyboardInterrupt:
        say("marsad: stopped; what was received is safe, and marsad add goes on with it.")
        raise typer.Exit(INTERRUPTED) from None
    if summary is None:
        say("marsad: nothing to add and nothing in the queue. Give files or folders: marsad add reports/")
        raise typer.Exit(USAGE)
    if not receipts or json:
        put(summary.as_json() if json else summary.as_text())
    if summary.failed:
        raise typer.Exit(UNREADABLE)


def status(
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    state: Annotated[
        str | None, typer.Option("--list", metavar="STATE", help=f"List the inputs of a state: {', '.join(STATES)}.")
    ] = None,
) -> None:
    """Say how many inputs were accepted and what became of them; the states add up."""
    from .intake_views import show_inputs, show_status

    if state is not None and state not in STATES:
        raise typer.BadParameter(f"{state!r} is no state. Choose from {', '.join(STATES)}.", param_hint="--list")
    put(show_inputs(state, json) if state is not None else show_status(json))

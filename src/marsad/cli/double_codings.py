"""``marsad review sample``, ``code`` and ``disputes``, and ``marsad agreement``: how far two coders agree."""

from __future__ import annotations

from typing import Annotated

import typer

from .endings import put
from .review_options import By, Json
from .reviews import app


@app.command("sample")
def sample(
    size: Annotated[int, typer.Argument(min=1, metavar="N", help="How many reviewed events.")],
    coder: Annotated[str, typer.Option("--coder", metavar="NAME", help="Who codes them a second time.")],
    hide: Annotated[
        str, typer.Option("--hide", metavar="WHAT", help="people: what others decided; all: the coded values too.")
    ] = "people",
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Assign a sample of reviewed events to a second coder, who does not see the first."""
    from .double_coding_runs import assign_sample

    assign_sample(size, coder, hide, by, json)


@app.command("blind")
def blind(by: By = None, json: Json = False) -> None:
    """Show the next event that you are to code without seeing what others coded."""
    from .double_coding_runs import show_blind

    put(show_blind(by, json))


@app.command("code")
def code(
    values: Annotated[
        list[str] | None, typer.Argument(metavar="FIELD=VALUE...", help="date=2021-03-09 casualties.killed=4 …")
    ] = None,
    event: Annotated[str | None, typer.Option("--event", metavar="EVENT", help="Another than blind shows.")] = None,
    none: Annotated[bool, typer.Option("--none", help="There is no event.")] = False,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Code an event a second time; this changes nothing, but counts for agreement."""
    from .double_coding_runs import code_blind

    code_blind(values or [], event, none, by, json)


@app.command("disputes")
def disputes(json: Json = False) -> None:
    """List events on which coders differ and nobody has adjudicated: settle them with --settle."""
    from .double_coding_runs import show_disputes

    put(show_disputes(json))


def agreement(
    machine: Annotated[bool, typer.Option("--machine", help="Count the program as one more coder.")] = False,
    json: Json = False,
) -> None:
    """Say how far coders agree, field by field: Krippendorff's alpha, percent, what is taken for what."""
    from .double_coding_runs import show_agreement

    put(show_agreement(machine, json))

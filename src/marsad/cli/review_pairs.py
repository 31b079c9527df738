"""``marsad review judge``, ``merge``, ``split``, ``confirm`` and ``dispute``: which events are one happening."""

from __future__ import annotations

from typing import Annotated

import typer

from .review_options import By, Json, Words
from .reviews import app

Named = Annotated[list[str], typer.Argument(metavar="ID...", help="Incidents or events, by id or its beginning.")]


@app.command("judge")
def judge(
    a: Annotated[str, typer.Argument(metavar="EVENT")],
    b: Annotated[str, typer.Argument(metavar="EVENT")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="same, different or unsure.")],
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Judge whether two events are one happening."""
    from .pair_runs import judge_events

    judge_events(a, b, verdict, by, json)


@app.command("merge")
def merge(named: Named, by: By = None, json: Json = False) -> None:
    """Make incidents one: all their events are the same happening. Undo, or split, restores them."""
    from .pair_runs import merge_incidents

    merge_incidents(named, by, json)


@app.command("split")
def split(named: Named, by: By = None, json: Json = False) -> None:
    """Take events out of their incident: together they are another happening than the rest."""
    from .pair_runs import split_incident

    split_incident(named, by, json)


@app.command("confirm")
def confirm(named: Named, words: Words = "", by: By = None, json: Json = False) -> None:
    """Confirm an incident: it happened, as far as you can tell."""
    from ..review.proposals import Confirm
    from .pair_runs import decide_incident

    decide_incident(Confirm, named, words, by, json)


@app.command("dispute")
def dispute(named: Named, words: Words = "", by: By = None, json: Json = False) -> None:
    """Mark an incident as contested, and say by what."""
    from ..review.proposals import Dispute
    from .pair_runs import decide_incident

    decide_incident(Dispute, named, words, by, json)

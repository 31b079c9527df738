"""``marsad review ignore`` and ``ignored``: unknown names that stand for nobody in particular."""

from __future__ import annotations

from typing import Annotated

import typer

from .endings import put
from .review_options import By, Json
from .reviews import app


@app.command("ignore")
def ignore(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As the events have it: مجموعة مسلحة.")],
    place: Annotated[bool, typer.Option("--place", help="It is a place; without this, an actor.")] = False,
    by: By = None, json: Json = False,
) -> None:  # fmt: skip
    """Leave a name out of the unknown ones: it means nobody in particular. Undo lists it again."""
    from ..review.proposals import Ignore
    from .review_runs import person, run_proposal

    run_proposal(Ignore(by=person(by), kind="place" if place else "actor", name=name), json)


@app.command("ignored")
def list_ignored(
    json: Annotated[bool, typer.Option("--json", help="One name a line as JSON.")] = False,
) -> None:
    """List the names that are ignored, each with the decision that an undo takes back."""
    import msgspec

    from ..present.screens import safe
    from ..review.ignorings import find_ignored
    from .review_runs import reading

    with reading() as connection:
        found = list(find_ignored(connection).values())
    if json:
        put("".join(f"{msgspec.json.encode(one).decode()}\n" for one in found))
        return
    lines = [safe(f"{one.decision:>5}  {one.at[:10]}  {one.by}  {one.kind}  {one.name}") for one in found]
    put("".join(f"{line}\n" for line in lines) or "No name is ignored.\n")

"""Options that the commands of the review share."""

from __future__ import annotations

from typing import Annotated

import typer

By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who decides (default: MARSAD_USER, else your account).")
]
EventId = Annotated[
    str | None,
    typer.Argument(metavar="EVENT", help="Id of the event or its beginning; without one, the event of review next."),
]
Expected = Annotated[
    int | None,
    typer.Option("--expected", metavar="N", help="The version that you saw; refused when somebody decided since."),
]
Json = Annotated[bool, typer.Option("--json", help="As one JSON object.")]
Words = Annotated[str, typer.Option("--words", metavar="TEXT", help="What you have to say.")]
Settle = Annotated[bool, typer.Option("--settle", help="Adjudicate: this settles what two coders coded differently.")]

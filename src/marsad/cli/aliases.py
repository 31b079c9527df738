"""``marsad lexicon alias``: teach the coder what a wording means, after seeing what that would change."""

from __future__ import annotations

from typing import Annotated

import typer

from .endings import put
from .review_options import By

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]},
    help="Teach what a wording means: in one report, in an area, or everywhere. Previewed first.",
)  # fmt: skip
_Adopt = Annotated[bool, typer.Option("--adopt", help="Do it; without this it is only tried and shown.")]
_Json = Annotated[bool, typer.Option("--json", help="As one JSON object.")]


@app.command("add")
def add(
    wording: Annotated[str, typer.Argument(metavar="WORDING", help="As reports write it: الحسينية.")],
    target: Annotated[str, typer.Argument(metavar="ID", help="Of an actor of the registry, or a place.")],
    report: Annotated[str | None, typer.Option("--report", metavar="ID", help="Only in this report.")] = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="AREA", help="Only where a place of it is named: 'SY/Deir ez-Zor'.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only in reports from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only in reports up to this day.")] = None,
    decision: Annotated[
        int | None, typer.Option("--decision", metavar="N", help="The correction that taught it.")
    ] = None,
    adopt: _Adopt = False, by: By = None, json: _Json = False,
) -> None:  # fmt: skip
    """Say what a wording means; lists which events would change, and changes them with --adopt."""
    from .alias_runs import add_alias, make_alias

    alias = make_alias((wording, target), report, area, (since, until), decision)
    put(add_alias(alias, adopt, by, json))


@app.command("list")
def list_all(json: _Json = False) -> None:
    """List the aliases that were adopted."""
    from .alias_runs import list_aliases

    put(list_aliases(json))


@app.command("remove")
def remove(
    alias: Annotated[str, typer.Argument(metavar="ID", help="marsad lexicon alias list names them.")],
    adopt: _Adopt = False, by: By = None, json: _Json = False,
) -> None:  # fmt: skip
    """Take an alias out; lists which events would change, and changes them with --adopt."""
    from .alias_runs import remove_alias

    put(remove_alias(alias, adopt, by, json))

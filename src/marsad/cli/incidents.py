"""``marsad incidents``, ``explain`` and ``doubtful``: what all reports together say of each happening."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from .endings import put
from .outputs import check_output, open_output

app = typer.Typer(
    help="List incidents: the same happening in several reports, with every disagreement.", rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip


def _parse_day(value: str | None) -> str | None:
    try:
        return date.fromisoformat(value).isoformat() if value else None
    except ValueError as error:
        raise typer.BadParameter(f"{value!r} is no day. Write it as 2025-02-03.") from error


@app.callback(invoke_without_command=True)
def incidents(
    context: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One incident a line as JSON, nothing else.")] = False,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", callback=_parse_day, help="Only what lasted until then.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
) -> None:
    """List the incidents of everything that was added."""
    if context.invoked_subcommand is not None:
        return
    check_output(output, ())
    if json and jsonl:
        raise typer.BadParameter("--json and --jsonl exclude one another. Give one.")
    from .incident_views import iter_incident_bytes, iter_incident_rows

    with open_output(output) as stream:
        if json or jsonl or output is not None:
            stream.writelines(iter_incident_bytes(since, not json))
        else:
            stream.writelines(line.encode("utf-8", "backslashreplace") for line in iter_incident_rows(since))


@app.command("doubtful")
def doubtful(
    json: Annotated[bool, typer.Option("--json", help="As one JSON array.")] = False,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="At most so many pairs.")] = 50,
) -> None:
    """List pairs of events that may be one happening and were kept apart, the likeliest first."""
    from .incident_views import show_doubtful

    put(show_doubtful(limit, json))


@app.command("explain")
def explain(
    incident: Annotated[
        str, typer.Argument(metavar="ID", help="Beginning of the id of an incident or of one of its events.")
    ],
    json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Show why the events are one incident: members, scores of all pairs, tolls by time, rival values."""
    from .incident_views import show_incident

    put(show_incident(incident, json))

"""``marsad code`` and ``marsad explain``."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import InputError
from .endings import UNREADABLE
from .outputs import check_output, open_output

if TYPE_CHECKING:
    from ..export import Profile
    from ..ingest import InputProblem, RawReport
    from ..ingest.streams import Streams

KINDS = (
    "Files, folders, or - for standard input: text, HTML, MHTML, RSS/Atom, Telegram result.json, saved t.me pages, "
    "WARC, WACZ, CSV, XLSX, JSON, JSONL, ZIP or gzip of these; addresses with --fetch. The content tells the kind."
)
Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help=KINDS)]
Published = Annotated[
    str | None, typer.Option(metavar="DATE", help="Day of publication, for inputs that do not state it (2021-03-10).")
]

Map = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="Column of a table for a field (text, id, title, published, outlet, url, byline); text is required.",
    ),
]
FetchThem = Annotated[
    bool, typer.Option("--fetch", help="Take inputs that are addresses (https://…) from the network.")
]


class Form(StrEnum):
    """How coded reports are written."""

    jsonl = "jsonl"
    json = "json"
    csv = "csv"
    table = "table"


def read_day(published: str | None, option: str = "--published") -> str | None:
    """The ISO date of ``--published`` or another option; wrong usage names the format."""
    if published is None:
        return None
    from ..ingest import parse_published

    found = parse_published(published)
    if found is None:
        raise typer.BadParameter(f"{published!r} is no date. Write it as 2021-03-10.", param_hint=option)
    return found


def code(
    inputs: Inputs,
    published: Published = None,
    outlet: Annotated[str | None, typer.Option(help="Outlet, for inputs that do not name it.")] = None,
    title: Annotated[str | None, typer.Option(help="Title, for inputs that do not have one.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON object a report, nothing else.")] = False,
    json: Annotated[bool, typer.Option("--json", help="One JSON array.")] = False,
    csv: Annotated[
        str | None, typer.Option(metavar="PROFILE", help="A table of the incidents in all of them: acled, hxl, ucdp.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")
    ] = None,
    processes: Annotated[int, typer.Option(min=1, max=256, help="Processes to code with.")] = 1,
    columns: Map = None,
    fetch: FetchThem = False,
) -> None:
    """Code reports into events."""
    if sum((jsonl, json, csv is not None)) > 1:
        raise typer.BadParameter("--jsonl, --json and --csv exclude each other. Choose one.")
    check_output(output, inputs)
    form = Form.csv if csv is not None else _form(jsonl, json, output)
    from ..batch import Facts
    from .runs import Target, code_inputs

    facts = Facts(read_day(published), outlet, title)
    items = read_items(inputs, columns, fetch)
    profile = _check_table(csv)
    with open_output(output) as stream:
        target = Target(form, stream, output is None, profile)
        failed = code_inputs(items, inputs, facts, target, processes)
    if failed:
        raise typer.Exit(UNREADABLE)


def _check_table(name: str | None) -> Profile | None:
    """The profile that ``--csv`` names."""
    if name is None:
        return None
    from ..errors import ExportError
    from .code_tables import find_table

    try:
        return find_table(name)
    except ExportError as error:
        raise typer.BadParameter(str(error)) from None


def read_items(
    inputs: list[str], columns: list[str] | None, fetch: bool, streams: Streams | None = None
) -> Iterator[RawReport | InputProblem]:
    """Reports and problems of the inputs, as the options of a command say."""
    from ..ingest import iter_inputs
    from ..ingest.columns import parse_map

    try:
        mapped = parse_map(columns or [])
    except InputError as error:
        raise typer.BadParameter(f"{error.source}: {error.problem}. {error.remedy}.", param_hint="--map") from None
    fetcher = None
    if fetch:
        from ..fetch.clients import Fetcher
        from ..ingest.fetches import FetchBlobs

        fetcher = FetchBlobs(Fetcher())
    return iter_inputs(inputs, columns=mapped, fetch=fetcher, streams=streams)


def _form(jsonl: bool, json: bool, output: Path | None) -> Form:
    if jsonl or json:
        return Form.jsonl if jsonl else Form.json
    if output is not None and output.suffix in (".jsonl", ".ndjson", ".json"):
        return Form.json if output.suffix == ".json" else Form.jsonl
    return Form.table


def explain(
    inputs: Inputs,
    sentence: Annotated[int | None, typer.Option(metavar="N", min=1, help="Only this sentence.")] = None,
    published: Published = None,
) -> None:
    """Show how reports are read: tokens, mentions, rules, what was discarded and why, events and their words."""
    from ..batch import Facts
    from .explanations import explain_inputs

    if explain_inputs(inputs, Facts(read_day(published)), sentence):
        raise typer.Exit(UNREADABLE)

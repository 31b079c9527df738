"""Which dataset a table is, and which of its columns fills which field: by heading, by HXL tag, or by place.

Old and new column names of ACLED and UCDP are in ``data/columns.csv``, the column order of releases without a header
in ``data/layouts.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec

from ..errors import InputError
from .cells import parse_day
from .references import DATASETS
from .tables import load_rows

_TAG = re.compile(r"#[a-z0-9_]+(?:\s*\+[a-z0-9_]+)*")


class Layout(msgspec.Struct, frozen=True):
    """How a table is laid out: its dataset, fields by column number, the headings, and how many rows come first."""

    dataset: str
    columns: dict[str, int]
    headings: dict[str, str]
    width: int
    skip: int


def find_layout(rows: Sequence[Sequence[str]], source: str) -> Layout:
    """The layout told by the first rows of a table; InputError names what is missing when it is none we know."""
    first = [cell.strip() for cell in rows[0]] if rows else []
    for at, row in enumerate(rows[:2]):
        if _is_tags(row):
            return _hxl(row, at + 1, source)
    if (headless := _headless(first)) is not None:
        return headless
    return _headed(first, source)


def _headed(header: list[str], source: str) -> Layout:
    folded = {name.lower(): at for at, name in reversed(list(enumerate(header)))}
    found = {dataset: _columns_of(dataset, folded) for dataset in ("ucdp", "acled")}
    dataset = max(found, key=lambda name: sum(field in found[name] for field in _required(name)))
    columns = found[dataset]
    missing = [name for name in _required(dataset) if name not in columns]
    if missing:
        wanted = ", ".join(_names(dataset)[name][0] for name in missing)
        raise InputError(
            source,
            f"the header has no column {wanted}; it looks most like {dataset.upper()}",
            "Give an ACLED-shaped CSV, a UCDP GED CSV or a table with an HXL tag row",
        )
    return _layout(dataset, columns, header, 1)


def _columns_of(dataset: str, folded: Mapping[str, int]) -> dict[str, int]:
    pairs = ((field, next((folded[n] for n in names if n in folded), None)) for field, names in _names(dataset).items())
    return {field: at for field, at in pairs if at is not None}


def _headless(cells: list[str]) -> Layout | None:
    """A release without a header row: as many cells as a known one, with a day where it has its date."""
    for row in load_rows("layouts"):
        names = row["columns"].split(",")
        columns = _columns_of(row["dataset"], {name: at for at, name in enumerate(names)})
        if len(names) == len(cells) and parse_day(cells[columns["date"]], day_first=True):
            return _layout(row["dataset"], columns, names, 0)
    return None


def _layout(dataset: str, columns: dict[str, int], header: Sequence[str], skip: int) -> Layout:
    return Layout(dataset, columns, {field: header[at] for field, at in columns.items()}, len(header), skip)


def _is_tags(row: Sequence[str]) -> bool:
    tags = [cell for cell in row if cell.strip()]
    return bool(tags) and all(_TAG.fullmatch(cell.strip().lower()) for cell in tags)


def _hxl(row: Sequence[str], skip: int, source: str) -> Layout:
    """Columns by tag: a tag matches when it has every attribute asked for; the one with fewest others wins."""
    tags = [_split(cell) for cell in row]
    columns: dict[str, int] = {}
    for field, names in _names("hxl").items():
        found = [at for at in (_closest(_split(name), tags) for name in names) if at is not None]
        if found:
            columns[field] = found[0]
    missing = [_names("hxl")[name][0] for name in _required("hxl") if name not in columns]
    if missing:
        raise InputError(source, f"no column is tagged {', '.join(missing)}", "Add the tag to the tag row")
    return _layout("hxl", columns, [cell.strip() for cell in row], skip)


def _closest(wanted: tuple[str, frozenset[str]], tags: Sequence[tuple[str, frozenset[str]]]) -> int | None:
    name, attributes = wanted
    fits = [
        (len(own - attributes), at)
        for at, (tag, own) in enumerate(tags)
        if tag == name and (own == attributes or (attributes and attributes <= own))
    ]
    return min(fits)[1] if fits else None


def _split(tag: str) -> tuple[str, frozenset[str]]:
    name, *attributes = tag.replace(" ", "").lower().split("+")
    return name, frozenset(attributes)


@cache
def _names(dataset: str) -> dict[str, list[str]]:
    return {row["field"]: row["names"].split("|") for row in load_rows("columns") if row["dataset"] == dataset}


@cache
def _required(dataset: str) -> tuple[str, ...]:
    if dataset not in DATASETS:
        raise KeyError(dataset)
    rows = load_rows("columns")
    return tuple(row["field"] for row in rows if row["dataset"] == dataset and row["required"] == "yes")

"""One row of each dataset to a reference event; names, types and precisions stay as given."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import msgspec

from .cells import CellError, Cells
from .references import Deaths, ReferenceEvent, Site
from .tables import load_rows

_HXL_DATASET = "acled"  # HXL tags columns and has no types of its own: ours and ACLED's names are used in it


def read_acled(cells: Cells, line: int) -> ReferenceEvent:
    """A row of an ACLED-shaped file; ``fatalities`` is the best figure, allies follow the main actor."""
    day = _day(cells)
    given = cells.required("event_type")
    return ReferenceEvent(
        id=cells.required("id"),
        dataset="acled",
        line=line,
        date=day,
        date_end=day,
        date_precision=cells.code("date_precision"),
        event_type=given,
        sub_event_type=cells.text("sub_event_type"),
        violence=violence_of("acled", given),
        site=_site(cells),
        side_a=_names(cells.text("actor1"), ";") + _names(cells.text("allies1"), ";"),
        side_b=_names(cells.text("actor2"), ";") + _names(cells.text("allies2"), ";"),
        deaths=Deaths(best=cells.count("best")),
        source=cells.text("source"),
        headline=cells.text("headline"),
    )


def read_ucdp(cells: Cells, line: int) -> ReferenceEvent:
    """A row of UCDP GED; a side that is a coalition is several names (``HTS, Rahman Corps``)."""
    day = _day(cells)
    given = cells.required("event_type")
    if given not in ("1", "2", "3"):
        raise CellError("type_of_violence", f"«{given}» is no type of violence", "Use 1, 2 or 3")
    return ReferenceEvent(
        id=cells.required("id"),
        dataset="ucdp",
        line=line,
        date=day,
        date_end=_last_day(cells, day),
        date_precision=cells.code("date_precision"),
        event_type=given,
        sub_event_type=None,
        violence=violence_of("ucdp", given),
        site=_site(cells),
        side_a=_names(cells.text("side_a"), ","),
        side_b=_names(cells.text("side_b"), ","),
        deaths=_ucdp_deaths(cells),
        source=cells.text("source"),
        headline=cells.text("headline"),
    )


def read_hxl(cells: Cells, line: int) -> ReferenceEvent:
    """A row of a table with HXL tags; a row without an id gets one from its content later."""
    day = _day(cells)
    given = cells.text("event_type") or "unknown"
    return ReferenceEvent(
        id=cells.code("id") or "",
        dataset="hxl",
        line=line,
        date=day,
        date_end=_last_day(cells, day),
        date_precision=None,
        event_type=given,
        sub_event_type=cells.text("sub_event_type"),
        violence=violence_of(_HXL_DATASET, given),
        site=_site(cells),
        side_a=_names(cells.text("actor1"), ";"),
        side_b=_names(cells.text("actor2"), ";"),
        deaths=Deaths(best=cells.count("best")),
        source=cells.text("source"),
        headline=cells.text("headline"),
    )


EVENT_OF: dict[str, Callable[[Cells, int], ReferenceEvent]] = {
    "acled": read_acled,
    "ucdp": read_ucdp,
    "hxl": read_hxl,
}


def violence_of(dataset: str, given: str) -> str:
    """The class of a type as given (``data/types.csv``), ``unknown`` for types the table does not hold."""
    return _types().get((dataset, given.lower()), "unknown")


@cache
def _types() -> dict[tuple[str, str], str]:
    return {(row["dataset"], row["given"]): row["violence"] for row in load_rows("types")}


def _day(cells: Cells) -> str:
    cells.required("date")
    return msgspec.convert(cells.day("date"), str)


def _last_day(cells: Cells, first: str) -> str:
    last = cells.day("date_end") or first
    if last < first:
        raise CellError("the dates", f"the last day {last} is before the first, {first}", "Swap or correct them")
    return last


def _site(cells: Cells) -> Site:
    lat, lon = cells.degrees("lat", 90), cells.degrees("lon", 180)
    known = lat is not None and lon is not None
    names = (cells.text("name"), cells.text("description"))
    return Site(
        tuple(name for name in names if name),
        cells.text("admin1"),
        cells.text("admin2"),
        cells.text("admin3"),
        cells.text("country"),
        lat if known else None,
        lon if known else None,
        cells.code("place_precision"),
    )


def _names(cell: str | None, separator: str) -> tuple[str, ...]:
    parts = (part.strip() for part in (cell or "").split(separator))
    return tuple(dict.fromkeys(part for part in parts if part))


def _ucdp_deaths(cells: Cells) -> Deaths:
    """Deaths with low ≤ best ≤ high; the published releases hold some rows where they are not."""
    low, best, high = (cells.count(field) for field in ("low", "best", "high"))
    told = sorted(number for number in (low, best, high) if number is not None)
    if low is not None and high is not None and (low > told[0] or high < told[-1]):
        cells.note("low", f"low {low}, best {best}, high {high} are out of order", "They were put in order")
        low, high = told[0], told[-1]
    return Deaths(
        low=low,
        best=best,
        high=high,
        side_a=cells.count("deaths_a"),
        side_b=cells.count("deaths_b"),
        civilians=cells.count("deaths_civilians"),
        unknown=cells.count("deaths_unknown"),
    )

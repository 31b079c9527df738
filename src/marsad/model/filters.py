"""``Filter``: which events are meant, the same for a command, an address of the workbench and an export.

A filter is a query string and back: ``since=2021-03-01&event_type=Battles&actor=الدفاع الوطني``. Fields that may hold
several values are repeated, and one of the values must fit; all fields that are given must fit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import msgspec

from ..errors import FilterError

SIDES = ("1", "2", "other")
FACTUALITIES = ("asserted", "reported", "claimed", "possible", "denied")
UNREVIEWED = "unreviewed"
STATUSES = (UNREVIEWED, "accepted", "edited", "rejected", "reopened")


class Box(msgspec.Struct, frozen=True):
    """A rectangle of the map, in decimal degrees (WGS 84), its edges included."""

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        """The order of GeoJSON and OGC API: west,south,east,north."""
        return ",".join(repr(edge).removesuffix(".0") for edge in msgspec.structs.astuple(self))


class Filter(msgspec.Struct, frozen=True):
    """Conditions on events; a field left out asks nothing.

    ``since`` and ``until`` are ISO days: an event fits whose day, or span of days (a week, a month), touches them.
    ``undated``: False leaves events without a day out, True keeps them whatever the days asked; left out, they are
    kept as long as no day is asked. ``place``, ``actor`` and ``outlet`` compare folded names (العشاره is العشارة);
    ``actor`` takes ids of the registry too, and with ``side`` the same actor must fit both. ``text``: every word
    stands in the report's title or text; ``قصف*`` is the beginning of one. ``min_killed`` is compared with the best
    figure, or the low one where no best is told. ``status`` is what people decided. ``copies``: also the events of
    reports that only repeat another.
    """

    since: str | None = None
    until: str | None = None
    undated: bool | None = None
    event_type: tuple[str, ...] = ()
    sub_event_type: tuple[str, ...] = ()
    plover: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    admin2: tuple[str, ...] = ()
    admin3: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    bbox: Box | None = None
    actor: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    factuality: tuple[str, ...] = ()
    background: bool | None = None
    min_confidence: float | None = None
    max_confidence: float | None = None
    min_killed: int | None = None
    text: str | None = None
    event_id: tuple[str, ...] = ()
    report_id: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    copies: bool = False

    def __post_init__(self) -> None:
        """Refuse what no event can fit; put several values in order, so that equal filters are written alike."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, tuple):
                msgspec.structs.force_setattr(self, name, tuple(sorted(set(value))))
            for text in value if isinstance(value, tuple) else (value,):
                if isinstance(text, str) and _UNWRITABLE.search(text):
                    raise FilterError(name, text, "Leave out the characters that no text holds")
        for name, choices in _CLOSED.items():
            for value in getattr(self, name):
                if value not in choices:
                    raise FilterError(name, value, f"Choose from {', '.join(choices)}")
        for name in ("since", "until"):
            _parse_day(name, getattr(self, name))
        self._check_spans()

    def _check_spans(self) -> None:
        if self.since and self.until and self.since > self.until:
            remedy = f"Give a day not before {self.since}, the day of since"
            raise FilterError("until", self.until, remedy, code="filter.until")
        low, high = self.min_confidence, self.max_confidence
        for name, value in (("min_confidence", low), ("max_confidence", high)):
            if value is not None and not 0 <= value <= 1:
                raise FilterError(name, str(value), "Give a number from 0 to 1, such as 0.8")
        if low is not None and high is not None and low > high:
            raise FilterError("max_confidence", str(high), f"Give a number not below {low}, that of min_confidence")

    @classmethod
    def parse(cls, query: str | Iterable[tuple[str, str]]) -> Filter:
        """A filter from a query string, or its pairs; FilterError names the field and the choices.

        Fields without a value, as forms send them, ask nothing.
        """
        pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True) if isinstance(query, str) else query
        found: dict[str, list[str]] = {}
        for name, value in pairs:
            if name not in cls.__struct_fields__:
                near = get_close_matches(name, cls.__struct_fields__, 1)
                hint = f"Did you mean {near[0]}? " if near else ""
                raise FilterError(name, value, f"{hint}Filters are {', '.join(cls.__struct_fields__)}", known=False)
            if value.strip():
                found.setdefault(name, []).append(value.strip())
        return cls(**{name: _parse_values(name, values) for name, values in found.items()})

    def format(self) -> str:
        """The query string, fields and values in a fixed order; ``Filter.parse`` gives the same filter back."""
        return urlencode([(name, text) for name, text in self.pairs()], quote_via=quote)

    def pairs(self) -> list[tuple[str, str]]:
        """Fields with their values as text, one pair a value, in a fixed order."""
        found: list[tuple[str, str]] = []
        for name, default in zip(self.__struct_fields__, self.__struct_defaults__, strict=True):
            value = getattr(self, name)
            if value != default:
                found += [(name, _write(one)) for one in (value if isinstance(value, tuple) else (value,))]
        return found


_UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # no database keeps them
_MOST = 10**9  # what any database counts to
_CLOSED = {"side": SIDES, "factuality": FACTUALITIES, "status": STATUSES}


def _write(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value) if isinstance(value, float) else str(value)


def _parse_values(name: str, values: list[str]) -> Any:
    """The value of a field from its texts: a tuple, or the one value that others may hold."""
    parse = _SINGLE.get(name)
    if parse is None:
        return tuple(values)
    if len(set(values)) > 1:
        raise FilterError(name, " and ".join(values), "Give it once")
    return parse(name, values[0])


def _parse_yes(name: str, value: str) -> bool:
    if value.lower() in ("yes", "true", "1"):
        return True
    if value.lower() in ("no", "false", "0"):
        return False
    raise FilterError(name, value, "Give yes or no")


def _parse_day(name: str, value: str | None) -> str | None:
    try:
        return value if value is None else date.fromisoformat(value).isoformat()
    except ValueError:
        raise FilterError(name, value or "", "Give a day such as 2021-03-24", code="filter.day") from None


def _parse_number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FilterError(name, value, "Give a number, such as 0.8")
    return number


def _parse_count(name: str, value: str) -> int:
    number = _parse_number(name, value)
    if number != int(number) or not 0 <= number <= _MOST:
        raise FilterError(name, value, "Give a whole number, such as 5")
    return int(number)


def _parse_box(name: str, value: str) -> Box:
    remedy = "Give west,south,east,north in degrees, such as 38.5,34.5,41.5,36.5"
    edges = value.split(",")
    if len(edges) != 4:
        raise FilterError(name, value, remedy)
    west, south, east, north = (_parse_number(name, edge) for edge in edges)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise FilterError(name, value, remedy)
    return Box(west, south, east, north)


def _parse_text(name: str, value: str) -> str:
    return value


# Fields with one value, and how its text is read; every other field holds several texts.
_SINGLE: dict[str, Callable[[str, str], Any]] = {
    "since": _parse_day, "until": _parse_day, "undated": _parse_yes, "bbox": _parse_box, "background": _parse_yes,
    "min_confidence": _parse_number, "max_confidence": _parse_number, "min_killed": _parse_count, "text": _parse_text,
    "copies": _parse_yes,
}  # fmt: skip

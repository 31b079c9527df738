"""Inter-coder agreement, slot by slot: Krippendorff's alpha, the share of equal pairs, and what is taken for what.

Values are compared as the codebook counts them: places and actors by id (by folded name where they have none), days by
their distance, tolls by their order. Slots and metrics are in ``agreement.csv``.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

import msgspec

from ..text.folding import fold_word
from .alphas import alpha
from .ratings import Rating
from .slots import Record

_SHOWN = 5  # confusions named a slot
NOTHING = "-"  # nothing was coded in the slot


class Agreement(msgspec.Struct):
    """Agreement in one slot over the ``units`` (events) that two or more coded.

    ``percent`` is the share of equal pairs, 0 to 1; ``confusions`` are (one value, the other, how often).
    """

    slot: str
    metric: str
    units: int
    percent: float | None
    alpha: float | None
    confusions: list[tuple[str, str, int]]


@cache
def load_metrics() -> dict[str, str]:
    """Metric by slot."""
    text = (files("marsad") / "review" / "agreement.csv").read_text(encoding="utf-8")
    return {row["slot"]: row["metric"] for row in csv.DictReader(text.splitlines())}


def measure_agreement(ratings: Mapping[str, Sequence[Rating]]) -> list[Agreement]:
    """Agreement in every slot; what the coders say of an event counts only where they all see one."""
    return [_measure(slot, metric, list(ratings.values())) for slot, metric in load_metrics().items()]


def _measure(slot: str, metric: str, units: Sequence[Sequence[Rating]]) -> Agreement:
    told = [[value for one in unit if (value := _value(slot, one)) is not None] for unit in units]
    told = [values for values in told if len(values) > 1]
    pairs = [pair for values in told for pair in combinations(values, 2)]
    equal = sum(a == b for a, b in pairs)
    confused = Counter(tuple(sorted((_name(slot, a), _name(slot, b)))) for a, b in pairs if a != b)
    numbers = told if metric == "nominal" else [[one for one in values if one != NOTHING] for values in told]
    confusions = [(a, b, count) for (a, b), count in sorted(confused.items(), key=lambda row: (-row[1], row[0]))]
    return Agreement(
        slot, metric, len(told), equal / len(pairs) if pairs else None,
        alpha([values for values in numbers if len(values) > 1], metric), confusions[:_SHOWN],
    )  # fmt: skip


def _value(slot: str, rating: Rating) -> Hashable | None:
    """What a rating says in a slot, ``NOTHING`` when it is empty; None where there is no event to say it of."""
    if slot == "event":
        return "event" if rating.record is not None else "none"
    if rating.record is None:
        return None
    found: Hashable = _READ[slot](rating.record) if slot in _READ else rating.record[slot]
    return NOTHING if found is None else found


def _place(record: Record) -> str | None:
    place = record["location"]
    if place is None:
        return None
    return str(place["gazetteer_id"] or fold_word(place["name_ar"] or place["name"] or ""))


def _actors(side: str) -> Callable[[Record], str | None]:
    def read(record: Record) -> str | None:
        names = {one["actor_id"] or fold_word(one["name_ar"]) for one in record["actors"] if one["side"] == side}
        return " + ".join(sorted(names)) or None

    return read


def _toll(outcome: str) -> Callable[[Record], int | None]:
    def read(record: Record) -> int | None:
        """Best figures, low ones where no best is told, of all groups."""
        tolls = [one for one in record["casualties"] if one["outcome"] == outcome]
        figures = [one["best"] if one["best"] is not None else one["low"] for one in tolls]
        known = [figure for figure in figures if figure is not None]
        return sum(known) if known else None

    return read


_READ: dict[str, Callable[[Record], Any]] = {
    "date": lambda record: date.fromisoformat(record["date"]).toordinal() if record["date"] else None,
    "location": _place,
    "admin1": lambda record: (record["location"] or {}).get("admin1"),
    "actors.1": _actors("1"),
    "actors.2": _actors("2"),
    "killed": _toll("killed"),
    "wounded": _toll("wounded"),
    "cause": lambda record: (record["cause"] or {}).get("category"),
    "attribution": lambda record: (record["attribution"] or {}).get("kind"),
}


def _name(slot: str, value: Any) -> str:
    return date.fromordinal(value).isoformat() if slot == "date" and value != NOTHING else str(value)

"""Gold reports: the text as received and the facts two coders agreed on, with accepted alternatives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..errors import GoldError
from .names import Names, comparable_set

Toll = int | Literal["vague"] | None
"""Sum of the best figures of an outcome; "vague" when stated without a figure, None when not stated."""

FAMILIES = {
    "Battles": "V",
    "Explosions/Remote violence": "X",
    "Violence against civilians": "C",
    "Protests": "P",
    "Riots": "R",
    "Strategic developments": "S",
}
_CORE_STRATEGIC = {
    "Arrests",
    "Agreement",
    "Looting/property destruction",
    "Disrupted weapons use",
    "Non-violent transfer of territory",
}
_KILOMETRES = {1: 10, 2: 25, 3: 60}


@dataclass(frozen=True)
class GoldDate:
    """An accepted date (ISO, None when the report gives none) and how exactly it is to be met."""

    value: str | None
    precision: str


@dataclass(frozen=True)
class GoldPlace:
    """The place: comparable names, coordinates in degrees, tolerance in kilometres, other accepted names."""

    name: str | None
    names: Names
    others: Names
    lat: float | None
    lon: float | None
    tolerance: float


@dataclass(frozen=True)
class GoldActor:
    """One actor: the name to show and every accepted name in comparable form."""

    name: str
    names: Names


@dataclass(frozen=True)
class GoldEvent:
    """The facts of one event. ``types`` and ``subs`` hold the accepted alternatives too."""

    id: str
    event_type: str
    sub_event_type: str | None
    types: frozenset[str]
    subs: frozenset[str | None]
    other_types: frozenset[str]
    dates: tuple[GoldDate, ...]
    place: GoldPlace
    country: str | None
    sides: tuple[tuple[GoldActor, ...], tuple[GoldActor, ...]]
    tolls: dict[str, Toll]
    factuality: str | None
    background: bool | None
    cause: str | None
    attribution: str | None
    optional: bool

    @property
    def core(self) -> bool:
        """Whether the event counts as core (violence, protest, or a weighty strategic development)."""
        return is_core(self.event_type, self.sub_event_type)


@dataclass(frozen=True)
class GoldReport:
    """A gold report; ``text`` as received, boilerplate included; ``digest`` changes when text or facts do."""

    id: str
    text: str
    events: tuple[GoldEvent, ...]
    outlet: str | None
    published: str | None
    url: str | None
    digest: str


def is_core(event_type: str | None, sub_event_type: str | None) -> bool:
    """Everything is core but the strategic developments that are mere activity."""
    return event_type != "Strategic developments" or sub_event_type in _CORE_STRATEGIC


def sum_toll(casualties: Iterable[dict[str, Any]] | None, outcome: str) -> Toll:
    """The toll of one outcome over all groups: a number, "vague", or None when absent."""
    figures = [item.get("best") for item in casualties or [] if item.get("outcome") == outcome]
    stated: list[int] = [figure for figure in figures if figure is not None]
    if stated:
        return sum(stated)
    return "vague" if figures else None


def load_gold(paths: Sequence[str | Path]) -> list[GoldReport]:
    """Reports of gold JSONL files, each text from ``texts/<id>.txt`` beside its file.

    Raises GoldError naming file, line and remedy.
    """
    reports: dict[str, GoldReport] = {}
    for path in map(Path, paths):
        for number, line in read_lines(path):
            where = f"{path}, line {number}"
            report = _read_report(line, path, where)
            if report.id in reports:
                raise GoldError(f"{where}: report {report.id} is already in the gold. Give it once.")
            reports[report.id] = report
    return list(reports.values())


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Numbered lines of a JSONL file, empty ones left out."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{path}: cannot be read ({error}). Give a readable UTF-8 JSONL file.") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def read_object(line: str, where: str) -> dict[str, Any]:
    """The JSON object of a line."""
    try:
        value = json.loads(line)
    except ValueError as error:
        raise GoldError(f"{where}: not valid JSON ({error}). Mend the line: one object a line.") from error
    if not isinstance(value, dict):
        raise GoldError(f"{where}: not a JSON object. Write one object a line.")
    return value


def _read_report(line: str, path: Path, where: str) -> GoldReport:
    row = read_object(line, where)
    name = row.get("id")
    if not isinstance(name, str) or not name:
        raise GoldError(f"{where}: no id. Give the report the name of its file in texts/.")
    if not isinstance(row.get("events"), list):
        raise GoldError(f"{where}: report {name} has no list of events. Write [] when nothing is codable.")
    text = _read_text(path.parent / "texts" / f"{name}.txt", where)
    return GoldReport(
        id=name,
        text=text,
        events=tuple(_read_event(event, where) for event in row["events"]),
        outlet=row.get("outlet"),
        published=row.get("published"),
        url=row.get("url"),
        digest=hashlib.sha256(f"{line}\0{text}".encode()).hexdigest(),
    )


def _read_text(path: Path, where: str) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldError(f"{where}: text {path} cannot be read ({error}). Put the UTF-8 text there.") from error


def _read_event(row: Any, where: str) -> GoldEvent:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str):
        raise GoldError(f"{where}: an event without id. Number it <report>-<n>.")
    if row.get("event_type") not in FAMILIES:
        problem = f"event {row['id']} has event_type {row.get('event_type')!r}"
        raise GoldError(f"{where}: {problem}. Choose one of: {', '.join(FAMILIES)}.")
    also_ok = row.get("also_ok") or []
    return GoldEvent(
        id=row["id"],
        event_type=row["event_type"],
        sub_event_type=row.get("sub_event_type"),
        types=frozenset([row["event_type"], *_others(row, "type_alt"), *(pair[0] for pair in also_ok)]),
        subs=frozenset([row.get("sub_event_type"), *_others(row, "sub_alt"), *(pair[1] for pair in also_ok)]),
        other_types=frozenset(_others(row, "type_alt")),
        dates=_read_dates(row),
        place=_read_place(row),
        country=row.get("country"),
        sides=(_read_side(row, "side1", where), _read_side(row, "side2", where)),
        tolls={outcome: sum_toll(row.get("casualties"), outcome) for outcome in ("killed", "wounded")},
        factuality=row.get("factuality"),
        background=row.get("background"),
        cause=row.get("cause_category") or None,
        attribution=row.get("attribution_kind") or None,
        optional=bool(row.get("optional")),
    )


def _others(row: dict[str, Any], key: str) -> list[Any]:
    """Accepted alternatives: a list, or a single value; ``null`` is an alternative when written."""
    value = row.get(key)
    if isinstance(value, list):
        return value
    return [value] if key in row else []


def _read_dates(row: dict[str, Any]) -> tuple[GoldDate, ...]:
    """The date at its own precision, then the alternatives, which are exact days."""
    first = GoldDate(row.get("date"), row.get("date_precision") or "day")
    return (first, *(GoldDate(value, "day") for value in _others(row, "date_alt")))


def _read_place(row: dict[str, Any]) -> GoldPlace:
    others: list[str] = [name for name in _others(row, "place_alt") if name]
    for item in row.get("also_place") or []:
        names = item if isinstance(item, list) else [item]
        others.extend(name for name in names if isinstance(name, str))
    return GoldPlace(
        name=row.get("place_ar"),
        names=comparable_set([row.get("place_ar"), row.get("place_en")]),
        others=comparable_set(others),
        lat=row.get("lat"),
        lon=row.get("lon"),
        tolerance=_KILOMETRES.get(row.get("precision") or 1, 10),
    )


def _read_side(row: dict[str, Any], key: str, where: str) -> tuple[GoldActor, ...]:
    actors = row.get(key) or []
    for names in actors:
        if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
            raise GoldError(f"{where}: {key} of event {row['id']} is malformed. Give each actor a list of names.")
    return tuple(GoldActor(names[0], comparable_set(names)) for names in actors)

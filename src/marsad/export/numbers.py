"""Numbers of incidents as ACLED gives them (``SYR12``): country and a count, given once and never again.

A number belongs to the event it was given for (its founder). An incident that gains members keeps its number. Of two
that are merged the lower stays, and the other is marked; when they are split again, each has its own back. What is
split off under the same number gets a new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace
from sqlalchemy import Connection

from ..store.incident_numbers import (
    NumberedEventRow,
    NumberRow,
    load_numbered_events,
    load_numbers,
    save_numbers,
)
from .tables import load_countries

_COUNTRY = 3  # letters before the count


class Counted(NamedTuple):
    """What numbering reads of an incident; ``country`` is ISO 3166 alpha-2, or None."""

    incident_id: str
    events: list[str]
    date: str | None
    country: str | None


@dataclass(slots=True)
class Register:
    """Every number ever given, by id, and the events counted under them."""

    numbers: dict[str, NumberRow] = field(default_factory=dict)
    events: dict[str, NumberedEventRow] = field(default_factory=dict)


def number_incidents(connection: Connection, incidents: Iterable[Counted]) -> dict[str, str]:
    """Numbers by incident id, new ones given and kept; ``incidents`` are all there are, not a selection of them."""
    before = Register(load_numbers(connection), load_numbered_events(connection))
    found, after = allocate(incidents, before)
    save_numbers(connection, before.numbers, after.numbers)
    save_numbers(connection, before.events, after.events)
    return found


def allocate(incidents: Iterable[Counted], register: Register) -> tuple[dict[str, str], Register]:
    """Numbers by incident id, and the register as it is afterwards; the given one is left as it was.

    An incident whose country is unknown has no number. The order of the incidents does not matter.
    """
    ordered = sorted(incidents, key=lambda one: (one.date or "9999", one.incident_id))
    after = Register(dict(register.numbers), dict(register.events))
    owners = _find_owners(ordered, register)
    counts = _count_given(register.numbers)
    found: dict[str, str] = {}
    for incident in ordered:
        own = sorted(owners.get(incident.incident_id, ()), key=_by_count)
        number = own[0] if own else _give(incident, counts)
        if number is not None:
            found[incident.incident_id] = number
            _enter(incident, number, own, after)
    return found, after


def _find_owners(incidents: Sequence[Counted], register: Register) -> dict[str, set[str]]:
    """Numbers that are an incident's own: those whose founder it holds, or any of whose events when that is gone."""
    holders = {event: incident.incident_id for incident in incidents for event in incident.events}
    owners: dict[str, set[str]] = defaultdict(set)
    taken = {number for number, row in register.numbers.items() if row.founder in holders}
    for number in taken:
        owners[holders[register.numbers[number].founder]].add(number)
    for incident in incidents:
        for event in incident.events:
            row = register.events.get(event)
            if row is not None and row.number_id not in taken:
                taken.add(row.number_id)
                owners[incident.incident_id].add(row.number_id)
    return owners


def _count_given(numbers: Iterable[str]) -> dict[str, int]:
    """The highest count given in each country."""
    counts: dict[str, int] = defaultdict(int)
    for number in numbers:
        country, count = number[:_COUNTRY], int(number[_COUNTRY:])
        counts[country] = max(counts[country], count)
    return counts


def _by_count(number: str) -> tuple[int, str]:
    return int(number[_COUNTRY:]), number


def _give(incident: Counted, counts: dict[str, int]) -> str | None:
    country = load_countries().get(incident.country or "")
    if country is None:
        return None
    counts[country.iso3] += 1
    return f"{country.iso3}{counts[country.iso3]}"


def _enter(incident: Counted, number: str, own: Sequence[str], register: Register) -> None:
    """Write in the register that the incident has the number, and which others of its own it took in."""
    mine = {number, *own}
    for event in incident.events:
        row = register.events.get(event)
        if row is None or row.number_id not in mine:
            register.events[event] = NumberedEventRow(event_id=event, number_id=number)
    for one in mine:
        register.numbers[one] = _found(one, incident, register, None if one == number else number)


def _found(number: str, incident: Counted, register: Register, merged_into: str | None) -> NumberRow:
    """The row of a number; its founder is the first of its events, where the former is no longer told."""
    known = register.numbers.get(number)
    if known is not None and known.founder in incident.events:
        return replace(known, merged_into=merged_into)
    founder = next(event for event in incident.events if register.events[event].number_id == number)
    return NumberRow(id=number, founder=founder, merged_into=merged_into)


def find_retired(incidents: Iterable[Counted], numbers: Mapping[str, NumberRow]) -> dict[str, str | None]:
    """Numbers that no longer stand for an incident: merged into another (which), or no longer told (None)."""
    told = {event for incident in incidents for event in incident.events}
    return {
        number: row.merged_into
        for number, row in sorted(numbers.items())
        if row.merged_into is not None or row.founder not in told
    }

"""Casualties of an incident: low, best and high over all tellings, and how the figures rose.

Best is the latest official figure; without one the figure that most independent origins give on the last day it was
news. What a party says of its own deed, and what is only told as background, is heard when nobody else speaks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ..model import Casualty, IncidentCasualty, Support, Telling, TollStep

_OUTCOMES = ("killed", "wounded", "captured", "abducted", "arrested", "missing", "displaced")
_NOBODY = "unknown"


class Said(NamedTuple):
    """One figure, who told it, and the number of the telling's origin."""

    toll: Casualty
    telling: Telling
    origin: int


def merge_tolls(tellings: Sequence[Telling], origins: Sequence[int], sides: dict[str, str]) -> list[IncidentCasualty]:
    """Casualties by outcome and group. ``sides`` gives the side of each group that is an actor of the incident."""
    by_outcome: defaultdict[str, list[Said]] = defaultdict(list)
    for telling, origin in zip(tellings, origins, strict=True):
        for toll in _add_parts(telling.event.casualties):
            by_outcome[toll.outcome].append(Said(toll, telling, origin))
    return [
        _merge(outcome, group, said)
        for outcome in sorted(by_outcome, key=_rank)
        for group, said in _by_group(by_outcome[outcome], sides)
    ]


def _add_parts(tolls: Sequence[Casualty]) -> list[Casualty]:
    """One toll an outcome and group: what one telling counts in parts (18 women and a man) is added up."""
    found: dict[tuple[str, str], Casualty] = {}
    for toll in tolls:
        key = toll.outcome, toll.group
        found[key] = _add(found[key], toll) if key in found else toll
    return sorted(found.values(), key=lambda toll: (_rank(toll.outcome), toll.group))


def _add(one: Casualty, other: Casualty) -> Casualty:
    def both(a: int | None, b: int | None) -> int | None:
        return a + b if a is not None and b is not None else None

    def either(a: int | None, b: int | None) -> int | None:
        return a if b is None else b if a is None else a + b

    return Casualty(
        one.outcome, one.group, _least(one) + _least(other), both(one.best, other.best), both(one.high, other.high),
        f"{one.text} … {other.text}", either(one.children, other.children), either(one.women, other.women),
    )  # fmt: skip


def _rank(outcome: str) -> tuple[int, str]:
    return (_OUTCOMES.index(outcome) if outcome in _OUTCOMES else len(_OUTCOMES)), outcome


def _by_group(said: list[Said], sides: dict[str, str]) -> list[tuple[str, list[Said]]]:
    """Figures by the group they are of. One telling calls the victims civilians, another names their organisation."""
    apart = _told_apart(said)
    found: dict[str, list[Said]] = {}
    homes: dict[str, str] = {}  # side, or the group itself, to the name of its row
    for item in sorted(said, key=lambda item: item.toll.group == _NOBODY):
        group = item.toll.group
        home = group if group in apart else sides.get(group, group)
        if group == _NOBODY and found:
            row = next(iter(found)) if len(found) == 1 else _NOBODY
        else:
            row = homes.setdefault(home, group)
        found.setdefault(row, []).append(item)
    return [(_name(row, items), items) for row, items in found.items()]


def _told_apart(said: list[Said]) -> set[str]:
    """Groups that some telling counts beside another: they stay rows of their own."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for item in said:
        groups[item.telling.event.event_id].add(item.toll.group)
    return {group for told in groups.values() if len(told) > 1 for group in told}


def _name(row: str, items: list[Said]) -> str:
    """The group that most origins name; an organisation before civilians before nobody in a tie."""
    names: defaultdict[str, set[int]] = defaultdict(set)
    for item in items:
        names[item.toll.group].add(item.origin)
    names.pop(_NOBODY, None)
    return max(names, key=lambda name: (len(names[name]), name != "civilians", name)) if names else row


def _merge(outcome: str, group: str, items: list[Said]) -> IncidentCasualty:
    lows = [_least(item.toll) for item in items]
    tops = [top for item in items if (top := _most(item.toll)) is not None]
    chosen = _choose(items)
    high = max(tops, default=None)
    return IncidentCasualty(
        outcome, group, min(lows), chosen.toll.best if chosen else None,
        high if high is not None and high >= max(lows) else None, _support(items),
        chosen.toll.children if chosen else None, chosen.toll.women if chosen else None,
    )  # fmt: skip


def _least(toll: Casualty) -> int:
    return toll.low if toll.low is not None else toll.best or 0


def _most(toll: Casualty) -> int | None:
    return toll.high if toll.high is not None else toll.best


def _choose(items: list[Said]) -> Said | None:
    """The figure that counts; None when nobody gives a number."""
    known = [item for item in items if item.toll.best is not None]
    news = [item for item in known if not item.telling.event.background] or known
    free = [item for item in news if not _is_claim(item)] or news
    if not free:
        return None
    official = [item for item in free if _kind(item) == "official"]
    last = max(_day(item) for item in official or free)
    latest = [item for item in official or free if _day(item) == last]
    backing: defaultdict[int | None, set[int]] = defaultdict(set)
    for item in latest:
        backing[item.toll.best].add(item.origin)

    def weight(item: Said) -> tuple[int, int, str]:
        return len(backing[item.toll.best]), item.toll.best or 0, item.telling.event.event_id

    return max(latest, key=weight)


def _kind(item: Said) -> str | None:
    attribution = item.telling.event.attribution
    return attribution.kind if attribution is not None else None


def _is_claim(item: Said) -> bool:
    return _kind(item) == "party-to-conflict" or item.telling.event.factuality == "claimed"


def _day(item: Said) -> str:
    return (item.telling.published or "")[:10]


def _support(items: list[Said]) -> list[Support]:
    """Every different figure with the events that give it."""
    found: dict[tuple[int | None, int | None, int | None], list[str]] = {}
    for item in items:
        figures = found.setdefault((item.toll.low, item.toll.best, item.toll.high), [])
        if item.telling.event.event_id not in figures:
            figures.append(item.telling.event.event_id)
    return [Support(dict(zip(("low", "best", "high"), key, strict=True)), ids) for key, ids in found.items()]


def find_timeline(tellings: Sequence[Telling]) -> list[TollStep]:
    """Every figure as it was told, the first published first."""
    return [
        TollStep(
            telling.published, telling.event.event_id, telling.outlet,
            telling.event.attribution.source if telling.event.attribution else None,
            toll.outcome, toll.group, toll.low, toll.best, toll.high,
        )
        for telling in tellings
        for toll in _add_parts(telling.event.casualties)
    ]

"""What went wrong, kind by kind, with the case: the list one reads to mend the coder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from .gold import GoldActor, GoldEvent
from .matches import Pair, ReportMatch
from .predictions import CodedActor, CodedEvent
from .scores import Mistake

_GOLD_VALUE: dict[str, Callable[[GoldEvent], object]] = {
    "type": lambda event: event.event_type,
    "sub": lambda event: event.sub_event_type,
    "date": lambda event: event.dates[0].value,
    "place": lambda event: event.place.name,
    "killed": lambda event: event.tolls["killed"],
    "wounded": lambda event: event.tolls["wounded"],
    "factuality": lambda event: event.factuality,
    "background": lambda event: event.background,
    "cause": lambda event: event.cause,
    "attribution": lambda event: event.attribution,
}
_CODED_VALUE: dict[str, Callable[[CodedEvent], object]] = {
    "type": lambda event: event.event_type,
    "sub": lambda event: event.sub_event_type,
    "date": lambda event: event.date,
    "place": lambda event: event.place,
    "killed": lambda event: event.tolls["killed"],
    "wounded": lambda event: event.tolls["wounded"],
    "factuality": lambda event: event.factuality,
    "background": lambda event: event.background,
    "cause": lambda event: event.cause,
    "attribution": lambda event: event.attribution,
}
# Confusions of these are counted value by value; the others under the sub-type of the event.
_CLOSED = {"type", "sub", "factuality", "background", "cause", "attribution"}


def find_mistakes(match: ReportMatch) -> list[Mistake]:
    """All mistakes of one report; optional gold events that were not found are none."""
    found = [mistake for pair in match.pairs for mistake in _pair_mistakes(pair, match.report.id)]
    for missed in match.missed:
        if not missed.optional:
            found.append(_missed(missed, match.report.id))
    found.extend(_extra(event, match.report.id) for event in match.extra)
    return found


def count_mistakes(mistakes: Iterable[Mistake], kind: str) -> list[tuple[str, int]]:
    """Labels of one kind with their numbers, most frequent first, then by name."""
    counts = Counter(mistake.label for mistake in mistakes if mistake.kind == kind)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def mistake_kinds(mistakes: Iterable[Mistake]) -> list[tuple[str, int]]:
    """Kinds with their numbers, most frequent first, then by name."""
    counts = Counter(mistake.kind for mistake in mistakes)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _pair_mistakes(pair: Pair, report_id: str) -> Iterator[Mistake]:
    sub = pair.gold.sub_event_type or "none"
    for name, right in pair.fields.items():
        if not right:
            expected, got = _show(_GOLD_VALUE[name](pair.gold)), _show(_CODED_VALUE[name](pair.coded))
            label = f"{expected} → {got}" if name in _CLOSED else sub
            yield Mistake(name, label, report_id, pair.gold.id, expected, got)
    if pair.actors.exact:
        return
    kind = "side-swap" if pair.swapped else "actors"
    yield Mistake(kind, sub, report_id, pair.gold.id, _show_sides(pair.gold.sides), _show_sides(pair.coded.sides))


def _missed(event: GoldEvent, report_id: str) -> Mistake:
    what = f"{event.event_type} · {event.dates[0].value} · {event.place.name} · {_show_sides(event.sides)}"
    return Mistake("missed", event.sub_event_type or "none", report_id, event.id, what, "")


def _extra(event: CodedEvent, report_id: str) -> Mistake:
    what = f"{event.event_type} · {event.date} · {event.place} · {_show_sides(event.sides)}"
    return Mistake("extra", event.sub_event_type or "none", report_id, None, "", what)


def _show(value: object) -> str:
    return "none" if value is None else str(value)


def _show_sides(sides: Sequence[Sequence[GoldActor | CodedActor]]) -> str:
    return " / ".join("، ".join(actor.name for actor in side) or "none" for side in sides)

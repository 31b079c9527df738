"""Which coded event tells which gold event: greedy, best pair first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import comparisons
from .comparisons import ActorHits
from .gold import GoldEvent, GoldReport
from .predictions import CodedEvent, Prediction, count_spans, read_coded


@dataclass(frozen=True)
class Pair:
    """A gold event and the coded event that tells it; ``fields`` says which fields are right."""

    gold: GoldEvent
    coded: CodedEvent
    actors: ActorHits
    fields: dict[str, bool]
    swapped: bool

    @property
    def strict(self) -> bool:
        """Type, date, place and every actor right, none too many."""
        return self.actors.exact and all(self.fields[name] for name in ("type", "date", "place"))


@dataclass(frozen=True)
class ReportMatch:
    """One report scored: pairs (best first), gold events missed, coded events too many."""

    report: GoldReport
    answered: bool
    coded: list[CodedEvent]
    pairs: list[Pair]
    missed: list[GoldEvent]
    extra: list[CodedEvent]
    bad_spans: int
    spans: int


def match_report(report: GoldReport, prediction: Prediction | None) -> ReportMatch:
    """Pair the coded events of a report with its gold events."""
    coded = [read_coded(event) for event in (prediction or {}).get("events") or []]
    indices = match_events(report.events, coded)
    taken_gold, taken_coded = {i for i, _ in indices}, {j for _, j in indices}
    bad, spans = count_spans(prediction or {})
    return ReportMatch(
        report=report,
        answered=prediction is not None,
        coded=coded,
        pairs=[_compare(report.events[i], coded[j]) for i, j in indices],
        missed=[event for i, event in enumerate(report.events) if i not in taken_gold],
        extra=[event for j, event in enumerate(coded) if j not in taken_coded],
        bad_spans=bad,
        spans=spans,
    )


def match_events(golds: Sequence[GoldEvent], coded: Sequence[CodedEvent]) -> list[tuple[int, int]]:
    """(gold, coded) index pairs; of equal weights the later events pair first, as in the reference scorer."""
    weights = [(likeness(g, e), i, j) for i, g in enumerate(golds) for j, e in enumerate(coded)]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for weight, i, j in sorted(weights, reverse=True):
        if weight > 0 and i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return list(pairs.items())


def likeness(gold: GoldEvent, coded: CodedEvent) -> float:
    """How much a coded event looks like a gold one; 0 when only the type speaks for it."""
    nearness = comparisons.type_nearness(gold, coded)
    if not nearness:
        return 0.0
    hits, wanted, given = comparisons.actor_hits(gold, coded)
    share = hits / max(wanted, given, 1)
    place, day = comparisons.place_right(gold, coded), comparisons.date_right(gold, coded)
    if not (place or hits or (day and nearness == 1.0 and gold.dates[0].value)):
        return 0.0
    return 2 * nearness + comparisons.sub_right(gold, coded) + 2 * place + day + 2 * share


def _compare(gold: GoldEvent, coded: CodedEvent) -> Pair:
    fields = {
        "type": comparisons.type_right(gold, coded),
        "sub": comparisons.sub_right(gold, coded),
        "date": comparisons.date_right(gold, coded),
        "place": comparisons.place_right(gold, coded),
        **comparisons.optional_fields(gold, coded),
    }
    straight, swapped = comparisons.straight_hits(gold, coded), comparisons.swapped_hits(gold, coded)
    turned = gold.event_type != "Battles" and swapped.hits > straight.hits
    return Pair(gold, coded, comparisons.actor_hits(gold, coded), fields, turned)

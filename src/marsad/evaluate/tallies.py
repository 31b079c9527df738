"""Scores from matched reports: the figures of the reference scorer, breakdowns and calibration."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence

from .gold import GoldEvent, GoldReport
from .matches import Pair, ReportMatch, match_report
from .mistakes import find_mistakes
from .predictions import CodedEvent, Prediction
from .scores import COUNTS, SLOTS, Bin, Calibration, Counts, Group, ReportLine, Scores, Slot

_BINS = 10
_LENGTHS = ((500, "0-499"), (750, "500-749"), (1000, "750-999"), (2000, "1000-1999"))
_LONGEST = "2000-"


def score(golds: Sequence[GoldReport], predictions: Mapping[str, Prediction]) -> Scores:
    """Score predictions (by gold id) against gold reports; a report without prediction counts as missing."""
    ordered = sorted(golds, key=lambda report: report.id)
    matches = [match_report(report, predictions.get(report.id)) for report in ordered]
    quiet = [match for match in matches if not match.report.events]
    return Scores(
        gold=hashlib.sha256("".join(report.digest for report in ordered).encode()).hexdigest(),
        reports=len(matches),
        missing=sum(not match.answered for match in matches),
        counts={name: _count(name, matches) for name in COUNTS},
        slots=_tally_slots(matches),
        false_alarms=sum(any(event.core for event in match.coded) for match in quiet),
        no_event_reports=len(quiet),
        bad_spans=sum(match.bad_spans for match in matches),
        spans=sum(match.spans for match in matches),
        groups=_tally_groups(matches),
        mistakes=[mistake for match in matches for mistake in find_mistakes(match)],
        calibration=_calibrations(matches),
        per_report=[_report_line(match) for match in matches],
    )


def _count(name: str, matches: Sequence[ReportMatch]) -> Counts:
    """One of the five counts. An optional gold event counts only when found."""
    if name == "actors":
        return _count_actors(matches)
    if name == "strict":
        return _count_strict(matches)
    keep: Callable[[GoldEvent | CodedEvent], bool] = {
        "core": lambda event: event.core,
        "act": lambda event: not event.core,
        "all": lambda event: True,
    }[name]
    counts = Counts()
    for match in matches:
        hits = sum(keep(pair.gold) for pair in match.pairs)
        missed = sum(keep(event) for event in match.missed if not event.optional)
        counts.add(hits, hits + missed, hits + sum(keep(event) for event in match.extra))
    return counts


def _count_strict(matches: Sequence[ReportMatch]) -> Counts:
    """Core events wholly right; predicted are the events that are core as coded."""
    counts = Counts(gold=_count("core", matches).gold)
    for match in matches:
        right = sum(pair.strict for pair in match.pairs if pair.gold.core)
        counts.add(right, 0, sum(event.core for event in match.coded))
    return counts


def _count_actors(matches: Sequence[ReportMatch]) -> Counts:
    counts = Counts()
    for match in matches:
        for pair in match.pairs:
            counts.add(*pair.actors)
        for missed in match.missed:
            if not missed.optional:
                counts.add(0, sum(map(len, missed.sides)), 0)
        for extra in match.extra:
            counts.add(0, 0, sum(map(len, extra.sides)))
    return counts


def _tally_slots(matches: Sequence[ReportMatch]) -> dict[str, Slot]:
    slots = {name: Slot() for name in SLOTS}
    for match in matches:
        for pair in match.pairs:
            for name, right in pair.fields.items():
                slots[name].right += right
                slots[name].total += 1
    return slots


def _tally_groups(matches: Sequence[ReportMatch]) -> dict[str, dict[str, Group]]:
    """Breakdowns. A pair belongs to the group of its gold event, an extra event to its own."""
    groups: dict[str, dict[str, Group]] = {name: {} for name in ("event_type", "sub_event_type", "country", "length")}
    for match in matches:
        for pair in match.pairs:
            for group in _groups_of(groups, pair.gold, match.report):
                _add_pair(group, pair)
        for missed in match.missed:
            if not missed.optional:
                for group in _groups_of(groups, missed, match.report):
                    group.events.add(0, 1, 0)
                    group.actors.add(0, sum(map(len, missed.sides)), 0)
        for extra in match.extra:
            for group in _groups_of(groups, extra, match.report):
                group.events.add(0, 0, 1)
                group.actors.add(0, 0, sum(map(len, extra.sides)))
    return {name: dict(sorted(members.items(), key=_group_order)) for name, members in groups.items()}


def _groups_of(
    groups: dict[str, dict[str, Group]], event: GoldEvent | CodedEvent, report: GoldReport
) -> Iterator[Group]:
    keys = {
        "event_type": event.event_type or "none",
        "sub_event_type": event.sub_event_type or "none",
        "country": event.country or "none",
        "length": length_band(report.text),
    }
    for name, key in keys.items():
        yield groups[name].setdefault(key, Group())


def length_band(text: str) -> str:
    """Band of a report's length in code points."""
    return next((band for limit, band in _LENGTHS if len(text) < limit), _LONGEST)


def _group_order(item: tuple[str, Group]) -> tuple[int, str]:
    """Lengths by their number, the other groups by name."""
    first = item[0].split("-")[0]
    return (int(first) if first.isdecimal() else 0, item[0])


def _add_pair(group: Group, pair: Pair) -> None:
    group.events.add(1, 1, 1)
    group.actors.add(*pair.actors)
    group.strict += pair.strict
    for slot, name in ((group.date, "date"), (group.place, "place")):
        slot.right += pair.fields[name]
        slot.total += 1


def _calibrations(matches: Sequence[ReportMatch]) -> dict[str, Calibration]:
    """Calibration when right means the right type, and when it means strictly right."""
    by_type: list[tuple[float, bool]] = []
    by_strict: list[tuple[float, bool]] = []
    for match in matches:
        for pair in match.pairs:
            if pair.coded.confidence is not None:
                by_type.append((pair.coded.confidence, pair.fields["type"]))
                by_strict.append((pair.coded.confidence, pair.strict))
        wrong = [(event.confidence, False) for event in match.extra if event.confidence is not None]
        by_type += wrong
        by_strict += wrong
    return {"type": calibrate(by_type), "strict": calibrate(by_strict)}


def calibrate(cases: Sequence[tuple[float, bool]]) -> Calibration:
    """Reliability of (confidence, right) cases; the error is the mean gap, weighted by events."""
    bins: list[Bin] = []
    for number in range(_BINS):
        inside = [case for case in cases if min(max(int(case[0] * _BINS), 0), _BINS - 1) == number]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = sum(ok for _, ok in inside) / len(inside)
            bins.append(Bin(number / _BINS, (number + 1) / _BINS, len(inside), mean, right))
    gaps = sum(b.events * abs(b.right - b.confidence) for b in bins)
    return Calibration(bins, gaps / len(cases) if cases else None)


def _report_line(match: ReportMatch) -> ReportLine:
    return ReportLine(
        id=match.report.id,
        hits=[_flags(pair) for pair in match.pairs],
        missed=[f"{event.id}:{event.sub_event_type or ''}" for event in match.missed],
        extra=[f"{event.sub_event_type}@{event.place}" for event in match.extra],
        answered=match.answered,
    )


def _flags(pair: Pair) -> str:
    """``a01-1~TSDp1/2/2``: capital = right (type, sub, date, place), then actors hit/gold/coded."""
    names = ("type", "sub", "date", "place")
    letters = "".join(name[0].upper() if pair.fields[name] else name[0] for name in names)
    return f"{pair.gold.id}~{letters}{'/'.join(map(str, pair.actors))}"

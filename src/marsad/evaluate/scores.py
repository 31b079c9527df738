"""The result of an evaluation: records that go to JSON and back, and the lines the reference scorer prints."""

from __future__ import annotations

import msgspec

COUNTS = ("core", "act", "all", "strict", "actors")
SLOTS = ("type", "sub", "date", "place", "killed", "wounded", "factuality", "background", "cause", "attribution")
LOWER_IS_BETTER = frozenset(
    {"missing", "false_alarms", "bad_spans", "side_swaps", "ece_type", "ece_strict", "contradictions"}
)


class Counts(msgspec.Struct):
    """Hits, gold and predicted; precision ``p``, recall ``r`` and ``f1`` follow, 0 where undefined."""

    hits: int = 0
    gold: int = 0
    predicted: int = 0

    def add(self, hits: int, gold: int, predicted: int) -> None:
        """Add to the three numbers."""
        self.hits += hits
        self.gold += gold
        self.predicted += predicted

    @property
    def p(self) -> float:
        """Precision."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def r(self) -> float:
        """Recall."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.p * self.r / (self.p + self.r) if self.p + self.r else 0.0


class Slot(msgspec.Struct):
    """A field over the matched events that have it: right of total."""

    right: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """Right over total, 0 when there is nothing to get right."""
        return self.right / self.total if self.total else 0.0


class Group(msgspec.Struct):
    """Scores of one event type, country or report length; ``strict`` = fully right pairs."""

    events: Counts = msgspec.field(default_factory=Counts)
    actors: Counts = msgspec.field(default_factory=Counts)
    date: Slot = msgspec.field(default_factory=Slot)
    place: Slot = msgspec.field(default_factory=Slot)
    strict: int = 0


class Mistake(msgspec.Struct):
    """One error. ``kind``: missed, extra, side-swap, actors, or the name of a field.

    ``label`` is what it is counted under (a sub-type, or "gold → coded").
    """

    kind: str
    label: str
    report_id: str
    event_id: str | None
    expected: str
    got: str


class Bin(msgspec.Struct):
    """Events with a confidence in one tenth: how many, mean confidence, share that is right."""

    low: float
    high: float
    events: int
    confidence: float
    right: float


class Calibration(msgspec.Struct):
    """Reliability table (10 bins, empty ones left out) and expected calibration error, None without events."""

    bins: list[Bin]
    error: float | None


class ReportLine(msgspec.Struct):
    """One report: hits as ``id~TSDP2/2/2`` (small letter = wrong), gold events missed, events too many."""

    id: str
    hits: list[str]
    missed: list[str]
    extra: list[str]
    answered: bool

    def text(self) -> str:
        """The line the reference scorer prints with ``--per-report``."""
        return f"{self.id} hit {' '.join(self.hits)} | missed {self.missed} | extra {self.extra}"


class Scores(msgspec.Struct):
    """All figures of one evaluation; ``gold`` is the digest of the gold reports it was made on."""

    gold: str
    reports: int
    missing: int
    counts: dict[str, Counts]
    slots: dict[str, Slot]
    false_alarms: int
    no_event_reports: int
    bad_spans: int
    spans: int
    groups: dict[str, dict[str, Group]]
    mistakes: list[Mistake]
    calibration: dict[str, Calibration]
    per_report: list[ReportLine]
    failures: dict[str, str] = {}


def metrics(scores: Scores) -> dict[str, float]:
    """Every figure by name (``core_f1``, ``date``, ``false_alarms`` …); fields without cases are left out."""
    values: dict[str, float] = {}
    for name, counts in scores.counts.items():
        values |= {f"{name}_p": counts.p, f"{name}_r": counts.r, f"{name}_f1": counts.f1}
    values |= {name: slot.share for name, slot in scores.slots.items() if slot.total}
    values |= {
        "missing": scores.missing,
        "false_alarms": scores.false_alarms,
        "bad_spans": scores.bad_spans,
        "side_swaps": sum(mistake.kind == "side-swap" for mistake in scores.mistakes),
    }
    for name, calibration in scores.calibration.items():
        if calibration.error is not None:
            values[f"ece_{name}"] = calibration.error
    return values


def scorer_lines(scores: Scores, per_report: bool = False) -> list[str]:
    """Exactly the lines of the reference scorer ``score.py``; the last one is the summary."""
    lines = [line.text() for line in scores.per_report] if per_report else []
    lines.append(f"reports {scores.reports} (no output for {scores.missing})")
    for name, counts in scores.counts.items():
        figures = f"P {counts.p:.3f} R {counts.r:.3f} F1 {counts.f1:.3f}"
        numbers = f"(hits {counts.hits}, gold {counts.gold}, predicted {counts.predicted})"
        lines.append(f"{name:7s} {figures}   {numbers}")
    for name, slot in scores.slots.items():
        lines.append(f"{name:12s} {slot.right}/{slot.total} = {slot.share:.3f}" if slot.total else f"{name:12s} n/a")
    alarms = f"no-event reports with a false core event: {scores.false_alarms}/{scores.no_event_reports}"
    lines.append(f"{alarms}; bad evidence spans: {scores.bad_spans}/{scores.spans}")
    lines.append(summary_line(scores))
    return lines


def summary_line(scores: Scores) -> str:
    """One line with the figures that decide, in the form of the reference scorer's last line."""
    counts, slots = scores.counts, scores.slots
    return (
        f"core F1 {counts['core'].f1:.3f} strict F1 {counts['strict'].f1:.3f} activity F1 {counts['act'].f1:.3f} "
        f"actors F1 {counts['actors'].f1:.3f} date {slots['date'].share:.3f} place {slots['place'].share:.3f} "
        f"killed {slots['killed'].share:.3f} false alarms {scores.false_alarms}/{scores.no_event_reports}"
    )

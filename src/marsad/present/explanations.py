"""How a report was read, sentence by sentence: for ``marsad explain``.

Everything shown comes from the run itself (``Coding``): nothing is read a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..coding.confidences import load_weights
from ..coding.protos import Proto
from ..coding.sentences import Sentence
from ..find.dates import DateMention
from ..find.numbers import NumberMention
from ..find.parties import Party
from ..find.places import PlaceMention
from ..find.predicates import Predicate
from ..model import Event, Report
from ..pipeline import Coded, Coding
from ..resolve.dates import resolve_date
from .screens import safe
from .wordings import rows_of, where

_HEAVY = 6  # traits shown of an event
_REASONS = {
    "negated": "negated: it did not happen",
    "planned": "a plan or the future",
    "hypothetical": "a hypothesis, a fear or a possibility",
    "demanded": "a demand, a call, a reason given or a threat",
    "habit": "a habit or a general state, no single happening",
    "tally": "a tally over a period, no single happening",
    "anchor": "only an anchor in time (since ...)",
    "relative": "describes somebody or something, tells no happening",
    "question": "a question",
    "fiction": "a story, a film, sport or a figure of speech",
    "attempt": "an attempt only",
    "purpose": "a purpose, not a deed",
    "history": "long before",
}


def explain_report(coded: Coded, only: int | None = None) -> str:
    """The account as plain text; ``only`` a sentence number from 1."""
    coding = coded.coding
    assert coding is not None, "code the report with explain=True"
    lines = list(_head(coded.report))
    for sentence in coding.sentences:
        if only is None or sentence.number == only - 1:
            lines += ["", *_sentence(sentence, coding, coded)]
    if only is None:
        lines += ["", *_events(coded), *_dropped(coding)]
    return "\n".join(lines) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield f"Report {report.external_id or report.id[:12]}"
    for name in ("title", "outlet", "byline", "dateline", "published", "lang"):
        value = getattr(report, name)
        if value:
            yield f"  {name:<10}{safe(value)}"
    for warning in report.warnings:
        yield f"  {'warning':<10}{safe(warning)}"


def _sentence(s: Sentence, coding: Coding, coded: Coded) -> Iterator[str]:
    yield f"Sentence {s.number + 1} (paragraph {s.paragraph + 1}, words {s.first} to {s.last - 1})"
    yield f"  {safe(s.words.raw(s.first, s.last - 1))}"
    yield from _block("tokens", [_tokens(s)])
    yield from _block("places", [_place(s, m) for m in s.places])
    yield from _block("sites", [f"{_raw(s, m.first, m.last)}: {m.kind}" for m in s.sites])
    yield from _block("dates", [_date(s, m, coded.report) for m in s.dates])
    yield from _block("numbers", [_number(s, m) for m in s.numbers])
    yield from _block("parties", [_party(s, p) for p in s.parties])
    yield from _block("scope", [f"{s.words.words[i]} ({i}): {key}" for i, key in sorted(s.scope.items())])
    yield from _block("rules", [_predicate(s, p, coding, coded) for p in s.predicates])


def _block(name: str, rows: list[str]) -> Iterator[str]:
    for at, row in enumerate(rows):
        yield f"  {name if at == 0 else '':<9}{safe(row)}"


def _raw(s: Sentence, first: int, last: int) -> str:
    return s.words.raw(first, last)


def _tokens(s: Sentence) -> str:
    """Folded words with their numbers; a bar where a clause begins."""
    starts = set(s.starts[1:])
    return " ".join(f"{'| ' if i in starts else ''}{i}:{s.words.words[i]}" for i in range(s.first, s.last))


def _place(s: Sentence, m: PlaceMention) -> str:
    facts = [f"kind word {m.kind_cue}" if m.kind_cue else "", f"after {m.preposition}" if m.preposition else ""]
    facts += ["near it" if m.near else "", f"only {m.role}" if m.role else "", f"{len(m.candidates)} of that name"]
    found = where(m.location) if m.location is not None else "not resolved"
    id_ = f" [{m.location.gazetteer_id}]" if m.location is not None and m.location.gazetteer_id else ""
    return f"{_raw(s, m.first, m.last)} → {found}{id_} ({', '.join(fact for fact in facts if fact)})"


def _date(s: Sentence, m: DateMention, report: Report) -> str:
    published = date.fromisoformat(report.published[:10]) if report.published else None
    found = resolve_date(m, published)
    span = f" to {found.date_end}" if found.date_end else ""
    value = f"{found.date}{span} ({found.precision})" if found.date else "no day of its own"
    return f"{_raw(s, m.first, m.last)} → {value} ({m.kind}{', dates no event' if not m.dates else ''})"


def _number(s: Sentence, m: NumberMention) -> str:
    bounds = f"low {m.low}, best {m.best}, high {m.high}"
    return f"{_raw(s, m.first, m.last)} → {bounds} ({m.kind}{'' if m.counts else ', counts nobody'})"


def _party(s: Sentence, p: Party) -> str:
    entries = "; ".join(
        f"{e.name_en or e.name_ar} [{e.id}]" if e.id else f"{e.name_ar} [not in the registry]" for e in p.entries
    )
    count = f", count low {p.low} best {p.best}" if p.low is not None or p.best is not None else ""
    kind = f"{p.category}{f', {p.strength} name' if p.entries else ''}{count}"
    return f"{_raw(s, p.first, p.last)} → {entries or 'nobody named'} ({kind})"


def _predicate(s: Sentence, p: Predicate, coding: Coding, coded: Coded) -> str:
    word = _raw(s, p.at, p.last)
    if p.frame is None:
        return f"{word}: {p.kind}{f' ({p.role})' if p.role and p.role != p.kind else ''}, supports other words"
    head = f"{word}: rule {p.frame.id} → {p.frame.act.type} / {p.frame.act.sub} ({p.part}, {p.voice})"
    reason = next((why for q, why in coding.discarded if q is p), None)
    if reason is not None:
        return f"{head}; discarded: {_REASONS.get(reason, reason)}"
    dropped = next((why for proto, why in coding.dropped if any(q is p for q in proto.preds)), None)
    if dropped is not None:
        return f"{head}; dropped: {dropped}"
    return head + _announces(s, p, coded)


def _announces(s: Sentence, p: Predicate, coded: Coded) -> str:
    start, end = s.words.span(p.at, p.last)
    for number, event in enumerate(coded.events, 1):
        if any(e.field == "event_type" and e.start < end and start < e.end for e in event.evidence):
            return f"; announces event {number}"
    return "; tells more of an event or only how it was done"


def _events(coded: Coded) -> Iterator[str]:
    yield f"Events: {len(coded.events)}"
    for number, event in enumerate(coded.events, 1):
        yield f"  {number}. {event.event_id}"
        for row in rows_of(event, coded.report):
            yield f"     {row.name:<10}{safe(row.coded)}{f'  ⟵ {safe(row.words)}' if row.words else ''}"
        yield f"     {'rules':<10}{', '.join(event.coder.rules) if event.coder else ''}"
        yield f"     {'weights':<10}{_sureness(event, coded)}"
        yield from _links(event, coded.events)
        for e in event.evidence:
            yield f"     {'evidence':<10}{e.field} [{e.start}:{e.end}] {safe(e.text)}"


def _sureness(event: Event, coded: Coded) -> str:
    """The traits that weigh most in the confidence of an event, with their weights."""
    traits = coded.coding.traits.get(event.event_id, []) if coded.coding is not None else []
    weights = load_weights()
    heavy = sorted((t for t in traits if t in weights), key=lambda t: -abs(weights[t]))[:_HEAVY]
    return f"{event.confidence:.2f}: " + ", ".join(f"{trait} {weights[trait]:+.2f}" for trait in heavy)


def _links(event: Event, events: list[Event]) -> Iterator[str]:
    numbers = {other.event_id: n for n, other in enumerate(events, 1)}
    for link in event.related:
        yield f"     {'related':<10}{link.relation} event {numbers.get(link.event_id, link.event_id)}"


def _dropped(coding: Coding) -> Iterator[str]:
    if coding.dropped or coding.doubted:
        yield "Dropped after reading the whole report"
    for proto, why in coding.dropped:
        yield f"  {safe(_told(proto))}: {why}"
    for event in coding.doubted:
        words = next((e.text for e in event.evidence if e.field == "event_type"), "")
        yield f"  {safe(words)} ({event.event_type}): too unsure, confidence {event.confidence:.2f}"


def _told(proto: Proto) -> str:
    p = proto.predicate
    return f"sentence {proto.sentence.number + 1}, {_raw(proto.sentence, p.at, p.last)} ({p.act.id})"

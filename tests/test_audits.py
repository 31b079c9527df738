"""Audits: what must never change what is coded. Names on the other side, a denial before, another order, a cut.

Each is a property over sentences and reports whose wording the rules know, so that what fails is the property.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from functools import cache

import pytest

from conftest import ROOT
from marsad.evaluate import load_gold
from marsad.evaluate.gold import GoldReport
from marsad.lexicon.actors import load_registry
from marsad.lexicon.acts import load_frames
from marsad.model import Actor, Event
from marsad.pipeline import code_report
from marsad.text.folding import fold_word

PUBLISHED = "2024-06-05"
SETS = ("gold_a", "gold_b", "gold_open", "gold_open2", "gold_open_region2")
DENIALS = (
    "نفى مصدر أمني أن {}.",
    "نفت المصادر صحة الأنباء التي تحدثت عن أن {}.",
    "لا صحة لما نشر عن أن {}.",
    "لا أساس لما قيل من أن {}.",
)
NEGATIONS = ("لم ترد أنباء عن {}.", "دون وقوع {}.", "لم تشهد المنطقة {}.", "لم يسجل الناشطون {}.", "بدون {}.")
HAPPENINGS = (
    "اشتباكات بين قوات النظام وهيئة تحرير الشام في سرمين أمس",
    "قصف على بلدة كفرنبل أمس",
    "انفجار في مدينة الباب اليوم",
    "هجوم على حاجز للفرقة الرابعة في طفس أمس",
    "اعتقالات في بلدة محجة اليوم",
    "غارات روسية على جسر الشغور أمس",
    "مقتل عناصر من قسد في الشحيل أمس",
    "مظاهرة في السويداء اليوم",
    "عملية اغتيال لعنصر من الأمن العام في نوى أمس",
    "اختطاف مدنيين في عفرين أمس",
)
ORGANISED = ("state-forces", "rebel", "political-militia", "identity-militia", "external-forces")


def events_of(text: str, report: GoldReport | None = None) -> list[Event]:
    if report is None:
        return code_report(text, published=PUBLISHED).events
    return code_report(text, published=report.published, outlet=report.outlet).events


@cache
def sentences() -> list[str]:
    return [sentence.rstrip(".") for frame in load_frames() for sentence in frame.examples]


@cache
def reports() -> list[GoldReport]:
    return [report for name in SETS for report in load_gold([ROOT / f"tests/gold/{name}.jsonl"])]


@pytest.mark.parametrize("denial", DENIALS)
def test_a_denied_sentence_asserts_nothing(denial: str) -> None:
    assert len(sentences()) > 100
    asserted = [s for s in sentences() if any(e.factuality != "denied" for e in events_of(denial.format(s)))]
    assert asserted == []


@pytest.mark.parametrize("negation", NEGATIONS)
def test_a_negated_happening_asserts_nothing(negation: str) -> None:
    for happening in HAPPENINGS:
        assert events_of(happening + "."), happening
        told = [e for e in events_of(negation.format(happening)) if e.factuality != "denied"]
        assert told == [], negation.format(happening)


def is_name(actor: Actor) -> bool:
    """A name that means one organisation wherever it stands, not a word like الميليشيا that needs its report."""
    if not actor.actor_id or actor.kind not in ORGANISED:
        return False
    first, *rest = fold_word(actor.mention).split()
    return any(words == tuple(rest) and how == "strong" for words, _, how in load_registry().names.get(first, ()))


def rivals(events: list[Event], text: str) -> tuple[str, str] | None:
    """Two organisations on two sides of one event, each named once in the report."""
    for event in events:
        sides = [[a.mention for a in event.actors if a.side == side and is_name(a)] for side in ("1", "2")]
        for one, other in zip(*sides, strict=False):
            if one not in other and other not in one and text.count(one) == text.count(other) == 1:
                return one, other
    return None


def test_swapping_the_names_of_two_sides_changes_neither_type_nor_factuality() -> None:
    tried, changed = 0, []
    for report in reports():
        coded = code_report(report.text, published=report.published, outlet=report.outlet)
        text = coded.report.text
        pair = rivals(coded.events, text)
        if pair is None:
            continue
        tried += 1
        swapped = text.replace(pair[0], "\0").replace(pair[1], pair[0]).replace("\0", pair[1])
        told = [Counter((e.event_type, e.factuality) for e in es) for es in (coded.events, events_of(swapped, report))]
        if told[0] != told[1]:
            changed.append((report.id, pair))
    assert tried >= 15
    assert changed == []


def fingerprint(events: list[Event]) -> list[tuple[str, str, str | None, str | None]]:
    return sorted((e.event_type, e.sub_event_type, e.date, e.location and e.location.name_en) for e in events)


def stands_alone(sentence: str) -> bool:
    """Whether it is one Syrian event with its own day, town and parties, so that it needs no neighbour."""
    events = events_of(sentence + ".")
    if len(events) != 1:
        return False
    event, place = events[0], events[0].location
    return bool(event.date and place and place.country == "SY" and place.precision == 1 and event.actors)


def test_the_order_of_independent_sentences_does_not_matter() -> None:
    alone = [sentence for sentence in sentences() if stands_alone(sentence)]
    assert len(alone) > 60
    chance = random.Random(7)
    for _ in range(60):
        chosen = [sentence + "." for sentence in chance.sample(alone, 3)]
        one = fingerprint(events_of("\n\n".join(chosen)))
        other = fingerprint(events_of("\n\n".join([chosen[2], *chosen[:2]])))
        assert one == other, chosen


def trigger(event: Event) -> str:
    """The words that tell the event: its type may hang on who is named elsewhere."""
    return next(e.text for e in event.evidence if e.field == "event_type")


def test_a_report_cut_in_two_invents_nothing() -> None:
    invented, halves = [], 0
    for report in reports():
        coded = code_report(report.text, published=report.published, outlet=report.outlet)
        text = coded.report.text
        stops = [m.end() for m in re.finditer(r"[.!؟]\s|\n", text)]
        if not stops:
            continue
        cut = stops[len(stops) // 2]
        types, words = {event.event_type for event in coded.events}, {trigger(event) for event in coded.events}
        for half in (text[:cut], text[cut:]):
            halves += 1
            told = [e for e in events_of(half, report) if e.event_type not in types and trigger(e) not in words]
            invented += [(report.id, e.event_type) for e in told]
    assert halves > 150
    assert len(invented) <= halves // 100, invented

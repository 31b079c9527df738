"""Who says so: corpus/sources.yaml, speaker phrases, and what covers what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from marsad.coding.source_words import kind_of_source
from marsad.model import Event
from marsad.pipeline import code_report
from marsad.text.folding import fold_word
from shares import assert_large, assert_share

DATA = YAML(typ="safe", pure=False).load(
    (Path(__file__).parent / "corpus" / "sources.yaml").read_text(encoding="utf-8")
)
CASES: list[dict[str, Any]] = DATA["cases"]
SHARE = 0.93


def _event(case: dict[str, Any]) -> Event | None:
    events = code_report(case["text"], published=DATA["published"], outlet="outlet").events
    number = case.get("event", 0)
    return events[number] if number < len(events) else None


def _problem(case: dict[str, Any]) -> str | None:
    """None when the case holds, else what differs."""
    event = _event(case)
    if event is None or event.attribution is None:
        return "no event"
    told = event.attribution
    if told.kind != case["kind"]:
        return f"kind {told.kind} ({told.source}) for {case['kind']}"
    if "source" in case and told.source != case["source"]:
        return f"source {told.source!r} for {case['source']!r}"
    if "fact" in case and event.factuality != case["fact"]:
        return f"factuality {event.factuality} for {case['fact']}"
    return None


def test_corpus_is_large() -> None:
    assert_large(CASES, 100)


def test_corpus_share() -> None:
    assert_share(CASES, _problem, SHARE)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("مصدر محلي", "unnamed-source"),
        ("مصدر أمني", "official"),
        ("مصدر في الشرطة", "official"),
        ("المرصد السوري لحقوق الإنسان", "named-organisation"),
        ("مرصد محلي", "unnamed-source"),
        ("الدفاع المدني", "named-organisation"),
        ("وزارة الصحة", "official"),
        ("لمحافظ حمص", "official"),
        ("للجنة أطباء السودان", "named-organisation"),
        ("أحد أقرباء الشاب", "witness"),
        ("مراسلنا", "own-correspondent"),
        ("وكالة مقربة من الحكومة", "other-media"),
        ("سيارة مدنية", None),
        ("التفجير", None),
    ],
)
def test_kind_of_source(phrase: str, kind: str | None) -> None:
    assert kind_of_source([fold_word(w) for w in phrase.split()]) == kind


def test_source_is_evidence_without_proclitics() -> None:
    coded = code_report("قُتل متظاهر في الخرطوم أمس، طبقاً للجنة أطباء السودان", published="2022-06-15")
    spans = [e for e in coded.events[0].evidence if e.field == "attribution"]
    assert [e.text for e in spans] == ["لجنة أطباء السودان"]
    assert coded.report.text[spans[0].start : spans[0].end] == spans[0].text


def test_no_outlet_and_no_source_is_no_attribution() -> None:
    assert code_report("انفجر لغم بسيارة في بلدة غرانيج اليوم", published="2022-06-15").events[0].attribution is None

"""Why it happened: corpus/causes.yaml, categories, and whose reason it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from marsad.pipeline import code_report
from shares import assert_large, assert_share

DATA = YAML(typ="safe", pure=False).load((Path(__file__).parent / "corpus" / "causes.yaml").read_text(encoding="utf-8"))
CASES: list[dict[str, Any]] = DATA["cases"]
SHARE = 0.90


def _problem(case: dict[str, Any]) -> str | None:
    """None when the case holds, else what differs."""
    events = code_report(case["text"], published=DATA["published"]).events
    number = case.get("event", 0)
    if number >= len(events):
        return None if case["cause"] is None else "no event"
    cause = events[number].cause
    if (cause.category if cause else None) != case["cause"]:
        return f"{cause.category if cause else None} ({cause.text if cause else ''}) for {case['cause']}"
    if "words" in case and (cause is None or case["words"] not in cause.text):
        return f"{cause.text if cause else ''!r} lacks {case['words']!r}"
    return None


def test_corpus_is_large() -> None:
    assert_large(CASES, 80)


def test_corpus_share() -> None:
    assert_share(CASES, _problem, SHARE)


def test_cause_belongs_to_the_happening_it_explains() -> None:
    text = "انفجر لغم بسيارة في بلدة غرانيج أمس. واندلعت اشتباكات بين عائلتين في بلدة ذيبان أمس بسبب خلاف على أرض"
    events = code_report(text, published="2022-06-15").events
    assert [e.cause.category if e.cause else None for e in events] == [None, "territorial"]


def test_happening_inside_the_cause_is_not_explained_by_it() -> None:
    text = "اعتقلت قسد ناشطاً في مدينة الرقة أمس بعد مشاركته في مظاهرة يوم الجمعة"
    events = code_report(text, published="2022-06-15").events
    arrests = [e for e in events if e.sub_event_type == "Arrests"]
    assert arrests[0].cause is not None and arrests[0].cause.category == "political"
    assert all(e.cause is None for e in events if e is not arrests[0])


def test_cause_is_evidence() -> None:
    coded = code_report("اندلعت اشتباكات بين عائلتين في بلدة ذيبان أمس على خلفية ثأر قديم", published="2022-06-15")
    cause = coded.events[0].cause
    span = next(e for e in coded.events[0].evidence if e.field == "cause")
    assert cause is not None
    assert span.text == cause.text == coded.report.text[span.start : span.end]

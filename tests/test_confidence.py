"""Confidence: a readable sum of weighted traits, and the gate under which an event is none."""

from __future__ import annotations

import csv
import importlib.util
import sys
from types import ModuleType

import pytest

from conftest import ROOT
from marsad.coding import records, traits
from marsad.coding.confidences import GATE, INTERCEPT, confidence, load_weights
from marsad.pipeline import code_report
from marsad.present.explanations import explain_report

BLAST = "قُتل ثلاثة أشخاص أمس بانفجار سيارة مفخخة في مدينة الباب."


def load_trainer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("train", ROOT / "scripts/train.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["train"] = module
    spec.loader.exec_module(module)
    return module


def test_more_facts_make_an_event_surer() -> None:
    bare = code_report("وقع انفجار في مدينة الباب أمس.", published="2024-01-02").events[0]
    full = code_report(BLAST, published="2024-01-02").events[0]
    assert 0 < bare.confidence < full.confidence < 1


def test_confidence_is_the_logistic_sum_of_its_weights() -> None:
    weights = load_weights()
    assert confidence([]) == pytest.approx(1 / (1 + 2.718281828 ** -weights[INTERCEPT]), abs=1e-3)
    best = [trait for trait, weight in weights.items() if weight > 0 and not trait.startswith("(")]
    worst = [trait for trait, weight in weights.items() if weight < 0]
    assert confidence(worst) < confidence([]) < confidence(best)
    assert confidence(["no such trait"]) == confidence([])


def test_every_event_explains_its_confidence() -> None:
    coded = code_report(BLAST, published="2024-01-02", explain=True)
    assert coded.coding is not None
    held = coded.coding.traits[coded.events[0].event_id]
    assert {"own_date", "own_place", "counted_toll", "killed", "weapon", "family_boom"} <= set(held)
    assert confidence(held) == coded.events[0].confidence
    assert f"{coded.events[0].confidence:.2f}: " in explain_report(coded)


def test_what_is_under_the_gate_is_no_event_and_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "load_weights", lambda: {**load_weights(), GATE: 0.995})
    coded = code_report(BLAST, published="2024-01-02", explain=True)
    assert coded.events == []
    assert coded.coding is not None
    assert [event.event_type for event in coded.coding.doubted] == ["Explosions/Remote violence"]
    assert "too unsure" in explain_report(coded)


def test_every_weight_is_of_a_trait_that_the_coder_knows() -> None:
    kinds = ("family_", "part_", "tense_", "voice_", "date_", "place_", "scope_")
    shipped = {name for name in load_weights() if not name.startswith(("(", *kinds))}
    assert len(shipped) > 15
    assert shipped <= set(traits._TESTS)


def test_training_again_gives_the_same_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    train = load_trainer()
    cases = [*train._read_gold(train.GOLD / "gold_a.jsonl"), *train._read_sentences()]
    written: list[str] = []
    monkeypatch.setattr(train.Path, "write_text", lambda self, text, encoding: written.append(text))
    train._write(train._fit(cases))
    train._write(train._fit(cases))
    assert written[0] == written[1]
    rows = list(csv.DictReader(written[0].splitlines()))
    assert [row["trait"] for row in rows[:2]] == [INTERCEPT, GATE]
    assert not any(row["trait"].startswith(("(sentence", "(tuned")) for row in rows)


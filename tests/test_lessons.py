"""Confidence learned from decisions: better where people say so, judged on what was held out, adopted when asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from marsad.batch.reports import forget_coder
from marsad.coding.confidences import GATE, INTERCEPT, confidence, load_weights
from marsad.errors import LexiconError, ReviewError
from marsad.review import decide_all
from marsad.review.lessons import LEAST, Case, learn
from marsad.review.proposals import Accept, Reject
from marsad.store import open_store
from marsad.store.event_versions import iter_current
from shelves import make_home, reports, write_lines


def cases(count: int, wrong: str = "in_relative") -> list[Case]:
    """Half of the events stand in a relative clause, and people say that those are none."""
    return [
        Case(f"report {n}", ("own_date", "part_verb", *((wrong,) if n % 2 else ())), n % 2 == 0) for n in range(count)
    ]


def test_what_people_reject_weighs_less_and_held_out_decisions_tell() -> None:
    lesson = learn(cases(200))
    used = load_weights()
    assert lesson.weights["in_relative"] < used.get("in_relative", 0.0) - 1
    assert lesson.moved[0][0] == "in_relative"
    assert lesson.after.loss < lesson.before.loss
    assert lesson.after.f1 >= lesson.before.f1
    assert (lesson.cases, lesson.right) == (200, 100)


def test_few_decisions_move_little() -> None:
    used = load_weights()
    few, many = (learn(cases(count)).weights["in_relative"] for count in (LEAST, 400))
    assert many < few < used.get("in_relative", 0.0)


def test_what_says_nothing_stays_as_it_is() -> None:
    used, lesson = load_weights(), learn(cases(200))
    untouched = set(used) - {"own_date", "part_verb", "in_relative", INTERCEPT, GATE}
    assert {name: lesson.weights[name] for name in untouched} == {name: used[name] for name in untouched}
    assert lesson.weights[GATE] >= used[GATE]
    assert learn(cases(200)) == lesson  # the same decisions, the same weights


@pytest.mark.parametrize("told", [[], cases(LEAST - 1), [case for case in cases(200) if case.right]])
def test_too_little_to_learn_from(told: list[Case]) -> None:
    with pytest.raises(ReviewError, match="marsad review next"):
        learn(told)


@pytest.fixture
def kept(tmp_path: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A store with some sixty events, of which people rejected the arrests."""
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(home))
    forget_coder()
    assert marsad("add", write_lines(tmp_path / "in.jsonl", reports(80))).code == 0
    with open_store(home, write=True) as store:
        with store.transaction() as connection:
            events = {row.event_id: "Arrests" in row.event for row in iter_current(connection)}
        decide_all(
            store,
            [
                Reject(by="سلمى", event=key, reason="general-statement") if wrong else Accept(by="سلمى", event=key)
                for key, wrong in events.items()
            ],
        )
    yield home
    monkeypatch.undo()
    forget_coder()


def test_weights_are_judged_first_and_adopted_when_asked(kept: Path, marsad: Run) -> None:
    traits = ["family_arrest", "own_place", "part_verb"]
    before = confidence(traits)
    told = marsad("learn").text
    assert "log loss" in told
    assert "marsad learn --adopt" in told
    assert not (kept / "lexicons").exists()
    lesson = json.loads(marsad("learn", "--adopt", "--json", "--by", "سلمى").out)
    assert lesson["after"]["loss"] < lesson["before"]["loss"]
    assert confidence(traits) < before
    assert load_weights()["family_arrest"] == pytest.approx(lesson["weights"]["family_arrest"], rel=1e-3)
    assert marsad("lexicon", "check", "--no-examples").code in (0, 1)
    assert marsad("verify").code == 0


def test_broken_weights_are_named(kept: Path) -> None:
    (kept / "lexicons").mkdir()
    (kept / "lexicons" / "confidence.csv").write_text("trait,weight\nown_date,much\n", encoding="utf-8")
    forget_coder()
    with pytest.raises(LexiconError, match=r"user/confidence.csv.*delete it"):
        load_weights()

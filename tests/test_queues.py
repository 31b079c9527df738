"""The queue of the review: what comes first and why, to one person at a time, skipped and back again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from databases import Databases
from decided import TEXT, Bench, clash, open_bench
from marsad.incidents import update_incidents
from marsad.model import Actor, Casualty, Event, Filter
from marsad.review.projections import lay_all_decisions
from marsad.review.proposals import Accept, Comment, Flag, Ignore, Judge, Split, Undo
from marsad.review.queues import (
    Waiting,
    find_impact,
    hand_out,
    list_queue,
    load_settings,
    refresh_queue,
    skip,
    weigh,
)
from marsad.store.queues import Candidate

PLAIN = Candidate("e", 0.9, "unreviewed", "asserted", 0, 100, 2, False, False)


@pytest.fixture
def bench(tmp_path: Path, backend: Databases) -> Iterator[Bench]:
    with open_bench(tmp_path / "home") as made:
        yield made


@pytest.fixture
def five(bench: Bench) -> list[str]:
    """Events of five reports, from the surest to the least sure."""
    texts = [f"{TEXT} {n}" for n in range(5)]
    events = []
    for n, (report_id, text) in enumerate(zip(bench.add(*texts), texts, strict=True)):
        event = clash(report_id, text, confidence=0.9 - n * 0.09, event_id=f"e{n}", casualties=[])
        bench.code(report_id, [event], text)
        events.append(event.event_id)
    return events


def queue(bench: Bench, person: str = "سلمى", wanted: Filter = Filter()) -> list[Waiting]:  # noqa: B008
    with bench.store.transaction() as connection:
        refresh_queue(connection)
        return list_queue(connection, person, bench.store.clock(), wanted, 50)


def ids(waiting: list[Waiting]) -> list[str]:
    return [one.event_id for one in waiting]


# -- urgency -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"killed": 7}, ["killed_1", "killed_5"]), ({"killed": 20}, ["killed_1", "killed_5", "killed_20"]),
        ({"scarcest": 3}, ["rare_actor"]), ({"scarcest": 4}, []), ({"reports": 1}, ["one_source"]),
        ({"differing": True}, ["disagreement"]), ({"suspicious": True}, ["suspicious_unicode"]),
        ({"factuality": "possible"}, ["doubtful"]), ({"factuality": "claimed"}, ["doubtful"]),
        ({"status": "reopened"}, ["reopened"]),
    ],
)  # fmt: skip
def test_what_makes_an_event_matter(change: dict[str, object], why: list[str]) -> None:
    found = find_impact(PLAIN._replace(**change), False, load_settings())  # type: ignore[arg-type]
    assert found == why


def test_urgency_is_uncertainty_times_impact() -> None:
    settings = load_settings()
    near, far = PLAIN._replace(confidence=0.52), PLAIN._replace(confidence=0.99)
    assert weigh(near, [], settings) == pytest.approx(0.96)
    assert weigh(far, [], settings) == settings["floor"]
    assert weigh(near, ["killed_1"], settings) == pytest.approx(0.96 * 1.5)
    assert set(settings) >= set(find_impact(PLAIN, True, settings))


def test_the_least_sure_and_the_deadliest_come_first(bench: Bench, five: list[str]) -> None:
    assert ids(queue(bench)) == ["e4", "e3", "e2", "e1", "e0"]
    text = f"{TEXT} 9"
    (report_id,) = bench.add(text)
    dead = Casualty("killed", "unknown", 30, 30, 30, "ثلاثون")
    unknown = Actor("1", "مجهولون", None, "لواء مجهول", None, "rebel")
    bench.code(report_id, [clash(report_id, text, event_id="deadly", casualties=[dead], actors=[unknown])], text)
    first = queue(bench)[0]
    assert (first.event_id, first.why[:4]) == ("deadly", ["killed_1", "killed_5", "killed_20", "rare_actor"])


def test_an_ignored_name_is_no_rare_actor(bench: Bench, five: list[str]) -> None:
    """«مجموعة مسلحة» is nobody in particular; an actor of the registry that it resembles, or beside it, stays rare."""
    nobody = Actor("1", "مجموعة مسلحة", None, "مجموعة مسلحة", None, "unidentified-armed")
    named = Actor("2", "لواء مجهول", None, "لواء مجهول", None, "rebel")
    known = Actor("1", "مجموعة مسلحة", "some-group", "مجموعة مسلحة", None, "rebel")
    for n, actors in enumerate(([nobody], [nobody, named], [known])):
        text = f"{TEXT} {n + 20}"
        (report_id,) = bench.add(text)
        bench.code(report_id, [clash(report_id, text, event_id=f"n{n}", casualties=[], actors=actors)], text)

    def rare() -> set[str]:
        return {one.event_id for one in queue(bench) if "rare_actor" in one.why}

    assert rare() == {"n0", "n1", "n2"}
    ignored = bench.take(Ignore(by="سلمى", kind="actor", name="مجموعه مسلحة"))
    assert rare() == {"n1", "n2"}
    bench.code(*_again(bench, "n0", nobody))  # everything is ranked anew
    assert rare() == {"n1", "n2"}
    bench.take(Undo(by="سلمى", decision=ignored.number))
    assert rare() == {"n0", "n1", "n2"}


def _again(bench: Bench, event_id: str, actor: Actor) -> tuple[str, list[Event], str]:
    """A coding of the report of an event that says the same."""
    report_id, text = bench.look(event_id).event.report_id, f"{TEXT} 20"
    return report_id, [clash(report_id, text, event_id=event_id, casualties=[], actors=[actor])], text


def test_incidents_tell_of_lone_reports_and_of_disagreement(bench: Bench, five: list[str]) -> None:
    for n, told in enumerate(((3, "ثلاثة"), (5, "خمسة"))):
        report_id, text = bench.look(f"e{n}").event.report_id, f"{TEXT} {n}"
        toll = Casualty("killed", "unknown", told[0], told[0], told[0], told[1])
        bench.code(report_id, [clash(report_id, text, event_id=f"e{n}", casualties=[toll])], text)
    bench.take(Split(by="سلمى", parts=[["e0", "e1"], ["e2"], ["e3"], ["e4"]]))
    bench.take(Judge(by="سلمى", a="e0", b="e1", verdict="same"))
    update_incidents(bench.store)
    why = {one.event_id: one.why for one in queue(bench)}
    assert why["e0"] == ["killed_1", "disagreement"]
    assert why["e1"] == ["killed_1", "killed_5", "disagreement"]
    assert why["e2"] == why["e3"] == why["e4"] == ["one_source"]


def test_a_filter_narrows_the_queue(bench: Bench, five: list[str]) -> None:
    assert ids(queue(bench, wanted=Filter(max_confidence=0.7))) == ["e4", "e3"]
    assert ids(queue(bench, wanted=Filter(event_type=("Riots",)))) == []


# -- decisions ---------------------------------------------------------------------------------------------


def test_what_is_decided_leaves_and_what_is_undone_returns(bench: Bench, five: list[str]) -> None:
    queue(bench)
    bench.take(Accept(by="سلمى", event="e4"))
    bench.take(Comment(by="سلمى", event="e3", words="لا أعرف"))
    assert ids(queue(bench)) == ["e3", "e2", "e1", "e0"]
    bench.take(Undo(by="سلمى", decision=1))
    assert ids(queue(bench)) == ["e4", "e3", "e2", "e1", "e0"]
    bench.take(Flag(by="سلمى", event="e0"))
    assert queue(bench)[0] == Waiting("e0", pytest.approx(2.0), ["flagged"])


def test_what_a_re_code_reopens_comes_first(bench: Bench, five: list[str]) -> None:
    bench.take(Accept(by="سلمى", event="e0"))
    report_id = bench.look("e0").event.report_id
    text = f"{TEXT} 0"
    bench.code(report_id, [clash(report_id, text, event_id="e0", confidence=0.9, date="2021-03-08")], text)
    with bench.store.transaction() as connection:
        lay_all_decisions(connection)
    assert queue(bench)[0].why == ["reopened"]
    assert queue(bench)[0].event_id == "e0"


# -- people ------------------------------------------------------------------------------------------------


def test_two_people_do_not_get_the_same_event(bench: Bench, five: list[str]) -> None:
    given = [hand_out(bench.store, person) for person in ("سلمى", "حسن", "ريم", "سلمى")]
    assert ids([one for one in given if one is not None]) == ["e4", "e3", "e2", "e4"]
    bench.take(Accept(by="سلمى", event="e4"))
    again = hand_out(bench.store, "سلمى")
    assert again is not None
    assert again.event_id == "e1"
    assert ids(queue(bench, "حسن")) == ["e3", "e0"]


def test_an_event_that_nobody_decides_on_is_handed_out_again(bench: Bench, five: list[str]) -> None:
    hand_out(bench.store, "سلمى")
    clock = bench.store.clock
    clock.now = clock.now.replace(hour=clock.now.hour + 1)  # type: ignore[attr-defined]
    given = hand_out(bench.store, "حسن")
    assert given is not None
    assert given.event_id == "e4"


def test_what_is_skipped_comes_back_at_the_end(bench: Bench, five: list[str]) -> None:
    for event in ("e4", "e2"):
        skip(bench.store, "سلمى", event)
    assert ids(queue(bench)) == ["e3", "e1", "e0", "e4", "e2"]
    assert ids(queue(bench, "حسن")) == ["e4", "e3", "e2", "e1", "e0"]


def test_nothing_waits_in_an_empty_store(bench: Bench) -> None:
    assert hand_out(bench.store, "سلمى") is None

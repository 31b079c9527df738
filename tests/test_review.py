"""Decisions over codings: what stands, what a re-code reopens and never changes, conflicts, undo and redo."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from databases import Databases
from decided import TEXT, Bench, clash, mine, open_bench, quote
from marsad.custody import verify
from marsad.errors import ConflictError, ReviewError
from marsad.ingest.records import hash_bytes
from marsad.model import Casualty, Incident
from marsad.review import Desk, decide_all, iter_reviewed, parse_proposal
from marsad.review.decisions import Decision
from marsad.review.judgements import find_judgements, review_incidents
from marsad.review.proposals import (
    Accept,
    Comment,
    Confirm,
    Dispute,
    Edit,
    FieldEdit,
    Flag,
    Judge,
    Merge,
    Redo,
    Reject,
    Split,
    Undo,
    Unflag,
)
from marsad.store.decisions import iter_decisions

FOUR = Casualty("killed", "unknown", 4, 4, 4, "")
NOBODY = {"side": "1", "mention": "س", "actor_id": None, "name_ar": "س", "name_en": None, "kind": "rebel"}


@pytest.fixture
def bench(tmp_path: Path, backend: Databases) -> Iterator[Bench]:
    with open_bench(tmp_path / "home") as made:
        yield made


@pytest.fixture
def report(bench: Bench) -> str:
    """A report with a clash and a mine."""
    (report_id,) = bench.add(TEXT)
    bench.code(report_id, [clash(report_id), mine(report_id)])
    return report_id


@pytest.fixture
def event(report: str) -> str:
    return clash(report).event_id


def edit(event: str, field: str, value: Any, **more: Any) -> Edit:
    return Edit(by="سلمى", event=event, edits=[FieldEdit(field=field, value=value)], **more)


def log_of(bench: Bench) -> list[tuple[int, str, str]]:
    with bench.store.transaction() as connection:
        return [(row.number, row.by, row.action) for row in iter_decisions(connection)]


# -- what stands -------------------------------------------------------------------------------------------


def test_an_event_nobody_decided_on_is_as_coded(bench: Bench, report: str, event: str) -> None:
    state = bench.look(event)
    assert (state.status, state.version, state.event) == ("unreviewed", 0, clash(report))


def test_decisions_follow_one_another(bench: Bench, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    assert bench.look(event).status == "accepted"
    bench.take(edit(event, "casualties.killed", 4))
    state = bench.look(event)
    assert state.status == "edited"
    assert [toll.best for toll in state.event.casualties] == [4]
    assert "casualties.killed" not in {one.field for one in state.event.evidence}  # the reviewer says so
    bench.take(Reject(by="حسن", event=event, reason="1"))
    state = bench.look(event)
    assert (state.status, state.reason) == ("rejected", "not-an-event")


def test_words_of_the_text_are_evidence_of_an_edit(bench: Bench, event: str) -> None:
    words = quote(TEXT, "location", "البصيرة")
    bench.take(Edit(by="سلمى", event=event, edits=[FieldEdit(field="place", start=words.start, end=words.end)]))
    state = bench.look(event)
    assert state.event.location is not None
    assert state.event.location.name_en == "Al-Busayrah"
    assert words in state.event.evidence
    assert all(TEXT[one.start : one.end] == one.text for one in state.event.evidence)


def test_remarks_and_flags(bench: Bench, event: str) -> None:
    bench.take(Comment(by="سلمى", event=event, words="راجع المصدر الثاني"))
    bench.take(Flag(by="حسن", event=event))
    state = bench.look(event)
    assert (state.flagged, state.status, state.version) == (True, "unreviewed", 0)
    assert [remark.words for remark in state.remarks] == ["راجع المصدر الثاني", ""]
    bench.take(Unflag(by="سلمى", event=event))
    assert not bench.look(event).flagged


# -- re-codes ----------------------------------------------------------------------------------------------


def test_a_re_code_with_the_same_values_changes_nothing(bench: Bench, report: str, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    bench.code(report, [clash(report, confidence=0.9), mine(report)])
    state = bench.look(event)
    assert (state.status, state.event.confidence, state.changes) == ("accepted", 0.9, [])


def test_a_re_code_reopens_what_was_accepted_and_keeps_it(bench: Bench, report: str, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    bench.code(report, [clash(report, casualties=[FOUR]), mine(report)])
    state = bench.look(event)
    assert (state.status, state.verdict) == ("reopened", "accepted")
    assert state.event.casualties == clash(report).casualties
    (change,) = state.changes
    assert (change.slot, change.decided["casualties"][0]["best"], change.coded["casualties"][0]["best"]) == (
        "casualties", 3, 4,
    )  # fmt: skip
    bench.take(Accept(by="سلمى", event=event))  # the decided values, now seen beside the new ones
    state = bench.look(event)
    assert state.status == "accepted"


def test_a_re_code_reopens_an_edit_and_keeps_it(bench: Bench, report: str, event: str) -> None:
    bench.take(edit(event, "casualties.killed", 5))
    bench.code(report, [clash(report, casualties=[FOUR]), mine(report)])
    state = bench.look(event)
    assert (state.status, state.event.casualties[0].best) == ("reopened", 5)
    assert [change.slot for change in state.changes] == ["casualties"]


def test_a_coder_that_comes_to_the_decided_value_reopens_nothing(bench: Bench, report: str, event: str) -> None:
    bench.take(edit(event, "casualties.killed", 4))
    bench.code(report, [clash(report, casualties=[FOUR]), mine(report)])
    assert bench.look(event).status == "edited"


def test_other_words_under_an_accepted_value_reopen_it(bench: Bench, report: str, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    kept = [one for one in clash(report).evidence if one.field != "date"]
    bench.code(report, [clash(report, evidence=[*kept, quote(TEXT, "date", "أمس")]), mine(report)])
    state = bench.look(event)
    assert [change.slot for change in state.changes] == ["date"]
    assert (state.changes[0].decided_words, state.changes[0].coded_words) == (["أمس الثلاثاء"], ["أمس"])


def test_a_withdrawn_event_keeps_its_decision_and_shows(bench: Bench, report: str, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    bench.code(report, [mine(report)])
    state = bench.look(event)
    assert (state.status, state.verdict, state.withdrawn) == ("reopened", "accepted", True)
    with bench.store.transaction() as connection:
        listed = {one.reviewed.event.event_id: one.reviewed.verdict for one in iter_reviewed(connection)}
    assert listed == {mine(report).event_id: "unreviewed", event: "accepted"}


def test_an_event_whose_id_changed_keeps_its_decision(bench: Bench, report: str, event: str) -> None:
    bench.take(edit(event, "casualties.killed", 5))
    renamed = clash(report, event_id="renamed", date=None, date_precision="unknown", date_text=None)
    bench.code(report, [renamed, mine(report)])
    state = bench.look("renamed")
    assert (state.event.event_id, state.event.casualties[0].best, state.version) == ("renamed", 5, 1)
    assert bench.look(event) == state
    bench.take(Accept(by="سلمى", event="renamed", expected=1))
    bench.code(report, [clash(report, event_id="third", date="2021-03-08"), mine(report)])
    state = bench.look(event)
    assert (state.event.event_id, state.event.casualties[0].best, state.event.date) == ("third", 5, None)
    assert [change.slot for change in state.changes] == ["date"]


def test_evidence_moves_with_its_text(bench: Bench, report: str, event: str) -> None:
    words = quote(TEXT, "date", "أمس")
    date = FieldEdit(field="date", value="2021-03-08", start=words.start, end=words.end)
    bench.take(Edit(by="سلمى", event=event, edits=[date]))
    longer = f"مراسلون\n{TEXT}"
    bench.code(report, [clash(report, longer), mine(report, longer)], longer)
    state = bench.look(event)
    assert state.status == "edited"
    assert all(longer[one.start : one.end] == one.text for one in state.event.evidence)
    assert quote(longer, "date", "أمس") in state.event.evidence


# -- conflicts ---------------------------------------------------------------------------------------------


def test_a_decision_on_what_has_changed_conflicts_and_shows_it(bench: Bench, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event, expected=0))
    with pytest.raises(ConflictError, match="سلمى decided on it meanwhile") as conflict:
        bench.take(Reject(by="حسن", event=event, reason="1", expected=0))
    assert conflict.value.current == bench.look(event)
    assert bench.look(event).status == "accepted"


def test_a_decision_on_what_was_coded_anew_conflicts(bench: Bench, report: str, event: str) -> None:
    seen = bench.look(event).event_hash
    bench.code(report, [clash(report, casualties=[FOUR]), mine(report)])
    with pytest.raises(ConflictError, match="coded anew"):
        bench.take(Accept(by="حسن", event=event, expected=0, event_hash=seen))


def test_one_refusal_does_not_hold_up_the_others(bench: Bench, report: str, event: str) -> None:
    outcomes = decide_all(
        bench.store,
        [
            Accept(by="سلمى", event=event, expected=0), Accept(by="حسن", event=event, expected=0),
            Accept(by="حسن", event="nowhere"), Reject(by="حسن", event=mine(report).event_id, reason="other"),
            Reject(by="حسن", event=mine(report).event_id, reason="duplicate"),
        ],
    )  # fmt: skip
    assert [type(outcome).__name__ for outcome in outcomes] == [
        "Decision", "ConflictError", "ReviewError", "ReviewError", "Decision",
    ]  # fmt: skip
    assert [number for number, _, _ in log_of(bench)] == [1, 2]


def test_people_who_decide_at_once_lose_nothing(bench: Bench) -> None:
    texts = [f"{TEXT} {n}" for n in range(8)]
    reports = bench.add(*texts)
    for report_id, text in zip(reports, texts, strict=True):
        bench.code(report_id, [clash(report_id, text)], text)
    desk, taken = Desk(bench.store), []

    def work(name: str) -> None:
        for report_id in reports * 5:
            taken.append(desk.decide(Comment(by=name, event=clash(report_id, TEXT).event_id, words=name)))
            taken.append(desk.decide(Accept(by=name, event=clash(report_id, TEXT).event_id)))

    people = [threading.Thread(target=work, args=(f"قارئ {n}",)) for n in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    numbers = sorted(decision.number for decision in taken)
    assert numbers == list(range(1, 6 * 80 + 1)) == [number for number, _, _ in log_of(bench)]


# -- undo and redo -----------------------------------------------------------------------------------------


def test_undo_and_redo_go_back_and_forth_without_limit(bench: Bench, event: str) -> None:
    states = [bench.look(event).event]
    for n in range(4, 12):
        bench.take(edit(event, "casualties.killed", n))
        states.append(bench.look(event).event)
    for state in reversed(states[:-1]):
        bench.take(Undo(by="سلمى"))
        assert bench.look(event).event == state
    with pytest.raises(ReviewError, match="nothing to undo"):
        bench.take(Undo(by="سلمى"))
    for state in states[1:]:
        bench.take(Redo(by="سلمى"))
        assert bench.look(event).event == state
    with pytest.raises(ReviewError, match="nothing to redo"):
        bench.take(Redo(by="سلمى"))
    assert len(log_of(bench)) == 3 * 8


def test_a_new_decision_ends_what_could_be_redone(bench: Bench, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    bench.take(Undo(by="سلمى"))
    bench.take(Comment(by="سلمى", event=event, words="لا أعرف"))
    with pytest.raises(ReviewError, match="nothing to redo"):
        bench.take(Redo(by="سلمى"))


def test_undo_is_of_ones_own_unless_a_decision_is_named(bench: Bench, event: str) -> None:
    bench.take(Accept(by="سلمى", event=event))
    with pytest.raises(ReviewError, match="nothing to undo"):
        bench.take(Undo(by="حسن"))
    bench.take(Undo(by="حسن", decision=1))
    assert bench.look(event).status == "unreviewed"
    with pytest.raises(ConflictError, match="undone already"):
        bench.take(Undo(by="سلمى", decision=1))
    with pytest.raises(ReviewError, match="no such decision"):
        bench.take(Undo(by="سلمى", decision=2))  # an undo cannot be undone, only redone
    bench.take(Redo(by="سلمى", decision=1))
    assert bench.look(event).status == "accepted"


# -- the record --------------------------------------------------------------------------------------------


def test_decisions_come_as_json(event: str) -> None:
    data = {"action": "edit", "by": "سلمى", "event": event, "edits": [{"field": "date", "value": "2021-03"}]}
    proposal = parse_proposal(msgspec.json.encode(data))
    assert proposal == Edit(by="سلمى", event=event, edits=[FieldEdit(field="date", value="2021-03")])


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("dat", "2021", "Choose from event_type"), ("date", "9 آذار", "Write 2021-03-09"),
        ("date", "2021-02-30", "days that exist"), ("date", "2021-03-09/2021-03-01", "first day first"),
        ("date_precision", "hour", "day, month"), ("event_type", "Riots", "Mob violence"),
        ("sub_event_type", "Kidnapping", "Armed clash"), ("plover", "FIGHT", "ASSAULT"),
        ("location", "لا مكان", "gazetteer lookup"), ("location", {"name": "س", "lat": 95.0, "lon": 40.0}, "lat from"),
        ("location.precision", "4", "1, 2, 3"), ("actors.1", "جماعة مجهولة", "add its kind"),
        ("actors.1", [{**NOBODY, "actor_id": "nobody"}], "no such id"),
        ("actors.2", [{**NOBODY, "kind": "gang"}], "rebel"),
        ("casualties", "dead=4", "killed"), ("casualties.killed", "كثير", "Write killed=4"),
        ("cause", "hunger: جوع", "living-conditions"), ("attribution", "rumour: شائعة", "unnamed-source"),
        ("factuality", "sure", "asserted"), ("background", "maybe", "yes or no"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_refused_with_its_remedy(
    bench: Bench, event: str, field: str, value: Any, remedy: str
) -> None:  # fmt: skip
    with pytest.raises(ReviewError, match=remedy):
        bench.take(edit(event, field, value))
    assert log_of(bench) == []


def test_nobody_decides_without_a_name(bench: Bench, event: str) -> None:
    with pytest.raises(ReviewError, match="MARSAD_USER"):
        bench.take(Accept(by=" ", event=event))


def test_the_store_verifies_with_decisions_in_it(bench: Bench, event: str) -> None:
    decision = bench.take(Accept(by="سلمى", event=event))
    assert isinstance(decision, Decision)
    assert decision.at.startswith("2024-06-05T00:00")
    assert [str(finding) for finding in verify(bench.store)] == []


# -- incidents ---------------------------------------------------------------------------------------------


@pytest.fixture
def four(bench: Bench) -> list[str]:
    """Events of four reports."""
    texts = [f"{TEXT} {n}" for n in range(4)]
    reports = bench.add(*texts)
    for report_id, text in zip(reports, texts, strict=True):
        bench.code(report_id, [clash(report_id, text)], text)
    return sorted(clash(report_id).event_id for report_id in reports)


def judgements(bench: Bench) -> dict[tuple[str, str], str]:
    with bench.store.transaction() as connection:
        return find_judgements(connection)


def incidents(bench: Bench, *groups: list[str]) -> list[Any]:
    """What people decided on incidents of these events."""
    made = [Incident(group[0], group, [], "Battles", "Armed clash", "ASSAULT") for group in groups]
    with bench.store.transaction() as connection:
        found = review_incidents(connection, made)
    return [found[one.incident_id] for one in made]


def test_a_merge_judges_pairs_across_its_parts_and_a_split_turns_them(bench: Bench, four: list[str]) -> None:
    a, b, c, d = four
    bench.take(Judge(by="سلمى", a=a, b=c, verdict="unsure"))
    bench.take(Merge(by="سلمى", parts=[[b, a], [c, d]]))
    assert judgements(bench) == dict.fromkeys([(a, c), (a, d), (b, c), (b, d)], "same")
    bench.take(Split(by="سلمى", parts=[[a, b], [c, d]]))
    assert judgements(bench) == dict.fromkeys([(a, c), (a, d), (b, c), (b, d)], "different")
    bench.take(Undo(by="سلمى"))
    bench.take(Undo(by="سلمى"))
    assert judgements(bench) == {(a, c): "unsure"}


def test_a_judgement_follows_an_event_to_its_new_id(bench: Bench, four: list[str]) -> None:
    a, b = four[:2]
    bench.take(Judge(by="سلمى", a=a, b=b, verdict="same"))
    report_id = bench.look(a).event.report_id
    text = next(f"{TEXT} {n}" for n in range(4) if hash_bytes(f"{TEXT} {n}".encode()) == report_id)
    bench.code(report_id, [clash(report_id, text, event_id="zz")], text)
    assert judgements(bench) == {(b, "zz"): "same"}


def test_incidents_are_confirmed_and_disputed_and_show_what_moved(bench: Bench, four: list[str]) -> None:
    a, b, c, d = four
    bench.take(Confirm(by="سلمى", events=[a, b, c], words="ثلاثة مصادر"))
    (whole, other) = incidents(bench, [a, b, c], [d])
    assert (whole.status, whole.words, whole.joined, whole.left, other.status) == (
        "confirmed", "ثلاثة مصادر", [], [], "unreviewed",
    )  # fmt: skip
    (moved,) = incidents(bench, [a, b, d])
    assert (moved.status, moved.joined, moved.left) == ("confirmed", [d], [c])
    with pytest.raises(ConflictError, match="came between"):
        bench.take(Dispute(by="حسن", events=[a, b, d], expected=0))
    bench.take(Dispute(by="حسن", events=[a, b, d], expected=moved.version))
    assert incidents(bench, [a, b, d])[0].status == "disputed"
    bench.take(Undo(by="حسن"))
    (again,) = incidents(bench, [a, b, c])
    assert again.status == "confirmed"
    bench.take(Dispute(by="حسن", events=[a, b, c], expected=again.version))


@pytest.mark.parametrize(
    ("parts", "complaint"),
    [([[0, 1]], "nothing to hold"), ([[0], []], "nothing to hold"), ([[0, 1], [1, 2]], "named twice")],
)
def test_parts_that_cannot_be_held_against_each_other_are_refused(
    bench: Bench, four: list[str], parts: list[list[int]], complaint: str
) -> None:
    with pytest.raises(ReviewError, match=complaint):
        bench.take(Merge(by="سلمى", parts=[[four[n] for n in part] for part in parts]))
    with pytest.raises(ReviewError, match="Choose from same"):
        bench.take(Judge(by="سلمى", a=four[0], b=four[1], verdict="maybe"))

"""Coding anew: a diff that says what changed and where the words are, history kept, what is gone withdrawn."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from databases import Databases
from marsad.batch import Facts
from marsad.custody import Intake, open_record, recodings, studies, verify
from marsad.custody.differences import CHANGED, GONE, NEW, SAME, Change, compare_codings, diff_events, flatten
from marsad.custody.pairings import likeness, pair_events
from marsad.custody.recodings import Difference, Recoding, Selection, current_version
from marsad.custody.withdrawals import list_withdrawn
from marsad.ingest import InputProblem, iter_inputs
from marsad.model import Actor, Coder, Event, Evidence, Location, Related
from marsad.store import open_store
from marsad.store.queries import content_hash, iter_values
from shelves import read_otherwise, reports, write_lines

Edit = Callable[[list[Event]], list[Event]]

TEXT = "انفجر لغم بسيارة في هجين وقصفت المدفعية بلدة الباغوز"


def event(key: str, trigger: str = "انفجر", place: str = "هجين", **changes: Any) -> Event:
    """An event of TEXT."""
    start = TEXT.index(trigger)
    made = Event(
        event_id=key, report_id="r", event_type="Explosions/Remote violence", plover="ASSAULT",
        sub_event_type="Remote explosive/landmine/IED", date="2022-05-01", date_precision="day",
        location=Location(name=place, name_ar=place), confidence=0.8, coder=Coder("c", "1", "old", ["exp-mine"]),
        actors=[Actor("2", "سيارة", "civilians", "مدنيون", "civilians", "civilians")],
        evidence=[
            Evidence("event_type", start, start + len(trigger), trigger),
            Evidence("location", TEXT.index(place), TEXT.index(place) + len(place), place),
        ],
    )  # fmt: skip
    return msgspec.structs.replace(made, **changes)


SHELLED = event("s", "قصفت", "الباغوز", sub_event_type="Shelling/artillery/missile attack", actors=[])


# -- pairs -------------------------------------------------------------------------------------------------


def ids(pairs: list[tuple[Event | None, Event | None]]) -> list[tuple[str | None, str | None]]:
    return [(a and a.event_id, b and b.event_id) for a, b in pairs]


@pytest.mark.parametrize(
    "changes",
    [
        {"event_type": "Violence against civilians", "sub_event_type": "Attack"},
        {"date": None, "date_precision": "unknown"}, {"date": "2022-04-30"},
        {"location": Location(name="حجين", name_ar="حجين")}, {"location": None, "date": None}, {"actors": []},
    ],
)  # fmt: skip
def test_an_event_whose_id_went_with_a_field_is_the_same_event(changes: dict[str, Any]) -> None:
    assert ids(pair_events([event("a"), SHELLED], [event("b", **changes), SHELLED])) == [("a", "b"), ("s", "s")]


def test_another_event_of_the_report_is_not_the_one_that_went() -> None:
    assert ids(pair_events([event("a")], [SHELLED])) == [(None, "s"), ("a", None)]
    assert ids(pair_events([event("a"), SHELLED], [SHELLED])) == [("s", "s"), ("a", None)]
    assert ids(pair_events([], [event("a")])) == [(None, "a")]


def test_the_likest_of_two_is_taken() -> None:
    """Two places under one verb: each event finds the one at its own place."""
    one, two = event("a"), event("b", place="الباغوز")
    new = [event("x", place="الباغوز", event_type="Battles"), event("y", event_type="Battles")]
    assert ids(pair_events([one, two], new)) == [("b", "x"), ("a", "y")]


def test_words_moved_by_cleaning_are_the_same_words() -> None:
    moved = [Evidence(span.field, span.start + 40, span.end + 40, span.text) for span in event("a").evidence]
    assert ids(pair_events([event("a")], [event("b", date="2022-05-02", evidence=moved)])) == [("a", "b")]


@given(st.permutations("abcde"), st.integers(0, 5), st.integers(0, 5))
def test_every_event_is_in_exactly_one_pair(order: list[str], a: int, b: int) -> None:
    before = [event(key, date=f"2022-05-0{1 + ord(key) % 7}") for key in order[:a]]
    after = [event(key, event_type="Battles") for key in sorted(order)[:b]]
    pairs = pair_events(before, after)
    assert sorted(x.event_id for x, _ in pairs if x is not None) == sorted(x.event_id for x in before)
    assert sorted(y.event_id for _, y in pairs if y is not None) == sorted(y.event_id for y in after)
    assert all(x is None or y is None or x.event_id == y.event_id or likeness(x, y) >= 4.5 for x, y in pairs)


# -- fields ------------------------------------------------------------------------------------------------


def test_the_fields_that_changed_are_named_with_their_words() -> None:
    new = event(
        "a", date=None, date_precision="unknown", location=Location(name="هجين", name_ar="هجين", admin1="Deir ez-Zor"),
        actors=[Actor("1", "قسد", "sdf", "قسد", "SDF", "political-militia")], confidence=0.804,
    )  # fmt: skip
    changes = {change.field: change for change in diff_events(event("a"), new)}
    assert [*changes] == ["date", "date_precision", "actors[2]", "location.admin1", "actors[1]"]
    assert (changes["date"].before, changes["date"].after) == ("2022-05-01", None)
    assert (changes["location.admin1"].after, changes["location.admin1"].words_after) == ("Deir ez-Zor", ("هجين",))
    assert changes["actors[1]"].after == ["sdf"]
    (other,) = diff_events(event("a"), event("a", sub_event_type="Other"))
    assert other.words_before == other.words_after == ("انفجر",)
    assert [*diff_events(new, new)] == []


def test_facts_on_an_actor_count_where_the_actor_stayed() -> None:
    other = Actor("2", "السيارة", "civilians", "مدنيون", "civilians", "civilians", country="SY")
    assert [change.field for change in diff_events(event("a"), event("a", actors=[other]))] == [
        "actors.mention", "actors.country",
    ]  # fmt: skip


def test_related_events_are_followed_to_their_new_ids() -> None:
    before = [event("a"), msgspec.structs.replace(SHELLED, related=[Related("a", "follows")])]
    after = [event("b", event_type="Battles"), msgspec.structs.replace(SHELLED, related=[Related("b", "follows")])]
    kinds = {change.after.event_id: change.kind for change in compare_codings(before, after) if change.after}
    assert kinds == {"b": CHANGED, "s": SAME}


def test_the_order_of_lists_is_no_change() -> None:
    people = [Actor("1", name, name, name, None, "rebel") for name in "ab"]
    assert flatten(event("a", actors=people), {}, "ab") == flatten(event("a", actors=people[::-1]), {}, "ab")


def test_rules_are_those_that_only_one_coding_used() -> None:
    new = event("a", date=None, coder=Coder("c", "1", "new", ["exp-mine", "exp-blast"]))
    (change,) = compare_codings([event("a")], [new])
    assert (change.kind, change.rules) == (CHANGED, ("exp-blast",))
    assert compare_codings([event("a")], [])[0].rules == ("exp-mine",)


# -- runs --------------------------------------------------------------------------------------------------


def without_first(events: list[Event]) -> list[Event]:
    """The older lexicons missed the first event of each report, and coded the others another way."""
    return [
        msgspec.structs.replace(one, event_id=f"old-{one.event_id}", date=None, date_precision="unknown")
        for one in events[1:]
    ]


def retyped(events: list[Event]) -> list[Event]:
    return [msgspec.structs.replace(one, event_id=f"old-{one.event_id}", sub_event_type="Other") for one in events]


def more(events: list[Event]) -> list[Event]:
    """The older lexicons also saw an event in the last words of the report."""
    extra = [
        msgspec.structs.replace(
            one, event_id=f"extra-{one.event_id}", event_type="Protests", location=None, date=None, actors=[],
            evidence=[one.evidence[-1]],
        )
        for one in events[:1]
    ]  # fmt: skip
    return events + extra


def fill(home: Path, path: Path, edit: Edit) -> None:
    """Add reports as older lexicons would code them."""
    with pytest.MonkeyPatch.context() as patch, open_record(home) as store:
        read_otherwise(patch, "older", edit)
        list(Intake(store, Facts()).add(iter_inputs([path])))


def recode(home: Path, selection: Selection | None = None, processes: int = 1) -> tuple[Difference, list[Change]]:
    with open_record(home) as store:
        recoding = Recoding(store, Intake(store, Facts(), processes=processes), selection or Selection())
        return count(recoding)


def preview(home: Path) -> tuple[Difference, list[Change]]:
    with open_store(home) as store:
        return count(Recoding(store, Intake(store, Facts()), preview=True))


def count(recoding: Recoding) -> tuple[Difference, list[Change]]:
    difference, changes = Difference(recoding.preview, current_version()), []
    for recoded in recoding.run(recoding.find()):
        difference.count(recoded)
        changes += recoded.changes
    return difference, changes


def damage(home: Path) -> list[str]:
    with open_store(home) as store:
        return [str(finding) for finding in verify(store)]


def withdrawn(home: Path) -> list[dict[str, Any]]:
    with open_store(home) as store, store.transaction() as connection:
        return [json.loads(line) for line in list_withdrawn(connection)]


def listed(home: Path) -> set[str]:
    with open_store(home) as store, store.transaction() as connection:
        coded = {row["id"]: row["coding_id"] for row in iter_values(connection, "input")}
        return {row["event_id"] for row in iter_values(connection, "event") if row["coding_id"] in coded.values()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_lines(tmp_path / "a.jsonl", reports(8))


@pytest.mark.usefixtures("backend")
def test_history_is_kept_and_what_is_gone_is_withdrawn(tmp_path: Path, path: Path, backend: Databases) -> None:
    home = tmp_path / "home"
    fill(home, path, retyped)
    before = listed(home)
    difference, changes = recode(home)
    assert difference.as_json()["events"] == {"before": 6, "after": 6, SAME: 0, NEW: 0, GONE: 0, CHANGED: 6}
    assert {change.kind for change in changes} == {CHANGED}
    found = withdrawn(home)
    assert {one["event_id"] for one in found} == before
    became = {one["event_id"]: one["withdrawn"]["became"] for one in found}
    assert became == {key: key.removeprefix("old-") for key in before}
    assert {one["withdrawn"]["lexicons"] for one in found} == {"older"}
    assert listed(home) == {key.removeprefix("old-") for key in before}
    with open_store(home) as store, store.transaction() as connection:
        assert {row["lexicons"] for row in iter_values(connection, "coding")} == {"older", current_version().lexicons}
    assert damage(home) == []
    assert recode(home)[0].inputs == 0


def test_an_event_that_comes_back_is_no_longer_withdrawn(tmp_path: Path, path: Path) -> None:
    home = tmp_path / "home"
    fill(home, path, more)
    recode(home)
    gone = withdrawn(home)
    assert {one["event_id"].split("-")[0] for one in gone} == {"extra"}
    assert {one["withdrawn"]["became"] for one in gone} == {None}
    with pytest.MonkeyPatch.context() as patch:
        read_otherwise(patch, "newest", more)
        recode(home)
    assert withdrawn(home) == []
    assert damage(home) == []


def test_a_preview_says_what_the_run_then_does_and_writes_nothing(tmp_path: Path, path: Path) -> None:
    home = tmp_path / "home"
    fill(home, path, without_first)

    def state() -> str:
        digest = hashlib.sha256()
        for file in sorted(home.rglob("*")):
            if file.is_file() and not file.name.endswith("-shm"):  # who reads counts there, outside the data
                digest.update(str(file.relative_to(home)).encode() + file.read_bytes())
        with open_store(home) as store, store.transaction() as connection:
            digest.update(content_hash(connection).encode())
        return digest.hexdigest()

    state()  # a first reader makes the files that readers share
    before = state()
    foreseen, _ = preview(home)
    assert state() == before
    done, _ = recode(home)
    assert {**done.as_json(), "preview": True} == foreseen.as_json()
    assert foreseen.kinds[NEW] > 0


def test_only_what_is_meant_is_coded_anew(tmp_path: Path, path: Path) -> None:
    home = tmp_path / "home"
    fill(home, path, retyped)

    def find(**wishes: Any) -> int:
        with open_store(home) as store:
            return len(Recoding(store, Intake(store, Facts()), Selection(**wishes)).find())

    assert find() == 8
    assert find(source="مرصد 1") == 3
    assert find(since="2022-03-01") == 6
    assert find(until="2022-02-28") == 2
    assert find(since="2022-03-01", until="2022-03-31") == 1
    assert find(place="line 3") == 1
    assert find(limit=2) == 2
    assert recode(home, Selection(source="مرصد 1"))[0].inputs == 3
    assert find() == 5


def test_what_could_not_be_coded_is_tried_again_and_named(tmp_path: Path, path: Path) -> None:
    home = tmp_path / "home"
    fill(home, path, retyped)
    with pytest.MonkeyPatch.context() as patch:
        read_otherwise(patch, "broken")
        patch.setattr(studies, "study", fail)
        difference, changes = recode(home)
    assert difference.unreadable == 8
    assert {change.kind for change in changes} == {GONE}
    assert len(withdrawn(home)) == 6
    assert recode(home)[0].unreadable == 0
    assert damage(home) == []


def fail(task: studies.Task) -> studies.Study:
    return studies.Study(task.input_id, task.size, InputProblem("x", "failed", "the coder failed on it", "Report this"))


def test_processes_give_the_same_difference(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.jsonl", reports(80))
    fill(tmp_path / "home1", path, retyped)
    shutil.copytree(tmp_path / "home1", tmp_path / "home2")  # filled twice, the clock might tick between reports
    found = [recode(tmp_path / f"home{processes}", processes=processes)[0].as_json() for processes in (1, 2)]
    assert found[0] == found[1]


# -- the command -------------------------------------------------------------------------------------------


def test_the_command_shows_the_difference(
    tmp_path: Path, path: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("MARSAD_HOME", str(home))
    fill(home, path, retyped)
    shown = marsad("recode", "--dry-run")
    assert shown.code == 0, shown.err
    assert "8 reports would be coded anew" in shown.text
    assert "lexicons older: 6 events changed, 0 new, 0 gone" in shown.text
    assert "sub_event_type" in shown.text
    assert "Next: marsad recode writes this" in shown.text
    told = json.loads(marsad("recode", "--dry-run", "--json", "-o", tmp_path / "changes.jsonl").out)
    assert (told["preview"], told["fields"]["sub_event_type"]) == (True, 6)
    assert all(example["words"] for example in told["examples"]["sub_event_type"])
    lines = [json.loads(line) for line in (tmp_path / "changes.jsonl").read_text().splitlines()]
    assert [line["kind"] for line in lines] == ["changed"] * 6
    assert not marsad("events", "--withdrawn", "--jsonl").out
    done = marsad("recode")
    assert "8 reports coded anew" in done.text
    assert "marsad events --withdrawn" in done.text
    assert len(marsad("events", "--withdrawn", "--jsonl").out.splitlines()) == 6
    assert "now " in marsad("events", "--withdrawn").text.splitlines()[0]
    one = lines[0]["before"]
    (found,) = map(json.loads, marsad("events", "--withdrawn", "--event", one, "--jsonl").out.splitlines())
    assert (found["event_id"], found["withdrawn"]["became"]) == (one, lines[0]["after"])
    assert marsad("events", "--withdrawn", "--type", "Battles").code == 2
    assert "Nothing to code anew" in marsad("recode").text
    assert marsad("verify").code == 0
    assert json.loads(marsad("recode", "--json").out)["inputs"] == 0
    assert recodings.current_version().lexicons in marsad("recode").text

"""The commands of the review, as a person uses them one after the other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Run
from shelves import make_home, reports, write_lines


@pytest.fixture
def kept(tmp_path: Path, marsad: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a few reports."""
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(home))
    monkeypatch.setenv("MARSAD_USER", "سلمى")
    assert marsad("add", write_lines(tmp_path / "in.jsonl", reports(12))).code == 0
    return home


def read(marsad: Run, *words: object) -> Any:
    """The JSON that a command prints."""
    ended = marsad(*words, "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def test_a_round_of_review(kept: Path, marsad: Run) -> None:
    waiting = read(marsad, "queue")
    first = read(marsad, "review", "next")
    assert first["event"]["event_id"] == waiting["waiting"][0]["event_id"]
    assert first["report"]["text"]
    accepted = read(marsad, "review", "accept")
    assert (accepted["by"], accepted["action"], accepted["parts"]) == ("سلمى", "accept", [[first["event"]["event_id"]]])
    assert read(marsad, "queue")["count"] == waiting["count"] - 1
    second = read(marsad, "review", "next")["event"]["event_id"]
    assert second != first["event"]["event_id"]
    marsad("review", "skip")
    assert read(marsad, "review", "next")["event"]["event_id"] != second
    marsad("review", "reject", "2", second[:10], "--words", "كلام عام")
    shown = read(marsad, "review", "show", second)
    assert (shown["status"], shown["reason"]) == ("rejected", "general-statement")
    assert json.loads(marsad("events", "--jsonl", "--status", "rejected").out)["event_id"] == second
    read(marsad, "review", "undo")
    assert read(marsad, "review", "show", second)["status"] == "unreviewed"
    read(marsad, "review", "redo")
    told = marsad("review", "log").text
    assert [line.split()[4] for line in told.splitlines()] == ["accept", "reject", "undo", "redo"]
    assert "كلام عام" in told


def test_an_edit_with_words_of_the_report(kept: Path, marsad: Run) -> None:
    event = read(marsad, "review", "next")
    name, word = event["event"]["event_id"], event["report"]["text"].split()[0]
    ended = marsad("review", "edit", "date", "2022-03-01", "--quote", word)
    assert ended.code == 0, ended.err
    shown = read(marsad, "review", "show", name)
    assert (shown["status"], shown["event"]["date"], list(shown["edited"])) == ("edited", "2022-03-01", ["date"])
    assert word in [one["text"] for one in shown["event"]["evidence"] if one["field"] == "date"]
    told = marsad("review", "show", name).text
    assert "corrected by a person" in told
    refused = marsad("review", "edit", "date", "2022-03-01", "--quote", "لا يوجد", "--event", name)
    assert (refused.code, "does not stand in the report" in refused.err) == (1, True)


def test_what_cannot_be_done_says_what_can(kept: Path, marsad: Run) -> None:
    for words, remedy in (
        (("review", "accept"), "marsad review next"),
        (("review", "accept", "zz"), "marsad queue"),
        (("review", "undo"), "nothing to undo"),
        (("review", "undo", "7"), "marsad review log"),
        (("review", "merge", "zz", "yy"), "marsad incidents"),
        (("review", "judge", "zz", "yy", "same"), "marsad queue"),
        (("review", "sample", "5", "--coder", "حسن"), "accepted or edited"),
    ):
        ended = marsad(*words)
        assert (ended.code, remedy in ended.err) == (1, True), ended.err
    assert "marsad review sample" in marsad("agreement").text
    assert "marsad review sample" in marsad("review", "blind").text
    assert "4 duplicate" in " ".join(marsad("review", "reasons").text.split())


def test_expected_version(kept: Path, marsad: Run) -> None:
    event = read(marsad, "review", "next")["event"]["event_id"]
    assert marsad("review", "accept", event, "--expected", "0").code == 0
    ended = marsad("review", "reject", "1", event, "--expected", "0", "--by", "حسن")
    assert (ended.code, "decided on it meanwhile" in ended.err) == (1, True)


def test_incidents_are_merged_and_split(kept: Path, marsad: Run) -> None:
    incidents = read(marsad, "incidents")
    one, other = incidents[0], incidents[1]
    merged = read(marsad, "review", "merge", one["incident_id"], other["incident_id"])
    assert merged["action"] == "merge"
    together = sorted([*one["events"], *other["events"]])
    found = next(one for one in read(marsad, "incidents") if together[0] in one["events"])
    assert sorted(found["events"]) == together
    assert marsad("review", "confirm", found["incident_id"], "--words", "مصدران").code == 0
    assert next(one for one in read(marsad, "incidents") if together[0] in one["events"])["status"] == "confirmed"
    assert marsad("review", "split", *one["events"]).code == 0
    kept_apart = {tuple(one["events"]) for one in read(marsad, "incidents")}
    assert {tuple(one["events"]) for one in incidents} == kept_apart


def test_a_sample_is_coded_twice(kept: Path, marsad: Run) -> None:
    for _ in range(3):
        marsad("review", "next")
        marsad("review", "accept")
    assert marsad("review", "sample", "2", "--coder", "حسن", "--hide", "all", "--by", "ليلى").code == 0
    blind = read(marsad, "review", "blind", "--by", "حسن")
    assert (blind["left"], blind["event"]["event_type"]) == (2, "")
    assert "announces" in marsad("review", "blind", "--by", "حسن").text
    values = ("sub_event_type=Sexual violence", "date=2022-03-01")
    assert marsad("review", "code", *values, "--by", "حسن").code == 0
    assert marsad("review", "code", "--none", "--by", "حسن").code == 0
    measured = {one["slot"]: one for one in read(marsad, "agreement")}
    assert (measured["event"]["units"], measured["event"]["percent"]) == (2, 0.5)
    assert "sub_event_type" in marsad("agreement", "--machine").text
    disputed = sorted(read(marsad, "review", "disputes"))
    assert len(disputed) == 2
    assert marsad("review", "accept", disputed[0], "--settle", "--by", "ليلى").code == 0
    assert disputed[1] in marsad("review", "disputes").text
    assert disputed[0] not in marsad("review", "disputes").text


def test_a_person_can_be_erased_and_the_decisions_stay(kept: Path, marsad: Run) -> None:
    event = read(marsad, "review", "next", "--by", "شاهد")["event"]["event_id"]
    marsad("review", "skip", event, "--by", "شاهد")
    marsad("review", "reject", "6", event, "--words", "قال لي أبو محمد", "--by", "شاهد")
    assert marsad("erase", "--person", "شاهد", "--yes").code == 0
    told = marsad("review", "log").text
    assert "(erased)" in told
    assert "شاهد" not in told
    assert "أبو محمد" not in told
    assert read(marsad, "review", "show", event)["status"] == "rejected"
    assert marsad("verify").code == 0
    assert not [path for path in kept.glob("marsad.sqlite*") if "شاهد".encode() in path.read_bytes()]


def test_a_name_is_ignored_and_listed_again(kept: Path, marsad: Run) -> None:
    assert marsad("review", "ignored").text == "No name is ignored.\n"
    done = read(marsad, "review", "ignore", "مجموعة مسلحة")
    assert (done["action"], done["by"], done["detail"]) == ("ignore", "سلمى", {"kind": "actor", "name": "مجموعة مسلحة"})
    read(marsad, "review", "ignore", "الأطراف", "--place")
    assert "«الأطراف»" in marsad("review", "log").text
    assert [line.split()[-1] for line in marsad("review", "ignored").text.splitlines()] == ["مسلحة", "الأطراف"]
    again = marsad("review", "ignore", "مجموعه مسلحه")
    assert (again.code, f"undo {done['number']}" in again.err) == (1, True)
    read(marsad, "review", "undo", done["number"])
    (left,) = map(json.loads, marsad("review", "ignored", "--json").text.splitlines())
    assert (left["kind"], left["name"], left["by"]) == ("place", "الأطراف", "سلمى")

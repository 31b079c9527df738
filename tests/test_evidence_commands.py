"""The commands of the evidence store as people and programs call them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import makers
from conftest import Run
from shelves import make_home, reports, write_lines


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "in"
    path.mkdir()
    write_lines(path / "a.jsonl", reports(8))
    (path / "b.jsonl").write_bytes(b"[]\n" + (path / "a.jsonl").read_bytes().splitlines()[0] + b"\n")
    return path


def test_add_tells_what_became_of_everything(marsad: Run, home: Path, folder: Path) -> None:
    ended = marsad("add", folder)
    assert ended.code == 1
    assert "10 received (10 new)" in ended.text
    assert f"kept in {home}" in ended.text
    assert "b.jsonl, line 1: not a JSON object" in ended.err
    assert f"duplicate: {folder}/" in ended.text
    again = marsad("add", folder)
    assert (again.code, "10 already here" in again.text) == (1, True)


def test_status_adds_up(marsad: Run, home: Path, folder: Path) -> None:
    zeros = json.loads(marsad("status", "--json").out)
    names = ["accepted", "coded", "no_event", "unreadable", "queued", "duplicate"]
    assert zeros == dict.fromkeys(names, 0)
    assert not (home / "marsad.sqlite").exists()
    marsad("add", folder)
    counts = json.loads(marsad("status", "--json").out)
    assert list(counts) == names
    assert counts == {"accepted": 10, "coded": 6, "no_event": 2, "unreadable": 1, "queued": 0, "duplicate": 1}
    assert "marsad status --list unreadable" in marsad("status").text
    assert "line 1: not a JSON object. Write" in marsad("status", "--list", "unreadable").text
    (copy,) = [json.loads(line) for line in marsad("status", "--list", "duplicate", "--json").out.splitlines()]
    assert copy["duplicate_of"]
    assert marsad("status", "--list", "lost").code == 2
    assert "line 2 [jsonl]" in marsad("status", "--list", "coded").text
    assert json.loads(marsad("status", "--list", "coded", "--json").text.splitlines()[0])["extractor"] == "jsonl"


def test_the_queue_is_explained_and_resumed(marsad: Run, home: Path, folder: Path) -> None:
    ended = marsad("add", folder, "--no-code", "--json")
    summary = json.loads(ended.out)
    assert summary["states"]["queued"] == 9
    assert "marsad add codes them" in marsad("status").text
    ended = marsad("add")
    assert (ended.code, "9 coded from the queue" in ended.text) == (0, True)
    assert json.loads(marsad("status", "--json").out)["queued"] == 0
    ended = marsad("add")
    assert (ended.code, "Give files or folders" in ended.err) == (2, True)


def test_receipts_are_lines_with_the_hash_of_what_is_on_the_disk(marsad: Run, home: Path, folder: Path) -> None:
    lines = [json.loads(line) for line in marsad("add", folder / "a.jsonl", "--receipts").out.splitlines()]
    assert len(lines) == 8
    for line in lines:
        key = line["sha256"]
        assert (home / "objects" / key[:2] / key[2:4] / key).is_file()


def test_events_are_those_of_code(marsad: Run, home: Path, folder: Path) -> None:
    coded = [json.loads(line) for line in marsad("code", folder / "a.jsonl", "--jsonl").out.splitlines()]
    wanted = {event["event_id"]: event for one in coded for event in one["events"]}
    marsad("add", folder / "a.jsonl")
    found = [json.loads(line) for line in marsad("events", "--jsonl").out.splitlines()]
    assert {event["event_id"] for event in found} == wanted.keys()
    for event in found:
        assert event.pop("report")["id"] == event["report_id"]
        assert event.pop("text_version")
        assert event == wanted[event["event_id"]]
    assert len(marsad("events").text.splitlines()) == len(found)


def test_sources_show_health_by_outlet(marsad: Run, home: Path, folder: Path) -> None:
    marsad("add", folder)
    found = {line["source"]: line for line in json.loads(marsad("sources", "--json").out)}
    assert found["مرصد 1"]["accepted"] == 3
    assert found["مرصد 1"]["last"] == "2022-08-10"
    assert found[str(folder / "b.jsonl")]["unreadable"] == 1
    assert sum(line["accepted"] for line in found.values()) == 10
    assert "مرصد 1" in marsad("sources").text


def test_an_archive_is_one_source_however_deep_its_items_lie(marsad: Run, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(makers.archive({"a.txt": b"x", "b.csv": f"text\n{makers.TEXT}\n".encode(), "c.bin": b"\0\1"}))
    marsad("add", path)
    assert [(s["source"], s["accepted"]) for s in json.loads(marsad("sources", "--json").out)] == [(str(path), 3)]


def test_verify_and_package(marsad: Run, home: Path, folder: Path, tmp_path: Path) -> None:
    assert marsad("package", "-o", tmp_path / "bag").code == 1  # nothing kept yet
    marsad("add", folder)
    ended = marsad("verify")
    assert (ended.code, "intact" in ended.text) == (0, True)
    ended = marsad("package", "-o", tmp_path / "bag")
    assert ended.code == 0
    done = subprocess.run([sys.executable, tmp_path / "bag" / "verify.py"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "intact\n")
    assert "something here already" in marsad("package", "-o", tmp_path / "bag").err
    path = next(path for path in (home / "objects").rglob("*") if path.is_file())
    path.chmod(0o600)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    ended = marsad("verify")
    assert (ended.code, path.name in ended.err) == (1, True)
    told = json.loads(marsad("verify", "--json").out)
    assert (told["intact"], len(told["changed"])) == (False, 1)


def test_a_damaged_database_is_named_without_a_traceback(marsad: Run, home: Path, folder: Path) -> None:
    (home / "marsad.sqlite").write_bytes(b"\0" * 5000)
    for words in (["add", folder], ["status"], ["verify"], ["events", "--jsonl"]):
        ended = marsad(*words)
        assert ended.code == 1, words
        assert "marsad.sqlite" in ended.err


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_same_events_whatever_the_hash_seed_and_zone(
    fresh_marsad: Run, marsad: Run, home: Path, folder: Path, tmp_path: Path, seed: str
) -> None:
    marsad("add", folder)
    place = str(make_home(tmp_path / "other"))
    other = {"MARSAD_HOME": place, "PYTHONHASHSEED": seed, "TZ": "Asia/Damascus", "LC_ALL": "C"}
    fresh_marsad("add", folder, **other)
    assert fresh_marsad("events", "--jsonl", **other).out == marsad("events", "--jsonl").out

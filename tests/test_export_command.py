"""``marsad export``: what the filter means and no more, counts first, a sidecar, a line in the audit log."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT, Run
from marsad.export import profile_names
from marsad.export.profiles.jsonl import iter_entries


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample bulletin and a report from a camp."""
    home = tmp_path_factory.mktemp("added")
    (home / "cache").symlink_to(Path(os.environ["MARSAD_HOME"]) / "cache")
    reports = [str(ROOT / "examples" / name) for name in ("bulletin.jsonl", "hasakah-hol-camp.txt")]
    command = [sys.executable, "-m", "marsad", "add", *reports]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "MARSAD_HOME": str(home)})
    return home


@pytest.fixture
def kept(added: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to export to; the data folder is a copy of its own."""
    shutil.copytree(added, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    return tmp_path


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def test_counts_are_said_and_the_sidecar_written(kept: Path, marsad: Run) -> None:
    path = kept / "events.csv"
    ended = marsad("export", "--profile", "acled", "-o", path)
    assert ended.code == 0, ended.err
    about = json.loads((kept / "events.csv.about.json").read_bytes())
    assert ended.err.startswith(f"marsad: {about['rows']} of the {about['asked']} incidents that fit go to {path}")
    assert ended.text.startswith(f"{path}: {about['rows']} incidents\n")
    assert len(rows(path)) == about["rows"] > 0


def test_the_export_is_what_the_filter_means(kept: Path, marsad: Run) -> None:
    listed = json.loads(marsad("incidents", "--json").out)
    wanted = {one["incident_id"] for one in listed if one["event_type"] == "Battles"}
    assert marsad("export", "-p", "jsonl", "-o", kept / "b.jsonl", "--type", "Battles").code == 0
    found = list(iter_entries(kept / "b.jsonl"))
    assert wanted <= {entry.incident.incident_id for entry in found}
    assert all(any(one.event.event_type == "Battles" for one in entry.tellings) for entry in found)
    assert json.loads((kept / "b.jsonl.about.json").read_bytes())["filter"] == "event_type=Battles"


def test_everything_kept_comes_out_of_jsonl(kept: Path, marsad: Run) -> None:
    marsad("export", "-p", "jsonl", "-o", kept / "all.jsonl", "--disclose", "sites", "--disclose", "witnesses")
    events = [json.loads(line) for line in marsad("events", "--jsonl").out.splitlines()]
    found = list(iter_entries(kept / "all.jsonl"))
    told = [telling.event.event_id for entry in found for telling in entry.tellings]
    assert sorted(told) == sorted(event["event_id"] for event in events)
    assert all(entry.incident.events == [one.event.event_id for one in entry.tellings] for entry in found)


def test_numbers_stay_from_one_export_to_the_next(kept: Path, marsad: Run) -> None:
    marsad("export", "-p", "acled", "-o", kept / "a.csv")
    before = {row["event_id_cnty"]: row["notes"] for row in rows(kept / "a.csv")}
    marsad("add", ROOT / "examples/reports.jsonl")
    marsad("export", "-p", "acled", "-o", kept / "b.csv")
    after = {row["event_id_cnty"]: row["notes"] for row in rows(kept / "b.csv")}
    assert before.keys() <= after.keys()
    assert len(after) > len(before)
    assert sum(after[number] == notes for number, notes in before.items()) > 0.8 * len(before)


def test_same_store_same_bytes(kept: Path, marsad: Run) -> None:
    for name in ("xlsx", "gpkg"):
        marsad("export", "-p", name, "-o", kept / f"a.{name}")
        marsad("export", "-p", name, "-o", kept / f"b.{name}")
        assert (kept / f"a.{name}").read_bytes() == (kept / f"b.{name}").read_bytes()


def test_the_camp_stays_behind_unless_disclosed(kept: Path, marsad: Run) -> None:
    marsad("export", "-p", "jsonl", "-o", kept / "a.jsonl")
    assert "مخيم الهول" not in (kept / "a.jsonl").read_text(encoding="utf-8")
    marsad("export", "-p", "jsonl", "-o", kept / "a.jsonl", "--disclose", "sites")
    assert "مخيم الهول" in (kept / "a.jsonl").read_text(encoding="utf-8")
    assert json.loads((kept / "a.jsonl.about.json").read_bytes())["disclosed"] == ["sites"]


def test_every_export_is_in_the_audit_log(kept: Path, marsad: Run) -> None:
    marsad("export", "-p", "hxl", "-o", kept / "a.csv", "--text", "قصف", "--shape", "range")
    about = json.loads((kept / "a.csv.about.json").read_bytes())
    log = marsad("audit", "log").text
    assert about["sha256"][:12] in log
    assert "exported" in log
    assert marsad("verify").code == 0


def test_a_name_that_no_incident_has_is_said(kept: Path, marsad: Run) -> None:
    ended = marsad("export", "-p", "acled", "-o", kept / "a.csv", "--outlet", "لا أحد")
    assert ended.code == 0
    assert "0 of the 0 incidents" in ended.err
    assert "no event has outlet لا أحد" in ended.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-p", "shapefile"), ", ".join(profile_names())),
        (("-p", "acled", "--fatalities", "most"), "best, low, acled"),
        (("-p", "acled", "--disclose", "all"), "persons, witnesses, sites"),
        (("-p", "acled", "--made", "yesterday"), "2021-03-10T08:30:00+03:00"),
    ],
)
def test_what_cannot_be_asked_is_refused(words: tuple[str, ...], told: str, kept: Path, marsad: Run) -> None:
    ended = marsad("export", *words, "-o", kept / "x")
    assert ended.code == 2
    assert told in " ".join(ended.err.replace("│", " ").split())
    assert not (kept / "x").exists()


def test_help_names_every_profile(marsad: Run) -> None:
    told = " ".join(marsad("export", "--help").text.split())
    assert ", ".join(profile_names()) in told


def test_nothing_kept_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, marsad: Run) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "empty"))
    ended = marsad("export", "-p", "acled", "-o", tmp_path / "a.csv")
    assert ended.code == 1
    assert "Add reports first" in ended.err


def test_other_commands_read_an_export(kept: Path, marsad: Run) -> None:
    marsad("export", "-p", "jsonl", "-o", kept / "all.jsonl")
    from marsad.cli.incident_inputs import load_incidents

    told = [entry.incident for entry in iter_entries(kept / "all.jsonl")]
    assert load_incidents(kept / "all.jsonl") == told

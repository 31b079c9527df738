"""Incidents in the store: kept up to date bit by bit as from scratch, listed and explained."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conftest import ROOT, Run
from decided import Bench, clash, mine, open_bench
from incident_corpus import load_reports
from marsad.batch import Facts
from marsad.custody import Intake
from marsad.incidents import is_current, list_incidents, listings, update_incidents
from marsad.incidents.standings import Standings
from marsad.ingest import iter_inputs
from marsad.link import link_tellings
from marsad.model import Incident
from marsad.review import decide
from marsad.review.judgements import find_judgements
from marsad.review.proposals import Dispute, Judge, Merge, Reject, Split, Undo
from marsad.store import Store, open_store
from marsad.store.incidents import forget_all, write_linkage
from shelves import make_home, write_lines

TEN = ROOT / "examples/manbij-ten-reports.jsonl"
TEXTS = [f"تقرير رقم {number}: اندلعت أمس الثلاثاء اشتباكات في بلدة العشارة" for number in range(6)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(path))
    return path


def rows_of(store: Store) -> list[Incident]:
    with store.transaction() as connection:
        return list_incidents(connection)


def from_scratch(store: Store) -> list[Incident]:
    with store.transaction() as connection:
        forget_all(connection)
        write_linkage(connection, "another version", 0)
    update_incidents(store)
    return rows_of(store)


@pytest.mark.parametrize("seed", range(4))
def test_linking_bit_by_bit_is_linking_from_scratch(tmp_path: Path, backend: object, seed: int) -> None:
    chooser = random.Random(seed)
    rows = [{key: row[key] for key in ("id", "outlet", "published", "title", "text")} for row in load_reports("open")]
    rows = chooser.sample(rows, 60)
    with open_store(make_home(tmp_path / "home"), write=True) as store:
        while rows:
            some, rows = rows[: (size := chooser.randint(4, 20))], rows[size:]
            path = write_lines(tmp_path / f"{len(rows)}.jsonl", some)
            list(Intake(store, Facts()).add(iter_inputs([str(path)])))
            events = [event for incident in rows_of(store) for event in incident.events]
            if len(events) > 1:  # judgements come and go
                a, b = chooser.sample(sorted(events), 2)
                decide(store, Judge(by="سلمى", a=a, b=b, verdict=chooser.choice(["same", "different", "unsure"])))
                if chooser.random() < 0.4:
                    decide(store, Undo(by="سلمى"))
            update_incidents(store)
            with store.transaction() as connection:
                assert is_current(connection)
        found = rows_of(store)
        assert from_scratch(store) == found
        with store.transaction() as connection:
            tellings = Standings(connection).tellings(event for incident in found for event in incident.events)
            assert link_tellings(list(tellings), find_judgements(connection)) == found  # type: ignore[arg-type]
        assert any(len(incident.reports) > 2 for incident in found)


def told(bench: Bench) -> list[list[str]]:
    update_incidents(bench.store)
    return sorted(sorted(incident.events) for incident in rows_of(bench.store))


def test_recoding_withdrawing_and_rejecting_are_followed(tmp_path: Path, backend: object) -> None:
    with open_bench(make_home(tmp_path / "home")) as bench:
        reports = bench.add(*TEXTS)
        for report, text in zip(reports, TEXTS, strict=True):
            bench.code(report, [coded(report, text)], text)
        names = sorted(f"{report[:8]}-clash" for report in reports)
        assert told(bench) == [names]
        bench.code(reports[0], [coded(reports[0], TEXTS[0], date="2021-03-07")], TEXTS[0])
        assert told(bench) == sorted([[names_of(reports[:1])[0]], sorted(names_of(reports[1:]))])
        bench.code(reports[1], [], TEXTS[1])
        assert told(bench) == sorted([names_of(reports[:1]), sorted(names_of(reports[2:]))])
        bench.take(Reject(by="سلمى", event=names_of(reports[2:])[0], reason="duplicate"))
        update_incidents(bench.store)
        found = {len(incident.events): incident for incident in rows_of(bench.store)}
        assert (found[4].status, found[4].origins) == ("unreviewed", 1)
        assert found[4] == next(i for i in from_scratch(bench.store) if len(i.events) == 4)


def coded(report: str, text: str, **changes: Any) -> Any:
    event = clash(report, **changes)
    kept = [item for item in event.evidence if item.text in text]
    moved = [msgspec.structs.replace(item, start=text.index(item.text)) for item in kept]
    whole = [msgspec.structs.replace(item, end=item.start + len(item.text)) for item in moved]
    return msgspec.structs.replace(event, evidence=whole)


def names_of(reports: list[str]) -> list[str]:
    return [f"{report[:8]}-clash" for report in reports]


def test_incidents_listed_some_days_at_a_time_are_those_listed_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [{key: row[key] for key in ("id", "outlet", "published", "title", "text")} for row in load_reports("open")]
    path = write_lines(tmp_path / "all.jsonl", rows[:120])
    with open_store(make_home(tmp_path / "home"), write=True) as store:
        list(Intake(store, Facts()).add(iter_inputs([str(path)])))
        update_incidents(store)
        together = rows_of(store)
        monkeypatch.setattr(listings, "_MANY", 1)
        assert rows_of(store) == together
    assert any(incident.related for incident in together)


def test_nothing_is_linked_anew_when_nothing_changed(tmp_path: Path) -> None:
    with open_bench(make_home(tmp_path / "home")) as bench:
        (report,) = bench.add("نص")
        bench.code(report, [clash(report), mine(report)])
        assert update_incidents(bench.store) == 2
        assert update_incidents(bench.store) == 0


def test_what_people_decide_on_incidents_is_followed_and_can_be_taken_back(tmp_path: Path, backend: object) -> None:
    with open_bench(make_home(tmp_path / "home")) as bench:
        (report,) = bench.add("نص")
        bench.code(report, [clash(report), mine(report)])
        before = told(bench)
        assert len(before) == 2
        bench.take(Merge(by="سلمى", parts=before))
        assert told(bench) == [sorted(event for group in before for event in group)]
        bench.take(Split(by="سلمى", parts=before))
        assert told(bench) == before
        bench.take(Undo(by="سلمى"))
        bench.take(Undo(by="سلمى"))
        assert told(bench) == before
        bench.take(Dispute(by="سلمى", events=before[0], words="ينفيه الأهالي"))
        update_incidents(bench.store)
        assert [i.status for i in rows_of(bench.store) if i.events == before[0]] == ["disputed"]


# -- commands ----------------------------------------------------------------------------------------------


def test_the_disagreement_in_tolls_of_ten_reports_is_seen_in_one_command(marsad: Run, home: Path) -> None:
    marsad("add", TEN)
    (found,) = json.loads(marsad("incidents", "--json").out)
    assert (len(found["reports"]), found["location"]["name_en"], found["date"]) == (10, "Manbij", "2025-02-03")
    killed = next(toll for toll in found["casualties"] if toll["outcome"] == "killed")
    assert (killed["low"], killed["best"], killed["high"]) == (9, 21, 21)
    assert {said["value"]["best"] for said in killed["said"]} == {9, 15, 19, 20, 21}
    assert [step["best"] for step in found["timeline"] if step["outcome"] == "killed"][-2:] == [21, 21]
    assert found["origins"] < 10  # three tell what the civil defence said
    shown = marsad("incidents", "explain", found["incident_id"][:6]).text
    for words in ("عنب بلدي ← الدفاع المدني السوري", "9-21, best 21", "independent origins", "9 and 10", "same_killed"):
        assert words in shown, words
    assert "killed 9-21, best 21" in marsad("incidents").text


def test_explain_takes_an_event_and_gives_json(marsad: Run, home: Path) -> None:
    marsad("add", TEN)
    event = json.loads(marsad("events", "--jsonl").out.splitlines()[3])["event_id"]
    found = json.loads(marsad("incidents", "explain", event, "--json").out)
    assert event in found["incident"]["events"]
    assert (len(found["members"]), len(found["pairs"])) == (10, 45)
    lines = found["pairs"][0]["lines"]
    assert {line["feature"] for line in lines} >= {"same_day", "same_place", "(intercept)"}
    assert all(line["meaning"] for line in lines)


def test_lines_since_and_files(marsad: Run, home: Path, tmp_path: Path) -> None:
    marsad("add", TEN, ROOT / "examples/reports.jsonl", "--published", "2024-06-05")
    lines = [json.loads(line) for line in marsad("incidents", "--jsonl").out.splitlines()]
    assert lines == json.loads(marsad("incidents", "--json").out)
    assert [line["date"] or "9999" for line in lines] == sorted(line["date"] or "9999" for line in lines)
    late = json.loads(marsad("incidents", "--json", "--since", "2025-01-01").out)
    assert late == [line for line in lines if (line["date_end"] or line["date"] or "9999") >= "2025-01-01"]
    assert len(late) < len(lines)
    ended = marsad("incidents", "-o", tmp_path / "incidents.jsonl")
    assert (ended.code, (tmp_path / "incidents.jsonl").read_bytes()) == (0, marsad("incidents", "--jsonl").out)
    assert marsad("verify").code == 0
    events = [json.loads(line)["event_id"] for line in marsad("events", "--jsonl").out.splitlines()]
    assert sorted(events) == sorted(event for line in lines for event in line["events"])


def test_pairs_in_doubt_are_listed_until_somebody_judges_them(marsad: Run, home: Path, tmp_path: Path) -> None:
    charge = "انفجرت عبوة ناسفة في مدينة عفرين اليوم، ما أدى إلى مقتل ستة أشخاص."
    rows = [
        {"id": "a", "published": "2021-10-12", "outlet": "أ", "text": charge},
        {"id": "b", "published": "2021-10-12", "outlet": "ب", "text": "انفجرت سيارة مفخخة في مدينة عفرين اليوم."},
    ]
    marsad("add", write_lines(tmp_path / "two.jsonl", rows))
    (pair,) = json.loads(marsad("incidents", "doubtful", "--json").out)
    assert 0.2 <= pair["p"] < 0.5
    assert len({pair["incident_a"], pair["incident_b"]}) == 2
    assert pair["a"] in marsad("incidents", "doubtful").text
    with open_store(home, write=True) as store:
        decide(store, Judge(by="سلمى", a=pair["a"], b=pair["b"], verdict="unsure"))
    assert json.loads(marsad("incidents", "doubtful", "--json").out) == []
    assert len(json.loads(marsad("incidents", "--json").out)) == 2


def test_wrong_usage_is_named(marsad: Run, home: Path) -> None:
    assert json.loads(marsad("incidents", "--json").out) == []
    assert "marsad add" in marsad("incidents").text
    assert not (home / "marsad.sqlite").exists()
    assert marsad("incidents", "--since", "yesterday").code == 2
    assert marsad("incidents", "--json", "--jsonl").code == 2
    ended = marsad("incidents", "explain", "i0")
    assert (ended.code, "marsad incidents lists them" in ended.err) == (1, True)

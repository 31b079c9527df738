"""The command line: exit codes, nothing but results on standard output, bad inputs named and the others still coded."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

import marsad as package
from conftest import ROOT, Run
from marsad.export.profiles.acled import COLUMNS

CLASH = (
    "اندلعت اشتباكات بين الدفاع الوطني والحرس الثوري في مدينة العشارة بريف دير الزور أمس الثلاثاء، قتل فيها عنصران.\n"
)
MINE = "انفجر لغم أرضي بسيارة مدنية في بلدة هجين شرقي دير الزور يوم 3 آذار 2021، ما أدى إلى مقتل طفل.\n"


@pytest.fixture
def clash(tmp_path: Path) -> Path:
    path = tmp_path / "اشتباك.txt"
    path.write_text(CLASH, encoding="utf-8")
    return path


def lines(out: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


# -- what comes out ----------------------------------------------------------------------------------------


def test_jsonl_gives_one_object_a_report_with_exact_evidence(marsad: Run, clash: Path) -> None:
    ended = marsad("code", clash, "--published", "2021-03-10", "--jsonl")
    assert (ended.code, ended.err) == (0, "")
    (coded,) = lines(ended.out)
    assert list(coded) == ["report", "events"]
    event = coded["events"][0]
    assert (event["sub_event_type"], event["date"]) == ("Armed clash", "2021-03-09")
    assert event["location"]["name_en"] == "Al-Asharah"
    text = coded["report"]["text"]
    assert event["evidence"]
    assert all(text[e["start"] : e["end"]] == e["text"] for e in event["evidence"])


def test_json_gives_one_array(marsad: Run, clash: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(MINE, encoding="utf-8")
    ended = marsad("code", clash, tmp_path / "b.txt", "--json")
    assert [len(coded["events"]) > 0 for coded in json.loads(ended.out)] == [True, True]
    (tmp_path / "empty").mkdir()
    ended = marsad("code", tmp_path / "empty", "--json")
    assert (ended.code, json.loads(ended.out)) == (1, [])


def test_jsonl_input_keeps_its_own_facts(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    rows = [
        {"id": "أ-1", "url": "https://example.org/1", "outlet": "مرصد", "published": "2021-03-10", "text": CLASH},
        {"text": MINE},
    ]
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ended = marsad("code", path, "--published", "2022-01-05", "--outlet", "نشرة", "--jsonl")
    first, second = (coded["report"] for coded in lines(ended.out))
    assert (first["external_id"], first["url"], first["outlet"]) == ("أ-1", "https://example.org/1", "مرصد")
    assert first["published"] == "2021-03-10"
    assert (second["external_id"], second["outlet"], second["published"]) == (None, "نشرة", "2022-01-05")
    assert "--published 2022-01-05; used 2021-03-10" in ended.err


def test_output_file_appears_whole(marsad: Run, clash: Path, tmp_path: Path) -> None:
    target = tmp_path / "out" / "events.jsonl"
    target.parent.mkdir()
    target.write_text("before")
    ended = marsad("code", clash, "--published", "2021-03-10", "-o", target)
    assert (ended.code, ended.out) == (0, b"")
    assert len(lines(target.read_bytes())) == 1
    assert [path.name for path in target.parent.iterdir()] == ["events.jsonl"]


def test_table_shows_the_arabic_words(marsad: Run, clash: Path) -> None:
    ended = marsad("code", clash, "--published", "2021-03-10")
    assert ended.code == 0
    for shown in ("Battles / Armed clash", "2021-03-09", "أمس الثلاثاء", "Al-Asharah", "الحرس الثوري", "confidence"):
        assert shown in ended.text
    assert "\x1b" not in ended.text


def test_report_cannot_move_the_screen(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("قتل عنصر من \x1b[31m«الدفاع\u202e الوطني» في العشارة أمس\n", encoding="utf-8")
    for command in ("code", "explain"):
        ended = marsad(command, path)
        assert "\x1b" not in ended.text
        assert "\u202e" not in ended.text


def test_report_without_events_is_still_there(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("افتتح معرض الكتاب السنوي في المدينة بمشاركة عشرات دور النشر.\n", encoding="utf-8")
    assert [coded["events"] for coded in lines(marsad("code", path, "--jsonl").out)] == [[]]
    assert "No event in this report" in marsad("code", path).text


def test_same_bytes_whatever_the_surroundings(fresh_marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    texts = sorted((ROOT / "tests/gold/texts").glob("a*.txt"))[:8]
    rows = [{"id": t.stem, "published": "2021-03-10", "text": t.read_text(encoding="utf-8")} for t in texts] * 5
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    plain = fresh_marsad("code", path, "--jsonl", PYTHONHASHSEED="0", TZ="UTC")
    assert plain.code == 0
    other = fresh_marsad(
        "code", path, "--jsonl", "--processes", 2, PYTHONHASHSEED="4242", TZ="Asia/Damascus", LC_ALL="POSIX",
        PYTHONUTF8="0", PYTHONIOENCODING="ascii", COLUMNS="40",
    )  # fmt: skip
    assert other.out == plain.out
    assert other.code == 0


def test_standard_input(fresh_marsad: Run) -> None:
    ended = fresh_marsad("code", "-", "--published", "2021-03-10", "--jsonl", stdin=CLASH.encode())
    assert lines(ended.out)[0]["events"][0]["date"] == "2021-03-09"


# -- bad inputs --------------------------------------------------------------------------------------------

BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "PNG"),
    "zeros.txt": (b"\x00" * 5000, "NUL"),
    "bytes.txt": ("قتل عنصر ".encode() + b"\xff\xfe\xc3\x28 abc", "not valid UTF-8"),
    "english.txt": (b"Two soldiers were killed in clashes in Deir ez-Zor on Tuesday, sources said.\n", "not Arabic"),
    "persian.txt": (
        "در حمله هوایی به شهر دیرالزور سوریه سه نفر کشته شدند و این حمله را ارتش انجام داد که از آن بود\n".encode(),
        "Persian",
    ),
    "menu.txt": ("فيسبوك\nتويتر\nواتساب\nتلغرام\nاقرأ أيضاً\nالرئيسية\nاتصل بنا\n".encode(), "cleaning"),
    "broken.jsonl": (b'{"text": "\xd9\x82"\n[1, 2]\n{"title": "x"}\n', "line 2"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_and_the_rest_is_coded(name: str, marsad: Run, clash: Path) -> None:
    data, wanted = BAD[name]
    bad = clash.with_name(name)
    bad.write_bytes(data)
    ended = marsad("code", bad, clash, "--published", "2021-03-10", "--jsonl")
    assert ended.code == 1
    assert [len(coded["events"]) for coded in lines(ended.out)] == [1]
    assert name in ended.err
    assert wanted in ended.err
    assert "Traceback" not in ended.err
    assert any(verb in ended.err for verb in ("Give", "Save", "Mend", "Split", "Write"))


def test_missing_file_and_folder_of_many(marsad: Run, clash: Path) -> None:
    ended = marsad("code", clash.parent / "none.txt", clash.parent, "--jsonl")
    assert ended.code == 1
    assert "there is no such file" in ended.err
    assert len(lines(ended.out)) == 1


@pytest.mark.parametrize("name", ["line.txt", "line.jsonl"])
def test_line_of_100_megabytes_ends_soon(name: str, marsad: Run, clash: Path) -> None:
    huge = clash.with_name(name)
    start, end = ('{"text": "', '"}') if name.endswith("l") else ("", "")
    block = "قتل عنصر في هجوم " * 4096
    with huge.open("w", encoding="utf-8") as file:
        file.write(start)
        for _ in range(100 * 1024 * 1024 // len(block.encode()) + 1):
            file.write(block)
        file.write(end)
    began = time.monotonic()
    ended = marsad("code", huge, clash, "--jsonl")
    assert time.monotonic() - began < 20
    assert ended.code == 1
    assert len(lines(ended.out)) == 1
    assert name in ended.err
    assert "Split it" in ended.err


def test_unknown_date_is_said(marsad: Run, clash: Path) -> None:
    ended = marsad("code", clash, "--jsonl")
    assert ended.code == 0
    event = lines(ended.out)[0]["events"][0]
    assert (event["date"], event["date_precision"], event["date_text"]) == (None, "unknown", "أمس الثلاثاء")
    assert "give --published 2021-03-10" in ended.err
    assert clash.name in ended.err


def test_bad_date_in_a_line_is_said(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"published": "يوم ما", "text": CLASH}), encoding="utf-8")
    ended = marsad("code", path, "--jsonl")
    assert ended.code == 0
    assert "is no date" in ended.err


def test_contradictory_metadata_is_said(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = f"مقتل عنصرين في العشارة\nدير الزور - 5 نيسان 2020\n\n{CLASH}"
    path.write_text(json.dumps({"published": "2021-03-10", "text": text}), encoding="utf-8")
    ended = marsad("code", path, "--jsonl")
    assert ended.code == 0
    (coded,) = lines(ended.out)
    assert coded["report"]["published"] == "2021-03-10"
    assert any("2020-04-05" in warning for warning in coded["report"]["warnings"])
    assert "2020-04-05" in ended.err


def test_fault_of_the_coder_costs_one_report(marsad: Run, clash: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from marsad.batch import reports

    whole, calls = reports.clean_text, iter([True, False])

    def faulty(*words: Any) -> Any:
        if next(calls, False):
            raise IndexError("7")
        return whole(*words)

    monkeypatch.setattr(reports, "clean_text", faulty)
    other = clash.with_name("ب.txt")
    other.write_text(CLASH, encoding="utf-8")
    ended = marsad("code", clash, other, "--jsonl")
    assert ended.code == 1
    assert len(lines(ended.out)) == 1
    assert "IndexError" in ended.err
    assert "Traceback" not in ended.err


# -- wrong usage -------------------------------------------------------------------------------------------


def test_wrong_usage_ends_with_2(marsad: Run, clash: Path, tmp_path: Path) -> None:
    target = tmp_path / "كل"
    for words, wanted in (
        (("code",), "INPUT"),
        (("code", clash, "--published", "10 March"), "2021-03-10"),
        (("code", clash, "--published", "2021-02-31"), "2021-03-10"),
        (("code", clash, "--jsonl", "--json"), "Choose one"),
        (("code", clash, "--csv", "xlsx"), "Choose from acled, hxl, ucdp"),
        (("code", clash, "--csv", "acled", "--jsonl"), "exclude each other"),
        (("code", clash, "-o", clash), "among the inputs"),
        (("code", tmp_path, "-o", tmp_path / "o.jsonl"), "among the inputs"),
        (("code", clash, "-o", target / "o.jsonl"), "does not exist"),
        (("code", clash, "--nothing"), "--nothing"),
        (("evaluate",), "--gold"),
        (("nonsense",), "nonsense"),
    ):
        ended = marsad(*words)
        assert (ended.code, ended.out) == (2, b""), words
        assert wanted in ended.err
        assert "Traceback" not in ended.err


# -- the other commands ------------------------------------------------------------------------------------


def test_explain_shows_rules_and_reasons(marsad: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(CLASH + "\nولم تقصف الطائرات البلدة.\n", encoding="utf-8")
    ended = marsad("explain", path, "--published", "2021-03-10")
    assert ended.code == 0
    for shown in ("tokens", "rule bat-clash", "announces event 1", "discarded: negated", "sy-al-asharah", "evidence"):
        assert shown in ended.text
    one = marsad("explain", path, "--sentence", 2).text
    assert "Sentence 2" in one
    assert "Sentence 1" not in one
    assert marsad("explain", path, "--sentence", 9).code == 1


def test_evaluate_gives_the_figures_of_the_scorer(marsad: Run, tmp_path: Path, data_home: Path) -> None:
    gold = ROOT / "tests/gold/gold_a.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    source, coded = tmp_path / "in.jsonl", tmp_path / "coded.jsonl"
    with source.open("w", encoding="utf-8") as file:
        for row in rows:
            text = (gold.parent / "texts" / f"{row['id']}.txt").read_bytes().decode()
            file.write(json.dumps({"text": text} | {k: row[k] for k in ("id", "published", "outlet")}) + "\n")
    marsad("code", source, "-o", coded)
    scorer = [sys.executable, str(gold.parent / "score.py"), str(gold), str(coded)]
    summary = subprocess.run(scorer, capture_output=True, check=True).stdout.decode().splitlines()[-1]
    page = tmp_path / "page.html"
    first = marsad("evaluate", "--gold", gold, "--html", page)
    assert first.text.splitlines()[-1] == summary
    assert "Calibration" in first.text
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "Nothing changed since the last run" in marsad("evaluate", "--gold", gold).text
    assert "core_f1" in json.loads(marsad("evaluate", "--gold", gold, "--json", "--no-keep").out)["metrics"]
    assert len(list((data_home / "evaluations").glob("*.json"))) == 2


def test_gazetteer_lookup_and_import(marsad: Run, tmp_path: Path) -> None:
    found = marsad("gazetteer", "lookup", "إلعشارة".replace("إل", "ال"), "--json")
    assert {place["name_en"] for place in json.loads(found.out)} == {"Al-Asharah"}
    assert marsad("gazetteer", "lookup", "زززز").code == 1
    table = tmp_path / "wrong.csv"
    table.write_text("a,b\n1,2\n", encoding="utf-8")
    ended = marsad("gazetteer", "import", table)
    assert ended.code == 1
    assert "wrong.csv, line 1" in ended.err


def test_lexicon_check_names_file_line_and_remedy(tmp_path: Path) -> None:
    from marsad.lexicon.checks import check_letters, fix_letters

    path = tmp_path / "actors.yaml"
    path.write_text("- id: a\n  name_ar: میلیشیا\n  aliases: [قـوات, \u202eجيش]\n", encoding="utf-8")
    problems = [str(problem) for problem in check_letters(tmp_path)]
    assert len(problems) == 5
    assert all(problem.startswith("actors.yaml, line ") and "--fix" in problem for problem in problems)
    assert fix_letters(tmp_path) == ["actors.yaml"]
    assert path.read_text(encoding="utf-8") == "- id: a\n  name_ar: ميليشيا\n  aliases: [قوات, جيش]\n"
    assert not list(check_letters(tmp_path))


def test_lexicon_schemas_complain(marsad: Run) -> None:
    from marsad.lexicon import schemas

    act = {"id": "x", "type": "Battles", "sub": "Grenade", "plover": "FIGHT", "family": "f", "rank": 1}
    assert [what for what, _ in schemas.check_act(act)] == ["sub is 'Grenade'", "plover is 'FIGHT'"]
    actor = {"id": "x", "name_ar": "س", "name_en": "X", "kind": "navy", "source": "s", "affiliation": [{"to": "y"}]}
    told = [what for what, _ in schemas.check_actor(actor, {"x"})]
    assert told == ["kind is 'navy'", "belongs to 'y', which is no actor"]
    assert json.loads(marsad("lexicon", "stats", "--json").out)["actors"]["entries"] >= 300


def test_version_and_help_are_quick(fresh_marsad: Run) -> None:
    assert fresh_marsad("--version").text == f"marsad {package.__version__}\n"
    code = "import sys; from marsad.cli import app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    heavy = {
        "marsad.pipeline",
        "marsad.batch",
        "marsad.lexicon",
        "ruamel.yaml",
        "selectolax",
        "multiprocessing",
        "rich.table",
    }
    assert not heavy & set(loaded)


def test_python_use() -> None:
    coded = package.code_report(CLASH, published="2021-03-10", outlet="مرصد")
    assert coded.report.outlet == "مرصد"
    assert coded.events[0].date == "2021-03-09"


def test_seed_report(marsad: Run, shared: Path) -> None:
    ended = marsad("code", shared / "seed/sy24-ashara.txt", "--published", "2021-03-10", "--jsonl")
    (coded,) = lines(ended.out)
    clashes = [e for e in coded["events"] if e["sub_event_type"] == "Armed clash"]
    assert [(e["date"], e["location"]["name_en"]) for e in clashes] == [("2021-03-09", "Al-Asharah")]
    assert not any(word in coded["report"]["text"] for word in ("Facebook", "WhatsApp"))
    clash, others = clashes[0], [e for e in coded["events"] if e is not clashes[0]]
    assert sides(clash) == {"1": [NDF], "2": [IRGC]}
    assert [(c["outcome"], c["low"], c["best"]) for c in clash["casualties"]] == [("wounded", 2, None)]
    assert clash["cause"]["category"] == "dispute-money"
    assert {e["event_type"] for e in others} == {"Strategic developments"}
    told = [(e["plover"], sides(e).get("1", []), (e["origin"] or {}).get("name_en")) for e in others]
    assert ("MOBILIZE", [IRGC, "fatemiyoun", "abu-al-fadl-al-abbas-syria"], "Al-Mayadin") in told
    assert {("COERCE", (IRGC,)), ("COERCE", (NDF,)), ("MOBILIZE", (NDF,))} <= {(p, tuple(s)) for p, s, _ in told}
    assert any(p == "CONSULT" and "syrian-security-military-committee-assad" in s for p, s, _ in told)
    assert any(one["event_id"] == clash["event_id"] for e in others for one in e["related"])


NDF, IRGC = "national-defence-forces-syria", "irgc"


def sides(event: dict[str, Any]) -> dict[str, list[str]]:
    """Ids of the actors of an event by side."""
    found: dict[str, list[str]] = {}
    for actor in event["actors"]:
        found.setdefault(str(actor["side"]), []).append(actor["actor_id"])
    return found


def test_a_table_of_all_incidents_is_written_without_keeping_anything(marsad: Run, tmp_path: Path) -> None:
    done = marsad("code", str(ROOT / "examples" / "reports.jsonl"), "--csv", "acled")
    head, *rows = list(csv.reader(io.StringIO(done.text)))
    assert tuple(head) == COLUMNS
    assert len(rows) > 50
    assert all(len(row) == len(head) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert "are not in the table" in done.err

"""The evaluation room: its figures are those of the reference scorer, whatever the predictions."""

from __future__ import annotations

import copy
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from marsad import evaluate
from marsad.errors import GoldError, InputError
from marsad.evaluate import names
from marsad.evaluate.gold import GoldReport
from marsad.evaluate.gsr import gsr_metrics
from marsad.evaluate.tallies import calibrate

HERE = Path(__file__).parent
GOLD = [HERE / "gold" / "gold_a.jsonl", HERE / "gold" / "gold_b.jsonl"]
Row = dict[str, Any]
Change = Callable[[list[Row], random.Random], list[Row]]


@cache
def golds() -> tuple[GoldReport, ...]:
    return tuple(evaluate.load_gold(GOLD))


def coded_event(gold: Row) -> Row:
    """A coded event that says exactly what the gold says."""
    location = {"name": gold["place_ar"], "name_ar": gold["place_ar"], "name_en": gold["place_en"]}
    actors = [
        {"side": side, "mention": accepted[0], "name_ar": accepted[0], "name_en": accepted[-1], "actor_id": None}
        for side, key in (("1", "side1"), ("2", "side2"))
        for accepted in gold[key] or []
    ]
    return {
        **{key: gold[key] for key in ("event_type", "sub_event_type", "date", "factuality", "background")},
        "location": {**location, "lat": gold["lat"], "lon": gold["lon"], "country": gold["country"]},
        "actors": actors,
        "casualties": gold["casualties"] or [],
        "cause": {"category": gold["cause_category"]} if gold["cause_category"] else None,
        "attribution": {"kind": gold["attribution_kind"]} if gold["attribution_kind"] else None,
        "evidence": [],
        "confidence": 0.8,
    }


def perfect() -> list[Row]:
    texts = {report.id: report.text for report in golds()}
    rows = []
    for path in GOLD:
        for line in path.read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            events = [coded_event(event) for event in gold["events"]]
            report = {"id": "0" * 64, "external_id": gold["id"], "url": None, "text": texts[gold["id"]]}
            for event in events:
                event["evidence"] = [{"field": "date", "start": 2, "end": 9, "text": report["text"][2:9]}]
            rows.append({"report": report, "events": copy.deepcopy(events)})
    return rows


def each_event(change: Callable[[Row, random.Random], None]) -> Change:
    def changed(rows: list[Row], dice: random.Random) -> list[Row]:
        for row in rows:
            for event in row["events"]:
                change(event, dice)
        return rows

    return changed


def keep(rows: list[Row], dice: random.Random) -> list[Row]:
    return rows


def drop_events(rows: list[Row], dice: random.Random) -> list[Row]:
    for row in rows:
        row["events"] = [event for event in row["events"] if dice.random() < 0.6]
    return rows


def drop_reports(rows: list[Row], dice: random.Random) -> list[Row]:
    return [row for row in rows if dice.random() < 0.7]


def add_events(rows: list[Row], dice: random.Random) -> list[Row]:
    pool = [event for row in rows for event in row["events"]]
    for row in rows:
        row["events"] += copy.deepcopy(dice.sample(pool, dice.randint(0, 3)))
        dice.shuffle(row["events"])
    return rows


def wrong_date(event: Row, dice: random.Random) -> None:
    event["date"] = dice.choice([None, "", "2020-01-01", "not a date", "2022-04", event["date"], event["date"]])
    if event["date"] and dice.random() < 0.5 and re.fullmatch(r"\d{4}-\d\d-\d\d", event["date"]):
        event["date"] = event["date"][:8] + f"{dice.randint(1, 28):02d}"


def wrong_place(event: Row, dice: random.Random) -> None:
    place = event["location"]
    kind = dice.randrange(6)
    if kind == 0:
        event["location"] = None
    elif kind == 1:
        place |= {"name": "مدينة " + (place["name"] or ""), "name_ar": None, "name_en": None}
    elif kind == 2:
        place |= {"lat": None, "lon": None}
    elif kind == 3 and place["lat"] is not None:
        place |= {"lat": place["lat"] + dice.uniform(-0.4, 0.4), "lon": place["lon"] + dice.uniform(-0.4, 0.4)}
    elif kind == 4:
        place["lon"] = None


def swap_sides(event: Row, dice: random.Random) -> None:
    for actor in event["actors"]:
        actor["side"] = {"1": "2", "2": "1"}.get(str(actor["side"]), "other")


def wrong_actors(event: Row, dice: random.Random) -> None:
    for actor in event["actors"]:
        words = actor["mention"].split()
        actor["mention"] = dice.choice(
            [actor["mention"], words[0], words[-1], f"ميليشيا {actor['mention']}", "عناصر من قسد في البلدة", "", None]
        )
        actor |= {"name_ar": None, "name_en": dice.choice([None, actor["name_en"], "U.S. Forces"])}
        actor["side"] = dice.choice([actor["side"]] * 4 + ["other", 1, 2])
    if dice.random() < 0.2:
        event["actors"] += copy.deepcopy(event["actors"][:1])
    if dice.random() < 0.2:
        event["actors"] = event["actors"][1:]


KINDS = [
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Air/drone strike"),
    ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
    ("Riots", "Mob violence"),
    ("Strategic developments", "Arrests"),
    ("Strategic developments", "Other"),
    ("Unheard of", None),
]


def wrong_type(event: Row, dice: random.Random) -> None:
    if dice.random() < 0.4:
        event["event_type"], event["sub_event_type"] = dice.choice(KINDS)


def wrong_rest(event: Row, dice: random.Random) -> None:
    for item in event["casualties"]:
        item["best"] = dice.choice([item["best"], item["best"], None, 3, 0])
    event["factuality"] = dice.choice(["asserted", "reported", "claimed", None])
    event["background"] = dice.choice([True, False, None])
    event["cause"] = dice.choice([None, {"category": "revenge"}, event["cause"]])
    event["attribution"] = dice.choice([None, {"kind": "official"}, event["attribution"]])
    event["confidence"] = dice.choice([None, 0.0, 0.05, 0.3, 0.7, 1.0])
    event["evidence"] += [{"field": "date", "start": 0, "end": 3, "text": "ليس"}] * dice.randrange(3)


def anything(rows: list[Row], dice: random.Random) -> list[Row]:
    changes: list[Change] = [drop_events, drop_reports, add_events]
    changes += [
        each_event(change) for change in (wrong_date, wrong_place, swap_sides, wrong_actors, wrong_type, wrong_rest)
    ]
    for change in dice.sample(changes, dice.randint(3, len(changes))):
        rows = change(rows, dice)
    return rows


CASES: dict[str, Change] = {
    "perfect": keep,
    "dropped events": drop_events,
    "dropped reports": drop_reports,
    "extra events": add_events,
    "wrong dates": each_event(wrong_date),
    "wrong places": each_event(wrong_place),
    "swapped sides": each_event(swap_sides),
    "wrong actors": each_event(wrong_actors),
    "wrong types": each_event(wrong_type),
    "wrong rest": each_event(wrong_rest),
    "nothing": lambda rows, dice: [],
    **{f"anything {seed}": anything for seed in range(25)},
}


def predict(name: str, folder: Path) -> tuple[Path, evaluate.Scores]:
    rows = CASES[name](perfect(), random.Random(f"marsad {name}"))
    path = folder / "predictions.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    ids = {report.id for report in golds()}
    return path, evaluate.score(golds(), evaluate.load_predictions(path, ids))


@pytest.fixture
def swapped(tmp_path: Path) -> evaluate.Scores:
    return predict("swapped sides", tmp_path)[1]


@pytest.fixture
def messy(tmp_path: Path) -> evaluate.Scores:
    return predict("anything 3", tmp_path)[1]


@pytest.mark.parametrize("name", CASES)
def test_figures_equal_the_reference_scorer(name: str, tmp_path: Path) -> None:
    path, scores = predict(name, tmp_path)
    command = [sys.executable, str(HERE / "gold" / "score.py"), ",".join(map(str, GOLD)), str(path), "--per-report"]
    printed = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    assert evaluate.scorer_lines(scores, per_report=True) == printed.splitlines()
    assert evaluate.render_text(scores).splitlines()[-1] == printed.splitlines()[-1]


def test_perfect_predictions_have_no_mistakes(tmp_path: Path) -> None:
    scores = predict("perfect", tmp_path)[1]
    assert scores.mistakes == []
    figures = evaluate.metrics(scores)
    assert all(figures[name] == 1 for name in ("core_f1", "strict_f1", "actors_f1", "date", "place", "cause"))


def test_breakdowns_add_up(messy: evaluate.Scores) -> None:
    whole = messy.counts["all"]
    for groups in messy.groups.values():
        sums = [sum(getattr(group.events, name) for group in groups.values()) for name in ("hits", "gold", "predicted")]
        assert sums == [whole.hits, whole.gold, whole.predicted]
        assert sum(group.actors.hits for group in groups.values()) == messy.counts["actors"].hits


def test_mistakes_agree_with_the_slots(messy: evaluate.Scores) -> None:
    for name, slot in messy.slots.items():
        assert sum(mistake.kind == name for mistake in messy.mistakes) == slot.total - slot.right
    missed = sum(mistake.kind == "missed" for mistake in messy.mistakes)
    assert missed == messy.counts["all"].gold - messy.counts["all"].hits


def test_side_swaps_are_named_outside_battles(swapped: evaluate.Scores) -> None:
    swaps = [mistake for mistake in swapped.mistakes if mistake.kind == "side-swap"]
    by_id = {event.id: event for report in golds() for event in report.events}
    assert swaps
    assert all(by_id[mistake.event_id or ""].event_type != "Battles" for mistake in swaps)


def test_calibration_is_a_weighted_gap() -> None:
    result = calibrate([(0.9, True), (0.9, False), (1.0, True), (0.0, False)])
    assert [b.events for b in result.bins] == [1, 3]
    assert result.error == pytest.approx(3 / 4 * abs(2 / 3 - 2.8 / 3))
    assert calibrate([]).error is None


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("قوّات الدفاع الوطنيّ", "ميليشيا الدفاع الوطني", False),
        ("الدفاع الوطني", "ميليشيا الدفاع الوطني", True),
        ("الحسكة", "حسكه", True),
        ("قسد", "ميليشيا قسد", False),
        ("الداخلية", "قوات الداخلية", True),
        ("الداخلية", "عناصر من قوات الداخلية", False),
    ],
)
def test_names(left: str, right: str, same: bool) -> None:
    assert names.same_actor(names.comparable_set([left]), names.comparable_set([right])) is same


def test_html_page_is_closed_and_escaped(messy: evaluate.Scores) -> None:
    messy.mistakes[0].got = '<script>alert("x")</script>'
    messy.mistakes[0].label = "</td><img src=x onerror=alert(1)>"
    messy.failures = {"<b>": "<i>"}
    page = evaluate.render_html(messy)
    assert not re.search(r"<(script|img|link|i|b)\b", page)
    assert not re.search(r"(src|href)=[\"']?(https?:|//)", page)
    assert '<td dir="auto"><bdi>' in page
    assert "قوات" in page
    assert evaluate.summary_line(messy) in page


def test_kept_scores_come_back_and_differ(tmp_path: Path, swapped: evaluate.Scores, messy: evaluate.Scores) -> None:
    folder = evaluate.evaluations_folder({"MARSAD_HOME": str(tmp_path)})
    assert evaluate.load_last(folder) is None
    assert evaluate.save_scores(messy, folder).name == "000001.json"
    assert evaluate.save_scores(swapped, folder).name == "000002.json"
    assert evaluate.load_last(folder, swapped.gold) == swapped
    assert evaluate.load_last(folder, "other gold") is None
    assert sorted(path.name for path in folder.iterdir()) == ["000001.json", "000002.json"]
    changes = evaluate.diff(swapped, messy)
    assert changes.comparable
    assert {change.name: change.better for change in changes.figures}["missing"]
    assert changes.found
    assert "missing " in evaluate.render_diff(changes)
    assert evaluate.render_diff(evaluate.diff(messy, messy)) == "Nothing changed since the last run.\n"


def test_spoiled_run_is_named(tmp_path: Path) -> None:
    (tmp_path / "000001.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GoldError, match=r"000001\.json: not kept scores"):
        evaluate.load_last(tmp_path)


def test_run_evaluation_keeps_failures(tmp_path: Path) -> None:
    by_id = {row["report"]["external_id"]: row for row in perfect()}

    def code(report: GoldReport) -> Row:
        if report.id == "a01":
            raise InputError(report.id, "unreadable", "Look at it.")
        return by_id[report.id]

    scores = evaluate.run_evaluation(GOLD, code)
    assert scores.missing == 1
    assert scores.failures == {"a01": "a01: unreadable. Look at it."}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"gold\.jsonl, line 2: not valid JSON"),
        ("[]", "line 2: not a JSON object"),
        ("{}", "line 2: no id"),
        ('{"id": "a01"}', "no list of events"),
        ('{"id": "zz", "events": []}', r"texts/zz\.txt cannot be read"),
        ('{"id": "a02", "events": [{"id": "a02-1", "event_type": "Battle"}]}', "Choose one of: Battles"),
        (
            '{"id": "a02", "events": [{"id": "a02-1", "event_type": "Battles", "side1": ["قسد"]}]}',
            "side1 of event a02-1 is malformed",
        ),
        ('{"id": "a01", "events": []}', "report a01 is already in the gold"),
    ],
)
def test_bad_gold_names_file_line_and_remedy(line: str, message: str, tmp_path: Path) -> None:
    shutil.copytree(HERE / "gold" / "texts", tmp_path / "texts")
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "a01", "events": []}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        evaluate.load_gold([path])


def test_missing_gold_file_and_bad_predictions(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.jsonl: cannot be read"):
        evaluate.load_gold([tmp_path / "none.jsonl"])
    path = tmp_path / "predictions.jsonl"
    path.write_text('{"report": {"id": "a01"}, "events": [{}]}', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: events without event_type"):
        evaluate.load_predictions(path)
    path.write_text('{"events": []}', encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: no report id"):
        evaluate.load_predictions(path)


def test_floors_fail_by_name_and_only_rise(tmp_path: Path) -> None:
    check = evaluate.check_floors(
        {"core_f1": 0.74, "date": 0.8812, "place": 0.93, "false_alarms": 0, "bad_spans": 1},
        {"core_f1": 0.75, "date": 0.88, "place": 0.88, "false_alarms": 1, "bad_spans": 0, "cause": 0.5},
    )
    assert check.failures == [
        "core_f1 0.7400 misses its floor 0.75",
        "bad_spans 1.0000 misses its ceiling 0",
        "cause: no such figure in this run, its floor is 0.5",
    ]
    assert check.higher == {"place": 0.93, "false_alarms": 0}
    path = tmp_path / "floors.json"
    path.write_text('{"dev": {"place": 0.88, "date": 0.9}}', encoding="utf-8")
    with pytest.raises(GoldError, match="none can rise"):
        evaluate.raise_floors(path, "dev", check)
    good = evaluate.check_floors({"place": 0.9368, "date": 0.9}, {"place": 0.88, "date": 0.9})
    assert evaluate.raise_floors(path, "dev", good) == {"place": 0.93}
    assert evaluate.load_floors(path) == {"dev": {"place": 0.93, "date": 0.9}}
    path.write_text('{"dev": 3}', encoding="utf-8")
    with pytest.raises(GoldError, match="not floors"):
        evaluate.load_floors(path)


@pytest.mark.parametrize(("name", "code"), [("perfect", 0), ("anything 3", 1)])
def test_gate(name: str, code: int, tmp_path: Path) -> None:
    path, scores = predict(name, tmp_path)
    command = [sys.executable, str(HERE.parent / "scripts" / "eval_gate.py"), "--predictions", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == code, done.stderr
    assert done.stdout.splitlines()[0] == evaluate.summary_line(scores)
    assert ("FAIL core_f1" in done.stdout) == bool(code)


GSR = """id,event_type,label,accept,reject,total,text
1,PROTEST,yes,3,0,3,تظاهر المئات
2,PROTEST,easy no,0,3,3,طقس جميل
3,PROTEST,difficult no,1,3,4,نفى وقوع مظاهرة
4,PROTEST,ambiguous,2,1,3,احتشد الناس
5,PROTEST,ambiguous,1,1,2,وقفة
6,PROTEST,yes,2,0,2,نص مكرر
7,PROTEST,easy no,0,2,2,نص مكرر
8,PROTEST,yes,2,0,2,اعتصم العمال
9,PROTEST,ambiguous,0,1,1,مظاهرة
"""


def code_sentence(text: str) -> list[Row]:
    if "نفى" in text:
        return [{"plover": "PROTEST", "factuality": "denied"}]
    found = any(word in text for word in ("تظاهر", "طقس", "احتشد"))
    return [{"plover": "PROTEST" if found else "ASSAULT", "factuality": "asserted"}]


@pytest.mark.parametrize(("strict", "numbers", "left_out"), [(True, (1, 2, 2), 5), (False, (2, 3, 3), 4)])
def test_gsr_protocols(strict: bool, numbers: tuple[int, int, int], left_out: int, tmp_path: Path) -> None:
    (tmp_path / "protest_dev.csv").write_text(GSR, encoding="utf-8")
    scores = evaluate.score_gsr(tmp_path, code_sentence, strict)
    counts = scores.types["PROTEST"]
    assert (counts.hits, counts.gold, counts.predicted) == numbers
    assert scores.left_out == {"PROTEST": left_out}
    assert scores.false_positives["PROTEST"] == ["طقس جميل"]
    assert scores.false_negatives["PROTEST"] == ["اعتصم العمال"]
    protocol = "strict" if strict else "majority"
    assert gsr_metrics(scores)[f"protest_{protocol}_f1"] == counts.f1
    assert evaluate.render_gsr(scores).startswith(f"GSR {protocol} PROTEST: P ")


def test_gsr_names_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="no CSV files"):
        evaluate.score_gsr(tmp_path, code_sentence)
    (tmp_path / "protest_dev.csv").write_text("id,text\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"protest_dev\.csv, line 1: no column accept"):
        evaluate.score_gsr(tmp_path, code_sentence)

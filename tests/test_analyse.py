"""Counts, networks, unusual weeks and hot spots; and that their charts draw in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import Run
from marsad.analyse import (
    Figure,
    chart_anomalies,
    chart_counts,
    chart_dyads,
    chart_ego,
    chart_hotspots,
    chart_ranking,
    count,
    draw_network,
    ego_of,
    fill,
    find_anomalies,
    find_hotspots,
    font_folders,
    rank,
    render,
)
from marsad.analyse.anomalies import judge_week
from marsad.analyse.baselines import discoveries, expect, exposures, surprise
from marsad.analyse.happenings import Named, days_of, figure_of
from marsad.analyse.hotspots import score_squares
from marsad.analyse.layouts import place_nodes
from marsad.analyse.periods import KINDS, iter_starts, next_start, start_of
from marsad.analyse.tables import word
from marsad.lexicon.schemas import SUB_TYPES
from marsad.model import Event

HTS = {
    "side": "1",
    "mention": "الهيئة",
    "actor_id": "hts",
    "name_ar": "هيئة تحرير الشام",
    "name_en": "HTS",
    "kind": "rebel",
}
IS = {
    "side": "2", "mention": "داعش", "actor_id": "islamic-state", "name_ar": "تنظيم الدولة", "name_en": "IS",
    "kind": "rebel",
}  # fmt: skip
LOCAL = {
    "side": "1",
    "mention": "محليون",
    "actor_id": None,
    "name_ar": "مقاتلون محليون",
    "name_en": None,
    "kind": "rebel",
}
DUMA = {
    "name": "دوما", "name_ar": "دوما", "name_en": "Duma", "lat": 33.57, "lon": 36.4, "precision": 1,
    "admin1": "Rural Damascus", "country": "SY", "gazetteer_id": "duma",
}  # fmt: skip


def killed(low: int | None, best: int | None, high: int | None, outcome: str = "killed") -> dict[str, object]:
    return {"outcome": outcome, "group": "unknown", "low": low, "best": best, "high": high, "text": "…"}


def event(at: int = 0, **changes: object) -> Event:
    fields = {
        "event_id": f"e{at}", "report_id": "r", "event_type": "Battles", "sub_event_type": "Armed clash",
        "plover": "ASSAULT", "date": "2021-10-12", "date_precision": "day", "location": DUMA, "actors": [HTS, IS],
        "casualties": [killed(2, 3, 5)],
    }  # fmt: skip
    return msgspec.convert(fields | changes, Event)


def weekly(numbers: list[int], place: str = "Rural Damascus", first: str = "2020-01-06") -> list[Event]:
    """So many events in each week, on its Monday."""
    start = date.fromisoformat(first)
    where = DUMA | {"admin1": place}
    return [
        event(at, date=(start + timedelta(weeks=week)).isoformat(), location=where)
        for week, number in enumerate(numbers)
        for at in range(number)
    ]


# -- periods and counts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "start", "following"),
    [("day", "2021-10-14", "2021-10-15"), ("week", "2021-10-11", "2021-10-18"), ("month", "2021-10-01", "2021-11-01"),
     ("year", "2021-01-01", "2022-01-01")],
)  # fmt: skip
def test_periods(kind: str, start: str, following: str) -> None:
    found = start_of(date(2021, 10, 14), kind)
    assert (found.isoformat(), next_start(found, kind).isoformat()) == (start, following)


@settings(max_examples=60, deadline=None)
@given(st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.integers(0, 900), st.sampled_from(KINDS))
def test_every_day_is_in_one_period(first: date, days: int, kind: str) -> None:
    last = first + timedelta(days=days)
    starts = list(iter_starts(first, last, kind))
    assert starts[0] <= first
    assert start_of(last, kind) == starts[-1]
    assert all(next_start(one, kind) == other for one, other in pairwise(starts))


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        ({}, ("2021-10-12", "2021-10-12")),
        ({"date_precision": "week"}, ("2021-10-12", "2021-10-18")),
        ({"date_precision": "month", "date": "2021-12-01"}, ("2021-12-01", "2021-12-31")),
        ({"date_precision": "year", "date": "2021-01-01"}, ("2021-01-01", "2021-12-31")),
        ({"date_end": "2021-10-14"}, ("2021-10-12", "2021-10-14")),
    ],
)
def test_days_of_an_event(changes: dict[str, object], days: tuple[str, str]) -> None:
    found = days_of(event(**changes))
    assert found is not None
    assert tuple(day.isoformat() for day in found) == days


def test_what_fits_in_no_period_is_said() -> None:
    events = [
        event(0),
        event(1, date=None),
        event(2, date="2021-10-01", date_precision="month"),
        event(3, location=None),
    ]
    by_week, by_month = count(events, "week", "place"), count(events, "month", "place")
    assert (by_week.undated, by_week.coarse, by_week.ungrouped, by_week.events) == (1, 1, 1, 4)
    assert (by_month.undated, by_month.coarse, sum(row.events for row in by_month.rows)) == (1, 0, 2)


def test_denied_and_rejected_are_not_counted() -> None:
    assert count([event(0, factuality="denied"), event(1)], "day").events == 1


@pytest.mark.parametrize(
    ("told", "figure"),
    [
        ([killed(2, 3, 5)], Figure(2, 3, 5, 0)),
        ([killed(20, None, None)], Figure(20, 20, 20, 1)),
        ([killed(1, 1, 1), killed(2, None, None)], Figure(3, 3, 3, 1)),
        ([killed(1, 1, 1, "wounded")], Figure()),
        ([], Figure()),
    ],
)
def test_figures_add_up_with_their_bounds(told: list[dict[str, object]], figure: Figure) -> None:
    assert figure_of(event(casualties=told), "killed") == figure


def test_an_event_counts_for_each_of_its_actors() -> None:
    rows = count([event(actors=[HTS, IS, LOCAL])], "day", "actor").rows
    assert [row.group.key for row in rows] == ["hts", "islamic-state", "name:مقاتلون محليون"]


def test_governorates_have_both_names() -> None:
    (row,) = count([event()], "day", "governorate").rows
    assert (row.group.en, row.group.ar) == ("Rural Damascus", "ريف دمشق")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["A", "B", "C"]), st.integers(0, 9)), max_size=30))
def test_counts_add_up(told: list[tuple[int, str, int]]) -> None:
    events = [
        event(date=(date(2021, 1, 1) + timedelta(days=day)).isoformat(), location=DUMA | {"admin1": name},
              casualties=[killed(number, number, number)])
        for day, name, number in told
    ]  # fmt: skip
    counts = count(events, "week", "governorate")
    groups = list(dict.fromkeys(row.group for row in counts.rows))
    filled = fill(counts, groups)
    assert sum(row.events for row in counts.rows) == sum(row.events for row in filled) == len(events)
    assert sum(row.killed.best for row in rank(counts, 99)) == sum(number for _, _, number in told)
    assert len(filled) == len({row.period for row in filled}) * len(groups)


# -- the network -------------------------------------------------------------------------------------------


def test_network_ties_sides_against_and_allies_with() -> None:
    drawn = draw_network([event(0, actors=[HTS, LOCAL, IS]), event(1, event_type="Riots")])
    ties = {(edge.one, edge.other, edge.relation): edge for edge in drawn.edges}
    assert set(ties) == {
        ("hts", "islamic-state", "against"),
        ("islamic-state", "name:مقاتلون محليون", "against"),
        ("hts", "name:مقاتلون محليون", "with"),
    }
    assert ties["hts", "islamic-state", "against"].types == {"Battles": 1, "Riots": 1}
    assert ties["hts", "islamic-state", "against"].killed == Figure(4, 6, 10, 0)
    busiest = drawn.nodes[0]
    assert (busiest.actor.key, busiest.events, busiest.degree) == ("hts", 2, 2)


def test_ego_network_keeps_the_heaviest_neighbours() -> None:
    others = [IS | {"actor_id": None, "name_ar": f"فصيل {at}"} for at in range(6)]
    events = [event(at * 10 + n, actors=[HTS, other]) for at, other in enumerate(others) for n in range(at + 1)]
    ego = ego_of(draw_network(events), "hts", 4)
    assert {node.actor.ar for node in ego.nodes} == {"هيئة تحرير الشام", "فصيل 5", "فصيل 4", "فصيل 3"}
    assert (len(ego.edges), ego.left_out) == (3, 3)


def test_layout_is_the_same_every_time_and_keeps_the_centre() -> None:
    ties = [(0, at) for at in range(1, 20)] + [(1, 2), (3, 4)]
    points = place_nodes(20, ties, 0)
    assert np.array_equal(points, place_nodes(20, ties, 0))
    assert np.abs(points[0]).max() < 1e-9
    assert np.linalg.norm(points, axis=1).max() <= 1 + 1e-9
    assert len({tuple(point) for point in points.round(2).tolist()}) == 20


# -- unusual weeks -----------------------------------------------------------------------------------------


def flags_of(events: list[Event], **options: Any) -> list[tuple[str, str]]:
    return [(week.place.en, week.flag) for week in find_anomalies(events, "governorate", **options).flagged]


def steady(weeks: int = 70, mean: float = 3.0, seed: int = 1, **options: Any) -> list[Event]:
    return weekly(np.random.default_rng(seed).poisson(mean, weeks).tolist(), **options)


def test_a_steady_place_is_not_flagged_and_a_rise_is() -> None:
    quiet = steady(place="Homs") + steady(place="Hama", seed=2)
    assert not flags_of(quiet)
    day = (date(2020, 1, 6) + timedelta(weeks=69)).isoformat()
    rise = [event(at, date=day, location=DUMA | {"admin1": "Hama"}) for at in range(20)]
    assert flags_of(quiet + rise) == [("Hama", "rise")]


def test_a_place_never_heard_of_is_flagged_when_many_things_happen_at_once() -> None:
    day = (date(2020, 1, 6) + timedelta(weeks=69)).isoformat()
    new = [event(at, date=day, location=DUMA | {"admin1": "Tartus"}) for at in range(8)]
    assert ("Tartus", "rise") in flags_of(steady(place="Homs") + new)
    assert not flags_of(steady(place="Homs") + new[:2])


def test_growing_reporting_is_no_rise() -> None:
    chance = np.random.default_rng(4)
    events = [
        one
        for name in ("Homs", "Hama", "Idlib", "Aleppo")
        for one in weekly(chance.poisson(4 * 1.015 ** np.arange(90)).tolist(), name)
    ]
    assert len(flags_of(events, last_weeks=20)) <= 3  # of 80 place-weeks; a flat baseline would flag most


def test_gaps_are_not_judged_and_do_not_make_the_next_week_a_rise() -> None:
    numbers = np.random.default_rng(5).poisson(6, 80)
    numbers[[60, 66, 79]] = 0
    found = find_anomalies(weekly(numbers.tolist()), "governorate", 20, date(2020, 1, 6) + timedelta(weeks=79))
    assert len(found.gaps) == 3
    assert not found.flagged


def test_silence_of_a_busy_place_is_told() -> None:
    silent = np.random.default_rng(6).poisson(20, 70)
    silent[-1] = 1
    others = [one for at, name in enumerate(("Homs", "Idlib", "Aleppo")) for one in steady(70, 20, 7 + at, place=name)]
    events = weekly(silent.tolist(), "Hama") + others
    sunday = date(2020, 1, 6) + timedelta(weeks=69, days=6)
    assert flags_of(events, until=sunday) == [("Hama", "quiet")]
    assert not flags_of(events, until=sunday - timedelta(days=1))  # a week that is not over is not yet quiet


def test_an_old_wave_does_not_hide_a_new_one() -> None:
    numbers = np.random.default_rng(8).poisson(3, 70)
    numbers[30:33] = 25
    numbers[-1] = 18
    others = [one for at, name in enumerate(("Homs", "Idlib")) for one in steady(70, 10, 9 + at, place=name)]
    assert ("Hama", "rise") in flags_of(weekly(numbers.tolist(), "Hama") + others)


def test_without_enough_past_nothing_is_judged() -> None:
    assert not find_anomalies(steady(10), "governorate", 5).weeks
    assert not find_anomalies([], "governorate").weeks


def test_false_alarms_are_rare_with_bursts() -> None:
    chance = np.random.default_rng(10)
    rates = np.array([0.05] * 10 + [0.5] * 10 + [3.0] * 5 + [15.0] * 2)
    table = chance.negative_binomial(rates[:, None] / 2, 1 / 3, (len(rates), 160)).astype(float)
    exposure = exposures(table.sum(axis=0))
    places = [Named(str(at), str(at), str(at)) for at in range(len(rates))]
    judged = [week for at in range(60, 160) for week in judge_week(table, exposure, at, places, str(at))]
    assert len(judged) > 2000
    assert sum(bool(week.flag) for week in judged) / len(judged) < 0.01


def test_chances_of_usual_counts_are_spread_evenly() -> None:
    """Nine of ten usual counts lie where the method says nine of ten lie (bursts, rates from 0.5 to 15)."""
    chance = np.random.default_rng(11)
    table = chance.negative_binomial(np.array([0.5, 3.0, 15.0])[:, None] / 2, 1 / 3, (3, 200)).astype(float)
    exposure = exposures(table.sum(axis=0))
    inside = judged = 0
    for at in range(80, 200):
        expected = expect(table, exposure, at)
        if expected is None:  # a gap
            continue
        more, fewer = surprise(table[:, at], expected)
        inside += int(((more > 0.05) & (fewer > 0.05)).sum())
        judged += 3
    assert judged > 250
    assert inside / judged > 0.88


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    chances = np.array([0.01, 0.04, 0.03, 0.005])
    assert discoveries(chances).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])


# -- hot spots ---------------------------------------------------------------------------------------------


def at_square(row: int, column: int, number: int) -> list[Event]:
    where = DUMA | {"lat": 33.1 + 0.2 * row, "lon": 36.1 + 0.2 * column}
    return [event(at, location=where) for at in range(number)]


def test_a_gathering_is_hot_and_its_surroundings_are_not() -> None:
    chance = np.random.default_rng(3)
    events = [one for row in range(12) for column in range(12) for one in at_square(row, column, chance.poisson(1.2))]
    assert not find_hotspots(events).hot
    gathered = events + [one for row in (5, 6, 7) for column in (5, 6, 7) for one in at_square(row, column, 9)]
    hot = find_hotspots(gathered).hot
    assert hot
    assert all(34.0 <= spot.lat <= 34.8 and 37.0 <= spot.lon <= 37.8 for spot in hot)


def test_squares_of_the_whole_record_are_searched() -> None:
    record = [one for row in range(8) for column in range(8) for one in at_square(row, column, 1)]
    events = [one for row in (2, 3) for column in (2, 3) for one in at_square(row, column, 9)]
    found = find_hotspots(events, record=record)
    assert (found.searched, len(found.spots)) == (64, 4)
    assert found.hot
    assert not find_hotspots(events).hot


def test_false_hot_spots_are_as_rare_as_said() -> None:
    area = [(row, column) for row in range(12) for column in range(12)]
    chance = np.random.default_rng(12)
    hot = 0
    for _ in range(60):
        weights = chance.pareto(1.5, len(area))
        counts = np.log1p(chance.multinomial(300, weights / weights.sum()).astype(float))
        hot += bool((score_squares(area, counts)[1] <= 0.05).any())
    assert hot <= 8  # 3 expected; more than 8 has a chance of 0.004


def test_events_at_no_square_are_counted() -> None:
    coarse = event(1, location=DUMA | {"precision": 3})
    found = find_hotspots([event(0), coarse, event(2, location=None)])
    assert (found.coarse, found.unplaced, len(found.spots)) == (1, 1, 1)


# -- charts ------------------------------------------------------------------------------------------------

SAMPLE = [
    *steady(60, 3, 13, place="Homs"),
    *weekly([2] * 59 + [25], "Hama"),
    *at_square(3, 3, 12),
    event(1, actors=[HTS, IS, LOCAL], casualties=[killed(20, None, None)], event_type="Riots"),
]
CHARTS: dict[str, Callable[[Any], Any]] = {
    "counts": lambda lang: chart_counts(count(SAMPLE, "week", "type"), lang),
    "plain counts": lambda lang: chart_counts(count(SAMPLE, "month"), lang),
    "ranking": lambda lang: chart_ranking(count(SAMPLE, "year", "governorate"), lang),
    "dyads": lambda lang: chart_dyads(draw_network(SAMPLE), lang),
    "ego": lambda lang: chart_ego(ego_of(draw_network(SAMPLE), "hts", 150), lang),
    "anomalies": lambda lang: chart_anomalies(find_anomalies(SAMPLE[:-13], "governorate", 10), lang),
    "hotspots": lambda lang: chart_hotspots(find_hotspots(SAMPLE), lang),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", CHARTS)
def test_chart_draws_and_loads_nothing(name: str, language: str) -> None:
    spec = json.loads(json.dumps(CHARTS[name](language)))
    assert spec["$schema"].endswith("/vega-lite/v6.json")
    assert re.findall(r"https?://", json.dumps(spec)) == ["https://"]
    assert '"url"' not in json.dumps(spec)
    title = spec["title"]["text"]
    assert bool(re.search("[ء-ي]", title)) == (language == "ar")
    drawn = render(spec, "svg").decode()
    assert drawn.count("<path") > 5
    assert not re.search(r"(xlink:)?href=\"http", drawn)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_charts_of_nothing_say_so(language: str) -> None:
    empty = [
        chart_counts(count([], "week"), language), chart_ranking(count([], "week", "type"), language),
        chart_dyads(draw_network([]), language), chart_anomalies(find_anomalies([]), language),
        chart_hotspots(find_hotspots([]), language),
    ]  # fmt: skip
    assert all(word("no_data", language) in render(spec, "svg").decode() for spec in empty)


def test_uncertain_tolls_show_their_range() -> None:
    spec = chart_counts(count(SAMPLE, "week"), "en")
    tolls = spec["vconcat"][1]
    assert all(value["low"] <= value["best"] <= value["high"] for value in tolls["data"]["values"])
    assert any(value["open"] for value in tolls["data"]["values"])
    assert tolls["layer"][0]["encoding"]["y2"] == {"field": "high"}


def test_pictures_use_the_fonts_that_come_along() -> None:
    assert len(font_folders()) == 2
    assert render(CHARTS["ranking"]("ar"), "png").startswith(b"\x89PNG")
    pdf = render(CHARTS["ranking"]("ar"), "pdf")
    assert b"IBMPlexSansArabic" in pdf


def test_every_type_has_a_wording() -> None:
    names = [*SUB_TYPES, *(sub for subs in SUB_TYPES.values() for sub in subs)]
    assert all(re.search("[ء-ي]", word(name, "ar")) for name in names)


# -- the commands ------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    path.write_bytes(
        b"\n".join(msgspec.json.encode(one) for one in [event(1), event(2, date="2021-11-02", actors=[HTS])])
    )
    return path


@pytest.mark.parametrize("command", ["counts", "network", "anomalies", "hotspots"])
def test_each_command_gives_text_json_chart_and_picture(
    command: str, sample: Path, marsad: Run, tmp_path: Path
) -> None:
    assert marsad("analyse", command, "--events", sample).code == 0
    assert isinstance(json.loads(marsad("analyse", command, "--events", sample, "--json").text), dict)
    spec = json.loads(marsad("analyse", command, "--events", sample, "--vega", "--lang", "ar").text)
    assert spec["$schema"]
    picture = tmp_path / "chart.svg"
    assert marsad("analyse", command, "--events", sample, "-o", picture).code == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")


def test_rows_as_csv_are_guarded_against_formulas(sample: Path, marsad: Run) -> None:
    hostile = event(1, actors=[HTS, LOCAL | {"side": "2", "name_ar": "=1+1"}])
    sample.write_bytes(msgspec.json.encode(hostile))
    head, row = marsad("analyse", "network", "--events", sample, "--csv", "--lang", "ar").text.splitlines()
    assert head.startswith("one,relation,other,events")
    assert "'=1+1" in row


def test_wrong_words_are_answered_with_what_to_do(sample: Path, marsad: Run, tmp_path: Path) -> None:
    assert "Some that do: hts" in marsad("analyse", "network", "--events", sample, "--actor", "nobody").err
    assert "2019-12-31" in marsad("analyse", "counts", "--events", sample, "--since", "2021").err
    (tmp_path / "none.jsonl").write_bytes(b"")
    assert "marsad add" in marsad("analyse", "counts", "--events", tmp_path / "none.jsonl").err
    sample.write_bytes(b'{"a": 1}\n')
    assert "line 1" in marsad("analyse", "counts", "--events", sample).err

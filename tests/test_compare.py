"""Human-coded events beside ours: reading them, naming their actors, matching one to one, the report."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import random
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare_fixtures import Spoiling, make_reference, plant_copies
from conftest import ROOT, Run
from marsad.compare import (
    ReferenceEvent,
    ReferenceFile,
    Scope,
    as_json,
    compare,
    entries_of_events,
    entries_of_references,
    load_reference,
    match,
    occurrence_of_event,
    occurrence_of_reference,
    parse_reference,
    render_page,
    tally,
)
from marsad.compare.assignments import assign
from marsad.compare.candidates import Pairs, day_gap, distance_km, frame_of, iter_candidates
from marsad.compare.features import NAMES, deaths_likeness, kind_likeness, load_features
from marsad.compare.names import skeleton_of
from marsad.compare.occurrences import Killed, Occurrence, Unfit
from marsad.compare.parties import party_of_id, party_of_name, relate
from marsad.compare.tables import load_rows
from marsad.compare.tallies import share
from marsad.errors import InputError
from marsad.lexicon.actors import load_registry
from marsad.model import Event, Incident

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
ACLED_ROW = (
    "SYR7,2021-10-10,2021,1,Political violence,Battles,Armed clash,Military Forces of Syria (2000-2024),NDF; LDF,"
    "State forces,Islamic State (Syria),,Rebel group,State forces-Rebel group,,760,Middle East,Syria,Deir ez Zor,"
    'Deir ez Zor,Al Asharah,Al Asharah,34.92,40.56,1,SOHR; Enab Baladi,National,"Clashes, two dead",2,,1634000000'
)
OLD_ACLED = (
    "DATA_ID,EVENT_ID_CNTY,EVENT_DATE,TIME_PRECISION,EVENT_TYPE,ACTOR1,ALLY_ACTOR_1,ACTOR2,ALLY_ACTOR_2,COUNTRY,ADMIN1,"
    "LOCATION,LATITUDE,LONGITUDE,GEO_PRECISION,SOURCE,NOTES,FATALITIES"
)
OLD_ROW = "1,SYR1,31 December 2017,1,Battle-No change of territory,A,,B,,Syria,Hama,Hama,35.1,36.7,1,SOHR,text,3"
UCDP = next(row["columns"] for row in load_rows("layouts") if row["dataset"] == "ucdp")
UCDP_ROW = {
    "id": "9", "type_of_violence": "2.0", "side_a": "HTS, Rahman Corps", "side_b": "IS", "where_prec": "1.0",
    "where_coordinates": "Duma town", "adm_1": "Rif Dimashq Governorate", "latitude": "33.57", "longitude": "36.4",
    "country": "Syria", "date_prec": "2.0", "date_start": "2016-01-03 00:00:00.000", "date_end": "2016-01-05",
    "deaths_a": "1", "deaths_b": "2", "deaths_civilians": "0", "deaths_unknown": "0",
    "best": "3", "high": "4", "low": "3",
    "source_article": '"SOHR,2016-01-04,Clashes"', "source_office": "SOHR", "source_headline": "Clashes",
}  # fmt: skip


def read(text: str, name: str = "file.csv") -> ReferenceFile:
    return parse_reference(io.BytesIO(text.encode()), name)


def ucdp(header: bool = True, layout: int = 0, **changes: str) -> str:
    columns = [row["columns"] for row in load_rows("layouts") if row["dataset"] == "ucdp"][layout].split(",")
    row = UCDP_ROW | changes
    cells = ['"' + row.get(name, "").replace('"', '""') + '"' for name in columns]
    return (",".join(columns) + "\n" if header else "") + ",".join(cells) + "\n"


# -- reading -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_acled_file(mark: str, ending: str) -> None:
    found = read(f"{mark}{ACLED}{ending}{ACLED_ROW}{ending}")
    (event,) = found.events
    assert (found.dataset, event.id, event.date, event.violence) == ("acled", "SYR7", "2021-10-10", "battle")
    assert event.side_a == ("Military Forces of Syria (2000-2024)", "NDF", "LDF")
    assert event.side_b == ("Islamic State (Syria)",)
    assert (event.site.names, event.site.admin1, event.site.lat) == (("Al Asharah",), "Deir ez Zor", 34.92)
    assert (event.deaths.best, event.deaths.low, event.headline) == (2, None, "Clashes, two dead")


def test_acled_file_of_old_column_names() -> None:
    (event,) = read(f"{OLD_ACLED}\n{OLD_ROW}\n").events
    assert (event.id, event.date, event.violence, event.deaths.best) == ("SYR1", "2017-12-31", "battle", 3)


@pytest.mark.parametrize("header", [True, False])
@pytest.mark.parametrize("layout", [0, 1])
def test_ucdp_file_with_and_without_header(header: bool, layout: int) -> None:
    (event,) = read(ucdp(header, layout)).events
    assert (event.dataset, event.id, event.date, event.date_end) == ("ucdp", "9", "2016-01-03", "2016-01-05")
    assert (event.side_a, event.side_b) == (("HTS", "Rahman Corps"), ("IS",))
    assert (event.deaths.low, event.deaths.best, event.deaths.high, event.deaths.side_b) == (3, 3, 4, 2)
    assert (event.violence, event.site.precision, event.date_precision) == ("non-state", "1", "2")


def test_ucdp_layouts_are_the_published_ones() -> None:
    widths = [len(row["columns"].split(",")) for row in load_rows("layouts")]
    assert widths == [49, 41, 31]


def test_hxl_file_by_tags_in_any_order_of_attributes() -> None:
    text = (
        "Day,Kind,Sort,Who,Whom,Region,Code,Place,Lat,Lon,Dead\n"
        "#date +occurred,#event+type,#event+type+sub,#group+first+name,#group+name+second,#adm1+name,#adm1+code,"
        "#loc+name,#geo+lat,#geo+lon,#affected+killed\n"
        "2021-10-10,Battles,Armed clash,IS,SDF,Deir ez-Zor,SY09,Hajin,34.69,40.83,4\n"
        "2021-10-10,Battles,Armed clash,IS,SDF,Deir ez-Zor,SY09,Hajin,34.69,40.83,4\n"
    )
    found = read(text)
    first, second = found.events
    assert (first.event_type, first.sub_event_type, first.site.admin1) == ("Battles", "Armed clash", "Deir ez-Zor")
    assert (first.violence, first.deaths.best, first.site.names) == ("battle", 4, ("Hajin",))
    assert first.id != second.id
    assert [event.id for event in read(text).events] == [first.id, second.id]


@pytest.mark.parametrize(
    ("changes", "column", "said"),
    [
        ({"latitude": "136.4"}, "latitude", "not between -90 and 90"),
        ({"best": "many"}, "best", "is no number"),
        ({"deaths_a": "-1"}, "deaths_a", "no number of people"),
        ({"date_start": "2016-13-01"}, "date_start", "is no date"),
        ({"date_start": ""}, "date_start", "empty"),
        ({"date_end": "2015-01-01"}, "the dates", "before the first"),
        ({"type_of_violence": "7"}, "type_of_violence", "no type of violence"),
        ({"id": "8"}, "id", "on line 2 too"),
    ],
)
def test_bad_row_is_named_and_spares_the_others(changes: dict[str, str], column: str, said: str) -> None:
    good, bad, last = ucdp(id="8"), ucdp(False, **({"id": "9"} | changes)), ucdp(False, id="10")
    found = read(good + bad + last)
    (complaint,) = found.unread
    assert [event.id for event in found.events] == ["8", "10"]
    assert (complaint.line, complaint.column) == (3, column)
    assert said in complaint.problem
    assert complaint.remedy


def test_row_of_another_width_is_named() -> None:
    found = read(f"{ACLED}\nSYR1,2021-10-10\n{ACLED_ROW}\n")
    assert [complaint.line for complaint in found.unread] == [2]
    assert len(found.events) == 1


def test_bounds_out_of_order_are_put_in_order_and_told() -> None:
    found = read(ucdp(low="8", best="15", high="7"))
    (event,), (complaint,) = found.events, found.complaints
    assert (event.deaths.low, event.deaths.best, event.deaths.high) == (7, 15, 15)
    assert complaint.kept
    assert not found.unread


@pytest.mark.parametrize(("day", "read_as"), [("25/12/2016", "2016-12-25"), ("12/25/2016", "2016-12-25")])
def test_order_of_slashed_dates_is_told_by_the_file(day: str, read_as: str) -> None:
    found = read(ucdp(date_start="2/3/2016", date_end="") + ucdp(False, id="10", date_start=day, date_end=""))
    assert [event.date for event in found.events][1] == read_as
    assert found.events[0].date == ("2016-03-02" if day.startswith("25") else "2016-02-03")


def test_slashed_date_that_nothing_explains_is_refused() -> None:
    found = read(ucdp(date_start="2/3/2016", date_end=""))
    assert not found.events
    assert "Write it as" in found.unread[0].remedy


@pytest.mark.parametrize(
    ("text", "said"),
    [("a,b\n1,2\n", "no column"), ("", "no column"), (f"{ACLED}\n", "no rows"), ("#date,#adm1\n2021-01-01,x\n", "")],
)
def test_table_that_is_no_reference(text: str, said: str) -> None:
    if said:
        with pytest.raises(InputError, match=said):
            read(text)
    else:
        assert read(text).dataset == "hxl"


def test_not_utf8_is_named() -> None:
    with pytest.raises(InputError, match="not UTF-8"):
        parse_reference(io.BytesIO(f"{ACLED}\n".encode() + "é,".encode("latin-1") * 40), "f.csv")


def test_gzip_and_other_separators(tmp_path: Path) -> None:
    path = tmp_path / "ged.csv.gz"
    path.write_bytes(gzip.compress(ucdp().replace(",", ";").encode()))
    assert load_reference(path).events[0].side_a == ("HTS; Rahman Corps",)
    path.write_bytes(gzip.compress(ucdp().encode() * 50)[:-20])
    with pytest.raises(InputError, match="damaged"):
        load_reference(path)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet='a1,"\n;2016-03', max_size=20), max_size=6))
def test_any_rows_end_as_event_or_complaint(rows: list[str]) -> None:
    found = read(ucdp() + "\n".join(rows))
    assert found.events[0].id == "9"
    assert all(complaint.line > 1 and complaint.remedy for complaint in found.complaints)


# -- names and actors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jaish al-Islam", "جيش الإسلام"),
        ("Teir Maaleh village", "تير معلة"),
        ("Deir ez Zor town", "دير الزور"),
        ("Khan Shaykhun town", "خان شيخون"),
        ("Al Hasakah Governorate", "الحسكة"),
        ("Aleppo", "حلب"),
        ("Rif Dimashq Governorate", "ريف دمشق"),
    ],
)
def test_names_are_one_across_scripts(one: str, other: str) -> None:
    assert skeleton_of(one) == skeleton_of(other) != frozenset()


@pytest.mark.parametrize(("one", "other"), [("Damascus", "Rif Dimashq"), ("Hama", "Homs"), ("Idlib", "إعزاز")])
def test_names_that_are_not_one(one: str, other: str) -> None:
    assert skeleton_of(one) != skeleton_of(other)


@pytest.mark.parametrize(
    ("theirs", "ours", "year", "relation"),
    [
        ("Government of Syria", "syrian-army-assad", 2017, "same"),
        ("Government of Syria", "syria-army", 2025, "same"),
        ("Government of Syria", "syria-army", 2017, "camp"),
        ("Government of Syria", "national-defence-forces-syria", 2017, "affiliated"),
        ("Military Forces of Syria (2000-2024) Air Force", "syrian-army-assad", 2017, "same"),
        ("IS", "islamic-state", 2017, "same"),
        ("Islamic State (Syria)", "islamic-state", 2017, "same"),
        ("Syrian insurgents", "ahrar-al-sham", 2016, "umbrella"),
        ("SDF", "manbij-military-council", 2017, "affiliated"),
        ("HTS: Hayat Tahrir al Sham", "hts", 2018, "same"),
        ("Government of Germany", "us-forces", 2017, "different"),
        ("IS", "syrian-army-assad", 2017, "different"),
        ("HTS", "islamic-state", 2018, "different"),
    ],
)
def test_relation_of_actors(theirs: str, ours: str, year: int, relation: str) -> None:
    first, second = party_of_name(theirs, year), party_of_id(ours, year)
    assert relate(first, second).name == relate(second, first).name == relation


def test_names_of_the_datasets_lead_to_registry_entries() -> None:
    entries = load_registry().entries
    for row in load_rows("actor_names"):
        assert all(actor_id in entries for actor_id in row["actor_ids"].split("|")), row
    assert all(row["actor_id"] in entries for row in load_rows("umbrellas"))


def test_tables_hold_together() -> None:
    assert sum(feature.weight for feature in load_features().values()) == pytest.approx(1)
    assert [row["feature"] for row in load_rows("features")] == list(NAMES)
    classes = {row["violence"] for row in load_rows("type_likeness")}
    assert {row["violence"] for row in load_rows("types")} <= classes
    assert kind_likeness("state-based", "Battles") == 1
    assert kind_likeness("protest", "Explosions/Remote violence") == 0
    assert kind_likeness("battle", "Battles") == kind_likeness("Battles", "battle")


def test_every_actor_relation_has_a_value() -> None:
    values = [float(row["value"]) for row in load_rows("actor_relations")]
    assert values == sorted(values, reverse=True)
    assert all(row["ar"] for row in load_rows("actor_relations"))


# -- matching ----------------------------------------------------------------------------------------------


def made(count: int = 400, seed: int = 1) -> list[ReferenceEvent]:
    return make_reference(count, random.Random(seed))


def ready(events: list[ReferenceEvent]) -> list[Occurrence]:
    return [found for found in map(occurrence_of_reference, events) if isinstance(found, Occurrence)]


def our_occurrences(incidents: list[Incident]) -> list[Occurrence]:
    return [found for found in map(occurrence_of_event, incidents) if isinstance(found, Occurrence)]


def test_planted_copies_are_found() -> None:
    events = made(3000)
    copies, truth = plant_copies(events, Spoiling.settings()["usual"], random.Random(2))
    found = match(our_occurrences(copies), ready(events))
    right = sum(truth.get(pair.ours) == pair.theirs for pair in found.matches)
    assert right / len(found.matches) >= 0.97
    assert right / len(truth) >= 0.97


def test_a_reference_matches_itself_wholly() -> None:
    events = ready(made(300))
    found = match(events, events)
    assert all(pair.ours == pair.theirs and pair.verdict == "full" for pair in found.matches)
    assert not found.only_ours


def test_order_of_input_does_not_matter_and_nothing_is_used_twice() -> None:
    events = made(300)
    copies, _ = plant_copies(events, Spoiling.settings()["heavy"], random.Random(3))
    ours, theirs = our_occurrences(copies), ready(events)
    found = match(ours, theirs)
    random.Random(4).shuffle(ours)
    assert match(ours, list(reversed(theirs))) == found
    used = [pair.ours for pair in found.matches]
    taken = [pair.theirs for pair in found.matches]
    assert len(set(used)) == len(used)
    assert len(set(taken)) == len(taken)
    assert sorted([*used, *found.only_ours]) == sorted(event.id for event in ours)
    assert sorted([*taken, *found.only_theirs]) == sorted(event.id for event in theirs)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_assignment_is_the_best_of_all(rows: int, columns: int, data: st.DataObject) -> None:
    size = st.lists(st.integers(0, 100), min_size=rows * columns, max_size=rows * columns)
    scores = np.array(data.draw(size), dtype=float).reshape(rows, columns) / 100
    left, right = (axis.ravel() for axis in np.meshgrid(range(rows), range(columns), indexing="ij"))
    chosen = assign(Pairs(left, right), scores.ravel(), 0.5)
    gained = sum(scores.ravel()[chosen] - 0.5)
    assert len(set(left[chosen])) == len(set(right[chosen])) == len(chosen)
    assert gained == pytest.approx(_best_gain(scores - 0.5), abs=1e-4)


def _best_gain(gains: np.ndarray) -> float:
    rows, columns = gains.shape
    wide = np.concatenate([np.maximum(gains, 0), np.zeros((rows, rows))], axis=1)
    choices = itertools.permutations(range(columns + rows), rows)
    return max(sum(wide[row, column] for row, column in enumerate(choice)) for choice in choices)


def test_candidates_are_those_of_a_full_search() -> None:
    events = made(150)
    coarse = [msgspec.structs.replace(event, date_end="2019-12-31", date_precision="5") for event in events[:3]]
    wide = [msgspec.structs.replace(e, site=msgspec.structs.replace(e.site, precision="6")) for e in events[3:6]]
    theirs = frame_of(ready(coarse + wide + events[6:]))
    ours = frame_of(ready(events))
    every = Pairs(*(axis.ravel() for axis in np.meshgrid(range(ours.size), range(theirs.size), indexing="ij")))
    far = ours.reach[every.left] + theirs.reach[every.right] + 25
    wanted = (day_gap(ours, theirs, every) <= 3) & (distance_km(ours, theirs, every) <= far)
    found = [pair for pairs in iter_candidates(ours, theirs, 3, 25) for pair in zip(*map(list, pairs), strict=True)]
    assert len(found) == len(set(found))
    assert set(found) == set(zip(every.left[wanted], every.right[wanted], strict=True))


DUMA = {"name": "دوما", "lat": 33.571, "lon": 36.402, "precision": 1, "admin1": "Rural Damascus", "country": "SY"}


def actor(side: str, own_id: str, name: str) -> dict[str, object]:
    return {"side": side, "mention": name, "actor_id": own_id, "name_ar": name, "name_en": None, "kind": "rebel"}


def killed(group: str, number: int) -> dict[str, object]:
    return {"outcome": "killed", "group": group, "low": number, "best": number, "high": number, "text": str(number)}


def one_of_ours(**changes: object) -> Event:
    fields = {
        "event_id": "e1",
        "report_id": "r",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "plover": "ASSAULT",
        "date": "2016-01-04",
        "date_precision": "day",
        "location": DUMA,
        "actors": [actor("1", "hts", "هيئة تحرير الشام"), actor("2", "islamic-state", "تنظيم الدولة")],
        "casualties": [killed("hts", 1), killed("islamic-state", 2)],
    }
    return msgspec.convert(fields | changes, Event)


def laid_beside(*events: Event, text: str = "", scope: Scope | None = None):
    theirs = entries_of_references(read(text or ucdp()).events)
    return compare(entries_of_events(events), theirs, scope or Scope("2016-01-01", "2016-12-31"), "ged.csv", "ucdp")


def test_an_arabic_event_meets_its_english_record() -> None:
    (pair,) = laid_beside(one_of_ours()).matching.matches
    assert pair.verdict == "full"
    assert pair.features["actors"] > 0.75
    assert not pair.unknown


def test_what_differs_is_explained_in_both_languages() -> None:
    moved = DUMA | {"name": "حرستا", "lat": 33.60, "lon": 36.42}
    late = one_of_ours(date="2016-01-06", location=moved, casualties=[])
    result = json.loads(as_json(found := laid_beside(late), tally(found)))
    (pair,) = result["matches"]
    assert pair["verdict"] == "partial"
    assert pair["differs"] == ["date", "place"]
    assert pair["unknown"] == ["deaths"]
    assert (pair["days"], pair["our_deaths"], pair["their_deaths"]) == (1, None, 3)
    assert pair["explanation"] == "ours 1 days later; 4 km apart; deaths: unknown"
    assert pair["explanation_ar"] == "عندنا بعد 1 يوم؛ بينهما 4 كم؛ القتلى: غير معروف"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"date": None}, "no date"), ({"location": None}, "no place"), ({"location": {}}, "no place")],
)
def test_event_that_cannot_be_compared_is_counted(changes: dict[str, object], reason: str) -> None:
    assert isinstance(occurrence_of_event(one_of_ours(**changes)), Unfit)
    assert laid_beside(one_of_ours(**changes)).ours.unfit == {reason: 1}


def test_denied_events_are_not_compared() -> None:
    assert laid_beside(one_of_ours(factuality="denied")).ours.given == 0


def test_their_events_that_we_tell_as_one_are_a_split() -> None:
    text = ucdp(best="1", low="1", high="1", deaths_b="0") + ucdp(
        False, id="10", best="2", low="2", high="2", deaths_a="0"
    )
    found = laid_beside(one_of_ours(), text=text)
    (split,) = found.matching.splits
    assert split.one == "e1"
    assert sorted(split.many) == ["10", "9"]
    assert len(found.matching.matches) == 1
    counted = tally(found)
    assert (counted.recall.found, counted.covered.found) == (1, 2)


def test_tolls_that_do_not_add_up_are_no_split() -> None:
    text = ucdp() + ucdp(False, id="10", best="40", low="40", high="40", deaths_a="0", deaths_b="40")
    assert not laid_beside(one_of_ours(), text=text).matching.splits


def test_scope_is_where_both_records_overlap() -> None:
    late = ucdp(False, id="10", date_start="2018-01-01", date_end="2018-01-01")
    found = laid_beside(one_of_ours(), text=ucdp() + late, scope=Scope())
    assert (found.scope.since, found.scope.until) == ("2016-01-01", "2016-01-07")
    assert (found.theirs.outside, found.theirs.compared) == (1, 1)
    elsewhere = laid_beside(one_of_ours(), scope=Scope(country="Iraq"))
    assert (elsewhere.ours.outside, elsewhere.theirs.outside) == (1, 1)


@pytest.mark.parametrize(
    ("one", "other", "value"),
    [
        (Killed(3, 3, 3), Killed(3, 3, 3), 1.0),
        (Killed(20, None, None), Killed(30, 30, 30), 0.8),
        (Killed(1, 1, 1), Killed(3, 3, 3), 0.5),
        (Killed(3, 3, 3, (3, 0, 0)), Killed(3, 3, 3, (0, 3, 0)), 1.0),
        (Killed(3, 3, 3, (3, 0, 0)), Killed(3, 3, 3, (0, 0, 3)), (1 + 1 / 7) / 2),
    ],
)
def test_likeness_of_tolls(one: Killed, other: Killed, value: float) -> None:
    assert deaths_likeness(one, other) == pytest.approx(value)
    assert deaths_likeness(other, one) == pytest.approx(value)


def test_share_has_the_bounds_of_wilson() -> None:
    found = share("x", 10, 8)
    assert (found.share, found.low, found.high) == (0.8, 0.4902, 0.9433)
    assert (share("x", 0, 0).low, share("x", 0, 0).high) == (0, 1)
    assert share("x", 5, 5).high == 1


def test_breakdowns_add_up() -> None:
    events = made(300)
    copies, _ = plant_copies(events, Spoiling.settings()["usual"], random.Random(5))
    found = compare(entries_of_events(copies), entries_of_references(events), Scope())
    counted = tally(found)
    for shares in counted.by.values():
        assert sum(one.total for one in shares) == counted.recall.total
        assert sum(one.found for one in shares) == counted.recall.found
    assert sum(counted.km.bands.values()) == counted.recall.found
    assert [one.name for one in counted.by["deaths"]][:2] == ["1", "2-4"]


# -- the page and the commands -----------------------------------------------------------------------------


def test_page_stands_alone_and_escapes() -> None:
    hostile = '<script>alert(1)</script>"&'
    text = ucdp(
        side_b=hostile, where_coordinates=hostile, source_headline=hostile, date_start="2016-02-01", date_end=""
    )
    found = laid_beside(one_of_ours(sub_event_type=hostile), text=text)
    page = render_page(found, tally(found))
    assert "<script" not in page
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not [word for word in ("http:", "https:", "@import", "url(") if word in page]
    assert "&lt;script&gt;" in page


def test_page_says_everything_in_both_languages() -> None:
    found = laid_beside(one_of_ours())
    page = render_page(found, tally(found))
    assert page.count('<span lang="en">') == page.count('<span lang="ar">') > 30
    assert "مقارنة بأحداث رمّزها بشر" in page
    assert '<text lang="ar"' in page
    assert "ريف دمشق" in page


def test_reference_is_kept_compared_and_forgotten(marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    path, events = tmp_path / "ged.csv", tmp_path / "events.jsonl"
    path.write_text(ucdp() + ucdp(False, id="10", best="x"), encoding="utf-8")
    events.write_bytes(msgspec.json.encode(one_of_ours()) + b"\n")
    added = marsad("reference", "add", path)
    assert (added.code, added.text.split()[1:4]) == (0, ["ucdp,", "1", "events,"])
    assert "line 3, best" in added.err
    (kept,) = json.loads(marsad("reference", "list", "--json").text)
    assert (kept["rows"], kept["unread"], kept["name"]) == (1, 1, "ged.csv")
    path.unlink()
    page = tmp_path / "page.html"
    compared = marsad("compare", "ged.csv", "--events", events, "--json", "--html", page)
    assert json.loads(compared.text)["tally"]["recall"]["found"] == 1
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert "recall  1 of 1" in marsad("compare", kept["sha256"][:8], "--events", events).text
    assert marsad("reference", "remove", "ged.csv").code == 0
    assert "No reference is kept" in marsad("reference", "list").text
    gone = marsad("compare", "ged.csv", "--events", events)
    assert (gone.code, "marsad reference list" in gone.err) == (1, True)


@pytest.mark.parametrize("profile", ["acled", "ucdp", "hxl"])
def test_what_we_export_is_read_back_and_found(
    profile: str, marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    exported = tmp_path / "exported.csv"
    marsad("add", ROOT / "examples/bulletin.jsonl")
    assert marsad("export", "--profile", profile, "-o", exported).code == 0
    found = json.loads(marsad("compare", exported, "--json").text)
    assert not found["complaints"]
    assert found["tally"]["recall"]["share"] == 1
    assert found["tally"]["days"]["most"] == 0


def test_altered_reference_is_refused(marsad: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path / "home"))
    path = tmp_path / "ged.csv"
    path.write_text(ucdp(), encoding="utf-8")
    assert marsad("reference", "add", path).code == 0
    (kept,) = [file for file in (tmp_path / "home/references").iterdir() if not file.suffix]
    kept.write_text(ucdp(best="4"), encoding="utf-8")
    path.unlink()
    assert "was altered" in marsad("compare", "ged.csv").err


def test_two_references_can_be_compared(marsad: Run, tmp_path: Path) -> None:
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(ucdp(), encoding="utf-8")
    other.write_text(ucdp(False, layout=1, id="77"), encoding="utf-8")
    found = json.loads(marsad("compare", one, "--events", other, "--json").text)
    assert [(pair["ours"], pair["theirs"]) for pair in found["matches"]] == [("77", "9")]


def test_without_events_the_command_says_what_to_do(marsad: Run, tmp_path: Path) -> None:
    path, events = tmp_path / "ged.csv", tmp_path / "none.jsonl"
    path.write_text(ucdp(), encoding="utf-8")
    events.write_bytes(b"\n")
    ended = marsad("compare", path, "--events", events)
    assert (ended.code, "marsad add" in ended.err) == (1, True)
    assert "Write it as" in marsad("compare", path, "--since", "soon").err

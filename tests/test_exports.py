"""Exports: columns and policies of each profile, files that are whole or not there, the same bytes again."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from msgspec.structs import replace

from incident_makers import ASHARAH, CIVILIANS, GUNMEN, IRGC, NDF, entry_of, make_entry, make_event, sample_entries
from marsad.errors import ExportError
from marsad.export import About, Choices, Entry, Facts, about_path, export_file, find_profile, profile_names
from marsad.export.profiles.jsonl import iter_entries
from marsad.export.sheets import guard, unguard
from marsad.model import Casualty, Cause, IncidentCasualty, Location, Person, Telling

FACTS = Facts("country=SY&event_type=Battles", "0.1.0", "abc123")
PROFILES = [
    "acled", "ftm", "geojson", "geoparquet", "gpkg", "html", "hxl", "jsonl", "plover", "timemap", "ucdp", "xlsx",
]  # fmt: skip
ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
UCDP = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob"
)


def export(
    profile: str, entries: list[Entry] | tuple[Entry, ...], folder: Path, facts: Facts = FACTS, **choices: Any
) -> About:
    found = find_profile(profile)
    return export_file(found, entries, folder / f"out{found.suffix}", facts, Choices(**choices))


def rows(about: About) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(about.path.read_text(encoding="utf-8"))))


def row(profile: str, entry: Entry, folder: Path, **choices: Any) -> dict[str, str]:
    (found,) = rows(export(profile, [entry], folder, **choices))
    return found


def killed(*figures: tuple[str, int | None, int | None, int | None]) -> dict[str, Any]:
    return {"casualties": [IncidentCasualty("killed", group, low, best, high) for group, low, best, high in figures]}


# -- every profile -----------------------------------------------------------------------------------------


def test_profiles_are_the_modules() -> None:
    assert profile_names() == PROFILES
    assert all(find_profile(name).name == name for name in PROFILES)
    with pytest.raises(ExportError, match="acled, ftm, geojson"):
        find_profile("shapefile")


@pytest.mark.parametrize("name", PROFILES)
def test_same_incidents_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    first = export(name, sample_entries(), tmp_path)
    content, about = first.path.read_bytes(), about_path(first.path).read_bytes()
    again = export(name, sample_entries(), tmp_path)
    assert again.path.read_bytes() == content
    assert about_path(again.path).read_bytes() == about


@pytest.mark.parametrize("name", PROFILES)
def test_sidecar_says_what_the_file_is(name: str, tmp_path: Path) -> None:
    entries = sample_entries()
    about = export(name, entries, tmp_path, fatalities="low")
    told = json.loads(about_path(about.path).read_bytes())
    assert told["sha256"] == hashlib.sha256(about.path.read_bytes()).hexdigest() == about.sha256
    assert told["rows"] + sum(left["count"] for left in told["left_out"]) == told["asked"] == len(entries)
    assert told["filter"] == "country=SY&event_type=Battles"
    assert (told["marsad"], told["lexicons"], told["made"]) == ("0.1.0", "abc123", None)
    assert told["choices"].get("fatalities") == ("low" if name in ("acled", "hxl", "ucdp") else None)
    assert told["retired_numbers"] == {}
    assert all(len(left["incidents"]) == left["count"] for left in told["left_out"])


@pytest.mark.parametrize("name", PROFILES)
def test_nothing_to_export_is_a_file_without_rows(name: str, tmp_path: Path) -> None:
    about = export(name, [], tmp_path)
    assert about.rows == 0
    assert about.path.exists()


def test_rows_are_said_before_the_file_is_written(tmp_path: Path) -> None:
    path, told = tmp_path / "out.csv", []
    export_file(
        find_profile("acled"), [make_entry()], path, FACTS, Choices(),
        lambda survey: told.append((survey.asked, survey.rows, path.exists())),
    )  # fmt: skip
    assert told == [(1, 1, False)]


class Breaking(list[Entry]):
    """Incidents that break off when they are written."""

    rounds = 0

    def __iter__(self) -> Any:
        self.rounds += 1
        yield make_entry()
        if self.rounds > 1:
            raise OSError(28, "No space left on device")


def test_a_broken_export_leaves_the_former_one(tmp_path: Path) -> None:
    former = export("acled", [make_entry(7)], tmp_path)
    content = former.path.read_bytes(), about_path(former.path).read_bytes()
    with pytest.raises(OSError, match="No space left"):
        export("acled", Breaking(), tmp_path)
    assert (former.path.read_bytes(), about_path(former.path).read_bytes()) == content
    assert len(list(tmp_path.iterdir())) == 2


def test_incidents_that_change_meanwhile_are_noticed(tmp_path: Path) -> None:
    entries = iter([make_entry()])  # can be gone through once only
    with pytest.raises(ExportError, match="changed while they were exported"):
        export("jsonl", entries, tmp_path)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())


def test_more_than_a_format_holds_is_refused(tmp_path: Path) -> None:
    profile = replace_limit(1)
    with pytest.raises(ExportError, match="at most 1 incidents, and 2 fit"):
        export_file(profile, [make_entry(1), make_entry(2)], tmp_path / "x.html", FACTS, Choices())
    assert not list(tmp_path.iterdir())


def replace_limit(limit: int) -> Any:
    from dataclasses import replace as change

    return change(find_profile("html"), limit=limit)


@pytest.mark.parametrize("wrong", [{"fatalities": "most"}, {"inter": "code"}, {"disclose": frozenset({"everything"})}])
def test_choices_that_there_are_not_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ExportError, match="Choose from"):
        Choices(**wrong)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "'", "x=1", "", "'x"])
def test_guarded_text_comes_back(text: str) -> None:
    assert guard(text)[:1] not in ("=", "+", "-", "@", "\t", "\r")
    assert unguard(guard(text)) == text


# -- ACLED -------------------------------------------------------------------------------------------------


def test_acled_columns(tmp_path: Path) -> None:
    about = export("acled", [make_entry()], tmp_path)
    assert about.path.read_text(encoding="utf-8").splitlines()[0] == ACLED
    assert len(ACLED.split(",")) == 31


def test_acled_row(tmp_path: Path) -> None:
    assert row("acled", make_entry(12), tmp_path) == {
        "event_id_cnty": "SYR12", "event_date": "2021-03-09", "year": "2021", "time_precision": "1",
        "disorder_type": "Political violence", "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "National Defence Forces", "assoc_actor_1": "", "inter1": "Political militia",
        "actor2": "Islamic Revolutionary Guard Corps", "assoc_actor_2": "", "inter2": "External/Other forces",
        "interaction": "Political militia-External/Other forces", "civilian_targeting": "", "iso": "760",
        "region": "Middle East", "country": "Syria", "admin1": "Deir ez-Zor", "admin2": "Al Mayadin",
        "admin3": "Ashara", "location": "Al-Asharah", "latitude": "34.9208", "longitude": "40.5561",
        "geo_precision": "1", "source": "عنب بلدي", "source_scale": "National",
        "notes": "On 9 March 2021: Armed clash in Al-Asharah, Deir ez-Zor. National Defence Forces – Islamic "
        "Revolutionary Guard Corps. Killed: 2. Wounded: at least 2. Cause: dispute-money.",
        "fatalities": "2", "tags": "cause=dispute-money; one source", "timestamp": "1615354200",
    }  # fmt: skip


def test_acled_interaction_as_numbers(tmp_path: Path) -> None:
    found = row("acled", make_entry(), tmp_path, inter="numeric")
    assert (found["inter1"], found["inter2"], found["interaction"]) == ("3", "8", "38")
    alone = row("acled", make_entry(1, {"actors": [NDF]}), tmp_path, inter="numeric")
    assert (alone["inter1"], alone["inter2"], alone["interaction"]) == ("3", "0", "30")


def test_acled_puts_the_lower_code_first(tmp_path: Path) -> None:
    turned = [replace(IRGC, side="1"), replace(NDF, side="2")]
    found = row("acled", make_entry(1, {"actors": turned}), tmp_path)
    assert found["actor1"] == "Islamic Revolutionary Guard Corps"
    assert found["interaction"] == "Political militia-External/Other forces"
    alone = row("acled", make_entry(1, {"actors": [NDF]}), tmp_path)
    assert alone["interaction"] == "Political militia only"


@pytest.mark.parametrize(
    ("event_type", "sub", "actors", "expected"),
    [
        ("Violence against civilians", "Attack", [],
         ("Unidentified Armed Group (Syria)", "Civilians (Syria)", "Civilian targeting")),
        ("Explosions/Remote violence", "Air/drone strike", [CIVILIANS],
         ("Unidentified Armed Group (Syria)", "Civilians (Syria)", "Civilian targeting")),
        ("Explosions/Remote violence", "Air/drone strike", [IRGC],
         ("Unidentified Armed Group (Syria)", "Islamic Revolutionary Guard Corps", "")),
        ("Protests", "Peaceful protest", [], ("Protesters (Syria)", "", "")),
        ("Protests", "Excessive force against protesters", [], ("Protesters (Syria)", "", "Civilian targeting")),
        ("Riots", "Mob violence", [GUNMEN, CIVILIANS],
         ("Unidentified Armed Group (Syria)", "Civilians (Syria)", "Civilian targeting")),
        ("Strategic developments", "Arrests", [IRGC], ("Islamic Revolutionary Guard Corps", "", "")),
    ],
)  # fmt: skip
def test_acled_names_who_is_not_named(
    event_type: str, sub: str, actors: list[Any], expected: tuple[str, str, str], tmp_path: Path
) -> None:
    entry = make_entry(1, {"event_type": event_type, "sub_event_type": sub, "actors": actors})
    found = row("acled", entry, tmp_path)
    assert (found["actor1"], found["actor2"], found["civilian_targeting"]) == expected


def test_acled_joins_associated_actors(tmp_path: Path) -> None:
    beside = replace(NDF, actor_id="x", name_en="Baath Brigades", associated=True)
    other = replace(NDF, actor_id="y", name_en=None, name_ar="لواء الباقر")
    found = row("acled", make_entry(1, {"actors": [beside, NDF, other, IRGC]}), tmp_path)
    assert (found["actor1"], found["assoc_actor_1"]) == ("National Defence Forces", "لواء الباقر; Baath Brigades")


@pytest.mark.parametrize(
    ("policy", "told", "wording", "expected"),
    [
        ("best", ("unknown", 3, 5, 8), "خمسة", 5),
        ("low", ("unknown", 3, 5, 8), "خمسة", 3),
        ("acled", ("unknown", 3, 5, 8), "خمسة", 3),
        ("best", ("unknown", 20, None, None), "عشرات القتلى", 20),
        ("low", ("unknown", 20, None, None), "عشرات القتلى", 20),
        ("acled", ("unknown", 20, None, None), "عشرات القتلى", 10),
        ("acled", ("unknown", 200, None, None), "المئات", 100),
        ("acled", ("unknown", 20, None, None), "أكثر من 19", 20),
        ("acled", ("unknown", 2, None, None), "عدد من القتلى", 2),
        ("best", ("unknown", 0, 0, 0), "دون إصابات", 0),
    ],
)
def test_fatalities_policies(
    policy: str, told: tuple[str, int, int | None, int | None], wording: str, expected: int, tmp_path: Path
) -> None:
    entry = make_entry(1, {"casualties": [Casualty("killed", *told, wording)]})
    assert row("acled", entry, tmp_path, fatalities=policy)["fatalities"] == str(expected)


def test_fatalities_add_groups_and_count_none_as_none(tmp_path: Path) -> None:
    entry = make_entry(1, **killed(("irgc", 2, 2, 2), ("civilians", 1, None, None)))
    assert row("acled", entry, tmp_path)["fatalities"] == "3"
    assert row("acled", make_entry(1, casualties=[]), tmp_path)["fatalities"] == "0"


@pytest.mark.parametrize(
    ("date", "end", "precision", "expected"),
    [
        ("2021-03-09", None, "day", ("2021-03-09", "1")),
        ("2021-03-07", "2021-03-09", "week", ("2021-03-07", "2")),
        ("2021-03-01", None, "month", ("2021-03-15", "3")),
    ],
)
def test_acled_days(date: str, end: str | None, precision: str, expected: tuple[str, str], tmp_path: Path) -> None:
    entry = make_entry(1, {"date": date, "date_end": end, "date_precision": precision})
    found = row("acled", entry, tmp_path)
    assert (found["event_date"], found["time_precision"]) == expected


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"date": None, "date_precision": "unknown"}, "no day, week or month is known"),
        ({"date": "2021-01-01", "date_precision": "year"}, "no day, week or month is known"),
        ({"location": None}, "no place with coordinates is known"),
        ({"location": replace(ASHARAH, lat=None, lon=None)}, "no place with coordinates is known"),
        ({"location": replace(ASHARAH, country=None)}, "its country is unknown"),
        ({"factuality": "denied"}, "denied or rejected"),
    ],
)
def test_acled_says_who_is_left_out_and_why(changes: dict[str, Any], reason: str, tmp_path: Path) -> None:
    about = export("acled", [make_entry(1), make_entry(2, changes)], tmp_path)
    (left,) = about.document["left_out"]
    assert left["incidents"] == ["ie0000002"]
    assert left["reason"].startswith(reason)
    assert about.rows == 1


def test_acled_source_scale_and_time(tmp_path: Path) -> None:
    found = row("acled", make_entry(1, outlets=["الجزيرة", "عنب بلدي", "صفحة ما"]), tmp_path)
    assert (found["source"], found["source_scale"]) == ("الجزيرة; عنب بلدي; صفحة ما", "Other-National")
    undated = entry_of(Telling(make_event()), "SYR1")
    found = row("acled", undated, tmp_path)
    assert (found["source"], found["timestamp"]) == ("Undisclosed Source", "1615248000")


def test_acled_guards_formulas(tmp_path: Path) -> None:
    evil = replace(NDF, name_en="=HYPERLINK(1)")
    found = row("acled", make_entry(1, {"actors": [evil, IRGC]}), tmp_path)
    assert found["actor1"] == "'=HYPERLINK(1)"
    assert unguard(found["actor1"]) == "=HYPERLINK(1)"
    west = row("acled", make_entry(1, {"location": replace(ASHARAH, lon=-5.5)}), tmp_path)
    assert west["longitude"] == "-5.5"


def test_acled_reads_back_in_pandas(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    about = export("acled", sample_entries(), tmp_path)
    frame = pandas.read_csv(about.path, parse_dates=["event_date"])
    assert ",".join(frame.columns) == ACLED
    assert len(frame) == about.rows
    assert frame.event_id_cnty.is_unique
    assert frame.latitude.between(-90, 90).all()
    assert frame.fatalities.dtype == frame.iso.dtype == "int64"


def test_acled_rows_pass_the_client(tmp_path: Path) -> None:
    pytest.importorskip("acled")
    from acled.clients.acled_data_client import AcledDataClient

    read = AcledDataClient._parse_event
    for told in rows(export("acled", sample_entries(), tmp_path)):
        event = read(None, dict(told))  # type: ignore[arg-type]
        assert event["event_date"].isoformat() == told["event_date"]
        assert event["timestamp"].timestamp() == int(told["timestamp"])


# -- UCDP --------------------------------------------------------------------------------------------------


def test_ucdp_columns(tmp_path: Path) -> None:
    about = export("ucdp", [make_entry()], tmp_path)
    assert about.path.read_text(encoding="utf-8").splitlines()[0] == UCDP
    assert len(UCDP.split(",")) == 49


def test_ucdp_row(tmp_path: Path) -> None:
    found = {name: value for name, value in row("ucdp", make_entry(12), tmp_path).items() if value}
    assert found == {
        "id": "7600000012", "relid": "SYR12", "year": "2021", "code_status": "Clear", "type_of_violence": "1",
        "dyad_name": "National Defence Forces - Islamic Revolutionary Guard Corps",
        "side_a": "National Defence Forces", "side_b": "Islamic Revolutionary Guard Corps", "number_of_sources": "1",
        "source_article": '"عنب بلدي,2021-03-10,"', "source_office": "عنب بلدي", "source_date": "2021-03-10",
        "source_original": "مصادر محلية", "where_prec": "1", "where_coordinates": "Al-Asharah",
        "where_description": row("acled", make_entry(12), tmp_path)["notes"], "adm_1": "Deir ez-Zor",
        "adm_2": "Al Mayadin", "latitude": "34.9208", "longitude": "40.5561", "geom_wkt": "POINT (40.5561 34.9208)",
        "priogrid_gid": "179722", "country": "Syria", "country_id": "652", "region": "Middle East",
        "event_clarity": "1", "date_prec": "1", "date_start": "2021-03-09", "date_end": "2021-03-09", "deaths_a": "0",
        "deaths_b": "2", "deaths_civilians": "0", "deaths_unknown": "0", "best": "2", "high": "2", "low": "2",
        "gwnob": "630",
    }  # fmt: skip


def test_ucdp_holds_lethal_incidents_only(tmp_path: Path) -> None:
    harmless, none = make_entry(2, casualties=[]), make_entry(3, **killed(("unknown", 0, 0, 0)))
    about = export("ucdp", [make_entry(1), harmless, none], tmp_path)
    assert [one["relid"] for one in rows(about)] == ["SYR1"]
    assert about.document["left_out"][0]["incidents"] == ["ie0000002", "ie0000003"]


def test_ucdp_adds_deaths_up_by_side(tmp_path: Path) -> None:
    entry = make_entry(
        1, **killed(("national-defence-forces", 1, 1, 1), ("irgc", 2, 3, 4), ("civilians", 5, 5, 5), ("x", 7, None, 9))
    )
    found = row("ucdp", entry, tmp_path)
    deaths = [found[name] for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")]
    assert deaths == ["1", "3", "5", "7"]
    assert (found["best"], found["low"], found["high"]) == ("16", "15", "19")


@pytest.mark.parametrize(
    ("actors", "violence"), [([NDF, IRGC], "1"), ([NDF, replace(NDF, side="2")], "2"), ([NDF, CIVILIANS], "3")]
)
def test_ucdp_types_of_violence(actors: list[Any], violence: str, tmp_path: Path) -> None:
    assert row("ucdp", make_entry(1, {"actors": actors}), tmp_path)["type_of_violence"] == violence


@pytest.mark.parametrize(
    ("date", "end", "precision", "expected"),
    [
        ("2021-03-07", "2021-03-09", "week", ("2", "2021-03-07", "2021-03-09")),
        ("2021-03-07", None, "week", ("3", "2021-03-07", "2021-03-13")),
        ("2021-02-01", None, "month", ("4", "2021-02-01", "2021-02-28")),
        ("2021-01-01", None, "year", ("5", "2021-01-01", "2021-12-31")),
    ],
)
def test_ucdp_days(date: str, end: str | None, precision: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    found = row("ucdp", make_entry(1, {"date": date, "date_end": end, "date_precision": precision}), tmp_path)
    assert (found["date_prec"], found["date_start"], found["date_end"]) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (ASHARAH, ("1", "Syria", "652")),
        (replace(ASHARAH, precision=2), ("2", "Syria", "652")),
        (replace(ASHARAH, precision=2, kind="district"), ("3", "Syria", "652")),
        (replace(ASHARAH, precision=3), ("4", "Syria", "652")),
        (replace(ASHARAH, kind="country"), ("6", "Syria", "652")),
        (replace(ASHARAH, country="PS"), ("1", "Israel", "666")),
        (replace(ASHARAH, country="YE"), ("1", "Yemen (North Yemen)", "678")),
    ],
)
def test_ucdp_places(place: Location, expected: tuple[str, ...], tmp_path: Path) -> None:
    found = row("ucdp", make_entry(1, {"location": place}), tmp_path)
    assert (found["where_prec"], found["country"], found["country_id"]) == expected


def test_ucdp_grid_cells_are_those_of_the_reference(shared: Path) -> None:
    import gzip

    from marsad.export.profiles.ucdp import _grid_cell

    with gzip.open(shared / "data/reference/ged_syria_2016_2019.csv.gz", "rt", encoding="utf-8") as stream:
        for told in list(csv.DictReader(stream))[::50]:
            cell = _grid_cell(float(told["latitude"]), float(told["longitude"]))
            assert cell == int(float(told["priogrid_gid"]))


# -- HXL, JSON lines, PLOVER, TimeMap ----------------------------------------------------------------------


def test_hxl_shapes(tmp_path: Path) -> None:
    day = export("hxl", [make_entry()], tmp_path).path.read_text(encoding="utf-8").splitlines()
    assert day[1] == (
        "#date+occurred,#event+type,#event+type+sub,#group+name+first,#group+name+second,#adm1+name,#adm2+name,"
        "#adm3+name,#adm1+code,#adm2+code,#loc+name,#geo+lat,#geo+lon,#description,#affected+killed"
    )
    assert day[2].startswith("2021-03-09,Battles,Armed clash,National Defence Forces,Islamic Revolutionary Guard")
    span = export("hxl", [make_entry()], tmp_path, shape="range").path.read_text(encoding="utf-8").splitlines()
    assert span[1] == (
        "#date+start,#date+end,#event+type,#event+type+sub,#group+name+first,#group+name+second,#meta+source,"
        "#description,#loc+name,#adm1+name,#adm2+name,#geo+lat,#geo+lon,#country+name,#country+code,#region+name,"
        "#affected+killed"
    )
    assert span[2].startswith("2021-03-09,2021-03-09,Battles,Armed clash")
    assert span[2].endswith("34.9208,40.5561,Syria,SYR,Middle East,2")


def test_hxl_keeps_undated_and_unplaced_incidents(tmp_path: Path) -> None:
    entry = make_entry(1, {"date": None, "date_precision": "unknown", "location": None})
    assert export("hxl", [entry], tmp_path).rows == export("hxl", [entry], tmp_path, shape="range").rows == 1


def test_hxl_gives_pcodes_where_the_gazetteer_has_them(tmp_path: Path) -> None:
    place = replace(ASHARAH, gazetteer_id="SY090300")
    found = rows(export("hxl", [make_entry(1, {"location": place})], tmp_path))[1]
    assert (found["adm1_pcode"], found["adm2_pcode"]) == ("SY09", "SY0903")


def test_jsonl_comes_back_without_loss(tmp_path: Path) -> None:
    entries = [*sample_entries(), make_entry(1, disagreements={})]
    about = export("jsonl", entries, tmp_path, disclose=frozenset({"persons", "sites", "witnesses"}))
    assert list(iter_entries(about.path)) == entries
    about.path.write_text("{}\n", encoding="utf-8")
    with pytest.raises(ExportError, match="line 1"):
        list(iter_entries(about.path))


def test_plover_event(tmp_path: Path) -> None:
    about = export("plover", [make_entry(1, {"cause": Cause("territorial", "أرض")})], tmp_path)
    event = json.loads(about.path.read_text(encoding="utf-8"))
    assert (event["event_type"], event["event_mode"], event["contexts"]) == ("ASSAULT", [], ["territory"])
    assert event["attributes"]["ACTOR"][0]["country"] == "SYR"
    assert event["attributes"]["RECIP"][0]["code_1"] == "MIL"
    assert event["event_geolocation"]["geo"]["country_code3"] == "SYR"
    assert (event["date"], event["date_raw"], event["pub_date"][:10]) == ("2021-03-09", "أمس الثلاثاء", "2021-03-10")
    assert event["casualties"]["killed"] == [{"group": "irgc", "low": 2, "best": 2, "high": 2}]


def test_timemap_document(tmp_path: Path) -> None:
    undated = make_entry(2, {"date": None, "date_precision": "unknown"})
    about = export("timemap", [make_entry(1), undated], tmp_path)
    told = json.loads(about.path.read_text(encoding="utf-8"))
    (event,) = told["events"]
    assert (event["date"], event["latitude"], event["location"]) == ("03/09/2021", "34.9208", "Al-Asharah")
    assert set(event["associations"]) <= {one["id"] for one in told["associations"]}
    assert set(event["sources"]) == set(told["sources"])
    assert all(isinstance(value, str | list) for value in event.values())
    assert about.document["left_out"][0]["incidents"] == ["ie0000002"]


# -- maps and tables ---------------------------------------------------------------------------------------


def test_geojson_features(tmp_path: Path) -> None:
    about = export("geojson", [make_entry(1), make_entry(2, {"location": None})], tmp_path)
    told = json.loads(about.path.read_text(encoding="utf-8"))
    assert told["type"] == "FeatureCollection"
    placed, unplaced = told["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [40.5561, 34.9208]}
    assert (placed["properties"]["place_ar"], placed["properties"]["killed_best"]) == ("العشارة", 2)
    assert unplaced["geometry"] is None


def test_geoparquet_has_points_and_metadata(tmp_path: Path) -> None:
    about = export("geoparquet", [make_entry(1), make_entry(2, {"location": None})], tmp_path)
    table = pq.read_table(about.path)
    geo = json.loads(pq.read_metadata(about.path).metadata[b"geo"])
    assert geo == {
        "version": "1.1.0", "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"],
                                 "bbox": [40.5561, 34.9208, 40.5561, 34.9208]}},
    }  # fmt: skip
    assert table.column("place_ar").to_pylist() == ["العشارة", None]
    assert table.column("geometry").to_pylist()[0][:5] == b"\x01\x01\x00\x00\x00"
    assert str(table.schema.field("date").type) == "date32[day]"


def test_geopackage_has_the_tables_of_the_standard(tmp_path: Path) -> None:
    about = export("gpkg", [make_entry(1), make_entry(2, {"location": None})], tmp_path)
    with sqlite3.connect(about.path) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        assert connection.execute("SELECT table_name, min_x, max_y, srs_id FROM gpkg_contents").fetchall() == [
            ("incidents", 40.5561, 34.9208, 4326)
        ]
        assert connection.execute("SELECT place_ar, geom IS NULL FROM incidents").fetchall() == [
            ("العشارة", 0), (None, 1),
        ]  # fmt: skip


@pytest.mark.parametrize("name", ["gpkg", "geojson"])
def test_gdal_opens_it_with_arabic_names(name: str, tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    about = export(name, sample_entries(), tmp_path)
    info = pyogrio.read_info(about.path)
    assert (info["features"], info["geometry_type"]) == (about.rows, "Point")
    assert info["crs"] == "EPSG:4326"
    _, _, _, columns = pyogrio.raw.read(about.path, columns=["place_ar"])
    expected = [entry.incident.location and entry.incident.location.name_ar for entry in sample_entries()]
    assert sum(told in expected for told in columns[0]) > len(expected) / 2  # the others are withheld places


def test_xlsx_says_in_its_readme_what_it_is(tmp_path: Path) -> None:
    facts = Facts("text=%D9%82%D8%B5%D9%81", "0.1.0", "abc123", "2021-03-11T00:00:00+00:00")
    about = export("xlsx", [make_entry(1), make_entry(2)], tmp_path, facts)
    book = openpyxl.load_workbook(about.path)
    readme = {row[0].value: row[1].value for row in book["README"].iter_rows(min_row=1)}
    assert readme["Filter"] == "text=قصف"
    assert readme["Version"] == "marsad 0.1.0, lexicons abc123"
    assert readme["Not exported, and why"] == "nothing"
    assert readme["Made"] == "2021-03-11T00:00:00+00:00"
    sheet = book["Incidents"]
    head = [cell.value for cell in sheet[1]]
    first = dict(zip(head, [cell.value for cell in sheet[2]], strict=True))
    assert sheet.max_row == 3
    assert (first["place_ar"], first["killed_best"], str(first["date"])[:10]) == ("العشارة", 2, "2021-03-09")


def test_xlsx_never_holds_a_formula(tmp_path: Path) -> None:
    evil = replace(NDF, name_en="=1+1", name_ar="+cmd|'/c calc'!A0")
    about = export("xlsx", [make_entry(1, {"actors": [evil, IRGC]})], tmp_path)
    sheet = openpyxl.load_workbook(about.path)["Incidents"]
    cells = [cell for cell in sheet[2] if cell.value in ("=1+1", "+cmd|'/c calc'!A0")]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 2


# -- FollowTheMoney ----------------------------------------------------------------------------------------


def test_ftm_entities(tmp_path: Path) -> None:
    commander = replace(NDF, persons=[Person("خالد المعلن", "قائد", True)])
    entries = [make_entry(1, {"actors": [commander, CIVILIANS]}), make_entry(2)]
    about = export("ftm", entries, tmp_path)
    found = [json.loads(line) for line in about.path.read_text(encoding="utf-8").splitlines()]
    assert [entity["schema"] for entity in found] == [
        "Organization", "LegalEntity", "Person", "Membership", "Address", "Event", "Organization", "Event",
    ]  # fmt: skip
    ids = {entity["id"] for entity in found}
    event = found[5]["properties"]
    assert set(event["involved"]) | set(event["addressEntity"]) <= ids
    assert (event["date"], event["country"], event["recordId"]) == (["2021-03-09"], ["sy"], ["SYR1"])
    assert found[0]["properties"]["name"] == ["National Defence Forces", "قوات الدفاع الوطني"]


def test_ftm_dates_are_as_exact_as_they_are_known(tmp_path: Path) -> None:
    about = export("ftm", [make_entry(1, {"date": "2021-03-01", "date_precision": "month"})], tmp_path)
    event = json.loads(about.path.read_text(encoding="utf-8").splitlines()[-1])
    assert event["properties"]["startDate"] == ["2021-03"]


def test_ftm_entities_pass_the_library(tmp_path: Path) -> None:
    model = pytest.importorskip("followthemoney").model
    for line in export("ftm", sample_entries(), tmp_path).path.read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        model.get(entity["schema"]).validate(entity)
        cleaned = model.get_proxy(entity, cleaned=False).to_dict()["properties"]
        assert {name: sorted(told) for name, told in cleaned.items()} == {
            name: sorted(told) for name, told in entity["properties"].items()
        }

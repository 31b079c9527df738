"""Learning from corrections: user lexicons, aliases with a scope, and what they change before they are adopted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Run
from marsad.batch.reports import forget_coder
from marsad.errors import LexiconError
from marsad.lexicon.aliases import Alias, add_alias, load_aliases, remove_alias
from marsad.lexicon.tables import lexicons_version
from marsad.model import Event, Report
from marsad.pipeline.coder import make_coder
from marsad.store import open_store
from marsad.store.queries import content_hash
from shelves import make_home, write_lines

NDF = "national-defence-forces-syria"
PLACE = "انفجر لغم أرضي بسيارة مدنية، أمس، في بلدة الزكاة بريف حماة الشمالي، ما أدى إلى مقتل مدنيين اثنين."
ALONE = "انفجر لغم أرضي بسيارة مدنية، أمس، في بلدة الزكاة، ما أدى إلى مقتل ثلاثة مدنيين."
ACTOR = "هاجم مقاتلو ربع النشامى حاجزاً لقوات سوريا الديمقراطية في بلدة هجين شرقي دير الزور، أمس، وقُتل عنصران."


def alias(target: str = "sy-al-latamnah", wording: str = "الزكاة", **more: str) -> Alias:
    return Alias(kind="actor" if target == NDF else "place", wording=wording, target=target, **more)


def code(text: str, *aliases: Alias, report_id: str = "r1", published: str = "2022-03-10") -> list[Event]:
    return make_coder(aliases).code(Report(report_id, text, published=published)).events


def place_of(events: list[Event]) -> str | None:
    (event,) = events
    assert event.location is not None
    return event.location.gazetteer_id


def test_an_alias_that_could_not_be_read_again_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_HOME", str(tmp_path))
    for wrong in (Alias(kind="street", wording="الزكاة", target="x"), alias(wording=" "), alias(scope="report")):
        with pytest.raises(LexiconError, match=r"Use|Give"):
            add_alias(wrong)
    assert load_aliases() == []


# -- scopes ------------------------------------------------------------------------------------------------


def test_a_place_acts_everywhere_with_its_words_as_evidence() -> None:
    assert place_of(code(PLACE)) is None
    (event,) = code(PLACE.replace("في بلدة الزكاة", "بالزكاة"), alias())
    assert place_of([event]) == "sy-al-latamnah"
    assert event.location is not None
    assert (event.location.name, event.location.precision) == ("الزكاة", 1)


@pytest.mark.parametrize(
    ("area", "text", "acts"),
    [
        ("SY/Hama", PLACE, True), ("SY/Hama", ALONE, False), ("SY/Aleppo", PLACE, False), ("SY", PLACE, True),
        ("SY/Hama/Muhradah", PLACE, False), ("SY/Hama/Muhradah", PLACE + " ونُقل الجرحى إلى بلدة كفر زيتا.", True),
    ],
)  # fmt: skip
def test_an_alias_of_an_area_acts_where_a_place_of_it_is_named(area: str, text: str, acts: bool) -> None:
    events = code(text, alias(scope="district", area=area))
    assert (place_of(events[:1]) == "sy-al-latamnah") is acts


def test_an_alias_of_a_report_acts_in_it_alone() -> None:
    here = alias(scope="report", area="r1")
    assert place_of(code(PLACE, here)) == "sy-al-latamnah"
    assert place_of(code(PLACE, here, report_id="r2")) is None


def test_an_alias_acts_on_its_days() -> None:
    dated = alias(since="2022-01-01", until="2022-03-10")
    assert place_of(code(PLACE, dated)) == "sy-al-latamnah"
    assert place_of(code(PLACE, dated, published="2022-03-11")) is None
    assert place_of(code(PLACE, dated, published="2021-12-31")) is None


def test_an_actor_is_known_by_a_taught_name() -> None:
    def sides(*aliases: Alias) -> list[str | None]:
        (event,) = code(ACTOR, *aliases)
        return [one.actor_id for one in event.actors if one.side == "1"]

    assert NDF not in sides()
    assert sides(alias(NDF, "ربع النشامى")) == [NDF]
    assert NDF not in sides(alias(NDF, "ربع النشامى", scope="district", area="SY/Hama"))


def test_what_is_taught_goes_before_what_is_shipped() -> None:
    events = code(ACTOR, alias(NDF, "قوات سوريا الديمقراطية"))
    assert [one.actor_id for one in events[0].actors if one.side == "2"] == [NDF]
    elsewhere = code(ACTOR, alias("sy-al-bab", "هجين"))
    assert place_of(elsewhere) == "sy-al-bab"


def test_aliases_of_one_report_do_not_leak_into_another() -> None:
    coder = make_coder([alias(scope="report", area="r1")])
    for report_id, known in (("r1", "sy-al-latamnah"), ("r2", None), ("r1", "sy-al-latamnah")):
        assert place_of(coder.code(Report(report_id, PLACE, published="2022-03-10")).events) == known


def test_an_alias_that_leads_nowhere_is_named() -> None:
    with pytest.raises(LexiconError, match=r"no place 'sy-nowhere'.*alias remove"):
        make_coder([alias("sy-nowhere")])


# -- the user's lexicons -----------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder whose lexicons are read, and forgotten after the test."""
    folder = make_home(tmp_path / "home")
    monkeypatch.setenv("MARSAD_HOME", str(folder))
    yield folder
    monkeypatch.undo()
    forget_coder()


def write(home: Path, name: str, text: str) -> None:
    path = home / "lexicons" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    forget_coder()


ACTORS = "- id: rabaa-nashama\n  name_ar: ربع النشامى\n  name_en: Rabaa al-Nashama\n  kind: rebel\n  source: us\n"
PLACES = "id,name_ar,aliases_ar,name_en,kind,country,admin1,admin2,admin3,lat,lon,common\n"
ROW = "our-zakat,الزكاة,,Az-Zakah,village,SY,Hama,Muhradah,Kafr Zita,35.40,36.60,\n"


def test_user_actors_and_places_are_read_beside_the_shipped_ones(home: Path) -> None:
    shipped = lexicons_version()
    write(home, "actors/ours.yaml", ACTORS)
    first = lexicons_version()
    write(home, "places/ours.csv", PLACES + ROW)
    assert first.startswith(f"{shipped}+")
    assert lexicons_version() not in (shipped, first)
    assert place_of(code(PLACE)) == "our-zakat"
    assert code(ACTOR)[0].actors[0].actor_id == "rabaa-nashama"


def test_the_check_covers_user_lexicons(home: Path, marsad: Run) -> None:
    add_alias(alias("sy-nowhere"))
    write(home, "actors/ours.yaml", ACTORS.replace("rebel", "gang"))
    write(home, "places/ours.csv", PLACES + ROW + ROW)
    told = marsad("lexicon", "check", "--no-examples").text
    assert "user/actors/ours.yaml, line 1, rabaa-nashama: kind is 'gang'" in told
    assert "user/places/ours.csv, line 3, our-zakat: the id is used on line 2 too" in told
    assert "user/aliases.csv, line 2" in told
    assert "no place 'sy-nowhere'" in told


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("a,place,س,sy-al-bab,everywhere,,,", "not the cells"), ("a,town,س,sy-al-bab,everywhere,,,,", "kind is 'town'"),
        ("a,place,س,sy-al-bab,world,,,,", "scope is 'world'"), ("a,place,س,sy-al-bab,district,,,,", "with area ''"),
        ("a,place,س,sy-al-bab,everywhere,SY,,,", "with area 'SY'"), ("a,place,,sy-al-bab,everywhere,,,,", "is empty"),
        ("a,place,س,sy-al-bab,everywhere,,2022-02-01,2022-01-01,", "after it ends"),
    ],
)  # fmt: skip
def test_a_broken_alias_is_named_with_its_line(home: Path, row: str, complaint: str) -> None:
    write(home, "aliases.csv", f"id,kind,wording,target,scope,area,since,until,decision\n{row}\n")
    with pytest.raises(LexiconError, match=rf"user/aliases.csv, line 2: .*{complaint}"):
        load_aliases()


def test_aliases_are_kept_once_and_removed(home: Path) -> None:
    one, other = alias(), alias(scope="district", area="SY/Hama")
    for added in (one, other, one):
        add_alias(added)
    assert load_aliases() == [other, one]
    assert remove_alias(other.id) == other
    assert load_aliases() == [one]
    with pytest.raises(LexiconError, match="alias list"):
        remove_alias(other.id)


# -- trying and adopting -----------------------------------------------------------------------------------


@pytest.fixture
def kept(home: Path, tmp_path: Path, marsad: Run) -> Path:
    """A store with reports that hold the wording, and one whose text says nothing codable."""
    texts = (PLACE, ALONE, "انعقد في الزكاة سوق الخميس كعادته، وزادت أسعار الخبز.", ACTOR)
    rows = [{"id": str(n), "published": "2022-03-10", "outlet": "مرصد", "text": text} for n, text in enumerate(texts)]
    forget_coder()
    assert marsad("add", write_lines(tmp_path / "in.jsonl", rows)).code == 0
    return home


def content(home: Path) -> str:
    with open_store(home) as store, store.transaction() as connection:
        return content_hash(connection)


def listed(marsad: Run) -> dict[str, object]:
    lines = map(json.loads, marsad("events", "--jsonl").text.splitlines())
    return {one["event_id"]: one["location"] and one["location"]["gazetteer_id"] for one in lines}


def test_a_dry_run_lists_what_adopting_changes_and_writes_nothing(kept: Path, marsad: Run) -> None:
    words = ("lexicon", "alias", "add", "الزكاة", "sy-al-latamnah", "--area", "SY/Hama", "--json")
    before, events = content(kept), listed(marsad)
    tried = json.loads(marsad(*words).out)
    assert (content(kept), load_aliases()) == (before, [])
    adopted = json.loads(marsad(*words, "--adopt").out)
    assert adopted["recoded"] == 3
    assert adopted["changes"] == tried["changes"]
    moved = {key for key, place in listed(marsad).items() if events.get(key) != place}
    assert moved == {one["after"] for one in tried["changes"]}
    assert len(moved) == 1
    told = marsad("lexicon", "alias", "list").text
    removed = json.loads(marsad("lexicon", "alias", "remove", told.split()[0], "--adopt", "--json").out)
    assert len(removed["changes"]) == 1
    assert listed(marsad) == events
    assert marsad("verify").code == 0


def test_a_correction_offers_an_alias(kept: Path, marsad: Run) -> None:
    event = next(key for key, place in listed(marsad).items() if place is None)
    words = ("review", "edit", "place", "sy-al-latamnah", "--quote", "الزكاة", "--event", event, "--by", "سلمى")
    told = marsad(*words).text
    assert "Should «الزكاة» always mean Al-Latamnah?" in told
    assert "lexicon alias add 'الزكاة' sy-al-latamnah --area 'SY/Hama' --decision 1" in told
    refused = marsad("lexicon", "alias", "add", "الزكاة", "sy-nowhere")
    assert (refused.code, "gazetteer lookup" in refused.err) == (1, True)


def test_a_decision_outlives_what_is_taught(kept: Path, marsad: Run) -> None:
    event = next(key for key, place in listed(marsad).items() if place is None)
    marsad("review", "accept", event, "--by", "سلمى")
    marsad("lexicon", "alias", "add", "الزكاة", "sy-al-latamnah", "--adopt")
    shown = json.loads(marsad("review", "show", event, "--json").out)
    assert (shown["status"], shown["verdict"], shown["event"]["location"]["gazetteer_id"]) == (
        "reopened", "accepted", None,
    )  # fmt: skip
    assert shown["changes"][0]["coded"]["location"]["gazetteer_id"] == "sy-al-latamnah"

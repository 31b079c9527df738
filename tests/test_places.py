"""Places: wordings of the corpus, whole reports, and what must hold for any input."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from marsad.find.places import PlaceMention, find_places, find_sites
from marsad.gazetteer import Gazetteer, load_gazetteer
from marsad.resolve.places import country_of, resolve_places, settlement
from marsad.text.folding import fold_word
from marsad.text.words import split_sentences, split_words

CORPUS: dict[str, Any] = YAML(typ="safe").load((Path(__file__).parent / "corpus" / "places.yaml").read_text("utf-8"))
MARK = re.compile(r"(?<= )[/@~^?=]\S*")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def mentions_of(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    words = split_words(text)
    found: list[PlaceMention] = []
    for first, last in split_sentences(words):
        found += find_places(words, first, last, gazetteer)
    return found


def resolved(text: str, gazetteer: Gazetteer, hint: str | None = None) -> list[PlaceMention]:
    found = mentions_of(text, gazetteer)
    resolve_places(found, gazetteer, hint)
    return found


def check(expected: str, mention: PlaceMention | None) -> None:
    for part in expected.split(" < "):
        assert mention is not None, f"no place where {part} is expected"
        name = MARK.sub("", part).strip()
        assert fold_word(mention.name) == fold_word(name)
        for mark in MARK.findall(part):
            check_mark(mark, mention)
        mention = mention.container


def check_mark(mark: str, mention: PlaceMention) -> None:
    value = mark[1:]
    if mark[0] == "/":
        assert mention.kind_cue == value
    elif mark[0] == "@":
        assert mention.preposition == fold_word(value)
    elif mark[0] == "^":
        assert mention.role == value
    else:
        assert {"~": mention.near, "?": mention.unknown, "=": mention.anaphor}[mark[0]]


@pytest.mark.parametrize("case", CORPUS["wordings"], ids=lambda case: case["text"])
def test_wordings(case: dict[str, Any], gazetteer: Gazetteer) -> None:
    words = split_words(case["text"])
    found = find_places(words, 0, len(words), gazetteer)
    if case.get("none"):
        assert [m.name for m in found] == []
        return
    if not case.get("loose"):
        assert len(found) == len(case["places"]), [m.name for m in found]
    for expected, mention in zip(case["places"], found, strict=False):
        check(expected, mention)
        if "^" not in expected:
            assert mention.role == ""
    if "sites" in case:
        assert [s.name for s in find_sites(words, 0, len(words), found)] == case["sites"]


def test_corpus_is_large_enough() -> None:
    assert len(CORPUS["wordings"]) >= 120


def test_list_members_share_a_group(gazetteer: Gazetteer) -> None:
    found = mentions_of("سيطر على بلدات مورك وكفرزيتا واللطامنة", gazetteer)
    assert len({m.coordinated for m in found}) == 1
    assert found[0].coordinated is not None


@pytest.mark.parametrize(
    ("text", "name", "english", "precision"),
    [
        ("قُتل شاب في مدينة نوى غربي درعا", "نوى", "Nawa", 1),
        ("إطلاق نار في ريف حمص الشرقي", "ريف حمص الشرقي", "Eastern", 3),
        ("كمين في محيط مدينة الميادين", "الميادين", "Al-Mayadin", 2),
        ("غارة على مدينة صور جنوبي لبنان", "صور", "Tyre", 1),
        ("توتر في محافظة صعدة", "صعدة", "Saada", 3),
    ],
)
def test_locations(text: str, name: str, english: str, precision: int, gazetteer: Gazetteer) -> None:
    location = resolved(text, gazetteer)[0].location
    assert location is not None
    assert (location.name, location.precision) == (name, precision)
    assert location.name_en is not None
    assert location.name_en.split(" ")[0].lower() == english.lower() or location.name_en == english


def test_neighbourhood_is_a_site_of_its_city(gazetteer: Gazetteer) -> None:
    mention = resolved("هجوم في حي غويران بمدينة الحسكة", gazetteer)[0]
    place = settlement(mention)
    assert place is not None
    assert (place.name, place.site) == ("الحسكة", "حي غويران")


def test_same_name_follows_the_report(gazetteer: Gazetteer) -> None:
    lebanese = resolved("اشتباكات في طرابلس. إصابات في عكار وبيروت", gazetteer)[0].location
    libyan = resolved("اشتباكات في طرابلس. إصابات في مصراتة وبنغازي", gazetteer)[0].location
    assert lebanese is not None and lebanese.country == "LB"
    assert libyan is not None and libyan.country == "LY"


def test_unknown_village_lies_at_its_container(gazetteer: Gazetteer) -> None:
    found = resolved("هجوم على قرية زغبرون بريف حماة", gazetteer)[0]
    assert found.unknown
    assert found.location is not None
    assert (found.location.name, found.location.admin1, found.location.precision) == ("زغبرون", "Hama", 3)


def test_distance_moves_the_point(gazetteer: Gazetteer) -> None:
    location = resolved("على مسافة 30 كيلومتراً إلى الجنوب الغربي من كركوك", gazetteer)[0].location
    assert location is not None and location.lat is not None and location.lon is not None
    assert 35.2 < location.lat < 35.35 and 44.1 < location.lon < 44.25
    assert location.precision == 2


def test_anaphors_point_back(gazetteer: Gazetteer) -> None:
    text = "قتال في بلدة أبو حمام شرقي دير الزور. وكان شاب قُتل في البلدة نفسها. توتر في المحافظة"
    found = resolved(text, gazetteer)
    assert [m.location.name if m.location else None for m in found][:2] == ["أبو حمام", "أبو حمام"]
    assert found[2].location is not None and found[2].location.admin1 == "Deir ez-Zor"


def test_country_of_a_report(gazetteer: Gazetteer) -> None:
    assert country_of(resolved("قصف على الفاشر ونيالا. قال مصدر في القاهرة", gazetteer)) == "SD"
    assert country_of([]) is None


ARABIC = st.text(alphabet='ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءأإآؤئًَُِّـ ،."()«»-/:0123٤\n‏😀', max_size=120)
PIECES = [
    "في",
    "قرية",
    "قريتي",
    "ريف",
    "دير الزور",
    "الشرقي",
    "و",
    "بلدات",
    "حي",
    "غربي",
    "بين",
    "مدينة",
    "الباب",
    "طريق",
    "-",
    "،",
    '"',
    "قرب",
    "من",
    "كم",
    "30",
    "المحافظة",
    "نفسها",
    "بريفها",
    "تل",
    "مشفى",
    "ل",
    "(",
    ")",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(ARABIC, st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)))
def test_never_raises_and_spans_are_valid(text: str) -> None:
    gazetteer = load_gazetteer()
    words = split_words(text)
    found: list[PlaceMention] = []
    for first, last in split_sentences(words):
        here = find_places(words, first, last, gazetteer)
        for mention in here:
            assert first <= mention.lead <= mention.cue_first <= mention.first <= mention.last < last
            assert mention.name.strip()
        for site in find_sites(words, first, last, here):
            assert first <= site.first <= site.last < last
        found += here
    resolve_places(found, gazetteer)
    for mention in found:
        assert mention.location is not None
        assert mention.location.precision in (None, 1, 2, 3)

"""Disclosure: what is withheld leaves in no format, no quote, no sidecar; what may leave is left as it was."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import to_builtins
from msgspec.structs import replace

from incident_makers import (
    ASHARAH,
    CIVILIANS,
    GUNMEN,
    NDF,
    PRIVATE,
    entry_of,
    make_entry,
    make_event,
    make_private,
    sample_entries,
)
from marsad.export import Choices, Entry, Facts, about_path, export_file, find_profile, profile_names
from marsad.export.concerns import find_private_names
from marsad.export.disclosures import Disclosure
from marsad.export.masks import MASK, Names, name_words
from marsad.export.narrowings import compile_rules
from marsad.export.policies import load_policy
from marsad.export.tables import load_document
from marsad.model import (
    Attribution,
    Casualty,
    Cause,
    Evidence,
    Location,
    Person,
    Support,
    Telling,
)

FACTS = Facts("country=SY", "0.1.0", "abc123")
SITE, CAMP, WITNESS, FIELD = "مشفى الكناري", "مخيم الكناريات", "الجار أبو كناري", "سر-الكناري-الدفين"
CAMP_PLACE = Location(
    name=CAMP, name_ar=CAMP, name_en="Kanariyat camp", kind="site", admin1="Al-Hasakah", admin2="Al-Hasakah",
    admin3="Tall Hamis", country="SY", lat=36.3771, lon=41.1432, precision=1, gazetteer_id="geonames:171717",
)  # fmt: skip


def disclose(entry: Entry, *disclosed: str, others: tuple[Entry, ...] = ()) -> Entry:
    names = {name for one in (entry, *others) for name in find_private_names(one)}
    return Disclosure(Choices(disclose=frozenset(disclosed)), names).disclose(entry)


def texts_of(entry: Entry) -> str:
    return json.dumps(to_builtins(entry), ensure_ascii=False)


def everything_in(path: Path) -> str:
    """All text of an export, whatever it is packed in."""
    if path.suffix == ".parquet":
        return str(pq.read_table(path).to_pylist()) + str(pq.read_metadata(path).metadata)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            return "".join(package.read(name).decode("utf-8") for name in package.namelist())
    return path.read_bytes().decode("utf-8", "replace")


# -- the sweep ---------------------------------------------------------------------------------------------


def canaries() -> list[Entry]:
    """Incidents that hold each canary wherever a record can hold it."""
    private = make_private(1)
    quoting = make_entry(
        2, {"evidence": [Evidence("event_type", 0, 9, f"شيّع الأهالي {PRIVATE} وسط المدينة")]},
        disagreements={
            "actors.2": [Support([PRIVATE], ["e1"]), Support(Person(PRIVATE), ["e2"])],
            "location": [Support(to_builtins(CAMP_PLACE), ["e1"]), Support(f"قرب {PRIVATE}", ["e2"])],
        },
    )  # fmt: skip
    hospital = make_entry(
        3, {
            "location": replace(ASHARAH, site=SITE),
            "casualties": [Casualty("killed", "civilians", 1, 1, 1, f"مريض في {SITE}")],
            "evidence": [Evidence("location.site", 0, 9, SITE), Evidence("event_type", 0, 9, f"استهدف {SITE} بقذيفة")],
        },
    )  # fmt: skip
    camp = make_entry(
        4, {
            "location": CAMP_PLACE, "origin": CAMP_PLACE, "destination": CAMP_PLACE,
            "actors": [GUNMEN, replace(CIVILIANS, mention=f"نازحين من {CAMP}")],
            "evidence": [Evidence("location", 0, 9, f"ب{CAMP}")],
        },
    )  # fmt: skip
    witness = make_entry(
        5, {
            "attribution": Attribution("عنب بلدي", WITNESS, "witness"),
            "evidence": [Evidence("attribution", 0, 9, f"و{WITNESS}")],
        },
    )  # fmt: skip
    return [private, quoting, hospital, camp, witness, *sample_entries()[:5]]


@pytest.mark.parametrize("name", profile_names())
def test_no_canary_leaves(name: str, tmp_path: Path) -> None:
    profile = find_profile(name)
    path = tmp_path / f"out{profile.suffix}"
    facts = Facts(f"text={quote(PRIVATE)}&country=SY", "0.1.0", "abc123")
    about = export_file(profile, canaries(), path, facts, Choices())
    told = unquote(everything_in(path) + everything_in(about_path(path)))
    for canary in (PRIVATE, *PRIVATE.split(), SITE, CAMP, "Kanariyat", "171717", "36.3771", WITNESS, "كناري"):
        assert canary not in told, canary
    assert about.rows >= 3  # the incidents are there all the same


@pytest.mark.parametrize("name", profile_names())
def test_a_field_without_leave_stays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a record gets a new field that the policy does not name."""
    allowed = {record: [f for f in fields if f not in ("site", "text", "said")]
               for record, fields in load_document("disclosure.yaml")["fields"].items()}  # fmt: skip
    policy = load_policy()._replace(rules=compile_rules(Entry, allowed))
    monkeypatch.setattr("marsad.export.disclosures.load_policy", lambda: policy)
    entry = make_entry(
        1, {"location": replace(ASHARAH, site=FIELD), "casualties": [Casualty("killed", "irgc", 1, 1, 1, FIELD)]}
    )
    profile = find_profile(name)
    about = export_file(profile, [entry], tmp_path / f"out{profile.suffix}", FACTS, Choices())
    assert about.rows == 1
    assert FIELD not in everything_in(about.path)


def test_policy_names_every_field_there_is() -> None:
    """Whoever adds a field to a record decides here whether it may leave: names of a telling may not."""
    named = load_document("disclosure.yaml")["fields"]
    every = {record.__name__: record for record in compile_rules(Entry, {})}
    assert named.keys() == every.keys()
    for name, fields in named.items():
        assert set(fields) <= set(every[name].__struct_fields__), name
    emptied = {record.__name__: rule.emptied for record, rule in load_policy().rules.items() if rule.emptied}
    assert emptied == {"Telling": (("names", ()),)}


# -- people ------------------------------------------------------------------------------------------------


def test_people_without_a_public_role_are_withheld() -> None:
    commander = Person("خالد المعلن", "قائد", True)
    entry = make_private()
    victim = replace(entry.tellings[0].event.actors[1], persons=[Person(PRIVATE), commander])
    event = replace(entry.tellings[0].event, actors=[GUNMEN, victim])
    told = disclose(entry_of(Telling(event, "عنب بلدي", "2021-03-10"), "SYR1"))
    assert [person.name for person in told.incident.actors[1].persons] == ["خالد المعلن"]
    assert told.incident.actors[1].mention == f"الشاب {MASK}"


def test_a_name_is_masked_in_every_spelling_and_in_parts() -> None:
    names = Names([name_words("محمد الأحمد")], ["الاحمد"])
    assert names.mask("قُتل محمّد الاحمد") == f"قُتل {MASK}"
    assert names.mask("ولمحمد الأحمد بيت") == f"ول{MASK} بيت"
    assert names.mask("محـمـد\u200f الأحمد!") == f"{MASK}!"
    assert names.mask("آل الأحمد والأحمديون") == f"آل {MASK} والأحمديون"
    assert names.mask("محمد وحده") == "محمد وحده"


def test_a_name_is_masked_in_the_incidents_of_others() -> None:
    other = make_entry(2, {"evidence": [Evidence("event_type", 0, 9, f"شيّعوا {PRIVATE}")]})
    told = disclose(other, others=(make_private(1),))
    assert told.tellings[0].event.evidence[0].text == f"شيّعوا {MASK}"


def test_single_words_of_a_name_are_masked_in_its_own_incident_only() -> None:
    first = PRIVATE.split()[0]
    other = make_entry(2, {"evidence": [Evidence("event_type", 0, 9, f"تل {first}")]})
    assert disclose(other, others=(make_private(1),)) is other


def test_a_namesake_with_a_public_role_keeps_his_name() -> None:
    commander = replace(NDF, persons=[Person(PRIVATE, "قائد", True)])
    other = make_entry(2, {"actors": [commander]})
    told = disclose(other, others=(make_private(1),))
    assert told.incident.actors[0].persons == [Person(PRIVATE, "قائد", True)]


def test_people_leave_when_disclosed() -> None:
    assert disclose(make_private(), "persons") == make_private()


# -- witnesses and places ----------------------------------------------------------------------------------


def test_the_wording_of_a_witness_is_withheld_and_that_it_was_one_is_not() -> None:
    event = make_event(attribution=Attribution("عنب بلدي", WITNESS, "witness"))
    told = disclose(entry_of(Telling(event, "عنب بلدي", "2021-03-10"), "SYR1"))
    assert told.incident.attributions == [Attribution("عنب بلدي", None, "witness")]
    assert {step.source for step in told.incident.timeline} == {MASK}
    assert WITNESS not in texts_of(told)


@pytest.mark.parametrize(
    "changes",
    [
        {"site": "المشفى الوطني"}, {"site": "مستوصف القرية"}, {"site": "مركز العشارة الصحي"}, {"name": "مخيم الهول"},
        {"site": "مركز إيواء"}, {"name_en": "Al-Hol camp"}, {"site": "بمخيّم النازحين"},
    ],
)  # fmt: skip
def test_withheld_places_are_told_by_their_subdistrict(changes: dict[str, str]) -> None:
    told = disclose(make_entry(1, {"location": replace(ASHARAH, **changes)}))
    place = Location(
        name_en="Ashara", kind="district", admin1="Deir ez-Zor", admin2="Al Mayadin", admin3="Ashara", country="SY",
        lat=34.9, lon=40.6, precision=2,
    )  # fmt: skip
    assert told.incident.location == told.tellings[0].event.location == place


@pytest.mark.parametrize("site", ["معسكر الطلائع", "مدرسة القرية", "مشفه", "دوار المخيمر"])
def test_other_places_leave_as_they_are(site: str) -> None:
    entry = make_entry(1, {"location": replace(ASHARAH, site=site)})
    assert disclose(entry) is entry


def test_a_place_without_subdistrict_is_told_by_its_governorate() -> None:
    place = replace(CAMP_PLACE, admin2=None, admin3=None)
    told = disclose(make_entry(1, {"location": place})).incident.location
    assert told is not None
    assert (told.name_en, told.kind, told.precision) == ("Al-Hasakah", "governorate", 3)


def test_rival_places_are_told_by_their_subdistrict_too() -> None:
    shown = {name: value for name, value in to_builtins(CAMP_PLACE).items() if value is not None}
    entry = make_entry(1, disagreements={"location": [Support(shown, ["e1"])]})
    # Nothing else of the incident is withheld: rival places must be found on their own.
    (support,) = disclose(entry).incident.disagreements["location"]
    assert support.value["name_en"] == "Tall Hamis"
    assert CAMP not in texts_of(disclose(entry))


def test_places_leave_when_disclosed() -> None:
    entry = make_entry(1, {"location": CAMP_PLACE})
    assert disclose(entry, "sites") == entry


def test_sidecar_says_what_was_withheld_and_what_was_not(tmp_path: Path) -> None:
    profile = find_profile("jsonl")
    about = export_file(profile, canaries(), tmp_path / "a.jsonl", FACTS, Choices())
    assert about.document["disclosed"] == []
    withheld = about.document["withheld"]
    assert withheld["persons"] == 2
    assert withheld["witnesses"] >= 1
    assert withheld["sites"] >= 3
    about = export_file(profile, canaries(), tmp_path / "a.jsonl", FACTS, Choices(disclose=frozenset({"persons"})))
    assert about.document["disclosed"] == ["persons"]
    assert "persons" not in about.document["withheld"]
    assert PRIVATE in everything_in(about.path)


def test_nothing_to_withhold_is_nothing_changed() -> None:
    entry = make_entry()
    assert disclose(entry) is entry


@pytest.mark.parametrize("members", [True, False])
def test_incidents_looked_through_together_leave_as_each_would_alone(members: bool) -> None:
    quoting = make_entry(9, {"cause": Cause("revenge", f"ثأر لمقتل {PRIVATE}")})
    entries = [*canaries(), *(make_entry(number) for number in range(10, 700)), quoting, *canaries(), quoting]
    names = {name for entry in entries for name in find_private_names(entry)}
    together, alone = Disclosure(Choices(), names), Disclosure(Choices(), names)
    assert list(together.disclose_all(entries, members)) == [alone.disclose(entry, members) for entry in entries]
    assert together.withheld == alone.withheld
    assert together.withheld["names in quotes"] == 2


LETTERS = st.text(alphabet="ابتمنسع ـَُّ", min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(before=LETTERS, after=LETTERS, proclitic=st.sampled_from(["", "و", "ل", "وب", "ك"]))
def test_no_surrounding_hides_a_name(before: str, after: str, proclitic: str) -> None:
    masked = Names([name_words(PRIVATE)]).mask(f"{before} {proclitic}{PRIVATE} {after}")
    assert PRIVATE.split()[1] not in masked
    assert masked.startswith(before.rstrip("ـَُّ ")[:1])


def test_masking_leaves_other_text_alone(tmp_path: Path) -> None:
    names: Any = Names([name_words(PRIVATE)])
    for entry in sample_entries():
        for evidence in entry.tellings[0].event.evidence:
            assert names.mask(evidence.text) is evidence.text

"""Tellings to incidents: what is linked, what never is, what people decide, and what an incident says."""

from __future__ import annotations

import random
import subprocess
import sys
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tellings as made
from conftest import ROOT
from incident_corpus import is_held, load_corpus, load_reports
from marsad.lexicon.schemas import SUB_TYPES
from marsad.link import explain, judge, link_tellings, merge, sketch, split
from marsad.link.chains import Fights, tie
from marsad.link.comparisons import VETOES, contradict, find_features, find_veto
from marsad.link.tables import load_families, load_features, load_kin
from marsad.model import Incident, Related, Telling
from tellings import actor, telling, toll

BEFORE = "2022-11-21"


def groups(tellings: list[Telling], judgements: object = None) -> list[list[str]]:
    found = link_tellings(tellings, judgements or {})  # type: ignore[arg-type]
    return sorted(sorted(incident.events) for incident in found)


def one(*tellings: Telling) -> Incident:
    """The incident that people say these tellings make."""
    (found,) = link_tellings(tellings, merge({}, [t.event.event_id for t in tellings]))
    return found


# -- the data ----------------------------------------------------------------------------------------------


def test_every_sub_event_type_has_a_family_and_every_kin_is_one() -> None:
    assert load_families().keys() == {sub for subs in SUB_TYPES.values() for sub in subs}
    families = {family for family, _ in load_families().values()}
    assert {family for pair in load_kin() for family in pair} == families
    assert all(0 < nearness <= 1 for nearness in load_kin().values())


def test_kin_families_meet_in_a_block() -> None:
    blocks: dict[str, set[str]] = {}
    for family, names in load_families().values():
        blocks.setdefault(family, set()).update(names)
    assert not [pair for pair in load_kin() if blocks[pair[0]].isdisjoint(blocks[pair[1]])]


def test_the_table_of_features_is_the_features_that_are_computed() -> None:
    corpus = [sketch(t) for name in ("open", "held") for t in load_corpus(name).tellings]
    crafted = [
        (telling("a", date_text="ليل الثلاثاء"), telling("b", date="2022-11-23", date_text="فجر الأربعاء")),
        (telling("a", origin="x"), telling("b", origin="x")),
        (telling("a", location=made.QURIYAH), telling("b")),
        (telling("a", sub_event_type="Other", plover="AGREE"), telling("b", sub_event_type="Other", plover="CONSULT")),
        (telling("a", sides=(made.ARMY, None)), telling("b", sides=(made.FOURTH, None))),
    ]
    pairs = [*combinations(corpus, 2), *((sketch(a), sketch(b)) for a, b in crafted)]
    found = {feature for a, b in pairs for feature in find_features(a, b)}
    assert found == load_features().keys() - {"(intercept)"}
    assert {find_veto(a, b) for a, b in pairs} == {None, *VETOES}


def test_the_corpus_is_what_was_asked_for_and_split_by_hash() -> None:
    told: dict[str, set[str]] = {}
    for name in ("open", "held"):
        for report in load_reports(name):
            assert is_held(report["scene"]) == (name == "held"), report["id"]
            for event in report["events"]:
                told.setdefault(event["incident"], set()).add(report["id"])
    assert len({report for reports in told.values() for report in reports}) >= 200
    assert sum(len(reports) > 1 for reports in told.values()) >= 60


@pytest.mark.parametrize("name", ["open", "held", "gold"])
def test_the_floors_hold(name: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts/eval_incidents.py", "--set", name], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


# -- what is linked, and what never is ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"outlet": "المرصد", "casualties": [toll("killed", 3)]},
        {"sides": (made.IRGC, made.NDF)},  # a fight has no first side
        {"location": made.COUNTRYSIDE, "casualties": [toll("killed", 2)]},
        {"date": None, "date_precision": "unknown"},
        {"date": "2022-11-21", "date_end": "2022-11-23", "date_precision": "week"},
        {"sub_event_type": "Attack", "event_type": "Violence against civilians"},
        {"published": "2023-01-05", "background": True},
    ],
)
def test_the_same_happening_told_otherwise_is_linked(other: dict[str, object]) -> None:
    first = telling("a", casualties=[toll("killed", 2)])
    assert groups([first, telling("b", **other)]) == [["a", "b"]]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("veto", "other"),
    [
        ("other_actors", {"sides": (made.SDF, made.IS)}),
        ("other_actors", {"sides": (made.NDF, made.SDF)}),
        ("days_apart", {"date": "2022-11-23"}),
        ("places_apart", {"location": made.COUNTRYSIDE.__class__(
            "الباب", "الباب", "Al-Bab", "city", "Aleppo", None, None, "SY", 36.37, 37.51, 1, "sy-al-bab")}),
        ("strange_types", {"sub_event_type": "Arrests", "event_type": "Strategic developments"}),
        ("one_report", {"report_id": "r-a"}),
    ],
)  # fmt: skip
def test_another_happening_is_never_linked(veto: str, other: dict[str, object]) -> None:
    first, second = telling("a", casualties=[toll("killed", 2)]), telling("b", casualties=[toll("killed", 2)], **other)
    assert explain(sketch(first), sketch(second)).veto == veto
    assert groups([first, second]) == [["a"], ["b"]]


def test_two_shellings_of_a_town_by_different_sides_stay_two_whoever_tells_both() -> None:
    shelling = {"event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack"}
    found = groups([
        telling("a1", sides=(made.ARMY, made.CIVILIANS), **shelling),
        telling("a2", sides=(made.ARMY, made.CIVILIANS), report_id="both", **shelling),
        telling("b1", sides=(made.SDF, made.CIVILIANS), **shelling),
        telling("b2", sides=(made.SDF, made.CIVILIANS), report_id="both", **shelling),
        telling("x", sides=(None, made.CIVILIANS), **shelling),
    ])  # fmt: skip
    assert not any({"a1", "b1"} <= set(group) for group in found)
    assert ["a1", "a2"] in [sorted(set(group) - {"x"}) for group in found]


def test_two_killings_of_a_day_are_told_apart_by_the_names_of_the_dead() -> None:
    killing = {"sides": (made.GUNMEN, None), "casualties": [toll("killed", 1)]}
    found = groups([
        telling("a", names=("السلامات",), **killing), telling("b", names=("السلامات",), **killing),
        telling("c", names=("الجباوي",), report_id="r-a", **killing), telling("d", names=("الجباوي",), **killing),
    ])  # fmt: skip
    assert found == [["a", "b"], ["c", "d"]]


def test_neighbouring_villages_are_two_places() -> None:
    assert groups([telling("a"), telling("b", location=made.QURIYAH)]) == [["a"], ["b"]]


def test_a_chain_of_likenesses_does_not_join_what_its_ends_tell_apart() -> None:
    ends = [telling("a", sides=(made.NDF, made.IRGC)), telling("c", sides=(made.SDF, made.IS))]
    found = groups([*ends, telling("b", sides=(made.GUNMEN, None))])
    assert not any({"a", "c"} <= set(group) for group in found)


def test_a_retelling_in_the_same_report_may_join_its_incident() -> None:
    assert groups([telling("a"), telling("b", report_id="r-a", background=True)]) == [["a", "b"]]


@pytest.mark.parametrize("name", ["open", "held"])
def test_no_incident_of_the_corpus_holds_actors_that_exclude_one_another(name: str) -> None:
    tellings = load_corpus(name).tellings
    sketches = {t.event.event_id: sketch(t) for t in tellings}
    for incident in link_tellings(tellings):
        assert not any(contradict(sketches[a], sketches[b]) for a, b in combinations(incident.events, 2))


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 100))
def test_the_order_of_tellings_changes_nothing(shuffler: random.Random, part: int) -> None:
    tellings = load_corpus("open").tellings[: 20 + part]
    shuffled = [*tellings]
    shuffler.shuffle(shuffled)
    assert link_tellings(shuffled) == link_tellings(tellings)


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_parts_that_share_nothing_are_linked_the_same_alone(chooser: random.Random) -> None:
    tellings = load_corpus("open").tellings
    whole = groups(tellings)
    chosen = {event for group in whole if chooser.random() < 0.5 for event in group}
    alone = groups([t for t in tellings if t.event.event_id in chosen])
    assert alone == [group for group in whole if set(group) <= chosen]


# -- what people decide -------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_merge_then_split_is_the_identity(chooser: random.Random) -> None:
    tellings = load_corpus("open").tellings[:90]
    before = groups(tellings)
    one_group, other = chooser.sample(before, 2)
    merged = merge({}, [*one_group, *other])
    assert sorted([*one_group, *other]) in groups(tellings, merged)
    assert groups(tellings, split(merged, one_group, other)) == before
    assert groups(tellings, {}) == before  # undone


def test_a_judgement_overrides_the_program_and_its_vetoes() -> None:
    tellings = [telling("a"), telling("b"), telling("c", sides=(made.SDF, made.IS))]
    assert groups(tellings) == [["a", "b"], ["c"]]
    assert groups(tellings, judge({}, "b", "a", "different")) == [["a"], ["b"], ["c"]]
    assert groups(tellings, judge({}, "a", "c", "same")) == [["a", "c"], ["b"]]
    assert groups(tellings, judge({}, "a", "b", "unsure")) == groups(tellings)


def test_different_holds_against_what_others_join() -> None:
    tellings = [telling(name) for name in "abcd"]
    found = groups(tellings, judge({}, "a", "d", "different"))
    assert not any({"a", "d"} <= set(group) for group in found)
    judged = judge(judge(judge({}, "a", "b", "same"), "b", "c", "same"), "a", "c", "different")
    assert not any({"a", "c"} <= set(group) for group in groups(tellings[:3], judged))


def test_judgements_on_events_that_are_gone_do_no_harm() -> None:
    assert groups([telling("a")], judge({}, "a", "gone", "same")) == [["a"]]


# -- what an incident says ----------------------------------------------------------------------------------


def test_casualties_span_all_and_the_latest_official_figure_is_best() -> None:
    found = one(
        telling("a", published="2022-11-22", casualties=[toll("killed", 7, "civilians")]),
        telling("b", published="2022-11-23", casualties=[toll("killed", 9)], source=("وزارة الصحة", "official")),
        telling("c", published="2022-11-24", casualties=[toll("killed", 15)], factuality="claimed"),
        telling("d", published="2022-12-24", casualties=[toll("killed", None, low=20)], background=True),
    )
    (killed,) = found.casualties
    assert (killed.group, killed.low, killed.best, killed.high) == ("civilians", 7, 9, None)  # "tens" has no top
    assert [(step.published, step.best) for step in found.timeline] == [
        ("2022-11-22", 7), ("2022-11-23", 9), ("2022-11-24", 15), ("2022-12-24", None),
    ]  # fmt: skip
    assert [(said.value["low"], *said.events) for said in killed.said] == [(7, "a"), (9, "b"), (15, "c"), (20, "d")]


def test_without_an_official_figure_the_last_news_that_most_origins_give_is_best() -> None:
    day = "2022-11-24"
    found = one(
        telling("a", published="2022-11-22", casualties=[toll("killed", 2)]),
        telling("b", published=day, casualties=[toll("killed", 5)]),
        telling("c", published=day, casualties=[toll("killed", 4)]),
        telling("d", published=day, casualties=[toll("killed", 4)]),
        telling("e", published="2022-11-25", casualties=[toll("killed", 9)], source=("داعش", "party-to-conflict")),
    )
    assert (found.casualties[0].low, found.casualties[0].best, found.casualties[0].high) == (2, 4, 9)


def test_what_one_report_counts_in_parts_is_one_figure() -> None:
    found = one(telling("a", casualties=[toll("killed", 18, women=18), toll("killed", 1)]), telling("b"))
    assert (found.casualties[0].low, found.casualties[0].best, found.casualties[0].women) == (19, 19, 18)


def test_the_dead_of_each_side_are_counted_apart() -> None:
    each = [toll("killed", 2, made.NDF[0]), toll("killed", 3, "irgc")]
    found = one(telling("a", casualties=each), telling("b", casualties=[toll("killed", 4, "irgc")]))
    assert {row.group: (row.low, row.high) for row in found.casualties} == {made.NDF[0]: (2, 2), "irgc": (3, 4)}


def test_victims_that_one_calls_civilians_and_another_soldiers_are_counted_once() -> None:
    civilian = {"casualties": [toll("killed", 1, "civilians")], "sides": (None, made.CIVILIANS)}
    soldier = {"casualties": [toll("killed", 1, made.SDF[0])], "sides": (None, made.SDF)}
    found = one(telling("a", **civilian), telling("b", **soldier))
    assert [(row.best, row.high) for row in found.casualties] == [(1, 1)]
    assert len(found.disagreements["actors.2"]) == 2


def test_actors_are_united_and_gunmen_yield_to_the_named() -> None:
    found = one(
        telling("a", sides=(made.GUNMEN, made.ARMY)), telling("b", sides=(made.IS, made.FOURTH)),
        telling("c", sides=(made.IS, None)),
    )  # fmt: skip
    assert [(a.side, a.actor_id) for a in found.actors] == [
        ("1", "islamic-state"), ("2", "syrian-4th-division-assad"), ("2", "syrian-army-assad"),
    ]  # fmt: skip
    assert list(found.disagreements) == ["actors.2"]


def test_sides_of_a_fight_are_turned_to_fit() -> None:
    found = one(telling("a", sides=(made.NDF, made.IRGC)), telling("b", sides=(made.IRGC, made.NDF)))
    assert [(a.side, a.actor_id) for a in found.actors] == [("1", made.NDF[0]), ("2", "irgc")]


def test_copies_and_quotations_of_one_source_are_one_origin() -> None:
    sohr = ("المرصد السوري لحقوق الإنسان", "named-organisation")
    mirrors = [telling(f"m{n}", origin="one text") for n in range(50)]
    quoting = [telling(f"q{n}", source=sohr) for n in range(3)]
    itself = telling("s", outlet="المرصد السوري", source=None)
    assert (one(*mirrors).origins, one(*mirrors).one_source) == (1, True)
    assert one(*quoting, itself).origins == 1
    found = one(*mirrors, *quoting, itself, telling("u", source=("مصدر عسكري", "official")))
    assert (found.origins, found.one_source, len(found.reports)) == (3, False, 55)


def test_an_incident_that_only_parties_tell_says_so() -> None:
    claim = {"source": ("وكالة أعماق", "party-to-conflict"), "factuality": "claimed"}
    assert one(telling("a", **claim), telling("b", **claim)).party_only
    found = one(telling("a", **claim), telling("b"))
    assert (found.party_only, found.factuality) == (False, "asserted")
    assert {said.value for said in found.disagreements["factuality"]} == {"claimed", "asserted"}


def test_the_more_exact_date_and_place_win_and_rivals_are_kept() -> None:
    found = one(
        telling("a", published="2022-11-22", location=made.COUNTRYSIDE, date=None, date_precision="unknown"),
        telling("b", location=made.COUNTRYSIDE, date="2022-11-01", date_precision="month"), telling("c"),
    )  # fmt: skip
    assert (found.date, found.date_precision) == ("2022-11-22", "day")
    assert found.location is not None
    assert found.location.gazetteer_id == "sy-al-asharah"
    assert not found.disagreements  # what holds the day and the town is no rival of them
    found = one(
        telling("a", location=made.QURIYAH, date="2022-10-01", date_precision="month"), telling("b"), telling("c"),
        telling("d", date="2022-11-24", date_end="2022-11-25", date_precision="week"),
    )  # fmt: skip
    assert [said.events for said in found.disagreements["location"]] == [["b", "c", "d"], ["a"]]
    assert [said.value for said in found.disagreements["date"]] == ["2022-11-22", "2022-11-24/2022-11-25", "2022-10"]


def test_the_id_follows_from_the_first_published_and_confidence_grows_with_origins() -> None:
    first = telling("a", published=BEFORE)
    alone, together = one(first), one(first, telling("b"))
    assert alone.incident_id == together.incident_id
    assert alone.confidence < together.confidence <= 0.99
    assert one(first, telling("b", outlet="outlet a")).confidence == alone.confidence


@pytest.mark.parametrize(
    ("statuses", "wanted"),
    [
        (("unreviewed", "unreviewed"), "unreviewed"), (("accepted", "unreviewed"), "confirmed"),
        (("edited", "rejected"), "disputed"), (("rejected", "rejected"), "rejected"),
    ],
)  # fmt: skip
def test_status_follows_from_what_people_decided(statuses: tuple[str, str], wanted: str) -> None:
    assert one(telling("a", status=statuses[0]), telling("b", status=statuses[1])).status == wanted


def test_rejected_tellings_stay_listed_and_say_nothing() -> None:
    found = one(
        telling("a", casualties=[toll("killed", 40)], status="rejected"), telling("b", casualties=[toll("killed", 2)])
    )
    assert (found.events, found.casualties[0].high, found.origins) == (["a", "b"], 2, 1)


# -- chains -------------------------------------------------------------------------------------------------


def test_reinforcement_and_mediation_follow_the_clash() -> None:
    activity = {"event_type": "Strategic developments", "sub_event_type": "Change to group/activity"}
    talks = {"event_type": "Strategic developments", "sub_event_type": "Other", "plover": "CONSULT"}
    found = link_tellings([
        telling("clash"), telling("old", date="2022-10-01"),
        telling("men", sides=(made.IRGC, None), plover="MOBILIZE", date="2022-11-23", **activity),
        telling("talk", sides=(None, None), date="2022-11-24", actors=[actor("other", made.NDF)], **talks),
        telling("far", sides=(made.IRGC, None), plover="MOBILIZE", date="2022-12-23", **activity),
    ])  # fmt: skip
    names = {incident.incident_id: incident.events[0] for incident in found}
    links = {(names[i.incident_id], link.relation, names[link.event_id]) for i in found for link in i.related}
    assert links == {("men", "follows", "clash"), ("talk", "follows", "clash")}


def test_violence_that_nothing_to_come_can_follow_may_be_forgotten() -> None:
    activity = {"event_type": "Strategic developments", "sub_event_type": "Change to group/activity"}
    days = [f"2022-{month}-{day:02}" for month in (10, 11) for day in range(1, 31)]
    clashes = [telling(f"clash {day}", date=day) for day in days[::9]]
    men = [telling(f"men {day}", sides=(made.IRGC, None), plover="MOBILIZE", date=day, **activity) for day in days]
    found = link_tellings([*clashes, *men])
    fights, tied = Fights(), []
    for incident in found:
        fights.add([one for one in found if one.date == incident.date])
        tied.append(tie(incident, {}, {}, fights))
        fights.forget_before(incident.date)
    assert tied == found
    assert sum(bool(one.related) for one in found) > len(days) / 2


def test_links_that_a_report_tells_lead_between_incidents() -> None:
    cause = telling("a", sides=(made.SDF, made.IS), date="2022-11-20")
    found = link_tellings([cause, telling("b", related=[Related("a", "responds-to")])])
    assert [(i.events, [(link.event_id, link.relation) for link in i.related]) for i in found] == [
        (["a"], []), (["b"], [(found[0].incident_id, "responds-to")]),
    ]  # fmt: skip

"""The coder as a whole: what must hold for every report, and plain news sentences read field by field."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.model import Event
from marsad.pipeline import code_report

TEXTS = sorted((Path(__file__).parent / "gold" / "texts").glob("*.txt"))
DAY = "2022-06-15"


def read(sentence: str) -> list[Event]:
    return list(code_report(sentence, published=DAY).events)


def sides(event: Event) -> tuple[set[str], set[str]]:
    named = [(a.side, a.actor_id or a.name_ar or a.mention) for a in event.actors]
    return {n for side, n in named if side == "1"}, {n for side, n in named if side == "2"}


def tolls(event: Event) -> dict[str, int | None]:
    return {c.outcome: c.best for c in event.casualties}


@pytest.mark.parametrize("path", TEXTS[::4], ids=lambda p: p.stem)
def test_every_field_points_at_its_words(path: Path) -> None:
    coded = code_report(path.read_text(encoding="utf-8"), published=DAY)
    for event in coded.events:
        fields = {e.field for e in event.evidence}
        assert "event_type" in fields
        assert ("location" in fields) >= (event.location is not None and event.location.lat is not None)
        for e in event.evidence:
            assert coded.report.text[e.start : e.end] == e.text


SENTENCES = [
    # sentence, sub-type, side 1, side 2, place, tolls
    ("ألقت مروحيات تابعة للنظام برميلين متفجرين على بلدة كفرزيتا أمس", "Air/drone strike", {"syrian-army-assad"}, set(),
     "كفرزيتا", {}),
    ("قصف الجيش السوداني بالمدفعية الثقيلة مواقع الدعم السريع في أم درمان أمس", "Shelling/artillery/missile attack",
     {"sudan-armed-forces"}, {"rapid-support-forces"}, "أم درمان", {}),
    ("أغارت الطائرات الإسرائيلية على أطراف بلدة عيترون أمس", "Air/drone strike", {"israeli-army"}, set(), "عيترون", {}),
    ("قتل عنصر من قوات النظام في بادية تدمر أمس", "Armed clash", set(), {"syrian-army-assad"}, "بادية تدمر",
     {"killed": 1}),
    ("قتل عنصران من قوات النظام وأصيب ثلاثة في هجوم شنه مجهولون شرقي بلدة المزيريب أمس", "Armed clash",
     {"unidentified-gunmen"}, {"syrian-army-assad"}, "المزيريب", {"killed": 2, "wounded": 3}),
    ("قتل جندي تركي وأصيب اثنان آخران جراء استهداف آليتهم بصاروخ موجه من قبل قسد قرب عين عيسى أمس",
     "Shelling/artillery/missile attack", {"syrian-democratic-forces"}, {"turkish-forces"}, "عين عيسى",
     {"killed": 1, "wounded": 2}),
    ("اغتال مسلحون مجهولون يستقلون دراجة نارية عضو مجلس محلي في مدينة طفس أمس", "Attack", {"unidentified-gunmen"},
     {"civilians"}, "طفس", {"killed": 1}),
    ("انفجرت عبوة ناسفة بدورية للحشد الشعبي في ناحية جلولاء أمس", "Remote explosive/landmine/IED", set(),
     {"popular-mobilization-forces"}, "جلولاء", {}),
    ("أعلنت قوات سوريا الديمقراطية الاستنفار في مدينة الشدادي أمس", "Change to group/activity",
     {"syrian-democratic-forces"}, set(), "الشدادي", {}),
    ("تظاهر العشرات من أهالي بلدة غرانيج أمس احتجاجاً على اعتقال قسد شباناً من البلدة", "Peaceful protest",
     {"protesters"}, {"syrian-democratic-forces"}, "غرانيج", {}),
    ("استشهد فلسطينيان برصاص الجيش الإسرائيلي في مخيم جنين أمس", "Attack", {"israeli-army"}, {"civilians"},
     "مخيم جنين", {"killed": 2}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "sub", "one", "two", "place", "lost"), SENTENCES)
def test_plain_sentences(
    sentence: str, sub: str, one: set[str], two: set[str], place: str, lost: dict[str, int]
) -> None:
    events = read(sentence)
    assert [e.sub_event_type for e in events] == [sub]
    event = events[0]
    assert sides(event) == (one, two)
    assert event.date == "2022-06-14"
    assert event.location is not None and event.location.name == place
    assert tolls(event) == lost


def test_today_after_a_town_is_a_day() -> None:
    assert [e.date for e in read("قتل شاب برصاص مجهولين في درعا اليوم")] == [DAY]


@pytest.mark.parametrize("sentence", [
    "لم يُقتل أحد في بلدة الشحيل أمس",
    "حذر النائب من انفجار شعبي في بغداد",
    "من المتوقع أن تقصف قوات النظام بلدة سرمين غداً",
    "حذرت المنظمة من تردي الأوضاع في مدينة الباب أمس",
])  # fmt: skip
def test_what_did_not_happen_is_no_event(sentence: str) -> None:
    assert read(sentence) == []


def test_a_denied_attack_is_denied() -> None:
    assert [e.factuality for e in read("نفى قائد قسد وقوع أي هجوم على سجن غويران أمس")] == ["denied"]


def test_swapping_the_sides_swaps_the_record() -> None:
    told = "هاجمت {} حاجزاً تابعاً {} في بلدة الطيانة أمس"
    first = read(told.format("قوات سوريا الديمقراطية", "لميليشيا الدفاع الوطني"))
    second = read(told.format("ميليشيا الدفاع الوطني", "لقوات سوريا الديمقراطية"))
    assert sides(first[0]) == tuple(reversed(sides(second[0])))
    assert all(sides(first[0]))


def test_the_same_report_gives_the_same_bytes_everywhere() -> None:
    script = (
        "import sys, msgspec; from marsad.pipeline import code_report;"
        "c = code_report(open(sys.argv[1], encoding='utf-8').read(), published='2022-06-15');"
        "sys.stdout.buffer.write(msgspec.json.encode(c.events))"
    )
    runs = {
        subprocess.run(
            [sys.executable, "-c", script, str(TEXTS[0])],
            env={**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone},
            capture_output=True, check=True,
        ).stdout
        for seed, locale, zone in (("0", "C", "UTC"), ("1", "C.UTF-8", "Asia/Damascus"), ("77", "C", "America/Lima"))
    }  # fmt: skip
    assert len(runs) == 1
    assert runs != {b"[]"}


def test_a_claim_names_the_doer_of_a_deed_whose_victims_are_known() -> None:
    """تبنى داعش التفجير tells no second blast."""
    text = "انفجرت عبوة ناسفة بسيارة لقسد في بلدة غرانيج أمس. وتبنى تنظيم داعش التفجير عبر معرفاته."
    (event,) = code_report(text, published="2024-06-05").events
    assert [(a.side, a.actor_id) for a in event.actors] == [("1", "islamic-state"), ("2", "syrian-democratic-forces")]
    assert event.factuality == "asserted"  # the outlet tells the blast, the claim only its doer


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('اغتال مجهولون قائد ميليشيا الدفاع الوطني "فراس العراقية" في دير الزور أمس.', "فراس العراقية"),
        ("قتل القيادي في الدفاع الوطني أبو حفص الشامي برصاص مجهولين في العشارة أمس.", "أبو حفص الشامي"),
        ("اغتال مجهولون القيادي المدعو خالد الحسن في درعا أمس.", "خالد الحسن"),
        ('تظاهر العشرات في بنش أمس مطالبين بإسقاط زعيم "هيئة تحرير الشام" وتبييض السجون.', None),
        ("قتل قيادي في قسد مساء أمس السبت بصاروخ أطلقته مسيرة تركية في القامشلي.", None),
    ],
)
def test_only_a_name_is_the_name_of_a_commander(text: str, name: str | None) -> None:
    events = code_report(text, published="2022-03-02").events
    names = {person.name for event in events for actor in event.actors for person in actor.persons}
    assert events
    assert names == ({name} if name is not None else set())


def test_the_lead_of_a_round_up_dates_its_sections() -> None:
    text = (
        "شهدت مدن عراقية عدة، اليوم السبت، سلسلة حوادث أمنية متفرقة.\n\n"
        "▪ بغداد\nقُتل شاب بإطلاق نار بين عائلتين في منطقة الفضيلية ليلة أمس.\n\n"
        "▪ البصرة\nقطع أهالي قضاء الدير الطريق الدولي بالإطارات المحترقة احتجاجاً على تردي الكهرباء.\n"
    )
    dates = [event.date for event in code_report(text, published="2025-06-14").events]
    assert dates == ["2025-06-13", "2025-06-14"]

"""The body of a report: where it begins and ends, what goes, and the way back to the raw text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from marsad.clean import CleanText, clean_text, detect_lang
from marsad.clean.lines import is_closed
from marsad.clean.texts import _labelled

HERE = Path(__file__).parent
CORPUS = YAML(typ="safe").load((HERE / "corpus" / "boilerplate.yaml").read_text(encoding="utf-8"))
GOLD = HERE / "gold"

FIRST = "قُتل شاب، اليوم الجمعة، برصاص مجهولين في مدينة درعا البلد، بحسب ما قال مراسلنا في المدينة."
SECOND = "وأضاف المراسل أن المهاجمين كانوا على دراجة نارية ولاذوا بالفرار إلى جهة مجهولة."
BODY = f"{FIRST}\n\n{SECOND}"


def _gold_rows() -> list[tuple[dict[str, str], Path]]:
    rows = []
    for name in ("gold_a.jsonl", "gold_b.jsonl", "gold_open.jsonl"):
        path = GOLD / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
            row = json.loads(line) if line.strip() else {}
            text = GOLD / "texts" / f"{row.get('id')}.txt"
            if row.get("body_start") and text.exists():
                rows.append((row, text))
    return rows


def test_bodies_of_the_gold_reports_begin_and_end_exactly() -> None:
    rows = _gold_rows()
    if not rows:
        pytest.skip("no gold texts")
    wrong = []
    for row, path in rows:
        raw = path.read_text(encoding="utf-8")
        start = raw.find(row["body_start"])
        end = raw.rfind(row["body_end"]) + len(row["body_end"])
        result = clean_text(raw)
        if result.raw_span(0, len(result.body)) != (start, end):
            wrong.append(row["id"])
    assert len(wrong) <= 0.05 * len(rows), wrong


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, lines in CORPUS["kinds"].items() for line in lines])
def test_furniture_has_its_kind(kind: str, line: str) -> None:
    assert _labelled(line, is_closed(line))[1] == kind


@pytest.mark.parametrize("line", CORPUS["plain"])
def test_wording_of_reports_is_no_furniture(line: str) -> None:
    assert _labelled(line, is_closed(line))[1] is None


@pytest.mark.parametrize("line", CORPUS["foot"])
def test_lines_below_the_body_go(line: str) -> None:
    assert clean_text(f"{BODY}\n\n{line}\n").body == BODY


@pytest.mark.parametrize("line", CORPUS["inner"])
def test_lines_inside_the_body_go(line: str) -> None:
    assert clean_text(f"{FIRST}\n\n{line}\n\n{SECOND}").body == BODY


@pytest.mark.parametrize(
    "opening",
    [
        "خاص || ",
        "عفرين – ",
        "حمص 23 نوفمبر 2025 / ",
        "دبي 5 مارس آذار (رويترز) - ",
        "رام الله 30-8-2022 وفا- ",
        "شفق نيوز/ ",
        "أم درمان، 2 أبريل 2025 – ",
        "دمشق، 4 أبريل/نيسان – الوكالة. ",
        "حلب – «القدس العربي»: ",
    ],
)
def test_openings_are_cut_and_kept_as_dateline(opening: str) -> None:
    result = clean_text(f"{opening}{BODY}")
    assert result.body == BODY
    assert result.dateline


@pytest.mark.parametrize(
    "text",
    [
        "محافظة درعا: استهدف مسلحون مجهولون سيارة عسكرية في بلدة المزيريب وقتلوا عنصرين.",
        "على طريق دير الزور - الميادين انفجرت عبوة ناسفة بسيارة عسكرية وقتل عنصران.",
        "قتل شخصان في انفجار لغم بريف درعا",
        "- قتل ثلاثة مدنيين بقصف على حلب\n- إصابة طفل بلغم في درعا\n- اعتقال شابين في الرقة",
        f"{BODY}\n\nوأشار المصدر إلى أن القوات",
    ],
)
def test_reports_without_furniture_stay_whole(text: str) -> None:
    assert clean_text(text).body == text


@pytest.mark.parametrize(
    "head",
    [
        "مقتل شاب في درعا البلد\n\n",
        "هل تعود الحرب إلى درعا؟\n\n",
        "Facebook\nTwitter\nWhatsApp\n\nمقتل شاب في درعا البلد\n\nدرعا - خاص\n\n",
        "الرئيسية » تقارير » درعا\nقتل شاب في درعا البلد\n7 تشرين الأول/أكتوبر 2022 | آخر تحديث: منذ ساعتين\nع ع ع\n",
        "ارتفاع أسعار المحروقات في الأسواق المحلية هذا الأسبوع.\n\nاغتيال شاب في درعا البلد\n\nدرعا - خاص\n\n",
        "ارتفاع أسعار المحروقات في الأسواق المحلية.\n\nمجهولون يقتلون شاباً في مدينة درعا البلد\n\n",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك.\nأوافق\nاغتيال شاب في درعا\n",
        "اغتيال شاب في درعا\n2023-01-01\nالملخص:\n- قتل شاب برصاص مجهولين.\n- المنفذون لاذوا بالفرار.\n\n",
        "photo-1.png)",
        "🔴 عاجل | شبكة أخبار الجنوب\n#درعا\n",
    ],
)
def test_heads_go(head: str) -> None:
    assert clean_text(head + BODY).body == BODY


@pytest.mark.parametrize(
    "foot",
    [
        " انتهى / 25 ق\n",
        "\n\n(انتهى)\nأ ح / م ب\n",
        "\n\nمقالات ذات صلة\n\nقُتل ثلاثة مدنيين بانفجار عبوة في الباب.\n\nكيف تعيش المدينة؟",
        "\n\nاقرأ أيضاً\nغارات على البادية السورية توقع قتلى\n",
        "\n\nLeave a Reply\nYour email address will not be published. Required fields are marked *\nComment *\n",
        " اقرأ أيضاً: أسعار الخبز شارك هذا الموضوع",
        "\n\nالمصدر: وكالات\nالكلمات المفتاحية: درعا، اغتيال\n",
    ],
)
def test_feet_go(foot: str) -> None:
    assert clean_text(BODY + foot).body == BODY


def test_facts_are_kept() -> None:
    head = "مقتل شاب في درعا البلد\n\nدرعا - خاص\n\n15 كانون الأول 2021\n\n"
    raw = f"{head}{BODY}\n\nإعداد وتحرير: قسم الأخبار\nالمصدر: وكالات"
    result = clean_text(raw)
    assert result.title == "مقتل شاب في درعا البلد"
    assert result.dateline == "درعا - خاص"
    assert result.dateline_date == "15 كانون الأول 2021"
    assert result.byline == "إعداد وتحرير: قسم الأخبار"
    assert result.outlet_line == "المصدر: وكالات"
    assert {reason for _, _, reason in result.removed} >= {"title", "dateline", "date", "byline", "outlet"}


def test_a_given_title_is_cut_wherever_it_stands() -> None:
    title = "مقتل شاب في درعا البلد."
    assert clean_text(f"{title}\n{FIRST}\n\n{title}\n\n{SECOND}", title).body == BODY


@pytest.mark.parametrize(
    "raw", ["", "  \n ", "الرئيسية\nأخبار\nFacebook\nTwitter\nجميع الحقوق محفوظة 2020\n", "\ufeff"]
)
def test_only_furniture_gives_an_empty_body(raw: str) -> None:
    assert clean_text(raw).body == ""


def test_telegram_marks_inside_the_body_stay() -> None:
    raw = "#إدلب\n▪️ دورية تعتقل ناشطاً وسط مدينة إدلب\n#حمص\n▪️ عصابة تخطف شابين قرب الدردارية\n\n📲 للاشتراك اضغط هنا"
    result = clean_text(raw)
    assert result.body == "دورية تعتقل ناشطاً وسط مدينة إدلب\n#حمص\n▪️ عصابة تخطف شابين قرب الدردارية"
    assert result.dateline == "#إدلب"


def _check_slices(raw: str, result: CleanText) -> None:
    for i, (body_at, raw_at) in enumerate(result.segments):
        body_end = result.segments[i + 1][0] if i + 1 < len(result.segments) else len(result.body)
        assert result.body[body_at:body_end] == raw[raw_at : raw_at + body_end - body_at]
    starts = [raw_at for _, raw_at in result.segments]
    assert starts == sorted(starts)


_PIECES = st.sampled_from(
    [
        FIRST,
        SECOND,
        "اقرأ أيضاً: قتلى",
        "Facebook",
        "درعا - خاص",
        "▪️ دورية تعتقل شابين",
        "#إدلب",
        "23 نيسان 2022",
        "",
        "؟",
        "مقالات ذات صلة",
        "جميع الحقوق محفوظة",
        "قتيل في درعا",
        "خاص || ",
        "انتهى / 25 ق",
        ".png)",
        "\r",
        "\u2028",
        "=" * 5,
        "الملخص:",
        "- خبر",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=30)), max_size=12), st.sampled_from(["\n", "\n\n", "\r\n", " "]))
def test_any_text_gives_slices_in_order(pieces: list[str], joint: str) -> None:
    raw = joint.join(pieces)
    result = clean_text(raw)
    _check_slices(raw, result)
    for at in range(0, len(result.body), 7):
        start, end = result.raw_span(at, at + 1)
        assert raw[start:end] == result.body[at]
    for start, end, reason in result.removed:
        assert 0 <= start <= end <= len(raw)
        assert reason


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_clean_text_never_raises(raw: str) -> None:
    _check_slices(raw, clean_text(raw, raw[:20]))
    assert detect_lang(raw) in {"ar", "fa", "ku", "ur", "ps", "ug", "en", "fr", "und"}


def test_long_and_many_lines_take_linear_time() -> None:
    for raw in ("قتل شاب في درعا، " * 60_000, "[" * 1_000_000, "/ - " * 250_000, "اقرأ " * 200_000):
        begin = time.perf_counter()
        clean_text(raw)
        assert time.perf_counter() - begin < 0.3


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("ar", FIRST),
        ("ar", "وصلت سيارات من طراز پيك أب إلى درعا بحسب مراسلنا في المدينة"),
        ("fa", "گزارش‌ها حاکی است که در حمله به یک پایگاه در سوریه چند نفر کشته شدند"),
        ("ur", "یہ ایک خبر ہے کہ شام میں حملہ ہوا ہے"),
        ("ku", "لە هێرشێکدا بۆ سەر بنکەیەک لە سووریا چەند کەس کوژران"),
        ("ku", "دوێنێ لە نزیک شارەکە تەقینەوەیەک ڕوویدا و دوو سەرباز بریندار بوون، بەڵام کەس نەکوژرا"),
        ("fa", "به گفته منابع محلی، شب گذشته یک خودرو در جاده هدف قرار گرفت و راننده آن کشته شد"),
        ("ur", "مقامی ذرائع کے مطابق کل رات سڑک پر ایک گاڑی کو نشانہ بنایا گیا اور ڈرائیور ہلاک ہو گیا"),
        ("ps", "ځايي سرچینې وايي چې پرون شپه پر لار یو موټر وویشتل شو او ډریور یې ووژل شو"),
        ("ps", "په ښار کې د جګړې له امله څو کسان ټپیان شوي دي او سړکونه تړل شوي"),
        ("ug", "يەرلىك مەنبەلەرنىڭ ئېيتىشىچە، تۈنۈگۈن كېچە يولدا بىر ماشىنا ھۇجۇمغا ئۇچرىدى ۋە شوپۇر ئۆلدى"),
        ("ar", "قالت قوات الأسايش إن سيارة من نوع ڤان انفجرت قرب حاجز في مدينة گري سپي وأصيب عنصران"),
        ("en", "The army attacked the town and three people were killed"),
        ("fr", "Les forces ont attaqué la ville et des civils sont morts"),
        ("und", "123 ..."),
    ],
)
def test_languages(lang: str, text: str) -> None:
    assert detect_lang(text) == lang


def test_a_lead_above_the_sections_of_a_round_up_stays() -> None:
    lead = "شهدت مدن عراقية عدة، اليوم السبت، سلسلة حوادث أمنية متفرقة."
    rest = "▪ ديالى\nقُتل راعٍ بانفجار لغم شمال شرقي بعقوبة.\n\n▪ البصرة\nقطع أهالي الدير الطريق الدولي لساعات."
    body = clean_text(f"حصاد السبت.. لغم في ديالى\n\n14 حزيران 2025 | 21:40\nبغداد/ متابعة\n\n{lead}\n\n{rest}\n").body
    assert body.startswith(lead)
    assert "قطع أهالي الدير" in body

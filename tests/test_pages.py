"""Pages: main text, title, date, byline and outlet out of layouts of many kinds, and the ladder that reads them."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from marsad.clean import clean_text
from marsad.ingest import InputProblem, RawReport
from marsad.ingest.blocks import read_blocks
from marsad.ingest.densities import read_density
from marsad.ingest.extractors import Page, extract, parse_page
from marsad.ingest.nesting import find_depth, is_tree_safe, measure_depth, shorten_tags
from marsad.ingest.page_dates import resolve_relative
from marsad.ingest.pages import read_page
from marsad.lexicon.outlet_recipes import load_recipes
from marsad.lexicon.recipe_checks import check_claims, check_outlet, check_shape
from marsad.lexicon.tables import load_yaml
from page_fixtures import PAGES, Case, expected, load_cases, render

FLOORS = json.loads((Path(__file__).parent / "page_floors.json").read_text(encoding="utf-8"))
HAND = YAML(typ="safe").load((PAGES / "hand" / "hand.yaml").read_text(encoding="utf-8"))
UNSIGNED = ("telegram", "facebook_export", "social_post")  # their pages show no author
PARAGRAPHS = "".join(
    f"<p>قُتل شخص وأصيب اثنان، مساء اليوم، بانفجار عبوة ناسفة قرب الحاجز رقم {n} جنوبي المدينة، بحسب شهود.</p>"
    for n in range(4)
)
_WORD = re.compile(r"\w+")


def _f1(found: str, wanted: str) -> float:
    one, other = Counter(_WORD.findall(found)), Counter(_WORD.findall(wanted))
    return 2 * sum((one & other).values()) / max(1, sum(one.values()) + sum(other.values()))


def _read(raw: bytes | str, **known: str) -> RawReport:
    report = read_page(raw.encode() if isinstance(raw, str) else raw, "page", **known)
    assert isinstance(report, RawReport), report
    return report


def _page(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="ar"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


@cache
def _marks(split: str) -> dict[str, list[float]]:
    """Body F1, date, title and byline of each page of a split."""
    marks: dict[str, list[float]] = {"body_f1": [], "date": [], "title": [], "byline": []}
    for case in load_cases():
        if case.split != split:
            continue
        report, wanted = _read(render(case)), expected(case)
        cleaned = clean_text(report.text, report.title)
        byline = report.byline or cleaned.byline or ""
        marks["body_f1"].append(_f1(cleaned.body, wanted.body))
        marks["date"].append((report.published or "")[:10] == (wanted.published or ""))
        marks["title"].append(report.title == wanted.title)
        if case.layout not in UNSIGNED:
            marks["byline"].append(bool(byline) and (byline in wanted.byline or wanted.byline in byline))
        if wanted.outlet is not None:
            assert report.outlet == wanted.outlet, case.id
    return marks


def test_fixtures_are_many_and_half_are_held_out() -> None:
    cases = load_cases()
    assert len({case.id for case in cases}) == len(cases) >= 60 + 25
    assert len({case.layout for case in cases}) >= 12
    seen = {case.layout for case in cases if case.split == "dev"}
    unseen = [case for case in cases if case.split in ("held", "fresh") and case.layout not in seen]
    assert len(unseen) >= 40


@pytest.mark.parametrize(("split", "measure"), [(split, measure) for split in FLOORS for measure in FLOORS[split]])
def test_pages_are_read_as_well_as_ever(split: str, measure: str) -> None:
    marks = _marks(split)[measure]
    assert sum(marks) / len(marks) >= FLOORS[split][measure]


def test_floors_keep_what_was_promised() -> None:
    for split in ("held", "fresh", "recipe"):
        assert FLOORS[split]["body_f1"] >= 0.97
        assert FLOORS[split]["date"] >= 0.97


@pytest.mark.parametrize("case", [case for case in load_cases() if case.split == "recipe"], ids=lambda case: case.id)
def test_every_outlet_has_a_page_that_its_recipe_reads(case: Case) -> None:
    report, wanted = _read(render(case)), expected(case)
    assert report.extractor is not None
    assert report.extractor.startswith(f"recipe:{case.id.removeprefix('o-')}/")
    assert (report.title, report.outlet, (report.published or "")[:10]) == (wanted.title, case.site, wanted.published)
    assert not [warning for warning in report.warnings if warning.startswith("page:")]


def test_every_recipe_has_a_page() -> None:
    outlets = {recipe.id for recipe in load_recipes().outlets.values()}
    assert len(outlets) >= 25
    assert {case.id.removeprefix("o-") for case in load_cases() if case.split == "recipe"} == outlets


@pytest.mark.parametrize("row", HAND, ids=lambda row: row["file"])
def test_hand_written_pages(row: dict[str, Any]) -> None:
    report = _read((PAGES / "hand" / row["file"]).read_bytes())
    body = clean_text(report.text, report.title).body
    assert report.title == row["title"]
    assert (report.published or "")[:10] == (row["published"] or "")
    assert report.outlet == row.get("outlet", report.outlet)
    assert {piece: body.count(piece) for piece in row["holds"]} == row["holds"]
    assert not [piece for piece in row["lacks"] if piece in body]
    if "warning" in row:
        assert any(row["warning"] in warning for warning in report.warnings)


def test_offsets_of_pages_lead_back_to_their_text() -> None:
    for case in load_cases():
        if case.layout == "link_farm":
            continue
        raw = _read(render(case)).text
        result = clean_text(raw, expected(case).title)
        ends = [body_at for body_at, _ in result.segments[1:]] + [len(result.body)]
        for (body_at, raw_at), end in zip(result.segments, ends, strict=True):
            assert result.body[body_at:end] == raw[raw_at : raw_at + end - body_at], case.id
        for start, end, _ in result.removed:
            assert raw[start:end].strip()


# The ladder


def test_each_rung_is_named_with_its_version() -> None:
    shaped = _read(_page(f'<h1>عنوان الخبر</h1><div class="entry-content">{PARAGRAPHS}</div>'))
    assert re.fullmatch(r"shape:wordpress/[0-9a-f]{8}", shaped.extractor or "")
    assert re.fullmatch(r"trafilatura/[0-9.]+", _read(_page(f"<h1>عنوان الخبر</h1>{PARAGRAPHS}")).extractor or "")
    deep = _read(_page("<div>" * 300 + PARAGRAPHS + "</div>" * 300))
    assert deep.extractor == "density/1"
    assert any(warning.startswith("page: read by its density") for warning in deep.warnings)
    deepest = _read(_page("<div>" * 5000 + PARAGRAPHS))
    assert deepest.extractor == "html.parser/1"
    assert any(warning.startswith("page: read by html.parser") for warning in deepest.warnings)
    assert "الحاجز رقم 3" in deepest.text


def test_the_last_rung_bears_declarations_that_the_library_raises_on() -> None:
    assert "الحاجز رقم 3" in _read(f"<![OCTYPE html>{'<div>' * 5000}<!-- x -->{PARAGRAPHS}".encode()).text


def test_tags_with_hundreds_of_attributes_are_bared_and_long_values_are_not() -> None:
    many = " ".join(f"a{i}=x" for i in range(1_500))
    assert shorten_tags(f"<b><p {many}>نص<p {many}>") == "<b><p>نص<p>"
    valued = f'<div data-all="{"كلمة وكلمة " * 900}" class="entry">'
    for kept in (valued, f"<p>{'نص ' * 3000}</p>", f"<p {many}", ""):
        assert shorten_tags(kept) == kept
    assert shorten_tags(f'<div a="{"y" * 30_000}">نص<p>') == "<div>نص<p>"


def test_a_recipe_that_no_longer_fits_is_named_and_passed_over() -> None:
    head = '<link rel="canonical" href="https://www.enabbaladi.net/1">'
    report = _read(_page(f"<h1>عنوان الخبر</h1><div class='renamed'>{PARAGRAPHS}</div>", head))
    assert report.extractor is not None
    assert not report.extractor.startswith("recipe:")
    assert report.outlet == "عنب بلدي"
    assert any("enab-baladi found no body" in warning for warning in report.warnings)


def test_a_recipe_that_finds_only_an_excerpt_is_passed_over() -> None:
    said = "انفجرت عبوة ناسفة مساء اليوم قرب حاجز جنوبي المدينة وأوقعت قتيلاً وجريحين، بحسب شهود."
    lead = f"<div class='details'><p>{said}</p></div>"
    page = _page(f"<h1>عنوان الخبر</h1><div class='whole'>{lead}{PARAGRAPHS}</div>")
    report = _read(page, url="https://adengad.net/1")
    assert report.text.count("الحاجز رقم") == 4
    assert any("aden-al-ghad found only an excerpt" in warning for warning in report.warnings)
    short = _read(_page(f"<h1>عنوان الخبر</h1>{lead}"), url="https://adengad.net/2")
    assert (short.extractor or "").startswith("recipe:aden-al-ghad/")


@pytest.mark.parametrize("found", [None, "", "قصير", "لا صلة لهذا النص الطويل بما تحمله الصفحة من فقرات أبداً. " * 9])
def test_what_trafilatura_misses_is_read_by_density(monkeypatch: pytest.MonkeyPatch, found: str | None) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura, "extract", lambda *args, **named: found)
    report = _read(_page(f"<h1>عنوان الخبر</h1><div>{PARAGRAPHS}</div>"))
    assert report.extractor == "density/1"
    assert report.text.count("بانفجار عبوة") == 4
    assert any("for trafilatura found" in warning for warning in report.warnings)


def test_an_error_of_trafilatura_costs_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fail(*args: object, **named: object) -> None:
        raise ValueError("no")

    monkeypatch.setattr(trafilatura, "extract", fail)
    report = _read(_page(PARAGRAPHS))
    assert report.text.count("بانفجار عبوة") == 4
    assert any("trafilatura failed (ValueError)" in warning for warning in report.warnings)


def test_the_address_and_the_name_choose_the_recipe() -> None:
    body = f'<h1>عنوان الخبر</h1><div class="content-article">{PARAGRAPHS}</div>'
    by_url = _read(_page(body), url="https://enabbaladi.net/archives/1")
    by_name = _read(_page(body, '<meta property="og:site_name" content="عنب بلدى">'))
    for report in (by_url, by_name):
        assert (report.extractor or "").startswith("recipe:enab-baladi/")
        assert report.outlet == "عنب بلدي"
    assert by_url.url == "https://enabbaladi.net/archives/1"
    recipes = load_recipes()
    assert recipes.of_host("AR.Syria.tv:443") is recipes.of_host("syria.tv")
    assert recipes.of_host("notsyria.tv") is None


# Dates


TITLE = "<h1>انفجار عبوة جنوبي المدينة</h1>"


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("الأحد 5 كانون ثاني 2020", "2020-01-05"),
        ("5 تشرين أول 2019 - 10:30", "2019-10-05"),
        ("٥ شباط ٢٠٢٠", "2020-02-05"),
        ("۵ فبراير ۲۰۲۰", "2020-02-05"),
        ("17 غشت 2021", "2021-08-17"),
        ("3 جويلية 2018", "2018-07-03"),
        ("15 دجنبر، 2021", "2021-12-15"),
        ("12 يوليوز 2022 على الساعة 14:05", "2022-07-12"),
        ("14 رمضان 1442 هـ", "2021-04-26"),
        ("15 سبتمبر 2023 م ـ 30 صفر 1445 هـ", "2023-09-15"),
        ("الاثنين 20 ربيع الأول 1444 الموافق 17 أكتوبر 2022", "2022-10-17"),
        ("آخر تحديث: 9 آذار 2022 | نُشر: 7 آذار 2022", "2022-03-07"),
        ("2021 / 3 / 9", "2021-03-09"),
        ("10:30 - 2 حزيران 2021", "2021-06-02"),
        ("السبت، ديسمبر 4، 2021", "2021-12-04"),
        ("تاريخ النشر: 2020.07.01 | 11:20 دمشق", "2020-07-01"),
    ],
)
def test_dates_below_the_title(shown: str, day: str) -> None:
    assert (_read(_page(f"{TITLE}<div>{shown}</div>{PARAGRAPHS}")).published or "")[:10] == day


@pytest.mark.parametrize(
    "other",
    [
        '<div class="related"><h3>خبر آخر</h3><span class="date">3 آذار 2019</span></div>',
        '<div id="comments"><time datetime="2019-03-03">قبل عام</time><p>تعليق قارئ</p></div>',
        '<footer><span class="date">3 آذار 2019</span></footer>',
        '<aside><time datetime="2019-03-03">3 آذار 2019</time></aside>',
        '<nav class="menu"><span class="date">3 آذار 2019</span></nav>',
        '<div class="topbar"><span class="date">3 آذار 2019</span></div>',
        '<script type="application/ld+json">{"@type":"ItemList","itemListElement":'
        '[{"@type":"NewsArticle","datePublished":"2019-03-03"}]}</script>',
        "<p>وكانت المدينة شهدت في 3 آذار 2019 انفجاراً مماثلاً أوقع قتلى وجرحى في السوق الشعبية القريبة.</p>",
    ],
)
def test_dates_of_other_things_are_never_taken(other: str) -> None:
    assert _read(_page(f"{other}{TITLE}{PARAGRAPHS}{other}")).published is None


def test_relative_dates_need_the_time_of_fetching() -> None:
    page = _page(f"{TITLE}<div>منذ 3 أيام</div>{PARAGRAPHS}")
    unknown = _read(page)
    assert unknown.published is None
    assert any("منذ 3 أيام" in warning for warning in unknown.warnings)
    known = _read(page, retrieved="2022-05-10T08:00:00+00:00")
    assert known.published == "2022-05-07"
    assert not [warning for warning in known.warnings if warning.startswith("published")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("منذ ساعتين", "2022-05-10"),
        ("قبل يومين", "2022-05-08"),
        ("منذ أسبوع", "2022-05-03"),
        ("منذ 4 أسابيع", "2022-04-12"),
        ("أمس", "2022-05-09"),
        ("أول أمس", "2022-05-08"),
        ("2 days ago", "2022-05-08"),
        ("اندلعت اشتباكات منذ صباح اليوم في محيط المدينة وسقط قتلى", None),
        ("10 أيار 2022", None),
    ],
)
def test_relative_wordings(text: str, day: str | None) -> None:
    assert resolve_relative(text, "2022-05-10T08:00:00+00:00") == day


def test_dates_that_contradict_are_named() -> None:
    head = '<meta property="article:published_time" content="2021-05-05T10:00:00Z">'
    head += '<meta name="pubdate" content="2019-01-01">'
    report = _read(_page(TITLE + PARAGRAPHS, head))
    assert report.published == "2021-05-05T10:00:00+00:00"
    assert any("2019-01-01" in warning and "2021-05-05" in warning for warning in report.warnings)
    later = _read(_page(TITLE + PARAGRAPHS, head), retrieved="2020-01-01")
    assert later.published == "2019-01-01"
    assert any("later than the page was fetched" in warning for warning in later.warnings)


def test_a_recipe_may_read_the_month_first() -> None:
    from marsad.ingest.dates import parse_published

    assert parse_published("03/04/2023") == "2023-04-03"
    assert parse_published("03/04/2023", month_first=True) == "2023-03-04"
    assert parse_published("13/04/2023", month_first=True) == "2023-04-13"


# Furniture, depth, recipes as data


def test_furniture_words_never_cost_the_text() -> None:
    wrapped = _read(_page(f'{TITLE}<div class="card"><div class="caption">{PARAGRAPHS}</div></div>'))
    assert wrapped.text.count("بانفجار عبوة") == 4
    shaped = _read(_page(f'{TITLE}<div class="entry-content"><div class="tags">{PARAGRAPHS}</div></div>'))
    assert shaped.text.count("بانفجار عبوة") == 4


def test_links_are_no_text_and_their_heading_goes_with_them() -> None:
    links = "".join(f'<div><a href="/{n}">خبر آخر من الأخبار رقم {n}</a></div>' for n in range(9))
    report = _read(_page(f"{TITLE}<div>{PARAGRAPHS}<div>اخترنا لكم</div>{links}{PARAGRAPHS}</div>"))
    assert "خبر آخر" not in report.text
    assert "اخترنا" not in report.text
    assert report.text.count("بانفجار عبوة") == 8


@pytest.mark.parametrize(
    "body",
    [
        '<div class="related">' * 240 + PARAGRAPHS * 800,
        '<div class="entry-content">' * 1900 + PARAGRAPHS * 100,
        '<div class="comments">' * 1900 + PARAGRAPHS * 100,
        '<span class="date">قديم</span>' * 30_000 + PARAGRAPHS,
        "<h1>عنوان الخبر</h1>" * 20_000 + PARAGRAPHS,
        "<li><a href=x>خبر من الأخبار القديمة</a></li>" * 20_000 + PARAGRAPHS,
    ],
    ids=["nested furniture", "nested bodies", "nested comments", "dates", "titles", "links"],
)
def test_pages_made_to_be_slow_end_soon(body: str) -> None:
    begin = time.process_time()
    report = _read(_page(body))
    assert time.process_time() - begin < 15
    assert "الحاجز رقم 3" in report.text


def test_blocks_end_where_readers_see_a_line_end() -> None:
    start = "<div>قبل<b> وسط</b><p>فقرة <a href=x>رابط</a></p>"
    tree = parse_page(f"{start}بعد<br>سطر<pre>أول\nثان</pre><table><td>خلية</td></table></div>")
    assert tree is not None
    assert tree.body is not None
    blocks = read_blocks(tree.body)
    assert [block.text for block in blocks] == ["قبل وسط", "فقرة رابط", "بعد", "سطر", "أول", "ثان", "خلية"]
    assert [block.linked for block in blocks] == [0, 4, 0, 0, 0, 0, 0]


def test_depth_is_bounded_and_counted() -> None:
    for page in (_page(PARAGRAPHS), _page("<br>" * 900 + "<img src=a>" * 900 + PARAGRAPHS)):
        assert find_depth(page) < 250
        assert is_tree_safe(page)
    assert measure_depth("<div>" * 300 + "</div>" * 300) == 300
    assert find_depth("<div>" * 300 + "<p>" + "</div>" * 300) >= 300
    assert not is_tree_safe("<b>" * 2500)
    assert len(shorten_tags("<div " + 'a="b" ' * 9000 + "><p>نص</p>")) < 100


def test_an_empty_tree_has_no_density() -> None:
    tree = parse_page("")
    assert tree is not None
    assert read_density(tree).text == ""
    assert extract(Page("", tree)).text == ""


def test_recipes_are_in_order_and_wrong_ones_are_named() -> None:
    shapes = load_yaml("outlet_recipes/shapes.yaml")
    outlets = [*load_yaml("outlet_recipes/syria.yaml"), *load_yaml("outlet_recipes/region.yaml")]
    known = {row["id"] for row in shapes}
    assert not [found for row in shapes for found in check_shape(row)]
    assert not [found for row in outlets for found in check_outlet(row, known)]
    assert not list(check_claims(outlets))
    wrong = {
        **outlets[0], "hosts": "https://www.x.org", "shape": "none-such", "body": ".a >> {", "status": "sure",
        "checked": "yesterday", "order": "random", "colour": "red",
    }  # fmt: skip
    complaints = " ".join(found[0] for found in check_outlet(wrong, known))
    for word in ("host", "shape", "selector", "status", "checked", "order", "colour"):
        assert word in complaints
    claims = list(check_claims([outlets[0], {**outlets[0], "id": "other"}]))
    assert len(claims) == 1 + len(outlets[0]["names"].split(","))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["<div>", "</div>", "<p>", "<a href=x>", "</a>", "<h1>", "<time datetime=2020-13-01>",
    "<table><td>", "<script>", "<!--", "قُتل شاب في درعا", "منذ 3 ساعات", "&#x0;", "<br>", '<meta property="og:title">',
    "5 آذار 2020", "<article>", '<li class="comment">', "\u202e", "<"]), max_size=40))  # fmt: skip
def test_any_page_ends_in_a_report_or_a_problem(parts: list[str]) -> None:
    found = read_page("".join(parts).encode(), "page", url="https://sana.sy/1", retrieved="2022-01-01")
    assert isinstance(found, RawReport | InputProblem)


def test_the_same_page_gives_the_same_report() -> None:
    case = next(case for case in load_cases() if case.split == "held")
    one, other = _read(render(case)), _read(render(replace(case)))
    assert (one.text, one.extractor, one.warnings) == (other.text, other.extractor, other.warnings)

"""Briefings: what they say, against what, how sure; and that HTML, Word and PDF hold it in both languages."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conftest import Run
from marsad.briefings import (
    Briefing,
    Chart,
    Grid,
    Heading,
    Paragraph,
    Points,
    Source,
    Span,
    draft_briefing,
    measure,
    render_docx,
    render_html,
    render_pdf,
)
from marsad.model import Incident

WEEK = Span(date(2021, 10, 11), date(2021, 10, 17))
HOSTILE = '<script>alert(1)</script>"#image("x")\\'


def incident(
    at: int, day: str | None, killed: tuple[int | None, int | None, int | None] = (1, 1, 1), **changes: Any
) -> Incident:
    fields = {
        "incident_id": f"i{at}", "events": [f"e{at}"], "reports": [f"r{at}"], "event_type": "Battles",
        "sub_event_type": "Armed clash", "plover": "ASSAULT", "date": day, "date_precision": "day",
        "location": {
            "name_ar": "دوما", "name_en": "Duma", "lat": 33.57, "lon": 36.4, "precision": 1, "admin1": "Rural Damascus",
            "country": "SY", "gazetteer_id": "duma",
        },
        "actors": [
            {"side": "1", "mention": "الهيئة", "actor_id": "hts", "name_ar": "هيئة تحرير الشام", "name_en": "HTS",
             "kind": "rebel"},
            {"side": "2", "mention": "داعش", "actor_id": "islamic-state", "name_ar": "تنظيم الدولة", "name_en": "IS",
             "kind": "rebel"},
        ],
        "casualties": [
            {"outcome": "killed", "group": "unknown", "low": killed[0], "best": killed[1], "high": killed[2]}
        ],
    }  # fmt: skip
    return msgspec.convert(fields | changes, Incident)


def months(per_week: list[int]) -> list[Incident]:
    """So many incidents in each week, the last being that of ``WEEK``."""
    found = []
    for back, number in enumerate(reversed(per_week)):
        day = (WEEK.first - timedelta(weeks=back) + timedelta(days=2)).isoformat()
        found += [incident(back * 100 + at, day) for at in range(number)]
    return found


def texts(briefing: Briefing) -> str:
    parts: list[str] = []
    for block in briefing.blocks:
        if isinstance(block, Paragraph | Heading):
            parts.append(block.text)
        elif isinstance(block, Points):
            parts += [item.text for item in block.items]
        elif isinstance(block, Grid):
            parts += [" | ".join(row) for row in block.rows]
    return re.sub("[\u200e\u200f]", "", "\n".join(parts))


# -- what is said ------------------------------------------------------------------------------------------


def test_weeks_before_end_where_the_span_begins() -> None:
    before = WEEK.weeks_before()
    assert (before[0].last, before[-1].first) == (date(2021, 10, 10), date(2021, 9, 13))
    assert all(week.days == 7 for week in before)


def test_deltas_are_against_the_mean_and_range_of_four_weeks() -> None:
    delta = measure(WEEK, months([9, 2, 4, 6, 4, 8]), None)
    assert (delta.now.best, delta.before, delta.least, delta.most, delta.change) == (8, 4, 2, 6, 1.0)


def test_weeks_before_are_scaled_to_a_longer_period() -> None:
    delta = measure(Span(date(2021, 10, 4), date(2021, 10, 17)), months([3, 3, 3, 3, 5, 7]), None)
    assert (delta.now.best, delta.before) == (12, 6)


def test_new_in_the_period_has_no_percentage() -> None:
    assert measure(WEEK, months([3]), None).change is None
    assert "none in the four weeks before" in texts(draft_briefing(months([3]), WEEK, "en"))


def test_summary_states_range_and_open_tolls() -> None:
    told = texts(draft_briefing([*months([4, 4, 4, 4, 2]), incident(900, "2021-10-12", (3, 5, 9))], WEEK, "en"))
    assert "3 events, 25 % fewer than in the four weeks before (mean 4, 4 to 4)" in told
    assert "At least 5 people were killed, 7 by the best figures, up to 11 by the highest." in told
    only_least = texts(draft_briefing([incident(1, "2021-10-12", (20, None, None))], WEEK, "en"))
    assert "At least 20 people were killed." in only_least
    assert "killed | ≥ 20" in only_least


def test_key_incidents_are_footnoted_and_their_doubts_told() -> None:
    weak = incident(1, "2021-10-12", (2, 4, 6), party_only=True, factuality="possible", origins=1, one_source=True)
    sure = incident(2, "2021-10-13", (9, 9, 9), origins=3, one_source=False, status="confirmed")
    sources = {"r1": Source("عنب بلدي", "2021-10-13", "https://example.org/1"), "r2": Source("SANA", None, None)}
    briefing = draft_briefing([weak, sure], WEEK, "en", sources)
    (points,) = [block for block in briefing.blocks if isinstance(block, Points) and block.items[0].notes]
    assert [item.notes for item in points.items] == [(1,), (2,)]
    assert points.items[0].text == ("2021-10-13: Armed clash in Duma, Rural Damascus; HTS against IS; killed 9")
    assert points.items[1].text.endswith(
        "killed 4 (2 to 6 told) [one origin only, told by a party to the conflict, not certain to have happened]"
    )
    assert briefing.notes == ["SANA", "عنب بلدي, 2021-10-13, https://example.org/1"]


def test_what_is_not_counted_is_said() -> None:
    undated = incident(1, None)
    coarse = incident(2, "2021-10-01", date_precision="month")
    denied = incident(3, "2021-10-12", factuality="denied")
    told = texts(draft_briefing([incident(4, "2021-10-12"), undated, coarse, denied], WEEK, "en"))
    assert "1 events have no date" in told
    assert "1 events may lie in this period" in told
    assert "1 of 1 incidents rest on one independent origin" in told


def test_an_unusual_week_is_named() -> None:
    steady = [3, 2, 4, 3] * 16
    told = texts(draft_briefing(months([*steady, 30]), WEEK, "en"))
    assert "Rural Damascus, week of 2021-10-11: 30 events where" in told
    assert "No governorate was unusual" in texts(draft_briefing(months([*steady, 3]), WEEK, "en"))


def test_nothing_in_the_period_is_said() -> None:
    told = texts(draft_briefing(months([2, 0]), WEEK, "ar"))
    assert "لا حدث مؤرخ في هذه المدة" in told


def test_arabic_briefing_has_no_english_words_of_its_own() -> None:
    briefing = draft_briefing(months([*[2] * 20, 5]), WEEK, "ar")
    latin = re.findall(r"[A-Za-z]{2,}", texts(briefing) + briefing.title + briefing.subtitle)
    assert set(latin) <= {"docs", "analysis", "md"}


# -- the three forms ---------------------------------------------------------------------------------------


@pytest.fixture(params=["en", "ar"])
def briefing(request: pytest.FixtureRequest) -> Briefing:
    events = [*months([*[2] * 20, 5]), incident(700, "2021-10-14", (4, 4, 4))]
    events[-1].actors[0].name_ar = events[-1].actors[0].name_en = HOSTILE
    events[-1].actors[0].actor_id = None
    return draft_briefing(events, WEEK, request.param, {"r700": Source(HOSTILE, "2021-10-15", "https://example.org/؟")})


def test_html_stands_alone(briefing: Briefing) -> None:
    page = render_html(briefing).decode()
    assert f'dir="{"rtl" if briefing.language == "ar" else "ltr"}"' in page
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert page.count('src="data:image/png;base64,') == sum(isinstance(block, Chart) for block in briefing.blocks)
    assert page.count('id="note-') == page.count('href="#note-') == len(briefing.notes) > 1
    assert not re.search(r'(src|href)="http', page)


def test_docx_has_direction_footnotes_and_pictures(briefing: Briefing) -> None:
    content = render_docx(briefing)
    assert content.startswith(b"PK")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
        notes = package.read("word/footnotes.xml").decode()
        pictures = [name for name in package.namelist() if name.startswith("word/media/")]
    right = briefing.language == "ar"
    assert ("<w:bidi/>" in body) == ("<w:rtl/>" in body) == ("<w:bidiVisual/>" in body) == right
    assert body.count("w:footnoteReference") == len(briefing.notes)
    assert "&lt;script&gt;" in notes
    assert len(pictures) == sum(isinstance(block, Chart) for block in briefing.blocks)
    import docx

    document = docx.Document(io.BytesIO(content))
    assert len(document.tables) == sum(isinstance(block, Grid) for block in briefing.blocks)


def test_pdf_is_the_same_every_time_and_brings_its_letters(briefing: Briefing) -> None:
    content = render_pdf(briefing)
    assert content.startswith(b"%PDF")
    assert content == render_pdf(briefing)
    assert b"IBMPlexSansArabic" in content or briefing.language == "en"


# -- the command -------------------------------------------------------------------------------------------


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    path = tmp_path / "incidents.jsonl"
    path.write_bytes(b"\n".join(msgspec.json.encode(one) for one in months([*[2] * 10, 5])))
    return path


@pytest.mark.parametrize(("form", "signature"), [("html", b"<!doctype"), ("docx", b"PK"), ("pdf", b"%PDF")])
def test_command_writes_each_form(form: str, signature: bytes, sample: Path, marsad: Run, tmp_path: Path) -> None:
    out = tmp_path / f"week.{form}"
    ended = marsad("briefing", "--events", sample, "-o", out)
    assert (ended.code, out.read_bytes()[: len(signature)]) == (0, signature)
    assert "5 incidents of 2021-10-07 to 2021-10-13" in ended.err


def test_command_says_what_to_do(sample: Path, marsad: Run, tmp_path: Path) -> None:
    assert ".html, .docx or .pdf" in marsad("briefing", "--events", sample, "-o", tmp_path / "week.odt").err
    out = tmp_path / "week.html"
    assert "earlier day" in marsad("briefing", "--events", sample, "-o", out, "--since", "2022-01-01").err
    assert "marsad add" in marsad("briefing", "--events", sample, "-o", out, "--country", "IQ").err
    assert not out.exists()

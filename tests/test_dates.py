"""Date wordings of corpus/dates.yaml, and properties that hold for any text."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from marsad.find.date_lexicon import date_lexicon
from marsad.find.dates import DateMention, find_dates
from marsad.resolve.dates import ResolvedDate, resolve_date
from marsad.text.words import split_sentences, split_words

CORPUS = Path(__file__).parent / "corpus" / "dates.yaml"
PUBLISHED = date(2022, 3, 9)


def _cases() -> list[Any]:
    groups = YAML(typ="safe", pure=False).load(CORPUS.read_text(encoding="utf-8"))["groups"]
    return [
        pytest.param(wording, expected, group["published"], group.get("previous"), id=f"{group['name']}: {wording}")
        for group in groups
        for wording, expected in group["cases"]
    ]


def _find(text: str) -> list[DateMention]:
    words = split_words(text)
    return [m for first, last in split_sentences(words) for m in find_dates(words, first, last)]


def _describe(mention: DateMention, resolved: ResolvedDate) -> str:
    if mention.clock:
        return "clock"
    if mention.anchor:
        return "anchor"
    if mention.vague:
        return "vague"
    if resolved.date_end:
        return f"{resolved.date}..{resolved.date_end}"
    if resolved.date is None or resolved.precision == "day":
        return resolved.date or resolved.precision
    return f"{resolved.date} {resolved.precision}"


@pytest.mark.parametrize(("wording", "expected", "published", "previous"), _cases())
def test_wording(wording: str, expected: str, published: str | None, previous: str | None) -> None:
    text = wording.replace("{", "").replace("}", "")
    mentions = _find(text)
    if expected == "none":
        assert [m.text for m in mentions] == []
        return
    marked = wording[wording.index("{") + 1 : wording.index("}")].rstrip("ـً")  # spans end with a letter
    day = date.fromisoformat(published) if published else None
    before = ResolvedDate(previous, None, "day", "") if previous else None
    found = [(m.text, _describe(m, resolve_date(m, day, before))) for m in mentions]
    assert found == [(marked, expected)]


def test_the_corpus_is_large() -> None:
    assert len(_cases()) >= 250


def test_mention_fields() -> None:
    (mention,) = _find("مساء أمس الثلاثاء 8 آذار/مارس 2022")
    assert (mention.kind, mention.offset, mention.weekday) == ("day-offset", -1, 1)
    assert (mention.day, mention.month, mention.year, mention.tod) == (8, 3, 2022, "مساء")


def test_separate_days_are_separate_mentions() -> None:
    texts = [m.text for m in _find("قتل شاب أمس الثلاثاء، وجرح آخر يوم الأحد، وخطف ثالث في 2 آذار")]
    assert texts == ["أمس الثلاثاء", "يوم الأحد", "2 آذار"]


_VOCABULARY = sorted(date_lexicon().entries)
_TOKENS = st.one_of(
    st.sampled_from(_VOCABULARY),
    st.sampled_from(
        ["من", "و", "في", "إلى", "ال", "3", "31", "2022", "1446", "هـ", "12/10", "00/00/0000", "٣٠", "2.5"]
    ),
    st.text(alphabet="ابتثجحدرسلمنهويء0123456789 .,/-()ـ", max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_TOKENS, st.sampled_from([" ", "/", " - ", "، ", ". ", "\n", "("])), max_size=25))
def test_any_words(pieces: list[tuple[str, str]]) -> None:
    _check("".join(word + gap for word, gap in pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    words = split_words(text)
    previous: ResolvedDate | None = None
    for first, last in split_sentences(words):
        at = first
        for mention in find_dates(words, first, last):
            assert at <= mention.first <= mention.last < last
            assert mention.kind
            assert mention.text == words.raw(mention.first, mention.last)
            at = mention.last + 1
            for published in (PUBLISHED, date(2020, 2, 29), None):
                resolved = resolve_date(mention, published, previous)
                assert resolved.precision in ("day", "week", "month", "year", "unknown")
                assert (resolved.date is None) == (resolved.precision == "unknown")
                if resolved.date_end is not None:
                    assert resolved.date is not None
                    assert resolved.date_end > resolved.date
            previous = resolve_date(mention, PUBLISHED, previous)

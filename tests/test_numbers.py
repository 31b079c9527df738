"""Number wordings of corpus/numbers.yaml, and properties that hold for any text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from marsad.find.number_lexicon import quantity_lexicon
from marsad.find.number_words import parse_digits
from marsad.find.numbers import NumberMention, find_numbers
from marsad.text.words import split_sentences, split_words

CORPUS = Path(__file__).parent / "corpus" / "numbers.yaml"


def _cases() -> list[Any]:
    groups = YAML(typ="safe", pure=False).load(CORPUS.read_text(encoding="utf-8"))["groups"]
    return [
        pytest.param(wording, expected, id=f"{group['name']}: {wording}")
        for group in groups
        for wording, expected in group["cases"]
    ]


def _find(text: str) -> list[tuple[str, NumberMention]]:
    words = split_words(text)
    sentences = split_sentences(words)
    return [(words.raw(m.first, m.last), m) for first, last in sentences for m in find_numbers(words, first, last)]


def _describe(mention: NumberMention) -> str:
    """The bounds in short: 3 · 3 definite · ~24 · 21- · 9/9- · -9 · 20-30."""
    if mention.kind != "count":
        return mention.kind
    low, best, high = mention.low, mention.best, mention.high
    if mention.exact:
        return f"{best} definite" if mention.definite else str(best)
    if mention.approx:
        return f"~{best}"
    bounds = f"{low if low is not None else ''}-{high if high is not None else ''}"
    if best is None:
        return bounds
    return f"{best}/{bounds}" if high is None else f"{bounds}/{best}"


@pytest.mark.parametrize(("wording", "expected"), _cases())
def test_wording(wording: str, expected: str) -> None:
    found = [(raw, _describe(m)) for raw, m in _find(wording.replace("{", "").replace("}", ""))]
    if expected == "none":
        assert found == []
        return
    marked = wording[wording.index("{") + 1 : wording.index("}")].rstrip("ًـ")  # spans end with a letter
    assert (marked, expected) in found


def test_the_corpus_is_large() -> None:
    assert len(_cases()) >= 170


def test_several_numbers_of_a_sentence() -> None:
    found = [
        (raw, _describe(m)) for raw, m in _find("قُتل ثلاثة عناصر من الفرقة 25 وأصيب خمسة آخرون، بينهم أكثر من طفلين")
    ]
    assert found == [("ثلاثة", "3"), ("25", "name"), ("خمسة", "5")]


@pytest.mark.parametrize(
    ("token", "value"),
    [("2.500", 2500), ("2,500", 2500), ("2.5", 2.5), ("12/10", None), ("15:30", None), ("1,2,3", None)],
)
def test_parse_digits(token: str, value: float | None) -> None:
    assert parse_digits(token) == value


_VOCABULARY = sorted(quantity_lexicon().starts)
_TOKENS = st.one_of(
    st.sampled_from(_VOCABULARY),
    st.sampled_from(
        [
            "من",
            "و",
            "في",
            "بين",
            "إلى",
            "أو",
            "على",
            "الأقل",
            "أكثر",
            "ال",
            "3",
            "31",
            "2022",
            "12/10",
            "2.5",
            "2.500",
            "99999999999999",
            "ألف",
            "آلاف",
            "%",
            "عشر",
        ]
    ),
    st.text(alphabet="ابتثجحدرسلمنهويء0123456789 .,/-()ـ%", max_size=8),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(_TOKENS, st.sampled_from([" ", "", " - ", "، ", ". ", "%"])), max_size=25))
def test_any_words(pieces: list[tuple[str, str]]) -> None:
    _check("".join(word + gap for word, gap in pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    _check(text)


def _check(text: str) -> None:
    words = split_words(text)
    for first, last in split_sentences(words):
        at = first
        for mention in find_numbers(words, first, last):
            assert at <= mention.first <= mention.last < last
            at = mention.last + 1
            stated = [v for v in (mention.low, mention.best, mention.high) if v is not None]
            assert stated == sorted(stated)
            assert all(value >= 0 or value == -1 for value in stated)

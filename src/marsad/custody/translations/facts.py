"""What a report and its translation have in common whatever the language: numbers, weekdays, names.

Example: ``مقتل خمسة في أبو حردوب مساء الجمعة`` and ``five killed in Abu Hardoub on Friday`` agree in all three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ...find.numbers import find_numbers
from ...find.tags import read_words
from ...lexicon.dictionary import load_dictionary
from ...lexicon.tables import load_csv
from ...text.clitics import cores
from ...text.folding import fold_word
from ...text.words import split_sentences, split_words
from .foreign_words import foreign_words
from .names import read_names, read_skeletons, stands_in

_TOKEN = re.compile(r"[0-9]+(?:[.,\u202f ][0-9]{3})*|[a-zà-ÿ]+|[.;:!?()]")
_LEAST = 3  # smaller numbers tell nothing: Arabic has a dual, and "one" is an article in French
_PART = 0.5  # of the numbers and of the names of a translation must stand in the original


class Foreign(NamedTuple):
    """Facts of an English or French report."""

    numbers: tuple[int, ...]
    weekdays: frozenset[int]
    names: frozenset[str]


class Arabic(NamedTuple):
    """Facts of an Arabic report; ``skeletons`` are the consonants of its words."""

    numbers: frozenset[int]
    weekdays: frozenset[int]
    skeletons: frozenset[str]


def read_foreign(text: str) -> Foreign:
    """Numbers from three on, weekdays and names."""
    weekdays = foreign_words().weekdays
    tokens = _TOKEN.findall(text.lower())
    numbers = tuple(number for number in _iter_numbers(tokens) if number >= _LEAST)
    return Foreign(numbers, frozenset(weekdays[token] for token in tokens if token in weekdays), read_names(text))


def _iter_numbers(tokens: list[str]) -> Iterator[int]:
    """Values of digits and number words: ``six hundred thousand`` is 600,000, ``vingt-sept`` 27."""
    words = foreign_words()
    value: int | None = None
    for token in tokens:
        if token in words.multipliers:
            value = (value or 1) * words.multipliers[token]
        elif token in words.numbers and value is not None and _extends(value, words.numbers[token]):
            value += words.numbers[token]
        elif not (token in ("and", "et") and value):
            if value is not None:
                yield value
            value = _value(token)
    if value is not None:
        yield value


def _value(token: str) -> int | None:
    words = foreign_words()
    if token[0].isdigit():
        return int(re.sub(r"[^0-9]", "", token))
    return words.numbers.get(token, words.rounded.get(token))


def _extends(value: int, more: int) -> bool:
    """Whether a word goes on with a number: twenty + two, soixante + dix, three hundred + five; not six + two."""
    return value % 100 == 0 or (value % 100 >= 20 and value % 10 == 0 and more < 20)


def read_arabic(text: str) -> Arabic:
    """Every value that its numbers may stand for, weekdays, and the consonants of its words."""
    words = split_words(text)
    read_words(words, load_dictionary())
    mentions = [found for first, last in split_sentences(words) for found in find_numbers(words, first, last)]
    numbers = frozenset(value for found in mentions for value in (found.best, found.low, found.high) if value)
    days = _weekdays()
    told = frozenset(days[core] for word in words.words for _, core in cores(word) if core in days)
    return Arabic(numbers, told, read_skeletons(words.words))


@cache
def _weekdays() -> dict[str, int]:
    return {fold_word(row["form"]): int(row["weekday"]) for row in load_csv("weekdays.csv")}


def agree(foreign: Foreign, arabic: Arabic) -> bool:
    """Whether one may be a translation of the other: no weekday against it, half of its numbers and names for it.

    A report without a number or a name is linked with nothing: the words alone return with every such event.
    """
    if foreign.weekdays and arabic.weekdays and foreign.weekdays.isdisjoint(arabic.weekdays):
        return False
    shared = sum(number in arabic.numbers for number in foreign.numbers)
    named = sum(stands_in(name, arabic.skeletons) for name in foreign.names)
    return bool(shared and named) and shared >= _PART * len(foreign.numbers) and named >= _PART * len(foreign.names)

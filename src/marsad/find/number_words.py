"""Reads cardinal and ordinal numbers, in words or digits, out of folded words.

Example: ``read_cardinal`` reads ``مئة وخمسة وعشرين ألفا`` as 125,000 and ``30 ألف`` as 30,000.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..lexicon.tables import load_csv
from ..text.folding import fold_word

PROCLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "فل")
_SUFFIX_TEN = frozenset(("عشر", "عشره"))
_LARGEST = 10**12
# Classes of words that are a number when no other number word follows.
_ALONE = frozenset(("unit", "one", "tens", "glued_teen", "ten", "both", "hundred"))


@dataclass(slots=True)
class NumberWord:
    """A number word as it stands in text: its class, its proclitics and whether it has the article."""

    kind: str
    value: int
    proclitic: str
    definite: bool


@dataclass(slots=True)
class Reading:
    """A number read from words ``first`` to ``end`` (exclusive)."""

    value: int
    end: int
    definite: bool = False


def expand(form: str, definite: bool) -> Iterator[tuple[str, str]]:
    """(written, proclitic) of a folded form: ``ثلاثه`` also as ``بثلاثه``, ``الثلاثه`` (definite) as ``للثلاثه``."""
    yield form, ""
    for proclitic in PROCLITICS:
        yield proclitic + ("ل" + form[2:] if definite and proclitic.endswith("ل") else form), proclitic


@cache
def number_lexicon() -> dict[str, NumberWord]:
    """Every written form of the number words; a plain form wins over one with a proclitic (واحد)."""
    plain: dict[str, NumberWord] = {}
    joined: dict[str, NumberWord] = {}
    vetoed: set[str] = set()
    for row in load_csv("number_words.csv"):
        form, kind, value = fold_word(row["form"]), row["class"], int(row["value"])
        if kind == "veto":
            vetoed.add(form)
            continue
        for base, definite in ((form, False), ("ال" + form, True)):
            for written, proclitic in expand(base, definite):
                table = joined if proclitic else plain
                table.setdefault(written, NumberWord(kind, value, proclitic, definite))
    merged = joined | plain
    return {form: word for form, word in merged.items() if form not in vetoed}


def parse_digits(token: str) -> float | None:
    """Value of a digit word: ``2.500`` and ``2,500`` are 2500, ``2.5`` is 2.5; dates and times give None."""
    if token.isdigit():
        return int(token) if len(token) <= 12 else None
    for separator in (",", "."):
        head, *groups = token.split(separator)
        if groups and head.isdigit() and len(head) <= 3:
            if all(len(g) == 3 and g.isdigit() for g in groups) and head != "0":
                return int(head + "".join(groups))
            if len(groups) == 1 and groups[0].isdigit():
                return float(f"{head}.{groups[0]}")
    return None


class NumberReader:
    """Reads numbers from one list of words; ``last`` is exclusive."""

    __slots__ = ("gaps", "last", "lexicon", "words")

    def __init__(self, words: list[str], gaps: list[str], last: int) -> None:
        """Parallel lists of ``Words``, read up to ``last`` (exclusive)."""
        self.words = words
        self.gaps = gaps
        self.last = last
        self.lexicon = number_lexicon()

    def _at(self, i: int, *, joined: str = "", first: bool = False) -> NumberWord | None:
        """The number word at ``i``; after the first word only a plain or ``joined`` one continues a number."""
        if i >= self.last:
            return None
        word = self.lexicon.get(self.words[i])
        if word is None or first:
            return word
        if self.gaps[i].strip(" \n"):
            return None
        if word.proclitic != joined:
            # واحد before عشر is و + أحد: مائتان وأحد عشر
            eleven = joined == "و" and word.kind == "one" and self.words[i + 1 : i + 2] in (["عشر"], ["عشره"])
            return word if eleven else None
        return word

    def cardinal(self, at: int) -> Reading | None:
        """The cardinal that starts at word ``at``, or None: ``خمسه وعشرين`` is 25, ``ثلاثه الاف`` 3000."""
        word = self.lexicon.get(self.words[at])
        lone = at + 1 >= self.last or self.words[at + 1] not in self.lexicon
        if lone and word is not None and word.kind in _ALONE:
            return Reading(word.value, at + 1, word.definite)
        written = "0" <= self.words[at][0] <= "9"
        found = self._digits(at) if written else self._scaled(at)
        if found is None or (written and found.end == at + 1):
            return found
        total, end, definite = found.value, found.end, found.definite
        floor = _scale_of(total)
        while floor >= 1000 and (word := self._at(end, joined="و")) is not None and word.kind != "ordinal":
            more = self._scaled(end)
            if more is None or more.value >= floor:
                break
            total, end, floor = total + more.value, more.end, _scale_of(more.value)
        return Reading(*self._add_digits(total, end, floor), definite)

    def _add_digits(self, total: int, end: int, floor: int) -> tuple[int, int]:
        """``7 آلاف و770``: digits below the scale, written close to their و."""
        if floor < 1000 or end + 1 >= self.last or self.words[end] != "و" or self.gaps[end + 1]:
            return total, end
        value = parse_digits(self.words[end + 1])
        if value is None or value >= floor or value != int(value):
            return total, end
        return total + int(value), end + 2

    def _digits(self, at: int) -> Reading | None:
        value = parse_digits(self.words[at])
        if value is None:
            return None
        scale = self._scale(at + 1)
        if scale is not None:
            value, at = value * scale.value, at + 1
        elif value != int(value):
            return None
        if value > _LARGEST:
            return None
        return Reading(int(value), at + 1)

    def _scale(self, i: int) -> NumberWord | None:
        word = self._at(i)
        return word if word is not None and word.kind == "scale" else None

    def _scaled(self, i: int) -> Reading | None:
        """A number below a thousand with the scale word after it, or a scale word alone."""
        word = self._at(i, first=True)
        if word is None:
            return None
        if word.kind == "scale_dual" or (word.kind == "scale" and self._is_single(i)):
            return Reading(word.value, i + 1, word.definite)
        below = self._below_thousand(i, word)
        if below is None:
            return None
        scale = self._scale(below.end)
        if scale is None or below.value * scale.value > _LARGEST:
            return below
        return Reading(below.value * scale.value, below.end + 1, below.definite)

    def _is_single(self, i: int) -> bool:
        """A lone scale word is a number in the singular (ألف مقاتل), a vague quantity in the plural (آلاف)."""
        return not self.words[i].endswith(("لاف", "ملايين", "مليارات"))

    def _below_thousand(self, i: int, word: NumberWord) -> Reading | None:
        if word.kind == "hundred":
            value, end = word.value, i + 1
        elif word.kind == "unit" and 3 <= word.value <= 9 and self._is_hundred(i + 1):
            value, end = word.value * 100, i + 2
        else:
            return self._below_hundred(i, word)
        more = self._at(end, joined="و")
        if more is not None:
            rest = self._below_hundred(end, more)
            if rest is not None:
                value, end = value + rest.value, rest.end
        return Reading(value, end, word.definite)

    def _is_hundred(self, i: int) -> bool:
        word = self._at(i)
        return word is not None and word.kind == "hundred" and word.value == 100

    def _below_hundred(self, i: int, word: NumberWord) -> Reading | None:
        kind, value = word.kind, word.value
        if kind in ("tens", "glued_teen", "ten", "both"):
            return Reading(value, i + 1, word.definite)
        if kind not in ("unit", "one", "one_of", "teen_unit"):
            return None
        following = i + 1
        if following < self.last and self.words[following] in _SUFFIX_TEN and not self.gaps[following].strip(" \n"):
            return Reading(value + 10, i + 2, word.definite)
        tens = self._at(following, joined="و")
        if tens is not None and tens.kind == "tens":
            return Reading(value + tens.value, i + 2, word.definite)
        if kind in ("one_of", "teen_unit"):
            return None
        return Reading(value, i + 1, word.definite)

    def ordinal(self, at: int) -> Reading | None:
        """The ordinal at ``at``: ``الثاني`` 2, ``الثاني عشر`` 12, ``السابع والعشرين`` 27, ``العشرين`` 20."""
        word = self._at(at, first=True)
        if word is None or (word.kind not in ("ordinal", "tens") and not (word.kind == "ten" and word.definite)):
            return None
        if word.kind != "ordinal":
            return Reading(word.value, at + 1, word.definite)
        after = at + 1
        if after < self.last and self.words[after] in _SUFFIX_TEN and not self.gaps[after].strip(" "):
            return Reading(word.value + 10, at + 2, word.definite)
        tens = self._at(after, joined="و")
        if tens is not None and tens.kind == "tens" and tens.definite == word.definite:
            return Reading(word.value + tens.value, at + 2, word.definite)
        return Reading(word.value, at + 1, word.definite)


def _scale_of(value: int) -> int:
    for scale in (10**9, 10**6, 1000):
        if value >= scale:
            return scale
    return 1

"""Small word tables for speakers and causes: phrases by first word, stems, forms of verbs.

A table is compiled once from a lexicon; looking a word up is a dictionary hit on its readings
without proclitics, remembered by form.

Example: ``Phrases({"على خلفية": "reason"})`` finds the phrase at ``وعلى خلفية``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, TypeVar

from ..text.clitics import cores
from ..text.folding import fold_word
from ..text.inflections import verb_forms

T = TypeVar("T")
# Words whose و is a letter of the word.
_OWN_WAW = ("وزار", "وزير", "وزرا", "وكال", "والد", "والي", "وحده", "وحدات", "وحدت", "وجها", "وسائل",
            "وسايل", "وفد", "ولاي", "وقود", "وظا", "وطن", "ورش", "وثا")  # fmt: skip
_ENDS = ("هما", "هم", "ها", "ات", "ين", "ون", "ان", "ه", "ا")


@lru_cache(maxsize=100_000)
def bare(word: str) -> str:
    """A folded word without و ف ب ل ك and the article: ``bare("وبالمصادر") == "مصادر"``."""
    rest = word
    if len(rest) > 3 and rest[0] in "وف" and not rest.startswith(_OWN_WAW):
        rest = rest[1:]
    if len(rest) > 4 and rest.startswith("لل"):
        return rest[2:]
    if len(rest) > 4 and rest[0] in "بك" and rest[1:3] == "ال":
        rest = rest[1:]
    return rest[2:] if len(rest) > 4 and rest.startswith("ال") else rest


@lru_cache(maxsize=100_000)
def stems(word: str) -> frozenset[str]:
    """Light stems under which a word may be listed: ``stems("بتهريبها")`` has تهريبها and تهريب."""
    found: set[str] = set()
    for _, core in cores(word):
        base = core[2:] if len(core) > 4 and core.startswith("ال") else core
        found.update((base, core))
        for end in _ENDS:
            if base.endswith(end) and len(base) - len(end) >= 2:
                stem = base[: -len(end)]
                found.update((stem, stem + "ه"))
                if stem.endswith("ت") and len(stem) > 3:
                    found.add(stem[:-1] + "ه")
    return frozenset(found)


@lru_cache(maxsize=100_000)
def readings(word: str) -> tuple[str, ...]:
    """A word as it stands and without و or ف: ``readings("وقال") == ("وقال", "قال")``."""
    if word[:1] in ("و", "ف") and len(word) > 2 and not word.startswith(_OWN_WAW):
        return word, word[1:]
    return (word,)


def verb_table(rows: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Forms of verbs given as past/present, with the key of their row: قالت, يقولون → say."""
    table: dict[str, str] = {}
    for key, specs in rows.items():
        for spec in specs:
            for form in verb_forms(spec):
                # a jussive (لم يقل) tells nothing, and reads like other words (حافلة تقل عناصر)
                if not form.tense or form.tense == "past" or len(form.text) > 3:
                    table.setdefault(form.text, key)
    return table


class Phrases(Generic[T]):
    """Words and phrases with a value each; the longest that starts at a word wins."""

    def __init__(self, rows: Mapping[str, T]) -> None:
        """Compile a mapping of phrases."""
        self.rows: dict[str, list[tuple[list[str], T]]] = {}
        for phrase, value in rows.items():
            first, *rest = fold_word(phrase).split()
            self.rows.setdefault(first, []).append((rest, value))
        for found in self.rows.values():
            found.sort(key=lambda row: -len(row[0]))

    def opens(self, word: str) -> bool:
        """Whether a phrase may start at this form."""
        return any(reading in self.rows for reading in readings(word))

    def at(self, words: list[str], i: int, last: int) -> tuple[int, T] | None:
        """Last word and value of the phrase that starts at word ``i``, the one after و or ف too."""
        for word in readings(words[i]):
            for rest, value in self.rows.get(word, ()):
                end = i + len(rest)
                if end < last and words[i + 1 : end + 1] == rest:
                    return end, value
        return None

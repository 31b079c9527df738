"""The words around numbers, compiled once from quantifiers.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from ..lexicon.tables import load_csv
from ..text.words import split_words
from .number_words import expand, number_lexicon


@dataclass(slots=True)
class Phrase:
    """A phrase of quantifiers.csv under its first word (or last word, for what stands before a number)."""

    role: str
    value: str
    others: tuple[str, ...]
    proclitic: str = ""


@dataclass(slots=True, frozen=True)
class QuantityLexicon:
    """``forward`` phrases by first word, ``bounds`` (``أكثر من``) by last words, ``nouns``/``before`` kinds by word."""

    forward: dict[str, tuple[Phrase, ...]]
    bounds: dict[tuple[str, ...], tuple[Phrase, ...]]
    trailing: dict[str, tuple[Phrase, ...]]
    nouns: dict[str, str]
    before: dict[str, frozenset[str]]
    after_another: frozenset[str]
    starts: frozenset[str]


Key = TypeVar("Key", str, tuple[str, ...])
_FORWARD = frozenset(("vague", "part", "others", "same"))
_TRAILING = frozenset(("after_at_least", "after_at_most", "after_approx"))


@cache
def quantity_lexicon() -> QuantityLexicon:
    """The compiled quantifiers."""
    forward: dict[str, list[Phrase]] = {}
    bounds: dict[tuple[str, ...], list[Phrase]] = {}
    trailing: dict[str, list[Phrase]] = {}
    nouns: dict[str, str] = {}
    before: dict[str, set[str]] = {}
    after_another: set[str] = set()
    for row in load_csv("quantifiers.csv"):
        words, role, value = split_words(row["form"]).words, row["role"], row["value"]
        definite = row["form"].startswith("ال")
        if role in _FORWARD:
            for written, proclitic in expand(words[0], definite):
                forward.setdefault(written, []).append(Phrase(role, value, tuple(words[1:]), proclitic))
        elif role in _TRAILING:
            trailing.setdefault(words[0], []).append(Phrase(role, value, tuple(words[1:])))
        elif role == "noun":
            nouns.setdefault(words[0], value)
        elif role == "before":
            before.setdefault(words[-1], set()).add(value)
        elif role == "after_another":
            after_another.add(words[0])
        else:
            for written, proclitic in expand(words[0], definite):
                _add_bound(bounds, [written, *words[1:]], role, proclitic)
    starts = frozenset(number_lexicon()) | frozenset(forward)
    return QuantityLexicon(
        _longest_first(forward),
        _longest_first(bounds),
        _longest_first(trailing),
        nouns,
        {word: frozenset(kinds) for word, kinds in before.items()},
        frozenset(after_another),
        starts,
    )


def _add_bound(bounds: dict[tuple[str, ...], list[Phrase]], words: list[str], role: str, proclitic: str) -> None:
    """Bounds are looked up backwards from the number, by the last word or the last two."""
    key = (words[-1],) if len(words) == 1 else (words[-1], words[-2])
    bounds.setdefault(key, []).append(Phrase(role, "", tuple(reversed(words[:-1])), proclitic))


def _longest_first(table: dict[Key, list[Phrase]]) -> dict[Key, tuple[Phrase, ...]]:
    return {word: tuple(sorted(found, key=lambda p: -len(p.others))) for word, found in table.items()}

"""The words of causes: markers by group, verbs, reasons and keywords.

Compiled once from causes.yaml; what a single word form means is remembered by form.

Example: ``cause_verb("وتشاجر") == "quarrel"``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .wordings import Phrases, bare, readings, stems, verb_table

_FORMS = 100_000
_KILLING = "مقتل"
_RAIDS = frozenset(("مداهمه", "دهم", "مداهمات", "داهم", "داهمت", "داهموا", "دهمت", "دهموا", "تداهم", "تدهم"))
_PRONOUNS = ("ه", "ها", "هم", "هما")


@dataclass(slots=True, frozen=True)
class Group:
    """Markers of one sort: what they may explain and the category they suggest."""

    id: str
    families: frozenset[str]
    default: str
    killing: str = ""
    only: bool = False


@dataclass(slots=True, frozen=True)
class Reason:
    """Nouns that make a word of time a cause within some words, for some families of events."""

    families: frozenset[str]
    within: int
    words: frozenset[str]


@dataclass(slots=True, frozen=True)
class CauseWords:
    """The compiled causes.yaml."""

    markers: Phrases[Group]
    verbs: dict[str, str]
    groups: dict[str, Group]
    reasons: tuple[Reason, ...]
    keywords: Phrases[tuple[str, int]]
    crowd_words: frozenset[str]
    begins: frozenset[str]
    similar: frozenset[str]
    offences: frozenset[str]
    harmful: frozenset[str]
    ignore_after: frozenset[str]
    operations: frozenset[str]
    undertaken: frozenset[str]
    beside: frozenset[str]
    pay: frozenset[str]
    crimes: frozenset[str]


@cache
def load_cause_words() -> CauseWords:
    """The words of the shipped ``causes.yaml``."""
    table: dict[str, Any] = load_yaml("causes.yaml")
    groups = {row["id"]: _group(row) for row in table["groups"]}
    markers: dict[str, Group] = {}
    for row in table["groups"]:
        for word in row["words"]:
            markers.setdefault(fold_word(word), groups[row["id"]])
    keywords: dict[str, tuple[str, int]] = {}
    for row in table["categories"]:
        for word in row["keywords"]:
            keywords.setdefault(fold_word(word), (row["category"], row["bonus"]))
    reasons = tuple(Reason(frozenset(r["families"]), int(r["within"]), _folded(r["words"])) for r in table["reasons"])
    lists = ("crowd_words", "begins", "similar", "offences", "harmful", "ignore_after", "operations", "undertaken",
             "beside", "pay", "crimes")  # fmt: skip
    return CauseWords(
        Phrases(markers), verb_table(table["verbs"]), groups, reasons, Phrases(keywords),
        **{name: _folded(table[name]) for name in lists},
    )  # fmt: skip


def _group(row: dict[str, Any]) -> Group:
    families = frozenset(row.get("families", ()))
    return Group(row["id"], families, row["default"], row.get("killing", ""), row.get("only", False))


def _folded(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(fold_word(str(w)) for w in words)


# -- what one word form is -----------------------------------------------------------------------


@lru_cache(maxsize=_FORMS)
def cause_verb(word: str) -> str | None:
    """A verb of a quarrel or a demand: ``وطالبوا`` → demand."""
    verbs = load_cause_words().verbs
    return next((verbs[text] for text in readings(word) if text in verbs), None)


def opens_cause(word: str) -> bool:
    """Whether the clause of a cause may open at a form: a marker, a verb of quarrel or demand, an offence."""
    told = tells_offence(word) or is_quarrel(word)
    return told or load_cause_words().markers.opens(word) or cause_verb(word) is not None


@lru_cache(maxsize=_FORMS)
def tells_offence(word: str) -> bool:
    """ل, a wrong and a pronoun: لانتسابه، لتعاونهم."""
    if word[0] != "ل" or len(word) < 6 or not word.endswith(_PRONOUNS):
        return False
    offences, deed = load_cause_words().offences, word[1:]
    return not stems(deed).isdisjoint(offences) and not (word.endswith("ه") and deed in offences)


@lru_cache(maxsize=_FORMS)
def reasons_told(word: str) -> tuple[Reason, ...]:
    """The reasons a noun after a word of time may give: ``خلاف``, ``اعتقالهم``; killings only as they stand."""
    told, exact = stems(word), frozenset((bare(word), word))
    reasons = load_cause_words().reasons
    return tuple(r for r in reasons if not r.words.isdisjoint(exact if _KILLING in r.words else told))


@lru_cache(maxsize=_FORMS)
def is_quarrel(word: str) -> bool:
    """A noun of quarrel, the first of the reasons: ``خلافهم``."""
    return not stems(word).isdisjoint(load_cause_words().reasons[0].words)


@lru_cache(maxsize=_FORMS)
def is_the_quarrel(word: str) -> bool:
    """The quarrel told of before: ``الخلاف``."""
    return any(text.startswith("ال") for text in readings(word)) and is_quarrel(word)


@lru_cache(maxsize=_FORMS)
def is_crime(word: str) -> bool:
    """What one may be accused of that is no politics: ``السرقة``."""
    return not stems(word).isdisjoint(load_cause_words().crimes)


@lru_cache(maxsize=_FORMS)
def is_harmful(word: str) -> bool:
    """What kills is no reason: ``انفجار``."""
    return not stems(word).isdisjoint(load_cause_words().harmful)


@lru_cache(maxsize=_FORMS)
def is_raid(word: str) -> bool:
    """A raid on houses: ``مداهمات``."""
    return not stems(word).isdisjoint(_RAIDS)


@lru_cache(maxsize=_FORMS)
def keywords_in(word: str) -> tuple[str, ...]:
    """The stems of a form that may begin a keyword of a category, the longest first."""
    keywords = load_cause_words().keywords
    found = [stem for stem in stems(word) if keywords.opens(stem)]
    return tuple(sorted(found, key=lambda stem: (-len(stem), stem)))

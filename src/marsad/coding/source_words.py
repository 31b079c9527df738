"""The words of speakers: verbs of saying, openers, and what kind of source a phrase names.

Compiled once from sources.yaml; what a single word form means is remembered by form.

Example: ``kind_of_source(["مصدر", "امني"]) == "official"``.
"""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import msgspec

from ..errors import LexiconError
from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .wordings import Phrases, bare, readings, verb_table

Verb = tuple[str, bool]
"""Class of a verb of saying, and whether it has an object pronoun (relative: أحصاها)."""
_FORMS = 100_000
CLARIFIED = frozenset(("بين", "وبين"))
"""بيّن reads like بين when its shadda is not written."""
_PRONOUNS = ("ها", "هم", "ه")
_ONE_OF = frozenset(("احد", "احدي"))
_Words = frozenset[str]


class SourceLists(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One field for each list of ``sources.yaml``, where its comment says what it is for."""

    participles: _Words
    complements: _Words
    fillers: _Words
    same: _Words
    same_after: _Words
    continues: _Words
    quantifiers: _Words
    sourced: _Words
    members: _Words
    organisations: _Words
    before_organisations: _Words
    commanders: _Words
    institutions: _Words
    offices: _Words
    people_of: _Words
    civil: _Words
    armed: _Words
    own_forces: _Words
    claims: _Words
    harmed: _Words
    tally: _Words
    armed_heads: _Words
    armed_phrases: _Words
    outlets: _Words
    stops: _Words
    conjunctions: _Words


class SourceWords(msgspec.Struct, frozen=True, gc=False):
    """The compiled sources.yaml: verbs by form, openers, phrases and heads with their kinds, lists."""

    verbs: dict[str, str]
    openings: Phrases[str]
    phrases: Phrases[str]
    heads: dict[str, str]
    lists: SourceLists


@cache
def load_source_words() -> SourceWords:
    """The words of the shipped ``sources.yaml``."""
    table: dict[str, Any] = load_yaml("sources.yaml")
    phrases: dict[str, str] = {}
    heads: dict[str, str] = {}
    for row in table["kinds"]:
        for phrase in row["phrases"]:
            phrases.setdefault(fold_word(phrase), row["kind"])
        for head in row["heads"]:
            heads.setdefault(fold_word(head), row["kind"])
    lists = {name: [fold_word(str(w)) for w in words] for name, words in table["lists"].items()}
    try:
        read = msgspec.convert(lists, SourceLists)
    except msgspec.ValidationError as error:
        known = ", ".join(SourceLists.__struct_fields__)
        raise LexiconError(f"sources.yaml, lists: {error}. Mend the list; its names are {known}.") from error
    openings = Phrases({w: "opener" for w in table["openings"]})
    return SourceWords(verb_table(table["verbs"]), openings, Phrases(phrases), heads, read)


@lru_cache(maxsize=_FORMS)
def speech_verb(word: str) -> Verb | None:
    """Class of a verb of saying and whether it has an object pronoun: أحصاها → (count, True)."""
    verbs = load_source_words().verbs
    for text in readings(word):
        if text in verbs:
            return verbs[text], False
    for text in readings(word):
        for end in _PRONOUNS:
            if text.endswith(end) and len(text) > len(end) + 2:
                stem = text[: -len(end)]
                for form in (stem, stem[:-1] + "ي" if stem.endswith("ا") else stem):
                    if form in verbs:
                        return verbs[form], True
    return None


def opens_speech(word: str) -> bool:
    """Whether a speech may open at a form: a verb of saying, or a participle that goes on."""
    return speech_verb(word) is not None or word in load_source_words().lists.participles or word in CLARIFIED


@lru_cache(maxsize=_FORMS)
def kind_of_head(word: str) -> str | None:
    """Kind of source a single word names: ``المرصد`` → named-organisation."""
    heads = load_source_words().heads
    for text in (word, bare(word)):
        if text in heads:
            return heads[text]
    if word[:1] in "بل" and len(word) > 4:
        rest = word[1:]
        return heads.get(rest) or heads.get(bare(rest))
    return None


@lru_cache(maxsize=_FORMS)
def names_speaker(word: str) -> bool:
    """Whether ``kind_of_source`` may find a kind in a phrase that starts with this form."""
    table = load_source_words()
    if word == "من" or bare(word) in table.lists.quantifiers:
        return True
    head = readings(word)[-1] if kind_of_head(word) is None else word
    starts = any(table.phrases.opens(form) for form in (head, bare(head), head[1:]))
    return starts or _heads_institutions(head) or (kind_of_head(head) or _kind_of_kin(head)) is not None


@lru_cache(maxsize=_FORMS)
def letters_before(word: str) -> int:
    """Letters before the head of a speaker: ``للجنة`` → 1, ``والمصدر`` → 1, ``وزارة`` → 0."""
    heads = load_source_words().heads
    if word in heads or (bare(word) in heads and not word.startswith(("و", "ف", "ب", "ل", "ك"))):
        return 0
    skip = len(word) - len(readings(word)[-1])
    rest = word[skip:]
    unbound = rest[1:] in heads or rest.startswith("لل") or bare(rest[1:]) in heads
    return skip + (rest[:1] in ("ب", "ل") and rest not in heads and unbound)


def kind_of_source(words: list[str]) -> str | None:
    """Kind of a source phrase; phrases (مصدر أمني) win over the head (مصدر)."""
    table = load_source_words()
    lists, start = table.lists, 0
    while start < len(words) - 1 and (bare(words[start]) in lists.quantifiers or words[start] == "من"):
        start += 1
    if start >= len(words):
        return None
    head, *rest = words[start:]
    if kind_of_head(head) is None:
        head = readings(head)[-1]
    found = _kind_of_phrase(head, rest)
    if found is not None:
        return found
    if _speaks_for_organisation(head, rest):
        return "named-organisation"
    if _heads_institutions(head):
        for preposition, after in pairwise(rest):
            if preposition in ("في", "من") and bare(after) in lists.institutions:
                return "official"
    found = kind_of_head(head) or _kind_of_kin(head)
    return "witness" if found is None and start and _is_one_of_them(words[start - 1], head) else found


def _speaks_for_organisation(head: str, rest: list[str]) -> bool:
    """مدير المرصد، الناطق باسم جهاز الإسعاف: who belongs to an organisation speaks for it."""
    lists = load_source_words().lists
    if not is_in(head, lists.members):
        return False
    for k, word in enumerate(rest[:4]):
        if is_in(word, lists.organisations) or _kind_of_phrase(word, rest[k + 1 :]) == "named-organisation":
            return True
        if word not in lists.before_organisations:
            return False
    return False


def is_in(word: str, words: _Words) -> bool:
    """Whether a form is listed, without its proclitics and article: للمتحدث."""
    return bare(word) in words or bare(word).removeprefix("ل") in words


@lru_cache(maxsize=_FORMS)
def _kind_of_kin(head: str) -> str | None:
    """أقاربه، جيرانها: kin and neighbours of someone are witnesses."""
    stem = next((head.removesuffix(end) for end in _PRONOUNS if head.endswith(end) and len(head) > len(end) + 2), None)
    if stem is None:
        return None
    return next((k for form in (stem, stem[:-1] + "ه") if (k := kind_of_head(form)) == "witness"), None)


def _is_one_of_them(before: str, head: str) -> bool:
    """أحد الحاضرين، إحدى الناجيات: one of those who were there."""
    return bare(before).removeprefix("ل") in _ONE_OF and head.startswith("ال") and head.endswith(("ين", "ات"))


def _kind_of_phrase(head: str, rest: list[str]) -> str | None:
    """Kind of the phrase as written, with all its words bare, or without ب or ل before its head."""
    phrases = load_source_words().phrases
    variants = [[head, *rest], [bare(w) for w in (head, *rest)]]
    if head[0] in "بل" and len(head) > 3:
        variants.append([head[1:], *rest])
    hits = (phrases.at(variant, 0, len(variant)) for variant in variants)
    return next((hit[1] for hit in hits if hit is not None), None)


def _heads_institutions(head: str) -> bool:
    """مصدر في ...: the institution makes the source official."""
    word, sourced = bare(head), load_source_words().lists.sourced
    return word in sourced or word.removeprefix("ل") in sourced

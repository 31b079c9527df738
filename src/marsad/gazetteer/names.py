"""Spellings under which a place is looked up, and which names are too common to stand alone.

Example: ``spellings("دير الزور", heads)`` adds ``ديرالزور``; ``الباب`` needs a cue (``مدينة الباب``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

# Zipf frequency (wordfreq, Arabic) from which a small place's name needs a preposition or a kind word before it.
PREPOSITION_FROM, KIND_FROM, EVERYWHERE = 2.7, 4.2, 5.3
# A place of this many people is meant when its name is read, however common the word.
WELL_KNOWN = 60_000
# A bare name (without its article) rarer than this may stand for the name with the article.
RARE = 2.0
# Hand-written villages and towns have been looked at, so they may be a little more common.
OWN_PREPOSITION_FROM = 3.7
_KNOWN_KINDS = frozenset(("city", "governorate", "country"))
_SPOTS = frozenset(("neighbourhood", "site", "base", "crossing"))
_PREFIXES = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب")


def spellings(key: str, heads: frozenset[str]) -> Iterator[str]:
    """Other spellings of a folded name that outlets use, without the article games."""
    if key.endswith("اء"):
        yield key[:-1]
    words = key.split(" ")
    if len(words) == 2 and words[0] in heads:
        yield words[0] + words[1]
    if len(words) == 2 and words[0] == "ابو":
        yield f"ابي {words[1]}"  # في ناحية أبي صيدا
    if len(words) == 1:
        for head in heads:
            if len(key) >= len(head) + 3 and len(head) > 2 and key.startswith(head):
                yield f"{head} {key[len(head) :]}"


def article_variants(key: str, frequency: Callable[[str], float]) -> Iterator[str]:
    """The name with or without the article of its last word, where that is no common word of its own."""
    words = key.split(" ")
    last = words[-1]
    bare = last[2:] if last.startswith("ال") and len(last) > 4 else None
    if len(words) > 1:
        yield " ".join((*words[:-1], bare or f"ال{last}"))
    elif bare is None:
        if len(key) > 3:
            yield f"ال{key}"
    elif len(bare) > 3 and frequency(bare) < RARE:
        yield bare


def cue_level(key: str, population: int, common: bool, frequency: Callable[[str], float]) -> int:
    """0 stands alone, 1 needs a preposition, a list or a wider place beside it, 2 needs a kind word."""
    if " " in key:
        return 1 if common else 0
    if len(key) < 3:
        return 2
    zipf = frequency(key)
    if population >= WELL_KNOWN:
        return 2 if zipf >= EVERYWHERE else 1 if common or zipf >= OWN_PREPOSITION_FROM else 0
    if zipf >= KIND_FROM:
        return 2
    return 1 if common or zipf >= PREPOSITION_FROM or len(key) == 3 else 0


def own_level(key: str, kind: str, common: bool, frequency: Callable[[str], float]) -> int:
    """The cue a hand-written name needs: its ``common`` flag, and for small places how often the word is used.

    Two letters are never enough (إب, آب, أب); cities, governorates and countries stand alone unless flagged.
    """
    if " " in key:
        return 1 if common else 0
    if len(key) < 3:
        return 2
    if kind in _KNOWN_KINDS:
        return 1 if common and kind != "country" else 0
    zipf = frequency(key)
    if zipf >= KIND_FROM:
        return 2
    return 1 if common or zipf >= (PREPOSITION_FROM if kind in _SPOTS else OWN_PREPOSITION_FROM) else 0


def lent_level(key: str, frequency: Callable[[str], float]) -> int:
    """The cue a spelling from a lower layer needs: ``رياض`` for الرياض only after a kind word."""
    if " " in key:
        return 0
    zipf = frequency(key)
    return 2 if zipf >= PREPOSITION_FROM or len(key) < 4 else 0


def misread_forms(key: str, frequency: Callable[[str], float]) -> Iterator[str]:
    """Readings "proclitic name" of written words that are words of their own (وليد is not و + ليد)."""
    if " " in key:
        return
    own = frequency(key)
    for prefix in _PREFIXES:
        # Places follow ف and ك so seldom that any known word of that form is that word.
        limit = 2.3 if prefix in ("ف", "ك") else max(own - 0.5, 1.5)
        if frequency(prefix + key) > limit:
            yield f"{prefix} {key}"

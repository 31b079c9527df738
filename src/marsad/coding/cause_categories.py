"""The category of a cause by its words: the nearest keyword wins, specific ones from further off.

Example: ``بسبب خلاف على ثمن بضاعة`` is dispute-money.
Source: codebook section 4 (cause).
"""

from __future__ import annotations

from .cause_words import Group, is_crime, keywords_in, load_cause_words
from .wordings import bare

_WORSENED = frozenset(("crowd", "fight", "property"))  # what the conditions of life may cause
_GOODS = frozenset(("dispute-money", "territorial", "living-conditions", "dispute-smuggling"))
_FAR = 99


def category(words: list[str], group: Group, family: str) -> str:
    """Category of the words of a cause of an event of ``family``; ``group`` is that of its marker."""
    if group.only:
        return group.default
    if group.id == "accused" and any(map(is_crime, words)):
        return "other"
    best = nearest_category(words)
    if family == "crowd":
        return _of_crowd(best, group)
    if group.id in ("accused", "purpose"):
        return _of_seizure(best, group, family)
    if family == "arrest" and best in ("arrest-attempt", "revenge"):
        return "other"
    if best == "living-conditions" and family == "fight" and not load_cause_words().pay.isdisjoint(map(bare, words)):
        return "dispute-money"  # اشتباك بسبب خلاف على توزيع الرواتب
    if best == "living-conditions":
        return best if family in _WORSENED else "other"
    return "revenge" if group.id == "reply" else best or group.default


def _of_crowd(best: str, group: Group) -> str:
    """What a crowd stands up for: a killing or a wrong it condemns, its living."""
    if best == "revenge":
        return group.killing or group.default
    if best in ("arrest-attempt", "dispute-checkpoint"):
        return "political"
    if best == "dispute-money":
        return "living-conditions"  # احتج السائقون على رسوم المعبر
    return "revenge" if group.id == "reply" else best or group.default


def _of_seizure(best: str, group: Group, family: str) -> str:
    """Why somebody was taken or fought: what he is accused of, what it was for."""
    if best == "political":
        return best if group.id == "accused" else group.default  # بغرض سوقهم إلى التجنيد
    if best in ("arrest-attempt", "revenge") and family == "arrest":
        return "other"
    if group.id == "accused" and best in _GOODS:
        return "other"  # بتهمة بيع الدخان
    if best == "other" and group.id == "accused":
        return group.default  # accused of fighting
    return best or group.default


def nearest_category(words: list[str]) -> str:
    """Category of the nearest keyword, empty without one; a keyword's bonus brings it nearer."""
    best, rank, keywords = "", _FAR, load_cause_words().keywords
    for i, word in enumerate(words):
        for stem in keywords_in(word):
            hit = keywords.at([stem, *words[i + 1 : i + 3]], 0, min(3, len(words) - i))
            if hit is not None and i - hit[1][1] < rank:
                best, rank = hit[1][0], i - hit[1][1]
    return best

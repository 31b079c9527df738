"""Proclitics and enclitics of written Arabic words: closed tables, no lexicon.

``cores(word)`` lists every way to read a folded word as proclitics + core. A core is looked up
in the lexicons as it stands (article kept), so a wrong reading finds nothing; words that would
mislead (والي، بيان، وليد) are vetoed where the lexicon is compiled.

Example: ``cores("وبالمدينه")`` gives ``("", "وبالمدينه"), ("و", "بالمدينه"), ("وب", "المدينه")``.
"""

from __future__ import annotations

from functools import lru_cache

CONJUNCTIONS = "وف"
PREPOSITIONS = "بلك"


@lru_cache(maxsize=200_000)
def cores(word: str) -> tuple[tuple[str, str], ...]:
    """Readings of a folded word as (proclitics, core), the longest core first."""
    readings = [("", word)]
    _strip_preposition("", word, readings)
    if len(word) > 2 and word[0] in CONJUNCTIONS:
        rest = word[1:]
        readings.append((word[0], rest))
        _strip_preposition(word[0], rest, readings)
    return tuple(readings)


def _strip_preposition(before: str, word: str, readings: list[tuple[str, str]]) -> None:
    if len(word) < 3 or word[0] not in PREPOSITIONS:
        return
    if word.startswith("لل") and len(word) > 3:
        readings.append((before + "ل", "ال" + word[2:]))
        readings.append((before + "ل", "الل" + word[2:]))
        readings.append((before + "ل", word[1:]))
    else:
        readings.append((before + word[0], word[1:]))

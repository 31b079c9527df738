"""Names across scripts: the consonants that an Arabic name and its Latin spelling have in common.

Example: ``الشحيل`` and ``al-Shuhayl`` are both ``shl``, ``دير الزور`` and ``Deir ez-Zor`` both ``dr`` and ``zr``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from unicodedata import normalize

from ...text.clitics import cores
from .foreign_words import foreign_words

_ARABIC = re.compile(r"[^a-z]+")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’-][A-Za-zÀ-ÿ]+)*")
_PARTS = re.compile(r"['’-]")
_ORDINARY = 3.5  # Zipf frequency from which a capitalised word is no name: Security, Forces, Hospital
_SHORT = 2  # letters, and consonants, that a name must have more than or as many as


def read_names(text: str) -> frozenset[str]:
    """Capitalised words of an English or French text that are no ordinary words or weekdays."""
    parts = (part for found in _LATIN.findall(text) for part in _PARTS.split(found))
    return frozenset(part for part in parts if len(part) > _SHORT and part[0].isupper() and not _is_ordinary(part))


@lru_cache(maxsize=20_000)
def _is_ordinary(word: str) -> bool:
    from wordfreq import zipf_frequency

    known = max(zipf_frequency(word.lower(), language, "small") for language in ("en", "fr"))
    return known >= _ORDINARY or word.lower() in foreign_words().weekdays


def read_skeletons(words: Iterable[str]) -> frozenset[str]:
    """The consonants of folded Arabic words, with and without what is glued to them."""
    return frozenset().union(*map(_skeletons, words))


@lru_cache(maxsize=50_000)
def _skeletons(word: str) -> frozenset[str]:
    found = set()
    for _, core in cores(word):
        bare = core.removeprefix("ال")
        found |= {bare, bare.removesuffix("ه"), bare[:-1] + "ت" if bare.endswith("ه") else bare}
    sounds = (_ARABIC.sub("", form.translate(foreign_words().letters)) for form in found)
    return frozenset(skeleton for sound in sounds if len(skeleton := _single(sound)) >= _SHORT)


def stands_in(name: str, skeletons: frozenset[str]) -> bool:
    """Whether a Latin name may be one of the words with these consonants."""
    words = foreign_words()
    sound = "".join(letter for letter in normalize("NFKD", name.lower()) if letter.isascii())  # é as e
    for latin, heard in words.spellings:
        sound = sound.replace(latin, heard)
    found = {
        _single(form.translate(words.vowels)) for form in (sound, sound.removesuffix("h"), sound.removeprefix("al"))
    }
    return any(len(skeleton) >= _SHORT and skeleton in skeletons for skeleton in found)


def _single(text: str) -> str:
    """Double letters once: Homs, Hommos."""
    return "".join(letter for letter, _ in groupby(text))

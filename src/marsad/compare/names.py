"""Names across scripts and spellings: a name as a set of word skeletons.

A skeleton keeps the consonants that transliterations agree on: ``Jaish al-Islam``, ``Jaysh Al Islam`` and
``جيش الإسلام`` all give {``@army``, ``slm``}. Articles and words that only say what a thing is (al-, town, بلدة) are
dropped, words for kinds of units are one concept in both languages (``data/name_words.csv``).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from ..text.folding import fold_word
from .tables import load_pairs

Skeleton = frozenset[str]

_ARABIC = str.maketrans({
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "$", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ا": "", "و": "", "ي": "", "ع": "", "ء": "",
})  # fmt: skip
_PAIRS = (("kh", "x"), ("sh", "$"), ("ch", "$"), ("gh", "g"), ("th", "t"), ("dh", "d"), ("ph", "f"))
_LATIN = str.maketrans({"q": "k", "c": "k", "p": "b", "v": "f", **dict.fromkeys("aeiouyw'`’‘ʿʾ", "")})
_LETTERS = re.compile(r"[^\W_]+")
_BREAKS = re.compile(r"['`’‘ʿʾ]")
_MARKS = re.compile(r"\([^)]*\)")


@cache
def skeleton_of(name: str) -> Skeleton:
    """The skeletons of the words of a name; empty when nothing of it can be compared."""
    words = _LETTERS.findall(_BREAKS.sub("", fold_word(_plain(_MARKS.sub(" ", name)))))
    found = (_word(word) for word in words)
    return frozenset(word for word in found if word)


def fold_name(name: str) -> str:
    """A name for looking up: folded, lower case, signs to spaces (``Jaysh al-Nasr`` → ``jaysh al nasr``)."""
    return " ".join(_LETTERS.findall(_BREAKS.sub("", fold_word(_plain(name)))))


def likeness(first: Skeleton, second: Skeleton) -> float:
    """Share of the words two names have in common, 0 to 1; 0 when either has none."""
    return len(first & second) / len(first | second) if first and second else 0.0


def _plain(name: str) -> str:
    """Lower case without accents: ``Ḥamāh`` → ``hamah``."""
    return "".join(char for char in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(char))


def _word(word: str) -> str:
    concept = _concepts().get(word) or _concepts().get(_without_article(word))
    if concept is not None:
        return "" if concept == "-" else concept
    if "\u0600" <= word[0] <= "\u06ff":
        return _squeeze(_without_article(word).removesuffix("ه").translate(_ARABIC))
    for letters, sign in _PAIRS:
        word = word.replace(letters, sign)
    return _squeeze(word.translate(_LATIN).removesuffix("h") or word[:1])


def _without_article(word: str) -> str:
    for article in ("وال", "ال"):
        if word.startswith(article) and len(word) > len(article) + 2:
            return word.removeprefix(article)
    return word


def _squeeze(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _concepts() -> dict[str, str]:
    return {fold_name(word): concept for word, concept in load_pairs("name_words", "word", "concept").items()}

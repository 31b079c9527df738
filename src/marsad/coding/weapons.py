"""Weapons named in a sentence: categories, and whether a weapon is the means or only cargo.

Example: بقذائف الهاون is the means (mortar), سيارة محملة بقذائف is cargo.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from ..lexicon.grammars import load_grammar
from ..lexicon.senses import WordInfo
from .cues import WEAPON

if TYPE_CHECKING:
    from .protos import Proto
    from .sentences import Sentence

_SUFFERED = 8  # words from تعرض to what hit
_CARGO_WORDS = 3  # words before the weapon that may say so


@dataclass(slots=True, eq=False)
class WeaponMention:
    """Words ``first``..``last`` name a weapon; ``instrument`` when they say "by means of"."""

    first: int
    last: int
    category: str
    instrument: bool


def weapons_near(proto: Proto, reach: int = 30) -> list[WeaponMention]:
    """Weapons named within ``reach`` words of the happening, the longest mention first, not overlapping."""
    sentence = proto.sentence
    if sentence.weapons is None:
        sentence.weapons = _find_weapons(sentence)
    if not sentence.weapons:
        return []
    low = max(sentence.first, min(p.at for p in proto.preds) - reach)
    high = min(sentence.last, max(p.last for p in proto.preds) + reach)
    found: list[WeaponMention] = []
    for first, mention in sentence.weapons.items():
        if low <= first < high:
            found.append(mention)
            low = mention.last + 1
    return found


def is_cargo(sentence: Sentence, weapon: WeaponMention) -> bool:
    """Weapons that are carried or stored, not used: شاحنة محملة بالصواريخ."""
    return not load_grammar().cargo.isdisjoint(sentence.window(weapon.first - _CARGO_WORDS, weapon.first))


def _find_weapons(sentence: Sentence) -> dict[int, WeaponMention]:
    """The longest weapon that starts at each word, by that word."""
    found: dict[int, WeaponMention] = {}
    means = load_grammar().by_means
    for i in sentence.cued(WEAPON):
        info = sentence.infos[i]
        if info is None or not info.weapon:
            continue
        reading = _weapon_at(sentence.texts, i, info)
        if reading is not None:
            last, category, proclitic = reading
            before = sentence.before(i)
            if category == "drone" and last == i and _is_march(sentence, i, before):
                continue
            if last == i and before in load_grammar().heads_arm:
                continue  # قائد المدفعية
            if category == "car bomb" and last == i and not load_grammar().flown.isdisjoint(sentence.window(i - 2, i)):
                continue  # طائرة مسيّرة مفخخة
            instrument = proclitic.endswith("ب") or before in means or before == "ب" or _struck(sentence, i, proclitic)
            found[i] = WeaponMention(i, last, category, instrument)
    return found


def _struck(sentence: Sentence, i: int, proclitic: str) -> bool:
    """عندما تعرض مركزهم لقذيفة، حين سقطت قذيفة على منزلهم: what was suffered or came down."""
    grammar = load_grammar()
    if proclitic.endswith("ل") and not grammar.suffering.isdisjoint(sentence.window(i - _SUFFERED, i)):
        return True
    return any(q.lemma in grammar.comes_down and -2 <= q.at - i <= 3 for q in sentence.predicates)


def _is_march(sentence: Sentence, i: int, before: str) -> bool:
    """مشاركته في مسيرة العودة: people march, no drone flies; مسيّرة with its shadda is a drone."""
    if "\u0651" in sentence.words.raw(i, i):
        return False
    marches = load_grammar().marches
    return before in ("في", "خلال") or (i + 1 < sentence.last and sentence.texts[i + 1] in marches)


def _weapon_at(texts: list[str], i: int, info: WordInfo) -> tuple[int, str, str] | None:
    """(last word, category, proclitics) of the longest phrase, else of the last reading of the single word."""
    phrases, word = _weapon_readings(info)
    for rest, category, proclitic in phrases:
        if texts[i + 1 : i + 1 + len(rest)] == rest:
            return i + len(rest), category, proclitic
    return (i, *word) if word is not None else None


@lru_cache(maxsize=100_000)
def _weapon_readings(info: WordInfo) -> tuple[list[tuple[list[str], str, str]], tuple[str, str] | None]:
    """The weapons a form may open: phrases by the words after it, the longest first, and the word alone."""
    phrases = [(list(rest), sense.key, proclitic) for proclitic, rest, sense in info.phrases if sense.kind == "weapon"]
    words = [(sense.key, proclitic) for proclitic, sense in info.senses if sense.kind == "weapon"]
    return sorted(phrases, key=lambda row: -len(row[0])), words[-1] if words else None

"""Generate the written forms of verbs and nouns, so that lexicons hold one form each.

All forms are folded and without proclitics; nouns come with and without the article. Tags are
``Form(text, tense, number, gender, case, definite)``; a dual or sound plural carries its case
(عنصران is a subject, عنصرين an object), which tells who did what to whom.

Sources: any grammar of Modern Standard Arabic (Ryding 2005, ch. 7, 21-25).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from .folding import fold_word


@dataclass(slots=True, frozen=True)
class Form:
    """One written form. ``tense`` past, present, future or "" (noun); ``number`` s, d, p; ``case`` nom, acc or ""."""

    text: str
    tense: str = ""
    number: str = "s"
    gender: str = "m"
    case: str = ""
    definite: bool = False
    passive: bool = False
    active: bool = False  # a past form that its passive does not share: استعاد beside استعيد


def _bare(word: str) -> str:
    """Without shadda and short vowels, hamza seats kept (weak endings are read before folding)."""
    return "".join(c for c in word if not "\u064b" <= c <= "\u0652")


def past_forms(past: str, passive: bool = False, active: bool = False) -> list[Form]:
    """Third person forms of a past verb: ``past_forms("رمى")`` has رمى رمت رميا رموا رمتا."""
    word = _bare(past)
    stem, weak = word, word[-1] in "ىا" and len(word) > 2
    if weak:
        stem = word[:-1]
        restored = "ي" if word[-1] == "ى" else "و"
        pairs = [(word, "s", "m"), (stem + "ت", "s", "f"), (stem + restored + "ا", "d", "m")]
        pairs += [(stem + "تا", "d", "f"), (stem + "وا", "p", "m")]
        if word[-1] == "ى":
            pairs.append((stem + "ا", "s", "m"))  # before a pronoun: رعاه، تبناها
    elif word[-1] == "ي":
        pairs = [(word, "s", "m"), (word + "ت", "s", "f"), (word + "ا", "d", "m")]
        pairs += [(word + "تا", "d", "f"), (word[:-1] + "وا", "p", "m")]
    else:
        pairs = [(word, "s", "m"), (word + "ت", "s", "f"), (word + "ا", "d", "m")]
        pairs += [(word + "تا", "d", "f"), (word + "وا", "p", "m")]
    return [Form(fold_word(t), "past", n, g, passive=passive, active=active) for t, n, g in pairs]


def present_forms(present: str) -> list[Form]:
    """Third person forms of a present verb, with its future in س: يقتل تقتل يقتلون يقتلوا يقتلان سيقتل."""
    word = _bare(present)
    stem = word[:-1] if word[-1] in "يوى" else word
    middle = "ي" if word[-1] in "يى" else "و" if word[-1] == "و" else ""
    body = word[1:]
    texts = [(word, "s", "m"), ("ت" + body, "s", "f")]
    for end, number in (("ون", "p"), ("وا", "p"), ("ان", "d"), ("ا", "d")):
        inner = stem if number == "p" else stem + middle
        texts += [(inner + end, number, "m"), ("ت" + inner[1:] + end, number, "f")]
    if len(word) == 4 and word[2] in "يوا" and word[3] not in "يوىا":
        texts += [(word[:2] + word[3], "s", "m"), ("ت" + word[1] + word[3], "s", "f")]  # jussive: لم يصب، لم تقع
    forms = []
    for text, number, gender in texts:
        forms.append(Form(fold_word(text), "present", number, gender))
        forms.append(Form(fold_word("س" + text), "future", number, gender))
    return forms


@lru_cache(maxsize=4096)
def verb_forms(spec: str) -> list[Form]:
    """Forms of ``past/present[/passive past]``, e.g. ``"أصاب/يصيب/أصيب"``."""
    parts = spec.split("/")
    apart = len(parts) > 2 and fold_word(_bare(parts[2])) != fold_word(_bare(parts[0]))
    forms = past_forms(parts[0], active=apart)
    if len(parts) > 1:
        forms += present_forms(parts[1])
    if len(parts) > 2:
        forms += past_forms(parts[2], passive=True)
    return forms


def _inflected(word: str) -> list[tuple[str, str, str]]:
    """(text, number, case) of one singular noun: itself, accusative, dual and its construct."""
    if word[-1] == "ة":
        t = word[:-1] + "ت"
        duals = (("ان", "nom"), ("ين", "acc"), ("ا", "nom"), ("ي", "acc"))
        return [(word, "s", ""), *((t + end, "d", case) for end, case in duals)]
    if word[-1] in "ىا":
        return [(word, "s", "")]
    stem = word[:-1] if word[-1] == "ي" and len(word) > 4 else word
    ending = "ي" if stem != word else ""
    texts = [(word, "s", ""), (word + "ا", "s", "acc")]
    texts += [(stem + ending + "ان", "d", "nom"), (stem + ending + "ين", "d", "acc")]
    return texts


@lru_cache(maxsize=4096)
def noun_forms(spec: str) -> list[Form]:
    """Forms of ``singular/plural[/plural]``: duals, accusative ا, construct of sound plurals, article.

    Example: ``noun_forms("مسلح/مسلحون/مسلحين")`` has مسلح مسلحا مسلحان مسلحين مسلحون مسلحو مسلحي.
    """
    singular, *plurals = spec.split("/")
    gender = "f" if singular.endswith("ة") else "m"
    texts = [(t, n, c, gender) for t, n, c in _inflected(_bare(singular))]
    for plural in map(_bare, plurals):
        if plural.endswith("ون"):
            texts += [(plural, "p", "nom", "m"), (plural[:-1], "p", "nom", "m")]
        elif plural.endswith("ين"):
            texts += [(plural, "p", "acc", "m"), (plural[:-1], "p", "acc", "m")]
        else:
            texts.append((plural, "p", "", gender))
            if plural.endswith("اء"):
                texts += [(plural[:-1] + "ئ", "p", "", gender), (plural[:-1] + "ؤ", "p", "", gender)]  # أبنائها
            if plural[-1] not in "اىةءت":
                texts.append((plural + "ا", "p", "acc", gender))
    forms: dict[tuple[str, str, str, bool], Form] = {}
    for text, number, case, g in texts:
        for definite in (False, True):
            if definite and (text.endswith("ا") and case == "acc"):
                continue
            folded = fold_word(("ال" if definite else "") + text)
            forms.setdefault((folded, number, case, definite), Form(folded, "", number, g, case, definite))
    return list(forms.values())


def feminine(spec: str) -> str:
    """Feminine of a regular noun spec: ``feminine("مدني/مدنيون/مدنيين") == "مدنية/مدنيات"``."""
    singular = spec.split("/")[0]
    return f"{singular}ة/{singular}ات"


def adjective_forms(masculine: str) -> list[str]:
    """Folded forms of a relative adjective: روسي روسية الروسي الروسية روسيا روسيتان الروسيون …"""
    base = _bare(masculine)
    ends = ("", "ة", "ا", "ان", "ين", "تان", "تين", "ون", "ات")
    return sorted({fold_word(article + base + end) for end in ends for article in ("", "ال")})

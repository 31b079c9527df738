"""Language of a text by script and letters: enough to keep Persian, Urdu, Sorani, Pashto and Uyghur from the coder.

Example: ``detect_lang("اندلعت اشتباكات في درعا")`` is ``ar``; ``detect_lang("گزارش حمله در سوریه است")`` is ``fa``.
"""

from __future__ import annotations

import re

_ARABIC = re.compile(r"[ء-غف-يٮ-ۓە]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_OTHER = re.compile(r"[Ͱ-ϿЀ-ӿ֐-׿ऀ-෿぀-鿿가-힯]+")
_SAMPLE = 400
_ARABIC_SHARE = 0.30

# Letters that written Arabic does not use; foreign names bring a few of پ چ ژ گ.
_SORANI = re.compile(r"[ڕڵۆێە]")
_UYGHUR = re.compile(r"[ۇۈۋڭ]")
_PASHTO = re.compile(r"[ټډړږښځڅڼۍې]")
_URDU = re.compile(r"[ٹڈڑںےھہ]")
_PERSIAN = re.compile(r"[پچژگ]")
_FOREIGN = re.compile(r"[پچژگیکٹڈڑںےھہڕڵۆێەۇۈۋڭټډړږښځڅڼۍې]")
_WORDS = {
    "fa": re.compile(r"(?<![ء-ۓ])(?:است|این|که|را|های|شد|برای|می|شده|کرد|از|در|با|خود|آن)(?![ء-ۓ])"),
    "ur": re.compile(r"(?<![ء-ۓ])(?:ہے|کے|میں|کا|اور|کی|سے|نے|ہیں|کو)(?![ء-ۓ])"),
    "ku": re.compile(r"(?<![ء-ۓ])(?:لە|بە|کە|بۆ|ئەو|لەگەڵ|هەر)(?![ء-ۓ])"),
}
_ARABIC_WORDS = re.compile(r"(?<![ء-ۓ])(?:في|من|على|إلى|عن|أن|التي|الذي|بين|بعد|مع)(?![ء-ۓ])")
_FRENCH = re.compile(r"\b(?:le|la|les|des|une|est|dans|et|du|pour|que|qui|sur|au)\b", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|in|is|for|on|that|with|by|was|were|at)\b", re.IGNORECASE)


def detect_lang(text: str) -> str:
    """``ar``, ``fa``, ``ku``, ``ur``, ``ps``, ``ug``, ``en``, ``fr`` or ``und`` (nothing to go by)."""
    sample = text if len(text) <= 2 * _SAMPLE else text[:_SAMPLE] + text[len(text) // 2 :][:_SAMPLE]
    arabic = sum(map(len, _ARABIC.findall(sample[:_SAMPLE])))
    if arabic and arabic >= _ARABIC_SHARE * len(sample) and not _FOREIGN.search(sample):
        return "ar"  # nearly every report; the rest is only counted for others
    arabic += sum(map(len, _ARABIC.findall(sample[_SAMPLE:])))
    latin = sum(map(len, _LATIN.findall(sample)))
    letters = arabic + latin + sum(map(len, _OTHER.findall(sample)))
    if not letters:
        return "und"
    if arabic >= _ARABIC_SHARE * letters:
        return _arabic_script(sample, arabic)
    return _latin_script(sample) if latin > letters / 2 else "und"


def _arabic_script(sample: str, letters: int) -> str:
    """Which language of Arabic script; foreign letters must be frequent, or the small words must say so."""
    if len(_FOREIGN.findall(sample)) <= 0.005 * letters:
        return "ar"
    for lang, own in (("ug", _UYGHUR), ("ku", _SORANI), ("ps", _PASHTO)):
        if len(own.findall(sample)) > 0.03 * letters:
            return lang
    plain = len(_ARABIC_WORDS.findall(sample))
    if len(_URDU.findall(sample)) > 0.03 * letters and len(_WORDS["ur"].findall(sample)) > plain:
        return "ur"
    persian = len(_WORDS["fa"].findall(sample))
    if len(_PERSIAN.findall(sample)) > 0.005 * letters and persian > plain:
        return "fa"
    if persian > 2 * plain + 2:
        return "fa"
    return "ar"


def _latin_script(sample: str) -> str:
    english, french = len(_ENGLISH.findall(sample)), len(_FRENCH.findall(sample))
    if not english and not french:
        return "und"
    return "fr" if french > english else "en"

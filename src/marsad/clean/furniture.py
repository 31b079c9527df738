"""Page furniture: which lines are share bars, menus, related links, tags, footers.

All words come from ``lexicons/boilerplate.yaml`` and ``outlets.yaml``; here they are folded and
put in dictionaries by first word, so that asking about a line costs one look-up.

Example: ``furniture().rule_of(line_key("اقرأ أيضاً: أسعار القمح"))`` is a rule of kind ``related``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ..errors import LexiconError
from ..lexicon.tables import load_yaml
from ..text.folding import fold, fold_word

_REACHES = ("line", "block", "rest")
_LEADING = re.compile(r"^[^\w+©#=*(\[!↑]+")
_FIRST = re.compile(r"\w+|[^\w\s]+")
_PARTS = re.compile(r"\s*[|¦/»«›‹⟫•·•▪▫☰،,:*>]+\s*|\s+[-–—]+\s+|\s{2,}")
_TRAILING = " :.،,|-–—_*»«\"'…!؛"
_EXACT_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Rule:
    """What a furniture line is (``kind``), how far it reaches and where it counts."""

    id: str
    kind: str
    reach: str
    edge_only: bool


@dataclass(slots=True)
class Furniture:
    """The compiled word lists; every word is folded and in lower case."""

    exact: dict[str, Rule] = field(default_factory=dict)
    starts: dict[str, list[tuple[str, Rule]]] = field(default_factory=dict)
    share: frozenset[str] = frozenset()
    menu: frozenset[str] = frozenset()
    date_words: frozenset[str] = frozenset()
    months: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    lead_verbs: frozenset[str] = frozenset()
    continuers: tuple[str, ...] = ()
    media_words: frozenset[str] = frozenset()
    no_dateline: frozenset[str] = frozenset()
    notice_words: frozenset[str] = frozenset()
    inline_openers: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    letterheads: tuple[str, ...] = ()

    def rule_of(self, key: str) -> Rule | None:
        """The rule that a line (as ``line_key``) falls under, or None: ``اشترك الان`` → newsletter."""
        if len(key) <= _EXACT_LENGTH:
            rule = self.exact.get(key) or self.exact.get(key.strip(_TRAILING))
            if rule is not None:
                return rule
        first = _FIRST.match(key)
        if first is None:
            return None
        for phrase, found in self.starts.get(first.group(), ()):
            if key.startswith(phrase) and (phrase[-1] in ":" or not key[len(phrase) : len(phrase) + 1].isalpha()):
                return found
        return None

    def may_open(self, text: str) -> bool:
        """False when no opener begins with the first word of a line: the quick way out for paragraphs."""
        return first_token(text[:24]) in self.starts

    def bar_kind(self, key: str) -> str | None:
        """``share`` or ``menu`` when the whole line is such words: ``فيسبوك | تويتر | بريد``."""
        parts = bar_parts(key)
        if not parts:
            return None
        if all(part in self.share for part in parts):
            return "share"
        if all(part in self.menu or part in self.share for part in parts):
            return "menu"
        return None

    def is_menu_shaped(self, key: str) -> bool:
        """True for three or more short pieces between bars, known or not: ``خرائط | أرشيف | تواصل``."""
        parts = bar_parts(key)
        return len(parts) >= 3 and "،" not in key and all(part.count(" ") <= 2 for part in parts)

    def is_notice(self, key: str, closed: bool) -> bool:
        """True for a short line that speaks of the page: ``للإبلاغ عن حدث راسلوا البوت``."""
        words = [word for word in _FIRST.findall(key) if word[0].isalpha()]
        if not words or words[0] in self.lead_verbs:
            return False
        hits = sum(word in self.notice_words for word in words)
        return hits >= 2 or (hits == 1 and words[0] in self.notice_words and not closed)


def _key_table() -> dict[int, str | None]:
    """Folding of single characters as a translation table: no offsets needed for keys, so marks just go."""
    ranges = (range(0x20, 0x250), range(0x600, 0x700), range(0x2000, 0x2070), range(0xFE00, 0xFE10), (0xFEFF,))
    table: dict[int, str | None] = {}
    for code in (code for part in ranges for code in part):
        char = chr(code)
        folded = fold(char).text.lower()
        if folded != char:
            table[code] = folded or None
    return table


_KEYS = _key_table()


def fold_key(text: str) -> str:
    """Folded, lower-case form of a short text, without offsets: ``"إقرأ أيضاً"`` gives ``اقرا ايضا``."""
    return text.translate(_KEYS)


@lru_cache(maxsize=50_000)
def _token(text: str) -> str:
    match = _FIRST.match(line_key(text))
    return match.group() if match else ""


def first_token(text: str) -> str:
    """The folded first word (or run of signs) of a line."""
    parts = text.split(None, 1)
    return _token(parts[0] if parts[0][0].isalpha() else text) if parts else ""


def line_key(line: str) -> str:
    """Folded, lower-case beginning of a line without leading bullets: the form rules match."""
    folded = " ".join(fold_key(line[:160]).split())
    return _LEADING.sub("", folded).replace(" :", ":")


def bar_parts(key: str) -> list[str]:
    """Pieces of a bar, folded: ``الرييسيه » تقارير`` gives ``["الرييسيه", "تقارير"]``."""
    parts = (part.strip(_TRAILING + " +") for part in _PARTS.split(key))
    return [part for part in parts if part]


def _words(value: Any, name: str) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, str):
        raise LexiconError(f"boilerplate.yaml: {name}: write `{name}: >-` and the words, separated by commas.")
    return [word.strip() for word in value.split(",") if word.strip()]


def _folded(value: Any, name: str) -> frozenset[str]:
    return frozenset(fold_word(word).lower() for word in _words(value, name))


def _add_opener(result: Furniture, entry: dict[str, Any]) -> None:
    name = str(entry.get("id"))
    if entry.get("reach") not in _REACHES:
        raise LexiconError(f"boilerplate.yaml: {name}: reach must be one of {', '.join(_REACHES)}.")
    rule = Rule(name, str(entry["kind"]), str(entry["reach"]), entry.get("where") == "edge")
    for word in _words(entry.get("exact"), name):
        key = line_key(word) or fold_key(word)
        result.exact.setdefault(key, rule)
        result.exact.setdefault(key.strip(_TRAILING) or key, rule)
    for word in _words(entry.get("starts"), name):
        key = line_key(word)
        first = _FIRST.match(key)
        if first is None:
            raise LexiconError(f"boilerplate.yaml: {name}: {word!r} has nothing to match. Remove it or add letters.")
        result.starts.setdefault(first.group(), []).append((key, rule))


def _date_words(page: dict[str, Any], months: frozenset[str]) -> frozenset[str]:
    names = months | _folded(page.get("hijri_months"), "hijri_months")
    words = frozenset(part for name in names for part in name.split())
    return words | _folded(page.get("date_labels"), "date_labels") | _folded(page.get("weekdays"), "weekdays")


def _month_names(page: dict[str, Any]) -> frozenset[str]:
    months: set[str] = set()
    for number, value in page["months"].items():
        months |= _folded(value, f"months {number}")
    return frozenset(months)


@lru_cache(maxsize=1)
def furniture() -> Furniture:
    """The lexicon files, compiled once."""
    page = load_yaml("boilerplate.yaml")
    outlets = load_yaml("outlets.yaml")
    months = _month_names(page)
    result = Furniture(
        share=_folded(page.get("share_words"), "share_words"),
        menu=_folded(page.get("menu_words"), "menu_words"),
        date_words=_date_words(page, months),
        months=months,
        marks=_folded(page.get("dateline_marks"), "dateline_marks"),
        agencies=_folded(outlets.get("agencies"), "agencies"),
        places=_folded(outlets.get("places"), "places"),
        lead_verbs=_folded(page.get("lead_verbs"), "lead_verbs"),
        continuers=tuple(sorted(_folded(page.get("continuers"), "continuers"))),
        media_words=_folded(page.get("media_words"), "media_words"),
        no_dateline=_folded(page.get("no_dateline"), "no_dateline"),
        notice_words=_folded(page.get("notice_words"), "notice_words"),
        inline_openers=tuple(sorted(_folded(page.get("inline_openers"), "inline_openers"))),
        signatures=tuple(sorted(_folded(page.get("signatures"), "signatures"))),
        letterheads=tuple(sorted(_folded(page.get("letterheads"), "letterheads"))),
    )
    for entry in page["openers"]:
        _add_opener(result, entry)
    return result

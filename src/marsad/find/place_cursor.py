"""The words of one sentence under the eyes of the place finder, and the names the gazetteer has for them.

Example: at ``بدير`` in ``بدير الزور`` the longest name is (ب, دير الزور, two words).
"""

from __future__ import annotations

from typing import Protocol

from ..model.places import Place
from ..text.words import Words
from .place_mentions import PlaceMention
from .place_words import Info, Names, Vocabulary, load_place_words, read_words

_QUOTES = frozenset(' "()[]{}')
_TANWIN = "ً"
LONGEST_NAME = 6  # words


def broken(gaps: list[str], signs: frozenset[str]) -> bool:
    """Whether one of ``signs`` stands in one of ``gaps``."""
    return not signs.isdisjoint("".join(gaps))


class PlaceNames(Names, Protocol):
    """The part of a gazetteer the finder needs."""

    levels: dict[str, int]
    ordinary: frozenset[str]

    def candidates(self, folded: str) -> tuple[Place, ...]:
        """Places of a folded name."""
        ...


class Cursor:
    """The words of a text and what they can mean, sentence by sentence; ``role_at`` lists the words of the sentence
    that can take a place out."""

    __slots__ = ("first", "gaps", "gazetteer", "infos", "last", "role_at", "source", "vocabulary", "words")

    def __init__(self, source: Words, gazetteer: PlaceNames) -> None:
        """Stand before the first sentence of ``source``."""
        self.source, self.words, self.gaps = source, source.words, source.gaps
        self.gazetteer = gazetteer
        self.vocabulary: Vocabulary = load_place_words()
        self.infos: list[Info | None] = read_words(source.words, gazetteer, self.vocabulary)
        self.first = self.last = 0
        self.role_at: list[int] = []

    def enter(self, first: int, last: int) -> None:
        """Stand before the sentence ``first``..``last``; ``last`` is excluded."""
        self.first, self.last = first, min(last, len(self.words))
        self.role_at = []

    def adjoins(self, at: int) -> bool:
        """Nothing but a space, quotes or brackets stands before word ``at``."""
        gap = self.gaps[at]
        return gap == " " or (gap != "" and _QUOTES.issuperset(gap))

    def comma(self, at: int) -> bool:
        """A comma stands before word ``at``."""
        gap = self.gaps[at]
        return "،" in gap or "," in gap

    def longest(self, at: int, info: Info, allowed: str | None = None) -> tuple[str, str, int] | None:
        """The longest gazetteer name at ``at``: (proclitics, folded name, words); ``allowed`` fixes the proclitics."""
        following = at + 1
        if following < self.last and self.words[following] in info.seconds and self.gaps[following] == " ":
            return self._several(at, info, allowed)
        singles = info.singles
        if allowed is None:
            return singles[0] if singles else None
        for single in singles:
            if single[0] == allowed:
                return single
        return None

    def _several(self, at: int, info: Info, allowed: str | None) -> tuple[str, str, int] | None:
        best: tuple[str, str, int] | None = None
        end, limit = at + 1, min(self.last, at + LONGEST_NAME)
        while end < limit and self.gaps[end] == " ":
            end += 1
        for proclitics, core in info.starts:
            if allowed is not None and proclitics != allowed:
                continue
            for stop in range(end, at, -1):
                if best is not None and stop - at <= best[2]:
                    break
                key = " ".join((core, *self.words[at + 1 : stop]))
                if key in self.gazetteer.names:
                    best = (proclitics, key, stop - at)
                    break
        return best

    def known(self, at: int, match: tuple[str, str, int]) -> PlaceMention:
        """The mention of a gazetteer name."""
        proclitics, key, count = match
        last = at + count - 1
        name = self.written(at, last, len(proclitics))
        mention = PlaceMention(at, last, at, name, self.gazetteer.candidates(key))
        mention.proclitics, mention.lead, mention.level = proclitics, at, self.gazetteer.levels.get(key, 0)
        return mention

    def written(self, first: int, last: int, skip: int = 0) -> str:
        """Words as written without the proclitics and without quotes or marks inside."""
        folded, start, end = self.source.folded, self.source.starts[first] + skip, self.source.ends[last]
        if folded.breaks:
            start, end = folded.span(start, end)
        raw = folded.raw[start:end]
        if skip and raw.startswith("ل") and self.words[first][skip - 1 : skip + 1] == "لل":
            raw = f"ا{raw}"  # للعراق is ل + العراق
        return " ".join(raw.replace('"', " ").split()) if '"' in raw else raw

    def after_person(self, at: int) -> bool:
        """A title or a first name stands before word ``at`` (الشيخ مطشر)."""
        if at <= self.first or self.gaps[at] != " ":
            return False
        before, persons = self.words[at - 1], self.vocabulary.person_words
        return before in persons or (before[0] in "ول" and before[1:] in persons)

    def accusative(self, at: int, key: str) -> bool:
        """``سورياً``, ``مواطنا سوريا``, ``طارئاً``: an indefinite accusative, not a country."""
        if not key.endswith("ا"):
            return False
        if not self.source.folded.breaks:
            start, end = self.source.starts[at], self.source.ends[at]
        else:
            start, end = self.source.folded.span(self.source.starts[at], self.source.ends[at])
        if _TANWIN in self.source.folded.raw[start : end + 1]:
            return True
        before = self.words[at - 1] if at > self.first else ""
        return key.endswith("يا") and len(before) > 3 and before.endswith("ا") and self.gaps[at] == " "

"""Read names and the words that announce them from one sentence, left to right; linking comes after.

Example: ``قريتي "الفطيرة" و"سفوهن"`` gives two mentions, both with the kind village, although the
second has no kind word of its own.
"""

from __future__ import annotations

from itertools import compress

from ..text.words import Words
from .place_cursor import Cursor, PlaceNames
from .place_lists import LIST, read_list
from .place_mentions import PlaceMention
from .place_unknown import goes_on, revealed, revealed_by_wider, unknown_after
from .place_words import Info, Term

# Kinds whose word belongs to the name: جبل عبد العزيز, مخيم الهول.
_NAMED_WITH_KIND = frozenset(("camp", "mountain", "hill", "valley", "island"))

# Kind words that alone point back, as such.
_CONTAINERS = frozenset(("governorate", "district"))
_OF = frozenset(("من", "في"))
_BACK = {"city": Term("back", "city")}
KIND_ONLY = 2  # the cue level of words so common that only a kind word or a wider place makes them places


class Reader(Cursor):
    """Reads the mentions of one sentence after the other into ``found``."""

    __slots__ = ("found",)

    def __init__(self, source: Words, gazetteer: PlaceNames) -> None:
        """Stand before the first sentence with nothing found."""
        super().__init__(source, gazetteer)
        self.found: list[PlaceMention] = []

    def read(self, first: int, last: int) -> list[PlaceMention]:
        """All mentions of the sentence ``first``..``last`` (excluded) in their order."""
        self.enter(first, last)
        self.found = []
        words, infos = self.words, self.infos
        resume = first
        for at in compress(range(first, self.last), infos[first : self.last]):
            info = infos[at]
            if at < resume or info is None:
                continue
            if info.role:
                self.role_at.append(at)
            if info.active and not (info.partial and (at + 1 >= self.last or words[at + 1] not in info.seconds)):
                resume = self._read_at(at, info)
        return self.found

    def _read_at(self, at: int, info: Info) -> int:
        """Read what opens at ``at``; the word to go on with, or less when nothing does."""
        term = info.term
        if term is None:
            return self._plain(at, info, 1)
        if term.group in ("kind", "region"):
            return self._after_kind(at, info, term)
        if term.group in ("back", "back-region", "of-it"):
            least = 3 if self._is_side_of(at + 1) else 2
            return self._plain(at, info, least) or self._pointing_back(at, info, term)
        if term.group == "direction":
            self._reveal(at)
        return self._plain(at, info, 2) if info.seconds else at

    def _plain(self, at: int, info: Info, least: int) -> int:
        """A gazetteer name of at least ``least`` words without a kind word before it."""
        match = self.longest(at, info)
        if match is None or match[2] < least:
            return 0
        if match[2] == 1 and (self.after_person(at) or self.accusative(at, match[1])):
            return 0
        mention = self.known(at, match)
        if mention.level and match[1] in self.vocabulary.not_names:
            return 0
        if mention.level == KIND_ONLY and not self._wider_follows(mention.last + 1):
            return 0
        if info.term is not None and match[2] > 1 and info.term.group == "kind":
            mention.kind_cue = info.term.kind
        inside = revealed_by_wider(self, mention, max(self._after(), self.first))
        if inside is not None:
            self.found.append(inside)
        self.found.append(mention)
        return mention.last + 1

    def _is_side_of(self, at: int) -> bool:
        """في الحي الغربي من مدينة داعل: the side of a place, no name of its own."""
        return at + 1 < self.last and (
            self.words[at] in self.vocabulary.direction_adjectives and self.words[at + 1] == "من"
        )

    def _wider_follows(self, at: int) -> bool:
        """A direction or a countryside stands at ``at``: even a very common word may be a place before it."""
        if at >= self.last:
            return False
        info = self.infos[at]
        return info is not None and info.term is not None and info.term.group in ("direction", "region")

    def _after(self) -> int:
        """The last word that a mention has."""
        return self.found[-1].last if self.found else self.first - 1

    def _reveal(self, at: int) -> None:
        mention = revealed(self, at, max(self._after(), self.first))
        if mention is not None:
            self.found.append(mention)

    def _pointing_back(self, at: int, info: Info, term: Term) -> int:
        """``المدينة``, ``الريف الشرقي``, ``بريفها``: a place named before."""
        last, vocabulary = at, self.vocabulary
        if at > self.first and not info.proclitics and self.words[at - 1] in vocabulary.adjective_after:
            return 0  # بالرصاص الحي: live fire, no quarter
        opener = self.words[at][len(info.proclitics) :]
        spot = opener in vocabulary.site_openers and at + 1 < self.last
        if spot and f"{opener} {self.words[at + 1]}" in vocabulary.site_phrases:
            return at + 2
        while last + 1 < self.last and self.gaps[last + 1] == " ":
            if self.words[last + 1] not in vocabulary.direction_adjectives:
                break
            last += 1
        owned = self._region_of(at, last, info, term) if term.group == "back-region" and last > at else None
        if owned is not None:
            self.found.append(owned)
            return owned.last + 1
        mention = PlaceMention(at, last, at, self.written(at, last, len(info.proclitics)), anaphor=True, lead=at)
        mention.proclitics = info.proclitics
        if term.group == "back":
            mention.kind_cue = term.kind
        else:
            mention.region = term.kind
            mention.marks.add(term.group)
        if last + 1 < self.last and self.words[last + 1] in vocabulary.back_marks:
            mention.marks.add("marked")
        self.found.append(mention)
        return last + 1

    def _region_of(self, at: int, last: int, info: Info, term: Term) -> PlaceMention | None:
        """``الريف الشرقي لمحافظة دير الزور``, ``الريف الجنوبي لإدلب``: the same as ريف دير الزور الشرقي."""
        start = last + 1 + (last + 1 < self.last and self.words[last + 1] in _OF)
        owner = self.infos[start] if start < self.last and self.gaps[last + 1] == " " else None
        if owner is None or (start == last + 1 and not self.words[start].startswith("ل")):
            return None
        if owner.term is not None and owner.term.group == "kind" and start + 1 < self.last:
            start, owner = start + 1, self.infos[start + 1]
        match = self.longest(start, owner) if owner is not None and owner.starts else None
        if match is None:
            return None
        mention = self.known(start, match)
        name, sides = " ".join(self.words[start : mention.last + 1])[len(match[0]) :], self.words[at + 1 : last + 1]
        mention.first = mention.cue_first = mention.lead = at
        mention.proclitics, mention.region, mention.level = info.proclitics, term.kind, 0
        mention.name = self.written(at, mention.last, len(info.proclitics))
        if whole := self.gazetteer.candidates(" ".join((term.kind, name, *sides))):
            mention.candidates = whole
            mention.marks.add("whole")
        return mention

    def _after_kind(self, at: int, info: Info, term: Term) -> int:
        """A kind or region word and the name after it."""
        if info.proclitics == "ب" and (term.group == "region" or term.kind in _CONTAINERS):
            self._reveal(at)
        whole = self.longest(at, info)
        if whole is not None and whole[2] == 1:
            whole = None
        start = at + 1
        if start >= self.last or not self.adjoins(start):
            return self._pointing_back(at, info, _BACK[term.kind]) if term.back else self._plain(at, info, 1)
        if whole is not None and (term.group == "region" or term.kind in _NAMED_WITH_KIND):
            return self._whole(at, info, term)
        kind, start = self._nested(start, term)
        mention = self._name_after(start, term) if start else None
        if mention is None:
            if whole is not None:
                return self._whole(at, info, term)
            return self._pointing_back(at, info, _BACK[term.kind]) if term.back else 0
        mention.cue_first = mention.lead = at
        mention.kind_cue, mention.proclitics = kind, info.proclitics
        mention.phrase = self.written(at, mention.last, len(info.proclitics))
        if whole is not None:
            more = self.gazetteer.candidates(whole[1])
            mention.candidates = (*more, *(p for p in mention.candidates if p not in more))
            mention.unknown = False
        elif term.kind in _NAMED_WITH_KIND and mention.unknown:
            mention.name, mention.first = mention.phrase, at
        return self._finish(mention, term)

    def _nested(self, start: int, term: Term) -> tuple[str | None, int]:
        """The kind and the first word of the name; in ``ريف مدينة حلب`` the kind word stands second (0: no name)."""
        if term.group == "kind":
            return term.kind, start
        second = self.infos[start]
        if second is None or second.term is None or second.term.group != "kind":
            return None, start
        following = start + 1 < self.last and self.adjoins(start + 1)
        return second.term.kind, start + 1 if following else 0

    def _whole(self, at: int, info: Info, term: Term) -> int:
        """A name the gazetteer has together with its kind word: ``جبل عبد العزيز``, ``ريف دمشق``."""
        end = self._plain(at, info, 2)
        mention = self.found[-1]
        mention.phrase, mention.level = mention.name, 0
        self._close_region(mention, term)
        return max(end, mention.last + 1)

    def _name_after(self, at: int, term: Term) -> PlaceMention | None:
        """The name a kind word announces: known, or unknown where the kind word reveals one."""
        info = self.infos[at]
        match = self.longest(at, info, "") if info is not None and info.starts else None
        if match is not None:
            if match[2] == 1 and match[1] in self.vocabulary.not_names:
                return None
            mention = self.known(at, match)
            if goes_on(self, mention, term):
                return unknown_after(self, at, term)
            mention.level = 0
            return mention
        if info is not None and info.term is not None and info.term.group not in ("near", "site"):
            return None
        return unknown_after(self, at, term) if term.reveals != "no" else None

    def _finish(self, mention: PlaceMention, term: Term) -> int:
        """Take the mention, close a region phrase, and read the list a plural or dual kind word opens."""
        self.found.append(mention)
        self._close_region(mention, term)
        if term.count == 1:
            return mention.last + 1
        listed = read_list(self, mention, term)
        self.found.extend(listed)
        if not listed and (term.count == LIST or mention.unknown):
            return self._lone_plural(mention, term)
        return self.found[-1].last + 1

    def _lone_plural(self, mention: PlaceMention, term: Term) -> int:
        """``قرى القنيطرة``, ``أحياء حمص الجنوبية``: parts of a wider place, not a place of that kind."""
        if mention.unknown:
            self.found.pop()
            return 0
        if mention.region is None:
            mention.kind_cue = None
            mention.near = term.kind != "neighbourhood"
            mention.marks.add("parts")
        return mention.last + 1

    def _close_region(self, mention: PlaceMention, term: Term) -> None:
        """``ريف دير الزور الشرقي``: the whole phrase is the name."""
        if term.group != "region":
            return
        last = mention.last
        while last + 1 < self.last and self.gaps[last + 1] == " " and last < mention.last + 2:
            if self.words[last + 1] not in self.vocabulary.direction_adjectives:
                break
            last += 1
        mention.region, mention.level = term.kind, 0
        mention.first, mention.last = mention.cue_first, last
        mention.name = self.written(mention.first, last, len(mention.proclitics))
        words = self.words[mention.first : last + 1]
        whole = self.gazetteer.candidates(" ".join((words[0][len(mention.proclitics) :], *words[1:])))
        if whole:
            mention.candidates = whole
            mention.marks.add("whole")

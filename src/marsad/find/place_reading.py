"""Read names and the words that announce them from one sentence, left to right; linking comes after.

Example: ``قريتي "الفطيرة" و"سفوهن"`` gives two mentions, both with the kind village, although the
second has no kind word of its own.
"""

from __future__ import annotations

from typing import Protocol

from ..model.places import Place
from ..text.words import Words
from .place_mentions import PlaceMention
from .place_words import Info, Names, Term, Vocabulary, load_place_words, read_word

_QUOTES = frozenset('"()[]{}')
_NAMED_WITH_KIND = frozenset(("camp", "mountain", "hill", "valley", "island"))
LIST = 9


class PlaceNames(Names, Protocol):
    """The part of a gazetteer the finder needs."""

    names: dict[str, int | list[int]]
    levels: dict[str, int]
    ordinary: frozenset[str]

    def candidates(self, folded: str) -> tuple[Place, ...]:
        """Places of a folded name."""
        ...


class Reader:
    """The words of one sentence and the mentions read so far."""

    __slots__ = ("cache", "first", "found", "gaps", "gazetteer", "last", "role_at", "source", "vocabulary", "words")

    def __init__(self, source: Words, first: int, last: int, gazetteer: PlaceNames) -> None:
        self.source, self.words, self.gaps = source, source.words, source.gaps
        self.first, self.last = first, min(last, len(source.words))
        self.gazetteer, self.cache = gazetteer, gazetteer.cache
        self.vocabulary: Vocabulary = load_place_words()
        self.found: list[PlaceMention] = []
        self.role_at: list[int] = []

    def info(self, at: int) -> Info | None:
        """What word ``at`` can mean, or None."""
        form = self.words[at]
        try:
            info: Info | None = self.cache[form]
        except KeyError:
            info = read_word(form, self.gazetteer, self.vocabulary)
        return info

    def read(self) -> list[PlaceMention]:
        """All mentions of the sentence in their order."""
        words, cache, at, last = self.words, self.cache, self.first, self.last
        while at < last:
            try:
                info = cache[words[at]]
            except KeyError:
                info = read_word(words[at], self.gazetteer, self.vocabulary)
            if info is None:
                at += 1
                continue
            if info.role:
                self.role_at.append(at)
            at = max(self._read_at(at, info), at + 1)
        return self.found

    def adjoins(self, at: int) -> bool:
        """Nothing but a space, quotes or brackets stands before word ``at``."""
        gap = self.gaps[at]
        return gap == " " or (gap != "" and all(c == " " or c in _QUOTES for c in gap))

    def _read_at(self, at: int, info: Info) -> int:
        term = info.term
        if term is None:
            return self._plain(at, info, 1) if info.names else at
        if term.group in ("kind", "region"):
            return self._after_kind(at, info, term)
        if term.group in ("back", "back-region", "of-it"):
            return self._plain(at, info, 2) or self._pointing_back(at, info, term)
        if term.group == "direction":
            self._revealed(at)
        return self._plain(at, info, 2) if info.names else at

    def longest(self, at: int, info: Info, allowed: str | None = None) -> tuple[str, str, int] | None:
        """The longest gazetteer name at ``at``: (proclitics, folded name, words); ``allowed`` fixes the proclitics."""
        best: tuple[str, str, int] | None = None
        words, gaps, names = self.words, self.gaps, self.gazetteer.names
        for proclitics, core, most in info.names:
            if allowed is not None and proclitics != allowed:
                continue
            end = at + 1
            while end < self.last and end - at < most and gaps[end] == " ":
                end += 1
            for stop in range(end, at, -1):
                if best is not None and stop - at <= best[2]:
                    break
                key = core if stop == at + 1 else " ".join((core, *words[at + 1 : stop]))
                if key in names:
                    best = (proclitics, key, stop - at)
                    break
        return best

    def known(self, at: int, match: tuple[str, str, int]) -> PlaceMention:
        """The mention of a gazetteer name."""
        proclitics, key, count = match
        name = self.written(at, at + count - 1, len(proclitics))
        candidates = self.gazetteer.candidates(key)
        return PlaceMention(
            at, at + count - 1, at, name, candidates, proclitics=proclitics, lead=at, level=self.gazetteer.levels.get(key, 0)
        )

    def written(self, first: int, last: int, skip: int = 0) -> str:
        """Words as written without the proclitics and without quotes or marks inside."""
        start, end = self.source.folded.span(self.source.starts[first] + skip, self.source.ends[last])
        raw = self.source.folded.raw[start:end]
        if skip and raw.startswith("ل") and self.words[first][skip - 1 : skip + 1] == "لل":
            raw = f"ا{raw}"  # للعراق is ل + العراق
        return " ".join(raw.replace('"', " ").split()) if '"' in raw else raw

    def _plain(self, at: int, info: Info, least: int) -> int:
        match = self.longest(at, info)
        if match is None or match[2] < least:
            return 0
        if match[2] == 1 and (self._person_before(at) or self._adverb(at, match[1])):
            return 0
        mention = self.known(at, match)
        if info.term is not None and match[2] > 1 and info.term.group == "kind":
            mention.kind_cue = info.term.kind
        self.found.append(mention)
        return mention.last + 1

    def _person_before(self, at: int) -> bool:
        if at <= self.first:
            return False
        before = self.words[at - 1]
        return self.gaps[at] == " " and (before in self.vocabulary.person_words or before[1:] in self.vocabulary.person_words)

    def _adverb(self, at: int, key: str) -> bool:
        """``سورياً``, ``مواطنا سوريا``, ``طارئاً``: an indefinite accusative, not a country."""
        if not key.endswith("ا"):
            return False
        start, end = self.source.folded.span(self.source.starts[at], self.source.ends[at])
        if "ً" in self.source.folded.raw[start : end + 1]:
            return True
        before = self.words[at - 1] if at > self.first else ""
        return key.endswith("يا") and len(before) > 3 and before.endswith("ا") and self.gaps[at] == " "

    def _pointing_back(self, at: int, info: Info, term: Term) -> int:
        """``المدينة``, ``الريف الشرقي``, ``بريفها``: a place named before."""
        last, voc = at, self.vocabulary
        while last + 1 < self.last and self.gaps[last + 1] == " " and self.words[last + 1] in voc.direction_adjectives:
            last += 1
        mention = PlaceMention(at, last, at, self.written(at, last, len(info.proclitics)), anaphor=True, lead=at)
        mention.proclitics = info.proclitics
        if term.group == "back":
            mention.kind_cue = term.kind
        else:
            mention.region = term.kind
            mention.marks.add(term.group)
        if last + 1 < self.last and self.words[last + 1] in voc.back_marks:
            mention.marks.add("marked")
        self.found.append(mention)
        return last + 1

    def _after_kind(self, at: int, info: Info, term: Term) -> int:
        """A kind or region word and the name after it; ``ريف مدينة حلب`` has two such words."""
        whole = self.longest(at, info)
        start = at + 1
        if start >= self.last or not self.adjoins(start):
            return self._plain(at, info, 1) if whole else 0
        if term.group == "region" and info.proclitics == "ب":
            self._revealed(at)
        if whole is not None and whole[2] > 1 and (term.group == "region" or term.kind in _NAMED_WITH_KIND):
            return self._whole(at, info, term)
        nested = self.info(start)
        kind = term.kind if term.group == "kind" else None
        if term.group == "region" and nested is not None and nested.term is not None and nested.term.group == "kind":
            if start + 1 >= self.last or not self.adjoins(start + 1):
                return 0
            kind, start = nested.term.kind, start + 1
        mention = self._name_after(start, term)
        if mention is None:
            return self._whole(at, info, term) if whole is not None and whole[2] > 1 else 0
        mention.cue_first = mention.lead = at
        mention.kind_cue, mention.proclitics = kind, info.proclitics
        mention.phrase = self.written(at, mention.last, len(info.proclitics))
        if whole is not None and whole[2] > 1:
            more = self.gazetteer.candidates(whole[1])
            mention.candidates = (*more, *(p for p in mention.candidates if p not in more))
            mention.unknown = False
        elif term.kind in _NAMED_WITH_KIND and mention.unknown:
            mention.name, mention.first = mention.phrase, at
        return self._finish(mention, term)

    def _whole(self, at: int, info: Info, term: Term) -> int:
        """A name the gazetteer has together with its kind word: ``جبل عبد العزيز``, ``ريف دمشق``."""
        end = self._plain(at, info, 2)
        mention = self.found[-1]
        mention.phrase, mention.level = mention.name, 0
        self._close_region(mention, term)
        return max(end, mention.last + 1)

    def _finish(self, mention: PlaceMention, term: Term) -> int:
        """Take the mention, close a region phrase, and read the list a plural or dual kind word opens."""
        self.found.append(mention)
        self._close_region(mention, term)
        if term.count == 1:
            return mention.last + 1
        listed = self._list(mention, term)
        if not listed and term.count == LIST:
            return self._lone_plural(mention, term)
        return self.found[-1].last + 1

    def _revealed(self, at: int) -> None:
        """``في صرين شرقي حلب``: a direction or a countryside tells that the word before it is a place."""
        first = at - 1
        if first <= self.first or self.gaps[at] != " " or self.info(first) is not None or not self._names_follow(at + 1):
            return
        if self.words[first].startswith("ال") and self.gaps[first] == " " and self.words[first - 1] in self.vocabulary.name_heads:
            first -= 1
        if first <= self.first or (self.found and self.found[-1].last >= first) or not self._opens_place(first - 1):
            return
        word = self.words[first]
        if len(word) > 2 and word not in self.gazetteer.ordinary and self.unknown_end(first) == at - 1:
            self.found.append(PlaceMention(first, at - 1, first, self.written(first, at - 1), lead=first, unknown=True))

    def _names_follow(self, at: int) -> bool:
        """A gazetteer name stands at ``at``, perhaps after a second direction word."""
        if at >= self.last or not self.adjoins(at):
            return False
        info = self.info(at)
        if info is None:
            return False
        if info.term is not None and info.term.group in ("direction", "kind", "back"):
            return info.term.group == "back" or self._names_follow(at + 1)
        return bool(info.names) and self.longest(at, info, "") is not None

    def _opens_place(self, at: int) -> bool:
        info = self.info(at)
        return self.words[at].removeprefix("و") == "في" or (info is not None and info.term is not None and info.term.group == "near")

    def _lone_plural(self, mention: PlaceMention, term: Term) -> int:
        """``قرى القنيطرة``, ``أحياء حمص الجنوبية``: places of a wider place, not a place of that kind."""
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
        whole = self.gazetteer.candidates(" ".join(self._core_words(mention)))
        if whole:
            mention.candidates = whole
            mention.marks.add("whole")

    def _core_words(self, mention: PlaceMention) -> list[str]:
        words = self.words[mention.first : mention.last + 1]
        return [words[0][len(mention.proclitics) :], *words[1:]]

    def _name_after(self, at: int, term: Term) -> PlaceMention | None:
        """The name a kind word announces: known, or unknown where the kind word reveals one."""
        info = self.info(at)
        match = self.longest(at, info, "") if info is not None and info.names else None
        if match is not None:
            mention = self.known(at, match)
            if match[2] == 1 and match[1] in self.vocabulary.not_names:
                return None
            if self._longer_unknown(mention, term):
                return self._unknown(at, term)
            mention.level = 0
            return mention
        if info is not None and info.term is not None and info.term.group not in ("near", "site"):
            return None
        return self._unknown(at, term) if term.reveals != "no" else None

    def _longer_unknown(self, mention: PlaceMention, term: Term) -> bool:
        """``قرية صيدا الحانوت`` is not صيدا, ``قرية تل جمعة`` not a place called تل: the name goes on."""
        if mention.last != mention.first:
            return False
        if self.words[mention.first] in self.vocabulary.name_heads:
            return self.unknown_end(mention.first) > mention.first
        if term.kind not in ("village", "neighbourhood", "hill"):
            return False
        return self.unknown_end(mention.first) > mention.first

    def _unknown(self, at: int, term: Term) -> PlaceMention | None:
        word = self.words[at]
        end = self.unknown_end(at)
        if end < at or (term.reveals == "article" and not word.startswith("ال") and end == at):
            return None
        name = self.written(at, end)
        return PlaceMention(at, end, at, name, lead=at, unknown=True)

    def unknown_end(self, at: int, skip: int = 0) -> int:
        """Last word of an unknown name that opens at ``at`` (``skip`` letters of it are proclitics); -1 when none does."""
        word = self.words[at][skip:]
        quoted = self._quoted_end(at)
        if quoted >= at:
            return quoted
        voc = self.vocabulary
        if len(word) < 2 or word in voc.not_names or word in voc.descriptors or not "ء" <= word[0] <= "ي":
            return -1
        if word in voc.name_heads:
            return self._headed_end(at)
        if not word.startswith("ال") and word in self.gazetteer.ordinary:
            return -1
        return at + 1 if self._second_word(word, at + 1) else at

    def _quoted_end(self, at: int) -> int:
        if '"' not in self.gaps[at]:
            return -1
        for end in range(at, min(at + 4, self.last)):
            if '"' in self.gaps[end + 1]:
                return end
        return -1

    def _headed_end(self, at: int) -> int:
        end, voc = at, self.vocabulary
        while end + 1 < self.last and end < at + 3 and self.gaps[end + 1] == " ":
            end += 1
            if self.words[end] not in voc.name_heads:
                break
        if end == at:
            return -1
        return end + 1 if self._second_word("ال", end + 1) else end

    def _second_word(self, word: str, at: int) -> bool:
        """Whether the word ``at`` belongs to a name that opens with ``word``."""
        if at >= self.last or self.gaps[at] != " ":
            return False
        second, voc = self.words[at], self.vocabulary
        if second in voc.name_adjectives:
            return True
        if word.startswith("ال") or not second.startswith("ال") or len(second) < 4:
            return False
        if second in voc.descriptors or second in voc.not_names or second in voc.back_marks:
            return False
        return not (len(second) > 6 and second.endswith(("يه", "ي")))

    def _list(self, mention: PlaceMention, term: Term) -> bool:
        """Names joined by و or a comma under the same kind word."""
        left = term.count - 1
        while left:
            following = self._listed(mention.last + 1, term, left)
            if following is None:
                break
            following.kind_cue, following.region = mention.kind_cue, None
            following.marks.add("listed")
            if mention.region:
                following.region = mention.region
                following.name = f"{term.kind} {following.name}"
            self.found.append(following)
            mention = following
            left -= 1
        return left < term.count - 1

    def _listed(self, at: int, term: Term, left: int) -> PlaceMention | None:
        """The next name of a list; the و before a quoted name stands alone (و"سفوهن")."""
        if at >= self.last:
            return None
        comma = "،" in self.gaps[at] or "," in self.gaps[at]
        if not comma and not self.adjoins(at):
            return None
        lead, joined = at, "و"
        if self.words[at] == "و" and at + 1 < self.last and self.adjoins(at + 1):
            at, joined = at + 1, ""
        info = self.info(at)
        match = None
        if info is not None and info.names:
            match = self.longest(at, info, joined) or (self.longest(at, info, "") if comma else None)
        if match is not None:
            mention = self.known(at, match)
            mention.level = 0
        elif (info is not None and info.term is not None) or term.reveals != "yes":
            return None
        else:
            unknown = self._listed_unknown(at, len(joined), comma, left)
            if unknown is None:
                return None
            mention = unknown
        mention.lead = mention.cue_first = lead
        if not comma:
            mention.proclitics = "و"
        return mention

    def _listed_unknown(self, at: int, skip: int, comma: bool, left: int) -> PlaceMention | None:
        if comma or not (skip == 0 or self.words[at].startswith("و")):
            return None
        end = self.unknown_end(at, skip)
        if end < at or (left >= 2 and not self._closes(end + 1)):
            return None
        return PlaceMention(at, end, at, self.written(at, end, skip), unknown=True)

    def _closes(self, at: int) -> bool:
        """A plural list goes on or ends here: a comma, a full stop, another و, a direction or في."""
        if at >= self.last or self.gaps[at] != " ":
            return True
        info = self.info(at)
        word = self.words[at]
        return word.startswith("و") or word in self.vocabulary.prepositions or (info is not None and info.term is not None)

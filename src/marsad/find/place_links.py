"""Tie the mentions of one sentence together: prepositions, near and direction words, wider places, lists, roles.

Example: in ``في بلدة غرانيج شرقي دير الزور`` the second place is the container of the first, no place of its own.
"""

from __future__ import annotations

from .place_mentions import PlaceMention
from .place_offsets import give_offset
from .place_reading import Reader
from .place_roles import give_role, is_dateline

_CUED_PREPOSITIONS = frozenset(("في", "ب", "الي", "نحو", "باتجاه", "صوب", "علي", "عند"))
_RANK = {"site": 0, "neighbourhood": 0, "camp": 0, "hill": 0, "village": 1, "front": 1, "town": 2, "mountain": 2, "valley": 2,
         "island": 2, "city": 3, "subdistrict": 4, "district": 4, "region": 5, "governorate": 6, "country": 7}  # fmt: skip
_LOOK_BACK = 7


class Linker:
    """Walks the mentions of a reader in order and keeps those that are places."""

    __slots__ = ("groups", "kept", "reader", "tail", "top")

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.kept: list[PlaceMention] = []
        self.top: PlaceMention | None = None
        self.tail: PlaceMention | None = None
        self.groups = 0

    def link(self) -> list[PlaceMention]:
        """The places of the sentence; containers hang on their places."""
        floor = self.reader.first
        for mention in self.reader.found:
            self._look_left(mention, floor)
            floor = mention.last + 1
            if self._take(mention):
                continue
            if not self._cued(mention):
                continue
            self._open(mention)
        for mention in self.kept:
            if not mention.role:
                give_role(self.reader, mention)
        self._share()
        return [m for m in self.kept if m.level == 0 or m.container is not None or self._cued(m)]

    def _open(self, mention: PlaceMention) -> None:
        if is_dateline(self.reader, mention):
            mention.role = "outlet"
        self.kept.append(mention)
        self.top = self.tail = mention

    def _look_left(self, mention: PlaceMention, floor: int) -> None:
        """Near words, directions, kind words and the preposition before a mention."""
        reader, at = self.reader, mention.cue_first - 1
        while at >= floor and mention.proclitics in ("", "و") and reader.adjoins(at + 1):
            word = reader.words[at]
            if word in ("و", "ب", "ل") and '"' in reader.gaps[at + 1]:
                mention.proclitics = word
                mention.lead = at
                break
            if mention.proclitics == "و":
                break
            step = self._left_word(mention, at, floor)
            if step == at:
                break
            at = step
        self._behind_office(mention, floor)
        if "distance" in mention.marks:
            give_offset(reader, mention)
        self._preposition(mention, floor)

    def _behind_office(self, mention: PlaceMention, floor: int) -> None:
        """``مقر أمن ولاية تيارت``: the headquarters lies in the capital, not in the middle of the governorate."""
        at, reader = mention.cue_first - 1, self.reader
        if at - 1 < floor or mention.proclitics or reader.words[at] not in reader.vocabulary.site_links:
            return
        info = reader.info(at - 1)
        if info is not None and info.term is not None and info.term.group == "site" and reader.adjoins(at):
            mention.marks.add("at")
            mention.cue_first = mention.lead = at - 1
            mention.proclitics = info.proclitics

    def _left_word(self, mention: PlaceMention, at: int, floor: int) -> int:
        """Take the word ``at`` into the phrase when it belongs there: the next word to look at, or ``at``."""
        reader = self.reader
        info = reader.info(at)
        term = info.term if info is not None else None
        if term is None or info is None:
            return self._far_near(mention, at, floor)
        if term.group == "near":
            mention.near = True
            if word_is_distance(reader, at):
                mention.marks.add("distance")
        elif term.group == "direction":
            mention.direction = " ".join(filter(None, (reader.words[at][len(info.proclitics) :], mention.direction)))
        elif term.group == "inside":
            mention.marks.add("inside")
        elif term.group in ("kind", "region"):
            if mention.kind_cue is None and mention.region is None:
                mention.kind_cue = term.kind if term.group == "kind" else None
        elif term.group in ("site", "road"):
            self._spot(mention, at, term.named, term.group)
        else:
            return at
        mention.cue_first = mention.lead = at
        mention.proclitics = info.proclitics
        return at - 1

    def _spot(self, mention: PlaceMention, at: int, named: bool, group: str) -> None:
        if group == "road":
            mention.role = "road-end"
        elif named and mention.kind_cue is None and not mention.preposition:
            mention.role = "site"
        else:
            mention.marks.add("at")

    def _far_near(self, mention: PlaceMention, at: int, floor: int) -> int:
        """``بالقرب من X``, ``على مسافة 30 كيلومتراً إلى الجنوب الغربي من X``: the near word stands further left."""
        reader, links = self.reader, self.reader.vocabulary.near_links
        if reader.words[at] not in links:
            return at
        left = at - 1
        while left >= max(floor, at - _LOOK_BACK) and reader.adjoins(left + 1):
            info = reader.info(left)
            if info is not None and info.term is not None and info.term.group == "near":
                mention.near = True
                if word_is_distance(reader, left):
                    mention.marks.add("distance")
                mention.cue_first = mention.lead = left
                mention.proclitics = info.proclitics
                return left - 1
            if reader.words[left] not in links:
                break
            left -= 1
        return at

    def _preposition(self, mention: PlaceMention, floor: int) -> None:
        letters = [c for c in mention.proclitics if c in "بلك"]
        if letters:
            mention.preposition = letters[0]
            return
        at, reader = mention.lead - 1, self.reader
        if at < floor or mention.proclitics or not reader.adjoins(at + 1):
            return
        word = reader.words[at]
        core = word[1:] if word.startswith("و") and word[1:] in reader.vocabulary.prepositions else word
        if core in reader.vocabulary.prepositions:
            mention.preposition, mention.lead = core, at
            if core != word:
                mention.marks.add("and")

    def _cued(self, mention: PlaceMention) -> bool:
        """Whether a common word (الباب) stands where a place stands."""
        if mention.level == 0 or mention.kind_cue or mention.coordinated is not None:
            return True
        if mention.level == 1 and mention.kind_cue is None:
            return mention.preposition in _CUED_PREPOSITIONS or mention.near or mention.direction is not None
        return False

    def _take(self, mention: PlaceMention) -> bool:
        """Whether the mention was taken into the place before it (alias, container) or joined to it in a list."""
        top, tail = self.top, self.tail
        if top is None or tail is None:
            return False
        reader = self.reader
        first_gap = tail.last + 1
        between = reader.words[first_gap : mention.lead]
        if len(between) > 3 or not self._same_clause(first_gap, mention.lead):
            return False
        joined = mention.proclitics.startswith("و") or "and" in mention.marks
        comma = any("،" in g or "," in g for g in reader.gaps[first_gap : mention.lead + 1])
        if not between and "(" in reader.gaps[mention.lead] and not mention.preposition:
            top.alias = mention.name
            tail.last = max(tail.last, mention.last) if tail is top else tail.last
            return True
        if tail.anaphor and tail.region and tail.antecedent is None and mention.preposition == "ل" and not between:
            tail.antecedent = mention
            mention.container, tail.last = None, mention.last
            return True
        if self._contains(tail, mention, between, joined, comma):
            tail.container = mention
            self.tail = mention
            return True
        return self._join(top, mention, between, joined, comma)

    def _same_clause(self, start: int, stop: int) -> bool:
        return not any(c in g for g in self.reader.gaps[start : stop + 1] for c in ":؛\n/|")

    def _contains(self, tail: PlaceMention, mention: PlaceMention, between: list[str], joined: bool, comma: bool) -> bool:
        if joined:
            return False
        links = self.reader.vocabulary.container_links
        if between:
            return all(word in links for word in between) and between != ["من"] and bool(mention.preposition or mention.direction)
        if mention.direction is not None:
            return True
        if mention.role:
            return False
        wider = rank(mention) > rank(tail)
        if mention.preposition in ("ب", "في") and not comma:
            return wider or (mention.region is not None) or rank(tail) == 0
        if mention.preposition:
            return False
        return wider and _inside(tail, mention) and not mention.near

    def _join(self, top: PlaceMention, mention: PlaceMention, between: list[str], joined: bool, comma: bool) -> bool:
        """Put the mention into the list of the place before it; it stays a place."""
        dash = "-" in self.reader.gaps[mention.lead] and top.role == "road-end"
        listed = joined or (comma and not mention.preposition and not mention.near) or dash
        if between or not listed or top.role in ("outlet",):
            return False
        if mention.level == 2 and not mention.kind_cue:
            return False
        if top.coordinated is None:
            self.groups += 1
            top.coordinated = self.reader.first * 100 + self.groups
        mention.coordinated = top.coordinated
        mention.near = mention.near or (top.near and not mention.preposition)
        mention.preposition = mention.preposition or top.preposition
        mention.role = mention.role or (top.role if top.role != "site" else "")
        self.kept.append(mention)
        self.top = self.tail = mention
        return True

    def _share(self) -> None:
        """Give a list's container to all its members, and its role."""
        for at, mention in enumerate(self.kept):
            if mention.container is None or mention.coordinated is None:
                continue
            for other in self.kept[:at]:
                if other.coordinated == mention.coordinated and other.container is None:
                    other.container = _shared(mention.container, other)
        roles = {m.coordinated: m.role for m in reversed(self.kept) if m.coordinated is not None and m.role not in ("", "site")}
        for mention in self.kept:
            if mention.coordinated is not None and not mention.role:
                mention.role = roles.get(mention.coordinated, "")


def word_is_distance(reader: Reader, at: int) -> bool:
    """Whether word ``at`` measures a way (كم)."""
    return reader.words[at] in reader.vocabulary.distance_words


def _shared(container: PlaceMention, other: PlaceMention) -> PlaceMention | None:
    """``في إدلب وبنش وأرمناز بريفها``: the countryside is that of the first, which is not in it."""
    if "of-it" in container.marks and container.antecedent is None:
        container.antecedent = other
        return None
    return container if container.antecedent is not other else None


def rank(mention: PlaceMention) -> int:
    """How wide a mention is, from its kind word or its candidates: 0 a quarter, 7 a country."""
    if mention.region is not None:
        return 5
    if mention.kind_cue is not None:
        return _RANK.get(mention.kind_cue, 2)
    if not mention.candidates:
        return 1
    return max(_RANK.get(place.kind, 1) for place in mention.candidates)


def _inside(small: PlaceMention, wide: PlaceMention) -> bool:
    """Whether some reading of ``small`` lies in some reading of ``wide`` by the names of units."""
    names = {place.name_en for place in wide.candidates}
    countries = {place.country for place in wide.candidates if place.kind == "country"}
    return any(
        names & {place.admin1, place.admin2, place.admin3} or place.country in countries for place in small.candidates
    )

"""Tie the mentions of one sentence together: wider places, lists, aliases, roles; drop what is no place.

Example: in ``في بلدة غرانيج شرقي دير الزور`` the second place is the container of the first, no place of its own.
"""

from __future__ import annotations

from .place_cursor import Cursor, broken
from .place_mentions import PlaceMention
from .place_phrases import look_left
from .place_roles import give_role, is_dateline
from .place_words import load_place_words

_RANK = {
    "site": 0, "neighbourhood": 0, "camp": 0, "hill": 0, "village": 1, "front": 1,
    "town": 2, "city": 3, "mountain": 4, "valley": 4, "island": 4,
    "subdistrict": 4, "district": 4, "region": 5, "governorate": 6, "country": 7,
}  # fmt: skip
_SETTLED = frozenset(("city", "town", "village"))
_LONGEST_LINK = 3
_BREAKS = frozenset(":؛\n/|")
_COMMAS = frozenset("،,")


class Linker:
    """Walks the mentions of a sentence in order and keeps those that are places."""

    __slots__ = ("cursor", "found", "groups", "kept", "tail", "top")

    def __init__(self, cursor: Cursor, found: list[PlaceMention]) -> None:
        """Take the mentions as they were read."""
        self.cursor, self.found = cursor, found
        self.kept: list[PlaceMention] = []
        # The last place of its own, and the last link of its chain of containers.
        self.top: PlaceMention | None = None
        self.tail: PlaceMention | None = None
        self.groups = 0

    def link(self) -> list[PlaceMention]:
        """The places of the sentence; containers hang on their places."""
        floor = self.cursor.first
        for mention in self.found:
            look_left(self.cursor, mention, floor)
            floor = mention.last + 1
            if not self._take(mention):
                if mention.lead == self.cursor.first and is_dateline(self.cursor, mention):
                    mention.role = "outlet"
                self.kept.append(mention)
                self.top = self.tail = mention
        self.kept = [m for m in self.kept if m.container is not None or is_cued(m) or self._is_announced(m)]
        for mention in self.kept:
            if not mention.role:
                give_role(self.cursor, mention)
        if self.groups:
            self._share()
        return self.kept

    def _is_announced(self, mention: PlaceMention) -> bool:
        """A common word that heads its line (🔴 جاسم: ...), or whose people are named: معلمو الطبقة."""
        if mention.level != 1:
            return False
        first = self.cursor.first
        if mention.first == first:
            return first > 0 and "\n" in self.cursor.gaps[first] and ":" in self.cursor.gaps[mention.last + 1]
        return self.cursor.words[mention.first - 1].removeprefix("و") in self.cursor.vocabulary.residents

    def _take(self, mention: PlaceMention) -> bool:
        """Whether the mention was taken into the place before it (alias, container) or joined to it in a list."""
        top, tail = self.top, self.tail
        if top is None or tail is None:
            return False
        start, gaps = tail.last + 1, self.cursor.gaps
        between = self.cursor.words[start : mention.lead]
        if between and between[0] in self.cursor.vocabulary.tails:
            del between[0]
        if len(between) > _LONGEST_LINK:
            return False
        between_gaps = gaps[start : mention.lead + 1]
        if broken(between_gaps, _BREAKS):
            return False
        if not between and "(" in gaps[mention.lead] and not mention.preposition and mention.direction is None:
            top.alias = mention.name
            if tail is top:
                top.last = mention.last
            return True
        if tail.anaphor and tail.region and mention.preposition == "ل" and not between:
            tail.antecedent = mention
            return True
        comma = broken(between_gaps, _COMMAS)
        if self._contains(tail, mention, between, comma):
            tail.container = mention
            if tail.anaphor and tail.kind_cue == "neighbourhood" and tail.antecedent is None:
                tail.antecedent = mention
            self.tail = mention
            return True
        return not between and self._join(top, mention, comma)

    def _contains(self, tail: PlaceMention, mention: PlaceMention, between: list[str], comma: bool) -> bool:
        """Whether the mention says where ``tail`` lies."""
        if _joined(mention) or mention.level == 2 or (not is_cued(tail) and not lies_in(tail, mention)):
            return False
        if tail.anaphor and tail.kind_cue in _SETTLED and mention.kind_cue in _SETTLED:
            return False  # مختار البلدة في مدينة الباب
        if between:
            links = self.cursor.vocabulary.container_links
            told = mention.preposition or mention.direction
            return bool(told) and all(word in links for word in between)
        if mention.direction is not None:
            return True
        if mention.role:
            return False
        if "inside" in mention.marks and not mention.preposition and not comma:
            return rank(mention) >= rank(tail) and not between
        wider = rank(mention) > rank(tail)
        if mention.preposition == "من" and tail.anaphor and tail.kind_cue == "neighbourhood" and not comma:
            return wider  # في الحي الغربي من مدينة داعل
        if mention.preposition in self.cursor.vocabulary.wider_prepositions and not comma:
            level = rank(mention) == rank(tail) and (mention.preposition == "ب" or lies_in(tail, mention))
            return wider or level or mention.region is not None or rank(tail) == 0
        if mention.preposition or mention.near:
            return False
        return wider and lies_in(tail, mention)

    def _join(self, top: PlaceMention, mention: PlaceMention, comma: bool) -> bool:
        """Put the mention into the list of the place before it; it stays a place."""
        bare = not mention.preposition and not mention.near
        dash = top.role == "road-end" and "-" in self.cursor.gaps[mention.lead]
        if top.role == "outlet" or not (_joined(mention) or (comma and bare) or dash):
            return False
        if not is_cued(top) or (mention.level == 2 and mention.kind_cue is None):
            return False
        if top.coordinated is None:
            self.groups += 1
            # Word numbers keep groups of different sentences apart.
            top.coordinated = top.first
        mention.coordinated = top.coordinated
        mention.near = mention.near or (top.near and not mention.preposition)
        mention.preposition = mention.preposition or top.preposition
        mention.role = mention.role or (top.role if top.role != "site" else "")
        self.kept.append(mention)
        self.top = self.tail = mention
        return True

    def _share(self) -> None:
        """Give a list's container and its role to all its members."""
        for at, mention in enumerate(self.kept):
            if mention.container is None or mention.coordinated is None:
                continue
            for other in self.kept[:at]:
                if other.coordinated == mention.coordinated and other.container is None:
                    other.container = _shared(mention.container, other)
        roles: dict[int, str] = {}
        for mention in self.kept:
            if mention.coordinated is not None and mention.role not in ("", "site"):
                roles.setdefault(mention.coordinated, mention.role)
        for mention in self.kept:
            if mention.coordinated is not None and not mention.role:
                mention.role = roles.get(mention.coordinated, "")


def _joined(mention: PlaceMention) -> bool:
    return mention.proclitics.startswith("و") or "and" in mention.marks


def is_cued(mention: PlaceMention) -> bool:
    """Whether a common word (الباب) stands where a place stands; other names need no cue."""
    if mention.level == 0 or mention.kind_cue is not None or mention.coordinated is not None:
        return True
    if mention.level != 1:
        return False
    return mention.preposition in load_place_words().cued_prepositions or mention.near or mention.direction is not None


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


def lies_in(small: PlaceMention, wide: PlaceMention) -> bool:
    """Whether some reading of ``small`` lies in some reading of ``wide`` by the names of units."""
    names = {place.name_en for place in wide.candidates}
    countries = {place.country for place in wide.candidates if place.kind == "country"}
    for place in small.candidates:
        if place.country in countries or not names.isdisjoint((place.admin1, place.admin2, place.admin3)):
            return True
    return False

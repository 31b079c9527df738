"""Events of a report while it is being told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..find.parties import Party
from ..find.places import PlaceMention, SiteMention
from ..model import Location
from ..resolve.dates import ResolvedDate
from .protos import Proto, Toll
from .sources import Source

UNDATED = ResolvedDate(None, None, "unknown", "")
_WIDE = frozenset(("governorate", "country", "desert"))
_REGION = 3  # precision of a governorate


@dataclass(slots=True, eq=False)
class Setting:
    """When and where a happening was; ``own_date`` and ``own_place`` when its sentence says so itself;
    ``evening``: after dark."""

    date: ResolvedDate
    own_date: bool
    mention: PlaceMention | None
    location: Location | None
    own_place: bool
    background: bool
    evening: bool = False

    @property
    def told(self) -> bool:
        """Whether the sentence names a date or place of its own."""
        return self.own_date or self.own_place

    def beside(self, other: Setting) -> Setting:
        """This setting, with what only ``other`` knows."""
        return replace(
            self, background=other.background, evening=other.evening,
            date=self.date if self.own_date else other.date, own_date=self.own_date or other.own_date,
            mention=self.mention if self.own_place else other.mention,
            location=self.location if self.own_place else other.location, own_place=self.own_place or other.own_place,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Draft:
    """An event of the report while it is being told.

    ``base`` is the happening that names it, ``protos`` all that tell it; ``joint`` a movement of "the two sides".
    """

    base: Proto
    protos: list[Proto]
    date: ResolvedDate
    location: Location | None
    mention: PlaceMention | None
    side1: list[Party]
    side2: list[Party]
    other: list[Party]
    tolls: list[Toll]
    background: bool = False
    own_place: bool = False
    own_date: bool = False
    source: Source | None = None
    joint: bool = False
    sites: list[SiteMention] = field(default_factory=list)

    @property
    def is_sided(self) -> bool:
        """Whether it was on a side of the town a governorate is named after, anywhere there: غربي درعا، شمالي حلب."""
        place, mention = self.location, self.mention
        if place is None or mention is None or mention.direction is None or self.sites:
            return False
        return place.name_en is not None and place.name_en == place.admin1 and place.site is None

    def count(self, outcome: str) -> int:
        """How many people the event tells killed, wounded or the like, where figures are told."""
        return sum(t.best or 0 for t in self.tolls if t.outcome == outcome)

    def settle(self, setting: Setting) -> None:
        """Take over the day and the place of another telling where this one had none."""
        if setting.own_date and not self.own_date:
            self.date, self.own_date = setting.date, True
        if setting.own_place and (not self.own_place or self._leaves_open(setting.location)):
            self.mention, self.location, self.own_place = setting.mention, setting.location, True

    def _leaves_open(self, place: Location | None) -> bool:
        """Whether the place told so far is a country, or the governorate in which ``place`` is a town."""
        where = self.location
        if where is None or where.kind == "country":
            return where is not None
        if where.kind != "governorate" or place is None or place.admin1 is None:
            return False
        narrower = place.kind not in _WIDE and (place.precision or 1) < _REGION
        return narrower and place.admin1 in (where.admin1, where.name_en)

    @property
    def family(self) -> str:
        """Family of the act."""
        return self.base.act.family

    @property
    def first_sentence(self) -> int:
        """Number of the sentence that told it first."""
        return self.base.sentence.number

    @property
    def last_sentence(self) -> int:
        """Number of the sentence that told it last."""
        return self.protos[-1].sentence.number

    def add_tolls(self, tolls: list[Toll]) -> None:
        """Take in tolls of an outcome not yet told; other figures for one told are its rivals."""
        self._forget_vague(tolls)
        known = {t.outcome for t in self.tolls}
        for toll in tolls:
            if toll.outcome not in known or self._is_other_side(toll) or self._is_admitted(toll):
                self.tolls.append(toll)
            elif toll.total:
                self.tolls = [t for t in self.tolls if t.outcome != toll.outcome] + [toll]
            elif not (toll.zero or toll.soft):
                self._rival(toll)

    def _forget_vague(self, tolls: list[Toll]) -> None:
        """أصيب عدد من العناصر. ونتج عنه إصابة عنصرين من أ وعنصر من ب: counts by side replace the vague word."""
        for outcome in {t.outcome for t in self.tolls}:
            vague = [t for t in self.tolls if t.outcome == outcome and t.best is None]
            exact = [t for t in tolls if t.outcome == outcome and t.best and not t.soft]
            if len(exact) > 1 and sum(t.best or 0 for t in exact) >= sum(t.low or 0 for t in vague) > 0:
                self.tolls = [t for t in self.tolls if t not in vague]

    def _is_other_side(self, toll: Toll) -> bool:
        """Losses of the other side told in a later sentence: فيما قُتل اثنان من المهاجمين."""
        if toll.zero or toll.party is None or not toll.party.counted:
            return False
        told = [t.party for t in self.tolls if t.outcome == toll.outcome and t.best]
        mine = _side_of(toll.party)
        return bool(mine) and all(p is not None and _side_of(p) and not mine & _side_of(p) for p in told)

    def _is_admitted(self, toll: Toll) -> bool:
        """اعترف الجيش بإصابة ضابط: losses of its own, beside those others told."""
        return toll.admitted and not any(t.best == toll.best for t in self.tolls if t.outcome == toll.outcome)

    def _rival(self, toll: Toll) -> None:
        """Rival figures widen low and high; best stays the first figure (rulings 9 and 21)."""
        same = [t for t in self.tolls if t.outcome == toll.outcome and not t.zero]
        if len(same) != 1 or toll.best is None:
            return
        if same[0].best is None:
            self._settle(same[0], toll)
            return
        first, best = same[0], toll.best
        if toll.party is not None and toll.party.definite:
            return
        if first.best and best >= 3 and abs(best - first.best) <= max(first.best, 3):
            first.low = min(first.low or best, best)
            first.high = max(first.high or best, best)


    def _settle(self, vague: Toll, toll: Toll) -> None:
        """قُتل عدد من المدنيين ... أسفر القصف عن مقتل أربعة: the figure told after a number of them is theirs."""
        least = vague.low or 0
        counted = toll.low == toll.best and toll.high in (toll.best, None)
        if counted and (toll.best or 0) >= least:
            self.tolls[self.tolls.index(vague)] = toll


def _side_of(party: Party) -> frozenset[str]:
    """Whose people they are: an organisation, or the attackers."""
    if party.entries:
        return frozenset(e.id or e.name_ar for e in party.entries)
    return frozenset(("gunman",)) if party.category == "gunman" and party.sense is not None else frozenset()


def has_named(parties: list[Party]) -> bool:
    """Whether an organisation is among the parties."""
    return any(x.entries for x in parties)


def named(parties: list[Party]) -> list[Party]:
    """The organisations among the parties."""
    return [x for x in parties if x.entries]


def names_both(told: Proto | Draft) -> bool:
    """Whether both sides are organisations."""
    return has_named(told.side1) and has_named(told.side2)

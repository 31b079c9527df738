"""Resolve a party of a report to an actor of the registry, or to one of the generic actors.

Example: ``الجيش السوري`` in a report of 2022 is the army of that government, in 2025 the new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..find.parties import Party
from ..lexicon.actors import ActorEntry

_ABROAD = frozenset(("external-forces", "other"))
_ARMED = ("مسلح", "مجهول", "ملثم")
_CIVIL = frozenset(("civilian", "woman", "child"))
GENERIC = {
    "gunman": ActorEntry("unidentified-gunmen", "مسلحون مجهولون", "unidentified gunmen", "unidentified-armed", None),
    "civilian": ActorEntry("civilians", "مدنيون", "civilians", "civilians", None),
    "protester": ActorEntry("protesters", "متظاهرون", "protesters", "protesters", None),
}


@dataclass(slots=True)
class Cast:
    """The actors of a report so far: ids named in full, its country, day and area; who signs it as "we"."""

    when: str | None = None
    country: str | None = None
    area: tuple[str | None, str | None] | None = None  # governorate and district of the event
    named: set[str] = field(default_factory=set)
    signatory: ActorEntry | None = None  # whose statement the report is

    def choose(self, entries: tuple[ActorEntry, ...], strength: str) -> ActorEntry | None:
        """The entry a name means here; None when a weak name has no earlier full naming."""
        if strength == "weak":
            known = [e for e in entries if e.id in self.named]
            return known[0] if known else None
        candidates = self._of_area([e for e in entries if e.alive(self.when)] or list(entries))
        if strength == "country" and self.country:
            domestic = [e for e in candidates if e.country == self.country or self.country in e.abroad]
            if not domestic:
                return None
            candidates = domestic
        return candidates[0] if len(candidates) == 1 else max(candidates, key=self._fit, default=None)

    def _of_area(self, candidates: list[ActorEntry]) -> list[ActorEntry]:
        """Those of the area of the event: الشرطة العسكرية in Afrin is not that of Damascus."""
        if self.area is None or not any(e.areas for e in candidates):
            return candidates
        here = [e for e in candidates if e.is_of(self.area)]
        return here or [e for e in candidates if not e.areas] or candidates

    def only(self, entries: tuple[ActorEntry, ...]) -> ActorEntry | None:
        """The one living actor of the report's country that bears a short name (النظام in a Syrian report of 2019)."""
        domestic = [e for e in entries if e.country == self.country and e.alive(self.when)]
        return domestic[0] if self.country is not None and len(domestic) == 1 else None

    def _fit(self, entry: ActorEntry) -> tuple[int, int, int, int]:
        linked = sum(1 for to in entry.affiliated(self.when) if to in self.named)
        home = 2 * int(entry.country is not None and entry.country == self.country) or int(self.country in entry.abroad)
        return (home, linked, int(entry.id in self.named), int(entry.kind == "state-forces"))

    def note(self, entry: ActorEntry) -> None:
        """Remember that the report named this actor."""
        if entry.id:
            self.named.add(entry.id)


def home_of(parties: Iterable[Party]) -> str | None:
    """Where most organisations named in full are at home: قصفت قوات النظام أريحا is no news of Jericho."""
    votes = Counter[str]()
    for party in (p for p in parties if p.entries and p.strength == "strong"):
        homes = {e.country for e in party.entries if e.kind not in _ABROAD}
        home = homes.pop() if len(homes) == 1 else None
        if home is not None:
            votes[home] += 1
    return min(votes, key=lambda code: (-votes[code], code)) if votes else None


def generic_actor(party: Party) -> ActorEntry | None:
    """The generic actor of people without an organisation; None for things and unnamed forces."""
    if party.category in _CIVIL or (party.category == "post" and party.owner in _CIVIL):
        return GENERIC["civilian"]
    if party.category == "force" and any(word.startswith(_ARMED) for word in party.modifiers):
        return GENERIC["gunman"]  # مجموعة مسلحة، جماعة مجهولة
    return GENERIC.get(party.category)

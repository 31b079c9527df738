"""The aliases that people taught, ready for the coder: which act in a report, and the names they make known there.

An alias whose wording does not stand in a report costs nothing but a look. One that acts in a district needs to know
which places the report names: such a report is read a second time when it acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import LexiconError
from ..find.party_names import Names
from ..find.places import PlaceMention
from ..gazetteer import Gazetteer
from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.aliases import Alias
from ..lexicon.entries import NewActor, NewEntry, make_actor, make_place
from ..model import Report
from ..model.places import Place
from ..text.folding import fold_word
from ..text.words import Words


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """An alias with what it means."""

    alias: Alias
    key: str  # the folded wording
    place: Place | None = None
    entry: ActorEntry | None = None


class Meanings:
    """All aliases over one gazetteer."""

    def __init__(self, aliases: Iterable[Alias], gazetteer: Gazetteer, new: Iterable[NewEntry] = ()) -> None:
        """Look up what they mean, ``new`` entries included; LexiconError names one that leads nowhere."""
        self.gazetteer = gazetteer
        fresh = {one.id: one for one in new}
        self.known = [find_meaning(alias, gazetteer, fresh.get(alias.target)) for alias in aliases]
        self._views: dict[tuple[str, ...], Gazetteer] = {}

    def find(self, words: Words, report: Report) -> list[Meaning]:
        """Aliases whose wording stands in the text and that act on its day."""
        if not self.known:
            return []
        text, day = " ".join(words.words), report.published[:10] if report.published else None
        return [one for one in self.known if one.key in text and one.alias.acts_on(day)]

    def places(self, meanings: Sequence[Meaning]) -> Gazetteer:
        """The gazetteer with what these wordings mean as places."""
        places = {one.key: one.place for one in meanings if one.place is not None}
        if not places:
            return self.gazetteer
        ids = tuple(one.alias.id for one in meanings if one.place is not None)
        if ids not in self._views:
            self._views[ids] = self.gazetteer.with_names(places)
        return self._views[ids]


def find_meaning(alias: Alias, gazetteer: Gazetteer, new: NewEntry | None = None) -> Meaning:
    """What an alias means, a ``new`` entry if that is its target; LexiconError when the target is not known."""
    key = fold_word(alias.wording)
    if isinstance(new, NewActor):
        return Meaning(alias, key, None, make_actor(new))
    if new is not None:
        return Meaning(alias, key, make_place(new))
    if alias.kind == "place":
        place = gazetteer.find_id(alias.target)
        if place is not None:
            return Meaning(alias, key, place)
        remedy = "marsad gazetteer lookup shows ids"
    else:
        entry = load_registry().entries.get(alias.target)
        if entry is not None:
            return Meaning(alias, key, None, entry)
        remedy = "see the actors of the lexicons"
    what = f"alias {alias.id} («{alias.wording}»): there is no {alias.kind} {alias.target!r}"
    raise LexiconError(f"{what}; {remedy}, or marsad lexicon alias remove {alias.id}.")


def actor_names(meanings: Iterable[Meaning]) -> Names:
    """Names of actors by their first word, the longest first, as the finder of parties reads them."""
    names: dict[str, list[tuple[tuple[str, ...], ActorEntry]]] = defaultdict(list)
    for one in meanings:
        if one.entry is not None:
            first, *rest = one.key.split()
            names[first].append((tuple(rest), one.entry))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in names.items()}


def units_of(mentions: Iterable[PlaceMention]) -> frozenset[str]:
    """Countries, governorates and districts of resolved places: SY, SY/Deir ez-Zor, SY/Deir ez-Zor/Al-Mayadin."""
    units: set[str] = set()
    for mention in mentions:
        location = mention.location
        named = (location.country, location.admin1, location.admin2) if location is not None else ()
        path: list[str] = []
        for unit in named:
            if unit is None:
                break
            path.append(unit)
            units.add("/".join(path))
        if mention.container is not None:
            units |= units_of([mention.container])
    return frozenset(units)

"""``Disclosure``: the one gate through which every incident leaves, whatever the format.

By default people without a public role, the wording of witnesses, and hospitals, camps and shelters are withheld, and
their names masked in every quote. Fields that the policy does not name stay behind.

Example: an incident at ``مخيم الهول`` leaves as one in the subdistrict, its quotes with ``[محجوب]``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
from msgspec.structs import replace

from ..model import Attribution, Event, Evidence, Location, Person
from .concerns import Concern, Name, find_concern, is_place, is_private
from .entries import DISCLOSABLE, Choices, Entry
from .masks import MASK, Names, name_words
from .narrowings import narrow
from .policies import coarsen, is_withheld_place, load_policy
from .sieves import Sieve

# Fields that quote reports: names of withheld places are masked in these, names of withheld people in all.
_QUOTES = frozenset({"text", "mention", "source", "value", "date_text"})
_SHORTEST = 3  # letters of a word of a name that is masked alone
_MANY = 500  # incidents looked through at a time


class Disclosure:
    """What may leave under ``choices``; ``names`` are the private people of all incidents of the export.

    A whole name (two words and more) is masked in every incident, the single words of a name in its own. ``withheld``
    counts the incidents from which something was taken out, by kind: persons, witnesses, sites, or names in quotes.
    """

    def __init__(self, choices: Choices, names: Iterable[Name] = ()) -> None:
        """Compile the names once; texts that recur are looked through once."""
        self.withheld: Counter[str] = Counter()
        self._closed = frozenset(DISCLOSABLE) - choices.disclose
        self._policy = load_policy()
        self._names = Names(name for name in names if len(name) > 1 and "persons" in self._closed)
        self._sieve = Sieve(self._names, Entry, self._policy.codes) if self._names else None

    def mask(self, text: str) -> str:
        """A text from outside the incidents, such as the filter, without names of private people."""
        return self._names.mask(text)

    def disclose(self, entry: Entry, members: bool = True) -> Entry:
        """The incident as it may leave, with its ``members`` or without; unchanged where nothing is withheld."""
        return next(self.disclose_all((entry,), members))

    def disclose_all(self, entries: Iterable[Entry], members: bool = True) -> Iterator[Entry]:
        """The same for many incidents, of which some hundreds are held at a time."""
        waiting = iter(entries)
        while part := list(islice(waiting, _MANY)):
            yield from self._disclose_part(part, members)

    def _disclose_part(self, part: Sequence[Entry], members: bool) -> Iterator[Entry]:
        concerns = [find_concern(entry, self._closed) for entry in part]
        kept = part if members else [Entry(entry.incident, (), entry.number) for entry in part]
        narrowed = [narrow(entry, self._policy.rules) for entry in kept]
        caught = self._catch([entry for entry, concern in zip(narrowed, concerns, strict=True) if not concern.names])
        for entry, concern in zip(narrowed, concerns, strict=True):
            yield self._withhold(entry, concern, not concern.names and next(caught))

    def _catch(self, entries: Sequence[Entry]) -> Iterator[bool]:
        """Whether each of these incidents, which have no private people of their own, names those of others."""
        return iter([False] * len(entries) if self._sieve is None else self._sieve.catch(entries))

    def _withhold(self, entry: Entry, concern: Concern, caught: bool) -> Entry:
        if not (concern or caught):
            return entry
        self.withheld.update([*concern.kinds(), *(["names in quotes"] if caught else [])])
        rewriter = _Rewriter(self._names, concern, self._closed)
        return Entry(rewriter.rewrite(entry.incident), rewriter.rewrite(entry.tellings), entry.number)


class _Rewriter:
    """Rewrites the records of one incident, all values of them, at any depth."""

    def __init__(self, everyone: Names, concern: Concern, closed: frozenset[str]) -> None:
        policy = load_policy()
        words = {word for name in concern.names for word in name if len(word) >= _SHORTEST} - policy.particles
        self._names = (Names(concern.names, words), everyone)
        self._places = Names(name_words(text) for place in concern.places for text in _names_of(place))
        self._witnesses, self._closed, self._policy = concern.witnesses, closed, policy

    def rewrite(self, value: Any, field: str = "") -> Any:
        """``value`` without what is withheld; ``field`` is the name of the field that holds it."""
        if field in self._policy.codes:
            return value
        if isinstance(value, str):
            return self._mask(value, field)
        if "persons" in self._closed and is_private(value):
            return None
        if isinstance(value, list | tuple):
            changed = [self.rewrite(one, field) for one in value]
            return type(value)(one for one, was in zip(changed, value, strict=True) if one is not None or was is None)
        if isinstance(value, dict):
            return self._rewrite_json(value)
        return self._rewrite_record(value) if isinstance(value, msgspec.Struct) else value

    def _mask(self, text: str, field: str) -> str:
        found = MASK if text in self._witnesses else text
        for names in (*self._names, self._places) if field in _QUOTES else self._names:
            found = names.mask(found)
        return found

    def _rewrite_json(self, value: dict[Any, Any]) -> Any:
        """Rival values of a disagreement may be records told as JSON."""
        if is_place(value):
            place = msgspec.to_builtins(self._rewrite_place(msgspec.convert(value, Location)))
            value = {key: one for key, one in place.items() if one is not None}
        return {key: self.rewrite(one, key) for key, one in value.items() if key in self._policy.fields}

    def _rewrite_record(self, value: msgspec.Struct) -> msgspec.Struct:
        if isinstance(value, Location):
            return self._rewrite_place(value)
        if isinstance(value, Person):  # has a public role
            return value
        told = value.attribution if isinstance(value, Event) else value
        gone = isinstance(told, Attribution) and self._is_withheld_source(told)
        if isinstance(value, Attribution) and gone:
            value = replace(value, source=None)
        changed = {name: self.rewrite(getattr(value, name), name) for name in value.__struct_fields__}
        if isinstance(value, Event) and gone:
            changed["evidence"] = [_hide_source(one) for one in changed["evidence"]]
        return replace(value, **changed)

    def _rewrite_place(self, place: Location) -> Location:
        return coarsen(place) if "sites" in self._closed and is_withheld_place(place) else place

    def _is_withheld_source(self, told: Attribution) -> bool:
        return "witnesses" in self._closed and told.kind in self._policy.sources


def _hide_source(evidence: Evidence) -> Evidence:
    return replace(evidence, text=MASK) if evidence.field.startswith("attribution") else evidence


def _names_of(place: Location) -> list[str]:
    return [text for text in (place.site, place.name, place.name_ar, place.name_en) if text]

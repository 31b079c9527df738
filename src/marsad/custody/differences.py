"""What two codings of one report say differently: events new, gone and changed, each change by field of the codebook.

Fields are named by their place in the record: ``date``, ``location.name``, ``actors[1]``, ``casualties.killed``. Lists
are compared as what they hold, not by order; evidence by field and words, since offsets move with the text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from ..model import Actor, Event
from .pairings import pair_events

_PLAIN = (
    "event_type", "sub_event_type", "plover", "date", "date_end", "date_precision", "date_text", "factuality",
    "background",
)  # fmt: skip
_NESTED = ("location", "origin", "destination", "cause", "attribution")
_OF_ACTORS = ("mention", "kind", "country", "affiliation", "persons", "associated")
_DIGITS = 2  # of a confidence: smaller changes are none
NEW, GONE, CHANGED, SAME = "new", "gone", "changed", "same"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with its values before and after, and the words of the report that each rests on."""

    field: str
    before: Any
    after: Any
    words_before: tuple[str, ...] = ()
    words_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one event; ``rules`` are those that only one of the two codings used, else those of both."""

    kind: str
    before: Event | None
    after: Event | None
    fields: tuple[FieldChange, ...] = ()
    rules: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For JSON: ids, type and words of the event, its changed fields."""
        event = self.after or self.before
        assert event is not None
        ids = [one and one.event_id for one in (self.before, self.after)]
        return {
            "kind": self.kind, "before": ids[0], "after": ids[1],
            "event_type": event.event_type, "sub_event_type": event.sub_event_type, "date": event.date,
            "words": list(words_of(event, "event_type")), "rules": list(self.rules),
            "fields": [
                {
                    "field": change.field, "before": change.before, "after": change.after,
                    "words_before": list(change.words_before), "words_after": list(change.words_after),
                }
                for change in self.fields
            ],
        }  # fmt: skip


def compare_codings(before: Sequence[Event], after: Sequence[Event]) -> list[Change]:
    """Every event of two codings of a report, as what became of it."""
    pairs = pair_events(before, after)
    names = {a.event_id: b.event_id for a, b in pairs if a is not None and b is not None}
    return [_compare(a, b, names) for a, b in pairs]


def _compare(before: Event | None, after: Event | None, names: Mapping[str, str]) -> Change:
    if before is None or after is None:
        rules = tuple(sorted(_rules(before) | _rules(after)))
        return Change(NEW if before is None else GONE, before, after, rules=rules)
    fields = tuple(diff_events(before, after, names))
    if not fields and before.event_id == after.event_id:
        return Change(SAME, before, after)
    rules = tuple(sorted(_rules(before) ^ _rules(after) or _rules(after)))
    return Change(CHANGED, before, after, fields, rules)


def _rules(event: Event | None) -> set[str]:
    return set(event.coder.rules) if event is not None and event.coder is not None else set()


def diff_events(before: Event, after: Event, names: Mapping[str, str] | None = None) -> Iterator[FieldChange]:
    """The fields in which two records of one event differ; ``names`` are new ids by old ones, for related events."""
    shared = {_name(actor) for actor in before.actors} & {_name(actor) for actor in after.actors}
    old, new = flatten(before, names or {}, shared), flatten(after, {}, shared)
    for name in dict.fromkeys([*old, *new]):
        if old.get(name) != new.get(name):
            words = words_of(before, name), words_of(after, name)
            yield FieldChange(name, old.get(name), new.get(name), *words)


def words_of(event: Event, name: str) -> tuple[str, ...]:
    """The words of the report that a field rests on: its own evidence, else that of its record, else the trigger."""
    own = tuple(span.text for span in event.evidence if span.field == name)
    near = tuple(span.text for span in event.evidence if _record(span.field) == _record(name))
    return own or near or tuple(span.text for span in event.evidence if span.field == "event_type")


def _record(name: str) -> str:
    """``location`` of ``location.lat``, ``actors`` of ``actors[1]``, ``date`` of ``date_text``."""
    return re.split(r"[.\[_]", name)[0]


def flatten(event: Event, names: Mapping[str, str], shared: Container[str]) -> dict[str, Any]:
    """A record as values by field; what is null or empty is left out, and so are facts on actors that are not
    ``shared``: they come and go with their actor.
    """
    flat: dict[str, Any] = {name: getattr(event, name) for name in _PLAIN}
    flat["confidence"] = round(event.confidence, _DIGITS)
    for name in _NESTED:
        record = getattr(event, name)
        if record is not None:
            flat |= {f"{name}.{part}": value for part, value in msgspec.structs.asdict(record).items()}
    flat |= _actors(event, shared) | _casualties(event)
    flat["weapons"] = sorted((weapon.category, weapon.text) for weapon in event.weapons)
    flat["related"] = sorted((link.relation, names.get(link.event_id, link.event_id)) for link in event.related)
    flat["evidence"] = sorted((span.field, span.text) for span in event.evidence)
    return {name: value for name, value in flat.items() if value is not None and value != []}


def _name(actor: Actor) -> str:
    return actor.actor_id or actor.name_ar


def _actors(event: Event, shared: Container[str]) -> dict[str, Any]:
    """Who is on each side, then what is said of each of them."""
    flat: dict[str, Any] = {}
    for actor in sorted(event.actors, key=lambda one: (_name(one), one.mention)):
        name = _name(actor)
        flat.setdefault(f"actors[{actor.side}]", []).append(name)
        facts = msgspec.to_builtins(actor)
        for part in _OF_ACTORS if name in shared else ():
            if facts[part] not in (None, [], False):
                flat.setdefault(f"actors.{part}", []).append([name, facts[part]])
    return flat


def _casualties(event: Event) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for toll in sorted(event.casualties, key=lambda one: (one.outcome, one.group, one.text)):
        facts = msgspec.structs.asdict(toll)
        flat.setdefault(f"casualties.{facts.pop('outcome')}", []).append(facts)
    return flat

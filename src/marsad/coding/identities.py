"""The one-event rule across sentences: is a happening one that was told before.

Example: after ``هاجم مسلحون حاجزاً في تسيل`` the words ``وأسفر الهجوم عن مقتل عنصرين`` tell the same event.
Source: codebook section 2 and rulings 1, 2, 14, 20 and 26.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..find.parties import actor_names
from ..lexicon.grammars import load_grammar
from ..model import Location
from .drafts import Draft, Setting
from .protos import Proto

_VIOLENT = frozenset(("fight", "boom", "body"))
_MAY_KILL = frozenset(("fight", "boom", "crowd", "territory", "body"))
_WIDE = frozenset(("governorate", "country", "desert"))
_RECENT = 2  # sentences


class Told:
    """The drafts of a report so far, filed by where they were: one told again is found without asking all."""

    def __init__(self) -> None:
        """Start with nothing told."""
        self.drafts: list[Draft] = []
        self._spots: dict[object, list[int]] = {}

    def add(self, draft: Draft) -> None:
        """Take in a new draft."""
        self.drafts.append(draft)
        self._file(draft.location, len(self.drafts) - 1)

    def move(self, draft: Draft) -> None:
        """File a draft by its new location too."""
        self._file(draft.location, self.drafts.index(draft))

    def _file(self, location: Location | None, number: int) -> None:
        """Under each key that ``same_spot`` compares."""
        keys: set[object] = {None}
        if location is not None:
            keys = {key for key in (location.gazetteer_id, location.name_ar) if key is not None}
            if location.kind in _WIDE:
                keys.add(("within", location.name_en))
        for key in keys:
            self._spots.setdefault(key, []).append(number)

    def at(self, location: Location | None) -> Iterable[Draft]:
        """The drafts that may have been at a location, the last told first; all when it is None."""
        if location is None:
            return reversed(self.drafts)
        keys = (None, location.gazetteer_id, location.name_ar, ("within", location.admin1))
        numbers = {n for key in keys for n in self._spots.get(key, ())}
        return [self.drafts[n] for n in sorted(numbers, reverse=True)]


def find_same(told: Told, proto: Proto, setting: Setting) -> Draft | None:
    """The draft that ``proto`` tells again, the last told first; None when it is a new event."""
    if is_another(proto) or (proto.both and proto.family in ("reinforce", "deploy")):
        return None
    near = told.at(setting.location if setting.own_place else None)
    latest = next((d for d in near if _may_be(d, proto, setting)), None)
    if latest is None or setting.told or proto.definite or proto.outcome_only:
        return latest
    if proto.sentence.number - latest.last_sentence > _RECENT and proto.side1 and proto.tolls:
        return None
    return None if "other_story" in proto.sentence.scope_kinds else latest


def _may_be(draft: Draft, proto: Proto, setting: Setting) -> bool:
    if draft.joint or not _compatible(draft, proto):
        return False
    other_day = draft.date.date != setting.date.date
    if setting.own_date:
        if other_day and (draft.date.date is not None or draft.own_date):
            return False
    elif other_day and draft.background and not proto.definite and not proto.outcome_only:
        return False
    if setting.own_place and not same_spot(draft.location, setting.location):
        return False
    return not find_conflict(draft, proto) and not _beside(draft, proto, setting)


def _beside(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """Two different acts of one family in one sentence stay two events."""
    if draft.base.sentence is not proto.sentence or setting.told or proto.outcome_only:
        return False
    return draft.base.act.id != proto.act.id and draft.family == proto.family


def is_another(proto: Proto) -> bool:
    """وقفة أخرى، هجوم مماثل: another happening of the same kind."""
    after = proto.predicate.last + 1
    return not proto.predicate.finite and not load_grammar().another.isdisjoint(proto.sentence.texts[after : after + 2])


def _compatible(draft: Draft, proto: Proto) -> bool:
    """Whether acts of these families can be one event."""
    mine, theirs = draft.family, proto.family
    if proto.verdict == "denied" and draft.base.verdict != "denied":
        return False
    if proto.outcome_only:
        return mine in _MAY_KILL
    if mine == theirs:
        return proto.definite or draft.base.verdict == proto.verdict
    pair = {mine, theirs}
    if pair == {"fight", "boom"}:
        return proto.act.generic and (proto.definite or not proto.side1)
    if pair == {"territory", "fight"}:
        return proto.definite
    if mine == "crowd" and theirs == "fight" and proto.act.generic:
        return proto.intervention or any(x.category == "protester" for x in proto.side2)
    return False


def find_conflict(draft: Draft, proto: Proto) -> bool:
    """Named actors that contradict: other organisations on both sides, or another doer of what one force does."""
    if draft.family == "crowd" and proto.family == "fight":
        return False  # who meets the crowd need not be whom it protests against
    mine, theirs = actor_names(draft.side1), actor_names(proto.side1)
    if draft.family not in _VIOLENT and mine and theirs and not mine & theirs:
        return True
    mine = mine | actor_names(draft.side2)
    theirs = theirs | actor_names(proto.side2)
    return bool(mine and theirs and not mine & theirs and not _kin_groups(draft, proto))


def _kin_groups(draft: Draft, proto: Proto) -> bool:
    """Two families in one telling and the clan they both belong to in the other do not contradict."""
    told = [[e for p in side for e in p.entries] for side in (draft.side1 + draft.side2, proto.side1 + proto.side2)]
    return min(len(x) for x in told) == 1 and all(e.kind == "identity-militia" for x in told for e in x)


def same_spot(a: Location | None, b: Location | None) -> bool:
    """Whether two locations are one place for the one-event rule; so are a governorate and its town told after it."""
    if a is None or b is None:
        return True
    if a.gazetteer_id is not None and a.gazetteer_id == b.gazetteer_id:
        return True
    if a.name_ar == b.name_ar and a.name_ar is not None:
        return True
    return a.kind in _WIDE and b.admin1 == a.name_en

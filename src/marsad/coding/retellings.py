"""When a telling that names another place is still of the event told before: its quarter, its village, its speaker's.

Example: after ``مقتل ثلاثة على أطراف درعا`` the words ``وأفاد قائد الشرطة بمقتل الثلاثة قرب النعيمة`` tell the same.
"""

from __future__ import annotations

from ..find.parties import Party, actor_names
from ..lexicon.grammars import load_grammar
from ..model import Location
from .drafts import Draft, Setting
from .protos import Proto, Toll
from .vicinities import WIDE, WITHIN_TOWN, are_near, is_quarter, lies_in, same_spot

_ROUGH = frozenset(("gunman", "protester", "civilian"))
_UNKNOWN_KIND = "unidentified-armed"
_RECENT = 2  # sentences


def may_be_there(draft: Draft, proto: Proto, setting: Setting) -> bool:
    """Whether the place told is that of the draft, its quarter where known doers go on, or only the speaker's."""
    if same_spot(draft.location, setting.location) or _is_speakers(proto):
        return True
    if any(told(draft, proto, setting.location) for told in _TOLD_ELSEWHERE):
        return True
    return are_known(proto) and is_quarter(draft.location, setting.location)


def may_be_elsewhere(proto: Proto, setting: Setting) -> bool:
    """Whether a draft at another place may be meant: see ``may_be_there``."""
    place = setting.location
    if points_back(proto, setting) or _is_speakers(proto):
        return True
    if proto.predicate.enclitic and not proto.predicate.finite:
        return True
    if proto.sentence.speaks_before(proto.at):
        return True
    quarter = place is not None and place.kind in WITHIN_TOWN
    counted = max((t.best or 0 for t in proto.tolls), default=0)
    return counted > 1 or (quarter and (are_known(proto) or counted > 0 or proto.predicate.rule.two_sided))


def _is_speakers(proto: Proto) -> bool:
    """قال مصدر طبي في مشفى السويداء إن امرأة أصيبت: the place is the speaker's, and the harm was told before."""
    place, s = proto.place, proto.sentence
    if place is None or not proto.outcome_only or place.first > proto.at:
        return False
    that = load_grammar().that
    return s.speaks_before(place.first) and not that.isdisjoint(s.texts[place.last + 1 : proto.at])


def _retells(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """ريف درعا الغربي in the lead, the village in the detail: the same act with the same count, in one governorate."""
    if draft.location is None or place is None:
        return False
    if is_quarter(draft.location, place) and draft.family == proto.family and same_toll(draft, proto):
        return proto.sentence.number - draft.last_sentence <= 1 and proto.sentence is not draft.base.sentence
    if draft.base.act.id != proto.act.id:
        return False
    if not lies_in(place, draft.location) and not (draft.is_sided and place.admin1 == draft.location.admin1):
        return False
    if proto.sentence.number - draft.last_sentence > _RECENT:
        return False
    return same_toll(draft, proto)


def is_same_fight(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """اشتباكات بين أ وب في دير الزور. واندلعت بين أ وب في حي الجورة: the same two, in a quarter of the town."""
    again = proto.predicate.rule.two_sided or proto.outcome_only
    if not (again and draft.base.predicate.rule.two_sided):
        return False
    mine, theirs = actor_names(draft.side1 + draft.side2), actor_names(proto.side1 + proto.side2)
    soon = proto.sentence.number - draft.last_sentence <= _RECENT
    there = same_spot(draft.location, place) or is_quarter(draft.location, place)
    return soon and there and len(mine) > 1 and mine == theirs


def _is_of_them(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """استهدف مسلحون عنصرين في الصنمين. ووفق المصادر جرى استهدافهما قرب القنية: those just told, at a place near by."""
    pronoun = not proto.predicate.finite and bool(proto.predicate.enclitic) and not proto.tolls
    soon = proto.sentence.number - draft.last_sentence <= _RECENT
    return pronoun and soon and draft.base.act.id == proto.act.id and are_near(draft.location, place)


def _is_counted_again(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """مقتل ثلاثة على أطراف درعا. وأفاد قائد الشرطة بمقتل الثلاثة قرب النعيمة: as many, at a place near by."""
    speaks = proto.sentence.speaks_before(proto.at)
    soon = proto.sentence.number - draft.last_sentence <= 1 and proto.sentence is not draft.base.sentence
    many = max((_sum(proto.tolls, outcome) for outcome in ("killed", "wounded")), default=0) > 1
    if not (speaks and soon and draft.family == proto.family):
        return False
    revealed = draft.base.act.id == proto.act.id and not draft.side1 and bool(proto.side1)
    return (revealed or (many and same_toll(draft, proto))) and are_near(draft.location, place)


def is_spelled_out(draft: Draft, proto: Proto, place: Location | None) -> bool:
    """أفاد مصدر بنزاع شرق العمارة. وقال المصدر إن نزاعاً اندلع في ناحية السلام: what its lead told."""
    lead, where, s = draft.base.sentence, draft.location, proto.sentence
    if where is None or place is None or lead.number or s.number > _RECENT or draft.base.act.id != proto.act.id:
        return False
    same_source = any(
        q.kind == "reporting" and q.at - s.first <= 1 and s.texts[q.last + 1] in load_grammar().the_source
        for q in s.predicates if q.at < proto.at
    )
    wide = where.kind in WIDE or (draft.mention is not None and draft.mention.direction is not None)
    return same_source and wide and place.admin1 == where.admin1 and not _differ(draft, proto)


def _differ(draft: Draft, proto: Proto) -> bool:
    """Whether both name their sides, or count the dead, and do not agree."""
    if actor_names(draft.side1 + draft.side2) and actor_names(proto.side1 + proto.side2):
        return actor_names(draft.side1 + draft.side2).isdisjoint(actor_names(proto.side1 + proto.side2))
    mine, theirs = _sum(draft.tolls, "killed"), _sum(proto.tolls, "killed")
    return bool(mine and theirs) and mine != theirs


def same_toll(draft: Draft, proto: Proto) -> bool:
    """Whether both count the same killed, or the same wounded."""
    return any(_sum(draft.tolls, outcome) == _sum(proto.tolls, outcome) != 0 for outcome in ("killed", "wounded"))


def _sum(tolls: list[Toll], outcome: str) -> int:
    return sum(t.best or 0 for t in tolls if t.outcome == outcome)


def are_known(proto: Proto) -> bool:
    """The doers are those told of before: المسلحون، المشاغبون."""
    gunmen, texts = load_grammar().gunmen, proto.sentence.texts
    return bool(proto.side1) and all(
        texts[x.head] in gunmen or (x.definite and _is_unnamed(x)) for x in proto.side1
    )


def _is_unnamed(party: Party) -> bool:
    if party.entries:
        return party.entries[0].kind == _UNKNOWN_KIND
    return party.category in _ROUGH


def points_back(proto: Proto, setting: Setting) -> bool:
    """وأدى الاستهداف إلى ... في أجواء المنطقة: the deed and the place just told."""
    mention = setting.mention
    return proto.definite and mention is not None and mention.anaphor and mention.kind_cue == "district"


# tellings of one event at two places
_TOLD_ELSEWHERE = (_retells, is_same_fight, _is_of_them, _is_counted_again, is_spelled_out)

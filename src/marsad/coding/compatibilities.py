"""Whether two acts can be one event: an attack and the blast it was done with, a capture and its losses.

Example: ``استهداف موكب بعبوة أصيب فيه ستة. وأعلنت الوزارة إصابة ستة بانفجار عبوة`` is one event.
Source: codebook section 2 and rulings 2, 14 and 26.
"""

from __future__ import annotations

from ..find.parties import actor_names
from ..lexicon.grammars import load_grammar
from .drafts import Draft
from .protos import Proto
from .retellings import are_known, same_toll

_MAY_KILL = frozenset(("fight", "boom", "crowd", "territory", "body"))
_PLANTED = frozenset(("explosion", "suicide", "grenade"))
_FIRED = frozenset(("shelling", "airstrike"))
_RECENT = 2  # sentences


def are_compatible(draft: Draft, proto: Proto) -> bool:
    """Whether acts of these families can be one event."""
    mine, theirs = draft.family, proto.family
    if proto.verdict == "denied" and draft.base.verdict != "denied":
        return False
    if proto.outcome_only:
        return mine in _MAY_KILL and not _came_before(draft, proto)
    if mine == theirs:
        return proto.definite or (draft.base.verdict == proto.verdict and not _other_blast(draft, proto))
    pair = {mine, theirs}
    if pair == {"fight", "boom"}:
        if proto.used and mine == "fight":
            return proto.sentence.number - draft.last_sentence <= 1
        if explains_attack(draft, proto) or _is_same_strike(draft, proto) or _is_its_blast(draft, proto):
            return True
        if proto.definite and draft.base.act.generic:
            return proto.sentence.number - draft.last_sentence <= _RECENT  # أن القذيفة أطلقتها القوات
        return proto.act.generic and (proto.definite or not proto.side1)
    if pair == {"territory", "fight"}:
        return proto.definite or _took_captives(draft, proto) or _counts_losses(draft, proto)
    if mine == "crowd" and theirs == "fight" and (proto.act.generic or proto.act.id == "beating"):
        return proto.intervention or any(x.category == "protester" for x in proto.side2) or _answers(draft, proto)
    return _is_detail(draft, proto)


def _is_same_strike(draft: Draft, proto: Proto) -> bool:
    """طائرة مسيّرة نفذت غارة. وقالت المصادر إن المسيّرة استهدفت سيارة: the aircraft just told, or the same toll."""
    doers = actor_names(draft.side1) & actor_names(proto.side1)
    if draft.family != "boom" or not doers or not proto.act.generic:
        return False
    known = any(x.definite for x in proto.side1) or same_toll(draft, proto)
    return known and proto.sentence.number - draft.last_sentence <= 1


def _is_its_blast(draft: Draft, proto: Proto) -> bool:
    """استهداف موكب بعبوة أصيب فيه ستة. وأعلنت الوزارة إصابة ستة بانفجار عبوة: the attack was that blast."""
    planted = draft.family == "fight" and draft.base.act.generic and proto.act.id in _PLANTED
    return planted and same_toll(draft, proto) and proto.sentence.number - draft.last_sentence <= _RECENT


def explains_attack(draft: Draft, proto: Proto) -> bool:
    """تصدى اللواء لهجوم استهدف معسكره. وأفاد البيان أن انتحارياً فجّر سيارة: how an attack so far of nobody was done."""
    bare = draft.family == "fight" and draft.base.act.id == "attack" and not (draft.side1 or draft.tolls)
    told = proto.family == "boom" and bool(proto.side1) and proto.sentence is not draft.base.sentence
    return bare and told and proto.sentence.number - draft.last_sentence <= 1


def _came_before(draft: Draft, proto: Proto) -> bool:
    """تظاهروا بعد مقتل شاب: the death brought the happening about."""
    base, s = draft.base, proto.sentence
    if base.sentence is not s or base.at > proto.at or base.outcome_only or proto.predicate.rule.id == "civ-die":
        return False
    named = bool(proto.side2) and not proto.predicate.finite  # مقتل شاب, not مقتل أحدهم
    return named and s.before(proto.at) in load_grammar().earlier


def _took_captives(draft: Draft, proto: Proto) -> bool:
    """سيطرت الهيئة على البلدة. وأسرت عشرات العناصر: those who took the place took them there."""
    captives = any(t.outcome == "captured" for t in proto.tolls)
    same = actor_names(draft.side1) & actor_names(proto.side1)
    return captives and bool(same) and proto.sentence.number - draft.last_sentence <= 1


def _counts_losses(draft: Draft, proto: Proto) -> bool:
    """سيطرت الفصائل على البلدة. وقال قائد إنهم قتلوا عشرين من الجيش: losses of those the place was taken from."""
    killed = any(t.outcome == "killed" and t.best != 0 for t in proto.tolls)
    beaten = actor_names(draft.side2) & actor_names(proto.side2)
    soon = proto.sentence.number - draft.last_sentence <= 1
    return killed and bool(beaten) and soon and proto.place is None and proto.date is None


def _answers(draft: Draft, proto: Proto) -> bool:
    """وردت دورية بإطلاق الرصاص: the force that a crowd faced answers it."""
    soon = proto.sentence.number - draft.last_sentence <= 1
    return soon and proto.lemma in load_grammar().answers and any(x.armed for x in proto.side1)


def _other_blast(draft: Draft, proto: Proto) -> bool:
    """A blast and the shelling after it are two: انفجرت عبوة بالدورية، وعلى الأثر قصف الجيش المزارع.

    But what shook a place may be explained: هزّت ثلاثة انفجارات المطار. وقال الوزير إن الحوثيين استهدفوا المطار بصواريخ.
    """
    if draft.base.lemma in load_grammar().blasts and not draft.side1 and (proto.place is None or proto.place.anaphor):
        return False
    acts = {draft.base.act.id, proto.act.id}
    return proto.predicate.finite and len(acts) == 2 and bool(acts & _PLANTED) and bool(acts & _FIRED)


def _is_detail(draft: Draft, proto: Proto) -> bool:
    """What those of a deed just told did beside it: صادر المسلحون الأعلام، أحرق المهاجمون المنازل."""
    if proto.family not in ("property", "withdraw") or proto.sentence.number - draft.last_sentence > 1:
        return False
    if not are_known(proto):
        return False
    seized = proto.lemma in load_grammar().seizes and draft.family in ("take", "arrest", "fight")
    return seized or draft.base.act.id in ("mob", "riot") or (draft.family == "fight" and proto.family == "withdraw")

"""Whether a telling contradicts a happening told before: other organisations, or the sides turned.

Example: ``قصفت القوات مركز إيواء. ونصب الجيش لها كميناً`` are two happenings.
Source: codebook section 2 and rulings 1, 2 and 14.
"""

from __future__ import annotations

from ..find.parties import Party, actor_names
from ..lexicon.actors import ActorEntry
from ..lexicon.grammars import load_grammar
from .drafts import Draft, has_named
from .protos import Proto

_VIOLENT = frozenset(("fight", "boom", "body"))
_UNKNOWN_KIND = "unidentified-armed"
_UNFOUGHT = frozenset((_UNKNOWN_KIND, "civilians", "other"))
_RECENT = 2  # sentences


def find_conflict(draft: Draft, proto: Proto) -> bool:
    """Named actors that contradict: other organisations on both sides, or another doer of what one force does."""
    if draft.family == "crowd" and proto.family in ("fight", "crowd"):
        return False  # whoever meets the crowd, or is met by it, may be named anew
    if _knows_victims(draft, proto):
        return False
    if _is_turned(draft, proto):
        return True
    if is_met(draft, proto):
        return False
    mine, theirs = _known_names(draft.side1), _told_names(proto, proto.side1)
    if draft.family not in _VIOLENT and mine and theirs and not mine & theirs:
        return True
    if proto.definite and not mine and not _told_names(proto, proto.side2):
        return False  # تبنى داعش التفجير: the doer of what so far had only victims
    if proto.definite and draft.family == "fight" and not (theirs or draft.side2):
        return False  # وأسفرت الاشتباكات عن مقتل عنصر من أحرار الشرقية: the other side, not told yet
    if has_both_losses(draft, proto):
        return False
    mine = mine | _known_names(draft.side2)
    theirs = theirs | _told_names(proto, proto.side2)
    apart = bool(mine and theirs and not mine & theirs)
    return apart and not _kin_groups(draft, proto) and not (_are_related(draft, proto) or are_told_closer(draft, proto))


def has_both_losses(draft: Draft, proto: Proto) -> bool:
    """عقب اشتباك أصيب فيه متزعم في داعش. وأدى الاشتباك إلى مقتل مقاتل من قسد: the losses of the other side."""
    if not (proto.definite and draft.base.predicate.rule.two_sided) or has_named(draft.side1) or has_named(proto.side1):
        return False
    mine, theirs = _known_names(draft.side2), _told_names(proto, proto.side2)
    return bool(mine and theirs) and not mine & theirs


def _is_turned(draft: Draft, proto: Proto) -> bool:
    """قصفت القوات مركز إيواء. ونصب الجيش لها كميناً: who did the first suffers the second from somebody else."""
    rules = (draft.base.predicate.rule, proto.predicate.rule)
    if proto.definite or proto.outcome_only or draft.base.outcome_only or any(rule.two_sided for rule in rules):
        return False
    did, struck = _known_names(draft.side1), _known_names(draft.side2)
    does, suffers = _told_names(proto, proto.side1), _told_names(proto, proto.side2)
    return bool(did & suffers) and bool(does) and not does & (did | struck)


def is_met(draft: Draft, proto: Proto) -> bool:
    """اقتحمت القوات المخيم. وتصدى لها مقاومون: who meets an attack is its other side."""
    soon = proto.sentence.number - draft.last_sentence <= _RECENT
    meets = proto.predicate.finite and proto.lemma in load_grammar().meets
    attacked = has_named(draft.side1) and not any(x.armed for x in draft.side2)
    return soon and meets and attacked and any(x.armed for x in proto.side1)


def _knows_victims(draft: Draft, proto: Proto) -> bool:
    """زعم التنظيم أن القتيل استُهدف: the victim is the one just told."""
    killed = any(t.outcome == "killed" for t in draft.tolls)
    return killed and any(x.category == "victim_killed" and x.definite for x in proto.side2)


def _known_names(parties: list[Party]) -> set[str]:
    """Names of the organisations; gunmen nobody knows contradict nobody."""
    return actor_names(x for x in parties if not x.entries or x.entries[0].kind != _UNKNOWN_KIND)


def _are_related(draft: Draft, proto: Proto) -> bool:
    """فصائل تتبع للجيش الوطني، فصيل جيش الشرقية: a force and one that belongs to it do not contradict."""
    if has_named(draft.side2) or has_named(proto.side2):
        return False
    mine, theirs = ([e for p in side for e in p.entries] for side in (draft.side1, proto.side1))
    return _belongs_to(mine, theirs) or _belongs_to(theirs, mine)


def are_told_closer(draft: Draft, proto: Proto) -> bool:
    """اشتباكات بين ميليشيات النظام. وقالت الشبكة إن أ وب التابعتين للنظام اشتبكا: the sides by their own names."""
    if draft.family != "fight" or proto.family != "fight":
        return False
    told = [e for p in _fighting(draft) for e in p.entries]
    closer = _fighting(proto)
    under = bool(told) and all(any(_is_under(e, told) for e in p.entries) for p in closer)
    return under and any(set(p.entries).isdisjoint(told) for p in closer)


def _fighting(telling: Draft | Proto) -> list[Party]:
    """The named forces of both sides."""
    return [p for p in telling.side1 + telling.side2 if p.entries and p.entries[0].kind not in _UNFOUGHT]


def _is_under(entry: ActorEntry, told: list[ActorEntry]) -> bool:
    """Whether one of those told is the force itself, or one that it belongs to."""
    above = {to for to, _, _ in entry.affiliation}
    return any(e is entry or e.id in above for e in told)


def _belongs_to(entries: list[ActorEntry], others: list[ActorEntry]) -> bool:
    above = {to for e in entries for to, _, _ in e.affiliation}
    return not above.isdisjoint(e.id for e in others)


def _told_names(proto: Proto, parties: list[Party]) -> set[str]:
    """Names a telling contradicts with: not المسلحين, nor a short name when a noun points back (الألوية)."""
    gunmen, texts = load_grammar().gunmen, proto.sentence.texts
    named = [x for x in parties if texts[x.head] not in gunmen or x.last > x.head]
    return _known_names([x for x in named if not (x.unknown and proto.definite)])


def _kin_groups(draft: Draft, proto: Proto) -> bool:
    """Two families in one telling and the clan they both belong to in the other do not contradict."""
    told = [[e for p in side for e in p.entries] for side in (draft.side1 + draft.side2, proto.side1 + proto.side2)]
    return min(len(x) for x in told) == 1 and all(e.kind == "identity-militia" for x in told for e in x)

"""Merge the happenings of one sentence that are one event told by several words.

Which families merge under which condition is a table (``PAIRS``).

Example: ``اقتحم مسلحون منزلاً وأطلقوا النار وقتلوا شاباً`` is one attack.
Source: codebook section 2, the one-event rule.
"""

from __future__ import annotations

from ..find.parties import Party, actor_names
from ..find.places import PlaceMention
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .backgrounds import came_before
from .chunks import Limits
from .merge_pairs import PAIRS, is_detail, other_agent
from .protos import Proto
from .sentences import Sentence

_VIOLENT = frozenset(("fight", "boom"))
_DEADLY = frozenset(("fight", "boom", "crowd"))
_MAY_KILL = frozenset(("fight", "boom", "crowd", "territory", "body"))
_VIOLENT = frozenset(("fight", "boom"))
_SHOTS = frozenset(("shooting", "killing", "harm", "attack"))
_SEQUEL_REACH = 12


class Merger:
    """Merges the protos of one sentence."""

    def __init__(self, sentence: Sentence, limits: Limits) -> None:
        """Take the sentence and how far its predicates reach."""
        self.s = sentence
        self.limits = limits
        self.grammar = load_grammar()

    def merge(self, protos: list[Proto]) -> list[Proto]:
        """The protos, each joined to the last earlier one that is the same event."""
        if len(protos) < 2:
            return protos
        merged: list[Proto] = []
        for proto in protos:
            carrier = next((c for c in reversed(merged) if self._mergeable(c, proto)), None)
            if carrier is None:
                merged.append(proto)
            else:
                _join(carrier, proto)
        return self._absorb_outcomes(merged)

    def _mergeable(self, a: Proto, b: Proto) -> bool:
        if a.verdict != b.verdict and "denied" in (a.verdict, b.verdict):
            return False
        if self._is_recalled(a, b) or came_before(self.s, b.predicate):
            return False
        if self._is_way_in(a, b):
            return True
        if self._is_earlier(b) and not a.outcome_only and a.family != "territory":
            return False
        if b.outcome_only:
            return (a.outcome_only or a.family in _MAY_KILL) and not (self.apart(a, b) or self._has_own_cause(b))
        if a.family == b.family:
            handed = a.act.id == b.act.id == "transfer"  # أخلاها الجيش فدخلتها الفصائل
            return not self.apart(a, b) and (handed or not other_agent(a, b))
        condition = PAIRS.get(frozenset((a.family, b.family)))
        return condition is not None and condition(self, a, b)

    def _has_own_cause(self, b: Proto) -> bool:
        """كما قُتل شخصان بانفجار لغم: a death told beside, of what is named for the first time."""
        if not b.predicate.finite or not self.s.opens_with(b.at, self.grammar.meanwhile):
            return False
        cause = next((q for q in self.s.acts if q.at > b.at and q.frame is not None and q.frame.outcome is None), None)
        if cause is None or cause.finite or cause.sense.form.definite or not cause.proclitics.endswith("ب"):
            return False
        return self.s.clause_of(cause.at) == self.s.clause_of(b.at)

    def _is_recalled(self, a: Proto, b: Proto) -> bool:
        """قُتل فلان، وكان ابنه قد اغتيل العام الماضي: what befell somebody else before."""
        if not b.predicate.finite or not b.side2:
            return False
        inside = self.s.texts[a.predicate.last + 1 : b.at]
        recalled = "قد" in inside and not self.grammar.recalls_inside.isdisjoint(inside)
        return recalled and not any(_are_alike(b.side2[0], x) for x in a.side2)

    def _is_way_in(self, a: Proto, b: Proto) -> bool:
        """فجّر المهاجمون أحزمتهم بعد معركة قصيرة مع الحراس: how the attackers came to do it."""
        if a.family not in _VIOLENT or b.family != "fight" or b.predicate.finite or b.side1 or b.tolls:
            return False
        guards = bool(b.side2) and all(x.definite and x.name_first < 0 for x in b.side2)
        return guards and self.s.before(b.at) in self.grammar.since

    def _is_earlier(self, b: Proto) -> bool:
        """An earlier happening named after بعد/إثر/عقب, or as a reason: اشتباكات بعد اغتيال عنصر، رداً على اعتقال."""
        told = not b.predicate.finite and bool(b.side2 or b.tolls)
        befell = b.outcome_only or b.family in ("arrest", "take")
        reason = befell and self.s.before(b.at) == "علي" and self.s.before(b.at - 1) in self.grammar.in_reply
        return told and (reason or self.s.before(b.at) in self.grammar.earlier)

    def is_sequel(self, a: Proto, b: Proto) -> bool:
        """A second happening after the first: انفجرت عبوة ثم فتحوا النار."""
        later = b if b.at > a.at else a
        if later.act.id != "shooting" or not later.predicate.finite:
            return False
        window = self.s.texts[min(a.at, b.at) : min(self.s.last, later.at + _SEQUEL_REACH)]
        return not self.grammar.then.isdisjoint(window)

    def apart(self, a: Proto, b: Proto) -> bool:
        """Different named places, in different clauses; an outcome and its cause are not apart."""
        if self.s.clause_of(a.at) == self.s.clause_of(b.at) or _is_same_crowd(a, b):
            return False
        if self._is_other_crowd(a, b):
            return True
        if not b.predicate.finite:
            if b.outcome_only and not self._is_coordinated(b):
                return False
            if a.outcome_only and self._is_cause(b):
                return False
        mine = self.own_places(a)
        theirs = (self.own_places(b) or self._places_between(a, b)) if mine else []
        return bool(theirs) and not any(x is y or _same_place(x, y) for x in mine for y in theirs)

    def _is_other_crowd(self, a: Proto, b: Proto) -> bool:
        """اعتصم خريجون أمام الحقل، فيما أشعل محاضرون الإطارات: other people, told beside."""
        if not a.family == b.family == "crowd" or not b.predicate.finite or not (a.side1 and b.side1):
            return False
        return self.s.opens_with(b.at, self.grammar.meanwhile) and all(x not in a.side1 for x in b.side1)

    def _is_coordinated(self, b: Proto) -> bool:
        """A death told beside the other, not as its result: كما قُتل، وإلى مقتل شخصين في قرية تنوب."""
        word = self.s.texts[self.s.clause_start(b.at)]
        return word in self.grammar.meanwhile or (word[0] == "و" and word[1:] in self.grammar.joined_deaths)

    def _is_cause(self, b: Proto) -> bool:
        """What killed, named after its marker: خلال فض موكب، جراء قصف، بانفجار."""
        return b.predicate.proclitics.endswith("ب") or self.s.before(b.at) in self.grammar.cause_before

    def _places_between(self, a: Proto, b: Proto) -> list[PlaceMention]:
        """Places of the clause just before ``b``: تابعت طريقها إلى قرية كذا وأقامت حاجزاً."""
        clause = self.s.clause_of(b.at) - 1
        if clause <= self.s.clause_of(a.at):
            return []
        return [
            m for m in self.s.places
            if not m.role and a.at < m.first < b.at and self.s.clause_of(m.first) == clause
        ]  # fmt: skip

    def own_places(self, proto: Proto) -> list[PlaceMention]:
        """Places in the clause of the happening, or among its words."""
        clause = self.s.clause_of(proto.at)
        start, end = self._suffers_from(proto), self.limits.right(proto.predicate)
        return [
            m for m in self.s.places
            if not m.role and m.preposition not in self.grammar.towards
            and (start < m.first < end or self.s.clause_of(m.first) == clause)
        ]  # fmt: skip

    def _suffers_from(self, proto: Proto) -> int:
        """تعرض بلدة الزيارة، وقرية زيزون، لقصف: the word that says who suffered the noun, else the noun itself."""
        p = proto.predicate
        if p.finite or not p.proclitics.endswith("ل"):
            return p.at
        lights = [q.at for q in self.s.predicates if q.kind == "light" and q.role == "patient" and q.at < p.at]
        at = lights[-1] if lights else p.at
        return p.at if any(at < q.at < p.at for q in self.s.acts) else at

    def own_dates(self, proto: Proto) -> bool:
        """Whether the clause of the happening names a day of its own."""
        clause = self.s.clause_of(proto.at)
        return any(d.dates and d.kind != "clock" and self.s.clause_of(d.first) == clause for d in self.s.dates)

    def _absorb_outcomes(self, protos: list[Proto]) -> list[Proto]:
        """Deaths told before what caused them: قُتل أربعة ... في كمين، بانفجار لغم، برصاص."""
        kept: list[Proto] = []
        for n, proto in enumerate(protos):
            cause = self._cause_of(proto, protos[n + 1 :]) if proto.outcome_only else None
            if cause is None:
                kept.append(proto)
            else:
                _precede(proto, cause)
        return kept

    def _cause_of(self, outcome: Proto, later: list[Proto]) -> Proto | None:
        """What caused deaths; other deaths told apart may stand nearer to it: مصرع جندي في بغداد، ومقتل ثلاثة بنزاع."""
        for q in later:
            if q.outcome_only and self.apart(outcome, q):
                return None
            if self._caused(outcome, q):
                return q
        return None

    def _caused(self, outcome: Proto, q: Proto) -> bool:
        if q.outcome_only or q.family not in _DEADLY or outcome.verdict != q.verdict:
            return False
        new_story = q.predicate.finite and self.s.opens_with(q.at, self.grammar.meanwhile)
        return not new_story and not self.apart(outcome, q)

    def same_clause(self, a: Proto, b: Proto) -> bool:
        """Whether two happenings stand close together in one clause."""
        return self.s.clause_of(a.at) == self.s.clause_of(b.at) and b.at - a.at <= 6


def _is_same_crowd(a: Proto, b: Proto) -> bool:
    """خرجت وقفة رفع فيها المشاركون لافتات تطالب بفك الحصار عن طفس: with the article, those who came out."""
    return a.family == b.family == "crowd" and any(x.definite and x.category == "protester" for x in b.side1)


def _same_place(a: PlaceMention, b: PlaceMention) -> bool:
    if any(x.anaphor and x.antecedent is None for x in (a, b)):
        return True
    if a.location is None or b.location is None:
        return a.name == b.name
    return a.location.name_ar == b.location.name_ar


# -- joining -------------------------------------------------------------------------------------


def _join(carrier: Proto, proto: Proto) -> None:
    """Let ``carrier`` tell ``proto`` too; the more telling act names it."""
    if carrier.family == proto.family == "fight" and is_answer(proto.predicate):
        _join_answer(carrier, proto)
        return
    _leave_sides(carrier, proto)
    _leave_sides(proto, carrier)
    carrier.preds.extend(proto.preds)
    carrier.tolls.extend(proto.tolls)
    carrier.both = carrier.both or proto.both
    carrier.intervention = carrier.intervention or proto.intervention
    if carrier.family != proto.family and "crowd" in (carrier.family, proto.family):
        _join_crowd(carrier, proto)
        return
    if carrier.family == "mediate" and proto.family == "agreement":
        _join_mediation(carrier, proto)
    _add_parties(carrier, proto)
    carrier.other.extend(x for x in proto.other if x not in carrier.other and x not in carrier.side1)
    outdone = carrier.family == "disrupt" and proto.family in ("arrest", "fight")
    if outdone or (proto.act.rank > carrier.act.rank and not is_detail(carrier, proto)):
        carrier.act, carrier.predicate = proto.act, proto.predicate
        carrier.outcome_only = carrier.outcome_only and proto.outcome_only
    result = proto.predicate.rule.outcome is not None  # المعارك أسفرت عن مقتل 38 وأسر 11
    carrier.definite = carrier.definite and (proto.definite or result)


def is_answer(p: Predicate) -> bool:
    """فردت الدورية على مصادر النيران: a verb of answering fire, of those who were attacked."""
    return p.finite and p.lemma in load_grammar().answers


def _join_answer(carrier: Proto, answer: Proto) -> None:
    """تعرضت دورية لإطلاق نار من مسلحين فردت عليهم: who answers is the side that was attacked."""
    carrier.preds.extend(answer.preds)
    carrier.tolls.extend(answer.tolls)
    known = actor_names(carrier.side1) | actor_names(carrier.side2)
    carrier.side2.extend(x for x in answer.side1 if x.armed and actor_names([x]).isdisjoint(known))


def _join_mediation(carrier: Proto, proto: Proto) -> None:
    """قاد مشايخ وساطة أفضت إلى هدنة بين الطرفين: who mediated is no side of what was agreed."""
    mediators = [*carrier.side1, *carrier.side2]
    carrier.other.extend(x for x in mediators if x not in carrier.other)
    carrier.side1, carrier.side2 = [], []
    proto.side1 = [x for x in proto.side1 if x not in mediators]
    proto.side2 = [x for x in proto.side2 if x not in mediators]


def _add_parties(carrier: Proto, proto: Proto) -> None:
    carrier.side1.extend(x for x in proto.side1 if x not in carrier.side1 and x not in carrier.side2)
    carrier.side2.extend(x for x in proto.side2 if x not in carrier.side2 and x not in carrier.side1)


def _join_crowd(carrier: Proto, proto: Proto) -> None:
    """A crowd and the force that meets it: the crowd names the event, the force is side 2."""
    crowd, force = (carrier, proto) if carrier.family == "crowd" else (proto, carrier)
    if force.family == "fight":
        carrier.intervention = True
        carrier.killed_crowd = carrier.killed_crowd or force.act.id in _SHOTS
    side1 = list(crowd.side1)
    armed = [x for x in force.side1 if x not in side1 and _meets(x)]
    carrier.act, carrier.predicate = crowd.act, crowd.predicate
    carrier.side1 = side1
    carrier.side2 = [*crowd.side2, *[x for x in armed if x not in crowd.side2]]
    carrier.outcome_only = False


def _meets(party: Party) -> bool:
    """Who faces a crowd: a force, or strangers; gunmen alone may be of the crowd."""
    if party.category == "gunman":
        return party.sense is not None and party.sense.lemma in load_grammar().strangers
    return party.armed


def _leave_sides(outcome: Proto, fight: Proto) -> None:
    """قُتل مدني في اشتباكات بين أ وب: who fell between the two is no side."""
    two = fight.both or (fight.predicate.rule.two_sided and bool(fight.side1) and bool(fight.side2))
    if outcome.outcome_only and two:
        outcome.side2 = [x for x in outcome.side2 if x.armed and x.category != "gunman"]


def _precede(outcome: Proto, cause: Proto) -> None:
    """Give a death told first to what caused it."""
    cause.preds.extend(outcome.preds)
    cause.tolls = [*outcome.tolls, *cause.tolls]
    if cause.family == "crowd":
        cause.intervention = True
        cause.killed_crowd = cause.killed_crowd or bool(outcome.tolls)
        return
    _leave_sides(outcome, cause)
    _add_parties(cause, outcome)


def _are_alike(one: Party, other: Party) -> bool:
    """العثور على جثتي شابين، وكان الشابان قد خطفا: the same people by the word for them."""
    if one is other or one.sense is None or other.sense is None:
        return one is other
    return one.sense.lemma == other.sense.lemma

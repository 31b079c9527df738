"""Acts that a report names only as the object or the doer of another: cargo, what was struck, a patrol that suffers.

Each test takes an act of a sentence and says whether it is such a thing; ``verdicts`` asks them.

Example: in ``قصفت المدفعية تعزيزات للحوثيين`` the reinforcements are what was struck.
Source: codebook section 2; WORDING 28 and 29.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence

_CAMPAIGN_REACH = 2  # words from a campaign to the verb that says where
_STOP_REACH = 6  # words from a verb of stopping to what is stopped
_LOAD_REACH = 4  # words from a verb of carrying to what is carried
_FOUND_REACH = 16  # words from the verb of finding
_TARGET_REACH = 4  # words from an act to its object
_STRIKING = frozenset(("boom", "fight", "disrupt", "property"))
_STRUCK_REACH = 12  # words from a verb of striking to what was struck


def is_cargo(s: Sentence, p: Predicate) -> bool:
    """عربات كانت تحمل تعزيزات، غارة على شاحنات محملة بالسلاح: only what something carries, or what was struck."""
    if p.act.id == "suicide":
        return _is_found(s, p)
    if p.act.family == "crowd":
        struck = s.before(p.at) == "علي" and p.lemma in load_grammar().gatherings
        return struck and any(q.act.family == "boom" and q.at < p.at for q in s.acts)
    carries = load_grammar().carries
    if p.rule.weak and p.act.family == "boom" and p.sense.form.number == "p":
        return any(q.lemma in carries and 0 < p.at - q.at <= _LOAD_REACH for q in s.predicates)  # تحمل 7 راجمات صواريخ
    if p.act.family != "reinforce":
        return False
    if p.proclitics.endswith("ب") and s.before(p.at) in load_grammar().backed:
        return True  # قوات مدعومة بتعزيزات
    if _is_target(s, p):
        return True
    return any(
        q.finite and q.sense.form.tense == "present" and q.lemma in carries and 0 < p.at - q.at <= 2
        for q in s.predicates
    )


def _is_found(s: Sentence, p: Predicate) -> bool:
    """عثرت على أسلحة وحزام ناسف: a belt found, no bombing."""
    finds = load_grammar().finds
    found = [q for q in s.acts if q.lemma in finds and 0 < p.at - q.at <= _FOUND_REACH]
    return bool(found) and not any(q.finite and found[-1].at < q.at < p.at for q in s.predicates)


def _is_target(s: Sentence, p: Predicate) -> bool:
    """Another act right before it, with no verb of moving between, has it for its object."""
    if _is_struck(s, p):
        return True
    before = [q for q in s.predicates if 0 < p.at - q.last <= _TARGET_REACH]
    if not before or before[-1].kind != "act" or not before[-1].firm:
        return False
    act = before[-1]
    if not act.finite and act.sense.form.definite:
        return False  # أعقب الهجوم استقدام تعزيزات
    return act.act.family in _STRIKING and s.clause_of(act.at) == s.clause_of(p.at) and p.proclitics[:1] != "و"


def _is_struck(s: Sentence, p: Predicate) -> bool:
    """قصفت المدفعية، وفق الموقع، تعزيزات للحوثيين: struck from afar, however far the verb."""
    before = [q for q in s.predicates if q.at < p.at and q.kind != "reporting"]
    owned = any(x.first == p.last + 1 and x.prep == "ل" and x.entries for x in s.parties)
    if not owned or not before or p.at - before[-1].at > _STRUCK_REACH:
        return False
    return before[-1].kind == "act" and before[-1].finite and before[-1].lemma in load_grammar().strikes


def is_subject(s: Sentence, p: Predicate) -> bool:
    """شنت دورية مشتركة من قسد عملية، انفجرت بدورية: a patrol that does or suffers something is no deployment."""
    party = next((x for x in s.parties if x.head == p.at and x.entries), None)
    if party is None or p.act.family != "deploy":
        return False
    return p.proclitics.endswith("ب") or any(q.finite and q.last == p.at - 1 for q in s.predicates)


def is_operation(s: Sentence, p: Predicate) -> bool:
    """استهدفت العملية منزل القيادي: what the operation just told was after is no attack of its own."""
    if p.lemma not in load_grammar().strikes_at or p.rule.outcome is not None:
        return False
    if not p.proclitics and any(
        q.act.family in ("arrest", "sweep") and not q.finite and 0 < p.at - q.last <= _CAMPAIGN_REACH for q in s.acts
    ):
        return True  # حملة دهم واعتقال استهدفت عدة قرى
    beside = {s.before(p.at), *s.texts[p.last + 1 : min(s.last, p.last + 2)]}
    return not beside.isdisjoint(load_grammar().operations)


def is_stop(s: Sentence, p: Predicate) -> bool:
    """أوقف عناصر الحاجز سيارة وطلبوا من ركابها السلاح: cars are stopped, only people are arrested."""
    if p.act.id != "arrest" or p.lemma not in load_grammar().stops or p.enclitic:
        return False
    after = [x for x in s.parties if p.last < x.first <= p.last + _STOP_REACH and not x.prep]
    return len(after) == 2 and after[0].armed and after[1].category == "post" and not after[1].owner


def is_passing(s: Sentence, p: Predicate) -> bool:
    """وقع في قبضة قوة إسرائيلية توغلت قرب البلدة: a movement that only says which force it was."""
    if p.proclitics or p.act.family not in ("deploy", "reinforce", "withdraw"):
        return False
    told = any(q.at < p.at and s.clause_of(q.at) == s.clause_of(p.at) and q.firm for q in s.acts)
    return told and any(x.last == p.at - 1 and not x.definite and x.armed for x in s.parties)

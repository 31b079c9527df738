"""What the words before a predicate make of it: negation, hypothesis, demand, denial, reason, possibility, future.

Example: in ``نفت الوزارة وقوع اشتباكات`` the clashes are denied.
Sources: codebook section 2 and rulings 4, 12, 13; WORDING 27-31.
"""

from __future__ import annotations

from collections.abc import Callable

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence

_DEMAND_REACH = 12  # words from a demand to what it asks for
_TOPIC_REACH = 8
_FUTURE_REACH = 6
_NEGATION_REACH = 9
_SOFT = frozenset(("denied", "possible"))  # words further left may say more
_ACCUSED = "accused"
_HARM = frozenset(("killed", "wounded"))


def judge_scopes(sentence: Sentence, predicate: Predicate) -> str:
    """The verdict of the scope words before ``predicate``, the nearest first; "" when none governs it."""
    judged = ""
    for i, kind in reversed(sentence.scope.items()):
        rule = _RULES.get(kind) if i < predicate.at else None
        verdict = rule(sentence, i, predicate) if rule is not None else ""
        if verdict == _ACCUSED:
            judged = "denied"
        elif verdict in _SOFT:
            judged = judged or verdict
        elif verdict:
            return verdict
    return judged or ("denied" if _denied_after(sentence, predicate) else "")


def _is_near(s: Sentence, i: int, p: Predicate) -> bool:
    """In the clause of the predicate, or in the one before without a comma between."""
    away = s.clause_of(p.at) - s.clause_of(i)
    return away == 0 or (away == 1 and not s.comma_between(i, p.at))


def _negation(s: Sentence, i: int, p: Predicate) -> str:
    """لم يُقتل أحد; but not غير بعيد, nor لا يزال, nor over a comma or a verb of claiming."""
    grammar, word, away = load_grammar(), s.texts[i], p.at - i
    if i + 1 < s.last and s.texts[i + 1] in grammar.still:
        return ""
    if any(q.at <= i <= q.last for q in s.acts if q.part == "phrase" and q is not p):
        return ""  # استعادوا المدينة من دون قتال عقب انسحاب التنظيم
    if s.comma_between(i, p.at) or any(q.kind == "claim" and i < q.at < p.at for q in s.predicates):
        return ""
    if any(q.kind == "result" and i + 1 < q.at < p.at for q in s.predicates):
        return ""  # على سيارة لم تتوقف ما أدى لإصابة سائقها
    if s.texts[p.at].startswith("ال") and any(q.kind == "result" and q.at == i + 1 for q in s.predicates):
        return ""  # لم يسفر الهجوم عن إصابات
    if not p.finite and p.rule.outcome is None and any(_spares(q) and i < q.at < p.at for q in s.acts):
        return ""  # لم يُصب أحد في القصف: nobody was hurt, but shelling there was
    if word in ("غير", "عدم"):
        negates = away <= (1 if word == "غير" else 3)
    elif word in grammar.without:
        negates = away <= 5
    else:
        negates = word != "لما" and away <= _NEGATION_REACH and (away <= 2 or _is_near(s, i, p))
    return "negated" if negates else ""


def _spares(q: Predicate) -> bool:
    return (q.finite or q.part == "phrase") and q.rule.outcome in ("killed", "wounded")


def _hypothesis(s: Sentence, i: int, p: Predicate) -> str:
    """خشية وقوع هجوم; إذا and ربما reach over clauses, up to و and a verb."""
    if s.texts[i] in load_grammar().undertakings and any(w in load_grammar().accusations for w in s.window(i - 9, i)):
        return ""  # اتهم الجيش الحركة بشن غارة
    opens = s.texts[i] in load_grammar().open_hypotheses and not (p.finite and p.proclitics[:1] == "و")
    return "hypothetical" if opens or _is_near(s, i, p) else ""


def _demand(s: Sentence, i: int, p: Predicate) -> str:
    """طالبوا بوقف القصف; an accusation that is answered by a denial is denied."""
    grammar, word = load_grammar(), s.texts[i]
    if not _is_near(s, i, p) or s.before(i) in grammar.calm:
        return ""  # ساد هدوء حذر عقب اشتباكات
    if word in grammar.accusations and any(x.head == i for x in s.parties):
        return ""  # قبضت على ستة متهمين نفذوا هجوماً
    if word.removeprefix("و") in grammar.accusations:
        if any(kind == "denial" and j > p.at for j, kind in s.scope.items()):
            return _ACCUSED
        if _is_specific(s, p):
            return ""
    if p.at - i > _DEMAND_REACH or (p.finite and word in grammar.reason_demands):
        return ""
    return "demanded" if word.lstrip("و") in grammar.terms or not _verb_between(s, i, p) else ""


def _is_specific(s: Sentence, p: Predicate) -> bool:
    """اتهم الجيش قسد بقصف قرية زبيدة، ما أدى إلى مقتل طفلة: a deed of which a party speaks, with its place and more."""
    deed = next((q for q in s.acts if q.at <= p.at and is_accused_of(s, q)), None)
    if deed is None or (deed is not p and not p.finite):
        return False
    placed = any(m.first > deed.at and not m.role and not m.anaphor for m in s.places)
    harmed = any(q.at >= deed.at and q.rule.outcome in _HARM for q in s.acts)
    armed = any(q.at > deed.at and q.rule.weak and q.act.family == "boom" for q in s.acts)
    return placed and (harmed or armed or any(d.dates for d in s.dates))


def is_accused_of(s: Sentence, p: Predicate) -> bool:
    """بقصف قرية، بشن غارة، بتنفيذ هجوم: what somebody is accused of."""
    if p.finite:
        return False
    undertaken = s.before(p.at) in load_grammar().undertakings
    return undertaken or p.proclitics.endswith("ب") or (p.part == "phrase" and s.texts[p.at].startswith("ب"))


def _topic(s: Sentence, i: int, p: Predicate) -> str:
    """بحثا سبل تثبيت الهدنة وخروج القوات: what is talked about as something to do."""
    return "demanded" if not p.finite and p.at - i <= _TOPIC_REACH and s.clause_of(i) == s.clause_of(p.at) else ""


def _verb_between(s: Sentence, i: int, p: Predicate) -> bool:
    """A past verb between a demand and the predicate ends the demand (دعوا ... وأحرقوا)."""
    return any(
        q.finite and i < q.at <= p.at and q.sense.form.tense == "past" and q.proclitics[:1] in ("و", "ف")
        for q in s.acts
    )  # fmt: skip


def _reason(s: Sentence, i: int, p: Predicate) -> str:
    return "cause"


def _denial(s: Sentence, i: int, p: Predicate) -> str:
    """نفى ذلك قائلاً إن ...: what is said after is stated, not denied."""
    return "denied" if load_grammar().new_statement.isdisjoint(s.texts[i : p.at]) else ""


def _denied_after(s: Sentence, p: Predicate) -> bool:
    """وهو ما نفته الوزارة، أما الأنباء عن ... فقد نفاها المصدر، ما يشاع عن خطف فتاة غير صحيح."""
    denies = [q for q in s.predicates if q.kind == "deny"] if "deny" in s.kinds else ()
    return any(q.at > p.at and (q.enclitic in ("ه", "ها") or _calls_false(q, p)) for q in denies)


def _calls_false(q: Predicate, p: Predicate) -> bool:
    """غير صحيح, after a noun."""
    return q.part == "phrase" and not p.finite


def _possibility(s: Sentence, i: int, p: Predicate) -> str:
    return "possible" if _is_near(s, i, p) else ""


def _future(s: Sentence, i: int, p: Predicate) -> str:
    return "planned" if p.at - i <= _FUTURE_REACH and s.clause_of(i) == s.clause_of(p.at) else ""


_RULES: dict[str, Callable[[Sentence, int, Predicate], str]] = {
    "negation": _negation,
    "hypothetical": _hypothesis,
    "demand": _demand,
    "topic": _topic,
    "reason": _reason,
    "denial": _denial,
    "possible": _possibility,
    "future": _future,
}

"""Decide whether a predicate says that something happened: negation, plan, fear, habit, tally, denial.

Sources: codebook section 2 and rulings 4, 12, 13; WORDING 27-31 and 54.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from .sentences import RELATIVE, Sentence

_STILL = frozenset(("يقل", "تقل", "يقلون", "يزال", "تزال", "يزالون", "تزالان", "زال", "زالت"))
_NEVER_MIND = frozenset(("دون", "بدون", "بلا"))
_ATTEMPTS = frozenset(("محاوله", "لمحاوله", "بمحاوله", "المحاوله", "محاولات"))
_CAUSE_DEMANDS = frozenset(("احتجاجا", "تنديدا", "رفضا", "استنكارا", "للتنديد", "بتهمه", "بذريعه", "بحجه", "بدعوي", "تضامنا", "هربا",
                            "فرارا", "للمطالبه", "مطالبين", "ملاحقه", "بملاحقه", "لملاحقه", "مكافحه", "لمكافحه"))  # fmt: skip


def judge(sentence: Sentence, predicate: Predicate, day_dated: bool, story_started: bool) -> str:
    """"" when the happening is stated; else why not: negated, planned, hypothetical, demanded, habit, tally,
    denied, anchor, relative, question, fiction, attempt, purpose. ``denied`` still makes a (denied) event.
    """
    if sentence.question:
        return "question"
    if "accident" in sentence.scope_keys():
        return "accident"
    if "sport_metaphor" in sentence.scope_keys() and not any(x.entries for x in sentence.parties):
        return "metaphor"
    if sentence.words.words[predicate.at] == "فقد" and predicate.finite and _particle(sentence, predicate):
        return "particle"
    if _only_words(sentence, predicate):
        return "words"
    reason = _by_words_before(sentence, predicate)
    if reason:
        return reason
    return _by_form(sentence, predicate, day_dated)


def _by_words_before(s: Sentence, p: Predicate) -> str:
    words = s.words.words
    clause = s.clause_of(p.at)
    verdict = ""
    for i in range(p.at - 1, s.first - 1, -1):
        key = s.scope.get(i)
        if key is None:
            continue
        distance = p.at - i
        same = s.clause_of(i) == clause
        near = same or (s.clause_of(i) == clause - 1 and not s.comma_between(i, p.at))
        if key == "negation":
            if _negates(s, i, p, near):
                return "negated"
        elif key == "hypothetical":
            if near or (words[i] in ("اذا", "لو", "هل", "ربما") and not (p.finite and p.proclitics[:1] == "و")):
                return "hypothetical"
        elif key == "demand":
            if words[i] in _ACCUSATIONS and near and any(k == "denial" and j > p.at for j, k in s.scope.items()):
                verdict = "denied"
            elif near and distance <= 12 and not (words[i] in _CAUSE_DEMANDS and p.finite):
                if words[i].lstrip("و") in _TERMS or not _verb_between(s, i, p):
                    return "demanded"
        elif key == "reason":
            return "cause"
        elif key == "denial":
            if not _denial_ends(s, i, p.at):
                verdict = verdict or "denied"
        elif key == "possible" and near:
            verdict = verdict or "possible"
        elif key == "future" and same and distance <= 6:
            return "planned"
    if not verdict and _denied_after(s, p):
        return "denied"
    return verdict


_TERMS = frozenset(("ينص", "تنص", "نص", "يقضي", "تقضي", "يتضمن", "تتضمن", "يشمل", "تشمل", "بموجبه"))
_ACCUSATIONS = frozenset(("اتهم", "اتهمت", "اتهموا", "متهما", "متهمه", "متهمين"))
_NEW_STATEMENT = frozenset(("قايلا", "قائلا", "موكدا", "موضحا", "مضيفا", "وانهم", "وانه", "وانها", "موكده", "قايله"))


def _denial_ends(s: Sentence, i: int, at: int) -> bool:
    """نفى ذلك قائلاً إن ...: what is said after is stated, not denied."""
    return any(s.words.words[j] in _NEW_STATEMENT for j in range(i, at))


def _denied_after(s: Sentence, p: Predicate) -> bool:
    """وهو ما نفته الوزارة، أما الأنباء عن ... فقد نفاها المصدر."""
    for q in s.predicates:
        if q.kind == "deny" and q.at > p.at and q.enclitic in ("ه", "ها"):
            return True
    return False


def _verb_between(s: Sentence, i: int, p: Predicate) -> bool:
    """A past verb between a demand and the predicate ends the demand (دعوا ... وأحرقوا)."""
    return any(q.finite and i < q.at <= p.at and q.kind == "act" and q.sense.form.tense == "past" and q.proclitics[:1] in ("و", "ف")
               for q in s.predicates)  # fmt: skip


def _negates(s: Sentence, i: int, p: Predicate, near: bool) -> bool:
    words = s.words.words
    word = words[i]
    nxt = words[i + 1] if i + 1 < s.last else ""
    if nxt in _STILL:
        return False
    distance = p.at - i
    if s.comma_between(i, p.at) or any(q.kind == "claim" and i < q.at < p.at for q in s.predicates):
        return False
    if word in ("غير", "عدم"):
        return distance <= (1 if word == "غير" else 3)
    if word in _NEVER_MIND:
        return distance <= 5
    if word == "لما":
        return False
    return (near or distance <= 2) and distance <= 9


def _by_form(s: Sentence, p: Predicate, day_dated: bool) -> str:
    words = s.words.words
    tense = p.sense.form.tense
    before = words[p.at - 1] if p.at > s.first else ""
    if tense == "future":
        return "planned"
    if p.sense.lemma == "اسر" and p.enclitic:
        return "family"  # أسرته، أسرهم
    if not p.finite and p.sense.form.definite and (_left_by(s, p) or _point_in_time(s, p, before)):
        return "anchor"
    if _suspected(s, p):
        return "suspicion"
    if tense == "present" and before in ("قد", "ان", "لن", "كي", "لكي", "سوف") and p.finite and before != "لم":
        if before == "قد" or before in ("سوف", "لن", "كي", "لكي"):
            return "hypothetical"
    if before in ("مخلفات", "بقايا"):
        return "anchor"
    if _foiled(s, p):
        return "foiled"
    if before in _ATTEMPTS or (p.at > s.first + 1 and words[p.at - 2] in _ATTEMPTS):
        return "attempt"
    if before == "منذ" or (p.at > s.first + 1 and words[p.at - 2] == "منذ" and (p.part == "noun" or before == "ان")):
        return "anchor"
    if p.proclitics.endswith("ل") and p.part != "verb" and p.sense.form.definite is False and not _suffered(s, p):
        return "purpose"
    if _in_relative(s, p):
        return "relative"
    if _future_light(s, p):
        return "planned"
    if not day_dated and not p.finite and _generic_plural(s, p):
        return "habit"
    if p.finite and p.enclitic in ("ه", "هم", "هما") and p.kind == "act" and p.frame is not None and p.frame.act.id == "cordon":
        return "part"
    if before in ("اثناء", "خلال") and p.frame is not None and p.frame.act.id == "mob" and not p.finite:
        return "setting"
    if p.frame is not None and p.frame.act.id == "release" and before == "ان" and p.at > s.first + 1 and words[p.at - 2] == "قبل":
        return "part"
    if "habit_phrases" in s.scope_phrases and not day_dated:
        return "habit"
    if "tally_phrases" in s.scope_phrases and not day_dated:
        return "tally"
    if not day_dated and tense == "present" and p.kind == "act" and _habitual(s):
        return "habit"
    return ""


_GENERIC_PLURALS = frozenset(("جرايم", "حالات", "حوادث", "عمليات", "اعمال", "انتهاكات", "ظاهره", "موجه", "مسلسل"))


def _generic_plural(s: Sentence, p: Predicate) -> bool:
    """جرائم قتل وخطف وسرقة، عمليات اغتيال: kinds of happenings, not one."""
    words = s.words.words
    for j in range(p.at - 1, max(s.first, p.at - 4) - 1, -1):
        if words[j] in _GENERIC_PLURALS or (words[j][:1] == "و" and words[j][1:] in _GENERIC_PLURALS):
            return not any(q.finite and q.kind == "light" and q.sense.form.tense == "past" and abs(q.at - p.at) <= 6 for q in s.predicates) or words[j] in ("جرايم", "حالات", "حوادث")
    return False


def _future_light(s: Sentence, p: Predicate) -> bool:
    """The verb that carries the event noun is in the future: اشتباكات ستندلع، سيشن هجوماً."""
    if p.finite:
        return False
    for q in s.predicates:
        if q.finite and q.sense.form.tense == "future" and abs(q.at - p.at) <= 6:
            return True
    return False


def _point_in_time(s: Sentence, p: Predicate, before: str) -> bool:
    """فتحوا النار بعد التفجير: the known happening only says when the other one was."""
    if before not in ("بعد", "عقب", "قبل", "اثر", "قبيل"):
        return False
    return any(q is not p and q.kind == "act" and q.frame is not None and q.frame.outcome is None and not q.discarded for q in s.predicates)


def _particle(s: Sentence, p: Predicate) -> bool:
    """فقد افترش المعتصمون الأرض: ف + قد before a verb, not "was lost"."""
    if "\u064f" in s.words.raw(p.at, p.at):
        return False
    nxt = s.infos[p.at + 1] if p.at + 1 < s.last else None
    if nxt is not None and any(sense.kind == "people" for _, sense in nxt.senses):
        return False
    return not any(n.first == p.at + 1 for n in s.numbers)


def _foiled(s: Sentence, p: Predicate) -> bool:
    """إفشال تفجير دراجة: the blast did not happen."""
    if p.finite or p.frame is None or p.frame.act.family != "boom":
        return False
    return any(q.kind == "act" and q.frame is not None and q.frame.act.family == "disrupt" and 0 < p.at - q.last <= 2 for q in s.predicates)


_CONDEMNS = frozenset(("ادان", "ندد", "استنكر", "شيع", "حمل", "برر", "اعتبر", "رفض"))
_SUPPOSES = frozenset(("توقع", "خشي", "استبعد", "راي", "طالب", "دعا", "ناشد", "حذر", "هدد", "توعد", "طلب", "لوح", "تعهد", "نوي", "اعتزم", "استعد", "وعد"))


def _only_words(s: Sentence, p: Predicate) -> bool:
    """What somebody expects, fears, asks or condemns: توقعت المصادر أن تتعرض المنطقة لضربات، أدانت الهجوم."""
    for q in s.predicates:
        if q.kind != "accuse" or not 0 < p.at - q.at <= 16 or s.clause_of(p.at) - s.clause_of(q.at) > 2:
            continue
        if p.finite and p.sense.form.tense == "past" and p.proclitics[:1] in ("و", "ف"):
            continue
        if q.sense.lemma in _SUPPOSES or (q.sense.lemma in _CONDEMNS and not p.finite and p.at - q.at <= 6):
            return True
    return False


def _left_by(s: Sentence, p: Predicate) -> bool:
    """لغم خلّفته المعارك: the fighting is long past, only its mine is told."""
    return any(q.kind == "result" and q.enclitic and p.at - q.last == 1 for q in s.predicates)


def _suspected(s: Sentence, p: Predicate) -> bool:
    """رجّح المرصد أن تكون خلايا داعش وراء زرع العبوة: who did it, not a second happening."""
    words = s.words.words
    if not (p.sense.form.definite or (p.frame is not None and p.frame.weak)):
        return False
    verbs = {q.at for q in s.predicates if q.finite}
    return any(words[j] in ("وراء", "خلف") and j not in verbs for j in range(max(s.first, p.at - 4), p.at))


def _habitual(s: Sentence) -> bool:
    return any(key == "habit" for key in s.scope.values())


def _suffered(s: Sentence, p: Predicate) -> bool:
    """A verb of suffering or exchange before a noun in ل: تعرض لهجوم، تبادل لإطلاق النار، عرضة لـ."""
    for q in s.predicates:
        if q.at < p.at and p.at - q.at <= 22 and q.kind == "light" and q.role == "patient":
            return True
        if q.kind == "result" and 0 < p.at - q.at <= 3:
            return True
    words = s.words.words
    return any(words[j] in ("تعرض", "تعرضها", "تعرضه", "تعرضهم", "بتعرض", "لتعرض", "تبادل", "اثر", "نتيجه") for j in range(max(s.first, p.at - 12), p.at))


def _in_relative(s: Sentence, p: Predicate) -> bool:
    """A finite act inside التي/الذي that describes a party or place, not a happening."""
    if not p.finite:
        return False
    start = s.clause_start(p.at)
    words = s.words.words
    if words[start] not in RELATIVE or p.at - start > 3:
        return False
    return not any(q.last in (start - 1, start - 2, start - 3) and q.kind == "act" and not q.finite for q in s.predicates)

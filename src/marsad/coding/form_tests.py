"""What the form of an act and the words around it make of it: future, attempt, anchor, part, kind, habit.

Each test takes an act of a sentence; ``verdicts`` asks them in order.

Example: ``محاولة اغتيال`` is an attempt, ``منذ سيطرة الجيش`` only an anchor in time, ``جرائم قتل`` kinds of deeds.
Sources: codebook section 2 and ruling 12; WORDING 27-31.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence

_DAYS = frozenset(("absolute", "day-offset", "weekday"))
_DAY_REACH = 12  # words from a verb to its day
_ON_REACH = 5  # words from the verb of finding to whom it was found on
_STRIVING = 6  # words from what is striven for to the verb of striving
_RETAKEN = 3  # words of منذ استعادة القوات السيطرة
_SINCE = frozenset(("منذ", "ومنذ"))
_WHILE = frozenset(("الوقت", "بالوقت"))


def _two_before(s: Sentence, p: Predicate) -> str:
    """The word before the word before."""
    return s.texts[p.at - 2] if p.at > s.first + 1 else ""


def is_future(s: Sentence, p: Predicate) -> bool:
    """سيهاجم."""
    return p.sense.form.tense == "future"


def is_family(s: Sentence, p: Predicate) -> bool:
    """أسرته، أسرهم: kin, no capture."""
    return p.lemma == "اسر" and bool(p.enclitic)


def is_anchor(s: Sentence, p: Predicate) -> bool:
    """A known happening that only dates another: فتحوا النار بعد التفجير، لغم خلّفته المعارك."""
    if not p.sense.form.definite:
        return False
    if "result" in s.kinds and any(q.kind == "result" and q.enclitic and p.at - q.last == 1 for q in s.predicates):
        return True
    before, points = s.before(p.at), load_grammar().time_points
    return (before in points or before.removeprefix("و") in points) and any(
        q is not p and q.frame is not None and q.frame.outcome is None and not q.discarded for q in s.acts
    )


def is_suspected(s: Sentence, p: Predicate) -> bool:
    """رجّح المرصد أن تكون خلايا داعش وراء زرع العبوة: who did it, not a second happening."""
    if not (p.sense.form.definite or (p.frame is not None and p.frame.weak)):
        return False
    behind = load_grammar().behind
    if behind.isdisjoint(s.window(p.at - 4, p.at)):
        return False
    marks = [j for j in range(max(s.first, p.at - 4), p.at) if s.texts[j] in behind]
    return not {q.at for q in s.predicates if q.finite}.issuperset(marks)


def is_unreal(s: Sentence, p: Predicate) -> bool:
    """قد يهاجم، سوف تقصف."""
    return p.sense.form.tense == "present" and s.before(p.at) in load_grammar().unreal_before


def is_remnant(s: Sentence, p: Predicate) -> bool:
    """مخلفات قصف."""
    return s.before(p.at) in load_grammar().remnants


def is_foiled(s: Sentence, p: Predicate) -> bool:
    """إفشال تفجير دراجة: the blast did not happen."""
    if p.frame is None or p.frame.act.family != "boom":
        return False
    return any(q.frame is not None and q.act.family == "disrupt" and 0 < p.at - q.last <= 2 for q in s.acts)


def is_attempt(s: Sentence, p: Predicate) -> bool:
    """محاولة اغتيال."""
    attempts = load_grammar().attempts
    return s.before(p.at) in attempts or _two_before(s, p) in attempts


def is_tried(s: Sentence, p: Predicate) -> bool:
    """محاولة قوة من الجهاز اعتقال قيادي، حاولت دورية توقيف شاب; but حاول عناصر مهاجمة حاجز is a fight."""
    doer = next((x for x in s.parties if x.last == p.at - 1), None)
    if doer is None:
        return False
    before = s.before(doer.first)
    return before in load_grammar().attempts or (p.act.family != "fight" and before in load_grammar().tries)


def is_since(s: Sentence, p: Predicate) -> bool:
    """منذ سيطرة الجيش, قبيل سيطرته: only an anchor in time."""
    before = s.before(p.at)
    if before in ("قبل", "قبيل") and p.act.family == "territory":
        return True  # نزحوا قبيل سيطرة الجيش على البلدة
    if before in load_grammar().follows and not p.finite and p.sense.form.definite:
        return True  # وأعقب الهجوم استقدام تعزيزات
    if before in _SINCE or (_two_before(s, p) in _SINCE and (not p.finite or before == "ان")):
        return True
    return not p.finite and any(q.at < p.at <= q.last + _RETAKEN and s.before(q.at) in _SINCE for q in s.acts)


def is_purpose(s: Sentence, p: Predicate) -> bool:
    """اجتمعوا لقتل، عبوة معدة للتفجير: a noun in ل, unless something suffered it (تعرض لهجوم)."""
    if p.proclitics.endswith("ل") and s.before(p.at) in load_grammar().prepared:
        return True
    return p.proclitics.endswith("ل") and not p.sense.form.definite and not _suffered(s, p)


def is_striven_for(s: Sentence, p: Predicate) -> bool:
    """في محاولة لاحتواء الموقف وفرض السيطرة، سعيه إلى السيطرة على الإقليم: control that is only wanted."""
    if p.act.family != "territory" or (p.sense.form.tense == "past" and p.proclitics[:1] in ("", "ف")):
        return False
    return not load_grammar().strives.isdisjoint(s.window(p.at - _STRIVING, p.at + 1))


def _suffered(s: Sentence, p: Predicate) -> bool:
    """A verb of suffering or exchange before a noun in ل: تعرض لهجوم، تبادل لإطلاق النار، عرضة لـ."""
    for q in s.predicates:
        if q.kind == "light" and q.role == "patient" and 0 < p.at - q.at <= 22:
            return True
        if q.kind == "result" and 0 < p.at - q.at <= 3:
            return True
    return not load_grammar().suffering.isdisjoint(s.window(p.at - 12, p.at))


def is_relative(s: Sentence, p: Predicate) -> bool:
    """A finite act inside التي/الذي that describes a party or place, not a happening."""
    if _left_from(s, p):
        return True
    if not s.opens_with(p.at, load_grammar().relative) or s.before(s.clause_start(p.at)) in _WHILE:
        return False  # في الوقت الذي أصيب فيه أربعة
    if p.act.family == "territory" and p.sense.form.tense == "present":
        return True  # منطقة رأس العين التي تسيطر عليها الفصائل
    start = s.clause_start(p.at)
    if p.at - start > 3 or _is_dated_inside(s, p):
        return False
    return not any(1 <= start - q.last <= 3 and not q.finite and not q.discarded for q in s.acts)


def _left_from(s: Sentence, p: Predicate) -> bool:
    """استعادت سيطرتها على نقاط انسحبت منها: says of the spots, without a relative pronoun."""
    if p.act.family != "withdraw" or s.texts[p.last + 1 : p.last + 2] not in (["منها"], ["منه"], ["منهما"]):
        return False
    return s.before(p.at) in load_grammar().spots and not p.proclitics


def _is_dated_inside(s: Sentence, p: Predicate) -> bool:
    """الطالب الذي اعتقله الفرع في اللاذقية يوم الجمعة: told with its own day, the deed is recalled, no description."""
    clause = s.clause_of(p.at)
    return any(
        d.dates and d.kind in _DAYS and p.at < d.first <= p.at + _DAY_REACH and s.clause_of(d.first) == clause
        for d in s.dates
    )


def is_future_light(s: Sentence, p: Predicate) -> bool:
    """The verb that carries the event noun is in the future: اشتباكات ستندلع، سيشن هجوماً."""
    return any(q.sense.form.tense == "future" and q.finite and abs(q.at - p.at) <= 6 for q in s.predicates)


def is_surrounding(s: Sentence, p: Predicate) -> bool:
    """حاصروه ثم قتلوه: part of the attack."""
    return p.enclitic in ("ه", "هم", "هما") and p.frame is not None and p.act.id == "cordon"


def is_wound_died_of(s: Sentence, p: Predicate) -> bool:
    """متأثراً بإصابته: the wound of the dead, no second victim."""
    before = s.before(p.at)
    if p.act.id != "harm" or before not in load_grammar().died_of | load_grammar().earlier:
        return False
    dead = any(q.rule.outcome == "killed" and q.at < p.at for q in s.acts)
    return before in load_grammar().died_of or (bool(p.enclitic) and dead)  # لفظ أنفاسه بعد إصابته


def is_setting(s: Sentence, p: Predicate) -> bool:
    """خلال شجار، أثناء مداهمة: when something else happened."""
    if p.frame is None:
        return False
    if p.act.family == "fight" and p.sense.form.definite:
        later = (q for q in s.acts if q.at > p.at and q.firm and q.frame is not None and q.act.family == "boom")
        if s.before(p.at).removeprefix("و") in load_grammar().during and next(later, None) is not None:
            return True  # قُتل خلال المعارك خمسة في قصف
    search = p.act.id == "sweep" and p.sense.form.definite  # وخلال التفتيش سُرقت أموال
    if not (search or p.act.id in ("mob", "raid") or p.lemma in load_grammar().storms):
        return False
    grammar, before = load_grammar(), s.before(p.at).removeprefix("و")
    if before not in grammar.during and not (p.act.id == "mob" and before in grammar.earlier):
        return False
    return any(q is not p and q.firm and q.frame is not None and q.frame.outcome is None for q in s.acts)


def is_on_somebody(s: Sentence, p: Predicate) -> bool:
    """ضُبطت في حوزتهم أسلحة، وبحوزته قنبلة: what those arrested had with them."""
    words = s.texts[p.at : min(s.last, p.at + _ON_REACH)]
    return p.frame is not None and p.act.family == "disrupt" and any("حوزت" in w for w in words)


def is_ended(s: Sentence, p: Predicate) -> bool:
    """توقفت الاشتباكات، انتهاء المعارك: the end of what was told."""
    if not p.sense.form.definite or p.frame is None or p.act.family not in ("fight", "boom"):
        return False
    return s.before(p.at).removeprefix("و") in load_grammar().ceases


def is_before_release(s: Sentence, p: Predicate) -> bool:
    """قبل أن يفرجوا عنه، قبل الإفراج عنهم: the end of the abduction told."""
    if p.frame is None or p.act.id != "release":
        return False
    return s.before(p.at) == "قبل" or (s.before(p.at) == "ان" and _two_before(s, p) == "قبل")


# -- by form: only without a day -----------------------------------------------------------------


def is_kind(s: Sentence, p: Predicate) -> bool:
    """جرائم قتل وخطف وسرقة، عمليات اغتيال: kinds of happenings, not one."""
    if p.proclitics.endswith("ب"):
        return False  # متهماً عصابات باستهداف حاجز
    grammar = load_grammar()
    for word in reversed(s.window(p.at - 4, p.at)):
        if word in grammar.generic_plurals or (word[0] == "و" and word[1:] in grammar.generic_plurals):
            return word in grammar.always_generic or not any(
                q.finite and q.kind == "light" and q.sense.form.tense == "past" and abs(q.at - p.at) <= 6
                for q in s.predicates
            )
    return False


def has_habit_phrase(s: Sentence, p: Predicate) -> bool:
    """يقصفون البلدة بين الحين والآخر."""
    return "habit_phrases" in s.scope_phrases


def has_tally_phrase(s: Sentence, p: Predicate) -> bool:
    """اعتُقل ثلاثون منذ مطلع العام."""
    return "tally_phrases" in s.scope_phrases


def is_habitual(s: Sentence, p: Predicate) -> bool:
    """يقصفون يومياً."""
    return p.sense.form.tense == "present" and "habit" in s.scope_kinds


def is_taught(s: Sentence, p: Predicate) -> bool:
    """دورة تدريبية على اقتحام المباني: what is trained or taught."""
    return "drill" in s.scope_kinds and (not p.finite or p.sense.form.tense == "present")

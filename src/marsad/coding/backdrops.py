"""Happenings a report only names beside its news: a case, a memory, cargo, a lasting state.

Each test takes an act of a sentence and says whether it is such a backdrop; ``verdicts`` asks them.

Example: ``الفارين من القتال`` names no new fight, ``جرائم أبرزها إطلاق النار`` no shooting.
Source: codebook section 2 and ruling 12; WORDING 28, 29 and 54.
"""

from __future__ import annotations

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence
from .source_words import kind_of_source

_DEMANDED_TOO = 16  # words from a demand to the last thing asked for
_CHARGES = 24  # words from the crimes to the last of those listed
_OWNERS = frozenset(("ه", "ها", "هم", "هما", "هن"))
_LASTING = frozenset(("territory", "arrest", "cordon", "deploy", "take"))
_CASE_LINKS = frozenset(("في", "ب", "عن", "علي", "حول", "بشان"))
_AFTER_TIME = frozenset(("من", "علي", "في"))
_QUARRELLED = frozenset(("property", "territory", "take"))
_NEWS = frozenset(("day-offset", "weekday", "feast"))  # kinds of dates that news have
_SHARED = frozenset(("case", "any", "demanded", "habit"))
_SINCE_REACH = 6  # words from مرور to the deed it counts from
_JUDGED_REACH = 9  # words from a kind of deed to what it is said to be
_FORMER_REACH = 8  # words from معتقل سابق to his release
_LASTED_REACH = 5
_JOINED_REACH = 5  # words between joined nouns
_GOES_WITH = 8  # words from the verb to what went with a fight
_GOES_ON = 2  # words from the verb to what goes on
_QUOTED_REACH = 14  # words from نقل to عن


def is_owned_anchor(s: Sentence, p: Predicate) -> bool:
    """أفرج عنه بعد عامين من احتجازه: what was done to him before, named only as a time."""
    if p.enclitic not in _OWNERS or s.before(p.at) not in _AFTER_TIME:
        return False
    points = load_grammar().time_points
    return not points.isdisjoint(w.removeprefix("و") for w in s.window(p.at - 5, p.at - 1))


def is_fled(s: Sentence, p: Predicate) -> bool:
    """الفارين من القتال، النازحين جراء المعارك: what people fled from is no new fight."""
    if not p.sense.form.definite:
        return False
    return any(w.startswith(load_grammar().fleeing_beginnings) for w in s.window(p.at - 3, p.at))


def is_case(s: Sentence, p: Predicate) -> bool:
    """قضية اغتيال الوزير، ذكرى مجزرة، المتهمين في تفجير: a case or a day of memory, no news of the deed."""
    cases, before = load_grammar().cases, s.before(p.at)
    if s.before(p.at - 1) in _CASE_LINKS and any(q.kind == "light" and q.at == p.at - 1 for q in s.predicates):
        return not cases.isdisjoint(s.window(p.at - 4, p.at - 2))  # متورطة في زرع عبوات
    if p.proclitics[-1:] in ("ل", "ب"):
        near = s.window(p.at - 2, p.at)
        accused = near[:1] and near[0] in load_grammar().accusations  # متهماً عصابات باستهداف حاجز
        return not cases.isdisjoint(near[1:] if accused else near)
    reach = _SINCE_REACH if before == "علي" else 3  # مرور ثلاث سنوات على انفجار المرفأ
    return before in cases or (before in _CASE_LINKS and not cases.isdisjoint(s.window(p.at - reach, p.at - 1)))


def is_of_somebody(s: Sentence, p: Predicate) -> bool:
    """نعوا المصور الذي قُتل في قصف: the deed inside a clause that only says who somebody was."""
    return any(q.discarded == "relative" and p.at - q.at > 0 and s.clause_of(q.at) == s.clause_of(p.at) for q in s.acts)


def is_covered(s: Sentence, p: Predicate) -> bool:
    """ضُرب صحفي أثناء تغطيته مظاهرة، اغتيل بسبب مشاركته في الاحتجاجات: what somebody reported or is made to pay for."""
    if p.act.family != "crowd":
        return False
    grammar = load_grammar()
    before = s.window(p.at - 4, p.at)
    dated = any(p.last < d.first <= p.last + 3 for d in s.dates)  # بعد مشاركته في مظاهرة الجمعة الماضية is told
    took_part = not (dated or grammar.takes_part.isdisjoint(before) or grammar.earlier.isdisjoint(before))
    paid = s.before(p.at) in grammar.at and (took_part or not grammar.paid_for.isdisjoint(before))
    return paid or not grammar.covering.isdisjoint(s.window(p.at - 2, p.at))


def is_term(s: Sentence, p: Predicate) -> bool:
    """هدنة تبدأ بسحب الآليات: what an agreement sets, not what was done."""
    if load_grammar().begins.isdisjoint(s.window(p.at - 2, p.at)):
        return False
    return any(q.act.family == "agreement" and q.at < p.at for q in s.acts)


def is_agreed(s: Sentence, p: Predicate) -> bool:
    """الاتفاق على انسحاب الطرفين: what they agreed to do."""
    return s.before(p.at) == "علي" and any(q.act.family == "agreement" and p.at - q.last == 2 for q in s.acts)


def is_joined(s: Sentence, p: Predicate) -> bool:
    """بتهم الخطف وارتكاب القتل: a noun joined by و to one that was set aside for such a reason."""
    if p.proclitics[:1] != "و" and s.before(p.at)[:1] != "و":
        return False
    before = [q for q in s.acts if 0 < p.at - q.at <= _JOINED_REACH]
    if not before or before[-1].finite or before[-1].discarded not in _SHARED:
        return False
    return not any(q.finite and before[-1].at < q.at < p.at for q in s.predicates)


def is_any(s: Sentence, p: Predicate) -> bool:
    """أي هجوم, أي اعتداء يستهدف أراضيها: nobody says which."""
    if p.finite:
        return p.sense.form.tense == "present" and not load_grammar().any_of.isdisjoint(s.window(p.at - 3, p.at))
    return s.before(p.at) in load_grammar().any_of


def is_whoever(s: Sentence, p: Predicate) -> bool:
    """من يقصف الأحياء، ممن قُتلوا: says of whom, not what happened."""
    before, grammar = s.before(p.at), load_grammar()
    return before in grammar.of_whom or (p.sense.form.tense == "present" and before in grammar.whoever)


def is_once(s: Sentence, p: Predicate) -> bool:
    """معتقل سابق أفرج عنه بعد اعتقال دام سبعة أشهر: what befell somebody long before."""
    grammar = load_grammar()
    if p.act.family == "release":
        return p.finite and not grammar.former.isdisjoint(s.window(p.at - _FORMER_REACH, p.at))
    if p.finite or p.act.family not in ("arrest", "take"):
        return False
    after = s.texts[p.last + 1 : min(s.last, p.last + 1 + _LASTED_REACH)]
    return after[:1] != [] and after[0] in grammar.lasted and not grammar.long_spans.isdisjoint(after)


def is_judged(s: Sentence, p: Predicate) -> bool:
    """إن استهداف المدنيين يشكل تهديداً: what such deeds are, no single one."""
    if s.before(p.at) not in load_grammar().that:
        return False
    after = s.texts[p.last + 1 : min(s.last, p.last + 1 + _JUDGED_REACH)]
    return not load_grammar().judges.isdisjoint(after)


def is_broken(s: Sentence, p: Predicate) -> bool:
    """خرق للهدنة، انهيار الاتفاق: an agreement that somebody broke is made no more."""
    return p.act.family == "agreement" and s.before(p.at) in load_grammar().breaches


def is_aim(s: Sentence, p: Predicate) -> bool:
    """بهدف خطفه، حاولوا تفجيره: what somebody means to do; but حاولوا التسلل is a fight."""
    return s.before(p.at) in load_grammar().intentions and not p.rule.fight


def is_still_to_come(s: Sentence, p: Predicate) -> bool:
    """ألغام زرعتها القوات قبل انسحابها: only when the other deed was."""
    return p.enclitic in _OWNERS and s.before(p.at) == "قبل"


def is_ahead(s: Sentence, p: Predicate) -> bool:
    """يزور المبعوث المدينة الأسبوع المقبل: the present of what is to come."""
    if p.sense.form.tense != "present":
        return False
    clause, ahead = s.clause_of(p.at), load_grammar().ahead
    return any(s.texts[i] in ahead and s.clause_of(i) == clause for i in range(p.last + 1, s.last))


def is_doer_of_relative(s: Sentence, p: Predicate) -> bool:
    """جسور دمرتها غارات التحالف: the clause only says which bridges."""
    info = s.infos[p.at - 1] if p.at > s.first else None
    if info is None or info.enclitic not in _OWNERS:
        return False
    return any(sense.form.tense == "past" for clitics, sense in info.senses if not clitics)


def has_object(s: Sentence, p: Predicate) -> bool:
    """عشرون عاماً قضاها في السجن: a verb of dying that has an object is another verb."""
    frame = p.frame
    return frame is not None and frame.middle and p.finite and frame.outcome == "killed" and p.enclitic in _OWNERS


def is_urging(s: Sentence, p: Predicate) -> bool:
    """ما دفع الأخيرة لفتح النار: made them do it, sent nobody."""
    if p.lemma not in load_grammar().urges:
        return False
    if s.before(p.at) in load_grammar().which_thing:
        return True
    return bool(p.enclitic) and s.texts[p.last + 1 : p.last + 2] == ["الي"] and _is_deed(s, p.last + 2)


def _is_deed(s: Sentence, word: int) -> bool:
    """Whether a noun of an act stands at ``word``: دفعهم إلى الاشتباك."""
    return any(q.at == word and not q.finite for q in s.acts)


def is_quarrelled_over(s: Sentence, p: Predicate) -> bool:
    """خلاف حول سرقة الحديد، على خلفية السيطرة على حاجز: what they quarrelled over, no deed of that day."""
    if p.act.family not in _QUARRELLED:
        return False
    grammar, before = load_grammar(), s.before(p.at)
    if before in _CASE_LINKS and not grammar.quarrels.isdisjoint(s.window(p.at - 4, p.at - 1)):
        return True
    fought = any(q.act.family == "fight" and q.at < p.at for q in s.acts)
    return fought and before == "خلفيه" and p.act.family == "territory"


def is_held_area(s: Sentence, p: Predicate) -> bool:
    """مناطق سيطرة الجيش الوطني، خارج سيطرة الدولة: whose area it is, nothing taken."""
    return p.act.family == "territory" and s.before(p.at).removeprefix("و") in load_grammar().held_areas


def is_reference(s: Sentence, p: Predicate) -> bool:
    """ويأتي القصف بعد هجوم على سفينة: the deed just told; خرجوا بموجب اتفاق التسوية: the agreement everybody knows."""
    if p.act.family in ("agreement", "mediate") and not load_grammar().by_virtue.isdisjoint(s.window(p.at - 2, p.at)):
        return True
    if p.act.family == "agreement" and s.before(p.at) in load_grammar().so_called:
        return True  # ما يعرف باتفاق التسوية
    definite = p.sense.form.definite or s.texts[p.at].startswith("ال")
    if definite and s.before(p.at) in load_grammar().spots_of_it:
        return True
    before = s.before(p.at - 1) if s.before(p.at) in load_grammar().pointing else s.before(p.at)
    return definite and before.removeprefix("و") in load_grammar().comes  # ويأتي هذا الهجوم ضمن سلسلة


def is_programme(s: Sentence, p: Predicate) -> bool:
    """حملة توعية تستهدف المخيمات: whom a programme is for."""
    if p.sense.form.tense != "present" or p.act.id != "attack":
        return False
    return not load_grammar().programmes.isdisjoint(s.window(p.at - 6, p.at))


def is_expected(s: Sentence, p: Predicate) -> bool:
    """هجوم مضاد مرتقب، عملية محتملة: the adjective says that it has not happened."""
    return not load_grammar().expected.isdisjoint(s.texts[p.last + 1 : min(s.last, p.last + 3)])


def is_thought_possible(s: Sentence, p: Predicate) -> bool:
    """التوصل إلى اتفاق أمر ممكن: what is called possible has not happened."""
    thinkable, clause = load_grammar().thinkable, s.clause_of(p.at)
    return any(s.texts[i] in thinkable and s.clause_of(i) == clause for i in range(p.last + 1, s.last))


def is_meanwhile(s: Sentence, p: Predicate) -> bool:
    """فيما تتواصل المواجهات بين الجيش والدعم السريع: what goes on meanwhile, with no place and day of its own."""
    goes_on = next((q for q in s.predicates if q.kind == "light" and 0 < p.at - q.at <= _GOES_ON), None)
    if goes_on is None or goes_on.sense.form.tense != "present" or s.before(goes_on.at) not in load_grammar().alongside:
        return False
    clause = s.clause_of(p.at)
    placed = any(not m.anaphor and not m.role and s.clause_of(m.first) == clause for m in s.places)
    return not placed and any(s.clause_of(q.at) != clause and q.firm for q in s.acts)


def is_way(s: Sentence, p: Predicate) -> bool:
    """يكثف التنظيم تحركاته من خلال الهجوم على المقرات: how something goes on, no deed of a day."""
    if s.before(p.at) not in load_grammar().ways or any(d.first > p.at for d in s.dates):
        return False
    return any(q.at < p.at and q.finite and q.sense.form.tense == "present" for q in s.predicates)


def is_accompaniment(s: Sentence, p: Predicate) -> bool:
    """اشتباكات ترافقت مع قصف متبادل واستهدافات بالمسيّرات: what went with the fight just told is part of it."""
    if p.act.family not in ("boom", "fight"):
        return False
    goes = load_grammar().accompanies
    verb = next((i for i in range(p.at - 1, max(s.first, p.at - _GOES_WITH) - 1, -1) if s.texts[i] in goes), None)
    if verb is None:
        return False
    return any(q.at < verb and q.act.family == "fight" and q.firm and not q.discarded for q in s.acts)


def is_band(s: Sentence, p: Predicate) -> bool:
    """عصابة خطف: what a band does for its living, no deed."""
    return not p.proclitics and s.before(p.at) in load_grammar().bands


def is_quoting(s: Sentence, p: Predicate) -> bool:
    """نقل موقع محلي عن مصدر طبي: told after somebody, nothing moved."""
    after = s.texts[p.last + 1 : min(s.last, p.last + 1 + _QUOTED_REACH)]
    return p.lemma == "نقل" and "عن" in after and kind_of_source(after[:3]) is not None


def is_intercepted(s: Sentence, p: Predicate) -> bool:
    """اعترض ودمر طائرة مسيّرة: what was brought down struck nobody."""
    return p.proclitics[:1] == "و" and any(q.act.family == "disrupt" and q.last == p.at - 1 for q in s.acts)


def is_state(s: Sentence, p: Predicate) -> bool:
    """يسيطر التنظيم على سرت منذ حزيران: what has lasted for long is a state, no happening of the day."""
    if p.sense.form.tense != "present" or p.act.family not in _LASTING:
        return False
    if p.act.family == "territory" and p.at == s.first:
        dated = any(d.day is not None or d.kind in _NEWS for d in s.dates)
        if not dated:
            return True  # تسيطر الهيئة على إدلب، وتسيطر الفصائل على البادية بعد طرد التنظيم عام 2017
    since = [i for i in range(p.at, s.last - 1) if s.texts[i] == "منذ"]
    return bool(since) and load_grammar().today.isdisjoint(s.texts[since[0] + 1 : since[0] + 4])


def is_demanded_too(s: Sentence, p: Predicate) -> bool:
    """مطالبين زعيم الهيئة، بالتنحي والإفراج عن المعتقلين: joined by و to what is demanded, past a comma."""
    if p.proclitics[:1] != "و" or p.act.family not in ("release", "arrest", "withdraw"):
        return False
    near = range(p.at - 1, max(s.first, p.at - _DEMANDED_TOO), -1)
    asks = next((i for i in near if s.scope.get(i) == "demand"), None)
    return asks is not None and not any(q.finite and asks < q.at < p.at for q in s.predicates)


def is_nevertheless(s: Sentence, p: Predicate) -> bool:
    """على الرغم من الانتشار الكثيف لعناصر الجهاز: a state that something happened in spite of."""
    state = p.act.family in ("deploy", "cordon", "curfew", "alert") and s.texts[p.at].startswith("ال")
    return state and not load_grammar().although.isdisjoint(s.window(p.at - 2, p.at))


def is_charge(s: Sentence, p: Predicate) -> bool:
    """المتورط بعدة جرائم، أبرزها إطلاق النار على دوريات: what somebody is wanted for."""
    grammar, listed = load_grammar(), False
    for i in range(p.at - 1, max(s.first, p.at - _CHARGES), -1):
        listed = listed or s.texts[i] in grammar.foremost
        if listed and s.texts[i] in grammar.crimes_of:
            return True
    return False

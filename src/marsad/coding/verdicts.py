"""Decide whether a predicate says that something happened.

The reasons why not are a table, asked in order; the first that holds is the verdict. ``denied`` and
``possible`` still make an event, with that factuality.

Example: ``محاولة اغتيال`` is an attempt, ``سيشن هجوماً`` is planned, ``جرائم قتل وخطف`` is a habit.
Sources: codebook section 2 and rulings 4, 12, 13; WORDING 27-31 and 54.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from typing import NamedTuple

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from . import backdrops
from .scopes import judge_scopes
from .sentences import Sentence

TOLD = frozenset(("", "denied", "possible"))
_DATED = frozenset(("absolute", "day-offset", "weekday", "feast"))
_OBJECT_REACH = 6  # words from a verb of condemning to what is condemned
_Test = Callable[[Sentence, Predicate], bool]


class _Form(NamedTuple):
    """Why a form tells nothing: the reason, its test, and where alone the test can hold.

    ``of`` verbs or nouns, ``anchored`` after one of ``_anchors``, ``undated`` in a sentence without a day.
    """

    reason: str
    test: _Test
    of: str = ""
    anchored: bool = False
    undated: bool = False

    def fits(self, finite: bool, anchored: bool, dated: bool) -> bool:
        """Whether to ask it of an act."""
        other = self.of == ("noun" if finite else "verb")
        return not other and (anchored or not self.anchored) and not (dated and self.undated)


def is_day_dated(sentence: Sentence) -> bool:
    """Whether the sentence names a day, which a habit or tally does not have."""
    return any(d.dates and d.kind in _DATED and (d.day is not None or d.kind != "absolute") for d in sentence.dates)


def judge(sentence: Sentence, predicate: Predicate, day_dated: bool) -> str:
    """"" when the happening is stated; else why not: negated, planned, demanded, habit, tally, denied, anchor …

    ``day_dated`` whether its sentence names a day. What ``judge_sentence`` says of the sentence goes first.
    """
    if _is_particle(sentence, predicate):
        return "particle"
    if _only_words(sentence, predicate):
        return "words"
    return judge_scopes(sentence, predicate) or _judge_form(sentence, predicate, day_dated)


def judge_sentence(s: Sentence) -> str:
    """What makes the whole sentence tell nothing: question, accident, metaphor; "" when it may tell something."""
    if s.question:
        return "question"
    if "accident" in s.scope_kinds:
        return "accident"
    if "sport_metaphor" in s.scope_kinds and not any(x.entries or x.category == "protester" for x in s.parties):
        return "metaphor"
    return ""


def _judge_form(s: Sentence, p: Predicate, day_dated: bool) -> str:
    """What the form of the word and its neighbours say."""
    after_anchor = not _anchors().isdisjoint(s.window(p.at - 2, p.at))
    for reason, test in _ASKED[p.finite, after_anchor, day_dated]:
        if test(s, p):
            return reason
    return ""


@cache
def _anchors() -> frozenset[str]:
    """Words of which one stands right before the act, or before the word before it, in the tests so marked."""
    grammar = load_grammar()
    own = grammar.unreal_before | grammar.remnants | grammar.attempts | grammar.during | {"منذ", "ان"}
    return own | grammar.cases | grammar.begins | grammar.recurs | {"و" + word for word in grammar.recurs}


def _two_before(s: Sentence, p: Predicate) -> str:
    """The word before the word before."""
    return s.texts[p.at - 2] if p.at > s.first + 1 else ""


def _is_particle(s: Sentence, p: Predicate) -> bool:
    """فقد افترش المعتصمون الأرض: ف + قد before a verb, not "was lost"."""
    if s.texts[p.at] != "فقد" or not p.finite or "\u064f" in s.words.raw(p.at, p.at):
        return False
    after = s.infos[p.at + 1] if p.at + 1 < s.last else None
    if after is not None and any(sense.kind == "people" for _, sense in after.senses):
        return False
    return not any(n.first == p.at + 1 for n in s.numbers)


def _only_words(s: Sentence, p: Predicate) -> bool:
    """What somebody expects, fears, asks or condemns: توقعت المصادر أن تتعرض المنطقة لضربات، أدانت الهجوم."""
    if "accuse" not in s.kinds or (p.finite and p.sense.form.tense == "past" and p.proclitics[:1] in ("و", "ف")):
        return False
    grammar = load_grammar()
    if s.before(p.at) in grammar.and_not:
        return False  # يطالبون بإقالته، ولم يُصب أحد
    for q in s.predicates:
        away = p.at - q.at
        if q.kind != "accuse" or not 0 < away <= 16 or s.clause_of(p.at) - s.clause_of(q.at) > 2:
            continue
        if q.lemma in grammar.supposes or (q.lemma in grammar.condemns and not p.finite and _is_object(s, q, p)):
            return True
    return False


def _is_object(s: Sentence, verb: Predicate, p: Predicate) -> bool:
    """What is condemned, welcomed or discussed: soon after the verb, or later with no other verb between."""
    if p.at - verb.at <= _OBJECT_REACH:
        return True
    return s.clause_of(p.at) == s.clause_of(verb.at) and not any(q.finite and verb.at < q.at < p.at for q in s.predicates)


# -- by form: always -----------------------------------------------------------------------------


def _is_future(s: Sentence, p: Predicate) -> bool:
    return p.sense.form.tense == "future"


def _is_family(s: Sentence, p: Predicate) -> bool:
    """أسرته، أسرهم: kin, no capture."""
    return p.lemma == "اسر" and bool(p.enclitic)


def _is_anchor(s: Sentence, p: Predicate) -> bool:
    """A known happening that only dates another: فتحوا النار بعد التفجير، لغم خلّفته المعارك."""
    if not p.sense.form.definite:
        return False
    if "result" in s.kinds and any(q.kind == "result" and q.enclitic and p.at - q.last == 1 for q in s.predicates):
        return True
    before, points = s.before(p.at), load_grammar().time_points
    return (before in points or before.removeprefix("و") in points) and any(
        q is not p and q.frame is not None and q.frame.outcome is None and not q.discarded for q in s.acts
    )


def _is_suspected(s: Sentence, p: Predicate) -> bool:
    """رجّح المرصد أن تكون خلايا داعش وراء زرع العبوة: who did it, not a second happening."""
    if not (p.sense.form.definite or (p.frame is not None and p.frame.weak)):
        return False
    behind = load_grammar().behind
    if behind.isdisjoint(s.window(p.at - 4, p.at)):
        return False
    marks = [j for j in range(max(s.first, p.at - 4), p.at) if s.texts[j] in behind]
    return not {q.at for q in s.predicates if q.finite}.issuperset(marks)


def _is_unreal(s: Sentence, p: Predicate) -> bool:
    """قد يهاجم، سوف تقصف."""
    return p.sense.form.tense == "present" and s.before(p.at) in load_grammar().unreal_before


def _is_remnant(s: Sentence, p: Predicate) -> bool:
    """مخلفات قصف."""
    return s.before(p.at) in load_grammar().remnants


def _is_foiled(s: Sentence, p: Predicate) -> bool:
    """إفشال تفجير دراجة: the blast did not happen."""
    if p.frame is None or p.frame.act.family != "boom":
        return False
    return any(q.frame is not None and q.act.family == "disrupt" and 0 < p.at - q.last <= 2 for q in s.acts)


def _is_attempt(s: Sentence, p: Predicate) -> bool:
    """محاولة اغتيال."""
    attempts = load_grammar().attempts
    return s.before(p.at) in attempts or _two_before(s, p) in attempts


def _is_since(s: Sentence, p: Predicate) -> bool:
    """منذ سيطرة الجيش: only an anchor in time."""
    before = s.before(p.at)
    return before == "منذ" or (_two_before(s, p) == "منذ" and (p.part == "noun" or before == "ان"))


def _is_purpose(s: Sentence, p: Predicate) -> bool:
    """اجتمعوا لقتل، عبوة معدة للتفجير: a noun in ل, unless something suffered it (تعرض لهجوم)."""
    if p.proclitics.endswith("ل") and s.before(p.at) in load_grammar().prepared:
        return True
    return p.proclitics.endswith("ل") and not p.sense.form.definite and not _suffered(s, p)


def _suffered(s: Sentence, p: Predicate) -> bool:
    """A verb of suffering or exchange before a noun in ل: تعرض لهجوم، تبادل لإطلاق النار، عرضة لـ."""
    for q in s.predicates:
        if q.kind == "light" and q.role == "patient" and 0 < p.at - q.at <= 22:
            return True
        if q.kind == "result" and 0 < p.at - q.at <= 3:
            return True
    return not load_grammar().suffering.isdisjoint(s.window(p.at - 12, p.at))


def _is_relative(s: Sentence, p: Predicate) -> bool:
    """A finite act inside التي/الذي that describes a party or place, not a happening."""
    if not s.opens_with(p.at, load_grammar().relative):
        return False
    start = s.clause_start(p.at)
    if p.at - start > 3:
        return False
    return not any(1 <= start - q.last <= 3 and not q.finite and not q.discarded for q in s.acts)


def _is_future_light(s: Sentence, p: Predicate) -> bool:
    """The verb that carries the event noun is in the future: اشتباكات ستندلع، سيشن هجوماً."""
    return any(q.sense.form.tense == "future" and q.finite and abs(q.at - p.at) <= 6 for q in s.predicates)


def _is_surrounding(s: Sentence, p: Predicate) -> bool:
    """حاصروه ثم قتلوه: part of the attack."""
    return p.enclitic in ("ه", "هم", "هما") and p.frame is not None and p.act.id == "cordon"


def _is_wound_died_of(s: Sentence, p: Predicate) -> bool:
    """متأثراً بإصابته: the wound of the dead, no second victim."""
    before = s.before(p.at)
    if p.act.id != "harm" or before not in load_grammar().died_of | load_grammar().earlier:
        return False
    dead = any(q.rule.outcome == "killed" and q.at < p.at for q in s.acts)
    return before in load_grammar().died_of or (bool(p.enclitic) and dead)  # لفظ أنفاسه بعد إصابته


def _is_setting(s: Sentence, p: Predicate) -> bool:
    """خلال شجار: when something else happened."""
    if p.frame is None or p.act.id != "mob" or s.before(p.at) not in load_grammar().during:
        return False
    return any(q is not p and q.firm and q.frame is not None and q.frame.outcome is None for q in s.acts)


def _is_before_release(s: Sentence, p: Predicate) -> bool:
    """قبل أن يفرجوا عنه: the end of the abduction told."""
    return p.frame is not None and p.act.id == "release" and s.before(p.at) == "ان" and _two_before(s, p) == "قبل"


# -- by form: only without a day -----------------------------------------------------------------


def _is_kind(s: Sentence, p: Predicate) -> bool:
    """جرائم قتل وخطف وسرقة، عمليات اغتيال: kinds of happenings, not one."""
    grammar = load_grammar()
    for word in reversed(s.window(p.at - 4, p.at)):
        if word in grammar.generic_plurals or (word[0] == "و" and word[1:] in grammar.generic_plurals):
            return word in grammar.always_generic or not any(
                q.finite and q.kind == "light" and q.sense.form.tense == "past" and abs(q.at - p.at) <= 6
                for q in s.predicates
            )
    return False


def _has_habit_phrase(s: Sentence, p: Predicate) -> bool:
    return "habit_phrases" in s.scope_phrases


def _has_tally_phrase(s: Sentence, p: Predicate) -> bool:
    return "tally_phrases" in s.scope_phrases


def _is_habitual(s: Sentence, p: Predicate) -> bool:
    """يقصفون يومياً."""
    return p.sense.form.tense == "present" and "habit" in s.scope_kinds


def _is_taught(s: Sentence, p: Predicate) -> bool:
    """دورة تدريبية على اقتحام المباني: what is trained or taught."""
    return "drill" in s.scope_kinds and (not p.finite or p.sense.form.tense == "present")


# In the order asked.
_FORMS = (
    _Form("planned", _is_future, of="verb"),
    _Form("family", _is_family),
    _Form("other verb", backdrops.has_object, of="verb"),
    _Form("any", backdrops.is_any),
    _Form("whoever", backdrops.is_whoever, of="verb"),
    _Form("drill", _is_taught),
    _Form("purpose", backdrops.is_aim, of="noun"),
    _Form("anchor", _is_anchor, of="noun"),
    _Form("anchor", backdrops.is_owned_anchor, of="noun"),
    _Form("anchor", backdrops.is_fled, of="noun"),
    _Form("anchor", backdrops.is_reference, of="noun"),
    _Form("case", backdrops.is_case, of="noun", anchored=True),
    _Form("case", backdrops.is_joined, of="noun"),
    _Form("cargo", backdrops.is_cargo, of="noun"),
    _Form("setting", backdrops.is_covered, of="noun"),
    _Form("demanded", backdrops.is_term, of="noun", anchored=True),
    _Form("relative", backdrops.is_passing, of="verb"),
    _Form("planned", backdrops.is_programme, of="verb"),
    _Form("planned", backdrops.is_expected, of="noun"),
    _Form("hypothetical", backdrops.is_thought_possible, of="noun"),
    _Form("state", backdrops.is_state, of="verb"),
    _Form("tally", backdrops.is_counted_kind, of="noun", undated=True),
    _Form("habit", backdrops.recurs, of="noun", anchored=True, undated=True),
    _Form("suspicion", _is_suspected),
    _Form("hypothetical", _is_unreal, of="verb", anchored=True),
    _Form("anchor", _is_remnant, anchored=True),
    _Form("foiled", _is_foiled, of="noun"),
    _Form("attempt", _is_attempt, anchored=True),
    _Form("anchor", _is_since, anchored=True),
    _Form("purpose", _is_purpose, of="noun"),
    _Form("relative", _is_relative, of="verb"),
    _Form("relative", backdrops.is_of_somebody, of="noun"),
    _Form("planned", _is_future_light, of="noun"),
    _Form("habit", _is_kind, of="noun", undated=True),
    _Form("part", _is_surrounding, of="verb"),
    _Form("part", _is_wound_died_of, of="noun"),
    _Form("setting", _is_setting, of="noun", anchored=True),
    _Form("part", _is_before_release, anchored=True),
    _Form("habit", _has_habit_phrase, undated=True),
    _Form("tally", _has_tally_phrase, undated=True),
    _Form("habit", _is_habitual, of="verb", undated=True),
    _Form("habit", backdrops.was_usual, of="verb", undated=True),
)
# What to ask by whether the act is a verb, comes after an anchor, and its sentence names a day.
_ASKED = {case: [(f.reason, f.test) for f in _FORMS if f.fits(*case)] for case in product((False, True), repeat=3)}

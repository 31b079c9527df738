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
from . import backdrops, form_tests, multitudes, targets
from .scopes import judge_scopes
from .sentences import Sentence

TOLD = frozenset(("", "denied", "possible"))
_BODILY = frozenset(("killed", "wounded"))
_SUFFERED = frozenset(("fight", "body"))
_DATED = frozenset(("absolute", "day-offset", "weekday", "feast"))
_ANCHOR_REACH = 6  # words before an act that may make it an anchor
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
    scoped = judge_scopes(sentence, predicate)
    if scoped == "denied" and backdrops.is_any(sentence, predicate) and not _is_placed(sentence, predicate):
        return "any"  # نفى المصدر شن أي هجوم
    return scoped or _judge_form(sentence, predicate, day_dated)


def _is_placed(s: Sentence, p: Predicate) -> bool:
    """Whether the clause of the act names a place or a day."""
    clause = s.clause_of(p.at)
    return any(s.clause_of(m.first) == clause for m in s.places) or any(
        d.dates and s.clause_of(d.first) == clause for d in s.dates
    )


def judge_sentence(s: Sentence) -> str:
    """What makes the whole sentence tell nothing: question, accident, metaphor; "" when it may tell something."""
    if s.question:
        return "question"
    if "accident" in s.scope_kinds or (s.aftermath and only_harms(s)):
        return "accident"
    if "sport_metaphor" in s.scope_kinds and not any(
        (x.entries and x.strength == "strong") or x.category == "protester" for x in s.parties
    ):
        return "metaphor"
    return ""


def only_harms(s: Sentence) -> bool:
    """ونُقل المصابون إلى المستشفى: nothing but dead and hurt people, by nobody."""
    if not all(p.rule.outcome in _BODILY and p.act.family in _SUFFERED for p in s.acts):
        return False
    found = bool(s.acts) and all(p.act.family == "body" for p in s.acts)  # انتشل متطوعون جثته
    return found or not any(x.armed or x.entries for x in s.parties)


def _judge_form(s: Sentence, p: Predicate, day_dated: bool) -> str:
    """What the form of the word and its neighbours say."""
    after_anchor = not _anchors().isdisjoint(s.window(p.at - _ANCHOR_REACH, p.at))
    for reason, test in _ASKED[p.finite, after_anchor, day_dated]:
        if test(s, p):
            return reason
    return ""


@cache
def _anchors() -> frozenset[str]:
    """Words of which one stands right before the act, or before the word before it, in the tests so marked."""
    grammar = load_grammar()
    during = grammar.during | {"و" + word for word in grammar.during | grammar.earlier}
    own = grammar.unreal_before | grammar.remnants | grammar.attempts | grammar.earlier | during
    own |= {"منذ", "ومنذ", "ان", "قبل", "قبيل"} | grammar.follows
    return own | grammar.cases | grammar.begins | grammar.recurs | {"و" + word for word in grammar.recurs}


def _is_particle(s: Sentence, p: Predicate) -> bool:
    """فقد افترش المعتصمون الأرض: ف + قد before a verb, not "was lost"; بدأ الاقتحام عبر تسلل قوة: "by way of"."""
    if s.texts[p.at] in load_grammar().also_verbs:
        return not _opens(s, p)
    if s.texts[p.at] != "فقد" or not p.finite or p.rule.needs_complement.get(p.lemma):
        return False
    if "\u064f" in s.words.raw(p.at, p.at):
        return False
    after = s.infos[p.at + 1] if p.at + 1 < s.last else None
    if after is not None and any(sense.kind == "people" for _, sense in after.senses):
        return False
    return not any(n.first == p.at + 1 for n in s.numbers)


def _opens(s: Sentence, p: Predicate) -> bool:
    """Whether a verb opens its clause, but for whom it is said of or a particle: رتل عسكري عبر الحدود."""
    grammar, before = load_grammar(), s.before(p.at)
    said = any(x.last in (p.at - 1, p.at - 2) and not x.prep for x in s.parties)
    led = before in grammar.relative or before in grammar.that or before == "قد"
    return said or led or p.at == s.clause_start(p.at)


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
        if not grammar.anonymous.isdisjoint(s.texts[q.last + 1 : q.last + 2]):
            continue  # مصدر رفض الكشف عن اسمه، بحثاً عن مطلوب
        if q.lemma in grammar.supposes or (q.lemma in grammar.condemns and not p.finite and _is_object(s, q, p)):
            return True
    return False


def _is_object(s: Sentence, verb: Predicate, p: Predicate) -> bool:
    """What is condemned, welcomed or discussed: soon after the verb, or later with no other verb between.

    But in شيعت القوات عنصرين قُتلا باشتباكات the clashes are how they died.
    """
    if p.proclitics.endswith("ب") and any(q.finite and q.rule.outcome and verb.at < q.at < p.at for q in s.acts):
        return False
    if p.at - verb.at <= _OBJECT_REACH:
        return True
    between = any(q.finite and verb.at < q.at < p.at for q in s.predicates)
    return not between and s.clause_of(p.at) == s.clause_of(verb.at)


# In the order asked.
_FORMS = (
    _Form("planned", form_tests.is_future, of="verb"),
    _Form("family", form_tests.is_family),
    _Form("other verb", backdrops.has_object, of="verb"),
    _Form("other verb", backdrops.is_urging, of="verb"),
    _Form("other verb", backdrops.is_quoting, of="verb"),
    _Form("case", backdrops.is_band, of="verb"),
    _Form("part", backdrops.is_intercepted, of="verb"),
    _Form("cause", backdrops.is_quarrelled_over, of="noun"),
    _Form("state", backdrops.is_held_area, of="noun"),
    _Form("setting", backdrops.is_meanwhile, of="noun"),
    _Form("part", backdrops.is_accompaniment, of="noun"),
    _Form("habit", backdrops.is_way, of="noun", undated=True),
    _Form("any", backdrops.is_any),
    _Form("whoever", backdrops.is_whoever, of="verb"),
    _Form("drill", form_tests.is_taught),
    _Form("planned", backdrops.is_ahead, of="verb"),
    _Form("habit", multitudes.are_many, of="noun", undated=True),
    _Form("habit", multitudes.are_kinds, of="noun", undated=True),
    _Form("relative", backdrops.is_doer_of_relative, of="noun", undated=True),
    _Form("purpose", backdrops.is_aim, of="noun"),
    _Form("anchor", form_tests.is_anchor, of="noun"),
    _Form("anchor", backdrops.is_owned_anchor, of="noun"),
    _Form("anchor", backdrops.is_still_to_come, of="noun"),
    _Form("subject", targets.is_subject, of="noun"),
    _Form("anchor", backdrops.is_fled, of="noun"),
    _Form("anchor", backdrops.is_reference, of="noun"),
    _Form("case", backdrops.is_case, of="noun", anchored=True),
    _Form("case", backdrops.is_joined, of="noun"),
    _Form("cargo", targets.is_cargo, of="noun"),
    _Form("setting", backdrops.is_covered, of="noun"),
    _Form("demanded", backdrops.is_term, of="noun", anchored=True),
    _Form("demanded", backdrops.is_agreed, of="noun"),
    _Form("reference", targets.is_operation, of="verb"),
    _Form("relative", targets.is_passing, of="verb"),
    _Form("other verb", targets.is_stop, of="verb"),
    _Form("planned", backdrops.is_programme, of="verb"),
    _Form("planned", backdrops.is_expected, of="noun"),
    _Form("hypothetical", backdrops.is_thought_possible, of="noun"),
    _Form("state", backdrops.is_state, of="verb"),
    _Form("tally", multitudes.is_counted_kind, of="noun", undated=True),
    _Form("case", backdrops.is_charge),
    _Form("setting", backdrops.is_nevertheless, of="noun"),
    _Form("demanded", backdrops.is_demanded_too, of="noun"),
    _Form("tally", multitudes.is_of_war, of="noun", undated=True),
    _Form("habit", multitudes.recurs, of="noun", anchored=True, undated=True),
    _Form("suspicion", form_tests.is_suspected),
    _Form("hypothetical", form_tests.is_unreal, of="verb", anchored=True),
    _Form("anchor", form_tests.is_remnant, anchored=True),
    _Form("foiled", form_tests.is_foiled, of="noun"),
    _Form("attempt", form_tests.is_attempt, anchored=True),
    _Form("attempt", form_tests.is_tried, of="noun"),
    _Form("history", backdrops.is_once),
    _Form("reference", backdrops.is_broken, of="noun"),
    _Form("state", backdrops.is_judged, of="noun"),
    _Form("anchor", form_tests.is_since, anchored=True),
    _Form("purpose", form_tests.is_purpose, of="noun"),
    _Form("purpose", form_tests.is_striven_for),
    _Form("relative", form_tests.is_relative, of="verb"),
    _Form("relative", backdrops.is_of_somebody, of="noun"),
    _Form("planned", form_tests.is_future_light, of="noun"),
    _Form("habit", form_tests.is_kind, of="noun", undated=True),
    _Form("part", form_tests.is_surrounding, of="verb"),
    _Form("part", form_tests.is_wound_died_of, of="noun"),
    _Form("setting", form_tests.is_setting, of="noun", anchored=True),
    _Form("part", form_tests.is_before_release),
    _Form("anchor", form_tests.is_ended, of="noun"),
    _Form("part", form_tests.is_on_somebody),
    _Form("habit", form_tests.has_habit_phrase, undated=True),
    _Form("tally", form_tests.has_tally_phrase, undated=True),
    _Form("habit", form_tests.is_habitual, of="verb", undated=True),
    _Form("habit", multitudes.was_usual, of="verb", undated=True),
)
# What to ask by whether the act is a verb, comes after an anchor, and its sentence names a day.
_ASKED = {case: [(f.reason, f.test) for f in _FORMS if f.fits(*case)] for case in product((False, True), repeat=3)}

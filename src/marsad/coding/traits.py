"""Named traits of an event as it is told, on which its confidence rests.

A trait is true or false, and says something a reader can check: the sentence dates it, its trigger is a definite
noun, it stands in a relative clause, its victims are counted. ``confidences`` weighs them; ``marsad explain`` shows
them.

Example: ``قُتل ثلاثة أشخاص أمس بانفجار سيارة مفخخة في الباب`` has own_date, own_place, counted_toll, weapon, part_verb.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..lexicon.grammars import load_grammar
from ..model import Event
from .drafts import Draft, has_named

_LATE_CLAUSE, _LATE_SENTENCE = 3, 6
_LONG, _SHORT = 45, 15  # words of a sentence
_Test = Callable[[Draft, Event], bool]


def find_traits(draft: Draft, event: Event) -> list[str]:
    """Names of the traits that hold, in a fixed order."""
    found = [name for name, test in _TESTS.items() if test(draft, event)]
    found.extend(_categories(draft, event))
    return found


def _categories(draft: Draft, event: Event) -> Iterator[str]:
    """Traits of which one of several holds: the family of the act, the form of its word, who says it."""
    predicate = draft.base.predicate
    yield f"family_{draft.family}"
    yield f"part_{predicate.part}"
    if predicate.finite:
        yield f"tense_{predicate.sense.form.tense or 'none'}"
    yield f"voice_{event.factuality}"
    yield f"date_{event.date_precision}"
    if draft.location is not None:
        yield f"place_{draft.location.precision or 1}"
    yield from sorted(f"scope_{kind}" for kind in draft.base.sentence.scope_kinds)


def _clause_number(draft: Draft) -> int:
    return draft.base.sentence.clause_of(draft.base.at)


def _length(draft: Draft) -> int:
    return draft.base.sentence.last - draft.base.sentence.first


def _reported(draft: Draft, event: Event) -> bool:
    """A verb of saying stands before it."""
    return draft.base.sentence.speaks_before(draft.base.at)


def _after_verb(draft: Draft, event: Event) -> bool:
    """Another act is told before it in its sentence."""
    return any(q.finite and q.at < draft.base.at for q in draft.base.sentence.acts)


def _in_relative(draft: Draft, event: Event) -> bool:
    """الجنود الذين قُتلوا: a relative clause recalls."""
    sentence, at = draft.base.sentence, draft.base.at
    near = sentence.texts[max(sentence.clause_start(at), at - 3) : at]
    return not load_grammar().relative.isdisjoint(near)


def _quoted(draft: Draft, event: Event) -> bool:
    """Inside quotation marks somebody else speaks."""
    sentence, at = draft.base.sentence, draft.base.at
    return sum(gap.count('"') for gap in sentence.words.gaps[sentence.first : at + 1]) % 2 == 1


def _last_word(draft: Draft, event: Event) -> bool:
    return draft.base.predicate.last + 1 == draft.base.sentence.last


_TESTS: dict[str, _Test] = {
    "own_date": lambda draft, event: draft.own_date,
    "own_place": lambda draft, event: draft.own_place,
    "undated": lambda draft, event: draft.date.date is None,
    "unplaced": lambda draft, event: draft.location is None,
    "side_1": lambda draft, event: bool(draft.side1),
    "side_2": lambda draft, event: bool(draft.side2),
    "named_1": lambda draft, event: has_named(draft.side1),
    "named_2": lambda draft, event: has_named(draft.side2),
    "both_sides": lambda draft, event: bool(draft.side1 and draft.side2),
    "toll": lambda draft, event: any(not t.zero for t in draft.tolls),
    "counted_toll": lambda draft, event: any(t.best for t in draft.tolls),
    "killed": lambda draft, event: any(t.outcome == "killed" for t in draft.tolls),
    "told_again": lambda draft, event: len(draft.protos) > 1,
    "several_words": lambda draft, event: len(draft.base.preds) > 1,
    "weak_word": lambda draft, event: draft.base.predicate.rule.weak,
    "definite": lambda draft, event: draft.base.definite,
    "recalled": lambda draft, event: draft.base.recall,
    "preposed": lambda draft, event: draft.base.predicate.proclitics.endswith(("ب", "ل")),
    "background": lambda draft, event: event.background,
    "reported": _reported,
    "after_verb": _after_verb,
    "in_relative": _in_relative,
    "quoted": _quoted,
    "last_word": _last_word,
    "first_sentence": lambda draft, event: draft.first_sentence == 0,
    "late_sentence": lambda draft, event: draft.first_sentence >= _LATE_SENTENCE,
    "first_clause": lambda draft, event: _clause_number(draft) == 0,
    "late_clause": lambda draft, event: _clause_number(draft) >= _LATE_CLAUSE,
    "long_sentence": lambda draft, event: _length(draft) > _LONG,
    "short_sentence": lambda draft, event: _length(draft) < _SHORT,
    "weapon": lambda draft, event: bool(event.weapons),
    "site": lambda draft, event: bool(draft.sites),
    "cause": lambda draft, event: event.cause is not None,
    "source": lambda draft, event: draft.source is not None,
}

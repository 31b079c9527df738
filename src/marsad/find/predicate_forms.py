"""What a word form can say as a predicate, and what each of its readings asks of the words around it.

Asked once for each reading of a form by the dictionary. Example: of أطلق the reading "shooting" asks for النار
after it, the reading "release" for سراح.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ..lexicon.acts import Frame
from ..lexicon.senses import Reading, Sense, WordInfo

_SUPPORTS = frozenset(("light", "result", "reporting", "claim", "deny", "accuse", "motion"))
_PREPOSED = ("ب", "ل", "ك")  # no verb has one of these before it
_MOST = 300_000  # forms


@dataclass(slots=True, frozen=True)
class Demand:
    """What one reading of an act word asks of its sentence; None asks nothing.

    ``company`` words after it, ``agent`` words beside it, ``barred`` words that must not follow, ``governed`` the
    preposition before armed people, ``complement`` words after it, ``context`` words on either side.
    """

    company: frozenset[str] | None
    agent: frozenset[str] | None
    barred: frozenset[str] | None
    governed: str | None
    complement: frozenset[str] | None
    context: frozenset[str] | None

    @classmethod
    def of(cls, sense: Sense) -> Demand | None:
        """The demand of a reading, None when its frame demands nothing."""
        frame = sense.frame
        if frame is None or not frame.demanding:
            return None
        return cls(
            company=frame.with_words if frame.with_words and sense.part != "phrase" else None,
            agent=frame.with_agent or None,
            barred=frame.without or None,
            governed=frame.with_prep,
            complement=_complement(sense, frame),
            context=_context(sense, frame) if not frame.needs_complement else None,
        )


def _complement(sense: Sense, frame: Frame) -> frozenset[str] | None:
    table = frame.needs_complement
    wanted = None if sense.part == "noun" else table.get(sense.form.text) or table.get(sense.lemma)
    return None if wanted is None or "*" in wanted else wanted


def _context(sense: Sense, frame: Frame) -> frozenset[str] | None:
    table = frame.needs_context
    wanted = table.get(sense.form.text) or table.get(sense.lemma)
    return wanted or (table.get("*") if sense.part != "verb" else None)


ActReading = tuple[str, Sense, Demand | None]
"""Proclitics, sense, and what it asks."""
ActPhrase = tuple[str, tuple[str, ...], Sense, Demand | None]
"""Proclitics, the words after the first, sense, and what it asks."""


@dataclass(slots=True, frozen=True)
class PredicateForm:
    """A word form as predicate: ``phrases`` by second word, ``acts`` the most demanding first, ``support`` the verb
    that carries or reports an act. ``noun`` and ``verb`` say that the form is a noun or a verb of an act."""

    phrases: dict[str, tuple[ActPhrase, ...]]
    acts: tuple[ActReading, ...]
    support: Reading | None
    noun: bool
    verb: bool

    @classmethod
    def of(cls, info: WordInfo) -> PredicateForm:
        """Sort the readings of a word."""
        phrases: dict[str, list[ActPhrase]] = defaultdict(list)
        for proclitics, rest, sense in info.act_phrases:
            phrases[rest[0]].append((proclitics, rest, sense, Demand.of(sense)))
        said = [row for row in info.senses if row[1].kind == "act"]
        acts = [row for row in said if row[1].part != "verb" or not row[0].endswith(_PREPOSED)]
        acts.sort(key=lambda row: _weigh(row[1]), reverse=True)
        return cls(
            {second: tuple(rows) for second, rows in phrases.items()},
            tuple((proclitics, sense, Demand.of(sense)) for proclitics, sense in acts),
            next((row for row in info.senses if row[1].kind in _SUPPORTS and _can_support(info, *row)), None),
            any(sense.part == "noun" for _, sense in said),
            any(sense.part == "verb" for _, sense in acts),
        )


class _Forms(dict[WordInfo, PredicateForm]):
    """The predicate forms of every reading met so far."""

    __slots__ = ()

    def __missing__(self, info: WordInfo) -> PredicateForm:
        if len(self) >= _MOST:
            self.clear()
        form = self[info] = PredicateForm.of(info)
        return form


FORMS = _Forms()


def _weigh(sense: Sense) -> tuple[int, ...]:
    """How much a reading asks for: the one that asks most and got it wins."""
    frame = sense.frame
    assert frame is not None
    wants = (frame.with_prep, frame.with_agent, frame.with_words, frame.needs_complement)
    return (*map(bool, wants), frame.act.rank)


def _can_support(info: WordInfo, proclitics: str, sense: Sense) -> bool:
    """Whether a form carries or reports an act; طالباً is a student sooner than two who demanded."""
    if sense.part == "verb" and proclitics.endswith(_PREPOSED):
        return False
    if sense.kind == "light" and sense.part == "noun" and sense.form.definite:
        return False
    return sense.form.number != "d" or not any(s.kind == "people" for _, s in info.senses)

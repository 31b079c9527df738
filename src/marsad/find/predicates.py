"""Find the words that say something happened, and the verbs that carry or report it.

Each act word is checked against what its frame asks for (a complement, an agent, a context) and
against idioms whose war word is no happening (scope.yaml, ``veto``).

Example: in ``أطلق مسلحان النار على عنصر`` the verb أطلق is a shooting because النار follows it.
"""

from __future__ import annotations

from ..lexicon.actors import load_registry
from ..lexicon.grammars import load_grammar
from ..lexicon.senses import WordInfo
from ..text.words import Words
from .party_words import party_word
from .predicate_demands import Demands
from .predicate_forms import FORMS, ActReading, PredicateForm
from .predicate_mentions import Predicate
from .tags import ACT, VETO, tagged

__all__ = ["Predicate", "PredicateFinder"]

_TANWIN = "\u064b"
_DAMMA = "\u064f"
_ADVERB = 5  # letters of the longest time of day that looks like a dual: وفجرا
_COMPOUND = 9  # words between a verb and the noun that completes it


class PredicateFinder:
    """Predicates of one text, sentence by sentence."""

    def __init__(self, words: Words, infos: list[WordInfo | None]) -> None:
        """Take the words of a text and their readings."""
        self.words = words
        self.texts = words.words
        self.gaps = words.gaps
        self.infos = infos
        self.demands = Demands(self.texts, self.gaps, infos)
        self.grammar = load_grammar()

    def find(self, first: int, last: int, covered: set[int]) -> list[Predicate]:
        """Predicates of the sentence ``first`` ≤ word < ``last``, in order, not overlapping.

        ``covered`` words belong to dates and place names (فجر اليوم، جسر الشغور) and say no act.
        """
        acting = tagged(self.words, ACT, first, last)
        if not acting:
            return []
        vetoed = self._vetoed(first, last)
        found: list[Predicate] = []
        free = first
        for i in acting:
            if i < free or i in vetoed or i in covered:
                continue
            info = self.infos[i]
            assert info is not None
            form = FORMS[info]
            predicate = self._phrase(i, form, first, last) or self._word(i, info.enclitic, form, first, last)
            if predicate is not None:
                free = predicate.last + 1
                if not self._completes(found, predicate):
                    found.append(predicate)
        return found

    def _vetoed(self, first: int, last: int) -> set[int]:
        """Word numbers inside idioms that are no happening (وقف إطلاق النار، قنبلة سياسية)."""
        vetoed: set[int] = set()
        for i in tagged(self.words, VETO, first, last):
            info = self.infos[i]
            assert info is not None
            for _, rest, _sense in info.veto_phrases:
                if tuple(self.texts[i + 1 : i + 1 + len(rest)]) == rest:
                    vetoed.update(range(i, i + 1 + len(rest)))
            if info.vetoes:
                vetoed.add(i)
        return vetoed

    def _completes(self, found: list[Predicate], predicate: Predicate) -> bool:
        """The noun of a compound verb is no second act: لقي ... مصرعه، ألقى ... القبض على."""
        if predicate.kind != "act" or predicate.finite or not found or predicate.frame is None:
            return False
        verb = found[-1]
        if verb.frame is None or not verb.finite or predicate.at - verb.at > _COMPOUND:
            return False
        table = verb.frame.needs_complement
        wanted = table.get(verb.lemma) or table.get(verb.sense.form.text) or verb.frame.with_words
        return bool(wanted) and (self.texts[predicate.at] in wanted or self.texts[predicate.last] in wanted)

    def _phrase(self, i: int, form: PredicateForm, first: int, last: int) -> Predicate | None:
        """The longest phrase that starts at word ``i``: ألقى القبض على."""
        if not form.phrases or i + 1 >= last:
            return None
        best: Predicate | None = None
        for proclitics, rest, sense, demand in form.phrases.get(self.texts[i + 1], ()):
            end = i + len(rest)
            if end >= last or (best is not None and end <= best.last):
                continue
            if tuple(self.texts[i + 1 : end + 1]) != rest or any("." in gap for gap in self.gaps[i + 1 : end + 1]):
                continue
            if demand is None or self.demands.met(i, end, demand, first, last):
                best = Predicate(i, end, sense.kind, sense, proclitics, "", "phrase", frame=sense.frame)
        return best

    def _word(self, i: int, enclitic: str, form: PredicateForm, first: int, last: int) -> Predicate | None:
        """The most demanding reading of a word as an act whose demand is met; else its reading as a supporting verb."""
        act = self._act(i, form, first, last) if form.acts else None
        if act is not None:
            proclitics, sense, _ = act
            return Predicate(i, i, "act", sense, proclitics, enclitic, sense.part, frame=sense.frame)
        if form.support is None:
            return None
        proclitics, sense = form.support
        return Predicate(i, i, sense.kind, sense, proclitics, enclitic, "verb", sense.key)

    def _act(self, i: int, form: PredicateForm, first: int, last: int) -> ActReading | None:
        noun = form.noun and self._stands_as_noun(i, first, last)
        verb = form.verb and not noun
        for act in form.acts:
            _, sense, demand = act
            part = sense.part
            if (part == "verb" and noun) or (part == "noun" and verb and not sense.form.case):
                continue
            if part == "verb" and sense.form.number == "d" and self._is_adverb(i):
                continue
            if demand is None or self.demands.met(i, i, demand, first, last):
                return act
        return None

    def _is_adverb(self, i: int) -> bool:
        """وفجراً، is a time: a verb bears no tanwin, and a dual that stands alone between commas has no object."""
        raw = self.words.raw(i, i)
        if _TANWIN in raw or _DAMMA in raw[:5] or self.texts[i - 1] == "قد":
            return _TANWIN in raw  # وكان عنصران قد قُتلا، قبل أسبوع
        if len(self.texts[i]) > _ADVERB:
            return False  # تبادلا، ظهر اليوم، 12 أسيراً
        return any("،" in gap for gap in self.gaps[i + 1 : i + 2])

    def _stands_as_noun(self, i: int, first: int, last: int) -> bool:
        """A form that is verb and noun (قتل، قصف، خطف) is a noun after a preposition or before its adjective."""
        if i > first and self.gaps[i] == " " and self.texts[i - 1] in self.grammar.noun_before:
            return True
        if i + 1 >= last or self.gaps[i + 1] != " ":
            return False
        if self.texts[i + 1] not in self.grammar.noun_after:
            return self.texts[i + 1] in load_registry().adjectives and party_word(self.texts[i]).military  # قصف حوثي
        after = self.infos[i + 1]
        return i > first or after is None or not after.peopled  # قتل مسلح جندياً: a verb opens the sentence

"""Find the words that say something happened, and the verbs that carry or report it.

Each act word is checked against what its frame asks for (a complement, an agent, a context) and
against idioms whose war word is no happening (scope.yaml, ``veto``).

Example: in ``أطلق مسلحان النار على عنصر`` the verb أطلق is a shooting because النار follows it.
"""

from __future__ import annotations

from ..lexicon.dictionary import Sense, WordInfo
from ..lexicon.grammars import load_grammar
from ..text.words import Words
from .predicate_demands import Demands, weigh
from .predicate_mentions import Predicate

__all__ = ["Predicate", "PredicateFinder"]

_SUPPORTS = frozenset(("light", "result", "reporting", "claim", "deny", "accuse", "motion"))
_PREPOSED = ("ب", "ل", "ك")  # no verb has one of these before it
_COMPOUND = 9  # words between a verb and the noun that completes it


class PredicateFinder:
    """Predicates of one text, sentence by sentence."""

    def __init__(self, words: Words, infos: list[WordInfo | None]) -> None:
        """Take the words of a text and their readings."""
        self.texts = words.words
        self.gaps = words.gaps
        self.infos = infos
        self.demands = Demands(self.texts, self.gaps, infos)
        self.grammar = load_grammar()

    def find(self, first: int, last: int, covered: set[int]) -> list[Predicate]:
        """Predicates of the sentence ``first`` ≤ word < ``last``, in order, not overlapping.

        ``covered`` words belong to dates and place names (فجر اليوم، جسر الشغور) and say no act.
        """
        acting = [i for i, info in enumerate(self.infos[first:last], first) if info is not None and info.acting]
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
            predicate = self._phrase(i, info, first, last) or self._word(i, info, first, last)
            if predicate is not None:
                free = predicate.last + 1
                if not self._completes(found, predicate):
                    found.append(predicate)
        return found

    def _vetoed(self, first: int, last: int) -> set[int]:
        """Word numbers inside idioms that are no happening (وقف إطلاق النار، قنبلة سياسية)."""
        vetoed: set[int] = set()
        for i, info in enumerate(self.infos[first:last], first):
            if info is None:
                continue
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

    def _phrase(self, i: int, info: WordInfo, first: int, last: int) -> Predicate | None:
        """The longest phrase that starts at word ``i``: ألقى القبض على."""
        best: Predicate | None = None
        for proclitics, rest, sense in info.act_phrases:
            end = i + len(rest)
            if end >= last or self.texts[i + 1] != rest[0] or (best is not None and end <= best.last):
                continue
            if tuple(self.texts[i + 1 : end + 1]) != rest or any("." in gap for gap in self.gaps[i + 1 : end + 1]):
                continue
            if sense.frame is None or self.demands.met(i, end, sense, first, last):
                best = Predicate(i, end, sense.kind, sense, proclitics, "", "phrase", frame=sense.frame)
        return best

    def _word(self, i: int, info: WordInfo, first: int, last: int) -> Predicate | None:
        """The reading of a single word as an act, the most demanding one; else as a supporting verb."""
        act: Predicate | None = None
        support: Predicate | None = None
        for proclitics, sense in info.senses:
            if sense.kind == "act":
                if (act is None or _stronger(sense, act)) and self._is_act(i, info, proclitics, sense, first, last):
                    act = Predicate(i, i, "act", sense, proclitics, info.enclitic, sense.part, frame=sense.frame)
            elif support is None and sense.kind in _SUPPORTS and _can_support(info, proclitics, sense):
                support = Predicate(i, i, sense.kind, sense, proclitics, info.enclitic, "verb", sense.key)
        return act or support

    def _is_act(self, i: int, info: WordInfo, proclitics: str, sense: Sense, first: int, last: int) -> bool:
        if sense.part == "verb" and (proclitics.endswith(_PREPOSED) or self._reads_as_noun(i, info, first, last)):
            return False
        if sense.part == "noun" and not sense.form.case and self._reads_as_verb(i, info, first, last):
            return False
        return self.demands.met(i, i, sense, first, last)

    def _reads_as_noun(self, i: int, info: WordInfo, first: int, last: int) -> bool:
        """A form that is verb and noun (قتل، قصف، خطف) is a noun after a preposition or before its adjective."""
        if not any(s.kind == "act" and s.part == "noun" for _, s in info.senses):
            return False
        if i > first and self.gaps[i] == " " and self.texts[i - 1] in self.grammar.noun_before:
            return True
        return i + 1 < last and self.gaps[i + 1] == " " and self.texts[i + 1] in self.grammar.noun_after

    def _reads_as_verb(self, i: int, info: WordInfo, first: int, last: int) -> bool:
        if not any(s.kind == "act" and s.part == "verb" and not p.endswith(_PREPOSED) for p, s in info.senses):
            return False
        return not self._reads_as_noun(i, info, first, last)


def _can_support(info: WordInfo, proclitics: str, sense: Sense) -> bool:
    """Whether a form carries or reports an act; طالباً is a student sooner than two who demanded."""
    if sense.part == "verb" and proclitics.endswith(_PREPOSED):
        return False
    if sense.kind == "light" and sense.part == "noun" and sense.form.definite:
        return False
    return sense.form.number != "d" or not any(s.kind == "people" for _, s in info.senses)


def _stronger(sense: Sense, act: Predicate) -> bool:
    assert sense.frame is not None
    return weigh(sense.frame) > weigh(act.rule)

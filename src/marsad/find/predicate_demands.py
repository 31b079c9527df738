"""Whether an act word has what its frame demands of the words around it: complement, agent, preposition, context.

Example: أطلق is a shooting because النار follows it (``needs_complement``).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..lexicon.grammars import load_grammar
from ..lexicon.senses import WordInfo
from ..text.clitics import cores
from .predicate_forms import Demand

_NEAR = 9  # words
_COMPLEMENT = 15
_CONTEXT = 10
_DUAL = 6  # letters of the shortest dual taken for one: حاجزين
_BARRED = 6
_AGENT_AFTER, _AGENT_BEFORE = 3, 8
_FIGHTERS = frozenset(("combatant", "gunman", "force", "commander"))


@lru_cache(maxsize=100_000)
def bare_forms(word: str) -> frozenset[str]:
    """A word as it stands and without proclitics, article, accusative ا or dual ending: the keys of demanded words."""
    forms = {word}
    for _, core in cores(word):
        bare = core.removeprefix("ال")
        forms.update((core, bare))
        if bare.endswith("ا"):
            forms.add(bare[:-1])
        forms.update(_singulars(bare))
    return frozenset(forms)


def _singulars(bare: str) -> Iterator[str]:
    """The singular of a dual: دبابتين is دبابه, موكبين موكب."""
    if len(bare) >= _DUAL and bare.endswith(("ين", "ان")):
        stem = bare[:-2]
        yield stem
        if stem.endswith("ت"):
            yield stem[:-1] + "ه"


class Demands:
    """Checks demands against the words of one text."""

    def __init__(self, texts: list[str], gaps: list[str], infos: list[WordInfo | None]) -> None:
        """Take the words of a text, the gaps between them and their readings."""
        self.texts = texts
        self.gaps = gaps
        self.infos = infos
        self.that = load_grammar().that
        self.bare = list(map(bare_forms, texts))

    def met(self, i: int, end: int, demand: Demand, first: int, last: int) -> bool:
        """Whether the act word ``i``..``end`` of the sentence ``first``..``last`` has what is demanded."""
        after = end + 1
        if demand.company is not None and not self._holds(after, min(last, after + _NEAR), demand.company):
            return False
        if demand.agent is not None and not self._agent_near(i, end, first, last, demand.agent):
            return False
        if demand.barred is not None and self._bars(after, min(last, after + _BARRED), demand.barred):
            return False
        if demand.governed is not None and not self._governs(end, last, demand.governed):
            return False
        if demand.complement is not None:
            return self._holds(after, min(last, after + _COMPLEMENT), demand.complement)
        if demand.context is None or self._holds(max(first, i - _CONTEXT), i, demand.context):
            return True
        return self._holds(after, min(last, end + _CONTEXT), demand.context)

    def _holds(self, first: int, last: int, wanted: frozenset[str]) -> bool:
        """Whether a word ``first`` ≤ i < ``last`` is one of ``wanted``."""
        for forms in self.bare[first:last]:  # noqa: SIM110 - a loop is twice as fast as any()
            if not wanted.isdisjoint(forms):
                return True
        return False

    def _bars(self, first: int, last: int, barred: frozenset[str]) -> bool:
        """Whether a barred word follows; not by means of it: قبضت على متهمين بإطلاق نار, but أوقف إطلاق النار."""
        for j in range(first, last):
            by_means = self.texts[j].startswith("ب") and self.texts[j] not in barred
            if not by_means and not barred.isdisjoint(self.bare[j]):
                return True
        return False

    def _governs(self, end: int, last: int, preposition: str) -> bool:
        """The verb's preposition before armed people: قضت الهيئة على تسعة من عناصر التنظيم."""
        for j in range(end + 1, min(last - 1, end + 9)):
            if self.texts[j] == preposition and self._fighters(j + 1, min(last, j + 4)):
                return True
        return False

    def _fighters(self, first: int, last: int) -> bool:
        return any(
            sense.kind == "people" and sense.key in _FIGHTERS
            for info in self.infos[first:last] if info is not None for _, sense in info.senses
        )  # fmt: skip

    def _agent_near(self, i: int, end: int, first: int, last: int, wanted: frozenset[str]) -> bool:
        """The agent stands right after the verb or is the subject just before it."""
        texts = self.texts
        for j in range(end + 1, min(last, end + 1 + _AGENT_AFTER)):
            if texts[j][0] not in "بل" and not wanted.isdisjoint(self.bare[j]):
                return True
        for j in range(i - 1, max(first, i - _AGENT_BEFORE) - 1, -1):
            if "،" in self.gaps[j + 1] or texts[j] in self.that:
                return False
            if texts[j] in wanted:
                return True
        return False

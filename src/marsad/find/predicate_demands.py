"""What a frame demands of the words around its act word: complement, agent, preposition, context.

Example: أطلق is a shooting because النار follows it (``needs_complement``).
"""

from __future__ import annotations

from functools import lru_cache

from ..lexicon.acts import Frame
from ..lexicon.dictionary import Sense, WordInfo
from ..text.clitics import cores

_NEAR = 9  # words
_COMPLEMENT = 10
_CONTEXT = 8
_AGENT_AFTER, _AGENT_BEFORE = 3, 6
_FIGHTERS = frozenset(("combatant", "gunman", "force", "commander"))


@lru_cache(maxsize=100_000)
def bare_forms(word: str) -> frozenset[str]:
    """A word as it stands and without proclitics, article or accusative ا: the keys of demanded words."""
    forms = {word}
    for _, core in cores(word):
        bare = core.removeprefix("ال")
        forms.update((core, bare))
        if bare.endswith("ا"):
            forms.add(bare[:-1])
    return frozenset(forms)


def holds_any(texts: list[str], first: int, last: int, wanted: frozenset[str]) -> bool:
    """Whether a word ``first`` ≤ i < ``last`` is one of ``wanted``."""
    return any(not wanted.isdisjoint(bare_forms(word)) for word in texts[first:last])


def weigh(frame: Frame) -> tuple[int, ...]:
    """How much a frame asks for: the frame that asks most and got it wins."""
    wants = (frame.with_prep, frame.with_agent, frame.with_words, frame.needs_complement)
    return (*map(bool, wants), frame.act.rank)


class Demands:
    """Checks frames against the words of one text."""

    def __init__(self, texts: list[str], gaps: list[str], infos: list[WordInfo | None]) -> None:
        """Take the words of a text, the gaps between them and their readings."""
        self.texts = texts
        self.gaps = gaps
        self.infos = infos

    def met(self, i: int, end: int, sense: Sense, first: int, last: int) -> bool:
        """Whether the act word ``i``..``end`` of the sentence ``first``..``last`` has what its frame asks for."""
        frame = sense.frame
        assert frame is not None
        if not frame.demanding:
            return True
        if not self._has_company(i, end, sense, frame, first, last):
            return False
        if frame.needs_complement:
            return self._complemented(end, last, sense, frame.needs_complement)
        return not frame.needs_context or self._in_context(i, end, first, last, sense, frame.needs_context)

    def _has_company(self, i: int, end: int, sense: Sense, frame: Frame, first: int, last: int) -> bool:
        """The words, agent and preposition wanted, and none of those that must not stand there."""
        near = min(last, end + 1 + _NEAR)
        if frame.with_words and sense.part != "phrase" and not holds_any(self.texts, end + 1, near, frame.with_words):
            return False
        if frame.with_agent and not self._agent_near(i, end, first, last, frame.with_agent):
            return False
        if frame.without and holds_any(self.texts, end + 1, min(last, end + 5), frame.without):
            return False
        return not frame.with_prep or self._governs(end, last, frame.with_prep)

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

    def _complemented(self, end: int, last: int, sense: Sense, table: dict[str, frozenset[str]]) -> bool:
        if sense.part == "noun":
            return True
        wanted = table.get(sense.form.text) or table.get(sense.lemma)
        if wanted is None or "*" in wanted:
            return True
        return holds_any(self.texts, end + 1, min(last, end + 1 + _COMPLEMENT), wanted)

    def _in_context(
        self, i: int, end: int, first: int, last: int, sense: Sense, table: dict[str, frozenset[str]]
    ) -> bool:
        wanted = table.get(sense.form.text) or table.get(sense.lemma)
        wanted = wanted or (table.get("*") if sense.part != "verb" else None)
        if wanted is None:
            return True
        before = holds_any(self.texts, max(first, i - _CONTEXT), i, wanted)
        return before or holds_any(self.texts, end + 1, min(last, end + _CONTEXT), wanted)

    def _agent_near(self, i: int, end: int, first: int, last: int, wanted: frozenset[str]) -> bool:
        """The agent stands right after the verb or is the subject just before it."""
        texts = self.texts
        for word in texts[end + 1 : min(last, end + 1 + _AGENT_AFTER)]:
            if word[0] not in "بل" and not wanted.isdisjoint(bare_forms(word)):
                return True
        for j in range(i - 1, max(first, i - _AGENT_BEFORE) - 1, -1):
            if "،" in self.gaps[j + 1]:
                return False
            if texts[j] in wanted:
                return True
        return False

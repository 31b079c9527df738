"""Find the words that say something happened, and the verbs that carry or report it.

Each act word is checked against what its frame asks for (a complement, an agent, a context) and
against idioms whose war word is no happening (scope.yaml, ``veto``).

Example: in ``أطلق مسلحان النار على عنصر`` the verb أطلق is a shooting because النار follows it.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..lexicon.acts import Act, Frame
from ..lexicon.dictionary import Sense, WordInfo
from ..text.clitics import cores
from ..text.words import Words

_NEAR = 9
_NOUN_BEFORE = frozenset((
    "في", "من", "عن", "علي", "الي", "بعد", "قبل", "اثر", "جراء", "نتيجه", "خلال", "عقب", "بسبب", "محاوله", "عمليه", "عمليات",
    "جريمه", "جرايم", "حاله", "حالات", "حادثه", "حوادث", "حمله", "حملات", "مع", "بين", "تحت", "ان", "وسط", "رغم", "دون",
    "بهدف", "تبادل", "اعمال", "وقوع", "حدوث", "تم", "جرى", "جري", "تنفيذ", "شن", "سماع", "ضد", "تكثيف", "وان", "ظل", "يوم",
    "هو", "هي", "وهو", "بفعل", "حدث", "حده", "ذلك", "منذ", "طال", "عدم",
))  # fmt: skip
_NOUN_AFTER = frozenset(("مدفعي", "صاروخي", "جوي", "بري", "عنيف", "مكثف", "متبادل", "متواصل", "عشوائي", "بالمدفعيه_", "تركي",
                         "اسرائيلي", "روسي", "امريكي", "مماثل", "اخر", "جديد", "مسلح", "كثيف"))  # fmt: skip


@dataclass(slots=True)
class Predicate:
    """An act word or a supporting verb at words ``at``..``last``.

    ``kind`` is act, light, result, reporting, claim, deny, accuse or motion; ``part`` verb, noun
    or phrase; ``role`` for light verbs whose subject it is.
    """

    at: int
    last: int
    kind: str
    sense: Sense
    proclitics: str
    enclitic: str
    part: str
    role: str = ""
    frame: Frame | None = None
    voice: str = "active"
    discarded: str = ""
    clause: int = 0

    @property
    def act(self) -> Act:
        """The act of an act predicate."""
        assert self.frame is not None
        return self.frame.act

    @property
    def finite(self) -> bool:
        """A verb with tense, not a noun."""
        return self.part == "verb"


def _demands(f: Frame) -> tuple[bool, bool, bool, bool, int]:
    """How much a frame asks for: the frame that asks most and got it wins."""
    return (bool(f.with_prep), bool(f.with_agent), bool(f.with_words), bool(f.needs_complement), f.act.rank)


def matches(word: str, wanted: frozenset[str]) -> bool:
    """Whether a word, without proclitics, article or accusative ا, is one of ``wanted``."""
    if word in wanted:
        return True
    for _, core in cores(word):
        bare = core[2:] if core.startswith("ال") else core
        if core in wanted or bare in wanted or (bare.endswith("ا") and bare[:-1] in wanted):
            return True
    return False


def find_vetoed(words: Words, infos: list[WordInfo | None], first: int, last: int) -> set[int]:
    """Word numbers inside idioms that are no happening (وقف إطلاق النار، قنبلة سياسية)."""
    vetoed: set[int] = set()
    texts = words.words
    for i in range(first, last):
        info = infos[i]
        if info is None or not info.scoped:
            continue
        for _, rest, sense in info.phrases:
            if sense.key == "veto" and tuple(texts[i + 1 : i + 1 + len(rest)]) == rest:
                vetoed.update(range(i, i + 1 + len(rest)))
        for _, sense in info.senses:
            if sense.key == "veto":
                vetoed.add(i)
    return vetoed


class PredicateFinder:
    """Predicates of one text, sentence by sentence."""

    def __init__(self, words: Words, infos: list[WordInfo | None]) -> None:
        self.words = words
        self.infos = infos

    def find(self, first: int, last: int, covered: set[int]) -> list[Predicate]:
        """Predicates of the sentence ``first`` ≤ word < ``last``, in order, not overlapping.

        ``covered`` words belong to dates and place names (فجر اليوم، جسر الشغور) and say no act.
        """
        vetoed: set[int] | None = None
        found: list[Predicate] = []
        i = first
        while i < last:
            info = self.infos[i]
            if info is None or not info.acting:
                i += 1
                continue
            if vetoed is None:
                vetoed = find_vetoed(self.words, self.infos, first, last)
            predicate = None if i in vetoed or i in covered else self._best(i, info, first, last)
            if predicate is None:
                i += 1
                continue
            i = predicate.last + 1
            if not self._completes(found, predicate):
                found.append(predicate)
        return found

    def _completes(self, found: list[Predicate], predicate: Predicate) -> bool:
        """The noun of a compound verb is no second act: لقي ... مصرعه، ألقى ... القبض على."""
        if predicate.kind != "act" or predicate.finite or not found or predicate.frame is None:
            return False
        verb = found[-1]
        if verb.frame is None or not verb.finite or predicate.at - verb.at > 9:
            return False
        wanted = verb.frame.needs_complement.get(verb.sense.lemma) or verb.frame.needs_complement.get(verb.sense.form.text) or verb.frame.with_words
        return bool(wanted) and (self.words.words[predicate.at] in wanted or self.words.words[predicate.last] in wanted)

    def _best(self, i: int, info: WordInfo, first: int, last: int) -> Predicate | None:
        phrase = self._phrase(i, info, first, last)
        if phrase is not None:
            return phrase
        act: Predicate | None = None
        support: Predicate | None = None
        for proclitics, sense in info.senses:
            if sense.kind == "act":
                frame = sense.frame
                assert frame is not None
                if sense.part == "verb" and (proclitics[-1:] in ("ب", "ل", "ك") or self._reads_as_noun(i, info, first, last)):
                    continue
                if sense.part == "noun" and sense.form.case == "" and self._reads_as_verb(i, info, first, last):
                    continue
                if not self._allowed(i, i, sense, first, last):
                    continue
                candidate = Predicate(i, i, "act", sense, proclitics, info.enclitic, sense.part, frame=frame)
                if act is None or self._stronger(candidate, act):
                    act = candidate
            elif sense.kind in ("light", "result", "reporting", "claim", "deny", "accuse", "motion") and support is None:
                if sense.part == "verb" and proclitics[-1:] in ("ب", "ل", "ك"):
                    continue
                if sense.kind == "light" and sense.part == "noun" and sense.form.definite:
                    continue
                if sense.form.number == "d" and any(s.kind == "people" for _, s in info.senses):
                    continue  # طالباً is a student sooner than two who demanded
                support = Predicate(i, i, sense.kind, sense, proclitics, info.enclitic, "verb", sense.key)
        return act or support

    def _stronger(self, a: Predicate, b: Predicate) -> bool:
        fa, fb = a.frame, b.frame
        assert fa is not None and fb is not None
        return _demands(fa) > _demands(fb)

    def _phrase(self, i: int, info: WordInfo, first: int, last: int) -> Predicate | None:
        texts, gaps = self.words.words, self.words.gaps
        best: Predicate | None = None
        for proclitics, rest, sense in info.phrases:
            if sense.kind not in ("act", "claim", "deny"):
                continue
            end = i + len(rest)
            if end >= last or (best is not None and end <= best.last):
                continue
            if any(texts[i + 1 + n] != w for n, w in enumerate(rest)) or any("." in gaps[i + 1 + n] for n in range(len(rest))):
                continue
            if sense.frame is not None and not self._allowed(i, end, sense, first, last):
                continue
            best = Predicate(i, end, sense.kind, sense, proclitics, "", "phrase", frame=sense.frame)
        return best

    def _reads_as_noun(self, i: int, info: WordInfo, first: int, last: int) -> bool:
        """A form that is verb and noun (قتل، قصف، خطف) is a noun after a preposition or before its adjective."""
        if not any(s.kind == "act" and s.part == "noun" for _, s in info.senses):
            return False
        texts, gaps = self.words.words, self.words.gaps
        if i > first and gaps[i] == " " and texts[i - 1] in _NOUN_BEFORE:
            return True
        return i + 1 < last and gaps[i + 1] == " " and texts[i + 1] in _NOUN_AFTER

    def _reads_as_verb(self, i: int, info: WordInfo, first: int, last: int) -> bool:
        if not any(s.kind == "act" and s.part == "verb" and not p.endswith(("ب", "ل", "ك")) for p, s in info.senses):
            return False
        return not self._reads_as_noun(i, info, first, last)

    def _allowed(self, i: int, end: int, sense: Sense, first: int, last: int) -> bool:
        frame = sense.frame
        assert frame is not None
        texts = self.words.words
        if frame.with_words and sense.part != "phrase" and not self._near(end, last, frame.with_words):
            return False
        if frame.with_agent and not self._agent_near(i, end, first, last, frame.with_agent):
            return False
        if frame.without and self._near(end, min(last, end + 5), frame.without):
            return False
        if frame.with_prep and not self._governs(end, last, frame.with_prep):
            return False
        if frame.needs_complement:
            return self._complemented(end, last, sense, frame.needs_complement)
        if frame.needs_context:
            return self._in_context(i, end, first, last, sense, frame.needs_context)
        return True

    def _governs(self, end: int, last: int, preposition: str) -> bool:
        """The verb's preposition before armed people: قضت الهيئة على تسعة من عناصر التنظيم."""
        texts = self.words.words
        for j in range(end + 1, min(last - 1, end + 9)):
            if texts[j] != preposition:
                continue
            for k in range(j + 1, min(last, j + 4)):
                info = self.infos[k]
                if info is not None and any(s.kind == "people" and s.key in ("combatant", "gunman", "force", "commander") for _, s in info.senses):
                    return True
        return False

    def _complemented(self, end: int, last: int, sense: Sense, table: dict[str, frozenset[str]]) -> bool:
        if sense.part == "noun":
            return True
        wanted = table.get(sense.form.text) or table.get(sense.lemma)
        if wanted is None or "*" in wanted:
            return True
        return self._near(end, last, wanted, 10)

    def _in_context(self, i: int, end: int, first: int, last: int, sense: Sense, table: dict[str, frozenset[str]]) -> bool:
        wanted = table.get(sense.form.text) or table.get(sense.lemma) or (table.get("*") if sense.part != "verb" else None)
        if wanted is None:
            return True
        texts = self.words.words
        return any(matches(texts[j], wanted) for j in range(max(first, i - 8), min(last, end + 8)) if not i <= j <= end)

    def _near(self, end: int, last: int, wanted: frozenset[str], reach: int = _NEAR) -> bool:
        texts = self.words.words
        return any(matches(texts[j], wanted) for j in range(end + 1, min(last, end + 1 + reach)))

    def _agent_near(self, i: int, end: int, first: int, last: int, wanted: frozenset[str]) -> bool:
        """The agent stands right after the verb or is the subject just before it."""
        texts, gaps = self.words.words, self.words.gaps
        for j in range(end + 1, min(last, end + 4)):
            if matches(texts[j], wanted) and texts[j][0] not in "بل":
                return True
        for j in range(i - 1, max(first, i - 6) - 1, -1):
            if "،" in gaps[j + 1]:
                return False
            if texts[j] in wanted:
                return True
        return False

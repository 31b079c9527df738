"""Who says so: the speeches of a sentence, and what each covers.

A speech is a speaker with the words it vouches for: what follows a verb of saying up to the next
speaker, or what precedes an opener (بحسب، وفق) that closes a statement. A happening belongs to the
innermost speech that holds it.

Example: ``ونقلت قناة عن مصادر محلية أن قناصاً قتل طفلة`` is told by مصادر محلية.
Source: codebook section 4 (attribution), rulings 11 and 13.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .cues import OPENER, SPEECH
from .sentences import Sentence
from .source_words import load_source_words, speech_verb
from .sources import Source, Told
from .speech_subjects import SpeechSubjects
from .wordings import bare

_SO = frozenset(("فان", "فانه", "فانها"))
_CLAIM_REACH = 6  # words of a statement that may claim a deed
_CLOSING = 8  # words after a speaker who closes a statement
_RESULT_REACH = 7  # words from a statement to what it says came of a deed
_DESCRIBED = 3  # words from a deed to the verb of saying that describes it
_FILLED = 7  # words between an opener and its speaker


@dataclass(slots=True)
class Speech:
    """A source and the words it vouches for: ``start`` ≤ word < ``end``."""

    source: Source
    start: int
    end: int
    mode: str  # say, after (an opener that closes), deny


@dataclass(slots=True)
class Speeches:
    """The speeches of one sentence, and the speaker carried over from the sentence before."""

    items: list[Speech] = field(default_factory=list)
    carried: Source | None = None
    tally: bool = False

    def of(self, preds: list[Predicate], verdict: str = "") -> Source | None:
        """The innermost speaker who tells the happening of these predicates, the first that has one."""
        if self.tally:
            return None
        if verdict == "denied":
            for item in self.items:
                if item.mode == "deny":
                    return item.source
        for p in preds if self.items else ():
            inside = [s for s in self.items if s.mode != "deny" and s.start <= p.at < s.end]
            if inside:
                return min(inside, key=lambda s: s.end - s.start).source
        return None if self.items else self.carried

    @property
    def first(self) -> Speech | None:
        """The first speech of the sentence that is no denial."""
        return next((s for s in self.items if s.mode != "deny"), None)

    @property
    def claim(self) -> Source | None:
        """The speaker who claims a deed."""
        return next((s.source for s in self.items if s.source.claim), None)


def last_told(items: list[Speech]) -> Source | None:
    """The last speaker so far that is no denial."""
    return next((s.source for s in reversed(items) if s.mode != "deny"), None)


def find_speeches(sentence: Sentence, told: Told) -> list[Speech]:
    """The speeches of one sentence, after those who have spoken before it."""
    claims = {p.at: p for p in sentence.predicates if p.kind == "claim"} if "claim" in sentence.kinds else {}
    openers = _openers(sentence)
    opened = sentence.cued(SPEECH)
    if claims or openers:
        opened = sorted({*opened, *claims, *openers})
    if not opened and not _has_colon(sentence):
        return []
    return SpeechFinder(sentence, told, claims, openers).find(opened)


def _openers(sentence: Sentence) -> dict[int, int]:
    """The openers of a sentence, first and last word: بحسب، على لسان."""
    found: dict[int, int] = {}
    for i in sentence.cued(OPENER):
        hit = load_source_words().openings.at(sentence.texts, i, sentence.last)
        if hit is not None:
            found[i] = hit[0]
    return found


def _has_colon(sentence: Sentence) -> bool:
    return any(":" in sentence.words.gaps[i] for i in sentence.pauses)


class SpeechFinder:
    """Finds the speeches of one sentence."""

    def __init__(
        self, sentence: Sentence, told: Told, claims: dict[int, Predicate], openers: dict[int, int]
    ) -> None:
        """Look at one sentence, its claims by their word and its openers, after those who have spoken before it."""
        self.s = sentence
        self.claims = claims
        self.openers = openers
        self.words = sentence.texts
        self.told = told
        self.table = load_source_words()
        self.subjects = SpeechSubjects(sentence, told)
        self.phrases = self.subjects.phrases

    def find(self, opened: Sequence[int]) -> list[Speech]:
        """Speeches in order of their words, each with what it covers; ``opened`` where one may open."""
        headline = self._headline() if _has_colon(self.s) else None
        found = [] if headline is None else [headline]
        free = self.s.first if headline is None else self._past(headline, self.s.first)
        for i in opened:
            if i < free:
                continue
            claim = self.claims.get(i)
            speech = self._claim(claim) if claim is not None else self._opener(i, found) or self._verb(i, found)
            if speech is not None:
                found.append(speech)
                free = self._past(speech, i)
        self._bound(found)
        return found

    def _past(self, speech: Speech, i: int) -> int:
        """Where the next speech may open after one opened at word ``i``: no speaker opens his own."""
        return max(i, speech.source.last) + 1 if speech.source.first > i else i + 1

    def _bound(self, found: list[Speech]) -> None:
        """A closing speaker reaches back to where the closing one before it ends."""
        start = self.s.first
        for item in found:
            if item.mode == "after":
                item.start, start = start, max(start, item.end)

    # -- kinds of speeches -----------------------------------------------------------------------

    def _headline(self) -> Speech | None:
        """المرصد: مقتل ثلاثة, at the start of a sentence."""
        gaps, start = self.s.words.gaps, self.s.first
        while start < self.s.last - 1 and self.words[start][0].isdigit():
            start += 1
        source = self.phrases.at(start)
        if source is None or source.last + 1 >= self.s.last or ":" not in gaps[source.last + 1]:
            return None
        return self._speech(source, source.last + 1)

    def _opener(self, i: int, found: list[Speech]) -> Speech | None:
        """وفق مصدر محلي, before the statement or after it."""
        last = self.openers.get(i)
        source = self._after_opener(last + 1) if last is not None else None
        if source is None:
            return None
        follower = self.words[source.last + 1] if source.last + 1 < self.s.last else ""
        if follower in self.phrases.that or follower in _SO:
            return self._speech(source, source.last + 1)
        start = next((s.start for s in reversed(found) if s.mode == "say"), self.s.first)
        if any(start <= p.at < i for p in self.s.acts):
            return Speech(source, self.s.first, i, "after")
        return self._speech(source, source.last + 1)

    def _after_opener(self, start: int) -> Source | None:
        """The speaker after an opener, over fillers: وفق ما أفاد به مصدر، وفق حصيلة جديدة أوردها المرصد."""
        gaps = self.s.words.gaps
        for j in range(start, min(self.s.last, start + _FILLED)):
            if (j > start and "،" in gaps[j]) or self._denies(self.words[j]):
                return None
            source = self.phrases.at(j) or (self.phrases.owner(j) if j > start else None)
            if source is not None:
                return source
            if not self._is_filler(self.words[j]) and not (
                j > start and "من" in self.words[j : min(self.s.last, j + 4)]
            ):
                return None
        return None

    def _denies(self, word: str) -> bool:
        """وهو ما نفته الوزارة: whom this names does not tell it."""
        verb = speech_verb(word)
        return verb is not None and verb[0] == "deny"

    def _is_filler(self, word: str) -> bool:
        lists = self.table.lists
        if not lists.outlets.isdisjoint((word, word.removeprefix("ل"))):
            return True
        if not lists.fillers.isdisjoint((word, bare(word), word.removeprefix("ل"))):
            return True
        return bool(speech_verb(word) or speech_verb(word.removesuffix("نا"))) or word.startswith("علم")

    def _claim(self, p: Predicate) -> Speech | None:
        """تبنى التنظيم العملية."""
        if self.subjects.negated(p.at):
            return None
        source = self.subjects.of(p.last + 1, p.at, "say")
        if source is None:
            return None
        claiming = source.speaking(own=source.own, claim=True, same=source.same)
        return self._speech(claiming, max(source.last, p.last) + 1)

    def _verb(self, i: int, found: list[Speech]) -> Speech | None:
        """قال مصدر محلي إن, or a participle that goes on: مضيفاً أن."""
        if self.words[i] in self.table.lists.participles:
            return self._participle(i, found)
        verb = self.subjects.verb(i)
        if verb is None:
            return None
        key, relative = verb
        source = self.subjects.of(i + 1, i, key)
        if source is None and not relative and self.subjects.complemented(i + 1, "tell"):
            source = self._untold(i, found)
        if source is None or not self.subjects.speaks(source, key, i):
            return None
        if key == "deny":
            disputed = i > self.s.first and self.words[i - 1] == "ما"
            return None if disputed else Speech(source, self.s.first, self.s.last, "deny")
        if relative:
            if i > self.s.first and self.words[i - 1] in load_grammar().plain_relative:
                return None  # الانقلاب الذي أعلنه القائد
            return None if found else Speech(source, self.s.first, i, "after")
        return self._telling(source, key, i)

    def _telling(self, source: Source, key: str, verb: int) -> Speech:
        """What is told by the verb: what follows, the deed described just before it, or all that stands before it."""
        speech = self._speech(source, max(verb, source.last) + 1)
        if self._closes(speech, verb):
            return Speech(source, self.s.first, verb, "after")
        goes_on = any(p.at >= speech.start for p in self.s.acts)
        if not goes_on and (key == "count" or self._tells_result(speech.start)):
            speech.start = self.s.first
        described = self._described(verb)
        if described is not None:
            speech.start = described
        return speech

    def _tells_result(self, start: int) -> bool:
        """قصفت طائرات مستودعات، وقالت الوكالة إن العدوان أسفر عن أضرار: what came of the deed just told."""
        near = [q for q in self.s.predicates if q.kind == "result" and start <= q.at < start + _RESULT_REACH]
        return bool(near) and not any(start <= m.first for m in self.s.places)

    def _described(self, verb: int) -> int | None:
        """قصف مدفعي قالت المديرية إن القوات نفذته: the deed that the words of the speaker describe."""
        if self.words[verb][0] in "وف" and speech_verb(self.words[verb][1:]) is not None:
            return None
        acts = [p for p in self.s.acts if verb - _DESCRIBED <= p.at < verb and not p.finite]
        if not acts or any("،" in gap or ":" in gap for gap in self.s.words.gaps[acts[-1].at + 1 : verb + 1]):
            return None
        return acts[-1].at

    def _closes(self, speech: Speech, verb: int) -> bool:
        """قُتل عنصران، تقول مصادر محلية: nothing is told after the speaker, so he told what stands before."""
        rest = self.words[speech.start : self.s.last]
        if len(rest) > _CLOSING or verb >= speech.start or any(p.at >= speech.start for p in self.s.acts):
            return False
        if "عن" in rest or not self.phrases.that.isdisjoint(rest) or "،" not in self._gaps_before(verb):
            return False
        told = any(":" in gap or '"' in gap for gap in self.s.words.gaps[speech.start : self.s.last + 1])
        return not told and any(p.at < verb for p in self.s.acts)

    def _gaps_before(self, verb: int) -> str:
        """What is written before a verb and before كما or هذا ما in front of it."""
        return "".join(self.s.words.gaps[max(self.s.first, verb - 2) : verb + 1])

    def _untold(self, verb: int, found: list[Speech]) -> Source | None:
        """A verb of saying without subject goes on: its speaker is the last of the sentence or of the one before."""
        return last_told(found) or (self.told.last if verb - self.s.first <= 2 else None)

    def _participle(self, i: int, found: list[Speech]) -> Speech | None:
        source = last_told(found) or self.subjects.before(i)
        if source is None and self.subjects.complemented(i + 1, "tell"):
            source = self.told.last
        return self._speech(source, i + 1) if source is not None else None

    def _speech(self, source: Source, start: int) -> Speech:
        """What the speaker says from word ``start`` on."""
        start = max(start, self.s.first)
        own = source.own or self.subjects.own(start)
        wanted = self.table.lists.claims
        near = self.words[start : min(self.s.last, start + _CLAIM_REACH)]
        claim = source.claim or any(bare(w).removeprefix("ب") in wanted for w in near)
        return Speech(source.speaking(own, claim, source.same), start, self.s.last, "say")

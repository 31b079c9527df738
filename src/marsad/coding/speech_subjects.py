"""Who is the subject of a verb of saying, and whether he really tells something.

Example: in ``أكد لمراسلنا مصدر محلي أن`` the subject is مصدر محلي; ``نقل الدفاع المدني المصابين`` is no speech.
"""

from __future__ import annotations

from .sentences import Sentence
from .source_words import CLARIFIED, Verb, load_source_words, names_speaker, speech_verb
from .sources import PhraseReader, Source, Told
from .wordings import bare

_PERFORMED = frozenset(("alert", "curfew", "appoint", "base", "cordon", "agreement", "deploy", "withdraw", "release"))
_ANNOUNCES = frozenset(("اعلن", "اعلنت", "يعلن", "تعلن", "اعلنوا"))
_IMPERSONAL = frozenset(("يذكر", "يشار", "تجدر", "يلفت"))
_NOT = frozenset(("لم", "ولم", "لا", "ولا", "دون", "لن"))
_GIVES: Verb = ("give", False)
_ITS = ("ه", "ها", "هم")
_OUR = (*_ITS, "نا")
_REACH = 8  # words between a verb and its subject
_OWN_REACH = 12
_PERFORMED_REACH = 5


class SpeechSubjects:
    """Subjects of the verbs of saying of one sentence."""

    def __init__(self, sentence: Sentence, told: Told) -> None:
        """Look at one sentence, after those who have spoken before it."""
        self.s = sentence
        self.words = sentence.texts
        self.gaps = sentence.words.gaps
        self.phrases = PhraseReader(sentence, told)
        self.lists = load_source_words().lists
        self.that = self.phrases.that
        self.acts = [p.at for p in sentence.acts]

    def verb(self, i: int) -> Verb | None:
        """The verb of saying at word ``i`` (أحصاها is relative); None when nobody speaks there."""
        word = self.words[i]
        verb = speech_verb(word)
        if verb is None and word in CLARIFIED and self._clarifies(i):
            verb = ("say", False)
        if verb is None or verb == _GIVES or self.negated(i):
            return None
        return None if word.removeprefix("و") in _IMPERSONAL and self._impersonal(i) else verb

    def _clarifies(self, i: int) -> bool:
        """بيّن المصدر، وبيّن ناشط من البلدة أن: said, not the preposition بين."""
        if i + 1 < self.s.last and self.words[i + 1] in self.lists.same:
            return True
        near = self.words[i + 1 : min(self.s.last, i + _REACH)]
        return i == self.s.clause_start(i) and not self.that.isdisjoint(near) and names_speaker(near[0])

    def _impersonal(self, i: int) -> bool:
        """يذكر أن، يشار إلى أن: nobody speaks."""
        return not self.that.isdisjoint(self.words[i + 1 : min(self.s.last, i + 3)])

    def negated(self, i: int) -> bool:
        """Whether a word of negation stands before word ``i``."""
        return not _NOT.isdisjoint(self.s.window(i - 2, i))

    # -- the subject -----------------------------------------------------------------------------

    def of(self, start: int, verb: int, key: str) -> Source | None:
        """The speaker after its verb, over names and dates; else the one before it."""
        found: Source | None = None
        for j in range(start, min(self.s.last, start + _REACH)):
            pause = j > start and "،" in self.gaps[j] and found is None and not self._dated(start, j)
            if pause or self.words[j] in self.that:
                break
            if found is None:
                found = self.phrases.at(j, j <= start + 1)
                if found is None and (self.words[j] == "عن" or (j in self.acts and j > start)):
                    break
            elif self.words[j] == "عن":
                return self._quoted(j, key, found) or found
        return found if found is not None else self.before(verb)

    def _quoted(self, j: int, key: str, found: Source) -> Source | None:
        """نقلت القناة عن مصادر محلية: whom the speaker quotes."""
        quotes = key == "tell" or self.words[j - 1] == "نقلا"
        if not quotes or j + 1 >= self.s.last or j > found.last + 4:
            return None
        inner = self.phrases.at(j + 1)
        return inner if inner is not None and inner.kind is not None else None

    def _dated(self, start: int, end: int) -> bool:
        return all(any(d.first <= j <= d.last for d in self.s.dates) for j in range(start, end))

    def before(self, verb: int) -> Source | None:
        """The subject before its verb: الناطق باسم قسد اعترف، مصدر أمني يكشف."""
        for j in range(verb - 1, max(self.s.first, verb - _REACH) - 1, -1):
            comma = "،" in self.gaps[j]
            if not comma and j > self.s.first and not self._opens_statement(j):
                continue
            source = self.phrases.at(j)
            if source is None or source.last < verb - 5:
                return None if comma else source
            return None if any(source.last < a < verb for a in self.acts) else source
        return None

    def _opens_statement(self, j: int) -> bool:
        """After a conjunction, or with one: والجيش السوري يعلن."""
        return self.words[j - 1] in self.lists.conjunctions or (
            self.words[j].startswith("وال") and self.gaps[j] == " "
        )

    # -- whether it tells something ----------------------------------------------------------------

    def speaks(self, source: Source, key: str, verb: int) -> bool:
        """A telling verb needs what is told, and an announcement that is the deed tells nothing."""
        plain = key in ("say", "deny", "accuse") or (key in ("count", "give") and source.kind is not None)
        return (plain or self.complemented(max(verb, source.last) + 1, key)) and not self._performs(source, verb)

    def complemented(self, start: int, key: str) -> bool:
        """Whether what is told follows: أن، عن، صوراً."""
        near = self.words[start : min(self.s.last, start + (6 if key == "tell" else 4))]
        return not (self.lists.complements.isdisjoint(near) and self.that.isdisjoint(near))

    def _performs(self, source: Source, verb: int) -> bool:
        """أعلنت الميليشيات الاستنفار: the announcement is the deed, nobody tells it."""
        if source.last < verb or bare(self.words[verb]) not in _ANNOUNCES:
            return False
        act = next((p for p in self.s.acts if p.frame is not None and p.at > source.last), None)
        if act is None or act.act.family not in _PERFORMED:
            return False
        between = self.words[source.last + 1 : act.at]
        return len(between) < _PERFORMED_REACH and "عن" not in between and self.that.isdisjoint(between)

    def own(self, start: int) -> bool:
        """إن قواته، إنها نسفت: the speaker tells of its own men or deed."""
        end = min(self.s.last, start + _OWN_REACH)
        mark = next((j for j in range(start, end) if self.words[j] in self.that), None)
        if mark is None or mark + 1 >= self.s.last:
            return False
        if self.words[mark].endswith(_ITS) and mark + 1 in self.phrases.breaks:
            return True
        follower = self.words[mark + 1]
        return follower.endswith(_OUR) and any(follower.removesuffix(e) in self.lists.own_forces for e in _OUR)

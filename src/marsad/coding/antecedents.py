"""Whom short names mean: who was named before in the report.

Example: after هيئة الحشد الشعبي the word الهيئة is that one, after فرقة الحمزة the word الفرقة.
Source: codebook section 5.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..find.parties import Party
from ..lexicon.actors import ActorEntry
from ..lexicon.grammars import load_grammar
from ..resolve.actors import Cast
from ..text.folding import fold_word
from .announcements import SAYING
from .sentences import Sentence

_SPEAKER_REACH = 3  # words from a verb of saying to who says so
_OCCUPIER_WORDS = 3
_PROCLITICS = "ولبف"
UNFIGHTING = frozenset(("civilians", "other", "protesters"))


class Antecedents:
    """The organisations that one report names in full, in the order of its text."""

    def __init__(self, words: list[str], cast: Cast, sentences: list[Sentence]) -> None:
        """Collect the organisations named in full; ``written`` keeps the words that name each."""
        self.words = words
        self.cast = cast
        self.sentences = sentences
        self.grammar = load_grammar()
        self.named: list[tuple[int, ActorEntry]] = []
        self.written: list[tuple[int, ActorEntry, list[str]]] = []
        for party in (p for s in sentences for p in s.parties if p.entries and not p.unknown):
            if party.strength != "strong":
                continue
            entry = cast.choose(party.entries, party.strength)
            if entry is not None and entry.kind not in UNFIGHTING:
                self.named.append((party.first, entry))
                name = words[max(party.first, party.name_first - 1) : party.name_first + 1]
                name = [*name, *[w[1:] for w in name if w[0] in _PROCLITICS]]
                self.written.append((party.first, entry, name))

    def is_ours(self, party: Party) -> bool:
        """مقاتلونا، حاجزنا، قواتنا: of whoever speaks."""
        return self.words[party.head].endswith("نا") and (party.possessed or party.strength == "weak")

    def speaker(self, party: Party) -> ActorEntry | None:
        """Whose قواتنا are: the organisation that spoke last (وقال الجيش في بيان), else the one that signs."""
        spoken = [e for first, e in self._speakers() if first < party.first]
        return spoken[-1] if spoken else self.cast.signatory

    def _speakers(self) -> Iterator[tuple[int, ActorEntry]]:
        """The organisations that stand right after a verb of saying."""
        for s in self.sentences:
            verbs = [q.last for q in s.predicates if q.kind in SAYING]
            for party in s.parties if verbs else ():
                said = party.strength == "strong" and any(0 < party.first - last <= _SPEAKER_REACH for last in verbs)
                entry = self.cast.choose(party.entries, party.strength) if said and party.entries else None
                if entry is not None and entry.kind not in UNFIGHTING:
                    yield party.first, entry

    def sentence_of(self, party: Party) -> Sentence:
        """The sentence a party stands in."""
        return next(s for s in self.sentences if s.first <= party.first < s.last)

    def occupier(self, party: Party) -> ActorEntry | None:
        """مسيّرة للاحتلال after جيش الاحتلال التركي: the occupier whose country the report named."""
        if party.name_first < 0 or self.words[party.name_last] not in self.grammar.occupations:
            return None
        for first, entry in reversed(self.named):
            if first < party.first and entry.kind == "external-forces":
                return entry if not self.grammar.occupations.isdisjoint(self._around(first)) else None
        return None

    def _around(self, first: int) -> list[str]:
        """The words of a name and its nationality: جيش الاحتلال التركي."""
        return self.words[first : first + _OCCUPIER_WORDS]

    def told_before(self, party: Party) -> Iterator[Party]:
        """The parties before one in its sentence and in the sentence before, the nearest first."""
        at = next(n for n, s in enumerate(self.sentences) if s.first <= party.first < s.last)
        for sentence in reversed(self.sentences[max(0, at - 1) : at + 1]):
            yield from (x for x in reversed(sentence.parties) if x.last < party.first)

    def called(self, party: Party) -> ActorEntry | None:
        """الحكومة after حكومة الإنقاذ: the last one named in full whose name opens with the noun."""
        noun = self.words[party.name_first].lstrip("ولب")
        if party.name_first != party.name_last or noun.removeprefix("ال") not in self.grammar.governments:
            return None
        before = (e for first, e in reversed(self.named) if first < party.first)
        return next((e for e in before if fold_word(e.name_ar).split()[0] == noun.removeprefix("ال")), None)

    def points_back(self, party: Party) -> bool:
        """الميليشيا, القوات: a name that anybody may bear means who was named before."""
        word, *more = self.words[party.name_first : party.name_last + 1]
        if more and not any(map(_has_article, (word, *more))):
            return False  # مجموعة محلية is a new one
        return party.strength == "weak" or any(noun in word for noun in self.grammar.common_names)

    def namesake(self, party: Party) -> ActorEntry | None:
        """الفرقة after فرقة الحمزة: the last actor named before, else the next, whose name holds the noun."""
        assert party.sense is not None
        noun = party.sense.lemma or party.sense.form.text
        before = [e for first, e in reversed(self.named) if first < party.first]
        after = [e for first, e in self.named if first > party.first]
        return next((e for e in before + after if noun in fold_word(e.name_ar).split()), None)

    def meant(self, party: Party) -> ActorEntry | None:
        """Whom a short name means: who bore it before (التنظيم), the country's only one, else the last actor named."""
        before = [e for first, e in self.named if first < party.first]
        bearers = [e for e in reversed(before) if e in party.entries]
        noun = self.words[party.name_first].lstrip("ولب").removeprefix("ال")
        if party.name_first == party.name_last and (meant := self._said(noun, party.first)) is not None:
            return meant
        called = (e for e in bearers if noun in fold_word(e.name_ar).split())
        known = next(called, bearers[0] if bearers else None)
        nearest = before[-1] if before else None
        word = self.words[party.name_first]
        common = any(noun in word for noun in self.grammar.common_names)
        if known is not None or party.name_first != party.name_last:
            only = self.cast.only(party.entries) if not common else None  # المجلس الرئاسي
            return known or only or (nearest if _has_article(word) else None)  # مجموعة محلية is a new one
        if not _has_article(word):
            return nearest if common or len(party.entries) != 1 else party.entries[0]
        only = self.cast.only(party.entries)
        return (nearest or self._called_so(party, noun) or only) if common else only

    def _called_so(self, party: Party, noun: str) -> ActorEntry | None:
        """التنظيم, with nobody named before: one whose own name opens with the noun, not one others call so."""
        own = [e for e in party.entries if fold_word(e.name_ar).split()[0] == noun and e.alive(self.cast.when)]
        here = [e for e in own if e.country in (None, self.cast.country)]
        return min(here, key=lambda e: e.country != self.cast.country, default=None)

    def of_body(self, party: Party) -> ActorEntry | None:
        """عناصر الفرع after فرع الأمن العسكري: fighters of the body named before by that noun."""
        after = self.words[party.last + 1 : party.last + 2]
        if party.category != "combatant" or party.definite or party.possessed or not after:
            return None
        noun = after[0].removeprefix("ال")
        if noun == after[0] or noun not in self.grammar.armed_bodies:
            return None
        return self._said(noun, party.first)

    def _said(self, noun: str, before: int) -> ActorEntry | None:
        """الهيئة after هيئة الحشد الشعبي: the last one written with that noun before its name."""
        said = (e for first, e, words in reversed(self.written) if first < before and noun in words)
        return next(said, None)


def _has_article(word: str) -> bool:
    """النظام، والنظام، للنظام."""
    return "ال" in word[:4] or "لل" in word[:3]

"""Parties in chunks, and how far the words of a predicate reach.

Example: in ``هاجم مسلحون حاجزاً لقسد وقتلوا عنصرين`` the words of هاجم end before وقتلوا.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.acts import Frame
from ..lexicon.grammars import load_grammar
from .cues import TURN
from .sentences import Sentence

_ON_IT = frozenset(("عليها", "عليه"))
_WITHIN = frozenset(("في", "من"))
_DESCRIBED = 3  # words from a force over its adjective to whom it is loyal to
_SAME_LIST = 6  # words between two members of a list


@dataclass(slots=True, eq=False)
class Chunk:
    """Parties joined by و under one preposition (or none)."""

    parties: list[Party]
    prep: str

    @property
    def first(self) -> int:
        """First word of the chunk."""
        return self.parties[0].first

    @property
    def last(self) -> int:
        """Last word of the chunk."""
        return self.parties[-1].last

    @property
    def head(self) -> Party:
        """Its first party, which speaks for all."""
        return self.parties[0]


def chunk_parties(sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """Chunks of the parties that start in ``first`` ≤ word < ``last``."""
    chunks: list[Chunk] = []
    previous: Party | None = None
    grammar = load_grammar()
    for party in sentence.parties if first < last else ():
        if party.first < first:
            continue
        if party.first >= last:
            break
        before = sentence.before(party.first)
        if before in grammar.according or _is_sources(sentence, party, before) or _holds_it(sentence, party, before):
            continue  # وفق مدير الأسايش، لمصدر في شرطة المحافظة، التي تسيطر عليها فصائل
        beside = previous is not None and party.first - previous.last == 2
        owned = before in grammar.owned_by or before.startswith(grammar.loyal_beginnings)
        if (beside or _is_described(sentence, previous, party)) and party.prep == "ل" and owned:
            continue  # بين الفوج 47 التابع للحرس الثوري وقسد، فصيل فاطميون الأفغاني الموالي لإيران
        listed = not party.prep and previous is not None and party.first - previous.last <= _SAME_LIST
        between = bool(chunks) and party.prep == chunks[-1].prep == "بين"
        if party.joined and (listed or between):
            chunks[-1].parties.append(party)
        else:
            chunks.append(Chunk([party], party.prep))
        previous = party
    return chunks


def _holds_it(sentence: Sentence, party: Party, before: str) -> bool:
    """في بلدة الكرك التي تسيطر عليها فصائل محلية: who holds a place takes no part in what happens there."""
    return before in _ON_IT and sentence.before(party.first - 1) in load_grammar().holds


def _is_sources(sentence: Sentence, party: Party, before: str) -> bool:
    """وفقاً لمصدر في شرطة المحافظة: the body whose man speaks takes no part."""
    if before not in _WITHIN or party.first - 2 < sentence.first:
        return False
    return sentence.texts[party.first - 2] in load_grammar().speakers_in


def _is_described(sentence: Sentence, previous: Party | None, party: Party) -> bool:
    """Whether only an adjective stands between a force and whom it is loyal to: لواء القدس الفلسطيني الموالي لـ."""
    if previous is None or party.first - previous.last != _DESCRIBED:
        return False
    return sentence.texts[previous.last + 1].startswith("ال") and not sentence.comma_between(previous.last, party.first)


def bare_chunks(sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """Chunks without a preposition: subjects and objects."""
    return [c for c in chunk_parties(sentence, first, last) if not c.prep]


class Limits:
    """Where the words of each predicate of a sentence end."""

    def __init__(self, sentence: Sentence) -> None:
        """Collect the predicates and words that end a phrase."""
        self.s = sentence
        self.stops = [p for p in sentence.predicates if _stops(p) and not _describes(sentence, p)]
        self.starts = [p.at for p in self.stops]
        turns = [i for i in sentence.cued(TURN) if i > sentence.first and _turns(sentence.texts, i)]
        self.ends = sorted([*self.starts, *turns, sentence.last])

    def right(self, p: Predicate) -> int:
        """First word after ``p`` that belongs to another predicate."""
        at = bisect_right(self.ends, p.last)
        if p.finite and self.ends[at] == p.last + 1 and self._is_subject(p.last + 1):
            at += 1  # استهدف تفجير معسكراً: a noun right after its verb is the subject
        return self.ends[at]

    def _is_subject(self, word: int) -> bool:
        at = bisect_left(self.starts, word)
        return at < len(self.stops) and self.starts[at] == word and not self.stops[at].finite

    def left(self, p: Predicate) -> int:
        """Word after the predicate before ``p``."""
        before = bisect_left(self.starts, p.at)
        return self.stops[before - 1].last + 1 if before else self.s.first

    def reach(self, p: Predicate) -> int:
        """Prepositional phrases may follow a passive or light verb of the same happening."""
        end = self.right(p)
        if p.frame is None or (p.finite and p.frame.agent != "none"):
            return end
        at = bisect_left(self.starts, end)
        while at < len(self.stops) and self.starts[at] == end and self._carries(p.frame, self.stops[at]):
            end = self.right(self.stops[at])  # اشتباكات اندلعت مساء الخميس واستمرت حتى الصباح بين أ وب
            at = bisect_left(self.starts, end)
        return end

    def _carries(self, frame: Frame, verb: Predicate) -> bool:
        """Whether the verb after a noun is about the same happening: اشتباكات اندلعت، قصف نفذته، القصف الذي طال."""
        return verb.kind == "light" and (frame.two_sided or bool(verb.enclitic) or is_relative(self.s, verb))


def _turns(texts: list[str], i: int) -> bool:
    """Whether a word that may end a phrase does; قبل does before أن only."""
    return texts[i] != "قبل" or texts[i + 1 : i + 2] == ["ان"]


def _stops(p: Predicate) -> bool:
    return p.finite or (p.firm and not p.proclitics.endswith("ب"))


def _describes(sentence: Sentence, p: Predicate) -> bool:
    """مسلحون يحملون بنادق: a verb in the present right after an indefinite noun only describes whom it names."""
    if any(x.head < p.at < x.name_first for x in sentence.parties):
        return True  # مجموعة تطلق على نفسها كذا
    if p.kind not in ("light", "motion") or p.sense.form.tense != "present" or p.proclitics:
        return False
    return any(x.last == p.at - 1 and not x.definite and not x.entries for x in sentence.parties)


def is_relative(sentence: Sentence, p: Predicate) -> bool:
    """Whether a relative pronoun stands right before: القصف الذي نفذته."""
    return sentence.before(p.at) in load_grammar().plain_relative


def is_passive(sentence: Sentence, p: Predicate) -> bool:
    """A passive form, or a written damma on the first letter (قُتل، اعتُقل)."""
    return p.sense.form.passive or (
        bool(sentence.words.folded.breaks) and "\u064f" in sentence.words.raw(p.at, p.at)[:5]
    )


def is_accusative(sentence: Sentence, party: Party) -> bool:
    """An object by its ending: شاباً، مسلحين، سائقيها."""
    if party.sense is None:
        return False
    form = party.sense.form
    if form.case != "acc" or party.number is not None:
        return False
    text = sentence.texts[party.head]
    if form.number != "d" and not form.definite and text.endswith("ا"):
        return True  # شاباً، أرتالاً
    if party.possessed:
        return text.endswith(_OF_THEIRS)
    return text.endswith(("ين", "ي"))


_OF_THEIRS = ("ين", "ي", "يها", "يهم", "يهما", "يه")
_NO_DOERS = frozenset(("victim_killed", "victim_wounded", "others", "detainee"))
_DOERS = frozenset(("civilian", "protester", "child", "woman"))


def can_act(party: Party) -> bool:
    """Whether a party can do something: people and forces, not victims; a post only by its nationality."""
    if party.category in _NO_DOERS:
        return party.sense is not None and party.sense.lemma in load_grammar().outlaws and party.number is None
    if party.category == "post":
        return bool(party.entries) and party.strength == "adjective"
    return party.armed or party.category in _DOERS

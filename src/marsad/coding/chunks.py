"""Parties in chunks, and how far the words of a predicate reach.

Example: in ``هاجم مسلحون حاجزاً لقسد وقتلوا عنصرين`` the words of هاجم end before وقتلوا.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from .sentences import Sentence

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
    speakers = load_grammar().according
    for party in sentence.parties:
        if party.first < first:
            continue
        if party.first >= last:
            break
        if sentence.before(party.first) in speakers:
            continue  # وفق مدير الأسايش
        listed = not party.prep and previous is not None and party.first - previous.last <= _SAME_LIST
        between = bool(chunks) and party.prep == chunks[-1].prep == "بين"
        if party.joined and (listed or between):
            chunks[-1].parties.append(party)
        else:
            chunks.append(Chunk([party], party.prep))
        previous = party
    return chunks


def bare_chunks(sentence: Sentence, first: int, last: int) -> list[Chunk]:
    """Chunks without a preposition: subjects and objects."""
    return [c for c in chunk_parties(sentence, first, last) if not c.prep]


class Limits:
    """Where the words of each predicate of a sentence end."""

    def __init__(self, sentence: Sentence) -> None:
        """Collect the predicates and words that end a phrase."""
        self.s = sentence
        self.stops = [p for p in sentence.predicates if _stops(p)]
        turns = load_grammar().turns
        self.turns = [i for i in range(sentence.first + 1, sentence.last) if _turns(sentence.texts, i, turns)]

    def right(self, p: Predicate) -> int:
        """First word after ``p`` that belongs to another predicate."""
        first = p.last + 1 + p.finite  # استهدف تفجير معسكراً: a noun right after its verb is the subject
        nouns = (stop.at for stop in self.stops if stop.at > p.last and (stop.at >= first or stop.finite))
        end = next(nouns, self.s.last)
        return min(end, next((turn for turn in self.turns if turn > p.last), end))

    def left(self, p: Predicate) -> int:
        """Word after the predicate before ``p``."""
        before = self.s.first
        for stop in self.stops:
            if stop.at >= p.at:
                break
            before = stop.last + 1
        return before

    def reach(self, p: Predicate) -> int:
        """Prepositional phrases may follow a passive or light verb of the same happening."""
        end = self.right(p)
        if p.frame is None or (p.finite and p.frame.agent != "none"):
            return end
        for stop in self.stops:
            if stop.at == end and stop.kind == "light" and (
                p.frame.two_sided or stop.enclitic or is_relative(self.s, stop)
            ):
                return self.right(stop)
        return end


def _turns(texts: list[str], i: int, turns: frozenset[str]) -> bool:
    """Whether word ``i`` ends a phrase; قبل does before أن only."""
    return texts[i] in turns and (texts[i] != "قبل" or texts[i + 1 : i + 2] == ["ان"])


def _stops(p: Predicate) -> bool:
    return p.finite or (p.firm and not p.proclitics.endswith("ب"))


def is_relative(sentence: Sentence, p: Predicate) -> bool:
    """Whether a relative pronoun stands right before: القصف الذي نفذته."""
    return sentence.before(p.at) in load_grammar().plain_relative


def is_passive(sentence: Sentence, p: Predicate) -> bool:
    """A passive form, or a written damma on the first letter (قُتل، اعتُقل)."""
    return p.sense.form.passive or (
        bool(sentence.words.folded.breaks) and "\u064f" in sentence.words.raw(p.at, p.at)[:5]
    )


def is_accusative(sentence: Sentence, party: Party) -> bool:
    """An object by its ending: شاباً، مسلحين."""
    if party.sense is None:
        return False
    form = party.sense.form
    if form.case != "acc" or party.number is not None:
        return False
    text = sentence.texts[party.head]
    if form.number == "s" and not form.definite and text.endswith("ا"):
        return True
    return text.endswith(("ين", "ي"))


_NO_DOERS = frozenset(("victim_killed", "victim_wounded", "others", "detainee"))
_DOERS = frozenset(("civilian", "protester", "child", "woman"))


def can_act(party: Party) -> bool:
    """Whether a party can do something: people and forces, not victims; a post only by its nationality."""
    if party.category in _NO_DOERS:
        return party.sense is not None and party.sense.lemma in load_grammar().outlaws and party.number is None
    if party.category == "post":
        return bool(party.entries) and party.strength == "adjective"
    return party.armed or party.category in _DOERS

"""One sentence with everything found in it, and its division into clauses.

Example: هاجم مسلحون حاجزاً، فيما قُتل عنصر has two clauses; the second begins at فيما.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..find.date_mentions import DateMention
from ..find.numbers import NumberMention
from ..find.parties import Party
from ..find.places import PlaceMention, SiteMention
from ..find.predicates import Predicate
from ..lexicon.senses import Sense, WordInfo
from ..text.words import Words
from .cues import CLAUSE, SCOPE, cues_of
from .weapons import WeaponMention

_BREAKS = frozenset("،؛,:")
_FORMS = 100_000
_JOINING = frozenset(("و", "ف"))
_TOLD = frozenset(("act", "claim", "reporting"))


@dataclass(slots=True, eq=False)
class Sentence:
    """Words ``first``..``last`` (exclusive) with mentions; ``starts`` are the first words of its clauses.

    ``kinds`` are those of its predicates, ``pauses`` are the words before which more than a space stands.
    ``scope`` holds the kind of each scope word (negation, demand ...), ``scope_phrases`` the phrases met,
    ``scope_kinds`` all kinds met. ``aftermath``: the sentence before told an accident.
    """

    number: int
    paragraph: int
    first: int
    last: int
    words: Words
    infos: list[WordInfo | None]
    parties: list[Party]
    places: list[PlaceMention]
    sites: list[SiteMention]
    dates: list[DateMention]
    numbers: list[NumberMention]
    predicates: list[Predicate]
    texts: list[str] = field(init=False)
    acts: list[Predicate] = field(init=False)
    kinds: frozenset[str] = field(init=False)
    pauses: list[int] = field(init=False)
    starts: list[int] = field(init=False)
    scope: dict[int, str] = field(default_factory=dict)
    scope_phrases: set[str] = field(default_factory=set)
    scope_kinds: frozenset[str] = frozenset()
    aftermath: bool = False
    weapons: dict[int, WeaponMention] | None = None
    _cued: dict[int, list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the clauses and collect the scope words."""
        self.texts = self.words.words
        self.acts = [p for p in self.predicates if p.kind == "act"]
        self.kinds = frozenset([p.kind for p in self.predicates])
        first, last = self.first, self.last
        self.pauses = [i for i, gap in enumerate(self.words.gaps[first + 1 : last], first + 1) if gap != " "]
        self._cued = {}
        for i, cues in enumerate(map(cues_of, self.texts[first:last]), first):
            for cue in cues:
                self._cued.setdefault(cue, []).append(i)
        self._split_clauses()
        self._mark_scopes()

    def cued(self, cue: int) -> Sequence[int]:
        """Words that may open what ``cue`` names (see ``cues``), in order."""
        return self._cued.get(cue, ())

    @property
    def question(self) -> bool:
        """Whether it ends in a question mark."""
        return "؟" in self.words.gaps[self.last]

    @property
    def tells(self) -> bool:
        """Whether a word says that something happened, or that somebody says so."""
        return not _TOLD.isdisjoint(self.kinds)

    def before(self, word: int) -> str:
        """The word before ``word``, "" at the start."""
        return self.texts[word - 1] if word > self.first else ""

    def window(self, first: int, last: int) -> list[str]:
        """Words ``first`` ≤ i < ``last``, from the start of the sentence on."""
        return self.texts[max(self.first, first) : last]

    def clause_of(self, word: int) -> int:
        """Clause number of a word."""
        return bisect_right(self.starts, word) - 1

    def clause_start(self, word: int) -> int:
        """First word of the clause of ``word``."""
        return self.starts[bisect_right(self.starts, word) - 1]

    def speaks_before(self, word: int) -> bool:
        """Whether a verb of saying stands before a word: قال مصدر إن."""
        return any(p.kind == "reporting" and p.at < word for p in self.predicates)

    def opens_with(self, word: int, openers: frozenset[str]) -> bool:
        """Whether the clause of ``word`` begins with one of ``openers``."""
        return self.texts[self.clause_start(word)] in openers

    def comma_between(self, a: int, b: int) -> bool:
        """Whether a comma stands between words ``a`` and ``b`` (a < b)."""
        return any("،" in gap or "," in gap for gap in self.words.gaps[a + 1 : b + 1] if gap != " ")

    def commas(self, a: int, b: int) -> int:
        """Gaps with an Arabic comma between words ``a`` and ``b``."""
        return sum("،" in gap for gap in self.words.gaps[a + 1 : b + 1] if gap != " ")

    def _split_clauses(self) -> None:
        """Find the clauses: a new one at commas, subordinators and و/ف/ثم + finite verb."""
        gaps = self.words.gaps
        breaks = [i for i in self.pauses if not _BREAKS.isdisjoint(gaps[i])]
        verbs = [p.at for p in self.predicates if p.proclitics[:1] in _JOINING and p.finite]
        inside = {i for x in self.parties for i in range(x.unknown_from, x.last + 1)}  # لم تُعرف هويتهم بعد
        self.starts = sorted({self.first, *self.cued(CLAUSE), *breaks, *verbs} - inside)

    def _mark_scopes(self) -> None:
        """Collect scope words by position (negation, hypothetical, demand ...) and scope phrases met."""
        end = len(self.texts) - 1
        for i in self.cued(SCOPE):
            info = self.infos[i]
            if info is None:
                continue
            if info.scopes and not any(x.head < i <= x.last for x in self.parties):
                self.scope[i] = info.scopes[0]  # not the word of a name: جهاز مكافحة الإرهاب
            for rest, sense in _scope_phrases(info).get(self.texts[i + 1], ()) if i < end else ():
                if self.texts[i + 2 : i + 2 + len(rest)] == rest:
                    self.scope[i] = sense.key.removesuffix("_phrases")
                    self.scope_phrases.add(sense.key)
        self.scope_kinds = frozenset(self.scope.values())


@lru_cache(maxsize=_FORMS)
def _scope_phrases(info: WordInfo) -> dict[str, list[tuple[list[str], Sense]]]:
    """The scope phrases that may start at a form, by their second word: the words after it, and the sense."""
    found: dict[str, list[tuple[list[str], Sense]]] = {}
    for _, (second, *rest), sense in info.scope_phrases:
        found.setdefault(second, []).append((rest, sense))
    return found

"""One sentence with everything found in it, and its division into clauses."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..find.date_mentions import DateMention
from ..find.numbers import NumberMention
from ..find.parties import Party
from ..find.places import PlaceMention, SiteMention
from ..find.predicates import Predicate
from ..lexicon.dictionary import WordInfo
from ..text.folding import fold_word
from ..text.words import Words

_OPENERS = frozenset(
    fold_word(w)
    for w in ("بينما", "فيما", "كما", "حيث", "إذ", "ثم", "لكن", "ولكن", "التي", "الذي", "الذين", "اللذان", "اللذين", "والتي", "والذي",
              "مما", "وكان", "وكانت", "وذلك", "غير", "علما", "قبيل", "عقب", "إثر", "بعد", "بعدما", "عندما", "حين", "لترتفع", "ليرتفع",
              "إضافة", "فضلا", "وفيما", "كذلك", "أن", "وأن", "إن", "وإن", "بأن", "أنه", "أنها", "أنهم", "أما", "فقد", "وقد", "ولدى")
)  # fmt: skip
TURNS = frozenset(
    fold_word(w)
    for w in ("بينما", "فيما", "كما", "حيث", "إذ", "وفيما", "وكذلك", "علما", "وأن", "وإن", "وأنه", "وأنها", "وأنهم", "وإنه", "مضيفا", "موضحا",
              "مؤكدا", "مشيرا", "مضيفة", "موضحة", "مشيرة", "مؤكدة", "لافتا", "مبينا", "مطالبين", "مطالبا", "للمطالبة", "داعيا", "وذلك", "قبل")
)  # fmt: skip
RELATIVE = frozenset(fold_word(w) for w in ("التي", "الذي", "الذين", "اللذان", "اللذين", "والتي", "والذي", "اللتين", "اللتان"))
THAT = frozenset(fold_word(w) for w in ("أن", "وأن", "إن", "وإن", "بأن", "أنه", "أنها", "أنهم", "إنه", "إنها"))


@dataclass(slots=True)
class Sentence:
    """Words ``first``..``last`` (exclusive) with mentions; ``clause[i - first]`` numbers the clause of word i."""

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
    clause: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    scope: dict[int, str] = field(default_factory=dict)
    scope_phrases: set[str] = field(default_factory=set)
    question: bool = False

    def scope_keys(self) -> set[str]:
        """The kinds of scope words met in the sentence."""
        return set(self.scope.values())

    def clause_of(self, word: int) -> int:
        """Clause number of a word."""
        return self.clause[word - self.first]

    def clause_start(self, word: int) -> int:
        """First word of the clause of ``word``."""
        return self.starts[self.clause[word - self.first]]

    def comma_between(self, a: int, b: int) -> bool:
        """Whether a comma stands between words ``a`` and ``b`` (a < b)."""
        gaps = self.words.gaps
        return any("،" in gaps[j] or "," in gaps[j] for j in range(a + 1, b + 1))


def split_clauses(sentence: Sentence) -> None:
    """Number the clauses: a new one at commas, subordinators and و/ف/ثم + finite verb."""
    words, gaps = sentence.words.words, sentence.words.gaps
    verbs = {p.at for p in sentence.predicates if p.finite and p.proclitics[:1] in ("و", "ف")}
    clause, starts = 0, [sentence.first]
    numbers = [0]
    for i in range(sentence.first + 1, sentence.last):
        gap = gaps[i]
        if i in verbs or words[i] in _OPENERS or "،" in gap or "؛" in gap or "," in gap or ":" in gap:
            clause += 1
            starts.append(i)
        numbers.append(clause)
    sentence.clause = numbers
    sentence.starts = starts


def mark_scopes(sentence: Sentence) -> None:
    """Collect scope words by position (negation, hypothetical, demand ...) and scope phrases met."""
    words = sentence.words.words
    infos = sentence.infos
    for i in range(sentence.first, sentence.last):
        info = infos[i]
        if info is None or not info.scoped:
            continue
        for _, sense in info.senses:
            if sense.kind == "scope" and sense.key != "veto":
                sentence.scope.setdefault(i, sense.key)
        for _, rest, sense in info.phrases:
            if sense.kind == "scope" and sense.key != "veto" and tuple(words[i + 1 : i + 1 + len(rest)]) == rest:
                sentence.scope[i] = sense.key.removesuffix("_phrases")
                sentence.scope_phrases.add(sense.key)

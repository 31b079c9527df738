"""The speakers of a report, sentence by sentence, and what a sentence says of a happening told before it.

Example: after ``قال مصدر محلي إن`` the words المصدر ذاته mean that source.
Source: codebook section 4 (attribution), rulings 11 and 13.
"""

from __future__ import annotations

from functools import lru_cache

from ..lexicon.dictionary import load_dictionary
from ..lexicon.grammars import load_grammar
from .sentences import Sentence
from .source_words import load_source_words
from .sources import Source, Told
from .speeches import Speeches, find_speeches
from .wordings import bare, readings

_RECALLED = frozenset(("وكان", "وكانت", "كان", "كانت"))
_PLANS = frozenset(("future", "hypothetical", "habit", "fiction"))
_SPOTS = frozenset(("site", "road", "neighbourhood"))
_BOOMS = frozenset(("تفجير", "انفجار", "عبوه", "مفخخه", "قصف", "صاروخ"))
_CLAIMED = 7  # words after the speaker that may name what he claims


class Speakers:
    """The speakers of a report, sentence by sentence; remembers the last one for المصدر ذاته."""

    def __init__(self) -> None:
        """Start a report."""
        self.told = Told()
        self.number = -9

    def read(self, sentence: Sentence) -> Speeches:
        """Speeches of the next sentence."""
        items = find_speeches(sentence, self.told)
        carried = None
        if not items and sentence.number - self.number == 1 and self._goes_on(sentence):
            carried, self.number = self.told.last, sentence.number
        recalled = sentence.texts[sentence.first] in _RECALLED and self.told.last is not None
        for item in items:
            source = item.source
            if not recalled and item.mode != "deny" and (source.kind or source.parties):
                spoke = source.speaking(source.own, False, source.same) if source.claim else source
                self.told.add(spoke, sentence.texts[source.first])
                self.number = sentence.number
        return Speeches(items, carried, _is_tally(sentence))

    def _goes_on(self, sentence: Sentence) -> bool:
        """بالتزامن مع ذلك: the sentence still belongs to the speaker of the one before."""
        words = sentence.texts[sentence.first : min(sentence.last, sentence.first + 2)]
        if self.told.last is None or (len(words) == 2 and words[1] == "ذلك" and not words[0].endswith("تزامن")):
            return False
        continues = load_source_words().lists.continues
        return any(t in continues for w in words for t in readings(w))


def _is_tally(sentence: Sentence) -> bool:
    """A tally tells no single happening: وبذلك يرتفع عدد الضحايا منذ ... إلى."""
    if "tally_phrases" in sentence.scope_phrases:
        return True
    opening = range(sentence.first, min(sentence.last, sentence.first + 5))
    tallies = "tally" in sentence.scope_kinds and any(sentence.scope.get(i) == "tally" for i in opening)
    return tallies and "منذ" in sentence.texts[sentence.first : sentence.last]


def follows_up(sentence: Sentence, source: Source, harmed: bool, end: int) -> bool:
    """Whether a sentence that tells no happening before word ``end`` speaks of the one told just before.

    وقال مصدر طبي إن الجرحى نقلوا, when someone was hurt; no tally, no plan, no claim.
    """
    lists, that_words = load_source_words().lists, load_grammar().that
    words = sentence.texts[sentence.first : end]
    if any(p.kind == "accuse" and p.lemma in load_grammar().accuses for p in sentence.predicates):
        return False  # أصدر الفصيل بياناً اتهم فيه
    if source.claim or not lists.tally.isdisjoint(words):
        return False
    start = max(source.last, sentence.first)
    that = next((i for i in range(start, sentence.last) if sentence.texts[i] in that_words), start)
    if any(that < d.first < end for d in sentence.dates) or any(
        that < m.first < end and not m.anaphor and m.location is not None and m.location.kind not in _SPOTS
        for m in sentence.places
    ):
        return False
    if not _PLANS.isdisjoint(sentence.scope_kinds) or any(map(_is_future, words)):
        return False
    return harmed or lists.harmed.isdisjoint(words)


def claims(sentence: Sentence, source: Source, family: str) -> bool:
    """Whether a claim means a deed told before (الهجوم, مسؤوليته), of that family when one is given."""
    words = sentence.texts[max(source.last + 1, sentence.first) : sentence.last]
    if family:
        return any(bare(w) in _BOOMS for w in words) == (family == "boom")
    wanted = load_source_words().lists.claims
    return any(bare(w).removeprefix("ب") in wanted or w.startswith("ال") for w in words[:_CLAIMED])


@lru_cache(maxsize=100_000)
def _is_future(word: str) -> bool:
    """سيعلن، ستبدأ."""
    if not word.startswith(("سي", "ست")) or len(word) < 5:
        return False
    info = load_dictionary().analyse(word[1:])
    return info is not None and any(s.form.tense == "present" for _, s in info.senses)

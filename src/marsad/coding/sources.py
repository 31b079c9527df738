"""Speakers: the noun phrase that names who speaks, what kind of source it is, and whose side it is on.

Example: in ``ونقلت قناة عن مصادر محلية أن`` the phrase مصادر محلية is an unnamed source.
Source: codebook section 4 (attribution), rulings 11 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from ..find.parties import Party
from ..lexicon.grammars import load_grammar
from .sentences import Sentence
from .source_words import (
    is_in,
    kind_of_head,
    kind_of_source,
    letters_before,
    load_source_words,
    names_speaker,
    speech_verb,
)
from .wordings import bare, readings

_RUMOURS = frozenset(("ما", "الانباء", "انباء", "الاخبار", "المعلومات", "الخبر", "مزاعم", "الادعاءات", "تقارير"))
_PREPOSITIONS = frozenset(("من", "في", "عن"))
_UNFIGHTING = frozenset(("other", "civilians"))
_GROUPS = frozenset(("rebel", "political-militia", "identity-militia"))
_MAY_BE_ARMED = frozenset(("official", "named-organisation", "party-to-conflict"))
_BUREAUS = frozenset(("مركز", "مكتب", "هيئه"))
_SECURE = frozenset(("امني", "امنيه", "امن"))  # in names of groups: الحزام الأمني
_MEDIA = frozenset(("اعلامي", "رسمي", "اعلاميه"))
_NEWS = frozenset(("الانباء", "انباء", "للانباء", "للاعلام"))
_AGENCIES = frozenset(("وكاله", "وكالات"))
_PUBLISHERS = frozenset(("other-media", "own-correspondent", "named-organisation"))
_JOINED = frozenset((" ", ' "', '" ', '"', " ((", ")) ", "((", " '", "' "))
_LONG = 7  # words


@dataclass(slots=True)
class Source:
    """A speaker: words ``first``..``last``, its kind, parties named in it and what is known of its role.

    ``claim`` when it claims a deed told elsewhere; ``same`` when it stands for the speaker before;
    ``armed`` for an army, group or its media office; ``civil`` for police, health, courts; ``own``
    when it speaks of its own men; ``skip`` letters of the first word are proclitics.
    """

    first: int
    last: int
    kind: str | None
    parties: list[Party]
    claim: bool = False
    same: bool = False
    armed: bool = False
    civil: bool = False
    own: bool = False
    skip: int = 0

    def speaking(self, own: bool, claim: bool, same: bool) -> Source:
        """The same speaker in another role."""
        return Source(self.first, self.last, self.kind, self.parties, claim, same, self.armed, self.civil, own,
                      self.skip)  # fmt: skip


@dataclass(slots=True)
class Told:
    """Who has spoken so far: the last speaker, and the last one of each word that may stand for it again."""

    last: Source | None = None
    by_word: dict[str, Source] = field(default_factory=dict)

    def meant(self, word: str) -> Source | None:
        """Who المصدر or المصادر means: the last that was called so, else the last speaker."""
        return self.by_word.get(bare(word).removeprefix("ل"), self.last)

    def add(self, source: Source, word: str) -> None:
        """Remember a speaker whose phrase starts with ``word``."""
        self.last = source
        if not source.same:
            self.by_word[bare(word)] = source


class PhraseReader:
    """Reads the noun phrases of one sentence as speakers."""

    def __init__(self, sentence: Sentence, told: Told) -> None:
        """Look at one sentence, after those who have spoken before it."""
        self.s = sentence
        self.words = sentence.texts
        self.gaps = sentence.words.gaps
        self.told = told
        self.lists = load_source_words().lists
        self.that = load_grammar().that
        named = [p for p in sentence.parties if p.entries]
        self.parties = {p.first: p for p in named} | {p.name_first: p for p in named}
        self.breaks = {
            p.at for p in sentence.predicates if p.kind == "act" or p.finite or p.proclitics.endswith("ب")
        }  # مصادر بتسجيل خرق
        self.breaks.update(d.first for d in sentence.dates)
        self.breaks.update(n.first for n in sentence.numbers)

    def at(self, j: int, parties: bool = True) -> Source | None:
        """The speaker whose noun phrase starts at word ``j``, or None; ``parties`` may speak too."""
        if j >= self.s.last or self.words[j] in _PREPOSITIONS or self.words[j] in self.that:
            return None
        last, kind, same = j, None, False
        if _names_same(self.words[j]) or names_speaker(self.words[j]):
            last = self._end(j)
            phrase = self.words[j : last + 1]
            same, kind = self._stands_for(phrase), kind_of_source(phrase)
        meant = self.told.meant(self.words[j]) if same else None
        if meant is not None:
            return meant.speaking(own=False, claim=False, same=True)
        if kind is None and parties and self.words[j].removeprefix("و") in self.lists.armed_heads:
            named = [p for p in self.s.parties if p.first == j and p.entries]
            return Source(j, max([j, *(p.name_last for p in named)]), None, named, armed=True)
        party = self._party(j) if parties else None
        if party is not None and (kind is None or bare(self.words[j]) in self.lists.armed):
            return self._named(j, party)
        if kind is None:
            return Source(j, last, "unnamed-source", []) if same else None
        return self._described(j, last, kind)

    def owner(self, j: int) -> Source | None:
        """Whose statement it is: في بيان للفصيل، في تعميم للفرقة 19."""
        word = self.words[j]
        if word.startswith("لل") and "ال" + word[2:] in self.lists.armed_heads:
            return Source(j, j, None, [p for p in self.s.parties if p.first == j and p.entries], armed=True, skip=1)
        party = self.parties.get(j)
        return self._named(j, party) if party is not None and party.prep == "ل" else None

    def _named(self, j: int, party: Party) -> Source:
        """قوات سوريا الديمقراطية: a party that speaks."""
        last = max(party.name_last, j)
        entry = party.entries[0]
        kind = "named-organisation" if entry.kind == "other" else None
        civil = self._is_civil(self.words[j : last + 1])
        return Source(j, last, kind, [party], armed=entry.kind not in _UNFIGHTING, civil=civil)

    def _described(self, j: int, last: int, kind: str) -> Source:
        """مصدر أمني في الشرطة: a speaker by what it is called."""
        phrase = self.words[j : last + 1]
        named: list[Party] = []
        if not self._names_command(phrase):
            named = [p for p in self.s.parties if j <= p.first <= last and p.entries and p.strength != "weak"]
        groups = [p for p in named if p.entries[0].kind in _GROUPS]
        named_secure = {i for p in groups for i in range(p.first, p.last + 1) if bare(self.words[i]) in _SECURE}
        civil = self._is_civil([w for i, w in enumerate(phrase, j) if i not in named_secure])
        leads = kind == "unnamed-source" and is_in(phrase[0], self.lists.commanders)
        commands = leads and (bool(groups) or not self.lists.armed_heads.isdisjoint(phrase))
        near = "مقرب" in phrase or "مقربه" in phrase  # مصدر مقرب من القوات: no spokesman of theirs
        armed = not civil and not near and (commands or (kind in _MAY_BE_ARMED and self._is_armed(phrase, kind, named)))
        return Source(j, last, kind, named, armed=armed, civil=civil, skip=letters_before(phrase[0]))

    # -- what it is ------------------------------------------------------------------------------

    def _stands_for(self, phrase: list[str]) -> bool:
        """المصدر ذاته: the speaker named before."""
        head = phrase[0]
        if not _names_same(head):
            return False
        return len(phrase) == 1 or phrase[1] in self.lists.same_after or not phrase[1].startswith("ال")

    def _party(self, j: int) -> Party | None:
        party = self.parties.get(j)
        return party if party is not None and not party.prep and party.best is None else None

    def _is_civil(self, phrase: list[str]) -> bool:
        return any(bare(w).removeprefix("ل") in self.lists.civil for w in phrase) and "الاعلام" not in phrase

    def _is_armed(self, phrase: list[str], kind: str, named: list[Party]) -> bool:
        head = bare(phrase[0])
        fighting = any(p.entries[0].kind not in _UNFIGHTING for p in named)
        if is_in(phrase[0], self.lists.sourced):
            return fighting  # مصدر في الحركة
        if fighting or self._names_command(phrase):
            return True
        if kind == "named-organisation" and head not in _BUREAUS:
            return False
        return any(bare(w).removeprefix("ل") in self.lists.armed for w in phrase)

    def _names_command(self, phrase: list[str]) -> bool:
        text = " ".join(phrase)
        return any(p in text for p in self.lists.armed_phrases)

    # -- where it ends ---------------------------------------------------------------------------

    def _end(self, j: int) -> int:
        last = j
        for k in range(j + 1, min(self.s.last, j + _LONG)):
            if self.words[k] in self.that:
                break  # مصادر قبلية "إن مواجهات اندلعت"
            if self.gaps[k] in _JOINED and self._is_quoted(j, k):
                last = k
                continue
            if self.gaps[k] not in _JOINED or k in self.breaks or not self._continues(j, k):
                break
            last = k
        return last if self.words[last] not in self.lists.stops or last == j else last - 1

    def _is_quoted(self, j: int, k: int) -> bool:
        """Whether a quotation that begins in the phrase is still open before word ``k``."""
        return sum(gap.count('"') for gap in self.gaps[j : k + 1]) % 2 == 1

    def _continues(self, j: int, k: int) -> bool:
        """Whether word ``k`` still belongs to the noun phrase that starts at ``j``."""
        if self.words[k] in _NEWS and bare(self.words[j]).removeprefix("ال") in _AGENCIES:
            return True  # وكالة الأنباء اللبنانية
        if k in self.parties and self.words[k - 1].endswith("ون"):
            return False  # اتهم ناشطون أجهزة النظام
        if self.words[k] == "صحه" and not _RUMOURS.isdisjoint(self.words[k + 1 : k + 2]):
            return False  # نفت الوزارة صحة ما تداولته صفحات
        kind = _continuation(self.words[k])
        if not kind:  # most words
            return not ('"' in self.gaps[k] and '" ' in self.gaps[k] and k - j > 1)
        if self.words[k] == "ل":
            return k + 1 in self.parties  # المركز الإعلامي لـ"قسد"
        if kind == "in":
            follower = bare(self.words[k + 1]) if k + 1 < self.s.last else ""
            return self._belongs(self.words[j], k + 1, follower)
        if kind == "of":
            head = bare(self.words[j])
            return head.removeprefix("ل") in self.lists.people_of or head in self.lists.quantifiers
        if kind == "outlet":
            return k == j + 1 and kind_of_head(self.words[j]) == "own-correspondent"
        if kind == "publisher":
            return bare(self.words[k - 1]) in _MEDIA and kind_of_head(self.words[k]) == "named-organisation"
        return False

    def _belongs(self, head: str, k: int, follower: str) -> bool:
        """مصدر في الشرطة، متطوع في الهلال الأحمر، قيادي في الحركة: whether its body starts at ``k``."""
        lists = self.lists
        if follower in lists.institutions and (is_in(head, lists.sourced) or is_in(head, lists.offices)):
            return True
        group = k in self.parties or self.words[k] in lists.armed_heads
        if group and (is_in(head, lists.commanders) or is_in(head, lists.sourced)):
            return True
        return is_in(head, lists.members) and kind_of_source(self.words[k : k + 3]) == "named-organisation"


@lru_cache(maxsize=100_000)
def _names_same(word: str) -> bool:
    """Whether a form stands for a speaker named before: والمصدر، للمصدر."""
    same = load_source_words().lists.same
    return any(text in same for text in readings(word)) or (word.startswith("لل") and "ال" + word[2:] in same)


@lru_cache(maxsize=100_000)
def _continuation(word: str) -> str:
    """What a form does to the noun phrase before it: "" goes on, "end" ends it, else it depends on its head."""
    lists = load_source_words().lists
    if speech_verb(word) is not None and not word.startswith("ال"):
        return "end"
    if word == "في":
        return "in"
    if word == "من":
        return "of"
    if word in load_grammar().that or word in lists.stops:
        return "end"
    if word in lists.outlets or (word[0] in "لب" and word[1:] in lists.outlets):
        return "outlet"
    owned = word.startswith("ل") and word not in load_source_words().heads  # لوكالة, not لجان
    return "publisher" if owned and kind_of_head(word) in _PUBLISHERS else ""

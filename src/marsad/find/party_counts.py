"""How many a party counts, what governs it, and counts that stand alone.

Example: in ``على يد ثلاثة عناصر`` the party عناصر counts three and is governed by على يد.
"""

from __future__ import annotations

from functools import cache, lru_cache

from ..lexicon.dictionary import Dictionary, load_dictionary
from ..lexicon.grammars import Grammar, load_grammar
from ..text.inflections import Form
from .number_mentions import NumberMention
from .party_mentions import JOINED, PEOPLE, Party, PartyText
from .party_words import load_people_words, party_word

_COUNTS = frozenset(("count", "same-as-before", "another"))
_COUNTS_ALONE = frozenset(("others", "same-as-before", "another"))
_UNARMED = frozenset(("civilian", "woman", "child"))
_SINGULAR = 10  # from eleven on what is counted stands in the singular
_DUAL_CONSTRUCT = "\u064e\u064a"  # سائقَي
_DUAL_ENDING = "\u064e\u064a\u0646"  # سائقَين


def _stands_alike(noun: Form, counted: Form) -> bool:
    """Whether a noun after a count takes the case of the one counted; 18 مواطنة ورجل is one man more than 18."""
    return noun.gender == "f" or noun.case == "acc" or (counted.gender == "m" and counted.case != "acc")


class Counter:
    """Gives the parties of one text their counts and prepositions."""

    def __init__(self, text: PartyText) -> None:
        """Take the text."""
        self.text = text
        self.grammar = load_grammar()
        self.dictionary: Dictionary = load_dictionary()
        self.others = load_people_words().others
        self.vowelled = bool(text.words.folded.breaks)  # without a removed character there is no vowel sign

    def govern(self, party: Party, first: int) -> None:
        """Set the preposition that governs the phrase and whether و joins it to a list."""
        if party.joined or party.prep:
            return
        start = self._start_with_number(party, first)
        proclitics = self._proclitics(start, party)
        if proclitics[:1] in ("و", "ف"):
            party.joined = True
            proclitics = proclitics[1:]
        proclitics = proclitics.removesuffix("ال")  # الـ3 عناصر
        if proclitics:
            party.prep = proclitics
        elif start > first and self.text.gaps[start] in JOINED:
            if self.text.texts[start - 1] == "و":
                party.joined = True
            elif start - 1 > first or self.text.texts[start - 1] not in self.grammar.also_verbs:  # عبر رتل الحدود
                party.prep, joined = _preposition(self.text.texts, start - 1, first, self.grammar)
                party.joined = party.joined or joined

    def _start_with_number(self, party: Party, first: int) -> int:
        """First word of the phrase once its count is taken in (ثلاثة عناصر، عدد من العناصر)."""
        before = party.first - 1
        if before < first:
            return party.first
        texts, ending = self.text.texts, self.text.number_ending
        if texts[before] in self.grammar.one_of:
            party.first = before
            party.count_exactly(1)
            return before
        number = ending.get(before)
        if number is None and before > first and texts[before] in self.grammar.count_links:
            number = ending.get(before - 1)
        if number is not None and number.kind in _COUNTS and not self._conjoined(party):
            party.number = number
            party.first = number.first
        return party.first

    def _conjoined(self, party: Party) -> bool:
        """A head with و of its own takes no count from before it: مقتل 2 وإصابة 6."""
        info = self.text.infos[party.head]
        if info is None or party.sense is None:
            return False
        return any(s is party.sense and pro[:1] in ("و", "ف") for pro, s in info.senses)

    def _proclitics(self, start: int, party: Party) -> str:
        if start == party.name_first and party.category == "org" and party.strength != "adjective":
            return party_word(self.text.texts[start]).proclitics
        info = self.text.infos[start]
        if start == party.head and info is not None:
            for proclitics, sense in info.senses:
                if sense is party.sense or party.sense is None:
                    return proclitics
        if party.number is not None:
            return party.number.proclitics or ""
        if info is not None and info.senses:
            return info.senses[0][0]
        return ""

    def count(self, party: Party) -> None:
        """Numbers of the phrase: stated, dual two, singular one, bare plural at least two."""
        if party.counted:
            return
        if party.number is not None:
            party.count_as(party.number)
        elif (after := self._told_after(party)) is not None:
            party.count_exactly(after)
        elif (made := self._made_of(party)) is not None:
            party.count_exactly(made)
        elif party.sense is not None and party.sense.form.number == "s" and self._is_family(party):
            self._count_family(party)
        elif party.sense is not None:
            if self._says_two(party, party.sense.form):
                party.count_exactly(2)
            elif party.sense.form.number == "s":
                party.low = party.best = party.high = 1
            else:
                party.low = 2
        self._take_parent(party)

    def _take_parent(self, party: Party) -> None:
        """أودت بأم وطفلتها، مقتل أب وابنيه: the parent, no word of people alone, is one more than the children."""
        before = self.text.texts[party.first - 1]
        if not (party.joined and party.possessed and party.category in _UNARMED and before in self.grammar.parents):
            return
        party.first -= 1
        party.joined, party.prep = before[0] == "و", before[0] if before[0] in "بل" else ""
        bounds = (party.low, party.best, party.high)
        party.low, party.best, party.high = (n + 1 if n is not None else None for n in bounds)

    def _told_after(self, party: Party) -> int | None:
        """A count after the head or the whole phrase: منتسبين اثنين من الحشد، عناصر قسد الأربعة."""
        return self._number_after(party, party.head + 1) or self._number_after(party, party.last + 1)

    def _number_after(self, party: Party, after: int) -> int | None:
        """عنصران اثنان، قياديين اثنين، شخص واحد، المهاجمين وعددهم ثمانية، خاطفيهم الأربعة."""
        texts = self.text.texts
        word = texts[after] if after < len(texts) else ""
        counts = word in self.grammar.their_number
        number = self.text.number_starting.get(after + counts)
        if number is not None and number.kind == "count" and (counts or (word.startswith("ال") and self._many(party))):
            return number.best
        if word in self.grammar.two_after:
            return None if texts[after + 1 : after + 2] == ["منهم"] else 2
        return 1 if word in self.grammar.one_after else None

    def _many(self, party: Party) -> bool:
        """A plural that the article or a pronoun makes known: its count may follow it."""
        return party.sense is not None and party.sense.form.number == "p" and (party.definite or party.possessed)

    def _made_of(self, party: Party) -> int | None:
        """خلية لتنظيم داعش مؤلفة من ستة أشخاص، خلية من ثلاثة أشخاص: how many a group is."""
        texts, at = self.text.texts, party.last + 1
        if party.category not in ("force", "gunman"):
            return None
        at += texts[at : at + 1] != ["من"] and texts[at : at + 1] != [] and texts[at] in self.grammar.made_of
        number = self.text.number_starting.get(at + 1) if texts[at : at + 1] == ["من"] else None
        return number.best if number is not None and number.kind == "count" else None

    def _is_family(self, party: Party) -> bool:
        return party.sense is not None and party.sense.lemma in self.grammar.families and not party.possessed

    def _count_family(self, party: Party) -> None:
        """عائلة من خمسة أفراد، أسرة مؤلفة من أربعة أشخاص; a family alone is at least two."""
        texts = self.text.texts
        party.low = 2
        at = party.head + 1
        if at < len(texts) and texts[at] in self.grammar.made_of:
            at += 1
        number = self.text.number_starting.get(at + 1) if at < len(texts) and texts[at] == "من" else None
        if number is not None and number.kind == "count":
            party.number = number
            party.count_as(number)
            party.last = max(party.last, number.last)

    def _says_two(self, party: Party, form: Form) -> bool:
        """A dual, also in construct: عنصران، سائقَي، عنصراها."""
        if self.vowelled and self.text.words.raw(party.head, party.head).endswith(_DUAL_CONSTRUCT):
            return True
        if form.number == "s":
            return party.possessed and form.text.endswith("ا")
        if form.number == "p" and form.text.endswith("ي"):
            return self._owns_dual(party.head + 1)
        return form.number == "d" and self._is_dual(party, form.text)

    def _owns_dual(self, at: int) -> bool:
        """سائقي شاحنتين: one driver for each lorry."""
        info = self.text.infos[at] if at < len(self.text.infos) else None
        return info is not None and any(s.kind == "people" and s.form.number == "d" for _, s in info.senses)

    def _is_dual(self, party: Party, text: str) -> bool:
        """ين is plural where the noun has a sound plural, unless the vowel or the number says two."""
        if not text.endswith("ين"):
            return True
        senses = self.dictionary.single.get(text, ())
        if not any(s.kind == "people" and s.form.number == "p" and s.form.case == "acc" for s in senses):
            return True
        return self.vowelled and _DUAL_ENDING in self.text.words.raw(party.head, party.head)

    def share(self, found: list[Party]) -> list[Party]:
        """15 ضابطاً وعنصراً من القوات, سبعة نساء وأطفال: one count for both nouns, so one party."""
        kept: list[Party] = []
        for party in found:
            before = kept[-1] if kept else None
            if before is None or not self._shares(party, before):
                kept.append(party)
                continue
            before.last = party.last
            if party.entries:
                before.take_name(party)
                before.strength = party.strength
            if before.category != party.category and not (before.armed and party.armed):
                before.category = "civilian" if {before.category, party.category} <= _UNARMED else "others"
        return kept

    def _shares(self, party: Party, before: Party) -> bool:
        number, noun, counted = before.number, party.sense, before.sense
        if number is None or number.kind != "count" or not party.joined or party.prep or party.number is not None:
            return False
        if not {party.category, before.category} <= PEOPLE:
            return False  # مقتل 27 شخصاً وإصابة 106
        beside = party.first == party.head == before.last + 1 and before.last == before.head == number.last + 1
        if not beside or noun is None or counted is None or noun.form.definite or party.possessed:
            return False
        if noun.form.number != counted.form.number:
            return False
        return noun.form.number == "p" or ((number.best or 0) > _SINGULAR and _stands_alike(noun.form, counted.form))

    def lone_counts(self, found: list[Party], first: int, last: int) -> list[Party]:
        """Counts without a noun stand for people: وجرح ثمانية عشر آخرون، مقتل أربعة منهم، وجرح ثالث."""
        numbers = self.text.number_ending
        owned = {id(p.number) for p in found if p.number is not None}
        taken = {i for p in found for i in range(p.first, p.last + 1)}
        lone: list[Party] = []
        for number in numbers.values():
            single = number.last - 1 in taken and self.text.texts[number.last] in self.grammar.one_after
            if id(number) in owned or number.first in taken or single:
                continue  # من عائلة واحدة
            end = self._lone_end(number, last)
            if end is None:
                continue
            party = Party(number.first, end, number.first, "others", number=number)
            party.count_as(number)
            self.govern(party, first)
            lone.append(party)
        return lone

    def _lone_end(self, number: NumberMention, last: int) -> int | None:
        """Last word of a count that stands alone; None when it counts something else."""
        end = number.last
        if number.kind in _COUNTS_ALONE:
            return end
        if number.kind != "count":
            return None
        after = self.text.texts[end + 1] if end + 1 < last else ""
        if after in self.others:
            return end + 1
        dozens = number.best is None and (number.low or 0) >= 20
        ordinal = after == "من" and self.text.texts[end + 2 : end + 3] != [] and self._names_side(end + 2)
        alone = after in ("منهم", "") or ordinal or dozens or self.text.gaps[end + 1].strip() or after[:1] == "و"
        listed = number.proclitics == "و" and after in self.grammar.hurt_by
        harmed = after in self.grammar.after_count and self._after_harm(number.first)
        return end if alone or listed or harmed or self._harms(end + 1, last) else None

    def _harms(self, i: int, last: int) -> bool:
        """وثلاثة أصيبوا بقصف: a count before its verb."""
        info = self.text.infos[i] if i < last else None
        verbs = [s for _, s in info.senses if s.part == "verb" and s.form.number in ("p", "d")] if info else []
        return any(s.frame is not None and s.frame.outcome for s in verbs)

    def _names_side(self, i: int) -> bool:
        """مقتل 12 من الأول وتسعة من الثاني."""
        return self.text.texts[i] in self.grammar.former_latter

    def _after_harm(self, i: int) -> bool:
        """وأصيب ثلاثة في هجوم: a count right after a verb of killing or harm."""
        info = self.text.infos[i - 1] if i else None
        verbs = [s for _, s in info.senses if s.part == "verb"] if info is not None else []
        return any(s.frame is not None and s.frame.outcome for s in verbs)


@lru_cache(maxsize=100_000)
def _governor(word: str) -> str:
    """The word without و, when it governs or ends a phrase that does; else "": ``_governor("ومن") == "من"``."""
    grammar = load_grammar()
    bare = word[1:] if word[0] in "وف" and len(word) > 2 and word not in grammar.prepositions else word
    governs = bare in grammar.prepositions or bare in grammar.hands or bare in ("ب", "ل", "ك")
    return bare if governs or bare in grammar.therein or bare in _second_words() else ""


@cache
def _second_words() -> frozenset[str]:
    """The words that end a preposition of two: قبضة in من قبضة."""
    return frozenset(phrase.split()[1] for phrase in load_grammar().phrase_prepositions)


def _preposition(texts: list[str], before: int, first: int, grammar: Grammar) -> tuple[str, bool]:
    """The preposition at word ``before``, one of two words too, and whether it has و: على يد، ومن قبل."""
    bare = _governor(texts[before])
    if not bare or bare in ("ب", "ل", "ك"):
        return bare, False
    earlier = texts[before - 1] if before > first else ""
    if bare in grammar.hands and earlier.endswith("علي"):
        return "علي يد", False
    if bare == "من" and earlier in grammar.each and before - 2 >= first:
        return _preposition(texts, before - 2, first, grammar)  # بين كل من قسد والجيش
    if earlier in ("من", "ومن") and bare == "قبل":
        return "من قبل", False
    if (governing := grammar.phrase_prepositions.get(f"{earlier.removeprefix('و')} {bare}")) is not None:
        return governing, earlier[:1] == "و"
    if bare in grammar.therein and earlier in grammar.helpers:
        return earlier.removeprefix("و"), False  # وساندته فيها القوات الجوية
    if bare in grammar.prepositions:
        return bare, bare != texts[before]
    return "", False

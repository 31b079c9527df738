"""Find who is named: organisations of the registry, organisations only the report reveals, and people.

A ``Party`` is one noun phrase: count, head noun, adjectives and the organisation it belongs to
(ثلاثة عناصر من ميليشيا "الدفاع الوطني"). Whose side it is on is decided later.
"""

from __future__ import annotations

from itertools import pairwise
from operator import attrgetter

from ..lexicon.grammars import load_grammar
from ..lexicon.senses import Sense, WordInfo
from ..text.clitics import cores
from ..text.words import Words
from .number_mentions import NumberMention
from .party_counts import Counter
from .party_mentions import ARMED, JOINED, PEOPLE, Party, PartyText, actor_names, is_scene
from .party_names import NameReader, Names
from .party_phrases import PhraseReader
from .party_words import load_people_words, party_word
from .tags import HEAD, NAME, mark, tagged

__all__ = ["ARMED", "PEOPLE", "Party", "PartyFinder", "actor_names"]

# A form with several readings is the first of these: شاب is a civilian sooner than a post.
_ORDER = ("victim_killed", "victim_wounded", "child", "woman", "protester", "gunman", "commander", "combatant",
          "detainee", "civilian", "force", "post")  # fmt: skip
_RANK = {key: n for n, key in enumerate(_ORDER)}
_MOURNED_REACH = 6  # words from the mourners to the dead
_ABOVE = 3  # words between a force and to whom it belongs: التابع لرئاسة أركان
_TITLE = 4  # words of a quoted name before a word in it
_ARTICLES = ("ال", "بال", "لل", "وال", "فال", "كال")
_THEIRS = frozenset(("لها", "لهم", "له"))
_PRONOUNS = ("ها", "هم", "هما", "هن")
NO_NAMES: Names = {}
_ROLES = frozenset(("combatant", "commander"))
_ROLE_REACH = 6  # words of the name of a person
_OWN_MEN = frozenset(("combatant", "force"))
_NOUN_LIKE = frozenset(("linkers", "weapon", "org_prefixes"))


class PartyFinder:
    """Finds the parties of one text, sentence by sentence."""

    def __init__(self, words: Words, infos: list[WordInfo | None], own: Names = NO_NAMES) -> None:
        """Take the words of a text, their readings, and names that its report has of its own."""
        self.text = PartyText(words, words.words, words.gaps, infos)
        self.names = NameReader(self.text, own)
        if own:
            mark(words, NAME, [i for i, word in enumerate(words.words) if any(core in own for _, core in cores(word))])
        self.phrases = PhraseReader(self.text, self.names)
        self.counter = Counter(self.text)
        self.lists = load_people_words()
        self.grammar = load_grammar()
        self.unnaming = self.grammar.rank_words | self.grammar.copulas

    def find(self, first: int, last: int, numbers: list[NumberMention]) -> list[Party]:
        """Parties of the sentence ``first`` ≤ word < ``last``, in order; ``numbers`` are those of the sentence."""
        self.text.number_ending = {n.last: n for n in numbers}
        self.text.number_starting = {n.first: n for n in self.text.number_ending.values()}
        found = self._phrases(first, last)
        for party in found:
            self.counter.govern(party, first)
            self.counter.count(party)
        if numbers:
            found += self.counter.lone_counts(found, first, last)
            found.sort(key=_by_first)
        named = [p for p in self.counter.share(found) if p.first == first or not self._names_none(p)]
        self._give_owners(named)
        return _without_appositions(self._with_roles(self._with_owners(named)))

    def _with_roles(self, found: list[Party]) -> list[Party]:
        """الشاب فلان الفلاني، عنصر في اللواء: what a named person is, told after the name, makes no second person."""
        kept: list[Party] = []
        for party in found:
            before = kept[-1] if kept else None
            if before is not None and self._qualifies_name(party, before):
                before.last = party.last
            elif before is not None and self._is_role_of(party, before):
                before.take_name(party)
                before.strength, before.category, before.unknown = party.strength, party.category, party.unknown
            else:
                kept.append(party)
        return kept

    def _qualifies_name(self, party: Party, before: Party) -> bool:
        """مستوطنون مسلحون: an adjective that agrees with a name in its sound plural is no second party."""
        if party.category != "gunman" or party.entries or party.prep or party.joined or party.definite:
            return False
        word, name = self.text.texts[party.head], self.text.texts[before.last]
        beside = party.first == before.last + 1 == party.last and before.category == "org" and party.number is None
        return beside and word[-2:] == name[-2:] and word.endswith(("ون", "ين"))

    def _is_role_of(self, party: Party, before: Party) -> bool:
        texts, gaps = self.text.texts, self.text.gaps
        if party.category not in _ROLES or not party.entries or party.prep or party.joined or party.number is not None:
            return False
        if before.category != "civilian" or before.entries or texts[before.head] not in self.grammar.titles:
            return False
        between = range(before.last + 1, party.first)
        if not 0 < len(between) <= _ROLE_REACH or party.best != 1:
            return False
        *name, last = between
        if not all(self.text.infos[j] is None or texts[j] in self.grammar.name_like for j in name):
            return False
        breaks = sum(gaps[j].count("،") for j in range(before.last + 1, party.first + 1))
        return breaks <= 1 and (self.text.infos[last] is None or texts[last] in self.grammar.is_he)

    def _give_owners(self, found: list[Party]) -> None:
        """Whose men are meant where only a pronoun or the speaker says it.

        أعلنت كتائب القسام أن مقاتليها، قالت الهيئة إن قوة من اللواء, a car of the army and its driver (سائقها).
        """
        speaker = ridden = None
        for party in found:
            if party.entries and party.armed and not party.prep and party.strength != "weak":
                speaker = speaker or party
            if party.category == "post" and not party.possessed:
                ridden = party
            if ridden is not None and ridden is not party and party.possessed and self._rides(party):
                _join(party, ridden, "combatant" if ridden.entries else "civilian")
            elif speaker is not None and self._is_of(speaker, party):
                _join(party, speaker, party.category)

    def _is_of(self, speaker: Party, party: Party) -> bool:
        """Whether they are men or posts of the force named first."""
        if party.category == "post":
            return self._is_theirs(party)
        return not party.entries and (self._speaks_of(party) or self._mourns(speaker, party))

    def _rides(self, party: Party) -> bool:
        return party.sense is not None and party.sense.lemma in self.grammar.riders and not party.entries

    def _is_theirs(self, party: Party) -> bool:
        """اعتقلت قسد ... على خلفية استهداف نقطة عسكرية تابعة لها: by a pronoun, of the force named first."""
        after = self.text.texts[party.head + 1 : party.last + 4]
        return any(a in self.grammar.owned_by and b in _THEIRS for a, b in pairwise(after))

    def _mourns(self, speaker: Party, party: Party) -> bool:
        """شيعت مجموعة "الدفاع الوطني" عنصرين, خسرت قسد ثلاثة مقاتلين: their own men."""
        if party.category not in _OWN_MEN or party.prep or party.definite or party.joined or party.possessed:
            return False
        verb = self.text.texts[max(0, speaker.first - 2) : speaker.first]
        return not self.grammar.mourns.isdisjoint(verb) and 0 < party.first - speaker.last <= _MOURNED_REACH

    def _speaks_of(self, party: Party) -> bool:
        """Right after أن: men with a pronoun, or a patrol without a name."""
        if party.category not in _OWN_MEN or party.first == 0:
            return False
        if self.text.texts[party.first - 1] not in self.grammar.that or party.sense is None:
            return False
        return party.possessed or (party.category == "force" and party.sense.lemma in self.grammar.detachments)

    def _names_none(self, party: Party) -> bool:
        """What somebody is (برتبة عقيد), a place, a law or a word of a title names nobody."""
        before = self.text.texts[party.first - 1]
        if before in self.grammar.not_holders:
            return bool(party.entries)
        if party.entries and self._is_helped(party):
            return True
        if before in self.unnaming and self._is_said(party):
            return True
        if before in self.grammar.arms and party.category == "gunman":
            return True  # بأسلحة القناص
        if before == "طريق" and self.text.texts[party.first - 2] == "عن":
            return True  # عن طريق قناصة
        return self._is_place(party) or (not party.entries and self._is_titular(party))

    def _is_helped(self, party: Party) -> bool:
        """متعاون مع المخابرات الجوية، متهماً بالتعاون مع حزب الله: whom somebody is said to help takes no part."""
        texts = self.text.texts
        beside = next((i for i in (party.first - 1, party.first - 2) if i > 0 and texts[i] == "مع"), 0)
        if not beside:
            return False
        if texts[beside - 1] in self.grammar.collaborators:
            return True
        charged = not self.grammar.accused_of.isdisjoint(texts[max(0, beside - 3) : beside - 1])
        return texts[beside - 1] in self.grammar.collaboration and charged

    def _is_titular(self, party: Party) -> bool:
        """معركة "غزوة الشيخ مروان": a word inside the quoted name of a battle."""
        gaps, start = self.text.gaps, party.first
        opening = next((i for i in range(start, max(0, start - _TITLE), -1) if '"' in gaps[i]), 0)
        return opening > 0 and self.text.texts[opening - 1] in self.grammar.namings

    def _is_place(self, party: Party) -> bool:
        """شرقي بغداد، ببغداد: a capital that stands for its government only where nothing says it is a place."""
        weak = party.category == "org" and party.strength == "weak" and party.name_first == party.name_last
        beside = self.text.texts[party.first - 1] in self.grammar.beside_places
        return weak and (party.prep == "ب" or beside or is_scene(self.text, party))

    def _with_owners(self, found: list[Party]) -> list[Party]:
        """القوات البحرية التابعة للحوثيين، جنود مصريون من اليوناميد: the owner told after says whose they are."""
        kept: list[Party] = []
        for party in found:
            before = kept[-1] if kept else None
            if before is not None and party.entries and self._owns(party, before):
                self._take_owner(before, party)
            elif before is not None and party.entries and self._is_above(party, before):
                before.last = party.last
            else:
                kept.append(party)
        return kept

    def _take_owner(self, party: Party, owner: Party) -> None:
        """قوات تابعة للحوثيين are the Houthis; الفرقة الرابعة التابعة لقوات النظام is still the Fourth Division."""
        named = len(party.entries) == 1 and party.name_last > party.name_first and party.strength == "country"
        only = party.entries[0] if named else None
        if only is not None and any(entry.country == only.country for entry in owner.entries):
            party.last = owner.last
        else:
            party.take_name(owner)
            party.strength = owner.strength

    def _owns(self, party: Party, before: Party) -> bool:
        away = party.first - before.last
        others = before.category == "others"
        if self._is_loyal(party, before):
            return True
        if party.category != "org" and not (others and party.category == "force"):
            return False
        if others and away == 2:  # وآخرين من أحرار الشرقية، وآخر من فصيل أسود الشرقية
            return party.prep == "من" and not party.joined and party.strength in ("strong", "country")
        if before.category == "combatant" and before.strength == "adjective":
            return party.prep == "من" and away == 2 and party.strength == "strong"
        if before.category != "org" or before.strength not in ("weak", "country") or not 1 <= away <= 3:
            return False
        if party.prep == "من" and away == 2 and not party.joined and party.strength == "strong":
            return not set(party.entries).isdisjoint(before.entries)  # الفصائل المحلية من أبناء الطائفة الدرزية
        if away == 1:
            return party.name_first > party.first and party.strength == "strong" and not (party.prep or party.joined)
        return party.prep == "ل" and self.text.texts[party.first - 1] in self.grammar.owned_by

    def _is_above(self, party: Party, before: Party) -> bool:
        """اللواء 444، التابع لرئاسة أركان الجيش الليبي: to whom a named force belongs takes no part."""
        named = before.category == "org" and before.strength == "strong" and len(before.entries) == 1
        between = self.text.texts[before.last + 1 : party.first]
        return named and 1 <= len(between) <= _ABOVE and between[0] in self.grammar.owned_by and not party.joined

    def _is_loyal(self, party: Party, before: Party) -> bool:
        """القوات الموالية لرئيس حكومة الوحدة: a name that anybody may bear is of those whom it is loyal to."""
        word = self.text.texts[party.first - 1]
        anybody = before.category == "org" and before.strength in ("weak", "country")
        return anybody and party.prep == "ل" and word.startswith(self.grammar.loyal_beginnings)

    def _is_said(self, party: Party) -> bool:
        """برتبة عقيد and كان موقوفاً say what somebody is and name nobody."""
        if self.text.texts[party.first - 1] in self.grammar.rank_words:
            return True
        if party.sense is None or party.definite or party.number is not None:
            return False
        return party.sense.form.case == "acc"

    def _phrases(self, first: int, last: int) -> list[Party]:
        found: list[Party] = []
        free = first
        for i in tagged(self.text.words, HEAD | NAME, first, last):
            if i < free:
                continue
            party = self._party_at(i, last)
            if party is None:
                continue
            found.append(party)
            second = self._second(party, last) if party.category == "org" else None
            if second is not None:
                found.append(second)
            free = found[-1].last + 1
        return found

    def _second(self, party: Party, last: int) -> Party | None:
        return self.names.second_nationality(party, last) or self.names.second_of_dual(party, last)

    def _party_at(self, i: int, last: int) -> Party | None:
        name = self.names.at(i, last)
        if name is not None and not self._only_prefix(name, last):
            return self._member_of(name, last) or name
        info = self.text.infos[i]
        if info is None or not info.peopled:
            revealed = self.names.revealed(i, last)
            return revealed if revealed is not None or info is None else self._prefixed(i, last)
        if info.both_sides or self._heads_none(i) or self._carries(info, i + 1, last):
            return None
        best, phrase = self._best_sense(i, info), self._people_phrase(i, info, last)
        if best is not None and (phrase is None or phrase.category != "civilian"):
            return self.phrases.read(i, last, best)
        return phrase if best is not None else self._prefixed(i, last) or phrase

    def _carries(self, info: WordInfo, following: int, last: int) -> bool:
        """عمد عناصر الميليشيا إلى الانتشار: a verb with its subject after it, no mayors."""
        after = self.text.infos[following] if following < last else None
        carries = any(sense.kind == "light" and sense.part == "verb" for _, sense in info.senses)
        return carries and after is not None and after.peopled

    def _best_sense(self, i: int, info: WordInfo) -> Sense | None:
        """The first of the readings of word ``i`` as people, in the order of ``_ORDER``."""
        best: Sense | None = None
        for _, sense in info.senses:
            adjective = sense.lemma in self.lists.adjectives and not info.enclitic and self._qualifies(i, sense)
            if sense.kind != "people" or adjective:
                continue
            if best is None or _RANK[sense.key] < _RANK[best.key]:
                best = sense
        return best

    def _people_phrase(self, i: int, info: WordInfo, last: int) -> Party | None:
        """People named by several words: عميد بلدية is no colonel."""
        for _, rest, sense in info.phrases:
            if sense.kind == "people" and self.names.follows(i, rest, last):
                return Party(i, i + len(rest), i, sense.key, sense)
        return None

    def _prefixed(self, i: int, last: int) -> Party | None:
        """A kind word before a name the registry has without it: على يد تنظيم داعش."""
        info = self.text.infos[i]
        if info is None or not any(sense.kind == "org_prefixes" for _, sense in info.senses):
            return None
        name = self.names.at(i + 1, last) if i + 1 < last and self.text.gaps[i + 1] in JOINED else None
        if name is None or name.strength != "strong" or party_word(self.text.texts[i + 1]).proclitics:
            return None
        name.first = i
        return name

    def _member_of(self, name: Party, last: int) -> Party | None:
        """A collective name gives way to the group it is part of: مقاومون من كتيبة جنين."""
        after = name.last + 1
        if name.last != name.first or after + 1 >= last or self.text.texts[after] not in self.grammar.part_of:
            return None
        if not self.text.texts[name.first].endswith(("ون", "ين")) or self.text.gaps[after] != " ":
            return None
        group = self.names.at(after + 1, last)
        if group is None or group.strength != "strong" or group.name_first != after + 1:
            return None
        group.first = group.head = name.first
        return group

    def _only_prefix(self, name: Party, last: int) -> bool:
        """A common noun that also names somebody gives way to the name after it: مرتزقة "أحرار الشرقية"."""
        if name.last != name.first or name.strength == "adjective":
            return False
        word = self.text.texts[name.first]
        if not (party_word(word).links or party_word(word.removeprefix("و")).links):
            return False
        after = name.last + 1
        return after < last and self.text.gaps[after] in JOINED and self.names.at(after, last) is not None

    def _heads_none(self, i: int) -> bool:
        """Adjectives and counts of the list; رعاه and قتله end in ه, the people رعاة and قتلة in ة."""
        word = self.text.texts[i]
        if word in self.grammar.not_heads or self._captures(i):
            return True
        if word == "امام":  # إمام leads prayers, أمام is "in front of"
            return not self.text.words.raw(i, i).startswith("إ")
        return word in ("رعاه", "قتله") and not self.text.words.raw(i, i).endswith("ة")

    def _captures(self, i: int) -> bool:
        """وأسر 12 is a capture: families in the plural do not stand before their count."""
        info = self.text.infos[i]
        if info is None or not info.acting or i + 1 not in self.text.number_starting:
            return False
        return any(s.lemma in self.grammar.families and s.form.number == "p" for _, s in info.senses)

    def _qualifies(self, i: int, sense: Sense) -> bool:
        """An adjective of the noun before it (مصدر عسكري، مكان مجهول، نزاع مسلح) names nobody."""
        if i == 0 or self.text.gaps[i] != " " or sense.form.number != "s":
            return False
        before = self.text.texts[i - 1]
        owned = before.endswith(_PRONOUNS) and len(before) > 4
        if before.startswith(_ARTICLES) != sense.form.definite or (owned and not sense.form.definite):
            return False  # على إثرها قيادي: an adjective agrees with its noun
        if self.text.texts[i].endswith("يا") and not sense.form.definite and not before.endswith("ا"):
            return False  # استهدف بعبوة ناسفة قيادياً: an accusative after a genitive
        aside = before in self.grammar.prepositions or before in self.grammar.is_he
        if aside or len(before) < 3 or before[0].isdigit():
            return False
        info = self.text.infos[i - 1]
        if i - 1 in self.text.number_ending:
            return False
        if info is not None and any(s.frame is not None and s.frame.outcome for _, s in info.senses):
            return False  # مقتل قيادي
        like = _NOUN_LIKE | {"scope"} if before.startswith("ال") else _NOUN_LIKE  # الفلتان الأمني
        if info is None or all(s.part == "noun" or s.kind in like for _, s in info.senses):
            return True
        governed = i > 1 and self.text.texts[i - 2] in self.grammar.prepositions | self.grammar.during
        return governed and any(s.part == "noun" for _, s in info.senses)  # خلال توغل عسكري


_by_first = attrgetter("first")


def _join(party: Party, owner: Party, category: str) -> None:
    """Let a party belong to whom another belongs to."""
    party.entries, party.strength, party.category = owner.entries, owner.strength, category


def _without_appositions(found: list[Party]) -> list[Party]:
    """A second name of the same actor right after it: "قوات سورية الديمقراطية" (قسد)."""
    kept: list[Party] = []
    for party in found:
        before = kept[-1] if kept else None
        if before is not None and _is_second(party, before):
            before.last = party.last  # عنصر ثانٍ
        elif before is not None and party.number is not None and party.number is before.number:
            before.last = max(before.last, party.last)  # أسرة من أربعة أفراد
        elif before is not None and (_renames(party, before) or _commanded(party, before)):
            before.last = party.last
        elif before is not None and _holds(before, party):
            before.take_name(party)  # قائد نقطة العلم في قوات الحزام الأمني
        else:
            kept.append(party)
    return kept


def _is_second(party: Party, before: Party) -> bool:
    """A word for another right after one person only says which: شاب ثالث."""
    another = party.category == "others" and party.number is not None and party.number.kind == "another"
    alone = before.category in PEOPLE and before.best == 1 and before.number is None
    return another and alone and party.first == before.last + 1


def _commanded(party: Party, before: Party) -> bool:
    """قائد كتيبة: the force that somebody commands is no second party."""
    if before.category != "commander" or before.entries or party.category != "force" or party.number is not None:
        return False
    alone = not (party.prep or party.joined or party.entries or party.definite)
    return alone and party.first == before.last + 1


def _holds(commander: Party, post: Party) -> bool:
    """Whether a commander of nobody named stands right before the post he commands, which says whose it is."""
    if commander.category != "commander" or commander.entries or post.category != "post" or not post.entries:
        return False
    return post.first == commander.last + 1 and not (post.prep or post.joined) and post.number is None


def _renames(party: Party, before: Party) -> bool:
    if party.prep == "في" and party.category == before.category == "org" and party.first == before.last + 2:
        return True  # حرس المنشآت في وزارة الدفاع
    if party.first != before.last + 1 or party.prep or party.joined:
        return False
    if party.name_first < 0:
        return False  # شيعت قوات الدفاع الوطني عنصرين
    return not set(party.entries).isdisjoint(before.entries)

"""Noun phrases of people and forces: a head, its adjectives, the organisation it belongs to.

Example: عناصر سابقون في ميليشيا "فاطميون" is headed by عناصر and belongs to فاطميون.
"""

from __future__ import annotations

from ..lexicon.grammars import load_grammar
from ..lexicon.senses import Sense
from ..text.clitics import cores
from .party_mentions import JOINED, PEOPLE, Party, PartyText, is_scene
from .party_names import NameReader
from .party_words import load_people_words, party_word

_LONGEST = 6  # words after the head
_UNKNOWN_REACH = 5  # words from لم to هويتهم
_SELF_NAMING = 7  # words from a group to نفسها
_BANDS = frozenset(("force", "gunman", "combatant"))
_ENDS_PHRASE = frozenset(("act", "light", "result", "reporting", "scope", "motion", "claim", "accuse"))
_CIVIL = frozenset(("civilian", "woman", "child"))
_VICTIMS = frozenset(("victim_killed", "victim_wounded"))
_HARM = ("اصابه", "لاصابه")
_ABSOLUTE = ("ون", "ين")
_ONCE = frozenset(("combatant", "commander", "detainee"))
_SERVING = frozenset(("combatant", "commander", "force"))
_QUALIFIERS = _CIVIL | _SERVING | {"protester", "detainee", "gunman"}


class PhraseReader:
    """Reads the phrases of one text that start with a people word."""

    def __init__(self, text: PartyText, names: NameReader) -> None:
        """Take the text and the reader of its names."""
        self.text = text
        self.names = names
        self.lists = load_people_words()
        self.grammar = load_grammar()
        self.linked = 0  # linkers since the head

    def read(self, i: int, last: int, sense: Sense) -> Party:
        """The phrase headed by word ``i``, read as ``sense``."""
        if party_word(self.text.texts[i]).reveals and (revealed := self.names.revealed(i, last)) is not None:
            return revealed
        info = self.text.infos[i]
        party = Party(i, i, i, sense.key, sense, possessed=info is not None and bool(info.enclitic))
        if sense.key in _BANDS and self._calls_itself(party, last):
            return party
        gaps, j, end = self.text.gaps, i + 1, min(last, i + 1 + _LONGEST)
        self.linked = 0
        while 0 < j < end and gaps[j] in JOINED:
            j = self._step(party, j, last)
        self._take_unknown(party, last)
        return party

    def _take_unknown(self, party: Party, last: int) -> None:
        """مسلحون لم تُعرف هويتهم: that nobody knows who they are belongs to the phrase, and denies no deed."""
        texts, after = self.text.texts, party.last + 1
        if after >= last or texts[after] not in self.grammar.not_known or self.text.gaps[after] not in JOINED:
            return
        reach = range(after + 1, min(last, after + _UNKNOWN_REACH))
        known = next((j for j in reach if texts[j].startswith(self.grammar.identity_beginnings)), 0)
        if known:
            yet = texts[known + 1 : known + 3]
            party.unknown_from, party.last = after, known + (yet[:1] == ["بعد"] and self._goes_on(yet[-1]))

    def _goes_on(self, word: str) -> bool:
        """Whether بعد before ``word`` is no preposition: لم تُعرف هويتهم بعد مديراً، بعد على، بعد."""
        return word == "بعد" or word.endswith("ا") or word in self.grammar.prepositions

    def _calls_itself(self, party: Party, last: int) -> bool:
        """Take the name that a group gives itself: مجموعة تسمي نفسها "أحرار الساحل"."""
        texts, i = self.text.texts, party.head
        reach = range(i + 1, min(last - 1, i + _SELF_NAMING))
        mark = next((j for j in reach if texts[j] in self.grammar.themselves), 0)
        mark += mark > 0 and texts[mark + 1] in self.grammar.themselves  # تسمي نفسها
        start = mark + 1 + (mark + 1 < last and texts[mark + 1] in self.grammar.called_by)
        if not mark or start >= last or any("،" in gap for gap in self.text.gaps[i + 1 : start + 1]):
            return False
        name = self.names.at(start, last)
        if name is None or name.strength != "strong":
            name = self.names.quoted(start, last)
        if name is None:
            return False
        party.take_name(name)
        party.category, party.sense, party.unknown = "org", None, name.unknown
        return True

    def _step(self, party: Party, j: int, last: int) -> int:
        """Take in word ``j``; the next word to look at, 0 when the phrase ends."""
        text = self.text.texts[j]
        word = party_word(text)
        if self._numbers_unit(j):
            return j + 1
        if word.reveals == "identity-militia" and self._is_of_kin(party, j, last):
            return 0
        name = self.names.at(j, last) if word.names else None
        if name is not None and not (text[0] == "و" and word.with_and):
            self._name(party, name, j, word.proclitics)
            return 0
        if party.category == "post" and text in self.grammar.one_of and j + 1 < last:
            return j + 1  # منزل أحد الوجهاء
        counted = self._counts(party, j, last)
        stands = counted if counted is not None else self._stands(party, j, last)
        if stands is not None:
            return stands
        if text.startswith(self.grammar.loyal_beginnings) and party.category in (*PEOPLE, "force"):
            party.possessed = j + 1 < last and self.text.texts[j + 1] in self.grammar.owning
            party.last = j + party.possessed
            return 0
        if self.linked and text in self.grammar.owning:
            party.possessed = True
            party.last = j
            return 0
        joins = self.linked > 0 and self.text.texts[j - 1].startswith(self.grammar.joining_beginnings)
        if not self.linked and word.links and self._begins_another(party, j):
            return 0
        if word.links or (joins and text == "الي") or (self.linked and word.reveals is not None):
            return self._link(party, j, last)
        return j + 1 if self._modify(party, j) else 0

    def _is_of_kin(self, party: Party, j: int, last: int) -> bool:
        """منازل عائلة الخلف: whose homes they are, a family that only the report names."""
        kin = self.names.revealed(j, last) if party.category == "post" and j == party.head + 1 else None
        if kin is None:
            return False
        party.take_name(kin)
        party.unknown, party.category = kin.unknown, "org"
        return True

    def _counts(self, party: Party, j: int, last: int) -> int | None:
        """The next word after a number in the phrase: عناصر من الثلاثة; but قتل مسلحون ثلاثةً من العناصر ends it."""
        number, text = self.text.number_starting.get(j), self.text.texts[j]
        if number is None or number.kind != "count":
            return None
        goes_on = self.linked or text in self.grammar.two_after or text in self.grammar.one_after
        return number.last + 1 if goes_on and number.last < last and not self._is_closed(party, j, text) else 0

    def _name(self, party: Party, name: Party, j: int, proclitics: str) -> None:
        """Let them belong to a name; but اتهم ناشطون الحركة: a plural that keeps its ن owns nothing after it."""
        absolute = j == party.head + 1 and not proclitics and self.text.texts[party.head].endswith(_ABSOLUTE)
        if name.strength == "adjective" or not absolute:
            self._belong(party, name, j, proclitics)

    def _stands(self, party: Party, j: int, last: int) -> int | None:
        """The next word after one that says how they stand to a force: former, thought to be its men, its envoys."""
        text, lemma = self.text.texts[j], party.sense.lemma if party.sense is not None else ""
        if text == "عن" and j == party.last + 1 and lemma in self.grammar.envoys:
            self.linked += 1  # ممثلون عن الحكومة
            return j + 1
        if text in self.grammar.former and party.category in _ONCE:
            party.category, party.last = "civilian", j  # قيادي سابق في الجيش الحر
            return 0
        if text in self.grammar.supposed and party.category in _BANDS and self._is_membership(j + 1, last):
            self.linked += 1  # مسلحون يُرجح انتماؤهم لتنظيم داعش
            return j + 2
        return None

    def _is_membership(self, j: int, last: int) -> bool:
        """Whether word ``j`` says that they belong: انتماؤهم، بتبعيتهم، أنهم."""
        word = self.text.texts[j] if j < last else ""
        return word in self.grammar.that_it or word.startswith(self.grammar.membership_beginnings)

    def _begins_another(self, party: Party, j: int) -> bool:
        """رشق متظاهرون عناصر الشرطة: a sound plural with its ون owns no people right after it."""
        info = self.text.infos[j]
        plural = self.text.texts[party.head].endswith("ون") and party.category in PEOPLE and j == party.head + 1
        return plural and info is not None and any(s.kind == "people" for p, s in info.senses if not p)

    def _numbers_unit(self, j: int) -> bool:
        """اللواء 41، للواء الثاني: the number of a unit counts nobody."""
        text = self.text.texts[j]
        if not text.isdigit() and text not in self.grammar.ordinals:
            return False
        unit = self.text.texts[j - 1]
        return any(unit.removeprefix(article) in self.grammar.units for article in ("", "ال", "لل", "ل", "وال"))

    def _belong(self, party: Party, name: Party, j: int, proclitic: str) -> None:
        """Whose people they are; a civilian belongs to nobody but by a linker."""
        away = j - party.head - 1
        if proclitic == "ل" and party.sense is not None and party.sense.lemma in self.grammar.wanted:
            return  # مطلوب للسلطات
        if party.category in _CIVIL and (away > self.linked or name.strength == "adjective"):
            return
        if name.strength == "weak" and is_scene(self.text, name):
            return  # حافلة في دمشق
        if name.strength == "adjective" and self._is_deed(j):
            return  # تعرضت مواقعها لقصف تركي
        within = proclitic == "ب" and party.category in _SERVING and name.strength in ("strong", "country")
        if within and self._wields(j):
            return
        served = party.category == "post" and party.owner in _SERVING and party.last == j - 1  # سيارة أحد ضباط النظام
        if proclitic == "ل" or ((within or not proclitic) and (self.linked or away <= 1 or served)):
            party.take_name(name)
            party.strength = name.strength
            if self._of_clan(party, j):
                party.category = "org"

    def _of_clan(self, party: Party, j: int) -> bool:
        """أفراد من عشيرتي البكارة والبوسرايا: people of a clan by its kind word, when several, are its fighters."""
        several = party.sense is not None and party.sense.form.number == "p"
        kind = party_word(self.text.texts[j - 1]).reveals if several and j - 1 > party.head else None
        return kind == "identity-militia" and party.category in _CIVIL

    def _wields(self, j: int) -> bool:
        """بطائرة مسيرة تركية: by means of a machine; عنصر بالحشد serves in it."""
        info = self.text.infos[j]
        weapon = info is not None and any(sense.kind == "weapon" for _, sense in info.senses)
        return weapon or any(core.startswith(self.grammar.machine_beginnings) for _, core in cores(self.text.texts[j]))

    def _is_deed(self, j: int) -> bool:
        """Whether word ``j`` says an act: a deed owns nobody."""
        info = self.text.infos[j]
        return info is not None and any(sense.kind == "act" for _, sense in info.senses)

    def _link(self, party: Party, j: int, last: int) -> int:
        """A linker, perhaps the kind word of a revealed name: أبناء عشيرة البكارة; a place after في is none."""
        doubted = self.text.texts[j + 1 : min(j + 3, last)]
        if doubted[:1] == ["ما"] and doubted[-1] in self.grammar.so_called:
            self.linked += 1
            return j + 3  # مسلحون تابعون لفصيل في ما يسمى "الجيش الوطني"
        if self.text.texts[j] == "في" and j + 1 < last and self.text.texts[j + 1] in self.grammar.kind_names:
            return 0
        inner = self.names.revealed(j, last)
        if inner is not None:
            plural = party.sense is not None and party.sense.form.number == "p"
            if plural and inner.entries[0].kind == "identity-militia":
                party.category = "org"
            party.take_name(inner)
            party.unknown = True
            return 0
        if party_word(self.text.texts[j]).reveals is not None and self.names.at(j + 1, last) is not None:
            self.linked += 1
            return j + 1  # أفراد من عشيرتي البكارة والبوسرايا
        if not party_word(self.text.texts[j]).links and self.text.texts[j] != "الي":
            return j + 1 if self._modify(party, j) else 0
        self.linked += 1
        self._join_force(party, j, last)
        if self.text.texts[j] in self.lists.others:
            party.last = j
        return j + 1

    def _join_force(self, party: Party, j: int, last: int) -> None:
        """أفراد مجموعة إرهابية: people of a force are fighters, of an armed band gunmen."""
        info = self.text.infos[j]
        if party.category != "civilian" or info is None or not any(s.key == "force" for _, s in info.senses):
            return
        armed = j + 1 < last and self.text.texts[j + 1].startswith(self.grammar.band_beginnings)
        party.category = "gunman" if armed else "combatant"
        party.last = j + 1 if armed else j

    def _modify(self, party: Party, j: int) -> bool:
        """Absorb one modifier word; False when the phrase ends before it."""
        info = self.text.infos[j]
        if info is not None:
            for proclitics, sense in info.senses:
                if proclitics or sense.kind in _ENDS_PHRASE:
                    return False
                if sense.kind == "people":
                    return self._absorb(party, j, sense)
        return self._adjective(party, j)

    def _adjective(self, party: Party, j: int) -> bool:
        """A plain adjective agrees in the article with its head."""
        word = self.text.texts[j]
        if word in self.grammar.prepositions or word in self.grammar.according or len(word) < 3:
            return False
        definite = word.startswith("ال")
        if definite and self.linked and self.text.texts[j - 1].startswith("لل"):
            return True  # دورية للكتيبة الإيرلندية
        if self._is_full_plural(party) and j == party.head + 1 and not word.endswith(("ون", "ات")):
            return word in self.grammar.broken_adjectives  # استهدف مجهولون باص مبيت
        first = not party.modifiers and j == party.head + 1
        if definite != self.text.texts[party.head].startswith("ال") and not first:
            return False
        if party.definite and not definite:
            return False
        party.modifiers.append(word)
        return j - party.head <= 3

    def _is_full_plural(self, party: Party) -> bool:
        """مجهولون، مسلحون: with its ون a plural rules no noun, and only a plural adjective agrees with it."""
        return party.category in PEOPLE and self.text.texts[party.head].endswith("ون")

    def _is_closed(self, party: Party, j: int, text: str) -> bool:
        """عناصر الحاجز سيارة، وجهاء المدينة اثنين: after its definite genitive a phrase takes nothing indefinite."""
        return j - 1 > party.head and self.text.texts[j - 1].startswith("ال") and not text.startswith("ال")

    def _absorb(self, party: Party, j: int, sense: Sense) -> bool:
        """A people word that modifies the head: شاب مدني، مسلحون مجهولون، سيارة ضابط."""
        word = self.text.texts[j]
        if word[0] in "وف" and len(word) > 3 and sense.form.text != word:
            return False
        if not sense.form.definite and self._is_closed(party, j, word):
            return False
        if sense.key == "post" and party.category == "gunman" and not sense.form.definite:
            return False  # فجّر انتحاري سيارة
        if self._commands(party, j):
            party.category, party.last = "commander", j
            return True
        if sense.key == "gunman" and self.text.texts[j + 1 : j + 2] == ["الهويه"]:
            return True  # رجل مجهول الهوية
        if self.linked and party.category == "force" and sense.key in _CIVIL:
            armed = any(word.startswith(self.grammar.band_beginnings) for word in party.modifiers)
            grouped = party.sense is not None and party.sense.lemma in self.grammar.groupings and not armed
            party.category = sense.key if grouped else party.category  # مجموعة من العمال
        if party.category == "civilian" and party.sense is not None and party.sense.lemma in self.grammar.kin:
            party.last = j  # أهالي العسكريين are no soldiers
            return self._modifies(party, sense, j)
        if not self._modifies(party, sense, j) or not _recategorize(party, sense.key):
            return False
        party.last = j
        return True

    def _commands(self, party: Party, j: int) -> bool:
        """مدير أمن المديرية: the head of an armed body is no civilian."""
        if party.category != "civilian" or j != party.head + 1 or party.sense is None:
            return False
        bodies = self.grammar.armed_bodies
        return party.sense.lemma in self.grammar.heads and self.text.texts[j].removeprefix("ال") in bodies

    def _modifies(self, party: Party, sense: Sense, j: int) -> bool:
        """An adjective agrees with its head; a genitive has the article or stands in a fixed pair."""
        info = self.text.infos[j]
        if party.category in _VICTIMS and info is not None and info.enclitic and sense.lemma in self.lists.adjectives:
            return False  # إصابة شقيقه
        if party.category == "victim_wounded" and self.text.texts[party.head].endswith(_HARM):
            return False  # وإصابة العنصرين: they were hurt
        if party.category == "post" and party.modifiers and sense.lemma not in self.lists.adjectives:
            return False  # دراجة نارية، عضو مجلس
        head = self.text.texts[party.head]
        if sense.form.definite and party.category in PEOPLE and not party.definite:
            return not head.endswith(("ون", "ان"))  # اغتال مجهولون القيادي
        if sense.form.definite or party.category == "post":
            return True
        if self.linked and party.category == "gunman" and sense.key == "force":
            return True  # مسلحون من قبائل عربية
        if party.category in ("combatant", "gunman", "commander") and sense.key in ("post", "force"):
            return not head.endswith(("ون", "ين", "ان")) and sense.form.case != "acc"  # عناصر حاجز، مسلحو دورية
        if sense.lemma not in self.lists.adjectives or party.sense is None:
            return False
        form = party.sense.form
        clash = {form.case, sense.form.case} == {"nom", "acc"}
        return not clash and (form.number == sense.form.number or party.number is not None)


def _recategorize(party: Party, key: str) -> bool:
    """What the phrase names once a people word modifies it; False when the two do not go together."""
    category = party.category
    if key == "gunman" and category in ("civilian", "force", "gunman", "combatant"):
        party.category = "gunman"
    elif category == "post" and key in ("combatant", "commander"):
        party.owner = party.owner or key
    elif key in ("combatant", "commander") and category in ("force", "civilian"):
        if category == "civilian" and not party.entries:
            party.category = "combatant"
    elif category == "post":
        if key != "woman" and not (party.owner in _CIVIL and key == "force"):
            party.owner = key  # منزل شيخ عشيرة
    elif key == "post":
        return category in ("combatant", "gunman")
    elif key not in _QUALIFIERS:
        return False
    elif category in _VICTIMS:
        party.owner = key
    return True

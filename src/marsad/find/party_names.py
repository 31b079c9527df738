"""Names of organisations: those of the registry, nationalities of military nouns, and names the report reveals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..lexicon.actors import ActorEntry, load_registry
from ..lexicon.grammars import load_grammar
from ..text.clitics import cores
from ..text.folding import fold_word
from .party_mentions import JOINED, Party, PartyText
from .party_words import PartyWord, bare_kind_word, is_dual_kind_word, load_people_words, party_word

_MOVEMENTS = frozenset(("rebel", "political-militia"))
_KIN = frozenset(("identity-militia",))
_HEADS_OF_THEIR_OWN = frozenset(("combatant", "commander", "civilian", "post"))


Names = Mapping[str, Sequence[tuple[tuple[str, ...], ActorEntry]]]
"""Names that are known in one report alone: by first word, the rest of the words and whom they name."""


class NameReader:
    """Reads names at words of one text."""

    def __init__(self, text: PartyText, own: Names) -> None:
        """Take the text to read, and names that its report has of its own."""
        self.text = text
        self.own = own
        self.lists = load_people_words()
        self.adjectives = load_registry().adjectives
        self.grammar = load_grammar()

    def at(self, i: int, last: int) -> Party | None:
        """The longest name that starts at word ``i``: "قوات سوريا الديمقراطية", الطيران الحربي الروسي."""
        taught = self._taught(i, last) if self.own else None
        if taught is not None:
            return taught
        word = party_word(self.text.texts[i])
        best = word.alone
        if word.longer and i + 1 < last:
            for row in word.longer.get(self.text.texts[i + 1], ()):
                if self.follows(i, row[0], last):
                    best = row
                    break
        end = i + len(best[0]) if best is not None else i - 1
        owner = self.at(i + 1, last) if word.military and i < end else None
        if owner is not None and owner.last > end and owner.strength == "strong":  # طيران الجيش الوطني الليبي
            return Party(i, owner.last, i, "org", None, owner.entries, i, owner.last)
        adjective = self._nationality(i, last, word) if word.military else None
        if adjective is not None and (best is None or (end <= adjective.last and best[2] != "strong")):
            return adjective
        return Party(i, end, i, "org", None, best[1], i, end, best[2]) if best is not None else None

    def _taught(self, i: int, last: int) -> Party | None:
        """The longest of the report's own names that starts at word ``i``; people taught it, so it goes first."""
        for _, core in cores(self.text.texts[i]):
            for rest, entry in self.own.get(core, ()):
                if self.follows(i, rest, last):
                    end = i + len(rest)
                    return Party(i, end, i, "org", None, (entry,), i, end)
        return None

    def follows(self, i: int, rest: tuple[str, ...], last: int) -> bool:
        """Whether the words ``rest`` follow word ``i`` without a break."""
        if i + len(rest) >= last:
            return False
        texts, gaps = self.text.texts, self.text.gaps
        for word in rest:
            i += 1
            if texts[i] != word or gaps[i] not in JOINED:
                return False
        return True

    def _nationality(self, i: int, last: int, word: PartyWord) -> Party | None:
        """A military noun with a nationality: قصف تركي، الطيران الحربي الروسي، قوة إسرائيلية."""
        if (platform := self._owned(i, last)) is not None:
            return platform if self._strikes(i) else None
        texts, gaps = self.text.texts, self.text.gaps
        for end in (i + 1, i + 2, 0):
            end = end or self._supposed(i, last)
            if not i < end < last or gaps[end] not in JOINED or texts[end].startswith("لل"):
                return None
            if end == i + 2 and party_word(texts[i + 1]).military and self.at(i + 1, last) is not None:
                return None  # قصف الجيش السوداني: a deed and its doer
            entries = self.adjectives.get(texts[end])
            if entries and not self._may_be_national(i):
                entries = tuple(e for e in entries if e.kind in _MOVEMENTS)
            if entries and (self._serves(i) or not texts[end].endswith(("ون", "ين"))):
                return self._national(i, end, entries, "بوساطه" if word.brokering else "")
        return None

    def _serves(self, i: int) -> bool:
        """جنود سعوديون: soldiers are of the nation that their adjective names."""
        info = self.text.infos[i]
        return info is not None and any(s.kind == "people" and s.lemma in self.grammar.services for _, s in info.senses)

    def _may_be_national(self, i: int) -> bool:
        """قصف تركي is Turkey's; قيادي سوري may be anybody's, only a movement's adjective tells (قيادي حوثي)."""
        forms = (f for _, c in cores(self.text.texts[i]) for f in (c, c.removeprefix("ال"), c.removesuffix("ا")))
        return any(form in self.lists.military for form in forms)

    def _national(self, i: int, end: int, entries: tuple[ActorEntry, ...], prep: str) -> Party:
        """The actor that the nationality at ``end`` makes of the noun at ``i``."""
        info = self.text.infos[i]
        people = [s for _, s in info.senses if s.kind == "people"] if info is not None and info.peopled else []
        category = next((s.key for s in reversed(people) if s.key in _HEADS_OF_THEIR_OWN), "org")
        head = people[0] if people else None
        return Party(i, end, i, category, head, entries, i, end, "adjective", prep=prep)

    def _supposed(self, i: int, last: int) -> int:
        """Word of the nationality in طائرة مسيرة يعتقد أنها أمريكية; -1 without one."""
        texts = self.text.texts
        found = (j + 2 for j in (i + 1, i + 2) if j + 2 < last and texts[j] in self.grammar.supposed)
        return next((end for end in found if texts[end - 1] in self.grammar.that_it), -1)

    def _owned(self, i: int, last: int) -> Party | None:
        """A weapon or platform with its owner: مروحيات تابعة للنظام، طائرة حربية تتبع للجيش."""
        texts, gaps = self.text.texts, self.text.gaps
        for j in (i + 1, i + 2):
            if j + 1 >= last or gaps[j] != " " or texts[j] in self.grammar.prepositions:
                return None
            if texts[j] in self.grammar.owned_by:
                start = j + 1 if texts[j + 1] != "ل" else j + 2
                name = self.at(start, last) if start < last else None
                if name is None or name.name_first != start or name.strength == "adjective":
                    return None
                return Party(i, name.last, i, "org", None, name.entries, start, name.name_last, name.strength)
        return None

    def _strikes(self, i: int) -> bool:
        """Whether the noun at ``i`` acts for its owner: aircraft and guns do, cars are what is struck."""
        info = self.text.infos[i]
        people = [s for _, s in info.senses if s.kind == "people"] if info is not None else []
        machine = any(core in self.grammar.strikers for _, core in cores(self.text.texts[i]))
        return not people or (machine and all(s.key == "post" for s in people))

    def revealed(self, i: int, last: int) -> Party | None:
        """An organisation no registry knows, named after its kind: لواء "كذا"، عائلة المرسوم."""
        texts = self.text.texts
        kind = party_word(texts[i]).reveals
        if kind is None or i + 1 >= last:
            return None
        known = self.at(i + 1, last)
        if known is not None and not (kind in _KIN and known.strength != "strong"):
            return None
        gap = self.text.gaps[i + 1]
        quoted = '"' in gap
        end = self._name_end(i + 1, last, quoted, kind in _KIN) if quoted or gap == " " else None
        if end is None:
            return None
        words = self.text.words
        name = words.raw(i + 1, end)
        shown = name if kind == "political-militia" else f"{bare_kind_word(words.raw(i, i))} {name}"
        entries = self._registered(words.raw(i, i), texts[i + 1 : end + 1]) if kind in _KIN else ()
        entry = ActorEntry("", shown, "", kind, None, revealed=True)
        return Party(i, end, i, "org", None, entries or (entry,), i + 1, end, unknown=not entries)

    def _registered(self, kind_word: str, name: list[str]) -> tuple[ActorEntry, ...]:
        """A clan the registry knows by its singular name: عشيرتي الحلاف والبطوش."""
        rows = load_registry().names.get(fold_word(bare_kind_word(kind_word)), ())
        return next((entries for rest, entries, _ in rows if list(rest) == name), ())

    def quoted(self, i: int, last: int) -> Party | None:
        """A new name in quotes at word ``i``; None without quotes."""
        end = self._name_end(i, last, True) if '"' in self.text.gaps[i] else None
        if end is None:
            return None
        entry = ActorEntry("", self.text.words.raw(i, end), "", "rebel", None, revealed=True)
        return Party(i, end, i, "org", None, (entry,), i, end, unknown=True)

    def _name_end(self, i: int, last: int, quoted: bool, kin: bool = False) -> int | None:
        """Last word of the name at ``i``; the name of a clan may be any noun of no people: عشيرة العدوان."""
        texts, gaps = self.text.texts, self.text.gaps
        if quoted:
            return next((j for j in range(i, min(i + 5, last)) if '"' in gaps[j + 1]), None)
        if texts[i] in self.lists.name_prefixes and i + 1 < last:
            return i + 1
        if "آل" in self.text.words.raw(i - 1, i - 1):
            compound = i + 1 < last and texts[i + 1] in self.grammar.name_ends
            return i + compound if texts[i] not in self.grammar.prepositions else None  # آل ناصر الدين
        if kin and self._is_bare_name(i):
            return i
        if not texts[i].startswith("ال") or len(texts[i]) < 5 or texts[i] in self.grammar.relative:
            return None
        if texts[i] in self.grammar.ordinals and not kin:
            return None  # اللواء الثاني has a number, no name
        info = self.text.infos[i]
        return i if info is None or (kin and all(s.kind != "people" for _, s in info.senses)) else None

    def _is_bare_name(self, i: int) -> bool:
        """A word without the article that may name a clan: قبيلة مراد; no adjective, verb or small word."""
        word = self.text.texts[i]
        if bare_kind_word(self.text.words.raw(i - 1, i - 1)) not in ("قبيلة", "عشيرة") or word.endswith("ت"):
            return False  # عائلة نزحت
        if len(word) < 3 or word.startswith(("ال", "ت", "ي", "و", "ب", "ل")) or word.endswith(("ه", "ي")):
            return False
        return self.text.infos[i] is None and word not in self.grammar.prepositions and not word[0].isdigit()

    def _is_new(self, i: int) -> bool:
        """A word after و with the article that no lexicon knows: بين الرزيقات والفلاتة."""
        word = self.text.texts[i]
        return word.startswith("وال") and self.text.infos[i] is None and not party_word(word).names

    def second_nationality(self, party: Party, last: int) -> Party | None:
        """The second of two nationalities of one noun: طائرات أمريكية وبريطانية."""
        texts, i = self.text.texts, party.last + 1
        if i >= last or texts[i][0] != "و" or self.text.gaps[i] != " " or party.unknown:
            return None
        entries = self.adjectives.get(texts[i][1:])
        if not entries or texts[party.last] not in self.adjectives:
            return None
        return Party(i, i, i, "org", None, entries, i, i, "adjective", joined=True)

    def second_of_dual(self, party: Party, last: int) -> Party | None:
        """The second name under a dual kind word: عائلتي المرسوم والرفاعي، كتيبتي «أ» و«ب»."""
        texts, gaps, words = self.text.texts, self.text.gaps, self.text.words
        if not party.entries or party.name_first < 1 or party.category != "org":
            return None
        i, before = party.last + 1, texts[party.name_first - 1]
        dual = is_dual_kind_word(before)
        kin = before == "بين" and party.entries[0].kind in _KIN
        if i >= last or not (dual or kin) or not (dual or party.unknown or self._is_new(i)):
            return None
        if texts[i] == "و" and i + 1 < last:
            i, skip = i + 1, 0
        elif texts[i].startswith("و") and len(texts[i]) > 3:
            skip = 1
        else:
            return None
        known = self.at(i, last) if party.entries[0].kind not in _KIN else None
        if known is not None and known.strength in ("strong", "country"):
            return None
        end = i + 1 if texts[i][skip:] in self.lists.name_prefixes and i + 1 < last else i
        if '"' in gaps[i] and (found := self._name_end(i, last, True)) is not None:
            end = found
        kind_word = bare_kind_word(words.raw(party.name_first - 1, party.name_first - 1)) if dual else "قبيلة"
        shown = f"{kind_word} {words.raw(i, end)[skip:]}"
        entries = self._registered(kind_word, [texts[i][skip:], *texts[i + 1 : end + 1]])
        entry = ActorEntry("", shown, "", party.entries[0].kind, None, revealed=True)
        return Party(i, end, i, "org", None, entries or (entry,), i, end, joined=True, unknown=not entries)

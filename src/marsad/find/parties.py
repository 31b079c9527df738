"""Find who is named: organisations of the registry, organisations only the report reveals, and people.

A ``Party`` is one noun phrase: count, head noun, adjectives and the organisation it belongs to
(ثلاثة عناصر من ميليشيا "الدفاع الوطني"). Whose side it is on is decided later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from ..lexicon.actors import ActorEntry, Registry, load_registry
from ..lexicon.dictionary import Dictionary, Sense, WordInfo, load_dictionary
from ..lexicon.tables import load_yaml
from ..text.clitics import cores
from ..text.folding import fold_word
from ..text.words import Words
from .numbers import NumberMention

PREPOSITIONS = frozenset(
    fold_word(w)
    for w in ("من", "في", "على", "إلى", "مع", "ضد", "بين", "عن", "بحق", "تجاه", "نحو", "باتجاه", "صوب", "برفقة", "بقيادة",
              "لصالح", "عبر", "بوساطة", "برعاية", "بواسطة", "برصاص", "بنيران", "حول", "قرب", "داخل", "أمام", "وسط", "ضمن",
              "خلال", "بعد", "قبل", "عند", "لدى", "بمشاركة", "بمساندة", "بدعم", "تساندها", "ترافقهم", "يرافقهم", "بيد", "بسلاح",
              "رغم", "غير", "سوى", "مخلفات", "مقابل", "بطلب", "بإشراف", "بتهمة", "بالتعاون", "بالاشتراك", "بمؤازرة")
)  # fmt: skip
_JOINED = frozenset((" ", ' "', '" ', '"', "", '" "', " (", ") ", "(", ")"))
_ORDER = ("victim_killed", "victim_wounded", "child", "woman", "protester", "gunman", "commander", "combatant", "detainee",
          "civilian", "force", "post")  # fmt: skip
_RANK = {key: n for n, key in enumerate(_ORDER)}
ARMED = frozenset(("combatant", "commander", "gunman", "force", "org"))
PEOPLE = frozenset(("combatant", "commander", "gunman", "civilian", "woman", "child", "protester", "detainee"))


_NOT_HEADS = frozenset(("العامل", "العامله", "العاملون", "العاملين", "فرد", "فراد"))


@dataclass(slots=True)
class Party:
    """One noun phrase naming people, a force, its things or an organisation.

    ``first``..``last`` word numbers (inclusive) with the count; ``head`` the head noun;
    ``prep`` the governing preposition ("" when bare); ``joined`` when it continues a list by و.
    """

    first: int
    last: int
    head: int
    category: str
    sense: Sense | None = None
    entries: tuple[ActorEntry, ...] = ()
    name_first: int = -1
    name_last: int = -1
    strength: str = "strong"
    number: NumberMention | None = None
    prep: str = ""
    joined: bool = False
    low: int | None = None
    best: int | None = None
    high: int | None = None
    counted: bool = False
    unknown: bool = False
    women: int = 0
    children: int = 0
    owner: str = ""
    possessed: bool = False
    modifiers: list[str] = field(default_factory=list)

    @property
    def armed(self) -> bool:
        """Whether it can be a fighting side."""
        return self.category in ARMED or bool(self.entries)


@dataclass(slots=True, frozen=True)
class _PeopleWords:
    linkers: frozenset[str]
    reveal: dict[str, str]
    name_prefixes: frozenset[str]
    others: frozenset[str]
    military: frozenset[str]
    adjectives: frozenset[str]


def _folded(words: Iterable[object]) -> frozenset[str]:
    return frozenset(fold_word(str(w)) for w in words)


@cache
def _people_words() -> _PeopleWords:
    table = load_yaml("people.yaml")
    return _PeopleWords(
        _folded(table["linkers"]),
        {fold_word(k): v for k, v in table["reveal_kind"].items()},
        _folded(table["name_prefixes"]),
        _folded(table["plural_others"]),
        _folded(table["military_heads"]),
        _folded(table["adjectives"]),
    )


@lru_cache(maxsize=100_000)
def _name_rows(word: str) -> tuple[tuple[str, str, tuple], ...]:  # type: ignore[type-arg]
    """Registry names that may start at this word form: (proclitics, core, rows)."""
    names = load_registry().names
    return tuple((pro, core, tuple(names[core])) for pro, core in cores(word) if core in names)


@lru_cache(maxsize=100_000)
def _may_name(word: str) -> bool:
    """Whether a name of the registry or a nationality phrase may start at this word form."""
    return bool(_name_rows(word)) or _military_head(word)


@lru_cache(maxsize=100_000)
def _military_head(word: str) -> bool:
    military = _people_words().military
    return any(core in military or (core.startswith("ال") and core[2:] in military) for _, core in cores(word))


class PartyFinder:
    """Finds the parties of one text; holds the text's words, readings and numbers."""

    def __init__(self, words: Words, infos: list[WordInfo | None], numbers: dict[int, NumberMention]) -> None:
        self.words = words
        self.infos = infos
        self.number_ending = numbers
        self.number_starting = {n.first: n for n in numbers.values()}
        self.registry: Registry = load_registry()
        self.dictionary: Dictionary = load_dictionary()
        self.lists = _people_words()

    def find(self, first: int, last: int) -> list[Party]:
        """Parties of the sentence ``first`` ≤ word < ``last``, in order."""
        found: list[Party] = []
        i = first
        words, infos = self.words.words, self.infos
        while i < last:
            if infos[i] is None and not _may_name(words[i]):
                i += 1
                continue
            party = self._party_at(i, last)
            if party is None:
                i += 1
                continue
            found.append(party)
            i = party.last + 1
            second = self._second_of_dual(party, last)
            if second is not None:
                found.append(second)
                i = second.last + 1
        for party in found:
            self._govern(party, first)
            self._count(party, first)
        found.extend(self._lone_counts(found, first, last))
        found.sort(key=lambda p: p.first)
        found = [p for p in found if p.first == first or self.words.words[p.first - 1] not in ("برتبه", "رتبه")]
        return self._without_appositions(found)

    def _lone_counts(self, found: list[Party], first: int, last: int) -> list[Party]:
        """Counts without a noun stand for people: وجرح ثمانية عشر آخرون، مقتل أربعة منهم، وجرح ثالث."""
        owned = {id(p.number) for p in found if p.number is not None}
        taken = {i for p in found for i in range(p.first, p.last + 1)}
        lone: list[Party] = []
        for number in self.number_ending.values():
            if not first <= number.first < last or id(number) in owned or number.first in taken:
                continue
            end = number.last
            nxt = self.words.words[end + 1] if end + 1 < last else ""
            if number.kind == "count":
                if nxt in self.lists.others:
                    end += 1
                elif not (nxt in ("منهم", "") or (nxt in _CAUSE_PREPS and self._after_outcome(number.first)) or (number.best is None and (number.low or 0) >= 20) or self.words.gaps[end + 1].strip() or nxt[:1] == "و"):
                    continue
            elif number.kind not in ("others", "same-as-before", "another"):
                continue
            party = Party(number.first, end, number.first, "others", None, number=number)
            party.low, party.best, party.high, party.counted = number.low, number.best, number.high, True
            self._govern(party, first)
            lone.append(party)
        return lone

    def _after_outcome(self, i: int) -> bool:
        """وأصيب ثلاثة في هجوم: a count right after a verb of killing or harm."""
        info = self.infos[i - 1] if i else None
        return info is not None and any(s.frame is not None and s.frame.outcome and s.part == "verb" for _, s in info.senses)

    def _without_appositions(self, found: list[Party]) -> list[Party]:
        """A second name of the same actor right after it: "قوات سورية الديمقراطية" (قسد)."""
        kept: list[Party] = []
        for party in found:
            if kept and party.entries and kept[-1].entries and party.first == kept[-1].last + 1 and not party.prep and not party.joined:
                if set(party.entries) & set(kept[-1].entries):
                    kept[-1].last = party.last
                    continue
            kept.append(party)
        return kept

    def _party_at(self, i: int, last: int) -> Party | None:
        name = self._name_at(i, last)
        if name is not None and not self._only_prefix(name, last):
            return name
        info = self.infos[i]
        if info is None or self.words.words[i] in _NOT_HEADS or self._verb_with_pronoun(i):
            return None
        best: tuple[str, Sense] | None = None
        for proclitics, sense in info.senses:
            if sense.kind == "people" and not (sense.lemma in self.lists.adjectives and self._qualifies(i, sense)) and (best is None or _RANK[sense.key] < _RANK[best[1].key]):
                best = (proclitics, sense)
        if best is None:
            for _, rest, sense in info.phrases:
                if sense.kind == "people" and self._follows(i, rest, last):
                    return Party(i, i + len(rest), i, sense.key, sense)
            return None
        return self._phrase(i, last, best[1])

    def _only_prefix(self, name: Party, last: int) -> bool:
        """A common noun that also names somebody gives way to the name after it: مرتزقة "أحرار الشرقية"."""
        if name.last != name.first or name.strength == "adjective" or not self._links(name.first):
            return False
        return name.last + 1 < last and self.words.gaps[name.last + 1] in _JOINED and self._name_at(name.last + 1, last) is not None

    def _verb_with_pronoun(self, i: int) -> bool:
        """رعاه and قتله end in ه, the people رعاة and قتلة in ة."""
        word = self.words.words[i]
        if word == "امام":  # إمام leads prayers, أمام is "in front of"
            return not self.words.raw(i, i).startswith("إ")
        return word in ("رعاه", "قتله") and not self.words.raw(i, i).endswith("ة")

    def _qualifies(self, i: int, sense: Sense) -> bool:
        """An adjective of the noun before it (مصدر عسكري، مكان مجهول، نزاع مسلح) names nobody."""
        if i == 0 or self.words.gaps[i] != " " or sense.form.number != "s":
            return False
        before = self.words.words[i - 1]
        if before.startswith("ال") != sense.form.definite or (before.endswith(_PRONOUNS) and not sense.form.definite and len(before) > 4):
            return False  # على إثرها قيادي: an adjective agrees with its noun
        if before in PREPOSITIONS or len(before) < 3 or before[0].isdigit() or (i - 1) in self.number_ending:
            return False
        info = self.infos[i - 1]
        if info is not None and any(s.frame is not None and s.frame.outcome for _, s in info.senses):
            return False  # مقتل قيادي
        return info is None or all(s.part == "noun" or s.kind in ("linkers", "weapon", "org_prefixes") for _, s in info.senses)

    def _follows(self, i: int, rest: tuple[str, ...], last: int) -> bool:
        if i + len(rest) >= last:
            return False
        words, gaps = self.words.words, self.words.gaps
        for word in rest:
            i += 1
            if words[i] != word or gaps[i] not in _JOINED:
                return False
        return True

    def _name_at(self, i: int, last: int) -> Party | None:
        best: Party | None = None
        for _proclitics, _core, rows in _name_rows(self.words.words[i]):
            for rest, entries, strength in rows:
                if best is not None and len(rest) < best.last - i:
                    break
                if self._follows(i, rest, last) and (best is None or len(rest) > best.last - i):
                    end = i + len(rest)
                    best = Party(i, end, i, "org", None, entries, i, end, strength)
        adjective = self._adjective_at(i, last)
        if adjective is not None and (best is None or best.last <= adjective.last and best.strength != "strong"):
            return adjective
        return best

    def _platform_of(self, i: int, last: int) -> Party | None:
        """A weapon or platform with its owner: مروحيات تابعة للنظام، طائرة حربية تتبع للجيش."""
        words, gaps = self.words.words, self.words.gaps
        for j in (i + 1, i + 2):
            if j + 1 >= last or gaps[j] != " " or words[j] in PREPOSITIONS:
                return None
            if words[j] in _OWNED_BY:
                at = j + 1 if words[j + 1] != "ل" else j + 2
                name = self._name_at(at, last) if at < last else None
                if name is None or name.name_first != at or name.strength == "adjective":
                    return None
                return Party(i, name.last, i, "org", None, name.entries, name.name_first, name.name_last, name.strength)
        return None

    def _adjective_at(self, i: int, last: int) -> Party | None:
        """A military noun with a nationality: قصف تركي، الطيران الحربي الروسي، قوة إسرائيلية."""
        if i + 1 >= last or not _military_head(self.words.words[i]):
            return None
        platform = self._platform_of(i, last)
        if platform is not None:
            info = self.infos[i]
            people = [s for _, s in info.senses if s.kind == "people"] if info is not None else []
            acting = all(s.key == "post" for s in people) and any(core in _AIRCRAFT for _, core in cores(self.words.words[i]))
            return platform if acting or not people else None
        info = self.infos[i]
        senses = info.senses if info is not None else []
        supposed = next((j + 2 for j in (i + 1, i + 2) if j + 2 < last and self.words.words[j] in _SUPPOSED and self.words.words[j + 1] in _THAT_IT), 0)
        for end in (i + 1, i + 2, supposed):
            if end and end == supposed and end - i > 2:
                pass
            elif not end:
                break
            if end >= last or self.words.gaps[end] not in _JOINED or self.words.words[end].startswith("لل"):
                return None
            if end == i + 2 and _military_head(self.words.words[i + 1]) and self._name_at(i + 1, last) is not None:
                return None  # قصف الجيش السوداني: a deed and its doer
            entries = self.registry.adjectives.get(self.words.words[end])
            if entries and not self.words.words[end].endswith(("ون", "ين")):
                category = "org"
                for _, sense in senses:
                    if sense.kind == "people" and sense.key in ("combatant", "commander", "civilian", "post"):
                        category = sense.key
                head = next((s for _, s in senses if s.kind == "people"), None)
                found = Party(i, end, i, category, head, entries, i, end, "adjective")
                if any(core in ("وساطه", "رعايه") for _, core in cores(self.words.words[i])):
                    found.prep = "بوساطه"
                return found
        return None

    def _phrase(self, i: int, last: int, sense: Sense) -> Party:
        """Head noun at ``i``: take adjectives, then the organisation it belongs to."""
        party = Party(i, i, i, sense.key, sense)
        info = self.infos[i]
        party.possessed = info is not None and bool(info.enclitic)
        words, gaps = self.words.words, self.words.gaps
        j, linked = i + 1, 0
        revealed = self._revealed(i, last)
        if revealed is not None:
            return revealed
        while j < last and gaps[j] in _JOINED and j - i <= 6:
            name = self._name_at(j, last)
            if name is not None and not (words[j][0] == "و" and name.name_first == j and self._starts_with_and(j)):
                proclitic = self._proclitics_of_name(j)
                if party.category in ("civilian", "woman", "child") and (j - i - 1 > linked or name.strength == "adjective"):
                    break
                if proclitic in ("", "ل") and (linked or j == i + 1 or proclitic == "ل" or self._adjectival(i, j)):
                    party.entries, party.strength = name.entries, name.strength
                    party.name_first, party.name_last, party.last = name.name_first, name.name_last, name.last
                    return party
                break
            number = self.number_starting.get(j)
            if number is not None and linked and number.last < last:
                j = number.last + 1
                continue
            if words[j].startswith(("موال", "الموال")) and party.category in PEOPLE:
                party.last = j
                return party
            if words[j] in ("له", "لها", "لهم") and linked:
                party.possessed = True
                party.last = j
                return party
            if self._links(j):
                inner = self._revealed(j, last)
                if inner is not None:
                    if party.sense is not None and party.sense.form.number == "p" and inner.entries[0].kind == "identity-militia":
                        party.category = "org"
                    party.entries, party.unknown = inner.entries, True
                    party.name_first, party.name_last, party.last = inner.name_first, inner.name_last, inner.last
                    return party
                linked += 1
                if words[j] in self.lists.others:
                    party.last = j
                j += 1
                continue
            step = self._adjective_step(party, j)
            if step == 0:
                break
            j += 1
        return party

    def _second_of_dual(self, party: Party, last: int) -> Party | None:
        """The second name under a dual kind word: عائلتي المرسوم والرفاعي، كتيبتي «أ» و«ب»."""
        if not party.unknown or party.name_first < 0 or party.category != "org":
            return None
        prefix = self.words.words[party.name_first - 1]
        if not prefix.endswith(("تي", "تا")):
            return None
        i = party.last + 1
        words, gaps = self.words.words, self.words.gaps
        if i >= last:
            return None
        if words[i] == "و" and i + 1 < last:
            i += 1
            skip = 0
        elif words[i].startswith("و") and len(words[i]) > 3:
            skip = 1
        else:
            return None
        end = i
        if '"' in gaps[i] and (found := self._name_end(i, last, True)) is not None:
            end = found
        name = self.words.raw(i, end)[skip:]
        kind = party.entries[0].kind
        entry = ActorEntry("", f"{fold_free(self.words.raw(party.name_first - 1, party.name_first - 1))} {name}", "", kind, None, revealed=True)
        return Party(i, end, i, "org", None, (entry,), i, end, joined=True, unknown=True)

    def _links(self, j: int) -> bool:
        """A word between a head and its organisation: من، تابعة، لميليشيا، آخرين."""
        word = self.words.words[j]
        if word in self.lists.linkers or word in self.lists.others:
            return True
        return word[0] == "ل" and word[1:] in self.lists.linkers and len(word) > 3

    def _starts_with_and(self, j: int) -> bool:
        return all(pro[:1] == "و" for pro, _, _ in _name_rows(self.words.words[j]))

    def _proclitics_of_name(self, j: int) -> str:
        rows = _name_rows(self.words.words[j])
        return rows[0][0] if rows else ""

    def _adjectival(self, i: int, j: int) -> bool:
        return j - i <= 2

    def _adjective_step(self, party: Party, j: int) -> int:
        """Absorb one modifier word; 0 when the phrase ends before it."""
        word = self.words.words[j]
        info = self.infos[j]
        if info is not None:
            for proclitics, sense in info.senses:
                if proclitics:
                    return 0
                if sense.kind == "people":
                    return self._absorb(party, j, sense)
                if sense.kind in ("act", "light", "result", "reporting", "scope", "motion", "claim", "accuse"):
                    return 0
        if word in PREPOSITIONS or len(word) < 3:
            return 0
        if word.startswith("ال") != self.words.words[party.head].startswith("ال") and not (party.modifiers == [] and j == party.head + 1):
            return 0
        if party.sense is not None and party.sense.form.definite and not word.startswith("ال"):
            return 0
        party.modifiers.append(word)
        return 1 if j - party.head <= 3 else 0

    def _absorb(self, party: Party, j: int, sense: Sense) -> int:
        if self.words.words[j][0] in "وف" and len(self.words.words[j]) > 3 and sense.form.text != self.words.words[j]:
            return 0
        if not self._modifies(party, sense):
            return 0
        if sense.key == "gunman" and party.category in ("civilian", "force", "gunman", "combatant"):
            party.category, party.last = "gunman", j
        elif sense.key in ("combatant", "commander") and party.category in ("force", "post", "civilian"):
            party.last = j
            if party.category == "civilian" and not party.entries:
                party.category = "combatant"
        elif party.category == "post":
            if sense.key != "woman":
                party.owner = sense.key
            party.last = j
        elif sense.key == "post" and party.category in ("combatant", "gunman"):
            party.last = j
        elif sense.key in ("civilian", "child", "woman", "force", "detainee", "combatant", "commander", "gunman"):
            if party.category in ("victim_killed", "victim_wounded"):
                party.owner = sense.key
            party.last = j
        else:
            return 0
        return 1

    def _modifies(self, party: Party, sense: Sense) -> bool:
        """An adjective agrees with its head; a genitive has the article or stands in a fixed pair."""
        if party.category == "post" and party.modifiers and sense.lemma not in self.lists.adjectives:
            return False  # دراجة نارية عضوَ مجلس
        if sense.form.definite or party.category == "post":
            return True
        if party.category in ("combatant", "gunman") and sense.key in ("post", "force"):
            head = self.words.words[party.head]
            return not head.endswith(("ون", "ين", "ان")) and sense.form.case != "acc"  # عناصر حاجز، مسلحو دورية
        if sense.lemma not in self.lists.adjectives or party.sense is None:
            return False
        form = party.sense.form
        clash = {form.case, sense.form.case} == {"nom", "acc"}
        return not clash and (form.number == sense.form.number or party.number is not None)

    def _revealed(self, i: int, last: int) -> Party | None:
        """An organisation no registry knows, named after its kind: لواء "كذا"، عائلة المرسوم."""
        words, gaps = self.words.words, self.words.gaps
        kind = None
        for _, core in cores(words[i]):
            kind = kind or self.lists.reveal.get(core)
        if kind is None or i + 1 >= last or self._name_at(i + 1, last) is not None:
            return None
        quoted = '"' in gaps[i + 1]
        if not quoted and gaps[i + 1] != " ":
            return None
        end = self._name_end(i + 1, last, quoted)
        if end is None:
            return None
        name = self.words.raw(i + 1, end)
        prefix = self.words.raw(i, i)
        shown = name if kind == "political-militia" else f"{fold_free(prefix)} {name}"
        entry = ActorEntry("", shown, "", kind, None, revealed=True)
        return Party(i, end, i, "org", None, (entry,), i + 1, end, unknown=True)

    def _name_end(self, i: int, last: int, quoted: bool) -> int | None:
        words, gaps = self.words.words, self.words.gaps
        if quoted:
            for j in range(i, min(i + 5, last)):
                if '"' in gaps[j + 1]:
                    return j
            return None
        word = words[i]
        if word in self.lists.name_prefixes and i + 1 < last:
            return i + 1
        info = self.infos[i]
        if not word.startswith("ال") or len(word) < 5 or info is not None:
            return None
        return i

    def _govern(self, party: Party, first: int) -> None:
        """Set the preposition that governs the phrase and whether و joins it to a list."""
        words = self.words.words
        if party.joined or party.prep:
            return
        start = self._start_with_number(party, first)
        proclitics = self._proclitics(start, party)
        if proclitics[:1] in ("و", "ف"):
            party.joined = True
            proclitics = proclitics[1:]
        if proclitics:
            party.prep = proclitics
            return
        before = start - 1
        if before < first or self.words.gaps[start] not in _JOINED:
            return
        word = words[before]
        if word == "و":
            party.joined = True
            return
        bare = word[1:] if word[0] in "وف" and len(word) > 2 and word not in PREPOSITIONS else word
        if bare in ("ب", "ل", "ك"):
            party.prep = bare
        elif bare in ("يد", "ايدي") and before > first and words[before - 1].endswith("علي"):
            party.prep = "علي يد"
        elif bare == "قبل" and before > first and words[before - 1] in ("من", "ومن"):
            party.prep = "من قبل"
        elif bare == "قبضه" and before > first and words[before - 1] in ("من", "ومن"):
            party.prep = "من"
        elif bare in PREPOSITIONS:
            party.prep = bare
            party.joined = bare != word

    def _start_with_number(self, party: Party, first: int) -> int:
        """First word of the phrase once its count is taken in (ثلاثة عناصر، عدد من العناصر)."""
        words = self.words.words
        if party.first > first and words[party.first - 1] in _ONE_OF:
            party.first -= 1
            party.low = party.best = party.high = 1
            party.counted = True
            return party.first
        if self._conjoined(party):
            return party.first
        for end in (party.first - 1, party.first - 2):
            if end < first:
                break
            number = self.number_ending.get(end)
            if number is None:
                continue
            if end == party.first - 2 and words[party.first - 1] not in ("من", "الف", "افراد"):
                continue
            if number.kind in ("count", "same-as-before", "another"):
                party.number = number
                party.first = number.first
            break
        return party.first

    def _conjoined(self, party: Party) -> bool:
        """A head with و of its own takes no count from before it: مقتل 2 وإصابة 6."""
        info = self.infos[party.head]
        if info is None or party.sense is None:
            return False
        return any(s is party.sense and pro[:1] in ("و", "ف") for pro, s in info.senses)

    def _proclitics(self, start: int, party: Party) -> str:
        if start == party.name_first and party.category == "org" and party.strength != "adjective":
            return self._proclitics_of_name(start)
        info = self.infos[start]
        if start == party.head and info is not None:
            for proclitics, sense in info.senses:
                if sense is party.sense or party.sense is None:
                    return proclitics
        if party.number is not None:
            return getattr(party.number, "proclitics", "") or ""
        if info is not None and info.senses:
            return info.senses[0][0]
        return ""

    def _count(self, party: Party, first: int) -> None:
        """Numbers of the phrase: stated, dual two, singular one, bare plural at least two."""
        if party.counted:
            return
        number = party.number
        if number is not None:
            party.low, party.best, party.high = number.low, number.best, number.high
            party.counted = True
            return
        after = self._number_after(party)
        if after is not None:
            party.low = party.best = party.high = after
            party.counted = True
            return
        if party.sense is None:
            return
        form = party.sense.form
        if self.words.raw(party.head, party.head).endswith("\u064e\u064a"):  # سائقَي: dual in construct
            party.low = party.best = party.high = 2
            party.counted = True
        elif party.possessed and form.text.endswith("ا") and form.number == "s":
            party.low = party.best = party.high = 2
            party.counted = True
        elif form.number == "d" and self._is_dual(party):
            party.low = party.best = party.high = 2
            party.counted = True
        elif form.number == "s" and not form.text.endswith("ي_"):
            party.low = party.best = party.high = 1
        else:
            party.low, party.best, party.high = 2, None, None

    def _number_after(self, party: Party) -> int | None:
        """عنصران اثنان، قياديين اثنين، شخص واحد."""
        nxt = party.last + 1
        if nxt >= len(self.words.words):
            return None
        word = self.words.words[nxt]
        if word in ("اثنان", "اثنين", "اثنتين", "اثنتان"):
            return 2
        if word in ("واحد", "واحده", "واحدا"):
            return 1
        return None

    def _is_dual(self, party: Party) -> bool:
        """ين is plural where the noun has a sound plural, unless the vowel or the number says two."""
        assert party.sense is not None
        text = party.sense.form.text
        senses = self.dictionary.single.get(text, ())
        sound_plural = any(s.kind == "people" and s.form.number == "p" and s.form.case == "acc" for s in senses)
        if not (sound_plural and text.endswith("ين")):
            return True
        return "\u064e\u064a\u0646" in self.words.raw(party.head, party.head)


_AIRCRAFT = frozenset(fold_word(w) for w in ("مروحية", "مروحيات", "مروحيتان", "مروحيتين", "طائرة", "طائرات", "طائرتان", "طائرتين", "مقاتلة", "مقاتلات",
                                            "مسيرة", "مسيرات", "مدفعية", "راجمة", "راجمات", "زورق", "زوارق", "بارجة", "بوارج", "دبابة", "دبابات"))  # fmt: skip
_OWNED_BY = frozenset(fold_word(w) for w in ("تابعة", "التابعة", "تابع", "التابع", "تتبع", "يتبع", "عائدة", "عائد", "العائدة", "يقودها", "يديرها", "تديرها"))
_SUPPOSED = frozenset(fold_word(w) for w in ("يعتقد", "يرجح", "يشتبه", "رجح", "يُرجّح", "قيل"))
_THAT_IT = frozenset(fold_word(w) for w in ("أنها", "أنه", "بأنها", "بأنه", "أنهم"))
_PRONOUNS = ("ها", "هم", "هما", "هن")
_CAUSE_PREPS = frozenset(fold_word(w) for w in ("في", "جراء", "إثر", "نتيجة", "خلال", "بعد", "من", "أثناء", "على", "عند", "بانفجار", "بقصف", "برصاص", "بجروح"))
_ONE_OF = frozenset(("احد", "احدي", "واحد", "باحد", "لاحد", "واحدي"))

_SINGULAR_PREFIX = {
    "عائلتي": "عائلة", "عائلتا": "عائلة", "عشيرتي": "عشيرة", "كتيبتي": "كتيبة", "كتيبتا": "كتيبة",
}  # fmt: skip


def fold_free(prefix: str) -> str:
    """The kind word of a revealed name without proclitics and in the singular: لعائلتي gives عائلة."""
    for proclitic in ("", "و", "ل", "ب", "وب", "ول"):
        if prefix.startswith(proclitic):
            core = prefix[len(proclitic):]
            if core in _SINGULAR_PREFIX:
                return _SINGULAR_PREFIX[core]
            if fold_word(core) in _people_words().reveal:
                return core
    return prefix

"""Who says so: the speakers of a sentence, what each covers, and what kind of source it is.

A speech is a speaker with the words it vouches for: what follows a verb of saying up to the next
speaker, or what precedes an opener (بحسب، وفق) that closes a statement. A happening belongs to the
innermost speech that holds it.

Example: ``ونقلت قناة عن مصادر محلية أن قناصاً قتل طفلة`` is told by مصادر محلية.
Source: codebook section 4 (attribution), rulings 11 and 13.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from ..find.parties import Party
from ..find.predicates import Predicate
from ..lexicon.grammars import load_grammar
from ..lexicon.tables import load_yaml
from ..text.folding import fold_word
from .sentences import Sentence
from .wordings import Phrases, bare, readings, verb_table

_IMPERSONAL = frozenset(("يذكر", "يشار", "تجدر", "يلفت"))
_PERFORMED = frozenset(("alert", "curfew", "appoint", "base", "cordon", "agreement", "deploy", "withdraw", "release"))
_RECALLED = frozenset(("وكان", "وكانت", "كان", "كانت"))
_PLANS = frozenset(("future", "hypothetical", "habit", "fiction"))
_SPOTS = frozenset(("site", "road", "neighbourhood"))
_NOT = frozenset(("لم", "ولم", "لا", "ولا", "دون", "لن"))
_JOINED = frozenset((" ", ' "', '" ', '"', " ((", ")) ", "((", " '", "' "))
_REACH, _LONG = 8, 7


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


@dataclass(slots=True)
class Speech:
    """A source and the words it vouches for: ``start`` ≤ word < ``end``."""

    source: Source
    start: int
    end: int
    mode: str  # say, after (an opener that closes), deny


@dataclass(slots=True)
class Speeches:
    """The speeches of one sentence, and the speaker carried over from the sentence before."""

    items: list[Speech] = field(default_factory=list)
    carried: Source | None = None
    tally: bool = False

    def of(self, preds: list[Predicate], verdict: str = "") -> Source | None:
        """The innermost speaker who tells the happening of these predicates, the first that has one."""
        if self.tally:
            return None
        if verdict == "denied":
            for item in self.items:
                if item.mode == "deny":
                    return item.source
        for p in preds:
            inside = [s for s in self.items if s.mode != "deny" and s.start <= p.at < s.end]
            if inside:
                return min(inside, key=lambda s: s.end - s.start).source
        return None if self.items else self.carried

    @property
    def main(self) -> Source | None:
        """The last speaker of the sentence that is no denial."""
        told = [s.source for s in self.items if s.mode != "deny"]
        return told[-1] if told else None

    @property
    def claim(self) -> Source | None:
        """The speaker who claims a deed."""
        return next((s.source for s in self.items if s.source.claim), None)


@dataclass(slots=True, frozen=True)
class _Table:
    """The compiled sources.yaml."""

    verbs: dict[str, str]
    openings: Phrases[str]
    phrases: Phrases[str]
    heads: dict[str, str]
    lists: dict[str, frozenset[str]]


@cache
def _table() -> _Table:
    table: dict[str, Any] = load_yaml("sources.yaml")
    phrases: dict[str, str] = {}
    heads: dict[str, str] = {}
    for row in table["kinds"]:
        for phrase in row["phrases"]:
            phrases.setdefault(fold_word(phrase), row["kind"])
        for head in row["heads"]:
            heads.setdefault(fold_word(head), row["kind"])
    lists = {name: frozenset(fold_word(str(w)) for w in words) for name, words in table["lists"].items()}
    return _Table(
        verb_table(table["verbs"]), Phrases({w: "opener" for w in table["openings"]}), Phrases(phrases), heads, lists
    )


@lru_cache(maxsize=100_000)
def _verb(word: str) -> tuple[str, bool] | None:
    """Class of a verb of saying and whether it has an object pronoun: أحصاها → (count, True)."""
    verbs = _table().verbs
    for text in readings(word):
        if text in verbs:
            return verbs[text], False
    for text in readings(word):
        for end in ("ها", "هم", "ه"):
            if text.endswith(end) and len(text) > len(end) + 2:
                stem = text[: -len(end)]
                for form in (stem, stem[:-1] + "ي" if stem.endswith("ا") else stem):
                    if form in verbs:
                        return verbs[form], True
    return None


@lru_cache(maxsize=100_000)
def _head(word: str) -> str | None:
    """Kind of source a single word names: ``المرصد`` → named-organisation."""
    heads = _table().heads
    for text in (word, bare(word)):
        if text in heads:
            return heads[text]
    if word[:1] in "بل" and len(word) > 4:
        rest = word[1:]
        return heads.get(rest) or heads.get(bare(rest))
    return None


@lru_cache(maxsize=100_000)
def _proclitics(word: str) -> int:
    """Letters before the head of a speaker: ``للجنة`` → 1, ``والمصدر`` → 1, ``وزارة`` → 0."""
    heads = _table().heads
    if word in heads or (bare(word) in heads and not word.startswith(("و", "ف", "ب", "ل", "ك"))):
        return 0
    skip = len(word) - len(readings(word)[-1])
    rest = word[skip:]
    if (
        rest[:1] in ("ب", "ل")
        and rest not in heads
        and (rest[1:] in heads or rest.startswith("لل") or bare(rest[1:]) in heads)
    ):
        skip += 1
    return skip


def kind_of_source(words: list[str]) -> str | None:
    """Kind of a source phrase; phrases (مصدر أمني) win over the head (مصدر)."""
    table = _table()
    start = 0
    while start < len(words) - 1 and (bare(words[start]) in table.lists["quantifiers"] or words[start] == "من"):
        start += 1
    plain = (
        [readings(words[start])[-1] if _head(words[start]) is None else words[start], *words[start + 1 :]]
        if start < len(words)
        else []
    )
    unbound = [plain[0][1:], *plain[1:]] if plain and plain[0][0] in "بل" and len(plain[0]) > 3 else []
    for variant in (plain, [bare(w) for w in plain], unbound):
        found = table.phrases.at(variant, 0, len(variant)) if variant else None
        if found is not None:
            return found[1]
    if not plain:
        return None
    head = bare(plain[0])
    if head in table.lists["sourced"] or head.removeprefix("ل") in table.lists["sourced"]:
        for i in range(1, len(plain) - 1):
            if plain[i] in ("في", "من") and bare(plain[i + 1]) in table.lists["institutions"]:
                return "official"
    return _head(plain[0])


class SpeechFinder:
    """Finds the speeches of one sentence."""

    def __init__(self, sentence: Sentence, previous: Source | None) -> None:
        """Look at one sentence; ``previous`` is who المصدر means."""
        self.s = sentence
        self.words = sentence.words.words
        self.previous = previous
        self.table = _table()
        self.parties = {p.first: p for p in sentence.parties if p.entries} | {
            p.name_first: p for p in sentence.parties if p.entries
        }
        self.breaks = {p.at for p in sentence.predicates if p.kind == "act" or p.finite}
        self.breaks.update(d.first for d in sentence.dates)
        self.breaks.update(n.first for n in sentence.numbers)
        self.acts = [p.at for p in sentence.predicates if p.kind == "act"]

    def find(self) -> list[Speech]:
        """Speeches in order of their words, each with what it covers."""
        found: list[Speech] = []
        claims = {p.at: p for p in self.s.predicates if p.kind == "claim"}
        i = self.s.first
        while i < self.s.last:
            speech = self._headline(i) if i == self.s.first else None
            if speech is None:
                speech = self._claim(claims[i]) if i in claims else self._opener(i, found) or self._verb(i, found)
            if speech is not None:
                found.append(speech)
                i = max(i, min(speech.source.last, self.s.last - 1)) if speech.source.first > i else i
            i += 1
        self._bound(found)
        return found

    def _bound(self, found: list[Speech]) -> None:
        """What follows a verb of saying ends where the next speaker begins; a closing one reaches back."""
        for n, item in enumerate(found):
            if item.mode == "after":
                earlier = [s for s in found[:n] if s.mode == "after"]
                item.start = max([self.s.first, *(s.end for s in earlier)])

    # -- kinds of speeches -----------------------------------------------------------------------

    def _headline(self, i: int) -> Speech | None:
        """المرصد: مقتل ثلاثة, at the start of a sentence."""
        gaps = self.s.words.gaps
        start = i
        while start < self.s.last - 1 and self.words[start][0].isdigit():
            start += 1
        source = self._phrase(start, True)
        if source is None or source.last + 1 >= self.s.last or ":" not in gaps[source.last + 1]:
            return None
        return self._speech(source, source.last + 1)

    def _opener(self, i: int, found: list[Speech]) -> Speech | None:
        hit = self.table.openings.at(self.words, i, self.s.last)
        if hit is None:
            return None
        source = self._after_opener(hit[0] + 1)
        if source is None:
            return None
        follower = self.words[source.last + 1] if source.last + 1 < self.s.last else ""
        if follower in load_grammar().that or follower in ("فان", "فانه", "فانها"):
            return self._speech(source, source.last + 1)
        start = next((s.start for s in reversed(found) if s.mode == "say"), self.s.first)
        if any(start <= a < i for a in self.acts):
            return Speech(source, self.s.first, i, "after")
        return self._speech(source, source.last + 1)

    def _after_opener(self, start: int) -> Source | None:
        """The speaker after an opener, over fillers: وفق ما أفاد به مصدر، وفق حصيلة جديدة أوردها المرصد."""
        fillers = self.table.lists["fillers"]
        gaps = self.s.words.gaps
        for j in range(start, min(self.s.last, start + 7)):
            if j > start and "،" in gaps[j]:
                return None
            source = self._phrase(j, True)
            if source is not None:
                return source
            if (
                self.words[j] in fillers
                or bare(self.words[j]) in fillers
                or _verb(self.words[j])
                or self.words[j].startswith("علم")
            ):
                continue
            if j - start >= 1 and any(self.words[k] == "من" for k in range(j, min(self.s.last, j + 4))):
                continue
            return None
        return None

    def _claim(self, p: Predicate) -> Speech | None:
        """تبنى التنظيم العملية."""
        if self._negated(p.at):
            return None
        source = self._subject(p.last + 1, p.at, "say")
        if source is None:
            return None
        return self._speech(replace(source, claim=True), max(source.last, p.last) + 1)

    def _verb(self, i: int, found: list[Speech]) -> Speech | None:
        """قال مصدر محلي إن, or a participle that goes on: مضيفاً أن."""
        if self.words[i] in self.table.lists["participles"]:
            return self._participle(i, found)
        verb = self._verb_of_saying(i)
        if verb is None:
            return None
        key, relative = verb
        source = self._subject(i + 1, i, key)
        if source is None and not relative and self._complemented(i + 1, "tell"):
            source = self._untold(i, found)
        if source is None or not self._speaks(source, key, i) or self._performs(source, i):
            return None
        if key == "deny":
            disputed = i > self.s.first and self.words[i - 1] == "ما"
            return None if disputed else Speech(source, self.s.first, self.s.last, "deny")
        if relative:
            return None if found else Speech(source, self.s.first, i, "after")
        speech = self._speech(source, max(i, source.last) + 1)
        if key == "count" and not any(a >= speech.start for a in self.acts):
            speech.start = self.s.first
        return speech

    def _verb_of_saying(self, i: int) -> tuple[str, bool] | None:
        """Class of the verb at word ``i`` and whether it is relative (أحصاها); None when nobody speaks there."""
        word = self.words[i]
        verb = _verb(word)
        if verb is None and word in ("بين", "وبين") and self._phrase_is_same(i + 1):
            verb = ("say", False)
        if verb is None or self._negated(i) or (word.removeprefix("و") in _IMPERSONAL and self._impersonal(i)):
            return None
        return None if verb == ("give", False) else verb

    def _phrase_is_same(self, i: int) -> bool:
        return i < self.s.last and self.words[i] in self.table.lists["same"]

    def _participle(self, i: int, found: list[Speech]) -> Speech | None:
        told = [s for s in found if s.mode != "deny"]
        source = told[-1].source if told else self._before(i)
        if source is None and self._complemented(i + 1, "tell"):
            source = self.previous
        return self._speech(source, i + 1) if source is not None else None

    def _speech(self, source: Source, start: int) -> Speech:
        start = max(start, self.s.first)
        own = source.own or self._own(start)
        near = self.words[start : min(self.s.last, start + 6)]
        claims = any(bare(w).removeprefix("ب") in self.table.lists["claims"] for w in near)
        return Speech(replace(source, own=own, claim=source.claim or claims), start, self.s.last, "say")

    # -- subjects --------------------------------------------------------------------------------

    def _speaks(self, source: Source, key: str, verb: int) -> bool:
        """A telling verb needs what is told: نقل الدفاع المدني المصابين is no speech."""
        if key in ("say", "deny", "accuse") or (key in ("count", "give") and source.kind is not None):
            return True
        return self._complemented(max(verb, source.last) + 1, key)

    def _performs(self, source: Source, verb: int) -> bool:
        """أعلنت الميليشيات الاستنفار: the announcement is the deed, nobody tells it."""
        if bare(self.words[verb]) not in ("اعلن", "اعلنت", "يعلن", "تعلن", "اعلنوا") or source.last < verb:
            return False
        for p in self.s.predicates:
            if p.kind == "act" and p.frame is not None and p.at > source.last:
                between = self.words[source.last + 1 : p.at]
                return (
                    len(between) < 5
                    and p.frame.act.family in _PERFORMED
                    and not any(w in load_grammar().that or w == "عن" for w in between)
                )
        return False

    def _complemented(self, start: int, key: str) -> bool:
        reach = 6 if key == "tell" else 4
        return any(
            w in self.table.lists["complements"] or w in load_grammar().that
            for w in self.words[start : min(self.s.last, start + reach)]
        )

    def _subject(self, start: int, verb: int, key: str) -> Source | None:
        """The speaker after its verb, over names and dates; else the one before it."""
        gaps = self.s.words.gaps
        found: Source | None = None
        for j in range(start, min(self.s.last, start + _REACH)):
            pause = j > start and "،" in gaps[j] and found is None and not self._dated(start, j)
            if pause or self.words[j] in load_grammar().that:
                break
            if found is not None and self.words[j] != "عن":
                continue
            source = self._phrase(j, j <= start + 1)
            if found is not None:
                inner = (
                    self._phrase(j + 1, True) if key == "tell" and j + 1 < self.s.last and j <= found.last + 4 else None
                )
                return inner if inner is not None and inner.kind is not None else found
            if source is not None:
                found = source
            elif self.words[j] == "عن" or (j in self.acts and j > start):
                break
        return found if found is not None else self._before(verb)

    def _dated(self, start: int, end: int) -> bool:
        return all(any(d.first <= j <= d.last for d in self.s.dates) for j in range(start, end))

    def _before(self, verb: int) -> Source | None:
        """The subject before its verb: الناطق باسم قسد اعترف، مصدر أمني يكشف."""
        gaps = self.s.words.gaps
        for j in range(verb - 1, max(self.s.first, verb - _REACH) - 1, -1):
            if (
                j > self.s.first
                and "،" not in gaps[j]
                and self.words[j - 1] not in self.table.lists["conjunctions"]
                and not self._conjoined(j)
            ):
                continue
            source = self._phrase(j, True)
            if source is None or source.last < verb - 5:
                return None if "،" in gaps[j] else source
            return None if any(source.last < a < verb for a in self.acts) else source
        return None

    def _conjoined(self, j: int) -> bool:
        """والجيش السوري يعلن: a new clause by و."""
        return self.words[j].startswith("وال") and self.s.words.gaps[j] == " "

    def _untold(self, verb: int, found: list[Speech]) -> Source | None:
        """A verb of saying without subject goes on: its speaker is the last of the sentence or of the one before."""
        told = [s for s in found if s.mode != "deny"]
        if told:
            return told[-1].source
        return self.previous if verb - self.s.first <= 2 else None

    def _impersonal(self, i: int) -> bool:
        """يذكر أن، يشار إلى أن: nobody speaks."""
        return any(w in load_grammar().that for w in self.words[i + 1 : min(self.s.last, i + 3)])

    def _negated(self, i: int) -> bool:
        return any(self.words[j] in _NOT for j in range(max(self.s.first, i - 2), i))

    def _own(self, start: int) -> bool:
        """إن قواته، إنها نسفت: the speaker tells of its own men or deed."""
        for j in range(start, min(self.s.last, start + 12)):
            if self.words[j] not in load_grammar().that:
                continue
            if self.words[j].endswith(("ه", "ها", "هم")) and j + 1 < self.s.last and j + 1 in self.breaks:
                return True
            follower = self.words[j + 1] if j + 1 < self.s.last else ""
            return follower.endswith(("ه", "ها", "هم", "نا")) and any(
                follower.removesuffix(e) in self.table.lists["own_forces"] for e in ("ه", "ها", "هم", "نا")
            )
        return False

    # -- noun phrases ----------------------------------------------------------------------------

    def _phrase(self, j: int, parties: bool) -> Source | None:
        """The speaker whose noun phrase starts at word ``j``, or None."""
        if j >= self.s.last:
            return None
        words, lists = self.words, self.table.lists
        if words[j] in ("من", "في", "عن") or words[j] in load_grammar().that:
            return None
        last = self._phrase_end(j)
        phrase = words[j : last + 1]
        same = self._stands_for(phrase)
        kind = kind_of_source(phrase)
        if same and self.previous is not None:
            return replace(self.previous, same=True, own=False, claim=False)
        if kind is None and parties and words[j].removeprefix("و") in lists["armed_heads"]:
            return Source(j, j, None, [p for p in self.s.parties if p.first == j and p.entries], armed=True)
        party = self._party(j) if parties else None
        if party is not None and (kind is None or bare(words[j]) in lists["armed"]):
            last = max(party.name_last, j)
            armed, civil = party.entries[0].kind not in ("other", "civilians"), self._civil(words[j : last + 1])
            return Source(j, last, self._kind_of_party(party), [party], armed=armed, civil=civil)
        if kind is None:
            return None if not (same and self.previous is None) else Source(j, last, "unnamed-source", [])
        text = " ".join(phrase)
        named = (
            []
            if any(p in text for p in lists["armed_phrases"])
            else [p for p in self.s.parties if j <= p.first <= last and p.entries and p.strength != "weak"]
        )
        civil = self._civil(phrase)
        armed = (
            not civil
            and kind in ("official", "named-organisation", "party-to-conflict")
            and self._is_armed(phrase, kind, named)
        )
        return Source(j, last, kind, named, armed=armed, civil=civil, skip=_proclitics(words[j]))

    def _stands_for(self, phrase: list[str]) -> bool:
        lists = self.table.lists
        head = (
            phrase[0]
            if phrase[0] in lists["same"]
            else next((t for t in readings(phrase[0]) if t in lists["same"]), "")
        )
        if not head and phrase[0].startswith("لل") and "ال" + phrase[0][2:] in lists["same"]:
            head = phrase[0]
        return bool(head) and (len(phrase) == 1 or phrase[1] in lists["same_after"] or not phrase[1].startswith("ال"))

    def _party(self, j: int) -> Party | None:
        party = self.parties.get(j)
        return party if party is not None and not party.prep and party.best is None else None

    def _kind_of_party(self, party: Party) -> str | None:
        return "named-organisation" if party.entries[0].kind == "other" else None

    def _civil(self, phrase: list[str]) -> bool:
        return any(bare(w).removeprefix("ل") in self.table.lists["civil"] for w in phrase) and "الاعلام" not in phrase

    def _is_armed(self, phrase: list[str], kind: str, named: list[Party]) -> bool:
        if bare(phrase[0]).removeprefix("ل") in self.table.lists["sourced"]:
            return False
        if any(p.entries[0].kind not in ("other", "civilians") for p in named):
            return True
        text = " ".join(phrase)
        if any(p in text for p in self.table.lists["armed_phrases"]):
            return True
        known = kind == "named-organisation" and bare(phrase[0]) not in ("مركز", "مكتب", "هيئه")
        return not known and any(bare(w).removeprefix("ل") in self.table.lists["armed"] for w in phrase)

    def _phrase_end(self, j: int) -> int:
        last = j
        for k in range(j + 1, min(self.s.last, j + _LONG)):
            if not self._continues(j, k):
                break
            last = k
        return last if self.words[last] not in self.table.lists["stops"] or last == j else last - 1

    def _continues(self, j: int, k: int) -> bool:
        """Whether word ``k`` still belongs to the noun phrase that starts at ``j``."""
        word, lists, gaps = self.words[k], self.table.lists, self.s.words.gaps
        if gaps[k] not in _JOINED or k in self.breaks or (_verb(word) is not None and not self._named(k)):
            return False
        if word in ("في", "من"):
            head = bare(self.words[j]).removeprefix("ل")
            follower = bare(self.words[k + 1]) if k + 1 < self.s.last else ""
            if word == "في":
                return head in lists["sourced"] and follower in lists["institutions"]
            return head in lists["people_of"] or bare(self.words[j]) in lists["quantifiers"]
        if word in load_grammar().that or word in lists["stops"]:
            return False
        if word in lists["outlets"] or (word[0] in "لب" and word[1:] in lists["outlets"]):
            return k == j + 1 and _head(self.words[j]) == "own-correspondent"
        if word.startswith("ل") and _head(word) in ("other-media", "own-correspondent", "named-organisation"):
            return bare(self.words[k - 1]) in ("اعلامي", "رسمي", "اعلاميه") and _head(word) == "named-organisation"
        return not ('"' in gaps[k] and '" ' in gaps[k] and k - j > 1)

    def _named(self, k: int) -> bool:
        return self.words[k].startswith("ال")


class Speakers:
    """The speakers of a report, sentence by sentence; remembers the last one for المصدر ذاته."""

    def __init__(self) -> None:
        """Start a report."""
        self.previous: Source | None = None
        self.number = -9

    def read(self, sentence: Sentence) -> Speeches:
        """Speeches of the next sentence."""
        items = SpeechFinder(sentence, self.previous).find()
        carried = None
        if not items and sentence.number - self.number == 1 and self._goes_on(sentence):
            carried, self.number = self.previous, sentence.number
        recalled = sentence.words.words[sentence.first] in _RECALLED and self.previous is not None
        for item in items:
            if not recalled and item.mode != "deny" and (item.source.kind or item.source.parties):
                self.previous, self.number = replace(item.source, claim=False), sentence.number
        return Speeches(items, carried, self._counts(sentence))

    def _counts(self, sentence: Sentence) -> bool:
        """A tally tells no single happening: وبذلك يرتفع عدد الضحايا منذ ... إلى."""
        if "tally_phrases" in sentence.scope_phrases:
            return True
        words = sentence.words.words[sentence.first : sentence.last]
        return "منذ" in words and any(
            sentence.scope.get(i) == "tally" for i in range(sentence.first, min(sentence.last, sentence.first + 5))
        )

    def _goes_on(self, sentence: Sentence) -> bool:
        continues = _table().lists["continues"]
        words = sentence.words.words[sentence.first : min(sentence.last, sentence.first + 2)]
        if self.previous is None or (len(words) == 2 and words[1] == "ذلك" and not words[0].endswith("تزامن")):
            return False
        return any(t in continues for w in words for t in readings(w))


def follows_up(sentence: Sentence, source: Source, harmed: bool) -> bool:
    """Whether a sentence without happening of its own speaks of the one told just before.

    وقال مصدر طبي إن الجرحى نقلوا, when someone was hurt; no tally, no plan, no claim.
    """
    lists = _table().lists
    words = sentence.words.words[sentence.first : sentence.last]
    start = max(source.last, sentence.first)
    that = next((i for i in range(start, sentence.last) if words[i - sentence.first] in load_grammar().that), start)
    if source.claim or any(w in lists["tally"] for w in words) or any(d.first > that for d in sentence.dates):
        return False
    if any(
        m.first > that and not m.anaphor and m.location is not None and m.location.kind not in _SPOTS
        for m in sentence.places
    ):
        return False
    if any(_future(w) for w in words) or _PLANS & set(sentence.scope.values()):
        return False
    return harmed or not any(w in lists["harmed"] for w in words)


def claims(sentence: Sentence, source: Source, family: str) -> bool:
    """Whether a claim means a deed told before (الهجوم, مسؤوليته), of that family when one is given."""
    words = sentence.words.words[max(source.last + 1, sentence.first) : sentence.last]
    if family:
        return any(bare(w) in ("تفجير", "انفجار", "عبوه", "مفخخه", "قصف", "صاروخ") for w in words) == (family == "boom")
    wanted = _table().lists["claims"]
    return any(bare(w).removeprefix("ب") in wanted or w.startswith("ال") for w in words[:7])


def _future(word: str) -> bool:
    from ..lexicon.dictionary import load_dictionary

    if not word.startswith(("سي", "ست")) or len(word) < 5:
        return False
    info = load_dictionary().analyse(word[1:])
    return info is not None and any(s.form.tense == "present" for _, s in info.senses)

"""One dictionary of every form the coder knows: word form -> senses, and phrases by their first word.

Compiled once a process from the lexicon files. Looking a word up costs one dictionary hit because
analyses are remembered by word form (``Dictionary.analyse``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..text.clitics import cores
from ..text.folding import fold_word
from ..text.inflections import Form, feminine, noun_forms, verb_forms
from .acts import Frame, load_frames
from .tables import load_yaml

_NO_FORM = Form("")


@dataclass(slots=True, frozen=True)
class Sense:
    """What a form can mean: ``kind`` act, light, result, reporting, people, scope, weapon, marker ..."""

    kind: str
    key: str
    form: Form = _NO_FORM
    frame: Frame | None = None
    part: str = ""  # verb, noun or phrase, for acts
    lemma: str = ""


@dataclass(slots=True)
class WordInfo:
    """All readings of one word form: (proclitics, sense), phrases that may start here, enclitic."""

    senses: list[tuple[str, Sense]]
    phrases: list[tuple[str, tuple[str, ...], Sense]]
    enclitic: str = ""
    scoped: bool = False
    acting: bool = False


_ACTING = frozenset(("act", "light", "result", "reporting", "claim", "deny", "accuse", "motion"))
_OBJECT_PRONOUNS = ("هما", "هم", "هن", "ها", "ه")


class Dictionary:
    """Forms and phrases of all lexicons; see the module."""

    def __init__(self) -> None:
        self.single: dict[str, list[Sense]] = defaultdict(list)
        self.multi: dict[str, list[tuple[tuple[str, ...], Sense]]] = defaultdict(list)
        self._cache: dict[str, WordInfo | None] = {}

    def add_form(self, text: str, sense: Sense) -> None:
        """Add a single folded form."""
        self.single[text].append(sense)

    def add_phrase(self, phrase: str, sense: Sense) -> None:
        """Add a word or phrase with its definite and accusative variants."""
        for words in _variants(fold_word(phrase).split()):
            if len(words) == 1:
                self.single[words[0]].append(sense)
            else:
                self.multi[words[0]].append((tuple(words[1:]), sense))

    def add_phrase_exact(self, phrase: str, sense: Sense) -> None:
        """Add a word or phrase as it stands."""
        words = fold_word(phrase).split()
        if len(words) == 1:
            self.single[words[0]].append(sense)
        else:
            self.multi[words[0]].append((tuple(words[1:]), sense))

    def freeze(self) -> None:
        """Sort phrases longest first and drop doubles, once all are added."""
        for first, rows in self.multi.items():
            unique = {(rest, s.kind, s.key): (rest, s) for rest, s in rows}
            self.multi[first] = sorted(unique.values(), key=lambda row: -len(row[0]))
        self.single = dict(self.single)
        self.multi = dict(self.multi)

    def analyse(self, word: str) -> WordInfo | None:
        """Readings of a folded word; None when no lexicon knows it. Remembered by form."""
        try:
            return self._cache[word]
        except KeyError:
            info = self._analyse(word)
            if len(self._cache) > 300_000:
                self._cache.clear()
            self._cache[word] = info
            return info

    def _analyse(self, word: str) -> WordInfo | None:
        senses: list[tuple[str, Sense]] = []
        phrases: list[tuple[str, tuple[str, ...], Sense]] = []
        for proclitics, core in cores(word):
            found = self.single.get(core)
            if found and not (senses and proclitics):
                senses.extend((proclitics, sense) for sense in found)
            for rest, sense in self.multi.get(core, ()):
                phrases.append((proclitics, rest, sense))
        enclitic = ""
        if not senses:
            senses, enclitic = self._with_pronoun(word)
        if not senses and not phrases:
            return None
        kinds = {s.kind for _, s in senses} | {s.kind for _, _, s in phrases}
        return WordInfo(senses, phrases, enclitic, "scope" in kinds, not _ACTING.isdisjoint(kinds))

    def with_pronoun(self, word: str) -> WordInfo | None:
        """The reading of a form as a word with an attached pronoun, if any is an act (مقتله)."""
        senses, enclitic = self._with_pronoun(word)
        if not any(s.kind == "act" for _, s in senses):
            return None
        return WordInfo(senses, [], enclitic, False, True)

    def _with_pronoun(self, word: str) -> tuple[list[tuple[str, Sense]], str]:
        """Verbs and nouns with an attached pronoun: نفذته، قتلوهم، مقرها، مقراتها."""
        for pronoun in _OBJECT_PRONOUNS:
            if not word.endswith(pronoun) or len(word) - len(pronoun) < 3:
                continue
            stem = word[: -len(pronoun)]
            bases = [stem]
            if stem.endswith("و"):
                bases.append(stem + "ا")
            elif stem.endswith("ت"):
                bases.insert(0, stem[:-1] + "ه")
            elif stem.endswith("ا"):
                bases.append(stem[:-1] + "ي")
            for base in bases:
                for proclitics, core in cores(base):
                    found = self.single.get(core)
                    if found and not core.startswith("ال"):
                        return [(proclitics, sense) for sense in found], pronoun
        return [], ""


def _variants(words: list[str]) -> Iterable[list[str]]:
    yield words
    if len(words) > 3 or any(w.startswith("ال") or len(w) < 3 for w in words):
        return
    yield ["ال" + w for w in words]
    if len(words) > 1:
        yield [w if w[-1] in "هاتي" and not w.endswith("ي") else w + "ا" for w in words]


def _add_frames(d: Dictionary) -> None:
    for frame in load_frames():
        for spec in frame.verbs:
            lemma = fold_word(spec.split("/")[0])
            for form in verb_forms(spec):
                d.add_form(form.text, Sense("act", frame.id, form, frame, "verb", lemma))
        for spec in frame.nouns:
            lemma = fold_word(spec.split("/")[0])
            for form in noun_forms(spec):
                d.add_form(form.text, Sense("act", frame.id, form, frame, "noun", lemma))
        for phrase in frame.phrases:
            d.add_phrase(phrase, Sense("act", frame.id, _NO_FORM, frame, "phrase", fold_word(phrase)))


def _add_verbs(d: Dictionary) -> None:
    table = load_yaml("verbs.yaml")
    for role, specs in table["light"].items():
        if role == "agent_nouns":
            for spec in specs:
                for form in noun_forms(spec):
                    d.add_form(form.text, Sense("light", "agent", form, part="noun", lemma=fold_word(spec)))
        else:
            _add_verb_list(d, "light", role, specs)
    for kind in ("result", "reporting", "claim", "deny", "accuse", "motion"):
        rows: dict[str, Any] = table[kind]
        _add_verb_list(d, kind, kind, rows.get("verbs", ()))
        for spec in rows.get("nouns", ()):
            for form in noun_forms(spec):
                d.add_form(form.text, Sense(kind, kind, form, part="noun"))
        for phrase in rows.get("phrases", ()):
            d.add_phrase(phrase, Sense(kind, kind, part="phrase"))


def _add_verb_list(d: Dictionary, kind: str, key: str, specs: Iterable[str]) -> None:
    for spec in specs:
        lemma = fold_word(spec.split("/")[0])
        for form in verb_forms(spec):
            d.add_form(form.text, Sense(kind, key, form, part="verb", lemma=lemma))


_PEOPLE = ("combatant", "commander", "gunman", "civilian", "woman", "child", "protester", "victim_killed",
           "victim_wounded", "detainee", "force", "post")  # fmt: skip
_WITH_FEMININE = frozenset(("civilian", "victim_killed"))


def _add_people(d: Dictionary) -> None:
    table = load_yaml("people.yaml")
    for key in _PEOPLE:
        for spec in table[key]:
            if " " in spec:
                for part in spec.split("/"):
                    d.add_phrase(part, Sense("people", key, Form(fold_word(part), number="p" if "رجال" in part else "s")))
                continue
            for form in noun_forms(spec):
                d.add_form(form.text, Sense("people", key, form, lemma=fold_word(spec.split("/")[0])))
            if key in _WITH_FEMININE and "/" in spec and spec.split("/")[1].endswith("ون"):
                for form in noun_forms(feminine(spec)):
                    d.add_form(form.text, Sense("people", "woman", form, lemma=fold_word(spec.split("/")[0])))
    for key in ("linkers", "org_prefixes", "anaphora_party", "plural_others"):
        for word in table[key]:
            d.add_phrase_exact(str(word), Sense(key, key))


def _add_flat(d: Dictionary) -> None:
    for key, words in load_yaml("scope.yaml").items():
        for word in words:
            d.add_phrase_exact(str(word), Sense("scope", key))
    for row in load_yaml("weapons.yaml"):
        for spec in row.get("nouns", ()):
            for form in noun_forms(spec):
                d.add_form(form.text, Sense("weapon", row["category"], form))
        for phrase in row.get("phrases", ()):
            d.add_phrase(phrase, Sense("weapon", row["category"]))
    causes = load_yaml("causes.yaml")
    for marker in causes["markers"]:
        d.add_phrase_exact(marker, Sense("cause", fold_word(marker)))
    for opener in load_yaml("sources.yaml")["openers"]:
        d.add_phrase_exact(opener, Sense("opener", fold_word(opener)))


@cache
def load_dictionary() -> Dictionary:
    """The compiled dictionary of the shipped lexicons."""
    d = Dictionary()
    _add_frames(d)
    _add_verbs(d)
    _add_people(d)
    _add_flat(d)
    d.freeze()
    return d

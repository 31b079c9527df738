"""One dictionary of every form the coder knows: word form -> senses, and phrases by their first word.

Compiled once a process from the lexicon files. Looking a word up costs one dictionary hit because
analyses are remembered by word form (``Dictionary.analyse``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from ..text.clitics import cores
from ..text.folding import fold_word
from ..text.inflections import Form, feminine, noun_forms, verb_forms
from .acts import load_frames
from .senses import FORMS, NO_FORM, PhraseReading, Reading, Readings, Sense, WordInfo
from .tables import load_yaml

_OBJECT_PRONOUNS = ("هما", "هم", "هن", "ها", "ه")
_OURS = "نا"
_SHORTEST = 3  # letters of a noun before it


class Dictionary:
    """Forms and phrases of all lexicons; see the module."""

    def __init__(self) -> None:
        """Start empty."""
        self.single: dict[str, list[Sense]] = defaultdict(list)
        self.multi: dict[str, list[tuple[tuple[str, ...], Sense]]] = defaultdict(list)
        self.readings = Readings(self._analyse)
        self._pronoun_cache: dict[str, WordInfo | None] = {}

    def add_form(self, text: str, sense: Sense) -> None:
        """Add a single folded form."""
        self.single[text].append(sense)

    def add_phrase(self, phrase: str, sense: Sense) -> None:
        """Add a word or phrase with its definite and accusative variants."""
        for words in _variants(fold_word(phrase).split()):
            self._add_words(words, sense)

    def add_phrase_exact(self, phrase: str, sense: Sense) -> None:
        """Add a word or phrase as it stands."""
        self._add_words(fold_word(phrase).split(), sense)

    def _add_words(self, words: list[str], sense: Sense) -> None:
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
        return self.readings[word]

    def _analyse(self, word: str) -> WordInfo | None:
        senses: list[Reading] = []
        phrases: list[PhraseReading] = []
        for proclitics, core in cores(word):
            found = self.single.get(core)
            if found and not (senses and proclitics):
                senses.extend((proclitics, sense) for sense in found)
            for rest, sense in self.multi.get(core, ()):
                phrases.append((proclitics, rest, sense))
        enclitic = ""
        if not senses:
            senses, enclitic = self._with_pronoun(word) if not word.endswith(_OURS) else self._ours(word)
        return WordInfo.of(senses, phrases, enclitic) if senses or phrases else None

    def reread(self, word: str, info: WordInfo, written: str) -> WordInfo | None:
        """Folding writes ة as ه: مسلحة is not "his gunman", مقتله ("his death") is not مقتلة.

        ``word`` ends in ه, and ``written`` is that letter in the text.
        """
        if info.enclitic == "ه" and written == "ة":
            return WordInfo.of([], info.phrases) if info.phrases else None
        if not info.enclitic and written == "ه" and info.acting:
            return self.with_pronoun(word) or info
        if not info.enclitic and written == "ه" and info.peopled:
            return self._owned_people(word) or info
        return info

    def _owned_people(self, word: str) -> WordInfo | None:
        """سائقه is "his driver" and no woman driver, which is written سائقة."""
        senses, enclitic = self._with_pronoun(word)
        people = [(proclitics, sense) for proclitics, sense in senses if sense.kind == "people"]
        return WordInfo.of(people, [], enclitic) if people else None

    def with_pronoun(self, word: str) -> WordInfo | None:
        """The reading of a form as a word with an attached pronoun, if any is an act (مقتله)."""
        try:
            return self._pronoun_cache[word]
        except KeyError:
            senses, enclitic = self._with_pronoun(word)
            acts = any(s.kind == "act" for _, s in senses)
            found = WordInfo.of(senses, [], enclitic) if acts else None
            if found is not None:
                found.scopes, found.vetoes = (), False
            if len(self._pronoun_cache) > FORMS:
                self._pronoun_cache.clear()
            self._pronoun_cache[word] = found
            return found

    def _with_pronoun(self, word: str) -> tuple[list[Reading], str]:
        """Verbs and nouns with an attached pronoun: نفذته، قتلوهم، مقرها، مقراتها."""
        for pronoun in _OBJECT_PRONOUNS:
            if not word.endswith(pronoun) or len(word) - len(pronoun) < _SHORTEST:
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
            if stem.endswith("ي") and (owned := self._dual_people(stem + "ن")):
                return owned, pronoun
        return self._carried(word)

    def _carried(self, word: str) -> tuple[list[Reading], str]:
        """الهجوم الذي شنه التنظيم: the one verb of two letters that carries acts, with a pronoun."""
        for pronoun in _OBJECT_PRONOUNS:
            stem = word.removesuffix(pronoun)
            if stem == word or len(stem) >= _SHORTEST:
                continue
            if found := [("", s) for s in self.single.get(stem, ()) if (s.key, s.part) == ("agent", "verb")]:
                return found, pronoun
        return [], ""

    def _ours(self, word: str) -> tuple[list[Reading], str]:
        """People and posts of the speaker: مقاتلونا، حاجزنا; قتلنا is no noun."""
        stem = word.removesuffix(_OURS)
        if len(stem) < _SHORTEST:
            return [], ""
        bases = [stem[:-1] + "ه", stem] if stem.endswith("ت") else [stem]
        owned = [
            (proclitics, sense) for base in bases for proclitics, core in cores(base) if not core.startswith("ال")
            for sense in self.single.get(core, ()) if sense.kind == "people"
        ]  # fmt: skip
        return owned, _OURS if owned else ""

    def _dual_people(self, word: str) -> list[Reading]:
        """People in the dual, which lose their ن before a pronoun: طفليها is of طفلين."""
        return [
            (proclitics, sense) for proclitics, core in cores(word) for sense in self.single.get(core, ())
            if sense.kind == "people" and sense.form.number == "d" and not core.startswith("ال")
        ]  # fmt: skip


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
            d.add_phrase(phrase, Sense("act", frame.id, NO_FORM, frame, "phrase", fold_word(phrase)))


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
                    form = Form(fold_word(part), number="p" if "رجال" in part else "s")
                    d.add_phrase(part, Sense("people", key, form))
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

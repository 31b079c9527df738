"""What word forms can do in a party, remembered by form: begin a name, link to one, reveal one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

import msgspec

from ..lexicon.actors import Name, load_registry
from ..lexicon.grammars import load_grammar
from ..lexicon.tables import load_yaml
from ..text.clitics import cores
from ..text.folding import fold_word

_FORMS = 100_000


class PeopleWords(msgspec.Struct, frozen=True):
    """Word lists of ``people.yaml``, folded; ``reveal`` gives the kind of a revealed organisation."""

    linkers: frozenset[str]
    reveal: dict[str, str]
    name_prefixes: frozenset[str]
    others: frozenset[str]
    military: frozenset[str]
    members: frozenset[str]
    adjectives: frozenset[str]


class PartyWord(msgspec.Struct, frozen=True, gc=False):
    """What a word form can do in a party.

    ``longer`` are the names of the registry that may start at it by their second word, longest first, ``alone`` the
    name it is by itself, ``proclitics`` what stands before the longest core, ``with_and`` whether و does so in all of
    them. ``military`` says that a nationality after it makes it an actor (قصف تركي، الطيران الروسي), ``brokering``
    that this actor fights nobody (وساطة روسية), ``links`` that it joins a head to its organisation (من، تابعة،
    لميليشيا، آخرين), ``reveals`` the kind of the organisation whose name follows it (لعشيرة).
    """

    proclitics: str
    with_and: bool
    longer: dict[str, tuple[Name, ...]]
    alone: Name | None
    military: bool
    brokering: bool
    links: bool
    reveals: str | None

    @property
    def names(self) -> bool:
        """Whether a name of the registry, a nationality phrase or the kind word of a name may start at it."""
        return self.military or self.alone is not None or bool(self.longer) or self.reveals is not None


def _folded(words: Iterable[object]) -> frozenset[str]:
    return frozenset(fold_word(str(w)) for w in words)


@cache
def load_people_words() -> PeopleWords:
    """The lists of ``people.yaml`` that say how phrases are built."""
    table = load_yaml("people.yaml")
    return PeopleWords(
        linkers=_folded(table["linkers"]),
        reveal={fold_word(k): v for k, v in table["reveal_kind"].items()},
        name_prefixes=_folded(table["name_prefixes"]),
        others=_folded(table["plural_others"]),
        military=_folded(table["military_heads"]),
        members=_folded(table["member_heads"]),
        adjectives=_folded(table["adjectives"]),
    )


@lru_cache(maxsize=_FORMS)
def party_word(word: str) -> PartyWord:
    """What parties ask of a folded word, answered once for each form."""
    lists, brokering = load_people_words(), load_grammar().brokering
    readings, heads = cores(word), lists.military | lists.members
    starts = name_starts(word)
    rows = sorted((row for _, core in starts for row in load_registry().names[core]), key=lambda row: -len(row[0]))
    longer: dict[str, tuple[Name, ...]] = {}
    for row in rows:
        if row[0]:
            longer[row[0][0]] = (*longer.get(row[0][0], ()), row)
    return PartyWord(
        proclitics=starts[0][0] if starts else "",
        with_and=all(proclitics[:1] == "و" for proclitics, _ in starts),
        longer=longer,
        alone=next((row for row in rows if not row[0]), None),
        military=any(
            form in heads for _, core in readings
            for form in (core, core.removeprefix("ال"), core.removesuffix("ا"))
        ),
        brokering=any(core in brokering for _, core in readings),
        links=_links(word, lists),
        reveals=next((lists.reveal[core] for _, core in readings if core in lists.reveal), None),
    )


@lru_cache(maxsize=_FORMS)
def name_starts(word: str) -> tuple[tuple[str, str], ...]:
    """Readings (proclitics, core) of a form at which names of the registry start, the longest core first."""
    names = load_registry().names
    return tuple(reading for reading in cores(word) if reading[1] in names)


def _links(word: str, lists: PeopleWords) -> bool:
    if word in lists.linkers or word in lists.others:
        return True
    if word.startswith("لل") and word[2:] in lists.linkers:
        return True  # دورية للكتيبة
    return word[0] == "ل" and word[1:] in lists.linkers and len(word) > 3


def bare_kind_word(written: str) -> str:
    """The kind word of a revealed name without proclitics and in the singular: لعائلتي gives عائلة."""
    singular, reveal = load_grammar().singular_kinds, load_people_words().reveal
    for proclitic in ("", "و", "ل", "ب", "وب", "ول"):
        if written.startswith(proclitic):
            core = written[len(proclitic) :]
            folded = fold_word(core)
            if folded in singular:
                return singular[folded]
            if folded in reveal:
                return core
    return written


@lru_cache(maxsize=_FORMS)
def is_dual_kind_word(word: str) -> bool:
    """Whether two names follow: لعشيرتي، فصيلا."""
    duals = load_grammar().singular_kinds
    return any(core in duals for _, core in cores(word))

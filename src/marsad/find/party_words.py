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
    adjectives: frozenset[str]


class NameStart(msgspec.Struct, frozen=True):
    """A name of the registry may start at this form: its other names by second word, longest first, and alone."""

    proclitics: str
    longer: dict[str, list[Name]]
    alone: Name | None


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
        adjectives=_folded(table["adjectives"]),
    )


@cache
def _names_by_second_word(core: str) -> tuple[dict[str, list[Name]], Name | None]:
    longer: dict[str, list[Name]] = {}
    alone: Name | None = None
    for row in load_registry().names[core]:
        if row[0]:
            longer.setdefault(row[0][0], []).append(row)
        elif alone is None:
            alone = row
    return longer, alone


@lru_cache(maxsize=_FORMS)
def name_starts(word: str) -> tuple[NameStart, ...]:
    """Names of the registry that may start at this form, the longest core first: ``name_starts("وقوات")``."""
    names = load_registry().names
    return tuple(NameStart(pro, *_names_by_second_word(core)) for pro, core in cores(word) if core in names)


@lru_cache(maxsize=_FORMS)
def heads_military(word: str) -> bool:
    """Whether a nationality after it makes this form an actor: قصف تركي، الطيران الروسي."""
    military = load_people_words().military
    return any(
        form in military for _, core in cores(word) for form in (core, core.removeprefix("ال"), core.removesuffix("ا"))
    )


@lru_cache(maxsize=_FORMS)
def may_name(word: str) -> bool:
    """Whether a name of the registry, a nationality phrase or the kind word of a name may start at this form."""
    return bool(name_starts(word)) or heads_military(word) or revealed_kind(word) is not None


@lru_cache(maxsize=_FORMS)
def is_brokering(word: str) -> bool:
    """وساطة روسية: a broker, no fighter."""
    return any(core in load_grammar().brokering for _, core in cores(word))


@lru_cache(maxsize=_FORMS)
def links(word: str) -> bool:
    """A word between a head and its organisation: من، تابعة، لميليشيا، آخرين."""
    lists = load_people_words()
    if word in lists.linkers or word in lists.others:
        return True
    return word[0] == "ل" and word[1:] in lists.linkers and len(word) > 3


@lru_cache(maxsize=_FORMS)
def revealed_kind(word: str) -> str | None:
    """Kind of the organisation whose name follows this form: ``revealed_kind("لعشيرة")``."""
    reveal = load_people_words().reveal
    return next((reveal[core] for _, core in cores(word) if core in reveal), None)


def bare_kind_word(written: str) -> str:
    """The kind word of a revealed name without proclitics and in the singular: لعائلتي gives عائلة."""
    singular, reveal = load_grammar().singular_kinds, load_people_words().reveal
    for proclitic in ("", "و", "ل", "ب", "وب", "ول"):
        if written.startswith(proclitic):
            core = written[len(proclitic) :]
            if core in singular:
                return singular[core]
            if fold_word(core) in reveal:
                return core
    return written

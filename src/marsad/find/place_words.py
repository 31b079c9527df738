"""The words around place names (``lexicons/place_words.yaml``), compiled once for look-up by word form.

``read_words`` says with one dictionary look-up for each word all that a written word can mean here: the start of a
gazetteer name, a kind word, a region word, a direction, a near word. Most words mean nothing and give None.

Example: ``ببلدة`` is the kind word town with the proclitic ب.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from ..lexicon.tables import load_yaml
from ..text.clitics import cores
from ..text.folding import fold_word

# A quarter, a camp, a hill or a front of a town is a spot too.
SPOT_KINDS = frozenset(("neighbourhood", "camp", "hill", "front"))
# Terms that only matter when a place follows; without a name in the gazetteer they open nothing.
_PASSIVE = frozenset(("near", "inside", "site", "road"))
_MOST = 300_000  # forms remembered; reports bring ever new ones


class Names(Protocol):
    """The part of a gazetteer that reading a word needs."""

    names: dict[str, int | list[int]]
    starts: dict[str, list[str]]
    misread: frozenset[str]
    cache: dict[str, Any]


@dataclass(slots=True, frozen=True)
class Term:
    """One meaning of a word: ``group`` is kind, region, back, of-it, direction, inside, near, site or road.

    ``count`` is 1, 2 or 9 (a list) names after a kind word; ``reveals`` says whether an unknown name may follow:
    no, article (only with the article), placed (only after a preposition of place) or yes; ``back`` marks a kind
    word that alone points back (العاصمة).
    """

    group: str
    kind: str = ""
    count: int = 1
    reveals: str = "no"
    named: bool = False
    back: bool = False


_PHRASE = Term("phrase", "area")


@dataclass(slots=True, frozen=True)
class Info:
    """Readings of a word form: names that open with it, a term with its proclitics, a role word.

    ``starts`` are the readings (proclitics, core) some name opens with, ``seconds`` the words that may follow,
    ``singles`` the readings that are names alone (proclitics, core, 1). ``active`` words can open a place,
    ``partial`` ones only before one of ``seconds``.
    """

    starts: tuple[tuple[str, str], ...]
    seconds: frozenset[str]
    singles: tuple[tuple[str, str, int], ...]
    term: Term | None
    proclitics: str
    role: str
    active: bool
    partial: bool = False


@dataclass(slots=True, frozen=True)
class Role:
    """When a place is no scene: one of ``words`` at most ``window`` words before it, and its preposition.

    ``companions`` must stand between them, ``before`` just before the word; a ``weak`` role yields to a word of taking.
    """

    role: str
    words: frozenset[str]
    prepositions: frozenset[str]
    window: int
    weak: bool
    companions: frozenset[str]
    before: frozenset[str]


@dataclass(slots=True, frozen=True)
class Vocabulary:
    """The compiled file; every set holds folded words, ``roles`` are filed by their prepositions."""

    terms: dict[str, Term]
    roles: dict[str, tuple[Role, ...]]
    role_words: frozenset[str]
    near_links: frozenset[str]
    prepositions: frozenset[str]
    cued_prepositions: frozenset[str]
    scene_prepositions: frozenset[str]
    opening_words: frozenset[str]
    wider_prepositions: frozenset[str]
    container_links: frozenset[str]
    descriptors: frozenset[str]
    tails: frozenset[str]
    back_marks: frozenset[str]
    site_times: frozenset[str]
    office_words: frozenset[str]
    outlet_heads: frozenset[str]
    adjective_after: frozenset[str]
    direction_adjectives: frozenset[str]
    name_adjectives: frozenset[str]
    name_heads: frozenset[str]
    not_names: frozenset[str]
    taken_words: frozenset[str]
    holder_after: frozenset[str]
    residents: frozenset[str]
    capital_words: frozenset[str]
    person_words: frozenset[str]
    site_breaks: frozenset[str]
    site_phrases: frozenset[str]
    site_openers: frozenset[str]
    site_links: frozenset[str]
    distance_words: frozenset[str]
    bearings: dict[str, int]
    capitals: dict[str, str]


@lru_cache(maxsize=1)
def load_place_words() -> Vocabulary:
    """The vocabulary of this process."""
    data = load_yaml("place_words.yaml")
    roles = tuple(_role(entry) for entry in data["roles"])
    bearings = {fold_word(word): degrees for word, degrees in data["bearings"].items()}
    capitals = {country: fold_word(name) for country, name in data["capitals"].items()}
    own = ("roles", "bearings", "capitals")
    sets = {name: _folded(data[name]) for name in Vocabulary.__dataclass_fields__ if name in data and name not in own}
    words = frozenset(word for role in roles for word in role.words)
    sets["site_breaks"] = _folded(data["site_stops"]) | sets["prepositions"] | sets["descriptors"]
    sets["site_openers"] = frozenset(phrase.split()[0] for phrase in sets["site_phrases"])
    filed = {p: tuple(role for role in roles if p in role.prepositions) for role in roles for p in role.prepositions}
    return Vocabulary(terms=_terms(data), roles=filed, role_words=words, bearings=bearings, capitals=capitals, **sets)


def _folded(words: list[str]) -> frozenset[str]:
    return frozenset(fold_word(str(word)) for word in words)


def _role(entry: dict[str, Any]) -> Role:
    prepositions = frozenset(fold_word(p) for p in entry["prepositions"])
    companions = _folded(entry.get("with", []))
    before = _folded(entry.get("before", []))
    weak = entry.get("weak", False)
    return Role(entry["role"], _folded(entry["words"]), prepositions, entry["window"], weak, companions, before)


def _terms(data: dict[str, Any]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for field, group in (("near", "near"), ("inside", "inside"), ("directions", "direction"), ("roads", "road")):
        terms.update((fold_word(word), Term(group)) for word in data[field])
    for entry in data["sites"]:
        terms.update((fold_word(w), Term("site", entry["site"], named=entry["place"] == "named")) for w in entry["one"])
    for entry in data["kinds"]:
        reveals = {True: "yes", False: "no"}.get(entry["reveals"], entry["reveals"])
        _counted(terms, entry, "kind", entry["kind"], reveals)
    for entry in data["regions"]:
        _counted(terms, entry, "region", entry["region"], "yes" if entry["region"] == "بادية" else "no")
        terms.update((fold_word(word), Term("of-it", entry["region"])) for word in entry["of_it"])
    return terms


def _counted(terms: dict[str, Term], entry: dict[str, Any], group: str, kind: str, reveals: str) -> None:
    for name, count in (("one", 1), ("two", 2), ("many", 9)):
        for word in entry[name]:
            terms[fold_word(word)] = Term(group, kind, count, reveals, back=word in entry["back"])
    pointing = "back-region" if group == "region" else "back"
    for word in entry["back"]:
        terms.setdefault(fold_word(word), Term(pointing, kind, 1, reveals))


def read_words(forms: list[str], gazetteer: Names, vocabulary: Vocabulary) -> list[Info | None]:
    """What each of ``forms`` can mean; a form is read the first time it comes."""
    known = gazetteer.cache
    if len(known) > _MOST:
        known.clear()
    for form in set(forms).difference(known):
        read_word(form, gazetteer, vocabulary)
    return list(map(known.__getitem__, forms))


def read_word(form: str, gazetteer: Names, vocabulary: Vocabulary) -> Info | None:
    """What ``form`` can mean; kept in the gazetteer's cache."""
    starts: list[tuple[str, str]] = []
    seconds: set[str] = set()
    term, proclitics, role = None, "", ""
    for before, core in cores(form):
        following = gazetteer.starts.get(core)
        if following is not None and f"{before} {core}" not in gazetteer.misread:
            starts.append((before, core))
            seconds.update(following)
        if term is None and before[-1:] != "ك" and (found := vocabulary.terms.get(core)):
            term, proclitics = found, before
        if not role and core in vocabulary.role_words:
            role = core
    singles = tuple((before, core, 1) for before, core in starts if core in gazetteer.names)
    active = bool(starts) if term is None or term.group in _PASSIVE else True
    info = None
    if starts or term or role:
        partial = term is None and not singles
        info = Info(tuple(starts), frozenset(seconds), singles, term, proclitics, role, active, partial)
    gazetteer.cache[form] = info
    return info


@lru_cache(maxsize=100_000)
def read_site(form: str) -> tuple[str, Term] | None:
    """The proclitics and the term of a word that may open a named spot (وبساحة), None for others."""
    vocabulary = load_place_words()
    terms, openers = vocabulary.terms, vocabulary.site_openers
    for proclitics, core in cores(form):
        term = terms.get(core) or (terms.get(core[2:]) if core.startswith("ال") else None)
        if term is None and core.endswith("ا"):
            term = terms.get(core[:-1])  # هاجموا حاجزاً للأمن العام
        if term is not None and (term.group in ("site", "road") or (term.kind in SPOT_KINDS and term.count == 1)):
            return proclitics, term
        if core in openers:
            return proclitics, _PHRASE
    return None

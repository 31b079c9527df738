"""The registry of actors: entries, and their names as a word trie.

Names are matched word by word on folded text. The same name may belong to several entries of
different times or countries (الجيش السوري before and after December 2024); the resolver chooses.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from ..errors import LexiconError
from ..text.folding import fold_word
from ..text.inflections import adjective_forms
from .grammars import load_grammar
from .tables import list_files, load_yaml

KINDS = frozenset((
    "state-forces", "rebel", "political-militia", "identity-militia", "external-forces", "rioters",
    "protesters", "civilians", "unidentified-armed", "other",
))  # fmt: skip


@dataclass(slots=True, frozen=True, eq=False)
class ActorEntry:
    """One actor of the registry. ``since``/``until`` bound its life (ISO prefixes, None open)."""

    id: str
    name_ar: str
    name_en: str
    kind: str
    country: str | None
    affiliation: tuple[tuple[str, str | None, str | None], ...] = ()
    since: str | None = None
    until: str | None = None
    revealed: bool = False  # by the report alone
    abroad: frozenset[str] = frozenset()  # countries whose reports mean it by its common names there (الاحتلال)
    areas: frozenset[str] = frozenset()  # governorates and districts where its common names mean it (Aleppo/Afrin)

    def alive(self, when: str | None) -> bool:
        """Whether the entry is valid on ISO date ``when`` (unknown dates are always fine)."""
        if when is None:
            return True
        return not (self.since and when < self.since) and not (self.until and when > self.until)

    def is_of(self, area: tuple[str | None, str | None]) -> bool:
        """Whether its common names mean it in a governorate or district."""
        admin1, admin2 = area
        return admin1 in self.areas or f"{admin1}/{admin2}" in self.areas

    def affiliated(self, when: str | None) -> list[str]:
        """Ids of whom it belongs to or is backed by, on ISO date ``when``."""
        if when is None:
            return [to for to, _, _ in self.affiliation]
        return [to for to, a, b in self.affiliation if not (a and when < a) and not (b and when > b)]


Name = tuple[tuple[str, ...], tuple[ActorEntry, ...], str]


@dataclass(slots=True)
class Registry:
    """Entries by id; names by first word (longest first); adjectives by form.

    A name row is (rest of the words, entries, strength): strong, weak (only after an earlier full
    naming) or country (only when the report is of that country).
    """

    entries: dict[str, ActorEntry]
    names: dict[str, list[Name]]
    adjectives: dict[str, tuple[ActorEntry, ...]]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _entry(row: dict[str, Any], source: str) -> ActorEntry:
    try:
        kind = row["kind"]
        if kind not in KINDS:
            known = ", ".join(sorted(KINDS))
            raise LexiconError(f"{source}: actor {row['id']!r} has kind {kind!r}. Use one of: {known}.")
        links = tuple(
            (str(a["to"]), _text(a.get("from")), _text(a.get("until"))) for a in row.get("affiliation") or ()
        )
        return ActorEntry(row["id"], row["name_ar"], row["name_en"], kind, _text(row.get("country")), links,
                          _text(row.get("from")), _text(row.get("until")),
                          abroad=frozenset(map(str, row.get("abroad") or ())),
                          areas=frozenset(map(str, row.get("areas") or ())))  # fmt: skip
    except KeyError as missing:
        raise LexiconError(f"{source}: actor {row.get('id', row)!r} lacks {missing}. Add the field.") from missing


def _spellings(name: str) -> set[str]:
    """A name and its case variants: الحوثيون also الحوثيين, كتيبة X as written."""
    folded = fold_word(name)
    words = folded.split()
    found = {folded}
    if len(words) <= 2 and words[0].endswith("ون") and len(words[0]) > 4:
        found.add(" ".join([words[0][:-2] + "ين", *words[1:]]))
    return found


def _is_numbered(name: str) -> bool:
    """الفرقة الخامسة، اللواء 47: a unit that only has a number."""
    grammar = load_grammar()
    words = [w for w in name.split() if w not in grammar.branches]
    numbers = all(w.isdigit() or w in grammar.ordinals or w in grammar.tens for w in words[1:])
    return len(words) > 1 and words[0].removeprefix("ال") in grammar.units and numbers


_Table = dict[str, dict[str, list[ActorEntry]]]
"""Entries by strength and spelling."""


@cache
def load_registry() -> Registry:
    """All entries of ``lexicons/actors`` compiled for matching."""
    entries: dict[str, ActorEntry] = {}
    table: _Table = {"strong": {}, "weak": {}, "country": {}}
    adjectives: dict[str, list[ActorEntry]] = defaultdict(list)
    for source in list_files("actors", ".yaml"):
        for row in load_yaml(source) or ():
            entry = _entry(row, source)
            if entry.id in entries:
                raise LexiconError(f"{source}: actor id {entry.id!r} is used twice. Give it another id.")
            entries[entry.id] = entry
            if row.get("by_alias"):  # its names mean it only where an alias says so
                continue
            _add_names(table, entry, row)
            for adjective in row.get("adjectives") or ():
                for form in adjective_forms(str(adjective)):
                    adjectives[form].append(entry)
    _share_common_names(table)
    return Registry(entries, _by_first_word(table), {k: tuple(v) for k, v in adjectives.items()})


def _add_names(table: _Table, entry: ActorEntry, row: dict[str, Any]) -> None:
    names = {
        "strong": [entry.name_ar, *(row.get("aliases") or ()), *(row.get("assets") or ())],
        "weak": row.get("weak_aliases") or (),
        "country": [*(row.get("country_aliases") or ()), *(row.get("abroad_aliases") or ())],
    }
    for strength, written in names.items():
        for spelling in (s for name in written for s in _spellings(str(name))):
            if strength == "strong" and _is_numbered(spelling):
                strength = "country"  # every army has its fifth division
            known = table[strength].setdefault(spelling, [])
            if entry not in known:
                known.append(entry)


def _share_common_names(table: _Table) -> None:
    """A service's name that one of another country bears as a common name is common: الأمن السياسي."""
    common = table["country"]
    for spelling in common.keys() & table["strong"].keys():
        owners = table["strong"][spelling]
        elsewhere = {e.country for e in common[spelling]} - {e.country for e in owners}
        if elsewhere and all(e.kind in ("state-forces", "external-forces") for e in owners):
            common[spelling] = [*owners, *(e for e in common[spelling] if e not in owners)]
            del table["strong"][spelling]


def _by_first_word(table: _Table) -> dict[str, list[Name]]:
    names: dict[str, list[Name]] = defaultdict(list)
    for strength in ("strong", "country", "weak"):
        for spelling, entries in table[strength].items():
            words = spelling.split()
            names[words[0]].append((tuple(words[1:]), tuple(entries), strength))
    return {first: sorted(rows, key=lambda row: -len(row[0])) for first, rows in names.items()}

"""The dictionary of the projection: a number for each place, type, outlet or actor, and the folded names it goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqlalchemy import Connection, func, insert, select

from .outlines import Name, fold_name
from .projections import aliases, terms
from .queries import chunked

Term = tuple[str, str]  # kind and value
_KNOWN = "known terms"  # where the connection keeps them
_MOST = 200_000  # remembered


@dataclass(slots=True)
class _Known:
    """What a writer has learnt of the dictionary: it is the only one to change it."""

    numbers: dict[Term, int] = field(default_factory=dict)
    names: set[tuple[str, Name]] = field(default_factory=set)


def number_terms(connection: Connection, wanted: Iterable[tuple[str, Name]]) -> dict[Term, int]:
    """The numbers of terms, given now to those that are new; names that are new are noted."""
    known: _Known = connection.info.setdefault(_KNOWN, _Known())
    if len(known.names) > _MOST:
        known.numbers, known.names = {}, set()
    fresh = set(wanted) - known.names
    if fresh:
        terms_wanted = {(kind, name.value) for kind, name in fresh} - known.numbers.keys()
        known.numbers |= find_numbers(connection, terms_wanted)
        _add_terms(connection, known.numbers, sorted(terms_wanted - known.numbers.keys()))
        if unknown := find_unknown(connection, fresh, known.numbers):
            connection.execute(insert(aliases), [dict(zip(aliases.c.keys(), row, strict=True)) for row in unknown])
        known.names |= fresh
    return known.numbers


def _add_terms(connection: Connection, numbers: dict[Term, int], fresh: Sequence[Term]) -> None:
    if fresh:
        last = connection.execute(select(func.max(terms.c.id))).scalar() or 0
        numbers.update((term, last + at) for at, term in enumerate(fresh, 1))
        connection.execute(insert(terms), [{"id": numbers[term], "kind": term[0], "value": term[1]} for term in fresh])


def forget_terms(connection: Connection) -> None:
    """What was learnt is not so: a transaction was taken back, or the dictionary is made anew."""
    connection.info.pop(_KNOWN, None)


def find_unknown(
    connection: Connection, wanted: Iterable[tuple[str, Name]], numbers: Mapping[Term, int]
) -> list[tuple[str, str, int]]:
    """Names that terms do not go by yet: kind, name, number of the term."""
    rows = {(kind, known, numbers[kind, name.value]) for kind, name in wanted for known in name.names}
    for part in chunked(sorted({number for _, _, number in rows})):
        known = connection.execute(select(aliases).where(aliases.c.term.in_(part)))
        rows.difference_update((row.kind, row.name, row.term) for row in known)
    return sorted(rows)


def find_numbers(connection: Connection, wanted: Iterable[Term]) -> dict[Term, int]:
    """The numbers of those terms that have one."""
    keys = set(wanted)
    found: dict[Term, int] = {}
    for part in chunked(sorted({value for _, value in keys})):
        for number, kind, value in connection.execute(select(terms).where(terms.c.value.in_(part))):
            if (kind, value) in keys:
                found[kind, value] = number
    return found


def find_terms(connection: Connection, kind: str, names: Sequence[str]) -> list[int]:
    """The numbers of all terms of a kind that go by one of these names, however they are spelt."""
    folded = sorted({fold_name(name) for name in names})
    return sorted(
        {
            number
            for part in chunked(folded)
            for number in connection.execute(
                select(aliases.c.term).where(aliases.c.kind == kind, aliases.c.name.in_(part))
            ).scalars()
        }
    )


def find_values(connection: Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Terms by number, as people see them."""
    found: dict[int, str] = {}
    for part in chunked(sorted(set(numbers))):
        rows = connection.execute(select(terms.c.id, terms.c.value).where(terms.c.id.in_(part)))
        found.update((row.id, row.value) for row in rows)
    return found


def find_near(connection: Connection, kind: str, name: str, count: int = 3) -> list[str]:
    """The terms of a kind whose names are most like this one."""
    query = select(aliases.c.name, terms.c.value).join(terms, terms.c.id == aliases.c.term)
    known = {row.name: row.value for row in connection.execute(query.where(aliases.c.kind == kind))}
    return list(dict.fromkeys(known[near] for near in get_close_matches(fold_name(name), known, count, cutoff=0.6)))

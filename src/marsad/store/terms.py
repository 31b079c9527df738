"""The dictionary of the projection: a number for each place, type, outlet or actor, and the folded names it goes by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from sqlalchemy import Connection, func, insert, select

from .outlines import Name, fold_name
from .projections import aliases, terms
from .queries import chunked

Term = tuple[str, str]  # kind and value


def number_terms(connection: Connection, wanted: Iterable[tuple[str, Name]]) -> dict[Term, int]:
    """The numbers of terms, given now to those that are new; names that are new are noted."""
    names = list(wanted)
    terms_wanted = {(kind, name.value) for kind, name in names}
    found = find_numbers(connection, terms_wanted)
    fresh = sorted(terms_wanted - found.keys())
    if fresh:
        last = connection.execute(select(func.max(terms.c.id))).scalar() or 0
        found.update((term, last + at) for at, term in enumerate(fresh, 1))
        connection.execute(insert(terms), [{"id": found[term], "kind": term[0], "value": term[1]} for term in fresh])
    if unknown := find_unknown(connection, names, found):
        connection.execute(insert(aliases), [dict(zip(aliases.c.keys(), row, strict=True)) for row in unknown])
    return found


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

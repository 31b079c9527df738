"""Rows about copies: bands and their heads, links, families, and the inputs that have a text.

Who heads a band, who is linked with whom and what is a duplicate is decided in ``custody.copies``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from .ledgers import note_gone
from .queries import chunked, stream
from .records import CopyRow
from .tables import codings, copies, families, followers, heads, inputs, texts

_BANDS = 5000  # values in one IN (…) of bands, of which a text has dozens


class Member(NamedTuple):
    """A coded input as the search for copies sees it; ``day`` sorts unknown days last."""

    id: str
    raw_id: str
    text_hash: str
    shingles: int
    day: str
    events: int
    state: str
    duplicate_of: str | None


class Kin(NamedTuple):
    """A text of a family, named by the least text hash in it (``origin``).

    ``day`` is when it was first published (unknown sorts last; None: no input has this text any more), ``host`` the
    text that it adds nothing to, ``sketch`` tells quickly which texts cannot hold another.
    """

    text_hash: str
    origin: str
    shingles: int
    day: str | None
    host: str | None
    sketch: bytes


# -- inputs and texts --------------------------------------------------------------------------------------


def find_members(connection: Connection, hashes: Collection[str]) -> dict[str, list[Member]]:
    """Coded inputs by the hash of their current text."""
    found: dict[str, list[Member]] = {}
    joined = inputs.join(texts, inputs.c.text_id == texts.c.id).join(codings, inputs.c.coding_id == codings.c.id)
    columns = (
        inputs.c.id, inputs.c.raw_id, texts.c.text_hash, texts.c.shingles, texts.c.published, codings.c.events,
        inputs.c.state, inputs.c.duplicate_of,
    )  # fmt: skip
    for part in chunked(sorted(hashes)):
        query = select(*columns).select_from(joined).where(texts.c.text_hash.in_(part), inputs.c.state != "queued")
        for row in connection.execute(query):
            day = (row.published or "9999")[:10]
            member = Member(row[0], row[1], row[2], row[3], day, row[5], row[6], row[7])
            found.setdefault(member.text_hash, []).append(member)
    return found


def list_hashes(connection: Connection, hashes: Sequence[str]) -> set[str]:
    """Those of these text hashes that some text version has."""
    query = select(texts.c.text_hash).distinct()
    return {
        text_hash
        for part in chunked(hashes)
        for text_hash in connection.execute(query.where(texts.c.text_hash.in_(part))).scalars()
    }


def iter_texts(connection: Connection, hashes: Collection[str]) -> Iterator[tuple[str, str]]:
    """Texts with their hashes; one that several versions have may come several times."""
    query = select(texts.c.text_hash, texts.c.text)
    for part in chunked(sorted(hashes)):
        for row in connection.execute(query.where(texts.c.text_hash.in_(part))):
            yield row.text_hash, row.text


# -- bands -------------------------------------------------------------------------------------------------


def find_heads(connection: Connection, bands: Collection[int]) -> dict[int, str]:
    """The head of each of these bands that some text has."""
    found: dict[int, str] = {}
    for part in _parts(bands):
        rows = connection.execute(select(heads.c.band, heads.c.text_hash).where(heads.c.band.in_(part)))
        found.update((row[0], row[1]) for row in rows)
    return found


def find_followers(connection: Connection, bands: Collection[int]) -> dict[int, list[str]]:
    """The texts that have these bands and do not head them."""
    found: dict[int, list[str]] = {}
    for part in _parts(bands):
        for band, text_hash in connection.execute(select(followers).where(followers.c.band.in_(part))):
            found.setdefault(band, []).append(text_hash)
    return found


def put_heads(connection: Connection, wanted: Mapping[int, str], known: Collection[int]) -> None:
    """Head these bands; those that are ``known`` had another head before."""
    rows = [{"band": band, "text_hash": text_hash} for band, text_hash in wanted.items() if band not in known]
    if rows:
        connection.execute(insert(heads), rows)
    moved = [{"at": band, "to": text_hash} for band, text_hash in wanted.items() if band in known]
    if moved:
        changed = update(heads).where(heads.c.band == bindparam("at")).values(text_hash=bindparam("to"))
        connection.execute(changed, moved)


def add_followers(connection: Connection, pairs: Iterable[tuple[int, str]]) -> None:
    """Note texts (band, text hash) that have a band and do not head it."""
    rows = [{"band": band, "text_hash": text_hash} for band, text_hash in pairs]
    if rows:
        connection.execute(insert(followers), rows)


def _parts(bands: Collection[int]) -> Iterable[list[int]]:
    values = sorted(bands)
    return (values[at : at + _BANDS] for at in range(0, len(values), _BANDS))


# -- links -------------------------------------------------------------------------------------------------


def find_links(connection: Connection, hashes: Collection[str]) -> list[CopyRow]:
    """Links of these texts to the heads they are near copies of."""
    chosen = select(copies.c.a, copies.c.b, copies.c.shared)
    return [
        CopyRow(a=row.a, b=row.b, shared=row.shared)
        for part in chunked(sorted(hashes))
        for row in connection.execute(chosen.where(copies.c.b.in_(part)))
    ]


def find_family_links(connection: Connection, origins: Collection[str]) -> list[tuple[str, str]]:
    """Every link (head, text) in these families."""
    joined = select(copies.c.a, copies.c.b).join_from(copies, families, families.c.text_hash == copies.c.b)
    return [
        (row.a, row.b)
        for part in chunked(sorted(origins))
        for row in connection.execute(joined.where(families.c.origin.in_(part)))
    ]


def drop_links(connection: Connection, links: Collection[tuple[str, str]]) -> None:
    """Take back links (head, text)."""
    if links:
        gone = delete(copies).where(copies.c.a == bindparam("head"), copies.c.b == bindparam("text"))
        connection.execute(gone, [{"head": head, "text": text} for head, text in links])
        note_gone(connection, CopyRow.table, sorted(links))


# -- families ----------------------------------------------------------------------------------------------


def find_origins(connection: Connection, hashes: Collection[str]) -> dict[str, str]:
    """What stands for the family of each of these texts; a text without near copies is left out."""
    query = select(families.c.text_hash, families.c.origin)
    return {
        row.text_hash: row.origin
        for part in chunked(sorted(hashes))
        for row in connection.execute(query.where(families.c.text_hash.in_(part)))
    }


def load_origins(connection: Connection) -> dict[str, str]:
    """What stands for the family of every text that has near copies."""
    query = select(families.c.text_hash, families.c.origin)
    return {row.text_hash: row.origin for row in stream(connection, query)}


def find_kin(connection: Connection, origin: str) -> list[Kin]:
    """The texts of a family, the longest first."""
    query = select(families).where(families.c.origin == origin)
    ordered = query.order_by(families.c.shingles.desc(), families.c.text_hash)
    return [Kin(*row) for row in connection.execute(ordered)]


def list_kin(connection: Connection, origins: Collection[str]) -> dict[str, list[str]]:
    """Text hashes by family."""
    found: dict[str, list[str]] = {}
    query = select(families.c.origin, families.c.text_hash)
    for part in chunked(sorted(origins)):
        for origin, text_hash in connection.execute(query.where(families.c.origin.in_(part))):
            found.setdefault(origin, []).append(text_hash)
    return found


def add_kin(connection: Connection, kin: Sequence[Kin]) -> None:
    """Put texts into families."""
    if kin:
        connection.execute(insert(families), [one._asdict() for one in kin])


def drop_kin(connection: Connection, hashes: Collection[str]) -> None:
    """Texts that are nobody's near copy any more."""
    for part in chunked(sorted(hashes)):
        connection.execute(delete(families).where(families.c.text_hash.in_(part)))


def move_kin(connection: Connection, hashes: Collection[str], origin: str) -> None:
    """Let these texts be of another family, which has to find them a host."""
    for part in chunked(sorted(hashes)):
        moved = update(families).where(families.c.text_hash.in_(part))
        connection.execute(moved.values(origin=origin, host=None))


def rename_families(connection: Connection, origins: Collection[str], origin: str) -> None:
    """Let what stood for families be another text."""
    for part in chunked(sorted(origins)):
        connection.execute(update(families).where(families.c.origin.in_(part)).values(origin=origin))


def set_hosts(connection: Connection, kin: Sequence[Kin]) -> None:
    """Write down the day and host of texts of families."""
    if kin:
        changed = update(families).where(families.c.text_hash == bindparam("who"))
        values = changed.values(day=bindparam("on"), host=bindparam("at"))
        connection.execute(values, [{"who": one.text_hash, "on": one.day, "at": one.host} for one in kin])

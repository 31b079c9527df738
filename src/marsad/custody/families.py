"""Families: texts that copy links connect, named by the least text hash among them.

Links come and go as texts come in (``copies``), so families grow, join and, rarely, part. Who is in a family follows
from the links that there are now; it is written down so that a batch need not walk along all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from zlib import crc32

from sqlalchemy import Connection

from ..store.copies import (
    Kin,
    add_kin,
    drop_kin,
    find_family_links,
    find_links,
    find_origins,
    list_kin,
    move_kin,
    rename_families,
)
from .copies import Changes, Pair
from .sequences import Sequences

BITS = 2048  # of a sketch: a text of 150 sequences sets 7% of them


def regroup(connection: Connection, changes: Changes, sequences: Sequences) -> set[str]:
    """Bring families up to date after links came and went; the texts that came into another family or left one.

    ``sequences`` gives the three-word sequences of a text.
    """
    ends = {end for pair in changes.added | changes.lost for end in pair}
    links = _climb(connection, ends)
    names = _connect(ends, links)
    origins = find_origins(connection, ends)
    suspects = list_kin(connection, {origins[text] for head, text in changes.lost if names[head] != names[text]})
    for origin, kin in suspects.items():
        origins.update(dict.fromkeys(kin, origin))
    links.update(find_family_links(connection, suspects))
    links.update((origin, text) for text, origin in origins.items() if origin not in suspects)
    names = _connect(ends.union(*suspects.values()), links)
    torn = {origin for origin, kin in suspects.items() if len({names[text] for text in kin}) > 1}
    regrouping = _Regrouping(connection, origins, torn, sequences)
    for name, texts in _gather(names, ends.union(*suspects.values())).items():
        regrouping.write(name, texts)
    return regrouping.moved


def sketch(sequences: Iterable[str]) -> bytes:
    """2,048 bits, one set for each sequence: a text that lacks a bit of another's cannot hold all its sequences."""
    bits = bytearray(BITS // 8)
    for sequence in sequences:
        at = crc32(sequence.encode()) % BITS
        bits[at >> 3] |= 1 << (at & 7)
    return bytes(bits)


def _climb(connection: Connection, texts: Collection[str]) -> set[Pair]:
    """The links of texts to their heads, of those to theirs, and so on."""
    found: set[Pair] = set()
    seen, rim = set(texts), set(texts)
    while rim:
        links = {(row.a, row.b) for row in find_links(connection, rim)}
        found |= links
        rim = {head for head, _ in links} - seen
        seen |= rim
    return found


def _connect(texts: Collection[str], links: Iterable[Pair]) -> dict[str, str]:
    """The least text that each is connected with over links."""
    parent = {text: text for text in texts}

    def find(text: str) -> str:
        parent.setdefault(text, text)
        while parent[text] != text:
            parent[text] = text = parent[parent[text]]
        return text

    for a, b in links:
        first, second = sorted((find(a), find(b)))
        parent[second] = first
    return {text: find(text) for text in parent}


def _gather(names: Mapping[str, str], texts: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in sorted(texts):
        found.setdefault(names[text], []).append(text)
    return found


class _Regrouping:
    """Writes families down. ``origins`` are those of before, ``torn`` the families whose texts are in several now."""

    def __init__(
        self, connection: Connection, origins: Mapping[str, str], torn: set[str], sequences: Sequences
    ) -> None:
        self.connection = connection
        self.origins = origins
        self.torn = torn
        self.sequences = sequences
        self.moved: set[str] = set()

    def write(self, name: str, texts: list[str]) -> None:
        """``name`` is the least text of a family, ``texts`` those of it whose links or family changed."""
        fresh = [text for text in texts if text not in self.origins]
        left = [text for text in texts if self.origins.get(text) in self.torn]
        joined = {self.origins[text] for text in texts if text in self.origins} - self.torn
        self.moved.update(fresh, left)
        if len(joined) > 1:
            self._move_smaller(joined)
        rename_families(self.connection, joined - {name}, name)
        if left == [name] and not fresh and not joined:
            drop_kin(self.connection, left)
        else:
            move_kin(self.connection, left, name)
        add_kin(self.connection, [self._kin(text, name) for text in fresh])

    def _move_smaller(self, joined: set[str]) -> None:
        """Where families become one, the texts of all but the largest have to be looked at."""
        kin = list_kin(self.connection, joined)
        largest = max(sorted(kin), key=lambda origin: len(kin[origin]))
        self.moved.update(*(texts for origin, texts in kin.items() if origin != largest))

    def _kin(self, text: str, name: str) -> Kin:
        sequences = self.sequences(text)
        return Kin(text, name, len(sequences), None, None, sketch(sequences))

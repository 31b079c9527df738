"""Copies of one text: near copies are linked and stand in one family.

Every text has bands (``fingerprints``), and near copies meet in some. To compare all that meet would take 200 million
comparisons for 20,000 bulletins of one form; so a band is headed by the text with the least hash, and a text is
compared with the heads of its bands alone:

- a text is linked with each head that shares 45% of their sequences with it, in the order of their hashes;
- a head that shares 60% with one already linked is left out: it says nothing new of the family.

Texts that links connect, directly or over others, are a family. Links and families depend on the set of texts alone,
not on what came first: a text that comes to head a band has the band's other texts linked anew. That happens ever more
seldom as a band grows (the n-th text heads it with a chance of 1/n), so a text costs the same however many there are.
On families of random cuts, additions and edits, every two texts that a comparison of all with all connects are in
one family (``tests/test_copies.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from ..store.copies import add_followers, drop_links, find_followers, find_heads, find_links, put_heads
from ..store.records import CopyRow
from ..store.writes import add_rows
from .fingerprints import find_bands
from .sequences import Sequences
from .studies import Study

# Jaccard share of sequences. Measured on tests/corpus/copies.yaml: copies share 57% and more, even with headline,
# share bar and a cut ending at once; other events in the same manner of writing 27% and less.
NEAR = 0.45
CLOSE = 0.6  # two texts that share as much meet in a band with a probability of 0.998
_PART = 500  # texts looked at anew at a time; their words are in memory

Pair = tuple[str, str]  # a head, and a text that is linked with it


@dataclass(slots=True)
class Changes:
    """Links that came and went, as (head, text)."""

    added: set[Pair] = field(default_factory=set)
    lost: set[Pair] = field(default_factory=set)


def link_copies(connection: Connection, texts: Mapping[str, Study], sequences: Sequences) -> Changes:
    """Link texts that are new here with their near copies; ``texts`` gives the study by text hash."""
    linking = _Linking(connection, texts, sequences)
    displaced = _file(connection, texts)
    anew = linking.find_changed(displaced)
    changes = Changes()
    for part in _parts(sorted(texts) + anew):
        linking.link(part, changes)
    return changes


def _file(connection: Connection, texts: Mapping[str, Study]) -> dict[int, Pair]:
    """File texts under their bands; the bands that had another head before: (new head, old head)."""
    comers: dict[int, list[str]] = {}
    for text_hash in sorted(texts):
        for band in texts[text_hash].bands:
            comers.setdefault(band, []).append(text_hash)
    before = find_heads(connection, comers)
    after = {band: min(names[0], before.get(band, names[0])) for band, names in comers.items()}
    displaced = {band: (after[band], head) for band, head in before.items() if after[band] != head}
    put_heads(connection, {band: head for band, head in after.items() if before.get(band) != head}, before)
    following = [(band, name) for band, names in comers.items() for name in names if name != after[band]]
    add_followers(connection, following + [(band, old) for band, (_, old) in displaced.items()])
    return displaced


class _Linking:
    """Comparisons of one batch."""

    def __init__(self, connection: Connection, texts: Mapping[str, Study], sequences: Sequences) -> None:
        self.connection = connection
        self.texts = texts
        self.sequences = sequences
        self.shares: dict[Pair, tuple[int, float]] = {}

    def find_changed(self, displaced: Mapping[int, Pair]) -> list[str]:
        """Texts that had a band whose head is another one now, and may have other links for it."""
        met: dict[str, set[Pair]] = {}
        for band, names in find_followers(self.connection, displaced).items():
            for name in names:
                met.setdefault(name, set()).add(displaced[band])
        linked = self._linked(met)
        return sorted(
            name for name, pairs in met.items()
            if name not in self.texts and not all(self._keeps(linked.get(name, {}), *pair) for pair in pairs)
        )  # fmt: skip

    def _keeps(self, linked: Mapping[str, int], new: str, old: str) -> bool:
        """Whether links stay as they are: they do without the old head, and the new one is close to one of them."""
        return old not in linked and any(head < new and self._share(head, new)[1] >= CLOSE for head in linked)

    def _linked(self, names: Mapping[str, object]) -> dict[str, dict[str, int]]:
        """The heads that texts are linked with, and the number of sequences they share."""
        found: dict[str, dict[str, int]] = {}
        for row in find_links(self.connection, names):
            found.setdefault(row.b, {})[row.a] = row.shared
        return found

    def link(self, names: list[str], changes: Changes) -> None:
        """Write the links of these texts and take back those that hold no longer."""
        self.sequences.load(names)
        bands = {name: self._bands(name) for name in names}
        heads = find_heads(self.connection, {band for found in bands.values() for band in found})
        before = self._linked(dict.fromkeys(name for name in names if name not in self.texts))
        rows: list[CopyRow] = []
        lost: set[Pair] = set()
        for name in names:
            known = before.get(name, {})
            found = self._choose(name, sorted({heads[band] for band in bands[name]} - {name}))
            rows += [CopyRow(a=head, b=name, shared=found[head]) for head in found if head not in known]
            lost |= {(head, name) for head in known if head not in found}
        drop_links(self.connection, lost)
        add_rows(self.connection, rows)
        changes.added |= {(row.a, row.b) for row in rows}
        changes.lost |= lost

    def _choose(self, name: str, heads: list[str]) -> dict[str, int]:
        """Those of the heads that a text is linked with, and the number of sequences they share."""
        chosen: dict[str, int] = {}
        for head in heads:
            shared, share = self._share(head, name)
            if share >= NEAR and all(self._share(other, head)[1] < CLOSE for other in chosen):
                chosen[head] = shared
        return chosen

    def _share(self, a: str, b: str) -> tuple[int, float]:
        """The number of sequences that two texts have in common, and their part of all that they have."""
        found = self.shares.get((a, b))
        if found is None:
            first, second = self.sequences(a), self.sequences(b)
            shared = len(first & second)
            found = self.shares[a, b] = shared, shared / (len(first) + len(second) - shared)
        return found

    def _bands(self, name: str) -> list[int]:
        return self.texts[name].bands if name in self.texts else find_bands(self.sequences(name))


def _parts(names: list[str]) -> Iterator[list[str]]:
    return (names[at : at + _PART] for at in range(0, len(names), _PART))

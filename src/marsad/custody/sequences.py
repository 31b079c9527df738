"""The three-word sequences of texts by hash, for comparing many texts with many."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from ..store.copies import iter_texts
from .fingerprints import shingles
from .studies import Study

_KEPT = 4_000  # texts; their sequences take some 15 kB each


class Sequences:
    """Looks sequences up: of a batch's own texts, and of those that are stored; the last few thousand are kept."""

    def __init__(self, connection: Connection, texts: Mapping[str, Study]) -> None:
        """``texts`` gives the studies of a batch by text hash."""
        self.connection = connection
        self.texts = texts
        self.known: OrderedDict[str, frozenset[str]] = OrderedDict()

    def __call__(self, text_hash: str) -> frozenset[str]:
        """The sequences of a text."""
        if text_hash not in self.known:
            self.load((text_hash,))
        self.known.move_to_end(text_hash)
        return self.known[text_hash]

    def load(self, hashes: Collection[str]) -> None:
        """Look up many at once, which is faster than one by one."""
        wanted = [key for key in hashes if key not in self.known]
        stored = dict(iter_texts(self.connection, [key for key in wanted if key not in self.texts]))
        for key in wanted:
            self.known[key] = shingles(self.texts[key].text if key in self.texts else stored[key])
        while len(self.known) > max(_KEPT, len(hashes)):
            self.known.popitem(last=False)

"""The tellings of the store as they stand: coded, people's decisions laid over them, and what linking reads besides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from ..gazetteer import load_gazetteer
from ..gazetteer.home import user_stamp
from ..lexicon.tables import lexicons_version
from ..link import find_uncommon, linker_version
from ..link.passages import load_common
from ..model import Telling
from ..review import find_dossiers, find_standings
from ..review.decisions import EVENT
from ..store.copies import load_origins
from ..store.decisions import list_withdrawn
from ..store.incidents import iter_marks
from ..store.queries import find_texts

_KEPT = frozenset(("accepted", "edited"))  # verdicts that keep an event which no coding has any more


def linking_version() -> str:
    """What derives incidents: the data of linking, the lexicons it reads, the places people imported."""
    return "/".join((linker_version(), lexicons_version(), user_stamp()))


class Standings:
    """The tellings that a connection sees; where copies of a text come from is read once."""

    def __init__(self, connection: Connection) -> None:
        """Read who copied whom."""
        self.connection = connection
        self.origins = load_origins(connection)

    def marks(self) -> dict[str, str]:
        """For every event that is listed a hash of all that its telling follows from."""
        found: dict[str, str] = {}
        for event, row_hash, text_id, text_hash, number in iter_marks(self.connection):
            found.setdefault(event, _hash(row_hash, text_id, self._origin(text_hash), number))
        for event, dossier in find_dossiers(self.connection, list_withdrawn(self.connection, EVENT)).items():
            if dossier.withdrawn and dossier.review().verdict in _KEPT:
                found[event] = _hash(dossier.coded.event_hash, dossier.coded.text_id, "", dossier.version)
        return found

    def tellings(self, event_ids: Iterable[str]) -> Iterator[Telling]:
        """These events as they stand."""
        is_common = load_common(load_gazetteer())
        found = find_standings(self.connection, event_ids).values()
        texts = find_texts(self.connection, {standing.reviewed.text_id for standing in found})
        for state, text_hash, facts in found:
            yield Telling(
                state.event, facts.get("outlet"), facts.get("published"), self._origin(text_hash), state.verdict,
                find_uncommon(texts[state.text_id].text, state.event, is_common),
            )  # fmt: skip

    def _origin(self, text_hash: str) -> str:
        return self.origins.get(text_hash, text_hash)


def _hash(*parts: object) -> str:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:16]

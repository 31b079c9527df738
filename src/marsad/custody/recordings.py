"""Writing down what was found in a batch of reports: text versions, codings, events, copies, states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from ..store import Store
from ..store.copies import list_hashes
from ..store.queries import find_inputs, find_texts, list_known
from ..store.records import CodingRow, EventRow, InputRow, TextRow, hash_text, hash_values
from ..store.writes import add_missing, add_rows, log, replace_rows
from .copies import link_copies
from .duplicates import settle
from .families import regroup
from .sequences import Sequences
from .studies import Study
from .withdrawals import withdraw


def record(store: Store, studies: Sequence[Study]) -> dict[str, InputRow]:
    """Write a batch in one transaction; the inputs with their states, by id."""
    with store.transaction() as connection:
        writing = _Writing(connection, studies)
        writing.write()
        rows = find_inputs(connection, [study.input_id for study in studies])
        log(store, connection, _lines(rows, studies))
    return rows


class _Writing:
    """The rows of a batch of studies."""

    def __init__(self, connection: Connection, studies: Sequence[Study]) -> None:
        self.connection = connection
        self.studies = studies
        self.rows = find_inputs(connection, [study.input_id for study in studies])
        self.before = find_texts(connection, [row.text_id for row in self.rows.values() if row.text_id])
        self.texts: dict[str, TextRow] = {}
        self.codings: dict[str, CodingRow] = {}
        self.events: dict[str, list[EventRow]] = {}
        self.left: dict[str, str | None] = {}  # codings that inputs pointed at, and what stands in for them

    def write(self) -> None:
        """Texts and codings that are new, links to near copies, then the states of all that is touched."""
        hashes = {text.text_hash for text in self.before.values()}
        current: dict[str, str] = {}
        for study in self.studies:
            row = self.rows[study.input_id]
            former = row.coding_id
            if study.problem is None:
                current[study.input_id] = self._point(row, study)
            else:
                _mark_unreadable(row, study)
            if former is not None and former != row.coding_id:
                self.left[former] = row.coding_id
        news = self._news(current)
        add_missing(self.connection, self.texts.values())
        fresh = self.codings.keys() - list_known(self.connection, CodingRow, list(self.codings))
        add_missing(self.connection, self.codings.values())
        add_rows(self.connection, [row for key in self.codings if key in fresh for row in self.events[key]])
        withdraw(self.connection, self.left)
        replace_rows(self.connection, list(self.rows.values()))
        sequences = Sequences(self.connection, news)
        moved = regroup(self.connection, link_copies(self.connection, news, sequences), sequences)
        settle(self.connection, hashes | set(current.values()), moved, sequences)

    def _news(self, current: dict[str, str]) -> dict[str, Study]:
        """Studies of texts that nobody has seen before, by text hash; flashes have no near copies."""
        found = {current[study.input_id]: study for study in self.studies if study.bands}
        for known in list_hashes(self.connection, list(found)):
            del found[known]
        return found

    def _point(self, row: InputRow, study: Study) -> str:
        """Point an input at its text version and coding, both made if need be; the hash of the text."""
        text = self._text(row, study)
        name, version, lexicons = study.coder
        key = hash_values([text.id, name, version, lexicons])
        if key not in self.codings:
            self.codings[key] = CodingRow(
                id=key, text_id=text.id, coder=name, version=version, lexicons=lexicons, events=len(study.events)
            )
            self.events[key] = [
                EventRow(coding_id=key, number=number, event_id=event_id, event=event)
                for number, (event_id, event) in enumerate(study.events)
            ]
        row.text_id, row.coding_id, row.duplicate_of = text.id, key, None
        row.state = "coded" if study.events else "no_event"
        row.problem_kind = row.problem = row.remedy = None
        return text.text_hash

    def _text(self, row: InputRow, study: Study) -> TextRow:
        """The text version: the one before when nothing of it changed, so that offsets keep their text."""
        text_hash = hash_text(study.text)
        before = self.before.get(row.text_id or "")
        known = (before.extraction_id, before.text_hash, before.report) if before is not None else None
        if before is not None and known == (row.extraction_id, text_hash, study.report):
            return before
        cleaner = "marsad-clean {1}/{2}".format(*study.coder)
        key = hash_values([row.extraction_id, cleaner, text_hash, study.report])
        return self.texts.setdefault(
            key,
            TextRow(
                id=key, extraction_id=row.extraction_id or "", cleaner=cleaner, text_hash=text_hash, text=study.text,
                shingles=study.shingles, published=study.published, report=study.report,
            ),
        )  # fmt: skip


def _mark_unreadable(row: InputRow, study: Study) -> None:
    problem = study.problem
    assert problem is not None
    row.text_id = row.coding_id = row.duplicate_of = None
    row.state, row.problem_kind = "unreadable", problem.kind
    row.problem, row.remedy = problem.problem, problem.remedy


def _lines(rows: dict[str, InputRow], studies: Sequence[Study]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for study in studies:
        row = rows[study.input_id]
        yield "coded", row.id, {"text": row.text_id, "coding": row.coding_id, "state": row.state}

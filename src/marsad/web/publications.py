"""Incidents as they may leave, for programs that ask again and again: read once, until anything changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from itertools import tee
from typing import Any

from fastapi import Request

from ..export import Choices
from ..export.concerns import find_private_names
from ..export.deliveries import iter_counted, number_store
from ..export.disclosures import Disclosure
from ..export.flat_rows import load_table
from ..export.numbers import find_retired
from ..export.profiles import acled, geojson
from ..export.selections import Selection
from ..model import Filter
from ..store import open_store
from ..store.incident_numbers import load_numbers
from ..store.states import find_state
from .servings import Serving

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """What is published at one state of the store: rows by day as ACLED has them, features, retired numbers."""

    line: int
    rows: list[Row]
    features: list[Row]
    retired: dict[str, str | None]


@dataclass(slots=True)
class Publication:
    """The current edition; made anew when the audit log has gone on."""

    serving: Serving
    turn: threading.Lock = field(default_factory=threading.Lock)
    edition: Edition | None = None

    def current(self) -> Edition:
        """The edition of what is kept now."""
        with self.turn:
            if self.edition is None or self.edition.line != self._line():
                self.edition = self._make()
            return self.edition

    def _line(self) -> int:
        with open_store(self.serving.home) as store, store.transaction() as connection:
            return find_state(connection).line

    def _make(self) -> Edition:
        with open_store(self.serving.home, write=True, by=self.serving.user) as store:
            numbers = number_store(store)
        choices, names = Choices(), [column.name for column in load_table()]
        with open_store(self.serving.home) as store, store.transaction() as connection:
            line = find_state(connection).line
            selection = Selection(connection, Filter(), numbers)
            private = {name for entry in selection for name in find_private_names(entry)}
            gate = Disclosure(choices, private)
            rows, features = [], []
            told, hidden = tee(selection)  # what is read ahead to be looked through together is read once
            for entry, shown in zip(told, gate.disclose_all(hidden), strict=True):
                features.append(geojson.make_feature(names, shown))
                if acled.refuse(entry, choices) is None:
                    rows.append(acled.make_row(shown, choices))
            retired = find_retired(iter_counted(connection), load_numbers(connection))
        return Edition(line, rows, features, retired)


def publication_of(request: Request) -> Publication:
    """The publication of this run."""
    found: Publication = request.app.state.publication
    return found

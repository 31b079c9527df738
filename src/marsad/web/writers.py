"""The one writer of the server: opened when somebody decides, closed when nobody has for a moment.

So a decision costs no opening of the store, and ``marsad add`` in a terminal gets its turn as soon as people rest.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import TypeVar

from ..custody import open_record
from ..review import Desk
from ..review.decisions import Decision
from ..review.proposals import AnyProposal
from ..store import Store
from .servings import Serving

T = TypeVar("T")
_REST = 0.5  # seconds without a decision until the store is given free
_PATIENCE = 20.0  # seconds to wait for another writer before saying so


class Writer:
    """Takes decisions of many threads; those that come together share a commit (``review.Desk``)."""

    def __init__(self, serving: Serving) -> None:
        """Nothing is opened yet."""
        self.serving = serving
        self._turn = threading.Lock()
        self._stack: ExitStack | None = None
        self._desk: Desk | None = None
        self._busy = 0
        self._timer: threading.Timer | None = None

    def decide(self, proposal: AnyProposal) -> Decision:
        """Take a decision; it is on the disk when this returns. ReviewError, ConflictError or StoreError otherwise."""
        desk = self._sit_down()
        try:
            return desk.decide(proposal)
        finally:
            self._get_up()

    def alone(self, work: Callable[[Store], T]) -> T:
        """Do other work of writing, such as linking, while no decision is being written."""
        desk = self._sit_down()
        try:
            return desk.alone(work)
        finally:
            self._get_up()

    def _sit_down(self) -> Desk:
        with self._turn:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._desk is None:
                stack = ExitStack()
                store = open_record(self.serving.home, patience=_PATIENCE, by=self.serving.user)
                self._desk = Desk(stack.enter_context(store))
                self._stack = stack
            self._busy += 1
            return self._desk

    def _get_up(self) -> None:
        with self._turn:
            self._busy -= 1
            if not self._busy:
                self._timer = threading.Timer(_REST, self.close)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        """Give the store free, unless somebody is deciding."""
        with self._turn:
            if self._busy or self._stack is None:
                return
            self._stack.close()
            self._stack = self._desk = None

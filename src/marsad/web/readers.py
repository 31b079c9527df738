"""The one reader of the server: the store stays open between requests, and is opened anew when it became another."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection

from ..folders import database_address
from ..store import Store, open_store
from ..store.ledgers import last_line
from ..store.sqlite import database_path
from .servings import Serving

Identity = tuple[int, int] | None


class Reader:
    """Connections for requests, each of which sees one moment."""

    def __init__(self, serving: Serving) -> None:
        """Nothing is opened before it is asked for."""
        self._home, self._turn, self._stack = serving.home, threading.Lock(), ExitStack()
        self._kept: Store | None = None
        self._seen: Identity = None

    @property
    def is_near(self) -> bool:
        """Whether the rows lie in a file that is open already."""
        return self._kept is not None and self._seen is not None and database_address() is None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that cannot write; StoreError as ``open_store`` raises it."""
        kept = self._find()
        if kept is not None:
            with kept.transaction() as connection:
                yield connection
            return
        with open_store(self._home) as store, store.transaction() as connection:
            yield connection

    def _find(self) -> Store | None:
        """The open store; None while it holds nothing, since what comes then is not seen by who opened it before."""
        seen = _identify(self._home)
        with self._turn:
            if self._kept is not None and seen == self._seen:
                return self._kept
            self.close()
            store = self._stack.enter_context(open_store(self._home, keep=True))
            with store.transaction() as connection:
                filled = last_line(connection)[0] > 0
            if not filled:
                self.close()
                return None
            self._kept, self._seen = store, seen
            return store

    def close(self) -> None:
        """Give all connections free."""
        self._stack.close()
        self._kept = None


def _identify(home: Path) -> Identity:
    """Which file the store is; None where it is none, or not there yet."""
    try:
        found = database_path(home).stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino

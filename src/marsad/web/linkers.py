"""The one who links for the server: in the background, so that nobody waits for more than a moment.

After an upgrade, or once a name was taught, all incidents are derived anew, which takes minutes for a hundred thousand
events. It is done in a process of its own that only reads; what it drafted is written in seconds, and decisions go on
meanwhile.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import Future
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from time import monotonic

from ..errors import StoreError
from ..incidents import adopt, draft_all, is_current, is_outdated, update_incidents
from ..incidents.standings import linking_version
from ..model import Filter
from ..store import Store, open_store
from ..store.selections import count_events
from .readers import Reader
from .servings import Serving
from .writers import Writer

_DRAFT = "incidents.draft"
_FEW = 5_000  # events that are linked in a moment
_OTHER = 3  # status of a process with other lexicons


class Linker:
    """Links what changed, one run at a time, for whoever asks."""

    def __init__(self, serving: Serving, reader: Reader, writer: Writer) -> None:
        """Nothing is linked before it is asked for."""
        self._home, self._reader, self._writer = serving.home, reader, writer
        self._turn = threading.Lock()
        self._run: Future[None] | None = None

    def bring_up(self, patience: float) -> bool:
        """Whether the incidents are those of now, at the latest after ``patience`` seconds; a run goes on without us.

        StoreError when the store cannot be written, or when linking ended early.
        """
        end = monotonic() + patience
        while not self._is_current():
            try:
                self._join().result(max(0.0, end - monotonic()))
            except TimeoutError:
                return False
        return True

    def _is_current(self) -> bool:
        with self._reader.read() as connection:
            return is_current(connection)

    def _join(self) -> Future[None]:
        """The run under way, or a new one."""
        with self._turn:
            if self._run is None or self._run.done():
                self._run = Future()
                threading.Thread(target=self._link, args=(self._run,), daemon=True).start()
            return self._run

    def _link(self, run: Future[None]) -> None:
        try:
            with self._reader.read() as connection:
                long = is_outdated(connection) and count_events(connection, Filter()) > _FEW
            if long:
                self._link_all()
            self._writer.alone(update_incidents)
        except BaseException as error:
            run.set_exception(error)
        else:
            run.set_result(None)

    def _link_all(self) -> None:
        draft = self._home / _DRAFT
        try:
            if not _draft_apart(self._home, draft):
                with self._reader.read() as connection:
                    draft_all(connection, draft)
            self._writer.alone(partial(_adopt, draft))
        finally:
            draft.unlink(missing_ok=True)


def _draft_apart(home: Path, draft: Path) -> bool:
    """Draft in a process of its own; False when it would link by other lexicons, taught since this one began."""
    process = get_context("spawn").Process(target=_draft, args=(home, draft, linking_version()), daemon=True)
    process.start()
    process.join()
    if process.exitcode not in (0, _OTHER):
        message = f"{home}: linking ended early (memory?). Close other programs and run `marsad incidents`."
        raise StoreError(message, "linking.ended")
    return process.exitcode == 0


def _draft(home: Path, draft: Path, version: str) -> None:
    if linking_version() != version:
        sys.exit(_OTHER)
    with open_store(home) as store, store.transaction() as connection:
        draft_all(connection, draft)


def _adopt(draft: Path, store: Store) -> None:
    with store.transaction() as connection:
        adopt(connection, draft)

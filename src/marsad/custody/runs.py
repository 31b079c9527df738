"""``Intake``: a run over inputs, from bytes to states; what was acknowledged is safe whenever it stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from ..batch import Facts
from ..batch.pools import open_pool, spread
from ..errors import MarsadError
from ..ingest import RawReport
from ..lexicon.tables import lexicons_version
from ..pipeline.coder import VERSION
from ..store import Store
from ..store.queries import find_extractions, find_inputs, list_outdated, list_queued
from ..store.records import InputRow
from .containers import Containers
from .extractions import restore
from .receptions import Receipt, receive
from .recordings import record
from .studies import Study, Task, study_all
from .whereabouts import Item

_BATCH = 128  # items taken into custody with one commit
_BATCH_BYTES = 8 << 20
_RECORD = 64  # studies written with one commit

T = TypeVar("T")


def _ignore(receipt: Receipt) -> None:
    pass


@dataclass(slots=True)
class Intake:
    """One run. ``on_receipt`` is told of each item once it is on the disk; ``outcomes`` counts them.

    ``seen`` holds the ids of the inputs that were handed over, and whether they were known.
    """

    store: Store
    given: Facts
    code: bool = True
    processes: int = 1
    on_receipt: Callable[[Receipt], object] = _ignore
    containers: Containers | None = None
    outcomes: Counter[str] = field(default_factory=Counter)
    seen: dict[str, str] = field(default_factory=dict)

    def add(self, items: Iterable[Item]) -> Iterator[Study | Receipt]:
        """Take items into custody and code them; gives each item's study, or its receipt when nothing is to be done."""
        if not self.code:
            for receipts in self._receive(items):
                yield from receipts
            return
        skipped: list[Receipt] = []
        for study in self._study(self._tasks(items, skipped)):
            yield from _drain(skipped)
            yield study
        yield from _drain(skipped)

    def resume(self, again: bool = False) -> Iterator[Study]:
        """Code what is queued; with ``again`` also what older versions of the program or lexicons coded."""
        with self.store.transaction() as connection:
            wanted = list_queued(connection)
            if again:
                wanted += list_outdated(connection, VERSION, lexicons_version())
        yield from self._study(self._restored(list(dict.fromkeys(wanted))))

    def preview(self, ids: list[str]) -> Iterator[Study]:
        """Study kept texts anew by the ids of their inputs, in their order, and write nothing."""
        yield from self._studies(self._restored(ids))

    def _receive(self, items: Iterable[Item]) -> Iterator[list[Receipt]]:
        containers = self.containers or Containers(self.store.objects)
        for batch in _batches(items):
            receipts = receive(self.store, batch, self.given, containers)
            for receipt in receipts:
                self.outcomes[receipt.outcome] += 1
                if receipt.input is not None:
                    self.seen.setdefault(receipt.input.id, receipt.outcome)
                self.on_receipt(receipt)
            yield receipts

    def _tasks(self, items: Iterable[Item], skipped: list[Receipt]) -> Iterator[Task]:
        """What of the items is to be studied; the rest is put into ``skipped``."""
        for receipts in self._receive(items):
            for receipt in receipts:
                row, item = receipt.input, receipt.item
                if isinstance(item, RawReport) and row is not None and receipt.outcome in ("new", "renewed"):
                    yield Task(row.id, item, _merged(self.store, receipt, row, self.given))
                else:
                    skipped.append(receipt)

    def _restored(self, ids: list[str]) -> Iterator[Task]:
        """Tasks for inputs in custody, read back a batch at a time."""
        for at in range(0, len(ids), _BATCH):
            with self.store.transaction() as connection:
                rows = find_inputs(connection, ids[at : at + _BATCH])
                sources = find_extractions(connection, [row.extraction_id or "" for row in rows.values()])
            for key in ids[at : at + _BATCH]:
                row = rows[key]
                raw, given = restore(self.store, row, sources[row.extraction_id or ""])
                yield Task(key, raw, given)

    def _study(self, tasks: Iterator[Task]) -> Iterator[Study]:
        for studies in _parts(self._studies(tasks), _RECORD):
            record(self.store, studies)
            yield from studies

    def _studies(self, tasks: Iterator[Task]) -> Iterator[Study]:
        if self.processes <= 1:
            for task in tasks:
                yield from study_all([task])
            return
        with open_pool(self.processes) as pool:
            try:
                yield from spread(pool, tasks, study_all, self.processes, _size)
            except BrokenProcessPool as error:
                pool.shutdown(wait=False, cancel_futures=True)
                raise MarsadError(
                    "a worker process ended early (memory?). Everything received is kept; run marsad add --processes 1."
                ) from error
            except BaseException:  # Ctrl-C, a full disk: nobody waits for what is still to be done
                pool.shutdown(cancel_futures=True)
                raise


def _merged(store: Store, receipt: Receipt, row: InputRow, given: Facts) -> Facts:
    """What the caller says now, and said before of a known input."""
    if receipt.outcome == "new":
        return given
    with store.transaction() as connection:
        source = find_extractions(connection, [row.extraction_id or ""])[row.extraction_id or ""]
    return restore(store, row, source)[1]


def _size(task: Task) -> int:
    return task.size


def _drain(receipts: list[Receipt]) -> Iterator[Receipt]:
    while receipts:
        yield receipts.pop(0)


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Up to 128 items or 8 MB, so that memory stays bounded and a commit serves many."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.raw or b"")
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parts(items: Iterable[T], count: int) -> Iterator[list[T]]:
    waiting = iter(items)
    while part := list(islice(waiting, count)):
        yield part

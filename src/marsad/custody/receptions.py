"""Taking inputs into custody: bytes to the object folder, then the row, then the receipt.

An input is bytes at a place. The same bytes at the same place again are the same input; at another place they are
another input, and a copy. What cannot be read is kept all the same, with the reason.

Example: the file ``/بلاغات/ا.txt`` handed over twice gives one input; its copy ``/بلاغات/ب.txt`` gives a second.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from ..batch import Facts
from ..ingest import InputProblem, RawReport
from ..ingest.records import hash_bytes
from ..store import Store
from ..store.queries import (
    LACKS_COLUMNS,
    find_extractions,
    find_inputs,
    find_superseded,
    list_containers,
    list_known,
    parse_facts,
)
from ..store.records import ExtractionRow, InputRow, ObjectRow, Row
from ..store.writes import add_missing, add_rows, drop_inputs, log, replace_rows
from .containers import Containers
from .extractions import check, given_facts, write_down
from .whereabouts import Item, absolute, key_of, outer, outermost, place_of, whole


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one item: ``new``, ``again`` (known, nothing to do), ``renewed`` (known, read differently now),
    ``refused`` (nothing was handed over) or ``skipped`` (no report by nature). ``input`` is on the disk when a receipt
    is given.
    """

    item: Item
    outcome: str
    input: InputRow | None = None

    @property
    def size(self) -> int:
        """Bytes received."""
        return len(self.item.raw or b"")


def receive(store: Store, items: Sequence[Item], given: Facts, containers: Containers) -> list[Receipt]:
    """Take a batch into custody; when this returns, all of it is on the disk.

    Archives and exports that items lay in are kept whole, once a run: ``containers`` remembers them.
    """
    batch = _Batch(store, given, containers)
    items = [check(item) for item in items]
    with store.transaction() as connection:
        batch.compare(connection, items)
    batch.keep_containers()
    altered = store.objects.save(batch.blobs)
    with store.transaction() as connection:
        batch.write(connection, altered)
    return batch.receipts


class _Batch:
    """The rows of a batch and what must be on the disk before them."""

    def __init__(self, store: Store, given: Facts, containers: Containers) -> None:
        self.store = store
        self.containers = containers
        self.kept: dict[str, ObjectRow] = {}
        self.given = given_facts(given)
        self.receipts: list[Receipt] = []
        self.blobs: dict[str, bytes] = {}
        self.objects: dict[str, ObjectRow] = {}
        self.extractions: dict[str, ExtractionRow] = {}
        self.fresh: dict[str, InputRow] = {}
        self.renewed: dict[str, InputRow] = {}
        self.apart: set[str] = set()  # files kept whole though no input of theirs may be new
        self.superseded: list[str] = []

    def compare(self, connection: Connection, items: Sequence[Item]) -> None:
        """Say of each item whether it is known, and make the rows of those that are not."""
        keys = [key_of(item) for item in items]
        known = find_inputs(connection, (key for key in keys if key is not None))
        current = find_extractions(connection, (row.extraction_id for row in known.values() if row.extraction_id))
        mapped = list_containers(connection, [place_of(item) for item in items if _lacks_columns(item)])
        for item, key in zip(items, keys, strict=True):
            if key is None:
                self.receipts.append(self._pass_over(item))
            elif key in self.fresh or key in self.renewed:
                self.receipts.append(Receipt(item, "again", self.fresh.get(key) or self.renewed[key]))
            elif key in known:
                self._keep(item.raw, "raw")  # bytes that were altered since are put right
                self.receipts.append(self._compare_known(item, known[key], current))
            elif place_of(item) in mapped:
                self.receipts.append(Receipt(item, "again"))
            else:
                self.receipts.append(self._take(item, key))
        self.apart -= {outermost(row) for row in known.values()}  # kept when those came
        self.superseded = find_superseded(connection, list(self.fresh.values()))

    def _pass_over(self, item: Item) -> Receipt:
        """What is no input: nothing was handed over, or no report by nature; what held the latter is kept whole."""
        if isinstance(item, InputProblem) and item.skipped:
            self.apart.add(outer(absolute(item.container or item.source)))
            return Receipt(item, "skipped")
        return Receipt(item, "refused")

    def _take(self, item: Item, key: str) -> Receipt:
        row = InputRow(
            id=key, place=place_of(item), raw_id=self._keep(item.raw, "raw"),
            container=absolute(item.container) if item.container else None,
            locator=whole(item.locator) if item.locator else None,
        )  # fmt: skip
        if isinstance(item, RawReport):
            row.kind, row.fetched = item.kind, item.fetched
            row.exchange_id = self._keep(item.exchange, "exchange")
            row.extraction_id = self._extract(item, self.given).id
        else:
            row.state, row.problem_kind, row.problem, row.remedy = "unreadable", item.kind, item.problem, item.remedy
            if item.kind == "too-large" and row.raw_id is None:
                self.apart.add(outermost(row) or row.place)
        self.fresh[key] = row
        return Receipt(item, "new", row)

    def _compare_known(self, item: Item, row: InputRow, current: dict[str, ExtractionRow]) -> Receipt:
        """A known input is read again when its reader finds another text now, or the caller knows more of it."""
        if isinstance(item, InputProblem):
            return Receipt(item, "again", row)
        before = current.get(row.extraction_id or "")
        known = parse_facts(before.facts)["given"] if before is not None else {}
        found = write_down(item, known | self.given)
        if before is not None and (before.text_hash, before.facts) == (found.text_hash, found.facts):
            return Receipt(item, "again", row)
        self.extractions[found.id] = found
        row.extraction_id, row.state, row.duplicate_of = found.id, "queued", None
        row.problem_kind = row.problem = row.remedy = None
        self.renewed[row.id] = row
        return Receipt(item, "renewed", row)

    def _extract(self, item: RawReport, given: dict[str, str]) -> ExtractionRow:
        found = write_down(item, given)
        self.extractions[found.id] = found
        return found

    def _keep(self, raw: bytes | None, kind: str) -> str | None:
        if raw is None:
            return None
        key = hash_bytes(raw)
        self.blobs[key] = raw
        self.objects.setdefault(key, ObjectRow(id=key, size=len(raw), kind=kind))
        return key

    def keep_containers(self) -> None:
        """Copy the files that inputs lay in, and those too large to be read or without any report."""
        self.kept = self.containers.keep({outermost(row) for row in self.fresh.values()} | self.apart)
        for row in self.kept.values():
            self.objects.setdefault(row.id, row)

    def write(self, connection: Connection, altered: Sequence[str]) -> None:
        """The rows of the batch, once its bytes are on the disk."""
        apart = {self.kept[name].id: name for name in sorted(self.apart & self.kept.keys())}
        for key in list_known(connection, ObjectRow, list(apart)):
            del apart[key]
        rows: tuple[dict[str, Any], ...] = (self.objects, self.extractions)
        for kind in rows:
            add_missing(connection, kind.values())
        fresh: list[Row] = list(self.fresh.values())
        add_rows(connection, fresh)
        replace_rows(connection, list(self.renewed.values()))
        drop_inputs(connection, self.superseded)
        log(self.store, connection, self._lines(altered, apart))

    def _lines(self, altered: Sequence[str], apart: dict[str, str]) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for row in self.fresh.values():
            container = self.kept.get(outermost(row))
            held = {"container": container.id} if container is not None else {}
            yield "received", row.id, {"place": row.place, "raw": row.raw_id, "state": row.state, **held}
        for row in self.renewed.values():
            yield "read again", row.id, {"extraction": row.extraction_id}
        for key, name in apart.items():
            yield "kept whole", key, {"place": name}
        for key in self.superseded:
            yield "superseded", key, {}
        for key in altered:
            yield "object put right", key, {}


def _lacks_columns(item: Item) -> bool:
    """A whole table that was not read because its columns were not named."""
    return isinstance(item, InputProblem) and item.kind == LACKS_COLUMNS

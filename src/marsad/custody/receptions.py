"""Taking inputs into custody: bytes to the object folder, then the row, then the receipt.

An input is bytes at a place. The same bytes at the same place again are the same input; at another place they are
another input, and a copy. What cannot be read is kept all the same, with the reason.

Example: the file ``/بلاغات/ا.txt`` handed over twice gives one input; its copy ``/بلاغات/ب.txt`` gives a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ..batch import Facts
from ..ingest import InputProblem, RawReport
from ..ingest.records import hash_bytes
from ..pipeline.coder import VERSION
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
from ..store.records import ExtractionRow, InputRow, ObjectRow, Row, canonical, hash_text, hash_values
from ..store.writes import add_missing, add_rows, drop_inputs, log, replace_rows

Item = RawReport | InputProblem

_NOTHING_GIVEN = frozenset(("missing", "empty"))  # no such file, an empty folder: nothing was handed over
_RECORD = re.compile(r", record [0-9]+ at byte [0-9]+\Z")
_FACTS = ("external_id", "url", "outlet", "title", "published", "byline", "warnings")


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


def receive(store: Store, items: Sequence[Item], given: Facts, containers: dict[str, ObjectRow]) -> list[Receipt]:
    """Take a batch into custody; when this returns, all of it is on the disk.

    Archives and exports that items lay in are kept whole; ``containers`` remembers them from batch to batch.
    """
    batch = _Batch(store, given, containers)
    items = [_checked(item) for item in items]
    with store.transaction() as connection:
        batch.compare(connection, items)
    batch.keep_containers()
    altered = store.objects.save(batch.blobs)
    with store.transaction() as connection:
        batch.write(connection, altered)
    return batch.receipts


def place_of(item: Item) -> str:
    """Where an item came from, the same from whatever folder the program is called."""
    name = _absolute(item.container if item.container and item.locator else item.source)
    if item.container and item.locator:
        return f"{name}, {_whole(item.locator)}"
    if isinstance(item, InputProblem) and item.line is not None:
        return f"{name}, line {item.line}"
    return name


def _absolute(name: str) -> str:
    """The name of a file or container, whatever folder the program was called in; addresses stay as they are."""
    name = _whole(name)
    return name if "://" in name or name.startswith("-") else str(Path(name).absolute())


class _Batch:
    """The rows of a batch and what must be on the disk before them."""

    def __init__(self, store: Store, given: Facts, containers: dict[str, ObjectRow]) -> None:
        self.store = store
        self.containers = containers
        self.given = {name: value for name, value in _given(given).items() if value is not None}
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
        keys = [_key(item) for item in items]
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
        self.apart -= {_outermost(row) for row in known.values()}  # kept when those came
        self.superseded = find_superseded(connection, list(self.fresh.values()))

    def _pass_over(self, item: Item) -> Receipt:
        """What is no input: nothing was handed over, or no report by nature; what held the latter is kept whole."""
        if isinstance(item, InputProblem) and item.skipped:
            self.apart.add(_outer(_absolute(item.container or item.source)))
            return Receipt(item, "skipped")
        return Receipt(item, "refused")

    def _take(self, item: Item, key: str) -> Receipt:
        row = InputRow(
            id=key, place=place_of(item), raw_id=self._keep(item.raw, "raw"),
            container=_absolute(item.container) if item.container else None,
            locator=_whole(item.locator) if item.locator else None,
        )  # fmt: skip
        if isinstance(item, RawReport):
            row.kind, row.fetched = item.kind, item.fetched
            row.exchange_id = self._keep(item.exchange, "exchange")
            row.extraction_id = self._extract(item, self.given).id
        else:
            row.state, row.problem_kind, row.problem, row.remedy = "unreadable", item.kind, item.problem, item.remedy
            if item.kind == "too-large" and row.raw_id is None:
                self.apart.add(_outermost(row) or row.place)
        self.fresh[key] = row
        return Receipt(item, "new", row)

    def _compare_known(self, item: Item, row: InputRow, current: dict[str, ExtractionRow]) -> Receipt:
        """A known input is read again when its reader finds another text now, or the caller knows more of it."""
        if isinstance(item, InputProblem):
            return Receipt(item, "again", row)
        before = current.get(row.extraction_id or "")
        known = parse_facts(before.facts)["given"] if before is not None else {}
        found = _extraction(item, known | self.given)
        if before is not None and (before.text_hash, before.facts) == (found.text_hash, found.facts):
            return Receipt(item, "again", row)
        self.extractions[found.id] = found
        row.extraction_id, row.state, row.duplicate_of = found.id, "queued", None
        row.problem_kind = row.problem = row.remedy = None
        self.renewed[row.id] = row
        return Receipt(item, "renewed", row)

    def _extract(self, item: RawReport, given: dict[str, str]) -> ExtractionRow:
        found = _extraction(item, given)
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
        """The files that inputs lay in, copied once a run, and those too large to be read or without any report."""
        wanted = {_outermost(row) for row in self.fresh.values()} | self.apart
        for name in wanted - self.containers.keys() - {""}:
            if Path(name).is_file():
                key, size = self.store.objects.save_file(Path(name))
                self.containers[name] = ObjectRow(id=key, size=size, kind="container")
        for name in wanted & self.containers.keys():
            self.objects.setdefault(self.containers[name].id, self.containers[name])

    def write(self, connection: Connection, altered: Sequence[str]) -> None:
        """The rows of the batch, once its bytes are on the disk."""
        apart = {self.containers[name].id: name for name in sorted(self.apart & self.containers.keys())}
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
            container = self.containers.get(_outermost(row))
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


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(text) for text in value]
    return _whole(value) if value is not None else None


def _checked(item: Item) -> Item:
    """The item as it can be written down; one whose text holds half characters is a problem."""
    if isinstance(item, InputProblem):
        return item
    try:
        item.text.encode()
    except UnicodeEncodeError:
        problem = InputProblem(item.source, "encoding", "its text holds half characters", "Save the text as UTF-8")
        return replace(problem, id=item.id, raw=item.raw, container=item.container, locator=item.locator)
    facts = {name: _said(getattr(item, name)) for name in _FACTS}
    return replace(item, text=item.text.replace("\0", "\ufffd"), **facts)


def _key(item: Item) -> str | None:
    """The id of an input, from its bytes and place; None when nothing was handed over, or no report by nature."""
    if isinstance(item, InputProblem) and (item.skipped or (item.raw is None and item.kind in _NOTHING_GIVEN)):
        return None
    return hash_values([hash_bytes(item.raw) if item.raw is not None else None, place_of(item)])


def _outermost(row: InputRow) -> str:
    """The file that an input lay in: ``دفعة.zip`` of ``دفعة.zip > result.json``, the archive of a feed's record."""
    return _outer(row.container or "")


def _outer(container: str) -> str:
    return _RECORD.sub("", container.split(" > ")[0])


def _lacks_columns(item: Item) -> bool:
    """A whole table that was not read because its columns were not named."""
    return isinstance(item, InputProblem) and item.kind == LACKS_COLUMNS


def _whole(text: str) -> str:
    """Text that can be written down; file names need not be UTF-8, and no database keeps NUL."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\ufffd")


def _given(facts: Facts) -> dict[str, str | None]:
    return {"published": facts.published, "outlet": facts.outlet, "title": facts.title}


def _extraction(item: RawReport, given: dict[str, str]) -> ExtractionRow:
    facts = canonical({**{name: getattr(item, name) for name in _FACTS}, "given": given}).decode()
    extractor = item.extractor or item.kind or "ingest"
    text_hash = hash_text(item.text)
    key = hash_values([item.id, extractor, VERSION, text_hash, facts])
    return ExtractionRow(
        id=key, raw_id=item.id, extractor=extractor, version=VERSION, text_hash=text_hash, text=item.text, facts=facts
    )


def restore(store: Store, row: InputRow, extraction: ExtractionRow) -> tuple[RawReport, Facts]:
    """A queued input as its reader gave it, and what the caller said of it."""
    facts = parse_facts(extraction.facts)
    given = Facts(**facts.pop("given"))
    try:
        raw = store.objects.read(extraction.raw_id)
    except OSError:
        raw = b""  # the text is in the row; marsad verify names the missing bytes
    report = RawReport(raw, extraction.raw_id, row.place, extraction.text, **facts)
    report.container, report.locator, report.kind, report.fetched = row.container, row.locator, row.kind, row.fetched
    return report, given

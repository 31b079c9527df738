"""Questions to the evidence store; every answer has a fixed order, whatever order things came in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

import msgspec
from sqlalchemy import Connection, Result, Select, and_, func, or_, select

from .records import EVIDENCE, STATES, ExtractionRow, InputRow, Row, TextRow
from .tables import codings, custody, events, extractions, inputs, metadata, texts

_PART = 500  # values in one IN (…)
_STREAM = 1000  # rows fetched at a time

LACKS_COLUMNS = "columns"  # the kind of problem of a table whose columns nobody named

R = TypeVar("R", bound=Row)
T = TypeVar("T")
Columns = TypeVarTuple("Columns")


class Told(NamedTuple):
    """An event as it is listed: JSON, with the report (JSON without text) and the text it was found in."""

    event: str
    report: str
    text_id: str
    text: str


def chunked(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in parts that fit one statement."""
    return (values[at : at + _PART] for at in range(0, len(values), _PART))


def stream(connection: Connection, query: Select[*Columns]) -> Result[*Columns]:
    """Rows fetched a thousand at a time; the option is the query's own, others on the connection do without."""
    return connection.execute(query, execution_options={"yield_per": _STREAM})


def _rows(connection: Connection, kind: type[R], query: Select[Any]) -> Iterator[R]:
    names = kind.__struct_fields__
    columns = metadata.tables[kind.table].c
    chosen = query.with_only_columns(*(columns[name] for name in names))
    for row in stream(connection, chosen):
        yield kind(**dict(zip(names, row, strict=True)))


def find_inputs(connection: Connection, ids: Iterable[str]) -> dict[str, InputRow]:
    """Inputs by id; those that are not there are left out."""
    found: dict[str, InputRow] = {}
    for part in chunked(list(ids)):
        found.update((row.id, row) for row in _rows(connection, InputRow, select(inputs).where(inputs.c.id.in_(part))))
    return found


def find_extractions(connection: Connection, ids: Iterable[str]) -> dict[str, ExtractionRow]:
    """Extractions by id."""
    found: dict[str, ExtractionRow] = {}
    for part in chunked(list(ids)):
        query = select(extractions).where(extractions.c.id.in_(part))
        found.update((row.id, row) for row in _rows(connection, ExtractionRow, query))
    return found


def find_texts(connection: Connection, ids: Iterable[str]) -> dict[str, TextRow]:
    """Text versions by id."""
    found: dict[str, TextRow] = {}
    for part in chunked(list(ids)):
        found.update((row.id, row) for row in _rows(connection, TextRow, select(texts).where(texts.c.id.in_(part))))
    return found


def list_known(connection: Connection, kind: type[Row], ids: Sequence[str]) -> set[str]:
    """Those of these ids that a table with a column ``id`` has."""
    key = metadata.tables[kind.table].c.id
    return {found for part in chunked(ids) for found in connection.execute(select(key).where(key.in_(part))).scalars()}


def find_superseded(connection: Connection, fresh: Sequence[InputRow]) -> list[str]:
    """Ids of inputs that fresh ones stand in for: at their place without bytes, or the table they are now rows of."""
    places = [row.place for row in fresh if row.raw_id is not None]
    tables = sorted({row.container for row in fresh if row.container is not None})
    lacking = inputs.c.problem_kind == LACKS_COLUMNS
    return [
        found
        for wanted, why in ((places, inputs.c.raw_id.is_(None)), (tables, lacking))
        for part in chunked(wanted)
        for found in connection.execute(select(inputs.c.id).where(inputs.c.place.in_(part), why)).scalars()
    ]


def list_containers(connection: Connection, places: Sequence[str]) -> set[str]:
    """Those of these places that inputs lie in."""
    return {
        found
        for part in chunked(places)
        for found in connection.execute(select(inputs.c.container).where(inputs.c.container.in_(part))).scalars()
    }


def list_inputs(connection: Connection, state: str, limit: int | None = None) -> list[InputRow]:
    """Inputs in a state, by place."""
    query = select(inputs).where(inputs.c.state == state).order_by(inputs.c.place, inputs.c.id).limit(limit)
    return list(_rows(connection, InputRow, query))


def list_queued(connection: Connection) -> list[str]:
    """Ids of inputs that are accepted and not yet coded, by place."""
    query = select(inputs.c.id).where(inputs.c.state == "queued").order_by(inputs.c.place, inputs.c.id)
    return list(connection.execute(query).scalars())


def list_outdated(connection: Connection, version: str, lexicons: str) -> list[str]:
    """Ids of inputs that were coded by other versions than these, or could not be, by place."""
    joined = inputs.outerjoin(codings, inputs.c.coding_id == codings.c.id)
    other = or_(codings.c.id.is_(None), codings.c.version != version, codings.c.lexicons != lexicons)
    query = select(inputs.c.id).select_from(joined).where(inputs.c.extraction_id.is_not(None), other)
    return list(connection.execute(query.order_by(inputs.c.place, inputs.c.id)).scalars())


def count_states(connection: Connection) -> dict[str, int]:
    """Number of inputs: accepted in all, then in each state."""
    query = select(inputs.c.state, func.count()).group_by(inputs.c.state)
    found: dict[str, int] = {state: number for state, number in connection.execute(query)}
    return {"accepted": sum(found.values()), **{state: found.get(state, 0) for state in STATES}}


def holds_anything(connection: Connection) -> bool:
    """Whether anything was ever taken in."""
    return connection.execute(select(custody.c.number).limit(1)).first() is not None


# -- listings ----------------------------------------------------------------------------------------------


def iter_events(connection: Connection, copies_too: bool = False) -> Iterator[Told]:
    """Events of the current text versions, by day of publication; those of duplicates only when asked."""
    joined = (
        inputs.join(texts, inputs.c.text_id == texts.c.id)
        .join(codings, inputs.c.coding_id == codings.c.id)
        .join(events, events.c.coding_id == codings.c.id)
    )
    states = ("coded", "duplicate") if copies_too else ("coded",)
    query = (
        select(events.c.event, texts.c.report, texts.c.id, texts.c.text)
        .select_from(joined)
        .where(inputs.c.state.in_(states))
        .order_by(texts.c.published.is_(None), texts.c.published, inputs.c.id, events.c.number)
    )
    for row in stream(connection, query):
        yield Told(*row)


def find_extractors(connection: Connection, rows: Sequence[InputRow]) -> dict[str, str]:
    """What read the text of inputs, by extraction: ``recipe:sana/1f3a9c02``."""
    query = select(extractions.c.id, extractions.c.extractor)
    return {
        row.id: row.extractor
        for part in chunked([row.extraction_id for row in rows if row.extraction_id is not None])
        for row in connection.execute(query.where(extractions.c.id.in_(part)))
    }


class Reception(NamedTuple):
    """An input as ``marsad sources`` counts it; ``facts`` is JSON of the extraction."""

    place: str
    container: str | None
    state: str
    facts: str | None
    published: str | None


def iter_receptions(connection: Connection) -> Iterator[Reception]:
    """Every input with what is known of where it came from."""
    joined = inputs.outerjoin(extractions, inputs.c.extraction_id == extractions.c.id).outerjoin(
        texts, inputs.c.text_id == texts.c.id
    )
    query = select(
        inputs.c.place, inputs.c.container, inputs.c.state, extractions.c.facts, texts.c.published
    ).select_from(joined)
    for row in stream(connection, query.order_by(inputs.c.id)):
        yield Reception(*row)


def iter_values(connection: Connection, table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table with its hash, by primary key: for verification and packages."""
    found = metadata.tables[table]
    names = [f"{column.name}" for column in found.columns]  # plain strings: canonical JSON takes no others
    query = select(found).order_by(*found.primary_key.columns)
    for row in stream(connection, query):
        yield dict(zip(names, row, strict=True))


def iter_quoting(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Every event, of whatever version: its id, its JSON, the text it was found in."""
    joined = events.join(codings, events.c.coding_id == codings.c.id).join(texts, codings.c.text_id == texts.c.id)
    query = select(events.c.event_id, events.c.event, texts.c.text).select_from(joined)
    ordered = query.order_by(events.c.coding_id, events.c.number)
    for row in stream(connection, ordered):
        yield row[0], row[1], row[2]


def count_missing(connection: Connection) -> list[tuple[str, int, int]]:
    """Codings whose events are not all here: id, how many there were, how many there are."""
    here = func.count(events.c.coding_id)
    joined = codings.outerjoin(events, events.c.coding_id == codings.c.id)
    query = select(codings.c.id, codings.c.events, here).select_from(joined).group_by(codings.c.id, codings.c.events)
    return [(row[0], row[1], row[2]) for row in connection.execute(query.having(here != codings.c.events))]


def unlogged(connection: Connection) -> list[str]:
    """Inputs without their line in the audit log."""
    joined = inputs.outerjoin(custody, and_(custody.c.subject == inputs.c.id, custody.c.action == "received"))
    query = select(inputs.c.id).select_from(joined).where(custody.c.number.is_(None)).order_by(inputs.c.id)
    return list(connection.execute(query).scalars())


def content_hash(connection: Connection) -> str:
    """One hash over all evidence rows (not the audit log, which holds times): equal stores, equal hashes."""
    digest = hashlib.sha256()
    for kind in EVIDENCE:
        for values in iter_values(connection, kind.table):
            digest.update(values["row_hash"].encode())
    return digest.hexdigest()


def parse_facts(facts: str | None) -> dict[str, Any]:
    """The facts of an extraction."""
    found: dict[str, Any] = msgspec.json.decode(facts) if facts else {}
    return found

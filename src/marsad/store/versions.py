"""Questions to the store about versions: what older coders coded, what a coding said, which events were withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select

from .queries import Reception, Told, chunked, stream
from .records import WithdrawalRow
from .tables import codings, events, extractions, inputs, texts, withdrawals


class Version(NamedTuple):
    """What coded a text: the version of the program and of its lexicons; empty when nothing could."""

    version: str = ""
    lexicons: str = ""


class Outdated(NamedTuple):
    """An input that the present coder has not coded, and what coded it last."""

    id: str
    reception: Reception
    version: Version


class Withdrawn(NamedTuple):
    """An event that no current coding has, what had it last, and which event it became."""

    told: Told
    coding_id: str
    version: str
    lexicons: str
    became: str | None


def iter_outdated(connection: Connection, current: Version) -> Iterator[Outdated]:
    """Inputs that another version coded, or that could not be coded, by place."""
    joined = (
        inputs.join(extractions, inputs.c.extraction_id == extractions.c.id)
        .outerjoin(texts, inputs.c.text_id == texts.c.id)
        .outerjoin(codings, inputs.c.coding_id == codings.c.id)
    )
    other = or_(codings.c.id.is_(None), codings.c.version != current.version, codings.c.lexicons != current.lexicons)
    query = (
        select(
            inputs.c.id, inputs.c.place, inputs.c.container, inputs.c.state, extractions.c.facts, texts.c.published,
            codings.c.version, codings.c.lexicons,
        )
        .select_from(joined).where(inputs.c.state != "queued", other).order_by(inputs.c.place, inputs.c.id)
    )  # fmt: skip
    for row in stream(connection, query):
        yield Outdated(row[0], Reception(*row[1:6]), Version(*(part or "" for part in row[6:])))


def find_coded(connection: Connection, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """What codings say: JSON of their events by event id, in the order of the report, by coding."""
    found: dict[str, dict[str, str]] = {key: {} for key in ids}
    query = select(events.c.coding_id, events.c.event_id, events.c.event).order_by(events.c.coding_id, events.c.number)
    for part in chunked(ids):
        for coding_id, event_id, event in connection.execute(query.where(events.c.coding_id.in_(part))):
            found[coding_id][event_id] = event
    return found


def find_withdrawals(connection: Connection, ids: Sequence[str]) -> dict[tuple[str, str], WithdrawalRow]:
    """What was withdrawn of codings, by coding and event."""
    names = WithdrawalRow.__struct_fields__
    query = select(*(withdrawals.c[name] for name in names))
    return {
        (row[0], row[1]): WithdrawalRow(**dict(zip(names, row, strict=True)))
        for part in chunked(ids)
        for row in connection.execute(query.where(withdrawals.c.coding_id.in_(part)))
    }


def iter_withdrawn(connection: Connection, event_ids: Sequence[str] = ()) -> Iterator[Withdrawn]:
    """Events that a coding had and no current coding has, all or those named, by day of publication."""
    joined = (
        withdrawals.join(
            events, and_(events.c.coding_id == withdrawals.c.coding_id, events.c.event_id == withdrawals.c.event_id)
        )
        .join(codings, codings.c.id == withdrawals.c.coding_id)
        .join(texts, codings.c.text_id == texts.c.id)
    )
    again = events.alias()
    current = (
        select(inputs.c.id)
        .select_from(inputs.join(again, again.c.coding_id == inputs.c.coding_id))
        .where(again.c.event_id == withdrawals.c.event_id)
    )
    query = select(
        events.c.event, texts.c.report, texts.c.id, texts.c.text, codings.c.id, codings.c.version, codings.c.lexicons,
        withdrawals.c.became,
    )  # fmt: skip
    query = query.select_from(joined).where(~current.exists())
    if event_ids:
        query = query.where(withdrawals.c.event_id.in_(event_ids))
    ordered = query.order_by(texts.c.published.is_(None), texts.c.published, events.c.event_id, codings.c.id)
    for row in stream(connection, ordered):
        yield Withdrawn(Told(*row[:4]), *row[4:])

"""One report with all that happened to it: where it came from, its texts and codings, its copies, its log lines."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import Connection, or_, select

from .records import CodingRow, CustodyRow, InputRow
from .tables import codings, custody, extractions, inputs, texts

_ORDER = ("coded", "no_event", "duplicate", "queued", "unreadable")


class Copy(NamedTuple):
    """A report that is a duplicate of another, or its origin; ``report`` is JSON without the text."""

    report_id: str | None
    place: str
    report: str | None


def find_receptions(connection: Connection, report_id: str) -> list[InputRow]:
    """Inputs with these bytes, those with events first; none when nobody knows the report."""
    names = InputRow.__struct_fields__
    query = select(*(inputs.c[name] for name in names)).where(inputs.c.raw_id == report_id)
    rows = [InputRow(**dict(zip(names, row, strict=True))) for row in connection.execute(query)]
    return sorted(rows, key=lambda row: (_ORDER.index(row.state), row.place))


def list_codings(connection: Connection, report_id: str) -> list[CodingRow]:
    """Every coding of every text version of a report, in a fixed order."""
    names = CodingRow.__struct_fields__
    joined = codings.join(texts, codings.c.text_id == texts.c.id).join(extractions)
    query = select(*(codings.c[name] for name in names)).select_from(joined).where(extractions.c.raw_id == report_id)
    ordered = query.order_by(codings.c.version, codings.c.lexicons, codings.c.id)
    return [CodingRow(**dict(zip(names, row, strict=True))) for row in connection.execute(ordered)]


def list_duplicates(connection: Connection, row: InputRow) -> list[Copy]:
    """The reports that are duplicates of this one or of its origin, and the origin itself; not this one."""
    origin = row.duplicate_of or row.id
    joined = inputs.outerjoin(texts, inputs.c.text_id == texts.c.id)
    query = select(inputs.c.raw_id, inputs.c.place, texts.c.report).select_from(joined)
    kin = or_(inputs.c.id == origin, inputs.c.duplicate_of == origin)
    found = connection.execute(query.where(kin, inputs.c.id != row.id).order_by(inputs.c.place))
    return [Copy._make(one) for one in found]


def list_lines(connection: Connection, input_id: str) -> list[CustodyRow]:
    """The lines of the log on one input, in their order."""
    names = CustodyRow.__struct_fields__
    query = select(*(custody.c[name] for name in names)).where(custody.c.subject == input_id)
    found = connection.execute(query.order_by(custody.c.number))
    return [CustodyRow(**dict(zip(names, row, strict=True))) for row in found]

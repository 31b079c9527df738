"""Rows about translations: reports in other languages, Arabic texts of about the same days, and links between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select

from .ledgers import note_gone
from .queries import chunked, parse_facts
from .records import TranslationRow
from .tables import extractions, inputs, texts, translations
from .writes import add_rows

NOT_ARABIC = "not-arabic"  # the kind of problem of a report in another language


class Dated(NamedTuple):
    """A text with its hash, and the day it was published."""

    text_hash: str
    text: str
    day: str


def list_foreign(connection: Connection) -> list[Dated]:
    """Texts of reports in other languages, each with the first day it was published on, or an empty one."""
    joined = inputs.join(extractions, inputs.c.extraction_id == extractions.c.id)
    query = select(extractions.c.text_hash, extractions.c.text, extractions.c.facts).select_from(joined)
    found: dict[str, Dated] = {}
    for row in connection.execute(query.where(inputs.c.problem_kind == NOT_ARABIC)):
        facts = parse_facts(row.facts)
        day = (facts["published"] or facts["given"].get("published") or "")[:10]
        before = found.get(row.text_hash)
        days = [known for known in (day, before.day if before is not None else "") if known]
        found[row.text_hash] = Dated(row.text_hash, row.text, min(days, default=""))
    return sorted(found.values())


def list_dated(connection: Connection, first: str, after: str) -> list[Dated]:
    """Arabic texts published from the day ``first`` on and before ``after``, each once."""
    joined = inputs.join(texts, inputs.c.text_id == texts.c.id)
    query = select(texts.c.text_hash, texts.c.text, texts.c.published).select_from(joined)
    within = query.where(texts.c.published >= first, texts.c.published < after)
    found = {row[0]: Dated(row[0], row[1], row[2][:10]) for row in connection.execute(within)}
    return sorted(found.values())


def replace_translations(connection: Connection, foreign: Sequence[str], rows: Sequence[TranslationRow]) -> None:
    """Let these be the links of these foreign texts; those that stay the same are left alone."""
    query = select(translations.c.a, translations.c.b, translations.c.alike)
    before = [
        TranslationRow(a=row.a, b=row.b, alike=row.alike)
        for part in chunked(foreign)
        for row in connection.execute(query.where(translations.c.b.in_(part)))
    ]
    gone = [row for row in before if row not in rows]
    if gone:
        dropped = delete(translations).where(
            translations.c.a == bindparam("one"), translations.c.b == bindparam("other")
        )
        connection.execute(dropped, [{"one": row.a, "other": row.b} for row in gone])
        note_gone(connection, TranslationRow.table, [(row.a, row.b) for row in gone])
    add_rows(connection, [row for row in rows if row not in before])


class Linked(NamedTuple):
    """A foreign input and an Arabic one that are renderings of one text."""

    foreign: str
    arabic: str
    alike: int


def iter_translations(connection: Connection) -> Iterator[Linked]:
    """The places of linked reports, by the foreign one's."""
    other, text = inputs.alias("other"), texts.alias("arabic")
    joined = (
        translations.join(extractions, extractions.c.text_hash == translations.c.b)
        .join(inputs, inputs.c.extraction_id == extractions.c.id)
        .join(text, text.c.text_hash == translations.c.a)
        .join(other, other.c.text_id == text.c.id)
    )
    query = select(inputs.c.place, other.c.place, translations.c.alike).select_from(joined)
    for row in connection.execute(query.order_by(inputs.c.place, other.c.place)):
        yield Linked(row[0], row[1], row[2])

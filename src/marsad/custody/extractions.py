"""What a reader took out of raw bytes as a row, and back: the text, and what reader and caller said of the report."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..batch import Facts
from ..ingest import InputProblem, RawReport
from ..pipeline.coder import VERSION
from ..store import Store
from ..store.queries import parse_facts
from ..store.records import ExtractionRow, InputRow, canonical, hash_text, hash_values
from .whereabouts import Item, whole

_FACTS = ("external_id", "url", "outlet", "title", "published", "byline", "warnings")


def check(item: Item) -> Item:
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


def _said(value: Any) -> Any:
    if isinstance(value, list):
        return [whole(text) for text in value]
    return whole(value) if value is not None else None


def given_facts(facts: Facts) -> dict[str, str]:
    """What the caller said of all reports of a run."""
    said = {"published": facts.published, "outlet": facts.outlet, "title": facts.title}
    return {name: value for name, value in said.items() if value is not None}


def write_down(item: RawReport, given: dict[str, str]) -> ExtractionRow:
    """The row of what the reader found; ``given`` is what the caller said."""
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

"""WARC: one report a page. Responses, resources and conversions (Common Crawl's WET) are read, the rest is named.

``RawReport.raw`` is the record's payload as a reader sees it: chunks joined, compression undone. The locator gives the
record's number and offset, so the record itself can be found again.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote, urlsplit

from ...fetch.bodies import BodyError, decode_body
from ..limits import MAX_ITEM_BYTES
from ..records import RawReport
from .contracts import Blob, Item, Reader, Reading, Refused, inside, whole
from .gzips import DAMAGED
from .gzips import READER as GZIP
from .warc_records import Record, iter_records

_STATUS = re.compile(rb"HTTP/[0-9.]+ +([0-9]{3})")
_HEADER = re.compile(rb"WARC-[A-Z]", re.IGNORECASE)  # a first record that lost its first line
_SECOND = re.compile(rb"\r\n\r\n(?i:WARC/1\.[01]\r\nWARC-)")  # only a start without cases is looked for fast
_MEMBER = re.compile(rb"\x1f\x8b\x08")
_TEXT_OF = re.compile(r"urn:text\w*:")  # what Browsertrix reads off the screen: urn:text:https://…
_BOOKKEEPING = frozenset(("warcinfo", "request", "metadata"))
_PAGES = ("text/html", "application/xhtml+xml")
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "text/xml", "application/xml")
_OTHER = "Give it by itself if it is a report"


def claims(blob: Blob) -> bool:
    """A WARC record near the start, compressed or not: the first one may be damaged."""
    if not GZIP.claims(blob):
        return blob.head.startswith(b"WARC/1.") or bool(_HEADER.match(blob.head) or _SECOND.search(blob.head))
    return any(_inflates_to_record(blob.head, match.start()) for match in islice(_MEMBER.finditer(blob.head), 20))


def _inflates_to_record(head: bytes, at: int) -> bool:
    try:
        return zlib.decompressobj(31).decompress(head[at:], 64).startswith(b"WARC/1.")
    except zlib.error:
        return False


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Reports of every record with a page; every other record but bookkeeping is named."""
    count = told = 0
    pages: set[str | None] = set()  # addresses whose page gave a report
    for record in iter_records(blob.stream, reading.budget):
        count += 1
        if record.fault is not None:
            told += 1
            yield _name_fault(record.fault, record, blob)
        elif record.type not in _BOOKKEEPING:
            for item in _read_record(record, blob, reading, pages):
                told += 1
                yield item
    if not count:
        yield blob.problem("empty", "the archive holds no records", DAMAGED)
    elif not told:
        problem = "the archive holds only notes and requests of the crawler, no pages"
        yield whole(
            Refused("skipped", problem, "Give the WARC or WET files of the crawl", None, True).at(blob.source), blob
        )


def _read_record(record: Record, blob: Blob, reading: Reading, pages: set[str | None]) -> Iterator[Item]:
    try:
        payload, kind = _payload(record)
        if _TEXT_OF.match(record.url or "") and record.page_url in pages:
            problem = "the crawler's own text of a page that is in the archive"
            raise Refused("skipped", problem, _OTHER, None, True)
    except Refused as refusal:
        yield _name_fault(refusal, record, blob)
        return
    name = _file_name(record.url, kind)
    warnings = blob.warnings
    if record.headers.get("warc-truncated"):
        warnings += (f"truncated: the crawler cut this page ({record.headers['warc-truncated'][:20]})",)
    part = Blob.from_bytes(payload, blob.place(record.locator), name)
    part = replace(
        part, container=blob.source, locator=record.locator, depth=blob.depth + 1, url=record.page_url,
        fetched=record.headers.get("warc-date"), warnings=warnings,
    )  # fmt: skip
    for item in reading.enter(part):
        if isinstance(item, RawReport):
            pages.add(record.page_url)
        yield item


def _name_fault(fault: Refused, record: Record, blob: Blob) -> Item:
    """A record that is not read, with its address and its bytes, such as they are."""
    problem = f"{fault.problem} ({record.url})" if record.url else fault.problem
    told = Refused(fault.kind, problem, fault.remedy, None, fault.skipped)
    return inside(told.at(blob.place(record.locator)), blob, record.locator, record.block or None)


def _payload(record: Record) -> tuple[bytes, str]:
    """Body and kind (``html``, ``txt``, ``xml``) of a record that may hold a report; :class:`Refused` for others."""
    if record.type in ("resource", "conversion"):
        content_type = record.headers.get("content-type", "")
        return record.block, _kind(content_type)
    if record.type == "revisit":
        raise Refused(
            "skipped", "a visit that found the page unchanged; the page is in another record", _OTHER, None, True
        )
    if record.type != "response":
        raise Refused("unsupported", f"a record of type {record.type[:20]!r} is not read", _OTHER)
    start, _, body = record.block.partition(b"\r\n\r\n")
    status = _STATUS.match(start)
    if status is None:
        raise Refused("skipped", "a response that is not HTTP", _OTHER, None, True)
    if status.group(1) != b"200":
        problem = f"the server answered {status.group(1).decode()}, so there is no page"
        raise Refused("skipped", problem, "Look for another copy of the page", None, True)
    headers = _headers(start)
    kind = _kind(headers.get("content-type", ""))
    try:
        return decode_body(body, headers, MAX_ITEM_BYTES), kind
    except BodyError as error:
        raise Refused("damaged", f"its body cannot be read: {error}", DAMAGED) from None


def _headers(start: bytes) -> dict[str, str]:
    lines = start.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _kind(content_type: str) -> str:
    found = content_type.partition(";")[0].strip().lower()
    if found in _PAGES or not found:
        return "html" if found else ""
    if found in _FEEDS:
        return "xml"
    if found == "text/plain":
        return "txt"
    raise Refused("skipped", f"no page but {found[:60]}", _OTHER, None, True)


def _file_name(url: str | None, kind: str) -> str:
    """A name for detection: the kind that the server stated, else the end of the address."""
    if kind:
        return f"page.{kind}"
    try:
        return unquote(urlsplit(url or "").path.rsplit("/", 1)[-1])
    except ValueError:
        return ""


READER = Reader("warc", claims, read)

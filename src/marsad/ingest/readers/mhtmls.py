"""MHTML: a page saved with its parts (Chrome, Edge). One report, with the address and the time it was saved.

``raw`` is the whole file. Example: a ``درعا.mhtml`` whose main part is the page and whose others are pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime

from ..limits import MAX_PARTS
from ..pages import read_page
from ..records import RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, Refused, whole

SUFFIXES = frozenset((".mhtml", ".mht"))
_HEADER = re.compile(rb"(?i)(?:from|subject|date|mime-version|snapshot-content-location|content-type|x-[a-z-]+):")
_RELATED = re.compile(rb"(?i)^content-type:\s*multipart/related", re.MULTILINE)
_AGAIN = "Save the page again, as HTML or MHTML"


def claims(blob: Blob) -> bool:
    """Mail headers of a message whose parts belong together."""
    start = blob.head[:8192]
    return _HEADER.match(start) is not None and (
        _RELATED.search(start) is not None or (blob.suffix in SUFFIXES and b"mime-version" in start.lower())
    )


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The saved page as one report."""
    for item in reading.parse("mhtml", blob.read_all(), blob.source, {}):
        yield whole(item, blob)


def parse(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """The job of :func:`read`."""
    from email import message_from_bytes

    if raw.count(b"\n--") > 2 * MAX_PARTS + 2_000:
        raise Refused("too-large", f"it has more than {MAX_PARTS:,} parts", _AGAIN)
    message = message_from_bytes(raw)
    page = _main_part(message)
    if page is None:
        raise Refused("no-text", "the saved page has no HTML part", _AGAIN)
    item = read_page(_content(page), source, url=_address(message, page), retrieved=_saved(message))
    if isinstance(item, RawReport):
        item.raw, item.id = raw, hash_bytes(raw)
        item.fetched = _saved(message)
        if any(type(defect).__name__ == "CloseBoundaryNotFoundDefect" for defect in message.defects):
            item.warnings.append("truncated: the file has no end mark, so parts of the page may be missing")
    yield item


def _main_part(message: Message) -> Message | None:
    """The part the message names as its start, else the first HTML part."""
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = str(message.get_param("start") or "")
    named = [part for part in parts if start and part.get("Content-ID", "").strip() == start.strip()]
    return next(iter(named or parts), None)


def _content(page: Message) -> bytes:
    """The HTML as UTF-8."""
    found = page.get_payload(decode=True)
    content = found if isinstance(found, bytes) else b""
    charset = page.get_content_charset()
    if charset in (None, "utf-8", "utf8", "us-ascii"):
        return content
    try:
        return content.decode(str(charset)).encode("utf-8")
    except (LookupError, UnicodeError):
        return content


def _address(message: Message, page: Message) -> str | None:
    for found in (message.get("Snapshot-Content-Location"), page.get("Content-Location")):
        if found and str(found).strip().startswith(("http://", "https://")):
            return " ".join(str(found).split())[:2000]
    return None


def _saved(message: Message) -> str | None:
    try:
        moment = parsedate_to_datetime(str(message["Date"])) if message["Date"] else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if moment is None:
        return None
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).isoformat()


READER = Reader("mhtml", claims, read)

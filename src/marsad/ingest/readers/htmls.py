"""A web page: one report with its title, date, byline and outlet. Parsed in a limited process.

Example: ``<article><h1>قتيل في درعا</h1><p>قُتل شاب …</p></article>``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..pages import looks_like_html
from .contracts import Blob, Item, Reader, Reading, whole

SUFFIXES = frozenset((".html", ".htm", ".xhtml"))


def claims(blob: Blob) -> bool:
    """Content that begins as a page does, or a name that says so and content that is no other markup."""
    return blob.root == "html" or looks_like_html(blob.head) or blob.suffix in SUFFIXES


def known_of(blob: Blob) -> dict[str, str]:
    """Where the page was fetched and when, if known: they choose its recipe and give ``منذ 3 ساعات`` a day."""
    known = {"url": blob.url, "retrieved": blob.fetched}
    return {name: value for name, value in known.items() if value is not None}


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """The page as one report."""
    for item in reading.parse("page", blob.read_all(), blob.source, known_of(blob)):
        yield whole(item, blob)


READER = Reader("html", claims, read)

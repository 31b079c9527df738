"""OPML: a list of feeds. It holds no reports itself; each feed is named, and ``marsad watch`` polls them.

Example: ``<outline text="شبكة الضفة" xmlUrl="https://example.org/feed"/>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .contracts import Blob, Item, Reader, Reading, Refused, skip, whole
from .xml_checks import walk_xml


class Feed(NamedTuple):
    """A feed of a list."""

    url: str
    title: str


def claims(blob: Blob) -> bool:
    """XML whose first element is ``opml``."""
    return blob.root == "opml"


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """Every feed of the list, named."""
    for item in reading.parse("opml", blob.read_all(), blob.source, {}):
        yield item if item.locator else whole(item, blob)


def parse(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """The job of :func:`read`."""
    blob = Blob.from_bytes(raw, source, "feeds.opml")
    for feed in list_feeds(raw):
        problem = f"it names the feed {feed.url}, which is not fetched here"
        yield skip(blob, feed.title or "feed", problem, f"Run marsad watch {source}")


def list_feeds(raw: bytes) -> list[Feed]:
    """Feeds of the list in order, each address once; :class:`Refused` when there are none or the XML is damaged."""
    found: dict[str, Feed] = {}

    def note(tag: str, attributes: dict[str, str]) -> None:
        names = {name.lower(): value for name, value in attributes.items()}
        url = names.get("xmlurl", "").strip()
        if tag.rsplit("}", 1)[-1].lower() == "outline" and url:
            found.setdefault(url, Feed(url, " ".join((names.get("text") or names.get("title") or "").split())[:120]))

    fault = walk_xml(raw, note)
    if fault is not None:
        raise Refused("damaged", f"the list is not well formed ({fault})", "Export the list of feeds again")
    if not found:
        raise Refused("empty", "the list names no feeds (xmlUrl)", "Give an OPML file with feeds")
    return list(found.values())


READER = Reader("opml", claims, read)

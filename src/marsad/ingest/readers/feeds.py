"""RSS and Atom: one report an entry, from its full content where the feed carries it, else from its summary.

``raw`` is the canonical JSON of what the entry says, its HTML unchanged. Example: ``<item><title>قتيل في درعا</title>
<content:encoded>…</content:encoded></item>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..dates import parse_published
from ..decoding import check_text
from ..limits import MAX_ENTRIES
from ..records import InputProblem, RawReport, hash_bytes
from .contracts import Blob, Item, Reader, Reading, Refused, inside, whole
from .jsonlines import canonical
from .xml_checks import strip_tags, walk_xml

ROOTS = frozenset(("rss", "feed", "rdf"))
_AGAIN = "Fetch the feed again"
_LIMIT_OF_SUMMARY = 400


def claims(blob: Blob) -> bool:
    """XML whose first element is that of a feed."""
    return blob.root in ROOTS


def read(blob: Blob, reading: Reading) -> Iterator[Item]:
    """One report an entry, in the feed's order."""
    for item in reading.parse("feed", blob.read_all(), blob.source, {}):
        yield inside(item, blob, item.locator) if item.locator else whole(item, blob)


def parse(raw: bytes, source: str, options: Mapping[str, str]) -> Iterator[Item]:
    """The job of :func:`read`."""
    fault = walk_xml(raw)
    found = _parse(raw)
    entries = found.entries
    if not entries:
        if fault is None:
            raise Refused("empty", "the feed holds no entries", "Give a feed with entries")
        raise Refused("damaged", f"the feed is damaged or cut ({fault})", _AGAIN)
    for number, entry in enumerate(entries[:MAX_ENTRIES], 1):
        yield read_entry(entry, found.feed, source, _locator(entry, number))
    if len(entries) > MAX_ENTRIES:
        problem = f"the feed holds {len(entries):,} entries, {MAX_ENTRIES:,} were read"
        yield InputProblem(source, "too-large", problem, "Split the feed")
    if fault is not None:
        problem = f"the feed is not well formed ({fault}); {len(entries)} entries were found, others may be missing"
        yield InputProblem(source, "damaged", problem, _AGAIN)


def _locator(entry: Any, number: int) -> str:
    """The entry by its own id, which stays when newer entries push it down; by its number without one."""
    own = " ".join(str(entry.get("id") or entry.get("link") or "").split())[:200]
    return f"entry {own.encode('utf-8', 'replace').decode() or number}"


def _parse(raw: bytes) -> Any:
    import feedparser  # slow to import; only feeds need it

    try:
        return feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # it raises what its decoders stumble on
        problem = f"the feed is damaged ({type(error).__name__}: {str(error)[:80]})"
        raise Refused("damaged", problem, _AGAIN) from None


def read_entry(entry: Any, feed: Any, source: str, locator: str) -> Item:
    """A report from an entry as feedparser gives it."""
    kept = _facts(entry, feed)
    raw = canonical(kept)
    place = f"{source}, {locator}"
    html = kept.get("content") or kept.get("summary") or ""
    text = strip_tags(html)
    if not text:
        problem = f"the entry carries no text ({kept.get('link') or kept.get('title') or 'no link'})"
        return replace(Refused("no-text", problem, "Give the page it links to").at(place, raw), locator=locator)
    checked = check_text(text)
    if checked.problem is not None:
        return replace(Refused(*checked.problem).at(place, raw), locator=locator)
    report = RawReport(raw, hash_bytes(raw), place, checked.text, warnings=list(checked.warnings), locator=locator)
    report.external_id, report.url, report.byline = kept.get("id"), kept.get("link"), kept.get("author")
    report.title = strip_tags(kept["title"]) if kept.get("title") else None
    report.outlet = kept.get("outlet")
    report.published = parse_published(kept.get("published"))
    if report.published is None and kept.get("published"):
        report.warnings.append(f"published: {kept['published'][:60]!r} is no date, ignored")
    if not kept.get("content") and len(text) < _LIMIT_OF_SUMMARY:
        report.warnings.append("summary: the feed carries only a summary; the page it links to says more")
    return report


def _facts(entry: Any, feed: Any) -> dict[str, str]:
    contents = [str(part.get("value") or "") for part in entry.get("content") or []]
    origin = entry.get("source") or {}
    found = {
        "id": entry.get("id"),
        "link": entry.get("link"),
        "title": entry.get("title"),
        "published": entry.get("published") or entry.get("updated"),
        "author": entry.get("author"),
        "content": max(contents, key=len, default=""),
        "summary": entry.get("summary"),
        "outlet": origin.get("title") or feed.get("title"),
    }
    return {name: str(value).encode("utf-8", "replace").decode() for name, value in found.items() if value}


READER = Reader("feed", claims, read)

"""What a page says of itself: title, byline, outlet, address, publication date.

Dates come, in this order, from JSON-LD, ``article:published_time``, ``<time datetime>`` and an Arabic
date near the title; related articles are never read.

Example: ``<meta property="article:published_time" content="2022-08-10T14:50:01+00:00">``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .dates import parse_published

_ARTICLES = frozenset(
    (
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "BlogPosting",
        "Report",
        "LiveBlogPosting",
        "AnalysisNewsArticle",
        "WebPage",
        "SocialMediaPosting",
    )
)
_META_DATES = (
    "meta[property='article:published_time']",
    "meta[name='article:published_time']",
    "meta[itemprop=datePublished]",
    "meta[name=pubdate]",
    "meta[name=publishdate]",
    "meta[name='publish-date']",
    "meta[name=date]",
    "meta[name='DC.date.issued']",
    "meta[property='og:published_time']",
)
_ASIDES = (
    "aside,nav,footer,[class*=related],[id*=related],[class*=recommend],[class*=most-read],[class*=sidebar],"
    "[class*=widget],[class*=comment]"
)
_BYLINES = ("[rel=author]", "[itemprop=author]", ".byline", ".author-name", ".author")
_SEPARATOR = re.compile(r"\s+[|–—-]\s+[^|–—-]{2,40}$")
_NEAR = 600


@dataclass(slots=True)
class PageFacts:
    """Facts of a page; None when it does not say."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    warnings: list[str] = field(default_factory=list)


def read_facts(html: str) -> PageFacts:
    """Facts of a page; a page that cannot be parsed has none."""
    try:
        tree = LexborHTMLParser(html)
    except Exception:
        return PageFacts()
    linked = _linked_article(tree)
    for node in tree.css(_ASIDES):
        if not _holds_title(node):
            node.decompose()
    facts = PageFacts()
    facts.title = _title(tree, linked)
    facts.outlet = _meta(tree, "meta[property='og:site_name']", "meta[name='application-name']") or _name(
        linked.get("publisher")
    )
    facts.url = _address(tree)
    facts.byline = _byline(tree, linked)
    facts.published = _published(tree, linked, facts.warnings)
    return facts


def _holds_title(node: LexborNode) -> bool:
    return node.css_first("h1") is not None or node.css_first("article p") is not None


def _clean(text: Any) -> str | None:
    found = " ".join(text.split()) if isinstance(text, str) else ""
    return found[:500] or None


def _meta(tree: LexborHTMLParser, *selectors: str) -> str | None:
    for selector in selectors:
        node = tree.css_first(selector)
        found = _clean(node.attributes.get("content")) if node is not None else None
        if found:
            return found
    return None


def _linked_article(tree: LexborHTMLParser) -> dict[str, Any]:
    """The page's own article in JSON-LD: the first object of an article type with a date, else the first."""
    found: list[dict[str, Any]] = []
    for node in tree.css("script[type='application/ld+json']"):
        try:
            found.extend(_articles(json.loads(node.text()), 0))
        except (ValueError, RecursionError):
            continue
    found.sort(key=lambda item: (_rank(item), "datePublished" not in item))
    return found[0] if found else {}


def _rank(item: dict[str, Any]) -> int:
    kind = item.get("@type")
    return 1 if kind == "WebPage" or kind == ["WebPage"] else 0


def _articles(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for item in value[:50]:
            yield from _articles(item, depth)
    elif isinstance(value, dict) and depth < 3:
        kinds = value.get("@type")
        names = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(name, str) and name in _ARTICLES for name in names):
            yield value
        for key in ("@graph", "mainEntity"):
            yield from _articles(value.get(key), depth + 1)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return _clean(value)


def _title(tree: LexborHTMLParser, linked: dict[str, Any]) -> str | None:
    heading = tree.css_first("h1")
    in_page = _clean(heading.text(separator=" ")) if heading is not None else None
    title = in_page or _meta(tree, "meta[property='og:title']") or _clean(linked.get("headline"))
    if title:
        return title
    node = tree.css_first("title")
    whole = _clean(node.text()) if node is not None else None
    return _SEPARATOR.sub("", whole) if whole else None


def _address(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("link[rel=canonical]")
    found = _clean(node.attributes.get("href")) if node is not None else None
    found = found or _meta(tree, "meta[property='og:url']")
    return found if found and found.startswith(("http://", "https://")) else None


def _byline(tree: LexborHTMLParser, linked: dict[str, Any]) -> str | None:
    found = _name(linked.get("author")) or _meta(tree, "meta[name=author]", "meta[property='article:author']")
    if found and not found.startswith("http"):
        return found[:120]
    for selector in _BYLINES:
        node = tree.css_first(selector)
        text = _clean(node.text(separator=" ")) if node is not None else None
        if text and len(text) <= 80:
            return text
    return None


def _published(tree: LexborHTMLParser, linked: dict[str, Any], warnings: list[str]) -> str | None:
    for value in _dates(tree, linked):
        found = parse_published(value)
        if found is not None:
            return found
        warnings.append(f"published: {value[:60]!r} on the page is no date, ignored")
    return _near_title(tree)


def _dates(tree: LexborHTMLParser, linked: dict[str, Any]) -> Iterator[str]:
    value = linked.get("datePublished")
    if isinstance(value, str) and value:
        yield value
    for selector in _META_DATES:
        found = _meta(tree, selector)
        if found:
            yield found
    for selector in ("article time[datetime]", "main time[datetime]", "time[datetime]"):
        node = tree.css_first(selector)
        value = node.attributes.get("datetime") if node is not None else None
        if value:
            yield value
            return


def _near_title(tree: LexborHTMLParser) -> str | None:
    """A whole short text with a full date just after the title (``نشر: 15 كانون الأول 2021``)."""
    heading = tree.css_first("h1")
    node = heading.next if heading is not None else None
    read = 0
    for _ in range(8):
        if node is None or read > _NEAR:
            return None
        for text in _short_texts(node):
            found = parse_published(text)
            if found is not None:
                return found
            read += len(text)
        node = node.next
    return None


def _short_texts(node: LexborNode) -> Iterator[str]:
    whole = " ".join(node.text(separator=" ").split())
    if not whole:
        return
    if len(whole) <= 100:
        yield whole
        return
    for child in list(node.iter())[:6]:
        text = " ".join(child.text(separator=" ").split())
        if text and len(text) <= 100:
            yield text

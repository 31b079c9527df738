"""What stands in a page's head, collected in one pass: meta values, address, JSON-LD, headings, time elements.

Example: ``<meta property="og:site_name" content="سانا">`` is ``head.meta("og:site_name")``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson
from selectolax.lexbor import LexborHTMLParser, LexborNode

_PARTS = "meta,link[rel=canonical],script[type='application/ld+json'],title,h1,h2,h3,time"
_HEADINGS = frozenset(("h1", "h2", "h3"))
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


@dataclass
class PageHead:
    """The parts of one page; the first meta of a name counts."""

    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    scripts: list[str] = field(default_factory=list)
    title: str | None = None
    headings: list[LexborNode] = field(default_factory=list)
    times: list[LexborNode] = field(default_factory=list)

    def meta(self, *names: str) -> str | None:
        """The first value of ``names`` that the page gives."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    @cached_property
    def address(self) -> str | None:
        """The page's own address: canonical link, else ``og:url``."""
        found = self.canonical or self.meta("og:url")
        return found if found and found.startswith(("http://", "https://")) else None

    @cached_property
    def linked(self) -> dict[str, Any]:
        """The page's own article in JSON-LD: the first object of an article type with a date, else the first."""
        found: list[dict[str, Any]] = []
        for script in self.scripts:
            found.extend(_articles(_load(script), 0))
        found.sort(key=lambda item: (_rank(item), "datePublished" not in item))
        return found[0] if found else {}


def read_head(tree: LexborHTMLParser) -> PageHead:
    """Collect the parts of a page."""
    head = PageHead()
    for node in tree.css(_PARTS):
        tag = node.tag
        if tag == "meta":
            _add_meta(head, node)
        elif tag in _HEADINGS:
            head.headings.append(node)
        elif tag == "time":
            head.times.append(node)
        elif tag == "title":
            head.title = head.title or tidy_text(node.text())
        elif tag == "link":
            head.canonical = head.canonical or tidy_text(node.attributes.get("href"))
        else:
            head.scripts.append(node.text())
    return head


def _add_meta(head: PageHead, node: LexborNode) -> None:
    values = node.attributes
    content = tidy_text(values.get("content"))
    if content:
        for key in ("property", "name", "itemprop"):
            name = values.get(key)
            if name:
                head.metas.setdefault(name if key != "itemprop" else f"itemprop:{name}", content)


def tidy_text(text: Any) -> str | None:
    """A short text without outer and double blanks; None when nothing is left."""
    found = " ".join(text.split()) if isinstance(text, str) else ""
    return found[:500] or None


def name_of(value: Any) -> str | None:
    """The name of a JSON-LD person or organisation, of the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return tidy_text(value)


def _load(script: str) -> Any:
    """The value of a JSON-LD script; line ends inside strings, which some sites leave, are forgiven."""
    try:
        return orjson.loads(script)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return None


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

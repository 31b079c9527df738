"""What a page's head says: meta values, address, JSON-LD; and its headings and time elements, when asked for.

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

from .blocks import iter_ancestors
from .page_words import words_of_pages

_MANY = 200
_ROOTS = frozenset(("body", "html", "main", "-document", "-undef"))
_PARTS = "meta,link[rel=canonical],title"
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

    tree: LexborHTMLParser
    html: str
    metas: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    title: str | None = None
    beside: dict[int, bool] = field(default_factory=dict)

    @cached_property
    def headings(self) -> list[LexborNode]:
        """The first headings of the first three ranks, in order."""
        return self.tree.css("h1,h2,h3")[:_MANY]

    @cached_property
    def times(self) -> list[LexborNode]:
        """The first time elements, in order."""
        return self.tree.css("time[datetime]")[:_MANY] if "<time" in self.html else []

    @cached_property
    def body_metas(self) -> dict[str, str]:
        """Meta elements inside the body, where microdata puts them."""
        found: dict[str, str] = {}
        if self.tree.body is not None and "itemprop" in self.html:
            for node in self.tree.body.css("meta[itemprop]"):
                _add_meta(found, node)
        return found

    def meta(self, *names: str) -> str | None:
        """The first value of ``names`` that the page gives."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    def iter_nodes(self, selector: str) -> Iterator[LexborNode]:
        """The first nodes that a selector finds; those behind the first are looked for only when they are wanted."""
        first = self.tree.css_first(selector)
        if first is not None:
            yield first
            yield from self.tree.css(selector)[1:_MANY]

    def is_beside(self, node: LexborNode) -> bool:
        """True when an element around the node is furniture by name: a comment, a related report, a side bar."""
        seen = []
        up: LexborNode | None = node
        found = False
        while up is not None:
            known = self.beside.get(up.mem_id)
            if known is not None or up.tag in _ROOTS:
                found = bool(known)
                break
            seen.append(up.mem_id)
            if _is_named(up) and up.css_first("h1") is None:
                found = True
                break
            up = up.parent
        self.beside.update(dict.fromkeys(seen, found))
        return found

    @cached_property
    def address(self) -> str | None:
        """The page's own address: canonical link, else ``og:url``."""
        found = self.canonical or self.meta("og:url")
        return found if found and found.startswith(("http://", "https://")) else None

    @cached_property
    def linked(self) -> dict[str, Any]:
        """The page's own article in JSON-LD: the first object of an article type with a date, else the first."""
        found: list[dict[str, Any]] = []
        for script in self.tree.css("script[type='application/ld+json']") if "ld+json" in self.html else ():
            found.extend(_articles(_load(script.text()), 0))
        found.sort(key=lambda item: (_rank(item), "datePublished" not in item))
        return found[0] if found else {}


def read_head(tree: LexborHTMLParser, html: str) -> PageHead:
    """Collect the parts of a page's head; what stands in the body is looked up when it is asked for.

    ``html`` is the source of ``tree``: a piece that does not stand in it is not searched for in the tree.
    """
    head = PageHead(tree, html)
    for node in tree.head.css(_PARTS) if tree.head is not None else ():
        tag = node.tag
        if tag == "meta":
            _add_meta(head.metas, node)
        elif tag == "title":
            head.title = head.title or tidy_text(node.text())
        else:
            head.canonical = head.canonical or tidy_text(node.attributes.get("href"))
    return head


def _is_named(node: LexborNode) -> bool:
    tag = node.tag
    if tag == "aside" or tag == "nav":
        return True
    words, names = words_of_pages(), node.attributes
    name = f"{names.get('class') or ''} {names.get('id') or ''}" if names else ""
    if tag == "footer" and not words.is_own_foot(name):
        return all(up.tag != "article" for up in iter_ancestors(node, 30))
    return bool(names) and words.is_beside(name)


def _add_meta(metas: dict[str, str], node: LexborNode) -> None:
    values = node.attributes
    content = tidy_text(values.get("content"))
    if content:
        for key in ("property", "name", "itemprop"):
            name = values.get(key)
            if name:
                metas.setdefault(name if key != "itemprop" else f"itemprop:{name}", content)


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

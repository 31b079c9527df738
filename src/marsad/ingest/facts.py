"""What a page says of itself: title, byline, outlet, address, publication date.

Example: ``<meta property="article:published_time" content="2022-08-10T14:50:01+00:00">``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from ..lexicon.outlet_recipes import Recipe, fold_name
from .page_dates import find_published, texts_around
from .page_heads import PageHead, name_of, tidy_text
from .page_titles import find_title
from .page_words import fold_words, words_of_pages

_LONGEST_BYLINE = 80
_BYLINE_WORDS = 6


@dataclass(slots=True)
class PageFacts:
    """Facts of a page; None when it does not say."""

    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    warnings: list[str] = field(default_factory=list)


def read_facts(head: PageHead, recipe: Recipe | None = None, retrieved: str | None = None) -> PageFacts:
    """Facts of a page, with the help of its recipe; ``retrieved`` (ISO) is when it was fetched, if known."""
    title = find_title(head, recipe)
    published = find_published(head, title.node, recipe, retrieved)
    facts = PageFacts(title.text, url=head.address, published=published.value, warnings=published.warnings)
    facts.outlet = _outlet(head, recipe) or title.suffix
    facts.byline = _byline(head, recipe, facts.outlet) or _near_title(head, title.node)
    return facts


def _outlet(head: PageHead, recipe: Recipe | None) -> str | None:
    """The outlet by its recipe, else as the page names itself."""
    if recipe is not None and recipe.names:
        return recipe.names[0]
    selectors = recipe.selector("outlet") if recipe is not None else ()
    found = (head.tree.css_first(selector) for selector in selectors)
    by_recipe = next((tidy_text(node.text()) for node in found if node is not None), None)
    named = head.meta("og:site_name") or name_of(head.linked.get("publisher"))
    return by_recipe or named or head.meta("application-name")


def _byline(head: PageHead, recipe: Recipe | None, outlet: str | None) -> str | None:
    """Who wrote the page: by recipe, JSON-LD, meta, or an element classed as an author."""
    words = words_of_pages()
    for found in _bylines(head, recipe):
        name = _without_labels(found)
        if not name or name.startswith("http") or len(name) > _LONGEST_BYLINE:
            continue
        if fold_words(name) not in words.not_bylines and fold_name(name) != fold_name(outlet or ""):
            return name
    return None


def _bylines(head: PageHead, recipe: Recipe | None) -> Iterator[str]:
    own = recipe.selector("byline") if recipe is not None else ()
    for selector in own:
        yield from _by_selector(head, selector)
    for found in (name_of(head.linked.get("author")), head.meta("author", "article:author")):
        if found:
            yield found
    # An outlet's own recipe knows better than class names in general.
    if recipe is None or not recipe.is_outlet or not own:
        yield from _by_selector(head, words_of_pages().bylines)


def _near_title(head: PageHead, title: LexborNode | None) -> str | None:
    """A short line beside the title that says who wrote: ``بقلم سلمى``, ``قسم الأخبار``."""
    words = words_of_pages()
    for text in texts_around(head, title) if title is not None else ():
        tokens = fold_words(text).split()
        if not tokens or len(tokens) > _BYLINE_WORDS or any(token.isdecimal() for token in tokens):
            continue
        name = _without_labels(text)
        if name != text or tokens[0] in words.byline_openers:
            return name
    return None


def _without_labels(text: str) -> str:
    """``كتب بواسطة: سلمى`` is ``سلمى``."""
    for _ in range(3):
        shorter = words_of_pages().byline_label.sub("", text).strip(" :/-")
        if shorter == text:
            break
        text = shorter
    return text


def _by_selector(head: PageHead, selector: str) -> Iterator[str]:
    for node in head.iter_nodes(selector):
        text = tidy_text(node.attributes.get("content") or node.text(separator=" "))
        if text and len(text) <= _LONGEST_BYLINE and not head.is_beside(node):
            yield text
            return

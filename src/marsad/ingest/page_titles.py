"""The title of a page and where it stands: the heading that the page's own metadata repeats.

Example: of ``<title>قتيل في درعا - صدى</title>`` and ``<h1>صدى</h1> … <h2>قتيل في درعا</h2>`` the h2 is the title.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..lexicon.outlet_recipes import Recipe, fold_name
from .page_heads import PageHead, tidy_text

_SEPARATOR = re.compile(r"\s+[|–—»:·-]+\s+|\s*\|\s*")
_SHORTEST = 8
_SUFFIX_WORDS = 6


@dataclass(frozen=True, slots=True)
class Title:
    """The title, the node that shows it (None when it is only in the head), and the outlet that the head adds to it."""

    text: str | None = None
    node: LexborNode | None = None
    suffix: str | None = None


def find_title(head: PageHead, recipe: Recipe | None) -> Title:
    """The title by recipe, by the heading that repeats the head's title, by the only h1, or from the head alone."""
    by_recipe = _by_recipe(head.tree, recipe)
    if by_recipe is not None and recipe is not None and recipe.is_outlet:
        return Title(tidy_text(by_recipe.text(separator=" ")), by_recipe)
    references = [one for one in (tidy_text(head.linked.get("headline")), head.meta("og:title"), head.title) if one]
    if by_recipe is not None:
        return Title(tidy_text(by_recipe.text(separator=" ")), by_recipe, _suffix(by_recipe.text(), references))
    if recipe is not None and recipe.selector("title") == ("none",):
        return Title()
    node = _repeated(head, references)
    if node is not None:
        text = tidy_text(node.text(separator=" "))
        return Title(text, node, _suffix(text, references))
    return _from_head(head, references)


def _by_recipe(tree: LexborHTMLParser, recipe: Recipe | None) -> LexborNode | None:
    for selector in recipe.selector("title") if recipe is not None else ():
        node = tree.css_first(selector)
        if node is not None and len(node.text().strip()) >= _SHORTEST:
            return node
    return None


def _repeated(head: PageHead, references: list[str]) -> LexborNode | None:
    """The longest heading that stands in a reference; the first of equals."""
    folded = [fold_name(one) for one in references]
    best, length = None, _SHORTEST - 1
    for node in head.headings:
        text = fold_name(node.text(separator=" "))
        if len(text) > length and any(text in one for one in folded):
            best, length = node, len(text)
    site = head.meta("og:site_name")
    if best is not None and site and fold_name(best.text()) == fold_name(site):
        return None
    # A heading that is a small part of the title is the site's name or a section.
    return best if best is not None and length * 2 >= min((len(one) for one in folded), default=0) else None


def _from_head(head: PageHead, references: list[str]) -> Title:
    tree = head.tree
    first = [node for node in head.headings if node.tag == "h1"]
    if not references and len(first) == 1:
        return Title(tidy_text(first[0].text(separator=" ")), first[0])
    whole = tree.body.text(separator=" ") if tree.body is not None and references else ""
    for reference in references:
        for end in (len(reference), *(m.start() for m in reversed(list(_SEPARATOR.finditer(reference))))):
            text = reference[:end].strip()
            if len(text) >= _SHORTEST and text in whole:
                return Title(text, _shown(tree, text), _suffix(text, references))
    for reference in references:
        parts = [part for part in _SEPARATOR.split(reference) if part]
        if len(parts) > 1 and len(parts[-1].split()) <= _SUFFIX_WORDS:
            text = reference[: reference.rindex(parts[-1])].rstrip(" |–—»:·-")
            return Title(text or reference, None, parts[-1])
    if len(first) == 1:
        return Title(tidy_text(first[0].text(separator=" ")), first[0])
    return Title(references[0] if references else None)


def _shown(tree: LexborHTMLParser, text: str) -> LexborNode | None:
    """The innermost element that shows the title."""
    for node in tree.css("h1,h2,h3,h4,td,div,span,b,font,strong,p,a"):
        if text in (tidy_text(node.text(deep=False)) or ""):
            return node
    return None


def _suffix(text: str | None, references: list[str]) -> str | None:
    """What the head's title adds to the title: the outlet, when it is a few words behind a bar."""
    for reference in references:
        if text and reference.startswith(text) and reference != text:
            parts = [part for part in _SEPARATOR.split(reference[len(text) :]) if part.strip()]
            if parts and len(parts[-1].split()) <= _SUFFIX_WORDS:
                return parts[-1].strip()
    return None

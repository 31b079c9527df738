"""Pages by the recipe of their outlet, or by the shape of the system that made them.

Example: a page with ``<link rel=canonical href="https://www.enabbaladi.net/…">`` is read by the recipe ``enab-baladi``.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..lexicon.outlet_recipes import Recipe, Recipes, load_recipes
from .blocks import Block, read_blocks
from .densities import without_links
from .page_words import Pruner

_ENOUGH = 80
_KEPT = 0.3
_ALIKE = 30
_BODIES = 200  # posts of a channel; nested look-alikes of a hostile page would be read once each


def find_recipe(html: str, urls: list[str], site: str | None) -> Recipe | None:
    """The recipe of the outlet (by address, else by the page's name for itself), else that of the page's shape."""
    recipes = load_recipes()
    found = next((recipe for recipe in (_of_url(recipes, url) for url in urls) if recipe is not None), None)
    if found is None and site:
        found = recipes.of_name(site)
    return found or recipes.of_source(html)


def find_shape(html: str) -> Recipe | None:
    """The shape of a page whose outlet's recipe no longer fits."""
    return load_recipes().of_source(html)


def _of_url(recipes: Recipes, url: str) -> Recipe | None:
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return recipes.of_host(host) if host else None


def read_bodies(tree: LexborHTMLParser, recipe: Recipe) -> tuple[list[Block], LexborNode | None]:
    """Blocks of the body that a recipe names, and the body; none when the page has none or it holds too little."""
    for selector in recipe.selector("body"):
        nodes = tree.css(selector)[:_BODIES]
        if not nodes:
            continue
        body = None if recipe.every else _largest(nodes)
        blocks = [block for node in (nodes if body is None else [body]) for block in _read(node, recipe)]
        if sum(len(block.text) for block in blocks) >= _ENOUGH:
            return blocks, body
    return [], None


def _largest(nodes: list[LexborNode]) -> LexborNode:
    """The body with most text: teasers of related reports often carry the same class."""
    return nodes[0] if len(nodes) == 1 else max(nodes[:_ALIKE], key=lambda node: len(node.text()))


def _read(node: LexborNode, recipe: Recipe) -> list[Block]:
    drop = ",".join(recipe.selector("drop"))
    blocks = read_blocks(node, node.css(drop) if drop else (), Pruner(node))
    if sum(len(block.text) for block in blocks) < _KEPT * len(node.text()):
        blocks = read_blocks(node)  # the words for furniture took the text itself
    return without_links(blocks)

"""The ladder: recipe, trafilatura, density of prose, ``html.parser``; the first sound text wins and is named.

Each rung fails silently in its own way, so each is checked: too little against the prose of the page, mostly links,
not Arabic. A name and a version say which rung read a page (``recipe:sana/1f3a9c02``): a text can be made again.

Example: a page nested 300 deep is not shown to trafilatura; its text comes from ``density/1``, with a warning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..lexicon.outlet_recipes import Recipe
from .decoding import arabic_share
from .densities import VERSION, Density, is_prose, read_density
from .nesting import DEEP, SLOW, find_depth, is_tree_safe
from .plain_pages import read_plain, tidy
from .recipes import find_shape, read_bodies

ENOUGH = 80
_COVER = 0.8
_EXCERPT = 600
_SOME = 0.5
_LINES = 0.5
# trafilatura climbs from every element to the root several times.
_STEPS = 2_000_000


@dataclass
class Page:
    """A page on its way: source, tree (None when it is too big or deep for one), the recipe to try."""

    html: str
    tree: LexborHTMLParser | None
    recipe: Recipe | None = None

    @cached_property
    def density(self) -> Density:
        """Where the prose of the page stands."""
        return read_density(self.tree) if self.tree is not None else Density()


@dataclass(slots=True)
class Extraction:
    """Text, the rung that read it with its version, and why higher rungs did not."""

    text: str = ""
    extractor: str = ""
    warnings: list[str] = field(default_factory=list)


def parse_page(html: str) -> LexborHTMLParser | None:
    """The tree of a page; None when it is so big or deep that reading the tree would take minutes."""
    if not is_tree_safe(html):
        return None
    try:
        return LexborHTMLParser(html)
    except Exception:  # whatever a parser of hostile bytes raises, the rungs below need none
        return None


def extract(page: Page) -> Extraction:
    """The text of a page by the first rung whose text is sound; an empty text when none has any."""
    if page.tree is None:
        return _by_parser(page, "the page is too big or too deep for a tree")
    missed: list[str] = []
    recipe = page.recipe
    while recipe is not None:
        blocks, body = read_bodies(page.tree, recipe)
        text = "\n".join(block.text for block in blocks)
        reason = _misfit(page, text, body)
        if reason is None:
            kind = "recipe" if recipe.is_outlet else "shape"
            return Extraction(text, f"{kind}:{recipe.id}/{recipe.version}", missed)
        if recipe.is_outlet:
            missed.append(f"page: the recipe {recipe.id} found {reason}; the site may have changed")
        recipe = find_shape(page.html) if recipe.is_outlet else None
    result = _by_trafilatura(page, page.density)
    if not result.text:
        result = _fall_back(page, page.density, result)
    result.warnings = missed + result.warnings
    return result


def _misfit(page: Page, text: str, body: LexborNode | None) -> str | None:
    """Why the text of a recipe is not taken: there is none, or it is the head of a longer one around it."""
    if not text:
        return "no body"
    around = body.parent if body is not None and len(text) < _EXCERPT else None
    if around is None or sum(len(node.text()) for node in around.css("p")) < 2 * len(text):
        return None
    whole = page.density.text
    longer = len(whole) > 2 * len(text) and _covered(text.split("\n"), whole) >= _COVER
    return "only an excerpt" if longer else None


def _by_trafilatura(page: Page, density: Density) -> Extraction:
    """trafilatura, compared with the prose that the page visibly holds; empty with a reason when it is not sound."""
    depth = find_depth(page.html)
    source = _pruned(page, density) if depth < DEEP else ""
    if not source or len(source) > SLOW or source.count("<") * depth > _STEPS:
        return Extraction(warnings=["trafilatura was not asked: the page is too big or nested too deep for it"])
    import trafilatura  # slow to import; only pages without a recipe need it

    try:
        found = trafilatura.extract(
            source, favor_precision=True, include_tables=False, include_comments=False, fast=True
        )
    except Exception as error:  # a parser error of one page must not cost the page its text
        return Extraction(warnings=[f"trafilatura failed ({type(error).__name__})"])
    text = tidy(found or "")
    reason = _fault(text, density)
    if reason:
        return Extraction(warnings=[f"trafilatura {reason}"])
    return Extraction(_joined(text, density), f"trafilatura/{trafilatura.__version__}")


def _pruned(page: Page, density: Density) -> str:
    """The page without the furniture found: a tenth of the work for trafilatura, and less to go wrong."""
    assert page.tree is not None
    for node in density.pruned:
        node.decompose()
    page.tree.strip_tags(["script", "style", "noscript", "svg"])
    return page.tree.html or ""


def _fault(text: str, density: Density) -> str | None:
    """What is wrong with a text, or None when it is sound."""
    if not text:
        return "found nothing"
    if len(text) < ENOUGH and len(density.text) >= ENOUGH:
        return f"found {len(text)} characters"
    share = _covered(density.text.split("\n"), text)
    if share < _SOME:
        return f"found only {share:.0%} of the prose"
    links = {block.text for block in density.blocks if block.link_share > _LINES}
    lines = text.split("\n")
    if sum(line in links for line in lines) > _LINES * len(lines):
        return "found links"
    if arabic_share(text) < 0.3 < 0.6 < arabic_share(density.text):
        return "found no Arabic"
    return None


def _covered(lines: list[str], text: str) -> float:
    """Share of the characters of ``lines`` that stand in ``text`` too."""
    whole = " ".join(text.split())
    total = sum(map(len, lines))
    return sum(len(line) for line in lines if line in whole) / total if total else 1.0


def _joined(text: str, density: Density) -> str:
    """What both found, by the blocks of the page: they keep the repeated and short paragraphs that trafilatura loses.

    Blocks before the first and behind the last common one stay only when the two agree on nearly everything; a prose
    line that trafilatura alone has above the first common one (a lead outside the main part) is kept.
    """
    lines, blocks = text.split("\n"), density.text.split("\n")
    if _covered(lines, density.text) < _COVER:
        return text
    common = [i for i, block in enumerate(blocks) if block in text]
    if _covered(blocks, text) < _COVER and common:
        blocks = blocks[common[0] : common[-1] + 1]
    prose = {block.text for block in density.blocks if is_prose(block)}
    lead = []
    for line in lines:
        if line in blocks:
            break
        if line in prose:
            lead.append(line)
    return "\n".join([*lead, *blocks])


def _fall_back(page: Page, density: Density, above: Extraction) -> Extraction:
    reason = "; ".join(above.warnings)
    if len(density.text) >= ENOUGH:
        return Extraction(density.text, f"density/{VERSION}", [f"page: read by its density of prose, for {reason}"])
    result = _by_parser(page, reason)
    if len(result.text) < len(density.text):
        return Extraction(density.text, f"density/{VERSION}", [f"page: read by its density of prose, for {reason}"])
    return result


def _by_parser(page: Page, reason: str) -> Extraction:
    warning = f"page: read by html.parser with its furniture, for {reason}"
    return Extraction(read_plain(page.html), "html.parser/1", [warning])

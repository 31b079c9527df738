"""A web page to a report: main text, title, byline, outlet, address, publication date.

The text comes from the first sound rung of the ladder (``extractors``), whose name and version stay with the
report. It still carries page furniture; ``clean`` cuts it.

Example: ``<article><h1>قتيل في درعا</h1><p>قُتل شاب …</p></article>`` gives title and text.
"""

from __future__ import annotations

from .decoding import check_text
from .extractors import Extraction, Page, extract, parse_page
from .facts import PageFacts, read_facts
from .nesting import shorten_tags
from .page_bytes import decode_page, looks_like_html
from .page_heads import read_head
from .recipes import find_recipe
from .records import InputProblem, RawReport, hash_bytes

__all__ = ["extract_text", "looks_like_html", "read_page"]


def read_page(
    raw: bytes, source: str, *, url: str | None = None, retrieved: str | None = None
) -> RawReport | InputProblem:
    """One report from a page, or why there is none.

    ``url`` is where the page was fetched and ``retrieved`` (ISO) when, if the caller knows: they choose the recipe
    and give relative dates (``منذ 3 ساعات``) a day.
    """
    key = hash_bytes(raw)
    decoded = decode_page(raw)
    if decoded.problem is not None:
        return InputProblem(source, *decoded.problem, None, key)
    facts, found = _read(decoded.text, url, retrieved)
    if not found.text:
        return InputProblem(
            source, "no-text", "the page holds no readable text", "Save the text of the report and give that", None, key
        )
    checked = check_text(found.text)
    if checked.problem is not None:
        return InputProblem(source, *checked.problem, None, key)
    warnings = [*decoded.warnings, *checked.warnings, *found.warnings, *facts.warnings]
    report = RawReport(raw, key, source, checked.text, warnings=warnings)
    report.url, report.outlet, report.title = facts.url or url, facts.outlet, facts.title
    report.published, report.byline, report.extractor = facts.published, facts.byline, found.extractor
    return report


def _read(text: str, url: str | None, retrieved: str | None) -> tuple[PageFacts, Extraction]:
    html = shorten_tags(text)
    tree = parse_page(html)
    if tree is None:
        return PageFacts(), extract(Page(html, None))
    head = read_head(tree, html)
    recipe = find_recipe(html, [one for one in (url, head.address) if one], head.meta("og:site_name"))
    facts = read_facts(head, recipe, retrieved)
    return facts, extract(Page(html, tree, recipe))


def extract_text(html: str) -> str:
    """Only the main text of a page: paragraphs joined by line ends; empty when no rung finds any."""
    return _read(html, None, None)[1].text

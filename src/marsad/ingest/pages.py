"""A web page to a report: main text, title, byline, outlet, address, publication date.

The text comes from the first rung that finds enough: trafilatura, then selectolax, then
``html.parser``. Big or deeply nested pages start at a lower rung. The text still carries
page furniture; ``clean`` cuts it.

Example: ``<article><h1>قتيل في درعا</h1><p>قُتل شاب …</p></article>`` gives title and text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

from selectolax.lexbor import LexborHTMLParser

from ..lexicon.tables import load_yaml
from .decoding import Decoded, check_text, decode
from .facts import PageFacts, read_facts
from .records import InputProblem, RawReport, hash_bytes

# Measured limits: trafilatura takes 2 s a MB and gives None at 255 levels; trees of 2,000 levels take minutes to read.
_SLOW = 3_000_000
_BIG = 10_000_000
_DEEP = 250
_DEEPEST = 2_000
_LONG_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]{0,20})\s[^<>]{20000,}>")
_HIDDEN = re.compile(r"<(script|style|noscript|template|svg)\b[^<>]*>.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,10})[^<>]*?(/?)>")
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "wbr",
    )
)  # fmt: skip
_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select",
        "svg", "iframe", "head", "title",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "section", "article", "blockquote", "ul",
        "ol", "table", "figcaption",
    )
)  # fmt: skip
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_BODIES = (
    "[itemprop=articleBody]",
    "article",
    "main",
    "[role=main]",
    ".entry-content",
    ".post-content",
    ".article-body",
    "#content",
)
_DROPPED = "script,style,noscript,template,nav,header,footer,aside,form,button,svg,iframe,figcaption"
_ASIDES = "[class*=related],[class*=share],[class*=comment],[class*=newsletter],[class*=tags]"
_ENOUGH = 80


def looks_like_html(raw: bytes) -> bool:
    """True for bytes that begin as a page does."""
    head = raw[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) and (
        b"<html" in raw[:4096].lower() or (head[:1] == b"<" and head[:5] != b"<?xml")
    )


def read_page(raw: bytes, source: str) -> RawReport | InputProblem:
    """One report from a page, or why there is none."""
    key = hash_bytes(raw)
    decoded = _decode_page(raw)
    if decoded.problem is not None:
        return InputProblem(source, *decoded.problem, None, key)
    html = _LONG_TAG.sub(r"<\1>", decoded.text)
    first = _first_rung(html)
    facts = read_facts(html) if first < 2 else PageFacts()
    text = extract_text(html, first)
    if not text:
        return InputProblem(
            source, "no-text", "the page holds no readable text", "Save the text of the report and give that", None, key
        )
    checked = check_text(text)
    if checked.problem is not None:
        return InputProblem(source, *checked.problem, None, key)
    report = RawReport(raw, key, source, checked.text, warnings=[*decoded.warnings, *checked.warnings, *facts.warnings])
    report.url, report.outlet, report.title = facts.url, facts.outlet, facts.title
    report.published, report.byline = facts.published, facts.byline
    return report


def _decode_page(raw: bytes) -> Decoded:
    """The page's characters; its own charset is tried when it is not UTF-8."""
    try:
        return Decoded(raw.decode("utf-8-sig").replace("\x00", "")) if raw.strip() else decode(raw)
    except UnicodeDecodeError:
        declared = _CHARSET.search(raw[:4096])
    if declared is not None and declared.group(1).lower() in (b"windows-1256", b"cp1256", b"iso-8859-6", b"utf-16"):
        name = declared.group(1).decode("ascii").lower()
        return Decoded(raw.decode(name, errors="replace"), (f"encoding: read as {name}, as the page says",))
    return _lenient(raw)


def _lenient(raw: bytes) -> Decoded:
    """A page with a few bad bytes is read; a binary is not."""
    decoded = decode(raw)
    if decoded.problem is None or decoded.problem[0] != "encoding":
        return Decoded(
            decoded.text, tuple(w for w in decoded.warnings if not w.startswith("not-arabic")), decoded.problem
        )
    text = raw.decode("utf-8", errors="replace")
    if text.count("\ufffd") > 0.02 * len(text):
        return decoded
    return Decoded(text, ("encoding: some bytes are not UTF-8 and were replaced by U+FFFD",))


def _first_rung(html: str) -> int:
    """0 trafilatura, 1 selectolax, 2 html.parser: the highest rung that a page's size and depth allow."""
    depth = _depth(html)
    if len(html) > _BIG or depth >= _DEEPEST:
        return 2
    return 1 if len(html) > _SLOW or depth >= _DEEP else 0


def extract_text(html: str, first: int = 0) -> str:
    """Paragraphs of the main text joined by line ends; empty when no rung finds any."""
    best = ""
    rungs = (_by_trafilatura, _by_selectolax, _by_parser)
    for rung in (_by_known_place, *rungs[first:]) if first < 2 else rungs[first:]:
        try:
            text = rung(html)
        except Exception:
            continue
        if len(text) >= _ENOUGH:
            return text
        best = max(best, text, key=len)
    return best


def _depth(html: str) -> int:
    """How deep tags nest, roughly; stops counting at the limit."""
    depth = deepest = 0
    for match in _TAG.finditer(html):
        name = match.group(2).lower()
        if name in _VOID or match.group(3):
            continue
        depth += -1 if match.group(1) else 1
        deepest = max(deepest, depth)
        if deepest >= _DEEPEST:
            break
    return deepest


@lru_cache(maxsize=1)
def _known_places() -> str:
    """CSS selectors of bodies, from ``outlets.yaml``."""
    return ",".join(part.strip() for part in str(load_yaml("outlets.yaml")["page_bodies"]).split(","))


def _by_known_place(html: str) -> str:
    """Paragraphs of the body that a publishing system marks; empty when there is none or it holds little."""
    tree = LexborHTMLParser(html)
    node = tree.css_first(_known_places())
    if node is None:
        return ""
    for inner in node.css(f"{_DROPPED},{_ASIDES}"):
        inner.decompose()
    paragraphs = [p.text(separator="").strip() for p in node.css("p")]
    text = _tidy("\n".join(paragraphs))
    return text if sum(1 for p in paragraphs if p) >= 3 and len(text) >= 300 else ""


def _by_trafilatura(html: str) -> str:
    import trafilatura  # slow to import; only pages need it

    text: str | None = trafilatura.extract(html, favor_precision=True, include_tables=False, include_comments=False)
    return _tidy(text or "")


def _by_selectolax(html: str) -> str:
    tree = LexborHTMLParser(html)
    for node in tree.css(_DROPPED):
        node.decompose()
    for selector in (*_BODIES, "body"):
        node = tree.css_first(selector)
        if node is None:
            continue
        paragraphs = [p.text(separator="").strip() for p in node.css("p")]
        text = _tidy("\n".join(paragraphs))
        if len(text) < _ENOUGH:
            text = _tidy(node.text(separator="\n"))
        if len(text) >= _ENOUGH:
            return text
    return ""


class _TextParser(HTMLParser):
    """Text outside scripts, menus and forms; block tags end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping: str | None = None
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, and silence at a skipped element."""
        if self.skipping is not None:
            self.depth += tag == self.skipping
        elif tag in _SKIPPED:
            self.skipping, self.depth = tag, 1
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block, and silence at the end of the skipped element."""
        if self.skipping is not None:
            self.depth -= tag == self.skipping
            if not self.depth:
                self.skipping = None
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self.skipping is None:
            self.parts.append(data)


def _by_parser(html: str) -> str:
    parser = _TextParser()
    parser.feed(_HIDDEN.sub(" ", html))
    parser.close()
    return _tidy("".join(parser.parts))


def _tidy(text: str) -> str:
    """Lines without outer blanks, empty ones dropped."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)

"""The last rung: a page's text by the standard library's parser, which no depth or size stops.

Example: ``read_plain("<div>" * 5000 + "<p>قُتل شاب</p>")`` is ``قُتل شاب``.
"""

from __future__ import annotations

from html.parser import HTMLParser

from .blocks import BLOCKS
from .nesting import without_hidden

_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "nav", "header", "footer", "aside", "button", "select", "textarea",
        "svg", "iframe", "head", "title",
    )
)  # fmt: skip


class _TextParser(HTMLParser):
    """Text outside scripts, menus and forms; block tags end a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.skipping: str | None = None
        self.depth = 0

    def parse_html_declaration(self, i: int) -> int:
        """Pass over what begins with ``<!``: the library raises on marked sections (``<![x``) that it does not know."""
        return self.parse_comment(i) if self.rawdata.startswith("<!--", i) else self.parse_bogus_comment(i)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line at a block, and silence at a skipped element."""
        if self.skipping is not None:
            self.depth += tag == self.skipping
        elif tag in _SKIPPED:
            self.skipping, self.depth = tag, 1
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block, and silence at the end of the skipped element."""
        if self.skipping is not None:
            self.depth -= tag == self.skipping
            if not self.depth:
                self.skipping = None
        elif tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if self.skipping is None:
            self.parts.append(data)


def read_plain(html: str) -> str:
    """Lines of a page without menus and scripts; furniture stays."""
    parser = _TextParser()
    parser.feed(without_hidden(html))
    parser.close()
    return tidy("".join(parser.parts))


def tidy(text: str) -> str:
    """Lines without outer blanks, empty ones dropped."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)

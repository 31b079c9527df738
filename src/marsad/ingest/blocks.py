"""The text of a piece of a page as blocks: paragraphs, list entries, table rows, lines between ``<br>``.

Example: ``<div>قُتل شاب<br>في درعا</div>`` has the blocks ``قُتل شاب`` and ``في درعا``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
SILENT = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "textarea", "input", "object",
        "head", "title", "-comment", "audio", "video", "canvas", "map", "datalist",
    )
)  # fmt: skip
# Tags that are never asked whether they are furniture.
PLAIN = frozenset(("p", "b", "i", "em", "strong", "font", "u", "td", "tr", "tbody", "body", "center", "html"))
_DEEPEST = 600


@dataclass(slots=True)
class Block:
    """A run of text between two block borders; ``linked`` counts its characters inside links, ``node`` holds it."""

    text: str
    linked: int
    node: LexborNode

    @property
    def link_share(self) -> float:
        """Share of the characters that stand inside links."""
        return self.linked / len(self.text) if self.text else 0.0


class _Reader:
    """Collects text until a border, then makes a block of it."""

    def __init__(
        self, root: LexborNode, dropped: Iterable[LexborNode], judge: Callable[[LexborNode], bool] | None
    ) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.home = root
        self.dropped = {node.mem_id for node in dropped}
        self.judge = judge

    def rejects(self, node: LexborNode, tag: str) -> bool:
        """True for an element that is passed over with all that it holds."""
        if tag in SILENT or (self.dropped and node.mem_id in self.dropped):
            return True
        return self.judge is not None and tag not in PLAIN and self.judge(node)

    def add(self, text: str, in_link: bool) -> None:
        """Take text; in ``<pre>`` a line end is a border."""
        if self.home.tag == "pre" and "\n" in text:
            for line in text.split("\n"):
                self.parts.append(line)
                self.close(self.home)
            return
        self.parts.append(text)
        if in_link:
            self.linked += len(text.strip())

    def close(self, home: LexborNode) -> None:
        """End the running block; text from here on belongs to ``home``."""
        if self.parts:
            text = " ".join("".join(self.parts).split())
            if text:
                self.blocks.append(Block(text, min(self.linked, len(text)), self.home))
            self.parts.clear()
            self.linked = 0
        self.home = home


def read_blocks(
    root: LexborNode, dropped: Iterable[LexborNode] = (), judge: Callable[[LexborNode], bool] | None = None
) -> list[Block]:
    """Blocks of a node in order, without scripts, forms' fields, ``dropped`` nodes and what ``judge`` rejects."""
    reader = _Reader(root, dropped, judge)
    # The way down to the running node: (node, was it a block, was it a link).
    way: list[tuple[LexborNode, bool, bool]] = []
    links = 0
    node = root.child
    while True:
        while node is None:
            if not way:
                reader.close(root)
                return reader.blocks
            done, is_block, is_link = way.pop()
            links -= is_link
            if is_block:
                reader.close(next((up for up, is_home, _ in reversed(way) if is_home), root))
            node = done.next
        tag = node.tag or ""
        if tag == "-text":
            reader.add(node.text_content or "", links > 0)
        elif tag == "br" or tag == "hr":
            reader.close(reader.home)
        elif len(way) < _DEEPEST and not reader.rejects(node, tag):
            if tag in BLOCKS:
                reader.close(node)
            links += tag == "a"
            way.append((node, tag in BLOCKS, tag == "a"))
            node = node.child
            continue
        node = node.next


def iter_ancestors(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """The node's parents, the nearest first, at most ``levels`` of them."""
    parent = node.parent
    for _ in range(levels):
        if parent is None:
            return
        yield parent
        parent = parent.parent

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

    def __init__(self, root: LexborNode) -> None:
        self.blocks: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.home = root

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
    reader = _Reader(root)
    skipped = {node.mem_id for node in dropped}
    # Homes are kept on a stack: (node, was it a block, was it a link).
    stack: list[tuple[LexborNode, bool, bool]] = []
    links = 0
    node = root.child
    home = root
    while True:
        while node is None:
            if not stack:
                reader.close(root)
                return reader.blocks
            done, is_block, is_link = stack.pop()
            links -= is_link
            if is_block:
                home = _home(stack, root)
                reader.close(home)
            node = done.next
        tag = node.tag
        if tag == "-text":
            _add(reader, node, links)
        elif tag == "br" or tag == "hr":
            reader.close(home)
        elif (
            tag not in SILENT
            and len(stack) < _DEEPEST
            and not ((skipped and node.mem_id in skipped) or (judge is not None and tag not in PLAIN and judge(node)))
        ):
            is_block, is_link = tag in BLOCKS, tag == "a"
            if is_block:
                home = node
                reader.close(node)
            links += is_link
            stack.append((node, is_block, is_link))
            node = node.child
            continue
        node = node.next


def _add(reader: _Reader, node: LexborNode, links: int) -> None:
    text = node.text_content
    if text:
        reader.parts.append(text)
        if links:
            reader.linked += len(text.strip())


def _home(stack: list[tuple[LexborNode, bool, bool]], root: LexborNode) -> LexborNode:
    return next((node for node, is_block, _ in reversed(stack) if is_block), root)


def iter_ancestors(node: LexborNode, levels: int) -> Iterator[LexborNode]:
    """The node's parents, the nearest first, at most ``levels`` of them."""
    parent = node.parent
    for _ in range(levels):
        if parent is None:
            return
        yield parent
        parent = parent.parent

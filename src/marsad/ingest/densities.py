"""The part of a page that holds most running text: the rung below trafilatura, and the check on it.

Blocks of prose vote for the elements around them, the nearer the stronger; the element with most votes is the text.

Example: of a page with a menu, four paragraphs in ``<div class="x7">`` and a list of links, the div wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from .blocks import Block, iter_ancestors, read_blocks
from .page_words import Pruner

VERSION = "1"
_LEAVES = frozenset(("p", "li", "blockquote", "h2", "h3", "h4", "h5", "dd", "dt", "pre", "ul", "ol"))
_VOTES = (1.0, 0.6, 0.4, 0.3)
_PROSE = 40
_LINK_SHARE = 0.4
_ALL_LINK = 0.85
_LINK = 4
_HEADING = 30
_SIBLING = 0.2


@dataclass(slots=True)
class Density:
    """Blocks of the page outside its furniture, those of the main part, and the furniture found."""

    blocks: list[Block] = field(default_factory=list)
    main: list[Block] = field(default_factory=list)
    pruned: list[LexborNode] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The main part, a line for each block."""
        return "\n".join(block.text for block in without_links(self.main))


def read_density(tree: LexborHTMLParser) -> Density:
    """The main part of a page by where its prose stands."""
    body = tree.body
    if body is None:
        return Density()
    judge = Pruner(body)
    result = Density(read_blocks(body, judge=judge), pruned=judge.pruned)
    top = _find_top(result.blocks)
    if top is not None:
        result.main = _inside(result.blocks, top)
    return result


def without_links(blocks: list[Block]) -> list[Block]:
    """Blocks without those that are nothing but a link (headlines of other reports), unless little else is there.

    A bare heading above several of them (``قصص مقترحة``) goes with them.
    """
    kept: list[Block] = []
    run = 0
    for block in blocks:
        if block.link_share >= _ALL_LINK and len(block.text) >= _LINK:
            run += 1
            if run == 2 and kept and _is_bare_heading(kept[-1]):
                kept.pop()
            continue
        run = 0
        kept.append(block)
    return kept if any(map(is_prose, kept)) else blocks


def _is_bare_heading(block: Block) -> bool:
    return len(block.text) <= _HEADING and block.text[-1] not in ".؟!…" and block.link_share < _LINK_SHARE


def _weight(block: Block) -> float:
    return len(block.text) * (1 - block.link_share) if is_prose(block) else 0.0


def is_prose(block: Block) -> bool:
    """True for a block long enough to be a paragraph and not made of links."""
    return len(block.text) >= _PROSE and block.link_share < _LINK_SHARE


def _find_top(blocks: list[Block]) -> LexborNode | None:
    votes: dict[int, float] = {}
    nodes: dict[int, LexborNode] = {}
    for block in blocks:
        weight = _weight(block)
        if not weight:
            continue
        homes = [] if block.node.tag in _LEAVES else [block.node]
        for home in (*homes, *(up for up in iter_ancestors(block.node, 6) if up.tag not in _LEAVES)):
            if home.mem_id not in nodes:
                nodes[home.mem_id] = home
            homes.append(home)
        seen = list(dict.fromkeys(home.mem_id for home in homes))
        for vote, home_id in zip(_VOTES, seen, strict=False):
            votes[home_id] = votes.get(home_id, 0.0) + vote * weight
    return nodes[max(votes, key=lambda key: votes[key])] if votes else None


def _inside(blocks: list[Block], top: LexborNode) -> list[Block]:
    """Blocks under ``top``, and under siblings of the same kind with a fair share of prose."""
    parent = top.parent
    branches = _Branches(top, parent)
    groups: dict[int, list[Block]] = {}
    for block in blocks:
        branch = branches.of(block.node)
        if branch is not None:
            groups.setdefault(branch, []).append(block)
    enough = _SIBLING * sum(map(_weight, groups.get(top.mem_id, [])))
    kind = top.attributes.get("class")
    alike = {top.mem_id}
    if parent is not None and kind:
        for node in parent.iter():
            same = node.tag == top.tag and node.attributes.get("class") == kind
            if same and sum(map(_weight, groups.get(node.mem_id, []))) >= enough:
                alike.add(node.mem_id)
    chosen = {id(block) for key in alike for block in groups.get(key, [])}
    return [block for block in blocks if id(block) in chosen]


class _Branches:
    """Which child of ``parent`` (or ``top`` itself) a node stands under; every node on the way is remembered."""

    def __init__(self, top: LexborNode, parent: LexborNode | None) -> None:
        """Branches are told by the ids of their first nodes."""
        self.known: dict[int, int | None] = {top.mem_id: top.mem_id}
        if parent is not None:
            self.known[parent.mem_id] = None
        self.parent = parent.mem_id if parent is not None else None

    def of(self, node: LexborNode) -> int | None:
        """The id of the branch; None for nodes outside."""
        path: list[int] = []
        found: int | None = None
        up: LexborNode | None = node
        while up is not None:
            if up.mem_id in self.known:
                reached = self.known[up.mem_id]
                under = up.mem_id == self.parent and path
                found = path[-1] if under else reached
                break
            path.append(up.mem_id)
            up = up.parent
        self.known.update(dict.fromkeys(path, found))
        return found

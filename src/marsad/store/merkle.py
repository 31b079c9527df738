"""Merkle trees of RFC 6962 (section 2.1): one hash over a log, and short proofs of what it holds.

A leaf is hashed as SHA-256(0x00 + line), a node as SHA-256(0x01 + left + right); the left subtree of n leaves has the
largest power of two smaller than n. Roots and proofs are those of Certificate Transparency, so its tools check ours.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY = hashlib.sha256().digest()  # the root of no leaves


def hash_leaf(line: bytes) -> bytes:
    """The hash of a line of the log."""
    return hashlib.sha256(b"\x00" + line).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Frontier:
    """A tree that grows: the roots of its full subtrees, the largest first; all that a root or one more leaf needs."""

    def __init__(self, size: int = 0, subtrees: Iterable[bytes] = ()) -> None:
        """A tree of ``size`` leaves; there is a subtree for every 1 in the binary form of the size."""
        self.size = size
        self.subtrees = list(subtrees)
        if size.bit_count() != len(self.subtrees):
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} full subtrees, not {len(self.subtrees)}")

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        size = self.size
        while size & 1:
            leaf = hash_node(self.subtrees.pop(), leaf)
            size >>= 1
        self.subtrees.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        """The root of the tree as it is now."""
        if not self.subtrees:
            return EMPTY
        *rest, root = self.subtrees
        for subtree in reversed(rest):
            root = hash_node(subtree, root)
        return root


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """The root over hashes of leaves."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.append(leaf)
    return frontier.root()


def prove_inclusion(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """PATH(m, D[n]): what must be hashed with leaf ``index`` (from 0) to come to the root, from the leaf upwards."""
    if not 0 <= index < len(leaves):
        raise ValueError(f"there is no leaf {index} among {len(leaves)}")
    if len(leaves) == 1:
        return []
    half = _split(len(leaves))
    if index < half:
        return [*prove_inclusion(leaves[:half], index), tree_root(leaves[half:])]
    return [*prove_inclusion(leaves[half:], index - half), tree_root(leaves[:half])]


def prove_consistency(leaves: Sequence[bytes], size: int) -> list[bytes]:
    """PROOF(m, D[n]): the first ``size`` leaves are still those of the earlier tree."""
    if not 0 < size <= len(leaves):
        raise ValueError(f"there is no tree of {size} leaves in one of {len(leaves)}")
    return _subproof(leaves, size, True)


def _subproof(leaves: Sequence[bytes], size: int, whole: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b); ``whole`` while the earlier tree is a subtree that the verifier knows the root of."""
    if size == len(leaves):
        return [] if whole else [tree_root(leaves)]
    half = _split(len(leaves))
    if size <= half:
        return [*_subproof(leaves[:half], size, whole), tree_root(leaves[half:])]
    return [*_subproof(leaves[half:], size - half, False), tree_root(leaves[:half])]


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << (count - 1).bit_length() - 1


def holds_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from leaf ``index`` to the root of ``size`` leaves (RFC 9162, section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = hash_node(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = hash_node(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def holds_consistency(first: int, second: int, path: Sequence[bytes], old: bytes, new: bytes) -> bool:
    """Whether the tree of ``second`` leaves only adds to that of ``first`` (RFC 9162, section 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and old == new
    steps = list(path) if first.bit_count() > 1 else [old, *path]
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = hash_node(step, before), hash_node(step, after)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            after = hash_node(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old and after == new

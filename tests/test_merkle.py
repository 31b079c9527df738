"""Merkle trees: the vectors of Certificate Transparency, the proofs of RFC 6962's example, and properties."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.store.merkle import (
    EMPTY,
    Frontier,
    hash_leaf,
    hash_node,
    holds_consistency,
    holds_inclusion,
    prove_consistency,
    prove_inclusion,
    tree_root,
)

# The eight leaves and their roots that the implementations of Certificate Transparency share as test vectors.
LEAVES = [bytes.fromhex(leaf) for leaf in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
HASHED = [hash_leaf(leaf) for leaf in LEAVES]
LOGS = st.lists(st.binary(max_size=4), min_size=1, max_size=70).map(lambda lines: [hash_leaf(line) for line in lines])


def test_roots_are_those_of_the_shared_vectors() -> None:
    assert tree_root([]) == EMPTY == hashlib.sha256(b"").digest()
    for size, root in enumerate(ROOTS, 1):
        assert tree_root(HASHED[:size]).hex() == root


def test_proofs_are_those_of_the_example_of_the_rfc() -> None:
    """RFC 6962, section 2.1.3: seven leaves, nodes named a to l as in its figure."""
    a, b, c, d, e, f, j = HASHED[:7]
    g, h, i = hash_node(a, b), hash_node(c, d), hash_node(e, f)
    k, node_l = hash_node(g, h), hash_node(i, j)
    seven = HASHED[:7]
    assert prove_inclusion(seven, 0) == [b, h, node_l]
    assert prove_inclusion(seven, 3) == [c, g, node_l]
    assert prove_inclusion(seven, 4) == [f, j, k]
    assert prove_inclusion(seven, 6) == [i, k]
    assert prove_consistency(seven, 3) == [c, d, g, node_l]
    assert prove_consistency(seven, 4) == [node_l]
    assert prove_consistency(seven, 6) == [i, j, k]


@given(LOGS, st.data())
def test_every_leaf_can_be_proved_and_no_other(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    root, path = tree_root(leaves), prove_inclusion(leaves, index)
    assert holds_inclusion(leaves[index], index, len(leaves), path, root)
    assert not holds_inclusion(hash_leaf(b"another"), index, len(leaves), path, root)
    assert not holds_inclusion(leaves[index], index, len(leaves), [*path, root], root)
    assert not holds_inclusion(leaves[index], len(leaves), len(leaves), path, root)
    if path:
        assert not holds_inclusion(leaves[index], index, len(leaves), path[:-1], root)
    for other in {*range(len(leaves))} - {index}:
        assert leaves[other] == leaves[index] or not holds_inclusion(leaves[index], other, len(leaves), path, root)


@given(LOGS, st.data())
def test_growth_can_be_proved_and_alteration_cannot(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(leaves)))
    old, new = tree_root(leaves[:size]), tree_root(leaves)
    path = prove_consistency(leaves, size)
    assert holds_consistency(size, len(leaves), path, old, new)
    altered = [*leaves]
    altered[data.draw(st.integers(0, size - 1))] = hash_leaf(b"another")
    assert not holds_consistency(size, len(leaves), prove_consistency(altered, size), old, tree_root(altered))
    assert not holds_consistency(size, len(leaves), [*path, old], old, new)
    if path:
        assert not holds_consistency(size, len(leaves), path[:-1], old, new)
        assert not holds_consistency(size, len(leaves), [], old, new)


@given(LOGS, st.data())
def test_a_frontier_goes_on_where_it_was_put_down(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves)))
    first = Frontier()
    for leaf in leaves[:at]:
        first.append(leaf)
    second = Frontier(first.size, first.subtrees)
    for leaf in leaves[at:]:
        second.append(leaf)
    assert (second.size, second.root()) == (len(leaves), tree_root(leaves))


def test_what_is_not_there_cannot_be_proved() -> None:
    with pytest.raises(ValueError, match="no leaf 8"):
        prove_inclusion(HASHED, 8)
    for size in (0, 9):
        with pytest.raises(ValueError, match="no tree"):
            prove_consistency(HASHED, size)
    with pytest.raises(ValueError, match="2 full subtrees"):
        Frontier(3, [HASHED[0]])
    assert not holds_consistency(0, 8, [], EMPTY, tree_root(HASHED))

"""Merkle trees, their proofs, and the files of a tiled log."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto import merkle
from testamur.crypto.merkle import Tree, check_inclusion, leaf_hash

# The inputs of the Certificate Transparency reference implementation, and its root hashes.
REFERENCE = [
    bytes.fromhex(entry)
    for entry in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
REFERENCE_ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}
LEAVES = [leaf_hash(str(number).encode()) for number in range(300)]
TREE = Tree(LEAVES)
SIZES = st.integers(1, 300)


def naive_root(hashes: Sequence[bytes]) -> bytes:
    """RFC 6962 section 2.1, word for word."""
    if not hashes:
        return hashlib.sha256().digest()
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    left, right = naive_root(hashes[:split]), naive_root(hashes[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


@pytest.mark.parametrize("size", REFERENCE_ROOTS)
def test_reference_roots(size: int) -> None:
    """
    Roots equal those of the reference implementation.
    """
    hashes = [leaf_hash(entry) for entry in REFERENCE[:size]]

    assert REFERENCE_ROOTS[size] == Tree(hashes).root().hex()


@settings(max_examples=60)
@given(st.integers(0, 300))
def test_the_tree_agrees_with_the_definition(size: int) -> None:
    """
    The root of every earlier size equals the recursive definition.
    """
    assert naive_root(LEAVES[:size]) == TREE.root(size)


@settings(max_examples=100)
@given(SIZES, st.data())
def test_inclusion_proofs_hold(size: int, data: st.DataObject) -> None:
    """
    A proof for a leaf holds for it, and for no other index or leaf.
    """
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(0, size - 1).filter(lambda it: it != index) | st.just(size))
    proof, head = TREE.inclusion(index, size), TREE.root(size)

    assert check_inclusion(LEAVES[index], index, size, proof, head)
    assert not check_inclusion(LEAVES[index], other, size, proof, head)
    assert not check_inclusion(leaf_hash(b"x"), index, size, proof, head)


@settings(max_examples=60)
@given(SIZES, st.data())
def test_v22_extra_missing_or_short_hashes(size: int, data: st.DataObject) -> None:
    """
    A proof with a hash too many, too few, swapped, or of 31 bytes is refused.
    """
    index = data.draw(st.integers(0, size - 1))
    leaf, head = LEAVES[index], TREE.root(size)
    for spoil in (
        lambda proof: [*proof, head],
        lambda proof: [head, *proof],
        lambda proof: proof[:-1] if proof else [bytes(32)],
        lambda proof: proof[1:] if proof else [bytes(32)],
        lambda proof: [proof[0][:31], *proof[1:]] if proof else [b""],
        lambda proof: [proof[0] + b"\0", *proof[1:]] if proof else [bytes(33)],
        lambda proof: [proof[-1], *proof[:-1]] if len(proof) > 1 else [head] * 2,
    ):
        assert not check_inclusion(leaf, index, size, spoil(TREE.inclusion(index, size)), head)


@pytest.mark.parametrize("index", [-1, 300, 301, 2**63, 2**64, 2**200])
def test_v22_index_outside(index: int) -> None:
    """
    An index outside the tree is refused in checking, and an error in making.
    """
    proof = TREE.inclusion(299, 300)

    assert not check_inclusion(LEAVES[299], index, 300, proof, TREE.root())
    with pytest.raises(ValueError, match="no leaf"):
        TREE.inclusion(index, 300)


@settings(max_examples=60)
@given(SIZES, st.integers(0, 400))
def test_v22_other_size(size: int, other: int) -> None:
    """
    A proof of one size does not hold for another, unless the path is the same there.
    """
    proof, head = TREE.inclusion(size - 1, size), TREE.root(size)
    held = check_inclusion(LEAVES[size - 1], size - 1, other, proof, head)

    assert held is (size == other)


def test_v22_sizes_that_cannot_be() -> None:
    """
    A log has no head of a size that it has not reached, or of a negative one.
    """
    for size in (301, -1):
        with pytest.raises(ValueError, match="no tree"):
            TREE.root(size)


def test_v22_a_leaf_is_a_hash() -> None:
    """
    What has not 32 bytes is no leaf hash.
    """
    with pytest.raises(ValueError, match="32 bytes"):
        Tree([bytes(31)])

    assert not check_inclusion(bytes(31), 0, 1, [], bytes(31))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, []),
        (1, ["tile/0/000.p/1"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
        (512, ["tile/0/000", "tile/0/001", "tile/1/000.p/2"]),
    ],
)
def test_tile_paths(count: int, expected: list[str]) -> None:
    """
    Full and partial tiles of each level lie where the specification puts them.
    """
    assert expected == [path for path, _ in merkle.tiles([leaf_hash(b"")] * count)]


def test_tiles_of_a_large_log() -> None:
    """
    70,000 entries give the tiles that the specification counts for them.
    """
    files = dict(merkle.tiles([leaf_hash(b"")] * 70_000))

    assert 273 + 1 + 1 + 1 + 1 == len(files)
    assert {
        "tile/0/273.p/112": 112, "tile/1/000": 256, "tile/1/001.p/17": 17, "tile/2/000.p/1": 1,
    } == {
        path: len(data) // 32 for path, data in files.items() if not path.startswith("tile/0/") or ".p" in path
    }  # fmt: skip


def test_tiles_hold_the_hashes_of_the_tree() -> None:
    """
    A tile is a row of leaf hashes; a hash above it is the root over that tile.
    """
    files = dict(merkle.tiles(LEAVES))

    assert b"".join(LEAVES[256:]) == files["tile/0/001.p/44"]
    assert naive_root(LEAVES[:256]) == files["tile/1/000.p/1"]


def test_paths_of_large_numbers() -> None:
    """
    A number takes three digits an element, all but the last marked with an x.
    """
    assert "x001/x234/067" == merkle._number_path(1_234_067)
    assert "x001/000" == merkle._number_path(1000)


def test_entry_bundles() -> None:
    """
    A bundle holds 256 entries, each behind its length, and hashes to the tile beside it.
    """
    entries = [b"", b"\xff" * 65_535, *[str(number).encode() for number in range(256)]]
    files = dict(merkle.entry_bundles(entries))

    assert ["tile/entries/000", "tile/entries/001.p/2"] == list(files)
    assert b"\x00\x00\xff\xff\xff" == files["tile/entries/000"][:5]
    assert b"\x00\x03254\x00\x03255" == files["tile/entries/001.p/2"]


def test_an_entry_too_long_for_a_bundle() -> None:
    """
    An entry whose length has no 16-bit number is refused.
    """
    with pytest.raises(ValueError, match="65535"):
        list(merkle.entry_bundles([b"a", bytes(65_536)]))

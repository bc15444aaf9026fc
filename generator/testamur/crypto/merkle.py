"""
Merkle trees over an append-only log: hashing and proofs of RFC 6962, files of C2SP tlog-tiles.

A leaf is known by its hash here; what an entry says is somebody else's business.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

HASH_LENGTH = 32
TILE_WIDTH = 256
MAX_ENTRY = 65_535
"""Bytes of an entry: its length is written as a 16-bit number in a bundle."""

_EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """RFC 6962 section 2.1: SHA-256(0x00 ‖ entry)."""
    return hashlib.sha256(b"\x00" + data).digest()


class Tree:
    """
    Hashes of a growing log; heads and proofs of any earlier size in O(log n) hashes.

    Level 0 holds the leaf hashes; level l the hashes of complete subtrees of 2^l leaves.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaf_hashes:
            self.append(leaf)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add the hash of the next leaf. Raises ValueError unless it has 32 bytes."""
        if len(leaf) != HASH_LENGTH:
            raise ValueError(f"a leaf hash has {HASH_LENGTH} bytes")
        self._levels[0].append(leaf)
        level = 0
        while len(self._levels[level]) % 2 == 0:
            left, right = self._levels[level][-2:]
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(_node_hash(left, right))

    def root(self, size: int | None = None) -> bytes:
        """The Merkle tree hash of the first `size` leaves (all, if not given)."""
        size = len(self) if size is None else size
        self._check_size(size)
        return self._subtree(0, size) if size else _EMPTY_ROOT

    def inclusion(self, index: int, size: int) -> list[bytes]:
        """
        The audit path of leaf `index` in the tree of `size` leaves, lowest sibling first.

        RFC 6962 section 2.1.1. Raises ValueError unless 0 <= index < size <= len(self).
        """
        self._check_size(size)
        if not 0 <= index < size:
            raise ValueError(f"no leaf {index} in a tree of {size}")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._subtree(middle, end))
                end = middle
            else:
                path.append(self._subtree(start, middle))
                start = middle
        return path[::-1]

    def tile(self, level: int, number: int, width: int) -> bytes:
        """`width` hashes of the tile at `level` (each level is eight of the tree's)."""
        hashes = self._levels[8 * level]
        return b"".join(hashes[number * TILE_WIDTH : number * TILE_WIDTH + width])

    def _subtree(self, start: int, end: int) -> bytes:
        """MTH(D[start:end]) where `start` is a multiple of the largest power of two inside."""
        width = end - start
        if width & (width - 1) == 0:
            level = width.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(width)
        return _node_hash(self._subtree(start, middle), self._subtree(middle, end))

    def _check_size(self, size: int) -> None:
        if not 0 <= size <= len(self):
            raise ValueError(f"no tree of {size} leaves: the log has {len(self)}")


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], expected_root: bytes
) -> bool:
    """
    Whether `proof` shows the leaf hash at `index` of the tree of `size` leaves with that root.

    RFC 9162 section 2.1.3.2. False, never an error, for an index outside the tree, for a hash
    that has not 32 bytes, and for one hash too many or too few.
    """
    if not 0 <= index < size or not _are_hashes([leaf, expected_root, *proof]):
        return False
    position, last = index, size - 1
    current = leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            current = _node_hash(sibling, current)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            current = _node_hash(current, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and current == expected_root


def tiles(leaf_hashes: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """
    Every hash tile of the log as it is now: path and bytes (C2SP tlog-tiles, "Merkle Tree").

    The last tile of a level may be partial, `….p/<width>`; an empty one is not written.
    """
    tree = Tree(leaf_hashes)
    level, count = 0, len(tree)
    while count:
        for path, number, width in _files(count):
            yield f"tile/{level}/{path}", tree.tile(level, number, width)
        level, count = level + 1, count // TILE_WIDTH


def entry_bundles(entries: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """
    Every entry bundle: path, and entries with their length before them as 16 bits, big-endian.

    C2SP tlog-tiles, "Log entries". Raises ValueError for an entry of more than 65,535 bytes.
    """
    for path, number, width in _files(len(entries)):
        chunk = entries[number * TILE_WIDTH : number * TILE_WIDTH + width]
        if any(len(entry) > MAX_ENTRY for entry in chunk):
            raise ValueError(f"a log entry has more than {MAX_ENTRY} bytes")
        yield (
            f"tile/entries/{path}",
            b"".join(len(entry).to_bytes(2) + entry for entry in chunk),
        )


def _files(count: int) -> Iterator[tuple[str, int, int]]:
    """Path, number and width of the files that hold `count` items."""
    full, rest = divmod(count, TILE_WIDTH)
    for number in range(full):
        yield _number_path(number), number, TILE_WIDTH
    if rest:
        yield f"{_number_path(full)}.p/{rest}", full, rest


def _number_path(number: int) -> str:
    """1234067 is x001/x234/067: three digits an element, all but the last marked with an x."""
    digits = f"{number:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    elements = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{element}" for element in elements[:-1]), elements[-1]])


def _node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1


def _are_hashes(values: Iterable[bytes]) -> bool:
    return all(len(value) == HASH_LENGTH for value in values)

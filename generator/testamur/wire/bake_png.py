"""
Credentials in PNG pictures: one uncompressed iTXt chunk (Open Badges 3.0 and 2.0, baking).

Chunks are copied byte for byte, never written anew, so that not a pixel changes.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from testamur.wire.baked import (
    MAX_TEXT,
    Baked,
    BrokenPictureError,
    Edition,
    refuse_large,
    refuse_many,
)

SIGNATURE = b"\x89PNG\r\n\x1a\n"

_KEYWORD = {Edition.V3: b"openbadgecredential", Edition.V2: b"openbadges"}
_EDITIONS = {keyword: edition for edition, keyword in _KEYWORD.items()}
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_MAX_CHUNKS = 200_000
_OVERHEAD = 12
# Flag and method of compression, then language tag and translated keyword, each ended by a zero.
_NOT_COMPRESSED = bytes(4)


def find(data: bytes) -> tuple[Baked, ...]:
    """
    Every credential in the picture, in order, also where other programs do not look for one.

    Raises BrokenPictureError for a picture that is cut short or damaged, or beyond the limits.
    """
    carriers = _carriers(data)
    # Counted first: each may have to be inflated.
    refuse_many(carriers)
    found = tuple(_read(chunk, edition) for chunk, edition in carriers)
    refuse_large(found)
    return found


def split(data: bytes, editions: Collection[Edition]) -> tuple[bytes, bytes]:
    """
    What goes before and after the chunks of credentials; those of `editions` are left out.

    Raises BrokenPictureError as `find`.
    """
    taken = [chunk for chunk, edition in _carriers(data) if edition in editions]
    header = next(_chunks(data))
    after: list[bytes] = []
    at = header.end
    for chunk in taken:
        after.append(data[at : chunk.start])
        at = chunk.end
    after.append(data[at:])
    return data[: header.end], b"".join(after)


def chunk_of(edition: Edition, text: bytes) -> bytes:
    """The chunk that holds `text`, which is UTF-8."""
    body = b"iTXt" + _KEYWORD[edition] + b"\0" + _NOT_COMPRESSED + text
    return (len(body) - 4).to_bytes(4) + body + zlib.crc32(body).to_bytes(4)


@dataclass(frozen=True, slots=True)
class _Chunk:
    start: int
    end: int
    kind: bytes
    body: bytes


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Every chunk up to IEND; what follows that is nobody's."""
    at = len(SIGNATURE)
    for _ in range(_MAX_CHUNKS):
        end = at + _OVERHEAD + int.from_bytes(data[at : at + 4])
        if end > len(data):
            raise BrokenPictureError("is cut short")
        kind = data[at + 4 : at + 8]
        if zlib.crc32(memoryview(data)[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise BrokenPictureError("is damaged")
        if (at == len(SIGNATURE)) != (kind == b"IHDR"):
            raise BrokenPictureError("is damaged: its header is not where it belongs")
        # Pixels are not copied: only texts are looked into.
        body = data[at + 8 : end - 4] if kind in _TEXTS else b""
        yield _Chunk(at, end, kind, body)
        if kind == b"IEND":
            return
        at = end
    raise BrokenPictureError(f"has more than {_MAX_CHUNKS:,} chunks")


def _carriers(data: bytes) -> list[tuple[_Chunk, Edition]]:
    return [
        (chunk, edition)
        for chunk in _chunks(data)
        if chunk.kind in _TEXTS
        and (edition := _EDITIONS.get(chunk.body.partition(b"\0")[0])) is not None
    ]


def _read(chunk: _Chunk, edition: Edition) -> Baked:
    rest = chunk.body.partition(b"\0")[2]
    match chunk.kind:
        case b"tEXt":
            # The first bakers of edition 2.0 wrote the badge's address so.
            return Baked(edition, rest, None if edition is Edition.V2 else "in a tEXt chunk")
        case b"zTXt":
            return Baked(edition, _inflated(rest[1:]), "in a zTXt chunk")
    flag, parts = rest[:1], rest[2:].split(b"\0", 2)
    if flag not in {b"\0", b"\x01"} or len(parts) != 3:
        raise BrokenPictureError("is damaged where it should hold a credential")
    if flag == b"\x01":
        return Baked(edition, _inflated(parts[2]), "in a compressed chunk")
    return Baked(edition, parts[2])


def _inflated(data: bytes) -> bytes:
    """Never more than a byte above the limit, however little was packed into how much."""
    try:
        return zlib.decompressobj().decompress(data, MAX_TEXT + 1)
    except zlib.error:
        raise BrokenPictureError("is damaged where it should hold a credential") from None

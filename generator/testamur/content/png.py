"""
PNG pictures made fit to publish: whole, of a reasonable size, and without anything but pixels.

Chunks are copied or left out, never written anew, so that not a pixel changes
(PNG, third edition, section 5).
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from testamur.content.refused import Refused
from testamur.content.rules import IMAGE

PIXELS_MAX = 25_000_000
TEXT_MAX = 64 * 1024

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_OTHERS = ((b"\xff\xd8\xff", "a JPEG"), (b"GIF8", "a GIF"), (b"RIFF", "a WebP"))
# What the look of the picture depends on. All else is somebody's business: places, names, history.
_KEPT = frozenset(
    {
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"cICP",
        b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    }
)  # fmt: skip
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_BAKED = (b"openbadges\0", b"openbadgecredential\0", b"clrcredential\0")


@dataclass(frozen=True, slots=True)
class Cleaned:
    data: bytes
    was_baked: bool
    """Whether a credential was taken out of it."""


def clean(data: bytes) -> Cleaned:
    """The picture without metadata. Raises Refused for what is no PNG, broken, or too large."""
    for start, name in _OTHERS:
        if data.startswith(start):
            raise _refused(f"is {name}, not a PNG", "save it as PNG or SVG")
    if not data.startswith(_SIGNATURE):
        raise _refused("is not a PNG", "save it as PNG or SVG")
    kept = [_SIGNATURE]
    text_size = 0
    was_baked = False
    for kind, body, whole in _chunks(data):
        if kind == b"IHDR":
            _refuse_dimensions(body)
        if kind in _TEXTS or kind == b"iCCP":
            text_size += len(body) + _inflated(kind, body)
            was_baked = was_baked or body.startswith(_BAKED)
        if text_size > TEXT_MAX:
            raise _refused(f"holds more than {TEXT_MAX // 1024} KB of text", "save it without")
        if kind in _KEPT:
            kept.append(whole)
    cleaned = b"".join(kept)
    _decode(cleaned)
    return Cleaned(cleaned, was_baked)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, body and all bytes of each chunk, up to IEND; what follows it is nobody's."""
    index = len(_SIGNATURE)
    while True:
        length = int.from_bytes(data[index : index + 4])
        whole = data[index : index + 12 + length]
        kind, body = whole[4:8], whole[8:-4]
        if len(whole) < 12 + length:
            raise _refused("is cut short", "copy it again")
        if zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:]):
            raise _refused("is damaged", "copy it again")
        if index == len(_SIGNATURE) and (kind != b"IHDR" or length != 13):
            raise _refused("is damaged", "copy it again")
        yield kind, body, whole
        if kind == b"IEND":
            return
        index += len(whole)


def _refuse_dimensions(header: bytes) -> None:
    width, height = int.from_bytes(header[:4]), int.from_bytes(header[4:8])
    if width * height > PIXELS_MAX:
        raise _refused(
            f"has {width:,} times {height:,} pixels, more than {PIXELS_MAX:,}",
            "save it smaller: 1,000 by 1,000 is plenty",
        )


def _inflated(kind: bytes, body: bytes) -> int:
    """How much text a compressed chunk holds, counted no further than a little over the limit."""
    keyword, _, rest = body.partition(b"\0")
    if kind == b"iTXt":
        if rest[:1] != b"\x01":
            return 0
        # Language and translated keyword stand between the flags and the text.
        rest = rest[2:].split(b"\0", 2)[-1]
    elif kind == b"tEXt":
        return 0
    else:
        rest = rest[1:]
    try:
        return len(zlib.decompressobj().decompress(rest, TEXT_MAX + 1))
    except zlib.error:
        raise _refused(
            f"is damaged in the text {keyword.decode('latin-1')!r}", "save it again"
        ) from None


def _decode(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _refused("cannot be decoded", "save it again") from None


def _refused(phrase: str, hint: str) -> Refused:
    return Refused(IMAGE, phrase, hint)

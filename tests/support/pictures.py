"""Small pictures, and chunks to put into them."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- drawn by hand -->\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" aria-label="a &gt; b">'
    b'<circle r="3"/></svg>\n'
)
V3 = "https://purl.imsglobal.org/ob/v3p0"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, behind: bytes = b"") -> bytes:
    """A grey pixel, with more chunks before it and `behind` after it."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    end = chunk(b"IEND", b"")
    return b"".join([SIGNATURE, chunk(b"IHDR", header), *extra, pixels, behind, end])


def itxt(text: bytes, keyword: bytes = b"openbadgecredential") -> bytes:
    return chunk(b"iTXt", keyword + bytes(5) + text)


def svg(inside: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg"{root}>{inside}</svg>'.encode()


def carrier(text: str) -> str:
    return f'<o:credential xmlns:o="{V3}"><![CDATA[{text}]]></o:credential>'

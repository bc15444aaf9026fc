"""A small good repository in a temporary folder, to be spoilt by a test."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from testamur.content.load import Loaded, load
from tests.support.check import TODAY

SITE = """\
format: 1
base_url: https://badges.example.org/academy
title: Example Academy badges
issuer:
  name: Example Academy
  url: https://www.example.org/
"""

CREDENTIAL = """\
---
name: Data Steward
description: Looks after research data from plan to archive.
kind: participation
---
Take part in all three days.
"""

AWARD = """\
credential: data-steward
recipient: {name: Ada Lovelace, email: ada@example.com}
awarded: 2025-05-14
"""

COHORT = "credential,name,email,awarded\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'


class Content:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("site.yaml", SITE)
        self.write("credentials/data-steward/credential.md", CREDENTIAL)
        self.write("awards/ada.yaml", AWARD)

    def write(self, path: str, text: str | bytes) -> Path:
        file = self.root / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)
        return file

    def named(self, name: str) -> None:
        """Ada's record with another name, quoted as YAML wants it."""
        self.write("awards/ada.yaml", AWARD.replace("Ada Lovelace", f'"{name}"'))

    def load(self) -> Loaded:
        return load(self.root, today=TODAY)

    def codes(self) -> list[str]:
        """The codes of all problems, in the order of the report."""
        return [problem.rule.code for problem in self.load().problems]


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*extra: bytes, width: int = 1, height: int = 1) -> bytes:
    """A small grey picture with more chunks in it; of other sizes the pixels are not all there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0\x80"))
    signature = b"\x89PNG\r\n\x1a\n"
    return b"".join([signature, chunk(b"IHDR", header), *extra, pixels, chunk(b"IEND", b"")])

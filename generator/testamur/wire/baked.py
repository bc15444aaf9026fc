"""
What is found inside a picture that carries a credential, and where pictures end being readable.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

MAX_PICTURE = 10_000_000
"""Bytes of a picture that is looked into."""
MAX_TEXT = 2_000_000
"""Bytes of one credential inside a picture."""
MAX_FOUND = 8
"""Credentials in one picture; an honest one has at most one of each edition."""


class Edition(StrEnum):
    """Which edition's mark the credential carries; what it really is, its text alone says."""

    V2 = "Open Badges 2.0"
    V3 = "Open Badges 3.0"


@dataclass(frozen=True, slots=True)
class Baked:
    """A credential as it was found; nobody has judged it."""

    edition: Edition
    text: bytes
    """JSON, a compact JWS, or (of edition 2.0) an address."""
    misplaced: str | None = None
    """Where it stands, if other programs do not look there: "in a tEXt chunk"."""


class BrokenPictureError(ValueError):
    """The picture cannot be read, or not be baked. The message goes on from "The picture"."""


def refuse_many(found: Sequence[object]) -> None:
    if len(found) > MAX_FOUND:
        raise BrokenPictureError(f"holds more than {MAX_FOUND} credentials")


def refuse_large(found: Iterable[Baked]) -> None:
    if any(len(each.text) > MAX_TEXT for each in found):
        raise BrokenPictureError(f"holds a credential of more than {MAX_TEXT:,} bytes")

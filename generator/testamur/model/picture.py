"""A picture as bytes, already judged safe to publish."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Picture:
    media_type: str
    """`image/png` or `image/svg+xml`: the only two that Open Badges know."""
    data: bytes

    @property
    def extension(self) -> str:
        """`png` or `svg`."""
        return "svg" if self.media_type == "image/svg+xml" else "png"

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, 64 hex digits."""
        return sha256(self.data).hexdigest()

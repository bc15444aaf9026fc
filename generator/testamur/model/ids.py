"""
Names and numbers that identify: award ids and slugs, which stand in addresses, and URNs.

An award id is 128 random bits in lower-case Crockford base32: 26 characters, so that a page
address cannot be guessed, read aloud wrongly, or differ only in case.
"""

from __future__ import annotations

import re
import uuid

AWARD_ID_BYTES = 16
AWARD_ID_LENGTH = 26
"""Characters."""
URN_BYTES = 16

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_AWARD_ID = re.compile(r"[0-7][0-9a-hjkmnp-tv-z]{25}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_MAX = 80
# Windows reads these as devices whatever stands behind a dot: no folder may be called so.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{device}{digit}" for device in ("com", "lpt") for digit in range(1, 10)}
)


def award_id(chance: bytes) -> str:
    """The id made from 16 random bytes. Raises ValueError for any other length."""
    if len(chance) != AWARD_ID_BYTES:
        raise ValueError(f"an award id is made from {AWARD_ID_BYTES} bytes, not {len(chance)}")
    number = int.from_bytes(chance, "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


def is_award_id(text: str) -> bool:
    return _AWARD_ID.fullmatch(text) is not None


def urn(chance: bytes) -> str:
    """A `urn:uuid:` of version 4 (RFC 9562) made from 16 random bytes, for what has no address."""
    return uuid.UUID(bytes=chance, version=4).urn


def is_slug(text: str) -> bool:
    """Lower-case words of a-z and 0-9 joined by single hyphens, at most 80 characters."""
    return len(text) <= _SLUG_MAX and _SLUG.fullmatch(text) is not None and text not in _RESERVED

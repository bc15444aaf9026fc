"""
Bitstring status lists: what one says, and the bits in it.

Bitstring Status List 1.0 sections 2.2 and 3; bits are read from the left.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime

from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base64url_decode
from testamur.crypto.strict_json import JsonObject
from testamur.verify.fields import address, one_object, text, texts
from testamur.verify.shape import issuer_of, period
from testamur.verify.writing import Malformed, check_writing

MIN_ENTRIES = 131_072
"""Fewer would not hide which of them a verifier asked about (section 3.1)."""
MAX_BYTES = 8 << 20
"""Uncompressed; what claims to be larger is not inflated further."""


class Unusable(ValueError):
    """A list that cannot be relied on. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class ListCredential:
    """What a status list says. Nothing in it is proved yet."""

    id: str
    issuer: str
    valid_from: datetime
    valid_until: datetime | None
    purposes: tuple[str, ...]
    encoded: str


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list that was verified itself, decoded."""

    purposes: tuple[str, ...]
    bits: bytes
    valid_from: datetime
    keys: frozenset[PublicKey]
    """Those that signed it."""

    def value(self, index: int, size: int = 1) -> int:
        """
        The `size` bits of the entry as a number.

        Index 0 is the left-most of the first byte. Raises Unusable outside the list.
        """
        if MIN_ENTRIES * size > 8 * len(self.bits):
            raise Unusable(
                f"The status list has fewer than {MIN_ENTRIES:,} entries of {size} bits."
            )
        first = index * size
        if first + size > 8 * len(self.bits):
            raise Unusable(f"The status list has no place {index}.")
        found = 0
        for place in range(first, first + size):
            found = 2 * found + bool(self.bits[place >> 3] & 0x80 >> (place & 7))
        return found


def list_credential(document: JsonObject, *, enveloped: bool = False) -> ListCredential:
    """A BitstringStatusListCredential. Raises Malformed or Unread."""
    types = texts(document, "type")
    if not {"VerifiableCredential", "BitstringStatusListCredential"} <= set(types):
        raise Malformed("It is not a status list.")
    check_writing(document, enveloped=enveloped)
    subject = one_object(document, "credentialSubject")
    if texts(subject, "type") != ("BitstringStatusList",):
        raise Malformed("Its subject is not a BitstringStatusList.")
    valid_from, valid_until = period(document)
    return ListCredential(
        id=address(document, "id"),
        issuer=issuer_of(document),
        valid_from=valid_from,
        valid_until=valid_until,
        purposes=texts(subject, "statusPurpose"),
        encoded=text(subject, "encodedList"),
    )


def decode(text: str) -> bytes:
    """
    The bits of an `encodedList`: `u`, base64url, gzip.

    Raises ValueError for anything but one whole gzip member, for more than `MAX_BYTES` and for
    fewer than `MIN_ENTRIES` entries of one bit.
    """
    if not text.startswith("u"):
        raise ValueError("its encodedList is not base64url")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        bits = inflater.decompress(base64url_decode(text[1:]), MAX_BYTES)
    except zlib.error:
        raise ValueError("its encodedList is not gzip") from None
    if not inflater.eof:
        raise ValueError("its encodedList is cut short or too large")
    if inflater.unused_data:
        raise ValueError("its encodedList has something behind the list")
    if 8 * len(bits) < MIN_ENTRIES:
        raise ValueError(f"it has fewer than {MIN_ENTRIES:,} entries")
    return bits

"""Bitstring Status List 1.0: bits, their text form, and the list as an unsigned credential."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime

from testamur.crypto.multibase import base64url_decode, base64url_encode
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.wire.contexts import VC_V2
from testamur.wire.instants import instant

ENTRIES = 131_072
"""Entries of each list: the least that the specification allows, for the crowd it hides in."""

_MAX_BYTES = 1 << 21


def bits_of(indices: Iterable[int]) -> bytes:
    """
    A list with the bits at these indices set; index 0 is the left-most bit of byte 0.

    Raises IndexError outside the list: a negative index would mark somebody else.
    """
    bits = bytearray(ENTRIES // 8)
    for index in indices:
        if not 0 <= index < ENTRIES:
            raise IndexError(index)
        bits[index >> 3] |= 0x80 >> (index & 7)
    return bytes(bits)


def encode(bits: bytes) -> str:
    """`u`, then base64url without padding of the gzip of the bits (section 3.1.4)."""
    return "u" + base64url_encode(gzip.compress(bits, 6, mtime=0))


def decode(text: str) -> bytes:
    """
    The bits of an encoded list.

    Raises ValueError for anything but one whole gzip member of at most 2 MiB: a few bytes can
    claim to hold gigabytes, and what trails behind was not meant for us.
    """
    if not text.startswith("u"):
        raise ValueError("an encoded list begins with u")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        bits = inflater.decompress(base64url_decode(text[1:]), _MAX_BYTES)
    except zlib.error as error:
        raise ValueError("the encoded list is not gzip") from error
    if not inflater.eof or inflater.unused_data:
        raise ValueError("the encoded list is cut short, too long, or followed by something")
    return bits


def status_list(
    purpose: str,
    number: int,
    bits: bytes,
    at: Addresses,
    *,
    valid_from: datetime,
    valid_until: datetime,
) -> JsonObject:
    """The unsigned BitstringStatusListCredential (section 2.2)."""
    id_ = at.status_list(purpose, number)
    return {
        "@context": [VC_V2],
        "id": id_,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": at.did,
        "validFrom": instant(valid_from),
        "validUntil": instant(valid_until),
        "credentialSubject": {
            "id": f"{id_}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encode(bits),
        },
    }

"""
A signature over another serialisation of a document: all that is kept of it.

Header and payload follow from the document (`wire/derivations.py`); the digest shows that they
still do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from testamur.crypto.keys import Algorithm
from testamur.crypto.strict_json import JsonObject
from testamur.model.formats import Format
from testamur.register.entries import Role

SIGNED_BY: Mapping[Format, tuple[frozenset[Role], Algorithm]] = {
    Format.JWT: (frozenset({Role.JWT, Role.AWARD}), Algorithm.P256),
    Format.VC_JWT: (frozenset({Role.JWT, Role.AWARD}), Algorithm.P256),
    Format.ASSERTION: (frozenset({Role.ASSERTION}), Algorithm.RSA),
}
"""Whose signature each is: an award key signs JWTs if it is of the kind that they need."""

_FIELDS = {"format", "derivation", "key", "payload", "signature"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Detached:
    """Raises ValueError for a member that no signing would have written."""

    format: Format
    derivation: int
    """Number of the derivation that header and payload follow from."""
    key: str
    """Thumbprint of the key (RFC 7638); the log's entry about the key has all of it."""
    payload: str
    """SHA-256 of the payload, hex."""
    signature: str
    """Base64url without padding, as it ends the JWS."""

    def __post_init__(self) -> None:
        if self.derivation < 1 or not _DIGEST.fullmatch(self.payload):
            raise ValueError("a derivation counts from 1, a digest is 64 hex digits")
        if not (_BASE64URL.fullmatch(self.key) and _BASE64URL.fullmatch(self.signature)):
            raise ValueError("thumbprints and signatures are base64url")


def plain(detached: Iterable[Detached]) -> list[JsonObject]:
    """As they stand in a document's line."""
    return [
        {
            "format": each.format.value,
            "derivation": each.derivation,
            "key": each.key,
            "payload": each.payload,
            "signature": each.signature,
        }
        for each in detached
    ]


def from_plain(listed: Iterable[object]) -> tuple[Detached, ...]:
    """Raises ValueError, KeyError or TypeError for anything that `plain` would not have written."""
    found = tuple(_one(each) for each in listed)
    if not found or len({each.format for each in found}) < len(found):
        raise ValueError("one signature for each format, and an empty list is left out")
    return found


def _one(fields: object) -> Detached:
    if not isinstance(fields, Mapping) or fields.keys() != _FIELDS:
        raise ValueError("a detached signature has other fields")
    if type(fields["derivation"]) is not int:
        raise ValueError("the number of a derivation is a whole number")
    return Detached(
        format=Format(str(fields["format"])),
        derivation=fields["derivation"],
        key=str(fields["key"]),
        payload=str(fields["payload"]),
        signature=str(fields["signature"]),
    )

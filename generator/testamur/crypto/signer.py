"""
What can sign: an interface, so that a key service can stand where a key file stands now.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.multibase import base58btc_decode, base58btc_encode

SEED_LENGTH = 32
"""Bytes of an Ed25519 private key (RFC 8032 section 5.1.5)."""

_SECRET_MULTICODEC = b"\x80\x26"


class Signer(Protocol):
    """Signs bytes; whoever holds one can issue."""

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, data: bytes) -> bytes:
        """64 raw bytes over `data`."""
        ...


class Ed25519Signer:
    """A private key in memory. Neither its text nor its attributes show the secret."""

    __slots__ = ("_private", "_public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._public = PublicKey(Algorithm.ED25519, private.public_key().public_bytes_raw())

    @classmethod
    def from_seed(cls, seed: bytes) -> Ed25519Signer:
        """Raises ValueError unless `seed` has 32 bytes."""
        if len(seed) != SEED_LENGTH:
            raise ValueError(f"an Ed25519 seed has {SEED_LENGTH} bytes")
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    @property
    def public_key(self) -> PublicKey:
        return self._public

    def sign(self, data: bytes) -> bytes:
        """Pure Ed25519 (RFC 8032 section 5.1.6): the same data give the same 64 bytes."""
        return self._private.sign(data)

    def secret_line(self) -> str:
        """The secret as one line, `z3u2…` (`secretKeyMultibase`), for a secret store."""
        return "z" + base58btc_encode(_SECRET_MULTICODEC + self._private.private_bytes_raw())

    def __repr__(self) -> str:
        return f"Ed25519Signer({self._public.multibase})"


def seed_of(line: str) -> bytes:
    """The 32-byte seed in a `secretKeyMultibase`; ValueError, without the text, otherwise."""
    if not line.startswith("z"):
        raise ValueError("a secret in multibase form begins with z")
    data = base58btc_decode(line[1:])
    if not data.startswith(_SECRET_MULTICODEC):
        raise ValueError("not an Ed25519 secret: another multicodec prefix")
    seed = data[len(_SECRET_MULTICODEC) :]
    if len(seed) != SEED_LENGTH:
        raise ValueError(f"an Ed25519 secret holds {SEED_LENGTH} bytes, not {len(seed)}")
    return seed

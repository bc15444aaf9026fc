"""
What can sign: an interface, so that a key service can stand where a key file stands now.

The private keys in memory here show their secret in neither text nor attributes.
"""

from __future__ import annotations

from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from testamur.crypto.algorithms import P256_ORDER, RSA_EXPONENT, raw_of
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base58btc_encode, base64url_encode

SEED_LENGTH = 32
"""Bytes of an Ed25519 private key (RFC 8032 section 5.1.5), and of a P-256 one."""
RSA_BITS = 3072
"""Of the keys that we make; 128 bits of security, as the others have (NIST SP 800-57)."""

ED25519_SECRET = b"\x80\x26"
P256_SECRET = b"\x86\x26"
RSA_SECRET = b"\x85\x26"
"""Multicodec prefixes of secrets: of the raw seed, of the scalar, and of an RSAPrivateKey."""


class Signer(Protocol):
    """Signs bytes; whoever holds one can issue."""

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, data: bytes) -> bytes:
        """The raw signature over `data`, in the form that `PublicKey.verify` reads."""
        ...


class SecretSigner(Signer, Protocol):
    """A signer whose secret can be kept as one line of text."""

    def secret_line(self) -> str:
        """The secret as one line of ASCII, for a secret store."""
        ...


class Ed25519Signer:
    """An Ed25519 key (RFC 8032)."""

    __slots__ = ("_private", "_public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._public = PublicKey(*raw_of(private.public_key()))

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
        """`z3u2…` (`secretKeyMultibase`)."""
        return "z" + base58btc_encode(ED25519_SECRET + self._private.private_bytes_raw())

    def __repr__(self) -> str:
        return f"Ed25519Signer({self._public.multibase})"


class P256Signer:
    """A P-256 key (FIPS 186-5)."""

    __slots__ = ("_private", "_public")

    def __init__(self, private: ec.EllipticCurvePrivateKey) -> None:
        self._private = private
        self._public = PublicKey(*raw_of(private.public_key()))

    @classmethod
    def from_scalar(cls, scalar: bytes) -> P256Signer:
        """
        The key of these 32 bytes (FIPS 186-5 A.2.2: candidates out of range are drawn again).

        Raises ValueError for another length, zero, and what is not below the group order.
        """
        number = int.from_bytes(scalar)
        if len(scalar) != SEED_LENGTH or not 0 < number < P256_ORDER:
            raise ValueError(f"a P-256 secret has {SEED_LENGTH} bytes, below the group order")
        return cls(ec.derive_private_key(number, ec.SECP256R1()))

    @property
    def public_key(self) -> PublicKey:
        return self._public

    def sign(self, data: bytes) -> bytes:
        """
        ECDSA with SHA-256, 64 bytes r‖s.

        The same data give the same bytes (RFC 6979) where the library can, else each time others.
        """
        r, s = decode_dss_signature(self._private.sign(data, _ecdsa()))
        return r.to_bytes(32) + s.to_bytes(32)

    def secret_line(self) -> str:
        """`z42t…` or `z42u…` (`secretKeyMultibase`)."""
        scalar = self._private.private_numbers().private_value.to_bytes(SEED_LENGTH)
        return "z" + base58btc_encode(P256_SECRET + scalar)

    def __repr__(self) -> str:
        return f"P256Signer({self._public.multibase})"


class RsaSigner:
    """An RSA key (RFC 8017) that signs with RSASSA-PKCS1-v1_5 and SHA-256."""

    __slots__ = ("_private", "_public")

    def __init__(self, private: rsa.RSAPrivateKey) -> None:
        """Raises ValueError for a key that is not of 2048 to 4096 bits and exponent 65537."""
        self._private = private
        self._public = PublicKey(*raw_of(private.public_key()))

    @classmethod
    def generate(cls, bits: int = RSA_BITS) -> RsaSigner:
        """A new key; the primes are drawn by the library, from the system's own chance."""
        return cls(rsa.generate_private_key(RSA_EXPONENT, bits))

    @classmethod
    def from_der(cls, data: bytes) -> RsaSigner:
        """An RSAPrivateKey of RFC 8017; ValueError, without the data, for anything else."""
        try:
            private = serialization.load_der_private_key(data, password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise ValueError("not an RSA private key in DER") from None
        if not isinstance(private, rsa.RSAPrivateKey) or _der(private) != data:
            raise ValueError("not an RSA private key in DER")
        return cls(private)

    @property
    def public_key(self) -> PublicKey:
        return self._public

    def sign(self, data: bytes) -> bytes:
        """The same data give the same bytes, as many as the modulus has."""
        return self._private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def secret_line(self) -> str:
        """`uhSYw…`: multibase of the multicodec for an RSAPrivateKey in DER, and that DER."""
        return "u" + base64url_encode(RSA_SECRET + _der(self._private))

    def __repr__(self) -> str:
        return f"RsaSigner({self._public.thumbprint})"


def _ecdsa() -> ec.ECDSA:
    try:
        return ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
    except UnsupportedAlgorithm:
        return ec.ECDSA(hashes.SHA256())


def _der(private: rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )

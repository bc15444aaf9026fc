"""
Public keys in the forms that others publish, checked when they enter.

Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 7517 (JWK), RFC 5280 (PEM).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from testamur.crypto import algorithms, jcs, jwk
from testamur.crypto.algorithms import Algorithm
from testamur.crypto.jwk import UnsupportedKey
from testamur.crypto.multibase import base58btc_decode, base58btc_encode, base64url_encode
from testamur.crypto.strict_json import JsonObject

__all__ = ["SIGNATURE_LENGTH", "Algorithm", "PublicKey", "UnsupportedKey"]

SIGNATURE_LENGTH = 64
"""Bytes of a signature with Ed25519 or P-256: R then S, or r then s."""

_MULTICODEC = {
    Algorithm.ED25519: b"\xed\x01",
    Algorithm.P256: b"\x80\x24",
    Algorithm.RSA: b"\x85\x24",
}
# The multicodec table, other public keys.
_UNSUPPORTED = {
    b"\xe7\x01": "secp256k1",
    b"\xec\x01": "X25519",
    b"\xeb\x01": "BLS12-381 G2",
    b"\xee\x01": "BLS12-381 G1G2",
    b"\xea\x01": "BLS12-381 G1",
    b"\x81\x24": "P-384",
    b"\x82\x24": "P-521",
    b"\x83\x24": "Ed448",
}
_MAX_MULTIBASE = 1024
"""The text of an RSA key of 4096 bits has 722 characters."""
_MAX_PEM = 10_000


@dataclass(frozen=True, slots=True)
class PublicKey:
    """
    A public key that has passed its checks; there is no other kind.

    `raw` is 32 bytes for Ed25519, 33 (a compressed point) for P-256, and the DER of RFC 8017's
    RSAPublicKey for RSA. The constructor raises ValueError for a wrong length, for a point that is
    not canonical, not on the curve, or not of prime order, and for an RSA key that is not of 2048
    to 4096 bits with the exponent 65537.
    """

    algorithm: Algorithm
    raw: bytes

    def __post_init__(self) -> None:
        reason = algorithms.flaw(self.algorithm, self.raw)
        if reason is not None:
            raise ValueError(f"the {self.algorithm} key {reason}")

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """
        Read `publicKeyMultibase`: `z`, then base58btc of multicodec prefix and raw key.

        Raises UnsupportedKey (a ValueError) for a key of another known kind, ValueError for
        another prefix, a wrong length, or a weak key.
        """
        if not text.startswith("z"):
            raise ValueError("a public key in multibase form begins with z")
        data = base58btc_decode(text[1:], _MAX_MULTIBASE)
        for algorithm, prefix in _MULTICODEC.items():
            if data.startswith(prefix):
                return cls(algorithm, data[len(prefix) :])
        for prefix, name in _UNSUPPORTED.items():
            if data.startswith(prefix):
                raise UnsupportedKey(name)
        raise ValueError("neither an Ed25519 nor a P-256 nor an RSA public key")

    @classmethod
    def from_jwk(cls, members: JsonObject) -> PublicKey:
        """
        Read a JSON Web Key (OKP with Ed25519, EC with P-256, RSA).

        Raises UnsupportedKey (a ValueError) for another type or curve, ValueError for a private
        member, a malformed or weak key, and one that says it is not for verifying signatures.
        """
        return cls(*jwk.read(members))

    @classmethod
    def from_pem(cls, text: str) -> PublicKey:
        """
        Read a PEM block, `PUBLIC KEY` or `RSA PUBLIC KEY`; raises as `from_jwk` does.
        """
        if len(text) > _MAX_PEM or "-----BEGIN " not in text:
            raise ValueError("not a public key in PEM")
        try:
            return cls._from_library(serialization.load_pem_public_key(text.encode()))
        except UnsupportedAlgorithm:
            raise UnsupportedKey("a key in PEM of an unknown kind") from None

    @classmethod
    def from_der(cls, data: bytes) -> PublicKey:
        """
        Read a SubjectPublicKeyInfo in DER (RFC 5280); raises as `from_jwk` does.
        """
        try:
            return cls._from_library(serialization.load_der_public_key(data))
        except UnsupportedAlgorithm:
            raise UnsupportedKey("a key in DER of an unknown kind") from None

    @classmethod
    def _from_library(cls, key: object) -> PublicKey:
        if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name != "secp256r1":
            raise UnsupportedKey(key.curve.name)
        if isinstance(key, Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            return cls(*algorithms.raw_of(key))
        raise UnsupportedKey(type(key).__name__)

    @property
    def multibase(self) -> str:
        """`z6Mk…` for Ed25519, `zDn…` for P-256, for RSA what its length makes of it."""
        return _multibase(self.algorithm, self.raw)

    @property
    def jwk(self) -> JsonObject:
        """The members of RFC 7638 section 3.2: `kty` and what it requires, all of them public."""
        return jwk.written(algorithms.opened(self.algorithm, self.raw))

    @property
    def thumbprint(self) -> str:
        """RFC 7638: base64url of the SHA-256 of the JWK, 43 characters."""
        return _thumbprint(self.algorithm, self.raw)

    @property
    def short(self) -> str:
        """What to call it where people read: its multibase, or the thumbprint of an RSA key."""
        return self.thumbprint if self.algorithm is Algorithm.RSA else self.multibase

    @property
    def pem(self) -> str:
        """SubjectPublicKeyInfo in PEM, with a newline at the end."""
        key = algorithms.opened(self.algorithm, self.raw)
        form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return key.public_bytes(*form).decode("ascii")

    @property
    def signature_length(self) -> int:
        """Bytes of a signature: 64, and with RSA as many as the modulus has."""
        return algorithms.signature_length(self.algorithm, self.raw)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """
        Whether `signature` is this key's over `data`; never raises.

        Ed25519 requires S below the group order (RFC 8032 section 5.1.7); P-256 is ECDSA with
        SHA-256 and takes the raw form r‖s of RFC 7518 section 3.4, never DER; RSA is
        RSASSA-PKCS1-v1_5 with SHA-256 (RFC 7518 section 3.3).
        """
        if len(signature) != self.signature_length:
            return False
        return algorithms.verifies(self.algorithm, self.raw, signature, data)


# Asked of every document of a register; writing it anew took 23 µs each time.
@lru_cache(maxsize=1024)
def _multibase(algorithm: Algorithm, raw: bytes) -> str:
    return "z" + base58btc_encode(_MULTICODEC[algorithm] + raw)


@lru_cache(maxsize=256)
def _thumbprint(algorithm: Algorithm, raw: bytes) -> str:
    members = jwk.written(algorithms.opened(algorithm, raw))
    return base64url_encode(hashlib.sha256(jcs.canonical(members)).digest())

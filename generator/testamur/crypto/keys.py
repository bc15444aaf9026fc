"""
Public keys as they stand in verification methods: Multikey text, checked when they enter.

Controlled Identifiers 1.0 section 2.2.2 (Multikey), RFC 8032 (Ed25519), FIPS 186-5 (P-256).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from testamur.crypto import edwards
from testamur.crypto.multibase import base58btc_decode, base58btc_encode

SIGNATURE_LENGTH = 64
"""Bytes of a signature, with either algorithm: R then S, or r then s."""

_P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Algorithm(StrEnum):
    ED25519 = "Ed25519"
    P256 = "P-256"


_MULTICODEC = {Algorithm.ED25519: b"\xed\x01", Algorithm.P256: b"\x80\x24"}
_LENGTH = {Algorithm.ED25519: 32, Algorithm.P256: 33}


@dataclass(frozen=True, slots=True)
class PublicKey:
    """
    A public key that has passed its checks; there is no other kind.

    `raw` is 32 bytes for Ed25519 and 33 (a compressed point) for P-256. The constructor raises
    ValueError for a wrong length and for a point that is not canonical, not on the curve, or not
    of prime order.
    """

    algorithm: Algorithm
    raw: bytes

    def __post_init__(self) -> None:
        reason = _flaw(self.algorithm, self.raw)
        if reason is not None:
            raise ValueError(f"the {self.algorithm} key {reason}")

    @classmethod
    def from_multibase(cls, text: str) -> PublicKey:
        """
        Read `publicKeyMultibase`: `z`, then base58btc of multicodec prefix and raw key.

        Raises ValueError for another prefix, a wrong length, or a weak key.
        """
        if not text.startswith("z"):
            raise ValueError("a public key in multibase form begins with z")
        data = base58btc_decode(text[1:])
        for algorithm, prefix in _MULTICODEC.items():
            if data.startswith(prefix):
                return cls(algorithm, data[len(prefix) :])
        raise ValueError("neither an Ed25519 nor a P-256 public key")

    @property
    def multibase(self) -> str:
        """`z6Mk…` for Ed25519, `zDn…` for P-256."""
        return _multibase(self.algorithm, self.raw)

    def verify(self, signature: bytes, data: bytes) -> bool:
        """
        Whether `signature` (64 bytes, R‖S or r‖s) is this key's over `data`; never raises.

        Ed25519 requires S below the group order (RFC 8032 section 5.1.7); P-256 is ECDSA with
        SHA-256 and takes the raw form of RFC 7518 section 3.4, never DER.
        """
        if len(signature) != SIGNATURE_LENGTH:
            return False
        if self.algorithm is Algorithm.ED25519:
            return self._verify_ed25519(signature, data)
        return self._verify_p256(signature, data)

    def _verify_ed25519(self, signature: bytes, data: bytes) -> bool:
        if int.from_bytes(signature[32:], "little") >= edwards.ORDER:
            return False
        try:
            _ed25519(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def _verify_p256(self, signature: bytes, data: bytes) -> bool:
        r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
        if not (0 < r < _P256_ORDER and 0 < s < _P256_ORDER):
            return False
        try:
            _p256(self.raw).verify(encode_dss_signature(r, s), data, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return True


# Asked of every document of a register; writing it anew took 23 µs each time.
@lru_cache(maxsize=1024)
def _multibase(algorithm: Algorithm, raw: bytes) -> str:
    return "z" + base58btc_encode(_MULTICODEC[algorithm] + raw)


@lru_cache(maxsize=1024)
def _flaw(algorithm: Algorithm, raw: bytes) -> str | None:
    if len(raw) != _LENGTH[algorithm]:
        return f"has {len(raw)} bytes where {_LENGTH[algorithm]} belong"
    if algorithm is Algorithm.ED25519:
        return edwards.flaw(raw)
    if raw[0] not in {2, 3}:
        return "is not a compressed point"
    try:
        # The cofactor of P-256 is 1: any point on the curve has prime order.
        _p256(raw)
    except ValueError:
        return "is not a point of the curve"
    return None


@lru_cache(maxsize=1024)
def _ed25519(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


@lru_cache(maxsize=1024)
def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)

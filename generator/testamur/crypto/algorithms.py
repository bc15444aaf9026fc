"""
The kinds of keys we know, on raw bytes: what a sound key is, and whether a signature is its own.

RFC 8032 (Ed25519), FIPS 186-5 (ECDSA with P-256), RFC 8017 (RSASSA-PKCS1-v1_5).
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from testamur.crypto import edwards

RSA_BITS = range(2048, 4097)
RSA_EXPONENT = 65537

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of the group, and so above every secret and both halves of every signature."""

_ED25519_LENGTH = 32
_P256_LENGTH = 33
_MAX_RSA_RAW = 600
"""The encoding of a key of 4096 bits has 526 bytes."""


class Algorithm(StrEnum):
    ED25519 = "Ed25519"
    P256 = "P-256"
    RSA = "RSA"


Opened = Ed25519PublicKey | ec.EllipticCurvePublicKey | rsa.RSAPublicKey
"""A public key as the cryptographic library holds it."""


@lru_cache(maxsize=1024)
def flaw(algorithm: Algorithm, raw: bytes) -> str | None:
    """Why these bytes are no sound public key, as the end of a sentence; None if they are."""
    match algorithm:
        case Algorithm.ED25519:
            return _wrong_length(raw, _ED25519_LENGTH) or edwards.flaw(raw)
        case Algorithm.P256:
            return _wrong_length(raw, _P256_LENGTH) or _p256_flaw(raw)
        case Algorithm.RSA:
            return _rsa_flaw(raw)


def verifies(algorithm: Algorithm, raw: bytes, signature: bytes, data: bytes) -> bool:
    """Whether `signature` over `data` is that of a sound key; never raises."""
    try:
        match algorithm:
            case Algorithm.ED25519:
                if int.from_bytes(signature[32:], "little") >= edwards.ORDER:
                    return False
                _ed25519(raw).verify(signature, data)
            case Algorithm.P256:
                r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
                if not (0 < r < P256_ORDER and 0 < s < P256_ORDER):
                    return False
                der = encode_dss_signature(r, s)
                _p256(raw).verify(der, data, ec.ECDSA(hashes.SHA256()))
            case Algorithm.RSA:
                _rsa(raw).verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True


def signature_length(algorithm: Algorithm, raw: bytes) -> int:
    """Bytes of a signature: R‖S or r‖s, or as long as the modulus."""
    return (_rsa(raw).key_size + 7) // 8 if algorithm is Algorithm.RSA else 64


def opened(algorithm: Algorithm, raw: bytes) -> Opened:
    """A sound key, for the library."""
    match algorithm:
        case Algorithm.ED25519:
            return _ed25519(raw)
        case Algorithm.P256:
            return _p256(raw)
        case Algorithm.RSA:
            return _rsa(raw)


def raw_of(key: Opened) -> tuple[Algorithm, bytes]:
    """Kind and bytes of a key from the library, which need not be sound."""
    if isinstance(key, Ed25519PublicKey):
        return Algorithm.ED25519, key.public_bytes_raw()
    if isinstance(key, rsa.RSAPublicKey):
        form = serialization.Encoding.DER, serialization.PublicFormat.PKCS1
        return Algorithm.RSA, key.public_bytes(*form)
    point = serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
    return Algorithm.P256, key.public_bytes(*point)


def _wrong_length(raw: bytes, length: int) -> str | None:
    return None if len(raw) == length else f"has {len(raw)} bytes where {length} belong"


def _p256_flaw(raw: bytes) -> str | None:
    if raw[0] not in {2, 3}:
        return "is not a compressed point"
    try:
        # The cofactor of P-256 is 1: any point on the curve has prime order.
        _p256(raw)
    except ValueError:
        return "is not a point of the curve"
    return None


def _rsa_flaw(raw: bytes) -> str | None:
    if len(raw) > _MAX_RSA_RAW:
        return f"has more than {RSA_BITS[-1]} bits"
    try:
        key = _rsa(raw)
    except (ValueError, UnsupportedAlgorithm):
        return "is not an RSAPublicKey in DER"
    if raw_of(key)[1] != raw:
        return "is not encoded in the one way of DER"
    if key.key_size not in RSA_BITS:
        return f"has {key.key_size} bits where {RSA_BITS[0]} to {RSA_BITS[-1]} belong"
    numbers = key.public_numbers()
    if numbers.e != RSA_EXPONENT:
        return f"has another exponent than {RSA_EXPONENT}"
    if not numbers.n % 2:
        return "has an even modulus"
    return None


@lru_cache(maxsize=1024)
def _ed25519(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


@lru_cache(maxsize=1024)
def _p256(raw: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), raw)


@lru_cache(maxsize=256)
def _rsa(raw: bytes) -> rsa.RSAPublicKey:
    key = serialization.load_der_public_key(raw)
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("another kind of key")
    return key

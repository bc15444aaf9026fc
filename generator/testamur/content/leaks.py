"""
Secrets that do not belong into content: private keys in every form we know, and access tokens.

Nothing found is ever repeated, only where it stands and what it looks like.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from testamur.crypto.multibase import base58btc_decode

_PEM, _BASE64, _MULTIBASE_KEY, _JWK, _TOKEN = (
    "a private key in PEM",
    "a private key in base64",
    "a private key in multibase",
    "the private part of a JWK",
    "an access token",
)
# Each begins with words that are looked for first: most files hold none of them.
_PATTERNS: tuple[tuple[str, tuple[bytes, ...], re.Pattern[bytes]], ...] = tuple(
    (what, words, re.compile(pattern))
    for what, words, pattern in (
        (_PEM, (b"PRIVATE KEY",), rb"-----BEGIN [A-Z0-9 ]*PRIVATE KEY"),
        (_PEM, (b"PuTTY-User-Key",), rb"PuTTY-User-Key-File-\d"),
        # The unencrypted PKCS #8 and SEC 1 headers of Ed25519 and P-256 keys, without a frame.
        (_BASE64, (b"MC4CAQAwBQ", b"MFECAQEwBQ"), rb"M(?:C4CAQA|FECAQE)wBQYDK2VwBCIEI"),
        (_BASE64, (b"MIGHAgEAMB", b"MHcCAQEEI"), rb"MIGHAgEAMBMGByqGSM49AgEG|MHcCAQEEI"),
        (_JWK, (b'"d"', b"'d'"), rb"""["']d["']\s*:\s*["'][A-Za-z0-9_-]{20,}"""),
        (
            _JWK,
            (b"d:",),
            rb"""(?<![^\n \t{,-])d:[ \t]*["']?[A-Za-z0-9_-]{40,}["']?[ \t]*(?=[\r\n,}]|\Z)""",
        ),
        ("a sealed private key", (b"testamur-sealed-",), rb"testamur-sealed-\d:[A-Za-z0-9_-]{40}"),
        # The multicodec of an RSA private key, in multibase.
        (_MULTIBASE_KEY, (b"uhSYw",), rb"\buhSYw[A-Za-z0-9_-]{40}"),
        ("the private key of a note signer", (b"PRIVATE+KEY+",), rb"PRIVATE\+KEY\+"),
        ("the private key of an age recipient", (b"AGE-SECRET",), rb"AGE-SECRET-KEY-"),
        (_TOKEN, (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"), rb"\bgh[pousr]_[A-Za-z0-9]{36}"),
        (_TOKEN, (b"github_pat_",), rb"\bgithub_pat_[A-Za-z0-9_]{40}"),
        (_TOKEN, (b"glpat-",), rb"\bglpat-[A-Za-z0-9_-]{20}"),
        (_TOKEN, (b"AKIA",), rb"\bAKIA[0-9A-Z]{16}\b"),
    )
)
# Whole words in the alphabet of base58: what a key in multibase is one of.
_MULTIBASE = re.compile(rb"[1-9A-HJ-NP-Za-km-z]{41,}+")
_MULTIBASE_MAX = 141
# Multicodec numbers of private keys, as varints: Ed25519, secp256k1, X25519, P-256, P-384, P-521.
_PRIVATE_CODECS = tuple(bytes((code, 0x26)) for code in (0x80, 0x81, 0x82, 0x86, 0x87, 0x88))
_DID_JWK = re.compile(rb"did:jwk:([A-Za-z0-9_-]{20,4000})")
_SEED = 32
_P256_KEY = 33
_CANDIDATE = re.compile(
    rb"(?<![A-Za-z0-9+/_=-])(?:[0-9A-Fa-f]{64}|[A-Za-z0-9+/_-]{43}=?)(?![A-Za-z0-9+/_=-])"
)


@dataclass(frozen=True, slots=True)
class Leak:
    index: int
    """Of its first byte."""
    what: str


def find(data: bytes, own_keys: Sequence[bytes] = ()) -> Iterator[Leak]:
    """
    Every secret in `data`.

    `own_keys` are the issuer's public keys, 32 bytes each of Ed25519, 33 of P-256: what belongs to
    one of them is a secret even where it looks like any digest.
    """
    for what, words, pattern in _PATTERNS:
        if any(word in data for word in words):
            for match in pattern.finditer(data):
                yield Leak(match.start(), what)
    for match in _MULTIBASE.finditer(data):
        if _is_private_multibase(data, match.start(), match.end()):
            yield Leak(match.start(), _MULTIBASE_KEY)
    for match in _DID_JWK.finditer(data):
        if _is_private_jwk(match.group(1)):
            yield Leak(match.start(), _JWK)
    if own_keys:
        yield from _own(data, frozenset(own_keys))


def _own(data: bytes, own_keys: frozenset[bytes]) -> Iterator[Leak]:
    # Slow to import, seldom needed.
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    from testamur.crypto.signer import P256Signer  # noqa: PLC0415

    lengths = {len(key) for key in own_keys}
    for match in _CANDIDATE.finditer(data):
        seed = _seed(match.group())
        if seed is None:
            continue
        found = {Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()}
        if _P256_KEY in lengths:
            with suppress(ValueError):
                found.add(P256Signer.from_scalar(seed).public_key.raw)
        if found & own_keys:
            yield Leak(match.start(), "the private key of this site")


def _is_private_multibase(data: bytes, start: int, end: int) -> bool:
    word, before = data[start:end], data[max(0, start - 1) : start]
    if not word.startswith(b"z") or len(word) > _MULTIBASE_MAX or before.isalnum():
        return False
    return base58btc_decode(word[1:].decode()).startswith(_PRIVATE_CODECS)


def _is_private_jwk(text: bytes) -> bool:
    try:
        return re.search(rb'"d"\s*:', urlsafe_b64decode(text + b"==")) is not None
    except binascii.Error:
        return False


def _seed(text: bytes) -> bytes | None:
    try:
        if len(text) == 2 * _SEED:
            return bytes.fromhex(text.decode())
        padded = text.rstrip(b"=") + b"="
        seed = urlsafe_b64decode(padded) if set(text) & set(b"-_") else b64decode(padded)
    except (ValueError, binascii.Error):
        return None
    return seed if len(seed) == _SEED else None

"""
JSON Web Signatures in their compact form (RFC 7515), read strictly and bound to the kind of key.

The header says how something was signed; whether that is acceptable, the key decides.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.crypto import jcs, strict_json
from testamur.crypto.algorithms import Algorithm
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base64url_decode, base64url_encode
from testamur.crypto.strict_json import JsonObject

MAX_HEADER = 20_000
"""Bytes of a header's JSON: room for a key of its own, not for a novel."""

ALGORITHMS = {Algorithm.ED25519: "EdDSA", Algorithm.P256: "ES256", Algorithm.RSA: "RS256"}
"""The `alg` that we write for each kind of key (RFC 7518 section 3.1, RFC 8037 section 3.1)."""

# RFC 9864 calls EdDSA with Ed25519 by a name of its own.
_KINDS = {name: kind for kind, name in ALGORITHMS.items()} | {"Ed25519": Algorithm.ED25519}
# Registered signature algorithms with public keys that are not read here.
_UNREAD = frozenset(
    {"ES256K", "ES384", "ES512", "Ed448", "PS256", "PS384", "PS512", "RS384", "RS512"}
    | {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "ESP256", "ESP384", "ESP512"}
)


class UnknownAlgorithm(ValueError):
    """
    A registered way of signing that is not among ours.

    Such a signature can be neither confirmed nor refuted. The message is the algorithm's name.
    """


@dataclass(frozen=True, slots=True)
class Jws:
    """A compact JWS, well-formed; nothing is said yet of whether its signature holds."""

    header: JsonObject
    payload: bytes
    signature: bytes
    signing_input: bytes


def parse(text: str, *, max_bytes: int = 2_000_000) -> Jws:
    """
    The parts of a compact JWS (RFC 7515 section 7.1).

    Raises ValueError for anything but three parts in base64url without padding and spare bits, for
    more than `max_bytes` characters, for a header that is no JSON object with a text as `alg`, and
    for one that asks for extensions (`crit`, and `b64` of RFC 7797).
    """
    if len(text) > max_bytes:
        raise ValueError(f"a JWS of more than {max_bytes} characters")
    parts = text.split(".", 3)
    if len(parts) != 3:
        raise ValueError("a compact JWS has three parts")
    if not all(parts):
        raise ValueError("a part of the JWS is empty")
    header = strict_json.parse(base64url_decode(parts[0]), max_bytes=MAX_HEADER, max_depth=16)
    if not isinstance(header, dict):
        raise ValueError("the header of the JWS is no object")
    if not isinstance(header.get("alg"), str):
        raise ValueError("the header of the JWS names no alg")
    for extension in ("crit", "b64"):
        if extension in header:
            raise ValueError(f"the header of the JWS asks for an extension, {extension}")
    return Jws(
        header,
        base64url_decode(parts[1]),
        base64url_decode(parts[2]),
        f"{parts[0]}.{parts[1]}".encode("ascii"),
    )


def algorithm(jws: Jws) -> Algorithm | None:
    """
    The kind of key that its `alg` asks for; None for one that proves nothing.

    Raises UnknownAlgorithm as `check` does.
    """
    name = str(jws.header["alg"])
    if name in _UNREAD:
        raise UnknownAlgorithm(name)
    return _KINDS.get(name)


def check(jws: Jws, key: PublicKey) -> str | None:
    """
    None if the signature is the key's; otherwise why not, in one sentence.

    Raises UnknownAlgorithm for a registered algorithm with public keys that is not ours. `none`,
    those with shared secrets, and names that nobody registered are refused.
    """
    kind = algorithm(jws)
    if kind is None:
        return "its alg is none that can be relied on"
    if kind is not key.algorithm:
        return f"its alg {jws.header['alg']} needs another kind of key than {key.algorithm}"
    if not key.verify(jws.signature, jws.signing_input):
        return "the signature does not fit"
    return None


def signing_input(header: JsonObject, payload: bytes) -> bytes:
    """The bytes that are signed (RFC 7515 section 5.1); the header is written as RFC 8785 says."""
    return f"{base64url_encode(jcs.canonical(header))}.{base64url_encode(payload)}".encode("ascii")


def compact(signed: bytes, signature: bytes) -> str:
    """The whole JWS of a signing input and the signature over it."""
    return f"{signed.decode('ascii')}.{base64url_encode(signature)}"

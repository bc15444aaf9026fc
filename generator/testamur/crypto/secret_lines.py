"""
Private keys as one line of text: what the line means, what it is mistaken for, what it must not be.

No message of this module repeats any part of what was read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from testamur.crypto.multibase import base58btc_decode, base64url_decode
from testamur.crypto.signer import (
    ED25519_SECRET,
    P256_SECRET,
    RSA_SECRET,
    Ed25519Signer,
    P256Signer,
    RsaSigner,
    SecretSigner,
)

MAX_LINE = 8192
"""Characters; the secret of an RSA key of 4096 bits has 3,136, and 4,246 where it is sealed."""


@dataclass(frozen=True, slots=True)
class _Kind:
    begins: str
    codec: bytes
    decode: Callable[[str], bytes]
    signer: Callable[[bytes], SecretSigner]


# `begins` is what multibase and multicodec make of every secret of the kind, from the least to
# the greatest; the codec itself is compared after it.
_KINDS = (
    _Kind("z3u2", ED25519_SECRET, base58btc_decode, Ed25519Signer.from_seed),
    _Kind("z42", P256_SECRET, base58btc_decode, P256Signer.from_scalar),
    _Kind("uhSYw", RSA_SECRET, base64url_decode, RsaSigner.from_der),
)
BEGINNINGS = "z3u2 (Ed25519), z42t or z42u (P-256) or uhSYw (RSA)"


def signer_of(line: str) -> SecretSigner:
    """The key of a line. Raises ValueError, without the text, for anything else."""
    return _decoded(line)[0]


def is_like_a_secret(text: str) -> bool:
    """Whether the text begins as secrets do: it is not to be repeated, whatever it is."""
    return text.startswith(tuple(kind.begins for kind in _KINDS))


def is_test_key(line: str) -> bool:
    """Whether the line is a secret that specifications print or that somebody typed."""
    _, secret = _decoded(line)
    return _is_typed(secret) or hashlib.sha256(secret).hexdigest() in _PUBLISHED


def other_form(line: str) -> str | None:
    """What the text is instead of a secret line, as the end of a sentence, where that shows."""
    if not line.strip():
        return "is empty"
    if line.lstrip().startswith("-----BEGIN"):
        return "holds a key in PEM form"
    if line.lstrip()[0] in '{["':
        return "holds JSON (a JWK?)"
    if "\n" in line or "\r" in line:
        return "holds several lines"
    if line.startswith(("z6Mk", "zDn", "z82")):
        return "holds a public key where the secret belongs"
    return None


def _decoded(line: str) -> tuple[SecretSigner, bytes]:
    for kind in _KINDS:
        if line.startswith(kind.begins):
            data = kind.decode(line[1:])
            if data.startswith(kind.codec):
                secret = data[len(kind.codec) :]
                return kind.signer(secret), secret
    raise ValueError(f"a secret begins with {BEGINNINGS}")


def _is_typed(secret: bytes) -> bool:
    steps = {(after - before) % 256 for before, after in pairwise(secret)}
    return len(steps) == 1 or len(set(secret)) <= _FEW


_FEW = 8
"""So few different bytes are typed, never drawn: by chance it happens once in 10^30."""

_PUBLISHED = frozenset(
    {
        # RFC 8032 section 7.1, tests 1, 2, 3, 1024 and SHA(abc)
        "644d50ab64864c20a12b3c4656d46b4a48f69ef7c47ecdc8415cd28316b22ef5",
        "3d2d9682cdba529682a152f678e25c6c29847bf2588ca4e1b3023c1579f9958d",
        "d8eca0cca720d33bf6d9a3e8057053ff6a4d19a62a9874fa7f7004ea662fb2f9",
        "28024a74943422cca068bb8189df16977c0cd8b322fcdf9c782f59ab6c0aa7e9",
        "918a483206abfc9207f58443b4403c208a687265175377ea43db32a0def92492",
        # W3C EdDSA cryptosuites, appendix of test vectors: the single key, then proof sets
        "17ed5248e5d0ecf1489d909183f7f4d532c678ef635b76efaa95abebb1fc7f45",
        "a993003bb721ee2dcc06871a4a635322e062ef7964cb85ecea8e66aff64b9f13",
        "8637cc02088a52940cdd04f03bf62d07c04b2054a1850aaf030adad28f12d878",
        "f538d90509bbe8dc7f58198d3a9a6a8f15d7df03caba2a2432ee62d8d32b5dae",
        "1907420f2e40738c897c6dbc2fa453451547b8568a0dccf48c4876cff47e2ce6",
        # Open Badges 3.0 implementation guide, worked signing examples
        "bfdf4171dff5cc8c90f69a3f290452cc1253a5d03249dd5fc735e2e98278f80f",
        # P-256: RFC 7515 section A.3; RFC 6979 section A.2.5, in the W3C ECDSA vectors too
        "cfcef6cfb631f2a350b70a6ab72b20696f65f854aa3649a26b4cc1d2b0f5ce76",
        "b70385660302dca892f74cdb6d75f73fd85e7564306616e1910970462f7110f0",
        # RSA: RFC 7515 section A.2
        "3dad339ffec4b52d3fc6247e7a2df8fd3c4bb66700c5ab7ffe0ff463a1a84266",
    }
)
"""SHA-256 of secrets that specifications print."""

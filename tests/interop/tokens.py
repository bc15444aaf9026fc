"""Copies of signed tokens with one thing changed in each, none of which anybody may accept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from testamur.crypto import jws
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import P256Signer, RsaSigner, Signer
from tests.interop.tampering import values

# Obvious, so that nobody takes it for a key.
STRANGER = P256Signer.from_scalar(bytes([9]) * 32)
SIGNED_BY: Mapping[str, type[Signer]] = {
    "jwt": P256Signer,
    "vc-jwt": P256Signer,
    "jws": RsaSigner,
}
"""By format, the kind of key."""


def copies(documents: Mapping[str, bytes], format_: str) -> Iterator[tuple[str, bytes]]:
    """
    Every value of the payload of the one that has most; one of each other; and signatures that
    are nobody's.
    """
    fullest = max(documents, key=lambda path: (len(list(_altered(documents[path]))), path))
    stranger: Signer = RsaSigner.generate(2048) if format_ == "jws" else STRANGER
    for number, (path, data) in enumerate(documents.items()):
        all_of_it = list(_altered(data))
        chosen = all_of_it if path == fullest else [all_of_it[number % len(all_of_it)]]
        for name, changed in (*chosen, *_badly_signed(data, stranger)):
            yield f"{path}: {name}", changed


def _altered(data: bytes) -> Iterator[tuple[str, bytes]]:
    """One value of the payload is another, under the signature that was there."""
    header, _, signature = data.split(b".")
    said: Any = json.loads(jws.parse(data.decode()).payload)
    for name, changed in values(said):
        body = base64url_encode(json.dumps(changed).encode()).encode()
        yield name, b".".join([header, body, signature])
    without = {name: value for name, value in said.items() if name != "credentialStatus"}
    if without != said:
        body = base64url_encode(json.dumps(without).encode()).encode()
        yield "without status", b".".join([header, body, signature])


def _badly_signed(data: bytes, stranger: Signer) -> Iterator[tuple[str, bytes]]:
    token = jws.parse(data.decode())
    signed = jws.signing_input(token.header, token.payload)
    yield "swapped key", jws.compact(signed, stranger.sign(signed)).encode()
    middle = len(token.signature) // 2
    spoilt = bytearray(token.signature)
    spoilt[middle] ^= 1
    yield "spoilt signature", jws.compact(token.signing_input, bytes(spoilt)).encode()
    nobodys = jws.signing_input({**token.header, "alg": "none"}, token.payload)
    yield "alg none", nobodys + b"."

"""
What a browser must judge rightly before it judges any badge: `python -m tests.scripts.anything_samples`.

The issuers are nothing but keys, made from texts that anybody may read.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from testamur.wire.bitstring import encode as encode_bits
from testamur.wire.contexts import VC_V2
from tests.support.sites import ROOT
from tests.verify.foreign import ED25519, P256, badge, claims, did_jwk, proved, token

PLACE = ROOT / "browser" / "src" / "anything" / "samples.js"
NOW = datetime(2026, 3, 2, tzinfo=UTC)
LIST = "https://college.example/status/1"
ISSUER = f"did:key:{ED25519.public_key.multibase}"
_LENGTH = 131_072


def text() -> str:
    """The module, as it stands in the repository."""
    good = proved(badge(ISSUER, credentialStatus=_entry(0)))
    jwt = token(claims(badge(did_jwk(P256))), P256)
    first, payload, signature = jwt.decode().split(".")
    samples = [
        ["valid", json.dumps(good)],
        ["altered", json.dumps({**good, "name": "Forge Safely"})],
        ["revoked", json.dumps(proved(badge(ISSUER, credentialStatus=_entry(1))))],
        ["valid", f"{first}.{payload}.{signature}"],
        ["altered", f"{first}.{payload}.{signature[:10]}{_other(signature[10])}{signature[11:]}"],
    ]
    lines = [
        "// Made by `python -m tests.scripts.anything_samples`.",
        f"export const NOW = {int(NOW.timestamp() * 1000)};",
        f"export const LIST = {json.dumps(LIST)};",
        f"export const LISTED = {json.dumps(json.dumps(_list()))};",
        "/** @type {[string, string][]} */",
        "export const SAMPLES = [",
        *(f"  [{json.dumps(word)}, {json.dumps(said)}]," for word, said in samples),
        "];",
    ]
    return "".join(f"{line}\n" for line in lines)


def _entry(index: int) -> dict[str, Any]:
    return {
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(index),
        "statusListCredential": LIST,
    }


def _list() -> dict[str, Any]:
    bits = bytearray(_LENGTH // 8)
    bits[0] = 0x40
    subject = {
        "id": f"{LIST}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": encode_bits(bytes(bits)),
    }
    document = badge(ISSUER, id=LIST, name=None, credentialSubject=subject)
    kinds = ["VerifiableCredential", "BitstringStatusListCredential"]
    return proved({**document, "@context": [VC_V2], "type": kinds, "issuer": {"id": ISSUER}})


def _other(letter: str) -> str:
    return "A" if letter != "A" else "B"


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")

"""
Issuers that testamur never heard of, spelt out by hand: their documents by their addresses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from testamur.crypto.integrity import add_proofs
from testamur.crypto.jws import ALGORITHMS
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner, Signer
from testamur.verify.document import verify_document
from testamur.verify.documents import Documents
from testamur.verify.verdict import Verdict
from testamur.wire.contexts import OB_V3, VC_V2, contexts

Json = dict[str, Any]
Pages = Mapping[str, Any]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "https://college.example"
DID = "did:web:college.example"
PROFILE = f"{HOST}/issuers/7"
ED25519 = Ed25519Signer.from_seed(b"test-only foreign key".ljust(32, b"."))
OTHER = Ed25519Signer.from_seed(b"test-only key of an other".ljust(32, b"."))
P256 = P256Signer.from_scalar(b"test-only foreign P-256 key".ljust(32, b"."))


@cache
def rsa() -> RsaSigner:
    return RsaSigner.generate(2048)


def signers() -> dict[str, Signer]:
    return {"EdDSA": ED25519, "ES256": P256, "RS256": rsa()}


def badge(issuer: str = DID, **changes: Any) -> Json:
    """A badge without a signature; a change to None leaves the member out."""
    document: Json = {
        "@context": [VC_V2, OB_V3],
        "id": "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Forge Safety",
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Example College"},
        "validFrom": "2026-03-01T00:00:00Z",
        "credentialSubject": {
            "id": "did:example:ada",
            "type": ["AchievementSubject"],
            "achievement": achievement(),
        },
        **changes,
    }
    return {name: value for name, value in document.items() if value is not None}


def achievement() -> Json:
    return {
        "id": f"{HOST}/achievements/forge-safety",
        "type": ["Achievement"],
        "name": "Forge Safety",
        "description": "Works safely at a forge.",
        "criteria": {"narrative": "Passed the practical exam."},
    }


def endorsement(subject: str, issuer: str = DID, **changes: Any) -> Json:
    return badge(
        issuer,
        **{
            "id": "urn:uuid:0d1b1b53-7d65-4a43-8a53-b5a4a7b5a0d1",
            "type": ["VerifiableCredential", "EndorsementCredential"],
            "name": "Known to be good",
            "credentialSubject": {
                "id": subject,
                "type": ["EndorsementSubject"],
                "endorsementComment": "We know this college.",
            },
            **changes,
        },
    )


def proved(document: Json, signer: Signer = ED25519, method: str | None = None) -> Json:
    """With a proof set over it, the key named as the issuer's method of that name."""
    issuer = document["issuer"]["id"]
    proofs = add_proofs(
        document,
        signer,
        method=method or method_of(issuer, signer),
        created="2026-03-01T00:00:00Z",
        contexts=contexts(),
    )
    return {**document, "proof": proofs}


def method_of(issuer: str, signer: Signer) -> str:
    multibase = signer.public_key.multibase
    if issuer.startswith("did:jwk:"):
        return f"{issuer}#0"
    return f"{issuer}#{multibase}"


def did_jwk(signer: Signer) -> str:
    return "did:jwk:" + base64url_encode(encode(signer.public_key.jwk))


def claims(document: Json) -> Json:
    """The payload of OB 3.0's token for a credential."""
    moment = datetime.fromisoformat(document["validFrom"])
    ends = document.get("validUntil")
    return {
        **document,
        "iss": document["issuer"]["id"],
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": int(moment.timestamp()),
        **({"exp": int(datetime.fromisoformat(ends).timestamp())} if ends else {}),
    }


def token(payload: Json, signer: Signer = ED25519, **header: Any) -> bytes:
    """A compact JWS; `kid` is the issuer's method unless it is given, None leaves one out."""
    claimed = payload.get("iss")
    issuer = claimed if isinstance(claimed, str) else DID
    members = {
        "alg": ALGORITHMS[signer.public_key.algorithm],
        "typ": "JWT",
        "kid": method_of(issuer, signer),
        **header,
    }
    kept = {name: value for name, value in members.items() if value is not None}
    signed = ".".join(base64url_encode(encode(part)) for part in (kept, payload)).encode()
    return signed + b"." + base64url_encode(signer.sign(signed)).encode()


def page(issuer: str = DID, *keys: Signer, **changes: Any) -> Json:
    """The issuer's document, with each key as a Multikey or, for RSA, as a JWK."""
    methods = [method(issuer, key) for key in keys or (ED25519,)]
    return {
        "id": issuer,
        "verificationMethod": methods,
        "assertionMethod": [each["id"] for each in methods],
        **changes,
    }


def method(issuer: str, signer: Signer) -> Json:
    key = signer.public_key
    found: Json = {"id": method_of(issuer, signer), "type": "Multikey", "controller": issuer}
    if key.algorithm == "RSA":
        return {**found, "type": "JsonWebKey", "publicKeyJwk": key.jwk}
    return {**found, "publicKeyMultibase": key.multibase}


def address(issuer: str = DID) -> str:
    """Where the issuer's document is published."""
    return f"{HOST}/.well-known/did.json" if issuer == DID else issuer


def web(*keys: Signer, issuer: str = DID, **more: Any) -> Json:
    return {address(issuer): page(issuer, *keys), **more}


def encode(value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def judged(what: Any, pages: Pages, **asked: Any) -> Verdict:
    files = {url: encode(content) for url, content in pages.items()}
    source = Documents(files.get, {url: url for url in files})
    return verify_document(encode(what), source, now=NOW, **asked)


def said(found: Verdict) -> str:
    """All that a person is told."""
    return " ".join([found.sentence(), *(step.detail for step in found.steps)])

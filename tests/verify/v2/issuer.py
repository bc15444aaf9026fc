"""
A tiny honest issuer of Open Badges 2.0, spelt out by hand: its documents by their addresses.

Its keys are drawn for each run of the tests.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from testamur.verify.document import verify_document
from testamur.verify.sources import Gone, Unavailable
from testamur.verify.verdict import Verdict

Json = dict[str, Any]

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOST = "https://badges.example.org"
CONTEXT = "https://w3id.org/openbadges/v2"
ASSERTION = f"{HOST}/assertions/1.json"
BADGE = f"{HOST}/badges/forge-safety.json"
PROFILE = f"{HOST}/issuer.json"
KEY = f"{HOST}/keys/1.json"
LIST = f"{HOST}/revoked.json"
URN = "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b"
EMAIL = "ada@example.org"
SALT = "Kosher"


def assertion(**changes: Any) -> Json:
    """A hosted one; a change to None leaves the member out."""
    return changed(
        {
            "@context": CONTEXT,
            "type": "Assertion",
            "id": ASSERTION,
            "recipient": {
                "type": "email",
                "hashed": True,
                "salt": SALT,
                "identity": "sha256$" + sha256((EMAIL + SALT).encode()).hexdigest(),
            },
            "badge": BADGE,
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2026-03-01T00:00:00Z",
        },
        changes,
    )


def badge_class(**changes: Any) -> Json:
    return changed(
        {
            "@context": CONTEXT,
            "type": "BadgeClass",
            "id": BADGE,
            "name": "Forge Safety",
            "description": "Works safely at a forge.",
            "image": f"{HOST}/badges/forge-safety.png",
            "criteria": {"narrative": "Passed the practical exam."},
            "issuer": PROFILE,
        },
        changes,
    )


def profile(**changes: Any) -> Json:
    return changed(
        {
            "@context": CONTEXT,
            "type": "Issuer",
            "id": PROFILE,
            "name": "Example Academy",
            "url": HOST,
            "email": "badges@example.org",
        },
        changes,
    )


def signing_profile(**changes: Any) -> Json:
    return profile(publicKey=[KEY], revocationList=LIST) | changes


def signed_assertion(**changes: Any) -> Json:
    return assertion(id=URN, verification={"type": "SignedBadge", "creator": KEY}) | changes


def key_document(**changes: Any) -> Json:
    return changed(
        {
            "@context": CONTEXT,
            "type": "CryptographicKey",
            "id": KEY,
            "owner": PROFILE,
            "publicKeyPem": pem(),
        },
        changes,
    )


def revocation_list(*entries: Json | str, **changes: Any) -> Json:
    return changed(
        {
            "@context": CONTEXT,
            "type": "RevocationList",
            "id": LIST,
            "issuer": PROFILE,
            "revokedAssertions": list(entries),
        },
        changes,
    )


def changed(document: Json, changes: Mapping[str, Any]) -> Json:
    return {name: value for name, value in {**document, **changes}.items() if value is not None}


@cache
def private_key(name: str, bits: int) -> rsa.RSAPrivateKey:
    """A key of that name; another name, another key."""
    return rsa.generate_private_key(65537, bits)


def pem(name: str = "its own", bits: int = 2048) -> str:
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key(name, bits).public_key().public_bytes(*form).decode()


def sign(payload: Json, *, key: str = "its own", header: Json | None = None) -> bytes:
    """A compact JWS, RS256 whatever the header says."""
    parts = [
        _base64url(json.dumps(each).encode()) for each in (header or {"alg": "RS256"}, payload)
    ]
    signed = b".".join(parts)
    signature = private_key(key, 2048).sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return signed + b"." + _base64url(signature)


@dataclass
class Web:
    """What strangers' addresses answer; it remembers what was asked."""

    documents: dict[str, Json | bytes | None] = field(default_factory=dict)
    """None for what is gone."""
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        self.asked.append(url)
        if url not in self.documents:
            raise Unavailable(f"{url} answers 404")
        found = self.documents[url]
        if found is None:
            raise Gone(f"{url} answers 410")
        data = found if isinstance(found, bytes) else json.dumps(found).encode()
        if len(data) > accept_bytes:
            raise Unavailable(f"{url} is larger than {accept_bytes:,} bytes")
        return data


def hosted_web(**documents: Json | bytes | None) -> Web:
    """The honest issuer's, with documents replaced by name (`assertion`, `badge`, `profile`)."""
    honest: dict[str, Json] = {
        "assertion": assertion(),
        "badge": badge_class(),
        "profile": profile(),
    }
    return _web({"assertion": ASSERTION, "badge": BADGE, "profile": PROFILE}, honest | documents)


def signed_web(**documents: Json | bytes | None) -> Web:
    """As `hosted_web`, with `key` and `list`, and no assertion."""
    honest: dict[str, Json] = {
        "badge": badge_class(),
        "profile": signing_profile(),
        "key": key_document(),
        "list": revocation_list("urn:uuid:3c574c87-b96f-4f06-8eb5-68a29335b60e"),
    }
    places = {"badge": BADGE, "profile": PROFILE, "key": KEY, "list": LIST}
    return _web(places, honest | documents)


def judged(data: Json | bytes, web: Web, **asked: Any) -> Verdict:
    """The verdict on a file, with what it refers to on this web."""
    text = data if isinstance(data, bytes) else json.dumps(data).encode()
    return verify_document(text, web, **{"now": NOW, **asked})


def _web(places: Mapping[str, str], documents: Mapping[str, Json | bytes | None]) -> Web:
    return Web({places[name]: document for name, document in documents.items()})


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")

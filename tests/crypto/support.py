"""Published vectors, keys that are obvious on purpose, and a small credential to sign."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto.rdfc import Contexts
from testamur.crypto.signer import Ed25519Signer
from testamur.crypto.strict_json import JsonObject
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"

needs_vectors = pytest.mark.skipif(
    not VECTORS.is_dir(), reason="the published vectors are not on this machine"
)

SIGNER = Ed25519Signer.from_seed(bytes(32))
OTHER_SIGNER = Ed25519Signer.from_seed(bytes([1]) * 32)


def vector(path: str) -> Any:
    return json.loads((VECTORS / path).read_bytes())


@cache
def official_contexts(ob_v3: str = "ob-v3p0-3.0.3.2026-06.json") -> Contexts:
    """The contexts as their authors publish them, also those that we do not ship."""
    documents: dict[str, JsonObject] = {
        row["url"]: vector(f"contexts/{row['file']}") for row in vector("contexts/index.json")
    }
    return Contexts(documents | {OB_V3: vector(f"contexts/{ob_v3}")})


def a_credential(**changes: Any) -> JsonObject:
    """An award in the shape that we issue; a member set to None is left out."""
    document: dict[str, Any] = {
        "@context": [VC_V2, OB_V3, OB_EXTENSIONS],
        "id": "https://badges.example/awards/0a/credential.json",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Forge safety",
        "issuer": {
            "id": "did:web:badges.example",
            "type": ["Profile"],
            "name": "Example College",
            "url": "https://badges.example/",
        },
        "validFrom": "2026-11-22T12:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:0b5c2d10-0000-4000-8000-000000000001",
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Zoë Nguyễn",
                    "identityType": "name",
                },
                {
                    "type": "IdentityObject",
                    "hashed": True,
                    "identityHash": "sha256$0123456789abcdef",
                    "identityType": "emailAddress",
                    "salt": "an obvious salt",
                },
            ],
            "achievement": {
                "id": "https://badges.example/credentials/forge/v1/achievement.json",
                "type": ["Achievement"],
                "name": "Forge safety",
                "description": 'Works "safely"\nat the forge \\ anvil.',
                "criteria": {"narrative": "Shown twice."},
            },
        },
        "credentialStatus": {
            "id": "https://badges.example/status/revocation-1.json#94567",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://badges.example/status/revocation-1.json",
        },
    }
    document |= changes
    return {name: value for name, value in document.items() if value is not None}

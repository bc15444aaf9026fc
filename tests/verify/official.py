"""
The examples that others published, the verdict that each deserves, and the documents they refer to.

None of their issuers' documents can be had any more, if they ever existed. The folder that is made
here publishes, for each issuer, the keys that the makers of the examples signed with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from testamur.crypto import jws
from testamur.wire import bake

VECTORS = Path(__file__).resolve().parents[2].parent / "shared" / "vectors"

# The key pair of the implementation guides, and three more of the validator's resources.
GUIDE = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
BAKED = "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x"
OLDER = "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv"
ENDORSER = "z6MkoMGF38Ck9xkdqrbZt4h9eHb1qc3GhAAkoSWa4Vy3SHRN"
CORP = "https://example.com/issuers/876543"
UNIVERSITY = "https://example.edu/issuers/565049"
EDTECH = "https://1edtech.edu/issuers/565049"
STATE = "https://state.gov/issuers/565049"
PORTAL = (
    "did:web:dc.1edtech.org:wellspring2022:wellspring-portal:org:"
    "da1e96e9-afcc-4eed-b9a2-2ddf7353214c"
)

# By file: the word, and what the sentence or a step says of it.
EXPECTED: Mapping[str, tuple[str, str]] = {
    # 1EdTech's validator, good and bad.
    "ob3/validator/simple.json": ("valid", "published at example.com"),
    "ob3/validator/simple.1ob": ("valid", "published at example.com"),
    "ob3/validator/simple_v1.json": ("valid", "published at example.com"),
    "ob3/validator/simple-context-version.json": ("valid", "published at example.com"),
    "ob3/validator/simple-eddsa-2022.json": ("valid", "published at example.com"),
    "ob3/validator/simple-json.svg": ("valid", "inside the SVG picture"),
    # They lack `sub` and carry `aud` and `iat`: nothing in them disagrees.
    "ob3/validator/simple-jwt.png": ("valid", "published at 1edtech.edu"),
    "ob3/validator/simple-jwt_v1.png": ("valid", "published at example.edu"),
    "ob3/validator/simple-jwt_v1.svg": ("valid", "published at example.edu"),
    "ob3/validator/endorsement-valid.json": ("valid", "Endorsement of https://1edtech.edu/issuers"),
    "ob3/validator/credential-status-revoked.json": ("revoked", "which is not signed"),
    # Its issuer is a urn:uuid, its key a did:key: nothing binds them. The reference validator
    # takes the word of the key for it.
    "ob3/validator/simple-did-key-method.json": ("altered", "not of its issuer"),
    "ob3/validator/simple-noproof.json": ("altered", "achievement is missing"),
    # Meant to be "not yet valid", but it has no achievement, so that it is no badge at all.
    "ob3/validator/simple-err-issued.json": ("altered", "achievement is missing"),
    "ob3/validator/simple-err-type.json": ("unknown", "another kind (OtherCredential)"),
    "ob3/validator/simple-err-issuer-type.json": ("altered", "@type InvalidProfile"),
    "ob3/validator/simple-err-issuer-otheridentifier-type.json": ("altered", "not signed"),
    "ob3/validator/simple-err-issuer-parentorg-type.json": ("altered", "@type InvalidProfile"),
    "ob3/validator/simple-err-credential-subject-profile-type.json": ("altered", "InvalidProfile"),
    "ob3/validator/simple-err-credential-subject-result-type.json": ("altered", "InvalidResult"),
    "ob3/validator/simple-err-credential-subject-identifier-type.json": ("altered", "not signed"),
    "ob3/validator/simple-err-credential-subject-achievement-result-description-type.json": (
        "altered",
        "InvalidResultDescription",
    ),
    "ob3/validator/simple-err-proof-method.json": ("altered", "publishes no key with the id"),
    "ob3/validator/simple-err-proof-method-no-scheme.json": ("altered", "names no key"),
    "ob3/validator/simple-err-proof-method-unknown-did-method.json": ("altered", "names no key"),
    # A draft of 2022, under a context whose address was given up; and it names no key.
    "ob3/validator/simple.jwt": ("unknown", "imsglobal.github.io"),
    # The worked examples of the implementation guides.
    "ob3/impl-guide-obv3p0/signed.json": ("valid", "published at example.edu"),
    "ob3/impl-guide-obv3p0/credential.json": ("altered", "carries no signature"),
    "ob3/impl-guide-clrv2p0/signed.json": ("valid", "published at example.edu"),
    "ob3/impl-guide-clrv2p0/credential.json": ("altered", "carries no signature"),
    # Those of the specification are not signed; of the full one, parts are, by made-up values.
    "ob3/spec-examples/basicOpenBadgeCredential.json": ("altered", "carries no signature"),
    "ob3/spec-examples/fullOpenBadge.json": ("altered", "carries no signature"),
    "ob3/spec-examples/achievementAlignmentCase.json": ("altered", "carries no signature"),
    "ob3/spec-examples/achievementAlignmentCe.json": ("altered", "carries no signature"),
    "ob3/spec-examples/skillAssertionCase.json": ("altered", "carries no signature"),
    "ob3/spec-examples/skillAssertionCtdl.json": ("altered", "carries no signature"),
}

# Whole folders of what is no badge: no file in them may be called valid, or crash anything.
OTHER_KINDS = ("vc-data-model-2.0", "vc-di-eddsa", "bitstring-status-list")


def word_of_another_kind(document: Any) -> str:
    """Of what is no badge: that it is of another kind, or no credential at all."""
    types = document.get("type") if isinstance(document, dict) else None
    known = {"VerifiableCredential", "VerifiablePresentation"}
    listed = types if isinstance(types, list) else [types]
    return "altered" if known.isdisjoint(map(str, listed)) else "unknown"


def web() -> dict[str, bytes]:
    """By address, what the examples refer to."""
    portal = "https://dc.1edtech.org/wellspring2022/wellspring-portal"
    org = PORTAL.rpartition(":")[2]
    revoked = json.loads((VECTORS / "ob3/validator/credential-status-revoked.json").read_bytes())
    pages: dict[str, Any] = {
        CORP: profile(CORP, GUIDE, OLDER, BAKED),
        UNIVERSITY: profile(UNIVERSITY, GUIDE, *jwks("simple-jwt_v1.svg", "simple-jwt_v1.png")),
        EDTECH: profile(EDTECH, *jwks("simple-jwt.png")),
        STATE: profile(STATE, ENDORSER),
        f"{portal}/org/{org}/did.json": profile(PORTAL, GUIDE),
        f"{portal}/api/revocations/{org}": {
            "id": f"{portal}/api/revocations/{org}",
            "issuer": PORTAL,
            "revokedCredential": [{"id": revoked["id"], "revoked": True}],
        },
    }
    return {address: json.dumps(page).encode() for address, page in pages.items()}


def profile(issuer: str, *keys: Any) -> dict[str, Any]:
    """A controller document; keys are Multikey texts or JWKs."""
    methods = [
        {
            "id": f"{issuer}#{key if isinstance(key, str) else f'jwk-{number}'}",
            "controller": issuer,
            **(
                {"type": "Multikey", "publicKeyMultibase": key}
                if isinstance(key, str)
                else {"type": "JsonWebKey", "publicKeyJwk": key}
            ),
        }
        for number, key in enumerate(keys)
    ]
    return {
        "id": issuer,
        "type": "Profile",
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def jwks(*names: str) -> Iterator[Any]:
    """The keys that tokens in pictures bring along: here their issuers do publish them."""
    for name in names:
        for found in bake.unbake((VECTORS / "ob3/validator" / name).read_bytes()):
            yield jws.parse(found.text.decode()).header["jwk"]

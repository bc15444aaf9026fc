"""
The first derivations of other serialisations. Signatures rest on every byte: never edit them.

Open Badges 3.0 section 8.2 ("JSON Web Token Proof Format"), W3C "Securing Verifiable Credentials
using JOSE and COSE" section 3.1, Open Badges 2.0 ("Signed Badges"). Self-contained on purpose:
what other modules write may change with a release, these may not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import orjson

from testamur.crypto.jcs import canonical
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """All that a derivation may look at: none of it ever changes."""

    unsigned: bytes
    """JCS bytes of the OB 3.0 credential without its proofs."""
    award: str
    version: int
    definition: tuple[str, int] | tuple[str, int, str | None]
    language: str | None
    """BCP 47 tag of the author's own text."""
    key: str
    """Thumbprint (RFC 7638) of the key that signs."""
    at: Addresses


def jwt_header(source: Source) -> JsonObject:
    return {"alg": "ES256", "kid": source.at.thumbprint_method(source.key), "typ": "JWT"}


def jwt_payload(source: Source) -> bytes:
    """The credential's own members, then the claims that repeat some of them."""
    signed: Json = orjson.loads(source.unsigned)
    claims: JsonObject = {
        "iss": signed["issuer"]["id"],
        "jti": signed["id"],
        "nbf": _numeric_date(signed["validFrom"]),
        "sub": signed["credentialSubject"]["id"],
    }
    if "validUntil" in signed:
        claims["exp"] = _numeric_date(signed["validUntil"])
    return source.unsigned[:-1] + b"," + canonical(claims)[1:]


def vc_jwt_header(source: Source) -> JsonObject:
    return {**jwt_header(source), "typ": "vc+jwt", "cty": "vc"}


def vc_jwt_payload(source: Source) -> bytes:
    """The credential and no claims: `nbf` is not recommended, `exp` would speak of the signature."""
    return source.unsigned


def assertion_header(source: Source) -> JsonObject:
    del source
    return {"alg": "RS256"}


def assertion_payload(source: Source) -> bytes:
    """
    The Assertion of OB 2.0. Badge class and issuer are named, not repeated: their addresses hold
    the version of the credential that was issued, and a signed badge needs the issuer's own
    profile in any case.
    """
    signed: Json = orjson.loads(source.unsigned)
    subject: Json = signed["credentialSubject"]
    at = source.at
    edition_3: JsonObject = {
        "id": at.credential_json(source.award),
        "type": ["https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"],
        "version": "Open Badges v3p0",
    }
    return canonical(
        _present(
            {
                "@context": "https://w3id.org/openbadges/v2",
                "@language": source.language,
                "type": "Assertion",
                "id": assertion_id(at, source.award, source.version),
                "recipient": _recipient(subject),
                "badge": at.badge_class(*source.definition),
                "verification": {
                    "type": "SignedBadge",
                    "creator": at.cryptographic_key(source.key),
                },
                "issuedOn": signed["awardedDate"],
                "expires": signed.get("validUntil"),
                "narrative": subject.get("narrative"),
                "evidence": [_evidence(each) for each in signed.get("evidence", ())],
                "related": [edition_3],
            }
        )
    )


def assertion_id(at: Addresses, award: str, version: int) -> str:
    """
    A name for one version that leads nowhere, for a public list of what was revoked.

    It follows from the award's id, which is random: whoever does not know that id cannot find it
    from here, and after the award was forgotten the name can still be listed.
    """
    return uuid5(NAMESPACE_URL, f"{at.credential_json(award)}#v{version}").urn


def _recipient(subject: Json) -> JsonObject:
    for each in subject.get("identifier", ()):
        if each["identityType"] == "emailAddress":
            return {
                "type": "email",
                "hashed": True,
                "salt": each["salt"],
                "identity": each["identityHash"],
            }
    return {"type": "id", "hashed": False, "identity": subject["id"]}


def _evidence(shown: Json) -> JsonObject:
    names = ("id", "name", "description", "narrative", "genre", "audience")
    return _present({"type": "Evidence", **{name: shown.get(name) for name in names}})


def _numeric_date(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _present(members: dict[str, JsonValue]) -> JsonObject:
    return {name: value for name, value in members.items() if value is not None and value != []}

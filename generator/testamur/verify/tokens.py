"""
Credentials as JSON Web Tokens: what is inside, and whether its claims agree with it.

OB 3.0, "JSON Web Token Proof Format" (the credential's members at the top, and claims that repeat
them); VC Data Model 1.1 (the credential in `vc`); VC-JOSE-COSE, whose `exp` is of the signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from testamur.crypto import strict_json
from testamur.crypto.jws import Jws
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.fields import MAX_DOCUMENT, listed
from testamur.verify.words import shown
from testamur.verify.writing import Malformed, Unread
from testamur.wire.contexts import VC_V1

_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud"})
_W3C = "vc+jwt"
_KINDS = frozenset({"jwt", _W3C, "vc+ld+jwt", "vc-ld+jwt"})


@dataclass(frozen=True, slots=True)
class Token:
    """A credential in a JWS. Nothing in it is proved yet."""

    jws: Jws
    document: JsonObject
    """The credential without the claims around it."""
    expires: datetime | None
    """Its claim `exp`."""


def read_payload(jws: Jws) -> JsonObject:
    """The JSON object that was signed. Raises ValueError."""
    payload = strict_json.parse(jws.payload, max_bytes=MAX_DOCUMENT)
    if not isinstance(payload, dict):
        raise ValueError("its payload is no JSON object")
    return payload


def token(jws: Jws, payload: JsonObject) -> Token:
    """
    The credential in a token, whose claims agree with it.

    Raises Malformed for claims that contradict the credential, Unread for a token of another kind.
    """
    kind = _kind(jws.header.get("typ"))
    if "vc" in payload:
        document = _from_claim(payload)
    else:
        document = {name: value for name, value in payload.items() if name not in _CLAIMS}
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    _agree(payload, "iss", issuer.get("id") if isinstance(issuer, dict) else issuer, "issuer")
    _agree(payload, "jti", document.get("id"), "id")
    if isinstance(subject, dict):
        _agree(payload, "sub", subject.get("id"), "recipient")
    older = VC_V1 in listed(document.get("@context"))
    begin, end = ("issuanceDate", "expirationDate") if older else ("validFrom", "validUntil")
    _same_moment(payload, "nbf", document.get(begin), begin)
    if kind != _W3C and end in document:
        _same_moment(payload, "exp", document[end], end)
    return Token(jws, document, _moment(payload, "exp"))


def _kind(typ: JsonValue) -> str:
    if typ is None:
        return "jwt"
    kind = typ.lower().removeprefix("application/") if isinstance(typ, str) else ""
    if kind not in _KINDS:
        raise Unread(f"It is a token of another kind ({shown(str(typ))}).")
    return kind


def _from_claim(payload: JsonObject) -> JsonObject:
    """VC Data Model 1.1 section 6.3.1: what the claims say need not be repeated in `vc`."""
    inside = payload["vc"]
    if not isinstance(inside, dict):
        raise Malformed("Its claim vc is not an object.")
    if {"@context", "type", "credentialSubject"} & payload.keys():
        raise Malformed("It holds two credentials, one in the claim vc and one around it.")
    document = dict(inside)
    for claim, name in (("iss", "issuer"), ("jti", "id")):
        if claim in payload:
            document.setdefault(name, payload[claim])
    for claim, name in (("nbf", "issuanceDate"), ("exp", "expirationDate")):
        moment = _moment(payload, claim)
        if moment is not None:
            document.setdefault(name, f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "sub" in payload:
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    return document


def _agree(payload: JsonObject, claim: str, said: JsonValue, what: str) -> None:
    if claim in payload and (not isinstance(payload[claim], str) or payload[claim] != said):
        raise Malformed(f"Its claim {claim} does not agree with the credential's {what}.")


def _same_moment(payload: JsonObject, claim: str, said: JsonValue, name: str) -> None:
    moment = _moment(payload, claim)
    if moment is None:
        return
    try:
        other = datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        other = None
    if other is None or other.tzinfo is None:
        raise Malformed(f"Its claim {claim} has no {name} in the credential to agree with.")
    if abs((moment - other).total_seconds()) >= 1:
        raise Malformed(f"Its claim {claim} does not agree with the credential's {name}.")


def _moment(payload: JsonObject, claim: str) -> datetime | None:
    """A NumericDate (RFC 7519 section 2): seconds since 1970."""
    if claim not in payload:
        return None
    value = payload[claim]
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            pass
    raise Malformed(f"Its claim {claim} is not a moment in seconds since 1970.")

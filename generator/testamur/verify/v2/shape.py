"""
The documents of Open Badges 2.0, read strictly: Assertion, BadgeClass, Profile, key and list.

They are read as plain JSON: other contexts beside the one of Open Badges 2.0 may add terms, and
what they add is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.fields import one_object, text
from testamur.verify.shape import Identity
from testamur.verify.words import shown
from testamur.verify.writing import Malformed
from testamur.wire.v2 import OB_V2

CONTEXTS = frozenset({OB_V2, f"{OB_V2}.json", "https://openbadgespec.org/v2/context.json"})
"""The names of the one context (Open Badges v2.0, "Badge Objects and JSON-LD")."""

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)", re.ASCII
)
_HASHED = re.compile(r"(?:sha256|md5)\$[0-9a-fA-F]+", re.ASCII)
# What our own comparison calls them, as OB 3.0 does.
_IDENTITY_TYPES = {"email": "emailAddress"}
_MAX_LISTED = 100


class Kind(StrEnum):
    """How an assertion is verified (OB 2.0, VerificationObject)."""

    HOSTED = "hosted"
    SIGNED = "signed"


_KINDS = {
    "HostedBadge": Kind.HOSTED,
    "hosted": Kind.HOSTED,
    "SignedBadge": Kind.SIGNED,
    "signed": Kind.SIGNED,
}

Linked = str | JsonObject
"""An address, or the object itself."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """An award that stands, as far as it says so itself."""

    id: str
    kind: Kind
    recipient: Identity
    badge: Linked
    issued: datetime
    expires: datetime | None
    creator: str | None
    """Address of the key that signed it."""
    uid: str | None
    """The name that revocation lists of Open Badges 1 use."""
    signed_edition: str | None
    """Address of the same award as a signed Open Badges 3.0 credential."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The short form of an assertion that was revoked."""

    id: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class BadgeClass:
    id: str | None
    name: str
    issuer: Linked


@dataclass(frozen=True, slots=True)
class Profile:
    id: str
    name: str
    keys: tuple[Linked, ...]
    revocation_list: str | None
    starts_with: tuple[str, ...]
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Key:
    id: str | None
    owner: str
    pem: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """One entry of a RevocationList."""

    name: str
    """The id, or the uid, of the assertion."""
    reason: str | None


def is_assertion(document: JsonObject) -> bool:
    """Whether it says of itself that it is an Open Badges 2.0 assertion, in whatever state."""
    return bool(CONTEXTS.intersection(_items(document.get("@context")))) and (
        "Assertion" in _items(document.get("type"))
    )


def kind_of(document: JsonObject) -> Kind | None:
    """How it says it is verified; None where it does not say."""
    # The older name of the same property.
    found = document.get("verification", document.get("verify"))
    types = _items(found.get("type")) if isinstance(found, dict) else []
    return next((_KINDS[each] for each in types if each in _KINDS), None)


def assertion(document: JsonObject) -> Assertion | Withdrawn:
    """OB 2.0, Assertion. Raises Malformed."""
    if not is_assertion(document):
        raise Malformed("It is not an Open Badges 2.0 assertion.")
    id_ = text(document, "id")
    if document.get("revoked") is True:
        reason = document.get("revocationReason")
        return Withdrawn(id_, shown(reason) if isinstance(reason, str) else None)
    kind = kind_of(document)
    verification = one_object(document, "verification" if "verification" in document else "verify")
    if kind is None:
        raise Malformed("Its verification is neither hosted nor signed.")
    issued = instant(document.get("issuedOn"), "issuedOn")
    expires = instant(document["expires"], "expires") if "expires" in document else None
    if expires is not None and expires < issued:
        raise Malformed("It ends before it begins.")
    return Assertion(
        id=id_,
        kind=kind,
        recipient=recipient(document),
        badge=_linked(document, "badge"),
        issued=issued,
        expires=expires,
        creator=text(verification, "creator") if "creator" in verification else None,
        uid=text(document, "uid") if "uid" in document else None,
        signed_edition=next(_signed_editions(document), None),
    )


def recipient(document: JsonObject) -> Identity:
    """OB 2.0, IdentityObject of an assertion. Raises Malformed."""
    named = one_object(document, "recipient")
    value, hashed = text(named, "identity"), named.get("hashed")
    if not isinstance(hashed, bool):
        raise Malformed("Its recipient does not say whether it is hashed.")
    if hashed != bool(_HASHED.fullmatch(value)):
        raise Malformed("Its recipient is not what it says: hashed, or plain.")
    type_ = text(named, "type")
    salt = text(named, "salt") if named.get("salt") else ""
    return Identity(_IDENTITY_TYPES.get(type_, type_), value, hashed, salt)


def badge_class(document: JsonObject) -> BadgeClass:
    """OB 2.0, BadgeClass: all that is required is there. Raises Malformed."""
    _require(document, "BadgeClass")
    for name in ("description", "image", "criteria"):
        if not document.get(name):
            raise Malformed(f"Its {name} is missing.")
    return BadgeClass(
        id=text(document, "id") if "id" in document else None,
        name=text(document, "name"),
        issuer=_linked(document, "issuer"),
    )


def profile(document: JsonObject) -> Profile:
    """
    OB 2.0, Profile of an issuer. Raises Malformed.

    The specification asks for an e-mail address too, which no validator misses.
    """
    _require(document, "Profile", "Issuer")
    text(document, "url")
    verification = document.get("verification", {})
    scope = verification if isinstance(verification, dict) else {}
    return Profile(
        id=text(document, "id"),
        name=text(document, "name"),
        keys=tuple(_several(document, "publicKey")),
        revocation_list=text(document, "revocationList") if "revocationList" in document else None,
        starts_with=tuple(_items(scope.get("startsWith"))),
        origins=tuple(_items(scope.get("allowedOrigins"))),
    )


def key(document: JsonObject) -> Key:
    """OB 2.0, CryptographicKey. Raises Malformed."""
    _require(document, "CryptographicKey")
    return Key(
        id=text(document, "id") if "id" in document else None,
        owner=text(document, "owner"),
        pem=text(document, "publicKeyPem"),
    )


def revoked(document: JsonObject) -> Iterator[Revoked]:
    """OB 2.0, RevocationList: the assertions that it names. Raises Malformed."""
    _require(document, "RevocationList")
    listed = document.get("revokedAssertions")
    if listed is None:
        raise Malformed("Its revokedAssertions are missing.")
    for each in listed if isinstance(listed, list) else [listed]:
        if isinstance(each, str):
            yield Revoked(each, None)
        elif isinstance(each, dict):
            if each.get("revoked", True) is False:
                continue
            reason = each.get("revocationReason")
            told = shown(reason) if isinstance(reason, str) else None
            names = [each[name] for name in ("id", "uid") if isinstance(each.get(name), str)]
            if not names:
                raise Malformed("One of its entries has no name.")
            yield from (Revoked(str(name), told) for name in names)
        else:
            raise Malformed("One of its entries is neither a text nor an object.")


def instant(value: JsonValue, name: str) -> datetime:
    """
    OB 2.0, DateTime, in UTC: ISO 8601 with time and zone; seconds may be left out.

    Raises Malformed for a bare day and for anything else.
    """
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        minute, seconds, fraction, zone = match.groups(default="")
        try:
            moment = datetime.fromisoformat(f"{minute}{seconds or ':00'}{fraction[:7]}{zone}")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Malformed(f"Its {name} is not a moment like 2026-11-22T09:30:00Z.")


def _signed_editions(document: JsonObject) -> Iterator[str]:
    related = document.get("related", [])
    for each in related if isinstance(related, list) else [related]:
        if isinstance(each, dict) and isinstance(each.get("id"), str):
            types = " ".join(_items(each.get("type")))
            if "OpenBadgeCredential" in types or "AchievementCredential" in types:
                yield str(each["id"])


def _require(document: JsonObject, *types: str) -> None:
    # What is inside another document has the context of that one.
    if not CONTEXTS.intersection(_items(document.get("@context", OB_V2))):
        raise Malformed("It is not written in Open Badges 2.0.")
    if not set(types).intersection(_items(document.get("type"))):
        raise Malformed(f"Its type is not {types[0]}.")


def _items(value: JsonValue) -> list[str]:
    """The texts of a value that may be one text or a list."""
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, str)]


def _several(document: JsonObject, name: str) -> Iterator[Linked]:
    found = document.get(name, [])
    listed = found if isinstance(found, list) else [found]
    if len(listed) > _MAX_LISTED:
        raise Malformed(f"Its {name} has more than {_MAX_LISTED} entries.")
    for each in listed:
        if not isinstance(each, str | dict):
            raise Malformed(f"Its {name} is neither an address nor an object.")
        yield each


def _linked(document: JsonObject, name: str) -> Linked:
    value = document.get(name)
    if isinstance(value, str) and value:
        return value
    if isinstance(value, dict):
        return value
    raise Malformed(f"Its {name} is missing, or neither an address nor an object.")

"""Open Badges 3.0: who earned it, as IdentityObjects."""

from __future__ import annotations

from hashlib import sha256

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.award import Recipient


def identifiers(recipient: Recipient, salt: str) -> list[JsonValue]:
    """
    The recipient as the public may know them (OB 3.0, IdentityObject).

    The name is in plain, as far as it may be seen; a number or an address never is, since
    whoever needs to compare it has it.
    """
    found: list[JsonValue] = []
    email, name = recipient.normalised_email, recipient.public_name
    if email:
        found.append(_hashed("emailAddress", email, salt))
    if name:
        found.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": name,
                "identityType": "name",
            }
        )
    found.extend(_hashed(each.type, each.value, salt) for each in recipient.identifiers)
    return found


def identity_hash(identity: str, salt: str) -> str:
    """OB 3.0 IdentityHash: SHA-256 over the UTF-8 of identifier and salt, hex, with its prefix."""
    return f"sha256${sha256((identity + salt).encode()).hexdigest()}"


def _hashed(type_: str, value: str, salt: str) -> JsonObject:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(value, salt),
        "identityType": type_,
        "salt": salt,
    }

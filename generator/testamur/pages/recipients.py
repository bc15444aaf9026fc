"""What is public of a recipient: the name, if the signed document has one in plain text."""

from __future__ import annotations

from testamur.pages.life import Json


def public_name(subject: Json) -> str | None:
    """`display` of the award decided when it was signed (OB 3.0, IdentityObject)."""
    for each in subject.get("identifier", ()):
        if each["identityType"] == "name" and not each["hashed"]:
            name: str = each["identityHash"]
            return name
    return None

"""What a signed credential says of its award, as the register's own questions need it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

from testamur.crypto.strict_json import JsonObject
from testamur.register.documents import Document
from testamur.register.learners import LearnerRecord

_DRAWN = "urn:uuid:"
_AWARDED = b'"awardedDate":"'


@dataclass(frozen=True, slots=True)
class Published:
    signed: JsonObject
    """The unsigned credential, whole."""
    subject: JsonObject
    """Its credentialSubject."""
    salt: str
    """Of the hashed e-mail; empty where there is none."""
    identities: Mapping[str, object] = field(default_factory=dict)
    """Identity hash or plain identity, by identity type."""

    @property
    def name(self) -> str | None:
        """The recipient's name as anybody may see it; None where it is hidden."""
        found = self.identities.get("name")
        return found if isinstance(found, str) else None

    @property
    def subject_id(self) -> str:
        return str(self.subject["id"])

    @property
    def did(self) -> str | None:
        """The recipient's own DID; None for an id that was drawn."""
        return None if self.subject_id.startswith(_DRAWN) else self.subject_id


def published(document: Document | LearnerRecord) -> Published:
    """The text of a document of the register, which was linted before it was signed."""
    signed: JsonObject = orjson.loads(document.unsigned)
    subject = signed["credentialSubject"]
    if not isinstance(subject, dict):
        raise TypeError("a signed credential has one subject")
    listed = subject.get("identifier")
    identifiers = (
        [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    salts = (str(each["salt"]) for each in identifiers if each.get("salt"))
    return Published(
        signed=signed,
        subject=subject,
        salt=next(salts, ""),
        identities={str(each["identityType"]): each["identityHash"] for each in identifiers},
    )


def awarded_at(document: Document) -> str:
    """
    Its `awardedDate`, found without parsing: this is asked of every award in every check.

    JCS writes it right after the contexts, which hold no such text.
    """
    start = document.unsigned.index(_AWARDED) + len(_AWARDED)
    return document.unsigned[start : document.unsigned.index(b'"', start)].decode()

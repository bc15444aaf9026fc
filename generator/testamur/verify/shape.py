"""
The shape that a document promises, read strictly: step 2 of verifying.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.verdict import shown
from testamur.verify.writing import Malformed, check_writing
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2

_BADGE_CONTEXTS: tuple[list[JsonValue], ...] = (
    [VC_V2, OB_V3],
    [VC_V2, OB_V3, OB_EXTENSIONS],
)
_LIST_CONTEXTS: tuple[list[JsonValue], ...] = ([VC_V2],)
_BADGE_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})

_INSTANT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)",
    re.ASCII,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_MAX_STATUS_ENTRIES = 4
"""Each makes a verifier fetch a list."""
_INDEX = re.compile(r"0|[1-9][0-9]{0,14}", re.ASCII)


class AnotherKind(ValueError):
    """A document that may be in order, but is of a kind not read here. Likewise a sentence."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One IdentityObject of the recipient (OB 3.0)."""

    type: str
    value: str
    """In plain text, or as `sha256$` and hex digits."""
    hashed: bool
    salt: str


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One BitstringStatusListEntry (Bitstring Status List 1.0)."""

    purpose: str
    index: int
    list: str
    """Address of the list."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a badge says, in our own types. Nothing in it is proved yet."""

    id: str
    issuer: str
    issuer_name: str | None
    name: str
    """Of what was earned."""
    valid_from: datetime
    valid_until: datetime | None
    awarded: datetime | None
    identities: tuple[Identity, ...]
    status: tuple[StatusEntry, ...]
    unread_status: tuple[str, ...]
    """Types of status entries that are not read here."""

    @property
    def recipient(self) -> str | None:
        """The recipient's name, where it stands in plain text."""
        names = (each.value for each in self.identities if each.type == "name" and not each.hashed)
        return next(names, None)


@dataclass(frozen=True, slots=True)
class ListCredential:
    """What a status list says. Nothing in it is proved yet."""

    id: str
    issuer: str
    valid_from: datetime
    valid_until: datetime | None
    purposes: tuple[str, ...]
    encoded: str


def credential(document: JsonObject) -> Credential:
    """
    A badge: OB 3.0 AchievementCredential over VC Data Model 2.0.

    Raises Malformed, or AnotherKind for a credential that is no badge.
    """
    types = _texts(document, "type")
    if "VerifiableCredential" not in types:
        raise Malformed("It is not a verifiable credential.")
    if _BADGE_TYPES.isdisjoint(types):
        kinds = ", ".join(shown(kind) for kind in types if kind != "VerifiableCredential")
        raise AnotherKind(f"It is a credential of another kind ({kinds or 'none named'}).")
    check_writing(document, _BADGE_CONTEXTS)
    subject = _object(document, "credentialSubject")
    if "AchievementSubject" not in _texts(subject, "type"):
        raise Malformed("Its subject is not an AchievementSubject.")
    issuer = document.get("issuer")
    issuer_name = None
    if isinstance(issuer, dict):
        issuer_name = _text(issuer, "name") if "name" in issuer else None
    valid_from, valid_until = _period(document)
    status, unread = _status(document)
    return Credential(
        id=_address(document, "id"),
        issuer=_issuer(document),
        issuer_name=issuer_name,
        name=_text(_object(subject, "achievement"), "name"),
        valid_from=valid_from,
        valid_until=valid_until,
        awarded=_awarded(document),
        identities=tuple(_identities(subject)),
        status=status,
        unread_status=unread,
    )


def status_list(document: JsonObject) -> ListCredential:
    """A BitstringStatusListCredential (Bitstring Status List 1.0 section 2.2). Raises Malformed."""
    types = _texts(document, "type")
    if not {"VerifiableCredential", "BitstringStatusListCredential"} <= set(types):
        raise Malformed("It is not a status list.")
    check_writing(document, _LIST_CONTEXTS)
    subject = _object(document, "credentialSubject")
    if _texts(subject, "type") != ("BitstringStatusList",):
        raise Malformed("Its subject is not a BitstringStatusList.")
    valid_from, valid_until = _period(document)
    return ListCredential(
        id=_address(document, "id"),
        issuer=_issuer(document),
        valid_from=valid_from,
        valid_until=valid_until,
        purposes=_texts(subject, "statusPurpose"),
        encoded=_text(subject, "encodedList"),
    )


def instant(value: JsonValue, name: str) -> datetime:
    """
    An XSD dateTimeStamp, in UTC. Raises Malformed, naming the member, for anything else.

    A zone is required: OB 3.0 asks for one, and two readers must not differ by hours.
    """
    match = _INSTANT.fullmatch(value) if isinstance(value, str) else None
    if match is not None:
        whole, fraction, zone = match.groups(default="")
        try:
            return datetime.fromisoformat(f"{whole}{fraction[:7]}{zone}").astimezone(UTC)
        except (ValueError, OverflowError):
            pass
    raise Malformed(f"Its {name} is not a moment like 2026-11-22T09:30:00Z.")


def _period(document: JsonObject) -> tuple[datetime, datetime | None]:
    valid_from = instant(document.get("validFrom"), "validFrom")
    valid_until = None
    if "validUntil" in document:
        valid_until = instant(document["validUntil"], "validUntil")
        if valid_until < valid_from:
            raise Malformed("It ends before it begins.")
    return valid_from, valid_until


def _awarded(document: JsonObject) -> datetime | None:
    # Nothing depends on it, so that one which cannot be read is passed over.
    try:
        return instant(document.get("awardedDate"), "awardedDate")
    except Malformed:
        return None


def _issuer(document: JsonObject) -> str:
    issuer = document.get("issuer")
    return _address(issuer, "id") if isinstance(issuer, dict) else _address(document, "issuer")


def _identities(subject: JsonObject) -> Iterator[Identity]:
    found = subject.get("identifier", [])
    for each in found if isinstance(found, list) else [found]:
        if not isinstance(each, dict):
            raise Malformed("An identifier of its recipient is not an object.")
        hashed = each.get("hashed")
        if not isinstance(hashed, bool):
            raise Malformed("An identifier of its recipient does not say whether it is hashed.")
        yield Identity(
            type=_text(each, "identityType"),
            value=_text(each, "identityHash"),
            hashed=hashed,
            salt=_text(each, "salt") if "salt" in each else "",
        )


def _status(document: JsonObject) -> tuple[tuple[StatusEntry, ...], tuple[str, ...]]:
    found = document.get("credentialStatus", [])
    listed = found if isinstance(found, list) else [found]
    if len(listed) > _MAX_STATUS_ENTRIES:
        raise Malformed("It names too many status lists.")
    entries: list[StatusEntry] = []
    unread: list[str] = []
    for each in listed:
        if not isinstance(each, dict):
            raise Malformed("Its credentialStatus is not an object.")
        types = _texts(each, "type")
        if types != ("BitstringStatusListEntry",):
            unread.append(shown(", ".join(types)))
        elif each.get("statusSize", 1) != 1 or isinstance(each.get("statusSize"), bool):
            unread.append("BitstringStatusListEntry of more than one bit")
        else:
            entries.append(_status_entry(each))
    return tuple(entries), tuple(unread)


def _status_entry(entry: JsonObject) -> StatusEntry:
    index = entry.get("statusListIndex")
    if not isinstance(index, str) or not _INDEX.fullmatch(index):
        raise Malformed("Its statusListIndex is not a plain decimal number in a string.")
    list_address = _address(entry, "statusListCredential")
    if entry.get("id") == list_address:
        raise Malformed("Its status entry claims to be the status list.")
    return StatusEntry(_text(entry, "statusPurpose"), int(index), list_address)


def _object(parent: JsonObject, name: str) -> JsonObject:
    value = parent.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"Its {name} is missing or not one object.")
    return value


def _text(parent: JsonObject, name: str) -> str:
    value = parent.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"Its {name} is missing or not a text.")
    return value


def _texts(parent: JsonObject, name: str) -> tuple[str, ...]:
    value = parent.get(name)
    items = value if isinstance(value, list) else [value]
    texts = tuple(item for item in items if isinstance(item, str))
    if not texts or len(texts) != len(items):
        raise Malformed(f"Its {name} is missing or not a list of texts.")
    return texts


def _address(parent: JsonObject, name: str) -> str:
    value = _text(parent, name)
    if not _ABSOLUTE.fullmatch(value):
        raise Malformed(f"Its {name} is not an absolute address.")
    return value

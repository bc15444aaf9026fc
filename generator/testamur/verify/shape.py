"""
The shape that a document promises, read strictly: step 2 of verifying.

Open Badges 3.0 over VC Data Model 2.0, and over 1.1, whose dates have other names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify import record
from testamur.verify.dids import web_site
from testamur.verify.fields import address, instant, listed, one_object, text, texts
from testamur.verify.statuses import Entries, status_of
from testamur.verify.words import shown
from testamur.verify.writing import Malformed, Unread, check_writing, is_credential
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V1, VC_V2
from testamur.wire.v2 import OB_V2

_OUR_CONTEXTS: tuple[list[JsonValue], ...] = (
    [VC_V2, OB_V3],
    [VC_V2, OB_V3, OB_EXTENSIONS],
)


class Kind(StrEnum):
    """What a credential is about, in the words of the first thing said of it."""

    ACHIEVEMENT = "an Open Badges 3.0 credential"
    ENDORSEMENT = "an Open Badges 3.0 endorsement"
    LEARNER_RECORD = "a Comprehensive Learner Record 2.0"


_KINDS = {
    "OpenBadgeCredential": Kind.ACHIEVEMENT,
    "AchievementCredential": Kind.ACHIEVEMENT,
    "EndorsementCredential": Kind.ENDORSEMENT,
    "ClrCredential": Kind.LEARNER_RECORD,
}
_SUBJECTS = {
    Kind.ACHIEVEMENT: "AchievementSubject",
    Kind.ENDORSEMENT: "EndorsementSubject",
    Kind.LEARNER_RECORD: "ClrSubject",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """One IdentityObject of the recipient (OB 3.0)."""

    type: str
    value: str
    """In plain text, or as `sha256$` and hex digits."""
    hashed: bool
    salt: str


@dataclass(frozen=True, slots=True)
class Inner:
    """A credential inside another: an endorsement of it, or one that a learner record bundles."""

    content: JsonValue
    """An object; a text is a compact JWS."""
    endorses: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """What a credential says, in our own types. Nothing in it is proved yet."""

    id: str
    kind: Kind
    issuer: str
    issuer_name: str | None
    name: str
    """Of what was earned."""
    valid_from: datetime
    valid_until: datetime | None
    awarded: datetime | None
    subject: str | None
    """Identifier of the recipient, or of what is endorsed."""
    identities: tuple[Identity, ...]
    status: Entries
    inner: tuple[Inner, ...]

    @property
    def recipient(self) -> str | None:
        """The recipient's name, where it stands in plain text."""
        names = (each.value for each in self.identities if each.type == "name" and not each.hashed)
        return next(names, None)


def credential(document: JsonObject, *, enveloped: bool = False) -> Credential:
    """
    An achievement, an endorsement or a learner record.

    `enveloped`: the document is the payload of a JWS. Raises Malformed, or Unread for a
    credential of another kind and for contexts that are not known here.
    """
    kind = _kind(document)
    identifier, issuer = address(document, "id"), issuer_of(document)
    site = web_site(issuer)
    ours = site is not None and record.place(identifier, site.base_url) is not None
    check_writing(document, _OUR_CONTEXTS if ours else None, enveloped=enveloped)
    subject = one_object(document, "credentialSubject")
    if _SUBJECTS[kind] not in texts(subject, "type"):
        raise Malformed(f"Its subject is not of the type {_SUBJECTS[kind]}.")
    profile = document.get("issuer")
    valid_from, valid_until = period(document)
    return Credential(
        id=identifier,
        kind=kind,
        issuer=issuer,
        issuer_name=text(profile, "name")
        if isinstance(profile, dict) and "name" in profile
        else None,
        name=_name(document, subject, kind),
        valid_from=valid_from,
        valid_until=valid_until,
        awarded=_awarded(document),
        subject=address(subject, "id") if "id" in subject else None,
        identities=() if kind is Kind.ENDORSEMENT else tuple(_identities(subject)),
        status=status_of(document),
        inner=tuple(_inner(document, subject, kind)),
    )


def issuer_of(document: JsonObject) -> str:
    """The issuer's identifier. Raises Malformed where it has none."""
    issuer = document.get("issuer")
    return address(issuer, "id") if isinstance(issuer, dict) else address(document, "issuer")


def period(document: JsonObject) -> tuple[datetime, datetime | None]:
    """From when and until when it is to be believed. Raises Malformed."""
    names = [("validFrom", "validUntil")]
    if VC_V1 in listed(document.get("@context")):
        # VC Data Model 1.1 reserves the newer names; where they are given too, all must allow it.
        names.insert(0, ("issuanceDate", "expirationDate"))
    begins = [instant(document.get(names[0][0]), names[0][0])]
    begins += [instant(document[begin], begin) for begin, _ in names[1:] if begin in document]
    ends = [instant(document[end], end) for _, end in names if end in document]
    valid_from, valid_until = max(begins), min(ends, default=None)
    if valid_until is not None and valid_until < valid_from:
        raise Malformed("It ends before it begins.")
    return valid_from, valid_until


def _kind(document: JsonObject) -> Kind:
    types = texts(document, "type")
    if "VerifiablePresentation" in types:
        raise Unread("It is a presentation: give the credential that it shows by itself.")
    if OB_V2 in listed(document.get("@context")):
        other = ", ".join(map(shown, types))
        raise Unread(f"It is no badge of Open Badges 2.0 but another part of it ({other}).")
    if "VerifiableCredential" not in types:
        raise Malformed("It is not a verifiable credential.")
    kinds = {_KINDS[name] for name in types if name in _KINDS}
    if not kinds:
        others = ", ".join(shown(name) for name in types if name != "VerifiableCredential")
        raise Unread(f"It is a credential of another kind ({others or 'none named'}).")
    if len(kinds) > 1:
        raise Malformed("It claims to be credentials of two kinds at once.")
    return kinds.pop()


def _name(document: JsonObject, subject: JsonObject, kind: Kind) -> str:
    if kind is Kind.ACHIEVEMENT:
        return text(one_object(subject, "achievement"), "name")
    if kind is Kind.ENDORSEMENT:
        address(subject, "id")
        return text(document, "name") if "name" in document else "Endorsement"
    return text(document, "name")


def _awarded(document: JsonObject) -> datetime | None:
    # Nothing depends on it, so that one which cannot be read is passed over.
    try:
        return instant(document.get("awardedDate"), "awardedDate")
    except Malformed:
        return None


def _identities(subject: JsonObject) -> Iterator[Identity]:
    for each in listed(subject.get("identifier")):
        if not isinstance(each, dict):
            raise Malformed("An identifier of its recipient is not an object.")
        hashed = each.get("hashed")
        if not isinstance(hashed, bool):
            raise Malformed("An identifier of its recipient does not say whether it is hashed.")
        yield Identity(
            type=text(each, "identityType"),
            value=text(each, "identityHash"),
            hashed=hashed,
            salt=text(each, "salt") if "salt" in each else "",
        )


def _inner(document: JsonObject, subject: JsonObject, kind: Kind) -> Iterator[Inner]:
    """What is bundled, in the order of the document, and then every endorsement at any depth."""
    if kind is Kind.LEARNER_RECORD:
        bundled = listed(subject.get("verifiableCredential"))
        if not bundled:
            raise Malformed("It bundles no credentials.")
        yield from (Inner(each, endorses=False) for each in bundled)
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    pending: list[JsonValue] = [unsigned]
    while pending:
        value = pending.pop()
        if isinstance(value, list):
            pending.extend(reversed(value))
        elif isinstance(value, dict) and (value is unsigned or not is_credential(value)):
            for name, member in value.items():
                if name in {"endorsement", "endorsementJwt"}:
                    yield from (Inner(each, endorses=True) for each in listed(member))
                else:
                    pending.append(member)

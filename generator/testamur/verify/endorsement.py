"""
Endorsements: what one says, whether its endorser signed it, and whether one withdraws another.

Open Badges 3.0, "EndorsementCredential" and "EndorsementSubject".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from testamur.crypto import strict_json
from testamur.crypto.rdfc_templates import Canonicaliser
from testamur.crypto.strict_json import JsonObject
from testamur.verify import shape
from testamur.verify.dids import web_site
from testamur.verify.documents import Documents
from testamur.verify.fate import Fate
from testamur.verify.fields import one_object, text, texts
from testamur.verify.proofs import Proofs
from testamur.verify.shape import Credential, Kind
from testamur.verify.signatures import Signed
from testamur.verify.verdict import Word, failed
from testamur.verify.words import day, ended, shown
from testamur.verify.writing import Malformed, Unread
from testamur.wire.contexts import contexts

MAX_ENDORSEMENT = 64_000
"""Bytes of an endorsement that are read."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What an endorsement says. Nothing in it is proved yet."""

    id: str
    endorser: str
    """Identifier of who endorses."""
    name: str
    """Of the endorser."""
    url: str | None
    email: str | None
    about: str
    """The id of what is endorsed."""
    comment: str
    since: datetime
    until: datetime | None

    @property
    def withdraws(self) -> bool:
        """Whether it takes back what it said before, with the comment for the reason."""
        return _for_no_time(self.since, self.until)


def read(data: bytes) -> tuple[JsonObject, Statement]:
    """The document, and what it says. Raises Malformed, a sentence, for no endorsement of OB 3.0."""
    try:
        document = strict_json.parse(data, max_bytes=MAX_ENDORSEMENT)
    except ValueError as error:
        raise Malformed(f"It cannot be read: {error}.") from None
    if not isinstance(document, dict):
        raise Malformed("It is no JSON object.")
    return document, statement(document)


def statement(document: JsonObject) -> Statement:
    """What an EndorsementCredential says. Raises Malformed."""
    if "EndorsementCredential" not in texts(document, "type"):
        raise Malformed("It is not an EndorsementCredential.")
    try:
        found = shape.credential(document)
    except Unread as reason:
        raise Malformed(str(reason)) from None
    if "credentialStatus" in document:
        raise Malformed("It names a status list, which nobody could look into here.")
    subject, issuer = one_object(document, "credentialSubject"), one_object(document, "issuer")
    return Statement(
        id=found.id,
        endorser=found.issuer,
        name=text(issuer, "name"),
        url=_optional(issuer, "url"),
        email=_optional(issuer, "email"),
        about=text(subject, "id"),
        comment=_optional(subject, "endorsementComment") or "",
        since=found.valid_from,
        until=found.valid_until,
    )


def taken_back(document: JsonObject, credential: Credential) -> Fate | None:
    """The fate of a genuine endorsement that is a withdrawal; None for what endorses."""
    if credential.kind is not Kind.ENDORSEMENT or not _for_no_time(
        credential.valid_from, credential.valid_until
    ):
        return None
    said = one_object(document, "credentialSubject").get("endorsementComment")
    reason = shown(said) if isinstance(said, str) and said else None
    since = credential.valid_from.date()
    why = f": {ended(reason)}" if reason else "."
    finding = failed(f"Withdrawn by its endorser on {day(since)}{why}")
    return Fate(finding, Word.REVOKED, since, reason)


def key_documents(by_did: Mapping[str, bytes]) -> Documents:
    """The key documents of did:web identifiers; others are passed over."""
    sites = {did: web_site(did) for did in by_did}
    by_address = {site.document: by_did[did] for did, site in sites.items() if site}
    return Documents(by_address.get, {address: address for address in by_address})


class Endorsers:
    """Signatures of endorsers, checked with the key documents at hand and nothing else."""

    def __init__(self, keys: Documents, now: datetime) -> None:
        self.keys = keys
        # Most endorsements of one site are written alike: what is compiled for one serves others.
        self._proofs = Proofs(keys, now, Canonicaliser(contexts()))

    def check(self, document: JsonObject, said: Statement) -> Signed:
        """Steps 3 and 4 of verifying: every proof holds, with a key of the endorser's own."""
        return self._proofs.check(document, said.endorser)


def why_not_withdrawn(first: Statement, withdrawal: Statement) -> str | None:
    """
    Why `withdrawal` does not take `first` back; None if it does.

    Both are signed by whom they name. OB 3.0, equality of credentials: issuer and id are the same,
    and the newer `validFrom` counts.
    """
    if not withdrawal.withdraws:
        return "it is an endorsement, not a withdrawal: a withdrawal ends at the moment it begins"
    if withdrawal.endorser != first.endorser:
        return "it is signed by somebody else than the endorser"
    if withdrawal.id != first.id:
        return f"it withdraws another endorsement, {withdrawal.id}"
    if withdrawal.about != first.about:
        return "it is about something else"
    if withdrawal.since <= first.since:
        return "it is not newer than the endorsement"
    return None


def _for_no_time(since: datetime, until: datetime | None) -> bool:
    """
    Whether it was never in force: what is valid until the very moment from which on it is valid.

    Nobody endorses that way (docs/adr/0008).
    """
    return until == since


def _optional(parent: JsonObject, name: str) -> str | None:
    return text(parent, name) if name in parent else None

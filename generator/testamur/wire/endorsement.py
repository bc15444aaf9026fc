"""
Endorsements on the wire: what an endorser signs (Open Badges 3.0), and its 2.0 edition.

An EndorsementCredential (OB 3.0, "EndorsementCredential") is a credential of its own, signed by the
endorser. Its withdrawal is the same credential once more: same id and issuer, a newer `validFrom`,
and a period of validity that ends where it begins (docs/adr/0008). Every reader of Verifiable
Credentials calls it expired, and the rule of OB 3.0 for equal credentials says that it replaces
the first.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import orjson

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    Addresses,
    assertion_path,
    endorser_path,
    hosted_endorsement_path,
)
from testamur.model.endorsement import Endorsement, Endorser, Target
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2
from testamur.wire.instants import instant
from testamur.wire.v2 import OB_V2

ENDORSEMENT_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)


def endorsement(
    id_: str,
    about: str,
    endorser: Endorser,
    comment: str,
    *,
    since: datetime,
    until: datetime | None = None,
) -> JsonObject:
    """
    The unsigned EndorsementCredential.

    `id_` is `urn:uuid:...`, since the endorser may have no address for it; `about` the id of what
    is endorsed: a Profile, an Achievement or a credential; `comment` is Markdown, and may be empty.
    """
    issuer: JsonObject = {"id": endorser.did, "type": ["Profile"], "name": endorser.name}
    if endorser.url:
        issuer["url"] = endorser.url
    if endorser.email:
        issuer["email"] = endorser.email
    subject: JsonObject = {"id": about, "type": ["EndorsementSubject"]}
    if comment:
        subject["endorsementComment"] = comment
    document: JsonObject = {
        "@context": [VC_V2, OB_V3, OB_EXTENSIONS],
        "id": id_,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": f"Endorsement by {endorser.name}",
        "issuer": issuer,
        "validFrom": instant(since),
        "credentialSubject": subject,
        "credentialSchema": [{"id": ENDORSEMENT_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if until is not None:
        document["validUntil"] = instant(until)
    return document


def withdrawal(
    id_: str, about: str, endorser: Endorser, reason: str, *, moment: datetime
) -> JsonObject:
    """The unsigned withdrawal of the endorsement `id_`: in force for no time at all."""
    return endorsement(id_, about, endorser, reason, since=moment, until=moment)


def is_hosted(each: Endorsement) -> bool:
    """
    Whether it has an edition in Open Badges 2.0.

    The Profile of who issues there has a website and an e-mail address; an endorser who gives
    neither could only be published as what every validator refuses.
    """
    return each.endorser.url is not None and each.endorser.email is not None


def hosted(each: Endorsement, at: Addresses) -> JsonObject:
    """
    The OB 2.0 Endorsement, or its short form if it was withdrawn.

    It is at this site, so that it is this site's word that the endorser said so: what the endorser
    signed is the OB 3.0 document beside it.
    """
    document: JsonObject = {
        "@context": OB_V2,
        "type": "Endorsement",
        "id": at.of(hosted_endorsement_path(each.name)),
        "issuer": at.of(endorser_path(each.name)),
    }
    if each.withdrawn:
        return {**document, "revoked": True, "revocationReason": each.withdrawn.reason}
    claim: JsonObject = {"id": _hosted_target(each.about, at)}
    if each.comment:
        claim["endorsementComment"] = each.comment
    return {
        **document,
        "claim": claim,
        "issuedOn": instant(each.since),
        "verification": {"type": "HostedBadge"},
    }


def hosted_endorser(each: Endorsement, at: Addresses) -> JsonObject:
    """The endorser as an OB 2.0 Profile, at this site, for what is hosted beside it and no more."""
    endorser = each.endorser
    address = at.of(endorser_path(each.name))
    return {
        "@context": OB_V2,
        "type": "Profile",
        "id": address,
        "name": endorser.name,
        "url": endorser.url,
        "email": endorser.email,
        "verification": {
            "type": "VerificationObject",
            "startsWith": address.removesuffix("endorser.json"),
        },
    }


def documents_of(endorsements: Iterable[Endorsement]) -> JsonObject:
    """
    The member `endorsement` of a hosted OB 3.0 document, each in full; nothing where there is none.

    Only what this site hosts unsigned has it: a signed document never changes.
    """
    signed: list[JsonValue] = [orjson.loads(each.document) for each in endorsements]
    return {"endorsement": signed} if signed else {}


def links_to(endorsements: Iterable[Endorsement], at: Addresses) -> JsonObject:
    """The member `endorsement` of a hosted OB 2.0 document, their addresses, likewise."""
    addresses: list[JsonValue] = [
        at.of(hosted_endorsement_path(each.name)) for each in endorsements if is_hosted(each)
    ]
    return {"endorsement": addresses} if addresses else {}


def _hosted_target(about: Target, at: Addresses) -> str:
    if about.award:
        return at.of(assertion_path(about.award))
    return at.badge_class(*about.credential) if about.credential else at.profile

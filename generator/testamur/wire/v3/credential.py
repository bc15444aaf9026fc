"""Open Badges 3.0: an award, as an OpenBadgeCredential."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from testamur.crypto.multibase import base64url_encode
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.model.award import Evidence, Record, Result, Route
from testamur.model.credential import Credential, Versions
from testamur.model.durations import add
from testamur.model.site import Site
from testamur.model.status import Slot
from testamur.model.translation import nearest, translated
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2
from testamur.wire.instants import start_of
from testamur.wire.v3.achievement import NONE, achievement, level_id, result_id
from testamur.wire.v3.parts import present
from testamur.wire.v3.profile import party, profile
from testamur.wire.v3.recipient import identifiers
from testamur.wire.v3.status import credential_status

ACHIEVEMENT_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)

_ROUTES = {
    Route.COURSE: "Earned by completing a course.",
    Route.EXAM: "Earned by examination.",
    Route.PRIOR_LEARNING: "Earned by recognition of prior learning.",
}
# multihash: code of SHA-256, then the length of the digest.
_SHA256_MULTIHASH = b"\x12\x20"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What chance decided about an award when it was first prepared."""

    award: str
    subject: str
    """`urn:uuid:...`; a recipient's own DID goes before it."""
    salt: str
    slot: Slot
    suspension: Slot | None = None
    """Its place in a list of suspensions, where the site keeps such lists."""


def credential(
    record: Record, earned: Credential, drawn: Drawn, site: Site, versions: Versions = NONE
) -> JsonObject:
    """
    The unsigned OpenBadgeCredential (OB 3.0, AchievementCredential), complete but for `validFrom`.

    Signing adds that: it is the second of signing, and only the process with the key knows it.
    `versions` are the credentials that this one may be related to.
    """
    at, told = Addresses(site.base_url), translated(earned, nearest(earned, record.language))
    document: JsonObject = {
        "@context": [VC_V2, OB_V3, OB_EXTENSIONS],
        **place(drawn.award, drawn.slot, drawn.suspension, at),
        "name": told.name,
        "issuer": profile(site),
        "awardedDate": start_of(record.awarded, site.zone),
        "credentialSubject": subject(record, earned, drawn, site, versions),
        "credentialSchema": [
            {"id": ACHIEVEMENT_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"},
        ],
    }
    expires = expiry(record, earned, site)
    if expires:
        document["validUntil"] = expires
    if record.evidence:
        document["evidence"] = [evidence(each) for each in record.evidence]
    return document


def place(award: str, slot: Slot, suspension: Slot | None, at: Addresses) -> JsonObject:
    """What tells this document from every other: what it is, where it is and where to ask for it."""
    return {
        "id": at.credential_json(award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "credentialStatus": credential_status(slot, suspension, at),
        "refreshService": {"id": at.newest(award), "type": "1EdTechCredentialRefresh"},
    }


def expiry(record: Record, earned: Credential, site: Site) -> str | None:
    """The first instant of the day on which the award ends: as written, else by the credential."""
    day = record.expires
    if day is None and earned.valid_for is not None:
        day = add(record.awarded, earned.valid_for)
    return _day(day, site)


def subject(
    record: Record, earned: Credential, drawn: Drawn, site: Site, versions: Versions = NONE
) -> JsonObject:
    """
    Who earned what, and how well (OB 3.0, AchievementSubject).

    What was earned is told in the language of the record where there is a translation.
    """
    language = nearest(earned, record.language)
    achievement_id = Addresses(site.base_url).achievement(earned.slug, earned.version, language)
    return present(
        id=record.recipient.did or drawn.subject,
        type=["AchievementSubject"],
        activityStartDate=_day(record.activity_start, site),
        activityEndDate=_day(record.activity_end, site),
        term=record.term,
        role=record.role,
        licenseNumber=record.licence_number,
        source=party(record.assessed_by) if record.assessed_by else None,
        identifier=identifiers(record.recipient, drawn.salt),
        achievement=achievement(earned, site, versions, language),
        creditsEarned=earned.credits.value if earned.credits else None,
        narrative=narrative(record),
        result=[result(each, achievement_id) for each in record.results],
    )


def narrative(record: Record) -> str | None:
    """What the author told, and by which route it was earned."""
    told = [record.narrative, _ROUTES[record.route] if record.route else None]
    return "\n\n".join(text for text in told if text) or None


def result(reached: Result, achievement_id: str) -> JsonObject:
    return present(
        type=["Result"],
        resultDescription=result_id(achievement_id, reached.result),
        value=reached.value,
        achievedLevel=level_id(achievement_id, reached.result, reached.level),
        status=reached.status,
    )


def evidence(shown: Evidence) -> JsonObject:
    digest = (
        "u" + base64url_encode(_SHA256_MULTIHASH + bytes.fromhex(shown.sha256))
        if shown.sha256
        else None
    )
    return present(
        id=shown.url,
        type=["Evidence"],
        name=shown.name,
        description=shown.description,
        narrative=shown.narrative,
        # Our three kinds are what OB calls a genre; an author's own word goes before them.
        genre=shown.genre or shown.kind,
        audience=shown.audience,
        digestMultibase=digest,
    )


def _day(day: date | None, site: Site) -> str | None:
    return None if day is None else start_of(day, site.zone)

"""
Open Badges 3.0: an award as an OpenBadgeCredential, a credential as an Achievement.

Reads top to bottom like the specification's own tables. Plain strings, arrays where the strict
schema wants them, no numbers but whole credits, and no two objects with one id that differ:
RDF canonicalisation would merge them.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from testamur.crypto.multibase import base64url_encode
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses, logo_path, version_folder
from testamur.model.award import Evidence, Recipient, Record, Result, Route
from testamur.model.credential import Alignment, Credential, ResultDescription, RubricLevel
from testamur.model.durations import add
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.model.status import Slot
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2
from testamur.wire.instants import start_of

ACHIEVEMENT_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
REVOCATION = "revocation"

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


def credential(record: Record, earned: Credential, drawn: Drawn, site: Site) -> JsonObject:
    """
    The unsigned OpenBadgeCredential (OB 3.0, AchievementCredential), complete but for `validFrom`.

    Signing adds that: it is the second of signing, and only the process with the key knows it.
    """
    at = Addresses(site.base_url)
    document: JsonObject = {
        "@context": [VC_V2, OB_V3, OB_EXTENSIONS],
        "id": at.credential_json(drawn.award),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": earned.name,
        "issuer": profile(site),
        "awardedDate": start_of(record.awarded, site.zone),
        "credentialSubject": subject(record, earned, drawn, site),
        "credentialSchema": [
            {"id": ACHIEVEMENT_SCHEMA, "type": "1EdTechJsonSchemaValidator2019"},
        ],
        "credentialStatus": status_entry(drawn.slot, at),
        "refreshService": {"id": at.newest(drawn.award), "type": "1EdTechCredentialRefresh"},
    }
    expires = expiry(record, earned, site)
    if expires:
        document["validUntil"] = expires
    if record.evidence:
        document["evidence"] = [evidence(each) for each in record.evidence]
    return document


def expiry(record: Record, earned: Credential, site: Site) -> str | None:
    """The first instant of the day on which the award ends: as written, else by the credential."""
    day = record.expires
    if day is None and earned.valid_for is not None:
        day = add(record.awarded, earned.valid_for)
    return None if day is None else start_of(day, site.zone)


def profile(site: Site) -> JsonObject:
    """The issuer (OB 3.0, Profile)."""
    at, issuer = Addresses(site.base_url), site.issuer
    identifiers: list[JsonValue] = [
        _identifier_entry(f"ext:{each.type}", each.value) for each in issuer.identifiers
    ]
    if issuer.legal_name:
        identifiers.append(_identifier_entry("ext:legalName", issuer.legal_name))
    return _present(
        id=at.did,
        type=["Profile"],
        name=issuer.name,
        url=issuer.url,
        description=issuer.description,
        email=issuer.email,
        image=_image(at.of(logo_path(site.logo.extension))) if site.logo else None,
        otherIdentifier=identifiers,
    )


def subject(record: Record, earned: Credential, drawn: Drawn, site: Site) -> JsonObject:
    """Who earned what, and how well (OB 3.0, AchievementSubject)."""
    at = Addresses(site.base_url)
    return _present(
        id=record.recipient.did or drawn.subject,
        type=["AchievementSubject"],
        identifier=identifiers(record.recipient, drawn.salt),
        achievement=achievement(earned, site),
        creditsEarned=earned.credits.value if earned.credits else None,
        narrative=narrative(record),
        result=[
            result(each, at.achievement(earned.slug, earned.version)) for each in record.results
        ],
    )


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


def narrative(record: Record) -> str | None:
    """What the author told, and by which route it was earned."""
    told = [record.narrative, _ROUTES[record.route] if record.route else None]
    return "\n\n".join(text for text in told if text) or None


def achievement(earned: Credential, site: Site) -> JsonObject:
    """What can be earned (OB 3.0, Achievement)."""
    at = Addresses(site.base_url)
    id_ = at.achievement(earned.slug, earned.version)
    picture = (
        at.picture(earned.slug, earned.version, Picture(earned.picture_type, b"").extension)
        if earned.picture_type
        else None
    )
    return _present(
        id=id_,
        type=["Achievement"],
        achievementType=earned.achievement_type,
        name=earned.name,
        description=earned.description,
        criteria={
            "id": at.of(version_folder(earned.slug, earned.version)),
            "narrative": criteria(earned),
        },
        image=_image(picture, f"Badge: {earned.name}") if picture else None,
        alignment=[alignment(skill) for skill in earned.skills],
        creditsAvailable=earned.credits.value if earned.credits else None,
        inLanguage=earned.language or site.languages[0],
        resultDescription=[result_description(each, id_) for each in earned.results],
        tag=list(earned.tags),
        version=str(earned.version),
    )


def criteria(earned: Credential) -> str:
    """
    What it takes, in Markdown.

    OB 3.0 has no terms for competency and assessment: they are signed as part of the criteria.
    """
    parts = [earned.criteria]
    if earned.competency:
        parts.append(f"**Competency:** {earned.competency}")
    if earned.assessment:
        assessment = earned.assessment
        supervised = {True: "Supervised. ", False: "Not supervised. ", None: ""}[
            assessment.supervised
        ]
        parts.append(
            f"**Assessment:** {assessment.method}. {supervised}"
            f"Assessed by {assessment.assessor}. Passed with: {assessment.pass_rule}"
        )
    return "\n\n".join(parts)


def alignment(skill: Alignment) -> JsonObject:
    return _present(
        type=["Alignment"],
        targetName=skill.name,
        targetUrl=skill.url,
        targetCode=skill.code,
        targetDescription=skill.description,
        targetFramework=skill.framework,
        targetType=skill.target_type,
    )


def result_description(described: ResultDescription, achievement_id: str) -> JsonObject:
    return _present(
        id=result_id(achievement_id, described.id),
        type=["ResultDescription"],
        name=described.name,
        resultType=described.type,
        allowedValue=list(described.allowed_values),
        valueMin=described.value_min,
        valueMax=described.value_max,
        requiredValue=described.required_value,
        requiredLevel=level_id(achievement_id, described.id, described.required_level),
        rubricCriterionLevel=[
            _rubric_level(level, level_id(achievement_id, described.id, level.id))
            for level in described.levels
        ],
    )


def result(reached: Result, achievement_id: str) -> JsonObject:
    return _present(
        type=["Result"],
        resultDescription=result_id(achievement_id, reached.result),
        value=reached.value,
        achievedLevel=level_id(achievement_id, reached.result, reached.level),
        status=reached.status,
    )


def result_id(achievement_id: str, result_slug: str) -> str:
    return f"{achievement_id}#{result_slug}"


def level_id(achievement_id: str, result_slug: str, level: str | None) -> str | None:
    """A dot joins the two: slugs have none, so no two levels share an id."""
    return None if level is None else f"{achievement_id}#{result_slug}.{level}"


def evidence(shown: Evidence) -> JsonObject:
    digest = (
        "u" + base64url_encode(_SHA256_MULTIHASH + bytes.fromhex(shown.sha256))
        if shown.sha256
        else None
    )
    return _present(
        id=shown.url,
        type=["Evidence"],
        name=shown.name,
        narrative=shown.narrative,
        # Our three kinds are what OB calls a genre; an author's own word goes before them.
        genre=shown.genre or shown.kind,
        digestMultibase=digest,
    )


def status_entry(slot: Slot, at: Addresses) -> JsonObject:
    """Bitstring Status List 1.0, BitstringStatusListEntry. The index is a string by the rules."""
    status_list = at.status_list(REVOCATION, slot.list)
    return {
        "id": f"{status_list}#{slot.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(slot.index),
        "statusListCredential": status_list,
    }


def hosted_achievement(
    earned: Credential, site: Site, badge_class: str | None = None
) -> JsonObject:
    """
    The document at the achievement's own address, with a link to its OB 2.0 edition if it has one.

    The link (OB 3.0, Related) stands here alone: what is inside of signed credentials stays as
    it is.
    """
    document: JsonObject = {"@context": [VC_V2, OB_V3], **achievement(earned, site)}
    if badge_class:
        document["related"] = [
            {
                "id": badge_class,
                "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
                "version": "Open Badges v2p0",
            }
        ]
    return document


def _rubric_level(level: RubricLevel, id_: str | None) -> JsonObject:
    return _present(
        id=id_,
        type=["RubricCriterionLevel"],
        name=level.name,
        description=level.description,
        points=level.points,
    )


def _hashed(type_: str, value: str, salt: str) -> JsonObject:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(value, salt),
        "identityType": type_,
        "salt": salt,
    }


def _identifier_entry(type_: str, value: str) -> JsonObject:
    return {"type": "IdentifierEntry", "identifier": value, "identifierType": type_}


def _image(address: str, caption: str | None = None) -> JsonObject:
    return _present(id=address, type="Image", caption=caption)


def _present(**properties: JsonValue) -> JsonObject:
    """Properties without a value are left out: the specification knows no null and no empty list."""
    return {
        name: str(value) if isinstance(value, str) else value
        for name, value in properties.items()
        if value is not None and value not in ([], "")
    }

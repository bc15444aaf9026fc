"""
Open Badges 2.0, hosted: an award as an Assertion, a credential as a BadgeClass, the issuer as a
Profile.

Reads top to bottom like the specification's own tables (Open Badges v2.0, sections "Assertion",
"BadgeClass", "Profile"). Nothing here is signed: each document is its own address's word. What an
assertion says of a person is taken from the signed OB 3.0 credential, so that the two cannot
differ; what OB 2.0 has no term for (results, credits, digests of evidence) stands there only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses, logo_path, version_folder
from testamur.model.credential import Alignment, Credential
from testamur.model.site import Site
from testamur.model.status import Change, Event
from testamur.model.translation import translated
from testamur.wire import v3

OB_V2 = "https://w3id.org/openbadges/v2"

_V3_VOCABULARY = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
_V3_VERSION = "Open Badges v3p0"

# A signed document is JSON from our own register: its shape was checked when it was signed.
Signed = Mapping[str, Any]


def assertion(
    signed: Signed,
    award: str,
    definition: tuple[str, int] | tuple[str, int, str | None],
    language: str | None,
    at: Addresses,
    *,
    version: int = 1,
) -> JsonObject:
    """
    The Assertion of an award that stands.

    `signed` is its newest OB 3.0 credential; `definition` names the credential that was earned
    and the translation of it; `language` is the BCP 47 tag of the author's text; `version` the award's, said from 2 on.
    """
    subject: Signed = signed["credentialSubject"]
    return {
        **_head(language),
        **_present(
            type="Assertion",
            id=at.assertion(award),
            recipient=recipient(subject),
            badge=at.badge_class(*definition),
            verification={"type": "HostedBadge"},
            issuedOn=signed["awardedDate"],
            expires=signed.get("validUntil"),
            narrative=subject.get("narrative"),
            version=str(version) if version > 1 else None,
            evidence=[evidence(each) for each in signed.get("evidence", ())],
            related=[_edition_3(at.credential_json(award), "OpenBadgeCredential")],
        ),
    }


def withdrawn(award: str, event: Event, at: Addresses) -> JsonObject:
    """
    The short form of an Assertion that does not stand.

    OB 2.0 knows no suspension: the reason says which of the two it is.
    """
    return {
        "@context": OB_V2,
        "type": "Assertion",
        "id": at.assertion(award),
        "revoked": True,
        "revocationReason": revocation_reason(event, at),
    }


def revocation_reason(event: Event, at: Addresses) -> str:
    """In English, since no term of OB 2.0 names a code, a day or a successor."""
    reason = event.in_full
    if event.change is Change.SUSPENDED:
        reason = f"Suspended since {event.day.isoformat()}: {reason}"
    if event.replaced_by:
        reason = f"{reason} (replaced by {at.award_page(event.replaced_by)})"
    return reason


def recipient(subject: Signed) -> JsonObject:
    """
    Who earned it (OB 2.0, IdentityObject): the hashed e-mail of the credential, else its subject.

    Validators take the type `id` beside the four that the specification names.
    """
    for each in subject.get("identifier", ()):
        if each["identityType"] == "emailAddress":
            return {
                "type": "email",
                "hashed": True,
                "salt": each["salt"],
                "identity": each["identityHash"],
            }
    return {"type": "id", "hashed": False, "identity": subject["id"]}


def evidence(shown: Signed) -> JsonObject:
    """What OB 3.0 calls evidence too, without the digest that OB 2.0 has no term for."""
    return _present(
        type="Evidence",
        id=shown.get("id"),
        name=shown.get("name"),
        description=shown.get("description"),
        narrative=shown.get("narrative"),
        genre=shown.get("genre"),
        audience=shown.get("audience"),
    )


def badge_class(
    defined: Credential,
    extension: str,
    site: Site,
    earlier: int | None = None,
    language: str | None = None,
) -> JsonObject:
    """
    What can be earned. `extension` is that of its picture, which OB 2.0 requires; `earlier` the
    version before this one, if there is any; `language` that of a translation.
    """
    at, earned = Addresses(site.base_url), translated(defined, language)
    page = at.of(version_folder(earned.slug, earned.version))
    return {
        **_head(earned.language or site.languages[0]),
        **_present(
            type="BadgeClass",
            id=at.badge_class(earned.slug, earned.version, language),
            name=earned.name,
            description=earned.description,
            image=at.picture(earned.slug, earned.version, extension),
            criteria={"id": page, "narrative": v3.criteria(defined, language)},
            issuer=at.profile,
            alignment=[alignment(skill) for skill in earned.skills],
            tags=list(earned.tags),
            version=str(earned.version),
            related=list(_related(defined, earlier, site, language)),
        ),
    }


def alignment(skill: Alignment) -> JsonObject:
    return _present(
        type="AlignmentObject",
        targetName=skill.name,
        targetUrl=skill.url,
        targetDescription=skill.description,
        targetFramework=skill.framework,
        targetCode=skill.code,
    )


def profile(site: Site, signing: Sequence[str] = ()) -> JsonObject:
    """
    The issuer; `signing` are the thumbprints of the keys that sign assertions.

    Raises ValueError for a site without an e-mail address, see `Site.hosts_v2`.

    `startsWith` ends in a slash: without it, a neighbour's path on the same host would begin
    alike.
    """
    issuer = site.issuer
    if issuer.email is None:
        raise ValueError("an Open Badges 2.0 issuer has an e-mail address")
    at = Addresses(site.base_url)
    return {
        "@context": OB_V2,
        **_present(
            type="Profile",
            id=at.profile,
            name=issuer.name,
            url=issuer.url,
            email=issuer.email,
            telephone=issuer.phone,
            description=issuer.description,
            image=at.of(logo_path(site.logo.extension)) if site.logo else None,
            verification={"type": "VerificationObject", "startsWith": at.of("")},
            publicKey=[at.cryptographic_key(each) for each in signing],
            revocationList=at.revocations if signing else None,
        ),
    }


def _head(language: str | None) -> JsonObject:
    """
    The language is a property of its own here. As JSON-LD would have it, beside the context, it
    makes every text an object that validators refuse.
    """
    return {"@context": OB_V2, **({"@language": language} if language else {})}


def _related(
    earned: Credential, earlier: int | None, site: Site, language: str | None
) -> Iterator[JsonValue]:
    at = Addresses(site.base_url)
    yield _edition_3(at.achievement(earned.slug, earned.version, language), "Achievement")
    for other in (None, *(each.language for each in earned.translations)):
        if other != language:
            yield {
                "id": at.badge_class(earned.slug, earned.version, other),
                "type": "BadgeClass",
                "@language": other or earned.language or site.languages[0],
            }
    if earlier is not None:
        address = at.badge_class(earned.slug, earlier)
        yield {"id": address, "type": "BadgeClass", "version": str(earlier)}


def _edition_3(address: str, type_: str) -> JsonObject:
    """The link from an OB 2.0 document to its OB 3.0 edition (OB 3.0, "Related")."""
    return {"id": address, "type": [f"{_V3_VOCABULARY}{type_}"], "version": _V3_VERSION}


def _present(**properties: JsonValue) -> JsonObject:
    """Properties without a value are left out."""
    return {name: value for name, value in properties.items() if value is not None and value != []}

"""Open Badges 3.0: what can be earned, as an Achievement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses, version_folder
from testamur.model.credential import (
    Alignment,
    Credential,
    ResultDescription,
    RubricLevel,
    Versions,
)
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.model.translation import translated
from testamur.wire.contexts import OB_V3, VC_V2
from testamur.wire.v3.parts import image, present
from testamur.wire.v3.profile import identifier, party

NONE: Versions = MappingProxyType({})
_BADGE_CLASS = "https://w3id.org/openbadges#BadgeClass"


def achievement(
    defined: Credential, site: Site, versions: Versions = NONE, language: str | None = None
) -> JsonObject:
    """
    What can be earned (OB 3.0, Achievement); `versions` are what it may be related to.

    `language` is that of one of its translations: each is an Achievement of its own, related to
    the others. None is the credential's own text.
    """
    at, earned = Addresses(site.base_url), translated(defined, language)
    id_ = at.achievement(earned.slug, earned.version, language)
    picture = (
        at.picture(earned.slug, earned.version, Picture(earned.picture_type, b"").extension)
        if earned.picture_type
        else None
    )
    return present(
        id=id_,
        type=["Achievement"],
        achievementType=earned.achievement_type,
        name=earned.name,
        humanCode=earned.code,
        description=earned.description,
        creator=party(earned.creator) if earned.creator else None,
        fieldOfStudy=earned.field_of_study,
        specialization=earned.specialization,
        criteria={
            "id": at.of(version_folder(earned.slug, earned.version)),
            "narrative": criteria(defined, language),
        },
        image=image(picture, _caption(earned, language)) if picture else None,
        alignment=[alignment(skill) for skill in earned.skills],
        creditsAvailable=earned.credits.value if earned.credits else None,
        inLanguage=earned.language or site.languages[0],
        otherIdentifier=[identifier(each) for each in earned.identifiers],
        related=list(_related(defined, site, versions, language)),
        resultDescription=[result_description(each, id_) for each in earned.results],
        tag=list(earned.tags),
        version=str(earned.version),
    )


def hosted_achievement(
    earned: Credential,
    site: Site,
    versions: Versions = NONE,
    by_pathways: Iterable[str] = (),
    drawn: str | None = None,
    *,
    language: str | None = None,
) -> JsonObject:
    """
    The document at the achievement's own address.

    Two things stand here alone and in nothing that is signed, since they change without a new
    version of the credential: `by_pathways`, the slugs that pathways relate it to; and `drawn`,
    the extension of the picture that the site drew for a credential without one.
    """
    found = achievement(earned, site, versions, language)
    known = {earned.slug, *earned.requires}
    more = [
        _newest(slug, site, versions)
        for slug in by_pathways
        if slug in versions and slug not in known
    ]
    listed = found.get("related")
    if more:
        found["related"] = [*(listed if isinstance(listed, list) else []), *more]
    if drawn:
        address = Addresses(site.base_url).picture(earned.slug, earned.version, drawn)
        found["image"] = image(address, _caption(translated(earned, language), language))
    return {"@context": [VC_V2, OB_V3], **found}


def criteria(defined: Credential, language: str | None = None) -> str:
    """
    What it takes, in Markdown.

    OB 3.0 has no terms for competency and assessment: they are signed as part of the criteria. In
    a translation no words of ours stand between those of the author.
    """
    earned = translated(defined, language)
    if language is not None:
        return _in_its_own_words(earned)
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


def _in_its_own_words(earned: Credential) -> str:
    assessment = earned.assessment
    parts = [
        earned.criteria,
        *([earned.competency] if earned.competency else []),
        *([assessment.method, assessment.assessor, assessment.pass_rule] if assessment else []),
    ]
    return "\n\n".join(parts)


def _caption(earned: Credential, language: str | None) -> str:
    return earned.name if language else f"Badge: {earned.name}"


def alignment(skill: Alignment) -> JsonObject:
    return present(
        type=["Alignment"],
        targetName=skill.name,
        targetUrl=skill.url,
        targetCode=skill.code,
        targetDescription=skill.description,
        targetFramework=skill.framework,
        targetType=skill.target_type,
    )


def result_description(described: ResultDescription, achievement_id: str) -> JsonObject:
    return present(
        id=result_id(achievement_id, described.id),
        type=["ResultDescription"],
        name=described.name,
        alignment=[alignment(skill) for skill in described.skills],
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


def result_id(achievement_id: str, result_slug: str) -> str:
    return f"{achievement_id}#{result_slug}"


def level_id(achievement_id: str, result_slug: str, level: str | None) -> str | None:
    """A dot joins the two: slugs have none, so no two levels share an id."""
    return None if level is None else f"{achievement_id}#{result_slug}.{level}"


def _related(
    earned: Credential, site: Site, versions: Versions, language: str | None
) -> Iterator[JsonObject]:
    """
    Its edition in Open Badges 2.0, itself in other languages, the version before it, and what
    comes first (OB 3.0, Related).

    An assertion could be linked likewise from the credential's `evidence`, but readers take
    what stands there for proof of the recipient's work: from here it is found as well.
    """
    at = Addresses(site.base_url)
    if site.hosts_v2:
        yield {
            "id": at.badge_class(earned.slug, earned.version, language),
            "type": ["Related", _BADGE_CLASS],
            "version": "Open Badges v2p0",
        }
    for other in (None, *(each.language for each in earned.translations)):
        if other != language:
            yield {
                "id": at.achievement(earned.slug, earned.version, other),
                "type": ["Related"],
                "inLanguage": other or earned.language or site.languages[0],
                "version": str(earned.version),
            }
    earlier = [number for number in versions.get(earned.slug, ()) if number < earned.version]
    others = [(earned.slug, max(earlier))] if earlier else []
    others += [(slug, max(versions[slug])) for slug in earned.requires if slug in versions]
    for slug, version in others:
        yield {"id": at.achievement(slug, version), "type": ["Related"], "version": str(version)}


def _newest(slug: str, site: Site, versions: Versions) -> JsonObject:
    version = max(versions[slug])
    id_ = Addresses(site.base_url).achievement(slug, version)
    return {"id": id_, "type": ["Related"], "version": str(version)}


def _rubric_level(level: RubricLevel, id_: str | None) -> JsonObject:
    return present(
        id=id_,
        type=["RubricCriterionLevel"],
        name=level.name,
        description=level.description,
        level=level.level,
        points=level.points,
    )

"""Open Badges 3.0: what can be earned, as an Achievement."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses, version_folder
from testamur.model.credential import Alignment, Credential, ResultDescription, RubricLevel
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.wire.contexts import OB_V3, VC_V2
from testamur.wire.v3.parts import image, present


def achievement(earned: Credential, site: Site) -> JsonObject:
    """What can be earned (OB 3.0, Achievement)."""
    at = Addresses(site.base_url)
    id_ = at.achievement(earned.slug, earned.version)
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
        description=earned.description,
        criteria={
            "id": at.of(version_folder(earned.slug, earned.version)),
            "narrative": criteria(earned),
        },
        image=image(picture, f"Badge: {earned.name}") if picture else None,
        alignment=[alignment(skill) for skill in earned.skills],
        creditsAvailable=earned.credits.value if earned.credits else None,
        inLanguage=earned.language or site.languages[0],
        resultDescription=[result_description(each, id_) for each in earned.results],
        tag=list(earned.tags),
        version=str(earned.version),
    )


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


def _rubric_level(level: RubricLevel, id_: str | None) -> JsonObject:
    return present(
        id=id_,
        type=["RubricCriterionLevel"],
        name=level.name,
        description=level.description,
        points=level.points,
    )

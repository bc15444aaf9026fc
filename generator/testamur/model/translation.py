"""
The text of a credential in another language.

Only what is text can differ from language to language. What a translation leaves out is said in
the credential's own words; what is a fact stands in the credential alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from testamur.model.credential import Alignment, Credential, ResultDescription, RubricLevel


@dataclass(frozen=True, slots=True)
class AssessmentText:
    method: str
    assessor: str
    pass_rule: str


@dataclass(frozen=True, slots=True)
class SkillText:
    url: str
    """Which of the credential's skills it is."""
    name: str
    framework: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class LevelText:
    id: str
    """Which level of the result description it is."""
    name: str
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ResultText:
    id: str
    """Which of the credential's result descriptions it is."""
    name: str
    levels: tuple[LevelText, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    language: str
    """BCP 47 tag."""
    name: str
    description: str
    criteria: str
    """Markdown."""
    competency: str | None = None
    """Never None where the credential has one."""
    assessment: AssessmentText | None = None
    """Likewise."""
    skills: tuple[SkillText, ...] = ()
    level: str | None = None
    audience: str | None = None
    effort: str | None = None
    delivery: str | None = None
    tags: tuple[str, ...] = ()
    field_of_study: str | None = None
    specialization: str | None = None
    results: tuple[ResultText, ...] = ()


def wider(tag: str) -> Iterator[str]:
    """The tag, and what is left of it step by step: `zh-Hans-CN`, `zh-Hans`, `zh` (RFC 4647, 3.4)."""
    parts = tag.split("-")
    for length in range(len(parts), 0, -1):
        yield "-".join(parts[:length])


def nearest(credential: Credential, wanted: str | None) -> str | None:
    """
    The language of the translation for readers of that BCP 47 tag.

    None where there is none, or where the credential's own text is as near.
    """
    known = {each.language for each in credential.translations}
    for tag in wider(wanted) if wanted and known else ():
        if tag == credential.language:
            return None
        if tag in known:
            return tag
    return None


def translated(credential: Credential, language: str | None) -> Credential:
    """The credential as that translation says it; as it is for None. Raises KeyError."""
    if language is None:
        return credential
    text = {each.language: each for each in credential.translations}[language]
    assessment = credential.assessment
    if assessment and text.assessment:
        assessment = replace(
            assessment,
            method=text.assessment.method,
            assessor=text.assessment.assessor,
            pass_rule=text.assessment.pass_rule,
        )
    return replace(
        credential,
        language=language,
        name=text.name,
        description=text.description,
        criteria=text.criteria,
        competency=text.competency or credential.competency,
        assessment=assessment,
        skills=_skills(credential.skills, text.skills),
        level=text.level or credential.level,
        audience=text.audience or credential.audience,
        effort=text.effort or credential.effort,
        delivery=text.delivery or credential.delivery,
        tags=text.tags or credential.tags,
        field_of_study=text.field_of_study or credential.field_of_study,
        specialization=text.specialization or credential.specialization,
        results=_results(credential.results, text.results),
    )


def _skills(own: Sequence[Alignment], texts: Sequence[SkillText]) -> tuple[Alignment, ...]:
    by_url = {each.url: each for each in texts}
    return tuple(_skill(each, by_url.get(each.url)) for each in own)


def _skill(own: Alignment, text: SkillText | None) -> Alignment:
    if text is None:
        return own
    return replace(
        own,
        name=text.name,
        framework=text.framework or own.framework,
        description=text.description or own.description,
    )


def _results(
    own: Sequence[ResultDescription], texts: Sequence[ResultText]
) -> tuple[ResultDescription, ...]:
    by_id: Mapping[str, ResultText] = {each.id: each for each in texts}
    return tuple(
        replace(each, name=by_id[each.id].name, levels=_levels(each.levels, by_id[each.id].levels))
        if each.id in by_id
        else each
        for each in own
    )


def _levels(own: Sequence[RubricLevel], texts: Sequence[LevelText]) -> tuple[RubricLevel, ...]:
    by_id = {each.id: each for each in texts}
    return tuple(
        replace(
            each,
            name=by_id[each.id].name,
            description=by_id[each.id].description or each.description,
        )
        if each.id in by_id
        else each
        for each in own
    )

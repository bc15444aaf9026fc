"""The fields between the two `---` of a `credential.md`."""

from __future__ import annotations

from testamur.content.records.kinds import (
    AchievementType,
    BadgeColour,
    Boolean,
    CredentialKind,
    Credits,
    Day,
    Duration,
    Fields,
    IdentityType,
    Language,
    Line,
    PartyFields,
    Passage,
    ResultType,
    Slug,
    TargetType,
    Url,
    Version,
)


class AssessmentFields(Fields):
    method: Line
    assessor: Line
    pass_rule: Line
    supervised: Boolean | None = None


class SkillFields(Fields):
    name: Line
    url: Url
    framework: Line | None = None
    code: Line | None = None
    description: Passage | None = None
    target_type: TargetType | None = None


class CreditsFields(Fields):
    value: Credits
    scheme: Line


class LevelFields(Fields):
    id: Slug
    name: Line
    description: Passage | None = None
    points: Line | None = None
    level: Line | None = None


class ResultDescriptionFields(Fields):
    id: Slug
    name: Line
    type: ResultType
    allowed_values: list[Line] | None = None
    value_min: Line | None = None
    value_max: Line | None = None
    required_value: Line | None = None
    required_level: Slug | None = None
    levels: list[LevelFields] | None = None
    skills: list[SkillFields] | None = None


class CoDeveloperFields(Fields):
    name: Line
    url: Url | None = None
    role: Line | None = None


class CredentialFields(Fields):
    name: Line
    description: Passage
    kind: CredentialKind
    version: Version | None = None
    achievement_type: AchievementType | None = None
    offered_from: Day | None = None
    competency: Passage | None = None
    assessment: AssessmentFields | None = None
    skills: list[SkillFields] | None = None
    level: Line | None = None
    audience: Line | None = None
    effort: Line | None = None
    credits: CreditsFields | None = None
    delivery: Line | None = None
    tags: list[Line] | None = None
    valid_for: Duration | None = None
    results: list[ResultDescriptionFields] | None = None
    requires: list[Slug] | None = None
    co_developers: list[CoDeveloperFields] | None = None
    creator: PartyFields | None = None
    code: Line | None = None
    field_of_study: Line | None = None
    specialization: Line | None = None
    identifiers: dict[IdentityType, Line] | None = None
    colour: BadgeColour | None = None
    licence: Line | None = None
    language: Language | None = None

"""The fields between the two `---` of a `credential.<language>.md`: those of a text, no facts."""

from __future__ import annotations

from testamur.content.records.kinds import Fields, Line, Passage, Slug, Url


class AssessmentTextFields(Fields):
    method: Line
    assessor: Line
    pass_rule: Line


class SkillTextFields(Fields):
    url: Url
    name: Line
    framework: Line | None = None
    description: Passage | None = None


class LevelTextFields(Fields):
    id: Slug
    name: Line
    description: Passage | None = None


class ResultTextFields(Fields):
    id: Slug
    name: Line
    levels: list[LevelTextFields] | None = None


class TranslationFields(Fields):
    name: Line
    description: Passage
    competency: Passage | None = None
    assessment: AssessmentTextFields | None = None
    skills: list[SkillTextFields] | None = None
    level: Line | None = None
    audience: Line | None = None
    effort: Line | None = None
    delivery: Line | None = None
    tags: list[Line] | None = None
    field_of_study: Line | None = None
    specialization: Line | None = None
    results: list[ResultTextFields] | None = None

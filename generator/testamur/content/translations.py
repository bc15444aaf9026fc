"""The texts of credentials in other languages, each in a file beside the credential's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from testamur.content import wording
from testamur.content.fields import fields_and_criteria
from testamur.content.records.credential import CredentialFields
from testamur.content.records.translation import TranslationFields
from testamur.content.refused import Refused
from testamur.content.rules import (
    DUPLICATE_ID,
    MISSING_FIELD,
    TRANSLATED_FACT,
    TRANSLATION,
    UNKNOWN_FIELD,
)
from testamur.content.source import Files
from testamur.content.tree import CREDENTIALS
from testamur.content.values import language, nearest
from testamur.content.wording import dotted
from testamur.model.credential import Credential, ResultDescription
from testamur.model.translation import (
    AssessmentText,
    LevelText,
    ResultText,
    SkillText,
    Translation,
)
from testamur.problems import Problem, Route

_HINT = "a translation says what credential.md says, in other words"


def file(slug: str, tag: str) -> str:
    """The path of the translation of a credential into a language."""
    return f"{CREDENTIALS}/{slug}/credential.{tag}.md"


def read(files: Files, slug: str, tags: Iterable[str], log: list[Problem]) -> Iterator[Translation]:
    """Those that can be read, in the order of their tags."""
    for tag in sorted(tags):
        path = file(slug, tag)
        try:
            language(tag)
        except Refused as refused:
            detail = f"the name of this file {refused.phrase}"
            log.append(refused.rule.at(path, (), detail, refused.hint))
            continue
        found: list[Problem] = []
        source = fields_and_criteria(files, path, TranslationFields, found)
        log.extend(map(_told, found))
        if source is not None:
            yield _decoded(*source, tag)


def check(credential: Credential, own_language: str) -> Iterator[Problem]:
    """Whether each translation says what the credential says, no less and nothing else."""
    for each in credential.translations:
        path = file(credential.slug, each.language)
        if each.language == own_language:
            detail = f"credential.md is written in {own_language} already"
            yield TRANSLATION.at(path, (), detail, "delete this file, or name its language")
        for name in ("competency", "assessment"):
            if getattr(credential, name) and not getattr(each, name):
                detail = f"`{name}` is missing, and credential.md has one"
                yield MISSING_FIELD.at(path, (name,), detail, _HINT)
            if getattr(each, name) and not getattr(credential, name):
                detail = f"credential.md has no `{name}` to translate"
                yield TRANSLATION.at(path, (name,), detail, _HINT)
        urls = [skill.url for skill in credential.skills]
        yield from _parts(path, ("skills",), "url", [text.url for text in each.skills], urls)
        yield from _results(path, credential.results, each.results)


def _results(
    path: str, own: Sequence[ResultDescription], texts: Sequence[ResultText]
) -> Iterator[Problem]:
    by_id = {each.id: each for each in own}
    yield from _parts(path, ("results",), "id", [text.id for text in texts], list(by_id))
    for index, text in enumerate(texts):
        if text.id in by_id:
            levels = [level.id for level in by_id[text.id].levels]
            route: Route = ("results", index, "levels")
            yield from _parts(path, route, "id", [level.id for level in text.levels], levels)
    said = {text.id for text in texts}
    for missing in (each for each in by_id if said and each not in said):
        detail = f'the result "{missing}" is missing, and others are translated'
        yield TRANSLATION.at(path, ("results",), detail, _HINT)


def _parts(
    path: str, route: Route, name: str, found: Sequence[str], known: Sequence[str]
) -> Iterator[Problem]:
    """Each part translates one of the credential's, once."""
    for index, each in enumerate(found):
        if each not in known:
            detail = f'credential.md has nothing with the {name} "{each}" here'
            yield TRANSLATION.at(path, (*route, index, name), detail, nearest(each, known))
        elif each in found[:index]:
            detail = f'"{each}" is here twice'
            yield DUPLICATE_ID.at(path, (*route, index, name), detail, "delete one")


def _told(problem: Problem) -> Problem:
    """A field of the credential that a translation does not have is a fact, not a slip."""
    if problem.rule is not UNKNOWN_FIELD or not wording.is_field(CredentialFields, problem.route):
        return problem
    detail = f"`{dotted(problem.route)}` is a fact, the same in every language"
    return TRANSLATED_FACT.at(
        problem.file, problem.route, detail, "delete it here: credential.md says it"
    )


def _decoded(fields: TranslationFields, criteria: str, tag: str) -> Translation:
    assessment = fields.assessment
    return Translation(
        language=tag,
        name=fields.name,
        description=fields.description,
        criteria=criteria,
        competency=fields.competency,
        assessment=AssessmentText(assessment.method, assessment.assessor, assessment.pass_rule)
        if assessment
        else None,
        skills=tuple(
            SkillText(each.url, each.name, each.framework, each.description)
            for each in fields.skills or ()
        ),
        level=fields.level,
        audience=fields.audience,
        effort=fields.effort,
        delivery=fields.delivery,
        tags=tuple(fields.tags or ()),
        field_of_study=fields.field_of_study,
        specialization=fields.specialization,
        results=tuple(
            ResultText(
                each.id,
                each.name,
                tuple(
                    LevelText(level.id, level.name, level.description)
                    for level in each.levels or ()
                ),
            )
            for each in fields.results or ()
        ),
    )

"""Files of fields: from bytes to a record of the authors' schema, or all that is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pydantic import ValidationError

from testamur.content import decode, frontmatter, urls, values, wording, yamltext
from testamur.content.frontmatter import FrontMatter
from testamur.content.places import subject
from testamur.content.records.credential import CredentialFields
from testamur.content.records.kinds import Fields
from testamur.content.refused import Refused
from testamur.content.rules import DUPLICATE_KEY, EMPTY_VALUE, WRONG_SHAPE
from testamur.content.source import YAML_MAX, Files, Source
from testamur.content.wording import Label, dotted
from testamur.content.yamltext import Fault, Node, Raw
from testamur.problems import Problem

F = TypeVar("F", bound=Fields)


def validate(
    kind: type[F], raw: Raw, file: str, log: list[Problem], label: Label = dotted
) -> F | None:
    """The record that `raw` describes, or None and the reasons in `log`."""
    try:
        return kind.model_validate(raw)
    except ValidationError as error:
        log.extend(wording.problems(error, file, kind, label))
        return None


def yaml_record(files: Files, path: str, kind: type[F], log: list[Problem]) -> F | None:
    """The one record of a YAML file."""
    source = text_of(files, path, YAML_MAX, log)
    if source is None:
        return None
    node = yaml_node(source, source.text, log)
    return None if node is None else validate(kind, yamltext.plain(node), path, log)


def yaml_list(files: Files, path: str, kind: type[F], log: list[Problem]) -> Iterator[F]:
    """The records of a YAML file that is a list."""
    source = text_of(files, path, YAML_MAX, log)
    node = None if source is None else yaml_node(source, source.text, log)
    if node is None:
        return
    raw = yamltext.plain(node)
    if not isinstance(raw, list):
        log.append(WRONG_SHAPE.at(path, (), "this file is expected to be a list", "write - first"))
        return
    for index, item in enumerate(raw):
        found = validate(kind, item, subject(path, index + 1), log)
        if found is not None:
            yield found


def credential_source(
    files: Files, path: str, log: list[Problem]
) -> tuple[CredentialFields, str] | None:
    """The fields and the criteria of a `credential.md`."""
    found = fields_and_criteria(files, path, CredentialFields, log)
    if found is None:
        return None
    gaps = list(decode.credential_gaps(found[0], path))
    log.extend(gaps)
    return None if gaps else found


def fields_and_criteria(
    files: Files, path: str, kind: type[F], log: list[Problem]
) -> tuple[F, str] | None:
    """The two parts of a Markdown file that says what it takes, in whatever language."""
    source = text_of(files, path, YAML_MAX, log)
    if source is None:
        return None
    parts = frontmatter.split(source.text)
    if not isinstance(parts, FrontMatter):
        log.append(placed(source, parts))
        return None
    criteria = _criteria(source, parts, log)
    node = yaml_node(source, parts.fields, log)
    fields = None if node is None else validate(kind, yamltext.plain(node), path, log)
    return None if fields is None or criteria is None else (fields, criteria)


def text_of(files: Files, path: str, limit: int, log: list[Problem]) -> Source | None:
    """A file as text, or None and the reasons in `log`."""
    source = files.text(path, limit)
    if not isinstance(source, Source):
        log.extend(source)
        return None
    log.extend(source.problems)
    return source


def yaml_node(source: Source, text: str, log: list[Problem]) -> Node | None:
    """The top of a YAML text that can be relied on, or None and the reasons in `log`."""
    node, faults = yamltext.compose(text)
    log.extend(placed(source, fault) for fault in faults)
    # Of a field that is given twice the first is taken, so that the others are judged as well.
    if any(fault.rule is not DUPLICATE_KEY for fault in faults):
        return None
    if node is None:
        log.append(EMPTY_VALUE.at(source.path, (), "this file is empty", "write it, or delete it"))
    return node


def placed(source: Source, fault: Fault) -> Problem:
    problem = fault.rule.at(source.path, (), fault.detail, fault.hint)
    return problem.placed(source.place(fault.index, fault.length))


def _criteria(source: Source, parts: FrontMatter, log: list[Problem]) -> str | None:
    try:
        criteria = values.passage(parts.body)
    except Refused as refused:
        detail = f"the text below the fields {refused.phrase}"
        hint = refused.hint
        if refused.rule is EMPTY_VALUE:
            detail, hint = "there are no criteria below the fields", "say what it takes"
        log.append(refused.rule.at(source.path, ("criteria",), detail, hint))
        return None
    faults = list(_link_faults(parts))
    log.extend(placed(source, fault) for fault in faults)
    return None if faults else criteria


def _link_faults(parts: FrontMatter) -> Iterator[Fault]:
    for index, link in urls.links(parts.body):
        try:
            values.url_of_link(link)
        except Refused as refused:
            detail = f"the text {refused.phrase}"
            place = parts.body_index + index
            yield Fault(refused.rule, place, len(link), detail, refused.hint)

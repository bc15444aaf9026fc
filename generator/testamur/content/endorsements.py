"""
The files of content/endorsements/: bytes that somebody else signed, whose text is safe to show.

Whether a signature holds, and what is endorsed, is not judged here. A signed document cannot be
mended: what its text does wrong, its endorser must write and sign anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from testamur.content import text as characters
from testamur.content import urls, values
from testamur.content.refused import Refused
from testamur.content.rules import JSON_SYNTAX
from testamur.content.source import Files, Source
from testamur.content.tree import Tree
from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonValue
from testamur.model.endorsement import Committed, CommittedEndorsements
from testamur.problems import Problem, Route

ENDORSEMENT_MAX = 64 * 1024

_SHOWN: tuple[tuple[Route, Callable[[str], object]], ...] = (
    (("issuer", "name"), values.line),
    (("issuer", "url"), urls.url),
    (("issuer", "email"), values.email),
    (("credentialSubject", "endorsementComment"), values.markdown),
)


def read(files: Files, tree: Tree, log: list[Problem]) -> CommittedEndorsements:
    """The files that can be shown; why the others cannot goes into the log."""
    return CommittedEndorsements(
        tuple(_read(files, tree.endorsements, log)),
        tuple(_read(files, tree.withdrawals, log)),
        tuple(_read(files, tree.endorsers, log)),
    )


def _read(files: Files, paths: list[str], log: list[Problem]) -> Iterator[Committed]:
    for path in paths:
        source = files.text(path, ENDORSEMENT_MAX)
        found = source.problems if isinstance(source, Source) else source
        if isinstance(source, Source) and not found:
            found = tuple(_flaws(source))
            if not found:
                yield Committed(path, source.data)
        log.extend(found)


def _flaws(source: Source) -> Iterator[Problem]:
    try:
        document = strict_json.parse(source.data)
    except ValueError as error:
        yield JSON_SYNTAX.at(source.path, (), f"this is not read as JSON: {error}")
        return
    for route, text in _texts(document):
        try:
            characters.clean(text)
        except Refused as refused:
            yield _problem(source, route, refused)
            return
    for route, judge in _SHOWN:
        found = _at(document, route)
        if isinstance(found, str):
            try:
                judge(found)
            except Refused as refused:
                yield _problem(source, route, refused)


def _problem(source: Source, route: Route, refused: Refused) -> Problem:
    name = ".".join(str(step) for step in route)
    hint = "it is signed: ask its endorser for one without that"
    return refused.rule.at(source.path, route, f"`{name}` {refused.phrase}", hint)


def _texts(value: JsonValue, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """Every text of the document, at any depth, names of members included."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield route, name
            yield from _texts(member, (*route, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*route, index))


def _at(value: JsonValue, route: Route) -> JsonValue:
    for step in route:
        value = value.get(str(step)) if isinstance(value, dict) else None
    return value

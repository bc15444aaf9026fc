"""`content/imports.yaml`: how files of other systems are read, as it was said once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from testamur.content.edit_words import Value
from testamur.content.fields import yaml_list
from testamur.content.importing.reading import Reading
from testamur.content.places import subject
from testamur.content.records.imports import ImportFields
from testamur.content.rules import UNKNOWN_CREDENTIAL
from testamur.content.source import Files
from testamur.content.tree import IMPORTS
from testamur.content.values import nearest
from testamur.problems import Problem, Route


def read(files: Files, log: list[Problem]) -> tuple[Reading, ...]:
    """Every item that can be relied on; what is wrong with the others in `log`."""
    return tuple(_decoded(fields) for fields in yaml_list(files, IMPORTS, ImportFields, log))


def check(readings: Iterable[Reading], slugs: Iterable[str], log: list[Problem]) -> None:
    """A credential that no file will be about any more."""
    known = sorted(slugs)
    for number, reading in enumerate(readings, start=1):
        named: list[tuple[Route, str]] = [
            (("credentials", name), slug) for name, slug in reading.credentials.items()
        ]
        if reading.credential:
            named.append((("credential",), reading.credential))
        for route, slug in named:
            if slug not in known:
                detail = f'no credential is called "{slug}"'
                problem = UNKNOWN_CREDENTIAL.at(
                    subject(IMPORTS, number), route, detail, nearest(slug, known)
                )
                log.append(problem)


def written(reading: Reading) -> Mapping[str, Value]:
    """The fields of an item, in the order of a reader's questions; what is usual is left out."""
    fields: dict[str, Value | None] = {
        "preset": reading.preset,
        "credential": reading.credential,
        "credentials": dict(reading.credentials) or None,
        "columns": dict(reading.columns),
        "dates": reading.dates.value if reading.dates else None,
        "encoding": reading.encoding,
        "pass_mark": reading.pass_mark,
        "result": reading.result,
        "again": reading.again or None,
        "sealed": reading.sealed or None,
        "into": reading.into,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _decoded(fields: ImportFields) -> Reading:
    return Reading(
        columns=fields.columns,
        preset=fields.preset,
        credential=fields.credential,
        credentials=fields.credentials or {},
        dates=fields.dates,
        encoding=fields.encoding,
        pass_mark=fields.pass_mark,
        result=fields.result,
        again=bool(fields.again),
        sealed=bool(fields.sealed),
        into=fields.into,
    )

"""`testamur seal`: personal fields of records into boxes that only the issuing job opens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from testamur.commands.changing import Changed, Refused, change, current
from testamur.commands.people import recipient_key
from testamur.commands.project import Project
from testamur.content import edit
from testamur.content.people import NoRecipient, recipient
from testamur.content.places import split
from testamur.content.records.award import RecipientFields
from testamur.content.yamltext import Raw
from testamur.crypto.boxes import BoxError, close
from testamur.problems import InputRefusedError, KeyRefusedError

KEY_BYTES = 8
_OPEN = tuple(name for name in RecipientFields.model_fields if name not in {"sealed", "person"})


def sealed(project: Project, fields: Mapping[str, Raw], to: str | None = None) -> str:
    """
    The box of a recipient's fields, for the key in keys/people.txt or `to`.

    Raises InputRefusedError for fields that are no recipient, KeyRefusedError.
    """
    try:
        recipient(dict(fields))
    except NoRecipient as error:
        raise InputRefusedError(f"this is no recipient: {error}") from None
    data = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    try:
        return close(data, to or recipient_key(project))
    except BoxError as error:
        raise KeyRefusedError(f"nothing was sealed: {error}") from None


def seal(project: Project, subjects: Sequence[str], *, dry_run: bool = False) -> Changed | Refused:
    """
    Seal the recipients of records: of a file, or of one record of a list or cohort (`file#3`).

    A row that was known by its e-mail address gets a `key`, drawn at random. Records that hide
    their recipient already are left alone. What was issued is refused by `check`, as any edit is.
    Raises InputRefusedError, KeyRefusedError, WorldError.
    """
    to = recipient_key(project)
    proposed: dict[str, bytes | None] = {}
    for subject in subjects:
        path, number = split(subject)
        data = proposed.get(path) or current(project, path)
        if data is None:
            raise InputRefusedError(f"there is no file {path}", "name it from the repository on")
        try:
            numbers = [number] if number else _numbers(path, data)
            for each in numbers:
                data = _sealed_in(project, f"{path}#{each}" if each else path, data, to)
        except edit.EditError as error:
            raise InputRefusedError(str(error), error.hint) from error
        proposed[path] = data
    return change(project, proposed, dry_run=dry_run)


def _numbers(path: str, data: bytes) -> list[int]:
    """The records of a file; 0 for one that holds a single award."""
    if path.endswith(".yaml") and isinstance(edit.get(path, data, ()), dict):
        return [0]
    numbers: list[int] = []
    while True:
        try:
            found = edit.get(f"{path}#{len(numbers) + 1}", data, ("credential",))
        except edit.EditError:
            return numbers
        if found is None:
            return numbers
        numbers.append(len(numbers) + 1)


def _sealed_in(project: Project, subject: str, data: bytes, to: str) -> bytes:
    if _hides(subject, data):
        return data
    fields = {
        name: value
        for name in _OPEN
        if not (subject.partition("#")[0].endswith(".csv") and name == "identifiers")
        and (value := edit.get(subject, data, ("recipient", name))) is not None
    }
    box = sealed(project, fields, to)
    if "#" in subject and edit.get(subject, data, ("key",)) is None:
        data = edit.put(subject, data, ("key",), f"s{project.draw(KEY_BYTES).hex()}")
    if not subject.partition("#")[0].endswith(".csv"):
        return edit.put(subject, data, ("recipient",), {"sealed": box})
    for name in fields:
        data = edit.take(subject, data, ("recipient", name))
    return edit.put(subject, data, ("recipient", "sealed"), box)


def _hides(subject: str, data: bytes) -> bool:
    return any(
        edit.get(subject, data, ("recipient", name)) is not None for name in ("sealed", "person")
    )

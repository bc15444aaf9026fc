"""What was told of a kind of file, written into `content/imports.yaml` for the next one."""

from __future__ import annotations

from testamur.content import edit, imports
from testamur.content.importing.reading import Reading
from testamur.content.places import subject
from testamur.content.tree import IMPORTS

_COMMENT = """\
# How files of other systems are read: `testamur import` writes this, and reads it the next time.
# There is nobody's data in it. docs/importing.md tells what each field means.
"""


def remembered(
    data: bytes, known: tuple[Reading, ...], old: Reading | None, new: Reading, *, first_line: str
) -> bytes:
    """
    The file with `new` in the place of `old`, or behind the last where there is none.

    `data` is empty where the file is yet to be made, which then begins with `first_line`; `known`
    are its readings. What is said already stays as it is written. Raises EditError.
    """
    if old is None:
        return edit.add(IMPORTS, data or f"{first_line}\n{_COMMENT}".encode(), imports.written(new))
    place = subject(IMPORTS, known.index(old) + 1)
    before, after = imports.written(old), imports.written(new)
    for name, value in after.items():
        if before.get(name) == value:
            continue
        known_part = before.get(name)
        if isinstance(value, dict) and isinstance(known_part, dict):
            data = _renewed(place, data, name, known_part, value)
        else:
            data = edit.put(place, data, (name,), value)
    for name in before.keys() - after.keys():
        data = edit.take(place, data, (name,))
    return data


def _renewed(
    place: str, data: bytes, name: str, before: dict[str, str], after: dict[str, str]
) -> bytes:
    for key, value in after.items():
        if before.get(key) != value:
            data = edit.put(place, data, (name, key), value)
    for key in before.keys() - after.keys():
        data = edit.take(place, data, (name, key))
    return data

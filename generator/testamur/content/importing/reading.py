"""How one kind of file is read: what `testamur import` was told once, and remembers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from testamur.content.importing import presets, scores
from testamur.content.importing.days import Order
from testamur.content.importing.presets import BY_NAME, FIELDS, Preset, is_result
from testamur.content.refused import Refused, shown
from testamur.content.rules import FOLDER
from testamur.content.tree import AWARDS
from testamur.content.values import choice, nearest
from testamur.problems import InputRefusedError

_COHORT = re.compile(
    rf"{AWARDS}/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.csv"
)
_NAMES = ({"name"}, {"first_name"}, {"last_name"})


@dataclass(frozen=True, slots=True)
class Reading:
    """Without any personal data: it stands in `content/imports.yaml`."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By column of the file, the field that it gives."""
    preset: str | None = None
    credential: str | None = None
    """Of every row, where no column names it."""
    credentials: Mapping[str, str] = field(default_factory=dict)
    """By what the other system calls it, the slug of a credential."""
    dates: Order | None = None
    encoding: str | None = None
    pass_mark: str | None = None
    result: str | None = None
    """Of the credential's results, the one that the score is written to."""
    again: bool = False
    """Whether somebody may earn the same credential on another day."""
    sealed: bool = False
    """Whether new awards name their recipients in a box alone."""
    into: str | None = None
    """The cohort that new rows are added to."""

    def column(self, name: str) -> str:
        """What the file calls a field; the field's own name where no column gives it."""
        return next((column for column, own in self.columns.items() if own == name), name)

    def has(self, name: str) -> bool:
        return name in self.columns.values()


def fitting(
    known: Iterable[Reading], header: Sequence[str], credential: str | None
) -> Reading | None:
    """
    The remembered reading for a file with these columns.

    The one that reads most of them; with `credential`, none for another. Raises
    InputRefusedError where two fit alike.
    """
    there = set(header)
    fit = [
        each
        for each in known
        if each.columns.keys() <= there
        and (credential is None or each.credential in {None, credential})
    ]
    most = max((len(each.columns) for each in fit), default=0)
    best = [each for each in fit if len(each.columns) == most]
    own = [each for each in best if each.credential == credential] or best
    if len(own) > 1:
        which = ", ".join(each.credential or "?" for each in own)
        raise InputRefusedError(
            f"content/imports.yaml has several ways of reading such a file: {which}",
            "say which credential it is about: --credential SLUG",
        )
    return own[0] if own else None


def mapped(header: Sequence[str], known: Mapping[str, str], given: Sequence[str]) -> dict[str, str]:
    """
    By column of the file its field: what `--map COLUMN=FIELD` says, then what was known of it.

    An empty FIELD leaves the column out. Raises InputRefusedError for what cannot be meant.
    """
    found = dict(known)
    for each in given:
        column, equals, name = each.rpartition("=")
        column, name = " ".join(column.split()), name.strip()
        if not equals or not column:
            raise InputRefusedError(
                f"--map {each} is not COLUMN=FIELD", 'write --map "E-mail=email"'
            )
        if column not in header:
            close = nearest(column, header) or f"its columns are: {', '.join(header)}"
            raise InputRefusedError(f"the file has no column {shown(column)}", close)
        if name and name not in FIELDS and not is_result(name):
            close = nearest(name, FIELDS) or f"choose from: {', '.join(FIELDS)}, result.…"
            raise InputRefusedError(f"there is no field {shown(name)}", close)
        # What is said outright takes a field away from the column that the preset took for it.
        found = {own: field_ for own, field_ in found.items() if own != column and field_ != name}
        if name:
            found[column] = name
    return {column: found[column] for column in header if column in found}


def import_field(text: str) -> str:
    """A reader of the field that a column gives. Raises Refused."""
    if is_result(text):
        return text
    return choice(FIELDS)(text)


def pass_mark(text: str) -> str:
    """A reader of a pass mark, as it was written. Raises Refused."""
    scores.number(text)
    return text


def cohort_path(text: str) -> str:
    """A reader of the path of a cohort below content/awards/. Raises Refused."""
    if not _COHORT.fullmatch(text):
        raise Refused(
            FOLDER,
            f"is not a cohort below {AWARDS}/: {shown(text)}",
            f"write {AWARDS}/imported.csv",
        )
    return text


def chosen(name: str | None, header: Sequence[str], *, is_mapped: bool) -> Preset | None:
    """
    The preset of that name, or the one that the columns speak for.

    Whoever maps a table of no system's column by column has said it all: the usual words for its
    other columns are not guessed at.
    """
    if name is None:
        found = presets.recognised(header)
        return None if found is presets.TABLE and is_mapped else found
    if name not in BY_NAME:
        raise InputRefusedError(
            f"there is no preset {shown(name)}",
            nearest(name, BY_NAME) or f"choose from: {', '.join(BY_NAME)}",
        )
    return BY_NAME[name]


def complete(reading: Reading, header: Sequence[str], *, has_day: bool) -> None:
    """
    Raises InputRefusedError where the reading lacks what an award needs, with the way out.

    `has_day` says that the day of all rows is known already.
    """
    lacks = []
    if not any(names <= set(reading.columns.values()) for names in _NAMES):
        lacks.append(("name", "--map COLUMN=name, or first_name and last_name"))
    if not (reading.has("email") or reading.has("id") or reading.has("key") or reading.has("did")):
        lacks.append(("email", "--map COLUMN=email"))
    if not has_day and not reading.has("awarded"):
        lacks.append(("awarded", "--map COLUMN=awarded, or --awarded DAY for every row"))
    if not (reading.credential or reading.has("badge") or reading.has("credential")):
        lacks.append(("credential", "--credential SLUG, or --map COLUMN=badge"))
    if lacks:
        there = ", ".join(shown(name) for name in header)
        missing = ", ".join(name for name, _ in lacks)
        raise InputRefusedError(
            f"nothing in the file is known to give: {missing}; its columns are {there}",
            "say " + "; ".join(way for _, way in lacks),
        )

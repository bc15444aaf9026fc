"""The fields of one item of `content/imports.yaml`: how a kind of file is read."""

from __future__ import annotations

from typing import Annotated

from testamur.content.importing.days import Order
from testamur.content.importing.presets import BY_NAME
from testamur.content.importing.reading import cohort_path, import_field, pass_mark
from testamur.content.importing.sheet import ENCODINGS
from testamur.content.records.kinds import Boolean, Fields, Line, Slug, reader
from testamur.content.values import choice, member

PresetName = Annotated[str, reader(choice(BY_NAME))]
ImportField = Annotated[str, reader(import_field)]
OrderOfDays = Annotated[Order, reader(member(Order))]
Encoding = Annotated[str, reader(choice(ENCODINGS))]
PassMark = Annotated[str, reader(pass_mark)]
CohortPath = Annotated[str, reader(cohort_path)]


class ImportFields(Fields):
    columns: dict[Line, ImportField]
    preset: PresetName | None = None
    credential: Slug | None = None
    credentials: dict[Line, Slug] | None = None
    dates: OrderOfDays | None = None
    encoding: Encoding | None = None
    pass_mark: PassMark | None = None
    result: Slug | None = None
    again: Boolean | None = None
    sealed: Boolean | None = None
    into: CohortPath | None = None

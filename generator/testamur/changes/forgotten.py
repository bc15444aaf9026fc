"""Who is to be forgotten, and whether everybody who was had asked for it."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import (
    FORGOTTEN_STILL_WRITTEN,
    FORGOTTEN_UNKNOWN,
    FORGOTTEN_WITHOUT_WISH,
)
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.problems import Problem
from testamur.register.awards import Award
from testamur.register.folder import RESTORE
from testamur.register.intent import record_digest
from testamur.register.register import Register

FILE = "content/forgotten.yaml"


def forgotten(catalog: Catalog, register: Register) -> Iterator[Finding]:
    """An erased award and a line of forgotten.yaml belong together, both ways."""
    written = {record_digest(record, register.addresses): record for record in catalog.records}
    for number, each in enumerate(catalog.forgotten):
        award = register.awards.get(each.award)
        if award is None:
            if each.award not in register.forgotten:
                yield FORGOTTEN_UNKNOWN.at(
                    FILE,
                    (number, "award"),
                    f"no award has the id {each.award}",
                    "take it from the address of the award's page",
                )
        elif record := written.get(award.newest.record):
            yield still_written(record, award)
        else:
            yield Change(Action.FORGET, award=award, forgotten=each)
    wished = {each.award for each in catalog.forgotten}
    for id_, versions in register.forgotten.items():
        if id_ not in wished:
            yield Problem(
                FORGOTTEN_WITHOUT_WISH,
                "",
                (),
                f"award no. {versions[-1].entry + 1} was erased, and {FILE} does not name {id_}",
                f"if the line in {FILE} was lost, put it back; otherwise {RESTORE}",
            )


def still_written(record: Record, award: Award) -> Problem:
    """Under its old name or another: it would be awarded again."""
    return FORGOTTEN_STILL_WRITTEN.at(
        record.subject,
        (),
        f"award no. {award.newest.entry + 1} is to be forgotten, but its record is here",
        "delete the record; the register's part is erased when the next run issues",
    )

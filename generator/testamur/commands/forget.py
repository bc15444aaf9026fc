"""
`testamur forget`: take a person's record out of the content and ask for the rest to be erased.

The wish is written to content/forgotten.yaml, which names nobody; the register's part is erased
by the next issuing, which holds the keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.commands.check import check
from testamur.commands.project import Project
from testamur.model.ids import is_award_id
from testamur.problems import Exit, Problem, TestamurError
from testamur.publish.durable import remove_durably, replace_durably
from testamur.register.intent import record_digest

FORGOTTEN = "content/forgotten.yaml"

_HEADER = (
    "# Awards that were erased at somebody's wish, by public id: nobody is named here.\n"
    "# `testamur forget` writes this file.\n"
)


class ForgetError(TestamurError):
    """The id is not one that can be forgotten."""

    exit = Exit.REFUSED


def forget(project: Project, award_id: str) -> Iterator[str]:
    """What was done and what is left to do, line by line. Raises ForgetError, RegisterError."""
    if not is_award_id(award_id):
        raise ForgetError(
            f"{award_id!r} is no award id",
            "take the 26 characters from the address of the award's page",
        )
    checked = check(project)
    if checked.catalog is None or checked.register is None:
        problem: Problem = checked.problems[0]
        raise ForgetError(problem.detail, problem.hint or "`testamur check` tells more")
    if award_id in checked.register.forgotten:
        raise ForgetError(f"award {award_id} is forgotten already")
    award = checked.register.awards.get(award_id)
    if award is None:
        raise ForgetError(f"no award has the id {award_id}")
    path = project.root / FORGOTTEN
    before = path.read_text(encoding="utf-8") if path.exists() else _HEADER
    if award_id not in before:
        line = f"- {{award: {award_id}, date: {project.now.date()}}}\n"
        replace_durably(path, f"{before.rstrip()}\n{line}".encode())
        yield f"{FORGOTTEN}: award no. {award.newest.entry + 1} is to be erased"
    for record in checked.catalog.records:
        if record_digest(record, checked.register.addresses) != award.newest.record:
            continue
        if record.identity.startswith("row:") or "#" in record.subject:
            yield f"{record.subject}: delete this entry, it is one of several in its file"
        else:
            remove_durably(project.root / record.subject)
            yield f"{record.subject}: deleted"
    yield "the next `testamur issue` erases it from the register; the page becomes a short notice"
    yield "what others copied, and what Git remembers, is beyond recall: see docs/privacy.md"

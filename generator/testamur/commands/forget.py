"""
`testamur forget`: take a person's record out of the content and ask for the rest to be erased.

The wish is written to content/forgotten.yaml, which names nobody; the register's part is erased
by the next issuing, which holds the keys.
"""

from __future__ import annotations

from testamur.changes.endorsements import target_of
from testamur.commands.changing import Refused, change, current
from testamur.commands.check import check
from testamur.commands.finding import find, known
from testamur.commands.project import Project
from testamur.content import edit
from testamur.content.edit import Value
from testamur.content.places import split
from testamur.content.tree import FORGOTTEN
from testamur.model.award import Record
from testamur.model.catalog import Catalog
from testamur.model.ids import is_award_id
from testamur.model.learner import Learner, identities, records_of
from testamur.model.people import people
from testamur.problems import Exit, Problem, TestamurError, errors
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.learners import person_digest
from testamur.register.register import Register

_BEYOND_RECALL = "what others copied, and what Git remembers, is beyond recall: see docs/privacy.md"
_NOTICE = "the page becomes a short notice"
_EACH = "`testamur forget` each that shall go too"
_HEADER = (
    "# Awards that were erased at somebody's wish, by public id: nobody is named here.\n"
    "# `testamur forget` writes this file.\n"
)


class ForgetError(TestamurError):
    """What is named is not one that can be forgotten."""

    exit = Exit.REFUSED


def forget(project: Project, meant: str, *, dry_run: bool = False) -> tuple[str, ...]:
    """
    What was done and what is left to do, line by line. `meant` is the id of a learner's page or names an award.

    Raises ForgetError, NotFoundError, EditError, RegisterError, WorldError.
    """
    checked = check(project)
    if checked.catalog is None or checked.register is None:
        problem: Problem = checked.problems[0]
        raise ForgetError(problem.detail, problem.hint or "`testamur check` tells more")
    task = _Task(project, checked.catalog, checked.register)
    id_ = meant.strip().rstrip("/").rpartition("/")[2]
    if id_ in checked.register.learners:
        task.forget_learner(id_)
    elif id_ in checked.register.forgotten:
        raise ForgetError(f"award {id_} is forgotten already")
    elif is_award_id(id_) and id_ not in checked.register.awards:
        raise ForgetError(f"neither an award nor a learner's record has the id {id_}")
    else:
        found = find(known(checked), meant, project.root)
        if found.award is None:
            raise ForgetError(
                f"{found.title} was never issued: there is nothing to erase",
                f"take it out of {found.record.subject if found.record else 'content/'} yourself",
            )
        task.forget_award(found.award, found.record)
    changed = change(project, task.proposed, dry_run=dry_run)
    if isinstance(changed, Refused):
        error = ForgetError("nothing was written: the content would have errors afterwards")
        error.details = [f"{each.file}: {each.detail}" for each in errors(changed.problems)]
        raise error
    return (*task.said, *task.last)


class _Task:
    """What is to be written and deleted, and the words for it, gathered step by step."""

    def __init__(self, project: Project, catalog: Catalog, register: Register) -> None:
        self.project = project
        self.catalog = catalog
        self.register = register
        self.proposed: dict[str, bytes | None] = {}
        self.said: list[str] = []
        self.last: tuple[str, ...] = ()

    def forget_award(self, award: Award, record: Record | None) -> None:
        before = current(self.project, FORGOTTEN) or _HEADER.encode()
        if award.id.encode() not in before:
            wish: dict[str, Value] = {"award": award.id, "date": self.project.now.date()}
            self.proposed[FORGOTTEN] = edit.add(FORGOTTEN, before, wish)
            self.said.append(f"{FORGOTTEN}: award no. {award.newest.entry + 1} is to be erased")
        if record is not None:
            self._take_out(record)
        self._records(award)
        for file in (
            *self.catalog.endorsements.endorsements,
            *self.catalog.endorsements.withdrawals,
        ):
            named = target_of(file) or ""
            # However it is written or broken: what names the award goes.
            if award.id in named or award.id.encode() in file.data:
                self._delete(file.path, ", it is an endorsement of this award")
        self.last = (
            f"the next `testamur issue` erases it from the register; {_NOTICE}",
            _BEYOND_RECALL,
        )

    def forget_learner(self, id_: str) -> None:
        """Consent is taken back by deleting the file: nothing has to be remembered about it."""
        record = self.register.learners[id_]
        for learner in self.catalog.learners:
            if record.person in _digests(learner, self.register):
                self._delete(learner.subject)
        self.last = (
            f"the next `testamur issue` erases the learner's record; {_NOTICE}",
            f"{len(record.holds)} awards that it holds stay: {_EACH}",
            _BEYOND_RECALL,
        )

    def _take_out(self, record: Record) -> None:
        path, number = split(record.subject)
        data = current(self.project, path)
        left = None if data is None else edit.drop(record.subject, data)
        if left is None:
            self._delete(path)
            return
        self.proposed[path] = left
        what = f"row {number}" if path.endswith(".csv") else f"entry {number}"
        self.said.append(f"{path}: {what} taken out")
        if b"#" in left and path.endswith(".yaml"):
            self.said.append(f"{path}: its comments stay; look whether one of them names somebody")

    def _records(self, award: Award) -> None:
        """The learners' records that hold the award; a learner without any other is none."""
        register, everybody = self.register, people(self.catalog.records)
        entries = {version.entry for version in award.versions}
        for record in register.learners.values():
            if entries.isdisjoint(record.holds):
                continue
            page = register.addresses.learner_page(record.learner)
            learner = next(
                (e for e in self.catalog.learners if record.person in _digests(e, register)), None
            )
            others = [
                each
                for each in (records_of(learner, everybody) if learner else ())
                if learner
                and learner.wants(each.credential)
                and record_digest(each, register.addresses) != award.newest.record
            ]
            if others:
                self.said.append(
                    f"{page}: the learner's record and bundle are issued again without it"
                )
                continue
            self.said.append(f"{page}: the learner's record would hold nothing, and is erased too")
            if learner:
                self._delete(learner.subject)

    def _delete(self, path: str, why: str = "") -> None:
        self.proposed[path] = None
        self.said.append(f"{path}: deleted{why}")


def _digests(learner: Learner, register: Register) -> list[str]:
    known = identities(learner.recipient)
    return [person_digest(each, register.addresses) for each in known]

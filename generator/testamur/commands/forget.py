"""
`testamur forget`: take a person's record out of the content and ask for the rest to be erased.

The wish is written to content/forgotten.yaml, which names nobody; the register's part is erased
by the next issuing, which holds the keys.
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.changes.endorsements import target_of
from testamur.commands.check import check
from testamur.commands.project import Project
from testamur.model.catalog import Catalog
from testamur.model.endorsement import CommittedEndorsements
from testamur.model.ids import is_award_id
from testamur.model.learner import Learner, identities, records_of
from testamur.model.people import people
from testamur.problems import Exit, Problem, TestamurError
from testamur.publish.durable import remove_durably, replace_durably
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.learners import person_digest
from testamur.register.register import Register

FORGOTTEN = "content/forgotten.yaml"

_BEYOND_RECALL = "what others copied, and what Git remembers, is beyond recall: see docs/privacy.md"
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
    if award_id in checked.register.learners:
        yield from _forget_learner(project, checked.catalog, checked.register, award_id)
        return
    if award_id in checked.register.forgotten:
        raise ForgetError(f"award {award_id} is forgotten already")
    award = checked.register.awards.get(award_id)
    if award is None:
        raise ForgetError(f"neither an award nor a learner's record has the id {award_id}")
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
    yield from _records(project, checked.catalog, checked.register, award)
    yield from _forget_endorsements(project, checked.catalog.endorsements, award_id)
    yield "the next `testamur issue` erases it from the register; the page becomes a short notice"
    yield _BEYOND_RECALL


def _forget_learner(
    project: Project, catalog: Catalog, register: Register, id_: str
) -> Iterator[str]:
    """Consent is taken back by deleting the file: nothing has to be remembered about it."""
    record = register.learners[id_]
    for learner in catalog.learners:
        if record.person in _digests(learner, register):
            remove_durably(project.root / learner.subject)
            yield f"{learner.subject}: deleted"
    yield "the next `testamur issue` erases the learner's record; the page becomes a short notice"
    yield f"{len(record.holds)} awards that it holds stay: `testamur forget` each that shall go too"
    yield _BEYOND_RECALL


def _records(project: Project, catalog: Catalog, register: Register, award: Award) -> Iterator[str]:
    """The learners' records that hold the award; a learner without any other is none."""
    entries = {version.entry for version in award.versions}
    everybody = people(catalog.records)
    for record in register.learners.values():
        if entries.isdisjoint(record.holds):
            continue
        page = register.addresses.learner_page(record.learner)
        learner = next(
            (each for each in catalog.learners if record.person in _digests(each, register)), None
        )
        others = [
            each
            for each in (records_of(learner, everybody) if learner else ())
            if learner
            and learner.wants(each.credential)
            and record_digest(each, register.addresses) != award.newest.record
        ]
        if others:
            yield f"{page}: the learner's record and bundle are issued again without it"
            continue
        yield f"{page}: the learner's record would hold nothing, and is erased too"
        if learner:
            remove_durably(project.root / learner.subject)
            yield f"{learner.subject}: deleted"


def _digests(learner: Learner, register: Register) -> list[str]:
    known = identities(learner.recipient)
    return [person_digest(each, register.addresses) for each in known]


def _forget_endorsements(
    project: Project, committed: CommittedEndorsements, award_id: str
) -> Iterator[str]:
    """Delete what names the award: endorsements of it, however they are written or broken."""
    for file in (*committed.endorsements, *committed.withdrawals):
        named = target_of(file) or ""
        if award_id in named or award_id.encode() in file.data:
            remove_durably(project.root / file.path)
            yield f"{file.path}: deleted, it is an endorsement of this award"

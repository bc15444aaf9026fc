"""
`testamur request`: what somebody asked for in an issue form, as a change of the content.

Whoever asks is a stranger. Nothing is signed here and nothing becomes valid: a person looks the
change over as a pull request, and only then is it issued.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from testamur.commands.changing import Refused, change, current
from testamur.commands.check import Checked, check
from testamur.commands.forget import forget
from testamur.commands.project import Project
from testamur.content import edit
from testamur.content.edit import Value
from testamur.content.edit_words import document
from testamur.content.places import split
from testamur.content.requests import FORMS, RequestKind, RequestRefusedError, answers
from testamur.content.tree import AWARDS, FORGOTTEN
from testamur.model.award import Display, Record
from testamur.problems import Problem, errors
from testamur.register.awards import Award
from testamur.register.intent import record_digest
from testamur.register.register import Register
from testamur.starter.editors import editor_line

_FOLDER = f"{AWARDS}/requests"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change that was written, for somebody to look over. It names nobody."""

    kind: RequestKind
    files: tuple[str, ...]
    credential: str | None = None
    """Slug of what is to be awarded."""
    number: int | None = None
    """Of the award that it is about, in the permanent record."""
    problems: tuple[Problem, ...] = ()
    """Warnings and notices that come with it."""


@dataclass(frozen=True, slots=True)
class Declined:
    """Nothing was written."""

    sentence: str
    """For whoever asked; it may quote them."""
    problems: tuple[Problem, ...] = ()


def request(
    project: Project, kind: RequestKind, body: bytes, issue: int | None = None
) -> Proposal | Declined:
    """
    Read the text of an issue form, and write what it asks for into the content.

    `issue` is the number of the issue, which names the file of a new award. Raises EditError,
    ForgetError, RegisterError, WorldError.
    """
    try:
        found = answers(kind, body)
        if kind is RequestKind.AWARD:
            return _award(project, found, issue)
        target = _Target.of(project, *found["award"])
        if kind is RequestKind.REMOVAL:
            return target.removed()
        return target.revoked(found) if kind is RequestKind.REVOKE else target.corrected(found)
    except RequestRefusedError as error:
        return Declined(str(error))


def _award(project: Project, found: Mapping[str, Any], issue: int | None) -> Proposal | Declined:
    recipient = _recipient(found)
    today = _today(project, check(project))
    fields: dict[str, Value] = {
        "credential": found["credential"],
        "recipient": recipient,
        "awarded": found["awarded"] or today,
    }
    if found["url"] and not found["evidence"]:
        raise RequestRefusedError(
            "“Address of the evidence” has an answer and “Evidence” has none."
        )
    if found["evidence"]:
        address = {"url": found["url"]} if found["url"] else {}
        fields["evidence"] = [{"name": found["evidence"], **address}]
    if found["narrative"]:
        fields["narrative"] = found["narrative"]
    path = _path(project, issue, today)
    data = f"{editor_line('award', path)}\n{document(fields)}".encode()
    return _written(
        project, {path: data}, Proposal(RequestKind.AWARD, (path,), credential=found["credential"])
    )


def _recipient(found: Mapping[str, Any]) -> dict[str, Value]:
    """Who an award is for: sealed or in plain text. Raises RequestRefusedError."""
    labels = {each.name: each.label for each in FORMS[RequestKind.AWARD]}
    plain = ("name", "email", "display")
    if found["sealed"]:
        for name in plain:
            if found[name] is not None:
                raise RequestRefusedError(
                    f"“{labels['sealed']}” has an answer, and so has “{labels[name]}”, which belongs "
                    "in the sealed box and nowhere else: delete one of them."
                )
        return {"sealed": found["sealed"]}
    if found["name"] is None and found["email"] is None:
        raise RequestRefusedError(
            "Nothing says who the award is for: answer "
            f"“{labels['sealed']}”, or “{labels['name']}” and “{labels['email']}”."
        )
    for name in plain:
        if found[name] is None:
            raise RequestRefusedError(f"“{labels[name]}” has no answer.")
    recipient: dict[str, Value] = {"name": found["name"], "email": found["email"]}
    if found["display"] is not Display.FULL:
        recipient["display"] = found["display"].value
    return recipient


def _path(project: Project, issue: int | None, today: date) -> str:
    """Of a new award's file. The number of the issue tells it from others, and nobody's name."""
    for path in _paths(issue, today):
        if current(project, path) is None:
            return path
        if issue is not None:
            raise RequestRefusedError(f"This request was taken in before: {path} holds it.")
    raise AssertionError("there is always one more")


def _paths(issue: int | None, today: date) -> Iterator[str]:
    name = f"{_FOLDER}/{today}" if issue is None else f"{_FOLDER}/issue-{issue}"
    yield f"{name}.yaml"
    number = 2
    while True:
        yield f"{name}-{number}.yaml"
        number += 1


@dataclass(frozen=True, slots=True)
class _Target:
    """An issued award, and the file that its record stands in."""

    project: Project
    today: date
    award: Award
    record: Record
    data: bytes

    @classmethod
    def of(cls, project: Project, id_: str, address: str | None) -> _Target:
        """Raises RequestRefusedError, and in words that name nobody."""
        checked = check(project)
        register, catalog = checked.register, checked.catalog
        if register is None or catalog is None or errors(checked.problems):
            raise RequestRefusedError("The content has errors now, so no request can be taken in.")
        if address is not None and not _is_ours(address, id_, register):
            raise RequestRefusedError("This is the address of an award of another issuer.")
        if id_ in register.forgotten:
            raise RequestRefusedError("This award was removed already.")
        award = register.awards.get(id_)
        if award is None:
            raise RequestRefusedError("No award has this address.")
        for record in catalog.records:
            if record_digest(record, register.addresses) == award.newest.record:
                data = current(project, split(record.subject)[0])
                return cls(project, _today(project, checked), award, record, data or b"")
        raise RequestRefusedError("The record of this award cannot be found: a person has to look.")

    @property
    def number(self) -> int:
        return self.award.newest.entry + 1

    def revoked(self, found: Mapping[str, Any]) -> Proposal | Declined:
        self._expect_unrevoked()
        note = {"date": self.today, "code": found["code"].value, "reason": found["reason"]}
        data = edit.note(self.record.subject, self.data, "revoked", note)
        return self._changed(RequestKind.REVOKE, data)

    def corrected(self, found: Mapping[str, Any]) -> Proposal | Declined:
        self._expect_unrevoked()
        if self.record.hidden:
            raise RequestRefusedError(
                "This award does not name its recipient in the repository, and a form would: "
                "ask the maintainers for another way."
            )
        if found["name"] == self.record.recipient.name:
            raise RequestRefusedError("The award has this very name.")
        subject, route = self.record.subject, ("recipient", "name")
        data = edit.put(subject, self.data, route, found["name"])
        note = {"date": self.today, "reason": found["reason"]}
        return self._changed(RequestKind.CORRECT, edit.note(subject, data, "corrected", note))

    def removed(self) -> Proposal:
        """The wish, and the record taken out; erasing is left to the issuing after the merge."""
        # What it says of files is to be seen in the change itself.
        forget(self.project, self.award.id)
        path = split(self.record.subject)[0]
        return Proposal(RequestKind.REMOVAL, (FORGOTTEN, path), number=self.number)

    def _expect_unrevoked(self) -> None:
        if self.record.revoked is not None:
            raise RequestRefusedError("This award was revoked, and stays so.")

    def _changed(self, kind: RequestKind, data: bytes) -> Proposal | Declined:
        path = split(self.record.subject)[0]
        return _written(self.project, {path: data}, Proposal(kind, (path,), number=self.number))


def _written(
    project: Project, proposed: Mapping[str, bytes], proposal: Proposal
) -> Proposal | Declined:
    changed = change(project, proposed)
    if isinstance(changed, Refused):
        return Declined("The content would have errors with it.", changed.problems)
    return Proposal(
        proposal.kind,
        proposal.files,
        proposal.credential,
        proposal.number,
        tuple(each for each in changed.problems if each.file in proposal.files),
    )


def _is_ours(address: str, id_: str, register: Register) -> bool:
    return address.startswith(register.addresses.award_page(id_).rstrip("/"))


def _today(project: Project, checked: Checked) -> date:
    catalog = checked.catalog
    return project.now.astimezone(catalog.site.zone if catalog else UTC).date()

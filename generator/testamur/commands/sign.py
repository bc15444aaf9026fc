"""
`testamur sign`: drafts, keys and the time to new entries of the register.

Imports nothing that parses what authors wrote: no content/, no YAML, no Markdown, no pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from testamur.commands.project import (
    ASSERTION_KEY,
    AWARD_KEY,
    JWT_KEY,
    KEYS,
    REGISTER_KEY,
    Project,
)
from testamur.crypto.signer import SEED_LENGTH, Ed25519Signer, Signer
from testamur.issue.drafts import Drafts
from testamur.issuing import Signers
from testamur.issuing import sign as sign_drafts
from testamur.model.addresses import Addresses
from testamur.problems import InputRefusedError, KeyRefusedError, Problem
from testamur.publish.durable import DISK, Disk, make_folders, replace_durably
from testamur.register import files, keys
from testamur.register.detached import Detached
from testamur.register.documents import Document
from testamur.register.entries import Role
from testamur.register.reader import begin, read
from testamur.register.register import Register

_WHAT = {Role.JWT: "JWTs", Role.ASSERTION: "signed assertions of Open Badges 2.0"}


@dataclass(frozen=True, slots=True)
class Signed:
    """The register before and after."""

    before: Register
    after: Register

    @property
    def serialisations(self) -> int:
        """How many signatures over other formats of a credential are new."""
        return len(_detached(self.after) - _detached(self.before))

    @property
    def learner_records(self) -> int:
        """How many learners' records are new, or newer than they were."""
        return len(self.after.learner_documents) - len(self.before.learner_documents)


def sign(
    project: Project,
    drafts: Drafts,
    *,
    award_key: str = AWARD_KEY,
    register_key: str = REGISTER_KEY,
    jwt_key: str = JWT_KEY,
    assertion_key: str = ASSERTION_KEY,
    first: bool = False,
    only_refresh: bool = False,
    disk: Disk = DISK,
) -> Signed | tuple[Problem, ...]:
    """
    Sign the drafts into the register and write it, or say what keeps them from being signed.

    The keys are URIs; each is opened only when something is fit to be signed by it. Raises
    KeyRefusedError, RegisterError or WorldError, with the register as it was or to be completed
    by the next run; and InputRefusedError, before any key is opened, for drafts with more than
    status lists where `only_refresh` is asked for.
    """
    if only_refresh and not drafts.is_refresh:
        raise InputRefusedError(
            "these drafts change more than status lists",
            "nothing was signed: a refresh signs lists alone, `testamur issue` the rest",
        )
    at = Addresses(drafts.base_url)
    folder = project.register_folder(drafts.register)
    with project.register_lock(at):
        folder.refuse_links()
        before = begin(folder, at) if first else read(folder, at, complete=False)
        announced = project.announced_keys()
        ring = _Ring(project, before, announced)
        after = sign_drafts(
            drafts,
            before,
            Signers(
                award=lambda: ring.signer(Role.AWARD, award_key),
                register=lambda: ring.signer(Role.REGISTER, register_key),
                jwt=lambda: ring.announced_signer(Role.JWT, jwt_key),
                assertion=lambda: ring.announced_signer(Role.ASSERTION, assertion_key),
            ),
            announced=announced,
            now=project.now,
            throwaway=Ed25519Signer.from_seed(project.draw(SEED_LENGTH)),
        )
        if not isinstance(after, Register):
            return after
        for path, data in files.changed(before, after):
            target = folder.path / path
            make_folders(target.parent, disk)
            replace_durably(target, data, disk)
    return Signed(before, after)


class _Ring:
    """Each key is opened once in a run."""

    def __init__(
        self, project: Project, register: Register, announced: Iterable[keys.AnnouncedKey]
    ) -> None:
        self._project = project
        self._register = register
        self._announced = tuple(announced)
        self._opened: dict[Role, Signer] = {}

    def announced_signer(self, role: Role, uri: str) -> Signer:
        """
        The key of a role that a site need not have, and that this one has announced.

        Raises KeyRefusedError: without it, what is signed now would lack what the rest has.
        """
        try:
            return self.signer(role, uri)
        except KeyRefusedError as error:
            names = " or ".join(
                f"{KEYS}/{each.name}.json" for each in self._announced if each.role is role
            )
            raise KeyRefusedError(
                f"{names} announces a key for {_WHAT[role]}, and it cannot be had: {error}",
                f"nothing was signed; give the private part ({role} key), or write the day of its "
                f"end into the file",
            ) from error

    def signer(self, role: Role, uri: str) -> Signer:
        if role in self._opened:
            return self._opened[role]
        signer = self._project.signer(uri, self._project.root)
        why_not = keys.refusal(
            self._register, self._announced, role, signer.public_key, self._project.now.date()
        )
        if why_not:
            raise KeyRefusedError(
                why_not,
                f"nothing was signed; give the private part of a key in {KEYS}/ that is in use",
            )
        self._opened[role] = signer
        return signer


def _detached(register: Register) -> set[tuple[int, Detached]]:
    return {
        (document.entry, each)
        for document in register.documents.values()
        if isinstance(document, Document)
        for each in document.detached
    }

"""
`testamur sign`: drafts, keys and the time to new entries of the register.

Imports nothing that parses what authors wrote: no content/, no YAML, no Markdown, no pictures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from testamur.commands.project import AWARD_KEY, KEYS, REGISTER_KEY, Project
from testamur.crypto.keyring import load_signer
from testamur.crypto.signer import Ed25519Signer, Signer
from testamur.issue.drafts import Drafts
from testamur.issuing import Signers
from testamur.issuing import sign as sign_drafts
from testamur.model.addresses import Addresses
from testamur.problems import KeyRefusedError, Problem
from testamur.publish.durable import DISK, Disk, make_folders, replace_durably
from testamur.register import files, keys
from testamur.register.entries import Role
from testamur.register.reader import begin, read
from testamur.register.register import Register

_SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class Signed:
    """The register before and after."""

    before: Register
    after: Register


def sign(
    project: Project,
    drafts: Drafts,
    *,
    award_key: str = AWARD_KEY,
    register_key: str = REGISTER_KEY,
    first: bool = False,
    disk: Disk = DISK,
) -> Signed | tuple[Problem, ...]:
    """
    Sign the drafts into the register and write it, or say what keeps them from being signed.

    The keys are URIs; each is opened only when something is fit to be signed by it. Raises
    KeyRefusedError, RegisterError or WorldError, with the register as it was or to be completed
    by the next run.
    """
    at = Addresses(drafts.base_url)
    folder = project.register_folder(drafts.register)
    with project.register_lock(at):
        before = begin(folder, at) if first else read(folder, at, complete=False)
        announced = project.announced_keys()
        ring = _Ring(project, before, announced)
        after = sign_drafts(
            drafts,
            before,
            Signers(
                # Once a run: a key service is asked over the network.
                award=cache(lambda: ring.signer(Role.AWARD, award_key)),
                register=cache(lambda: ring.signer(Role.REGISTER, register_key)),
            ),
            announced=announced,
            now=project.now,
            throwaway=Ed25519Signer.from_seed(project.draw(_SEED_BYTES)),
        )
        if not isinstance(after, Register):
            return after
        for path, data in files.changed(before, after):
            target = folder.path / path
            make_folders(target.parent, disk)
            replace_durably(target, data, disk)
    return Signed(before, after)


@dataclass(frozen=True, slots=True)
class _Ring:
    project: Project
    register: Register
    announced: Iterable[keys.AnnouncedKey]

    def signer(self, role: Role, uri: str) -> Signer:
        signer = load_signer(
            uri,
            environ=self.project.environ,
            outside=self.project.root,
            allow_test_seeds=self.project.allow_test_seeds,
            ask=self.project.ask_secret,
        )
        why_not = keys.refusal(
            self.register,
            tuple(self.announced),
            role,
            signer.public_key,
            self.project.now.date(),
        )
        if why_not:
            raise KeyRefusedError(
                why_not,
                f"nothing was signed; give the private part of a key in {KEYS}/ that is in use",
            )
        return signer

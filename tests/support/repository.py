"""
A small issuer's repository in a temporary folder, driven as the commands drive it.

Time and chance are given: each day passes when a test says so, and "random" bytes are counted.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from testamur.changes import Plan
from testamur.commands.build import Built, build
from testamur.commands.check import Checked, check
from testamur.commands.prepare import prepare
from testamur.commands.project import KEYS, Project
from testamur.commands.sign import Signed, sign
from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner, SecretSigner
from testamur.model.addresses import Addresses
from testamur.problems import Problem
from testamur.publish.durable import DISK, Disk
from testamur.register.awards import Award
from testamur.register.entries import Role
from testamur.register.folder import Folder
from testamur.register.keys import AnnouncedKey, encode
from testamur.register.reader import read
from testamur.register.register import Register

BASE_URL = "https://badges.example.org"
BEGUN = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)

AWARD_SEED, REGISTER_SEED, OTHER_SEED = bytes([1]) * 32, bytes([2]) * 32, bytes([3]) * 32
"""Obvious, so that nobody takes them for keys; the product refuses them."""

SITE = f"""\
format: 1
base_url: {BASE_URL}
title: Example Academy badges
issuer:
  name: Example Academy
  url: https://www.example.org/
"""

CREDENTIAL = """\
---
name: {name}
version: {version}
description: Looks after research data from plan to archive.
kind: assessed
competency: Can plan, describe and archive a data set that others can use again.
assessment:
  method: Portfolio and interview
  assessor: two examiners of the academy
  pass_rule: both examiners agree
---
Planned, described and archived a real data set.
"""


@dataclass
class Repository:
    root: Path
    now: datetime = BEGUN
    counter: itertools.count[int] = field(default_factory=itertools.count)
    award_seed: bytes = AWARD_SEED
    register_seed: bytes = REGISTER_SEED
    award_kind: Algorithm = Algorithm.ED25519
    jwt_signer: P256Signer | None = None
    assertion_signer: RsaSigner | None = None
    """At hand only if given; to be announced too."""

    @classmethod
    def begun(
        cls, root: Path, *names: str, award_kind: Algorithm = Algorithm.ED25519
    ) -> Repository:
        """With one credential, an award for each name, both keys, and nothing issued yet."""
        repository = cls(root, award_kind=award_kind)
        repository.write("content/site.yaml", SITE)
        repository.define()
        for name in names:
            repository.award(name)
        repository.announce("award-1", Role.AWARD, AWARD_SEED)
        repository.announce("register-1", Role.REGISTER, REGISTER_SEED)
        return repository

    @property
    def project(self) -> Project:
        return Project(
            root=self.root,
            now=self.now,
            draw=self.draw,
            environ={
                f"TESTAMUR_{name}_KEY": signer.secret_line()
                for name, signer in (
                    ("AWARD", self.award_signer),
                    ("REGISTER", Ed25519Signer.from_seed(self.register_seed)),
                    ("JWT", self.jwt_signer),
                    ("ASSERTION", self.assertion_signer),
                )
                if signer is not None
            },
            allow_test_seeds=True,
        )

    @property
    def award_signer(self) -> SecretSigner:
        """The award key in use."""
        return signer(self.award_kind, self.award_seed)

    @property
    def register(self) -> Register:
        return read(self.folder, Addresses(BASE_URL))

    @property
    def folder(self) -> Folder:
        return self.project.register_folder("content/register")

    @property
    def site(self) -> Path:
        return self.root / "site"

    def draw(self, size: int) -> bytes:
        return hashlib.shake_256(f"draw {next(self.counter)}".encode()).digest(size)

    def write(self, path: str, text: str) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def define(self, name: str = "Data Steward", version: int = 1) -> None:
        self.write(
            "content/credentials/data-steward/credential.md",
            CREDENTIAL.format(name=name, version=version),
        )

    def award(self, name: str, *more: str, file: str | None = None) -> str:
        """Write the record of one award; `more` are further lines of YAML."""
        slug = name.lower().replace(" ", "-")
        if not slug.isascii():
            slug = hashlib.sha256(name.encode()).hexdigest()[:8]
        path = f"content/awards/{file or slug}.yaml"
        lines = [
            "credential: data-steward",
            f"recipient: {{name: {name}, email: {slug}@example.org}}",
            "awarded: 2026-03-01",
            *more,
        ]
        self.write(path, "".join(f"{line}\n" for line in lines))
        return path

    def announce(
        self,
        name: str,
        role: Role,
        seed: bytes,
        *,
        ended: date | None = None,
        compromised: int | None = None,
    ) -> None:
        kind = self.award_kind if role is Role.AWARD else Algorithm.ED25519
        key = signer(kind, seed).public_key
        self.announce_key(name, role, key, ended=ended, compromised=compromised)

    def announce_key(
        self,
        name: str,
        role: Role,
        key: PublicKey,
        *,
        ended: date | None = None,
        compromised: int | None = None,
    ) -> None:
        announced = AnnouncedKey(name, role, key, BEGUN.date(), ended, compromised)
        self.write(f"{KEYS}/{name}.json", encode(announced).decode())

    def pass_days(self, days: int = 1) -> None:
        self.now += timedelta(days=days)

    def check(self, *, first: bool | None = None, against: str | None = None) -> Checked:
        return check(self.project, first=first, against=against)

    def plan(self) -> Plan:
        plan = self.check().plan
        assert plan is not None, self.check().problems
        return plan

    def issue(self, *, first: bool = False, disk: Disk = DISK) -> Signed:
        drafts, checked = prepare(self.project, first=first)
        assert drafts is not None, checked.problems
        signed = sign(self.project, drafts, first=first, disk=disk)
        assert isinstance(signed, Signed), signed
        return signed

    def refresh(self) -> Signed:
        drafts, checked = prepare(self.project, only_refresh=True)
        assert drafts is not None, checked.problems
        signed = sign(self.project, drafts)
        assert isinstance(signed, Signed), signed
        return signed

    def build(self, output: Path | None = None, *, check_all: bool = False) -> Built:
        built = build(self.project, output or self.site, check_all=check_all)
        assert isinstance(built, Built), built
        return built

    def meet_every_fate(self) -> None:
        """Issue; a day later correct Ada Lovelace to Ada King, revoke Alan Turing's award; build."""
        self.issue(first=True)
        self.pass_days()
        path = self.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
        self.write(path, self.read(path).replace("name: Ada Lovelace", "name: Ada King"))
        self.award("Alan Turing", "revoked: {date: 2026-03-03, code: other, reason: By mistake}")
        self.issue()
        self.build()

    def of(self, name: str) -> Award:
        """The award whose public name is `name`."""
        return next(
            award
            for award in self.register.awards.values()
            if f'"{name}"'.encode() in award.newest.unsigned
        )


def signer(kind: Algorithm, seed: bytes) -> SecretSigner:
    """The key that these 32 bytes are of either curve."""
    of_kind = P256Signer.from_scalar if kind is Algorithm.P256 else Ed25519Signer.from_seed
    return of_kind(seed)


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [problem.rule.code for problem in problems]

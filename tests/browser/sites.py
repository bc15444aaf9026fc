"""The sites that visitors are shown: this repository's own, and one where every state occurs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from testamur.commands.build import Built, build
from testamur.commands.forget import forget
from testamur.commands.project import Project
from tests.browser.hosts import Host
from tests.support.repository import Repository
from tests.support.sites import copied

LONG = "María Guadalupe de la Inmaculada Concepción Hernández de Montoya y Alvarado-Roja"
NAMES: Mapping[str, str] = {
    "valid": "Ada Lovelace",
    "corrected": "Ada King",
    "revoked": "Alan Turing",
    "suspended": "Charles Babbage",
    "expired": "Grace Hopper",
    "renewed": "Betty Holberton",
    "forgotten": "Nobody Now",
    "long": LONG,
    "arabic": "محمد بن موسى الخوارزمي",
}
"""Who has the award in each state; "forgotten" is asked for by its id alone."""

_ARABIC = """\
---
name: الخط العربي
language: ar
version: 1
description: يكتب بخط النسخ كتابة واضحة متناسقة.
kind: assessed
competency: يستطيع أن ينسخ صفحة كاملة بخط النسخ وأن يشرح قواعده.
assessment:
  method: نسخ صفحة أمام الممتحن
  assessor: خطاطان من الأكاديمية
  pass_rule: اتفاق الممتحنين
---
نسخ الدارس صفحة كاملة وشرح قواعد الخط.
"""


def the_example(folder: Path, theme: str = "default") -> Host:
    """This repository's own site, built into a folder, at its own address."""
    now = datetime.now(UTC)  # noqa: TID251 - the visitors' own clock
    root = copied(folder.parent / "repository")
    site = root / "content" / "site.yaml"
    text = site.read_text(encoding="utf-8")
    site.write_text(text.replace("theme: default", f"theme: {theme}"), encoding="utf-8")
    built = build(Project(root, now, os.urandom, {}), folder)
    assert isinstance(built, Built), built
    return Host(folder, f"{built.report.base_url}/")


class Academy:
    """An issuer with an award in every state, really signed, on the day that it was built."""

    def __init__(self, root: Path) -> None:
        repository = Repository.begun(root)
        site = repository.read("content/site.yaml")
        repository.write("content/site.yaml", f"{site}languages: [en, ar]\n")
        repository.write("content/credentials/calligraphy/credential.md", _ARABIC)
        _award_in_every_state(repository)
        repository.issue(first=True)
        forgotten = repository.of(NAMES["forgotten"]).id
        repository.pass_days()
        _change(repository)
        list(forget(repository.project, forgotten))
        repository.issue()
        # Past the expiry of one award, and a refresh later.
        repository.pass_days(9)
        repository.refresh()
        repository.build()
        self.repository = repository
        self.awards = {
            state: forgotten if state == "forgotten" else repository.of(name).id
            for state, name in NAMES.items()
        }
        at = f"{repository.register.addresses.base_url}/"
        self.host = Host(repository.site, at, now=repository.now)

    def page(self, state: str) -> str:
        """Path of the page of the award in this state."""
        return f"awards/{self.awards[state]}/"


def _award_in_every_state(repository: Repository) -> None:
    repository.award("Ada Lovelace", "narrative: She wrote *every* note herself.")
    repository.award("Ada Kign", file="ada-king")
    repository.award("Alan Turing")
    repository.award("Charles Babbage")
    repository.award("Grace Hopper", "expires: 2026-03-08")
    repository.award("Betty Holberton", "expires: 2026-04-01")
    repository.award(NAMES["forgotten"])
    repository.award(LONG, file="long")
    path = repository.award(NAMES["arabic"], file="arabic")
    text = repository.read(path).replace("credential: data-steward", "credential: calligraphy")
    repository.write(path, text)


def _change(repository: Repository) -> None:
    repository.award(
        "Ada King",
        "corrected: {date: 2026-03-03, reason: The name was misspelt}",
        file="ada-king",
    )
    email = "ada-kign@example.org"
    path = "content/awards/ada-king.yaml"
    text = repository.read(path).replace("ada-king@example.org", email)
    repository.write(path, text)
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: Awarded by mistake}")
    repository.award("Charles Babbage", "suspended: {date: 2026-03-03, reason: Under review}")
    repository.award(
        "Betty Holberton",
        "expires: 2028-04-01",
        "renewed: {date: 2026-03-03, reason: Another two years}",
    )

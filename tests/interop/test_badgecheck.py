"""Open Badges 2.0 of ours in the hands of badgecheck, the reference validator's predecessor."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from tests.support.repository import BASE_URL, Repository
from tests.support.sites import copied

HERE = Path(__file__).parent / "badgecheck"
PYTHON = HERE / ".venv/bin/python"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PYTHON.exists(), reason="needs tests/interop/badgecheck/.venv (make test makes it)"
    ),
]

Json = dict[str, Any]
DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


@dataclass(frozen=True)
class Site:
    folder: Path
    base_url: str

    @cached_property
    def assertions(self) -> Mapping[str, Json]:
        """By path."""
        return {
            path.relative_to(self.folder).as_posix(): json.loads(path.read_bytes())
            for path in sorted(self.folder.glob("awards/*/assertion.json"))
        }

    def judge(
        self, *assertions: tuple[str, Json | None], changed: Mapping[str, Json] | None = None
    ) -> list[Json]:
        """Of each assertion, by its path, and its holder's profile or None."""
        job = {
            "site": str(self.folder),
            "base_url": self.base_url,
            "changed": {path: json.dumps(text) for path, text in (changed or {}).items()},
            "assertions": assertions,
        }
        done = subprocess.run(
            [PYTHON, "verify.py"],
            cwd=HERE,
            input=json.dumps(job),
            capture_output=True,
            text=True,
            check=True,
        )
        verdicts: list[Json] = json.loads(done.stdout)
        return verdicts

    def document(self, path: str) -> Json:
        found: Json = json.loads((self.folder / path).read_bytes())
        return found


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The repository's own site."""
    folder = tmp_path_factory.mktemp("example") / "site"
    root = copied(folder.parent / "repository")
    built = build(Project(root, datetime(2026, 11, 22, 12, tzinfo=UTC), os.urandom, {}), folder)
    assert isinstance(built, Built), built
    return Site(folder, built.report.base_url)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, Repository]:
    """Below a path of its host: one recipient with an address, one with a DID, one with neither."""
    repository = Repository.begun(tmp_path_factory.mktemp("small"), "Ada Lovelace")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}  email: badges@example.org\n")
    for name, did in (("Alan Turing", f", did: '{DID}'"), ("Grace Hopper", "")):
        path = repository.award(
            name,
            "expires: 2126-03-01",
            "evidence: [{name: A plan, url: 'https://work.example.org/plan'}, {name: Interview}]",
            "narrative: Three *days*.",
            "language: cy",
        )
        email = f"email: {name.lower().replace(' ', '-')}@example.org"
        text = repository.read(path).replace(f", {email}", did)
        repository.write(path, text)
    repository.issue(first=True)
    repository.build()
    return Site(repository.site, BASE_URL), repository


def test_every_standing_assertion_of_the_example_is_accepted(example: Site) -> None:
    """
    And no other: what is withdrawn or has expired is rejected.
    """
    verdicts = example.judge(*((path, None) for path in example.assertions))
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: TID251 - the validator's own clock
    expected = {
        path: "recipient" in each and now < each.get("expires", "9")
        for path, each in example.assertions.items()
    }

    assert expected == {
        path: verdict["valid"] for path, verdict in zip(example.assertions, verdicts, strict=True)
    }
    assert 80 <= sum(expected.values())
    assert 3 <= sum("revoked" in each for each in example.assertions.values())
    assert not any(verdict["messages"] for verdict in verdicts if verdict["valid"])


def test_it_read_all_that_an_assertion_refers_to(example: Site) -> None:
    """
    Badge class, picture and issuer: an acceptance says something of each.
    """
    lecture = f"{example.base_url}/credentials/ada-lovelace-day-lecture/v1/"
    path = next(
        path
        for path, each in example.assertions.items()
        if each.get("badge") == f"{lecture}badgeclass.json"
    )
    [verdict] = example.judge((path, None))

    assert {
        f"{example.base_url}/{path}",
        f"{lecture}badgeclass.json",
        f"{lecture}badge.png",
        f"{example.base_url}/issuer.json",
    } <= set(verdict["fetched"])


def test_its_holder_is_known(small: tuple[Site, Repository]) -> None:
    """
    By e-mail, hashed with the award's own salt; somebody else is not.
    """
    site, repository = small
    path = f"awards/{repository.of('Ada Lovelace').id}/assertion.json"
    holders = ("ada-lovelace@example.org", "eve@example.org")
    verdicts = site.judge(*((path, {"type": "Profile", "email": each}) for each in holders))

    assert [True, False] == [verdict["valid"] for verdict in verdicts]


@pytest.mark.parametrize("name", ["Ada Lovelace", "Alan Turing", "Grace Hopper"])
def test_every_kind_of_recipient_is_accepted(small: tuple[Site, Repository], name: str) -> None:
    """
    With an e-mail address, with a DID, and with neither.
    """
    site, repository = small
    [verdict] = site.judge((f"awards/{repository.of(name).id}/assertion.json", None))

    assert verdict["valid"], verdict["messages"]
    assert [] == verdict["messages"]


TAMPERED: dict[str, tuple[str, Json]] = {
    "another site's badge": ("assertion", {"badge": "https://evil.example/badgeclass.json"}),
    "no such badge": ("assertion", {"badge": f"{BASE_URL}/credentials/none/badgeclass.json"}),
    "no badge": ("assertion", {"badge": None}),
    "no recipient": ("assertion", {"recipient": None}),
    "hash cut short": (
        "assertion",
        {"recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$ab"}},
    ),
    "day without a time": ("assertion", {"issuedOn": "2026-03-01"}),
    "tomorrow": ("assertion", {"issuedOn": "2999-01-01T00:00:00Z"}),
    "ended": ("assertion", {"expires": "2026-03-02T00:00:00Z"}),
    "ended before it began": ("assertion", {"expires": "2025-03-02T00:00:00Z"}),
    "no verification": ("assertion", {"verification": None}),
    "no name": ("badgeclass", {"name": None}),
    "no criteria": ("badgeclass", {"criteria": None}),
    "no picture": ("badgeclass", {"image": None}),
    "another site's issuer": ("badgeclass", {"issuer": "https://evil.example/issuer.json"}),
    # It does not ask for the issuer's e-mail address, though the specification does.
    "no website": ("issuer", {"url": None}),
    "another scope": ("issuer", {"verification": {"startsWith": f"{BASE_URL}/elsewhere/"}}),
}


def test_what_was_tampered_with_is_rejected(small: tuple[Site, Repository]) -> None:
    """
    One property at a time, changed or taken out.
    """
    site, repository = small
    assertion = f"awards/{repository.of('Ada Lovelace').id}/assertion.json"
    paths = {
        "assertion": assertion,
        "badgeclass": "credentials/data-steward/v1/badgeclass.json",
        "issuer": "issuer.json",
    }
    accepted = []
    for name, (which, change) in TAMPERED.items():
        path = paths[which]
        altered = {
            key: value
            for key, value in {**site.document(path), **change}.items()
            if value is not None
        }
        [verdict] = site.judge((assertion, None), changed={path: altered})
        accepted += [name] if verdict["valid"] else []

    assert [] == accepted

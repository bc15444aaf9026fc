"""Endorsements in the hands of libraries that nobody here wrote."""

from __future__ import annotations

import copy
import json
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from tests.interop.strangers import CONTEXTS
from tests.interop.tampering import put
from tests.interop.test_badgecheck import PYTHON as BADGECHECK
from tests.interop.test_badgecheck import Site
from tests.interop.test_strangers import HERE
from tests.support.endorsements import GUILD, ON_THE_WEB
from tests.support.repository import BASE_URL, Repository
from tests.support.sites import ROOT, copied

pytestmark = pytest.mark.slow

needs_node = pytest.mark.skipif(
    shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
    reason="needs Node.js and the packages of tests/interop (make test installs them)",
)
needs_badgecheck = pytest.mark.skipif(
    not BADGECHECK.exists(), reason="needs tests/interop/badgecheck/.venv (make test makes it)"
)

Document = dict[str, Any]
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MULTIKEY = "https://w3id.org/security/multikey/v1"


def digital_bazaar(documents: list[Document], folder: Path) -> list[bool]:
    """Whether each is accepted, with the key document of its own endorser."""
    from tests.interop import strangers

    index = json.loads((CONTEXTS / "index.json").read_text())
    accepted = []
    for number, document in enumerate(documents):
        did = document["issuer"]["id"]
        file = folder / f"{number}.json"
        file.write_text(json.dumps(key_document(did)))
        job = {
            "contexts": {each["url"]: str(CONTEXTS / each["file"]) for each in index},
            "files": {},
            "dids": {did: str(file)},
            "documents": [document],
            "now": NOW.isoformat(),
        }
        [answer] = strangers._run(["node", "verify.mjs"], job)
        accepted.append(answer["verified"])
    return accepted


def key_document(did: str) -> Document:
    if did == ON_THE_WEB.identity:
        found: Document = json.loads(ON_THE_WEB.document())
        return found
    for file in (ROOT / "content/endorsements/endorsers").glob("*/did.json"):
        found = json.loads(file.read_bytes())
        if found["id"] == did:
            return found
    key = did.removeprefix("did:key:")
    method = {
        "id": f"{did}#{key}",
        "type": "Multikey",
        "controller": did,
        "publicKeyMultibase": key,
    }
    return {
        "@context": ["https://www.w3.org/ns/did/v1", MULTIKEY],
        "id": did,
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


@needs_node
def test_what_the_example_publishes_is_accepted(tmp_path: Path) -> None:
    """
    By @digitalbazaar/vc: the ones that stand, and not the withdrawal, which is over for it.
    """
    built = build(Project(copied(tmp_path / "repository"), NOW, os.urandom, {}), tmp_path / "site")
    assert isinstance(built, Built), built
    files = sorted((tmp_path / "site/endorsements").glob("*/credential.json"))
    names = [file.parent.name for file in files]
    accepted = digital_bazaar([json.loads(file.read_bytes()) for file in files], tmp_path)

    assert {
        "guild-of-programmers": False,
        "society-for-research-data": True,
        "somerville-institute": True,
    } == dict(zip(names, accepted, strict=True))


@needs_node
def test_what_was_withdrawn_was_accepted_before(tmp_path: Path) -> None:
    """
    That a withdrawal is refused is due to its period, not to its signature.
    """
    first = json.loads((ROOT / "content/endorsements/guild-of-programmers.json").read_bytes())

    assert [True] == digital_bazaar([first], tmp_path)


def longer(document: Document) -> None:
    document["validUntil"] = "2030-01-01T00:00:00Z"


TAMPERED = {
    "comment": put("credentialSubject", "endorsementComment", value="Splendid."),
    "about": put("credentialSubject", "id", value=f"{BASE_URL}/x"),
    "endorser": put("issuer", "name", value="Royal Guild"),
    "date": put("validFrom", value="2026-03-04T09:00:00Z"),
    "id": put("id", value="urn:uuid:00000000-0000-4000-8000-000000000000"),
    "created": put("proof", 0, "created", value="2026-03-04T09:00:00Z"),
    "longer": longer,
}


@needs_node
@pytest.mark.parametrize("document", [GUILD.endorses(), ON_THE_WEB.endorses()], ids=["key", "web"])
def test_what_was_tampered_with_is_rejected(document: Document, tmp_path: Path) -> None:
    """
    One member at a time.
    """
    altered = [copy.deepcopy(document) for _ in TAMPERED]
    for each, tamper in zip(altered, TAMPERED.values(), strict=True):
        tamper(each)

    assert [True] == digital_bazaar([document], tmp_path)
    assert dict.fromkeys(TAMPERED, False) == dict(
        zip(TAMPERED, digital_bazaar(altered, tmp_path), strict=True)
    )


@needs_badgecheck
def test_badgecheck_reads_the_hosted_ones(tmp_path: Path) -> None:
    """
    Those of an assertion, of its badge class and of the issuer are fetched with their endorsers.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}  email: badges@example.org\n")
    repository.issue(first=True)
    ada = repository.of("Ada Lovelace").id
    about = {
        "award": f"{BASE_URL}/awards/{ada}/credential.json",
        "credential": f"{BASE_URL}/credentials/data-steward/v1/achievement.json",
        "issuer": BASE_URL.replace("https://", "did:web:"),
    }
    for name, target in about.items():
        document = GUILD.endorses(target, id_=f"urn:uuid:{name}")
        repository.write(f"content/endorsements/{name}.json", json.dumps(document))
    repository.build()
    [verdict] = Site(repository.site, BASE_URL).judge((f"awards/{ada}/assertion.json", None))

    assert verdict["valid"], verdict["messages"]
    for name in about:
        for file in ("endorsement.json", "endorser.json"):
            assert f"{BASE_URL}/endorsements/{name}/{file}" in verdict["fetched"]


HOSTED: dict[str, tuple[str, Document]] = {
    "no claim": ("endorsement", {"claim": None}),
    "no date": ("endorsement", {"issuedOn": None}),
    "day without a time": ("endorsement", {"issuedOn": "2026-03-05"}),
    "no endorser": ("endorsement", {"issuer": f"{BASE_URL}/endorsements/none.json"}),
    "endorser without a name": ("endorser", {"name": None}),
    "endorser without a website": ("endorser", {"url": None}),
}


@needs_badgecheck
@pytest.mark.parametrize("name", HOSTED)
def test_badgecheck_would_notice(tmp_path: Path, name: str) -> None:
    """
    An endorsement that is not whole takes the badge down with it: the test above can fail.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}  email: badges@example.org\n")
    repository.issue(first=True)
    ada = repository.of("Ada Lovelace").id
    document = GUILD.endorses(f"{BASE_URL}/awards/{ada}/credential.json")
    repository.write("content/endorsements/guild.json", json.dumps(document))
    repository.build()
    which, change = HOSTED[name]
    path = f"endorsements/guild/{which}.json"
    built = Site(repository.site, BASE_URL)
    altered = {key: value for key, value in {**built.document(path), **change}.items() if value}
    [verdict] = built.judge((f"awards/{ada}/assertion.json", None), changed={path: altered})

    assert not verdict["valid"]

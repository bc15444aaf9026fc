"""Learners' records in the hands of Digital Bazaar's libraries."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.interop.tampering import put
from tests.interop.test_strangers import HERE, Document, judge
from tests.support.repository import Repository

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
        reason="needs Node.js and the packages of tests/interop (make test installs them)",
    ),
]

MANY = 40
WISH = "consent: 2026-03-01\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """
    One learner with two awards, between which the issuer changed its name; one with a DID; and one
    with very many awards, all alike.
    """
    repository = Repository.begun(tmp_path_factory.mktemp("records"), "Ada Lovelace")
    # The status list library knows no other clock than the machine's.
    site = repository.read("content/site.yaml")
    identifiers = "  identifiers: {ROR: https://ror.org/05xpvk416}\n"
    repository.write("content/site.yaml", f"status_validity: 3650\n{site}{identifiers}")
    repository.issue(first=True)
    repository.pass_days()
    renamed = repository.read("content/site.yaml").replace(
        "name: Example Academy", "name: The Guild"
    )
    repository.write("content/site.yaml", renamed)
    repository.award("Ada Lovelace", "key: second", file="ada-again")
    for number in range(MANY):
        repository.award("Grace Hopper", f"key: hopper-{number}", file=f"hopper-{number}")
    for number in range(3):
        path = repository.award("Alan Turing", f"key: turing-{number}", file=f"turing-{number}")
        did = "did: did:web:turing.example.org"
        text = repository.read(path).replace("email: alan-turing@example.org", did)
        repository.write(path, text)
    for name, known_by in {
        "Ada Lovelace": "email: ada-lovelace@example.org",
        "Grace Hopper": "email: grace-hopper@example.org",
        "Alan Turing": "did: did:web:turing.example.org",
    }.items():
        path = f"content/learners/{name.split()[1].lower()}.yaml"
        repository.write(path, f"name: {name}\n{known_by}\n{WISH}")
    repository.issue()
    repository.build()
    return repository


def record(repository: Repository, name: str) -> Document:
    found: list[Document] = [
        json.loads(each.signed) for each in repository.register.learners.values()
    ]
    return next(each for each in found if each["name"].endswith(name))


def held(document: Document) -> Any:
    return document["credentialSubject"]["verifiableCredential"]


def test_a_record_is_accepted(repository: Repository) -> None:
    """
    Repeated nodes merge in the graph: an issuer with two names, a subject with one DID, forty
    credentials alike. The signature covers them all the same, in safe mode.
    """
    documents = [record(repository, name) for name in ("Lovelace", "Turing", "Hopper")]
    verdicts = judge(repository.site, documents)

    assert [2, 3, MANY] == [len(held(each)) for each in documents]
    assert {"Example Academy", "The Guild"} == {
        each["issuer"]["name"] for each in held(documents[0])
    }
    assert [{"verified": True, "withdrawn": False, "error": None}] * 3 == verdicts


def test_an_award_from_inside_a_record_is_accepted(repository: Repository) -> None:
    inside = held(record(repository, "Lovelace"))

    assert [{"verified": True, "withdrawn": False, "error": None}] * 2 == judge(
        repository.site, inside
    )


INSIDE = ("credentialSubject", "verifiableCredential", 0)
TAMPERED: dict[str, Callable[[Document], None]] = {
    "name": put("name", value="Learner record of Eve"),
    "partial": put("partial", value=True),
    "subject": put(
        "credentialSubject", "id", value="urn:uuid:00000000-0000-4000-8000-000000000000"
    ),
    "whose": put("credentialSubject", "identifier", 1, "identityHash", value="Eve"),
    "an award left out": lambda each: held(each).pop(),
    "an award's name": put(*INSIDE, "name", value="Data Steware"),
    "an award's recipient": put(
        *INSIDE, "credentialSubject", "identifier", 1, "identityHash", value="Eve"
    ),
    "an award's day": put(*INSIDE, "awardedDate", value="2020-01-01T00:00:00Z"),
    "an award's end": lambda each: held(each)[0].update(validUntil="2099-01-01T00:00:00Z"),
    "an award's proof": lambda each: held(each)[0]["proof"].pop(0),
    "an award's signature": lambda each: held(each)[0]["proof"][0].update(
        proofValue=held(each)[1]["proof"][0]["proofValue"]
    ),
    "status": put("credentialStatus", "statusListIndex", value="7"),
    "no status": lambda each: each.pop("credentialStatus"),
    "day": put("validFrom", value="2026-03-03T09:00:01Z"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED)
def test_a_record_that_was_tampered_with_is_rejected(
    repository: Repository, tamper: Callable[[Document], None]
) -> None:
    document = copy.deepcopy(record(repository, "Lovelace"))
    tamper(document)
    (verdict,) = judge(repository.site, [document])

    assert not verdict["verified"]


def test_a_record_that_was_replaced_is_withdrawn(repository: Repository, tmp_path: Path) -> None:
    old = record(repository, "Turing")
    copied = Repository(tmp_path / "copy", repository.now, repository.counter)
    shutil.copytree(repository.root, copied.root)
    copied.pass_days()
    (copied.root / "content/learners/turing.yaml").unlink()
    copied.issue()
    copied.build()

    assert [{"verified": False, "withdrawn": True, "error": None}] == judge(copied.site, [old])

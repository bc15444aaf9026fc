"""Credentials of a P-256 award key in the hands of a library that nobody here wrote."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto.keys import Algorithm
from testamur.crypto.signer import P256Signer
from tests.interop import tampering
from tests.interop.strangers import STRANGERS, Answer, Site
from tests.support.repository import BASE_URL, Repository

STRANGER = P256Signer.from_scalar(bytes([9]) * 32)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("node") is None
        or not (Path(__file__).parent / "node_modules/@digitalbazaar/ecdsa-multikey").is_dir(),
        reason="needs Node.js and the packages of tests/interop (make test installs them)",
    ),
]


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One award that stands, one corrected, one revoked and one expired, built."""
    repository = Repository.begun(
        tmp_path_factory.mktemp("p256"),
        "Ada Lovelace",
        "Alan Turing",
        "Nguyễn Thị Hồng Anh",
        award_kind=Algorithm.P256,
    )
    # The status list library knows no other clock than the machine's.
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"status_validity: 3650\n{site}")
    repository.award("Grace Hopper", "expires: 2026-03-20")
    repository.meet_every_fate()
    return repository


def ask(repository: Repository, documents: list[Any]) -> list[Answer]:
    digitalbazaar = next(each for each in STRANGERS if each.name == "@digitalbazaar/vc")
    site = Site(repository.site, BASE_URL, others={})
    return digitalbazaar.ask(site, "rdfc", [json.dumps(each).encode() for each in documents])


def document(repository: Repository, name: str, version: str = "") -> Any:
    award = repository.of(name)
    path = repository.site / f"awards/{award.id}/{version}credential.json"
    return json.loads(path.read_bytes())


def test_what_stands_is_accepted(repository: Repository) -> None:
    """
    ecdsa-rdfc-2019, did:web, and the status list that the Ed25519 key signed.
    """
    names = ("Ada King", "Nguyễn Thị Hồng Anh")
    answers = ask(repository, [document(repository, name) for name in names])

    assert [Answer(accepted=True, why=None)] * 2 == answers


def test_what_does_not_stand_is_rejected(repository: Repository) -> None:
    """
    Revoked, replaced by a correction, expired.
    """
    documents = [
        document(repository, "Alan Turing"),
        document(repository, "Ada King", "v1/"),
        document(repository, "Grace Hopper"),
    ]

    assert [False] * 3 == [answer.accepted for answer in ask(repository, documents)]


def test_nobody_is_fooled(repository: Repository) -> None:
    """
    Each signed value changed by a character, the status removed, a stranger's P-256 key.
    """
    honest = document(repository, "Ada King")
    copies = dict(tampering.altered(honest, "-rdfc-"))
    copies |= dict(tampering.without_status(honest))
    copies |= dict(tampering.signed_by_a_stranger(honest, STRANGER))
    answers = ask(repository, list(copies.values()))

    assert 30 < len(copies)
    assert [] == [name for name, each in zip(copies, answers, strict=True) if each.accepted]

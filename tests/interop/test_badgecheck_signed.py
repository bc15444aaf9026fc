"""Signed Open Badges 2.0 of ours in the hands of badgecheck, issued in this test."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from testamur.crypto import jws
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import RsaSigner
from tests.interop.strangers import BADGECHECK, HERE
from tests.interop.tampering import values
from tests.support import serialising
from tests.support.repository import BASE_URL, Repository

Json = dict[str, Any]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not BADGECHECK.exists(), reason="needs tests/interop/badgecheck/.venv (make test makes it)"
    ),
]
REVOKED = "revoked: {date: 2026-03-03, reason: By mistake}"
SUSPENDED = "suspended: {date: 2026-03-03, reason: Under review}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One award of each fate."""
    repository = serialising.begun(
        tmp_path_factory.mktemp("signed"), "Ada Lovelace", "Alan Turing", "Charles Babbage"
    )
    repository.award("Grace Hopper", "expires: 2126-03-01", "narrative: Three *days*.")
    repository.award("Nguyễn Thị Hồng Anh", "evidence: [{name: Bài tập}]", "language: vi")
    repository.award("Mary Somerville", "expires: 2026-03-10")
    repository.issue(first=True)
    repository.pass_days()
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.award("Alan Turing", REVOKED)
    repository.award("Charles Babbage", SUSPENDED)
    repository.issue()
    repository.build()
    return repository


def token(repository: Repository, name: str, version: str = "") -> str:
    path = repository.site / "awards" / repository.of(name).id / version / "assertion.jws"
    return path.read_text(encoding="ascii")


def accepts(
    repository: Repository, *tokens: str, changed: Mapping[str, Json] | None = None
) -> list[bool]:
    job = {
        "site": str(repository.site),
        "base_url": BASE_URL,
        "changed": {path: json.dumps(text) for path, text in (changed or {}).items()},
        "signed": tokens,
    }
    done = subprocess.run(
        [BADGECHECK, "badgecheck/verify.py"],
        cwd=HERE,
        input=json.dumps(job),
        capture_output=True,
        text=True,
        check=True,
    )
    return [each["valid"] for each in json.loads(done.stdout)]


def test_what_stands_is_accepted(repository: Repository) -> None:
    names = ("Ada King", "Grace Hopper", "Nguyễn Thị Hồng Anh")

    assert [True] * 3 == accepts(repository, *(token(repository, name) for name in names))


def test_what_does_not_is_rejected(repository: Repository) -> None:
    """
    Revoked, suspended, replaced and expired.
    """
    withdrawn = [
        token(repository, "Alan Turing"),
        token(repository, "Charles Babbage"),
        token(repository, "Ada King", "v1"),
        token(repository, "Mary Somerville"),
    ]

    assert [False] * 4 == accepts(repository, *withdrawn)


def test_every_changed_value_is_rejected(repository: Repository) -> None:
    header, _, signature = token(repository, "Grace Hopper").split(".")
    said = json.loads(jws.parse(token(repository, "Grace Hopper")).payload)
    altered = {
        name: f"{header}.{base64url_encode(json.dumps(changed).encode())}.{signature}"
        for name, changed in values(said)
    }

    assert 10 < len(altered)
    assert dict.fromkeys(altered, False) == dict(
        zip(altered, accepts(repository, *altered.values()), strict=True)
    )


def test_another_key_is_rejected(repository: Repository) -> None:
    """
    In the token, in the key's document, and one that the issuer's profile does not list. Whose key
    a document says it is, badgecheck does not ask; `testamur verify` does.
    """
    honest = token(repository, "Grace Hopper")
    stranger = RsaSigner.generate(2048)
    parsed = jws.parse(honest)
    swapped = jws.compact(parsed.signing_input, stranger.sign(parsed.signing_input))
    profile = json.loads((repository.site / "issuer.json").read_bytes())
    [address] = profile["publicKey"]
    path = address.removeprefix(f"{BASE_URL}/")
    key = json.loads((repository.site / path).read_bytes())
    another = {**key, "publicKeyPem": stranger.public_key.pem}

    assert [False] == accepts(repository, swapped)
    assert [False] == accepts(repository, honest, changed={path: another})
    assert [False] == accepts(
        repository, honest, changed={"issuer.json": {**profile, "publicKey": []}}
    )


def test_a_list_with_more_in_it_revokes_more(repository: Repository) -> None:
    """
    It reads the list that the profile names, also where it has one entry more.
    """
    listed = json.loads((repository.site / "revocations.json").read_bytes())
    honest = token(repository, "Grace Hopper")
    said = json.loads(jws.parse(honest).payload)
    listed["revokedAssertions"].append({"id": said["id"], "revocationReason": "revoked"})

    assert [False] == accepts(repository, honest, changed={"revocations.json": listed})

"""The tokens of a site that testamur built, judged like the documents beside them."""

from __future__ import annotations

from datetime import datetime

import pytest

from testamur.crypto import jws
from testamur.crypto.signer import Ed25519Signer
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict
from tests.support import serialising
from tests.support.repository import BASE_URL, Repository
from tests.support.sites import files

TOKENS = ("credential.jwt", "credential.vc.jwt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """One award that stands, one corrected, one revoked."""
    repository = serialising.begun(
        tmp_path_factory.mktemp("tokens"), "Ada Lovelace", "Alan Turing", "Grace Hopper"
    )
    repository.meet_every_fate()
    return repository


def judged(
    site: dict[str, bytes], path: str, now: datetime, *, whole_record: bool = True
) -> Verdict:
    return verify_document(
        site[path],
        SiteFolder(site.get, BASE_URL),
        now=now,
        found_at=f"{BASE_URL}/{path}",
        whole_record=whole_record,
    )


@pytest.mark.parametrize("whole_record", [False, True])
def test_a_token_gets_the_word_of_the_document_beside_it(
    built: Repository, *, whole_record: bool
) -> None:
    """
    Valid, replaced or revoked; and it stands at the same place of the permanent record.
    """
    site = dict(files(built.site))
    words = set()
    for path in [path for path in site if path.endswith("/credential.json")]:
        alone = judged(site, path, built.now, whole_record=whole_record)
        words.add(alone.word.value)
        for name in TOKENS:
            beside = path.removesuffix("credential.json") + name
            token = judged(site, beside, built.now, whole_record=whole_record)

            assert (alone.word, alone.summary) == (token.word, token.summary), beside
            assert alone.step("register").detail == token.step("register").detail

    assert {"valid", "superseded", "revoked"} == words


def test_a_token_signed_with_another_key_of_the_issuer(built: Repository) -> None:
    """
    The register key is published, too, but the record says that it signs no credentials.
    """
    site = dict(files(built.site))
    path = f"awards/{built.of('Grace Hopper').id}/credential.jwt"
    found = jws.parse(site[path].decode())
    signer = Ed25519Signer.from_seed(built.register_seed)
    kid = f"{found.header['kid']}".partition("#")[0] + f"#{signer.public_key.multibase}"
    signed = jws.signing_input({"alg": "EdDSA", "kid": kid}, found.payload)
    site[path] = jws.compact(signed, signer.sign(signed)).encode()

    assert "altered" == judged(site, path, built.now).word.value
    assert "speaks against it" in judged(site, path, built.now).sentence()

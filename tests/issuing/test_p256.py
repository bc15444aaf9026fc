"""An award key of P-256 alone: the ecdsa suites on every credential, Ed25519 on all the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from joserfc import jws
from joserfc.jwk import ECKey

from testamur.crypto.keys import Algorithm, PublicKey
from testamur.problems import KeyRefusedError, RegisterError
from testamur.register import documents
from testamur.register.entries import Role
from testamur.register.keys import AnnouncedKey, decode, encode
from testamur.register.soundness import bookkeeping_is_signed
from tests.support.repository import AWARD_SEED, BEGUN, OTHER_SEED, Repository, signer

ECDSA = ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"]
EDDSA = ["eddsa-rdfc-2022", "eddsa-jcs-2022"]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued with a P-256 key; the next day."""
    repository = Repository.begun(
        tmp_path, "Ada Lovelace", "Alan Turing", award_kind=Algorithm.P256
    )
    repository.issue(first=True)
    repository.pass_days()
    return repository


def suites(path: Path) -> list[str]:
    return [proof["cryptosuite"] for proof in orjson.loads(path.read_bytes())["proof"]]


def test_credentials_bear_the_ecdsa_set_and_lists_the_eddsa_set(repository: Repository) -> None:
    """
    Every credential is signed by the P-256 key, every list by the register key; all verify.
    """
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.issue()
    built = repository.build(check_all=True)
    credentials = list((repository.site / "awards").rglob("credential.json"))

    assert 3 == len(credentials)
    assert all(suites(path) == ECDSA for path in credentials)
    assert EDDSA == suites(repository.site / "status/revocation-1.json")
    assert built.report.ok
    assert {"valid": 1, "superseded": 1, "revoked": 1} == {
        word.value: count for word, count in built.report.counts.items()
    }


def test_the_key_is_published_as_a_multikey(repository: Repository) -> None:
    repository.build()
    document = orjson.loads((repository.site / ".well-known/did.json").read_bytes())
    published = {
        each["publicKeyMultibase"][:4]
        for each in document["verificationMethod"]
        if each["type"] == "Multikey"
    }
    own = repository.award_signer.public_key

    assert {"zDna", "z6Mk"} == published
    assert any(id_.endswith(f"#{own.multibase}") for id_ in document["assertionMethod"])
    assert all(award.newest.is_signed_by(own) for award in repository.register.awards.values())


def jwk_of(repository: Repository) -> Any:
    document = orjson.loads((repository.site / ".well-known/did.json").read_bytes())
    return next(each for each in document["verificationMethod"] if each["type"] == "JsonWebKey")


def test_the_key_signs_the_jwts_too(repository: Repository) -> None:
    """
    ES256 by the award key itself, under a method of did.json, as another library reads it.
    """
    repository.build()
    method = jwk_of(repository)
    for path in (repository.site / "awards").glob("*/credential.jwt"):
        key = ECKey.import_key(method["publicKeyJwk"])
        read = jws.deserialize_compact(path.read_bytes(), key, algorithms=["ES256"])
        said = orjson.loads(read.payload)
        credential = orjson.loads(path.with_suffix(".json").read_bytes())
        del credential["proof"]

        assert method["id"] == read.headers()["kid"]
        assert credential.items() <= said.items()
    assert repository.award_signer.public_key.jwk == method["publicKeyJwk"]


def test_a_lost_key_leaves_the_jwts_as_well(repository: Repository) -> None:
    """
    Signed again by its successor: nothing in register or site names the lost key but the log.
    """
    lost = repository.award_signer.public_key
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=repository.register.size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED
    repository.issue()
    built = repository.build(check_all=True)
    folders = (repository.folder.path / "documents", repository.site / "awards")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files.append(repository.site / ".well-known/did.json")

    assert built.report.ok
    assert repository.award_signer.public_key.jwk == jwk_of(repository)["publicKeyJwk"]
    for path in files:
        data = path.read_bytes()
        assert lost.multibase.encode() not in data
        assert lost.thumbprint.encode() not in data


def test_from_one_kind_of_key_to_the_other(tmp_path: Path) -> None:
    """
    A P-256 key takes over from an Ed25519 one: what either signed stays as it is and verifies.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    before = repository.of("Ada Lovelace").newest
    repository.pass_days()
    repository.announce("award-1", Role.AWARD, AWARD_SEED, ended=date(2026, 3, 3))
    repository.award_kind, repository.award_seed = Algorithm.P256, OTHER_SEED
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award("Grace Hopper")
    repository.issue()

    assert before.signed == repository.of("Ada Lovelace").newest.signed
    assert repository.of("Grace Hopper").newest.is_signed_by(repository.award_signer.public_key)
    assert {"valid"} == {word.value for word in repository.build(check_all=True).report.counts}


class DiceSigner:
    """A P-256 key whose every signature is another, as those of key services are."""

    def __init__(self, seed: bytes) -> None:
        self._private = ec.derive_private_key(int.from_bytes(seed), ec.SECP256R1())
        self.public_key: PublicKey = signer(Algorithm.P256, seed).public_key

    def sign(self, data: bytes) -> bytes:
        r, s = decode_dss_signature(self._private.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def test_randomised_signatures_are_kept_as_they_were_made(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The register holds them; building, refreshing and issuing again make no others.
    """
    monkeypatch.setattr(
        "testamur.commands.project.load_signer",
        lambda uri, **_: (
            DiceSigner(AWARD_SEED) if "AWARD" in uri else signer(Algorithm.ED25519, b"\2" * 32)
        ),
    )
    dice = DiceSigner(AWARD_SEED)

    assert dice.sign(b"data") != dice.sign(b"data")

    repository.award("Grace Hopper")
    repository.issue()
    proof = repository.of("Grace Hopper").newest.proof
    repository.build()
    first = {path: path.read_bytes() for path in repository.site.rglob("credential.json")}
    repository.pass_days()
    repository.refresh()
    repository.award("Katherine Johnson")
    repository.issue()
    built = repository.build(check_all=True)

    assert proof == repository.of("Grace Hopper").newest.proof
    assert all(data == path.read_bytes() for path, data in first.items())
    assert built.report.ok


@pytest.mark.parametrize("suite", ECDSA)
def test_half_a_proof_set_is_refused(repository: Repository, suite: str) -> None:
    """
    A document without one of the two proofs of its kind of key is not what issuing wrote.
    """
    newest = repository.of("Ada Lovelace").newest
    kept = [proof for proof in orjson.loads(newest.proof) if proof["cryptosuite"] != suite]
    half = replace(newest, proof=orjson.dumps(kept, option=orjson.OPT_SORT_KEYS))

    bookkeeping_is_signed(newest, repository.register.addresses, "here")
    with pytest.raises(RegisterError, match=f"lacks its {suite} proof"):
        bookkeeping_is_signed(half, repository.register.addresses, "here")


def test_no_proofs_and_mixed_proofs_are_refused(repository: Repository) -> None:
    """
    Neither an empty set nor one proof of each kind of key will do.
    """
    newest = repository.of("Ada Lovelace").newest
    rdfc, jcs = orjson.loads(newest.proof)
    at = repository.register.addresses
    for proofs in ([], [rdfc, jcs | {"cryptosuite": "eddsa-jcs-2022"}]):
        altered: documents.Document = replace(newest, proof=orjson.dumps(proofs))
        with pytest.raises(RegisterError, match="lacks its eddsa-rdfc-2022 proof"):
            bookkeeping_is_signed(altered, at, "here")


def test_a_register_key_of_p256_is_not_announced() -> None:
    """
    Heads of the register are C2SP notes, which know Ed25519 alone.
    """
    key = signer(Algorithm.P256, OTHER_SEED).public_key
    data = encode(AnnouncedKey("register-1", Role.REGISTER, key, BEGUN.date()))
    with pytest.raises(KeyRefusedError, match="the register key is of the kind Ed25519, not P-256"):
        decode("register-1", data)


def test_its_private_half_is_noticed_in_the_content(repository: Repository) -> None:
    """
    As hex, a private P-256 key looks like any digest: that it is this site's is seen.
    """
    repository.write("content/README.md", f"Our number: {AWARD_SEED.hex()}\n")

    assert ["key-leak"] == [each.rule.code for each in repository.check().problems]

"""
Proofs with P-256, against the vectors of W3C's ECDSA Cryptosuites 1.0.

The values are from w3c/vc-di-ecdsa, TestVectors/ (W3C Software and Document License), at the
commits named beside them; long ones stand for themselves, the rest follows from them.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from testamur.crypto.integrity import UnknownSuite, add_proofs, check_proof, prepare
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base58btc_decode, base58btc_encode
from testamur.crypto.secret_lines import signer_of
from testamur.crypto.signer import P256Signer, RsaSigner
from testamur.wire.contexts import contexts

from .published_keys import W3C_P256, W3C_P256_PUBLIC, rfc_7515_rsa
from .support import SIGNER, a_credential, needs_vectors, official_contexts

SIGNED = P256Signer.from_scalar(bytes(range(1, 33)))
METHOD = "did:web:badges.example#key-1"
CREATED = "2026-11-22T12:00:00Z"
SUITES = pytest.mark.parametrize("number", [0, 1], ids=["rdfc", "jcs"])

ALUMNI: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/examples/v2",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "AlumniCredential"],
    "name": "Alumni Credential",
    "description": "A minimum viable example of an Alumni Credential.",
    "issuer": "https://vc.example/issuers/5678",
    "validFrom": "2023-01-01T00:00:00Z",
    "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
}
OPTIONS: dict[str, Any] = {
    "type": "DataIntegrityProof",
    "created": "2023-02-24T23:36:38Z",
    "proofPurpose": "assertionMethod",
}

# ecdsa-rdfc-2019-p256/: combinedHash and sigHex at 36e81595, employ/proofCanon at 222ff126 (the
# options are the same for both documents).
RDFC_OPTIONS: dict[str, Any] = OPTIONS | {
    "cryptosuite": "ecdsa-rdfc-2019",
    "verificationMethod": f"did:key:{W3C_P256_PUBLIC}#{W3C_P256_PUBLIC}",
}
RDFC_CANON = (
    '_:c14n0 <http://purl.org/dc/terms/created> "2023-02-24T23:36:38Z"'
    "^^<http://www.w3.org/2001/XMLSchema#dateTime> .\n"
    "_:c14n0 <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    " <https://w3id.org/security#DataIntegrityProof> .\n"
    '_:c14n0 <https://w3id.org/security#cryptosuite> "ecdsa-rdfc-2019"'
    "^^<https://w3id.org/security#cryptosuiteString> .\n"
    "_:c14n0 <https://w3id.org/security#proofPurpose>"
    " <https://w3id.org/security#assertionMethod> .\n"
    "_:c14n0 <https://w3id.org/security#verificationMethod>"
    f" <did:key:{W3C_P256_PUBLIC}#{W3C_P256_PUBLIC}> .\n"
)
RDFC_HASHES = (
    "3a8a522f689025727fb9d1f0fa99a618da023e8494ac74f51015d009d35abc2e"
    "517744132ae165a5349155bef0bb0cf2258fff99dfe1dbd914b938d775a36017"
)
RDFC_SIGNATURE = (
    "1cb4290918ffb04a55ff7ae1e55e316a9990fda8eec67325eac7fcbf2ddf9dd2"
    "b06716a657e72b284c9604df3a172ecbf06a1a475b49ac807b1d9162df855636"
)
RDFC_VALUE = "z" + base58btc_encode(bytes.fromhex(RDFC_SIGNATURE))

# ecdsa-rdfc-2019-p256/employ/: combinedHash at 63fb7f98, sigHex at 222ff126.
EMPLOY_FILE = "10412ec2c2d4dc7a3b6e43a98274d42f45c5c59d571dd5b572fa64582634ac9b"
EMPLOY_HASHES = (
    "3a8a522f689025727fb9d1f0fa99a618da023e8494ac74f51015d009d35abc2e"
    "e21de16d0139192fe6ea51851d3bb55d55937eb88f80b7f3ba3b79af16bc643f"
)
EMPLOY_SIGNATURE = (
    "ac0bdac9046b3ef099f1186bf6e305bfc8e843ffd608f6f306d39dcb733412e3"
    "762b5912bd24628a176103121de23f6c06d81be42c228e345cccceeb9bb200f6"
)

# ecdsa-jcs-2019-p256/: proofCanon, signed and sigHex at 36e81595.
JCS_OPTIONS: dict[str, Any] = OPTIONS | {
    "cryptosuite": "ecdsa-jcs-2019",
    "verificationMethod": f"did:key:{W3C_P256_PUBLIC}#{W3C_P256_PUBLIC}",
}
JCS_CANON = (
    '{"created":"2023-02-24T23:36:38Z","cryptosuite":"ecdsa-jcs-2019",'
    '"proofPurpose":"assertionMethod","type":"DataIntegrityProof",'
    f'"verificationMethod":"did:key:{W3C_P256_PUBLIC}#{W3C_P256_PUBLIC}"}}'
)
# The document's hash, as in combinedHash at 1b937c7b (whose options were others).
JCS_DOCUMENT_HASH = "59b7cb6251b8991add1ce0bc83107e3db9dbbab5bd2c28f687db1a03abc92f19"
JCS_SIGNATURE = (
    "29793c6684cb7c3628e09ed5f14d06a37835cc9564b50fe1829c252c6bb9d14f"
    "52513c92533508ea4b4938ed523597b40b9584f395537b87592dc60d0f5ea9b7"
)
JCS_VALUE = (
    "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz"
)
# The same, signed at 49a168e5, with an https method.
JCS_HTTPS_VALUE = (
    "z7pnwfec5k9N26YDUjjDxjJEijAdEoAbJY2n3CTx3CYvzzRxcV5UkmECmLmQcA8eYTsDQ6GHCFDSk7Yb1hd4uN5a"
)


def proofs_of(document: dict[str, Any]) -> list[dict[str, Any]]:
    return add_proofs(document, SIGNED, method=METHOD, created=CREATED, contexts=contexts())


PROOFS = proofs_of(a_credential())


def check(document: dict[str, Any], proof: dict[str, Any], key: PublicKey) -> str | None:
    return check_proof(document, proof, key, contexts())


@needs_vectors
def test_rdfc_vector() -> None:
    """
    Canonical options, both hashes and the signature equal the published ones, and it holds.
    """
    signer = signer_of(W3C_P256)
    prepared = prepare(ALUMNI, RDFC_OPTIONS, official_contexts())
    proof = RDFC_OPTIONS | {"proofValue": RDFC_VALUE}

    assert W3C_P256_PUBLIC == signer.public_key.multibase
    assert RDFC_CANON == prepared.canonical_options.decode()
    assert RDFC_HASHES == prepared.hash_data.hex()
    assert RDFC_SIGNATURE == signer.sign(prepared.hash_data).hex()
    assert check_proof(ALUMNI, proof, signer.public_key, official_contexts()) is None


@needs_vectors
def test_rdfc_vector_of_an_employment_document() -> None:
    """
    The larger published document: its hash, its signature, and that it holds as it is kept here.
    """
    data = (Path(__file__).parent / "vectors" / "ecdsa-rdfc-2019-p256-employ.json").read_bytes()
    signed = json.loads(data)
    proof = signed["proof"]
    document = {name: value for name, value in signed.items() if name != "proof"}
    signer = signer_of(W3C_P256)
    prepared = prepare(document, RDFC_OPTIONS, official_contexts())

    assert EMPLOY_FILE == hashlib.sha256(data).hexdigest()
    assert RDFC_OPTIONS | {"proofValue": proof["proofValue"]} == proof
    assert EMPLOY_HASHES == prepared.hash_data.hex()
    assert EMPLOY_SIGNATURE == signer.sign(prepared.hash_data).hex()
    assert proof["proofValue"] == "z" + base58btc_encode(bytes.fromhex(EMPLOY_SIGNATURE))
    assert check_proof(signed, proof, signer.public_key, official_contexts()) is None


def test_jcs_vector() -> None:
    """
    Canonical options, the document's hash, signature and proof value equal the published ones.
    """
    signer = signer_of(W3C_P256)
    prepared = prepare(ALUMNI, JCS_OPTIONS, contexts())
    proof = JCS_OPTIONS | {"proofValue": JCS_VALUE}

    assert JCS_CANON == prepared.canonical_options.decode()
    assert JCS_DOCUMENT_HASH == prepared.document_hash.hex()
    assert JCS_SIGNATURE == signer.sign(prepared.hash_data).hex()
    assert JCS_VALUE == "z" + base58btc_encode(bytes.fromhex(JCS_SIGNATURE))
    assert check(ALUMNI, proof, signer.public_key) is None


def test_jcs_vector_with_an_https_method() -> None:
    """
    The other published JCS proof holds, and not with the method of the first.
    """
    key = PublicKey.from_multibase(W3C_P256_PUBLIC)
    method = f"https://vc.example/issuers/5678#{W3C_P256_PUBLIC}"
    proof = JCS_OPTIONS | {"verificationMethod": method, "proofValue": JCS_HTTPS_VALUE}

    assert check(ALUMNI, proof, key) is None
    assert check(ALUMNI, proof | {"proofValue": JCS_VALUE}, key) is not None


@SUITES
def test_our_own_proofs_hold(number: int) -> None:
    """
    A P-256 key makes a proof set of its own suites, and both proofs hold.
    """
    document = a_credential()

    assert ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"] == [proof["cryptosuite"] for proof in PROOFS]
    assert document["@context"] == PROOFS[1]["@context"]
    assert check(document, PROOFS[number], SIGNED.public_key) is None
    assert check(document | {"proof": PROOFS}, PROOFS[number], SIGNED.public_key) is None


@SUITES
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Forge mastery"},
        {"name": None},
        {"validUntil": "2036-11-22T12:00:00Z"},
        {"credentialStatus": None},
        {"unsigned": "term"},
        {"@context": None},
    ],
)
def test_changed_documents(number: int, changes: dict[str, Any]) -> None:
    """
    A member changed, removed or added is noticed.
    """
    assert check(a_credential(**changes), PROOFS[number], SIGNED.public_key) is not None


@SUITES
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"created": "2026-11-22T12:00:01Z"}, "does not fit"),
        ({"verificationMethod": METHOD + "2"}, "does not fit"),
        ({"cryptosuite": "eddsa-rdfc-2022"}, "needs an Ed25519 key, not P-256"),
        ({"cryptosuite": "eddsa-2022"}, "needs an Ed25519 key, not P-256"),
        ({"type": "Ed25519Signature2020"}, "needs an Ed25519 key, not P-256"),
        ({"proofPurpose": "authentication"}, "purpose"),
        ({"proofValue": "z" + base58btc_encode(b"\1" * 63)}, "63 bytes"),
        ({"proofValue": "z" + base58btc_encode(bytes(64))}, "does not fit"),
    ],
)
def test_changed_proofs(number: int, changes: dict[str, Any], reason: str) -> None:
    """
    A proof with a member changed does not hold, and the reason is said.
    """
    changed = PROOFS[number] | changes

    assert reason in (check(a_credential(), changed, SIGNED.public_key) or "")


@SUITES
@pytest.mark.parametrize("bit", [0, 255, 256, 511])
def test_changed_bits(number: int, bit: int) -> None:
    """
    A signature with a bit changed in r or in s does not hold.
    """
    signature = bytearray(base58btc_decode(PROOFS[number]["proofValue"][1:]))
    signature[bit // 8] ^= 1 << bit % 8
    proof = PROOFS[number] | {"proofValue": "z" + base58btc_encode(bytes(signature))}

    assert check(a_credential(), proof, SIGNED.public_key) is not None


@SUITES
def test_other_keys(number: int) -> None:
    """
    The proofs hold with no other key, of the same kind or another.
    """
    other = P256Signer.from_scalar(bytes(range(2, 34)))
    for key in (other.public_key, SIGNER.public_key, rfc_7515_rsa().public_key):
        assert check(a_credential(), PROOFS[number], key) is not None


def test_suites_are_not_interchangeable() -> None:
    """
    A signature over the graph does not hold as one over the JSON, nor the other way round.
    """
    rdfc, jcs = PROOFS
    for one, other in ((rdfc, jcs), (jcs, rdfc)):
        swapped = other | {"proofValue": one["proofValue"]}
        assert check(a_credential(), swapped, SIGNED.public_key) is not None


def test_an_rsa_key_has_no_suite() -> None:
    """
    A document is not signed with an RSA key, and an unknown suite is named.
    """
    signer: RsaSigner = rfc_7515_rsa()
    with pytest.raises(ValueError, match="no cryptosuite signs with an RSA key"):
        add_proofs(a_credential(), signer, method=METHOD, created=CREATED, contexts=contexts())
    with pytest.raises(UnknownSuite, match="ecdsa-sd-2023"):
        check(a_credential(), PROOFS[0] | {"cryptosuite": "ecdsa-sd-2023"}, SIGNED.public_key)


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "ecdsa-rdfc-2019", "cryptosuite": None},
        {"type": "eddsa-2022", "cryptosuite": None},
        {"cryptosuite": "Ed25519Signature2020"},
    ],
)
def test_names_in_the_wrong_place(changes: dict[str, Any]) -> None:
    """
    A cryptosuite as a type, and a type as a cryptosuite, are no suites of ours.
    """
    with pytest.raises(UnknownSuite):
        check(a_credential(), PROOFS[0] | changes, SIGNED.public_key)

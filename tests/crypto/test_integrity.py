"""Data Integrity proofs: every published intermediate, and everything that must not hold."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto import integrity, secret_lines, strict_json
from testamur.crypto.integrity import UnknownSuite, add_proofs, check_proof, prepare
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base58btc_decode, base58btc_encode
from testamur.crypto.signer import Ed25519Signer
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2, contexts

from .support import (
    OTHER_SIGNER,
    SIGNER,
    VECTORS,
    a_credential,
    needs_vectors,
    official_contexts,
    vector,
)
from .test_keys import P256_KEY

METHOD = "did:web:badges.example#key-1"
CREATED = "2026-11-22T12:00:00Z"
KEY = SIGNER.public_key
CONTEXTS = [VC_V2, OB_V3, OB_EXTENSIONS]

# Folder of the published vectors, and how the files inside are named.
FAMILIES = [
    ("eddsa-rdfc-2022", "DataInt"),
    ("eddsa-rdfc-2022/employ", "DataInt"),
    ("eddsa-jcs-2022", "JCS"),
    ("Ed25519Signature2020", "EdSig"),
]


def proofs_of(document: dict[str, Any], **changes: Any) -> list[dict[str, Any]]:
    arguments: dict[str, Any] = {"method": METHOD, "created": CREATED, "contexts": contexts()}
    return add_proofs(document, SIGNER, **(arguments | changes))


PROOFS = proofs_of(a_credential())
SUITES = pytest.mark.parametrize("number", [0, 1], ids=["rdfc", "jcs"])


def check(document: dict[str, Any], proof: dict[str, Any], key: PublicKey = KEY) -> str | None:
    return check_proof(document, proof, key, contexts())


@needs_vectors
@pytest.mark.parametrize(("folder", "suffix"), FAMILIES)
def test_each_intermediate_matches_the_vector(folder: str, suffix: str) -> None:
    """
    Canonical forms, hashes, their concatenation, signature and proof equal the published ones.
    """

    def published(name: str) -> str:
        path = VECTORS / "vc-di-eddsa" / folder / f"{name}{suffix}.txt"
        return path.read_text("utf-8")

    signed = vector(f"vc-di-eddsa/{folder}/signed{suffix}.json")
    options = vector(f"vc-di-eddsa/{folder}/proofConfig{suffix}.json")
    document = {name: value for name, value in signed.items() if name != "proof"}
    pair = vector("vc-di-eddsa/keyPair.json")
    signer = secret_lines.signer_of(pair["privateKeyMultibase"])
    prepared = prepare(document, options, official_contexts())
    signature = signer.sign(prepared.hash_data)

    assert pair["publicKeyMultibase"] == signer.public_key.multibase
    assert published("canonDoc") == prepared.canonical_document.decode()
    assert published("proofCanon") == prepared.canonical_options.decode()
    assert published("docHash") == prepared.document_hash.hex()
    assert published("proofHash") == prepared.options_hash.hex()
    assert published("combinedHash") == prepared.hash_data.hex()
    assert published("sigHex") == signature.hex()
    assert published("sigBTC58") == "z" + base58btc_encode(signature)
    assert signed["proof"]["proofValue"] == "z" + base58btc_encode(signature)
    assert check_proof(signed, signed["proof"], signer.public_key, official_contexts()) is None


@needs_vectors
@pytest.mark.parametrize("guide", ["impl-guide-obv3p0", "impl-guide-clrv2p0"])
def test_implementation_guides(guide: str) -> None:
    """
    The intermediates that the guides of 1EdTech print come out, and their proofs hold.
    """
    signed = vector(f"ob3/{guide}/signed.json")
    printed = vector(f"ob3/{guide}/intermediate.json")
    proofs = signed.pop("proof")
    proof = proofs[0] if isinstance(proofs, list) else proofs
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    prepared = prepare(signed, options, official_contexts())
    signer = Ed25519Signer.from_seed(bytes.fromhex(printed["key-pair"][1][:64]))

    assert printed["document-hash"][0] == prepared.document_hash.hex()
    assert printed["proof-hash"][0] == prepared.options_hash.hex()
    assert printed["data"][0] == prepared.hash_data.hex()
    assert printed["signature"][0] == signer.sign(prepared.hash_data).hex()
    assert check_proof(signed, proof, signer.public_key, official_contexts()) is None


@needs_vectors
@pytest.mark.parametrize("name", ["ProofSet1", "ProofSet2", "ProofChain1", "ProofChain2"])
def test_proof_sets_and_chains(name: str) -> None:
    """
    Every proof of the published sets and chains holds, and not with another key.
    """
    document = vector(f"vc-di-eddsa/proof-set-chain/signed{name}.json")
    proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
    for proof in proofs:
        key = PublicKey.from_multibase(proof["verificationMethod"].partition("#")[2])

        assert check_proof(document, proof, key, official_contexts()) is None
        assert check_proof(document, proof, KEY, official_contexts()) is not None


@needs_vectors
def test_a_chain_covers_what_it_builds_upon() -> None:
    """
    A chained proof fails once an earlier proof is changed, missing, or there twice.
    """
    document = vector("vc-di-eddsa/proof-set-chain/signedProofChain1.json")
    first, *others, last = document["proof"]
    key = PublicKey.from_multibase(last["verificationMethod"].partition("#")[2])

    for earlier in (
        [first | {"created": CREATED}, *others],
        others,
        [first, first, *others],
        [{name: value for name, value in first.items() if name != "id"}, *others],
    ):
        altered = document | {"proof": [*earlier, last]}
        assert check_proof(altered, last, key, official_contexts()) is not None


@needs_vectors
def test_all_signatures_that_were_checked_elsewhere() -> None:
    """
    Each stored Data Integrity proof holds or fails as recorded for it.
    """
    for case in vector("expected-signatures.json"):
        suite = case.get("cryptosuite")
        if suite not in {"eddsa-rdfc-2022", "eddsa-jcs-2022"} or case["signatureValid"] is None:
            continue
        document = vector(case["file"])
        proofs = document["proof"] if isinstance(document["proof"], list) else [document["proof"]]
        method = case["verificationMethod"]
        key = PublicKey.from_multibase(method.replace(":", "#").rpartition("#")[2])
        reason = check_proof(document, proofs[case["proof"]], key, official_contexts())

        assert case["signatureValid"] is (reason is None), case["file"]


@SUITES
def test_our_own_proofs_hold(number: int) -> None:
    """
    Both proofs of the set hold, with or without the set inside the document.
    """
    assert ["eddsa-rdfc-2022", "eddsa-jcs-2022"] == [proof["cryptosuite"] for proof in PROOFS]
    assert check(a_credential(), PROOFS[number]) is None
    assert check(a_credential(proof=PROOFS), PROOFS[number]) is None


def test_the_same_input_gives_the_same_proofs() -> None:
    """
    Signing again gives the same proofs, and changes nothing that it was given.
    """
    document = a_credential()

    assert PROOFS == proofs_of(document)
    assert a_credential() == document


@pytest.mark.parametrize(
    ("document", "changes"),
    [
        (a_credential(proof=PROOFS), {}),
        (a_credential(nmae="typo"), {}),
        (a_credential(name="tab\there"), {}),
        (a_credential(**{"@context": [VC_V2, "https://elsewhere.example/v1"]}), {}),
        (a_credential(**{"@context": None}), {}),
        (a_credential(name="half \ud800"), {}),
        (a_credential(name=2**60), {}),
        (a_credential(), {"created": "2026-11-22"}),
        (a_credential(), {"created": "2026-11-22T12:00:00"}),
        (a_credential(), {"created": "2026-02-30T12:00:00Z"}),
        (a_credential(), {"method": "#key-1"}),
    ],
)
def test_what_is_not_signed(document: dict[str, Any], changes: dict[str, Any]) -> None:
    """
    Signed documents, lost data, unknown contexts, odd times and relative keys are refused.
    """
    with pytest.raises(ValueError, match=r"."):
        proofs_of(document, **changes)


@SUITES
@settings(max_examples=60, deadline=None)
@given(bit=st.integers(0, 511))
def test_v01_any_changed_bit_of_the_proof_value(number: int, bit: int) -> None:
    """
    A proof with one bit of its signature changed does not hold.
    """
    signature = bytearray(base58btc_decode(str(PROOFS[number]["proofValue"])[1:]))
    signature[bit // 8] ^= 1 << bit % 8
    proof = PROOFS[number] | {"proofValue": "z" + base58btc_encode(bytes(signature))}

    assert check(a_credential(), proof) == "the signature does not fit the document"


@SUITES
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_v01_any_changed_byte_of_the_document(number: int, data: st.DataObject) -> None:
    """
    A signed document with one byte changed is refused, or says exactly what it said before.
    """
    text = bytearray(json.dumps(a_credential(proof=[PROOFS[number]])).encode())
    at = data.draw(st.integers(0, len(text) - 1))
    text[at] = data.draw(st.integers(0, 127).filter(lambda byte: byte != text[at]))
    try:
        changed: Any = strict_json.parse(bytes(text))
        proof = changed["proof"][0]
        reason = check(changed, proof)
    except (UnknownSuite, ValueError, KeyError, TypeError, IndexError):
        return

    assert reason is not None or changed == a_credential(proof=[PROOFS[number]])


@SUITES
@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Forge mastery"},
        {"name": None},
        {"validFrom": "2026-11-22T12:00:01Z"},
        {"validUntil": "2036-11-22T12:00:00Z"},
        {"description": "added"},
        {"issuer": "did:web:elsewhere.example"},
        {"type": ["VerifiableCredential", "EndorsementCredential"]},
        {"credentialStatus": None},
        {"unsigned": "term"},
        {"@context": None},
        {"@context": [VC_V2]},
        {"@context": [*CONTEXTS, {"@vocab": "urn:x:"}], "colour": "red"},
        {"@context": [*CONTEXTS, {"colour": "urn:colour"}], "colour": "red"},
    ],
)
def test_v01_changed_documents(number: int, changes: dict[str, Any]) -> None:
    """
    A member changed, removed or added, also with a context that defines it, is noticed.
    """
    assert check(a_credential(**changes), PROOFS[number]) is not None


@pytest.mark.parametrize(
    "context",
    [[VC_V2, OB_V3], [OB_V3, VC_V2, OB_EXTENSIONS], [*CONTEXTS, {"@vocab": "urn:x:"}]],
)
def test_v11_contexts_that_leave_the_graph_alone(context: list[Any]) -> None:
    """
    The graph has no contexts, so eddsa-rdfc-2022 alone does not notice; eddsa-jcs-2022 does.

    Whoever relies on a document therefore compares its contexts with the expected ones.
    """
    document = a_credential(**{"@context": context})

    assert check(document, PROOFS[0]) is None
    assert check(document, PROOFS[1]) is not None


@SUITES
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"type": ["DataIntegrityProof"]}, "names no type"),
        ({"cryptosuite": None}, "names no type"),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, "names no type"),
        ({"proofPurpose": "authentication"}, "purpose"),
        ({"proofPurpose": None}, "purpose"),
        ({"proofPurpose": ["assertionMethod"]}, "purpose"),
        ({"verificationMethod": None}, "no verificationMethod"),
        ({"verificationMethod": {"id": METHOD}}, "no text"),
        ({"verificationMethod": METHOD + "2"}, "does not fit"),
        ({"created": "2026-11-22T12:00:01Z"}, "does not fit"),
        ({"created": None}, "does not fit"),
        ({"created": "2026-11-22T12:00:00"}, "no date and time"),
        ({"created": "2026-11-22"}, "no date and time"),
        ({"created": "2026-13-22T12:00:00Z"}, "no date and time"),
        ({"created": "2026-11-22T12:00:00Z\n"}, "no date and time"),
        ({"created": 1}, "no text"),
        ({"expires": "soon"}, "no date and time"),
        ({"expires": "2027-11-22T12:00:00Z"}, "does not fit"),
        ({"alg": "none"}, "unknown member"),
        ({"jws": "x"}, "unknown member"),
        ({"publicKeyMultibase": OTHER_SIGNER.public_key.multibase}, "unknown member"),
        ({"id": "urn:uuid:1"}, "does not fit"),
        ({"domain": "elsewhere.example"}, "does not fit"),
        ({"nonce": 5}, "no text"),
        ({"previousProof": "urn:uuid:none"}, "builds upon"),
        ({"previousProof": None, "proofValue": None}, "base58btc"),
        ({"proofValue": ""}, "base58btc"),
        ({"proofValue": "z"}, "0 bytes"),
        ({"proofValue": "z0"}, "alphabet"),
        ({"proofValue": "u" + "A" * 86}, "base58btc"),
        ({"proofValue": "z" + base58btc_encode(bytes(63))}, "63 bytes"),
        ({"proofValue": "z" + base58btc_encode(b"\1" * 65)}, "65 bytes"),
        ({"proofValue": "z" + "1" * 600}, "longer"),
        ({"proofValue": ["z"]}, "base58btc"),
        ({"@context": [VC_V2]}, "contexts"),
        ({"@context": VC_V2}, "contexts"),
        ({"@context": []}, "contexts"),
    ],
)
def test_v03_changed_proofs(number: int, changes: dict[str, Any], expected: str) -> None:
    """
    A proof with a member changed, removed or added does not hold, and the reason is said.
    """
    changed = {
        name: value for name, value in (PROOFS[number] | changes).items() if value is not None
    }

    assert expected in (check(a_credential(), changed) or "")


def test_v03_suites_are_not_interchangeable() -> None:
    """
    A signature of one suite does not hold under the name of the other.
    """
    rdfc, jcs = PROOFS
    for one, other in ((rdfc, jcs), (jcs, rdfc)):
        swapped = other | {"proofValue": one["proofValue"]}
        assert check(a_credential(), swapped) == "the signature does not fit the document"


@pytest.mark.parametrize(
    "suite", ["ecdsa-sd-2023", "Ed25519Signature2020", "EDDSA-JCS-2022", "none", "", "bbs-2023"]
)
def test_v03_other_suites_are_neither_confirmed_nor_refuted(suite: str) -> None:
    """
    A suite that we do not know has an error of its own, in checking and in preparing.
    """
    with pytest.raises(UnknownSuite):
        check(a_credential(), PROOFS[0] | {"cryptosuite": suite})
    with pytest.raises(UnknownSuite):
        check(a_credential(), PROOFS[0] | {"type": "Ed25519Signature2018"})
    with pytest.raises(UnknownSuite):
        prepare(a_credential(), {"cryptosuite": suite}, contexts())


def test_the_draft_name_of_the_first_suite_is_read() -> None:
    """
    eddsa-2022 is hashed as eddsa-rdfc-2022; a signature of one does not hold under the other.
    """
    options = {name: value for name, value in PROOFS[0].items() if name != "proofValue"}
    options["cryptosuite"] = "eddsa-2022"
    signature = SIGNER.sign(prepare(a_credential(), options, contexts()).hash_data)
    proof = options | {"proofValue": "z" + base58btc_encode(signature)}

    assert check(a_credential(), proof) is None
    assert (
        check(a_credential(name="Forge mastery"), proof)
        == "the signature does not fit the document"
    )
    assert check(a_credential(), proof | {"cryptosuite": "eddsa-rdfc-2022"}) is not None
    assert check(a_credential(), PROOFS[0] | {"cryptosuite": "eddsa-2022"}) is not None


@SUITES
def test_v02_proof_of_another_credential_or_key(number: int) -> None:
    """
    A proof does not hold for another credential, nor with another key or kind of key.
    """
    other = proofs_of(a_credential(id="https://badges.example/awards/0b/credential.json"))

    assert check(a_credential(), other[number]) is not None
    assert check(a_credential(), PROOFS[number], OTHER_SIGNER.public_key) is not None
    assert "needs an Ed25519 key" in (check(a_credential(), PROOFS[number], P256_KEY) or "")


def test_jcs_without_contexts_in_the_proof() -> None:
    """
    A proof that does not repeat the contexts is hashed as it stands.
    """
    options = {name: value for name, value in PROOFS[1].items() if name != "@context"}
    del options["proofValue"]
    signature = SIGNER.sign(prepare(a_credential(), options, contexts()).hash_data)
    proof = options | {"proofValue": "z" + base58btc_encode(signature)}

    assert check(a_credential(), proof) is None
    assert check(a_credential(), proof | {"@context": a_credential()["@context"]}) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T12:00:00Z", True),
        ("2026-11-22T12:00:00.5+05:30", True),
        ("2024-02-29T00:00:00-14:00", True),
        ("2023-02-29T00:00:00Z", False),
        ("2026-11-22T24:00:01Z", False),
        ("2026-11-22T12:00:60Z", False),
        ("2026-11-22 12:00:00Z", False),
        ("2026-11-22T12:00Z", False),
        ("2026-W47-7T12:00:00Z", False),
        ("2026-11-22T12:00:00+24:00", False),
        ("2026-11-22T12:00:00,5Z", False),
        ("\u0662026-11-22T12:00:00Z", False),
        ("0000-11-22T12:00:00Z", False),
    ],
)
def test_date_time_stamps(text: str, expected: bool) -> None:  # noqa: FBT001  # a column of the table
    """
    A dateTimeStamp has a date that exists, seconds, and a zone.
    """
    assert expected is integrity._is_stamp(text)

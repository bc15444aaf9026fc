"""
Data Integrity 1.0 proofs with the cryptosuites of `suites`.

Every intermediate that EdDSA and ECDSA Cryptosuites 1.0 name is a value here, so that each can be
compared with the published vectors.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from testamur.crypto import jcs
from testamur.crypto.keys import SIGNATURE_LENGTH, PublicKey
from testamur.crypto.multibase import base58btc_decode, base58btc_encode
from testamur.crypto.rdfc import Canonicaliser
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.crypto.suites import SIGNING, SUITES, Form, Suite

_MEMBERS = frozenset(
    {
        "@context",
        "challenge",
        "created",
        "cryptosuite",
        "domain",
        "expires",
        "id",
        "nonce",
        "previousProof",
        "proofPurpose",
        "proofValue",
        "type",
        "verificationMethod",
    }
)
_TEXTS = ("id", "verificationMethod", "created", "expires", "challenge", "nonce")
_STAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})\Z"
)


class UnknownSuite(ValueError):
    """
    A cryptosuite, or an older type of proof, that is not among ours.

    Such a proof can be neither confirmed nor refuted. The message is the name of the suite.
    """


@dataclass(frozen=True, slots=True)
class Prepared:
    """What stands between a document and its signature (section 3.2.1 and 3.3.1)."""

    canonical_document: bytes
    canonical_options: bytes
    document_hash: bytes
    options_hash: bytes

    @property
    def hash_data(self) -> bytes:
        """The 64 bytes that are signed: the hash of the options first."""
        return self.options_hash + self.document_hash


def prepare(document: JsonObject, options: JsonObject, contexts: Canonicaliser) -> Prepared:
    """
    Canonicalise and hash `document` (without `proof`) and `options` (a proof without value).

    The cryptosuite is the one in `options`. Raises UnknownSuite for another than ours, and
    ValueError for a document that cannot be canonicalised.
    """
    name = suite_name(options)
    suite = _known(name, options)
    if suite is None:
        raise UnknownSuite(str(name))
    if suite.form is Form.JCS:
        return _prepared(jcs.canonical(document), jcs.canonical(options))
    config = options | {"@context": document.get("@context")}
    return _prepared(contexts.canonical(document).encode(), contexts.canonical(config).encode())


def add_proofs(
    document: JsonObject, signer: Signer, *, method: str, created: str, contexts: Canonicaliser
) -> list[JsonObject]:
    """
    The proof set of `document`, each proof over it alone: first over its graph, then over its JSON.

    With Ed25519 the suites are eddsa-rdfc-2022 and eddsa-jcs-2022, with P-256 ecdsa-rdfc-2019 and
    ecdsa-jcs-2019. `method` is the URL of the public key, `created` a whole-second dateTimeStamp.
    Raises ValueError if the document carries a proof, cannot be canonicalised, or would lose data,
    and for an RSA key, which has no suite.
    """
    algorithm = signer.public_key.algorithm
    if algorithm not in SIGNING:
        raise ValueError(f"no cryptosuite signs with an {algorithm} key")
    if "proof" in document:
        raise ValueError("the document is signed already")
    if not _is_stamp(created):
        raise ValueError("created is no date and time with a zone")
    proofs: list[JsonObject] = []
    for suite in SIGNING[algorithm]:
        options: JsonObject = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite.name,
            "created": created,
            "verificationMethod": method,
            "proofPurpose": "assertionMethod",
        }
        if suite.form is Form.JCS and "@context" in document:
            options["@context"] = document["@context"]
        signature = signer.sign(prepare(document, options, contexts).hash_data)
        proofs.append(options | {"proofValue": "z" + base58btc_encode(signature)})
    return proofs


def check_proof(
    document: JsonObject, proof: JsonObject, key: PublicKey, contexts: Canonicaliser
) -> str | None:
    """
    None if `proof` holds for `document` with `key`; otherwise why not, in one sentence.

    A `proof` member of the document is left aside, except that the proofs named by
    `previousProof` are taken from it (a chain). Whose key it is, and whether it was in force,
    the caller decides. Raises UnknownSuite for a cryptosuite that is not ours.
    """
    name = suite_name(proof)
    if name is None:
        return "the proof names no type and cryptosuite"
    suite = _known(name, proof)
    if suite is None:
        raise UnknownSuite(name)
    reason = _flaw(proof)
    if reason is not None:
        return reason
    if key.algorithm is not suite.algorithm:
        return f"{name} needs an {suite.algorithm} key, not {key.algorithm}"
    try:
        signature = _signature(proof.get("proofValue"))
        secured = _secured(document, proof)
        options = {name: value for name, value in proof.items() if name != "proofValue"}
        prepared = prepare(secured, options, contexts)
    except UnknownSuite:
        raise
    except ValueError as cause:
        return f"the proof cannot be checked against the document: {cause}"
    if not key.verify(signature, prepared.hash_data):
        return "the signature does not fit the document"
    return None


def suite_name(proof: JsonObject) -> str | None:
    """The cryptosuite; in proofs older than Data Integrity 1.0 it is the type."""
    kind = proof.get("type")
    suite = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    return suite if isinstance(suite, str) else None


def _prepared(document: bytes, options: bytes) -> Prepared:
    return Prepared(
        canonical_document=document,
        canonical_options=options,
        document_hash=hashlib.sha256(document).digest(),
        options_hash=hashlib.sha256(options).digest(),
    )


def _known(name: str | None, proof: JsonObject) -> Suite | None:
    """One of ours, if the proof names it in the member where its kind of proof does."""
    suite = None if name is None else SUITES.get(name)
    return suite if suite and suite.is_type is (proof.get("type") == suite.name) else None


def _flaw(proof: JsonObject) -> str | None:
    """What is wrong with the members of `proof`, its suite and its value apart."""
    unknown = sorted(proof.keys() - _MEMBERS)
    if unknown:
        return f"the proof has an unknown member, {unknown[0]}"
    if proof.get("proofPurpose") != "assertionMethod":
        return "the purpose of the proof is not assertionMethod"
    if "verificationMethod" not in proof:
        return "the proof names no verificationMethod"
    for name in _TEXTS:
        if name in proof and not isinstance(proof[name], str):
            return f"the member {name} of the proof is no text"
    for name in ("created", "expires"):
        stamp = proof.get(name)
        if isinstance(stamp, str) and not _is_stamp(stamp):
            return f"the member {name} of the proof is no date and time with a zone"
    return None


def _is_stamp(text: str) -> bool:
    """Whether `text` is an XML Schema dateTimeStamp of a year with four digits."""
    if not _STAMP.match(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _signature(value: JsonValue) -> bytes:
    """Section 3.2.2: `z` and base58btc of exactly 64 bytes."""
    if not isinstance(value, str) or not value.startswith("z"):
        raise ValueError("its proofValue is not in base58btc")
    signature = base58btc_decode(value[1:])
    if len(signature) != SIGNATURE_LENGTH:
        raise ValueError(f"its proofValue has {len(signature)} bytes, not {SIGNATURE_LENGTH}")
    return signature


def _secured(document: JsonObject, proof: JsonObject) -> JsonObject:
    """
    The document as it was signed: without proofs, but for those that a chain builds upon.

    A proof may repeat the contexts (section 3.3.2). Ours must repeat them all: what a later party
    appended would not be signed, and would change what the signed words mean.
    """
    secured = {name: value for name, value in document.items() if name != "proof"}
    if "@context" in proof:
        if _listed(proof["@context"]) != _listed(document.get("@context")):
            raise ValueError("its contexts are not those of the document")
        secured["@context"] = proof["@context"]
    if "previousProof" in proof:
        secured["proof"] = _earlier(_listed(document.get("proof")), proof["previousProof"])
    return secured


def _earlier(proofs: list[JsonValue], references: JsonValue) -> list[JsonValue]:
    """The proofs that `previousProof` names (Data Integrity 1.0 section 2.1.2)."""
    found: list[JsonValue] = []
    for reference in _listed(references):
        matches = [
            proof
            for proof in proofs
            if isinstance(proof, dict) and reference is not None and proof.get("id") == reference
        ]
        if len(matches) != 1:
            raise ValueError("it builds upon a proof that the document does not have once")
        found += matches
    return found


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else [value]

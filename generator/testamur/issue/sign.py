"""
Linted document to signed document, which confirms itself.

Only this module hands a document to a Signer; what comes back has been read as a stranger would.
"""

from __future__ import annotations

from datetime import datetime

from testamur.crypto.integrity import add_proofs, check_proof
from testamur.crypto.jcs import canonical
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject
from testamur.issue.lint import Linted
from testamur.model.addresses import Addresses
from testamur.problems import TestamurError
from testamur.wire import bitstring
from testamur.wire.contexts import canonicaliser
from testamur.wire.instants import instant


def sign(linted: Linted, signer: Signer, at: Addresses, created: datetime) -> bytes:
    """
    The proof set of a document, as JSON bytes.

    `created` is the second of signing: `validFrom` of a new document, later for one that is
    signed again. Raises TestamurError if what the signer returned does not verify.
    """
    return _proofs(linted.document, signer, at, created=instant(created))


def sign_status_list(
    purpose: str,
    number: int,
    bits: bytes,
    signer: Signer,
    at: Addresses,
    *,
    valid_from: datetime,
    valid_until: datetime,
) -> bytes:
    """A signed status list as JSON bytes. Raises TestamurError as `sign` does."""
    document = bitstring.status_list(
        purpose, number, bits, at, valid_from=valid_from, valid_until=valid_until
    )
    proof = _proofs(document, signer, at, created=instant(valid_from))
    return canonical(document)[:-1] + b',"proof":' + proof + b"}"


def _proofs(document: JsonObject, signer: Signer, at: Addresses, *, created: str) -> bytes:
    method = at.method(signer.public_key.multibase)
    proofs = add_proofs(document, signer, method=method, created=created, contexts=canonicaliser())
    for proof in proofs:
        why_not = check_proof(document, proof, signer.public_key, canonicaliser())
        if why_not:
            raise TestamurError(
                f"the signature just made does not hold: {why_not}",
                "nothing was written; check the key service before trying again",
            )
    return canonical(list(proofs))

"""The DID document of a did:web issuer (DID Core 1.0, did:web method, Controlled Identifiers)."""

from __future__ import annotations

from collections.abc import Sequence

from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses

DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"


def did_document(
    at: Addresses, keys: Sequence[PublicKey], also_known_as: Sequence[str] = ()
) -> JsonObject:
    """
    Every key that may vouch for what it once signed, ended ones among them.

    Ids are absolute: did:web asks for that, and some verifiers compare them as strings.
    `also_known_as` are other identifiers of the issuer (DID Core 1.0, section 5.1.3).
    """
    methods = [at.method(key.multibase) for key in keys]
    return {
        "@context": [DID_V1, MULTIKEY_V1],
        "id": at.did,
        **({"alsoKnownAs": list(also_known_as)} if also_known_as else {}),
        "verificationMethod": [
            {
                "id": method,
                "type": "Multikey",
                "controller": at.did,
                "publicKeyMultibase": key.multibase,
            }
            for method, key in zip(methods, keys, strict=True)
        ],
        "assertionMethod": list(methods),
    }

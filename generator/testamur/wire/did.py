"""The DID document of a did:web issuer (DID Core 1.0, did:web method, Controlled Identifiers)."""

from __future__ import annotations

from collections.abc import Sequence

from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses

DID_V1 = "https://www.w3.org/ns/did/v1"
MULTIKEY_V1 = "https://w3id.org/security/multikey/v1"
JWK_V1 = "https://w3id.org/security/jwk/v1"


def did_document(
    at: Addresses,
    keys: Sequence[PublicKey],
    also_known_as: Sequence[str] = (),
    web_keys: Sequence[PublicKey] = (),
) -> JsonObject:
    """
    Every key that may vouch for what it once signed, ended ones among them.

    Ids are absolute: did:web asks for that, and some verifiers compare them as strings.
    `also_known_as` are other identifiers of the issuer (DID Core 1.0, section 5.1.3).
    `web_keys` are those that sign JWTs: each is a JsonWebKey, a method of its own even where the
    same key is a Multikey too, since a method gives its key in one form (Controlled Identifiers
    1.0, section 2.2).
    """
    methods = [
        *(multikey(each, at) for each in keys),
        *(json_web_key(each, at) for each in web_keys),
    ]
    return {
        "@context": [DID_V1, MULTIKEY_V1, *([JWK_V1] if web_keys else [])],
        "id": at.did,
        **({"alsoKnownAs": list(also_known_as)} if also_known_as else {}),
        "verificationMethod": [*methods],
        "assertionMethod": [method["id"] for method in methods],
    }


def multikey(key: PublicKey, at: Addresses) -> JsonObject:
    """The verification method of a key that signs credentials, lists or heads."""
    return {
        "id": at.method(key.multibase),
        "type": "Multikey",
        "controller": at.did,
        "publicKeyMultibase": key.multibase,
    }


def json_web_key(key: PublicKey, at: Addresses) -> JsonObject:
    """The verification method of a key that signs JWTs."""
    return {
        "id": at.thumbprint_method(key.thumbprint),
        "type": "JsonWebKey",
        "controller": at.did,
        "publicKeyJwk": key.jwk,
    }

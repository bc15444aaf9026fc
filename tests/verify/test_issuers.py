"""Issuers of every kind, and what their documents must say before a key of theirs counts."""

from __future__ import annotations

from typing import Any

import pytest

from testamur.crypto.multibase import base58btc_encode, base64url_encode
from testamur.crypto.signer import Signer

from .foreign import (
    DID,
    ED25519,
    HOST,
    OTHER,
    P256,
    PROFILE,
    Json,
    address,
    badge,
    did_jwk,
    encode,
    judged,
    method,
    method_of,
    page,
    proved,
    rsa,
    said,
    web,
)

KEY = f"{HOST}/keys/1"
OWN = proved(badge(PROFILE), ED25519, KEY)


def own_key(**changes: Any) -> Json:
    """A key in a document of its own."""
    key = {"id": KEY, "type": "Multikey", "controller": PROFILE}
    return {**key, "publicKeyMultibase": ED25519.public_key.multibase, **changes}


@pytest.mark.parametrize("signer", [ED25519, P256], ids=["Ed25519", "P-256"])
@pytest.mark.parametrize("kind", ["did:web", "did:key", "did:jwk", "profile"])
def test_each_kind_of_issuer_is_read(kind: str, signer: Signer) -> None:
    """
    A domain, a key by itself in two spellings, and the address of a profile.
    """
    issuer = {
        "did:web": DID,
        "did:key": f"did:key:{signer.public_key.multibase}",
        "did:jwk": did_jwk(signer),
        "profile": PROFILE,
    }[kind]
    pages = {} if kind in {"did:key", "did:jwk"} else {address(issuer): page(issuer, signer)}
    found = judged(proved(badge(issuer), signer), pages)

    assert "valid" == found.word.value, said(found)
    assert ("college.example" if pages else None) == found.summary.domain


def _jwk(issuer: str, signer: Signer, kind: str = "JsonWebKey") -> Json:
    found = method(issuer, signer)
    del found["publicKeyMultibase"]
    return {**found, "type": kind, "publicKeyJwk": signer.public_key.jwk}


def _base58(raw: bytes) -> Json:
    found = method(DID, ED25519)
    del found["publicKeyMultibase"]
    key = base58btc_encode(raw)
    return {**found, "type": "Ed25519VerificationKey2018", "publicKeyBase58": key}


SHAPES: dict[str, Json] = {
    "a Multikey": page(),
    "a JsonWebKey": page(verificationMethod=[_jwk(DID, ED25519)]),
    "a JsonWebKey2020": page(verificationMethod=[_jwk(DID, ED25519, "JsonWebKey2020")]),
    "an Ed25519VerificationKey2020": page(
        verificationMethod=[{**method(DID, ED25519), "type": "Ed25519VerificationKey2020"}]
    ),
    "an Ed25519VerificationKey2018": page(verificationMethod=[_base58(ED25519.public_key.raw)]),
    "whole in assertionMethod": {"id": DID, "assertionMethod": [method(DID, ED25519)]},
    "one, not a list": page(
        verificationMethod=method(DID, ED25519), assertionMethod=method_of(DID, ED25519)
    ),
    "beside one that is not read": page(
        verificationMethod=[
            {"id": f"{DID}#k", "type": "EcdsaSecp256k1VerificationKey2019", "controller": DID},
            method(DID, ED25519),
        ]
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shapes_of_key_documents(name: str) -> None:
    """
    Whatever the shape of its document, the issuer's key is found.
    """
    found = judged(proved(badge()), {address(): SHAPES[name]})

    assert "valid" == found.word.value, said(found)


def _changed(**changes: Any) -> Json:
    return page(verificationMethod=[{**method(DID, ED25519), **changes}])


def _other_jwk(**members: Any) -> Json:
    key = {**_jwk(DID, ED25519), "publicKeyJwk": members}
    return page(verificationMethod=[key])


UNVOUCHED: dict[str, tuple[Json, str, str]] = {
    "a relative id": (_changed(id="#" + ED25519.public_key.multibase), "altered", "no key with"),
    "another's id": (_changed(id="did:web:evil.example#1"), "altered", "no key with the id"),
    "another controller": (_changed(controller=PROFILE), "altered", "somebody else"),
    "for something else": (
        {**page(), "assertionMethod": [], "authentication": [method_of(DID, ED25519)]},
        "unknown",
        "lists no keys",
    ),
    "another kind of key": (
        _changed(type="EcdsaSecp256k1VerificationKey2019"),
        "unknown",
        "not read here: EcdsaSecp256k1VerificationKey2019",
    ),
    "another curve": (
        _other_jwk(kty="EC", crv="P-384", x="AA", y="AA"),
        "unknown",
        "not read here: EC P-384",
    ),
    "another curve as Multikey": (
        _changed(publicKeyMultibase="z" + base58btc_encode(b"\x81\x24" + b"\2" * 49)),
        "unknown",
        "not read here: P-384",
    ),
    "a secret JWK": (
        _other_jwk(**ED25519.public_key.jwk, d="AA"),
        "altered",
        "private members",
    ),
    "a JWK that is a text": (_changed(type="JsonWebKey", publicKeyJwk="x"), "altered", "two forms"),
    "no JWK": (_changed(type="JsonWebKey"), "altered", "without a JWK"),
    "two forms of a key": (
        _changed(publicKeyJwk=OTHER.public_key.jwk),
        "altered",
        "could be two keys",
    ),
    "an older type for another key": (
        _changed(type="Ed25519VerificationKey2020", publicKeyMultibase=P256.public_key.multibase),
        "altered",
        "no Ed25519VerificationKey2020",
    ),
    "an older type without a key": (
        _changed(type="Ed25519VerificationKey2018"),
        "altered",
        "without a key",
    ),
    "an older type with a short key": (
        page(verificationMethod=[_base58(b"\1" * 31)]),
        "altered",
        "31 bytes",
    ),
    "no type": (_changed(type=None), "altered", "of what kind"),
    "whole, and listed": (
        page(assertionMethod=[method(DID, ED25519)]),
        "altered",
        "published twice",
    ),
    "a method that is a text": (
        {**page(), "verificationMethod": ["x"]},
        "unknown",
        "without an id",
    ),
    "methods without end": (
        page(verificationMethod=[method(DID, ED25519)] * 101),
        "unknown",
        "lists no keys",
    ),
    "a text for methods": (page(verificationMethod="x"), "unknown", "lists no keys"),
    "nested without end": ({"id": DID, "x": "[" * 9}, "unknown", "lists no keys"),
}


@pytest.mark.parametrize("name", UNVOUCHED)
def test_keys_that_do_not_vouch(name: str) -> None:
    """
    What is refused makes the document not valid; what is not read leaves the question open.
    """
    document, word, reason = UNVOUCHED[name]
    found = judged(proved(badge()), {address(): document})

    assert word == found.word.value, said(found)
    assert reason in said(found)


def test_a_profile_may_link_to_keys_in_documents_of_their_own() -> None:
    """
    The form that wallets ask of profiles: the key's address is its document, and is listed.
    """
    profile = {"id": PROFILE, "type": "Profile", "assertionMethod": [KEY]}

    assert "valid" == judged(OWN, {PROFILE: profile, KEY: own_key()}).word.value


LINKED: dict[str, tuple[Json, Json, str]] = {
    "not listed": ({"id": PROFILE}, own_key(), "unknown"),
    "another listed": ({"id": PROFILE, "assertionMethod": [f"{KEY}0"]}, own_key(), "altered"),
    "another's profile": ({"id": HOST, "assertionMethod": [KEY]}, own_key(), "altered"),
    "another's key": (
        {"id": PROFILE, "assertionMethod": [KEY]},
        own_key(controller="https://evil.example/"),
        "altered",
    ),
    "another id": (
        {"id": PROFILE, "assertionMethod": [KEY]},
        own_key(id=f"{KEY}#1"),
        "altered",
    ),
    "a key that is not there": ({"id": PROFILE, "assertionMethod": [KEY]}, {}, "altered"),
    "another key": (
        {"id": PROFILE, "assertionMethod": [KEY]},
        own_key(publicKeyMultibase=OTHER.public_key.multibase),
        "altered",
    ),
}


@pytest.mark.parametrize("name", LINKED)
def test_linked_keys_that_do_not_vouch(name: str) -> None:
    """
    The profile must list the key's address, and the key must name the profile.
    """
    profile, key, word = LINKED[name]

    assert word == judged(OWN, {PROFILE: profile, KEY: key}).word.value


def test_a_domain_does_not_link_to_keys_elsewhere() -> None:
    """
    A did:web names its keys in its own document; a reference to another address is none.
    """
    document = proved(badge(), ED25519, KEY)
    pages = {address(): page(assertionMethod=[method_of(DID, ED25519), KEY])}

    assert "altered" == judged(document, {**pages, KEY: own_key(controller=DID)}).word.value


def test_a_linked_key_out_of_reach_leaves_the_question_open() -> None:
    """
    Without the key's own document nothing is known.
    """
    profile = {"id": PROFILE, "assertionMethod": [KEY]}

    assert "unknown" == judged(OWN, {PROFILE: profile}).word.value


@pytest.mark.parametrize(
    "issuer",
    [
        "http://college.example/issuers/7",
        "https://college.example/issuers/7#me",
        "https://user@college.example/",
        "https://college.example\u200b/",
        "did:example:college",
        "did:web:127.0.0.1",
        "did:web:college.example:..:x",
        "urn:uuid:a953081a-4bbd-4927-9653-7219bca00e3b",
        "did:ion:x",
    ],
)
def test_issuers_that_are_not_looked_up(issuer: str) -> None:
    """
    Other DID methods and plain http are named and left open; nothing is fetched for them.
    """
    method_id = f"{issuer.partition('#')[0]}#key"
    document = {**proved(badge(PROFILE), ED25519, KEY), "issuer": {"id": issuer}}
    for proof in document["proof"]:
        proof["verificationMethod"] = method_id
    found = judged(document, {issuer: page(issuer)})

    assert found.word.value in {"unknown", "altered"}
    assert found.summary.domain in {None, "college.example"}


@pytest.mark.parametrize(
    "did",
    [
        "did:key:z6Mk",
        "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
        "did:key:",
        "did:key:z0",
        "did:jwk:",
        "did:jwk:e30",
        "did:jwk:" + base64url_encode(b"[]"),
        "did:jwk:" + base64url_encode(encode({**ED25519.public_key.jwk, "d": "AA"})),
        "did:jwk:" + base64url_encode(b"[" * 3000),
        "did:jwk:" + base64url_encode(encode({"kty": "EC", "crv": "secp256k1", "x": "", "y": ""})),
    ],
)
def test_keys_by_themselves_that_are_no_keys(did: str) -> None:
    """
    A DID that claims to be a key is decoded as strictly as any key.
    """
    document = proved(badge(did), ED25519, f"{did}#0")

    assert judged(document, {}).word.value in {"altered", "unknown"}


def test_one_signature_that_fails_outweighs_one_that_holds() -> None:
    """
    Of a stranger's proof set each must hold, whichever suite would be enough.
    """
    good = proved(badge())
    spoilt = {
        **good,
        "proof": [good["proof"][0], {**good["proof"][1], "created": "2026-03-02T00:00:00Z"}],
    }

    assert "valid" == judged({**good, "proof": good["proof"][0]}, web()).word.value
    assert "altered" == judged(spoilt, web()).word.value


def test_contexts_that_are_not_known_are_named() -> None:
    """
    What its words mean is not known here, so that it is neither valid nor altered.
    """
    document = proved(badge())
    unknown = {**document, "@context": [*document["@context"], "https://college.example/terms"]}
    inline = {**document, "@context": [*document["@context"], {"x": "https://x.example/"}]}
    first = {**document, "@context": ["https://college.example/terms", *document["@context"]]}

    assert "not known here, https://college.example/terms" in judged(unknown, web()).sentence()
    assert "unknown" == judged(inline, web()).word.value
    assert "altered" == judged(first, web()).word.value


def test_a_later_term_of_the_same_context_is_named() -> None:
    """
    1EdTech adds terms at the same address; the copy here cannot tell what was signed.
    """
    found = judged({**proved(badge()), "endorsementJwt": ["eyJ.eyJ.x"]}, web())

    assert "unknown" == found.word.value
    assert "endorsementJwt" in found.sentence()


def test_a_refresh_service_at_the_credentials_own_address() -> None:
    """
    Many issuers name the credential's address; with anything in it, it is refused.
    """
    refresh = {"id": badge()["id"], "type": "1EdTechCredentialRefresh"}
    extended = [*badge()["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
    changes: Json = {"refreshService": refresh, "@context": extended}
    document = badge(**changes)
    more = {**proved(document), "refreshService": {**refresh, "validUntil": "2030-01-01T00:00:00Z"}}

    assert "valid" == judged(proved(document), web()).word.value
    assert "altered" == judged(more, web()).word.value


def test_rsa_keys_do_not_sign_proofs() -> None:
    """
    An RSA key in the document is no reason to trust a proof that names it.
    """
    document = proved(badge(), ED25519, method_of(DID, rsa()))

    assert "altered" == judged(document, web(rsa())).word.value

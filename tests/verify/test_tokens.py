"""Credentials as signed tokens: OB 3.0's form, the older one, and W3C's."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Any

import joserfc.jwk
import joserfc.jws
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import Signer
from testamur.verify.document import verify_document
from testamur.verify.verdict import Word
from testamur.wire.contexts import VC_V1, VC_V2

from .foreign import (
    DID,
    ED25519,
    HOST,
    NOW,
    OTHER,
    P256,
    PROFILE,
    Json,
    badge,
    claims,
    did_jwk,
    encode,
    endorsement,
    judged,
    method_of,
    page,
    proved,
    rsa,
    said,
    signers,
    token,
    web,
)

OB_OLD = "https://purl.imsglobal.org/spec/ob/v3p0/context.json"


def older(**payload: Any) -> Json:
    """VC Data Model 1.1: the credential in `vc`, and claims around it."""
    inside = badge(validFrom=None, issuanceDate="2026-03-01T00:00:00Z")
    inside["@context"] = [VC_V1, OB_OLD]
    return {"vc": inside, "iss": DID, "nbf": 1772323200, **payload}


@pytest.mark.parametrize("alg", ["EdDSA", "ES256", "RS256"])
@pytest.mark.parametrize("form", ["ob", "older", "w3c"])
def test_each_form_is_read_with_each_algorithm(alg: str, form: str) -> None:
    """
    A token of any form is as good as the document in it, with every algorithm that is read.
    """
    signer = signers()[alg]
    data = {
        "ob": lambda: token(claims(badge()), signer),
        "older": lambda: token(older(), signer),
        "w3c": lambda: token(badge(), signer, typ="vc+jwt", cty="vc"),
    }[form]()
    found = judged(data, web(signer))

    assert "valid" == found.word.value, said(found)
    assert found.step("readable").detail == "It is a well-formed signed token (JWT)."
    assert "college.example" in found.sentence()


def test_an_endorsement_may_be_a_token() -> None:
    """
    What can be signed as JSON can be signed as a token.
    """
    found = judged(token(claims(endorsement("https://other.example/1"))), web())

    assert (
        "Valid. Endorsement of https://other.example/1 by Example College (college.example), "
        "1 March 2026."
    ) == found.sentence()


def test_an_envelope_holds_a_token() -> None:
    """
    W3C's EnvelopedVerifiableCredential is opened and judged as the token in it.
    """
    inside = token(badge(), typ="vc+jwt").decode()
    envelope = {
        "@context": [VC_V2],
        "id": f"data:application/vc+jwt,{inside}",
        "type": "EnvelopedVerifiableCredential",
    }

    assert "valid" == judged(envelope, web()).word.value
    assert "altered" == judged({**envelope, "name": "Another"}, web()).word.value
    envelope["id"] = "data:application/vc+cose,oQ"
    assert "unknown" == judged(envelope, web()).word.value
    envelope["id"] = "https://college.example/1"
    assert "altered" == judged(envelope, web()).word.value


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("iss", PROFILE),
        ("iss", None),
        ("iss", [DID]),
        ("sub", "did:example:grace"),
        ("jti", "urn:uuid:00000000-0000-4000-8000-000000000000"),
        ("nbf", 1772323201),
        ("nbf", "1772323200"),
        ("nbf", 1e300),
        ("nbf", True),
        ("exp", 1900000000),
        ("exp", -1e300),
    ],
)
def test_claims_that_contradict_the_credential(claim: str, value: Any) -> None:
    """
    However well it is signed, a token with two answers to one question is not valid.
    """
    payload = {**claims(badge(validUntil="2027-03-01T00:00:00Z")), claim: value}
    found = judged(token(payload, kid=method_of(DID, ED25519)), web())

    assert ("altered", "failed") == (found.word.value, found.step("well-formed").outcome.value)
    assert f"Its claim {claim} " in found.sentence()


def test_the_claim_exp_ends_a_credential_without_an_end() -> None:
    """
    It may stand in the claim alone, and then it is the end.
    """
    assert "expired" == judged(token({**claims(badge()), "exp": 1772409600}), web()).word.value


def test_of_w3cs_form_exp_is_of_the_signature() -> None:
    """
    It need not be the end of the credential; past it, the signature is not relied on.
    """
    payload = badge(validUntil="2030-01-01T00:00:00Z")

    assert "valid" == judged(token({**payload, "exp": 1900000000}, typ="vc+jwt"), web()).word.value
    assert (
        "expired" == judged(token({**payload, "exp": 1772409600}, typ="vc+jwt"), web()).word.value
    )


def test_older_tokens_may_say_it_in_claims_alone() -> None:
    """
    VC Data Model 1.1 lets claims stand for the members they repeat.
    """
    inside = badge(id=None, validFrom=None)
    del inside["issuer"]
    inside["@context"] = [VC_V1, OB_OLD]
    payload = {"vc": inside, "iss": DID, "jti": "urn:uuid:1", "nbf": 1772323200, "exp": 1772409600}

    assert "expired" == judged(token(payload), web()).word.value


def test_two_credentials_in_one_token_are_none() -> None:
    """
    Where one stands in `vc` and one around it, programs would differ in which they show.
    """
    assert "altered" == judged(token({**claims(badge()), **older()}), web()).word.value


def _confused(payload: Json) -> bytes:
    """HS256, with the issuer's public key for a secret."""
    header = {"alg": "HS256", "typ": "JWT", "kid": method_of(DID, P256)}
    signed = ".".join(base64url_encode(encode(part)) for part in (header, payload)).encode()
    secret = P256.public_key.pem.encode()
    return signed + b"." + base64url_encode(hmac.new(secret, signed, sha256).digest()).encode()


def _spoilt(data: bytes) -> bytes:
    head, _, signature = data.rpartition(b".")
    return head + b"." + (b"B" if signature[:1] == b"A" else b"A") + signature[1:]


def _other_payload(data: bytes) -> bytes:
    head, _, tail = data.split(b".")
    changed = base64url_encode(encode(claims(badge(name="Another")))).encode()
    return head + b"." + changed + b"." + tail


GOOD = token(claims(badge()))
FORGED: dict[str, tuple[bytes, str]] = {
    "alg none": (token(claims(badge()), alg="none"), "alg is none"),
    "alg None": (token(claims(badge()), alg="NONE"), "alg is none"),
    "an empty signature": (GOOD.rpartition(b".")[0] + b".", "cannot be read"),
    "HMAC with the public key": (_confused(claims(badge())), "its readers share"),
    "an algorithm of another key": (token(claims(badge()), alg="ES256"), "another kind of key"),
    "an algorithm that nobody registered": (token(claims(badge()), alg="X25"), "relied on"),
    "a spoilt signature": (_spoilt(GOOD), "does not hold"),
    "another payload": (_other_payload(GOOD), "does not hold"),
    "another's key": (
        token(claims(badge()), OTHER, kid=method_of(DID, ED25519)),
        "does not hold",
    ),
    "a key that is not published": (token(claims(badge()), OTHER), "publishes no key"),
    "a key of another issuer": (
        token(claims(badge()), OTHER, kid=f"did:key:{OTHER.public_key.multibase}"),
        "not of its issuer",
    ),
    "no key": (token(claims(badge()), kid=None), "names no key"),
    "an empty name of a key": (token(claims(badge()), kid=""), "names no key"),
    "a key of its own": (
        token(claims(badge()), OTHER, kid=None, jwk=OTHER.public_key.jwk),
        "not shown to be the issuer's",
    ),
    "a secret key": (
        token(claims(badge()), OTHER, kid=None, jwk={**OTHER.public_key.jwk, "d": "AA"}),
        "private members",
    ),
    "a key that is a text": (token(claims(badge()), kid=None, jwk="key"), "no JWK"),
    "a critical extension": (token(claims(badge()), crit=["b64"], b64=False), "cannot be read"),
    "no credential": (token({"sub": "1"}), "type is missing"),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged_tokens(name: str) -> None:
    """
    One forgery at a time; each is refused in words of its own, and nothing in it is repeated.
    """
    data, reason = FORGED[name]
    found = judged(data, web(ED25519, P256))

    assert "altered" == found.word.value, said(found)
    assert reason in said(found)
    assert found.summary.issuer is None or found.step("signature").outcome.value != "failed"


@pytest.mark.parametrize("alg", ["ES384", "PS256", "ES256K"])
def test_algorithms_that_are_not_read_are_named(alg: str) -> None:
    """
    A registered algorithm that is not among ours leaves the question open.
    """
    for kid in (method_of(DID, ED25519), f"{HOST}/keys/1", "1"):
        for pages in (web(), web(rsa()), {}):
            found = judged(token(claims(badge()), alg=alg, kid=kid), pages)

            assert "unknown" == found.word.value
    assert f"a kind not read here, {alg}" in found.sentence()


@pytest.mark.parametrize("typ", ["vp+jwt", "dc+sd-jwt", "at+jwt", 7])
def test_tokens_of_another_kind(typ: Any) -> None:
    """
    A token that says it is something else is not read as a credential.
    """
    assert "unknown" == judged(token(claims(badge()), typ=typ), web()).word.value


def _by_kid(kid: Any, signer: Signer = P256, **header: Any) -> bytes:
    return token(claims(badge(PROFILE)), signer, kid=kid, **header)


def test_a_key_at_an_address_counts_if_the_issuers_own_document_lists_it() -> None:
    """
    `kid` may be the address of a bare JWK; it is never asked whose key that is.
    """
    kid = f"{HOST}/keys/1"
    listed = {PROFILE: page(PROFILE, P256), kid: P256.public_key.jwk}
    unlisted = {PROFILE: page(PROFILE, ED25519), kid: P256.public_key.jwk}

    assert "valid" == judged(_by_kid(kid), listed).word.value
    found = judged(_by_kid(kid), unlisted)
    assert "altered" == found.word.value
    assert "The key is not shown to be the issuer's" in found.sentence()
    found = judged(_by_kid(kid), {kid: P256.public_key.jwk})
    assert "unknown" == found.word.value
    assert "The key is not shown to be the issuer's" in found.sentence()
    assert "altered" == judged(_spoilt(_by_kid(kid)), {kid: P256.public_key.jwk}).word.value


def test_a_key_in_the_header_counts_if_the_issuers_own_document_lists_it() -> None:
    """
    Brought along and published is as good as published; brought along alone is nothing.
    """
    data = _by_kid(None, rsa(), jwk=rsa().public_key.jwk)

    assert "valid" == judged(data, {PROFILE: page(PROFILE, P256, rsa())}).word.value
    assert "altered" == judged(data, {PROFILE: page(PROFILE, P256)}).word.value
    assert "unknown" == judged(data, {}).word.value


@pytest.mark.parametrize("kid", ["https://evil.example/key", "https://college.example.evil/key"])
def test_a_key_on_a_foreign_host_is_not_fetched(kid: str) -> None:
    """
    Whoever names a key elsewhere gets neither a visit nor a verdict.
    """
    asked: list[str] = []

    class Watched:
        def fetch(self, url: str, accept_bytes: int) -> bytes:
            asked.append(url)
            return encode(page(PROFILE) if url == PROFILE else P256.public_key.jwk)

    found = verify_document(_by_kid(kid), Watched(), now=NOW)

    assert "altered" == found.word.value
    assert "not of its issuer" in said(found)
    assert [PROFILE] == asked


def test_a_relative_kid_is_the_issuers() -> None:
    """
    A bare fragment names a method of the issuer's own document.
    """
    fragment = "#" + P256.public_key.multibase

    assert "valid" == judged(token(claims(badge()), P256, kid=fragment), web(P256)).word.value


def test_did_jwk_issuers_vouch_for_themselves() -> None:
    """
    A key that is its own identifier needs no document.
    """
    issuer = did_jwk(P256)

    assert "valid" == judged(token(claims(badge(issuer)), P256), {}).word.value
    assert (
        "altered" == judged(token(claims(badge(issuer)), P256, kid=did_jwk(OTHER)), {}).word.value
    )


def test_a_proof_inside_a_token_must_hold_too() -> None:
    """
    Embedded proofs are made before the token; one that fails is a failure of the whole.
    """
    good = proved(badge())
    bad = {**good, "proof": proved(badge(name="Another"))["proof"]}

    assert "2 signatures" not in said(judged(token(claims(good)), web()))
    assert "valid" == judged(token(claims(good)), web()).word.value
    assert "altered" == judged(token(claims(bad)), web()).word.value


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 100_000,
        b'{"vc":' * 5_000 + b"1" + b"}" * 5_000,
        b'{"iss":"' + b"a" * 2_100_000 + b'"}',
        b'{"a":1,"a":2}',
        b"\xff\xfe",
        b"7",
    ],
    ids=["brackets", "deep", "large", "twice", "no-text", "number"],
)
def test_token_bombs_end_early(payload: bytes) -> None:
    """
    What is deep, large or ambiguous inside a token is refused before it is looked at.
    """
    signed = base64url_encode(b'{"alg":"EdDSA","kid":"x"}').encode() + b"."
    signed += base64url_encode(payload).encode()
    found = judged(signed + b"." + base64url_encode(ED25519.sign(signed)).encode(), web())

    assert ("altered", "failed") == (found.word.value, found.step("readable").outcome.value)


def test_a_header_bomb_ends_early() -> None:
    """
    So is a header.
    """
    header = base64url_encode(b'{"alg":"EdDSA","x":' + b"[" * 50_000).encode()

    assert "altered" == judged(header + b".e30.AA", web()).word.value


def test_members_by_their_full_names_are_refused_in_tokens_too() -> None:
    """
    What another reader would take for the end of the credential is not passed over.
    """
    hidden = {"https://www.w3.org/2018/credentials#validUntil": "2026-04-01T00:00:00Z"}

    assert "altered" == judged(token(claims({**badge(), **hidden})), web()).word.value


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_v01_no_changed_byte_of_a_token_is_valid(where: float, difference: int) -> None:
    """
    Every single-byte change of a token is noticed, spare bits of its last letters included.
    """
    data = bytearray(GOOD)
    data[int(where * len(data))] ^= difference

    assert judged(bytes(data), web()).word is not Word.VALID


@settings(max_examples=200, deadline=None)
@given(st.floats(0, 1, exclude_max=True), st.integers(1, 255))
def test_v01_no_changed_byte_of_a_profile_makes_another_key_good(
    where: float, difference: int
) -> None:
    """
    A token of somebody else stays not valid, whichever byte of the profile is changed.
    """
    data = bytearray(encode(page(PROFILE)))
    data[int(where * len(data))] ^= difference

    assert judged(_by_kid(None, OTHER, jwk=OTHER.public_key.jwk), {PROFILE: bytes(data)}).word in {
        Word.ALTERED,
        Word.UNKNOWN,
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*claims(badge()), "vc", "exp", "iat"]), inner, max_size=5
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from([*claims(badge()), "vc", "exp"]), JSON, max_size=5))
def test_any_signed_payload_has_a_verdict(changes: Json) -> None:
    """
    Whatever an issuer signs, nothing crashes.
    """
    found = judged(token({**claims(badge()), **changes}, kid=method_of(DID, ED25519)), web())

    assert found.sentence()


def test_a_token_that_another_library_made() -> None:
    """
    joserfc's tokens are read, and refused where it signed something else.
    """
    secret = base64url_encode(b"test-only foreign P-256 key".ljust(32, b"."))
    public: Json = P256.public_key.jwk
    key = joserfc.jwk.ECKey.import_key({**public, "d": secret})
    header = {"alg": "ES256", "kid": method_of(DID, P256)}
    made = joserfc.jws.serialize_compact(header, encode(claims(badge())), key).encode()

    assert "valid" == judged(made, web(P256)).word.value
    assert "altered" == judged(made, web(ED25519)).word.value

"""Compact JWS: the examples of the RFCs, another library, and everything that must not hold."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws as joserfc
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from testamur.crypto import jws
from testamur.crypto.jws import UnknownAlgorithm
from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.multibase import base64url_decode, base64url_encode
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner, Signer

from .published_keys import RFC_7515_A2, RFC_7515_A3, rfc_7515_rsa
from .support import SIGNER

# RFC 9864 prefers the name Ed25519; Open Badges verifiers know the older one.
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")

# The payload of RFC 7515 sections A.2 and A.3.
JOE = (
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
)
A2 = (
    f"eyJhbGciOiJSUzI1NiJ9.{JOE}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO7"
    "5vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6Bf"
    "I7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77"
    "Rw"
)
A3 = (
    f"eyJhbGciOiJFUzI1NiJ9.{JOE}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSA"
    "pmWQxfKTUJqPP3-Kg6NU1Q"
)
# RFC 8037 sections A.1 and A.4.
RFC_8037_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
A4 = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg"
    "3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)

P256 = P256Signer.from_scalar(base64url_decode(RFC_7515_A3["d"]))
RSA = rfc_7515_rsa()
SIGNERS: list[Signer] = [SIGNER, P256, RSA]
KINDS = pytest.mark.parametrize("signer", SIGNERS, ids=["EdDSA", "ES256", "RS256"])


def made(signer: Signer, payload: bytes = b"{}", **header: Any) -> str:
    signed = jws.signing_input(
        {"alg": jws.ALGORITHMS[signer.public_key.algorithm], **header}, payload
    )
    return jws.compact(signed, signer.sign(signed))


def check(text: str, key: PublicKey) -> str | None:
    return jws.check(jws.parse(text), key)


def is_refused(text: str, key: PublicKey) -> bool:
    try:
        return check(text, key) is not None
    except ValueError:
        return True


def foreign_key(key: PublicKey) -> OKPKey | ECKey | RSAKey:
    members: Any = key.jwk
    match key.algorithm:
        case Algorithm.ED25519:
            return OKPKey.import_key(members)
        case Algorithm.P256:
            return ECKey.import_key(members)
        case Algorithm.RSA:
            return RSAKey.import_key(members)


@pytest.mark.parametrize(
    ("text", "signer", "deterministic"),
    [
        (A2, RSA, True),
        (A3, P256, False),
        (A4, Ed25519Signer.from_seed(base64url_decode(RFC_8037_SEED)), True),
    ],
    ids=["RFC 7515 A.2", "RFC 7515 A.3", "RFC 8037 A.4"],
)
def test_the_examples_of_the_rfcs(text: str, signer: Signer, *, deterministic: bool) -> None:
    """
    The printed signatures hold, with no other key, and come out again where they are determined.
    """
    found = jws.parse(text)

    assert jws.check(found, signer.public_key) is None
    assert jws.signing_input(found.header, found.payload) == found.signing_input
    for other in SIGNERS:
        if other.public_key != signer.public_key:
            assert jws.check(found, other.public_key) is not None
    if deterministic:
        assert text == jws.compact(found.signing_input, signer.sign(found.signing_input))


def test_rfc_6979() -> None:
    """
    P-256 signatures are those of RFC 6979 section A.2.5, message "sample" with SHA-256.
    """
    signer = P256Signer.from_scalar(
        bytes.fromhex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721")
    )
    r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
    s = "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"

    assert bytes.fromhex(r + s) == signer.sign(b"sample")


@KINDS
@settings(max_examples=10, deadline=None)
@given(payload=st.binary(min_size=1, max_size=60), kid=st.text(max_size=10))
def test_another_library_reads_ours(signer: Signer, payload: bytes, kid: str) -> None:
    """
    What we sign, joserfc reads, with the same header and payload.
    """
    text = made(signer, payload, kid=kid, typ="JWT")
    alg = jws.ALGORITHMS[signer.public_key.algorithm]
    read = joserfc.deserialize_compact(text, foreign_key(signer.public_key), algorithms=[alg])

    assert payload == read.payload
    assert {"alg": alg, "kid": kid, "typ": "JWT"} == read.headers()
    assert check(text, signer.public_key) is None


@pytest.mark.parametrize(
    ("alg", "key"),
    [
        ("EdDSA", OKPKey.generate_key("Ed25519")),
        ("Ed25519", OKPKey.generate_key("Ed25519")),
        ("ES256", ECKey.generate_key("P-256")),
        ("RS256", RSAKey.generate_key(2048)),
    ],
)
@settings(max_examples=5, deadline=None)
@given(payload=st.binary(min_size=1, max_size=60))
def test_we_read_another_librarys(alg: str, key: OKPKey | ECKey | RSAKey, payload: bytes) -> None:
    """
    What joserfc signs holds here, under the key that it publishes, and has the same thumbprint.
    """
    text = joserfc.serialize_compact({"alg": alg}, payload, key, algorithms=[alg])
    public: Any = key.as_dict(private=False)
    ours = PublicKey.from_jwk(public)

    assert check(text, ours) is None
    assert payload == jws.parse(text).payload
    assert key.thumbprint() == ours.thumbprint


@KINDS
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_changed_character(signer: Signer, data: st.DataObject) -> None:
    """
    A JWS with one character changed is refused, or could not be checked for its alg.
    """
    text = made(signer, b'{"a":1}')
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda letter: letter != text[at]))

    assert is_refused(text[:at] + letter + text[at + 1 :], signer.public_key)


@KINDS
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_both_libraries_refuse_the_same(signer: Signer, data: st.DataObject) -> None:
    """
    What joserfc refuses after a changed character, we refuse.
    """
    text = made(signer, b'{"a":1}')
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("AQgwBb_-.=9"))
    changed = text[:at] + letter + text[at + 1 :]
    alg = jws.ALGORITHMS[signer.public_key.algorithm]
    try:
        joserfc.deserialize_compact(changed, foreign_key(signer.public_key), algorithms=[alg])
    except (JoseError, ValueError):
        assert is_refused(changed, signer.public_key)


def with_header(header: object, payload: str = "e30", signature: str = "AAAA") -> str:
    text = header if isinstance(header, str) else json.dumps(header)
    return f"{base64url_encode(text.encode())}.{payload}.{signature}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "three parts"),
        ("a.b", "three parts"),
        (f"{A4}.", "three parts"),
        (f"{A4}.AAAA.AAAA", "three parts"),
        ("..", "empty"),
        (A4.rpartition(".")[0] + ".", "empty"),
        ("eyJhbGciOiJFZERTQSJ9..AAAA", "empty"),
        (f"{A4}=", "base64url"),
        (A4[:-1] + "h", "base64url"),
        (A4 + "AAA", "base64url"),
        (A4.replace("_", "/", 1), "base64url"),
        (f" {A4}", "base64url"),
        (f"{A4}\n", "base64url"),
        (A4.replace("R", "\u0420", 1), "base64url"),
        (with_header([]), "no object"),
        (with_header("null"), "no object"),
        (with_header("{"), "."),
        (with_header('{"alg":"EdDSA","alg":"EdDSA"}'), "twice"),
        (with_header('\ufeff{"alg":"EdDSA"}'), "byte order mark"),
        (with_header({"alg": "EdDSA", "kid": "x" * 30_000}), "more than"),
        (with_header('{"alg":"EdDSA","x":' + "[" * 20 + "]" * 20 + "}"), "deeper"),
        (with_header({}), "no alg"),
        (with_header({"alg": None}), "no alg"),
        (with_header({"alg": ["EdDSA"]}), "no alg"),
        (with_header({"alg": "EdDSA", "crit": ["b64"], "b64": False}), "crit"),
        (with_header({"alg": "EdDSA", "crit": []}), "crit"),
        (with_header({"alg": "EdDSA", "b64": True}), "b64"),
        ("A" * 3_000_000, "more than"),
    ],
)
def test_what_is_no_jws(text: str, reason: str) -> None:
    """
    Other serialisations, padding, spare bits, odd headers and extensions are refused.
    """
    with pytest.raises(ValueError, match=reason):
        jws.parse(text)


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS256", "HS512", "", "EDDSA", "ES256 "])
@KINDS
def test_algorithms_that_prove_nothing(alg: str, signer: Signer) -> None:
    """
    No signature, shared secrets and invented names are refused with every kind of key.
    """
    assert "none that can be relied on" in (
        check(with_header({"alg": alg}), signer.public_key) or ""
    )


@KINDS
def test_a_public_key_is_no_shared_secret(signer: Signer) -> None:
    """
    An HMAC made with the public key, in any form that is published, is refused.
    """
    key = signer.public_key
    signed = jws.signing_input({"alg": "HS256"}, b"{}")
    for secret in (key.pem.encode(), key.raw, json.dumps(key.jwk).encode()):
        text = jws.compact(signed, hmac.new(secret, signed, hashlib.sha256).digest())
        assert check(text, key) is not None


@KINDS
@pytest.mark.parametrize("alg", ["EdDSA", "Ed25519", "ES256", "RS256"])
def test_the_key_decides(signer: Signer, alg: str) -> None:
    """
    A signature that holds does not hold under the name of another kind's algorithm.
    """
    key = signer.public_key
    signed = jws.signing_input({"alg": alg}, b"{}")
    reason = check(jws.compact(signed, signer.sign(signed)), key)
    own = (
        {"Ed25519", "EdDSA"}
        if key.algorithm is Algorithm.ED25519
        else {jws.ALGORITHMS[key.algorithm]}
    )

    assert (reason is None) is (alg in own)


@pytest.mark.parametrize("alg", ["ES384", "PS256", "ES256K", "Ed448", "RS512", "ML-DSA-65"])
def test_other_algorithms_are_neither_confirmed_nor_refuted(alg: str) -> None:
    """
    A registered algorithm that is not read here is named, not judged.
    """
    with pytest.raises(UnknownAlgorithm, match=alg):
        check(with_header({"alg": alg}), RSA.public_key)


def test_a_signature_in_der() -> None:
    """
    An ES256 signature counts as r and s side by side, never in DER.
    """
    found = jws.parse(A3)
    r, s = found.signature[:32], found.signature[32:]
    der = b"\x30\x45\x02\x20" + r + b"\x02\x21\x00" + s

    assert check(jws.compact(found.signing_input, der), P256.public_key) is not None


def test_a_public_jwk_has_no_private_member() -> None:
    """
    The JWKs that we write hold what RFC 7638 requires and nothing else.
    """
    assert ["crv", "kty", "x"] == sorted(SIGNER.public_key.jwk)
    assert {"kty": "EC", "crv": "P-256", "x": RFC_7515_A3["x"], "y": RFC_7515_A3["y"]} == (
        P256.public_key.jwk
    )
    assert {"kty": "RSA", "e": "AQAB", "n": RFC_7515_A2["n"]} == RSA.public_key.jwk


def test_a_generated_rsa_key() -> None:
    """
    A new RSA key has 3072 bits unless said otherwise.
    """
    assert 384 == RsaSigner.generate().public_key.signature_length

"""JSON Web Keys, PEM and multibase of every kind of key, in particular what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa, x25519
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.keys import Algorithm, PublicKey, UnsupportedKey
from testamur.crypto.multibase import base58btc_encode, base64url_encode
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner

from .published_keys import (
    RFC_7515_A2,
    RFC_7515_A3,
    RFC_7638_N,
    W3C_P256_PUBLIC,
    W3C_P384_PUBLIC,
    rfc_7515_rsa,
)
from .support import SIGNER

EC = {"kty": "EC", "crv": "P-256", "x": RFC_7515_A3["x"], "y": RFC_7515_A3["y"]}
# RFC 8037 sections A.2 and A.3.
OKP = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
RSA = {"kty": "RSA", "n": RFC_7515_A2["n"], "e": "AQAB"}
ALL = pytest.mark.parametrize("jwk", [OKP, EC, RSA], ids=["OKP", "EC", "RSA"])


def spki(key: Any) -> bytes:
    form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    return bytes(key.public_bytes(*form))


def pem(key: Any) -> str:
    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return str(key.public_bytes(*form).decode())


def rsa_public(bits: int, exponent: int = 65537) -> Any:
    """Not a key that anybody could sign with: only its size matters."""
    return rsa.RSAPublicNumbers(exponent, (1 << bits) - 1).public_key()


@ALL
def test_every_form_is_the_same_key(jwk: dict[str, Any]) -> None:
    """
    JWK, PEM, DER, multibase and raw bytes of a key lead to the same key.
    """
    key = PublicKey.from_jwk(jwk)

    assert jwk == key.jwk
    assert key == PublicKey.from_pem(key.pem)
    assert key == PublicKey.from_multibase(key.multibase)
    assert key == PublicKey(key.algorithm, key.raw)
    der = serialization.load_pem_public_key(key.pem.encode())
    assert key == PublicKey.from_der(spki(der))


@pytest.mark.parametrize(
    ("jwk", "expected"),
    [
        (OKP, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"),
        (
            {"kty": "RSA", "e": "AQAB", "n": RFC_7638_N, "alg": "RS256", "kid": "2011-04-29"},
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        ),
    ],
    ids=["RFC 8037 A.3", "RFC 7638 section 3.1"],
)
def test_thumbprints(jwk: dict[str, Any], expected: str) -> None:
    """
    Thumbprints are those that the RFCs print, whatever else the JWK says.
    """
    assert expected == PublicKey.from_jwk(jwk).thumbprint


def test_multibase_of_rsa() -> None:
    """
    An RSA key is named by its multicodec and RSAPublicKey, within what an entry of the log holds.
    """
    key = rfc_7515_rsa().public_key
    largest = RsaSigner.generate(4096).public_key

    assert "z" + base58btc_encode(b"\x85\x24" + key.raw) == key.multibase
    assert b"\x30\x82\x01\x0a\x02\x82\x01\x01\x00" == key.raw[:9]
    assert 722 == len(largest.multibase)
    assert largest == PublicKey.from_multibase(largest.multibase)


@settings(max_examples=10, deadline=None)
@given(st.binary(min_size=32, max_size=32).filter(lambda raw: raw[:4] != b"\xff" * 4 and any(raw)))
def test_keys_of_any_secret(secret: bytes) -> None:
    """
    Keys of both curves survive each of their forms.
    """
    for signer in (Ed25519Signer.from_seed(secret), P256Signer.from_scalar(secret)):
        key = signer.public_key
        assert key == PublicKey.from_jwk(key.jwk) == PublicKey.from_multibase(key.multibase)
        assert key == PublicKey.from_pem(key.pem)
        assert key.verify(signer.sign(secret), secret)
        assert not key.verify(signer.sign(secret), secret + b"x")


@pytest.mark.parametrize(
    ("jwk", "changes", "reason"),
    [
        (OKP, {"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}, "private"),
        (EC, {"d": RFC_7515_A3["d"]}, "private"),
        (EC, {"d": None}, "private"),
        (RSA, {"p": "AQ"}, "private"),
        (RSA, {"oth": []}, "private"),
        (OKP, {"k": "AQ"}, "private"),
        (OKP, {"kty": ...}, "what kind"),
        (OKP, {"kty": 1}, "what kind"),
        (OKP, {"crv": ...}, "what kind"),
        (EC, {"crv": ["P-256"]}, "what kind"),
        (OKP, {"x": ...}, "no x"),
        (OKP, {"x": 5}, "no x"),
        (OKP, {"x": OKP["x"] + "="}, "base64url"),
        (OKP, {"x": OKP["x"][:-1] + "p"}, "base64url"),
        (OKP, {"x": OKP["x"][:-2]}, "bytes|base64url"),
        (OKP, {"x": base64url_encode(bytes(32))}, "small order"),
        (OKP, {"x": base64url_encode(bytes(33))}, "33 bytes"),
        (EC, {"y": ...}, "no y"),
        (EC, {"y": RFC_7515_A3["x"]}, "not a point"),
        (EC, {"x": base64url_encode(b"\xff" * 32)}, "not a point"),
        (EC, {"x": base64url_encode(bytes(31))}, "31 bytes"),
        (RSA, {"n": ...}, "no n"),
        (RSA, {"n": ""}, "no n"),
        (RSA, {"n": "AAEA"}, "begins with a zero"),
        (RSA, {"n": base64url_encode(b"\xff" * 128)}, "2048 to 4096"),
        (RSA, {"n": base64url_encode(b"\xff" * 513)}, "2048 to 4096"),
        (RSA, {"n": base64url_encode(b"\xff" * 255 + b"\xfe")}, "even"),
        (RSA, {"e": "Aw"}, "exponent"),
        (RSA, {"e": "AAEAAQ"}, "begins with a zero"),
        (RSA, {"e": ...}, "no e"),
        (OKP, {"use": "enc"}, "use"),
        (OKP, {"use": None}, "use"),
        (EC, {"key_ops": ["sign"]}, "key_ops"),
        (EC, {"key_ops": "verify"}, "key_ops"),
        (EC, {"alg": "ES384"}, "alg"),
        (RSA, {"alg": "PS256"}, "alg"),
        (OKP, {"alg": "HS256"}, "alg"),
    ],
)
def test_jwks_that_are_refused(jwk: dict[str, Any], changes: dict[str, Any], reason: str) -> None:
    """
    Private members, malformed and weak keys, and keys for something else are refused.
    """
    changed = {name: value for name, value in (jwk | changes).items() if value is not ...}
    with pytest.raises(ValueError, match=reason) as caught:
        PublicKey.from_jwk(changed)

    assert not isinstance(caught.value, UnsupportedKey)


@ALL
def test_what_else_a_jwk_may_say(jwk: dict[str, Any]) -> None:
    """
    A name, a use and an operation that fit change nothing.
    """
    more = jwk | {"kid": "any", "use": "sig", "key_ops": ["verify"], "x5c": ["AA"]}

    assert PublicKey.from_jwk(jwk) == PublicKey.from_jwk(more)


@pytest.mark.parametrize(
    ("jwk", "name"),
    [
        ({"kty": "EC", "crv": "P-384", "x": "AQ", "y": "AQ"}, "EC P-384"),
        ({"kty": "EC", "crv": "secp256k1", "x": "AQ", "y": "AQ"}, "EC secp256k1"),
        ({"kty": "OKP", "crv": "X25519", "x": "AQ"}, "OKP X25519"),
        ({"kty": "OKP", "crv": "Ed448", "x": "AQ"}, "OKP Ed448"),
        ({"kty": "AKP", "alg": "ML-DSA-65", "pub": "AQ"}, "AKP"),
    ],
)
def test_other_kinds_are_named(jwk: dict[str, Any], name: str) -> None:
    """
    A key of another type or curve is not called bad: its kind is said.
    """
    with pytest.raises(UnsupportedKey) as caught:
        PublicKey.from_jwk(jwk)

    assert name == str(caught.value)


def test_p_384_is_named_in_every_form() -> None:
    """
    The P-384 key of the W3C vectors is recognised and not taken.
    """
    key = ec.derive_private_key(7, ec.SECP384R1()).public_key()

    assert Algorithm.P256 is PublicKey.from_multibase(W3C_P256_PUBLIC).algorithm
    with pytest.raises(UnsupportedKey, match="P-384"):
        PublicKey.from_multibase(W3C_P384_PUBLIC)
    with pytest.raises(UnsupportedKey, match="secp384r1"):
        PublicKey.from_pem(pem(key))
    with pytest.raises(UnsupportedKey, match="secp384r1"):
        PublicKey.from_der(spki(key))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "not a public key in PEM"),
        ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "."),
        ("-----BEGIN PUBLIC KEY-----\n" + "A" * 20_000, "not a public key in PEM"),
        (pem(rsa_public(1024)), "1024 bits"),
        (pem(rsa_public(8192)), "more than 4096 bits"),
        (pem(rsa_public(2048, 3)), "another exponent"),
        (pem(x25519.X25519PrivateKey.generate().public_key()), "X25519"),
    ],
)
def test_pem_that_is_refused(text: str, reason: str) -> None:
    """
    Damaged PEM and keys that are weak or of another kind are refused.
    """
    with pytest.raises(ValueError, match=reason):
        PublicKey.from_pem(text)


def test_a_private_key_in_pem_is_refused() -> None:
    """
    A private key is never read for its public part.
    """
    private = ec.derive_private_key(7, ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with pytest.raises(ValueError, match=r"."):
        PublicKey.from_pem(private.decode())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        bytes(270),
        b"\x30" * 700,
        SIGNER.public_key.raw,
        spki(rsa_public(2048)),
        rfc_7515_rsa().public_key.raw + b"\0",
        b"\x30\x83\x00\x01\x0a" + rfc_7515_rsa().public_key.raw[4:],
    ],
)
def test_raw_rsa_that_is_refused(raw: bytes) -> None:
    """
    Only the DER of RSAPublicKey counts: neither another structure nor a second encoding.
    """
    with pytest.raises(ValueError, match="the RSA key"):
        PublicKey(Algorithm.RSA, raw)


@pytest.mark.parametrize("length", [0, 64, 255, 257, 512])
def test_rsa_signatures_of_another_length(length: int) -> None:
    """
    A signature that is not as long as the modulus is refused.
    """
    signer = rfc_7515_rsa()

    assert 256 == signer.public_key.signature_length
    assert not signer.public_key.verify((signer.sign(b"data") * 2)[:length], b"data")

"""Public keys and signatures, in particular those that must be refused."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto import edwards, secret_lines
from testamur.crypto.keys import Algorithm, PublicKey, UnsupportedKey
from testamur.crypto.multibase import base58btc_encode
from testamur.crypto.signer import Ed25519Signer

from .support import OTHER_SIGNER, SIGNER, needs_vectors, vector

# Points of order 1, 2, 4 and 8, then the encodings of them that are not canonical.
SMALL_ORDER = [
    "01" + "00" * 31,
    "ec" + "ff" * 30 + "7f",
    "00" * 32,
    "00" * 31 + "80",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
]
NOT_CANONICAL = [
    "01" + "00" * 30 + "80",
    "ec" + "ff" * 31,
    "ed" + "ff" * 30 + "7f",
    "ed" + "ff" * 31,
    "ee" + "ff" * 30 + "7f",
    "ee" + "ff" * 31,
    "ff" * 32,
]
# Chalkias, Garillot, Nikolaenko: "Taming the many EdDSAs" (2020), table 6c: keys of mixed order.
MIXED_ORDER = [
    "f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43",
    "cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d",
]

P256 = ec.derive_private_key(7, ec.SECP256R1())
P256_KEY = PublicKey(
    Algorithm.P256,
    bytes([2 + P256.public_key().public_numbers().y % 2])
    + P256.public_key().public_numbers().x.to_bytes(32),
)
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def multikey(prefix: bytes, raw: bytes) -> str:
    return "z" + base58btc_encode(prefix + raw)


def p256_signature(data: bytes) -> tuple[bytes, bytes]:
    """The same signature raw and in DER."""
    der = P256.sign(data, ec.ECDSA(hashes.SHA256()))
    r, s = decode_dss_signature(der)
    return r.to_bytes(32) + s.to_bytes(32), der


@needs_vectors
@pytest.mark.parametrize("number", range(2))
def test_rfc_8032_vectors(number: int) -> None:
    """
    Public key and signature equal those that RFC 8032 prints, and the signature verifies.
    """
    case = {
        name: bytes.fromhex(value)
        for name, value in vector("ed25519/rfc8032-rfc8037.json")["rfc8032"][number].items()
    }
    signer = Ed25519Signer.from_seed(case["seed"])

    assert case["public"] == signer.public_key.raw
    assert case["signature"] == signer.sign(case["message"])
    assert signer.public_key.verify(case["signature"], case["message"])


@needs_vectors
def test_did_key_vectors() -> None:
    """
    The keys in the did:key vectors are derived from their seeds and read back.
    """
    for did, case in vector("did-key/ed25519-x25519.json").items():
        signer = Ed25519Signer.from_seed(bytes.fromhex(case["seed"]))

        assert did == f"did:key:{signer.public_key.multibase}"
        assert signer.public_key == PublicKey.from_multibase(did.removeprefix("did:key:"))


@needs_vectors
def test_did_key_vectors_of_other_curves() -> None:
    """
    P-256 keys are read; keys of other curves are refused.
    """
    for did, case in vector("did-key/nist-curves.json").items():
        text = did.removeprefix("did:key:")
        method = case["verificationMethod"]
        jwk = method.get("publicKeyJwk", {})
        if text.startswith("zDn"):
            assert Algorithm.P256 is PublicKey.from_multibase(text).algorithm
            assert text == PublicKey.from_multibase(text).multibase
        else:
            assert "P-256" != jwk.get("crv")
            with pytest.raises(UnsupportedKey, match=r"P-384|P-521|secp256k1"):
                PublicKey.from_multibase(text)


def test_a_signer_keeps_its_secret_to_itself() -> None:
    """
    Neither repr nor str of a signer shows the secret; its line gives it back.
    """
    line = SIGNER.secret_line()

    assert line not in f"{SIGNER!r} {SIGNER}"
    assert line.startswith("z3u2")
    assert SIGNER.public_key == secret_lines.signer_of(line).public_key


@pytest.mark.parametrize("encoded", SMALL_ORDER)
def test_v05_small_order(encoded: str) -> None:
    """
    A key of small order is refused.
    """
    with pytest.raises(ValueError, match="small order"):
        PublicKey.from_multibase(multikey(b"\xed\x01", bytes.fromhex(encoded)))


@pytest.mark.parametrize("encoded", NOT_CANONICAL)
def test_v05_not_canonical(encoded: str) -> None:
    """
    A second encoding of a point is refused, whatever the point.
    """
    with pytest.raises(ValueError, match="not canonically encoded"):
        PublicKey(Algorithm.ED25519, bytes.fromhex(encoded))


@pytest.mark.parametrize("encoded", MIXED_ORDER)
def test_v05_mixed_order(encoded: str) -> None:
    """
    A key of mixed order is refused.
    """
    with pytest.raises(ValueError, match="mixed order"):
        PublicKey(Algorithm.ED25519, bytes.fromhex(encoded))


def test_v05_not_on_the_curve() -> None:
    """
    Bytes that decode to no point are refused, with either curve.
    """
    with pytest.raises(ValueError, match="not a point"):
        PublicKey(Algorithm.ED25519, b"\x02" + bytes(31))
    with pytest.raises(ValueError, match="not a point"):
        PublicKey(Algorithm.P256, b"\x02" + (1).to_bytes(32))
    with pytest.raises(ValueError, match="not a point"):
        PublicKey(Algorithm.P256, b"\x02" + b"\xff" * 32)


@pytest.mark.parametrize(
    ("prefix", "raw"),
    [
        (b"\xed\x01", bytes(31)),
        (b"\xed\x01", SIGNER.public_key.raw + b"\0"),
        (b"\xed", SIGNER.public_key.raw),
        (b"\x00\xed", SIGNER.public_key.raw),
        (b"\x80\x26", SIGNER.public_key.raw),
        (b"\x80\x24", P256_KEY.raw[1:]),
        (b"\x80\x24", b"\x04" + P256_KEY.raw[1:]),
        (b"\xec\x01", SIGNER.public_key.raw),
        (b"", b""),
    ],
)
def test_v05_wrong_prefix_or_length(prefix: bytes, raw: bytes) -> None:
    """
    Another multicodec prefix and another length are refused.
    """
    with pytest.raises(ValueError, match=r"bytes|neither|compressed|X25519"):
        PublicKey.from_multibase(multikey(prefix, raw))


@pytest.mark.parametrize("text", ["", "u", "Z6Mk", "6Mk", "did:key:z6Mk", "z", "z0"])
def test_v05_not_multibase(text: str) -> None:
    """
    Text in no or another base is refused.
    """
    with pytest.raises(ValueError, match=r"z|alphabet|neither"):
        PublicKey.from_multibase(text)


@settings(max_examples=15)
@given(st.binary(min_size=32, max_size=32), st.sampled_from(SMALL_ORDER[1:]))
def test_v05_any_key_shifted_by_torsion(seed: bytes, torsion: str) -> None:
    """
    A sound key is accepted, and refused once a point of small order is added to it.
    """
    key = Ed25519Signer.from_seed(seed).public_key
    shifted = encode(edwards._add(decode(key.raw), decode(bytes.fromhex(torsion))))

    assert edwards.flaw(key.raw) is None
    assert "has mixed order" == edwards.flaw(shifted)


def decode(encoded: bytes) -> tuple[int, int, int, int]:
    y = int.from_bytes(encoded, "little") & (2**255 - 1)
    x = edwards._recover_x(y)
    assert x is not None
    x = edwards.FIELD - x if x & 1 != encoded[31] >> 7 and x else x
    return x, y, 1, x * y % edwards.FIELD


def encode(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], -1, edwards.FIELD)
    x, y = (value * inverse % edwards.FIELD for value in point[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")


def test_v04_s_plus_order() -> None:
    """
    The same signature with the group order added to S is refused.
    """
    signature = SIGNER.sign(b"data")
    s = int.from_bytes(signature[32:], "little") + edwards.ORDER

    assert SIGNER.public_key.verify(signature, b"data")
    assert not SIGNER.public_key.verify(signature[:32] + s.to_bytes(32, "little"), b"data")


def test_v04_der_instead_of_raw() -> None:
    """
    A P-256 signature counts as 64 raw bytes and never in DER.
    """
    raw, der = p256_signature(b"data")

    assert P256_KEY.verify(raw, b"data")
    assert not P256_KEY.verify(der, b"data")


@pytest.mark.parametrize("key", [SIGNER.public_key, P256_KEY], ids=["Ed25519", "P-256"])
@pytest.mark.parametrize("length", [0, 1, 32, 63, 65, 128])
def test_v04_wrong_length(key: PublicKey, length: int) -> None:
    """
    A signature of any length but 64 bytes is refused.
    """
    signature = (SIGNER.sign(b"data") * 2)[:length]

    assert not key.verify(signature, b"data")


def test_v04_p256_out_of_range() -> None:
    """
    Zero and values from the group order on are refused in r and in s.
    """
    raw, _ = p256_signature(b"data")
    zero, order = bytes(32), P256_ORDER.to_bytes(32)

    for signature in (zero + raw[32:], raw[:32] + zero, order + raw[32:], raw[:32] + order):
        assert not P256_KEY.verify(signature, b"data")
    assert not P256_KEY.verify(bytes(64), b"data")


@settings(max_examples=50)
@given(st.binary(max_size=40), st.integers(0, 511))
def test_v04_any_changed_bit(data: bytes, bit: int) -> None:
    """
    A signature with one bit changed, and one by another key, are refused.
    """
    signature = bytearray(SIGNER.sign(data))
    signature[bit // 8] ^= 1 << bit % 8

    assert not SIGNER.public_key.verify(bytes(signature), data)
    assert not SIGNER.public_key.verify(OTHER_SIGNER.sign(data), data)

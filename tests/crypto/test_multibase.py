"""Text forms of bytes."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.crypto import multibase
from testamur.crypto.multibase import (
    base58btc_decode,
    base58btc_encode,
    base64url_decode,
    base64url_encode,
)

from .support import VECTORS, needs_vectors

CODECS = {
    "base58btc": (base58btc_encode, base58btc_decode),
    "base64url": (base64url_encode, base64url_decode),
}


@needs_vectors
@pytest.mark.parametrize("encoding", CODECS)
@pytest.mark.parametrize("name", ["basic", "leading_zero", "two_leading_zeros"])
def test_published_vectors(name: str, encoding: str) -> None:
    """
    Both codecs agree with the vectors of the multiformats project.
    """
    text = (VECTORS / "multibase" / f"{name}.csv").read_text("utf-8")
    (_, source), *rows = list(csv.reader(text.splitlines(), skipinitialspace=True))
    data = source.encode().replace(b"\\x00", b"\0")
    encode, decode = CODECS[encoding]
    expected = dict(rows)[encoding][1:]

    assert expected == encode(data)
    assert data == decode(expected)


@given(st.binary(max_size=80))
def test_decoding_inverts_encoding(data: bytes) -> None:
    """
    Any bytes come back from either text form.
    """
    for encode, decode in CODECS.values():
        assert data == decode(encode(data))


@given(st.text("123ABCabc-_ z", max_size=12))
def test_one_text_for_each_bytes(text: str) -> None:
    """
    Whatever is decoded is encoded to the very same text.
    """
    for encode, decode in CODECS.values():
        try:
            data = decode(text)
        except ValueError:
            continue

        assert text == encode(data)


@pytest.mark.parametrize("text", ["0", "O", "I", "l", "a b", "é", "2\n", "z="])
def test_base58_refuses_foreign_letters(text: str) -> None:
    """
    Letters outside the Bitcoin alphabet are refused.
    """
    with pytest.raises(ValueError, match="alphabet"):
        base58btc_decode(text)


def test_base58_refuses_long_text() -> None:
    """
    Text that would take long to decode is refused.
    """
    with pytest.raises(ValueError, match="longer"):
        base58btc_decode("2" * (multibase.MAX_BASE58 + 1))


@pytest.mark.parametrize("text", ["AA==", "A+A", "A/A", "A", "AAAAA", "AB", "AAB", "AA\n", "AA "])
def test_base64url_refuses_other_spellings(text: str) -> None:
    """
    Padding, the other alphabet, impossible lengths and set spare bits are refused.
    """
    with pytest.raises(ValueError, match="not base64url"):
        base64url_decode(text)

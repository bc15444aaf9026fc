"""Status lists: bits, their order, and what a list may not be."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.multibase import base64url_encode
from testamur.wire.bitstring import ENTRIES, bits_of, decode, encode

EMPTY = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
"""Bitstring Status List 1.0, example of an empty list."""


def test_the_empty_list_of_the_specification_is_empty() -> None:
    assert bits_of([]) == decode(EMPTY)


def test_v19_index_0_is_the_left_most_bit() -> None:
    """
    Section 3.1.4: the first index is the most significant bit of the first byte.
    """
    bits = bits_of([0, 9])

    assert b"\x80\x40" == bits[:2]


@settings(max_examples=25)
@given(st.sets(st.integers(0, ENTRIES - 1), max_size=40))
def test_what_is_set_is_read_back(indices: set[int]) -> None:
    bits = decode(encode(bits_of(indices)))

    assert ENTRIES // 8 == len(bits)
    assert indices == {
        (place * 8) + offset
        for place, byte in enumerate(bits)
        if byte
        for offset in range(8)
        if byte & 0x80 >> offset
    }


@pytest.mark.parametrize("index", [-1, ENTRIES, ENTRIES * 2])
def test_v15_an_index_outside_the_list_is_no_bit(index: int) -> None:
    with pytest.raises(IndexError):
        bits_of([index])


def _text(data: bytes) -> str:
    return "u" + base64url_encode(data)


WRONG = {
    "no prefix": EMPTY[1:],
    "other prefix": f"z{EMPTY[1:]}",
    "padded": f"{EMPTY}==",
    "not base64url": "u!!!!",
    "not gzip": _text(b"nothing of the kind"),
    "cut short": _text(gzip.compress(bytes(16384))[:-9]),
    "followed by something": _text(gzip.compress(bytes(16384)) + b"x"),
    "two members": _text(gzip.compress(bytes(8192)) + gzip.compress(bytes(8192))),
    "a bomb": _text(gzip.compress(bytes(1 << 26))),
    "empty": "u",
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_v14_what_is_not_one_whole_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        decode(text)

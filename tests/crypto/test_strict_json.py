"""JSON from strangers."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto.strict_json import JsonValue, parse
from tests.support.patience import patience

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=12,
)


@settings(max_examples=80)
@given(VALUES)
def test_what_python_writes_is_read_back(value: JsonValue) -> None:
    """
    Ordinary JSON is read as it was written.
    """
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        assert value == parse(text.encode())


def test_escapes_and_pairs_of_surrogates() -> None:
    """
    An escaped pair of surrogates is one character; an escaped quotation mark ends no string.
    """
    assert ["\U0001f600", '"]', "\\", "\x7f"] == parse(rb'["\ud83d\ude00", "\"]", "\\", "\u007f"]')


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1,"a":1}',
        '{"a":{"b":1,"\\u0062":2}}',
        '[{"":1,"":2}]',
    ],
)
def test_v07_a_member_twice(text: str) -> None:
    """
    An object that names a member twice is refused at any depth and in any spelling.
    """
    with pytest.raises(ValueError, match="twice"):
        parse(text.encode())


@pytest.mark.parametrize("text", ['{"__proto__":1}', '[{"a":{"\\u005f_proto__":{}}}]'])
def test_v07_proto(text: str) -> None:
    """
    A member that is special to browsers is refused.
    """
    with pytest.raises(ValueError, match="__proto__"):
        parse(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "NaN",
        "[Infinity]",
        "-Infinity",
        "1e400",
        "-1e400",
        "[1e999]",
        "-0",
        "-0.0",
        "-0e5",
        "-0E-5",
        "1" * 401,
        "-" + "1" * 5000,
    ],
)
def test_v07_numbers_beyond_json(text: str) -> None:
    """
    What is no finite double, minus zero, and endless integers are refused.
    """
    with pytest.raises(ValueError, match="JSON has"):
        parse(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        r'"\ud800"',
        r'"\udc00\ud800"',
        r'{"\uDBFF":1}',
        r'["a", {"b": "x\ud83dx"}]',
        r'"\ud83d\u0041"',
    ],
)
def test_v07_lone_surrogates(text: str) -> None:
    """
    Half a character is refused, in names as in values.
    """
    with pytest.raises(ValueError, match="surrogate"):
        parse(text.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf{}",
        '{"a":1}'.encode("utf-16"),
        b"\xfe\xff\x00{\x00}",
        '"é"'.encode("latin-1"),
        b'"\xed\xa0\x80"',
        b'"\xc0\x80"',
        b"\xff",
    ],
)
def test_v07_other_encodings(data: bytes) -> None:
    """
    A byte order mark and anything but well-formed UTF-8 are refused.
    """
    with pytest.raises(ValueError, match=r"byte order mark|UTF-8"):
        parse(data)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"b":['])
def test_v07_depth(opening: bytes) -> None:
    """
    Deep nesting is refused before it can exhaust the stack, closed or not.
    """
    with pytest.raises(ValueError, match="deeper than 64"):
        parse(opening * 10_000)
    with pytest.raises(ValueError, match="deeper than 64"):
        parse(b"[" * 65 + b"]" * 65)


def test_v07_depth_counts_no_brackets_in_strings() -> None:
    """
    64 levels are read, and brackets inside strings are text.
    """
    brackets = "[{" * 200 + '"' + "[" * 100

    assert brackets == parse(json.dumps(brackets).encode())
    assert [] != parse(b"[" * 64 + b"]" * 64)


@pytest.mark.parametrize("data", [b"", b" ", b"{", b"[1,]", b"{'a':1}", b"01", b"+1", b"1.", b".5"])
def test_v07_malformed(data: bytes) -> None:
    """
    Text that is no JSON is refused.
    """
    with pytest.raises(ValueError, match=r"."):
        parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b"{} {}",
        b"[1]x",
        b'"\t"',
        b'"\n"',
        b"// c\n1",
        b"tru",
        b"\x0b1",
        b"nul",
        "１".encode(),
        b"\xa01",
    ],
)
def test_v07_malformed_in_lenient_readers_only(data: bytes) -> None:
    """
    What some readers let pass is refused: trailing text, raw control characters, comments.
    """
    with pytest.raises(ValueError, match=r"."):
        parse(data)


def test_v07_size() -> None:
    """
    More bytes than allowed are refused unread.
    """
    with pytest.raises(ValueError, match="more than 10 bytes"):
        parse(b'"12345678"' + b" ", max_bytes=10)

    assert "12345678" == parse(b'"12345678"', max_bytes=10)


@pytest.mark.parametrize("unit", ['\\"', '"', "\\", "[],", '"a",', '{"', "\\u"])
def test_v07_no_slow_input(unit: str) -> None:
    """
    Two million bytes of any pattern are judged in a moment.
    """
    data = ('["' + unit * (1_900_000 // len(unit))).encode()
    with patience(), pytest.raises(ValueError, match=r"."):
        parse(data)


@settings(max_examples=150)
@given(st.binary(max_size=40) | st.text('{}[]":,\\u0d81ntf-.eE ', max_size=30).map(str.encode))
def test_v07_only_value_errors(data: bytes) -> None:
    """
    Whatever the bytes, the answer is a value that JSON can carry or a ValueError.
    """
    try:
        value = parse(data)
    except ValueError:
        return

    assert value == json.loads(json.dumps(value, allow_nan=False).encode())

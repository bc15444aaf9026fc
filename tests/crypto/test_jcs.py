"""The JSON Canonicalization Scheme."""

from __future__ import annotations

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.crypto import jcs
from testamur.crypto.strict_json import JsonValue, parse

from .support import VECTORS, needs_vectors

# Names on both sides of the surrogates, where UTF-16 and code points sort differently.
NAMES = st.text(max_size=3) | st.text("a\x7f\u20ac\ue000\uffff\U0001f600", max_size=3)
SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | SAFE | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=15,
)


@needs_vectors
@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_v08_published_vectors(name: str) -> None:
    """
    Each input of the reference test data gives the published bytes.
    """
    folder = VECTORS / "jcs"
    value = parse((folder / "input" / f"{name}.json").read_bytes())
    hexadecimal = "".join((folder / "outhex" / f"{name}.txt").read_text().split())

    assert bytes.fromhex(hexadecimal) == jcs.canonical(value)


@settings(max_examples=300)
@given(VALUES)
def test_v08_both_ways_agree(value: JsonValue) -> None:
    """
    The fast way is taken only where it gives what the reference gives.
    """
    assert rfc8785.dumps(value) == jcs.canonical(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (5e-324, "5e-324"),
        (333333333.33333329, "333333333.3333333"),
        (2**53 - 1, "9007199254740991"),
        ("\u2028\x7f/", '"\u2028\x7f/"'),
        ('\x00\x1f\b"\\', '"\\u0000\\u001f\\b\\"\\\\"'),
        ({"\U0001f600": 1, "\ufb33": 2}, '{"\U0001f600":1,"\ufb33":2}'),
        ({"b": [], "a": {}, "": None}, '{"":null,"a":{},"b":[]}'),
        (True, "true"),
    ],
)
def test_v08_forms_of_numbers_and_strings(value: JsonValue, expected: str) -> None:
    """
    Numbers take ECMAScript's form, strings the shortest escapes, names UTF-16 order.
    """
    assert expected.encode() == jcs.canonical(value)


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        [math.nan],
        2**53,
        -(2**53),
        2**64,
        "\ud800",
        {"\ud800": 1},
        {"a": "\udfff"},
        {1: 2},
        {None: 1},
        b"bytes",
        {"a": {1, 2}},
        object(),
    ],
)
def test_v08_outside_i_json(value: Any) -> None:
    """
    What JSON cannot carry between programs unchanged is refused.
    """
    with pytest.raises(ValueError, match=r"."):
        jcs.canonical(value)


def test_v08_depth() -> None:
    """
    Endless nesting is refused as a value, with and without floats inside.
    """
    for leaf in (1, 1.5):
        value: JsonValue = leaf
        for _ in range(100_000):
            value = [value]
        with pytest.raises(ValueError, match="JCS"):
            jcs.canonical(value)

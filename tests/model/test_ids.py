"""Award ids and slugs: what may stand in an address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.model.ids import award_id, is_award_id, is_slug


@given(st.binary(min_size=16, max_size=16))
def test_an_id_is_26_plain_characters(chance: bytes) -> None:
    """
    Crockford base32 of 128 bits: lower case, and neither i, l, o nor u.
    """
    id_ = award_id(chance)

    assert is_award_id(id_)
    assert not set(id_) & set("ilouILOU")


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=16, max_size=16))
def test_other_chance_is_another_id(one: bytes, other: bytes) -> None:
    assert (one == other) == (award_id(one) == award_id(other))


def test_the_ends_of_the_range() -> None:
    assert "0" * 26 == award_id(bytes(16))
    assert "7" + "z" * 25 == award_id(b"\xff" * 16)


@pytest.mark.parametrize("size", [0, 15, 17])
def test_an_id_is_made_of_16_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        award_id(bytes(size))


@pytest.mark.parametrize("text", ["", "0" * 25, "0" * 27, "8" + "0" * 25, "0" * 25 + "I", "../x"])
def test_anything_else_is_no_id(text: str) -> None:
    assert not is_award_id(text)


@pytest.mark.parametrize("text", ["a", "data-steward", "x2", "2026", "a" * 80])
def test_plain_words_are_slugs(text: str) -> None:
    assert is_slug(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            ".",
            "..",
            "../x",
            "a/b",
            "A",
            "Abc",
            "a_b",
            "-a",
            "a-",
            "a--b",
            "ä",
            "a b",
            "a" * 81,
        ),
        *("%2e%2e", "con", "aux", "nul", "com1", "lpt9", "a\n"),
    ],
)
def test_h21_h22_h23_anything_else_is_no_slug(text: str) -> None:
    assert not is_slug(text)

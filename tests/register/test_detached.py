"""Detached signatures as they stand in a document's line."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.model.formats import Format
from testamur.problems import RegisterError
from testamur.register import documents
from testamur.register.detached import Detached
from testamur.register.documents import Document
from tests.support.issued import ISSUED

LINE = next((ISSUED / "content/register/documents").iterdir()).read_bytes().splitlines()[0]
ONE = Detached(Format.JWT, 1, "k" * 43, "0" * 64, "s" * 86)

B64 = st.text("abcXYZ019-_", min_size=1, max_size=90)
DETACHED = st.lists(
    st.builds(
        Detached,
        st.sampled_from(Format),
        st.integers(1, 9),
        B64,
        st.text("0123456789abcdef", min_size=64, max_size=64),
        B64,
    ),
    unique_by=lambda each: each.format,
).map(tuple)


def document() -> Document:
    found = documents.decode(LINE, "here")
    assert isinstance(found, Document)
    return found


def test_a_line_without_any_is_the_line_that_it_was() -> None:
    """
    Registers that were written before they were known keep every byte.
    """
    assert () == document().detached
    assert b"detached" not in LINE
    assert LINE == documents.encode(document())


@settings(max_examples=50)
@given(DETACHED)
def test_what_is_written_is_read_again(detached: tuple[Detached, ...]) -> None:
    written = replace(document(), detached=detached)

    assert written == documents.decode(documents.encode(written), "here")


@pytest.mark.parametrize(
    "change",
    [
        {"format": "cwt"},
        {"format": None},
        {"derivation": 0},
        {"derivation": "1"},
        {"derivation": True},
        {"key": ""},
        {"key": "../did"},
        {"payload": "0" * 63},
        {"payload": "A" * 64},
        {"signature": "ab=="},
        {"signature": None},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_damaged_one_is_refused(change: dict[str, Any]) -> None:
    line = documents.encode(replace(document(), detached=(ONE,)))
    damaged = line.replace(
        json.dumps(plain_one(), separators=(",", ":")).encode(),
        json.dumps({**plain_one(), **change}, separators=(",", ":")).encode(),
    )

    assert damaged != line
    with pytest.raises(RegisterError, match="here"):
        documents.decode(damaged, "here")


@pytest.mark.parametrize("listed", ["[]", "{}", "null", "[1]", "twice"])
def test_a_list_that_nobody_wrote_is_refused(listed: str) -> None:
    line = documents.encode(replace(document(), detached=(ONE,)))
    one = json.dumps(plain_one(), separators=(",", ":"))
    damaged = line.replace(
        f"[{one}]".encode(), (f"[{one},{one}]" if listed == "twice" else listed).encode()
    )

    assert damaged != line
    with pytest.raises(RegisterError, match="here"):
        documents.decode(damaged, "here")


def plain_one() -> dict[str, Any]:
    return {
        "format": "jwt",
        "derivation": 1,
        "key": "k" * 43,
        "payload": "0" * 64,
        "signature": "s" * 86,
    }

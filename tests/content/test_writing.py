"""Records as files: what is written is read back as what it was, whatever the name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.content.load import load
from testamur.content.writing import award_text
from testamur.model.award import Display, Evidence, Recipient, RecipientIdentifier, Record, Result
from tests.content.support import Content
from tests.support.check import TODAY

LINES = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], max_codepoint=0xFFFF), min_size=1
).map(str.strip)


def a_record(name: str = "Ada Lovelace", **changes: object) -> Record:
    fields: dict[str, object] = {
        "credential": "data-steward",
        "recipient": Recipient(name, "ada@example.org"),
        "awarded": date(2026, 3, 1),
        "identity": "key:ada-1",
    }
    return Record(**fields | changes)  # type: ignore[arg-type]  # fields of a record


@pytest.mark.parametrize(
    "name",
    [
        "no",
        "null",
        "~",
        "1:30",
        "0123",
        "- a",
        "a: b",
        "#",
        "'",
        '"',
        "{a}",
        "@x",
        "&a",
        "*a",
        "!x",
    ],
)
def test_a_name_that_yaml_would_take_for_something_else(name: str) -> None:
    text = award_text(a_record(name), "")

    assert "key: ada-1\ncredential: data-steward\n" == text[: text.index("recipient")]


@given(name=LINES, did=st.booleans(), display=st.sampled_from(Display), number=LINES)
@settings(max_examples=60)
def test_what_is_written_is_read_back(
    name: str, display: Display, number: str, *, did: bool
) -> None:
    """It is compared when it is written: all that may happen is that it is refused."""
    record = a_record(
        recipient=Recipient(
            name or "x",
            None,
            "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK" if did else None,
            (RecipientIdentifier("sourcedId", number or "1"),),
            display,
        ),
        expires=date(2027, 1, 1),
        evidence=(Evidence("A: b", url="https://a.example/x#y"), Evidence("Second")),
        narrative="One line.\n\n- and *more*",
    )
    try:
        text = award_text(record, "Two\nlines")
    except ValueError:
        return

    assert text.startswith("# Two\n# lines\nkey: ")


def test_a_file_is_one_of_content(tmp_path: Path) -> None:
    content = Content(tmp_path)
    content.write("awards/new.yaml", award_text(a_record("Grace Hopper"), "Why."))
    loaded = load(tmp_path, today=TODAY)

    assert () == loaded.problems
    assert loaded.catalog is not None
    assert "key:ada-1" in [record.identity for record in loaded.catalog.records]


@pytest.mark.parametrize(
    "changes",
    [
        {"results": (Result("exam", "87"),)},
        {"language": "de"},
        {"identity": "path:ada"},
        {"evidence": (Evidence("x", narrative="told"),)},
        {"recipient": Recipient("Ada\u202eLovelace")},
    ],
)
def test_what_cannot_be_written_is_refused(changes: dict[str, Any]) -> None:
    """Nothing is left out in silence."""
    with pytest.raises(ValueError, match=r"."):
        award_text(a_record(**changes), "")

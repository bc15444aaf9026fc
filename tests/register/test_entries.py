"""Lines of the log: written in one way, read in no other."""

from __future__ import annotations

from datetime import date

import pytest

from testamur.crypto.signer import Ed25519Signer
from testamur.register.entries import (
    DefinitionEntry,
    Entry,
    EraseEntry,
    IssueEntry,
    KeyAction,
    KeyEntry,
    PathwayEntry,
    Role,
    StatusEntry,
    parse,
)

DAY = date(2026, 3, 2)
DIGEST = "ab" * 32
KEY = Ed25519Signer.from_seed(bytes([1]) * 32).public_key

GOOD = (
    (IssueEntry(DIGEST), f"issue 1 2026-03-02 {DIGEST}"),
    (
        DefinitionEntry("data-steward", 2, DIGEST),
        f"definition 1 2026-03-02 data-steward 2 {DIGEST}",
    ),
    (
        PathwayEntry("to-steward", 2, DIGEST),
        f"pathway 1 2026-03-02 to-steward 2 {DIGEST}",
    ),
    (KeyEntry(Role.AWARD, KeyAction.ADD, KEY), f"key 1 2026-03-02 award add {KEY.multibase}"),
    (
        KeyEntry(Role.REGISTER, KeyAction.COMPROMISED, KEY, 7),
        f"key 1 2026-03-02 register compromised {KEY.multibase} 7",
    ),
    (StatusEntry("revocation", 1, DIGEST), f"status 1 2026-03-02 revocation 1 {DIGEST}"),
    (EraseEntry(0), "erase 1 2026-03-02 0"),
)


@pytest.mark.parametrize(("fact", "line"), GOOD)
def test_an_entry_reads_back(fact: IssueEntry, line: str) -> None:
    """
    What is written is read as what it was.
    """
    entry = Entry(DAY, fact)

    assert line.encode() == entry.line
    assert entry == parse(entry.line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "issue",
        f"issue 2 2026-03-02 {DIGEST}",
        f"issue 1 2026-3-2 {DIGEST}",
        f"issue 1 2026-02-30 {DIGEST}",
        f"issue 1 2026-03-02  {DIGEST}",
        f"issue 1 2026-03-02 {DIGEST} ",
        f"issue 1 2026-03-02 {DIGEST.upper()}",
        f"issue 1 2026-03-02 {DIGEST[:-1]}",
        f"issue 1 2026-03-02 {DIGEST} more",
        f"issue 1 2026-03-02 {DIGEST}\r",
        f"award 1 2026-03-02 {DIGEST}",
        f"definition 1 2026-03-02 Data 1 {DIGEST}",
        f"definition 1 2026-03-02 data 01 {DIGEST}",
        f"definition 1 2026-03-02 data +1 {DIGEST}",
        f"pathway 1 2026-03-02 Data 1 {DIGEST}",
        f"pathway 1 2026-03-02 data {DIGEST}",
        f"pathway 1 2026-03-02 data 1 {DIGEST[1:]}",
        "erase 1 2026-03-02 -1",
        "erase 1 2026-03-02 1_0",
        "erase 1 2026-03-02 ٥",
        f"key 1 2026-03-02 award add {KEY.multibase[:-1]}",
        f"key 1 2026-03-02 award add {KEY.multibase} 5",
        f"key 1 2026-03-02 owner add {KEY.multibase}",
        f"status 1 2026-03-02 Revocation 1 {DIGEST}",
        "erase 1 2026-03-02 " + "1" * 1024,
    ],
)
def test_any_other_line_is_refused(line: str) -> None:
    """
    A line that `Entry.line` would not write is no entry.
    """
    with pytest.raises(ValueError, match=r".+"):
        parse(line.encode())

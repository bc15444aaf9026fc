"""One thing changes in a file, and no other byte: whatever its comments, order, quotes and line ends."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.content import edit
from testamur.content.edit import EditError, Value
from testamur.content.edit_words import document
from testamur.content.yamltext import compose, plain

DAY = date(2026, 5, 4)
NOTE: dict[str, Value] = {"date": DAY, "reason": "Two candidates: one number"}

ONE = """\
# Ada's award  # by hand
recipient:   {name: "Ada Lovelace",   email: ada@example.org}  # as in the roll

credential: 'data-steward'
awarded: 2026-03-01   # the last day
narrative: >-
  Folded,
  twice.

# the end
"""
LIST = """\
# a list
- credential: basics
  recipient:
    name: Ada   # first
    email: ada@example.org
  awarded: 2026-03-01

# the second
- {credential: basics, recipient: {name: Bea}, awarded: 2026-03-02, key: bea}
-   credential: law
    recipient: {name: Cy}
    awarded: 2026-03-03
    evidence:
    - name: Essay
    - name: 'Talk'
"""
COHORT = """\
credential,name,email,awarded
law,"Lovelace, Ada",ada@example.org,2026-03-01

law,Bea,bea@example.org,2026-03-02
law,"Cy ""the"" Third",cy@example.org,2026-03-03
"""
MARKDOWN = """\
---
# what it is
name: Data Steward
kind: participation
tags: [data]
---
# Criteria

name: not a field
"""


@pytest.mark.parametrize(
    ("subject", "text", "route", "value", "old", "new"),
    [
        ("a.yaml", ONE, ("recipient", "name"), "Ada King", '"Ada Lovelace"', '"Ada King"'),
        ("a.yaml", ONE, ("recipient", "did"), "did:x", ".org}", ".org, did: did:x}"),
        ("a.yaml", ONE, ("credential",), "it's", "'data-steward'", "'it''s'"),
        ("a.yaml", ONE, ("awarded",), DAY, "2026-03-01", "2026-05-04"),
        ("a.yaml", ONE, ("narrative",), "Plain.", ">-\n  Folded,\n  twice.", "Plain."),
        ("a.yaml", ONE, ("narrative",), "A\nB", ">-\n  Folded,\n  twice.", "|-\n  A\n  B"),
        (
            "a.yaml",
            ONE,
            ("revoked",),
            NOTE,
            "twice.\n",
            "twice.\nrevoked: {date: 2026-05-04, reason: 'Two candidates: one number'}\n",
        ),
        (
            "l.yaml#1",
            LIST,
            ("key",),
            "ada",
            "awarded: 2026-03-01\n",
            "awarded: 2026-03-01\n  key: ada\n",
        ),
        (
            "l.yaml#1",
            LIST,
            ("recipient", "did"),
            "did:x",
            "ada@example.org\n",
            "ada@example.org\n    did: did:x\n",
        ),
        ("l.yaml#2", LIST, ("expires",), DAY, "key: bea}", "key: bea, expires: 2026-05-04}"),
        ("l.yaml#2", LIST, ("recipient", "name"), "no", "Bea", "'no'"),
        ("l.yaml#2", LIST, ("recipient", "name"), "B, {C}", "Bea", "'B, {C}'"),
        ("l.yaml#3", LIST, ("evidence", 1, "name"), "x", "'Talk'", "'x'"),
        ("l.yaml#3", LIST, ("evidence", 2), {"name": "y"}, "'Talk'\n", "'Talk'\n    - {name: y}\n"),
        ("c.csv#1", COHORT, ("recipient", "name"), "Ada King", '"Lovelace, Ada"', '"Ada King"'),
        ("c.csv#2", COHORT, ("recipient", "name"), 'B "b", C', "Bea", '"B ""b"", C"'),
        ("c.csv#3", COHORT, ("awarded",), DAY, "2026-03-03", "2026-05-04"),
        ("credential.md", MARKDOWN, ("name",), "Data: all", "Data Steward", "'Data: all'"),
        ("credential.md", MARKDOWN, ("tags", 1), "open", "[data]", "[data, open]"),
        ("credential.md", MARKDOWN, ("version",), "2", "[data]", "[data]\nversion: '2'"),
    ],
)
def test_a_value_is_put_in_its_place(
    subject: str, text: str, route: tuple[Any, ...], value: Any, *, old: str, new: str
) -> None:
    """The rest of the file is what it was, with either line end and with a byte order mark."""
    assert 1 == text.count(old)
    for make in (str, lambda each: "\ufeff" + each.replace("\n", "\r\n")):
        before, after = make(text).encode(), make(text.replace(old, new)).encode()

        assert after == edit.put(subject, before, route, value)


@pytest.mark.parametrize(
    ("subject", "text", "route", "old", "new"),
    [
        ("a.yaml", ONE, ("awarded",), "awarded: 2026-03-01   # the last day\n", ""),
        ("a.yaml", ONE, ("recipient", "email"), ",   email: ada@example.org", ""),
        ("a.yaml", ONE, ("recipient", "name"), 'name: "Ada Lovelace",   ', ""),
        ("a.yaml", ONE, ("narrative",), "narrative: >-\n  Folded,\n  twice.\n", ""),
        ("l.yaml#1", LIST, ("credential",), "credential: basics\n  recipient:\n", "recipient:\n"),
        ("l.yaml#3", LIST, ("evidence", 0), "    - name: Essay\n", ""),
        ("c.csv#2", COHORT, ("recipient", "email"), "bea@example.org", ""),
    ],
)
def test_a_field_is_taken_out(
    subject: str, text: str, route: tuple[Any, ...], old: str, new: str
) -> None:
    assert text.replace(old, new) == edit.take(subject, text.encode(), route).decode()


@pytest.mark.parametrize(
    ("subject", "text", "old", "new"),
    [
        ("l.yaml#1", LIST, LIST[LIST.index("- cred") : LIST.index("\n# the")], ""),
        ("l.yaml#2", LIST, LIST[LIST.index("- {") : LIST.index("-   ")], ""),
        ("l.yaml#3", LIST, LIST[LIST.index("-   ") :], ""),
        ("c.csv#1", COHORT, 'law,"Lovelace, Ada",ada@example.org,2026-03-01\n', ""),
        ("c.csv#3", COHORT, COHORT[COHORT.index('law,"Cy') :], ""),
    ],
)
def test_an_award_is_taken_out_of_its_file(subject: str, text: str, old: str, new: str) -> None:
    found = edit.drop(subject, text.encode())

    assert text.replace(old, new).encode() == found


def test_the_only_award_takes_its_file_along() -> None:
    assert edit.drop("a.yaml", ONE.encode()) is None
    assert edit.drop("l.yaml#1", b"- {credential: x}\n") is None
    assert edit.drop("c.csv#1", b"credential,name\nlaw,Ada\n") is None


def test_columns_are_added_behind_the_last() -> None:
    """In every row, and the cells that were quoted stay as they are."""
    found = edit.note("c.csv#2", COHORT.encode(), "revoked", NOTE).decode()

    assert found.splitlines() == [
        "credential,name,email,awarded,revoked,revoked_reason",
        'law,"Lovelace, Ada",ada@example.org,2026-03-01,,',
        "",
        "law,Bea,bea@example.org,2026-03-02,2026-05-04,Two candidates: one number",
        'law,"Cy ""the"" Third",cy@example.org,2026-03-03,,',
    ]


def test_the_second_event_makes_a_list() -> None:
    """In one line, or below each other: as the first was written."""
    in_flow = edit.note(
        "a.yaml", b"corrected: {date: 2026-01-01, reason: a}  # why\n", "corrected", NOTE
    )
    block = b"x: 1\ncorrected:\n  date: 2026-01-01 # on a Thursday\n\n  reason: a\ny: 2\n"
    below = edit.note("a.yaml", block, "corrected", NOTE)

    written = "{date: 2026-05-04, reason: 'Two candidates: one number'}"
    assert f"corrected: [{{date: 2026-01-01, reason: a}}, {written}]  # why\n" == in_flow.decode()
    assert (
        "x: 1\ncorrected:\n  - date: 2026-01-01 # on a Thursday\n\n    reason: a\n"
        f"  - {written}\ny: 2\n"
    ) == below.decode()
    assert 3 == edit.note("a.yaml", below, "corrected", NOTE).decode().count("  - ")


@pytest.mark.parametrize("ending", ["\n", ""])
def test_an_award_is_added_at_the_end(ending: str) -> None:
    """With or without an end to the last line, and in a file that was empty."""
    fields: dict[str, Value] = {
        "credential": "law",
        "recipient": {"name": "Di", "email": "d@x.org"},
        "awarded": DAY,
    }
    written = "{credential: law, recipient: {name: Di, email: d@x.org}, awarded: 2026-05-04}"

    for text in (LIST.removesuffix("\n") + ending, "# nothing yet" + ending, ""):
        found = edit.add("l.yaml", text.encode(), fields).decode()
        assert f"- {written}" == found.removeprefix(text).strip()
        assert found.startswith(text)
    text = COHORT.removesuffix("\n") + ending
    row = "law,Di,d@x.org,2026-05-04"
    assert f"{text.rstrip()}\n{row}{ending}" == edit.add("c.csv", text.encode(), fields).decode()
    assert f"credential,name,email,awarded\n{row}\n" == edit.add("c.csv", b"", fields).decode()


def test_a_row_brings_its_columns_along() -> None:
    fields: dict[str, Value] = {"credential": "law", "results": [{"result": "exam", "value": "87"}]}
    found = edit.add("c.csv", b"credential,name\nlaw,Ada", fields).decode()

    assert "credential,name,result.exam\nlaw,Ada,\nlaw,,87" == found


@pytest.mark.parametrize(
    ("subject", "text", "route", "value"),
    [
        ("a.yaml", "a: {b: 1}\na: 2\n", ("a",), "x"),
        ("a.yaml", "a: &x 1\nb: *x\n", ("a",), "x"),
        ("a.yaml", "a: [1\n", ("a",), "x"),
        ("a.yaml", "a: 1\n---\na: 2\n", ("a",), "x"),
        ("a.yaml", "", ("a",), "x"),
        ("a.yaml", "a: text\n", ("a", "b"), "x"),
        ("a.yaml", "a: [x]\n", ("a", 2), "x"),
        ("a.yaml", "a: [x]\n", ("a", "b"), "x"),
        ("a.yaml", "a:\n  # why\n  b: 1\n", ("a",), {"c": "x"}),
        ("a.yaml", "a:\n  - b # why\n  - c\n", ("a",), ["x"]),
        ("a.yaml", "a: |+\n  text\n\n\n", ("b",), "x"),
        ("a.yaml", "a: b\n", ("a",), "half \ud800"),
        ("a.yaml", "- a: b\n", ("c",), "x"),
        ("a.yaml#3", "- a: b\n", ("c",), "x"),
        ("credential.md", "name: no fields\n", ("name",), "x"),
        ("c.csv#1", COHORT.replace("Bea,", "Bea"), ("awarded",), DAY),
        ("c.csv#1", COHORT.replace('"Love', "Love"), ("awarded",), DAY),
        ("c.csv#9", COHORT, ("awarded",), DAY),
        ("c.csv#1", COHORT, ("assessed_by",), {"name": "x"}),
        ("c.csv#1", COHORT, ("awarded",), " x"),
        ("c.csv#1", COHORT, ("evidence",), [{"name": "x"}, {"name": "y"}]),
        ("c.csv#1", COHORT.replace("email", "name"), ("awarded",), DAY),
    ],
)
def test_what_cannot_be_changed_safely_is_refused(
    subject: str, text: str, route: tuple[Any, ...], value: Any
) -> None:
    with pytest.raises(EditError, match=r"\w+"):
        edit.put(subject, text.encode(), route, value)


@pytest.mark.parametrize(
    ("subject", "text", "route"),
    [
        ("a.yaml", "a: 1\n", ("b",)),
        ("a.yaml", "a: 1\n", ("a",)),
        ("a.yaml", "a: {b: 1}\n", ("a", "b")),
        ("a.yaml", "a: 1\n", ("a", "b")),
        ("c.csv#1", COHORT, ("expires",)),
        ("c.csv#9", COHORT, ("awarded",)),
    ],
)
def test_what_is_not_there_cannot_be_taken(subject: str, text: str, route: tuple[Any, ...]) -> None:
    with pytest.raises(EditError, match=r"\w+"):
        edit.take(subject, text.encode(), route)


def test_a_row_has_room_for_one_event() -> None:
    once = edit.note("c.csv#1", COHORT.encode(), "corrected", NOTE)

    with pytest.raises(EditError, match="already"):
        edit.note("c.csv#1", once, "corrected", NOTE)


def test_a_file_of_one_award_is_no_list() -> None:
    with pytest.raises(EditError, match="no list"):
        edit.add("a.yaml", ONE.encode(), {"credential": "law"})


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(EditError, match="UTF-8"):
        edit.put("a.yaml", b"a: \xff\n", ("a",), "x")


KEYS = st.sampled_from(["a", "b", "c d", "no", "ä"])
TEXTS = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs"], include_characters="\n"), max_size=30
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(KEYS, inner, min_size=1, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Fields written in every way that somebody may, with comments and blank lines between."""
    text = draw(st.sampled_from(["", "# first: {x}\n", "\n"]))
    for key in draw(st.lists(KEYS, min_size=1, max_size=5, unique=True)):
        written = draw(
            st.sampled_from(
                [
                    "plain text",
                    "",
                    "~",
                    "'it''s # no comment'",
                    '"\\u00e4 : x"',
                    "{a: 1, 'b': [x, y]}",
                    "[a, {b: c},]",
                    "{\n  a: 1, # one\n  b: 2\n  }",
                    "\n  a: 1\n  b:\n  - x\n  # last\n  - y: z\n    w: v",
                    "\n- a\n-   - b\n    - c\n",
                    "|\n  lines\n\n  more",
                    ">-\n  fold\n  ed\n",
                    "several words\n  on two lines",
                ]
            )
        )
        comment = draw(st.sampled_from(["", "", " # why", "\n# between\n", "\n\n"]))
        if written.startswith(("|", ">")) or "\n" in written:
            comment = comment.lstrip(" ") if comment.startswith(" ") else comment
            comment = f"\n{comment}" if comment.startswith("#") else comment
        text += f"{key}: {written}{comment}\n"
    return text


@given(text=files(), key=KEYS, value=VALUES, returns=st.booleans(), marked=st.booleans())
@settings(max_examples=300, deadline=None)
def test_whatever_the_file_only_that_value_differs(
    text: str, key: str, value: Any, *, returns: bool, marked: bool
) -> None:
    """Else it is refused; every comment is still there, and so is each untouched line."""
    data = (
        ("\ufeff" if marked else "") + (text.replace("\n", "\r\n") if returns else text)
    ).encode()
    node, faults = compose(text)
    assert not faults
    before = plain(node)
    assert isinstance(before, dict)
    try:
        found = edit.put("a.yaml", data, (key,), value)
    except EditError:
        return

    assert {**before, key: value} == edit.get("a.yaml", found, ())
    assert marked == found.startswith(b"\xef\xbb\xbf")
    assert not returns or found.count(b"\n") == found.count(b"\r\n")
    for comment in ("# first: {x}", "# why", "# between"):
        assert text.count(comment) <= found.decode().count(comment)


@given(text=files(), key=KEYS)
@settings(max_examples=200, deadline=None)
def test_what_was_put_can_be_taken_again(text: str, key: str) -> None:
    """A field that was new leaves no trace."""
    node, _ = compose(text)
    before = plain(node)
    assert isinstance(before, dict)
    if key in before:
        return
    try:
        there = edit.put("a.yaml", text.encode(), (key,), {"date": DAY, "reason": "x"})
    except EditError:
        return

    assert text == edit.take("a.yaml", there, (key,)).decode()


@given(value=st.dictionaries(KEYS, VALUES, min_size=1))
@settings(max_examples=150, deadline=None)
def test_a_new_file_is_read_back(value: Any) -> None:
    try:
        text = document(value)
    except EditError:
        return
    node, faults = compose(text)

    assert (value, ()) == (plain(node), faults)


CELLS = st.text(
    st.characters(categories=["L", "N", "P", "Zs"], include_characters='",\n;'), max_size=12
)


@given(
    names=st.lists(CELLS.map(str.strip), min_size=1, max_size=5),
    value=CELLS.map(str.strip),
    quoted=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_cohort_only_that_cell_differs(
    names: list[str], value: str, *, quoted: bool
) -> None:
    def cell(text: str) -> str:
        doubled = text.replace('"', '""')
        return f'"{doubled}"' if quoted or set(text) & set('",\n') else text

    lines = [f"law,{cell(name)},2026-03-01\n" for name in names]
    text = "credential,name,awarded\n" + "".join(lines)
    found = edit.put("c.csv#1", text.encode(), ("recipient", "name"), value)

    assert text.replace(lines[0], "", 1).encode() == edit.drop("c.csv#1", found) or len(names) == 1
    assert (value or None) == edit.get("c.csv#1", found, ("recipient", "name"))

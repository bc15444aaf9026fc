"""Two texts compared word by word."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.pages.wordwise import Change, changed_paragraphs, changed_words, joined

LINES = st.text(alphabet="ab 字 \n", max_size=60)


def told(before: str, after: str) -> str:
    """`[-old-]` and `[+new+]` in their surroundings."""
    marks = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}
    return " ".join(marks[run.change].format(run.text) for run in changed_words(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("two days at the forge", "three days at the forge", "[-two-] [+three+] days at the forge"),
        ("at the forge", "alone at the forge", "[+alone+] at the forge"),
        ("at the forge, alone", "at the forge,", "at the forge, [-alone-]"),
        ("one  word\nwraps", "one word wraps", "one word wraps"),
        # A lone word between two changes would leave a reader to puzzle.
        (
            "ten of fifteen exercises pass",
            "twelve of twenty exercises pass",
            "[-ten of fifteen-] [+twelve of twenty+] exercises pass",
        ),
        ("安全な鍛冶", "安全の鍛冶", "安全 [-な-] [+の+] 鍛冶"),
        ("عمل آمن في المحترف", "عمل آمن في الورشة", "عمل آمن في [-المحترف-] [+الورشة+]"),
    ],
)
def test_words_are_told_apart(before: str, after: str, expected: str) -> None:
    """What was taken out stands before what was put in, and all else as it was."""
    assert expected == told(before, after)


@settings(max_examples=60)
@given(LINES, LINES)
def test_both_texts_can_be_read_from_what_is_told(before: str, after: str) -> None:
    """Nothing is lost: without what was added it is the old text, without the removed the new."""
    runs = changed_words(before, after)
    old = [run.text for run in runs if run.change is not Change.ADDED]
    new = [run.text for run in runs if run.change is not Change.REMOVED]

    assert "".join(before.split()) == "".join(joined(old).split())
    assert "".join(after.split()) == "".join(joined(new).split())
    assert all(run.text for run in runs)


def test_paragraphs_that_stayed_are_left_out() -> None:
    """A reader sees what changed and not the whole text."""
    found = list(
        changed_paragraphs(["One.", "Takes two days.", "Three."], ["One.", "Takes two weeks."])
    )

    assert ["Takes two days. weeks.", "Three."] == [
        " ".join(run.text for run in each) for each in found
    ]


def test_paragraphs_that_share_nothing_are_told_whole() -> None:
    """Words that happen to stand in both do not make one a new wording of the other."""
    (old, new) = changed_paragraphs(
        ["The paper is sat with a pencil."], ["Nobody examined the holder in any way."]
    )

    assert [Change.REMOVED] == [run.change for run in old]
    assert [Change.ADDED] == [run.change for run in new]


def test_equal_texts_have_no_changes() -> None:
    assert [] == list(changed_paragraphs(["One.", "Two."], ["One.", "Two."]))


@pytest.mark.parametrize("paragraph", ["a b " * 20_000, "a " * 390, "a b c d e f g " * 57])
def test_comparing_is_bounded(paragraph: str) -> None:
    """A text made to be hard to compare costs no more than any other."""
    begun = time.process_time()
    list(changed_paragraphs([paragraph], [paragraph.replace("a b", "b a") + "x"]))
    list(changed_paragraphs(["a"] * 30_000, ["b", "a"] * 15_000))

    assert time.process_time() - begun < 3

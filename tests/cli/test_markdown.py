"""What others wrote, inside GitHub's Markdown."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from testamur.cli.markdown import code, link, prose


@pytest.mark.parametrize(
    "text",
    [
        "@torvalds",
        "see #123",
        "GH-42",
        "torvalds/linux#1",
        "<img src=x onerror=alert(1)>",
        "[click](javascript:alert(1))",
        "![x](https://evil.example/x.png)",
        "**bold** _it_ ~~no~~ `code` $x$",
        "https://evil.example/ www.evil.example",
        "ada@example.org",
        "a | b | c",
        ":smile:",
        "&lt;b&gt; &#64;torvalds",
        "\\@torvalds \\`",
        "a\n# title\n::error::x\n---",
        "```\ncode",
    ],
)
def test_a_sentence_of_others_does_nothing(text: str) -> None:
    """
    No character of Markdown is left, and what GitHub looks for afterwards is broken up.
    """
    shown = prose(text)
    seen = html.unescape(shown)

    assert not re.search(r"[\\`*_\[\]<>|~$@:/.]|#(?!\d+;)|&(?!#\d+;)|\n", shown)
    assert not re.search(r"[@#]\w|(?i:gh-)\d|:\w|\w\.\w", seen)


@pytest.mark.parametrize("text", ["`", "``", "a|b", "x` <b>@me</b> `y", "\n", "", " ", "\\"])
def test_a_name_stays_inside_its_code(text: str) -> None:
    shown = code(text)

    assert shown.startswith("`")
    assert shown.endswith("`")
    assert 2 == shown.count("`")
    assert "|" not in shown
    assert "\n" not in shown


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=600))
def test_the_words_stay_the_words(text: str) -> None:
    """
    A reader of the rendered page sees what was written, in one paragraph without a link.
    """
    page = Markdown().convert(f"Said: {prose(text)}")

    assert not re.search(r"<(?!p>|/p>)", page)


def test_an_address_ends_where_its_link_does() -> None:
    assert "[`a`](https://x.example/a%29%20%28b%3Cc)" == link("`a`", "https://x.example/a) (b<c")


def test_what_is_very_long_is_cut() -> None:
    assert 600 > len(prose("a" * 100_000))
    assert 600 > len(code("a" * 100_000))

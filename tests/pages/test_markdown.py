"""Authors' Markdown: two walls, and either alone keeps script out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from testamur.pages import markdown
from testamur.pages.markdown import cleaned, paragraphs, rendered, to_html

WALLS: list[Callable[[str], str]] = [rendered, cleaned, to_html]

RAW = [
    "<script>alert(1)</script>",
    "<ScRiPt src=https://evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<svg onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<style>*{display:none}</style>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example/><input name=p>",
    "<p onclick=alert(1)>x</p>",
    "para\n\n<div onmouseover=alert(1)>\n\nmore",
    "<!-- --><script>alert(1)</script>",
    "`<script>` <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></mtext><mglyph><style><!--</style><img title='--&gt;<img src=1 onerror=alert(1)>'>",
    '"><svg onload=alert(1)>',
]
LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;&#x61;vascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java\nscript:alert(1))",
    "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x](<javascript:alert(1)>)",
    "[x](%6Aavascript:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](http://plain.example/)",
    "[x](//evil.example/)",
    "[x](/absolute)",
    "[x](relative)",
    "[x](#fragment)",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="http://plain.example/">x</a>',
    '<a href="//evil.example/">x</a>',
    '<a href="/absolute">x</a>',
    "![x](https://tracker.example/pixel.png)",
]


class _Seen(HTMLParser):
    """Elements and addresses as a browser would find them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: list[str] = []
        self.addresses: list[str] = []
        self.said: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            self.names.append(name)
            if name in {"href", "src"}:
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return "".join(self.said)


def assert_harmless(html: str) -> None:
    seen = _Seen(html)
    assert not {"script", "img", "iframe", "svg", "style", "base", "form", "math", "details"} & {
        *seen.tags
    }
    assert [] == [name for name in seen.names if name.startswith("on") or name in {"style", "id"}]
    assert [] == [
        each for each in seen.addresses if not re.match(r"https://|mailto:", each, re.IGNORECASE)
    ]


@pytest.mark.parametrize("wall", WALLS, ids=["first", "second", "both"])
@pytest.mark.parametrize("text", RAW)
def test_raw_html_does_nothing(text: str, wall: Callable[[str], str]) -> None:
    """H01, H09: raw HTML is shown or dropped, by each wall alone."""
    assert_harmless(wall(text))


@pytest.mark.parametrize("wall", WALLS, ids=["first", "second", "both"])
@pytest.mark.parametrize("text", LINKS)
def test_no_address_but_https_and_mailto_is_live(text: str, wall: Callable[[str], str]) -> None:
    """H02, H03, H09: in every spelling, by each wall alone."""
    assert_harmless(wall(text))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[x](https://example.org/?a=1&b=2)", 'href="https://example.org/?a=1&amp;b=2"'),
        ("[x](mailto:a@example.org)", 'href="mailto:a@example.org"'),
        ("<https://example.org>", 'href="https://example.org"'),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("3. a\n4. b", '<ol start="3">'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("a  \nb", "<br>"),
        ("# a", "<h3>a</h3>"),
        ("###### a", "<h3>a</h3>"),
        ("## a\n\n### b\n\n###### c", "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>"),
    ],
)
def test_what_markdown_is_for(text: str, html: str) -> None:
    """Emphasis, lists, quotations, headings below the page's own, and honest links."""
    assert html in to_html(text)


def test_links_tell_nothing_to_where_they_lead() -> None:
    """A link of an author carries no referrer and lends no rank."""
    assert 'rel="noopener noreferrer nofollow"' in to_html("[x](https://example.org)")


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{% include '/etc/passwd' %}", "${7*7}", "x #{7*7}"])
def test_templates_in_text_are_text(text: str) -> None:
    """H10: shown literally."""
    assert text in _Seen(to_html(text)).text


@pytest.mark.parametrize(
    "text",
    [
        ">" * 10_000,
        "> " * 10_000,
        "*" * 10_000,
        "* " * 10_000,
        "a**" * 10_000,
        "[" * 10_000,
        "[a](" * 10_000,
        "_a" * 20_000,
        "`" * 10_000,
        "<" * 10_000,
        "\\" * 10_000,
        "x" * 100_000,
        "x *" * 33_000,
        "\n".join("    " * depth + "- a" for depth in range(150)),
    ],
    ids=lambda text: text[:6].replace("\n", "⏎"),
)
def test_hostile_nesting_ends_soon(text: str) -> None:
    """H08: deep or long, within a fraction of the ten seconds that are promised."""
    start = time.process_time()
    html = to_html(text)

    assert time.process_time() - start < 5
    assert_harmless(html)


def test_what_is_too_long_is_shown_plain() -> None:
    """A text beyond the limit loses its formatting, nothing else."""
    text = "**x** " * markdown.LONGEST

    assert "<strong>" not in to_html(text)


WORDS = st.text(alphabet=st.sampled_from("aé ا王.,;'()-+=#*\n1%?/ \t_"), max_size=60)


@given(WORDS)
@settings(max_examples=150, deadline=None)
@example("a\n- b")
@example("a\n\n\nb")
@example("a\n=")
@example("a  \nb")
@example("\n\na\n\n")
@example("1. a")
@example("a\n1. b")
def test_the_short_way_says_what_the_long_way_says(text: str) -> None:
    """Plain prose skips Markdown: the same elements and the same words come out."""
    short, long = _Seen(to_html(text)), _Seen(cleaned(rendered(text)))

    assert long.tags == short.tags
    assert long.text.split() == short.text.split()


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_is_harmless(text: str) -> None:
    """Whatever characters an author types, by each wall alone."""
    for wall in WALLS:
        assert_harmless(wall(text))


def test_plain_paragraphs_escape() -> None:
    """Nothing is interpreted on the short way."""
    assert "<p>&lt;b&gt;</p>\n<p>c</p>" == paragraphs("<b>\n\n\nc")

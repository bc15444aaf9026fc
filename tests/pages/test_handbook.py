"""Chapters of a handbook: safe as all content, and leading where their files lead."""

from __future__ import annotations

import pytest

from testamur.model.handbook import Chapter, Handbook
from testamur.pages import handbook
from testamur.pages.language import read_language
from testamur.pages.theme import read_theme
from tests.pages.reader import read
from tests.support.sites import ROOT

FIRST = Chapter("README.md", "# First\n\nWords.\n")
RULES = Chapter("rules.md", "# The `rules`\n\n## An appeal\n\nWords.\n")
DEEP = Chapter("adr/0001-Why.md", "# Why\n\nBack to [rules](../rules.md#an-appeal).\n")
WHOLE = Handbook((FIRST, RULES, DEEP))
WORDS = read_language(read_theme(ROOT, "default"), "en")


def html(text: str, path: str = "page.md") -> str:
    chapter = Chapter(path, f"# Title\n\n{text}\n")
    return str(handbook.to_html(chapter, Handbook((*WHOLE.chapters, chapter)), WORDS))


def test_every_chapter_has_an_address_of_its_own() -> None:
    assert ["", "rules/", "adr/0001-why/"] == [each.folder for each in WHOLE.chapters]
    assert ["First", "The rules", "Why"] == [handbook.title(each) for each in WHOLE.chapters]
    assert "name" == handbook.title(Chapter("name.md", "No heading.\n"))


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("[x](rules.md)", "../rules/"),
        ("[x](rules.md#an-appeal)", "../rules/#s-an-appeal"),
        ("[x](adr/0001-Why.md)", "../adr/0001-why/"),
        ("[x](README.md)", "../"),
        ("[x](#below)", "#s-below"),
        ("[x](https://example.org/)", "https://example.org/"),
    ],
)
def test_links_lead_from_page_to_page(text: str, href: str) -> None:
    (link,) = read(html(text).encode()).all("a")

    assert href == link["href"]


def test_a_chapter_in_a_folder_leads_up() -> None:
    (link,) = read(str(handbook.to_html(DEEP, WHOLE, WORDS)).encode()).all("a")

    assert "../../rules/#s-an-appeal" == link["href"]


def test_the_first_page_leads_on() -> None:
    first = Chapter("README.md", "# x\n\n[x](rules.md) [here](#x)\n")
    links = read(str(handbook.to_html(first, WHOLE, WORDS)).encode()).all("a")

    assert ["rules/", "#s-x"] == [each["href"] for each in links]


@pytest.mark.parametrize(
    "text",
    [
        "[x](../LICENSE)",
        "[x](nowhere.md)",
        "[x](../../etc/passwd)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//evil.example/)",
        "[x](http://example.org/)",
        "[x][y]\n\n[y]: vbscript:x",
    ],
)
def test_what_leads_elsewhere_is_words_alone(text: str) -> None:
    page = html(text)

    assert [] == read(page.encode()).all("a")
    assert "x" in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "![x](https://example.org/x.png)",
        "<iframe srcdoc='x'></iframe>",
        "```html\n<script>alert(1)</script>\n```",
        "| a |\n|---|\n| <svg onload=alert(1)> |",
        '# x {: onclick="alert(1)" }',
        "<!-- a remark\n<script> -->",
    ],
)
def test_nothing_in_it_can_act(text: str) -> None:
    page = read(html(text).encode())

    assert [] == [name for each in page.elements for name in each.attributes if name[:2] == "on"]
    assert [] == [*page.all("script"), *page.all("img"), *page.all("svg"), *page.all("iframe")]


def test_headings_have_anchors_that_take_no_place_of_ours() -> None:
    page = read(html("## Main\n\n# Another title\n").encode())

    assert ["s-main", "s-another-title"] == [each["id"] for each in page.all("h2")]
    assert [] == page.all("h1")


def test_a_wide_table_can_be_scrolled_by_keyboard() -> None:
    page = html("| a | b |\n|---|---|\n| 1 | 2 |\n\n| c |\n|---|\n| 3 |\n")

    assert 'tabindex="0" role="region" aria-label="Table 1"><table>' in page
    assert 'aria-label="Table 2"' in page


@pytest.mark.parametrize("text", ["[" * 20_000, ">" * 10_000, "*" * 100_000])
def test_hostile_text_ends(text: str) -> None:
    assert html(text)


def test_remarks_of_authors_for_authors_are_left_out() -> None:
    assert "remark" not in html("<!-- a remark -->\nWords.\n")

"""
A chapter of the handbook as HTML: as safe as all authors' Markdown, with tables and anchors.

The two walls of `pages.markdown` once more: Markdown without raw HTML and with every address judged,
then an allow-list.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from testamur.model.handbook import Chapter, Handbook
from testamur.pages.language import Language
from testamur.pages.markdown import MOST_BRACKETS, paragraphs, without_html

FOLDER = "handbook/"

_MOST_BRACKETS = 10 * MOST_BRACKETS
_TITLE = re.compile(r"\s*# +(.+?)\s*#*\n")
_REMARK = re.compile(r"^<!--.*?-->$\n?", re.MULTILINE | re.DOTALL)
"""What an author notes for authors stands on lines of its own."""
_MARKS = re.compile(r"[`*_\\]")
_ANCHOR = "s-"
"""Before every anchor: no heading of an author's takes the place of one of ours."""
_CLEANER = nh3.Cleaner(
    tags={
        *("a", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre", "strong"),
        *("sub", "sup", "ul", "h2", "h3", "h4", "h5", "h6"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href"}, "ol": {"start"}, **{f"h{level}": {"id"} for level in range(2, 7)}},
    url_schemes={"https", "mailto"},
    url_relative="pass_through",
    link_rel="noopener noreferrer nofollow",
)


def title(chapter: Chapter) -> str:
    """Its first heading, without marks; its name where it has none."""
    found = _TITLE.match(chapter.text)
    return _MARKS.sub("", found[1]) if found else chapter.path.removesuffix(".md")


def to_html(chapter: Chapter, handbook: Handbook, words: Language) -> Markup:
    """Everything below its title."""
    text = _REMARK.sub("", _TITLE.sub("", chapter.text, count=1))
    if text.count("[") > _MOST_BRACKETS:
        return paragraphs(text)
    contents = TocExtension(slugify=lambda value, _: anchor(value))
    markdown = without_html("sane_lists", "tables", "fenced_code", contents)
    markdown.treeprocessors.register(_Judge(markdown, chapter, handbook), "judge", -10)
    try:
        made = markdown.convert(text)
    except RecursionError:
        return paragraphs(text)
    return _within_reach(_CLEANER.clean(made), words)


def anchor(heading: str) -> str:
    """As GitHub makes it of a heading, so that the same link works there."""
    return re.sub(r"[^\w -]", "", heading.lower()).strip().replace(" ", "-")


def _within_reach(html: str, words: Language) -> Markup:
    """Wide tables scroll in a box of their own, by keyboard too."""
    number = 0

    def opened(_: re.Match[str]) -> str:
        nonlocal number
        number += 1
        label = escape(words.phrase("handbook.table", number=words.number(number)).striptags())
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{label}"><table>'

    html = re.sub("<table>", opened, html).replace("</table>", "</table></div>")
    return Markup(html)  # noqa: S704 -- both walls have judged it


class _Judge(Treeprocessor):
    """Leads from page to page where files link, and drops every other address but https and mailto."""

    def __init__(self, markdown: Markdown, chapter: Chapter, handbook: Handbook) -> None:
        super().__init__(markdown)
        self._chapter = chapter
        self._handbook = handbook

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "h1":
                element.tag = "h2"
            for name in list(element.attrib):
                if element.tag == "a" and name == "href":
                    self._lead(element)
                elif name == "id" and re.fullmatch("h[2-6]", element.tag):
                    element.attrib[name] = _ANCHOR + element.attrib[name]
                elif not (element.tag == "ol" and name == "start"):
                    del element.attrib[name]

    def _lead(self, element: Element) -> None:
        href = element.attrib["href"]
        if href.lower().startswith(("https://", "mailto:")):
            return
        path, _, fragment = href.partition("#")
        there = self._handbook.find(self._chapter, path) if path else self._chapter
        if there is None:
            # Outside of the handbook, or nowhere: the words stay.
            element.tag = "span"
            del element.attrib["href"]
            return
        up = "../" * self._chapter.folder.count("/")
        way = f"{up}{there.folder}" or "./" if path else ""
        element.attrib["href"] = way + (f"#{_ANCHOR}{fragment}" if fragment else "")

"""
Authors' Markdown as HTML that is safe to place.

Two walls stand one behind the other, and either alone keeps script out: Markdown without raw
HTML and with the addresses of links judged, then an allow-list of elements. Neither trusts that
the other is there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

LONGEST = 64_000
"""Characters; a longer text is shown as plain paragraphs."""

MOST_BRACKETS = 1000
"""The search for the end of a link is quadratic in these; a text with more is shown as it is."""

_SCHEMES = ("https://", "mailto:")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIGHEST = 2  # of those: the third level
_ELEMENTS = {
    *("a", "abbr", "blockquote", "br", "code", "del", "em", "hr", "li", "ol", "p", "pre"),
    *("strong", "sub", "sup", "ul", "h3", "h4", "h5", "h6"),
}
_CLEANER = nh3.Cleaner(
    tags=_ELEMENTS,
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"https", "mailto"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
)
_LINE = r"(?![ \t\-+=#*\d])[^\\`*_{}\[\]<>&!#|~:\"\x00-\x1f\x7f]*(?<! )"
# No line that could begin a block, and no character that means anything inside one.
_PLAIN = re.compile(rf"(?:{_LINE}\n)*{_LINE}")
_BLANK = re.compile(r"\n\n+")


def to_html(text: str) -> Markup:
    """The text as HTML; links lead to https and mailto only, headings begin at the third level."""
    if _PLAIN.fullmatch(text):
        return paragraphs(text)
    return _to_html(text)


def paragraphs(text: str) -> Markup:
    """The text as escaped paragraphs, nothing interpreted."""
    found = (part.strip("\n") for part in _BLANK.split(text))
    return Markup("\n").join(Markup("<p>{}</p>").format(part) for part in found if part)


def rendered(text: str) -> str:
    """The first wall: Markdown that knows no raw HTML, no picture and no other address."""
    if len(text) > LONGEST or text.count("[") > MOST_BRACKETS:
        return str(paragraphs(text))
    try:
        return _markdown().convert(text)
    except RecursionError:
        return str(paragraphs(text))


def cleaned(html: str) -> str:
    """The second wall: the elements and attributes that we allow, and nothing else."""
    return _CLEANER.clean(html)


def without_html(*extensions: str | Extension) -> Markdown:
    """A converter that knows no raw HTML and no picture; whoever takes it judges addresses."""
    markdown = Markdown(extensions=extensions, output_format="html")
    markdown.preprocessors.deregister("html_block")
    for pattern in ("html", "automail", "image_link", "image_reference", "short_image_ref"):
        markdown.inlinePatterns.deregister(pattern)
    return markdown


@lru_cache(maxsize=4096)
def _to_html(text: str) -> Markup:
    return Markup(cleaned(rendered(text)))  # noqa: S704 -- both walls have judged it


def _markdown() -> Markdown:
    # One for every text: a converter keeps what it stashed of the last one.
    markdown = without_html("sane_lists")
    markdown.treeprocessors.register(_Judge(markdown), "judge", -10)
    return markdown


class _Judge(Treeprocessor):
    """Drops every address but https and mailto, and puts headings below the page's own."""

    def run(self, root: Element) -> None:
        headings = [element for element in root.iter() if element.tag in _HEADINGS]
        # Whether an author begins with one # or with three, the page's outline skips no level.
        highest = min((_HEADINGS.index(each.tag) for each in headings), default=0)
        for heading in headings:
            level = _HEADINGS.index(heading.tag) - highest + _HIGHEST
            heading.tag = _HEADINGS[min(level, len(_HEADINGS) - 1)]
        for element in root.iter():
            for name in list(element.attrib):
                if not self._allowed(element, name):
                    del element.attrib[name]

    @staticmethod
    def _allowed(element: Element, name: str) -> bool:
        if element.tag == "a" and name == "href":
            # The text is compared as it stands: an entity in its place is not a scheme.
            return element.attrib[name].lower().startswith(_SCHEMES)
        return element.tag == "ol" and name == "start"

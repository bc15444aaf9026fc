"""
The main part of a page by itself, inert: for a file that shows many pages and asks for nothing.

What a theme's templates and authors' text made of a page is read by a parser of HTML, and only
what is on a list is kept: no script, no style, no form, no address but https and mailto.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

import nh3

_MAIN = re.compile(r"<main\b[^>]*>(.*)</main>", re.DOTALL)
_BODY = re.compile(r"<body\b[^>]*>(.*)</body>", re.DOTALL)
_ELEMENTS = {
    *("a", "abbr", "article", "b", "bdi", "blockquote", "br", "code", "dd", "del", "div", "dl"),
    *("dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "ins", "li", "ol", "p", "pre"),
    *("section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead"),
    *("tr", "ul", "wbr"),
}
_ANYWHERE = {"class", "dir", "lang", "data-state"}
_ATTRIBUTES = {
    "*": _ANYWHERE,
    "a": {"href"},
    "img": {"src"},
    "ol": {"start"},
    "td": {"scope"},
    "th": {"scope"},
}
_DROPPED = {"form", "math", "object", "script", "style", "svg", "template", "title"}
_PICTURE = re.compile(r'<img\b[^>]*?src="picture-(\d+)"[^>]*>')
_ANY_PICTURE = re.compile(r"<img\b[^>]*>")

PictureNumber = Callable[[str], int | None]
"""The number under which a picture of the site stands in the file, by its path; None for none."""


def excerpt(page: bytes, folder: str, picture: PictureNumber, until: str | None = None) -> str:
    """
    The main part of the page at a folder of the site, as HTML that is safe to place.

    Links within the site are left out, since nothing stands there; a picture becomes an element
    of the classes `picture` and `picture-N`. What begins with `until`, if it is there, is left out
    with everything behind it.
    """
    text = page.decode()
    found = _MAIN.search(text) or _BODY.search(text)

    def judged(element: str, attribute: str, value: str) -> str | None:
        if (element, attribute) == ("img", "src"):
            number = picture(posixpath.normpath(posixpath.join(folder, value)))
            return None if number is None else f"picture-{number}"
        if (element, attribute) == ("a", "href"):
            return value if value.lower().startswith(("https://", "mailto:")) else None
        return value

    part = found[1] if found else ""
    clean = nh3.clean(
        part.partition(until)[0] if until else part,
        tags=_ELEMENTS,
        clean_content_tags=_DROPPED,
        attributes=_ATTRIBUTES,
        attribute_filter=judged,
        url_schemes={"https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    placed = _PICTURE.sub(r'<span class="picture picture-\1"></span>', clean)
    return _ANY_PICTURE.sub("", placed)

"""A strict reader of pages: what it accepts is well-formed, and it finds what tests ask about."""

from __future__ import annotations

import itertools
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta", "wbr"}
BLOCKS = {"article", "blockquote", "div", "dl", "h1", "h2", "h3", "ol", "p", "pre", "table", "ul"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""
    pictures: int = 0

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        return self.attributes.get(name)


@dataclass
class Page:
    elements: list[Element] = field(default_factory=list)

    def all(self, tag: str, style: str | None = None) -> list[Element]:
        return [
            each
            for each in self.elements
            if each.tag == tag and (style is None or style in (each.get("class") or "").split())
        ]

    def one(self, tag: str, style: str | None = None) -> Element:
        (found,) = self.all(tag, style)
        return found

    def within(self, tag: str, style: str) -> list[Element]:
        """What stands inside the one element of that kind, in order."""
        around = self.one(tag, style)
        start = self.elements.index(around) + 1
        depth = len(around.parents)
        inside = itertools.takewhile(lambda each: len(each.parents) > depth, self.elements[start:])
        return list(inside)

    @property
    def verdict(self) -> Element:
        (found,) = [each for each in self.elements if each.get("role") == "status"]
        return found

    @property
    def text(self) -> str:
        return self.one("body").text

    def meta(self, name: str) -> str | None:
        found = [each["content"] for each in self.all("meta") if each.get("name") == name]
        return found[0] if found else None

    def links(self) -> Iterator[tuple[Element, str]]:
        """Every element that points somewhere, and where."""
        for element in self.elements:
            for name in ("href", "src"):
                if name in element.attributes:
                    yield element, element[name]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(set(names)) != len(names):
            raise ValueError(f"<{tag}> has an attribute twice: {names}")
        parents = tuple(each.tag for each in self.open)
        if tag in BLOCKS and "p" in parents:
            raise ValueError(f"<{tag}> stands inside a paragraph")
        if tag == "a" and "a" in parents:
            raise ValueError("a link stands inside a link")
        element = Element(tag, {name: value or "" for name, value in attrs}, parents)
        self.page.elements.append(element)
        if tag in {"img", "svg"}:
            for each in self.open:
                each.pictures += 1
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise ValueError(f"</{tag}> closes {self.open[-1].tag if self.open else 'nothing'}")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


def read(data: bytes) -> Page:
    """The page. Raises ValueError where elements do not nest, or an attribute stands twice."""
    reader = _Reader()
    reader.feed(data.decode())
    reader.close()
    if reader.open:
        raise ValueError(f"<{reader.open[-1].tag}> is never closed")
    return reader.page


def unsafe(page: Page) -> list[str]:
    """What no page of ours may contain."""
    found = []
    for element in page.elements:
        if element.tag in {"style", "iframe", "object", "embed", "base", "form", "foreignobject"}:
            found.append(f"<{element.tag}>")
        if element.tag == "script" and not _harmless(element):
            found.append("script")
        found.extend(
            f"{element.tag} {name}"
            for name in element.attributes
            if name.startswith("on") or name in {"style", "srcdoc", "srcset", "ping"}
        )
    for element, address in page.links():
        scheme, colon, _ = address.partition(":")
        if colon and "/" not in scheme and scheme not in {"https", "mailto"}:
            found.append(f"{element.tag} {address}")
        if address.startswith("//"):
            found.append(address)
    first = next(each for each in page.elements if each.parents and each.parents[-1] == "head")
    if first.get("http-equiv") != "Content-Security-Policy":
        found.append("something before the policy")
    return found


def _harmless(script: Element) -> bool:
    """Data, or a module of the site's own assets that is not written into the page."""
    data = script.attributes == {"type": "application/ld+json"}
    source = script.get("src") or ""
    ours = re.fullmatch(r"(\.\.?/|/)[./\w-]*assets/[\w.-]+\.js", source)
    return data or bool(ours and script.get("type") == "module" and not script.text.strip())


def target(path: str, address: str) -> str:
    """The file of the site that a relative address on the page at `path` leads to."""
    there = address.partition("#")[0]
    if not there:
        return path
    folder = posixpath.dirname(path)
    found = posixpath.normpath(posixpath.join(folder, there))
    if there.endswith("/") or there == ".":
        return "index.html" if found == "." else f"{found}/index.html"
    return found

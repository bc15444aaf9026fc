"""What a text says without its layout: the paragraphs of our own HTML as plain words."""

from __future__ import annotations

from html.parser import HTMLParser

from markupsafe import Markup

_INLINE = {"a", "abbr", "code", "del", "em", "strong", "sub", "sup"}


def plain_paragraphs(html: Markup) -> tuple[str, ...]:
    """
    Each paragraph, heading and list item, in order, none of them empty.

    The address of a link stands behind its text, as it does on paper.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end()
    return tuple(reader.found)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._text = ""
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self.end()
        elif tag == "a":
            self._link = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self.end()
        elif tag == "a" and self._link:
            self._text += f" ({self._link})"
            self._link = None

    def handle_data(self, data: str) -> None:
        self._text += data

    def end(self) -> None:
        text = " ".join(self._text.split())
        if text:
            self.found.append(text)
        self._text = ""

"""Sites as strangers see them: bytes by path, pages by their links."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).parents[2]

_LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "srcset"}


def copied(folder: Path) -> Path:
    """
    All that this repository's own site is made of, in a new folder: a root with its own cache.

    Tests run side by side, and only one at a time may build with a cache.
    """
    for part in ("content", "keys", "themes", "docs"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("screenshots"))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


class Page(HTMLParser):
    """What a page links to and which ids it has."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.attributes: dict[str, str | None] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            if name.startswith("data-"):
                self.attributes[name] = value
            if name == _LINKS.get(tag) and value is not None:
                self.links.append(value)


def pages(folder: Path) -> Iterator[tuple[str, Page]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), Page(path.read_text(encoding="utf-8"))

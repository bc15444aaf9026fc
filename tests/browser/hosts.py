"""A folder or mapping of files as a static host serves it, at any address."""

from __future__ import annotations

import mimetypes
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOCAL = "http://localhost:8000/"
"""Where a preview stands: the one kind of host without TLS on which WebCrypto works."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Host:
    """What stands at an address that ends in a slash: a whole host, or a folder of one."""

    files: Mapping[str, bytes] | Path
    at: str
    now: datetime | None = None
    """The time on its visitors' clocks; the machine's own if not given."""

    def under(self, at: str) -> Host:
        """The same files at another address."""
        return replace(self, at=at)

    def changed(self, files: Mapping[str, bytes | None]) -> Host:
        """The same host with other bytes at these paths, or nothing where None stands."""
        there = {path: data for path, data in self._all.items() if path not in files}
        return replace(self, files=there | {k: v for k, v in files.items() if v is not None})

    @property
    def origin(self) -> str:
        parts = urlsplit(self.at)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def paths(self) -> list[str]:
        """Every file, in order."""
        return sorted(self._all)

    def holds(self, address: str) -> bool:
        """Whether the address is one of this host's, there or not."""
        return address.startswith(self.at) or f"{address}/" == self.at

    def read(self, path: str) -> bytes:
        """Raises KeyError where nothing is."""
        return self._all[path]

    def answer(self, address: str) -> Answer:
        """As GitHub Pages answers: index pages, 404.html, types by extension, open to all."""
        path = unquote(urlsplit(address).path.removeprefix(urlsplit(self.at).path))
        shown = posixpath.join(path, "index.html") if path.endswith("/") or not path else path
        if shown not in self._all and f"{shown}/index.html" in self._all:
            return Answer(301, {"location": f"{address.partition('?')[0]}/"}, b"")
        status, found = (200, shown) if shown in self._all else (404, "404.html")
        headers = {
            "content-type": _type_of(found),
            "access-control-allow-origin": "*",
            "cache-control": "max-age=600",
        }
        return Answer(status, headers, self._all.get(found, b"<!doctype html>"))

    @cached_property
    def _all(self) -> Mapping[str, bytes]:
        if not isinstance(self.files, Path):
            return self.files
        return {
            path.relative_to(self.files).as_posix(): path.read_bytes()
            for path in self.files.rglob("*")
            if path.is_file()
        }


def _type_of(path: str) -> str:
    extension = posixpath.splitext(path)[1]
    known = _TYPES.get(extension) or mimetypes.types_map.get(extension)
    return known or "application/octet-stream"

"""
The headers that a host would send with a file: `_headers` of the site itself, read back.

So types and policies are those that visitors will meet. What opens files to other origins is left
out: on this machine, drafts are nobody else's business.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

POLICY = "Content-Security-Policy"

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jwt": "text/plain; charset=utf-8",
    ".jws": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".xml": "application/xml",
    ".zip": "application/zip",
}
_OTHER = "application/octet-stream"
_LEFT_OUT = frozenset({"access-control-allow-origin"})
_PART = re.compile(r":[A-Za-z]\w*|\*")


@dataclass(frozen=True, slots=True)
class Headers:
    """The rules of one `_headers` file, in its order."""

    rules: tuple[tuple[re.Pattern[str], tuple[tuple[str, str], ...]], ...] = ()

    @classmethod
    def of(cls, text: str) -> Headers:
        """What cannot be read as a rule is left out."""
        return cls(tuple(_rules(text)))

    def of_file(self, path: str, name: str) -> dict[str, str]:
        """By their names, those of the file `name` at a path that begins at the host's root."""
        found = {"Content-Type": _TYPES.get(posixpath.splitext(name)[1], _OTHER)}
        for pattern, headers in self.rules:
            for header, value in headers if pattern.fullmatch(path) else ():
                # Every policy is in force; of all else a file has one.
                several = header == POLICY and header in found
                found[header] = f"{found[header]}, {value}" if several else value
        return found


def _rules(text: str) -> Iterator[tuple[re.Pattern[str], tuple[tuple[str, str], ...]]]:
    path = ""
    headers: list[tuple[str, str]] = []
    for line in (*text.splitlines(), "/"):
        name, colon, value = line.strip().partition(":")
        if line.startswith("/"):
            if path:
                yield _pattern(path), tuple(headers)
            path, headers = line.strip(), []
        elif colon and name.lower() not in _LEFT_OUT:
            headers.append((name.strip(), value.strip()))


def _pattern(path: str) -> re.Pattern[str]:
    """`*` is anything, `:name` one segment."""
    pieces: list[str] = []
    end = 0
    for part in _PART.finditer(path):
        pieces += [re.escape(path[end : part.start()]), ".*" if part[0] == "*" else "[^/]+"]
        end = part.end()
    return re.compile("".join(pieces) + re.escape(path[end:]))

"""
Where a verifier gets the other bytes it needs: key documents, status lists, the register.

A source answers one address at a time and follows nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


class Unavailable(Exception):
    """An address that could not be read. The message is a clause: "badges.example does …"."""


class Source(Protocol):
    def fetch(self, url: str, accept_bytes: int) -> bytes:
        """
        The bytes at an absolute https address.

        Raises Unavailable, with the reason, where there are none or more than `accept_bytes`.
        """
        ...


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """The addresses below `base_url`, answered from a folder or from any other reader of paths."""

    read: Callable[[str], bytes | None]
    """From a path of the site, without a leading slash, to its bytes; None where there are none."""
    base_url: str
    """Without a slash at the end."""

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        path = self._path(url)
        data = None if path is None else self.read(path)
        if data is None:
            raise Unavailable(f"{url} is not in this copy of {self.base_url}")
        return within(data, accept_bytes, url)

    def _path(self, url: str) -> str | None:
        prefix = f"{self.base_url}/"
        if not url.startswith(prefix):
            return None
        # A static host knows no queries: `?newest` is the same file.
        path = url[len(prefix) :].partition("#")[0].partition("?")[0]
        names = path.split("/")
        # Our own paths are plain; what needs decoding or climbs out is not one of them.
        unsafe = "%" in path or "\\" in path or not {"", ".", ".."}.isdisjoint(names)
        return None if unsafe else path


@dataclass(frozen=True, slots=True)
class Both:
    """The first source, and the second for what the first does not have."""

    first: Source
    second: Source

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        try:
            return self.first.fetch(url, accept_bytes)
        except Unavailable:
            return self.second.fetch(url, accept_bytes)


def within(data: bytes, accept_bytes: int, url: str) -> bytes:
    """The same bytes. Raises Unavailable if there are more than `accept_bytes` of them."""
    if len(data) > accept_bytes:
        raise Unavailable(f"{url} is larger than {accept_bytes:,} bytes")
    return data

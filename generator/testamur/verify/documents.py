"""
Documents handed over beforehand, so that a credential can be judged with the network unplugged.

Each stands in a folder by its address (`https://example.com/keys/1` as `example.com/keys/1`), or
under any name that the folder's index gives for its address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from testamur.crypto import strict_json
from testamur.verify.files import Reader
from testamur.verify.sources import Source, Unavailable

INDEX = "index.json"
"""A JSON object at the top of the folder: by address, the path of the file below the folder."""

_MAX_INDEX = 1_000_000
_ADDRESS = re.compile(r"https://([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)(/[!-~]*)?")


@dataclass(frozen=True, slots=True)
class Documents:
    """Exactly these; every other address is out of reach."""

    read: Reader
    """From a path below the folder to its bytes; None where there are none."""
    index: Mapping[str, str]

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        for path in _places(url, self.index):
            data = self.read(path)
            if data is not None:
                if len(data) > accept_bytes:
                    raise Unavailable(f"{url} is larger than {accept_bytes:,} bytes")
                return data
        raise Unavailable(f"{url} is not among the documents at hand")


@dataclass(frozen=True, slots=True)
class Several:
    """One source after the other, until one of them has it."""

    sources: Sequence[Source]

    def fetch(self, url: str, accept_bytes: int) -> bytes:
        reason = Unavailable(f"{url} is out of reach")
        for source in self.sources:
            try:
                return source.fetch(url, accept_bytes)
            except Unavailable as error:
                reason = error
        raise reason


def documents(read: Reader) -> Documents:
    """
    The documents of a folder that `read` answers for.

    Raises ValueError, with a clause, for an index that is not one.
    """
    data = read(INDEX)
    if data is None:
        return Documents(read, {})
    found = strict_json.parse(data, max_bytes=_MAX_INDEX, max_depth=2)
    if not isinstance(found, dict):
        raise ValueError(f"{INDEX} is not an object")
    index: dict[str, str] = {}
    for url, path in found.items():
        if not isinstance(path, str) or not _is_below(path):
            raise ValueError(f"{INDEX} does not give a path below the folder for {url}")
        index[url] = path
    return Documents(read, index)


def _places(url: str, index: Mapping[str, str]) -> list[str]:
    """Where the document may be, the likeliest first."""
    address = url.partition("#")[0]
    if address in index:
        return [index[address]]
    match = _ADDRESS.fullmatch(address.partition("?")[0])
    if match is None:
        return []
    path = f"{match[1]}{unquote(match[2] or '/')}"
    names = [f"{path}{INDEX}"] if path.endswith("/") else [path, f"{path}.json", f"{path}/{INDEX}"]
    return [name for name in names if _is_below(name)]


def _is_below(path: str) -> bool:
    """Whether a path stays inside the folder, on every system."""
    plain = path.isprintable() and "\\" not in path and not re.match("[A-Za-z]:(?![0-9])", path)
    return plain and {"", ".", ".."}.isdisjoint(path.split("/"))

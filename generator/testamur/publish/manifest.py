"""
What the last build wrote, and from what: readable, sealed, kept outside the site.

It may be lost: the next build then compares every file with what it would write. It may not be
wrong, so it carries the digest of its own list, and anything else is refused with advice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import orjson

from testamur.problems import WorldError
from testamur.publish.artifact import Kind
from testamur.publish.durable import DISK, Disk, reporting_disk_errors

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as it was written."""

    kind: Kind
    sha256: str
    """Hexadecimal; empty where the file is ours but its bytes are not known."""
    inputs: Mapping[str, str]

    @property
    def in_doubt(self) -> bool:
        return not self.sha256


@dataclass(frozen=True, slots=True)
class Manifest:
    files: Mapping[str, Entry] = field(default_factory=dict)


def doubted(entry: Entry) -> Entry:
    """The same file, of which nothing is known any more but that it is ours."""
    return Entry(entry.kind, "", {})


def after_interruption(before: Manifest | None, intended: Manifest) -> Manifest:
    """
    What can be relied on after a switch from `before` to `intended` broke off.

    Files that the switch did not touch are known. Each other is ours, but may hold the bytes of
    either side, or not be there.
    """
    known = before.files if before is not None else {}
    files = dict(known)
    for path, entry in intended.files.items():
        if known.get(path) != entry:
            files[path] = doubted(entry)
    for path, entry in known.items():
        if path not in intended.files:
            files[path] = doubted(entry)
    return Manifest(files)


def encode(manifest: Manifest) -> bytes:
    """JSON with one line a file, sorted, so that two manifests can be compared by eye."""
    listing = b"{\n" + b",\n".join(_lines(manifest)) + b"\n}\n}\n"
    return _head(hashlib.sha256(listing).hexdigest()) + listing


def decode(data: bytes) -> Manifest:
    """Raises ValueError, saying what is wrong, for anything `encode` did not make."""
    found = orjson.loads(data)
    if not isinstance(found, dict) or "format" not in found:
        raise ValueError("it is not a list of published files")
    if found["format"] != FORMAT:
        raise ValueError(f"it has format {found['format']}, and this program reads {FORMAT}")
    seal = str(found.get("sha256"))
    head = _head(seal)
    if not data.startswith(head) or hashlib.sha256(data[len(head) :]).hexdigest() != seal:
        raise ValueError("it was changed after it was written")
    return Manifest(
        {
            path: Entry(Kind(entry["kind"]), entry["sha256"], entry["inputs"])
            for path, entry in found["files"].items()
        }
    )


def load(path: Path, disk: Disk = DISK) -> Manifest | None:
    """
    The manifest at `path`, or None where there is none.

    Raises WorldError, with advice, for one that cannot be read or was changed.
    """
    with reporting_disk_errors():
        try:
            data = disk.read(str(path))
        except FileNotFoundError:
            return None
    try:
        return decode(data)
    except ValueError as error:
        raise WorldError(
            f"{path} cannot be relied on: {error}",
            hint=f"delete the folder {path.parent}; the next build compares every published file "
            "with what it would write, and says what it finds",
        ) from error


def _head(seal: str) -> bytes:
    return f'{{\n"format": {FORMAT},\n"sha256": "{seal}",\n"files": '.encode()


def _lines(manifest: Manifest) -> Iterator[bytes]:
    for path in sorted(manifest.files):
        entry = manifest.files[path]
        value = {"kind": entry.kind, "sha256": entry.sha256, "inputs": dict(entry.inputs)}
        yield orjson.dumps(path) + b": " + orjson.dumps(value, option=orjson.OPT_SORT_KEYS)

"""
A bundle: everything that one learner holds, as a zip file of deterministic bytes.

Nothing is compressed and every file has the same date, so that the same members make the same
bytes on every machine. What comes from others is read with limits, and never unpacked to a disk.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping

MAX_BUNDLE = 64_000_000
"""Bytes of a bundle that are read, and of all that it holds."""
MAX_MEMBERS = 4_000

README = "README.txt"
RECORD = "clr.json"
RECORD_PROOF = "clr.tlog-proof"
KEYS = "did.json"

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,5}")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    OverflowError,
)


class BrokenBundleError(ValueError):
    """No bundle that can be read. The message goes on from "The file"."""


def is_bundle(data: bytes) -> bool:
    """Whether the bytes begin as a zip file does."""
    return data.startswith(b"PK\x03\x04")


def pack(members: Mapping[str, bytes]) -> bytes:
    """The zip file with these members, in the order of their names, the README first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members, key=lambda name: (name != README, name)):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = 3
            info.external_attr = _PLAIN_FILE
            archive.writestr(info, members[name])
    return buffer.getvalue()


def unpack(data: bytes) -> Mapping[str, bytes]:
    """
    The members by name. Raises BrokenBundleError.

    Refused are encryption, unusual compression, names that lead elsewhere or stand there twice,
    and more than `MAX_BUNDLE` bytes or `MAX_MEMBERS` files in all.
    """
    if len(data) > MAX_BUNDLE:
        raise BrokenBundleError(f"has more than {MAX_BUNDLE:,} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return dict(_members(archive))
    except BrokenBundleError:
        raise
    except _BROKEN as error:
        raise BrokenBundleError("is no zip file that can be read") from error


def _members(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_MEMBERS:
        raise BrokenBundleError(f"holds more than {MAX_MEMBERS:,} files")
    names: set[str] = set()
    left = MAX_BUNDLE
    for info in infos:
        name = info.filename
        if not _NAME.fullmatch(name):
            raise BrokenBundleError("holds a file whose name leads elsewhere")
        if name.casefold() in names:
            raise BrokenBundleError(f"holds two files called {name}")
        if info.flag_bits & _ENCRYPTED or info.compress_type not in _METHODS:
            raise BrokenBundleError(f"holds {name} in a form that is not read")
        names.add(name.casefold())
        with archive.open(info) as file:
            # What the file says of its own length is not believed.
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise BrokenBundleError(f"holds more than {MAX_BUNDLE:,} bytes")
        yield name, content

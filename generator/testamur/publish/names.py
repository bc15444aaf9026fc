"""
Which paths a site may have, so that every host, archive and checkout keeps the same files.

The rules are the strictest of Linux, macOS and Windows: a site that is built on one is served,
unpacked or committed on another.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from testamur.problems import Exit, TestamurError

LONGEST_PART = 255
"""Bytes of UTF-8; the limit of the usual file systems."""

LONGEST_PATH = 900
"""Bytes of UTF-8; leaves room for the folder above within the 1,024 of macOS."""


class PathRefusedError(TestamurError):
    """A file of the site may not have this path."""

    exit = Exit.REFUSED


def check_path(path: str) -> None:
    """
    Accept a relative path with forward slashes that means the same file everywhere.

    Raises PathRefusedError, naming the path and the reason.
    """
    try:
        encoded = path.encode()
    except UnicodeEncodeError:
        raise _refused(path, "is not Unicode text") from None
    if not path:
        raise _refused(path, "is empty")
    if path.startswith("/"):
        raise _refused(path, "is absolute")
    if len(encoded) > LONGEST_PATH:
        raise _refused(path, f"is longer than {LONGEST_PATH} bytes")
    for part in path.split("/"):
        fault = _fault(part)
        if fault is not None:
            raise _refused(path, fault)


class Names:
    """
    The paths taken so far.

    Two paths that one file system would take for one file are refused, and so is a path that
    would have to be a file and a folder at once.
    """

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def claim(self, path: str) -> None:
        """Take `path`. Raises PathRefusedError if it collides with one taken before."""
        key = _folded(path)
        if key in self._files:
            raise _collision(path, self._files[key])
        if key in self._folders:
            raise _refused(path, f"is also the folder {self._folders[key]!r}")
        self._claim_folder(path.rpartition("/")[0])
        self._files[key] = path

    def leave_room_for(self, path: str) -> bool:
        """Whether a file at `path`, not taken, could stand beside those that are."""
        key = _folded(path)
        if key in self._folders:
            return False
        parts = key.split("/")
        return not any("/".join(parts[:end]) in self._files for end in range(1, len(parts) + 1))

    def _claim_folder(self, folder: str) -> None:
        if not folder:
            return
        key = _folded(folder)
        taken = self._folders.get(key)
        if taken == folder:
            return
        if taken is not None:
            raise _collision(folder, taken)
        if key in self._files:
            raise _refused(self._files[key], f"is also the folder {folder!r}")
        self._folders[key] = folder
        self._claim_folder(folder.rpartition("/")[0])


# Windows opens a device for these, whatever the extension.
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\s*\.|\s*$)", re.IGNORECASE
)

# Unicode's categories Cc, Zl and Zp.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")

_REFUSED_BY_WINDOWS = re.compile(r'[<>:"|?*]')


@lru_cache(maxsize=8192)
def _fault(part: str) -> str | None:
    if not part:
        return "has an empty part"
    if part in {".", ".."}:
        return f"has the part {part!r}"
    if "\\" in part:
        return "has a backslash"
    if _CONTROL.search(part):
        return "has a control character"
    if _REFUSED_BY_WINDOWS.search(part):
        return "has a character that Windows does not allow"
    if part[-1] in ". ":
        return "has a part that ends in a dot or a space, which Windows drops"
    if _DEVICES.match(part):
        return f"has the part {part!r}, which Windows keeps for a device"
    if part.casefold() == ".git":
        return "has the part '.git', which Git keeps for itself"
    if part.casefold().startswith(".testamur-"):
        return f"has the part {part!r}, which testamur keeps for itself"
    if len(part.encode()) > LONGEST_PART:
        return f"has a part longer than {LONGEST_PART} bytes"
    return None


def _folded(path: str) -> str:
    """The path as a file system sees it that ignores case and Unicode composition."""
    if path.isascii():
        # The same object where possible: a large site has a million of them.
        lower = path.lower()
        return path if lower == path else lower
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _refused(path: str, fault: str) -> PathRefusedError:
    return PathRefusedError(f"the site cannot have a file {path!r}: it {fault}")


def _collision(path: str, taken: str) -> PathRefusedError:
    if path == taken:
        return PathRefusedError(f"the site would have the file {path!r} twice")
    return PathRefusedError(
        f"the site cannot have both {taken!r} and {path!r}: on Windows and macOS they are one"
    )

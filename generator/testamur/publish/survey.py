"""What lies in the output folder before a build, and whether it is ours to change."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from enum import Enum, auto

from testamur.problems import WorldError
from testamur.publish.durable import Disk

MARKER = ".testamur-site"
MARKER_TEXT = b"""\
testamur site, format 1
Written by testamur. Files changed or added here by hand are refused or lost at the next build.
"""
INCOMING = ".testamur-incoming"
"""A file on its way in, where the staged one lies on another file system."""


class Ground(Enum):
    MISSING = auto()
    EMPTY = auto()
    OURS = auto()


def ground(output: str, disk: Disk) -> Ground:
    """
    Whether the output is missing, empty, or a tree that we wrote.

    Raises WorldError for anything else, and OSError where it cannot be read.
    """
    try:
        mode = os.lstat(output).st_mode
    except FileNotFoundError:
        return Ground.MISSING
    if not stat.S_ISDIR(mode):
        raise WorldError(f"the output {output} is not a folder", _CHOOSE)
    with os.scandir(output) as found:
        names = {entry.name for entry in found} - {INCOMING}
    if not names:
        return Ground.EMPTY
    if MARKER not in names:
        raise WorldError(
            f"the output {output} holds {min(names)!r} and was not written by testamur", _CHOOSE
        )
    if disk.read(f"{output}/{MARKER}") != MARKER_TEXT:
        raise WorldError(
            f"{output}/{MARKER} is damaged, or of another version of this program", _AFRESH
        )
    return Ground.OURS


def files_in(output: str) -> set[str]:
    """
    The paths of all files, without our own two.

    Raises WorldError at a symbolic link, device or pipe: we write none and follow none.
    """
    return set(_walk(output, "")) - {MARKER, INCOMING}


def is_taken(path: str) -> bool:
    """Whether anything but a folder stands at `path`; a link is not followed."""
    try:
        return not stat.S_ISDIR(os.lstat(path).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def refuse_foreign(output: str, foreign: Iterable[str]) -> None:
    """Raises WorldError if there are any: they are not ours to delete or write over."""
    name = min(foreign, default=None)
    if name is not None:
        raise WorldError(f"{output}/{name} was not written by testamur", _AFRESH)


_CHOOSE = "name another folder, or empty this one yourself if nothing in it is needed"
_AFRESH = "move away what you want to keep, delete the whole output folder, and build again"


def _walk(folder: str, prefix: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/")
        elif entry.is_file(follow_symlinks=False):
            yield prefix + entry.name
        else:
            refuse_foreign(folder, [entry.name])

"""
The moment at which the output changes: renames and removals, in the order of the plan.

It may be cut short anywhere. Each file is then whole, old or new, and the journal that the caller
keeps says which paths to doubt.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum, auto

from testamur.problems import WorldError
from testamur.publish.durable import FOLDER_MODE, Disk
from testamur.publish.plan import Step
from testamur.publish.survey import INCOMING, MARKER


def put_in_place(tree: str, output: str, disk: Disk) -> bool:
    """
    Make the staged folder `tree` the output, which must be missing, by one rename.

    False where the two lie on different file systems, so that it must be done file by file.
    """
    try:
        disk.replace(tree, output)
    except OSError as error:
        if error.errno == errno.EXDEV:
            return False
        raise
    return True


def carry_out(steps: Iterable[Step], tree: str, output: str, disk: Disk) -> None:
    """Move files from `tree` into `output` and remove from it what the steps say."""
    switch = _Switch(tree, output, disk)
    switch.prepare()
    for step in steps:
        if step.action == "write":
            switch.write(step.path)
        elif step.action == "delete":
            switch.delete(step.path)


class _Found(Enum):
    NOTHING = auto()
    FILE = auto()
    FOLDER = auto()


class _Switch:
    def __init__(self, tree: str, output: str, disk: Disk) -> None:
        self._tree = tree
        self._output = output
        self._disk = disk
        self._folders: set[str] = set()

    def prepare(self) -> None:
        """The output exists, and is marked as ours before it holds anything else."""
        self._ensure_folder("")
        with suppress(FileNotFoundError):
            self._disk.remove(f"{self._output}/{INCOMING}")
        if not os.path.lexists(f"{self._output}/{MARKER}"):
            self._move(MARKER)

    def write(self, path: str) -> None:
        self._ensure_folder(path.rpartition("/")[0])
        self._move(path)

    def delete(self, path: str) -> None:
        """Where a folder stands at `path`, or a file above it, the file is gone already."""
        folder = path.rpartition("/")[0]
        if self._find(folder) is _Found.FOLDER and self._find(path) is _Found.FILE:
            self._disk.remove(self._place(path))
        self._remove_empty(folder)

    def _move(self, path: str) -> None:
        source, target = f"{self._tree}/{path}", f"{self._output}/{path}"
        try:
            self._disk.replace(source, target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            # Another file system, or another mount of the same: bring it over first.
            incoming = f"{self._output}/{INCOMING}"
            self._disk.create(incoming, self._disk.read(source), sync=True)
            self._disk.replace(incoming, target)

    def _ensure_folder(self, folder: str) -> None:
        if folder in self._folders:
            return
        if folder:
            self._ensure_folder(folder.rpartition("/")[0])
        if self._find(folder) is _Found.NOTHING:
            self._disk.make_folder(self._place(folder))
        elif self._find(folder) is _Found.FILE:
            raise self._in_the_way(folder)
        elif folder and os.lstat(self._place(folder)).st_mode & FOLDER_MODE != FOLDER_MODE:
            # Made by a build that was stopped before it could say who may read it.
            self._disk.open_folder(self._place(folder))
        self._folders.add(folder)

    def _find(self, path: str) -> _Found:
        """Raises WorldError where `path`, or a folder above it, is a link or a device."""
        if path in self._folders:
            return _Found.FOLDER
        if path and self._find(path.rpartition("/")[0]) is not _Found.FOLDER:
            return _Found.NOTHING
        try:
            mode = os.lstat(self._place(path)).st_mode
        except FileNotFoundError:
            return _Found.NOTHING
        if stat.S_ISREG(mode):
            return _Found.FILE
        if not stat.S_ISDIR(mode):
            raise self._in_the_way(path)
        self._folders.add(path)
        return _Found.FOLDER

    def _in_the_way(self, path: str) -> WorldError:
        return WorldError(
            f"{self._place(path)} is in the way: testamur wrote something else there",
            hint="delete the whole output folder, and build again",
        )

    def _remove_empty(self, folder: str) -> None:
        while folder:
            try:
                self._disk.remove_folder(self._place(folder))
            except FileNotFoundError:
                pass
            except OSError as error:
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR}:
                    return
                raise
            self._folders.discard(folder)
            folder = folder.rpartition("/")[0]

    def _place(self, path: str) -> str:
        return f"{self._output}/{path}" if path else self._output

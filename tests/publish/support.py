"""A toy site whose documents, status list, register and pages point at each other, and bad disks."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from testamur.publish.artifact import Artifact, Kind
from testamur.publish.durable import Disk
from testamur.publish.stage import stage
from testamur.publish.survey import MARKER, MARKER_TEXT

Tree = dict[str, bytes | None]
"""Path to bytes; None for a folder."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def an_artifact(
    path: str = "index.html",
    content: bytes = b"hello",
    kind: Kind = Kind.PAGE,
    **inputs: str,
) -> Artifact:
    return Artifact(path, kind, inputs or {"content": digest(content)}, lambda: content)


def a_site(awards: Mapping[str, str], theme: str = "light") -> list[Artifact]:
    """One document and one page for each award, and the files that all of them share."""
    style = f"assets/{theme}.css"
    artifacts = [an_artifact(style, theme.encode(), Kind.ASSET)]
    for name, text in awards.items():
        document = f"awards/{name}/credential.json"
        artifacts.append(an_artifact(document, text.encode(), Kind.DOCUMENT))
        page = f"{text} {document} {style}".encode()
        artifacts.append(
            an_artifact(
                f"awards/{name}/index.html", page, document=digest(text.encode()), theme=theme
            )
        )
    everything = " ".join(f"awards/{name}/credential.json" for name in awards).encode()
    artifacts.append(an_artifact("status/1.json", everything, Kind.STATUS))
    artifacts.append(an_artifact("register/checkpoint", everything, Kind.REGISTER))
    artifacts.append(an_artifact("index.html", everything + b" " + style.encode()))
    return artifacts


def build(
    artifacts: Iterable[Artifact],
    root: Path,
    disk: Disk | None = None,
    *,
    check_bytes: bool = True,
) -> list[str]:
    """Stage and switch; returns the changes as text."""
    with stage(
        artifacts,
        output=root / "site",
        cache=root / "cache",
        check_bytes=check_bytes,
        disk=disk or Quick(),
    ) as staged:
        staged.switch()
    return [str(step) for step in staged.steps if step.action != "keep"]


def tree(folder: Path) -> Tree:
    """Everything below `folder`; raises where a mode is not what a web server needs."""
    found: Tree = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        if stat.S_IMODE(mode) != (0o755 if stat.S_ISDIR(mode) else 0o644):
            raise AssertionError(f"{path} has mode {stat.S_IMODE(mode):o}")
        found[path.relative_to(folder).as_posix()] = (
            None if stat.S_ISDIR(mode) else path.read_bytes()
        )
    return found


def tree_of(artifacts: Iterable[Artifact]) -> Tree:
    """What a clean build must give, worked out without the code under test."""
    expected: Tree = {MARKER: MARKER_TEXT}
    for artifact in artifacts:
        expected[artifact.path] = artifact.produce()
        for folder in Path(artifact.path).parents[:-1]:
            expected[folder.as_posix()] = None
    return expected


def dangling(found: Tree) -> list[str]:
    """Pointers of a toy site to files that it does not have."""
    return [
        f"{path} -> {word}"
        for path, data in found.items()
        if data is not None and path not in {MARKER, ".testamur-incoming"}
        for word in data.decode().split()
        if "/" in word and word not in found
    ]


OLD = a_site({"ada": "first", "bob": "second", "cyd": "third"})
NEW = a_site({"ada": "first", "bob": "corrected", "dan": "fourth"}, theme="dark")


class Quick(Disk):
    """A disk that is never told to wait for the device, so that tests are fast."""

    def create(self, path: str, data: bytes, *, sync: bool = False) -> None:
        super().create(path, data)

    def sync_folder(self, path: str) -> None:
        Path(path).stat()

    def sync_file_system(self, path: str) -> None:
        Path(path).stat()


class Watched(Quick):
    """Calls `before` and `after` around every operation, with its number, name and arguments."""

    def __init__(self) -> None:
        self.operations = 0

    def before(self, number: int, name: str, path: str) -> None:
        """Nothing, unless a subclass has something in mind."""

    def after(self, number: int, name: str, path: str) -> None:
        """Nothing, unless a subclass has something in mind."""

    def _watch(self, name: str, call: Callable[..., Any], *paths: str, **options: Any) -> Any:
        self.operations += 1
        number = self.operations
        self.before(number, name, paths[-1])
        result = call(*paths, **options)
        self.after(number, name, paths[-1])
        return result

    def read(self, path: str) -> bytes:
        data: bytes = self._watch("read", super().read, path)
        return data

    def create(self, path: str, data: bytes, *, sync: bool = False) -> None:
        make = super().create
        self._watch("create", lambda where: make(where, data, sync=sync), path)

    def make_folder(self, path: str) -> None:
        self._watch("make_folder", super().make_folder, path)

    def open_folder(self, path: str) -> None:
        self._watch("open_folder", super().open_folder, path)

    def replace(self, source: str, target: str) -> None:
        self._watch("replace", super().replace, source, target)

    def remove(self, path: str) -> None:
        self._watch("remove", super().remove, path)

    def remove_folder(self, path: str) -> None:
        self._watch("remove_folder", super().remove_folder, path)

    def sync_folder(self, path: str) -> None:
        self._watch("sync_folder", super().sync_folder, path)

    def sync_file_system(self, path: str) -> None:
        self._watch("sync_file_system", super().sync_file_system, path)


class Lost(Watched):
    """The operation with the number `broken` fails and does nothing."""

    def __init__(self, broken: int, error: int = errno.EIO) -> None:
        super().__init__()
        self.broken = broken
        self.error = error

    def before(self, number: int, name: str, path: str) -> None:
        if number == self.broken:
            raise OSError(self.error, os.strerror(self.error), path)


class DoneButReportedLost(Lost):
    """The operation with the number `broken` is done, and reported to have failed."""

    def before(self, number: int, name: str, path: str) -> None:
        """It is done first."""

    def after(self, number: int, name: str, path: str) -> None:
        super().before(number, name, path)


class Torn(Lost):
    """The file that is being created when the disk fails keeps half of its bytes."""

    def create(self, path: str, data: bytes, *, sync: bool = False) -> None:
        if self.operations + 1 == self.broken:
            Path(path).write_bytes(data[: len(data) // 2])
        super().create(path, data, sync=sync)


class Killed(Lost):
    """The process ends, at once and without a word, at the operation with the number `broken`."""

    def before(self, number: int, name: str, path: str) -> None:
        if number == self.broken:
            os._exit(9)


class Elsewhere(Watched):
    """Staged files lie on another file system than the output, so that renaming is refused."""

    def replace(self, source: str, target: str) -> None:
        if "stage-" in source:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source, None, target)
        super().replace(source, target)

"""Read a theme: the shipped default, and over it, file by file, the site's own folder."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from testamur.problems import Exit, TestamurError

DEFAULT = "default"
THEMES = "themes"

FOLDERS = {
    "templates": (".html", ".svg"),
    "print": (".typ",),
    "fonts": (".ttf", ".otf", ".ttc"),
    "styles": (".css",),
    "strings": (".toml",),
    "assets": ("",),
}
"""What a theme is made of, and how the names in each folder end ("" takes any)."""


class ThemeError(TestamurError):
    """The theme cannot be used; whoever wrote it can mend it."""

    exit = Exit.REFUSED


@dataclass(frozen=True)
class Theme:
    name: str
    files: Mapping[str, bytes]
    """By path relative to the theme, such as `templates/award.html`, in the order of paths."""
    digest: str
    """SHA-256 over every path and every byte, hex."""

    def folder(self, name: str) -> dict[str, bytes]:
        """The files of one of the `FOLDERS`, by their path below it."""
        prefix = f"{name}/"
        return {
            path.removeprefix(prefix): data
            for path, data in self.files.items()
            if path.startswith(prefix)
        }


def read_theme(root: Path, name: str) -> Theme:
    """
    The theme `name` of the repository at `root`, laid over the shipped default.

    Raises ThemeError for a theme that does not exist, a symbolic link, or a file where no theme
    keeps any.
    """
    known = _known(root)
    if name not in known:
        raise ThemeError(f"there is no theme {name!r} in {THEMES}/", _nearest(name, known))
    own = root / THEMES / name
    files = dict(_files(shipped()))
    if own.is_dir() and own.resolve() != shipped().resolve():
        files.update(_files(own))
    return theme_of(name, files)


def theme_of(name: str, files: Mapping[str, bytes]) -> Theme:
    """A theme from its files."""
    ordered = dict(sorted(files.items()))
    digest = sha256()
    for path, data in ordered.items():
        digest.update(b"%s\0%d\0" % (path.encode(), len(data)))
        digest.update(data)
    return Theme(name, ordered, digest.hexdigest())


def shipped() -> Path:
    """The default theme: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / THEMES / DEFAULT
    return installed if installed.is_dir() else package.parents[1] / THEMES / DEFAULT


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    if folder.is_symlink():
        raise _linked(folder)
    for entry in _entries(folder):
        # Beside the folders a theme may keep a README and a licence; nothing reads them.
        if not entry.is_dir():
            continue
        if entry.name not in FOLDERS:
            raise ThemeError(f"a theme has no folder {entry.name!r}", _nearest(entry.name, FOLDERS))
        yield from _below(Path(entry.path), entry.name)


def _below(folder: Path, kind: str) -> Iterator[tuple[str, bytes]]:
    base = folder
    for entry in _entries(folder):
        path = Path(entry.path)
        relative = f"{kind}/{path.relative_to(base).as_posix()}"
        if not entry.is_file(follow_symlinks=False):
            raise ThemeError(f"{path} is neither a file nor expected there")
        if not entry.name.endswith(FOLDERS[kind]):
            ends = " or ".join(FOLDERS[kind])
            raise ThemeError(f"{path} does not end in {ends}, as files of {kind}/ do")
        yield relative, path.read_bytes()


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What stands in a folder, without what editors and file managers hide there."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_symlink():
                raise _linked(Path(entry.path))
            if not entry.name.startswith("."):
                yield entry


def _known(root: Path) -> set[str]:
    folder = root / THEMES
    if not folder.is_dir():
        return {DEFAULT}
    return {DEFAULT} | {entry.name for entry in _entries(folder) if entry.is_dir()}


def _nearest(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known))}"


def _linked(path: Path) -> ThemeError:
    return ThemeError(f"{path} is a symbolic link", "copy the file into the theme instead")

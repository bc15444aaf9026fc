"""Read a theme: the shipped default, over it a shipped theme, over both the site's own files."""

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

SHIPPED = "shipped"
"""Below it, a template of a site's own finds the shipped one that it replaces."""

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
    known = theme_names(root)
    if name not in known:
        raise ThemeError(f"there is no theme {name!r} in {THEMES}/", _nearest(name, known))
    below, own = shipped_files(name), own_files(root, name)
    return theme_of(name, {**below, **_replaced(below, own), **own})


def theme_names(root: Path) -> list[str]:
    """Those that come with testamur and those of the repository. Raises as `read_theme`."""
    folder = root / THEMES
    own = [each.name for each in _entries(folder) if each.is_dir()] if folder.is_dir() else []
    return sorted({*shipped_names(), *own})


def shipped_names() -> list[str]:
    """The themes that come with testamur."""
    return sorted(entry.name for entry in _entries(shipped()) if entry.is_dir())


def shipped_files(name: str) -> dict[str, bytes]:
    """What a theme of that name is laid over: the default, and over it a shipped theme so named."""
    files = dict(_files(shipped() / DEFAULT))
    if name != DEFAULT and name in shipped_names():
        files.update(_files(shipped() / name))
    return files


def own_files(root: Path, name: str) -> dict[str, bytes]:
    """The files that a repository has of a theme. Raises as `read_theme`."""
    own = root / THEMES / name
    if not own.is_dir() or own.resolve() == (shipped() / name).resolve():
        return {}
    return dict(_files(own))


def theme_of(name: str, files: Mapping[str, bytes]) -> Theme:
    """A theme from its files."""
    ordered = dict(sorted(files.items()))
    digest = sha256()
    for path, data in ordered.items():
        digest.update(b"%s\0%d\0" % (path.encode(), len(data)))
        digest.update(data)
    return Theme(name, ordered, digest.hexdigest())


def shipped() -> Path:
    """The themes of testamur: inside the installed package, or at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / THEMES
    return installed if installed.is_dir() else package.parents[1] / THEMES


def _replaced(below: Mapping[str, bytes], own: Mapping[str, bytes]) -> dict[str, bytes]:
    """
    The shipped templates that a site replaces, under names by which its own can extend them.

    So a page is changed in one of its blocks, and what is not changed goes on being testamur's.
    """
    return {
        path.replace("templates/", f"templates/{SHIPPED}/", 1): data
        for path, data in below.items()
        if path in own and path.startswith("templates/")
    }


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


def _nearest(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(sorted(known))}"


def _linked(path: Path) -> ThemeError:
    return ThemeError(f"{path} is a symbolic link", "copy the file into the theme instead")

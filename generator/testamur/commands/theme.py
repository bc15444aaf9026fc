"""`testamur theme`: which themes there are, and files of a shipped one to make one's own."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from testamur import __version__
from testamur.commands.project import Project
from testamur.commands.site import site_of
from testamur.pages import ejected
from testamur.pages.theme import THEMES, own_files, shipped_files, shipped_names, theme_names
from testamur.problems import InputRefusedError, Problem, Rule, Severity
from testamur.publish.durable import make_folders, replace_durably, write_durably

THEME_STALE = Rule(
    "theme-stale",
    "A file of the theme was taken from one that is another by now",
    severity=Severity.NOTICE,
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme that `site.yaml` may name."""

    name: str
    used: bool
    """Whether it does."""
    comes_with_testamur: bool
    own: tuple[str, ...]
    """The files that the site has of it."""


def themes(project: Project) -> list[Listed]:
    """Raises ThemeError, and InputRefusedError where site.yaml cannot be read."""
    used = _used(project)
    return [
        Listed(name, name == used, name in shipped_names(), tuple(own_files(project.root, name)))
        for name in theme_names(project.root)
    ]


def eject(project: Project, file: str) -> Path:
    """
    Copy a shipped file into the theme that the site uses, with a line that says from what.

    Raises InputRefusedError for a file that no theme has or that the site has already, ThemeError
    for one that cannot be marked.
    """
    name = _used(project)
    data = _shipped(name, file)
    target = project.root / THEMES / name / file
    if target.exists() or target.is_symlink():
        raise InputRefusedError(
            f"{THEMES}/{name}/{file} is there already",
            f"`testamur theme diff {file}` shows what differs from the shipped one",
        )
    make_folders(target.parent)
    write_durably(target, ejected.marked(file, data, __version__))
    return target


def diff(project: Project, file: str) -> str:
    """How the site's file differs from the shipped one, as `diff -u` writes it; empty if not."""
    name = _used(project)
    before, after = _shipped(name, file), ejected.unmarked(_own(project, name, file))
    return "".join(
        difflib.unified_diff(
            _lines(before), _lines(after), f"testamur/{file}", f"{THEMES}/{name}/{file}"
        )
    )


def keep(project: Project, file: str) -> Path:
    """Say in the site's file that it was held against the shipped one as that is now."""
    name = _used(project)
    data = ejected.unmarked(_own(project, name, file))
    line, _, _ = ejected.marked(file, _shipped(name, file), __version__).partition(b"\n")
    target = project.root / THEMES / name / file
    replace_durably(target, line + b"\n" + data)
    return target


def stale_files(root: Path, name: str) -> Iterator[Problem]:
    """A notice for each file of the site's theme whose original has changed. Raises ThemeError."""
    for each in ejected.stale(own_files(root, name), shipped_files(name)):
        since = f"{each.mark.path} of testamur {each.mark.version}"
        became = "is no longer part of it" if each.is_gone else "is another file by now"
        yield THEME_STALE.at(
            f"{THEMES}/{name}/{each.path}",
            (),
            f"it was taken from {since}, which {became}",
            "see whether anything else asks for it"
            if each.is_gone
            else f"`testamur theme diff {each.path}` shows how they differ; "
            f"once yours is as you want it, `testamur theme keep {each.path}`",
        )


def _used(project: Project) -> str:
    return site_of(project).theme


def _shipped(name: str, file: str) -> bytes:
    return _one_of(shipped_files(name), file, "no shipped theme has")


def _own(project: Project, name: str, file: str) -> bytes:
    return _one_of(own_files(project.root, name), file, f"{THEMES}/{name}/ does not have")


def _one_of(files: Mapping[str, bytes], file: str, lacking: str) -> bytes:
    if file in files:
        return files[file]
    close = get_close_matches(file, files, n=1)
    raise InputRefusedError(
        f"{lacking} a file {file!r}", f"did you mean {close[0]!r}?" if close else None
    )


def _lines(data: bytes) -> list[str]:
    lines = data.decode(errors="replace").splitlines(keepends=True)
    # A file that does not end its last line would run into the next one of the output.
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]

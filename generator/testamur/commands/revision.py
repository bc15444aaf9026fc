"""
The content of a Git revision, read through Git alone: nothing is checked out.

Only what differs from the working tree is read. What a revision holds is hostile like any content:
its names are looked at before a file is written, and links and other repositories in it are left
alone.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from testamur.content.load import load
from testamur.model.catalog import Catalog
from testamur.problems import WorldError

_PLAIN_FILES = frozenset({"100644", "100755"})
_DIFFERS = ("--name-only", "--no-renames", "--no-ext-diff", "--no-relative", "-z")
_BATCH = 500
"""Paths of one run of Git: more would not fit its command line."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What differs between a revision and the working tree."""

    commit: str
    """What is compared with: where the branch left the revision."""
    everywhere: tuple[str, ...]
    """Paths from the top of the Git repository, sorted; deleted files and new ones too."""
    inside: tuple[str, ...]
    """Those below the root, from there on."""


def changed(root: Path, revision: str) -> Changed:
    """
    Files that this branch and what is not committed yet have otherwise than `revision`.

    What was added to `revision` since the branch left it is not the branch's doing. Raises
    WorldError for a revision that Git does not know.
    """
    named = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}", may_fail=True)
    if not named:
        raise WorldError(
            f"Git knows no revision {revision}", "fetch it, or name another with --against"
        )
    commit = named.decode().strip()
    # A shallow clone knows no common ancestor: then the revision itself is compared with.
    left_at = _git(root, "merge-base", commit, "HEAD", may_fail=True).decode().split()
    commit = left_at[0] if left_at else commit
    prefix = _git(root, "rev-parse", "--show-prefix").decode().rstrip("\n")
    differs = _git(root, "diff", *_DIFFERS, commit)
    untracked = _git(root, "ls-files", "--others", "--exclude-standard", "--full-name", "-z")
    everywhere = sorted({*_names(differs), *_names(untracked)})
    inside = (path.removeprefix(prefix) for path in everywhere if path.startswith(prefix))
    return Changed(commit, tuple(everywhere), tuple(inside))


def content_of(root: Path, commit: str, paths: Iterable[str], today: date) -> Catalog | None:
    """
    What files of a commit say; None where it has no site that can be read.

    `paths` are files, or folders with all that is in them. What is wrong with them is nobody's
    concern any more.
    """
    with tempfile.TemporaryDirectory(prefix="testamur-") as folder:
        copy = Path(folder)
        blobs = dict(_blobs(root, commit, paths))
        for path, data in zip(blobs, _bytes(root, blobs.values()), strict=True):
            target = copy / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return load(copy, today=today).catalog


def _blobs(root: Path, commit: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Plain files with the names of their bytes."""
    wanted = sorted(set(paths))
    for first in range(0, len(wanted), _BATCH):
        listing = _git(
            root,
            *("ls-tree", "-r", "-z", commit, "--"),
            *wanted[first : first + _BATCH],
        )
        for line in _names(listing):
            facts, _, path = line.partition("\t")
            mode, _, name = facts.split(" ")
            if mode in _PLAIN_FILES and _is_inside(path):
                yield path, name


def _bytes(root: Path, blobs: Iterable[str]) -> Iterator[bytes]:
    """The bytes of every blob, in their order; one process for all."""
    asked = "".join(f"{name}\n" for name in blobs).encode()
    said = _git(root, "cat-file", "--batch", asked=asked)
    start = 0
    while start < len(said):
        end = said.index(b"\n", start)
        size = int(said[start:end].split(b" ")[2])
        start = end + 1
        yield said[start : start + size]
        start += size + 1


def _is_inside(path: str) -> bool:
    return not {"", ".", "..", ".git"}.intersection(path.split("/"))


def _names(listing: bytes) -> list[str]:
    return [name for name in listing.decode(errors="surrogateescape").split("\0") if name]


def _git(root: Path, *words: str, may_fail: bool = False, asked: bytes = b"") -> bytes:
    """What Git says; nothing where it refuses and may."""
    try:
        done = subprocess.run(
            ["git", "--literal-pathspecs", *words],
            cwd=root,
            capture_output=True,
            check=False,
            input=asked,
        )
    except FileNotFoundError as error:
        raise WorldError("there is no git here", "install it, or leave --against out") from error
    if done.returncode and not may_fail:
        said = done.stderr.decode(errors="replace").strip().split("\n")[-1]
        raise WorldError(f"Git refused `git {words[0]}`: {said}")
    return b"" if done.returncode else done.stdout

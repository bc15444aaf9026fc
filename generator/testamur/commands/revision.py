"""
The content of a Git revision, read through Git alone: nothing is checked out.

Only what differs from the working tree is read. What a revision holds is hostile like any content:
its names are looked at before a file is written, and links and other repositories in it are left
alone.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from testamur.commands.git import Blob, Git
from testamur.commands.project import Project
from testamur.content.load import load, load_site
from testamur.content.tree import SITE
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


def changed(project: Project, revision: str) -> Changed:
    """
    Files that this branch and what is not committed yet have otherwise than `revision`.

    What was added to `revision` since the branch left it is not the branch's doing. Raises
    WorldError for a revision that Git does not know.
    """
    git = Git(project.root, project.environ)
    commit = git.commit_of(revision)
    if commit is None:
        raise WorldError(
            f"Git knows no revision {revision}", "fetch it, or name another with --against"
        )
    # A shallow clone knows no common ancestor: then the revision itself is compared with.
    left_at = (git.ask("merge-base", commit, "HEAD") or b"").decode().split()
    commit = left_at[0] if left_at else commit
    prefix = git.do("rev-parse", "--show-prefix").decode().rstrip("\n")
    everywhere = sorted(
        {
            *_names(git.do("diff", *_DIFFERS, commit)),
            *_names(git.do("ls-files", "--others", "--exclude-standard", "--full-name", "-z")),
        }
    )
    inside = (path.removeprefix(prefix) for path in everywhere if path.startswith(prefix))
    return Changed(commit, tuple(everywhere), tuple(inside))


def content_of(project: Project, commit: str, paths: Iterable[str]) -> Catalog | None:
    """
    What files of a commit say; None where it has no site that can be read.

    `paths` are files, or folders with all that is in them. What is wrong with them is nobody's
    concern any more.
    """
    git = Git(project.root, project.environ)
    with tempfile.TemporaryDirectory(prefix="testamur-") as folder:
        copy = Path(folder)
        for blob, data in git.contents(_blobs(git, commit, paths)):
            target = copy / blob.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return load(copy, today=project.now.date()).catalog


def register_folder_of(project: Project, revision: str) -> str | None:
    """Where a revision has its register, by its own site.yaml; None where that cannot be read."""
    git = Git(project.root, project.environ)
    blobs = [*_blobs(git, revision, (SITE,))]
    with tempfile.TemporaryDirectory(prefix="testamur-") as folder:
        for blob, data in git.contents(blobs):
            target = Path(folder) / blob.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        site, _ = load_site(Path(folder))
    return site.register if site else None


def _blobs(git: Git, commit: str, paths: Iterable[str]) -> Iterator[Blob]:
    """The plain files among them."""
    wanted = sorted(set(paths))
    for first in range(0, len(wanted), _BATCH):
        listing = git.do(
            *("--literal-pathspecs", "ls-tree", "-r", "-z", commit, "--"),
            *wanted[first : first + _BATCH],
        )
        for line in _names(listing):
            facts, _, path = line.partition("\t")
            mode, _, id_ = facts.split(" ")
            if mode in _PLAIN_FILES and _is_inside(path):
                yield Blob(path, id_)


def _is_inside(path: str) -> bool:
    return not {"", ".", "..", ".git"}.intersection(path.split("/"))


def _names(listing: bytes) -> list[str]:
    return [name for name in listing.decode(errors="surrogateescape").split("\0") if name]

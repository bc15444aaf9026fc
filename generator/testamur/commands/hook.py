"""`testamur hook`: have Git run `check` before every commit, for those without pre-commit."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from testamur.commands.git import Git
from testamur.commands.project import Project
from testamur.problems import WorldError
from testamur.publish.durable import make_folders, write_durably

_SCRIPT = """\
#!/bin/sh
# Written by `testamur hook`. Deleting this file ends it; `git commit --no-verify` goes past it.
cd "$(git rev-parse --show-toplevel)/"{folder} || exit
# Commits made in an editor do not know of an environment that a shell is in.
PATH="$PWD/.venv/bin:$PATH"
exec testamur check
"""
_MARK = b"# Written by `testamur hook`."


def hook(project: Project) -> tuple[Path, bool]:
    """
    Where the hook is, and whether it is new. One that somebody else wrote is left alone.

    It checks this repository where that is a folder of a larger one, too.

    Raises WorldError outside of Git's work tree, and where there is another hook already.
    """
    git = Git(project.root, project.environ)
    said = git.ask("rev-parse", "--git-path", "hooks/pre-commit")
    prefix = git.ask("rev-parse", "--show-prefix")
    if said is None or prefix is None:
        raise WorldError("this folder is no Git repository", "run `git init` first")
    path = project.root / os.fsdecode(said.rstrip(b"\n"))
    if os.path.lexists(path):
        if path.is_file() and _MARK in path.read_bytes():
            return path, False
        raise WorldError(
            f"{path} is there already, and is not ours",
            "add a line with `testamur check` to it by hand",
        )
    make_folders(path.parent)
    folder = os.fsdecode(prefix.rstrip(b"\n"))
    write_durably(path, os.fsencode(_SCRIPT.format(folder=shlex.quote(folder))))
    path.chmod(0o755)
    return path, True

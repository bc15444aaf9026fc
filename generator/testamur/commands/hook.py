"""`testamur hook`: have Git run `check` before every commit, for those without pre-commit."""

from __future__ import annotations

import os
from pathlib import Path

from testamur.commands.git import Git
from testamur.commands.project import Project
from testamur.problems import WorldError
from testamur.publish.durable import make_folders, write_durably

SCRIPT = b"""\
#!/bin/sh
# Written by `testamur hook`. Deleting this file ends it; `git commit --no-verify` goes past it.
exec testamur check
"""


def hook(project: Project) -> tuple[Path, bool]:
    """
    Where the hook is, and whether it is new. One that somebody else wrote is left alone.

    Raises WorldError outside of Git's work tree, and where there is another hook already.
    """
    said = Git(project.root, project.environ).ask("rev-parse", "--git-path", "hooks/pre-commit")
    if said is None:
        raise WorldError("this is no repository of Git's", "run `git init` first")
    path = project.root / os.fsdecode(said.rstrip(b"\n"))
    if os.path.lexists(path):
        if path.is_file() and path.read_bytes() == SCRIPT:
            return path, False
        raise WorldError(
            f"{path} is there already, and is not ours",
            "add a line with `testamur check` to it by hand",
        )
    make_folders(path.parent)
    write_durably(path, SCRIPT)
    path.chmod(0o755)
    return path, True

"""Completion in shells, and `check` before each commit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import Repository

BIN = Path(sys.executable).parent


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(root),
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
    }
    return subprocess.run(words, cwd=root, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_is_told_how_to_complete(tmp_path: Path, shell: str) -> None:
    done = run(tmp_path, "testamur", "completion", shell)

    assert 0 == done.returncode
    assert f"_TESTAMUR_COMPLETE={shell}_complete" in done.stdout


def test_another_shell_is_refused(tmp_path: Path) -> None:
    assert 2 == run(tmp_path, "testamur", "completion", "tcsh").returncode


@pytest.mark.slow
def test_a_commit_with_a_mistake_is_stopped(tmp_path: Path) -> None:
    Repository.begun(tmp_path, "Ada Lovelace")
    run(tmp_path, "git", "init", "--quiet")
    hooked = run(tmp_path, "testamur", "hook")
    again = run(tmp_path, "testamur", "hook")
    (tmp_path / "content/awards/broken.yaml").write_text("credential: nowhere\n")
    run(tmp_path, "git", "add", "content")
    stopped = run(tmp_path, "git", "commit", "--message", "x")
    (tmp_path / "content/awards/broken.yaml").unlink()
    run(tmp_path, "git", "add", "content")
    done = run(tmp_path, "git", "commit", "--message", "x")

    assert "written" in hooked.stdout
    assert "is there already" in again.stdout
    assert stopped.returncode != 0
    assert "broken.yaml" in stopped.stdout + stopped.stderr
    assert 0 == done.returncode, done.stderr


@pytest.mark.slow
def test_a_repository_inside_of_a_larger_one_is_checked(tmp_path: Path) -> None:
    """And the command is found in its own environment, as commits from an editor need it."""
    folder = tmp_path / "the badges"
    folder.mkdir()
    Repository.begun(folder, "Ada Lovelace")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/testamur").symlink_to(BIN / "testamur")
    run(tmp_path, "git", "init", "--quiet")
    hooked = run(folder, "testamur", "hook")
    (folder / "content/awards/broken.yaml").write_text("credential: nowhere\n")
    hook = str(tmp_path / ".git/hooks/pre-commit")
    stopped = run(tmp_path, "env", "PATH=/usr/bin:/bin", hook)
    (folder / "content/awards/broken.yaml").unlink()
    done = run(tmp_path, "env", "PATH=/usr/bin:/bin", hook)

    assert 0 == hooked.returncode, hooked.stderr
    assert 1 == stopped.returncode, stopped.stderr
    assert "broken.yaml" in stopped.stdout
    assert 0 == done.returncode, done.stderr


def test_somebody_elses_hook_is_left_alone(tmp_path: Path) -> None:
    run(tmp_path, "git", "init", "--quiet")
    own = tmp_path / ".git/hooks/pre-commit"
    own.parent.mkdir(exist_ok=True)
    own.write_text("#!/bin/sh\n")
    done = run(tmp_path, "testamur", "hook")

    assert 4 == done.returncode
    assert "is not ours" in done.stderr
    assert "#!/bin/sh\n" == own.read_text()


def test_outside_of_git_there_is_nothing_to_hook(tmp_path: Path) -> None:
    done = run(tmp_path, "testamur", "hook")

    assert 4 == done.returncode
    assert "is no Git repository" in done.stderr

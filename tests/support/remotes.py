"""Bare Git repositories as remotes, and several machines that publish to one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from testamur.commands.registers import Place, Pulled, Pushed, pull, push
from testamur.model.addresses import Addresses
from tests.support.repository import BASE_URL, Repository

REGISTER = "content/register"


def git(root: Path, *words: str) -> str:
    """What Git prints. Nobody's own settings take part."""
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    environ = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    done = subprocess.run(
        ["git", *identity, *words], cwd=root, env=environ, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode(errors="replace").strip()


def bare(folder: Path) -> Path:
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--bare", "--initial-branch", "main")
    return folder


def machine(root: Path, remote: Path, *names: str) -> Repository:
    """A repository with an award for each name, nothing issued, and the remote `origin`."""
    repository = Repository.begun(root, *names)
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "remote", "add", "origin", str(remote))
    return repository


def another(repository: Repository, root: Path, *, salt: str = "another") -> Repository:
    """A clone on another machine, at the same moment, with other luck and without the register."""
    shutil.copytree(repository.root / "content", root / "content")
    shutil.rmtree(root / REGISTER, ignore_errors=True)
    shutil.copytree(repository.root / "keys", root / "keys")
    git(root, "init", "--quiet", "--initial-branch", "main")
    git(root, "remote", "add", "origin", git(repository.root, "remote", "get-url", "origin"))
    other = Luckier(root, repository.now)
    other.salt = salt
    return other


class Luckier(Repository):
    """Draws other bytes than another one: two machines never share their chance."""

    salt: str = ""

    def draw(self, size: int) -> bytes:
        from hashlib import shake_256

        return shake_256(f"{self.salt} {next(self.counter)}".encode()).digest(size)


def place(repository: Repository) -> Place:
    return Place(Addresses(BASE_URL), repository.project.register_folder(REGISTER), "origin")


def pulled(repository: Repository, *, discard: bool = False) -> Pulled:
    return pull(repository.project, place(repository), discard=discard)


def pushed(repository: Repository) -> Pushed:
    return push(repository.project, place(repository))


def on_path(folder: Path, script: str) -> Callable[[], str]:
    """Put a `git` before the real one; it finds that as $GIT. Gives a PATH that begins with it."""
    real = shutil.which("git")
    folder.mkdir()
    wrapper = folder / "git"
    wrapper.write_text(f"#!/bin/bash\nGIT={real}\n{script}\n", encoding="utf-8")
    wrapper.chmod(0o755)
    return lambda: f"{folder}:{os.environ['PATH']}"

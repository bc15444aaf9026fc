"""
Runs the real commands in repositories, in a process that may neither reach a network (I3) nor
write anywhere but into a repository's output, cache and register, or a passing file of ours (I4): what tries to is an
error.

Reads jobs from standard input, [{"root": …, "steps": [[word, …], …]}, …], and answers for each with
[{"code": …, "out": …, "errors": …}, …].
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from testamur.cli.main import commands
from testamur.cli.voice import say_failure
from testamur.commands.project import Project
from testamur.problems import TestamurError
from tests.support.patience import patience

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
DRAFTS = ".testamur/drafts.json"
_PLACES = ("site", ".site", ".testamur", "content/register")
_NETWORK = {
    "socket.bind",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.gethostbyname",
    "socket.sendto",
}
_TWO = {"os.rename", "os.link"}
"""With two paths; like most of the others they end with the open folders that these are relative to."""
_WRITES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.link"}


class Guard:
    """What may be written is below `roots`; nothing else is, and nobody is asked anything."""

    def __init__(self) -> None:
        self.root: str | None = None

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if self.root is None:
            return
        if event in _NETWORK:
            raise AssertionError(f"I3: {event} {args[1:]}")
        if event == "open" and _writes(args[1], args[2]):
            self._must_be_ours(args[0])
        # A path in an open folder was judged when the folder was made.
        if event in _WRITES and set(args[2:] if event in _TWO else args[-1:]) == {-1}:
            for path in args[: 2 if event in _TWO else 1]:
                self._must_be_ours(path)

    def _must_be_ours(self, path: object) -> None:
        if not isinstance(path, str | bytes | os.PathLike) or os.fspath(path) == "/dev/null":
            return
        real = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - a Path would be opened again
        ours = [f"{self.root}/{place}" for place in _PLACES]
        if not real.startswith((*ours, f"{tempfile.gettempdir()}/testamur-")):
            raise AssertionError(f"I4: {real}")


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return bool(set(mode) & set("wax+"))
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def step(root: Path, words: list[str], secrets: dict[str, str]) -> dict[str, Any]:
    """The real command on the real files; the clock, chance and keys are given."""
    project = Project(
        root=root,
        now=NOW,
        draw=os.urandom,
        environ=secrets,
        allow_test_seeds=True,
    )
    runner = CliRunner()
    with patience():
        result = runner.invoke(commands, words, obj=project)
    errors = result.stderr
    if isinstance(result.exception, TestamurError):
        with runner.isolation() as streams:
            say_failure(result.exception)
            errors += streams[1].getvalue().decode()
        return {"code": int(result.exception.exit), "out": result.stdout, "errors": errors}
    if result.exception and not isinstance(result.exception, SystemExit):
        # I1: none of the exit codes, a traceback.
        errors += f"Traceback: {result.exception!r}"
    return {"code": result.exit_code, "out": result.stdout, "errors": errors}


def main() -> None:
    jobs = json.load(sys.stdin)
    guard = Guard()
    # What is only made once in a process is made before anybody looks.
    tempfile.gettempdir()
    sys.addaudithook(guard)
    answers = []
    for job in jobs:
        guard.root = job["root"]
        root = Path(job["root"])
        answers.append([step(root, words, job.get("secrets", {})) for words in job["steps"]])
        guard.root = None
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()

"""
The `git` command, with argument lists and an environment that holds no key.

What it says is read in English; what it may ask a person goes to their terminal.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from testamur.commands.secrets import TOKEN, without_secrets
from testamur.problems import WorldError

_TOKEN_HELPER = (
    '!f() { test "$1" = get && '
    f'printf "username=x-access-token\\npassword=%s\\n" "${TOKEN}"; }}; f'
)
"""A credential helper that gives what the variable holds; the token is on no command line."""

_PIECE = 1 << 16
"""Bytes that are read at once; no path is longer."""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file of a tree."""

    path: str
    id: str
    size: int = 0
    """Bytes, where they were asked for."""


@dataclass(frozen=True, slots=True)
class Git:
    root: Path
    """Where it runs."""
    environ: Mapping[str, str] = field(repr=False)

    @property
    def has_token(self) -> bool:
        """Whether there is a token for the remote."""
        return bool(self.environ.get(TOKEN))

    def ask(self, *words: str) -> bytes | None:
        """What it prints, or None where it says no."""
        done = self._run(words)
        return done.stdout if done.returncode == 0 else None

    def do(
        self,
        *words: str,
        data: bytes | None = None,
        more: Mapping[str, str] | None = None,
        remote: bool = False,
    ) -> bytes:
        """
        What it prints; with `remote` it may use the token for the remote.

        Raises WorldError with its own words where it fails.
        """
        done = self._run(words, data, more, remote=remote)
        if done.returncode != 0:
            raise WorldError(f"`git {words[0]}` failed: {_said(done.stderr)}", _advice(done.stderr))
        return done.stdout

    def commit_of(self, ref: str) -> str | None:
        """The commit of a ref or revision, if there is one."""
        found = self.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return None if found is None else found.decode().strip()

    def tree_of(self, commit: str) -> str:
        return self.do("rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()

    def blobs(self, commit: str) -> Iterator[Blob | None]:
        """
        The files of a commit with their sizes, and None for each folder, one after the other.

        A tree may name a small one a thousand times, which names another as often: whoever goes
        through it counts, and stops. Raises WorldError for what is no plain file.
        """
        for line in self._lines("ls-tree", "-r", "-t", "-l", "-z", "--full-tree", commit):
            about, _, path = line.partition(b"\t")
            mode, kind, id_, size = about.decode().split()
            if (mode, kind) == ("040000", "tree"):
                yield None
                continue
            name = path.decode(errors="replace")
            if (mode, kind) != ("100644", "blob"):
                raise WorldError(f"{name!r} in {commit} is no plain file")
            yield Blob(name, id_, int(size))

    def contents(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes]]:
        """Each with its bytes, one after the other: never all of them in memory."""
        with subprocess.Popen(
            ["git", "cat-file", "--batch"],
            cwd=self.root,
            env=self._environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            asked, answers = process.stdin, process.stdout
            if asked is None or answers is None:
                raise TypeError("both are pipes")
            for blob in blobs:
                asked.write(f"{blob.id}\n".encode())
                asked.flush()
                header = answers.readline().split()
                if len(header) != 3 or header[1] != b"blob":
                    raise WorldError(f"Git lacks the contents of {blob.path}", "fetch it again")
                data = answers.read(int(header[2]))
                answers.read(1)
                yield blob, data
            asked.close()

    def write_blobs(self, files: Iterable[Path]) -> list[str]:
        """The ids of files that are taken into Git as they are, without any filter."""
        paths = "".join(f"{path.absolute()}\n" for path in files).encode()
        if not paths:
            return []
        ids = self.do("hash-object", "-w", "--no-filters", "--stdin-paths", data=paths)
        return ids.decode().split()

    def write_tree(self, blobs: Iterable[Blob], index: Path) -> str:
        """The id of a tree of these files, made in an index of its own."""
        own = {"GIT_INDEX_FILE": str(index)}
        lines = b"".join(f"100644 {blob.id}\t{blob.path}\0".encode() for blob in blobs)
        self.do("read-tree", "--empty", more=own)
        self.do("update-index", "-z", "--index-info", data=lines, more=own)
        return self.do("write-tree", more=own).decode().strip()

    def _lines(self, *words: str) -> Iterator[bytes]:
        """What it prints between one zero byte and the next, while it still prints."""
        with subprocess.Popen(
            ["git", *words],
            cwd=self.root,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            if process.stdout is None:
                raise TypeError("it is a pipe")
            try:
                rest = b""
                while piece := process.stdout.read(_PIECE):
                    *lines, rest = (rest + piece).split(b"\0")
                    if len(rest) > _PIECE:
                        raise WorldError(
                            f"`git {words[0]}` names a file by more than {_PIECE:,} bytes"
                        )
                    yield from lines
                if process.wait() != 0:
                    raise WorldError(
                        f"`git {words[0]}` could not read all of {words[-1]}", "fetch it again"
                    )
            finally:
                process.kill()

    def _run(
        self,
        words: Iterable[str],
        data: bytes | None = None,
        more: Mapping[str, str] | None = None,
        *,
        remote: bool = False,
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", *words],
                cwd=self.root,
                env={**self._environment(remote=remote), **(more or {})},
                # Without data there is nothing to read, rather than what is typed.
                input=data or b"",
                capture_output=True,
                check=False,
            )
        except FileNotFoundError as error:
            raise WorldError("there is no `git` on this machine", "install it") from error

    def _environment(self, *, remote: bool = False) -> dict[str, str]:
        environment = {**without_secrets(self.environ), "LC_ALL": "C"}
        token = self.environ.get(TOKEN)
        if not (remote and token):
            return environment
        number = int(environment.get("GIT_CONFIG_COUNT", "0"))
        # The empty one takes back those that the machine has: they may know another account.
        for helper in ("", _TOKEN_HELPER):
            environment[f"GIT_CONFIG_KEY_{number}"] = "credential.helper"
            environment[f"GIT_CONFIG_VALUE_{number}"] = helper
            number += 1
        return {**environment, "GIT_CONFIG_COUNT": str(number), TOKEN: token}


def _said(stderr: bytes) -> str:
    """The line of its message that says why."""
    lines = [line.strip() for line in stderr.decode(errors="replace").splitlines() if line.strip()]
    for start in ("fatal:", "error:", "remote:"):
        for line in lines:
            if line.startswith(start):
                return line.removeprefix(start).strip()
    return lines[-1] if lines else "it did not say why"


def _advice(stderr: bytes) -> str | None:
    if b"--atomic" in stderr:
        return (
            "log and documents are published together or not at all, and this server cannot do "
            "that; keep the register on one that can"
        )
    if b"Authentication failed" in stderr or b"could not read Username" in stderr:
        return f"check who may read and write there; a token goes into the variable {TOKEN}"
    return None

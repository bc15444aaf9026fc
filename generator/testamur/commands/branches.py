"""
The two branches of a remote that hold a register, and what Git here remembers of them.

What was last seen is kept below `refs/testamur/`, which no clone copies and of which Git keeps no
older states: documents that were replaced are soon swept up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from testamur.commands.git import Blob, Git
from testamur.problems import RegisterError, WorldError
from testamur.publish.durable import make_folders
from testamur.register import files
from testamur.register.shapes import MAX_BYTES, MAX_FILES, most_bytes

REGISTER = "register"
DOCUMENTS = "documents"
"""Names of the branches."""

KNOWN = "refs/testamur/register"
"""The register as it was last seen at the remote, or sent there."""

_KNOWN_DOCUMENTS = "refs/testamur/documents"
_INCOMING = "refs/testamur/incoming/"
_KINDS = (files.DEFINITIONS, files.PATHWAYS, files.LOG, files.STATUS, files.HEADS)
_PUT_BACK = (
    "nothing was taken; find out who pushed it, and put the branches back to what they were before"
)

ORDER = (files.DOCUMENTS, *_KINDS)
"""The folders of a register in the order of writing: what is pointed at before what points."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two commits, or two trees, that belong together."""

    register: str
    documents: str


@dataclass(frozen=True, slots=True)
class Branches:
    git: Git
    remote: str

    def known(self) -> Pair | None:
        """What was last seen at the remote."""
        return self._pair(KNOWN, _KNOWN_DOCUMENTS)

    def keep(self, pair: Pair) -> None:
        """Remember what was seen."""
        for ref, commit in ((KNOWN, pair.register), (_KNOWN_DOCUMENTS, pair.documents)):
            self.git.do("update-ref", ref, commit)
        self.drop()

    def drop(self) -> None:
        """Forget what was fetched, so that Git may sweep it up."""
        for name in (REGISTER, DOCUMENTS):
            self.git.do("update-ref", "-d", f"{_INCOMING}{name}")

    def fetch(self) -> Pair | None:
        """What the remote has now, or None where it has no register. Raises WorldError."""
        refs = [f"refs/heads/{name}" for name in (REGISTER, DOCUMENTS)]
        listing = self.git.do("ls-remote", "--refs", self.remote, *refs, remote=True).decode()
        there = {line.split("\t")[1] for line in listing.splitlines()}
        if refs[0] not in there:
            return None
        if refs[1] not in there:
            raise RegisterError(
                f"{self.remote} has the branch {REGISTER}, and lacks the branch {DOCUMENTS}",
                "from a clone that has the register, `testamur register push` puts it back",
            )
        specs = [f"+refs/heads/{name}:{_INCOMING}{name}" for name in (REGISTER, DOCUMENTS)]
        options = ["--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"]
        # Without a map of its own Git would also move refs/remotes/, which remembers.
        self.git.do("fetch", *options, "--refmap=", self.remote, *specs, remote=True)
        pair = self._pair(f"{_INCOMING}{REGISTER}", f"{_INCOMING}{DOCUMENTS}")
        if pair is None:
            raise RegisterError(f"a branch of {self.remote} leads to no commit", _PUT_BACK)
        return pair

    def write_out(self, pair: Pair, folder: Path) -> None:
        """
        The register of two commits as files, once all their paths and sizes are those of one.

        Raises RegisterError for what is none of it or too much, WorldError for links and the like.
        """
        kept = list(self._listed(pair))
        for blob, data in self.git.contents(kept):
            target = folder / blob.path
            make_folders(target.parent)
            target.write_bytes(data)

    def trees_of(self, pair: Pair) -> Pair:
        return Pair(self.git.tree_of(pair.register), self.git.tree_of(pair.documents))

    def trees_from(self, folder: Path, space: Path) -> Pair:
        """The trees of a register's folder, made without touching anybody's index."""
        paths = list(files_of(folder))
        ids = self.git.write_blobs(folder / path for path in paths)
        sizes = [(folder / path).stat().st_size for path in paths]
        blobs = [Blob(*each) for each in zip(paths, ids, sizes, strict=True)]
        # What could not be pulled is not pushed.
        for blob in blobs:
            _refuse_stranger(blob)
        prefix = f"{files.DOCUMENTS}/"
        documents = [
            Blob(each.path.removeprefix(prefix), each.id)
            for each in blobs
            if each.path.startswith(prefix)
        ]
        others = [each for each in blobs if not each.path.startswith(prefix)]
        index = space / "index"
        return Pair(self.git.write_tree(others, index), self.git.write_tree(documents, index))

    def commit(self, trees: Pair, *, parent: str | None, subject: str, now: datetime) -> Pair:
        """
        Commits of these trees: the register upon its parent, the documents upon nothing.
        """
        moment = f"@{int(now.timestamp())} +0000"
        by = {"NAME": "testamur", "EMAIL": "testamur@localhost", "DATE": moment}
        more = {f"GIT_{who}_{what}": by[what] for who in ("AUTHOR", "COMMITTER") for what in by}
        parents = ["-p", parent] if parent else []
        register = self.git.do("commit-tree", trees.register, *parents, "-m", subject, more=more)
        documents = self.git.do(
            "commit-tree", trees.documents, "-m", f"Documents: {subject}", more=more
        )
        return Pair(register.decode().strip(), documents.decode().strip())

    def push(self, made: Pair, *, over: Pair | None) -> None:
        """
        Send both or neither: the register only on top of what it grew from, the documents in place
        of those that were there. Raises WorldError where the remote does not take them.
        """
        was = over.documents if over else ""
        self.git.do(
            "push",
            "--quiet",
            "--atomic",
            "--no-verify",
            "--no-follow-tags",
            "--recurse-submodules=no",
            f"--force-with-lease=refs/heads/{DOCUMENTS}:{was}",
            self.remote,
            f"{made.register}:refs/heads/{REGISTER}",
            f"{made.documents}:refs/heads/{DOCUMENTS}",
            remote=True,
        )

    def refuse_open_password(self) -> None:
        """Raises WorldError where a token would travel unprotected."""
        address = (self.git.ask("remote", "get-url", "--push", self.remote) or b"").decode()
        if address.startswith("http://") and self.git.has_token:
            raise WorldError(
                f"{self.remote} is reached by http, where anybody on the way reads the token",
                "use https",
            )

    def _pair(self, register: str, documents: str) -> Pair | None:
        found = self.git.commit_of(register), self.git.commit_of(documents)
        return Pair(found[0], found[1]) if found[0] and found[1] else None

    def _listed(self, pair: Pair) -> Iterator[Blob]:
        number, size, seen = 0, 0, set[str]()
        for blob in self._all(pair):
            number += 1
            size += blob.size if blob else 0
            if number > MAX_FILES or size > MAX_BYTES:
                raise RegisterError(
                    f"{self.remote} has more than {MAX_FILES:,} files or {MAX_BYTES:,} bytes on the "
                    f"branches {REGISTER} and {DOCUMENTS}, which is no register",
                    _PUT_BACK,
                )
            if blob is None:
                continue
            _refuse_stranger(blob)
            if blob.path in seen:
                raise RegisterError(f"{blob.path!r} is there twice", _PUT_BACK)
            seen.add(blob.path)
            yield blob

    def _all(self, pair: Pair) -> Iterator[Blob | None]:
        for blob in self.git.blobs(pair.register):
            if blob and blob.path.split("/")[0] not in _KINDS:
                raise _stranger(blob.path)
            yield blob
        for blob in self.git.blobs(pair.documents):
            yield blob and Blob(f"{files.DOCUMENTS}/{blob.path}", blob.id, blob.size)


def files_of(folder: Path) -> Iterator[str]:
    """
    Paths of a register's files, in the order of writing.

    Raises RegisterError for a file that has no place there.
    """
    for kind in ORDER:
        yield from _in_order(
            path.relative_to(folder).as_posix()
            for path in (folder / kind).rglob("*")
            # What begins with a dot is what an interrupted write left behind.
            if not path.is_dir() and not path.name.startswith(".")
        )


def _in_order(paths: Iterable[str]) -> Iterator[str]:
    for path in sorted(paths, key=lambda path: (len(path), path)):
        _refuse_stranger(Blob(path, ""))
        yield path


def _refuse_stranger(blob: Blob) -> None:
    most = most_bytes(blob.path)
    if most is None:
        raise _stranger(blob.path)
    if blob.size > most:
        raise RegisterError(
            f"{blob.path!r} has {blob.size:,} bytes, and a register has at most {most:,} there",
            _PUT_BACK,
        )


def _stranger(path: str) -> RegisterError:
    return RegisterError(
        f"{path!r} is no part of a register", "take it out; only `testamur` writes there"
    )

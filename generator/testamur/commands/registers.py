"""
`testamur register pull` and `push`: the register's folder from and to branches of a remote.

The branch `register` holds all but the documents, with its history, and is never forced: whoever
pushes second is refused, which is what keeps two publishers from forking the log. The branch
`documents` holds what forgetting erases, as one commit without a past, and is replaced with it.
Nothing here reads what authors wrote: the job that holds the keys runs it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from testamur.changes.extension import extends
from testamur.commands.branches import REGISTER, Branches, Pair, files_of
from testamur.commands.git import Git
from testamur.commands.project import Project
from testamur.commands.published import heads_of_branch
from testamur.model.addresses import Addresses
from testamur.problems import RegisterError, TestamurError, WorldError
from testamur.publish.durable import (
    DISK,
    Disk,
    make_folders,
    remove_durably,
    remove_tree,
    replace_durably,
)
from testamur.register.files import LOG
from testamur.register.folder import Folder
from testamur.register.reader import is_there, read
from testamur.register.register import Register
from testamur.register.soundness import grew
from testamur.wire.instants import instant

_TRIES = 5
"""How often a remote that others write to meanwhile is asked again."""

_THEIRS = "published"
"""Where in the space to work in the published register is written out."""

_AGAIN = (
    "`testamur register pull --discard` takes the published one and drops what was signed here and "
    "never published; then issue again"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose register it is, and where it lies."""

    at: Addresses
    folder: Folder
    remote: str


class Pull(Enum):
    NONE = auto()
    """The remote has no register yet."""
    SAME = auto()
    TAKEN = auto()
    AHEAD = auto()
    """The one here has more than was published."""


@dataclass(frozen=True, slots=True)
class Pulled:
    what: Pull
    size: int
    """Entries of the register here, afterwards."""
    new: int
    """Entries that came, or that wait to be pushed."""


@dataclass(frozen=True, slots=True)
class Pushed:
    size: int
    new: int
    """Entries that the remote did not have."""
    sent: bool
    """Whether anything was sent: after a lost reply there is nothing left to send."""


def pull(project: Project, place: Place, *, discard: bool = False, disk: Disk = DISK) -> Pulled:
    """
    Bring the published register here, once it is proved to hold and to extend what was known.

    What was signed here and is not published is never overwritten, unless `discard`. Raises
    RegisterError for a published register that was cut short, rewritten or taken away, and where
    this one has entries that the published one lacks; WorldError where Git or the disk fails.
    """
    folder = place.folder
    with project.register_lock(place.at), _space(project) as space:
        folder.refuse_links()
        branches = _branches(project, place)
        pair, theirs = _published(branches, place, space)
        if pair is None or theirs is None:
            return _nothing_there(branches, place)
        _is_remembered(project, theirs, f"the register of {place.remote}")
        here = None if discard else _here(place, theirs, space)
        if here is not None and _why_not_grown(theirs, here) is None:
            branches.keep(pair)
            same = _why_not_grown(here, theirs) is None
            return Pulled(Pull.SAME if same else Pull.AHEAD, here.size, here.size - theirs.size)
        if here is not None and (why := _why_not_grown(here, theirs)):
            raise RegisterError(
                f"nothing was taken: what was signed here was never published, and {why} "
                f"at {place.remote}",
                _AGAIN,
            )
        before = _lines(folder.path).count(b"\n")
        _install(space, folder.path, disk)
        branches.keep(pair)
    return Pulled(Pull.TAKEN, theirs.size, theirs.size - before)


def push(project: Project, place: Place) -> Pushed:
    """
    Publish the register of this folder on top of the one that is published.

    Running it again after a reply that was lost does no harm. Raises RegisterError where the
    published one has what this one lacks, or this one does not hold; WorldError where Git fails.
    """
    with project.register_lock(place.at), _space(project) as space:
        ours = read(place.folder, place.at)
        branches = _branches(project, place)
        _is_remembered(project, ours, f"the register at {place.folder.name}")
        trees = branches.trees_from(place.folder.path, space)
        known = branches.known()
        for _ in range(_TRIES):
            pair, theirs = _published(branches, place, space)
            before = theirs.size if theirs else 0
            if pair and branches.trees_of(pair) == trees:
                branches.keep(pair)
                return Pushed(ours.size, 0, sent=False)
            if theirs and (why := _why_not_grown(theirs, ours)):
                raise RegisterError(f"nothing was pushed: at {place.remote} {why}", _AGAIN)
            upon = pair or known
            made = branches.commit(
                trees,
                parent=upon.register if upon else None,
                subject=_subject(place.at, ours),
                now=project.now,
            )
            try:
                branches.push(made, over=pair)
            except WorldError:
                if branches.fetch() == pair:
                    raise
                continue
            branches.keep(made)
            return Pushed(ours.size, ours.size - before, sent=True)
    raise RegisterError(f"others keep publishing to {place.remote}", _AGAIN)


def _published(
    branches: Branches, place: Place, space: Path
) -> tuple[Pair, Register] | tuple[None, None]:
    """
    What the remote has, whole: its files are then in the register's folder of `space`.

    While somebody else publishes, the two branches may be seen one after the other.
    """
    try:
        return _proved(branches, place, space)
    except TestamurError:
        branches.drop()
        raise


def _proved(
    branches: Branches, place: Place, space: Path
) -> tuple[Pair, Register] | tuple[None, None]:
    pair = branches.fetch()
    while pair is not None:
        folder = space / _THEIRS
        remove_tree(folder)
        folder.mkdir()
        branches.write_out(pair, folder)
        try:
            return pair, read(Folder(folder, f"{place.remote}:{REGISTER}"), place.at)
        except RegisterError:
            seen, pair = pair, branches.fetch()
            if seen == pair:
                raise
    return None, None


def _nothing_there(branches: Branches, place: Place) -> Pulled:
    if branches.known():
        raise RegisterError(
            f"{place.remote} had a register, and has none now",
            "find out who removed its branches; `testamur register push` puts them back",
        )
    size = _lines(place.folder.path).count(b"\n")
    return Pulled(Pull.NONE, size, size)


def _here(place: Place, theirs: Register, space: Path) -> Register | None:
    """
    The register of the folder, or None if it may be overwritten whatever state it is in: there
    is nothing, or nothing that the published one lacks.
    """
    if not is_there(place.folder):
        return None
    try:
        return read(place.folder, place.at)
    except RegisterError as error:
        # A pull that was cut off leaves a mixture whose log is the beginning of the published one.
        if _lines(space / _THEIRS).startswith(_lines(place.folder.path)):
            return None
        raise RegisterError(
            f"nothing was taken: {error}, and {place.folder.name} has entries that "
            f"{place.remote} lacks ({theirs.size:,} are published)",
            f"`testamur refresh` completes what was interrupted; {_AGAIN}",
        ) from error


def _lines(register: Path) -> bytes:
    """All of the log, whatever it is worth."""
    names = sorted((register / LOG).glob("[0-9]*.txt"), key=lambda path: (len(path.name), path))
    return b"".join(path.read_bytes() for path in names)


def _why_not_grown(before: Register, after: Register) -> str | None:
    """What the one has and the other lacks, in words; None if all of it is still there."""
    lines = [entry.line for entry in before.entries]
    if [entry.line for entry in after.entries[: before.size]] != lines:
        return "others have been entered"
    if not before.heads.keys() <= after.heads.keys():
        return "a head was signed"
    for key, old in before.status_lists.items():
        new = after.status_lists.get(key)
        if new is None or new.valid_from < old.valid_from:
            return "the status lists were signed later"
    try:
        grew(before, after)
    except RegisterError as error:
        return f"there is more: {error}"
    return None


def _is_remembered(project: Project, register: Register, what: str) -> None:
    """Every head that was ever seen here at the remote is a head of this register."""
    for problem in extends(register, heads_of_branch(project.root, register)):
        raise RegisterError(
            f"{what} is not the one that was published: {problem.detail}",
            "do not go on before you know who changed it; a clone that has all of it can put it "
            "back with `testamur register push`",
        )


def _install(space: Path, folder: Path, disk: Disk) -> None:
    """Files in the order of writing; then what the published register has not."""
    there = space / _THEIRS
    # A stranger's file in the folder is refused before the first of ours is written.
    wanted, old = list(files_of(there)), set(files_of(folder))
    for path in wanted:
        data, target = (there / path).read_bytes(), folder / path
        if not (target.is_file() and target.read_bytes() == data):
            make_folders(target.parent, disk)
            replace_durably(target, data, disk)
    for path in sorted(old - set(wanted), reverse=True):
        remove_durably(folder / path, disk)


def _subject(at: Addresses, register: Register) -> str:
    day = f", as of {instant(register.as_of)}" if register.as_of else ""
    return f"Register of {at.host}: {register.size:,} entries{day}"


def _branches(project: Project, place: Place) -> Branches:
    git = Git(project.root, project.environ)
    if git.ask("rev-parse", "--git-dir") is None:
        raise WorldError(
            "this folder is no Git repository", "run `git init` first, and `git remote add`"
        )
    if git.ask("remote", "get-url", place.remote) is None:
        raise WorldError(
            f"Git knows no remote {place.remote}",
            "`git remote add` makes it known, or name another with --remote",
        )
    branches = Branches(git, place.remote)
    branches.refuse_open_password()
    return branches


@contextmanager
def _space(project: Project) -> Iterator[Path]:
    """A folder to work in, cleared of what a run that was cut off left there."""
    space = project.cache / "register"
    remove_tree(space)
    make_folders(space)
    try:
        yield space
    finally:
        remove_tree(space)

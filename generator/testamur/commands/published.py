"""What the world has seen of this repository: in a Git revision, or as a built site."""

from __future__ import annotations

import subprocess
from pathlib import Path

from testamur.commands.branches import KNOWN
from testamur.crypto.note import Checkpoint, NoteError, open_checkpoint
from testamur.model.endorsement import WITHDRAWAL_ENDING
from testamur.problems import RegisterError, WorldError
from testamur.register.entries import Role
from testamur.register.register import Register

_CHECKPOINT = "register/checkpoint"


def heads_at(root: Path, revision: str, folder: str, register: Register) -> tuple[Checkpoint, ...]:
    """
    Every head in the register of a Git revision; none where it has no register.

    Raises WorldError for a revision that Git does not know, RegisterError for a head that a key
    of this register did not sign.
    """
    if _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") is None:
        raise WorldError(
            f"Git knows no revision {revision}", "fetch it, or name another with --against"
        )
    return _heads(root, f"{revision}:./{folder}/heads", register, revision)


def heads_of_branch(root: Path, register: Register) -> tuple[Checkpoint, ...]:
    """
    Every head of the register as Git here last saw it on its branch; none where there is none.

    Raises RegisterError for a head that a key of this register did not sign.
    """
    return _heads(root, f"{KNOWN}:heads", register, "the published register")


def had_branch(root: Path) -> bool:
    """Whether Git here has seen a register on a branch of its own."""
    found = _git(root, "for-each-ref", "--format=%(refname)", KNOWN, "refs/remotes/*/register")
    refs = (found or b"").decode().split()
    return any(_git(root, "rev-parse", "--verify", "--quiet", f"{ref}:heads") for ref in refs)


def _heads(root: Path, tree: str, register: Register, where: str) -> tuple[Checkpoint, ...]:
    listing = _git(root, "ls-tree", "--name-only", tree)
    sizes = sorted(int(name) for name in (listing or b"").decode().split() if name.isdecimal())
    notes = {
        size: note
        for size in sizes
        if (note := _git(root, "show", f"{tree}/{size}")) is not None
        # What stands here to the letter was read with the register itself.
        and note != register.heads.get(size)
    }
    return tuple(_opened(note, register, f"head {size} in {where}") for size, note in notes.items())


def withdrawals_at(root: Path, revision: str) -> tuple[bytes, ...]:
    """Every withdrawal of an endorsement that a Git revision holds."""
    folder = f"{revision}:./content/endorsements"
    listing = (_git(root, "ls-tree", "-z", "--name-only", folder) or b"").decode(errors="replace")
    names = [name for name in listing.split("\0") if name.endswith(WITHDRAWAL_ENDING)]
    found = (_git(root, "show", f"{folder}/{name}") for name in names)
    return tuple(data for data in found if data is not None)


def is_repository(root: Path) -> bool:
    """Whether Git has a commit to compare with."""
    return _git(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is not None


def had_register(root: Path, folder: str) -> bool:
    """Whether any commit up to the last one held a register there."""
    return bool(_git(root, "rev-list", "--max-count=1", "HEAD", "--", f"{folder}/heads"))


def head_of_site(site: Path, register: Register) -> tuple[Checkpoint, ...]:
    """The head that a built site publishes. Raises WorldError if it has none."""
    path = site / _CHECKPOINT
    try:
        note = path.read_bytes()
    except OSError as error:
        raise WorldError(f"{path} cannot be read: {error.strerror}") from error
    return (_opened(note, register, str(path)),)


def _opened(note: bytes, register: Register, what: str) -> Checkpoint:
    # The origin is compared by the caller, in words of its own.
    origin = note.partition(b"\n")[0].decode(errors="replace")
    # Of whatever standing by now: what was published was signed by the key of its day.
    keys = [key for key, told in register.keys.items() if told[0].role is Role.REGISTER]
    try:
        return open_checkpoint(note, origin, keys)
    except NoteError as error:
        raise RegisterError(
            f"{what} was not signed by a key of this register: {error}",
            "this register is another's, or was started afresh; take the published one",
        ) from error


def _git(root: Path, *words: str) -> bytes | None:
    try:
        done = subprocess.run(
            ["git", *words], cwd=root, capture_output=True, check=False, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None

"""What the log has still to learn about keys, and where keys/ says otherwise than the log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from testamur.changes.key_loss import loss_of
from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import KEY_DIFFERS, LOSS_LEAVES_AWARDS
from testamur.problems import Problem
from testamur.register.entries import KeyAction
from testamur.register.keys import AnnouncedKey, due_entries
from testamur.register.register import Register
from testamur.register.soundness import SIGNED_AFTER_LOSS


def keys(announced: Sequence[AnnouncedKey], register: Register, today: date) -> Iterator[Finding]:
    """A new key may sign in the issuer's name: it is never taken up in silence."""
    for entry in due_entries(register, tuple(announced), today):
        if entry.size is not None and entry.size > register.size:
            yield KEY_DIFFERS.at(
                "keys",
                (),
                f"a key is said to be lost at {entry.size} entries, the register has {register.size}",
                "give the size of the log when the key was last in your hands only",
            )
        else:
            yield Change(Action.KEY, key=entry)
    known = {each.key: each for each in announced}
    for key, history in register.keys.items():
        newest, file = history[-1], known.get(key)
        if file is None:
            if newest.action is KeyAction.ADD:
                yield KEY_DIFFERS.at(
                    "keys",
                    (),
                    f"the {newest.role} key {key.short} is in use, and has no file in keys/",
                    "put its file back; to end the key, give the file an `ended` day",
                )
        elif file.role is not newest.role:
            yield KEY_DIFFERS.at(
                f"keys/{file.name}.json",
                (),
                f"this is the {newest.role} key of the register, and the file says {file.role}",
                "put the role back; a key has one role for ever",
            )
        elif newest.action is not KeyAction.ADD and not (
            file.ended or file.compromised is not None
        ):
            yield KEY_DIFFERS.at(
                f"keys/{file.name}.json",
                (),
                f"the register says {newest.action}, and the file that the key is in use",
                "put `ended` or `compromised` back; an ended key signs nothing more",
            )
        elif newest.size is not None and file.compromised not in {None, newest.size}:
            yield KEY_DIFFERS.at(
                f"keys/{file.name}.json",
                (),
                f"the register says that this key was lost at {newest.size} entries, and the file "
                f"says at {file.compromised}",
                "put the number back; what was signed before and is not yours is to be revoked",
            )


def signed_after_loss(register: Register, planned: Sequence[Change]) -> Iterator[Problem]:
    """What a lost key signed in other hands is withdrawn or forgotten; it cannot stand."""
    leaving = _leaving(planned)
    for document in register.signed_after_loss:
        if document.award not in leaving:
            yield Problem(
                SIGNED_AFTER_LOSS,
                "",
                (),
                f"award no. {document.entry + 1} was issued after its key was lost",
                f"`testamur revoke {document.entry + 1} --code key-compromise`, or `testamur forget "
                f"{document.award}`; award anew what is yours",
            )


def loss_leaves_awards(
    announced: Sequence[AnnouncedKey], register: Register, planned: Sequence[Change]
) -> Iterator[Problem]:
    """What will be nobody's word once the loss is entered, while there is time to say what of it."""
    files = {each.key: each.name for each in announced}
    leaving = _leaving(planned)
    for change in planned:
        entry = change.key
        if entry is None or entry.size is None:
            continue
        left = sorted(
            award.newest.entry + 1
            for award in loss_of(register, entry.key, entry.size).doubtful
            if award.id not in leaving
        )
        if left:
            yield LOSS_LEAVES_AWARDS.at(
                f"keys/{files[entry.key]}.json",
                ("compromised",),
                f"{_numbered(left)} signed with this key after it was lost, and will not be "
                "published once the loss is entered",
                f"`testamur revoke {left[0]} --code key-compromise`, and so for each; award anew "
                "what is yours",
            )


def _leaving(planned: Sequence[Change]) -> set[str]:
    """Awards that will not stand any more."""
    return {
        change.award.id
        for change in planned
        if change.award and change.action in {Action.REVOKE, Action.FORGET}
    }


def _numbered(numbers: Sequence[int]) -> str:
    """With their verb; the first few, and how many there are."""
    if len(numbers) == 1:
        return f"award no. {numbers[0]} was"
    first = ", ".join(map(str, numbers[:5]))
    return f"{len(numbers):,} awards (no. {first}{', …' if len(numbers) > 5 else ''}) were"

"""Whether the register grew out of the one that the world has seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from testamur.changes.rules import NOT_AN_EXTENSION
from testamur.crypto.note import Checkpoint
from testamur.problems import Problem
from testamur.register.register import Register


def extends(register: Register, published: Sequence[Checkpoint]) -> Iterator[Problem]:
    """Every head that the world has seen is a head of this log, and is kept."""
    for head in published:
        if head.origin != register.addresses.origin:
            why = f"the published register is {head.origin}, this one {register.addresses.origin}"
        elif head.size > register.size:
            why = f"{head.size} entries were published, this register has {register.size}"
        elif head.root != register.tree.root(head.size):
            why = f"its first {head.size} entries are not those that were published"
        elif head.size not in register.heads:
            why = f"its head of {head.size} entries is gone; proofs of awards rest on it"
        else:
            continue
        yield Problem(
            NOT_AN_EXTENSION,
            "",
            (),
            why,
            "take the published register and issue again on top of it",
        )

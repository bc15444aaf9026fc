"""Entries at the end of the log: the only way in which a register grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from testamur.register.entries import Entry, Fact
from testamur.register.register import Register


def append(register: Register, facts: Sequence[Fact], moment: datetime) -> Register:
    if not facts:
        return register
    entries = tuple(Entry(moment.date(), fact) for fact in facts)
    return replace(register, entries=(*register.entries, *entries))

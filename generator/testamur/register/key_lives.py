"""What became of each key so far: the log's word, and what `keys/` announces on top of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from testamur.crypto.keys import PublicKey
from testamur.register.entries import KeyAction, KeyEntry, Role
from testamur.register.keys import AnnouncedKey
from testamur.register.register import Register


class KeyState(StrEnum):
    ANNOUNCED = "announced"
    """It may sign as soon as the next issuing enters it."""
    IN_USE = "in-use"
    ENDED = "ended"
    """It signs nothing more; what it signed stays good."""
    LOST = "compromised"
    """It vouches for nothing: what it signed before is signed again, the rest is nobody's."""


@dataclass(frozen=True, slots=True)
class KeyLife:
    name: str | None
    """Of its file in `keys/`; None where the log knows a key that has none."""
    role: Role
    key: PublicKey
    state: KeyState
    since: date
    """UTC day: of the file for what is announced, else of the log's entry."""
    is_entered: bool
    """Whether the log says so already; else the next issuing enters it."""
    ends: date | None = None
    """Of a key that still signs: the day of its end, where one is set."""
    size: int | None = None
    """Of a lost key: how many entries the log had when it was last in its owner's hands."""

    @property
    def signs(self) -> bool:
        return self.state in {KeyState.ANNOUNCED, KeyState.IN_USE}


def lives(
    register: Register, announced: Sequence[AnnouncedKey], today: date
) -> tuple[KeyLife, ...]:
    """Every key, in the order of their files; those without a file come last."""
    log = _log(register)
    known = {each.key for each in announced}
    return (
        *(_life(each, log.get(each.key, ()), today) for each in announced),
        *(
            _said(None, entries[0][1].role, entries)
            for key, entries in log.items()
            if key not in known
        ),
    )


_Entries = tuple[tuple[date, KeyEntry], ...]


def _log(register: Register) -> dict[PublicKey, _Entries]:
    found: dict[PublicKey, _Entries] = {}
    for entry in register.entries:
        if isinstance(entry.fact, KeyEntry):
            key = entry.fact.key
            found[key] = (*found.get(key, ()), (entry.day, entry.fact))
    return found


def _life(file: AnnouncedKey, entries: _Entries, today: date) -> KeyLife:
    """What the file announces beyond the log is what the next issuing enters."""
    said = {entry.action for _, entry in entries}
    if KeyAction.COMPROMISED not in said and file.compromised is not None:
        return _pending(file, KeyState.LOST, today, file.compromised)
    if said - {KeyAction.ADD}:
        return _said(file.name, file.role, entries)
    if file.ended and file.ended <= today:
        return _pending(file, KeyState.ENDED, file.ended)
    if not entries:
        return _pending(file, KeyState.ANNOUNCED, file.created, ends=file.ended)
    return _said(file.name, file.role, entries, file.ended)


def _pending(
    file: AnnouncedKey,
    state: KeyState,
    since: date,
    size: int | None = None,
    ends: date | None = None,
) -> KeyLife:
    return KeyLife(file.name, file.role, file.key, state, since, False, ends, size)


def _said(name: str | None, role: Role, entries: _Entries, ends: date | None = None) -> KeyLife:
    day, newest = entries[-1]
    state = {
        KeyAction.ADD: KeyState.IN_USE,
        KeyAction.END: KeyState.ENDED,
        KeyAction.COMPROMISED: KeyState.LOST,
    }[newest.action]
    return KeyLife(name, role, newest.key, state, day, True, ends, newest.size)

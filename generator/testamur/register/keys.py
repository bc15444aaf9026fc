"""
The public keys that the repository announces: one JSON file each below `keys/`.

The log's `key` entries are authoritative over these files; a file is how a key gets into the
log, and how its end is announced. JSON, since the process that signs reads no YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

import orjson

from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.strict_json import parse
from testamur.problems import KeyRefusedError
from testamur.register.entries import KeyAction, KeyEntry, Role
from testamur.register.register import Register

ALGORITHMS: Mapping[Role, tuple[Algorithm, ...]] = MappingProxyType(
    {
        Role.AWARD: (Algorithm.ED25519, Algorithm.P256),
        Role.REGISTER: (Algorithm.ED25519,),
        Role.JWT: (Algorithm.P256,),
        Role.ASSERTION: (Algorithm.RSA,),
    }
)
"""The kinds of keys that each role may have, the usual one first."""

_FIELDS = {"role", "publicKeyMultibase", "created", "ended", "compromised"}


@dataclass(frozen=True, slots=True)
class AnnouncedKey:
    """What one file says."""

    name: str
    """The file's name without `.json`."""
    role: Role
    key: PublicKey
    created: date
    ended: date | None = None
    """From this day on it signs nothing; what it signed stays good."""
    compromised: int | None = None
    """Size of the log when it was last in our hands only: what it signed later is nothing."""


def encode(announced: AnnouncedKey) -> bytes:
    fields: dict[str, str | int] = {
        "role": announced.role,
        "publicKeyMultibase": announced.key.multibase,
        "created": announced.created.isoformat(),
    }
    if announced.ended:
        fields["ended"] = announced.ended.isoformat()
    if announced.compromised is not None:
        fields["compromised"] = announced.compromised
    return orjson.dumps(fields, option=orjson.OPT_INDENT_2) + b"\n"


def decode(name: str, data: bytes) -> AnnouncedKey:
    """Raises KeyRefusedError naming the file: malformed, weak key, unknown role."""
    try:
        fields = parse(data)
        if not isinstance(fields, dict) or not fields.keys() <= _FIELDS:
            raise ValueError(f"a key file has the fields {', '.join(sorted(_FIELDS))}")  # noqa: TRY301
        ended, compromised = fields.get("ended"), fields.get("compromised")
        if compromised is not None and not (type(compromised) is int and compromised >= 0):
            raise ValueError("compromised is the size of the log, a whole number")  # noqa: TRY301
        role = Role(str(fields["role"]))
        key = PublicKey.from_multibase(str(fields["publicKeyMultibase"]))
        if key.algorithm not in ALGORITHMS[role]:
            raise ValueError(wrong_kind(role, key.algorithm))  # noqa: TRY301
        return AnnouncedKey(
            name=name,
            role=role,
            key=key,
            created=date.fromisoformat(str(fields["created"])),
            ended=None if ended is None else date.fromisoformat(str(ended)),
            compromised=compromised,
        )
    except KeyError as error:
        raise KeyRefusedError(f"keys/{name}.json has no {error}") from error
    except ValueError as error:
        raise KeyRefusedError(f"keys/{name}.json: {error}") from error


def wrong_kind(role: Role, algorithm: Algorithm) -> str:
    """What to say of a key that its role does not have."""
    return f"the {role} key is of the kind {' or '.join(ALGORITHMS[role])}, not {algorithm}"


def due_entries(
    register: Register, announced: tuple[AnnouncedKey, ...], today: date
) -> tuple[KeyEntry, ...]:
    """What the log has still to learn about the announced keys, as of a UTC day."""
    due: list[KeyEntry] = []
    for each in sorted(announced, key=lambda each: (each.created, each.name)):
        known = {entry.action for entry in register.keys.get(each.key, ())}
        if KeyAction.ADD not in known:
            due.append(KeyEntry(each.role, KeyAction.ADD, each.key))
        over = known & {KeyAction.END, KeyAction.COMPROMISED} or each.compromised is not None
        if each.ended and each.ended <= today and not over:
            due.append(KeyEntry(each.role, KeyAction.END, each.key))
        if each.compromised is not None and KeyAction.COMPROMISED not in known:
            due.append(KeyEntry(each.role, KeyAction.COMPROMISED, each.key, each.compromised))
    return tuple(due)


def in_use(register: Register, role: Role) -> tuple[PublicKey, ...]:
    """The keys of a role that the log knows and that have not ended."""
    return tuple(
        key
        for key, history in register.keys.items()
        if history[0].role is role and all(entry.action is KeyAction.ADD for entry in history)
    )


def refusal(
    register: Register,
    announced: tuple[AnnouncedKey, ...],
    role: Role,
    key: PublicKey,
    today: date,
) -> str | None:
    """Why this key may not sign in this role now, in one sentence; None if it may."""
    found = next((each for each in announced if each.key == key), None)
    if found is None:
        wanted = ", ".join(each.name for each in announced if each.role is role) or "none"
        return f"the {role} key given is none of those in keys/ (announced for that role: {wanted})"
    history = register.keys.get(key, ())
    if found.role is not role or any(entry.role is not role for entry in history):
        return f"keys/{found.name}.json is no {role} key"
    if any(entry.action is not KeyAction.ADD for entry in history):
        return f"keys/{found.name}.json has ended, says the register"
    if found.compromised is not None or (found.ended and found.ended <= today):
        return f"keys/{found.name}.json has ended"
    return None

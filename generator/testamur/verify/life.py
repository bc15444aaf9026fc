"""
What an issuer's site says in `state.json` beside an award: withdrawn, or replaced, when and why.

It is not signed. One document's verdict believes it only to say better why a signed list marks the
document; a whole site's is held to what its log entered.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.ids import is_award_id
from testamur.model.status import Change, Event, ReasonCode

MAX_STATE = 100_000
"""Bytes of it that are read."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """That a version was followed by another, and by what step."""

    version: int
    issued: datetime
    """Its `validFrom`, by which a document knows itself."""
    by: int
    event: Event


@dataclass(frozen=True, slots=True)
class State:
    withdrawal: Event | None
    """The revocation or suspension in force."""
    replaced: tuple[Replaced, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        own = () if self.withdrawal is None else (self.withdrawal,)
        return (*own, *(each.event for each in self.replaced))


def read(data: bytes) -> State:
    """Raises ValueError for what testamur would not have written there."""
    state = strict_json.parse(data, max_bytes=MAX_STATE)
    if not isinstance(state, dict):
        raise ValueError("a state is an object")
    withdrawal = {"revoked": Change.REVOKED, "suspended": Change.SUSPENDED}.get(
        str(state.get("state"))
    )
    if withdrawal is None and state.get("state") != "active":
        raise ValueError("an award is active, suspended or revoked")
    listed = state.get("replaced", [])
    if not isinstance(listed, list):
        raise ValueError("the versions that were replaced are a list")
    return State(
        None if withdrawal is None else _event(state, withdrawal), tuple(map(_replaced, listed))
    )


def is_withdrawn(data: bytes | None) -> bool:
    """Whether there is a word on an award, and it is not that the award stands."""
    if data is None:
        return False
    try:
        return read(data).withdrawal is not None
    except ValueError:
        return True


def _replaced(value: JsonValue) -> Replaced:
    if not isinstance(value, dict):
        raise ValueError("a version that was replaced is an object")
    change = Change(str(value.get("change")))
    return Replaced(
        version=int(str(value.get("version"))),
        issued=datetime.fromisoformat(str(value.get("issued"))),
        by=int(str(value.get("by"))),
        event=_event(value, change),
    )


def _event(said: JsonObject, change: Change) -> Event:
    day, reason = date.fromisoformat(str(said.get("date"))), said.get("reason")
    if not isinstance(reason, str):
        raise ValueError("a step has a reason")
    code: ReasonCode | None = None
    # A later release may know more of them; the reason stands beside it.
    with suppress(ValueError):
        code = ReasonCode(str(said["code"])) if "code" in said else None
    successor = str(said["replaced_by"]) if "replaced_by" in said else None
    return Event(
        change=change,
        day=day,
        reason=reason,
        entered=date.fromisoformat(str(said["entered"])) if "entered" in said else day,
        entry=int(str(said.get("entry", 0))),
        nonce=str(said.get("nonce", "")),
        code=code,
        replaced_by=successor if successor and is_award_id(successor) else None,
    )

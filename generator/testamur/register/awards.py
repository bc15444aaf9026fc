"""One award as it was issued: its versions, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from testamur.model.status import Change, Event, Slot, Standing
from testamur.register.documents import Document


@dataclass(frozen=True, slots=True)
class Award:
    """Every version of one award; the newest is the last."""

    id: str
    versions: tuple[Document, ...]

    @property
    def newest(self) -> Document:
        return self.versions[-1]

    @property
    def events(self) -> tuple[Event, ...]:
        """Its whole history, oldest first."""
        return tuple(event for version in self.versions for event in version.events)

    @property
    def withdrawal(self) -> Event | None:
        """The revocation or suspension that is in force now."""
        return _withdrawal(self.events)

    def standing(self, version: int) -> Standing:
        """What the register says of that version (counted from 1)."""
        if version < self.newest.version:
            return Standing.SUPERSEDED
        match self.withdrawal:
            case None:
                return Standing.CURRENT
            case Event(change=Change.REVOKED):
                return Standing.REVOKED
            case _:
                return Standing.SUSPENDED

    @property
    def set_aside(self) -> Slot | None:
        """The place in a list of suspensions that must be marked now."""
        withdrawal = self.withdrawal
        suspended = withdrawal is not None and withdrawal.change is Change.SUSPENDED
        return self.newest.suspension if suspended else None

    @property
    def withdrawn_versions(self) -> tuple[Document, ...]:
        """The versions marked as revoked: all but a newest one that is not, or only set aside."""
        return self.versions if self.withdrawal and not self.set_aside else self.versions[:-1]


def _withdrawal(events: tuple[Event, ...]) -> Event | None:
    """The event in force: a revocation is final, a suspension ends with a reinstatement."""
    standing: Event | None = None
    for event in events:
        match event.change:
            case Change.REVOKED:
                return event
            case Change.SUSPENDED:
                standing = event
            case Change.REINSTATED:
                standing = None
    return standing

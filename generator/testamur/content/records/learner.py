"""The fields of somebody who asked for a record of all their awards."""

from __future__ import annotations

from testamur.content.records.kinds import (
    Day,
    Did,
    Email,
    Fields,
    HowDisplayed,
    IdentityType,
    Line,
    Slug,
)


class LearnerFields(Fields):
    name: Line
    consent: Day
    email: Email | None = None
    did: Did | None = None
    identifiers: dict[IdentityType, Line] | None = None
    display: HowDisplayed | None = None
    credentials: list[Slug] | None = None
    ended: Day | None = None

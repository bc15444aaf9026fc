"""Instants as every one of our documents writes them: UTC, whole seconds, `Z`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def instant(moment: datetime) -> str:
    """
    XSD dateTimeStamp in UTC without fractions.

    A VC-JWT's `nbf` must equal `validFrom`, and that counts whole seconds.
    """
    return moment.astimezone(UTC).replace(microsecond=0).strftime(_FORM)


def start_of(day: date, zone: ZoneInfo) -> str:
    """The first instant of a day in a time zone."""
    return instant(datetime.combine(day, time.min, tzinfo=zone))


def parse_instant(text: str) -> datetime:
    """The moment of `instant`'s form, and of no other. Raises ValueError."""
    moment = datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    if instant(moment) != text:
        raise ValueError(f"{text!r} is not written like 2026-11-22T09:30:00Z")
    return moment

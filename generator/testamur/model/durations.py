"""Periods of validity as authors write them: ISO 8601 durations of whole days and more."""

from __future__ import annotations

import calendar
import re
from datetime import MAXYEAR, date, timedelta

_DURATION = re.compile(
    r"P(?=\d)(?:(?P<years>\d{1,4})Y)?(?:(?P<months>\d{1,4})M)?"
    r"(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?",
    re.ASCII,
)
_MONTHS_A_YEAR = 12


def is_duration(text: str) -> bool:
    """Whether `text` is a duration of years, months, weeks or days, longer than none: `P3Y6M`."""
    match = _DURATION.fullmatch(text)
    return match is not None and any(int(part) for part in match.groups() if part)


def add(start: date, duration: str) -> date:
    """
    The day `duration` after `start`, by the calendar.

    Years and months come first and keep the day of the month, or take the last one where it is
    missing (29 February and `P1Y`: 28 February); weeks and days are counted from there.
    Raises ValueError for a text that is no duration and for a day after the year 9999.
    """
    match = _DURATION.fullmatch(duration)
    if match is None or not is_duration(duration):
        raise ValueError(f"not a duration: {duration!r}")
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    month_count = start.month - 1 + months
    year = start.year + years + month_count // _MONTHS_A_YEAR
    month = month_count % _MONTHS_A_YEAR + 1
    if year > MAXYEAR:
        raise ValueError(f"{duration} after {start} is beyond the year {MAXYEAR}")
    day = min(start.day, calendar.monthrange(year, month)[1])
    try:
        return date(year, month, day) + timedelta(weeks=weeks, days=days)
    except OverflowError:
        raise ValueError(f"{duration} after {start} is beyond the year {MAXYEAR}") from None

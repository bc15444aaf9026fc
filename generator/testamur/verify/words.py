"""How verdicts write days, sentences, and what strangers wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

_LONGEST = 120
_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
# Zones lie from 12 hours behind UTC to 14 hours ahead of it: between these times of a day in UTC
# it may be midnight in zones of two different days (and noon is written for the day alone, too).
_AMBIGUOUS_FROM, _AMBIGUOUS_TO = time(10), time(12)
# Not printable by themselves, but names in many scripts are spelt with them.
_JOINERS = "\u200c\u200d"


def day(moment: date) -> str:
    """`14 May 2026`; of a moment, its day in the zone it carries."""
    months = "January February March April May June July August September October November December"
    return f"{moment.day} {months.split()[moment.month - 1]} {moment.year}"


def instant(moment: datetime) -> str:
    """
    `14 May 2026` if that day begins at this very moment in UTC, else `14 May 2026, 23:00 UTC`.

    The day alone would be another one than the issuer's pages print, where its clocks are ahead.
    """
    moment = moment.astimezone(UTC)
    return day(moment) if moment.time() == time.min else f"{day(moment)}, {moment:%H:%M} UTC"


def ended(text: str) -> str:
    """The text as a sentence: with one mark at its end."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def shown(text: str) -> str:
    """A stranger's text made safe to print: no control or direction characters, not too long."""
    printable = "".join(
        letter if letter.isprintable() or letter in _JOINERS else " " for letter in text
    )
    line = " ".join(printable.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def day_begun(moment: datetime) -> str:
    """
    The day that begins at `moment` in its issuer's zone, which the document does not name.

    It is midnight there, so that the nearest midnight in UTC is that of the same day wherever
    only one zone of the world fits; else the moment is said as it is.
    """
    moment = moment.astimezone(UTC)
    into_the_day = moment - datetime.combine(moment, time.min, UTC)
    if into_the_day % _QUARTER or _AMBIGUOUS_FROM <= moment.time() <= _AMBIGUOUS_TO:
        # No zone's midnight, or that of two.
        return instant(moment)
    return day(moment if moment.time() < _AMBIGUOUS_FROM else moment + _DAY)

"""Days as other systems write them; what could be one of two days is refused, not guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from testamur.content import values
from testamur.content.refused import Refused, shown
from testamur.content.rules import DATE


class Order(StrEnum):
    """In which order day, month and year stand."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].{1,40})?", re.ASCII)
_NUMBERS = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:,? .{1,40})?", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_REST = r"(?:,? .{1,40})?"
_NAMED = (
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[ -]{_MONTH},?[ -](?P<year>\d{{4}}){_REST}", re.IGNORECASE
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH} (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_REST}", re.IGNORECASE),
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?|\d{9,13}", re.ASCII)
_PIVOT = 70
_LAST_MONTH = 12


def day(text: str, order: Order | None) -> date:
    """
    The day; a time behind it says nothing of the day and is left out.

    Raises Refused, in the words of a field, for what is no day and for what could be two.
    """
    text = " ".join(text.split())
    if match := _ISO.fullmatch(text):
        return _date(text, *map(int, match.groups()))
    for pattern in _NAMED:
        if match := pattern.fullmatch(text):
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return _date(text, int(match["year"]), month, int(match["day"]))
    match = _NUMBERS.fullmatch(text)
    if match is None:
        hint = "write year-month-day, such as 2025-05-14"
        if _SERIAL.fullmatch(text):
            hint = "it is a number of a program's own: show the column as a date and save it again"
        raise Refused(DATE, f"is not a day: {shown(text)}", hint)
    first, _, second, last = match.groups()
    if order is None:
        if first != second or len(last) == 2:
            hint = "say in which order the file has them: --dates dmy, mdy or ymd"
            raise Refused(DATE, f"could be one of several days: {shown(text)}", hint)
        order = Order.DMY
    match order:
        case Order.DMY:
            return _date(text, _year(last), int(second), int(first))
        case Order.MDY:
            return _date(text, _year(last), int(first), int(second))
        case Order.YMD:
            if len(last) == 4:
                hint = "the year stands last here: say --dates dmy or mdy"
                raise Refused(DATE, f"is not written year first: {shown(text)}", hint)
            return _date(text, _year(first), int(second), int(last))


def order_of(texts: Iterable[str]) -> Order | None:
    """The order that a column's own days prove: one of them has a number above 12."""
    found: set[Order] = set()
    for text in texts:
        match = _NUMBERS.fullmatch(" ".join(text.split()))
        # With two digits of a year any of the three may be the year.
        if match is None or len(match[4]) == 2:
            continue
        if int(match[1]) > _LAST_MONTH:
            found.add(Order.DMY)
        elif int(match[3]) > _LAST_MONTH:
            found.add(Order.MDY)
    return found.pop() if len(found) == 1 else None


def _year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _PIVOT else 2000)


def _date(text: str, year: int, month: int, number: int) -> date:
    try:
        return values.day(f"{year:04}-{month:02}-{number:02}")
    except Refused as refused:
        hint = "if day and month are the other way round, say so: --dates dmy or mdy"
        raise Refused(DATE, f"is not in the calendar: {shown(text)}", hint) from refused

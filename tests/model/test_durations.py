"""Periods of validity, counted by the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testamur.model.durations import add, is_duration


@pytest.mark.parametrize(
    ("start", "duration", "expected"),
    [
        ("2025-05-14", "P3Y", "2028-05-14"),
        ("2024-02-29", "P1Y", "2025-02-28"),
        ("2024-02-29", "P4Y", "2028-02-29"),
        ("2023-02-28", "P1Y", "2024-02-28"),
        ("2025-01-31", "P1M", "2025-02-28"),
        ("2024-01-31", "P1M", "2024-02-29"),
        ("2025-08-31", "P18M", "2027-02-28"),
        ("2025-12-31", "P2M", "2026-02-28"),
        ("2025-11-30", "P1M", "2025-12-30"),
        ("2025-12-15", "P12M", "2026-12-15"),
        ("2025-05-14", "P2W", "2025-05-28"),
        ("2025-05-14", "P90D", "2025-08-12"),
        ("2024-02-28", "P1D", "2024-02-29"),
        ("2024-01-31", "P1M1D", "2024-03-01"),
        ("2025-05-14", "P1Y2M3W4D", "2026-08-08"),
    ],
)
def test_add(start: str, duration: str, expected: str) -> None:
    """Years and months keep the day of the month, or take the last; weeks and days follow."""
    assert date.fromisoformat(expected) == add(date.fromisoformat(start), duration)


@pytest.mark.parametrize(
    "text",
    ["", "P", "3Y", "PT1H", "P1H", "P1.5Y", "P-1Y", "-P1Y", "P1Y ", "p1y", "P1M1Y", "P0D", "P0Y0M",
     "P12345Y", "P٣Y", "P1Y1Y", "three years", "P1DT0S", "P1Y\n"],
)  # fmt: skip
def test_no_durations(text: str) -> None:
    """Times of day, fractions, signs, other orders and nothing at all are no periods."""
    assert not is_duration(text)
    with pytest.raises(ValueError, match="not a duration"):
        add(date(2025, 5, 14), text)


@pytest.mark.parametrize("text", ["P9999Y", "P9999M9999W99999D", "P8000Y"])
def test_beyond_the_calendar(text: str) -> None:
    """A day after the year 9999 is refused."""
    with pytest.raises(ValueError, match="beyond the year 9999"):
        add(date(9000, 12, 31), text)


@given(st.dates(max_value=date(2200, 12, 31)), st.integers(1, 200), st.integers(1, 99))
def test_later_and_longer(start: date, years: int, days: int) -> None:
    """What is added leads to a later day, and more of it to a later one still."""
    assert start < add(start, f"P{years}Y") < add(start, f"P{years}Y{days}D")
    assert add(start, f"P{years * 12}M") == add(start, f"P{years}Y")

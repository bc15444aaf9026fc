"""Days as other systems write them."""

from __future__ import annotations

from datetime import date

import pytest

from testamur.content.importing.days import Order, day, order_of
from testamur.content.refused import Refused

MAY = date(2025, 5, 14)


@pytest.mark.parametrize(
    "text",
    [
        "2025-05-14",
        "2025/5/14",
        "2025.05.14",
        "2025-05-14T23:59:59Z",
        "2025-05-14 09:41:00 -0500",
        "14 May 2025",
        "14 may 2025",
        "14-May-2025",
        "May 14, 2025",
        "Wednesday, 14 May 2025, 3:21 PM",
        "Wed 14 May 2025",
        "  14   May 2025 ",
    ],
)
def test_days_that_can_only_be_one(text: str) -> None:
    """Whatever order was stated."""
    assert {MAY} == {day(text, order) for order in (None, *Order)}


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("14/05/2025", Order.DMY),
        ("14.5.2025", Order.DMY),
        ("14-05-25", Order.DMY),
        ("5/14/25", Order.MDY),
        ("05/14/2025 10:00", Order.MDY),
        ("25/05/14", Order.YMD),
    ],
)
def test_days_in_a_stated_order(text: str, order: Order) -> None:
    assert MAY == day(text, order)


def test_years_of_two_digits_are_of_this_century_up_to_69() -> None:
    assert date(2069, 1, 2) == day("2/1/69", Order.DMY)
    assert date(1970, 1, 2) == day("2/1/70", Order.DMY)


def test_the_same_number_twice_is_one_day_in_any_order() -> None:
    assert date(2025, 5, 5) == day("5/5/2025", None)


@pytest.mark.parametrize("text", ["1/2/2025", "14/05/2025", "5.5.25", "01.02.03"])
def test_what_could_be_two_days_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="could be one of several days") as refused:
        day(text, None)

    assert refused.value.hint is not None
    assert "--dates" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("14/05/2025", Order.MDY),
        ("5/14/2025", Order.DMY),
        ("14/05/2025", Order.YMD),
        ("30/02/2025", Order.DMY),
        ("2025-13-01", None),
        ("1899-12-31", None),
        ("2201-01-01", None),
        ("45791", None),
        ("1772000000", None),
        ("1/2-2025", Order.DMY),
        ("14 Mai 2025", None),
        ("soon", None),
        ("", None),
        ("2025-05-14" + "x" * 50, None),
        ("１４/05/2025", Order.DMY),
    ],
)
def test_what_is_no_day_is_refused(text: str, order: Order | None) -> None:
    with pytest.raises(Refused):
        day(text, order)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/2/2025", "14/5/2025"], Order.DMY),
        (["1/2/2025", "5/14/2025"], Order.MDY),
        (["1/2/2025"], None),
        (["14/5/2025", "5/14/2025"], None),
        (["14/5/25"], None),
        (["2025-05-14", ""], None),
        ([], None),
    ],
)
def test_a_column_may_prove_its_order(texts: list[str], order: Order | None) -> None:
    """Not where its days contradict each other, nor by a year of two digits."""
    assert order == order_of(texts)

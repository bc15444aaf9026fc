"""What the steps of a pathway add up to, where every one of them says it in the same unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from testamur.model.credential import Credential
from testamur.model.pathway import Group

_EFFORT = re.compile(r"([0-9]{1,6})\s+([^0-9]+)")


@dataclass(frozen=True, slots=True)
class Amount:
    number: int
    unit: str


@dataclass(frozen=True, slots=True)
class Total:
    """Two numbers where there is a choice between steps; one and the same where there is none."""

    least: int
    most: int
    unit: str


def credits_of(credential: Credential) -> Amount | None:
    found = credential.credits
    return Amount(found.value, found.scheme) if found else None


def effort_of(credential: Credential) -> Amount | None:
    """A number and words behind it, `75 hours`; None for what is said in any other way."""
    found = _EFFORT.fullmatch(credential.effort.strip()) if credential.effort else None
    return Amount(int(found[1]), found[2]) if found else None


def total(steps: Group, amounts: Mapping[str, Amount | None]) -> Total | None:
    """`amounts` by slug. None where a step does not say, or two say it in different units."""
    found = [amounts[slug] for slug in steps.credentials]
    known = [each for each in found if each is not None]
    units = {each.unit for each in known}
    if len(known) < len(found) or len(units) != 1:
        return None
    numbers = {slug: each.number for slug, each in amounts.items() if each is not None}
    least, most = _range(steps, numbers)
    return Total(least, most, units.pop())


def _range(group: Group, numbers: Mapping[str, int]) -> tuple[int, int]:
    ranges = [
        _range(step, numbers) if isinstance(step, Group) else (numbers[step], numbers[step])
        for step in group.of
    ]
    return (
        _sum(sorted(least for least, _ in ranges), group.count),
        _sum(sorted((most for _, most in ranges), reverse=True), group.count),
    )


def _sum(numbers: Iterable[int], count: int) -> int:
    return sum(list(numbers)[:count])

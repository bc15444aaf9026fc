"""Whether a credential's parts fit each other, and an award's results fit the credential."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal

from testamur.content.rules import (
    DUPLICATE_ID,
    REQUIREMENT_CYCLE,
    RESULT_VALUE,
    UNKNOWN_REQUIREMENT,
    UNKNOWN_RESULT,
)
from testamur.content.values import nearest
from testamur.model.award import Record, Result
from testamur.model.credential import Credential, ResultDescription
from testamur.problems import Problem, Route

# Plain decimals only: what everybody reads as the same number.
_NUMBER = re.compile(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?")


def check(credential: Credential, file: str, slugs: AbstractSet[str]) -> Iterator[Problem]:
    """What is wrong within one definition (Open Badges 3.0, ResultDescription)."""
    yield from _duplicates(file, ("results",), [result.id for result in credential.results])
    for index, result in enumerate(credential.results):
        yield from _check_description(result, file, ("results", index))
    for index, slug in enumerate(credential.requires):
        if slug not in slugs:
            detail = f'no credential is called "{slug}"'
            hint = nearest(slug, sorted(slugs))
            yield UNKNOWN_REQUIREMENT.at(file, ("requires", index), detail, hint)
        elif slug in credential.requires[:index]:
            detail = f'"{slug}" is required twice'
            yield DUPLICATE_ID.at(file, ("requires", index), detail, "delete one")


def cycles(
    credentials: Mapping[str, Credential], file: Callable[[Credential], str]
) -> Iterator[Problem]:
    """Each circle of requirements once, at the first of its credentials."""
    done: set[str] = set()
    for slug in credentials:
        path = [slug]
        waiting = [iter(credentials[slug].requires)] if slug not in done else []
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
                done.add(path.pop())
            elif following in path:
                circle = path[path.index(following) :]
                yield _cycle(circle, credentials, file)
            elif following in credentials and following not in done:
                path.append(following)
                waiting.append(iter(credentials[following].requires))


def check_results(record: Record, credential: Credential) -> Iterator[Problem]:
    """What is wrong with an award's results (Open Badges 3.0, Result)."""
    for index, result in enumerate(record.results):
        route: Route = ("results", index)
        description = credential.result(result.result)
        if description is None:
            detail = f'"{credential.slug}" describes no result "{result.result}"'
            hint = nearest(result.result, [known.id for known in credential.results])
            yield UNKNOWN_RESULT.at(record.subject, (*route, "result"), detail, hint)
        else:
            yield from _check_result(result, description, record.subject, route)
    yield from _duplicates(
        record.subject, ("results",), [item.result for item in record.results], key="result"
    )


def _check_description(result: ResultDescription, file: str, route: Route) -> Iterator[Problem]:
    levels = [level.id for level in result.levels]
    yield from _duplicates(file, (*route, "levels"), levels)
    if result.required_level is not None and result.required_level not in levels:
        detail = f'there is no level "{result.required_level}"'
        hint = nearest(result.required_level, levels)
        yield UNKNOWN_RESULT.at(file, (*route, "required_level"), detail, hint)
    low, high = _number(result.value_min), _number(result.value_max)
    for name, text, number in (
        ("value_min", result.value_min, low),
        ("value_max", result.value_max, high),
    ):
        if text is not None and number is None:
            yield RESULT_VALUE.at(file, (*route, name), f'`{name}` is not a number: "{text}"')
    if low is not None and high is not None and low > high:
        detail = f"`value_min` is {low}, more than `value_max`, {high}"
        yield RESULT_VALUE.at(file, (*route, "value_min"), detail)
    if result.required_value is not None:
        why = _misfit(result.required_value, result)
        if why:
            yield RESULT_VALUE.at(file, (*route, "required_value"), why)


def _check_result(
    result: Result, description: ResultDescription, subject: str, route: Route
) -> Iterator[Problem]:
    levels = [level.id for level in description.levels]
    if result.level is not None and result.level not in levels:
        detail = f'"{description.id}" has no level "{result.level}"'
        yield UNKNOWN_RESULT.at(subject, (*route, "level"), detail, nearest(result.level, levels))
    if result.value is not None:
        why = _misfit(result.value, description)
        if why:
            yield RESULT_VALUE.at(subject, (*route, "value"), why)
    if description.type == "Status" and result.status is None:
        detail = f'"{description.id}" is of the type Status, so its result needs a `status`'
        yield RESULT_VALUE.at(subject, (*route, "status"), detail)
    elif result.value is None and result.level is None and result.status is None:
        detail = f'the result "{description.id}" has neither value nor level nor status'
        yield RESULT_VALUE.at(subject, route, detail)


def _misfit(value: str, description: ResultDescription) -> str | None:
    """Why a value is not one that the description allows."""
    allowed = description.allowed_values
    if allowed and value not in allowed:
        return f'"{value}" is not one of the allowed values: {", ".join(allowed)}'
    low, high = _number(description.value_min), _number(description.value_max)
    if low is None and high is None:
        return None
    number = _number(value)
    if number is None:
        return f'"{value}" is not a number, but there is a smallest or largest value'
    if low is not None and number < low:
        return f"{value} is less than the smallest value, {low}"
    if high is not None and number > high:
        return f"{value} is more than the largest value, {high}"
    return None


def _number(text: str | None) -> Decimal | None:
    return None if text is None or not _NUMBER.fullmatch(text) else Decimal(text)


def _duplicates(file: str, route: Route, ids: list[str], key: str = "id") -> Iterator[Problem]:
    for index, id_ in enumerate(ids):
        if id_ in ids[:index]:
            detail = f'"{id_}" is here twice'
            yield DUPLICATE_ID.at(file, (*route, index, key), detail, "rename one, or delete it")


def _cycle(
    circle: list[str], credentials: Mapping[str, Credential], file: Callable[[Credential], str]
) -> Problem:
    start = min(range(len(circle)), key=circle.__getitem__)
    ordered = circle[start:] + circle[:start]
    first = credentials[ordered[0]]
    following = ordered[1] if len(ordered) > 1 else ordered[0]
    route: Route = ("requires", first.requires.index(following))
    detail = f"these credentials require each other: {' → '.join([*ordered, ordered[0]])}"
    hint = "a credential cannot come before itself: delete one of the requirements"
    return REQUIREMENT_CYCLE.at(file(first), route, detail, hint)

"""Scores of an exam: numbers as people write them, the mark that passes, and whose result they are."""

from __future__ import annotations

import re
from decimal import Decimal

from testamur.content.refused import Refused, shown
from testamur.content.rules import NUMBER
from testamur.content.values import nearest
from testamur.model.credential import Credential, ResultDescription
from testamur.problems import InputRefusedError

_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,4}))?(?: ?%)?", re.ASCII)
_THOUSANDS = re.compile(r"\d{1,3}[.,]\d{3}(?: ?%)?", re.ASCII)
_NUMERIC = frozenset(
    {"GradePointAverage", "Percent", "RawScore", "RubricScore", "ScaledScore", "Result"}
)


def number(text: str) -> Decimal:
    """A score: `85`, `85.5`, `85,5`, `85 %`. Raises Refused, also for what could be thousands."""
    match = _NUMBER.fullmatch(text)
    if match is None or _THOUSANDS.fullmatch(text):
        raise Refused(
            NUMBER, f"is not a score: {shown(text)}", "write a number, such as 85 or 85.5"
        )
    return Decimal(f"{match[1]}.{match[2] or '0'}")


def written(score: Decimal) -> str:
    """As it stands in a record: without noughts behind the point."""
    text = f"{score:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def result_of(credential: Credential, wanted: str | None) -> ResultDescription | None:
    """
    The result of a credential that a score is written to; None where it describes none.

    Raises InputRefusedError where it is not clear which.
    """
    if wanted is not None:
        found = credential.result(wanted)
        if found is None:
            raise InputRefusedError(
                f'the credential "{credential.slug}" describes no result {shown(wanted)}',
                nearest(wanted, [each.id for each in credential.results]),
            )
        return found
    numeric = [each for each in credential.results if each.type in _NUMERIC]
    if len(numeric) > 1:
        ids = ", ".join(each.id for each in numeric)
        raise InputRefusedError(
            f'the credential "{credential.slug}" describes several results: {ids}',
            f"say which of them the score is: --result {numeric[0].id}",
        )
    return numeric[0] if numeric else None


def mark(own: str, told: str | None, result: ResultDescription | None) -> Decimal:
    """
    What had to be reached: by the row, else as it was told, else as the credential says.

    Raises Refused for what is no number, and where nothing says it.
    """
    text = own or told or (result.required_value if result else None)
    if not text:
        raise Refused(
            NUMBER,
            "has nothing to be measured by",
            "say what passes: --pass-mark N, or `required_value` in the credential",
        )
    return number(text)

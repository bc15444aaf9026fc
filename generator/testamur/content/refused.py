"""Why a single value is refused, before it is known where it stands."""

from __future__ import annotations

from testamur.problems import Rule

SHOWN_MAX = 60


class Refused(ValueError):
    """
    The value breaks `rule`.

    `phrase` goes on after the name of its field: "is not a day", "has no value".
    """

    def __init__(self, rule: Rule, phrase: str, hint: str | None = None) -> None:
        super().__init__(phrase)
        self.rule = rule
        self.phrase = phrase
        self.hint = hint


def shown(value: str) -> str:
    """The author's words in quotation marks, cut where they are long."""
    return f'"{value}"' if len(value) <= SHOWN_MAX else f'"{value[:SHOWN_MAX]}…"'

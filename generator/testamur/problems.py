"""
What went wrong, as values.

A `Problem` is something an author can mend: it is returned, never raised, and one run reports
all of them. A `TestamurError` is a world that will not cooperate (no key, no disk, a register
that was tampered with): it is raised, and caught once, in `cli/main.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

Route = tuple[str | int, ...]
"""The way from the top of a file to a value: keys and list indices."""


class Exit(IntEnum):
    """
    Exit codes of every command but `verify`, whose verdicts have codes of their own.

    `USAGE` is given by click itself, for an option or an argument that it cannot take.
    """

    DONE = 0
    REFUSED = 1
    USAGE = 2
    REGISTER = 3
    WORLD = 4


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    """Something to know or to do, with which nothing is wrong; no setting makes it graver."""


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One thing that may not be, with a stable kebab-case code.

    Each rule has a section in `docs/problems.md` under its code.
    """

    code: str
    summary: str
    severity: Severity = Severity.ERROR
    exit: Exit = Exit.REFUSED

    def at(self, file: str, route: Route, detail: str, hint: str | None = None) -> Problem:
        """A problem about the value at `route` of the content file `file` (resolved later)."""
        return Problem(self, file, route, detail, hint)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an author's file: lines and columns count from 1, columns in characters."""

    line: int
    column: int
    length: int = 1
    source: str = ""
    """The whole line as the author wrote it, without its end."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One case of a broken rule."""

    rule: Rule
    file: str
    """Path relative to the repository, with forward slashes; empty where no file is to blame."""
    route: Route
    detail: str
    """One sentence, in the author's words: what was expected and what was found."""
    hint: str | None = None
    """What to do about it."""
    place: Place | None = None

    def placed(self, place: Place | None) -> Problem:
        return replace(self, place=place)

    @property
    def is_error(self) -> bool:
        return self.rule.severity is Severity.ERROR


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stop the run; warnings and notices do not."""
    return [problem for problem in problems if problem.is_error]


def exit_code(problems: Iterable[Problem]) -> Exit:
    """The gravest of the problems decides: register (3) outranks content (1)."""
    codes = [problem.rule.exit for problem in problems if problem.is_error]
    return max(codes, default=Exit.DONE)


class TestamurError(Exception):
    """The run cannot go on. The message is one sentence for a person; `hint` says what to do."""

    exit: Exit = Exit.WORLD
    details: Sequence[str] = ()
    """Lines to choose from, or that say more."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class WorldError(TestamurError):
    """Disk, permission, network or configuration of the machine."""


class InputRefusedError(TestamurError):
    """A file named on the command line is not what the command takes."""

    exit = Exit.REFUSED


class KeyRefusedError(TestamurError):
    """A key is missing, malformed, weak, ended, or not the one that is published."""


REGISTER_REFUSED = Rule(
    "register-refused", "The register does not hold together", exit=Exit.REGISTER
)


class RegisterError(TestamurError):
    """The register is missing, cut short, altered, or another's."""

    exit = Exit.REGISTER

    def __init__(
        self, message: str, hint: str | None = None, rule: Rule = REGISTER_REFUSED
    ) -> None:
        super().__init__(message, hint)
        self.rule = rule

    def as_problem(self) -> Problem:
        return Problem(self.rule, "", (), str(self), self.hint)

"""What every command says in the same way: refusals, failures, counts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NoReturn

import click

from testamur.cli import report
from testamur.problems import Problem, TestamurError, exit_code


def refuse(problems: Iterable[Problem]) -> NoReturn:
    found = tuple(problems)
    click.echo(report.as_text(found, colour=colour()), nl=False)
    sys.exit(exit_code(found))


def complain(error: TestamurError) -> NoReturn:
    click.echo(f"error: {report.escaped(str(error))}", err=True)
    if error.hint:
        click.echo(f"  = hint: {report.escaped(error.hint)}", err=True)
    sys.exit(error.exit)


def colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""What every command says in the same way: refusals, failures, counts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import NoReturn

import click

from testamur.cli import report
from testamur.commands.project import Project
from testamur.problems import KeyRefusedError, Problem, TestamurError, exit_code


def refuse(problems: Iterable[Problem]) -> NoReturn:
    found = tuple(problems)
    click.echo(report.as_text(found, colour=colour()), nl=False)
    sys.exit(exit_code(found))


def complain(error: TestamurError) -> NoReturn:
    say_failure(error)
    sys.exit(error.exit)


def say_failure(error: TestamurError) -> None:
    """One that need not end the run."""
    click.echo(f"error: {report.escaped(str(error))}", err=True)
    for line in error.details:
        click.echo(f"  - {report.escaped(line)}", err=True)
    if error.hint:
        click.echo(f"  = hint: {report.escaped(error.hint)}", err=True)


def ask_secret(of_what: str) -> str:
    """Ask the person at the terminal; what is typed is not shown."""
    answer: str = click.prompt(of_what, hide_input=True, err=True)
    return answer


def new_passphrase(project: Project) -> str:
    """The one in its variable, or one that is asked for twice."""
    from testamur.crypto.keyring import PASSPHRASE

    given = project.environ.get(PASSPHRASE)
    if given is not None:
        return given
    if project.ask_secret is None:
        raise KeyRefusedError(
            "there is nobody to ask for a passphrase",
            f"set the variable {PASSPHRASE}, or run the command in a terminal",
        )
    passphrase = project.ask_secret("Passphrase for the new keys")
    if project.ask_secret("The same again") != passphrase:
        raise KeyRefusedError("the two passphrases differ", "nothing was made; try again")
    return passphrase


def colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"

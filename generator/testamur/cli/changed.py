"""What every command that edits content prints: what changed, and what issuing would do now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.voice import colour

if TYPE_CHECKING:
    from testamur.commands.changing import Changed

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="Show what would change, and write nothing."
)


def tell(changed: Changed, *, dry_run: bool) -> None:
    """The lines that changed, what is new to know, and what comes next."""
    from testamur.cli.plan import plan_in_a_line
    from testamur.problems import errors

    for line in changed.account:
        click.echo(report.escaped(line))
    if changed.problems:
        click.echo()
        click.echo(report.as_text(changed.problems, colour=colour()), nl=False)
    if dry_run:
        click.echo("nothing was written: this was a rehearsal")
    elif errors(changed.problems):
        click.echo("it is written; nothing can be issued before the errors above are mended")
    elif changed.plan is not None:
        click.echo(f"`testamur issue` would now make: {plan_in_a_line(changed.plan)}")

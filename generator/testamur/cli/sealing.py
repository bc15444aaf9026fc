"""`testamur seal`: so that a public repository shows nobody's name or address."""

from __future__ import annotations

import click

from testamur.cli import report
from testamur.cli.voice import refuse
from testamur.commands.project import Project


@click.command()
@click.argument("subjects", metavar="[FILE|FILE#NUMBER]...", nargs=-1)
@click.option("--name", help="Seal this name, and print the line instead.")
@click.option("--email", help="With --name: the e-mail address.")
@click.option("--did", help="With --name: the decentralised identifier.")
@click.option("--display", help="With --name: how much of it is published.")
@click.option(
    "--to", metavar="AGE1…", help="With --name: seal to this key instead of the issuer's."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.pass_obj
def seal(
    project: Project,
    subjects: tuple[str, ...],
    name: str | None,
    email: str | None,
    did: str | None,
    display: str | None,
    to: str | None,
    dry_run: bool,
) -> None:
    """
    Seal who awards are for to the issuer's key in keys/people.txt.

    With FILE, the plain recipients in it are replaced by sealed ones. With --name, nothing is
    written: the line to be put into a record is printed. Needs no secret.
    """
    from testamur.commands.changing import Refused
    from testamur.commands.seal import seal as run
    from testamur.commands.seal import sealed

    given = {"name": name, "email": email, "did": did, "display": display}
    if bool(subjects) == bool(name):
        raise click.UsageError("name a file with awards, or a person with --name")
    if not subjects:
        fields = {key: value for key, value in given.items() if value}
        click.echo(f"recipient: {{sealed: {sealed(project, fields, to)}}}")
        return
    if to or any(given.values()):
        raise click.UsageError("--email, --did, --display and --to go with --name")
    done = run(project, subjects, dry_run=dry_run)
    if isinstance(done, Refused):
        refuse(done.problems)
    if not done.files:
        click.echo("nothing to seal: every recipient there is hidden already")
    # Not line by line: the account of a change would show the names once more.
    for file in done.files:
        click.echo(f"{'would seal' if dry_run else 'sealed'}: {report.escaped(file.path)}")

"""`testamur completion` and `testamur hook`: the command where people type and commit."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from testamur.commands.project import Project


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """
    Print what makes SHELL complete commands and options.

    In bash, for example, add this line to ~/.bashrc: eval "$(testamur completion bash)"
    """
    found = get_completion_class(shell)
    root = context.find_root()
    if found is None:
        raise click.UsageError(f"{shell} cannot be helped")
    click.echo(found(root.command, {}, "testamur", "_TESTAMUR_COMPLETE").source())


@click.command()
@click.pass_obj
def hook(project: Project) -> None:
    """Have Git run `check` before each commit in this clone."""
    from testamur.commands.hook import hook as run

    path, is_new = run(project)
    click.echo(f"{path}: {'written' if is_new else 'is there already'}")

"""The register on branches of its own: `register pull` and `register push`."""

from __future__ import annotations

from pathlib import Path

import click

from testamur.cli.voice import count
from testamur.commands.project import Project
from testamur.commands.registers import Place

_remote = click.option(
    "--remote",
    metavar="NAME",
    default="origin",
    show_default=True,
    help="The remote, as Git has it.",
)
_drafts = click.option(
    "--drafts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take address and folder from these drafts, where content/ is out of reach.",
)


@click.group()
def register() -> None:
    """The register on branches of its own: `register`, and `documents` without history."""


@register.command("pull")
@_remote
@_drafts
@click.option("--discard", is_flag=True, help="Drop what was signed here and never published.")
@click.pass_obj
def register_pull(project: Project, remote: str, drafts: Path | None, discard: bool) -> None:
    """
    Bring the published register into its folder; proves first that it only grew.

    Never overwrites entries that are not published, unless --discard.
    """
    from testamur.commands.registers import Pull
    from testamur.commands.registers import pull as run

    pulled = run(project, _place(project, drafts, remote), discard=discard)
    has = f"the register has {count(pulled.size, 'entry', 'entries')}"
    match pulled.what:
        case Pull.NONE if pulled.size:
            click.echo(f"{remote} has no register yet; `testamur register push` sends this one")
        case Pull.NONE:
            click.echo(f"{remote} has no register yet; `testamur issue --first` begins one")
        case Pull.SAME:
            click.echo(f"{has}, as {remote} has it")
        case Pull.TAKEN:
            click.echo(f"taken from {remote}: {has} ({pulled.new:+,})")
        case Pull.AHEAD:
            click.echo(
                f"{has}, {pulled.new:,} of them not at {remote} yet; `testamur register push` "
                f"sends what is new"
            )


@register.command("push")
@_remote
@_drafts
@click.pass_obj
def register_push(project: Project, remote: str, drafts: Path | None) -> None:
    """
    Publish the register on its branches: log and documents together, or neither.

    Refused with exit code 3 where somebody published since: nothing is ever forced.
    """
    from testamur.commands.registers import push as run

    pushed = run(project, _place(project, drafts, remote))
    has = f"the register has {count(pushed.size, 'entry', 'entries')}"
    if pushed.sent:
        click.echo(f"sent to {remote}: {has} ({pushed.new} new)")
    else:
        click.echo(f"{remote} has all of it: {has}")


def _place(project: Project, drafts: Path | None, remote: str) -> Place:
    from testamur.model.addresses import Addresses

    base_url, folder = _of_drafts(drafts) if drafts else _of_site(project)
    return Place(Addresses(base_url), project.register_folder(folder), remote)


def _of_drafts(drafts: Path) -> tuple[str, str]:
    from testamur.issue.drafts import decode

    decoded = decode(drafts.read_bytes())
    return decoded.base_url, decoded.register


def _of_site(project: Project) -> tuple[str, str]:
    # Only here: the job that holds the keys reads nothing that authors wrote.
    from testamur.commands.site import site_of

    site = site_of(project)
    return site.base_url, site.register

"""The commands about themes."""

from __future__ import annotations

import click

from testamur.cli import report
from testamur.cli.voice import count
from testamur.commands.project import Project


@click.group()
def theme() -> None:
    """See which themes there are, and make files of a shipped one your own."""


@theme.command("list")
@click.pass_obj
def theme_list(project: Project) -> None:
    """Every theme that site.yaml may name."""
    from testamur.commands.theme import themes

    for each in themes(project):
        origin = "comes with testamur" if each.comes_with_testamur else "of this repository"
        own = f"; {count(len(each.own), 'file')} of your own" if each.own else ""
        click.echo(f"{'*' if each.used else ' '} {report.escaped(each.name)}: {origin}{own}")


@theme.command("eject")
@click.argument("file")
@click.pass_obj
def theme_eject(project: Project, file: str) -> None:
    """
    Copy FILE of a shipped theme into the site's own, to be changed there.

    FILE is its path within a theme, such as templates/award.html. The first line of the copy says
    from what it was taken: `check` tells when that has changed.
    """
    from testamur.commands.theme import eject

    target = eject(project, file).relative_to(project.root)
    click.echo(f"{target.as_posix()}: change it as you like; all other files stay testamur's")


@theme.command("diff")
@click.argument("file")
@click.pass_obj
def theme_diff(project: Project, file: str) -> None:
    """How FILE of the site's own theme differs from the shipped one."""
    from testamur.commands.theme import diff

    for line in diff(project, file).splitlines():
        click.echo(report.escaped(line))


@theme.command("keep")
@click.argument("file")
@click.pass_obj
def theme_keep(project: Project, file: str) -> None:
    """Note that FILE was held against the shipped one as that is now."""
    from testamur.commands.theme import keep

    target = keep(project, file).relative_to(project.root)
    click.echo(f"{target.as_posix()}: noted")

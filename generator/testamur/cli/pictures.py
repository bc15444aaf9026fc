"""The commands that put credentials into pictures, and take them out."""

from __future__ import annotations

from pathlib import Path

import click

from testamur.cli import report


@click.command()
@click.argument("credential", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the baked picture.",
)
def bake(credential: Path, picture: Path, output: Path) -> None:
    """
    Put CREDENTIAL (a signed Open Badges 3.0 file) into PICTURE, a PNG or SVG.

    Pixels and drawing stay as they are; a credential that was in the picture is replaced.
    """
    from testamur.commands.bake import bake as run

    for line in run(credential, picture, output):
        click.echo(report.escaped(line))


@click.command()
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the credential, byte for byte; without it, it is printed.",
)
def unbake(picture: Path, output: Path | None) -> None:
    """Take the credential out of PICTURE, a baked PNG or SVG. It is not verified."""
    from testamur.commands.bake import unbake as run

    taken = run(picture, output)
    for note in taken.notes:
        click.echo(report.escaped(note), err=True)
    if output is not None:
        click.echo(f"{report.escaped(str(output))}: {taken.edition}, not verified")
    elif taken.value is not None:
        report.print_json(taken.value)
    else:
        click.echo(report.escaped(taken.text))

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
    Put CREDENTIAL into PICTURE, a PNG or SVG.

    CREDENTIAL is signed Open Badges 3.0 (JSON or JWT), or an Open Badges 2.0 assertion (JSON or
    JWS). Pixels and drawing stay as they are; what was in the picture of the same edition is
    replaced, what was of the other stays: bake twice for both.
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
@click.option(
    "--edition",
    type=click.Choice(["2.0", "3.0"]),
    help="Which of two to take.  [default: 3.0, where there is one]",
)
def unbake(picture: Path, output: Path | None, edition: str | None) -> None:
    """Take the credential out of PICTURE, a baked PNG or SVG. It is not verified."""
    from testamur.commands.bake import unbake as run
    from testamur.wire.baked import Edition

    wanted = {"2.0": Edition.V2, "3.0": Edition.V3}.get(edition or "")
    taken = run(picture, output, wanted)
    for note in taken.notes:
        click.echo(report.escaped(note), err=True)
    if output is not None:
        click.echo(f"{report.escaped(str(output))}: {taken.edition}, not verified")
    elif taken.value is not None:
        report.print_json(taken.value)
    else:
        click.echo(report.escaped(taken.text))

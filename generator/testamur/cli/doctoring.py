"""`testamur doctor`: what is wrong with a live site, and what to do about it on its host."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.voice import count, refuse
from testamur.commands.project import Project
from testamur.problems import Exit

if TYPE_CHECKING:
    from testamur.commands.diagnosis import Diagnosis


@click.command()
@click.argument("url", required=False)
@click.option(
    "--allow-local", is_flag=True, help="Addresses of this machine may be asked: http://localhost."
)
@click.option("--json", "as_json", is_flag=True, help="The findings for machines.")
@click.pass_obj
def doctor(project: Project, url: str | None, allow_local: bool, as_json: bool) -> None:
    """
    Hold the live site against this repository, and say what to do where it breaks.

    It looks at base_url, or at URL where the same site is served elsewhere, asks for a file of
    every sort, and verifies three awards as a stranger would. Needs the register, no key.

    Exit codes: 0 nothing breaks verification, 1 something does, 4 nothing answers.
    """
    from testamur.commands.diagnosis import Diagnosis
    from testamur.commands.doctor import doctor as run

    found = run(project, url, allow_local=allow_local)
    if not isinstance(found, Diagnosis):
        refuse(found)
    if as_json:
        report.print_json(found.as_json())
    else:
        _print(found)
    sys.exit(Exit.DONE if found.ok else Exit.REFUSED)


def _print(found: Diagnosis) -> None:
    for fault in found.faults:
        click.echo(
            f"{'fault' if fault.breaks else 'advice'}[{fault.check}]: "
            f"{report.escaped(fault.address)}\n"
            f"  {report.escaped(fault.detail)}\n"
            f"  = hint: {fault.hint}"
        )
    host = f" ({found.host.words})" if found.host else ""
    click.echo(
        f"{report.escaped(found.looked_at)}{host}: {count(found.addresses, 'address', 'addresses')} "
        f"asked, {count(len(found.canaries), 'award')} verified"
    )
    for award, word in found.canaries.items():
        click.echo(f"  {word:<10} {award}")
    broken = sum(fault.breaks for fault in found.faults)
    verb = "breaks" if broken == 1 else "break"
    click.echo(
        f"{count(broken, 'fault')} {verb} verification" if broken else "nothing breaks verification"
    )

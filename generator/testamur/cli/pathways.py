"""What is printed about pathways: who is how far, and the awards that are due."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.voice import count, refuse
from testamur.commands.project import Project

if TYPE_CHECKING:
    from testamur.commands.pathways import OnTheWay
    from testamur.crypto.strict_json import JsonValue


def complete_pathway(
    project: Project, complete: str, recipient: str | None, *, everybody: bool
) -> None:
    """The records of what a pathway leads to, for one or for everybody who is due."""
    from testamur.commands.changing import Refused
    from testamur.commands.pathways import complete as run

    if everybody == (recipient is not None):
        raise click.UsageError("say who: --recipient EMAIL, or --all")
    written = run(project, complete, recipient=recipient)
    if isinstance(written, Refused):
        refuse(written.problems)
    for each in written:
        path = report.escaped(each.path)
        if each.is_new:
            steps = count(len(each.walk.progress.done), "step")
            click.echo(f"{path}: written, with {steps} as evidence")
        else:
            click.echo(f"{path}: the record is there already, nothing was written")
    if not written:
        click.echo("nobody is due; `testamur list --pathways` tells who is how far")
    elif written[0].is_new:
        click.echo("look over what was written; then `testamur check` and `testamur issue`")


def list_pathways(project: Project, words: tuple[str, ...], *, as_json: bool) -> None:
    """Everybody on every pathway, for people or for machines."""
    from testamur.commands.changing import Refused
    from testamur.commands.pathways import progress

    found = progress(project, words)
    if isinstance(found, Refused):
        refuse(found.problems)
    if as_json:
        report.print_json([_as_json(each) for each in found])
        return
    for pathway, group in groupby(found, key=lambda step: step.walk.pathway):
        click.echo(f"{report.escaped(pathway.name)} ({pathway.slug})")
        for step in group:
            come = step.walk.progress
            open_ = f"; open: {', '.join(come.open)}" if come.open else ""
            click.echo(
                f"  {come.needed - come.remaining} of {come.needed}  {step.state:<8}  "
                f"{report.escaped(step.recipient)}{open_}"
            )
    if not found:
        click.echo("nobody is on a pathway")


def _as_json(step: OnTheWay) -> JsonValue:
    walk = step.walk
    come = walk.progress
    return {
        "pathway": walk.pathway.slug,
        "leads_to": walk.pathway.leads_to,
        "recipient": walk.person.recipient.public_name,
        "records": [record.subject for record in walk.person.records],
        "state": step.state,
        "done": come.needed - come.remaining,
        "needed": come.needed,
        "completed": come.completed.isoformat() if come.completed else None,
        "open": list(come.open),
        "steps": [
            {
                "credential": each.credential,
                "award": each.done_by.award if each.done_by else None,
                "awarded": each.done_by.awarded.isoformat() if each.done_by else None,
                "too_early": each.early.award if each.early else None,
            }
            for each in come.steps
        ],
    }

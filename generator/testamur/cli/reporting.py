"""`testamur report`: who holds what, as text, CSV or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from testamur.cli import report as reports
from testamur.cli.voice import count, refuse
from testamur.commands.project import Project

if TYPE_CHECKING:
    from testamur.commands.reporting import Held, Report
    from testamur.crypto.strict_json import JsonValue

_STATES = ("valid", "expired", "suspended", "revoked", "pending")
_DAYS_MAX = 36_600


@click.command("report")
@click.option("--credential", metavar="SLUG", help="Awards of this credential alone.")
@click.option(
    "--expiring",
    metavar="DAYS",
    type=click.IntRange(0, _DAYS_MAX),
    help="Awards whose validity ends within so many days.",
)
@click.option(
    "--state",
    "states",
    type=click.Choice(_STATES),
    multiple=True,
    help="Awards that stand so today. Can be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "csv", "json"]),
    default="text",
    show_default=True,
    help="For people, for spreadsheets, or for machines.",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead."
)
@click.pass_obj
def report_awards(
    project: Project,
    credential: str | None,
    expiring: int | None,
    states: tuple[str, ...],
    form: str,
    output: Path | None,
) -> None:
    """
    Say who holds what, how many awards stand how, and which end soon.

    The report holds the names and addresses of the records: it is for the issuer alone. As CSV it
    opens in any spreadsheet, which takes none of its cells for a formula.
    """
    from testamur.commands import reporting
    from testamur.commands.reporting import NotReported, State

    found = reporting.report(
        project,
        credential=credential,
        expiring=expiring,
        states=[State(state) for state in states],
    )
    if isinstance(found, NotReported):
        refuse(found.problems)
    if form == "csv":
        text = reporting.table(found)
    elif form == "json":
        text = reports.as_json(_report_as_json(found))
    else:
        text = _report_as_text(found)
    if output is not None:
        reporting.write(project, output, text)
        click.echo(f"{reports.escaped(str(output))}: {count(len(found.held), 'award')}")
    else:
        click.echo(text, nl=False)


def _report_as_text(found: Report) -> str:
    lines: list[str] = []
    slug = None
    for each in found.held:
        if each.record.credential != slug:
            slug = each.record.credential
            counts = found.counts[slug]
            told = ", ".join(f"{number:,} {state}" for state, number in sorted(counts.items()))
            lines.append(f"{reports.escaped(each.credential.name)} ({slug}): {told}")
        lines.append(f"  {_line(each)}")
    lines.append(count(len(found.held), "award"))
    return "".join(f"{line}\n" for line in lines)


def _line(held: Held) -> str:
    number = f"no. {held.number:,}" if held.number else "not issued"
    recipient = held.record.recipient
    email = f" <{recipient.email}>" if recipient.email else ""
    until = f", until {held.expires}" if held.expires else ""
    who = reports.escaped(f"{recipient.name}{email}")
    return f"{number:<10}  {held.state:<9}  {who}: awarded {held.record.awarded}{until}"


def _report_as_json(found: Report) -> JsonValue:
    return {
        "counts": {
            slug: {state.value: number for state, number in sorted(counts.items())}
            for slug, counts in found.counts.items()
        },
        "awards": [
            {
                "credential": each.record.credential,
                "name": each.record.recipient.name,
                "email": each.record.recipient.email,
                "awarded": each.record.awarded.isoformat(),
                "expires": each.expires.isoformat() if each.expires else None,
                "state": each.state.value,
                "number": each.number,
                "award": each.award,
                "address": each.address,
                "record": each.record.subject,
            }
            for each in found.held
        ],
    }

"""The commands that write into a record what becomes of its award."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from testamur.cli import report
from testamur.cli.changed import dry_run_option, tell
from testamur.cli.voice import refuse
from testamur.commands.project import Project

if TYPE_CHECKING:
    from datetime import date

    from testamur.commands.changing import Refused
    from testamur.commands.lives import Done, Why
    from testamur.problems import Route

_CODES = (
    "issued-in-error",
    "requirements-not-met",
    "misconduct",
    "superseded",
    "requested-by-recipient",
    "key-compromise",
    "under-review",
    "other",
)

_NOT_ISSUED = " (it was not issued yet, so its record alone counts)"

_award = click.argument("award")
_code = click.option(
    "--code", type=click.Choice(_CODES), help="Why, in a word that programs can count."
)
_date = click.option(
    "--date", "day", metavar="DAY", help="When, as 2026-05-14.  [default: today, where the site is]"
)


def _reason(help_: str) -> Callable[[Any], Any]:
    return click.option("--reason", metavar="TEXT", help=help_)


_why_withdrawn = _reason("Why, for everybody to read; not needed beside a code that says enough.")


@click.command()
@_award
@_why_withdrawn
@_code
@click.option("--replaced-by", metavar="AWARD", help="The issued award that takes its place.")
@_date
@dry_run_option
@click.pass_obj
def revoke(
    project: Project,
    award: str,
    reason: str | None,
    code: str | None,
    replaced_by: str | None,
    day: str | None,
    dry_run: bool,
) -> None:
    """
    Withdraw an AWARD for good: write `revoked:` into its record.

    AWARD is its number, its id, the address of its page, its record's key or path, or words that
    fit no other.
    """
    from testamur.commands.lives import withdraw
    from testamur.model.status import Change

    why = _withdrawal(reason, code, day)
    _report(
        withdraw(project, award, Change.REVOKED, why, replaced_by=replaced_by, dry_run=dry_run),
        "is to be revoked",
        dry_run=dry_run,
    )


@click.command()
@_award
@_why_withdrawn
@_code
@_date
@dry_run_option
@click.pass_obj
def suspend(
    project: Project,
    award: str,
    reason: str | None,
    code: str | None,
    day: str | None,
    dry_run: bool,
) -> None:
    """
    Withdraw an AWARD until it is reinstated: write `suspended:` into its record.

    AWARD as in `testamur revoke`.
    """
    from testamur.commands.lives import withdraw
    from testamur.model.status import Change

    why = _withdrawal(reason, code, day)
    _report(
        withdraw(project, award, Change.SUSPENDED, why, dry_run=dry_run),
        "is to be suspended",
        dry_run=dry_run,
    )


@click.command()
@_award
@_reason("Why, for everybody to read.  [required]")
@_date
@dry_run_option
@click.pass_obj
def reinstate(
    project: Project, award: str, reason: str | None, day: str | None, dry_run: bool
) -> None:
    """
    End the suspension of an AWARD: write `reinstated:` into its record.

    AWARD as in `testamur revoke`.
    """
    from testamur.commands.lives import withdraw
    from testamur.model.status import Change

    if not reason:
        raise click.UsageError("say why: --reason TEXT")
    _report(
        withdraw(project, award, Change.REINSTATED, _why(reason, None, day), dry_run=dry_run),
        "is to be reinstated",
        dry_run=dry_run,
    )


@click.command()
@_award
@click.option("--name", help="The recipient's name as it should be.")
@click.option("--email", help="The recipient's address.")
@click.option("--did", help="The recipient's DID.")
@click.option("--awarded", metavar="DAY", help="The day of the award.")
@click.option("--expires", metavar="DAY", help="The first day on which it is no longer valid.")
@click.option(
    "--set",
    "assignments",
    metavar="FIELD=VALUE",
    multiple=True,
    help="Any field: recipient.display=initials, evidence.0.url=…, results.exam.value=92.",
)
@click.option("--clear", metavar="FIELD", multiple=True, help="Take a field out.")
@_reason("Why, for everybody to read; needed once the award is issued.")
@_date
@dry_run_option
@click.pass_obj
def correct(
    project: Project,
    award: str,
    name: str | None,
    email: str | None,
    did: str | None,
    awarded: str | None,
    expires: str | None,
    assignments: Sequence[str],
    clear: Sequence[str],
    reason: str | None,
    day: str | None,
    dry_run: bool,
) -> None:
    """
    Set fields in the record of an AWARD, and declare the correction if it was issued.

    AWARD as in `testamur revoke`. Without any field, a change that you made in an editor is
    declared.
    """
    from testamur.commands.lives import correct as run
    from testamur.commands.lives import fields_from, route_of

    given: Mapping[str, str | None] = {
        "recipient.name": name,
        "recipient.email": email,
        "recipient.did": did,
        "awarded": awarded,
        "expires": expires,
    }
    values: dict[Route, str | None] = {
        route_of(field): value for field, value in given.items() if value is not None
    }
    try:
        values |= fields_from(assignments)
    except ValueError as error:
        raise click.UsageError(f"--set takes FIELD=VALUE, not {error}") from None
    if not all(all(field.strip().split(".")) for field in clear):
        raise click.UsageError("--clear takes the name of a field")
    cleared = {route_of(field): None for field in clear}
    _report(
        run(project, award, _why(reason, None, day), {**values, **cleared}, dry_run=dry_run),
        "is corrected",
        dry_run=dry_run,
    )


@click.command()
@_award
@click.option(
    "--until", metavar="DAY", required=True, help="The first day on which it is no longer valid."
)
@click.option(
    "--reason", metavar="TEXT", default="Renewed", show_default=True, help="For everybody to read."
)
@_date
@dry_run_option
@click.pass_obj
def renew(
    project: Project, award: str, until: str, reason: str, day: str | None, dry_run: bool
) -> None:
    """
    Let an AWARD expire later: write `expires:` and `renewed:` into its record.

    AWARD as in `testamur revoke`.
    """
    from testamur.commands.lives import renew as run

    _report(
        run(project, award, _day(until, "--until"), _why(reason, None, day), dry_run=dry_run),
        "is to be renewed",
        dry_run=dry_run,
    )


@click.command()
@_award
@dry_run_option
@click.pass_obj
def forget(project: Project, award: str, dry_run: bool) -> None:
    """
    Ask for an AWARD to be erased at the next issuing, and take its record out of the content.

    AWARD as in `testamur revoke`. The id of a learner's page takes their record back, and leaves
    the awards.
    """
    from testamur.commands.forget import forget as run

    for line in run(project, award, dry_run=dry_run):
        click.echo(report.escaped(line))
    if dry_run:
        click.echo("nothing was written: this was a rehearsal")


def _withdrawal(reason: str | None, code: str | None, day: str | None) -> Why:
    if not reason and code in {None, "other"}:
        raise click.UsageError("say why: --reason TEXT, or a --code that says it (any but other)")
    return _why(reason, code, day)


def _why(reason: str | None, code: str | None, day: str | None) -> Why:
    from testamur.commands.lives import Why
    from testamur.model.status import ReasonCode

    return Why(
        reason=reason or None,
        code=ReasonCode(code) if code else None,
        day=None if day is None else _day(day, "--date"),
    )


def _day(text: str, option: str) -> date:
    from testamur.content import values
    from testamur.content.refused import Refused

    try:
        return values.day(text.strip())
    except Refused as refused:
        hint = f": {refused.hint}" if refused.hint else ""
        raise click.UsageError(f"{option} {refused.phrase}{hint}") from None


def _report(done: Done | Refused, what: str, *, dry_run: bool) -> None:
    from testamur.commands.changing import Refused

    if isinstance(done, Refused):
        click.echo("nothing was written; `check` would find this:")
        refuse(done.problems)
    is_issued = done.known.award is not None
    click.echo(report.escaped(f"{done.known.title} {what}{'' if is_issued else _NOT_ISSUED}"))
    tell(done.changed, dry_run=dry_run)

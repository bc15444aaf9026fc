"""What there is: the list of awards, and all about one of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.pathways import list_pathways
from testamur.commands.project import Project

if TYPE_CHECKING:
    from testamur.commands.listing import Listed
    from testamur.commands.showing import Shown
    from testamur.crypto.strict_json import JsonObject, JsonValue
    from testamur.model.status import Event

_NARROW = 110
"""Columns of a terminal below which an award takes two lines."""
_STATES = ("current", "expired", "suspended", "revoked")


@click.command("list")
@click.option("--credential", metavar="SLUG", help="Only awards of this credential.")
@click.option("--state", type=click.Choice(_STATES), help="Only those in this state.")
@click.option(
    "--expiring",
    type=click.IntRange(0, 36_600),
    metavar="DAYS",
    help="Only those that expire within so many days and have not yet.",
)
@click.option("--pathways", is_flag=True, help="Who has come how far on which pathway instead.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.argument("words", nargs=-1)
@click.pass_obj
def list_awards(
    project: Project,
    words: tuple[str, ...],
    credential: str | None,
    state: str | None,
    expiring: int | None,
    pathways: bool,
    as_json: bool,
) -> None:
    """
    Every award with its number, state and address, and then every learner's record.

    With WORDS, those that have them all. Names are shown as far as they are published. In a pipe,
    and in a wide terminal, each takes one line.
    """
    from testamur.commands.listing import issued

    if pathways:
        if credential or state or expiring is not None:
            raise click.UsageError("--credential, --state and --expiring do not go with --pathways")
        list_pathways(project, words, as_json=as_json)
        return
    found = issued(project, words, credential=credential, standing=state, expiring=expiring)
    if as_json:
        report.print_json([_as_json(each) for each in found])
        return
    for line in _lines(found):
        click.echo(line)


@click.command()
@click.argument("award")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_obj
def show(project: Project, award: str, as_json: bool) -> None:
    """
    Everything known of one AWARD: record, versions, days, what became of it, what is pending.

    AWARD is its number, its id, the address of its page, its record's key or path, or words that
    fit no other. What is shown may be personal.
    """
    from testamur.commands.showing import show as run

    found = run(project, award)
    if as_json:
        report.print_json(_all_as_json(found))
        return
    for line in _all_as_text(found):
        click.echo(report.escaped(line))


def _lines(found: list[Listed]) -> Iterator[str]:
    is_narrow = sys.stdout.isatty() and shutil.get_terminal_size().columns < _NARROW
    states = max((len(each.state) for each in found), default=0)
    texts = [report.escaped(f"{each.recipient}: {each.what}") for each in found]
    width = min(max(map(len, texts), default=0), 60)
    for each, text in zip(found, texts, strict=True):
        start = f"no. {each.number:<6,} {each.state:<{states}} "
        yield (
            f"{start} {text}\n    {each.address}"
            if is_narrow
            else (f"{start} {text:<{width}}  {each.address}")
        )


def _as_json(each: Listed) -> JsonObject:
    return {
        "number": each.number,
        "id": each.id,
        "state": each.standing,
        "code": each.code,
        "recipient": each.recipient,
        "what": each.what,
        "credential": each.credential,
        "awarded": each.awarded,
        "expires": each.expires.isoformat().replace("+00:00", "Z") if each.expires else None,
        "address": each.address,
    }


def _all_as_text(found: Shown) -> Iterator[str]:
    from testamur.cli.plan import described

    known = found.known
    record = known.record
    name = known.credential.name if known.credential else known.slug
    version = f" v{known.credential.version}" if known.credential else ""
    number = f"award no. {known.number:,}" if known.award else "an award that was not issued"
    yield f"{number}: {name}{version} ({known.slug})"
    if record is not None:
        recipient = record.recipient
        who = [recipient.name, recipient.email, recipient.did]
        yield f"  recipient   {', '.join(each for each in who if each)}"
        if recipient.public_name != recipient.name:
            yield f"              published as {recipient.public_name or 'nobody'}"
    else:
        yield f"  recipient   {known.public_name}"
    yield f"  state       {found.state}"
    yield f"  awarded     {found.awarded}"
    if found.expires:
        yield f"  expires     {found.expires}"
    if record is not None:
        yield f"  record      {record.subject}, known by {record.identity}"
    else:
        yield "  record      none in content/ that could be read"
    if found.page:
        yield f"  page        {found.page}"
    for each in found.versions:
        why = f", {_happened(each.because)}" if each.because else ""
        yield f"  version {each.number:<3} no. {each.entry:,}, signed {each.signed}{why}"
        yield f"              {each.address}"
    for event in found.events:
        yield f"  happened    {_happened(event)}; entered {event.entered} as no. {event.entry + 1:,}"
    for change in found.pending:
        yield f"  pending     {change.action.value}: {described(change)}"
    for problem in found.problems:
        line = f" line {problem.place.line}:" if problem.place else ""
        yield f"  {problem.rule.severity.value:<11} {problem.file}:{line} {problem.detail}"


def _happened(event: Event) -> str:
    return f"{event.change.value} on {event.day}: {event.in_full}"


def _all_as_json(found: Shown) -> JsonObject:
    from testamur.cli.plan import change_as_json

    known = found.known
    record = known.record
    recipient = record.recipient if record else None
    pending: list[JsonValue] = [change_as_json(change) for change in found.pending]
    return {
        "number": known.number,
        "id": found.id,
        "state": found.state,
        "credential": known.slug,
        "version": known.credential.version if known.credential else None,
        "recipient": {
            "name": recipient.name if recipient else None,
            "public_name": known.public_name,
            "email": recipient.email if recipient else None,
            "did": recipient.did if recipient else None,
        },
        "awarded": found.awarded,
        "expires": found.expires,
        "record": record.subject if record else None,
        "known_by": record.identity if record else None,
        "page": found.page,
        "versions": [
            {
                "version": each.number,
                "number": each.entry,
                "signed": each.signed,
                "address": each.address,
                "because": _event_as_json(each.because) if each.because else None,
            }
            for each in found.versions
        ],
        "events": [_event_as_json(event) for event in found.events],
        "pending": pending,
        "problems": report.problems_as_json(found.problems),
    }


def _event_as_json(event: Event) -> JsonObject:
    return {
        "change": event.change.value,
        "date": event.day.isoformat(),
        "reason": event.reason,
        "code": event.code.value if event.code else None,
        "replaced_by": event.replaced_by,
        "entered": event.entered.isoformat(),
        "number": event.entry + 1,
    }

"""The commands that move awards in and out as tables."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testamur.cli import report as reports
from testamur.cli.voice import colour, count, refuse
from testamur.commands.project import Project
from testamur.problems import Exit, exit_code

if TYPE_CHECKING:
    from testamur.commands.changing import Changed
    from testamur.commands.importing import Imported
    from testamur.commands.reporting import Held, Report
    from testamur.crypto.strict_json import JsonValue

_PRESETS = (
    *("credly", "accredible", "badgr", "moodle-grades", "moodle-completion", "moodle-badges"),
    *("exam", "testamur"),
)
_STATES = ("valid", "expired", "suspended", "revoked", "pending")
_ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "mac-roman")
_FILE = click.Path(exists=True, path_type=Path)
_DAYS_MAX = 36_600


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--credential", metavar="SLUG", help="What everybody in the file earned.")
@click.option(
    "--preset",
    type=click.Choice(_PRESETS),
    help="Which system wrote the file.  [default: the one that its columns speak for]",
)
@click.option(
    "--map",
    "maps",
    metavar="COLUMN=FIELD",
    multiple=True,
    help="What a column gives; without a FIELD it is not read. Can be repeated.",
)
@click.option(
    "--badge",
    "badges",
    metavar="NAME=SLUG",
    multiple=True,
    help="What the other system calls a credential, by name or number. Can be repeated.",
)
@click.option("--awarded", metavar="DAY", help="The day of every row, where no column gives it.")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="In which order the file has day, month and year.",
)
@click.option("--pass-mark", metavar="N", help="The least score that earns the credential.")
@click.option("--result", metavar="ID", help="The result of the credential that the score is.")
@click.option("--again", is_flag=True, help="Somebody may earn it once more, on another day.")
@click.option("--encoding", type=click.Choice(_ENCODINGS), help="Of a file that is not UTF-8.")
@click.option(
    "--people", type=_FILE, help="A table of names and addresses that older badges may be for."
)
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where older badges find what they lead to; nothing is fetched.",
)
@click.option("--into", metavar="PATH", help="The cohort below content/awards/ to add to.")
@click.option("--skip-refused", is_flag=True, help="Write the others although a row is refused.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="The report for machines.")
@click.pass_obj
def import_awards(
    project: Project,
    file: Path,
    credential: str | None,
    preset: str | None,
    maps: tuple[str, ...],
    badges: tuple[str, ...],
    awarded: str | None,
    dates: str | None,
    pass_mark: str | None,
    result: str | None,
    again: bool,
    encoding: str | None,
    people: Path | None,
    documents: Path | None,
    into: str | None,
    skip_refused: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """
    Write the awards of FILE that are not there yet, and say of each row what became of it.

    FILE is a table as CSV, with any columns: how it is read is remembered in content/imports.yaml,
    so that the next one needs no options. Or it is a badge of Open Badges 2.0 (.json, .png, .svg),
    or a folder of such badges. The same row again is no new award.

    With a row refused the exit code is 1, and nothing is written unless --skip-refused is given.
    """
    from testamur.commands.importing import NotChecked, Request, import_file
    from testamur.content.importing.days import Order

    found = import_file(
        project,
        Request(
            file,
            credential=credential,
            preset=preset,
            maps=maps,
            badges=badges,
            into=into,
            pass_mark=pass_mark,
            result=result,
            dates=Order(dates) if dates else None,
            encoding=encoding,
            awarded=_day(awarded) if awarded else None,
            again=again,
            people=people,
            documents=documents,
            skip_refused=skip_refused,
            dry_run=dry_run,
        ),
    )
    if isinstance(found, NotChecked):
        refuse(found.problems)
    if as_json:
        reports.print_json(_imported_as_json(found))
    else:
        _print_imported(found)
    sys.exit(_code(found))


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


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise click.UsageError(f"--awarded {text} is not a day, such as 2025-05-14") from None


def _code(found: Imported) -> Exit:
    from testamur.content.importing.outcome import Word

    if found.problems:
        return exit_code(found.problems)
    return Exit.REFUSED if found.count[Word.REFUSED] else Exit.DONE


def _print_imported(found: Imported) -> None:
    from testamur.content.importing.outcome import Word

    click.echo(f"read as: {found.how}")
    width = max((len(each.row) for each in found.outcomes), default=0)
    for each in found.outcomes:
        row = f"row {each.row}" if each.row.isdigit() else reports.escaped(each.row)
        why = f": {reports.escaped(each.why)}" if each.why else ""
        click.echo(f"{row:<{width + 4}}  {each.word:<13}  {reports.escaped(each.who)}{why}")
        if each.hint:
            click.echo(f"{'':{width + 4}}  = hint: {reports.escaped(each.hint)}")
    click.echo(_summary(found))
    if found.not_read:
        click.echo(f"columns not read: {reports.escaped(', '.join(found.not_read))}")
    for note in found.notes:
        click.echo(f"note: {reports.escaped(note)}")
    if found.problems:
        click.echo(reports.as_text(found.problems, colour=colour()), nl=False)
        click.echo("nothing was written")
    elif found.count[Word.REFUSED] and found.changed is None:
        click.echo("nothing was written: mend the rows that are refused, or give --skip-refused")
    elif found.changed is None:
        click.echo("nothing to write")
    else:
        _print_changed(found.changed, is_written=found.is_written)


def _print_changed(changed: Changed, *, is_written: bool) -> None:
    for line in changed.account:
        click.echo(reports.escaped(line))
    if changed.problems:
        click.echo(reports.as_text(changed.problems, colour=colour()), nl=False)
    if is_written:
        click.echo("look over what was written; then `testamur check` and `testamur issue`")
    else:
        click.echo("nothing was written: this was a dry run")


def _summary(found: Imported) -> str:
    from testamur.content.importing.outcome import Word

    parts = [f"{found.count[word]:,} {word}" for word in Word if found.count[word]]
    return f"{count(len(found.outcomes), 'row')}: {', '.join(parts) or 'none'}"


def _imported_as_json(found: Imported) -> JsonValue:
    from testamur.content.importing.outcome import Word

    return {
        "read_as": found.how,
        "rows": [
            {
                "row": each.row,
                "outcome": each.word.value.replace(" ", "-"),
                "who": each.who,
                "why": each.why or None,
                "hint": each.hint,
            }
            for each in found.outcomes
        ],
        "counts": {word.value.replace(" ", "-"): found.count[word] for word in Word},
        "not_read": list(found.not_read),
        "notes": list(found.notes),
        "written": [each.path for each in found.changed.files]
        if found.changed and found.is_written
        else [],
        "problems": reports.problems_as_json(found.problems),
    }


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

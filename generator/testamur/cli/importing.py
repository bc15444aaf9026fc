"""`testamur import`: its options, and what becomes of each row."""

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
    from testamur.crypto.strict_json import JsonValue

_PRESETS = (
    *("credly", "accredible", "badgr", "moodle-grades", "moodle-completion", "moodle-badges"),
    *("exam", "testamur", "table"),
)
_ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-15", "mac-roman")
_FILE = click.Path(exists=True, path_type=Path)


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
@click.option("--seal", is_flag=True, help="Name the recipients in boxes alone (docs/sealed.md).")
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
    seal: bool,
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
            seal=seal,
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

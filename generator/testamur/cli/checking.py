"""`testamur check` on the command line: for people, programs, and pull requests."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.voice import colour
from testamur.commands.project import Project
from testamur.problems import exit_code

if TYPE_CHECKING:
    from testamur.commands.check import Checked
    from testamur.commands.comparing import Comparison
    from testamur.problems import Problem

_FORMATS = click.Choice(["text", "json", "github", "markdown"])


@click.command()
@click.option(
    "--against",
    metavar="REVISION",
    help="Say what changes against this revision of Git; the register must extend that one's.",
)
@click.option(
    "--published",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The register must extend the one of this built site.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--format",
    "form",
    type=_FORMATS,
    default="text",
    show_default=True,
    help="For whom it is told.",
)
@click.option(
    "--summary",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append a summary in Markdown to this file, as $GITHUB_STEP_SUMMARY.",
)
@click.option(
    "--people",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder outside the repository with people.csv or people.yaml.",
)
@click.pass_obj
def check(
    project: Project,
    people: Path | None,
    against: str | None,
    published: Path | None,
    as_json: bool,
    form: str,
    summary: Path | None,
) -> None:
    """Report every problem of the content, and what issuing would do. Needs no key."""
    from testamur.cli.summary import summary as in_markdown
    from testamur.commands.check import check as run
    from testamur.commands.comparing import compared

    project = replace(project, people=people)
    checked = run(project, against=against, published_site=published)
    found = None if against is None else compared(project, checked, against)
    problems = (*checked.problems, *(found.notices if found else ()))
    if as_json or form == "json":
        _print_json(checked, problems, found)
    elif form == "github":
        _print_annotations(checked, problems, found)
    elif form == "markdown":
        click.echo(in_markdown(checked, problems, found, project.environ), nl=False)
    else:
        _print_text(checked, problems, found)
    if summary is not None:
        _append(summary, in_markdown(checked, problems, found, project.environ))
    sys.exit(exit_code(problems))


def _print_json(checked: Checked, problems: tuple[Problem, ...], found: Comparison | None) -> None:
    from testamur.cli.comparison import as_json
    from testamur.cli.plan import plan_as_json
    from testamur.commands.privacy import privacy_of

    report.print_json(
        {
            "problems": report.problems_as_json(problems),
            "plan": None if checked.plan is None else plan_as_json(checked.plan),
            **({"against": as_json(found)} if found else {}),
            **({"privacy": privacy_of(checked.catalog).as_json()} if checked.catalog else {}),
        }
    )


def _print_annotations(
    checked: Checked, problems: tuple[Problem, ...], found: Comparison | None
) -> None:
    from testamur.cli.comparison import pending, sentence
    from testamur.cli.github import as_annotations
    from testamur.cli.plan import plan_in_a_line

    says = []
    if found:
        says = [f"against {found.revision}: {sentence(found, str)}", pending(found, str)]
    if checked.plan is not None:
        says.append(f"issuing would make: {plan_in_a_line(checked.plan)}")
    first = found.paths if found else ()
    click.echo(as_annotations(problems, [*filter(None, says)], first=first), nl=False)


def _print_text(checked: Checked, problems: tuple[Problem, ...], found: Comparison | None) -> None:
    from testamur.cli.comparison import details, pending, sentence, untold
    from testamur.cli.plan import plan_as_text
    from testamur.commands.privacy import privacy_of

    click.echo(report.as_text(problems, colour=colour()), nl=False)
    if found:
        click.echo(f"against {report.escaped(found.revision)}: {sentence(found, report.escaped)}")
        for subject, what in details(found, report.escaped):
            click.echo(f"  {report.escaped(subject)}: {what}")
        if left := untold(found):
            click.echo(f"  {left:,} more: --format json lists all")
        if more := pending(found, report.escaped):
            click.echo(more)
    if checked.plan is not None:
        click.echo(plan_as_text(checked.plan), nl=False)
    # While something cannot be read, a count of what can be read would promise too much.
    if checked.catalog is None or checked.plan is None:
        return
    privacy = privacy_of(checked.catalog)
    if privacy.hides:
        click.echo("\n".join(["privacy:", *(f"  {each}" for each in privacy.sentences)]))
    else:
        click.echo(f"privacy: {privacy.in_a_line}")


def _append(path: Path, text: str) -> None:
    """Other commands of the same step write there too."""
    from testamur.problems import WorldError

    try:
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)
    except OSError as error:
        raise WorldError(f"{path} cannot be written: {error.strerror}") from error

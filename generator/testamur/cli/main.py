"""
The command line: options, exit codes, and the one place that reads the clock.

What a command needs is imported when it runs: `testamur --help` answers at once, and the process
that signs loads nothing that parses authors' text.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testamur import __version__
from testamur.cli import report
from testamur.cli.awarding import award, new
from testamur.cli.checking import check
from testamur.cli.doctoring import doctor
from testamur.cli.endorsing import endorse
from testamur.cli.importing import import_awards
from testamur.cli.init import init, schema
from testamur.cli.issuing import issue, prepare, refresh, sign
from testamur.cli.keys import keys
from testamur.cli.listing import list_awards, show
from testamur.cli.lives import correct, forget, reinstate, renew, revoke, suspend
from testamur.cli.pictures import bake, unbake
from testamur.cli.registers import register
from testamur.cli.reporting import report_awards
from testamur.cli.requests import request
from testamur.cli.sealing import seal
from testamur.cli.serving import serve
from testamur.cli.shells import completion, hook
from testamur.cli.themes import theme
from testamur.cli.voice import ask_secret, colour, complain, count, refuse
from testamur.commands.project import Project
from testamur.problems import Exit, TestamurError, WorldError, errors, exit_code

if TYPE_CHECKING:
    from testamur.verify.site import SiteReport


def main() -> None:
    """Run the command; every failure ends in one of the exit codes of the README."""
    try:
        commands(prog_name="testamur")
    except TestamurError as error:
        complain(error)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="testamur")
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    show_default="the current folder",
    help="The repository.",
)
@click.pass_context
def commands(context: click.Context, root: Path) -> None:
    """Turn a Git repository of awards into a static site of verifiable credentials."""
    # Tests hand in a project of their own, with another clock.
    context.obj = context.obj or Project(
        root=root,
        now=_now(),
        clock=_now,
        draw=os.urandom,
        environ=os.environ,
        ask_secret=ask_secret if sys.stdin.isatty() else None,
    )


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - here, and nowhere else


@commands.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes.  [default: site/ in the repository]",
)
@click.option("--explain", is_flag=True, help="Say of every file what happened to it and why.")
@click.option("--check-all", is_flag=True, help="Verify every document, not only the new ones.")
@click.option(
    "--preview",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Build no site: write one HTML file with all that issuing would change.",
)
@click.option(
    "--against",
    metavar="REVISION",
    help="With --preview: only what differs from this revision of Git.",
)
@click.pass_obj
def build(
    project: Project,
    output: Path | None,
    explain: bool,
    check_all: bool,
    preview: Path | None,
    against: str | None,
) -> None:
    """
    Build the site from what was issued. Needs no key, no clock and no network.

    With --preview it shows what is not issued yet instead, in a file that asks for nothing else.
    """
    if preview is not None:
        if output is not None or explain or check_all:
            raise click.UsageError("--preview goes with --against alone: it builds no site")
        _write_preview(project, preview, against)
        return
    if against is not None:
        raise click.UsageError("--against goes with --preview")
    from testamur.commands.build import OUTPUT, Built
    from testamur.commands.build import build as run

    built = run(project, output or project.root / OUTPUT, check_all=check_all)
    if not isinstance(built, Built):
        refuse(built)
    if built.warnings:
        click.echo(report.as_text(built.warnings, colour=colour()), nl=False)
    if explain:
        for step in built.steps:
            click.echo(f"{step.action:<7} {report.escaped(step.path):<60} {step.reason}")
    written = sum(step.action == "write" for step in built.steps)
    deleted = sum(step.action == "delete" for step in built.steps)
    kept = len(built.steps) - written - deleted
    click.echo(
        f"built {built.output}: {count(built.awards, 'award')}; {count(written, 'file')} "
        f"written, {kept} kept, {deleted} deleted; "
        f"{count(len(built.report.verdicts), 'new document')} verified"
    )


@commands.command()
@click.argument("what")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the issuer's keys, lists and register from this built site; fetch nothing.",
)
@click.option(
    "--documents",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take what its issuer publishes from this folder, by host and path; fetch nothing.",
)
@click.option("--online", is_flag=True, help="Ask the issuer's site about a learner's bundle.")
@click.option("--email", help="Was it issued to this address? It is hashed here, never sent.")
@click.option("--name", help="Was it issued to this name?")
@click.option("--json", "as_json", is_flag=True, help="The verdict for machines.")
@click.pass_obj
def verify(
    project: Project,
    what: str,
    site: Path | None,
    documents: Path | None,
    online: bool,
    email: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    """
    Judge WHAT as a stranger would: a credential's file or address, or the folder of a site.

    It reads Open Badges 3.0 (badges, endorsements, learner records; as JSON or JWT) and 2.0, of any
    issuer, alone or inside a badge's picture (PNG, SVG); only what is signed counts.

    A learner's bundle (zip) brings its issuer's keys along, which anybody could have made: it can be
    valid only if --online, --site or --documents tells whose keys they are. With no more than the
    keys in --documents, "valid" means as of the day on which it was signed.

    Exit codes: 0 valid, 1 altered, 10 expired, 11 not yet valid, 12 revoked, 13 suspended,
    14 superseded, 15 issued by somebody else (with --site), 16 could not be checked.
    """
    from testamur.commands.verify import verify as run
    from testamur.verify.bundle_report import BundleReport
    from testamur.verify.verdict import Verdict

    if Path(what).is_dir() and (email is not None or name is not None):
        raise click.UsageError(
            "--email and --name are asked of one credential, not of a whole site"
        )
    result = run(
        project, what, site=site, documents=documents, email=email, name=name, online=online
    )
    if isinstance(result, BundleReport):
        if as_json:
            report.print_json(result.as_json())
        else:
            click.echo(report.bundle_as_text(result, colour=colour()), nl=False)
        sys.exit(result.word.exit_code)
    if isinstance(result, Verdict):
        if as_json:
            report.print_json(result.as_json())
        else:
            click.echo(report.verdict_as_text(result, colour=colour()), nl=False)
        sys.exit(result.word.exit_code)
    _print_site(result, as_json=as_json)
    sys.exit(Exit.DONE if result.ok else Exit.REFUSED)


def _write_preview(project: Project, file: Path, against: str | None) -> None:
    from testamur.cli.preview import as_html
    from testamur.commands.preview import preview

    found = preview(project, against)
    data = as_html(found)
    try:
        file.write_bytes(data)
    except OSError as error:
        raise WorldError(f"{file} cannot be written: {error.strerror}") from error
    problems = found.checked.problems
    if problems:
        click.echo(report.as_text(problems, colour=colour()), nl=False)
    told = "what has to be mended first" if errors(problems) else "nothing waits to be issued"
    if found.shown:
        told = count(len(found.shown), "change") + ", none of them issued"
    click.echo(f"wrote {file}: {told}")
    sys.exit(exit_code(problems))


def _print_site(result: SiteReport, *, as_json: bool) -> None:
    if as_json:
        report.print_json(result.as_json())
        return
    click.echo(report.site_as_text(result), nl=False)


for command in (
    init,
    new,
    award,
    revoke,
    suspend,
    reinstate,
    correct,
    renew,
    list_awards,
    show,
    check,
    import_awards,
    report_awards,
    issue,
    refresh,
    prepare,
    sign,
    register,
    request,
    keys,
    forget,
    bake,
    unbake,
    endorse,
    theme,
    schema,
    completion,
    hook,
    doctor,
    serve,
    seal,
):
    commands.add_command(command)

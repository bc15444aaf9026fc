"""
The command line: options, exit codes, and the one place that reads the clock.

What a command needs is imported when it runs: `testamur --help` answers at once, and the process
that signs loads nothing that parses authors' text.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from testamur import __version__
from testamur.cli import report
from testamur.commands.project import AWARD_KEY, REGISTER_KEY, Project
from testamur.problems import Exit, Problem, TestamurError, exit_code

if TYPE_CHECKING:
    from testamur.verify.site import SiteReport

Command = TypeVar("Command", bound=Callable[..., object])

_FORMATS = click.Choice(["text", "json", "github"])


def main() -> None:
    """Run the command; every failure ends in one of the exit codes of the README."""
    try:
        commands(prog_name="testamur")
    except TestamurError as error:
        _complain(error)


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
        now=datetime.now(UTC),  # noqa: TID251 - here, and nowhere else
        draw=os.urandom,
        environ=os.environ,
    )


@commands.command()
@click.option("--against", metavar="REVISION", help="The register must extend this revision's.")
@click.option(
    "--published",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The register must extend the one of this built site.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--format", "form", type=_FORMATS, default="text", show_default=True)
@click.pass_obj
def check(
    project: Project, against: str | None, published: Path | None, as_json: bool, form: str
) -> None:
    """Report every problem of the content, and what issuing would do. Needs no key."""
    from testamur.cli.plan import plan_as_json, plan_as_text, plan_in_a_line
    from testamur.commands.check import check as run

    checked = run(project, against=against, published_site=published)
    code = exit_code(checked.problems)
    if as_json or form == "json":
        report.print_json(
            {
                "problems": report.problems_as_json(checked.problems),
                "plan": None if checked.plan is None else plan_as_json(checked.plan),
            }
        )
    elif form == "github":
        click.echo(report.as_github(checked.problems), nl=False)
        if checked.plan is not None:
            click.echo(
                f"::notice title=testamur::issuing would make: {plan_in_a_line(checked.plan)}"
            )
    else:
        click.echo(report.as_text(checked.problems, colour=_colour()), nl=False)
        if checked.plan is not None:
            click.echo(plan_as_text(checked.plan), nl=False)
    sys.exit(code)


@commands.command()
@click.option("--first", is_flag=True, help="Begin the register. Only ever once.")
@click.option("--award-key", metavar="URI", default=AWARD_KEY, show_default=True)
@click.option("--register-key", metavar="URI", default=REGISTER_KEY, show_default=True)
@click.pass_obj
def issue(project: Project, first: bool, award_key: str, register_key: str) -> None:
    """Sign what is new in the content into the register: prepare and sign, in two processes."""
    from testamur.commands.issue import issue as run

    sys.exit(run(project, award_key=award_key, register_key=register_key, first=first))


@commands.command()
@click.option("--register-key", metavar="URI", default=REGISTER_KEY, show_default=True)
@click.pass_obj
def refresh(project: Project, register_key: str) -> None:
    """Sign the status lists again, so that they stay fresh; completes an interrupted issuing."""
    from testamur.commands.issue import issue as run

    sys.exit(run(project, award_key=AWARD_KEY, register_key=register_key, only_refresh=True))


@commands.command()
@click.option("--first", is_flag=True, help="For a site that has never issued anything.")
@click.option("--refresh", "only_refresh", is_flag=True, help="Draft nothing new.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Where to write the drafts.",
)
@click.pass_obj
def prepare(project: Project, first: bool, only_refresh: bool, output: Path) -> None:
    """First half of issuing: content and chance to drafts. Holds no key."""
    from testamur.cli.plan import plan_in_a_line
    from testamur.commands.prepare import prepare as run
    from testamur.issue.drafts import encode
    from testamur.publish.durable import replace_durably

    drafts, checked = run(project, first=first, only_refresh=only_refresh)
    if drafts is None:
        click.echo(report.as_text(checked.problems, colour=_colour()), nl=False)
        sys.exit(exit_code(checked.problems))
    replace_durably(output, encode(drafts))
    what = "status lists only" if only_refresh else plan_in_a_line(checked.plan)
    click.echo(f"prepared: {what}")


@commands.command()
@click.option("--first", is_flag=True, help="Begin the register.")
@click.option("--award-key", metavar="URI", default=AWARD_KEY, show_default=True)
@click.option("--register-key", metavar="URI", default=REGISTER_KEY, show_default=True)
@click.argument("drafts", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def sign(project: Project, first: bool, award_key: str, register_key: str, drafts: Path) -> None:
    """Second half of issuing: sign DRAFTS into the register. Parses nothing authors wrote."""
    from testamur.commands.sign import sign as run
    from testamur.issue.drafts import decode

    signed = run(
        project,
        decode(drafts.read_bytes()),
        award_key=award_key,
        register_key=register_key,
        first=first,
    )
    if isinstance(signed, tuple):
        _refuse(signed)
    before, after = signed.before, signed.after
    new = len(after.documents) - len(before.documents)
    click.echo(
        f"signed: {_count(new, 'credential')}, {_count(len(after.status_lists), 'status list')}; "
        f"the register has {_count(after.size, 'entry', 'entries')} "
        f"({after.size - before.size} new)"
    )


@commands.command()
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes.  [default: site/ in the repository]",
)
@click.option("--explain", is_flag=True, help="Say of every file what happened to it and why.")
@click.option("--check-all", is_flag=True, help="Verify every document, not only the new ones.")
@click.pass_obj
def build(project: Project, output: Path | None, explain: bool, check_all: bool) -> None:
    """Build the site from what was issued. Needs no key, no clock and no network."""
    from testamur.commands.build import OUTPUT, Built
    from testamur.commands.build import build as run

    built = run(project, output or project.root / OUTPUT, check_all=check_all)
    if not isinstance(built, Built):
        _refuse(built)
    if explain:
        for step in built.steps:
            click.echo(f"{step.action:<7} {report.escaped(step.path):<60} {step.reason}")
    written = sum(step.action == "write" for step in built.steps)
    deleted = sum(step.action == "delete" for step in built.steps)
    kept = len(built.steps) - written - deleted
    click.echo(
        f"built {built.output}: {_count(built.awards, 'award')}; {_count(written, 'file')} "
        f"written, {kept} kept, {deleted} deleted; "
        f"{_count(len(built.report.verdicts), 'new document')} verified"
    )


@commands.command()
@click.argument("what")
@click.option(
    "--site",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the issuer's keys, lists and register from this built site; fetch nothing.",
)
@click.option("--email", help="Was it issued to this address? It is hashed here, never sent.")
@click.option("--name", help="Was it issued to this name?")
@click.option("--json", "as_json", is_flag=True, help="The verdict for machines.")
@click.pass_obj
def verify(
    project: Project,
    what: str,
    site: Path | None,
    email: str | None,
    name: str | None,
    as_json: bool,
) -> None:
    """
    Judge WHAT as a stranger would: a credential's file or address, or the folder of a site.

    A credential may stand inside a badge's picture (PNG, SVG); only its signed data counts.

    Exit codes: 0 valid, 1 altered, 10 expired, 11 not yet valid, 12 revoked, 13 suspended,
    14 superseded, 15 issued by somebody else (with --site), 16 could not be checked.
    """
    from testamur.commands.verify import verify as run
    from testamur.verify.verdict import Verdict

    result = run(project, what, site=site, email=email, name=name)
    if isinstance(result, Verdict):
        if as_json:
            report.print_json(result.as_json())
        else:
            click.echo(report.verdict_as_text(result, colour=_colour()), nl=False)
        sys.exit(result.word.exit_code)
    _print_site(result, as_json=as_json)
    sys.exit(Exit.DONE if result.ok else Exit.REFUSED)


@commands.command()
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
    Put CREDENTIAL (a signed Open Badges 3.0 file) into PICTURE, a PNG or SVG.

    Pixels and drawing stay as they are; a credential that was in the picture is replaced.
    """
    from testamur.commands.bake import bake as run

    for line in run(credential, picture, output):
        click.echo(report.escaped(line))


@commands.command()
@click.argument("picture", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the credential, byte for byte; without it, it is printed.",
)
def unbake(picture: Path, output: Path | None) -> None:
    """Take the credential out of PICTURE, a baked PNG or SVG. It is not verified."""
    from testamur.commands.bake import unbake as run

    taken = run(picture, output)
    for note in taken.notes:
        click.echo(report.escaped(note), err=True)
    if output is not None:
        click.echo(f"{report.escaped(str(output))}: {taken.edition}, not verified")
    elif taken.value is not None:
        report.print_json(taken.value)
    else:
        click.echo(report.escaped(taken.text))


@commands.command("list")
@click.argument("words", nargs=-1)
@click.pass_obj
def list_awards(project: Project, words: tuple[str, ...]) -> None:
    """Every award with its number, state and address; with WORDS, those that have them all."""
    from testamur.commands.listing import awards

    for each in awards(project, words):
        click.echo(
            f"no. {each.number:<6,} {each.state:<10} {report.escaped(each.recipient)}: "
            f"{report.escaped(each.credential)}\n    {each.address}"
        )


@commands.group()
def keys() -> None:
    """Signing keys."""


@keys.command("new")
@click.option(
    "--role",
    "role_name",
    type=click.Choice(["award", "register", "both"]),
    default="both",
    show_default=True,
)
@click.option(
    "--private",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder outside the repository for the private parts; without it they are shown once.",
)
@click.pass_obj
def keys_new(project: Project, role_name: str, private: Path | None) -> None:
    """Make keys: the public parts go into keys/, the private parts never into the repository."""
    from testamur.commands.keys import new_keys
    from testamur.register.entries import Role

    roles = [Role.AWARD, Role.REGISTER] if role_name == "both" else [Role(role_name)]
    made = new_keys(project, roles, private)
    for each in made:
        click.echo(f"{each.public_file}: public part, to be committed")
        if each.private_file:
            click.echo(f"{each.private_file}: private part; keep a copy where you keep deeds")
    shown = [each for each in made if each.secret]
    if shown:
        click.echo(
            "\nThe private parts, shown this once. Put each into your secret store, and a copy\n"
            "where you keep deeds; whoever has them can issue in your name.\n"
        )
        for each in shown:
            click.echo(f"TESTAMUR_{each.announced.role.upper()}_KEY={each.secret}")


@commands.command()
@click.argument("award")
@click.pass_obj
def forget(project: Project, award: str) -> None:
    """Ask for AWARD (the id in its page's address) to be erased at the next issuing."""
    from testamur.commands.forget import forget as run

    for line in run(project, award):
        click.echo(line)


def _print_site(result: SiteReport, *, as_json: bool) -> None:
    if as_json:
        report.print_json(result.as_json())
        return
    click.echo(report.site_as_text(result), nl=False)


def _refuse(problems: Iterable[Problem]) -> NoReturn:
    found = tuple(problems)
    click.echo(report.as_text(found, colour=_colour()), nl=False)
    sys.exit(exit_code(found))


def _complain(error: TestamurError) -> NoReturn:
    click.echo(f"error: {report.escaped(str(error))}", err=True)
    if error.hint:
        click.echo(f"  = hint: {report.escaped(error.hint)}", err=True)
    sys.exit(error.exit)


def _colour() -> bool:
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _count(number: int, one: str, many: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"

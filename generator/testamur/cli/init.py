"""`testamur init` and `testamur schema`: how a repository begins, and what editors are told."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from testamur.cli import report
from testamur.cli.voice import count, new_passphrase
from testamur.commands.project import Project

if TYPE_CHECKING:
    from testamur.commands.init import Begun

_SHOWN = 12
_T = TypeVar("_T")


@click.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The issuer's name.")
@click.option(
    "--base-url", metavar="URL", help="Where the site will be; every credential names it, for ever."
)
@click.option("--website", metavar="URL", help="The issuer's own website.")
@click.option("--email", help="Where readers can ask.")
@click.option("--colour", metavar="#RRGGBB", help="One colour of the issuer's.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    metavar="TAG",
    help="Language of the site; once more for each further one.  [default: en]",
)
@click.option("--owner", metavar="@NAME", help="Who must agree to changes, on GitHub.")
@click.option(
    "--private",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the private keys, outside the repository.  "
    "[default: testamur-keys in your home folder]",
)
@click.option("--seal", is_flag=True, help="Seal the private keys with a passphrase.")
@click.option(
    "--no-workflows",
    is_flag=True,
    help="Write nothing for GitHub Actions, and keep the register among the content.",
)
@click.pass_obj
def init(
    project: Project,
    folder: Path | None,
    name: str | None,
    base_url: str | None,
    website: str | None,
    email: str | None,
    colour: str | None,
    languages: tuple[str, ...],
    owner: str | None,
    private: Path | None,
    seal: bool,
    no_workflows: bool,
) -> None:
    """
    Begin a repository: content, keys, workflows, settings for editors.

    In FOLDER, or here. Asks at a terminal for what no option says. What is there already stays as
    it is, so that it can be run again.
    """
    from testamur.commands.init import answers, guess, places
    from testamur.commands.init import init as run

    if folder is not None:
        project = replace(project, root=folder)
    guessed = guess(project)
    asks = sys.stdin.isatty()
    given = answers(
        name=_asked("--name", "Name of the issuer", name, guessed.name, asks=asks),
        base_url=_asked(
            "--base-url", "Address of the site, for ever", base_url, guessed.base_url, asks=asks
        ),
        website=website,
        languages=languages or _languages(asks=asks),
        email=email or _optional("--email", "E-mail address where readers can ask", asks=asks),
        colour=colour or _optional("--colour", "Colour, such as #5b2a5e", asks=asks),
        owner=owner or guessed.owner,
        on_branches=not no_workflows,
    )
    passphrase = new_passphrase(project) if seal else None
    begun = run(project, given, places(project, given, private), passphrase)
    _print(begun, folder)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write every schema into this folder; in a repository that is .schemas/.",
)
def schema(name: str | None, output: Path | None) -> None:
    """
    The JSON Schema of a kind of content file, for editors; without NAME, which kinds there are.

    Kinds are site, credential, translation, award, pathway, learner, forgotten,
    imports.
    """
    from testamur.commands.schemas import printed, write

    if output is not None:
        for path in write(output):
            click.echo(path)
    elif name is None:
        from testamur.content.schemas import NAMES

        click.echo("\n".join(NAMES))
    else:
        sys.stdout.write(printed(name))


def _asked(
    option: str, question: str, given: str | None, guessed: str | None, *, asks: bool
) -> str:
    if given is not None:
        return given
    if not asks:
        raise click.UsageError(f"{option} is missing, and there is nobody to ask")
    return _prompt(question, guessed, lambda text: _checked(option, text))


def _languages(*, asks: bool) -> tuple[str, ...]:
    if not asks:
        return ("en",)
    return _prompt(
        "Languages, the site's first",
        "en",
        lambda text: tuple(_checked("--language", each) for each in text.replace(",", " ").split()),
    )


def _optional(option: str, question: str, *, asks: bool) -> str | None:
    if not asks:
        return None
    return _prompt(
        f"{question} (may stay empty)",
        "",
        lambda text: _checked(option, text.strip()) if text.strip() else None,
    )


def _prompt(question: str, default: str | None, read: Callable[[str], _T]) -> _T:
    """Ask until the answer is one that the content would take."""
    answer: _T = click.prompt(
        question, default=default, show_default=bool(default), value_proc=read, err=True
    )
    return answer


def _checked(option: str, text: str) -> str:
    from testamur.commands.init import InitError, answer

    try:
        return answer(option, text)
    except InitError as error:
        said = str(error).removeprefix(f"{option} ")
        raise click.UsageError(f"it {said}" + (f"; {error.hint}" if error.hint else "")) from None


def _print(begun: Begun, folder: Path | None) -> None:
    for path in begun.written[:_SHOWN]:
        click.echo(f"  wrote  {path}")
    if len(begun.written) > _SHOWN:
        click.echo(f"  wrote  {count(len(begun.written) - _SHOWN, 'further file')}")
    for path in begun.kept:
        click.echo(f"  kept   {path}: it was there already")
    for key in begun.keys:
        click.echo(f"  made   {key.public_file.name}: its private part is {key.private_file}")
    if begun.keys:
        click.echo("\nKeep a copy of the private keys where neither fire nor a thief finds both.")
    if not begun.in_git:
        click.echo("\nThis folder is not in Git yet: `git init` there, so that nothing gets lost.")
    click.echo("\nNext:\n")
    if folder is not None:
        click.echo(f"  cd {report.escaped(shlex.quote(str(folder)))}")
    for line in begun.next:
        click.echo(f"  {line}")

"""
`testamur request` on the command line: an issue's text in, a pull request's words out.

What is printed is posted where everybody reads it. It names nobody, and whatever it quotes of the
issue does nothing there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.markdown import code, prose
from testamur.commands.project import Project
from testamur.problems import Exit, TestamurError, WorldError, errors

if TYPE_CHECKING:
    from testamur.commands.requesting import Declined, Proposal

_KINDS = ("award", "revoke", "correct", "removal")
_LOGIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})(?:\[bot\])?")
_PROBLEMS_MAX = 20

_TITLES = {
    "award": "Award {credential}",
    "revoke": "Revoke award no. {number:,}",
    "correct": "Correct the name in award no. {number:,}",
    "removal": "Forget award no. {number:,}",
}
_TO_DO = {
    "award": "whoever it names has earned it, and agreed to what is shown of their name",
    "revoke": "whoever asked may decide that, and the reason may be published as it is",
    "correct": "the recipient goes by this name, and the reason may be published as it is",
    "removal": "the request comes from the person whom the award names",
}
_LATER = {
    "removal": (
        "Once this is merged, the next issuing erases the award from the register and its page "
        "becomes a short notice. What Git remembers, and others copied, stays: see the "
        "documentation on privacy."
    ),
}


@click.command()
@click.option(
    "--form",
    "kind",
    type=click.Choice(_KINDS),
    help="Which form it is.  [default: the one whose first question the text begins with]",
)
@click.option(
    "--body",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    help="The text of the issue.",
)
@click.option("--number", type=click.IntRange(1, 2**31), help="The number of the issue.")
@click.option("--author", help="Who opened it, for the words of the pull request.")
@click.option("--json", "as_json", is_flag=True, help="The words for machines.")
@click.pass_obj
def request(
    project: Project,
    kind: str | None,
    body: Path,
    number: int | None,
    author: str | None,
    as_json: bool,
) -> None:
    """
    Write what somebody asked for in an issue form into the content, for a pull request.

    Prints the title and the text of the pull request, or, with exit code 1, a comment that says
    why the request cannot be taken in; then nothing was written.
    """
    from testamur.commands.requesting import Declined
    from testamur.commands.requesting import request as run
    from testamur.content.requests import RequestKind, RequestRefusedError, kind_of

    data = _read(body)
    try:
        meant = RequestKind(kind) if kind else kind_of(data)
        answer = run(project, meant, data, number)
    except RequestRefusedError as error:
        answer = Declined(str(error))
    except TestamurError as error:
        # Its words may name somebody; they go to the log alone.
        click.echo(f"error: {report.escaped(str(error))}", err=True)
        if error.exit is not Exit.REFUSED:
            raise
        answer = Declined("This cannot be written by a program: a person has to do it.")
    if isinstance(answer, Declined):
        _print({"outcome": "declined", "comment": comment(answer)}, as_json=as_json)
        sys.exit(Exit.REFUSED)
    words = {
        "outcome": "proposed",
        "title": title(answer, number),
        "body": text(answer, number, author),
        "branch": f"request/{f'issue-{number}' if number else answer.kind}",
    }
    _print(words, as_json=as_json)


def title(proposal: Proposal, number: int | None) -> str:
    """Of the pull request; no word of it is anybody's but ours."""
    words = _TITLES[proposal.kind]
    asked = f" (request #{number})" if number else ""
    return words.format(credential=proposal.credential, number=proposal.number) + asked


def text(proposal: Proposal, number: int | None, author: str | None) -> str:
    """Of the pull request, as Markdown."""
    return "\n\n".join(_paragraphs(proposal, number, author)) + "\n"


def comment(declined: Declined) -> str:
    """For whoever asked, as Markdown."""
    lines = [f"This request cannot be taken in. {prose(declined.sentence)}"]
    found = errors(declined.problems)
    lines += [
        f"* {prose(each.detail)}{f' ({prose(each.hint)})' if each.hint else ''}"
        for each in found[:_PROBLEMS_MAX]
    ]
    lines.append(
        "Mend it in the text above, and ask a maintainer to take the label `approved` off and put "
        "it on again."
    )
    return "\n\n".join(lines) + "\n"


def _paragraphs(proposal: Proposal, number: int | None, author: str | None) -> Iterator[str]:
    # Who asks to be removed is not to be named in the request that removes them.
    is_named = author and _LOGIN.fullmatch(author) and proposal.kind != "removal"
    by = f" by {code(author)}" if is_named and author else ""
    if number:
        yield f"Asked for in #{number}{by}."
    files = ", ".join(code(file) for file in dict.fromkeys(proposal.files))
    yield f"Files: {files}."
    yield f"- [ ] Before you merge: {_TO_DO[proposal.kind]}."
    if proposal.problems:
        yield "\n".join(f"* {prose(each.detail)}" for each in proposal.problems[:_PROBLEMS_MAX])
    if proposal.kind in _LATER:
        yield _LATER[proposal.kind]
    if number:
        yield f"Closes #{number}."


def _print(words: dict[str, str], *, as_json: bool) -> None:
    if as_json:
        report.print_json({**words})
        return
    for name in ("title", "body", "comment"):
        if name in words:
            # Markdown of ours, in which nothing of others is left that acts.
            click.echo(words[name])


def _read(body: Path) -> bytes:
    from testamur.content.requests import BODY_MAX

    try:
        with body.open("rb") as file:
            return file.read(BODY_MAX + 1)
    except OSError as error:
        raise WorldError(f"{body} cannot be read: {error.strerror}") from error

"""`testamur serve`: look at the site while it is written."""

from __future__ import annotations

import sys
import webbrowser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from testamur.cli import report
from testamur.cli.voice import colour, count, refuse
from testamur.commands.project import Project
from testamur.problems import WorldError, errors

if TYPE_CHECKING:
    from testamur.commands.serving.workshop import Shown


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen at; 0 takes one that is free.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen at. Another than this one lets others on the network read drafts.",
)
@click.option("--open", "opens", is_flag=True, help="Open it in the browser.")
@click.option("--poll", is_flag=True, help="Look at files in turn: for network and shared folders.")
@click.pass_obj
def serve(project: Project, port: int, host: str, opens: bool, poll: bool) -> None:
    """
    Show the site on this machine, and make it again whenever a file is saved.

    What is not issued yet is shown too, marked as a draft. Nothing is written into site/, and no
    key is needed. Ends with Ctrl-C.
    """
    from testamur.commands.serving.watching import watched
    from testamur.commands.serving.web import Server
    from testamur.commands.serving.workshop import Workshop
    from testamur.content.load import load_site
    from testamur.content.rules import NO_CONTENT

    site, problems = load_site(project.root)
    if any(problem.rule is NO_CONTENT for problem in problems):
        refuse(problems)
    base = f"{urlsplit(site.base_url).path}/" if site else "/"
    workshop = Workshop(project)
    try:
        server = Server(host, port, workshop, base=base, described=described)
    except (OSError, ValueError) as error:
        raise WorldError(
            f"port {port} of {host} cannot be had: {error}", "choose another one with --port"
        ) from error

    def look() -> None:
        _say(workshop.rebuild())

    look()
    more = (site.register, site.handbook) if site else ()
    names = ["content", "themes", "keys", *filter(None, more)]
    folders = [project.root / name for name in names]
    with server, watched(project.root, folders, look, poll=poll):
        click.echo(f"serving {server.address} (Ctrl-C ends it)")
        if opens:
            webbrowser.open(server.address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("ended")


def described(shown: Shown) -> dict[str, object]:
    """A state for the pages that are open; `mistakes` are what a terminal would print."""
    wrong = errors(shown.problems)
    return {
        "number": shown.number,
        "pages": shown.pages,
        "failure": shown.failure,
        "drafts": len(shown.awards),
        "problems": report.problems_as_json(shown.problems),
        "mistakes": report.as_text(wrong) if wrong else "",
    }


def _say(shown: Shown) -> None:
    if shown.failure:
        click.echo(f"error: {report.escaped(shown.failure)}")
    elif errors(shown.problems):
        click.echo(report.as_text(shown.problems, colour=colour()), nl=False)
    else:
        click.echo(f"made again: {count(len(shown.awards), 'draft')}")
    sys.stdout.flush()

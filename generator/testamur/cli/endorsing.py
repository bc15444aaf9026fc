"""The command for those who vouch for somebody else's badges."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from testamur.cli import report
from testamur.commands.project import Project

_FILE = click.Path(dir_okay=False, path_type=Path)
_A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("target", required=False)
@click.option("--as", "name", metavar="NAME", help="Your name, as readers are to see it.")
@click.option("--comment", metavar="TEXT", help="Why you endorse it, in Markdown.")
@click.option("--comment-file", type=_A_FILE, help="The same, from a file.")
@click.option("--url", metavar="ADDRESS", help="Your website (https).")
@click.option("--email", metavar="ADDRESS", help="Published. Open Badges 2.0 needs it and --url.")
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="From this day on (UTC) it counts no more.",
)
@click.option("--key", metavar="URI", help="Your private key: file:/path or env:NAME.")
@click.option("--new-key", type=_FILE, help="Make a key, and write it to this file.")
@click.option(
    "--did",
    metavar="DID",
    help="Your did:web, if you have a website; without it, your key is your identifier.",
)
@click.option(
    "--did-document", type=_FILE, help="The did.json of --did; written if it does not exist."
)
@click.option("--withdraw", type=_A_FILE, help="Withdraw the endorsement in this file.")
@click.option("--reason", metavar="TEXT", help="Why it is withdrawn; this will be published.")
@click.option("--output", type=_FILE, help="Where to write what is signed.")
@click.pass_obj
def endorse(
    project: Project,
    target: str | None,
    name: str | None,
    comment: str | None,
    comment_file: Path | None,
    url: str | None,
    email: str | None,
    until: datetime | None,
    key: str | None,
    new_key: Path | None,
    did: str | None,
    did_document: Path | None,
    withdraw: Path | None,
    reason: str | None,
    output: Path | None,
) -> None:
    """
    Sign an endorsement of TARGET with a key of your own, or withdraw one.

    TARGET is the address of a credential's version (.../v1/achievement.json), of an award
    (.../credential.json), or an issuer's did:web. In the issuer's own repository it may be a
    credential's folder name (data-steward, or data-steward/v1), an award's id, or "issuer".
    Nothing is fetched or sent.
    """
    from testamur.commands.endorse import Hand, Words
    from testamur.commands.endorse import endorse as sign
    from testamur.commands.endorse import withdraw as take_back

    hand = Hand(key, new_key, did, did_document)
    if withdraw is not None:
        if any((target, name, comment, comment_file, url, email, until, new_key, did)):
            raise click.UsageError(
                "--withdraw goes with --reason, --key, --did-document and --output"
            )
        if reason is None:
            raise click.UsageError("--withdraw needs --reason")
        lines = take_back(project, withdraw, reason, hand, output)
    else:
        if reason is not None:
            raise click.UsageError("--reason goes with --withdraw")
        if target is None or name is None or output is None:
            raise click.UsageError("give TARGET, --as and --output")
        if (comment is None) == (comment_file is None):
            raise click.UsageError("give one of --comment and --comment-file")
        if key is not None and new_key is not None:
            raise click.UsageError("give one of --key and --new-key")
        words = Words(
            name, comment or _text(comment_file), url, email, until.date() if until else None
        )
        lines = sign(project, target, words, hand, output)
    for line in lines:
        click.echo(report.escaped(line))


def _text(file: Path | None) -> str:
    if file is None:
        return ""
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError(f"{file} is not UTF-8") from None

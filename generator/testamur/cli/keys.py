"""`testamur keys`: making keys, looking at them, and what to do when one has to go."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from testamur.cli import report
from testamur.cli.key_words import as_json as life_as_json
from testamur.cli.key_words import print_lives, print_loss, print_new, variable
from testamur.cli.voice import new_passphrase, say_failure
from testamur.commands.project import Project
from testamur.problems import TestamurError

_ROLES = click.Choice(["award", "register", "jwt", "assertion"])
_DAY = click.DateTime(["%Y-%m-%d"])

_private = click.option(
    "--private",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder outside the repository for the private parts; without it they are shown once.",
)
_algorithm = click.option(
    "--algorithm",
    type=click.Choice(["Ed25519", "P-256"]),
    help="Kind of the award key; P-256 for key services that lack Ed25519.",
)
_seal = click.option(
    "--seal",
    is_flag=True,
    help="Seal the private parts with a passphrase: asked for, or in TESTAMUR_KEY_PASSPHRASE.",
)


@click.group()
def keys() -> None:
    """Signing keys: made, listed, replaced, ended, and given up when they were stolen."""


@keys.command("new")
@click.option(
    "--role",
    "role_name",
    type=click.Choice(["award", "register", "both", "jwt", "assertion"]),
    default="both",
    show_default=True,
    help="What the key is for; `jwt` and `assertion` are for further formats of each credential.",
)
@_private
@_algorithm
@_seal
@click.option(
    "--people",
    is_flag=True,
    help="Make the age key to which recipients are sealed, and no other: keys/people.txt.",
)
@click.pass_obj
def keys_new(
    project: Project,
    role_name: str,
    private: Path | None,
    algorithm: str | None,
    seal: bool,
    people: bool,
) -> None:
    """Make keys: the public parts go into keys/, the private parts never into the repository."""
    from testamur.commands.keys import new_keys
    from testamur.crypto.keys import Algorithm
    from testamur.register.entries import Role

    if people:
        _new_people_key(project, private)
        return
    roles = [Role.AWARD, Role.REGISTER] if role_name == "both" else [Role(role_name)]
    kind = Algorithm(algorithm) if algorithm else None
    passphrase = new_passphrase(project) if seal else None
    print_new(new_keys(project, roles, private, kind, passphrase))


def _new_people_key(project: Project, private: Path | None) -> None:
    from testamur.commands.people import PUBLIC, new_people_key

    written, secret = new_people_key(project, private)
    click.echo(f"{PUBLIC}: public part, to be committed")
    if written:
        click.echo(f"{written}: private part; keep a copy where you keep deeds")
        return
    click.echo(
        "\nThe private part, shown this once, for the secret store of the job that prepares; "
        "whoever has it\nreads whom sealed awards are for.\n"
    )
    click.echo(f"TESTAMUR_PEOPLE_KEY={secret}")


@keys.command("announce")
@click.argument("uri")
@click.option(
    "--role",
    "role_name",
    type=_ROLES,
    default="award",
    show_default=True,
    help="What the key is for.",
)
@click.pass_obj
def keys_announce(project: Project, uri: str, role_name: str) -> None:
    """
    Announce a key that exists: the public part of the one at URI goes into keys/.

    URI is that of a key service (awskms:///alias/NAME), file:/path or env:NAME.
    """
    from testamur.commands.keys import announce_key
    from testamur.register.entries import Role

    file = announce_key(project, Role(role_name), uri)
    click.echo(f"{file}: public part, to be committed")


@keys.command("list")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.pass_obj
def keys_list(project: Project, as_json: bool) -> None:
    """Every key: what it signs, what became of it, and where its private part is looked for."""
    from testamur.commands.key_lives import listed

    found = listed(project)
    if as_json:
        report.print_json({"keys": [life_as_json(each) for each in found]})
        return
    print_lives(found)


@keys.command("rotate")
@click.argument("role_name", metavar="ROLE", type=_ROLES)
@click.option("--to", "uri", metavar="URI", help="Replace it by a key that exists, at this URI.")
@click.option(
    "--ends",
    type=_DAY,
    metavar="DAY",
    help="Let the old key sign until this day (UTC), as 2026-05-14.  [default: it ends now]",
)
@_private
@_algorithm
@_seal
@click.pass_obj
def keys_rotate(
    project: Project,
    role_name: str,
    uri: str | None,
    ends: datetime | None,
    private: Path | None,
    algorithm: str | None,
    seal: bool,
) -> None:
    """
    Replace the key of ROLE: award, register, jwt or assertion. What the old one signed stays valid.

    The new key is made as `keys new` makes it, of the same kind unless --algorithm says otherwise.
    """
    from testamur.commands.key_ends import rotate
    from testamur.commands.keys import announce_key, new_keys
    from testamur.crypto.keys import Algorithm
    from testamur.register.entries import Role

    if uri is not None and (private is not None or algorithm is not None or seal):
        raise click.UsageError("--to names a key that exists; none is made then")
    role = Role(role_name)
    passphrase = new_passphrase(project) if seal else None

    def successor(kind: Algorithm) -> None:
        if uri is not None:
            click.echo(f"{announce_key(project, role, uri)}: public part, to be committed")
        else:
            wanted = Algorithm(algorithm) if algorithm else kind
            print_new(new_keys(project, [role], private, wanted, passphrase))

    ended = rotate(project, role, ends.date() if ends else None, successor)
    for each in ended:
        click.echo(f"keys/{each.name}.json: {each.name} ends on {each.ended}, to be committed")
    where = variable(role)
    what = uri or "the new private part"
    if ends is None:
        click.echo(f"\nNext: put {what} where {where} comes from, in the place of the old one;")
        click.echo("then `testamur issue`. What the old one signed stays valid.")
    else:
        click.echo(f"\nUntil {ends.date()} both sign. Before that day: `testamur issue`, and put")
        click.echo(f"{what} where {where} comes from, in the place of the old one.")


@keys.command("end")
@click.argument("name")
@click.option(
    "--on",
    type=_DAY,
    metavar="DAY",
    help="The day (UTC) from which it signs nothing more, as 2026-05-14.  [default: today]",
)
@click.option("--last", is_flag=True, help="Even if it is the only award key.")
@click.pass_obj
def keys_end(project: Project, name: str, on: datetime | None, last: bool) -> None:
    """End the key NAME without a new one. What it signed stays valid."""
    from testamur.commands.key_ends import end

    ended = end(project, name, on.date() if on else None, even_the_last=last)
    click.echo(f"keys/{ended.name}.json: {ended.name} ends on {ended.ended}, to be committed")
    click.echo("The next `testamur issue` enters it. What it signed stays valid.")


@keys.command("compromised")
@click.argument("name")
@click.option(
    "--since",
    type=_DAY,
    metavar="DAY",
    help="The first day (UTC) on which others may have had it, as 2026-05-14.",
)
@click.option(
    "--first-bad",
    type=click.IntRange(min=1),
    metavar="NUMBER",
    help="The first entry of the register that it is not to vouch for, from 1.",
)
@click.pass_obj
def keys_compromised(
    project: Project, name: str, since: datetime | None, first_bad: int | None
) -> None:
    """
    Give up the key NAME: it was stolen, or may have been.

    What it signed before is signed again with another key, word for word; what it signed from there
    on is vouched for by nobody. Says which awards are concerned. Nothing is final before the next
    `testamur issue`.
    """
    from testamur.commands.key_lives import compromised

    if (since is None) == (first_bad is None):
        raise click.UsageError("give either --since DAY or --first-bad NUMBER")
    day = since.date() if since else None
    print_loss(compromised(project, name, since=day, first_bad=first_bad))


@keys.command("export-public")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["jwk", "multikey", "pem", "did"]),
    default="jwk",
    show_default=True,
    help="`did` is the verification method as it stands in did.json.",
)
@click.pass_obj
def keys_export_public(project: Project, name: str, form: str) -> None:
    """Print the public part of the key NAME, for programs that ask for it."""
    from testamur.commands.key_lives import PublicForm, export_public

    click.echo(export_public(project, name, PublicForm(form)), nl=False)


@keys.command("check")
@click.argument("uris", metavar="[URI]...", nargs=-1)
@click.pass_obj
def keys_check(project: Project, uris: tuple[str, ...]) -> None:
    """
    Say which key the private part at URI belongs to, and whether it may sign. Never shows it.

    Without URI, looks where `issue` does: one variable for each role that has a key in use.
    """
    from testamur.commands.keys import check_key, secrets_wanted

    wanted = [(None, uri) for uri in uris] if uris else secrets_wanted(project)
    failed: list[TestamurError] = []
    for role, uri in wanted:
        try:
            found = check_key(project, uri, role)
        except TestamurError as error:
            say_failure(error)
            failed.append(error)
        else:
            click.echo(f"{report.escaped(uri)}: {found.name}, the {found.role} key, may sign")
    if not wanted:
        click.echo("no key in keys/ is in use; `testamur keys new` makes keys")
    sys.exit(max((error.exit for error in failed), default=0))

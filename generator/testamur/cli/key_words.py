"""What `testamur keys` says: of new keys, of each key's life, and of a loss."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from testamur.cli import report
from testamur.cli.voice import count

if TYPE_CHECKING:
    from testamur.commands.key_lives import Marked
    from testamur.commands.keys import NewKey
    from testamur.crypto.strict_json import JsonObject
    from testamur.register.key_lives import KeyLife


def print_new(made: Iterable[NewKey]) -> None:
    shown: list[NewKey] = []
    for each in made:
        click.echo(f"{each.public_file}: public part, to be committed")
        if each.private_file:
            click.echo(f"{each.private_file}: private part; keep a copy where you keep deeds")
        else:
            shown.append(each)
    if shown:
        click.echo(
            "\nThe private parts, shown this once. Put each into your secret store, and a copy\n"
            "where you keep deeds; whoever has them can issue in your name.\n"
        )
        for each in shown:
            click.echo(f"TESTAMUR_{each.announced.role.upper()}_KEY={each.secret}")


def print_loss(marked: Marked) -> None:
    from testamur.issue.published import published
    from testamur.register.entries import Role

    name, role, loss = marked.announced.name, marked.announced.role, marked.loss
    click.echo(
        f"keys/{name}.json: {name} is given up from no. {loss.size + 1:,} of the register on, to "
        "be committed"
    )
    click.echo("The next `testamur issue` enters it; until then the number can be changed.\n")
    if role is Role.AWARD:
        click.echo(
            f"{count(loss.again, 'credential')} that it signed before: signed again with another "
            "key, word for word."
        )
    if role is Role.REGISTER:
        click.echo("Every head and status list is signed again with another key.")
    if loss.formats:
        click.echo(
            f"{count(loss.formats, 'file')} in other formats: signed again with another key."
        )
    if loss.doubtful:
        click.echo(f"{count(len(loss.doubtful), 'award')} from there on, vouched for by nobody:")
    for award in loss.doubtful:
        who = published(award.newest).name or "(name not published)"
        click.echo(f"  no. {award.newest.entry + 1:,}  {award.id}  {report.escaped(who)}")
    click.echo("\nNext:")
    if not marked.successors:
        click.echo(f"  `testamur keys new --role {role} --private FOLDER`, a key to sign with;")
    if loss.doubtful:
        click.echo(
            "  `testamur revoke NUMBER --code key-compromise` for each; what is yours, award anew;"
        )
    click.echo(
        f"  `testamur issue`, with {variable(role)} and all other keys from places that the "
        "thief\n  never saw."
    )


def print_lives(found: Sequence[KeyLife]) -> None:
    """Two lines a key."""
    if not found:
        click.echo("no keys yet; `testamur keys new` makes them")
    width = max((len(_name(each)) for each in found), default=0)
    for each in found:
        kind = f"{each.role} key, {each.key.algorithm}"
        click.echo(f"{_name(each):<{width}}  {kind}: {_state(each)}")
        click.echo(f"{'':<{width}}  {_where(each)}")


def variable(role: str) -> str:
    from testamur.commands.keys import SECRETS
    from testamur.register.entries import Role

    return SECRETS[Role(role)].removeprefix("env:")


def as_json(life: KeyLife) -> JsonObject:
    return {
        "name": life.name,
        "role": str(life.role),
        "algorithm": str(life.key.algorithm),
        "publicKeyMultibase": life.key.multibase,
        "state": str(life.state),
        "since": life.since.isoformat(),
        "entered": life.is_entered,
        "ends": life.ends.isoformat() if life.ends else None,
        "compromised": life.size,
        "variable": variable(life.role) if life.signs else None,
    }


def _name(life: KeyLife) -> str:
    return life.name or "(no file)"


def _state(life: KeyLife) -> str:
    from testamur.register.key_lives import KeyState

    match life.state:
        case KeyState.ANNOUNCED:
            words = f"announced on {life.since}"
        case KeyState.IN_USE:
            words = f"in use since {life.since}"
        case KeyState.ENDED:
            words = f"ended on {life.since}"
        case KeyState.LOST:
            words = f"given up from no. {(life.size or 0) + 1:,} of the register on"
    ends = f", ends on {life.ends}" if life.ends else ""
    waits = "" if life.is_entered else "; entered at the next issuing"
    return f"{words}{ends}{waits}"


def _where(life: KeyLife) -> str:
    if not life.signs:
        return "its private part is needed no more"
    return f"private part: {variable(life.role)}, or --{life.role}-key"

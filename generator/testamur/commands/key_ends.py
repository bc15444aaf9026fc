"""
`testamur keys rotate` and `keys end`: the end of a key, written into its file in `keys/`.

Reads nothing but `keys/`, since a new key may be at hand while it runs: no content, no register.
The register learns of it at the next issuing, and nothing is final before that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from testamur.commands.project import KEYS, Project
from testamur.crypto.keys import Algorithm
from testamur.problems import KeyRefusedError
from testamur.publish.durable import replace_durably
from testamur.register.entries import Role
from testamur.register.keys import AnnouncedKey, encode


def rotate(
    project: Project, role: Role, on: date | None, successor: Callable[[Algorithm], None]
) -> tuple[AnnouncedKey, ...]:
    """
    End every key of a role, today (UTC) or on the day `on`, in favour of a new one.

    `successor` announces the new key; it is told the kind of the old one, and called when nothing
    more can be refused. Returns the ended ones. Raises KeyRefusedError where there is no key to
    replace, and for a day that has passed; whatever `successor` raises, with the old as they were.
    """
    old = tuple(
        each for each in project.announced_keys() if each.role is role and signs(each, project)
    )
    if not old:
        raise KeyRefusedError(
            f"no {role} key is in use, so there is none to replace",
            f"`testamur keys new --role {role}` makes one",
        )
    day = _day(project, on)
    successor(old[-1].key.algorithm)
    ended = tuple(
        replace(each, ended=day) for each in old if each.ended is None or each.ended > day
    )
    for each in ended:
        write(project, each)
    return ended


def end(
    project: Project, name: str, on: date | None = None, *, even_the_last: bool = False
) -> AnnouncedKey:
    """
    Write the day, today (UTC) or `on`, from which a key signs nothing more.

    Raises KeyRefusedError for a key that does not sign any more, for a day that has passed, and
    for the last key of a role that issuing needs: that of the register always, an award key
    unless `even_the_last`.
    """
    announced = project.announced_keys()
    file = named(announced, name)
    if not signs(file, project):
        raise KeyRefusedError(
            f"{file.name} signs nothing any more: it {_past(file)}",
            "one that was stolen, whenever it ended: `testamur keys compromised`",
        )
    day = _day(project, on)
    others = [
        each
        for each in announced
        if each.role is file.role
        and each is not file
        and signs(each, project)
        and (each.ended is None or each.ended > day)
    ]
    if not others and file.role is Role.REGISTER:
        raise KeyRefusedError(
            f"{file.name} is the only register key: without one not even its end can be entered",
            "`testamur keys rotate register` replaces it",
        )
    if not others and file.role is Role.AWARD and not even_the_last:
        raise KeyRefusedError(
            f"{file.name} is the only award key: without one nothing more can be issued",
            "`testamur keys rotate award` replaces it; with --last it ends all the same",
        )
    ended = replace(file, ended=day)
    write(project, ended)
    return ended


def named(announced: tuple[AnnouncedKey, ...], name: str) -> AnnouncedKey:
    """The key of a name, or of its file's path. Raises KeyRefusedError for one that has no file."""
    plain = name.removeprefix(f"{KEYS}/").removesuffix(".json")
    for each in announced:
        if each.name == plain:
            return each
    names = ", ".join(each.name for each in announced) or "none"
    raise KeyRefusedError(
        f"no key is called {plain}; {KEYS}/ has {names}", "`testamur keys list` shows them"
    )


def signs(announced: AnnouncedKey, project: Project) -> bool:
    """Whether its file lets it sign today."""
    has_ended = announced.ended is not None and announced.ended <= project.now.date()
    return announced.compromised is None and not has_ended


def write(project: Project, announced: AnnouncedKey) -> None:
    """Replace the file of a key in `keys/`. Raises WorldError."""
    replace_durably(project.root / KEYS / f"{announced.name}.json", encode(announced))


def _past(announced: AnnouncedKey) -> str:
    if announced.compromised is not None:
        return f"was lost from no. {announced.compromised + 1:,} of the register on"
    return f"has ended on {announced.ended}"


def _day(project: Project, wanted: date | None) -> date:
    today = project.now.date()
    if wanted is not None and wanted < today:
        raise KeyRefusedError(
            f"{wanted} has passed, and what a key has signed until now stays good when it ends",
            "give today or a later day; a key that was stolen: `testamur keys compromised`",
        )
    return wanted or today

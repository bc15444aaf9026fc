"""`testamur init`: a repository that can issue, from a few answers; nothing is ever overwritten."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from testamur.commands.git import Git
from testamur.commands.keys import NewKey, new_keys
from testamur.commands.project import KEYS, Project
from testamur.content import looks, schemas, values
from testamur.content.refused import Refused
from testamur.problems import Exit, KeyRefusedError, TestamurError, WorldError
from testamur.publish.durable import make_folders, write_durably
from testamur.register.entries import Role
from testamur.starter.answers import Answers
from testamur.starter.editors import SCHEMAS
from testamur.starter.files import StarterFile, starter_files

_ROLES = (Role.AWARD, Role.REGISTER)
_READ: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "--name": values.line,
        "--base-url": values.base_url,
        "--website": values.url,
        "--language": values.language,
        "--email": values.email,
        "--colour": looks.colour,
    }
)
_GITHUB = re.compile(
    r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)"
    r"([A-Za-z0-9-]+)/([A-Za-z0-9._-]+?)(?:\.git)?/?"
)


class InitError(TestamurError):
    """An answer that the content would not accept."""

    exit = Exit.USAGE


@dataclass(frozen=True, slots=True)
class Begun:
    """What was done, and what comes next."""

    written: tuple[str, ...]
    kept: tuple[str, ...]
    """Files that were there already, as they were."""
    keys: tuple[NewKey, ...]
    in_git: bool
    """Whether Git knows the folder."""
    next: tuple[str, ...]
    """Commands, in their order."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What can be told from the repository as it is."""

    name: str
    base_url: str | None
    owner: str | None


def guess(project: Project) -> Guess:
    """From the folder's name, and from the remote where that is GitHub."""
    name = project.root.resolve().name.replace("-", " ").replace("_", " ").strip().title()
    remote = _git(project, "remote", "get-url", "origin")
    found = _GITHUB.fullmatch((remote or b"").decode("utf-8", "replace").strip())
    if not found:
        return Guess(name, None, None)
    owner, repository = found[1].lower(), found[2]
    own_page = repository.lower() == f"{owner}.github.io"
    address = f"https://{owner}.github.io" + ("" if own_page else f"/{repository}")
    return Guess(name, address, f"@{found[1]}")


def answer(option: str, text: str) -> str:
    """What is said to an option, as the content would take it. Raises InitError."""
    try:
        return _READ[option](text)
    except Refused as refused:
        raise InitError(f"{option} {refused.phrase}", refused.hint) from None


def answers(
    *,
    name: str,
    base_url: str,
    website: str | None = None,
    languages: tuple[str, ...] = ("en",),
    email: str | None = None,
    colour: str | None = None,
    owner: str | None = None,
    on_branches: bool = True,
) -> Answers:
    """Each as the content would take it. Raises InitError, with the words of the rule."""
    address = answer("--base-url", base_url)
    return Answers(
        name=answer("--name", name),
        base_url=address,
        website=answer("--website", website or f"https://{urlsplit(address).netloc}/"),
        languages=tuple(answer("--language", each) for each in languages),
        email=answer("--email", email) if email else None,
        colour=answer("--colour", colour) if colour else None,
        owner=_owner(owner) if owner else None,
        on_branches=on_branches,
    )


def init(project: Project, given: Answers, private: Path, passphrase: str | None = None) -> Begun:
    """
    Write what is missing of a new repository, and make its keys where keys/ announces none.

    The private parts go below `private`, outside the repository. Nothing is written before the keys
    could be made; nothing that is there is changed. Raises KeyRefusedError, WorldError.
    """
    make_folders(project.root)
    made = _keys(project, private, passphrase)
    written: list[str] = []
    kept: list[str] = []
    for file in (*starter_files(given), *_schemas()):
        path = project.root / file.path
        if os.path.lexists(path):
            kept.append(file.path)
            continue
        _stay_inside(project.root, path)
        make_folders(path.parent)
        write_durably(path, file.data)
        written.append(file.path)
    in_git = _git(project, "rev-parse", "--git-dir") is not None
    return Begun(tuple(written), tuple(kept), made, in_git, tuple(_next(made)))


def places(project: Project, given: Answers, private: Path | None) -> Path:
    """Where the private keys go: below the home folder, unless somebody says otherwise."""
    if private is not None:
        return private.expanduser().absolute()
    home = project.environ.get("HOME")
    if not home:
        raise WorldError("there is no home folder to keep private keys in", "give --private FOLDER")
    return Path(home) / "testamur-keys" / given.host


def _schemas() -> Iterator[StarterFile]:
    for name in schemas.NAMES:
        yield StarterFile(f"{SCHEMAS}{name}.json", schemas.as_bytes(name))


def _git(project: Project, *words: str) -> bytes | None:
    # In a folder that is not there yet, Git could not even be started.
    return Git(project.root, project.environ).ask(*words) if project.root.is_dir() else None


def _keys(project: Project, private: Path, passphrase: str | None) -> tuple[NewKey, ...]:
    if any((project.root / KEYS).glob("*.json")):
        return ()
    for role in _ROLES:
        file = private / f"{role}-1.key"
        if os.path.lexists(file):
            raise KeyRefusedError(
                f"{file} is there already, and no file in {KEYS}/ belongs to it",
                "if it is the key of a repository that you have, work in that one; for another "
                "repository, give another folder with --private",
            )
    return new_keys(project, _ROLES, private, passphrase=passphrase)


def _next(made: tuple[NewKey, ...]) -> Iterator[str]:
    if not made:
        # Keys that were there: this repository may have issued already.
        yield "testamur check"
        yield "testamur serve --open"
        return
    yield 'testamur award first-badge --name "Ada Lovelace" --email ada@example.org'
    yield "testamur check"
    uris: Mapping[Role, str] = {
        each.announced.role: f"file:{each.private_file}" for each in made if each.private_file
    }
    named = "".join(f" --{role}-key {shlex.quote(uri)}" for role, uri in uris.items())
    yield f"testamur issue --first{named}"
    yield "testamur build"
    yield "testamur serve --open"


def _stay_inside(root: Path, path: Path) -> None:
    if not path.parent.resolve().is_relative_to(root.resolve()):
        raise WorldError(
            f"{path.parent} leads out of the repository", "replace the link by a folder"
        )


def _owner(text: str) -> str:
    if not re.fullmatch(r"@[A-Za-z0-9-]+(?:/[A-Za-z0-9._-]+)?", text):
        raise InitError(
            f"--owner {text!r} is no person or team of GitHub",
            "write @person or @organisation/team",
        )
    return text

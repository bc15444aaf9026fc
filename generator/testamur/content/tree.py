"""
The folder tree of the authors: which files there are, which are ours to read, which are mistakes.

Nothing is opened here, and no link is followed.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from testamur.content import leaks, text
from testamur.content.refused import shown
from testamur.content.rules import (
    FILE_LINK,
    FILE_NAME,
    IMAGE,
    KEY_LEAK,
    MISSING_FILE,
    NAME_CLASH,
    SLUG,
    SPECIAL_FILE,
    STRAY_FILE,
    TWO_PICTURES,
    UNREADABLE_FILE,
)
from testamur.content.source import Proposed
from testamur.content.values import nearest
from testamur.model.endorsement import WITHDRAWAL_ENDING
from testamur.model.ids import is_slug
from testamur.problems import Problem

CONTENT = "content"
SITE = f"{CONTENT}/site.yaml"
FORGOTTEN = f"{CONTENT}/forgotten.yaml"
IMPORTS = f"{CONTENT}/imports.yaml"
CREDENTIALS = f"{CONTENT}/credentials"
AWARDS = f"{CONTENT}/awards"
PATHWAYS = f"{CONTENT}/pathways"
ENDORSEMENTS = f"{CONTENT}/endorsements"
KEY_DOCUMENT = "did.json"
CREDENTIAL_FILE = "credential.md"
PICTURES = ("badge.png", "badge.svg")

_TRANSLATION = re.compile(r"credential\.(.+)\.md")
_READ_ME = "README.md"
_PATHWAY_ENDING = ".yaml"
_AWARD_ENDINGS = (".yaml", ".csv")
_OTHER_PICTURES = (".jpg", ".jpeg", ".gif", ".webp", ".png", ".svg")
_SLUG_HINT = "use a-z, 0-9 and single hyphens, at most 80 characters, and no name of a device"
_NAME_MAX = 200
# What Windows, a shell or a Git client trips over.
_ODD = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]|^[ ]|[ .]$')
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


@dataclass(frozen=True, slots=True)
class _New:
    """A file or folder that shall stand here, as the system would show it."""

    name: str
    is_folder: bool

    def is_symlink(self) -> bool:
        return False

    def is_dir(self, *, follow_symlinks: bool) -> bool:  # noqa: ARG002  # as os.DirEntry has it
        return self.is_folder

    def is_file(self, *, follow_symlinks: bool) -> bool:  # noqa: ARG002  # as os.DirEntry has it
        return not self.is_folder


_Entry = os.DirEntry[str] | _New


@dataclass(slots=True)
class Tree:
    """Paths below the repository's root, sorted, with forward slashes."""

    credentials: dict[str, list[str]] = field(default_factory=dict)
    """By slug: the names of the pictures beside its `credential.md`."""
    translations: dict[str, list[str]] = field(default_factory=dict)
    """By slug: the languages of its `credential.<language>.md`, as they are written there."""
    slugs: frozenset[str] = frozenset()
    """Of every credential that has a folder, also one without a `credential.md`."""
    awards: list[str] = field(default_factory=list)
    pathways: list[str] = field(default_factory=list)
    """Slugs: the names of the files without `.yaml`."""
    learners: list[str] = field(default_factory=list)
    endorsements: list[str] = field(default_factory=list)
    withdrawals: list[str] = field(default_factory=list)
    """Of endorsements."""
    endorsers: list[str] = field(default_factory=list)
    """Key documents of those who endorse."""
    forgotten: bool = False
    imports: bool = False
    pictures: list[str] = field(default_factory=list)
    """Names of pictures beside site.yaml: the logo, or strays."""
    unread: list[str] = field(default_factory=list)
    """Files that say nothing to us, hidden ones too: only secrets are looked for in them."""
    problems: list[Problem] = field(default_factory=list)


def walk(
    root: Path,
    register: str,
    logo: str | None,
    begin: str = CONTENT,
    *,
    proposed: Proposed | None = None,
) -> Tree:
    """Everything below content/, or below one folder of it, except the register."""
    tree = Tree()
    waiting = [begin]
    while waiting:
        folder = waiting.pop()
        waiting.extend(
            path
            for entry, path in _entries(root, folder, tree, proposed or {})
            if (path != register or entry.is_symlink()) and _takes(tree, entry, path, logo)
        )
    _check_credentials(tree)
    for found in (
        *(tree.awards, tree.pathways, tree.learners),
        *(tree.endorsements, tree.withdrawals, tree.endorsers),
    ):
        found.sort()
    return tree


def _entries(
    root: Path, folder: str, tree: Tree, proposed: Proposed
) -> Iterator[tuple[_Entry, str]]:
    """What stands in one folder under a name that we accept."""
    new = _new_entries(folder, proposed)
    try:
        with os.scandir(root / folder) as scan:
            present = [
                each for each in scan if proposed.get(f"{folder}/{each.name}", b"") is not None
            ]
    except OSError as error:
        if not new or not isinstance(error, FileNotFoundError):
            why = error.strerror or "no reason given"
            detail = f"this folder cannot be opened: {why}"
            tree.problems.append(UNREADABLE_FILE.at(folder, (), detail))
            return
        present = []
    names = {entry.name for entry in present}
    added = (entry for entry in new.values() if entry.name not in names)
    entries: list[_Entry] = sorted([*present, *added], key=lambda entry: entry.name)
    alike: dict[str, str] = {}
    for entry in entries:
        name = entry.name
        path = f"{folder}/{printable(name)}"
        if _is_ignored(name):
            if entry.is_file(follow_symlinks=False) and printable(name) == name:
                tree.unread.append(path)
            continue
        name_problem = _name_problem(folder, path, name)
        if name_problem is not None:
            tree.problems.append(name_problem)
            continue
        other = alike.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            detail = f'"{name}" and "{other}" are one name on Windows and macOS'
            tree.problems.append(NAME_CLASH.at(path, (), detail, "rename one of them"))
            continue
        yield entry, path


def _new_entries(folder: str, proposed: Proposed) -> dict[str, _New]:
    found: dict[str, _New] = {}
    for path, data in proposed.items():
        if data is not None and path.startswith(f"{folder}/"):
            name, slash, _ = path.removeprefix(f"{folder}/").partition("/")
            found[name] = _New(name, is_folder=bool(slash))
    return found


def printable(name: str) -> str:
    """A name as text; bytes that are no UTF-8 are written as escapes."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _takes(tree: Tree, entry: _Entry, path: str, logo: str | None) -> bool:
    """Files an entry away, or the problem with it. True for a folder to go into."""
    if entry.is_symlink():
        tree.problems.append(FILE_LINK.at(path, (), "this is a link", "put the file itself here"))
    elif entry.name == ".git":
        detail = "another Git repository or worktree starts here"
        tree.problems.append(SPECIAL_FILE.at(path, (), detail, "move it out of content/"))
    elif entry.is_dir(follow_symlinks=False):
        return _takes_folder(tree, path)
    elif entry.is_file(follow_symlinks=False):
        _take_file(tree, path, logo)
    else:
        detail = "this is a device, a socket or a pipe, not a file"
        tree.problems.append(SPECIAL_FILE.at(path, (), detail, "delete it"))
    return False


def _takes_folder(tree: Tree, path: str) -> bool:
    parts = path.split("/")[1:]
    if path.endswith((*_AWARD_ENDINGS, ".md")):
        detail = "this is a folder with the name of a file"
        tree.problems.append(SPECIAL_FILE.at(path, (), detail, "rename it"))
        return False
    match parts:
        case ["credentials", slug]:
            if is_slug(slug):
                tree.credentials[slug] = []
                return True
            detail = f"a credential cannot be called {shown(slug)}"
            tree.problems.append(SLUG.at(path, (), detail, _SLUG_HINT))
        case ["credentials"] | ["pathways"] | ["learners"] | ["endorsements"] | ["awards", *_]:
            return True
        case ["endorsements", "endorsers"] | ["endorsements", "endorsers", _]:
            return True
        case ["endorsements", *_]:
            detail = "endorsements stand side by side in one folder"
            tree.problems.append(STRAY_FILE.at(path, (), detail, "move its files up, or out"))
        case [name]:
            known = ("credentials", "awards", "pathways", "learners", "endorsements")
            meant = nearest(name, known)
            detail = f"nothing reads the folder {path}/"
            tree.problems.append(STRAY_FILE.at(path, (), detail, meant))
        case _:
            detail = f"a {parts[0].removesuffix('s')} has no folders of its own"
            tree.problems.append(STRAY_FILE.at(path, (), detail, "move its files up, or out"))
    return False


def _take_file(tree: Tree, path: str, logo: str | None) -> None:
    parts = path.split("/")[1:]
    name = parts[-1]
    match parts:
        case [*_] if name == _READ_ME:
            tree.unread.append(path)
        case [_] if path == SITE:
            return
        case ["credentials", slug, _] if name == CREDENTIAL_FILE or name in PICTURES:
            tree.credentials[slug].append(name)
        case ["credentials", slug, _] if translation := _TRANSLATION.fullmatch(name):
            tree.translations.setdefault(slug, []).append(translation[1])
        case ["credentials", _, _] if name.lower().endswith(_OTHER_PICTURES):
            detail = "a credential's picture is called badge.svg or badge.png"
            tree.unread.append(path)
            tree.problems.append(IMAGE.at(path, (), detail, "rename it, or save it as PNG"))
        case ["awards", *_] if name.endswith(_AWARD_ENDINGS):
            tree.awards.append(path)
        case ["pathways", _] if name.endswith(_PATHWAY_ENDING):
            _take_pathway(tree, path, name.removesuffix(_PATHWAY_ENDING))
        case ["learners", _] if name.endswith(".yaml"):
            tree.learners.append(path)
        case ["endorsements", _] if name.endswith(".json"):
            _take_endorsement(tree, path, name)
        case ["endorsements", "endorsers", _, _] if name == KEY_DOCUMENT:
            tree.endorsers.append(path)
        case [_] if path == FORGOTTEN:
            tree.forgotten = True
        case [_] if path == IMPORTS:
            tree.imports = True
        case [_] if name == logo:
            tree.pictures.append(name)
        case _:
            tree.unread.append(path)
            tree.problems.append(STRAY_FILE.at(path, (), "nothing reads this file", _advice(parts)))


def _take_pathway(tree: Tree, path: str, slug: str) -> None:
    if is_slug(slug):
        tree.pathways.append(slug)
    else:
        tree.unread.append(path)
        detail = f"a pathway cannot be called {shown(slug)}"
        tree.problems.append(SLUG.at(path, (), detail, _SLUG_HINT))


def _advice(parts: list[str]) -> str | None:
    name = parts[-1]
    if name.endswith(".yml"):
        return "rename it to .yaml"
    match parts:
        case [_]:
            return nearest(name, ("site.yaml", "forgotten.yaml", "imports.yaml", _READ_ME))
        case ["credentials", _]:
            return "each credential has a folder of its own: credentials/<name>/credential.md"
        case ["learners", _]:
            return "each learner has a .yaml file of their own"
        case ["credentials", _, _]:
            return nearest(name, (CREDENTIAL_FILE, *PICTURES))
        case ["pathways", _]:
            return "a pathway is written in a .yaml file"
        case ["endorsements", "endorsers", *_]:
            return f"the key document of an endorser is endorsers/<name>/{KEY_DOCUMENT}"
        case ["endorsements", *_]:
            return "endorsements are signed .json files: `testamur endorse` makes them"
        case _:
            return "awards are written in .yaml or .csv files"


def _take_endorsement(tree: Tree, path: str, name: str) -> None:
    is_withdrawal = name.endswith(WITHDRAWAL_ENDING)
    if not is_slug(name.removesuffix(WITHDRAWAL_ENDING if is_withdrawal else ".json")):
        detail = f"an endorsement cannot be called {shown(name)}"
        hint = "use a-z, 0-9 and single hyphens before .json: the name stands in its address"
        tree.problems.append(SLUG.at(path, (), detail, hint))
        return
    (tree.withdrawals if is_withdrawal else tree.endorsements).append(path)


def _check_credentials(tree: Tree) -> None:
    tree.slugs = frozenset(tree.credentials)
    for slug in sorted(tree.credentials):
        names = tree.credentials[slug]
        folder = f"{CREDENTIALS}/{slug}"
        if CREDENTIAL_FILE not in names:
            detail = f"there is no {CREDENTIAL_FILE} in this folder"
            tree.problems.append(MISSING_FILE.at(folder, (), detail, "write it, or delete it"))
            del tree.credentials[slug]
            continue
        pictures = [name for name in names if name in PICTURES]
        if len(pictures) > 1:
            detail = "there are a badge.png and a badge.svg"
            tree.problems.append(TWO_PICTURES.at(folder, (), detail, "delete one"))
        tree.credentials[slug] = pictures[:1]
    tree.credentials = dict(sorted(tree.credentials.items()))


def _is_ignored(name: str) -> bool:
    return (name.startswith(".") and name != ".git") or name.endswith("~")


def _name_problem(folder: str, path: str, name: str) -> Problem | None:
    if next(leaks.find(os.fsencode(name)), None) is not None:
        detail = "the name of a file in this folder looks like a secret"
        return KEY_LEAK.at(folder, (), detail, "it must be taken as known to everybody")
    hidden = next(text.hidden(name), None)
    if hidden is not None:
        return FILE_NAME.at(path, (), f"the name {hidden.phrase}", "rename it")
    if printable(name) != name:
        return FILE_NAME.at(path, (), "the name is not UTF-8", "rename it")
    if _ODD.search(name) or _DEVICE.fullmatch(name) or len(name) > _NAME_MAX:
        hint = "rename it: letters, digits, hyphens, underscores, dots and spaces work"
        return FILE_NAME.at(path, (), "this name does not work on every system", hint)
    return None

"""The examples of docs/, typed as a reader would; and an example of every command and option."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest

from testamur.cli.main import commands
from tests.docs import reference
from tests.support import console

REHEARSED = "keys.md"
"""Run by tests/keys/test_run_books.py, which has a key service."""

FROM_NOTHING = frozenset({"quick-start.md"})
"""Pages that begin in an empty home; the others, in a repository as `init` makes it."""

BEGIN = (
    'git init --quiet && testamur init --name "Example Academy" '
    "--base-url https://badges.example.org --email badges@example.org"
)

Path_ = tuple[str, ...]


def pages() -> list[Path]:
    found = sorted(reference.DOCS.glob("*.md"))
    return [page for page in found if console.examples(page.read_text("utf-8"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    "page", [page for page in pages() if page.name != REHEARSED], ids=lambda page: page.stem
)
def test_a_page_runs_from_top_to_bottom(page: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    examples = console.examples(page.read_text("utf-8"))
    root = home
    if page.name not in FROM_NOTHING:
        root = home / "badges"
        root.mkdir()
        wrong = console.run([console.Example(BEGIN, ["…"])], root, environ(home))

        assert [] == wrong
    wrong = console.run(examples, root, environ(home))

    assert [] == wrong, "\n\n".join(wrong[:3])


def environ(home: Path) -> Mapping[str, str]:
    return {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(home),
        "BROWSER": "true %s",
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        "LC_ALL": "C.UTF-8",
    }


def test_every_command_and_option_has_an_example() -> None:
    texts = [page.read_text("utf-8") for page in [*pages(), reference.REPOSITORY / "README.md"]]
    shown = {
        use for text in texts for example in console.examples(text) for use in uses(example.command)
    }
    told = {(" ".join(path), option) for path, options in tree(commands, ()) for option in options}

    assert set() == told - shown


def test_every_command_and_option_is_explained() -> None:
    for path, command in walked(commands, ()):
        assert command.help, path
        for each in command.params:
            assert not isinstance(each, click.Option) or each.help, (path, each.name)


def walked(command: click.Command, path: Path_) -> Iterator[tuple[Path_, click.Command]]:
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, each in command.commands.items():
        yield from walked(each, (*path, name))


def tree(command: click.Command, path: Path_) -> Iterator[tuple[Path_, list[str | None]]]:
    for where, each in walked(command, path):
        options = [
            max(each.opts, key=len) for each in each.params if isinstance(each, click.Option)
        ]
        yield where, [None, *options]


def uses(line: str) -> Iterator[tuple[str, str | None]]:
    """Each command of ours in a line of a shell, alone and with each of its options."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words = [*lexer, ";"]
    while "testamur" in words:
        words = words[words.index("testamur") + 1 :]
        end = next(place for place, word in enumerate(words) if set(word) <= set("();<>|&"))
        yield from _used(words[:end])


def _used(words: list[str]) -> Iterator[tuple[str, str | None]]:
    command: click.Command | None = commands
    while words and words[0].startswith("--"):
        words = words[2:]
    path: list[str] = []
    while isinstance(command, click.Group) and words:
        path.append(words[0])
        command, words = command.commands.get(words[0]), words[1:]
    if command is None:
        return
    yield " ".join(path), None
    spelt = {
        name: max(each.opts, key=len)
        for each in command.params
        if isinstance(each, click.Option)
        for name in each.opts
    }
    for word in words:
        name = word.partition("=")[0]
        if name in spelt:
            yield " ".join(path), spelt[name]

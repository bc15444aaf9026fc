"""`testamur theme`: a file of a shipped theme made one's own, and told when that one changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from testamur import problems
from testamur.cli.main import commands
from testamur.pages import ejected
from testamur.pages.theme import ThemeError, own_files, read_theme, shipped_files, shipped_names
from tests.support.repository import Repository


@dataclass(frozen=True)
class Done:
    exit_code: int
    output: str


def run(repository: Repository, *words: str) -> Done:
    """What the command prints and how it ends; of a failure, what a person is told."""
    result = CliRunner().invoke(commands, words, obj=repository.project)
    error = result.exception
    if isinstance(error, problems.TestamurError):
        return Done(error.exit, f"{error}\n{error.hint}")
    if error and not isinstance(error, SystemExit):
        raise error
    return Done(result.exit_code, result.output)


FILES = sorted(shipped_files("default"))
CAN_BE_MARKED = [
    each for each in FILES if not each.startswith("fonts/") and not each.endswith((".png", ".txt"))
]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path)


def using(repository: Repository, theme: str) -> Repository:
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}theme: {theme}\n")
    return repository


def test_an_ejected_file_changes_nothing_until_it_is_changed(repository: Repository) -> None:
    """The copy is the file, under a line that says from what it was taken."""
    done = run(repository, "theme", "eject", "styles/1-colours.css")
    text = repository.read("themes/default/styles/1-colours.css")

    assert 0 == done.exit_code, done.output
    assert text.startswith("/* taken from testamur ")
    assert text.partition("\n")[2].encode() == shipped_files("default")["styles/1-colours.css"]
    assert "" == run(repository, "theme", "diff", "styles/1-colours.css").output
    assert "theme-stale" not in run(repository, "check").output


@pytest.mark.parametrize("file", CAN_BE_MARKED)
def test_the_line_is_a_comment_in_every_sort_of_file(file: str) -> None:
    """The site with the marked file is the same site."""
    data = shipped_files("default")[file]
    marked = ejected.marked(file, data, "1.2.3")
    mark = ejected.mark_of(marked)

    assert mark is not None
    assert ("1.2.3", file) == (mark.version, mark.path)
    assert data == ejected.unmarked(marked)
    assert [] == list(ejected.stale({file: marked}, {file: data}))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["eject", "templates/awards.html"], "did you mean 'templates/award.html'?"),
        (["eject", "../site.yaml"], "no shipped theme has"),
        (["eject", "/etc/passwd"], "no shipped theme has"),
        (["eject", ""], "no shipped theme has"),
        (["eject", "README.md"], "no shipped theme has"),
        (["diff", "templates/award.html"], "does not have"),
        (["keep", "templates/award.html"], "does not have"),
    ],
)
def test_what_no_theme_has_is_refused(
    repository: Repository, arguments: list[str], message: str
) -> None:
    """With the nearest that there is; nothing is written."""
    done = run(repository, "theme", *arguments)

    assert 1 == done.exit_code
    assert message in done.output
    assert not (repository.project.root / "themes").exists()


def test_nothing_is_overwritten(repository: Repository) -> None:
    """What the site has already is somebody's work."""
    repository.write("themes/default/styles/1-colours.css", "mine")
    done = run(repository, "theme", "eject", "styles/1-colours.css")

    assert 1 == done.exit_code
    assert "is there already" in done.output
    assert "mine" == repository.read("themes/default/styles/1-colours.css")


def test_a_file_without_room_for_the_line_is_not_taken() -> None:
    """A font has no comments."""
    with pytest.raises(ThemeError, match="no place for a comment"):
        ejected.marked("fonts/x.ttf", b"", "1.0")


def test_a_stale_file_is_told_shown_and_noted(repository: Repository) -> None:
    """From notice to silence: check, diff, keep."""
    path = "themes/default/styles/1-colours.css"
    mark = "/* taken from testamur 0.0.9, styles/1-colours.css, sha256 0123456789abcdef */"
    repository.write(path, f"{mark}\n:root {{ --mine: 1; }}\n")
    told = run(repository, "check")
    shown = run(repository, "theme", "diff", "styles/1-colours.css")

    assert 0 == told.exit_code
    assert "notice[theme-stale]" in told.output
    assert "+:root { --mine: 1; }" in shown.output
    assert "sha256" not in shown.output

    assert 0 == run(repository, "theme", "keep", "styles/1-colours.css").exit_code
    assert "theme-stale" not in run(repository, "check").output
    assert repository.read(path).endswith("\n:root { --mine: 1; }\n")


@pytest.mark.parametrize(
    "line",
    [
        "/* mine */",
        "",
        "/* taken from testamur 1, x */",
        "/* taken from testamur 1, x, sha256 xyz */",
        "x" * 20 + "taken from testamur 1, x, sha256 0123456789abcdef",
    ],
)
def test_other_first_lines_say_nothing(line: str) -> None:
    """A file that somebody wrote is never stale."""
    assert ejected.mark_of(line.encode()) is None


def test_a_file_whose_original_is_gone_is_told() -> None:
    """Nothing may ask for it any more."""
    marked = ejected.marked("templates/old.html", b"x", "1.0")
    (found,) = ejected.stale({"templates/old.html": marked}, {})

    assert found.is_gone


def test_the_list_tells_which_is_used_and_what_is_ones_own(repository: Repository) -> None:
    repository.write("themes/ours/styles/1-colours.css", ":root{}")
    using(repository, "ours")
    output = run(repository, "theme", "list").output

    assert "* ours: of this repository; 1 file of your own" in output
    assert "  default: comes with testamur" in output
    assert all(f" {name}: comes with testamur" in output for name in shipped_names())


def test_a_shipped_theme_lies_over_the_default_and_under_ones_own(tmp_path: Path) -> None:
    """Three layers, file by file."""
    own = tmp_path / "themes" / "gazette" / "styles"
    own.mkdir(parents=True)
    (own / "9-own.css").write_text("a{}")
    found = read_theme(tmp_path, "gazette").files

    assert found["styles/9-own.css"] == b"a{}"
    assert found["styles/1-colours.css"] != shipped_files("default")["styles/1-colours.css"]
    assert found["templates/badge.svg"] == shipped_files("default")["templates/badge.svg"]
    assert {"styles/9-own.css": b"a{}"} == own_files(tmp_path, "gazette")


def test_a_strict_site_is_refused_for_a_language_without_words(repository: Repository) -> None:
    """What is found beside the content is as grave as what is found in it."""
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}languages: [en, cy]\n")

    assert 0 == run(repository, "check").exit_code

    repository.write("content/site.yaml", f"{site}languages: [en, cy]\nstrict: true\n")
    done = run(repository, "check")

    assert 1 == done.exit_code, done.output
    assert "error[unspoken]" in done.output
    assert 1 == run(repository, "prepare", "--first", "--output", "drafts").exit_code

"""`list` and `show`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testamur.cli.main import commands
from testamur.problems import Exit
from tests.support.repository import Repository


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Ada corrected, Alan revoked, three that end on their days, Bea hidden; Eve not issued."""
    repository = Repository.begun(tmp_path_factory.mktemp("listed"), "Ada Lovelace", "Alan Turing")
    repository.award("Soon Over", "expires: 2026-03-20")
    repository.award("Late Over", "expires: 2027-03-20")
    repository.award("Now Over", "expires: 2026-03-03")
    repository.write(
        "content/awards/bea.yaml",
        "credential: data-steward\nrecipient: {name: Bea, email: b@x.org, display: hidden}\n"
        "awarded: 2026-03-01\n",
    )
    repository.meet_every_fate()
    repository.award("Eve New")
    repository.award("Soon Over", "expires: 2026-03-20", "suspended: {date: 2026-03-03, reason: x}")
    return repository


def run(repository: Repository, *words: str) -> Result:
    return CliRunner().invoke(commands, words, obj=repository.project)


def names(repository: Repository, *words: str) -> list[str]:
    found = json.loads(run(repository, "list", "--json", *words).stdout)
    return [each["recipient"] for each in found]


def test_each_award_takes_one_line_in_a_pipe(repository: Repository) -> None:
    lines = run(repository, "list").stdout.splitlines()

    assert 6 == len(lines)
    assert all(line.startswith("no. ") and line.endswith("/") for line in lines)
    assert "revoked (other)" in next(line for line in lines if "Alan" in line)
    assert [] == [line for line in lines if "Bea" in line or "Eve" in line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--state", "revoked"], ["Alan Turing"]),
        (["--state", "expired"], ["Now Over"]),
        (["--state", "suspended"], []),
        (["--expiring", "30"], ["Soon Over"]),
        (["--expiring", "400", "late"], ["Late Over"]),
        (["--expiring", "0"], []),
        (["--credential", "law"], []),
        (["--credential", "data-steward", "ada"], ["Ada King"]),
        (["king", "ADA"], ["Ada King"]),
        (["bea"], []),
    ],
)
def test_the_list_is_narrowed(
    repository: Repository, words: list[str], expected: list[str]
) -> None:
    assert expected == names(repository, *words)


@pytest.mark.parametrize("words", [["--state", "lost"], ["--expiring", "-1"], ["--expiring", "x"]])
def test_what_cannot_be_asked_for(repository: Repository, words: list[str]) -> None:
    assert Exit.USAGE == run(repository, "list", *words).exit_code


def test_all_of_one_award_is_shown(repository: Repository) -> None:
    """Its versions with their addresses, and what became of it."""
    text = run(repository, "show", "Ada King").stdout
    found = json.loads(run(repository, "show", "--json", "Ada King").stdout)
    page = repository.register.addresses.award_page(repository.of("Ada King").id)

    assert "  state       current\n" in text
    assert f"{page}v1/credential.json\n" in text
    assert "corrected on 2026-03-03: Misspelt" in text
    assert ("Ada King", "ada-lovelace@example.org") == (
        found["recipient"]["name"],
        found["recipient"]["email"],
    )
    assert [1, 2] == [each["version"] for each in found["versions"]]
    assert f"{page}credential.json" == found["versions"][-1]["address"]
    assert ["corrected"] == [each["change"] for each in found["events"]]
    assert ("content/awards/ada-lovelace.yaml", page, []) == (
        found["record"],
        found["page"],
        found["pending"],
    )


@pytest.mark.parametrize(
    ("meant", "lines"),
    [
        ("bea", ["published as nobody", "Bea, b@x.org"]),
        ("Alan", ["revoked on 2026-03-03: By mistake", "state       revoked"]),
        ("Eve", ["an award that was not issued: Data Steward v1", "pending     award: Eve New"]),
        ("Soon", ["pending     suspend: ", "expires     2026-03-20T00:00:00Z"]),
        ("Now Over", ["state       expired"]),
    ],
)
def test_what_there_is_to_know_is_there(
    repository: Repository, meant: str, lines: list[str]
) -> None:
    text = run(repository, "show", meant).stdout

    assert [] == [line for line in lines if line not in text], text


def test_an_award_whose_record_is_gone_is_shown(tmp_path: Path) -> None:
    """With what `check` finds in a record that cannot be relied on."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.issue(first=True)
    (tmp_path / "content/awards/ada-lovelace.yaml").unlink()
    repository.award("Alan Turing", "expires: 2020-01-01")
    gone, broken = run(repository, "show", "ada"), run(repository, "show", "alan")

    assert "none in content/" in gone.stdout
    assert "error       content/awards/alan-turing.yaml: line 4:" in broken.stdout


def test_nobody_is_shown_for_words_that_fit_several(repository: Repository) -> None:
    result = run(repository, "show", "over")

    assert result.exception is not None
    assert "3 awards fit 'over'" in str(result.exception)

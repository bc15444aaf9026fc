"""`testamur report`: who holds what, and the table of it that can be imported again."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from pathlib import Path

import pytest

from testamur.problems import InputRefusedError
from tests.importing.support import a_repository, define, run, words_of
from tests.support.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One award in each state: valid, expired, suspended, revoked, and one not issued yet."""
    repository = a_repository(tmp_path, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    define(repository, "law", "Law")
    repository.award("Bea Shilling", "expires: 2026-03-10")
    repository.issue(first=True)
    repository.pass_days(10)
    repository.award("Alan Turing", "revoked: {date: 2026-03-12, code: other, reason: By mistake}")
    repository.award("Grace Hopper", "suspended: {date: 2026-03-12, reason: Under review}")
    repository.issue()
    repository.write(
        "content/awards/law.csv",
        "credential,name,email,awarded,expires,key\n"
        "law,Zoë Äkerlund,zoe@example.org,2026-03-01,2026-04-01,zoe-law\n",
    )
    return repository


def table(repository: Repository, *words: str) -> list[dict[str, str]]:
    text = run(repository, "report", "--format", "csv", *words).stdout
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_it_says_who_holds_what(repository: Repository) -> None:
    lines = run(repository, "report").stdout.splitlines()

    assert "Data Steward (data-steward): 1 expired, 1 revoked, 1 suspended, 1 valid" == lines[0]
    assert (
        "Ada Lovelace <ada-lovelace@example.org>: awarded 2026-03-01"
        == lines[1].split("valid")[1].strip()
    )
    assert "until 2026-03-10" in next(line for line in lines if "Bea Shilling" in line)
    assert "Law (law): 1 pending" in lines
    assert "5 awards" == lines[-1]


def test_every_state_is_told(repository: Repository) -> None:
    states = {row["name"]: row["state"] for row in table(repository)}

    assert {
        "Ada Lovelace": "valid",
        "Alan Turing": "revoked",
        "Bea Shilling": "expired",
        "Grace Hopper": "suspended",
        "Zoë Äkerlund": "pending",
    } == states


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("--credential", "law"), ["Zoë Äkerlund"]),
        (("--credential", "forge"), []),
        (("--state", "revoked"), ["Alan Turing"]),
        (("--state", "valid", "--state", "suspended"), ["Ada Lovelace", "Grace Hopper"]),
        (("--expiring", "30"), ["Zoë Äkerlund"]),
        (("--expiring", "20"), ["Zoë Äkerlund"]),
        (("--expiring", "19"), []),
        (("--expiring", "0"), []),
    ],
)
def test_it_can_be_narrowed(
    repository: Repository, words: tuple[str, ...], names: list[str]
) -> None:
    """What ended already does not end soon, nor what was withdrawn."""
    assert names == [row["name"] for row in table(repository, *words)]


def test_an_award_ends_as_its_definition_says(tmp_path: Path) -> None:
    """By the text that it was issued under, not by a later one."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    path = "content/credentials/data-steward/credential.md"
    text = repository.read(path)
    repository.write(path, text.replace("kind:", "valid_for: P1M\nkind:"))
    repository.issue(first=True)
    repository.write(
        path, text.replace("version: 1", "version: 2").replace("kind:", "valid_for: P9Y\nkind:")
    )

    assert ["2026-04-01"] == [row["expires"] for row in table(repository, "--expiring", "30")]


def test_nothing_of_its_table_is_new_when_imported(repository: Repository) -> None:
    """Awards are known by key, by address, or by their own id; those withdrawn say so."""
    repository.write(
        "content/awards/nameless.yaml",
        "credential: law\nrecipient: {name: No Address}\nawarded: 2026-03-01\n",
    )
    repository.issue()
    file = repository.root.parent / "report.csv"
    result = run(repository, "report", "--format", "csv", "--output", file)
    again = run(repository, "import", file)

    assert f"{file}: 6 awards\n" == result.stdout
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    assert {"there already": 4, "left out": 2} == Counter(words_of(again)), again.output
    assert "nothing to write" in again.stdout


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-x", "@SUM(A1)", "'=x", "'tis Ada", "Ada, Countess"]
)
def test_no_cell_is_a_formula_and_all_come_back(tmp_path: Path, name: str) -> None:
    repository = a_repository(tmp_path)
    path = repository.award("Ada Lovelace")
    quoted = json.dumps(name)
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", f"name: {quoted}"))
    (row,) = table(repository)
    file = repository.root.parent / "report.csv"
    run(repository, "report", "--format", "csv", "--output", file)

    assert not row["name"].startswith(("=", "+", "-", "@"))
    assert ["there already"] == words_of(run(repository, "import", file))


def test_machines_are_told_the_same(repository: Repository) -> None:
    told = json.loads(run(repository, "report", "--format", "json").stdout)

    assert {"expired": 1, "revoked": 1, "suspended": 1, "valid": 1} == told["counts"][
        "data-steward"
    ]
    assert {"pending": 1} == told["counts"]["law"]
    first = told["awards"][0]
    assert "ada-lovelace@example.org" == first["email"]
    assert first["address"].endswith(f"/awards/{first['award']}/")


@pytest.mark.parametrize("path", ["content/report.csv", "site/report.csv", "keys/a.csv"])
def test_it_is_not_written_where_it_would_be_published(repository: Repository, path: str) -> None:
    target = repository.root / path
    with pytest.raises(InputRefusedError, match="holds names and addresses"):
        run(repository, "report", "--output", target)

    assert not target.exists()


def test_it_needs_a_folder_and_a_credential_that_are_there(repository: Repository) -> None:
    with pytest.raises(InputRefusedError, match="there is no folder"):
        run(repository, "report", "--output", repository.root.parent / "none" / "r.csv")
    with pytest.raises(InputRefusedError, match='no credential is called "laws"') as refused:
        run(repository, "report", "--credential", "laws")

    assert 'did you mean "law"?' == refused.value.hint


@pytest.mark.parametrize("words", [("--expiring", "-1"), ("--state", "gone"), ("--format", "xls")])
def test_wrong_options_are_wrong_usage(repository: Repository, words: tuple[str, ...]) -> None:
    assert 2 == run(repository, "report", *words).exit_code


def test_content_that_cannot_be_read_is_not_reported(repository: Repository) -> None:
    repository.write("content/site.yaml", "format: 1\n")
    result = run(repository, "report")

    assert 1 == result.exit_code
    assert "[missing-field]" in result.stdout

"""`testamur import --seal`: whose award it is stands in a box, and the same row is still known."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from testamur.commands.people import new_people_key
from testamur.content.load import load
from testamur.crypto.boxes import open_box
from testamur.problems import KeyRefusedError
from tests.importing.support import COHORT, IMPORTS, a_file, a_repository, rows, run, words_of
from tests.support.repository import Repository

HEADER = "name,email,awarded,number\n"
ZOE = "Zoë Äkerlund,zoe@example.org,2026-02-13,A-17\n"
ADA = "Ada Lovelace,ada@example.org,2026-02-13,A-18\n"
MAPPED = tuple(
    f"--map={each}" for each in ("name=name", "email=email", "awarded=awarded", "number=id")
)
SEALED = ("--credential", "data-steward", *MAPPED, "--seal")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    found = a_repository(tmp_path)
    new_people_key(found.project, tmp_path / "secrets")
    return found


def everything(repository: Repository) -> str:
    folder = repository.root / "content"
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return "\n".join(f"{path}\n{path.read_bytes()!r}" for path in paths)


def test_nothing_that_is_written_tells_the_person(repository: Repository) -> None:
    """
    Neither a cell, a key or a file's name; who has the key reads it all.
    """
    result = run(repository, "import", a_file(repository, HEADER + ZOE + ADA), *SEALED)
    text = everything(repository).casefold()
    key = (repository.root.parent / "secrets/people.key").read_text().split()[-1]
    box = json.loads(open_box(rows(repository)[0]["sealed"], key))

    assert 0 == result.exit_code, result.output
    assert ["new", "new"] == words_of(result)
    assert ["credential", "awarded", "key", "sealed"] == list(rows(repository)[0])
    assert {"name": "Zoë Äkerlund", "email": "zoe@example.org"} == box
    assert not [word for word in ("kerlund", "lovelace", "zoe@", "ada@") if word in text]


def test_the_same_rows_again_are_no_new_awards(repository: Repository) -> None:
    """
    By the other system's number; and what was said once is remembered, so that no later file is
    written in plain text by mistake.
    """
    run(repository, "import", a_file(repository, HEADER + ZOE), *SEALED)
    before = repository.read(COHORT)
    again = run(repository, "import", a_file(repository, HEADER + ZOE))

    assert ["there already"] == words_of(again)
    assert before == repository.read(COHORT)
    assert "sealed: true" in repository.read(IMPORTS)

    run(repository, "import", a_file(repository, HEADER + ZOE + ADA))

    assert repository.read(COHORT).startswith(before)
    assert 2 == len(rows(repository))
    assert "lovelace" not in repository.read(COHORT).casefold()


def test_a_cohort_in_plain_text_takes_boxes_too(repository: Repository) -> None:
    plain = "credential,name,email,awarded\ndata-steward,Bea,bea@example.org,2026-01-01\n"
    repository.write(COHORT, plain)
    run(repository, "import", a_file(repository, HEADER + ZOE), *SEALED)
    bea, zoe = rows(repository)
    catalog = load(repository.root, today=repository.now.date()).catalog

    assert ("Bea", "") == (bea["name"], bea["sealed"])
    assert ("", "") == (zoe["name"], zoe["email"])
    assert catalog is not None
    assert [False, True] == [record.is_closed for record in catalog.records]


def test_without_a_number_nobody_could_be_known_again(repository: Repository) -> None:
    text = "name,email,awarded\nZoë,zoe@example.org,2026-02-13\n"
    words = ("--credential", "data-steward", *MAPPED[:3], "--seal")
    result = run(repository, "import", a_file(repository, text), *words)

    assert 1 == result.exit_code
    assert "refused" in words_of(result)
    assert "nothing would tell this award from others once its recipient is sealed" in result.output
    assert [] == rows(repository)


@pytest.mark.parametrize("number", ["zoe@example.org", "zoe-akerlund", "Zoë 17", "ada", "beef"])
def test_what_may_name_somebody_is_no_number(repository: Repository, number: str) -> None:
    """
    Its digest would be as good as the address to whoever has a list of addresses.
    """
    text = HEADER + ZOE.replace("A-17", number)
    result = run(repository, "import", a_file(repository, text), *SEALED)

    assert 1 == result.exit_code
    assert "`number` would stand beside the box, and may tell who it is" in result.output
    assert [] == rows(repository)


@pytest.mark.parametrize("number", ["4711", "9B1DEB4D-3b7d-4bad-9bdd-2b0d7b3dcb6d", "LC 204"])
def test_what_tells_nobody_is_a_number(repository: Repository, number: str) -> None:
    text = HEADER + ZOE.replace("A-17", number)
    result = run(repository, "import", a_file(repository, text), *SEALED)

    assert ["new"] == words_of(result)


def test_a_mistake_is_told_before_it_is_in_a_box(repository: Repository) -> None:
    text = HEADER + ZOE.replace("zoe@example.org", "zoe at example")
    result = run(repository, "import", a_file(repository, text), *SEALED)

    assert 1 == result.exit_code
    assert "`email`" in result.output


def test_without_a_key_to_seal_to_nothing_is_written(tmp_path: Path) -> None:
    repository = a_repository(tmp_path)
    with pytest.raises(KeyRefusedError, match=r"no keys/people\.txt"):
        run(repository, "import", a_file(repository, HEADER + ZOE), *SEALED)

    assert not (repository.root / IMPORTS).exists()
    assert [] == rows(repository)

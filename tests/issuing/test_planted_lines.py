"""What a line of the register says beside the signed text, which no commitment covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.problems import RegisterError
from tests.support.repository import Repository, codes


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Alan earned the second version of a credential, which names the first as related."""
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.pass_days()
    repository.define(version=2, name="Data Steward for life")
    repository.award("Alan Turing")
    repository.issue()
    return repository


def edit(repository: Repository, old: str, new: str) -> None:
    path = repository.folder.path / "documents/0000.jsonl"
    text = path.read_text(encoding="utf-8")

    assert 1 == text.count(old), text.count(old)

    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_line_that_names_another_version_is_refused(repository: Repository) -> None:
    """
    Although that version stands in the document too, as related.
    """
    edit(repository, '"definition":["data-steward",2]', '"definition":["data-steward",1]')

    with pytest.raises(RegisterError, match="says otherwise than the document"):
        repository.build()


def test_a_line_that_names_another_award_is_refused(repository: Repository) -> None:
    ada, alan = repository.of("Ada Lovelace").id, repository.of("Alan Turing").id
    edit(repository, f'"award":"{alan}","version":1', f'"award":"{ada}","version":2')

    with pytest.raises(RegisterError, match="says otherwise than the document"):
        repository.build()


def test_a_line_of_another_language_is_noticed(repository: Repository) -> None:
    path = repository.award("Kathleen Booth", "language: en")
    repository.issue()

    assert path
    assert () == repository.plan().changes

    edit(repository, '"language":"en"', '"language":"cy"')

    assert ["edited-after-issue"] == codes(repository.check().problems)

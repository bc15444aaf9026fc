"""Cards for other websites, in a site that is built."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.repository import Repository
from tests.support.sites import files


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.begun(tmp_path)
    repository.award("Ada Lovelace")
    repository.award("Alan Turing")
    repository.issue(first=True)
    return repository


def test_a_site_builds_cards(repository: Repository) -> None:
    """With what tells programs of it, until the award is withdrawn."""
    repository.build()
    alan, ada = (repository.of(name).id for name in ("Alan Turing", "Ada Lovelace"))
    repository.pass_days()
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: Awarded by mistake}")
    repository.issue()
    repository.build()
    folder = repository.site / "awards"

    assert (folder / ada / "oembed.json").exists()
    assert not (folder / alan / "oembed.json").exists()
    assert "Withdrawn" in (folder / alan / "embed" / "index.html").read_text()


def test_a_site_may_do_without(repository: Repository) -> None:
    """`embeds: false` takes away what stood there."""
    repository.build()
    built = files(repository.site)
    repository.write("content/site.yaml", f"{repository.read('content/site.yaml')}embeds: false\n")
    repository.build()
    gone = set(built) - set(files(repository.site))

    assert {"embed/index.html", "oembed.json"} == {path.split("/", 2)[2] for path in gone}
    assert not any(b"oembed" in data for data in files(repository.site).values())

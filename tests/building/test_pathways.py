"""Pathways on a built site: for people, for machines, and from the credentials' own documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.support.repository import BASE_URL, CREDENTIAL, Repository

PATHWAY = """\
name: {name}
description: From the first table to the whole archive.
leads_to: lead
steps: [basics, data-steward]
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    for slug in ("basics", "lead"):
        text = CREDENTIAL.format(name=slug.capitalize(), version=1)
        if slug == "lead":
            text = text.replace("version: 1", "version: 1\nrequires: [basics]")
        repository.write(f"content/credentials/{slug}/credential.md", text)
    repository.write("content/pathways/to-lead.yaml", PATHWAY.format(name="The way to lead"))
    repository.issue(first=True)
    return repository


def document(repository: Repository, path: str) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads((repository.site / path).read_bytes())
    return found


def related(repository: Repository, slug: str) -> list[str]:
    listed = document(repository, f"credentials/{slug}/v1/achievement.json").get("related", [])
    return [each["id"].split("/")[-3] for each in listed]


def test_a_pathway_is_published(repository: Repository) -> None:
    """A page, a document, and links from the start and the map of the site."""
    repository.build()

    way = document(repository, "pathways/to-lead/pathway.json")
    assert "The way to lead" == way["name"]
    assert f"{BASE_URL}/credentials/lead/v1/achievement.json" == way["leadsTo"]
    assert "The way to lead" in repository.read("site/pathways/to-lead/index.html")
    assert "pathways/to-lead/" in repository.read("site/index.html")
    assert f"<loc>{BASE_URL}/pathways/to-lead/</loc>" in repository.read("site/sitemap.xml")


def test_credentials_of_a_pathway_are_related_both_ways(repository: Repository) -> None:
    """Each once, though one is required as well."""
    repository.build()

    assert ["lead"] == related(repository, "basics")
    assert ["lead"] == related(repository, "data-steward")
    assert ["basics", "data-steward"] == related(repository, "lead")


def test_nothing_signed_speaks_of_pathways(repository: Repository) -> None:
    """They change without a new version of any credential."""
    repository.build()
    signed = repository.of("Ada Lovelace").newest.unsigned

    assert b"pathway" not in signed
    assert b"/lead/" not in signed


def test_what_is_pending_is_not_published(repository: Repository) -> None:
    """Until it is issued, the site says what was issued last."""
    repository.write("content/pathways/to-lead.yaml", PATHWAY.format(name="Another name"))
    repository.build()

    assert "The way to lead" == document(repository, "pathways/to-lead/pathway.json")["name"]

    repository.pass_days()
    repository.issue()
    built = repository.build()
    written = {step.path for step in built.steps if step.action == "write"}

    assert "Another name" == document(repository, "pathways/to-lead/pathway.json")["name"]
    assert {"pathways/to-lead/index.html", "pathways/to-lead/pathway.json"} <= written
    assert not any(path.endswith("credential.json") for path in written)


def test_a_new_version_of_a_step_is_the_one_that_is_named(repository: Repository) -> None:
    repository.define("Data Guardian", version=2)
    repository.pass_days()
    repository.issue()
    repository.build()
    steps = document(repository, "pathways/to-lead/pathway.json")["steps"]["of"]

    assert f"{BASE_URL}/credentials/data-steward/v2/achievement.json" == steps[1]["achievement"]
    assert "Data Guardian" in repository.read("site/pathways/to-lead/index.html")


def test_the_site_names_nobody_on_a_pathway(repository: Repository) -> None:
    """Who is how far is told by commands, to whoever has the content."""
    repository.build()

    for path in (repository.site / "pathways").rglob("*"):
        if path.is_file():
            assert b"Ada" not in path.read_bytes()

"""The page, the record and the bundle of a learner, as the build publishes them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from testamur.register.learners import LearnerRecord
from testamur.verify.site import verify_site
from testamur.wire import bundle
from tests.support.repository import Repository

ADA = "content/learners/ada.yaml"
WISH = "name: Ada Lovelace\nemail: ada-lovelace@example.org\nconsent: 2026-03-01\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A learner with two awards, and somebody who asked for nothing."""
    repository = Repository.begun(
        tmp_path_factory.mktemp("learners"), "Ada Lovelace", "Alan Turing"
    )
    repository.award("Ada Lovelace", "key: second", "expires: 2027-01-01", file="ada-again")
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    return repository


def record(repository: Repository) -> LearnerRecord:
    (found,) = repository.register.learners.values()
    return found


def folder(repository: Repository) -> Path:
    return repository.site / "learners" / record(repository).learner


def test_a_learner_has_page_record_proof_and_bundle(built: Repository) -> None:
    assert ["bundle.zip", "clr.json", "index.html", "record.tlog-proof"] == sorted(
        path.name for path in folder(built).iterdir()
    )
    assert record(built).signed == (folder(built) / "clr.json").read_bytes()


def test_the_page_shows_who_and_what(built: Repository) -> None:
    page = (folder(built) / "index.html").read_text()

    assert "<bdi>Ada Lovelace</bdi>" in page
    assert 2 == page.count("Data Steward</bdi></a>")
    assert "Alan Turing" not in page
    assert 'content="noindex' in page


def test_the_page_shows_how_far_somebody_has_come(tmp_path: Path) -> None:
    """
    On pathways on which one of their awards is a step, as of the last signing.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    for slug in ("one", "two"):
        repository.write(
            f"content/credentials/{slug}/credential.md",
            f"---\nname: {slug}\ndescription: One.\nkind: participation\n---\nBe there.\n",
        )
    for name, steps in {
        "near": "[data-steward, one]",
        "far": "[data-steward, one, two]",
        "done": "[data-steward]",
        "other": "[one, two]",
    }.items():
        text = f"name: Way {name}\ndescription: There.\nsteps: {steps}\n"
        repository.write(f"content/pathways/{name}.yaml", text)
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    page = (folder(repository) / "index.html").read_text()
    found = re.findall(r"<bdi>Way (\w+)</bdi></a>\s*<small>([^<]*)</small>", page)

    assert {
        "near": "One more award completes it",
        "far": "2 more awards complete it",
        "done": "Complete since 1 March 2026",
    } == dict(found)


def test_a_learner_is_listed_nowhere(built: Repository) -> None:
    learner = record(built).learner
    elsewhere = [
        path.relative_to(built.site).as_posix()
        for path in built.site.rglob("*")
        if path.is_file() and path.parent != folder(built) and learner.encode() in path.read_bytes()
    ]

    assert [] == elsewhere


def test_the_site_verifies_and_builds_the_same_again(built: Repository) -> None:
    again = built.build(built.root / "again", check_all=True)

    assert again.report.ok
    assert (folder(built) / "bundle.zip").read_bytes() == (
        built.root / "again/learners" / record(built).learner / "bundle.zip"
    ).read_bytes()


def test_a_bundle_holds_everything_and_no_status_list(built: Repository) -> None:
    members = bundle.unpack((folder(built) / "bundle.zip").read_bytes())
    awards = sorted(
        award.id for award in built.register.awards.values() if b"Lovelace" in award.newest.unsigned
    )

    assert sorted(
        [
            "README.txt",
            "clr.json",
            "clr.tlog-proof",
            "did.json",
            "credentials/data-steward/v1/achievement.json",
            *(f"awards/{each}/badge.png" for each in awards),
            *(f"awards/{each}/credential.json" for each in awards),
            *(f"awards/{each}/record.tlog-proof" for each in awards),
        ]
    ) == sorted(members)
    readme = members["README.txt"].decode()
    assert "Learner record of Ada Lovelace" in readme
    assert 2 == readme.count("Data Steward (2026-03-01")


def test_a_refresh_does_not_rewrite_a_bundle(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    before = (folder(repository) / "bundle.zip").read_bytes()
    repository.pass_days()
    repository.refresh()
    steps = repository.build().steps

    assert before == (folder(repository) / "bundle.zip").read_bytes()
    assert not [step.path for step in steps if "learners/" in step.path and step.action == "write"]


def test_a_record_that_was_taken_back_leaves_a_notice(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    gone = folder(repository)
    (repository.root / ADA).unlink()
    repository.pass_days()
    repository.issue()
    repository.build(check_all=True)

    assert ["index.html"] == [path.name for path in gone.iterdir()]
    assert "Lovelace" not in (gone / "index.html").read_text()


@pytest.mark.parametrize("name", ["clr.json", "bundle.zip", "record.tlog-proof"])
def test_a_site_whose_record_was_altered_does_not_verify(name: str, tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    path = folder(repository) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    files = {
        each.relative_to(repository.site).as_posix(): each.read_bytes()
        for each in repository.site.rglob("*")
        if each.is_file()
    }
    report = verify_site(files.get, files, now=repository.now)

    assert not report.ok
    assert any("learners/" in fault for fault in report.faults), report.faults

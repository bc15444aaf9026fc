"""The badge that an earner keeps: the credential's picture with the credential inside."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from testamur.commands.forget import forget
from testamur.model.addresses import Addresses
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.wire.bake import frame, unbake
from testamur.wire.baked import Edition
from tests.support.pictures import SVG, png
from tests.support.repository import BASE_URL, Repository
from tests.support.sites import files

BADGE = "content/credentials/data-steward/badge"
DRAWN = SVG.replace(b'<?xml version="1.0" encoding="UTF-8"?>\n', b"")


@pytest.fixture(params=["svg", "png"])
def repository(tmp_path: Path, request: pytest.FixtureRequest) -> Repository:
    """Three awards of a credential with a picture in one of the two forms."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    picture = DRAWN if request.param == "svg" else png()
    (tmp_path / f"{BADGE}.{request.param}").write_bytes(picture)
    repository.issue(first=True)
    repository.build()
    return repository


def folder(repository: Repository, name: str) -> Path:
    return repository.site / "awards" / repository.of(name).id


def badges(repository: Repository, name: str) -> list[Path]:
    return sorted(folder(repository, name).glob("badge.*"))


def test_each_award_has_its_credential_in_its_picture(repository: Repository) -> None:
    """
    The picture as the author drew it, and inside exactly what stands beside it.
    """
    for name in ("Ada Lovelace", "Alan Turing", "Grace Hopper"):
        (badge,) = badges(repository, name)
        (found,) = unbake(badge.read_bytes())
        document = badge.with_name("credential.json").read_bytes()
        drawn = repository.site / "credentials/data-steward/v1" / badge.name

        assert Edition.V3 is found.edition
        assert json.loads(document) == json.loads(found.text)
        assert frame(drawn.read_bytes()).bake(document) == badge.read_bytes()
        assert f'<a href="{badge.name}" download>' in badge.with_name("index.html").read_text()
        if badge.suffix == ".png":
            with Image.open(badge) as after, Image.open(drawn) as before:
                assert before.tobytes() == after.tobytes()


def test_the_badge_holds_the_newest_version(repository: Repository) -> None:
    """
    A correction bakes anew; no earlier version keeps a picture, and other badges stay.
    """
    before = files(repository.site)
    repository.pass_days()
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    repository.issue()
    repository.build()
    after = files(repository.site)
    (badge,) = badges(repository, "Ada King")
    changed = {path for path in after if "/badge." in path and before.get(path) != after[path]}

    assert b"Ada King" in badge.read_bytes()
    assert {badge.relative_to(repository.site).as_posix()} == changed
    assert [] == list((folder(repository, "Ada King") / "v1").glob("badge.*"))
    assert "download>Badge" not in (folder(repository, "Ada King") / "v1/index.html").read_text()


@pytest.mark.parametrize("fate", ["revoked", "suspended"])
def test_a_withdrawn_award_keeps_no_badge(repository: Repository, fate: str) -> None:
    """
    Its address serves no picture that looks as if it stood; the page offers none.
    """
    name = badges(repository, "Alan Turing")[0].name
    repository.pass_days()
    repository.award("Alan Turing", f"{fate}: {{date: 2026-03-03, reason: By mistake}}")
    repository.issue()
    repository.build()

    assert [] == badges(repository, "Alan Turing")
    assert name not in (folder(repository, "Alan Turing") / "index.html").read_text().replace(
        f"credentials/data-steward/v1/{name}", ""
    )
    assert 1 == len(badges(repository, "Grace Hopper"))


def test_both_editions_are_in_one_picture(repository: Repository) -> None:
    """
    Where the site publishes Open Badges 2.0: each as it stands beside, and told to be one award.
    """
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}  email: badges@example.org\n")
    repository.build()
    (badge,) = badges(repository, "Grace Hopper")
    newer, older = unbake(badge.read_bytes())
    at = Addresses(BASE_URL)
    award = badge.parent.name
    judged = verify_document(
        badge.read_bytes(),
        SiteFolder(lambda path: (repository.site / path).read_bytes(), BASE_URL),
        now=repository.project.now,
    )

    assert (Edition.V3, Edition.V2) == (newer.edition, older.edition)
    assert (None, None) == (newer.misplaced, older.misplaced)
    assert json.loads(badge.with_name("credential.json").read_bytes()) == json.loads(newer.text)
    assert json.loads(badge.with_name("assertion.json").read_bytes()) == json.loads(older.text)
    assert at.assertion(award) == json.loads(older.text)["id"]
    assert "valid" == judged.word.value
    assert "the same award in Open Badges 2.0" in judged.step("readable").detail


def test_a_credential_without_a_picture_is_drawn(tmp_path: Path) -> None:
    """
    Its awards have badges all the same, in pixels; its pages show the drawing itself.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.issue(first=True)
    repository.build()
    (badge,) = badges(repository, "Ada Lovelace")
    (found,) = unbake(badge.read_bytes())
    drawn = repository.site / "credentials/data-steward/v1"
    page = badge.with_name("index.html").read_text()

    assert "badge.png" == badge.name
    assert json.loads(badge.with_name("credential.json").read_bytes()) == json.loads(found.text)
    assert frame((drawn / "badge.png").read_bytes()).bake(found.text) == badge.read_bytes()
    assert '<a href="badge.png" download>' in page
    assert 'src="../../credentials/data-steward/v1/badge.svg"' in page
    with Image.open(drawn / "badge.png") as picture:
        assert (512, 512) == picture.size
        assert (0, 255) == picture.convert("RGBA").getchannel("A").getextrema()


def test_only_what_it_shows_draws_a_badge_anew(tmp_path: Path) -> None:
    """
    Another name of the issuer does, for every award; another description does not.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.build()
    site = repository.read("content/site.yaml")
    before = files(repository.site)
    repository.write("content/site.yaml", f"{site}  description: A school of crafts.\n")
    repository.build()
    described = files(repository.site)
    repository.write("content/site.yaml", site.replace("name: Example Academy", "name: The Forge"))
    repository.build()
    renamed = files(repository.site)
    pictures = {path for path in before if "/badge." in path}

    assert 3 == len(pictures)
    assert [before[path] for path in pictures] == [described[path] for path in pictures]
    assert not [path for path in pictures if before[path] == renamed[path]]


def test_a_forgotten_award_leaves_no_badge(repository: Repository) -> None:
    """
    Only the notice and its card are left in its folder, and its name in no byte of the site.
    """
    kept = folder(repository, "Ada Lovelace")
    list(forget(repository.project, kept.name))
    repository.pass_days()
    repository.issue()
    repository.build()

    assert {"index.html", "embed/index.html"} == set(files(kept))
    # The samples that a browser tries itself on are of the program, and their Ada is nobody's.
    assert not any(
        b"Ada Lovelace" in data
        for path, data in files(repository.site).items()
        if not path.startswith("assets/samples.")
    )

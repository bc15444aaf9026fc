"""What the site says in Open Badges 2.0, in a life of a few days."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.forget import forget
from testamur.verify.hosted import Hosted
from testamur.verify.site import verify_site
from tests.support.pictures import SIGNATURE
from tests.support.repository import BASE_URL, Repository
from tests.support.sites import files

EMAIL = "  email: badges@example.org\n"


def begun(root: Path) -> Repository:
    """An issuer with an e-mail address, and three awards."""
    repository = Repository.begun(root, "Ada Lovelace", "Alan Turing", "Grace Hopper")
    repository.write("content/site.yaml", repository.read("content/site.yaml") + EMAIL)
    repository.issue(first=True)
    return repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return begun(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Built once, for tests that only look: one of the awards is revoked."""
    repository = begun(tmp_path_factory.mktemp("hosted"))
    repository.pass_days()
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.issue()
    repository.build()
    return repository


def document(repository: Repository, path: str) -> Any:
    return json.loads((repository.site / path).read_bytes())


def assertion(repository: Repository, name: str) -> Any:
    return document(repository, f"awards/{repository.of(name).id}/assertion.json")


def test_every_standing_award_has_an_assertion_linked_on_its_page(repository: Repository) -> None:
    repository.build()
    for award in repository.register.awards.values():
        folder = repository.site / "awards" / award.id

        assert "recipient" in json.loads((folder / "assertion.json").read_bytes())
        assert 'href="assertion.json"' in (folder / "index.html").read_text(encoding="utf-8")


def test_badge_class_and_achievement_and_issuer_know_each_other(repository: Repository) -> None:
    """
    Each has a picture, though its author gave none; what is signed names no drawing.
    """
    repository.build()
    folder = "credentials/data-steward/v1/"
    badge = document(repository, f"{folder}badgeclass.json")
    achievement = document(repository, f"{folder}achievement.json")

    signed = json.loads(repository.of("Ada Lovelace").newest.signed)

    assert f"{BASE_URL}/{folder}badge.png" == badge["image"] == achievement["image"]["id"]
    assert "image" not in signed["credentialSubject"]["achievement"]
    assert (repository.site / folder / "badge.png").read_bytes().startswith(SIGNATURE)
    assert (repository.site / folder / "badge.svg").read_bytes().startswith(b"<svg ")
    assert badge["id"] == achievement["related"][0]["id"]
    assert achievement["id"] == badge["related"][0]["id"]
    assert f"{BASE_URL}/issuer.json" == badge["issuer"]
    assert [badge["issuer"]] == document(repository, ".well-known/did.json")["alsoKnownAs"]


def test_nothing_of_it_is_in_what_was_signed(repository: Repository) -> None:
    """
    A signed credential is the same with and without the other edition.
    """
    repository.build()
    with_it = files(repository.site)
    site = repository.read("content/site.yaml").replace(EMAIL, "")
    repository.write("content/site.yaml", site)
    repository.build()
    without = files(repository.site)
    signed = [path for path in with_it if path.endswith("credential.json")]

    assert 3 == len(signed)
    assert all(with_it[path] == without[path] for path in signed)


def test_an_issuer_without_an_address_publishes_nothing_of_it(repository: Repository) -> None:
    site = repository.read("content/site.yaml").replace(EMAIL, "")
    repository.write("content/site.yaml", site)
    repository.build()
    found = files(repository.site)
    pages = b"".join(data for path, data in found.items() if path.endswith(".html"))

    assert not [path for path in found if path.endswith(("assertion.json", "badgeclass.json"))]
    assert "issuer.json" not in found
    assert b"assertion.json" not in pages
    assert "related" not in document(repository, "credentials/data-steward/v1/achievement.json")
    assert "alsoKnownAs" not in document(repository, ".well-known/did.json")


def test_a_life_in_assertions(repository: Repository) -> None:
    """
    Suspended, reinstated, corrected, revoked: one address, which says the newest.
    """
    repository.build()
    before = assertion(repository, "Ada Lovelace")
    repository.pass_days()
    suspended = "suspended: {date: 2026-03-03, reason: Under review}"
    repository.award("Ada Lovelace", suspended)
    path = repository.award("Grace Hopper", "corrected: {date: 2026-03-03, reason: Wrong day}")
    text = repository.read(path).replace("awarded: 2026-03-01", "awarded: 2026-02-28")
    repository.write(path, text)
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.issue()
    repository.build()

    assert "By mistake" == assertion(repository, "Alan Turing")["revocationReason"]
    assert "recipient" not in assertion(repository, "Alan Turing")
    assert (
        "Suspended since 2026-03-03: Under review"
        == assertion(repository, "Ada Lovelace")["revocationReason"]
    )
    assert "2026-02-28T00:00:00Z" == assertion(repository, "Grace Hopper")["issuedOn"]

    repository.pass_days()
    repository.award(
        "Ada Lovelace", suspended, "reinstated: {date: 2026-03-04, reason: All in order}"
    )
    repository.issue()
    repository.build()

    assert before | {"version": "2"} == assertion(repository, "Ada Lovelace")

    earlier = repository.site / "awards" / repository.of("Grace Hopper").id / "v1"

    assert not (earlier / "assertion.json").exists()


def test_what_was_changed_is_what_a_clean_build_makes(
    repository: Repository, tmp_path: Path
) -> None:
    """
    Also where the issuer's address comes later than the awards.
    """
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", site.replace(EMAIL, ""))
    repository.build()
    repository.write("content/site.yaml", site)
    repository.pass_days()
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.define(version=2)
    repository.award("Kathleen Booth")
    repository.issue()
    repository.build()
    clean = Repository(tmp_path / "clean")
    for name in ("content", "keys"):
        shutil.copytree(repository.root / name, clean.root / name)
    clean.build()

    assert files(clean.site) == files(repository.site)


def test_a_forgotten_award_has_no_assertion(repository: Repository) -> None:
    repository.build()
    path = repository.site / "awards" / repository.of("Ada Lovelace").id / "assertion.json"
    existed = path.exists()
    list(forget(repository.project, repository.of("Ada Lovelace").id))
    repository.issue()
    repository.build()

    assert existed
    assert not path.exists()


def test_the_next_version_of_a_badge_names_the_one_before(repository: Repository) -> None:
    repository.pass_days()
    repository.define(version=2)
    repository.award("Kathleen Booth")
    repository.issue()
    repository.build()
    second = document(repository, "credentials/data-steward/v2/badgeclass.json")
    first = document(repository, "credentials/data-steward/v1/badgeclass.json")

    assert first["id"] == second["related"][1]["id"]
    assert 1 == len(first["related"])
    assert second["id"] == assertion(repository, "Kathleen Booth")["badge"]
    assert first["id"] == assertion(repository, "Ada Lovelace")["badge"]


FAULTS: dict[str, tuple[str, str, Any, str]] = {
    "recipient": ("assertion", "recipient", {"type": "id"}, "names another recipient"),
    "days": ("assertion", "issuedOn", "2026-02-01T00:00:00Z", "has an `issuedOn`"),
    "end": ("assertion", "expires", "2029-02-01T00:00:00Z", "has an `expires`"),
    "badge": ("assertion", "badge", f"{BASE_URL}/badgeclass.json", "is for another badge"),
    "id": ("assertion", "id", f"{BASE_URL}/assertion.json", "holds another document"),
    "withdrawn": ("assertion", "revoked", True, "does not say what became of the award"),
    "name": ("badgeclass", "name", "Data Wizard", "has another `name`"),
    "version": ("badgeclass", "version", "2", "is for another version of the badge"),
    "class": ("badgeclass", "id", f"{BASE_URL}/badgeclass.json", "holds another document"),
    "issuer": ("badgeclass", "issuer", "https://evil.example/", "names another issuer"),
    "criteria": ("badgeclass", "criteria", {}, "has another `criteria`"),
    "picture": ("badgeclass", "image", f"{BASE_URL}/none.svg", "shows a picture that is not"),
    "profile": ("issuer", "id", "https://evil.example/", "is the profile of another site"),
    "scope": ("issuer", "verification", {"startsWith": BASE_URL}, "the profile of another"),
    "short": ("revoked", "revocationReason", "Retired", "gives another reason"),
    "stands": ("revoked", "revoked", False, "does not say what became of the award"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_edition_that_disagrees_is_a_fault_of_the_site(built: Repository, fault: str) -> None:
    """
    Found by `verify`, one altered property at a time.
    """
    which, name, value, sentence = FAULTS[fault]
    site = files(built.site)
    path = {
        "assertion": f"awards/{built.of('Ada Lovelace').id}/assertion.json",
        "revoked": f"awards/{built.of('Alan Turing').id}/assertion.json",
        "badgeclass": "credentials/data-steward/v1/badgeclass.json",
        "issuer": "issuer.json",
    }[which]
    honest = verify_site(site.get, site, now=built.now)
    site[path] = json.dumps({**json.loads(site[path]), name: value}).encode()
    found = verify_site(site.get, site, now=built.now)

    assert honest.ok, honest.faults
    assert any(sentence in each for each in found.faults), found.faults


@pytest.mark.parametrize(
    ("lost", "sentence"),
    [
        ("assertion.json", "has no assertion"),
        ("issuer.json", "issuer.json is missing"),
        ("badgeclass.json", "is for another badge"),
        ("credential.json", "has no signed credential"),
        ("v1/badge.png", "shows a picture that is not on the site"),
    ],
)
def test_an_edition_with_a_hole_is_a_fault_of_the_site(
    built: Repository, lost: str, sentence: str
) -> None:
    site = files(built.site)
    del site[next(path for path in sorted(site) if path.endswith(lost))]
    found = verify_site(site.get, site, now=built.now)

    assert any(sentence in each for each in found.faults), found.faults


@pytest.mark.parametrize("data", [b"", b"[]", b'{"id": 1, "id": 2}', b'{"recipient": [[]]}'])
def test_what_cannot_be_read_is_a_fault_and_no_crash(built: Repository, data: bytes) -> None:
    honest = files(built.site)
    for path in honest:
        if path.endswith(("assertion.json", "badgeclass.json", "issuer.json")):
            site = {**honest, path: data}

            assert not verify_site(site.get, site, now=built.now).ok, path


def test_a_build_compares_what_it_wrote(built: Repository) -> None:
    """
    With `only`, the award or credential of a file that was written, and nothing else.
    """
    site = files(built.site)
    path = f"awards/{built.of('Ada Lovelace').id}/assertion.json"
    site[path] = b"{}"
    hosted = Hosted(site.get, sorted(site), built.register.addresses)

    assert list(hosted.faults({}, {path}))
    assert list(hosted.faults({}, {path.replace("assertion", "credential")}))
    assert [] == list(hosted.faults({}, {"index.html"}))

"""Open Badges 2.0 by file: what they say becomes records and credentials, and nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from testamur.content.importing import older
from testamur.problems import InputRefusedError
from testamur.wire.bake import frame
from testamur.wire.baked import Edition
from tests.importing.support import a_repository, rows, run, words_of
from tests.support.builders import a_picture
from tests.support.pictures import png
from tests.support.repository import Repository

COHORT = "content/awards/archive-keeper.csv"
CREDENTIAL = "content/credentials/archive-keeper/credential.md"
CLASS_ID = "https://old.example.org/badges/keeper"
ISSUER = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": "https://old.example.org/issuer",
    "type": "Issuer",
    "name": "Old Academy",
}
CLASS = {
    "@context": "https://w3id.org/openbadges/v2",
    "id": CLASS_ID,
    "type": "BadgeClass",
    "name": "Archive Keeper",
    "description": "Keeps the archive.",
    "image": "https://old.example.org/badges/keeper.png",
    "criteria": {"narrative": "Keep it for a year.", "id": "https://old.example.org/how"},
    "issuer": "https://old.example.org/issuer",
    "tags": ["archive", "archive", " care "],
    "alignment": [
        {"targetName": "archiving", "targetUrl": "https://skills.example.org/1"},
        {"targetName": "not public", "targetUrl": "http://localhost/1"},
    ],
}
PEOPLE = "Name,Email\nMiriam Okafor,Miriam@example.org\nTomas Lindqvist,tomas@example.org\n"


def hashed(email: str, salt: str = "s1", kind: str = "sha256") -> dict[str, Any]:
    digest = getattr(hashlib, kind)(f"{email}{salt}".encode()).hexdigest()
    return {"type": "email", "hashed": True, "salt": salt, "identity": f"{kind}${digest}"}


def plain(email: str) -> dict[str, Any]:
    return {"type": "email", "hashed": False, "identity": email}


def a_badge(**changes: Any) -> dict[str, Any]:
    return {
        "@context": "https://w3id.org/openbadges/v2",
        "id": "https://old.example.org/assertions/1",
        "type": "Assertion",
        "recipient": hashed("miriam@example.org"),
        "badge": CLASS_ID,
        "verification": {"type": "HostedBadge"},
        "issuedOn": "2025-05-14T23:59:59Z",
        "narrative": "Kept it well.",
        "evidence": "https://work.example.org/archive",
    } | changes


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return a_repository(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Of badges; what they lead to stands beside them."""
    folder = tmp_path / "old"
    folder.mkdir()
    write(folder / "class.json", CLASS)
    write(folder / "issuer.json", ISSUER)
    (folder / "keeper.png").write_bytes(png())
    (tmp_path / "people.csv").write_text(PEOPLE)
    return folder


def write(path: Path, document: object) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def with_people(folder: Path) -> tuple[str, Path]:
    return "--people", folder.parent / "people.csv"


def test_a_folder_of_badges_becomes_records_and_a_credential(
    repository: Repository, folder: Path
) -> None:
    """What is issued of them verifies; and once more there is nothing new."""
    write(folder / "1.json", a_badge())
    second = a_badge(
        id="https://old.example.org/assertions/2", recipient=hashed("tomas@example.org", kind="md5")
    )
    write(folder / "more" / "2.json", second)
    result = run(repository, "import", folder, *with_people(folder))

    assert 0 == result.exit_code, result.output
    assert ["new", "new"] == words_of(result)
    assert "issued there by Old Academy; what you issue of it is in your name" in result.stdout
    first, other = rows(repository, COHORT)
    assert ("Miriam Okafor", "Miriam@example.org", "2025-05-14") == (
        first["name"],
        first["email"],
        first["awarded"],
    )
    assert first["key"].startswith("ob2-")
    assert first["key"] != other["key"]
    assert "https://work.example.org/archive" == first["evidence_url"]
    assert () == repository.check().problems
    credential = repository.check().catalog
    assert credential is not None
    made = credential.credentials["archive-keeper"]
    assert "Archive Keeper" == made.name
    assert ("archive", "care") == made.tags
    assert ["archiving"] == [skill.name for skill in made.skills]
    assert "Keep it for a year.\n\nSee <https://old.example.org/how>." == made.criteria
    assert "image/png" == made.picture_type
    again = run(repository, "import", folder, *with_people(folder))
    assert ["there already", "there already"] == words_of(again)
    assert "nothing to write" in again.stdout


def test_a_badge_in_a_picture_is_read(repository: Repository, folder: Path) -> None:
    """Its picture is the credential's, where none stands beside it; the badge is taken out."""
    (folder / "keeper.png").unlink()
    made = frame(png(), {Edition.V2}).bake(None, json.dumps(a_badge()).encode())
    (folder / "mine.png").write_bytes(made)
    result = run(repository, "import", folder / "mine.png", *with_people(folder))

    assert ["new"] == words_of(result), result.output
    assert b"openbadges" not in (repository.root / CREDENTIAL).with_name("badge.png").read_bytes()


def test_documents_are_found_by_host_and_path(repository: Repository, tmp_path: Path) -> None:
    """A badge class that does not say its address stands at the one of its place."""
    nameless = {name: value for name, value in CLASS.items() if name != "id"}
    picture = base64.b64encode(a_picture().data).decode()
    nameless["image"] = f"data:image/svg+xml;base64,{picture}"
    write(tmp_path / "host" / "old.example.org" / "badges" / "keeper.json", nameless)
    badge = write(tmp_path / "alone" / "1.json", a_badge(recipient=plain("miriam@example.org")))
    (tmp_path / "people.csv").write_text(PEOPLE)
    result = run(
        repository,
        *("import", badge, "--documents", tmp_path / "host"),
        *("--people", tmp_path / "people.csv"),
    )

    assert ["new"] == words_of(result), result.output
    assert (repository.root / CREDENTIAL).with_name("badge.svg").exists()


def test_a_credential_of_that_name_is_taken(repository: Repository, folder: Path) -> None:
    write(folder / "class.json", CLASS | {"name": "data steward"})
    write(folder / "1.json", a_badge())
    run(repository, "import", folder, *with_people(folder))

    assert 1 == len(rows(repository, "content/awards/data-steward.csv"))
    assert not (repository.root / CREDENTIAL).exists()


@pytest.mark.parametrize("known_as", [CLASS_ID, "Archive Keeper"])
def test_what_it_is_here_can_be_said(repository: Repository, folder: Path, known_as: str) -> None:
    write(folder / "1.json", a_badge())
    run(repository, "import", folder, *with_people(folder), "--badge", f"{known_as}=forge")

    assert 1 == len(rows(repository, "content/awards/forge.csv"))


def test_a_name_inside_the_badge_is_enough(repository: Repository, folder: Path) -> None:
    profile = {"extensions:recipientProfile": {"name": "Rosa Ferreira"}}
    write(folder / "1.json", a_badge(recipient=plain("rosa@example.org")) | profile)
    result = run(repository, "import", folder)

    assert ["new"] == words_of(result)
    assert "Rosa Ferreira" == rows(repository, COHORT)[0]["name"]


def test_what_was_revoked_there_is_left_out(repository: Repository, folder: Path) -> None:
    write(folder / "1.json", a_badge(revoked=True))
    short = {
        "@context": "x",
        "id": "https://old.example.org/2",
        "type": "Assertion",
        "revoked": True,
    }
    write(folder / "2.json", short)
    result = run(repository, "import", folder, *with_people(folder))

    assert 0 == result.exit_code
    assert ["left out", "left out"] == words_of(result)
    assert not (repository.root / CREDENTIAL).exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"recipient": hashed("nobody@example.org")}, "is hashed, which cannot be undone"),
        ({"recipient": hashed("miriam@example.org") | {"salt": "other"}}, "is hashed"),
        ({"recipient": hashed("x") | {"identity": "sha256$00"}}, "is hashed"),
        ({"recipient": plain("rosa@example.org")}, "does not hold the recipient's name"),
        ({"recipient": plain("x") | {"type": "url"}}, "not awarded to an e-mail address"),
        ({"recipient": "miriam@example.org"}, "does not say whom it was awarded to"),
        ({"id": ""}, "does not say its own address"),
        ({"id": 7}, "does not say its own address"),
        ({"issuedOn": 1431561600}, "`issuedOn` is not a day"),
        ({"issuedOn": "01/02/2025"}, "`issuedOn` could be one of several days"),
        ({"expires": "never"}, "`expires` is not a day"),
        ({"badge": "https://old.example.org/badges/other"}, "what was earned is not at hand"),
        ({"badge": None}, "what was earned is not at hand: it names none"),
        ({"badge": CLASS | {"id": "x", "name": "\u5fb7"}}, "no name for its credential"),
        ({"badge": CLASS | {"id": "x", "description": ""}}, "`description` of its badge class"),
        ({"badge": CLASS | {"id": "x", "name": "K" * 400}}, "`name` of its badge class"),
        ({"badge": CLASS | {"id": "x", "criteria": None}}, "the criteria of its badge class"),
        (
            {"badge": CLASS | {"id": "x", "criteria": {"narrative": "[x](http://localhost/)"}}},
            "the criteria of its badge class",
        ),
        (
            {"badge": CLASS | {"id": "x", "image": "data:image/png;base64,iVBORw0KGgo="}},
            "the picture of what was earned",
        ),
        ({"evidence": "http://localhost/"}, "`evidence_url`"),
        ({"narrative": "[x](http://localhost/)"}, "`narrative`"),
    ],
)
def test_badges_that_say_too_little_are_refused(
    repository: Repository, folder: Path, changes: dict[str, Any], says: str
) -> None:
    """Each with the reason, and nothing is written."""
    write(folder / "1.json", a_badge(**changes))
    result = run(repository, "import", folder, *with_people(folder))

    assert 1 == result.exit_code
    assert ["refused"] == words_of(result), result.output
    assert says in result.stdout
    assert not (repository.root / "content" / "awards").exists()
    assert not (repository.root / CREDENTIAL).exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("1.json", b"{", "it cannot be read"),
        ("1.json", b'{"id": 1, "id": 2}', "it cannot be read"),
        ("1.json", b"[" * 100_000, "it cannot be read"),
        ("1.json", b'"text"', "it is no badge of Open Badges 2.0"),
        ("1.json", b"eyJhbGciOiJSUzI1NiJ9.e30.AA", "it is a signed badge"),
        ("1.png", b"\x89PNG\r\n\x1a\nbroken", "the picture"),
        ("1.png", b"GIF89a", "the picture"),
    ],
)
def test_what_is_no_badge_is_refused(
    repository: Repository, tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / "alone" / name
    path.parent.mkdir()
    path.write_bytes(data)
    result = run(repository, "import", path)

    assert 1 == result.exit_code
    assert ["refused"] == words_of(result), result.output
    assert says in result.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"https://old.example.org/assertions/9", "no file is from there"),
        (b"eyJhbGciOiJSUzI1NiJ9.e30.AA", "it is a signed badge"),
    ],
)
def test_pictures_that_hold_no_hosted_badge_are_refused(
    repository: Repository, tmp_path: Path, text: bytes, says: str
) -> None:
    path = tmp_path / "mine.png"
    path.write_bytes(frame(png(), {Edition.V2}).bake(None, text))
    result = run(repository, "import", path)

    assert says in result.stdout


def test_a_picture_without_a_badge_is_refused(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "mine.png").write_bytes(png())

    assert (
        "no badge of Open Badges 2.0 is baked"
        in run(repository, "import", tmp_path / "mine.png").stdout
    )


def test_a_folder_without_badges_is_refused(repository: Repository, folder: Path) -> None:
    with pytest.raises(InputRefusedError, match="there is no badge of Open Badges"):
        run(repository, "import", folder)


def test_people_without_addresses_are_refused(repository: Repository, folder: Path) -> None:
    write(folder / "1.json", a_badge())
    (folder.parent / "people.csv").write_text("Name,Town\nMiriam,Kiel\n")

    with pytest.raises(InputRefusedError, match="gives nobody's name and address"):
        run(repository, "import", folder, *with_people(folder))


def test_an_address_cannot_leave_the_comment_it_is_told_in(
    repository: Repository, folder: Path
) -> None:
    """Whoever wrote the badge class writes nothing else into ours."""
    evil = CLASS | {"id": "https://old.example.org/x\nversion: 7"}
    write(folder / "1.json", a_badge(badge=evil))
    run(repository, "import", folder, *with_people(folder))

    assert "version" not in repository.read(CREDENTIAL)


def test_links_out_of_the_folder_are_not_followed(repository: Repository, folder: Path) -> None:
    (folder.parent / "secret.json").write_text(json.dumps(a_badge()))
    (folder / "link.json").symlink_to(folder.parent / "secret.json")

    with pytest.raises(InputRefusedError, match="there is no badge"):
        run(repository, "import", folder)


def test_a_hash_is_matched_whatever_the_case_of_the_address() -> None:
    roll = older.Roll([older.Person("Miriam", "Miriam@Example.org")])

    for email in ("Miriam@Example.org", "miriam@example.org"):
        found = roll.whose(hashed(email)["identity"], "s1")

        assert found is not None
    assert roll.whose(hashed("MIRIAM@example.org")["identity"], "s1") is None

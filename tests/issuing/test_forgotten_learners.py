"""Forgetting somebody whose awards stand in a learner's record: nothing of them is left."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from testamur.commands.forget import forget
from testamur.register.learners import LearnerRecord
from tests.support.repository import Repository

ADA = "content/learners/ada.yaml"
WISH = "name: Ada Lovelace\nemail: ada-lovelace@example.org\nconsent: 2026-03-01\n"
SECRET = "A story that nobody else tells"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A learner with two awards, one of them with words of its own, and a picture; published."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.write(
        "content/credentials/data-steward/badge.svg",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>\n',
    )
    repository.award("Ada Lovelace", "key: second", f"narrative: {SECRET}", file="ada-again")
    repository.write(ADA, WISH)
    repository.issue(first=True)
    repository.build()
    repository.pass_days()
    return repository


def record(repository: Repository) -> LearnerRecord:
    (found,) = repository.register.learners.values()
    return found


def contents(root: Path) -> Iterator[tuple[str, bytes]]:
    """
    Every file of register, content and site, and every file inside of a zip.

    The samples that a browser tries itself on are of the program, and their Ada is nobody's.
    """
    for folder in ("content", "site"):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_file() or path.match("assets/samples.*.js"):
                continue
            name, data = path.relative_to(root).as_posix(), path.read_bytes()
            yield name, data
            if data.startswith(b"PK"):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    for each in archive.namelist():
                        yield f"{name}!{each}", archive.read(each)


def traces(root: Path, secrets: list[str]) -> list[str]:
    """Where any of these stands, in any encoding that a site or register might use."""
    wanted: dict[bytes, str] = {}
    for secret in secrets:
        plain = secret.encode()
        escaped = orjson.dumps(secret)[1:-1]
        shifted = [base64.b64encode(b" " * shift + plain)[4:-4] for shift in range(3)]
        forms = [plain, escaped, plain.hex().encode(), secret.encode("utf-16-le"), *shifted]
        wanted |= {form: secret for form in forms if len(form) > 6}
    return [
        f"{name}: {secret}"
        for name, data in contents(root)
        for form, secret in wanted.items()
        if form in data
    ]


def of(signed: bytes) -> list[str]:
    """What a signed award says of its recipient alone."""
    document = orjson.loads(signed)
    subject = document["credentialSubject"]
    return [
        subject["id"],
        *(each["identityHash"] for each in subject["identifier"]),
        *(each["salt"] for each in subject["identifier"] if "salt" in each),
        *(each["proofValue"] for each in document["proof"]),
    ]


def test_a_forgotten_award_leaves_no_trace_in_record_or_bundle(repository: Repository) -> None:
    """
    The other award stays, and the record is issued again with it alone.
    """
    before = record(repository)
    (told,) = (a for a in repository.register.awards.values() if SECRET.encode() in a.newest.signed)
    theirs = [*of(told.newest.signed), SECRET, told.newest.nonce.hex()]
    # The name is that of the award which stays, too.
    theirs.remove("Ada Lovelace")
    old = [each["proofValue"] for each in orjson.loads(before.proof)]

    assert len(theirs) <= len({each.split(": ")[1] for each in traces(repository.root, theirs)}) + 2

    said = list(forget(repository.project, told.id))

    assert any("issued again without it" in line for line in said), said
    assert not (repository.root / "content/awards/ada-again.yaml").exists()

    repository.issue()
    repository.build(check_all=True)

    assert 1 == len(record(repository).holds)
    assert [] == traces(repository.root, [*theirs, *old])
    # Its id stands where erasure is told of, and nowhere else.
    assert {"content/forgotten.yaml", "content/register/documents/0000.jsonl"} == {
        name for name, data in contents(repository.root) if told.id.encode() in data
    }


def test_a_forgotten_learner_leaves_no_trace(repository: Repository) -> None:
    """
    Record, bundle and hashes go; the awards stay.
    """
    before = record(repository)
    document = orjson.loads(before.signed)
    document["credentialSubject"]["verifiableCredential"] = []
    theirs = [each for each in of(orjson.dumps(document)) if each != "Ada Lovelace"]
    theirs += [before.person, before.intent, before.nonce.hex(), "Learner record of"]

    assert traces(repository.root, theirs)

    said = list(forget(repository.project, before.learner))

    assert f"{ADA}: deleted" in said

    repository.issue()
    repository.build(check_all=True)

    assert [] == traces(repository.root, theirs)
    assert 3 == len(repository.register.awards)
    assert {"content/register/documents/0000.jsonl"} == {
        name for name, data in contents(repository.root) if before.learner.encode() in data
    }


def test_when_the_last_award_is_forgotten_the_learner_is_too(repository: Repository) -> None:
    email = sha256(b"ada-lovelace@example.org").hexdigest()
    for award in list(repository.register.awards.values()):
        if b'"Ada Lovelace"' in award.newest.signed:
            list(forget(repository.project, award.id))

    assert not (repository.root / ADA).exists()

    repository.issue()
    repository.build(check_all=True)

    assert [] == traces(repository.root, ["Ada Lovelace", "ada-lovelace", SECRET, email])


def test_an_id_that_nobody_has_is_refused(repository: Repository) -> None:
    from testamur.commands.forget import ForgetError

    with pytest.raises(ForgetError, match="neither an award nor a learner's record"):
        list(forget(repository.project, "0" * 26))

"""One issuer with all that there is: cut between writes, refreshed, and searched for what is private."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import orjson
import pytest

from testamur.changes import Action
from testamur.commands.forget import forget
from testamur.model.formats import Format
from testamur.register.documents import Document
from testamur.register.entries import Role
from testamur.register.register import Register
from tests.support import everything
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import OTHER_SEED, Repository
from tests.support.serialising import OTHER_JWT_KEY

WRITES = 18
"""Operations on the disk in the run that is cut: a change here is to be noticed."""
_TOKEN = re.compile(rb"[A-Za-z0-9_-]{24,}")


def waiting(root: Path) -> Repository:
    """
    Nearly every change at once: a lost award key and a lost key for JWTs, a new text of a pathway,
    a new credential, a correction, a suspension, a revocation, one that is forgotten, a new award.
    """
    repository = everything.begun(root)
    repository.award("Kathleen Booth")
    repository.issue(first=True)
    size = repository.register.size
    repository.pass_days(10)
    everything.endorse(repository)
    repository.announce("award-1", Role.AWARD, repository.award_seed, compromised=size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED
    assert repository.jwt_signer
    repository.announce_key("jwt-1", Role.JWT, repository.jwt_signer.public_key, compromised=size)
    repository.announce_key("jwt-2", Role.JWT, OTHER_JWT_KEY.public_key)
    repository.jwt_signer = OTHER_JWT_KEY
    everything.tell_pathway(repository, "Both are needed, and time.")
    path = "content/credentials/{}/credential.md"
    text = repository.read(path.format("law")).replace("name: Law", "name: More law")
    repository.write(path.format("more-law"), text)
    path = repository.award("Grace Hopper", "corrected: {date: 2026-03-09, reason: Spelling}")
    repository.write(path, repository.read(path).replace("name: Grace Hopper", "name: G. Hopper"))
    repository.award("Alan Turing", "suspended: {date: 2026-03-09, reason: Under review}")
    repository.award("Kathleen Booth", "revoked: {date: 2026-03-09, reason: Not earned}")
    list(forget(repository.project, told(repository.register)))
    repository.award("Mary Somerville")
    return repository


def told(register: Register) -> str:
    """The award with words of its own."""
    (found,) = (
        each.id for each in register.awards.values() if b"Unlike all others" in each.newest.unsigned
    )
    return found


def said(register: Register) -> object:
    """What it says but for what chance decided."""
    awards = {
        str(orjson.loads(award.newest.unsigned)["credentialSubject"]["identifier"][1]): (
            len(award.versions),
            [event.change for event in award.events],
            sorted(each.format for each in award.newest.detached),
        )
        for award in register.awards.values()
    }
    learners = [(each.version, len(each.holds)) for each in register.learners.values()]
    places = {purpose: len(slots) for purpose, slots in register.set_slots.items()}
    return awards, learners, places, sorted(register.pathways), sorted(register.definitions)


def test_the_number_of_writes_is_known(tmp_path: Path) -> None:
    disk = DyingDisk()
    repository = waiting(tmp_path)
    actions = {change.action for change in repository.plan().changes}
    repository.issue(disk=disk)

    assert WRITES == len(disk.operations), disk.operations
    assert actions >= {
        *(Action.KEY, Action.DEFINE, Action.PATHWAY_CHANGE, Action.CORRECT, Action.SUSPEND),
        *(Action.REVOKE, Action.FORGET, Action.AWARD, Action.RECORD, Action.SERIALISE),
    }


@pytest.fixture(scope="module")
def uncut(tmp_path_factory: pytest.TempPathFactory) -> object:
    repository = waiting(tmp_path_factory.mktemp("uncut"))
    repository.issue()
    return said(repository.register)


@pytest.mark.slow
@pytest.mark.parametrize("when", When)
@pytest.mark.parametrize("nth", range(1, WRITES + 1))
def test_the_next_run_completes_it(nth: int, when: When, tmp_path: Path, uncut: object) -> None:
    """
    What was there stays, and the whole says the same as if nothing had happened.
    """
    repository = waiting(tmp_path)
    before = repository.register
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=nth, when=when))
    repository.issue()
    after = repository.register

    assert before.entries == after.entries[: before.size]
    assert uncut == said(after)
    assert () == repository.plan().changes
    assert repository.build(check_all=True).report.ok
    assert Format.JWT in {
        each.format
        for document in after.documents.values()
        if isinstance(document, Document)
        for each in document.detached
    }
    assert [] == found(repository.root, [b"Unlike all others"])


def test_a_day_rewrites_a_handful_of_files(tmp_path: Path) -> None:
    repository = everything.begun(tmp_path)
    repository.issue(first=True)
    repository.pass_days(10)
    everything.endorse(repository)
    repository.refresh()
    repository.build()
    repository.pass_days()
    repository.refresh()

    lists = {"status/revocation-1.json", "status/suspension-1.json"}

    assert lists | {"issuer/index.html", "register/index.html"} == {
        step.path for step in repository.build().steps if step.action != "keep"
    }


@pytest.mark.parametrize("display", ["hidden", "initials"])
def test_a_name_that_is_kept_back_stands_nowhere(tmp_path: Path, display: str) -> None:
    """
    Nor an address of anybody: in no page, document, token, picture, bundle, cache or message.
    """
    repository = everything.begun(tmp_path)
    person = f"name: Zaphod Beeblebrox, email: zaphod@galaxy.example, display: {display}"
    for slug, key in (("data-steward", "one"), ("data-steward", "two"), ("law", "three")):
        repository.write(
            f"content/awards/{key}.yaml",
            f"credential: {slug}\nkey: {key}\nrecipient: {{{person}}}\nawarded: 2026-03-01\n",
        )
    wish = person.replace(", ", "\n")
    repository.write("content/learners/somebody.yaml", f"{wish}\nconsent: 2026-03-01\n")
    repository.issue(first=True)
    repository.pass_days(10)
    everything.endorse(repository)
    repository.refresh()
    repository.build()
    secrets = [b"Zaphod", b"Beeblebrox", b"zaphod", b"galaxy", b"ada-lovelace", b"alan-turing@"]
    messages = [f"{each.file} {each.detail} {each.hint}" for each in repository.check().problems]

    assert any("has come to the end of" in each for each in messages)
    assert not any(each.decode() in said for each in secrets[:4] for said in messages)
    assert [] == found(repository.root, secrets, ("site", "content/register", ".testamur"))


def test_a_forgotten_person_leaves_no_trace(tmp_path: Path) -> None:
    """
    In no format of the awards, nor as the digest or signature of one; caches are searched too.
    """
    repository = everything.begun(tmp_path)
    repository.issue(first=True)
    repository.pass_days(10)
    everything.endorse(repository)
    repository.refresh()
    repository.build()
    secrets = {b"ada-lovelace", b"Ada Lovelace", b"Unlike all others"}
    theirs = [
        award.newest
        for award in repository.register.awards.values()
        if b'"Ada Lovelace"' in award.newest.unsigned
    ]
    for document in theirs:
        secrets |= set(_personal(document))

        assert found(repository.root, [document.detached[0].signature.encode()])

    for document in theirs:
        list(forget(repository.project, document.award))
    repository.issue()
    repository.build(check_all=True)

    assert 2 == len(theirs)
    assert [] == found(repository.root, secrets)


def _personal(document: Document) -> Iterator[bytes]:
    subject = orjson.loads(document.unsigned)["credentialSubject"]
    yield subject["id"].encode()
    for each in subject["identifier"]:
        yield each["identityHash"].encode()
    for digest in (document.nonce.hex(), document.record, document.intent, document.source):
        yield digest.encode()
    for data in (document.unsigned, document.signed):
        yield sha256(data).hexdigest().encode()
    for detached in document.detached:
        yield detached.signature.encode()
        yield detached.payload.encode()
    for proof in orjson.loads(document.proof):
        yield proof["proofValue"].encode()


def found(
    root: Path,
    secrets: list[bytes] | set[bytes],
    folders: tuple[str, ...] = ("content", "keys", "site", ".testamur"),
) -> list[str]:
    """
    Which files hold any of these, however they are wrapped.

    The samples that a browser tries itself on are of the program, and their Ada is nobody's.
    """
    return [
        path.relative_to(root).as_posix()
        for folder in folders
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
        and not path.match("assets/samples.*.js")
        and any(secret in form for form in _forms(path.read_bytes()) for secret in secrets)
    ]


def _forms(data: bytes) -> Iterator[bytes]:
    """A file itself, the members of an archive, and whatever is base64url inside."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from _forms(archive.read(name))
        return
    for match in _TOKEN.finditer(data):
        word = match.group()
        for shift in range(4):
            yield urlsafe_b64decode(word[shift : shift + (len(word) - shift) // 4 * 4])

"""What becomes of awards: a name corrected, one revoked, somebody forgotten, another machine."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.journeys.travelling import Traveller, accepted, stranger

pytestmark = pytest.mark.slow


def test_a_corrected_name_takes_the_place_of_the_wrong_one(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelase" --email ada@example.org')
    traveller.issue("--first")
    award = traveller.award_of("Ada")
    wrong = traveller.document(award)

    traveller.run('testamur correct ada --name "Ada Lovelace" --reason "It was misspelt"')
    traveller.run("testamur check")
    assert "1 correction" in traveller.issue()

    right = traveller.document(award)
    assert b"Ada Lovelace" in right
    assert wrong == traveller.document(award, "v1")
    assert [True, False] == accepted(stranger(traveller.site, [right, wrong]))


def test_a_stranger_sees_that_an_award_was_revoked(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.run('testamur award first-badge --name "Eve Sly" --email eve@example.org')
    traveller.issue("--first")
    ada, eve = (traveller.document(traveller.award_of(name)) for name in ("ada", "eve"))
    assert [True, True] == accepted(stranger(traveller.site, [ada, eve]))

    traveller.run('testamur revoke eve --code misconduct --reason "The work was not hers"')
    assert "1 revocation" in traveller.issue()

    # The copy that she kept is the document that was signed, byte for byte; its status is not.
    assert eve == traveller.document(traveller.award_of("eve"))
    assert [True, False] == accepted(stranger(traveller.site, [ada, eve]))
    traveller.run('testamur reinstate eve --reason "She asked"', code=1)


def test_nothing_is_left_of_somebody_forgotten(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.run(
        'testamur award first-badge --name "Grace Hopper" --email grace@example.org'
        ' --narrative "Found the moth"'
    )
    traveller.issue("--first")
    ada, grace = (traveller.document(traveller.award_of(name)) for name in ("ada", "grace"))
    assert [True, True] == accepted(stranger(traveller.site, [ada, grace]))
    traces = _traces(grace)
    assert _holding(traveller.folder, traces)

    traveller.run("testamur forget grace")
    assert "1 award to be forgotten" in traveller.issue()

    assert [] == _holding(traveller.folder, traces)
    assert [True, False] == accepted(stranger(traveller.site, [ada, grace]))


def test_another_machine_goes_on_with_nothing_but_git(traveller: Traveller) -> None:
    """The first one burns down; a clone of the remote publishes the same site elsewhere."""
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.run("git init --quiet --bare ../forge.git")
    traveller.run("git remote add origin ../forge.git")
    traveller.issue("--first")
    traveller.run("testamur register push")
    traveller.run("git add . && git commit --quiet -m 'Award' && git push --quiet origin main")
    ada = traveller.document(traveller.award_of("ada"))

    other = replace(traveller, home=traveller.home.parent / "other-home")
    other.home.mkdir()
    other.folder.mkdir()
    other.run(f"git clone --quiet --branch main {traveller.home}/forge.git .")
    assert not other.keys.exists()
    # Without its register nothing is published, and none is begun by itself.
    other.run("testamur build", code=3)
    other.run("testamur register pull")
    other.run("testamur build")
    other.run("testamur verify site")
    other.run(f"diff -r {traveller.site} site")
    other.run(f"testamur check --published {traveller.site}")
    assert [ada] == other.documents
    assert [True] == accepted(stranger(other.site, [ada]))

    # Another address would be another issuer.
    other.run("sed -i 's/badges.example.org/badges.example.net/' content/site.yaml")
    other.run("testamur check", code=3)
    other.run("git checkout --quiet content/site.yaml")

    # Who holds the keys issues from there.
    other.run('testamur award first-badge --name "Grace Hopper" --email grace@example.org')
    other.run("testamur issue", code=4)
    other.run(f"mkdir -p {other.keys.parent} && cp -pr {traveller.keys} {other.keys.parent}")
    other.issue()
    other.run("testamur register push")
    other.run(f"testamur check --published {traveller.site}")
    assert [True, True] == accepted(stranger(other.site, other.documents))

    # The first machine cannot go on as if that had not happened.
    traveller.run('testamur award first-badge --name "Eve Sly" --email eve@example.org')
    traveller.issue()
    traveller.run("testamur register push", code=3)


def _traces(document: bytes) -> list[bytes]:
    """By what somebody could be known again."""
    subject = json.loads(document)["credentialSubject"]
    hashed = [
        each[field]
        for each in subject["identifier"]
        for field in ("identityHash", "salt")
        if field in each
    ]
    words = ["Grace", "Hopper", "grace@", "grace-hopper", "moth", subject["id"], *hashed]
    return [each.encode() for each in words]


def _holding(folder: Path, traces: list[bytes]) -> list[str]:
    """Files with any of the traces, but for what Git keeps."""
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and ".git" not in path.relative_to(folder).parts
        and any(each in path.read_bytes() for each in traces)
    ]

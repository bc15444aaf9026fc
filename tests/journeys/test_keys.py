"""What becomes of keys: replaced in peace, stolen, lost."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from tests.journeys.travelling import HOST, Traveller, accepted, stranger

pytestmark = pytest.mark.slow

PRIVATE = f"--private ~/testamur-keys/{HOST}"


def test_awards_outlive_the_key_that_signed_them(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.issue("--first")
    ada = traveller.document(traveller.award_of("ada"))

    traveller.run(f"testamur keys rotate award {PRIVATE}")
    traveller.run(f"testamur keys rotate register {PRIVATE}")
    traveller.run('testamur award first-badge --name "Grace Hopper" --email grace@example.org')
    # The old one signs nothing any more.
    old = f"--award-key file:{traveller.keys}/award-1.key"
    traveller.run(
        f"testamur issue {old} --register-key file:{traveller.keys}/register-2.key", code=4
    )
    traveller.issue()

    grace = traveller.document(traveller.award_of("grace"))
    assert ada == traveller.document(traveller.award_of("ada"))
    assert _key_of(ada) != _key_of(grace)
    assert [True, True] == accepted(stranger(traveller.site, [ada, grace]))


def test_a_thief_of_the_award_key_is_shut_out(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.issue("--first")
    ada = traveller.document(traveller.award_of("ada"))

    # One award smuggled in where the issuer issues, one made at home with a register key of one's own.
    traveller.run('testamur award first-badge --name "Eve Sly" --email eve@example.org')
    traveller.issue()
    smuggled = traveller.document(traveller.award_of("eve"))
    thief = replace(traveller, home=traveller.home.parent / "den")
    shutil.copytree(traveller.folder, thief.folder)
    thief.keys.mkdir(parents=True)
    shutil.copy(traveller.keys / "award-1.key", thief.keys)
    thief.run(f"testamur keys rotate register {PRIVATE}")
    thief.run('testamur award first-badge --name "Mallory Sly" --email mallory@example.org')
    thief.issue()
    forged = thief.document(thief.award_of("mallory"))
    # So far nobody has a reason to doubt any of them.
    assert [True] * 3 == accepted(stranger(traveller.site, [ada, smuggled, forged]))
    (traveller.home / "forged.json").write_bytes(forged)
    said = traveller.run("testamur verify --site site ../forged.json")
    assert "No proof that it is in the permanent record" in said

    said = traveller.run("testamur keys compromised award-1 --first-bad 6")
    assert "1 award from there on, vouched for by nobody:" in said
    assert "Eve Sly" in said
    traveller.run(f"testamur keys new --role award {PRIVATE}")
    traveller.run("testamur revoke eve --code key-compromise")
    traveller.issue()

    again = traveller.document(traveller.award_of("ada"))
    smuggled_again = traveller.document(traveller.award_of("eve"))
    documents = [again, smuggled, smuggled_again, forged]
    assert [True, False, False, False] == accepted(stranger(traveller.site, documents))
    assert "publishes no key" in traveller.run("testamur verify --site site ../forged.json", code=1)
    # Of her copy with the old proofs ours alone can tell, by the register, that it is older.
    assert _key_of(ada) != _key_of(again)
    assert [False] == accepted(stranger(traveller.site, [ada]))
    (traveller.home / "ada.json").write_bytes(ada)
    assert "Valid" in traveller.run("testamur verify --site site ../ada.json")


def test_both_keys_are_lost_and_no_award_is(traveller: Traveller) -> None:
    traveller.begin()
    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.issue("--first")
    ada = traveller.document(traveller.award_of("ada"))
    shutil.rmtree(traveller.keys)

    # Nothing that was published needs them.
    traveller.run("rm -rf site && testamur build && testamur verify site")
    traveller.run('testamur award first-badge --name "Grace Hopper" --email grace@example.org')
    traveller.run("testamur issue", code=4)
    traveller.run(f"testamur keys rotate award {PRIVATE}")
    traveller.run(f"testamur keys rotate register {PRIVATE}")
    traveller.issue()

    grace = traveller.document(traveller.award_of("grace"))
    assert ada == traveller.document(traveller.award_of("ada"))
    assert [True, True] == accepted(stranger(traveller.site, [ada, grace]))


def _key_of(document: bytes) -> str:
    return str(json.loads(document)["proof"][0]["verificationMethod"])

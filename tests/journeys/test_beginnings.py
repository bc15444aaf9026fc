"""How awards come to be: the first one, a cohort of 300, and those of another system."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from tests.journeys.travelling import (
    Traveller,
    accepted,
    altered,
    stranger,
    stranger_of_2_0,
    stranger_with_a_wallet,
)
from tests.support.sites import ROOT

pytestmark = pytest.mark.slow

OLD = "https://api.badgr.io/public"


def test_the_first_badge_is_accepted_by_strangers_and_an_altered_copy_is_not(
    traveller: Traveller,
) -> None:
    traveller.begin()

    # Nothing of the checkout is in reach.
    assert str(ROOT) not in traveller.run("python -c 'import sys; print(sys.path)'")
    assert "not set" in traveller.run("echo ${PYTHONPATH:-not set}")

    traveller.run('testamur award first-badge --name "Ada Lovelace" --email ada@example.org')
    traveller.run("testamur check")
    traveller.issue("--first")

    (badge,) = traveller.documents
    answers = [stranger(traveller.site, [badge]), stranger_with_a_wallet(traveller.site, [badge])]
    assert [[True], [True]] == [accepted(each) for each in answers]

    copy = altered(badge)
    answers = [stranger(traveller.site, [copy]), stranger_with_a_wallet(traveller.site, [copy])]
    assert [[False], [False]] == [accepted(each) for each in answers]


def test_a_cohort_of_300_comes_from_a_table_once(traveller: Traveller) -> None:
    traveller.begin()
    table = traveller.home / "spring.csv"
    table.write_text(_table(range(300)), encoding="utf-8")

    columns = '--map Student=name --map Mail=email --map "Passed on"=awarded'
    said = traveller.run(f"testamur import ../spring.csv --credential first-badge {columns}")
    assert "300 rows: 300 new" in said
    assert "300 new awards" in traveller.issue("--first")

    # A month later the system exports everybody again, and one who is new.
    table.write_text(_table(range(301)), encoding="utf-8")
    said = traveller.run("testamur import ../spring.csv")
    assert "301 rows: 1 new, 300 there already" in said
    assert "nothing to write" in traveller.run("testamur import ../spring.csv")
    assert "1 new award" in traveller.issue()

    badges = traveller.documents
    assert 301 == len(badges)
    assert [True] * 301 == accepted(stranger(traveller.site, badges))
    (first, *_) = badges
    assert [False] == accepted(stranger(traveller.site, [altered(first)]))


def test_what_badgr_exports_lives_on(traveller: Traveller) -> None:
    """Its table of awards, and badges as its earners have them."""
    traveller.begin("--email badges@example.org")
    (traveller.home / "export.csv").write_text(
        "Badge Class ID,Badge Class Name,Recipient Name,"
        '"Identifier (email address, URL, or phone number)",Issue Date,Assertion ID,Revoked\n'
        "kP3,Archive Keeper,Ada Lovelace,ada@example.org,2024-05-14,aB1,false\n"
        "kP3,Archive Keeper,Grace Hopper,grace@example.org,2024-05-14,aB2,false\n"
        "kP3,Archive Keeper,Eve,eve@example.org,2024-05-14,aB3,true\n",
        encoding="utf-8",
    )
    _old_badges(traveller.home / "old-badges")
    (traveller.home / "people.csv").write_text(
        "Name,Email\nAlan Turing,alan@example.org\n", encoding="utf-8"
    )

    said = traveller.run("testamur import ../old-badges --people ../people.csv")
    assert "1 row: 1 new" in said
    said = traveller.run("testamur import ../export.csv --badge kP3=archive-keeper")
    assert "3 rows: 2 new, 1 left out" in said
    assert "3 new awards" in traveller.issue("--first")

    assert [True] * 3 == accepted(stranger(traveller.site, traveller.documents))
    hosted = traveller.assertions
    assert [True] * 3 == accepted(stranger_of_2_0(traveller.site, hosted))

    # It is ours to withdraw now.
    grace = traveller.award_of("grace")
    traveller.run("testamur revoke grace --code misconduct")
    traveller.issue()

    gone = [each for each in hosted if grace.encode() in each]
    stands = [each for each in hosted if grace.encode() not in each]
    assert [False] == accepted(stranger_of_2_0(traveller.site, gone))
    assert [True] * 2 == accepted(stranger_of_2_0(traveller.site, stands))
    assert [False] == accepted(stranger(traveller.site, [traveller.document(grace)]))


def _table(numbers: range) -> str:
    rows = (f"Student {number};student-{number}@example.org;13.02.2025" for number in numbers)
    return "\n".join(["Student;Mail;Passed on", *rows, ""])


def _old_badges(folder: Path) -> None:
    """A hosted badge in Open Badges 2.0, with what it leads to, in the form that Badgr hosts."""
    context = {"@context": "https://w3id.org/openbadges/v2"}
    salt = "5c8d0e6f"
    whose = sha256(f"alan@example.org{salt}".encode()).hexdigest()
    documents: dict[str, dict[str, object]] = {
        "assertion.json": {
            "type": "Assertion",
            "id": f"{OLD}/assertions/aB4",
            "badge": f"{OLD}/badges/kP3",
            "image": {"id": f"{OLD}/assertions/aB4/image"},
            "verification": {"type": "HostedBadge"},
            "issuedOn": "2024-05-14T00:00:00+00:00",
            "recipient": {
                "hashed": True,
                "identity": f"sha256${whose}",
                "salt": salt,
                "type": "email",
            },
            "evidence": [],
        },
        "badge.json": {
            "type": "BadgeClass",
            "id": f"{OLD}/badges/kP3",
            "name": "Archive Keeper",
            "description": "Keeps an archive.",
            "criteria": {"narrative": "A year of keeping one."},
            "issuer": f"{OLD}/issuers/iS1",
            "tags": ["archives"],
            "alignment": [],
        },
        "issuer.json": {
            "type": "Issuer",
            "id": f"{OLD}/issuers/iS1",
            "name": "Old Academy",
            "url": "https://old.example.org/",
            "email": "badges@old.example.org",
        },
    }
    folder.mkdir()
    for name, document in documents.items():
        (folder / name).write_text(json.dumps({**context, **document}), encoding="utf-8")

"""What loading gives to those who ask for less, or in an odd state of the repository."""

from __future__ import annotations

from hashlib import sha256

import pytest

from testamur.content.load import load_site
from testamur.problems import errors
from tests.content.support import AWARD, COHORT, CREDENTIAL, SITE, SVG, Content


def test_site_alone(content: Content) -> None:
    """The settings are read whatever is wrong with the awards."""
    content.write("awards/ada.yaml", "nothing: right\n")
    content.write("site.yaml", SITE + "  image: logo.svg\n")
    content.write("logo.svg", SVG.format(""))
    site, problems = load_site(content.root)

    assert () == problems
    assert site is not None
    assert "https://badges.example.org/academy" == site.base_url
    assert site.logo is not None
    assert "svg" == site.logo.extension


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("site.yaml", SITE + "titel: x\n"),
        ("site.yaml", SITE + "  image: logo.svg\n"),
        ("site.yaml", "a: [\n"),
    ],
)
def test_broken_site_alone(content: Content, path: str, text: str) -> None:
    """Without good settings there is no site, and the reasons are placed."""
    content.write(path, text)
    site, problems = load_site(content.root)

    assert site is None
    assert errors(problems)
    assert all(problem.place is not None for problem in problems)


def test_no_site_alone(content: Content) -> None:
    """Without site.yaml there is nothing to build."""
    (content.root / "content/site.yaml").unlink()

    assert ["no-content"] == [problem.rule.code for problem in load_site(content.root)[1]]


def test_broken_parts_are_left_out(content: Content) -> None:
    """A catalog holds what is right, and a broken credential's awards are not blamed for it."""
    content.write("credentials/broken/credential.md", CREDENTIAL.replace("kind:", "knd:"))
    content.write("awards/of-broken.yaml", AWARD.replace("data-steward", "broken"))
    content.write("awards/broken.yaml", "credential: data-steward\n")
    loaded = content.load()

    assert loaded.catalog is not None
    assert ["data-steward"] == list(loaded.catalog.credentials)
    assert ["path:ada", "path:of-broken"] == [item.identity for item in loaded.catalog.records]
    assert ["missing-field", "missing-field", "unknown-field"] == [
        problem.rule.code for problem in loaded.problems
    ]


def test_sources_follow_the_bytes(content: Content) -> None:
    """A record's digest changes with its own bytes, and with nobody else's."""
    items = "- " + AWARD.replace("\n", "\n  ").rstrip(" ")
    other = items.replace("ada@", "bob@")
    rows = "data-steward,Grace,grace@example.com,2025-05-14\n"
    content.write("awards/list.yaml", items + other)
    content.write("awards/2025.csv", COHORT + rows)
    before = _sources(content)
    content.write(
        "awards/list.yaml", "# A note.\n" + items + "\n\n" + other.replace("05-14", "05-15")
    )
    content.write("awards/2025.csv", COHORT + rows.replace("Grace,g", "Alan,a") + rows)
    after = _sources(content)

    assert sha256(AWARD.encode()).hexdigest() == before["path:ada"]
    assert before["path:ada"] == after["path:ada"]
    assert before["row:data-steward:ada@example.com"] == after["row:data-steward:ada@example.com"]
    assert before["row:data-steward:bob@example.com"] != after["row:data-steward:bob@example.com"]
    assert (
        before["row:data-steward:grace@example.com"] == after["row:data-steward:grace@example.com"]
    )


def test_columns_in_any_order(content: Content) -> None:
    """The order of columns is free, blank rows are nobody, and empty cells say nothing."""
    content.write(
        "awards/2025.csv",
        "expires,awarded,email,name,credential,key\n\n"
        ",2025-05-14,grace@example.com,Grace Hopper,data-steward,\n"
        ",,,,,\n"
        '2027-05-14,2025-05-15,,"Lovelace, ""Ada""",data-steward,the-first\n',
    )
    loaded = content.load()

    assert () == loaded.problems
    assert loaded.catalog is not None
    first, second = loaded.catalog.records[:2]
    assert ("row:data-steward:grace@example.com", "content/awards/2025.csv#1") == (
        first.identity,
        first.subject,
    )
    assert ("key:the-first", "content/awards/2025.csv#2") == (second.identity, second.subject)
    assert 'Lovelace, "Ada"' == second.recipient.name
    assert second.recipient.email is None


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        # Misspelt: judged as what was meant.
        ("credential,nmae,email,awardd", "data-steward,Ada,a@b.org,May", ["date"]),
        (
            "credential,nmae,email,awarded",
            "data-steward,A\tda,a@b.org,2025-05-14",
            ["control-character"],
        ),
        # Unknown: passed over, the others are judged.
        (
            "credential,name,email,awarded,shoe",
            "Data,Ada,ada.example.org,2025-05-14,44",
            [
                "email",
                "slug",
            ],
        ),
        # Twice: the first counts.
        ("credential,name,email,email,awarded", "data-steward,Ada,a@b.org,x,2025-05-14", []),
        ("credential,name,email,emial,awarded", "data-steward,Ada,a@b.org,x,2025-05-14", []),
        # Missing: not reported of each row as well.
        ("credential,email,awarded", "data-steward,a@b.org,14 May", ["date"]),
        ("credential,name,awarded", "data-steward,Ada,2025-05-14", []),
        # Not columns at all.
        ("credential;name;email;awarded", "data-steward;Ada;a@b.org;May", []),
    ],
)
def test_a_fault_of_the_header_hides_none_of_its_rows(
    content: Content, header: str, row: str, expected: list[str]
) -> None:
    """As far as columns are known, the cells below a faulty header are judged as well."""
    content.write("awards/2025.csv", f"{header}\n{row}\n")
    problems = content.load().problems

    assert "csv-column" in {problem.rule.code for problem in problems}
    found = [problem.rule.code for problem in problems if problem.rule.code != "csv-column"]
    assert expected == sorted(found)


def test_a_cell_below_a_misspelt_column_is_shown(content: Content) -> None:
    """The place of such a problem is its cell."""
    content.write("awards/2025.csv", "credential,nmae,email,awardd\ndata-steward,Ada,a@b.org,May\n")
    place = content.load().problems[-1].place

    assert place is not None
    assert (2, 26, 3) == (place.line, place.column, place.length)


def test_what_is_left_alone(content: Content) -> None:
    """Hidden files, backups, notes and the register are not content."""
    for path in (
        ".DS_Store",
        "awards/.gitkeep",
        "awards/ada.yaml~",
        "README.md",
        "awards/README.md",
    ):
        content.write(path, b"\0 anything")
    content.write("site.yaml", SITE + "register: content/log\n")
    content.write("log/log/0000.txt", "x")

    assert [] == content.codes()


def test_digest_without_address(content: Content) -> None:
    """A digest says nothing without the address of what it is the digest of."""
    content.write("awards/ada.yaml", f"{AWARD}evidence: [{{name: Report, sha256: {'a' * 64}}}]\n")

    assert ["missing-field"] == content.codes()


@pytest.mark.parametrize(
    "path", [".env", "awards/.secret", "awards/old.yaml~", "notes.txt", "README.md"]
)
def test_secrets_in_unread_files(content: Content, path: str) -> None:
    """Files that are not read are in Git all the same."""
    content.write(path, "-----BEGIN PRIVATE KEY-----\n")

    assert "key-leak" in content.codes()


def _sources(content: Content) -> dict[str, str]:
    catalog = content.load().catalog
    assert catalog is not None
    return {record.identity: record.source for record in catalog.records}

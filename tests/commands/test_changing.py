"""Proposed files are judged as if they stood there, and written only if nothing gets worse."""

from __future__ import annotations

from pathlib import Path

import pytest

from testamur.commands.account import ChangedFile, account
from testamur.commands.changing import Changed, Refused, change, writing
from testamur.problems import WorldError
from tests.support.repository import Repository, codes

ADA = "content/awards/ada-lovelace.yaml"
AWARD = "credential: data-steward\nrecipient: {name: Bea, email: b@x.org}\nawarded: 2026-03-01\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    return repository


def everything(repository: Repository) -> dict[str, bytes]:
    return {
        str(path.relative_to(repository.root)): path.read_bytes()
        for path in (repository.root / "content").rglob("*")
        if path.is_file()
    }


def test_what_is_good_is_written_and_told(repository: Repository) -> None:
    """In folders that were not there, too."""
    path = "content/awards/new/er/bea.yaml"
    done = change(repository.project, {path: AWARD.encode(), ADA: repository.read(ADA).encode()})

    assert isinstance(done, Changed)
    assert AWARD == repository.read(path)
    assert [
        f"{path}: new",
        "  + credential: data-steward",
        "  + recipient: {name: Bea, email: b@x.org}",
        "  + awarded: 2026-03-01",
    ] == list(done.account)
    assert done.plan is not None
    assert 1 == len(done.plan.changes)


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("content/awards/b.yaml", "credential: nothing\n", "missing-field"),
        ("content/awards/b.yaml", AWARD.replace("data-", "date-"), "unknown-credential"),
        ("content/awards/b.yaml", AWARD.replace("2026", "2036"), "future-date"),
        ("content/awards/b.txt", "x", "stray-file"),
        ("content/other/b.yaml", AWARD, "stray-file"),
        ("content/awards/b.csv", "credential;name\n", "csv-column"),
        ("content/credentials/Law/credential.md", "x", "slug"),
        ("content/credentials/data-steward/credential.md", "no fields", "front-matter"),
        ("content/site.yaml", "format: 9\n", "format-version"),
        (ADA, AWARD, "edited-after-issue"),
        (ADA, None, "vanished-award"),
    ],
)
def test_what_is_not_good_leaves_no_trace(
    repository: Repository, path: str, text: str | None, code: str
) -> None:
    before = everything(repository)
    good = "content/awards/c.yaml"
    proposed = {good: AWARD.encode(), path: None if text is None else text.encode()}
    done = change(repository.project, proposed)

    assert isinstance(done, Refused)
    assert code in codes(done.problems)
    assert before == everything(repository)


def test_the_place_of_a_problem_is_in_what_was_proposed(repository: Repository) -> None:
    """Not in the file that stands there."""
    text = repository.read(ADA).replace("awarded: 2026-03-01", "\n\nawarded: 2026-13-01")
    done = change(repository.project, {ADA: text.encode()})

    assert isinstance(done, Refused)
    place = done.problems[0].place
    assert place is not None
    assert (5, "awarded: 2026-13-01") == (place.line, place.source)


def test_what_was_wrong_before_is_no_reason_to_refuse(repository: Repository) -> None:
    """It is told again, since nothing is issued before it is mended."""
    repository.write("content/awards/broken.yaml", "credential: nothing\n")
    done = change(repository.project, {"content/awards/b.yaml": AWARD.encode()})
    again = change(repository.project, {"content/awards/broken.yaml": None})

    assert isinstance(done, Changed)
    assert {"missing-field"} == set(codes(done.problems))
    assert isinstance(again, Changed)
    assert () == again.problems
    assert ["content/awards/broken.yaml: deleted"] == list(again.account)


def test_a_rehearsal_writes_nothing(repository: Repository) -> None:
    before = everything(repository)
    done = change(repository.project, {"content/awards/b.yaml": AWARD.encode()}, dry_run=True)

    assert isinstance(done, Changed)
    assert done.files
    assert before == everything(repository)


@pytest.mark.parametrize("path", ["../x.yaml", "/etc/x", "content//x", "content/./x", "a/\u202e"])
def test_nothing_is_written_elsewhere(repository: Repository, path: str) -> None:
    with pytest.raises(WorldError, match="no path below"):
        change(repository.project, {path: b"x"})


def test_no_link_is_followed(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (repository.root / "content" / "awards" / "link").symlink_to(outside)
    (repository.root / "content" / "awards" / "l.yaml").symlink_to(outside / "x.yaml")

    with pytest.raises(WorldError, match="link out of"):
        change(repository.project, {"content/awards/link/b.yaml": AWARD.encode()})
    with pytest.raises(WorldError, match="no plain file"):
        change(repository.project, {"content/awards/l.yaml": AWARD.encode()})
    assert [] == list(outside.iterdir())


def test_two_do_not_change_the_content_at_once(repository: Repository) -> None:
    with writing(repository.project), pytest.raises(WorldError, match="another process"):
        change(repository.project, {"content/awards/b.yaml": AWARD.encode()})


def test_columns_do_not_make_every_row_a_change() -> None:
    """And a long account is cut short."""
    before = b"credential,name\n" + b"".join(b"law,%d\n" % each for each in range(40))
    after = before.replace(b"\n", b",\n").replace(b"name,", b"name,revoked", 1)
    after = after.replace(b"law,7,", b"law,7,2026-05-04")
    rewritten = before.replace(b"law", b"LAW")

    assert ["c.csv:", "  + columns: revoked", "  - law,7,", "  + law,7,2026-05-04"] == list(
        account([ChangedFile("c.csv", before, after)])
    )
    lines = list(account([ChangedFile("c.csv", before, rewritten)]))
    assert (13, "  … and 69 lines more") == (len(lines), lines[-1])

"""What `check` knows from Git and from the published site: a register only ever grows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from testamur.commands.check import check
from testamur.problems import Exit, WorldError, exit_code
from testamur.register.entries import Role
from tests.support import serialising
from tests.support.endorsements import GUILD, written
from tests.support.repository import BASE_URL, Repository, codes


def git(root: Path, *words: str) -> None:
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    subprocess.run(["git", *identity, *words], cwd=root, check=True, capture_output=True)


def commit(repository: Repository) -> None:
    git(repository.root, "add", "content", "keys")
    git(repository.root, "commit", "--quiet", "--message", "issued")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """One award issued and committed, another on the next day, and the site of both."""
    repository = Repository.begun(tmp_path / "ours", "Ada Lovelace")
    git(repository.root, "init", "--quiet", "--initial-branch", "main")
    repository.issue(first=True)
    commit(repository)
    git(repository.root, "tag", "first")
    repository.pass_days()
    repository.award("Alan Turing")
    repository.issue()
    commit(repository)
    repository.build()
    return repository


def rolled_back(repository: Repository) -> None:
    """The content and the register of the first day, as if the second had never been."""
    git(repository.root, "checkout", "first", "--", "content")
    (repository.root / "content/awards/alan-turing.yaml").unlink()
    git(repository.root, "clean", "-fdq", "content")
    for head in (repository.root / "content/register/heads").iterdir():
        if int(head.name) > 5:
            head.unlink()


def test_keys_that_sign_no_heads_are_no_hindrance(tmp_path: Path) -> None:
    """A site with keys of other kinds, for other formats."""
    repository = serialising.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)
    repository.build()

    assert () == check(repository.project, published_site=repository.site).problems


def test_a_register_that_grew_is_fine(repository: Repository) -> None:
    """
    Against what was committed, against an earlier revision, and against the site.
    """
    assert () == repository.check().problems
    assert () == repository.check(against="first").problems
    assert () == check(repository.project, published_site=repository.site).problems


def test_f10_an_older_register_is_refused(repository: Repository) -> None:
    """
    It holds together by itself; only what was published tells that it was shortened.
    """
    rolled_back(repository)
    problems = repository.check().problems

    assert ["register-not-an-extension"] == codes(problems)
    assert "7 entries" in problems[0].detail or "6 entries" in problems[0].detail
    assert Exit.REGISTER == exit_code(problems)
    assert ["register-not-an-extension"] == codes(
        check(repository.project, against="first", published_site=repository.site).problems
    )


def test_f10_a_register_that_was_started_afresh_is_refused(
    repository: Repository, tmp_path: Path
) -> None:
    """
    The same authors, the same keys, the same awards, but not the same history.
    """
    again = Repository.begun(tmp_path / "again", "Ada Lovelace", "Alan Turing", "Grace Hopper")
    again.issue(first=True)
    shutil.rmtree(repository.root / "content/register")
    shutil.copytree(again.root / "content/register", repository.root / "content/register")
    found = {each.rule.code: each.detail for each in repository.check().problems}

    assert {"register-not-an-extension", "vanished-award"} == found.keys()
    assert "not those that were published" in found["register-not-an-extension"]


def test_a_second_first_issuing_is_refused(repository: Repository) -> None:
    """
    Even where the register's folder is gone: Git remembers it.
    """
    from testamur.commands.prepare import prepare

    shutil.rmtree(repository.root / "content/register")
    drafts, checked = prepare(repository.project, first=True)

    assert drafts is None
    assert Exit.REGISTER == exit_code(checked.problems)


def test_nothing_is_signed_on_top_of_a_register_that_was_shortened(
    repository: Repository,
) -> None:
    from testamur.commands.prepare import prepare

    rolled_back(repository)
    drafts, checked = prepare(repository.project)

    assert drafts is None
    assert ["register-not-an-extension"] == codes(checked.problems)


def test_a_register_of_another_key_is_refused(repository: Repository, tmp_path: Path) -> None:
    """
    A stranger's register under our address is not one that grew out of ours.
    """
    other = Repository.begun(tmp_path / "theirs", "Eve")
    other.register_seed = bytes([9]) * 32
    other.announce("register-1", Role.REGISTER, other.register_seed)
    other.issue(first=True)
    shutil.rmtree(repository.root / "content/register")
    shutil.copytree(other.root / "content/register", repository.root / "content/register")

    assert ["register-refused"] == codes(repository.check().problems)


def test_f09_a_missing_register_is_lost_not_new(repository: Repository) -> None:
    """
    Git remembers that there was one.
    """
    shutil.rmtree(repository.root / "content/register")
    problems = repository.check().problems

    assert ["register-missing"] == codes(problems)
    assert Exit.REGISTER == exit_code(problems)


def test_a_revision_that_git_does_not_know_is_said(repository: Repository) -> None:
    with pytest.raises(WorldError, match="Git knows no revision nowhere"):
        repository.check(against="nowhere")


@pytest.mark.parametrize("against", [None, "HEAD"])
def test_a_withdrawal_that_was_there_is_not_taken_away(
    repository: Repository, against: str | None
) -> None:
    """
    Under whatever name the endorsement stands now; both may go.
    """
    folder = repository.root / "content/endorsements"
    about = f"{BASE_URL}/credentials/data-steward/v1/achievement.json"
    repository.pass_days(10)
    repository.write("content/endorsements/guild.json", written(GUILD.endorses(about)).decode())
    withdrawal = written(GUILD.withdraws(about)).decode()
    repository.write("content/endorsements/guild.withdrawal.json", withdrawal)
    commit(repository)

    assert () == repository.check(against=against).problems

    (folder / "guild.withdrawal.json").unlink()
    (folder / "guild.json").rename(folder / "guilds.json")
    (problem,) = repository.check(against=against).problems

    assert ("endorsement-withdrawal", "content/endorsements/guilds.json") == (
        problem.rule.code,
        problem.file,
    )

    (folder / "guilds.json").unlink()

    assert () == repository.check(against=against).problems

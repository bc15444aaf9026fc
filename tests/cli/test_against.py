"""`check --against`: what a branch changes, said in words, and what in it deserves a second look."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from testamur.cli.main import commands
from tests.cli.test_history import git
from tests.support.repository import CREDENTIAL, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Three awards, issued and committed on `main`; a fourth that is pending there."""
    repository = Repository.begun(tmp_path / "ours", "Ada Lovelace", "Alan Turing", "Grace Hopper")
    git(repository.root, "init", "--quiet", "--initial-branch", "main")
    repository.issue(first=True)
    repository.pass_days()
    repository.award("Mary Jackson")
    save(repository)
    git(repository.root, "checkout", "--quiet", "-b", "branch")
    return repository


def save(repository: Repository) -> None:
    git(repository.root, "add", "--all")
    git(repository.root, "commit", "--quiet", "--message", "state")


def checked(repository: Repository, *options: str, against: str = "main") -> tuple[str, int]:
    words = ["check", "--against", against, *options]
    result = CliRunner().invoke(commands, words, obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout, result.exit_code


def says(repository: Repository, against: str = "main") -> str:
    """The sentence."""
    text, _ = checked(repository, against=against)
    return next(
        line.removeprefix(f"against {against}: ")
        for line in text.split("\n")
        if line.startswith("against ")
    )


def correct(repository: Repository, name: str, now: str) -> None:
    path = repository.award(name, "corrected: {date: 2026-03-03, reason: Misspelt}")
    repository.write(path, repository.read(path).replace(f"name: {name}", f"name: {now}"))


def test_a_branch_is_told_in_words(repository: Repository) -> None:
    """
    Awards by credential and version, corrections by field, the rest by number; no name of anybody.
    """
    repository.write(
        "content/awards/cohort.csv",
        "credential,name,email,awarded\n"
        + "".join(f"data-steward,Person {n},p{n}@example.org,2026-03-02\n" for n in range(34)),
    )
    correct(repository, "Ada Lovelace", "Ada King")
    correct(repository, "Grace Hopper", "Grace B. Hopper")
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, code: other, reason: Mistaken}")
    save(repository)
    text, code = checked(repository)
    told = text[text.index("against main") : text.index("issuing would make")]

    assert 0 == code
    assert (
        "against main: adds 34 awards of Data Steward v1, corrects 2 names, revokes 1 award\n"
        "  content/awards/ada-lovelace.yaml: corrects the name in award no. 4 of Data Steward v1\n"
        "  content/awards/alan-turing.yaml: revokes award no. 5 of Data Steward v1\n"
        "  content/awards/grace-hopper.yaml: corrects the name in award no. 6 of Data Steward v1\n"
        "not counted: 1 change that is pending on main already\n"
    ) == told


def test_what_is_not_committed_counts_too(repository: Repository) -> None:
    repository.award("Katherine Johnson")

    assert "adds 1 award of Data Steward v1" == says(repository)


def test_what_came_to_the_revision_since_is_not_the_branchs_doing(repository: Repository) -> None:
    repository.award("Katherine Johnson")
    save(repository)
    git(repository.root, "checkout", "--quiet", "main")
    repository.award("Dorothy Vaughan")
    save(repository)
    git(repository.root, "checkout", "--quiet", "branch")

    assert "adds 1 award of Data Steward v1" == says(repository)


def test_nothing_is_said_as_such(repository: Repository) -> None:
    assert "changes nothing in the content" == says(repository)


def test_each_step_of_an_award_has_its_word(repository: Repository) -> None:
    renewed = ("expires: 2030-01-01", "renewed: {date: 2026-03-03, reason: Asked for}")
    repository.award("Ada Lovelace", *renewed)
    repository.award("Alan Turing", "suspended: {date: 2026-03-03, reason: Under review}")
    award = repository.of("Grace Hopper")
    (repository.root / "content/awards/grace-hopper.yaml").unlink()
    repository.write("content/forgotten.yaml", f"- {{award: {award.id}, date: 2026-03-03}}\n")

    assert "renews 1 award, suspends 1 award, forgets 1 award" == says(repository)


def test_a_new_version_of_a_credential(repository: Repository) -> None:
    repository.define("Data Steward", version=2)
    repository.write(
        "content/credentials/basics/credential.md", CREDENTIAL.format(name="Basics", version=1)
    )

    assert (
        "defines the new credential Basics v1, "
        "makes the new version of a credential Data Steward v2"
    ) == says(repository)


def test_a_record_that_is_moved_is_the_same_award(repository: Repository) -> None:
    awards = repository.root / "content/awards"
    (awards / "ada-lovelace.yaml").rename(awards / "moved.yaml")

    assert "moves the records of 1 award" == says(repository)


def test_h44_an_issued_award_that_is_changed_is_refused(repository: Repository) -> None:
    """
    Exit 3, and both say it: the rule with the place, the sentence with the number of awards.
    """
    path = "content/awards/ada-lovelace.yaml"
    repository.write(path, repository.read(path).replace("Ada Lovelace", "Eve Lovelace"))
    (repository.root / "content/awards/alan-turing.yaml").unlink()
    save(repository)
    text, code = checked(repository)

    assert 3 == code
    assert "error[edited-after-issue]" in text
    assert "error[vanished-award]" in text
    assert "edits 1 issued award without a correction" in text
    assert "deletes the records of 1 issued award\n" in text


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        (".github/workflows/publish.yml", "workflow-changed"),
        (".github/actions/x/action.yml", "workflow-changed"),
        (".github/dependabot.yml", "workflow-changed"),
        (".gitlab-ci.yml", "workflow-changed"),
        (".github/CODEOWNERS", "owners-changed"),
        ("CODEOWNERS", "owners-changed"),
        ("requirements.lock", "lock-changed"),
        ("tools/requirements-dev.txt", "lock-changed"),
        ("package-lock.json", "lock-changed"),
        ("pyproject.toml", "lock-changed"),
        ("setup.py", "lock-changed"),
        (".npmrc", "lock-changed"),
        ("pip.ini", "lock-changed"),
        ("uv.toml", "lock-changed"),
        (".gitmodules", "lock-changed"),
        ("noxfile.py", "workflow-changed"),
        ("tests/conftest.py", "workflow-changed"),
        (".vscode/tasks.json", "workflow-changed"),
        (".gitattributes", "git-changed"),
        ("content/awards/.gitignore", "git-changed"),
        ("themes/mine/templates/award.html", "theme-changed"),
        ("keys/award-2.json.bak", "keys-changed"),
        ("content/register/heads/9999", "register-changed"),
    ],
)
def test_h44_what_deserves_a_second_look_is_flagged(
    repository: Repository, path: str, rule: str
) -> None:
    repository.write(path, "x\n")
    text, _ = checked(repository)

    assert f"notice[{rule}]" in text
    assert path in text


def test_h44_what_holds_for_the_whole_site_is_flagged(repository: Repository) -> None:
    repository.write("content/site.yaml", repository.read("content/site.yaml") + "strict: true\n")
    text, _ = checked(repository)

    assert "notice[site-changed]: what holds for the whole site is changed: content/site.yaml" in (
        text
    )


def test_h44_the_register_is_flagged_where_it_was_and_where_it_is(repository: Repository) -> None:
    """
    A branch that moves the register to another folder touches both.
    """
    site = repository.read("content/site.yaml")
    (repository.root / "content/register").rename(repository.root / "archive")
    repository.write("content/site.yaml", f"{site}register: archive\n")
    save(repository)
    git(repository.root, "branch", "--force", "main", "HEAD")
    (repository.root / "archive").rename(repository.root / "moved")
    repository.write("content/site.yaml", f"{site}register: moved\n")
    text, _ = checked(repository)

    assert "entries of the register come along: archive/" in text


@pytest.mark.parametrize(
    "path",
    ["README.md", "docs/themes.md", "content/awards/README.md", ".github/ISSUE_TEMPLATE/award.yml"],
)
def test_nothing_else_is_flagged(repository: Repository, path: str) -> None:
    repository.write(path, "x\n")
    text, code = checked(repository)

    assert 0 == code
    assert text.startswith("no problems\n")


def test_a_strict_site_may_change_its_theme(repository: Repository) -> None:
    """
    A notice stays one.
    """
    repository.write("content/site.yaml", repository.read("content/site.yaml") + "strict: true\n")
    repository.write("themes/mine/assets/x.css", "x\n")

    assert 0 == checked(repository)[1]


def test_a_repository_in_a_folder_of_another(repository: Repository, tmp_path: Path) -> None:
    """
    What guards the whole repository stands at its top.
    """
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "--quiet", "--initial-branch", "main")
    (repository.root / ".git").rename(tmp_path / "unused")
    repository.root.rename(outer / "badges")
    repository.root = outer / "badges"
    save(repository)
    repository.award("Katherine Johnson")
    (outer / ".github/workflows").mkdir(parents=True)
    (outer / ".github/workflows/x.yml").write_text("x\n")
    git(outer, "add", "--all")
    text, _ = checked(repository)

    assert "notice[workflow-changed]" in text
    assert "against main: adds 1 award of Data Steward v1" in text


def test_the_first_content_of_all_is_compared_with_nothing(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    git(tmp_path, "commit", "--quiet", "--allow-empty", "--message", "nothing")

    assert says(repository).startswith(
        "defines the new credential Data Steward v1, adds 1 award of Data Steward v1"
    )


def test_links_in_a_revision_are_not_followed(repository: Repository, tmp_path: Path) -> None:
    """
    A link in what is compared with is no file of it.
    """
    (tmp_path / "secret.yaml").write_text(repository.read("content/awards/ada-lovelace.yaml"))
    link = repository.root / "content/awards/linked.yaml"
    link.symlink_to(tmp_path / "secret.yaml")
    save(repository)
    git(repository.root, "tag", "linked")
    link.unlink()

    assert "changes nothing in the content" == says(repository, "linked")


def test_a_content_that_cannot_be_read_is_still_compared_by_its_files(
    repository: Repository,
) -> None:
    repository.write("content/site.yaml", "format: [\n")
    text, code = checked(repository)

    assert 1 == code
    assert "against main: changes the settings of the site" in text


def test_programs_get_each_change(repository: Repository) -> None:
    correct(repository, "Ada Lovelace", "Ada King")
    found = json.loads(checked(repository, "--json")[0])["against"]

    assert ("main", 1) == (found["revision"], found["pending"])
    assert "corrects 1 name" == found["says"]
    assert [
        {
            "action": "correct",
            "record": "content/awards/ada-lovelace.yaml",
            "credential": "data-steward",
            "version": 1,
            "number": 4,
            "fields": ["recipient.name"],
        }
    ] == found["changes"]


def test_a_pull_request_is_annotated_and_summed_up(repository: Repository, tmp_path: Path) -> None:
    """
    Annotations on the output, Markdown behind what others wrote to the step's summary.
    """
    summary = tmp_path / "summary.md"
    summary.write_text("Before.\n")
    correct(repository, "Ada Lovelace", "Ada King")
    save(repository)
    out, code = checked(repository, "--format", "github", "--summary", str(summary))
    page = summary.read_text("utf-8")

    assert 0 == code
    assert (
        "::notice title=testamur::against main: corrects 1 name\n"
        "::notice title=testamur::not counted: 1 change that is pending on main already"
        "\n::notice title=testamur::issuing would make: 1 new award, 1 correction\n"
    ) == out
    assert page.startswith("Before.\n## testamur check\n\n✅ **Ready.**")
    assert "Against `main`, this corrects 1 name." in page
    assert "King" not in out + page
    assert "Lovelace" not in out + page


def test_a_summary_leads_to_the_lines(repository: Repository) -> None:
    """
    Only where the variables of the workflow are what they must be.
    """
    repository.write("content/awards/x #1.yaml", "credential: data-stewart\n")
    good = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "academy/badges",
        "GITHUB_SHA": "a" * 40,
    }
    for environ, leads in ((good, True), ({**good, "GITHUB_REPOSITORY": "x](y"}, False)):
        project = repository.project
        object.__setattr__(project, "environ", environ)
        words = ["check", "--against", "main", "--format", "markdown"]
        page = CliRunner().invoke(commands, words, obj=project).stdout

        assert leads == (f"/blob/{'a' * 40}/content/awards/x%20" in page)
        assert "`content/awards/x #1.yaml" in page


@pytest.mark.parametrize(
    "name", ["@torvalds", "<img src=x onerror=alert(1)>", "[a](https://evil.example)", "`|` #12"]
)
def test_nothing_of_the_content_acts_in_a_summary(repository: Repository, name: str) -> None:
    quoted = json.dumps(name)
    repository.write(
        "content/credentials/odd/credential.md", CREDENTIAL.format(name=quoted, version=1)
    )
    repository.write("content/awards/odd.yaml", f"credential: {quoted}\n")
    page = checked(repository, "--format", "markdown")[0]

    assert name not in page
    assert "<img" not in page
    assert "](https://evil" not in page


def test_a_summary_that_cannot_be_written_is_said(repository: Repository, tmp_path: Path) -> None:
    from testamur.problems import WorldError

    with pytest.raises(WorldError, match="cannot be written"):
        checked(repository, "--summary", str(tmp_path / "nowhere" / "x.md"))


def test_h44_a_register_that_moves_is_held_against_the_one_before(repository: Repository) -> None:
    """
    Naming another folder does not let an older register, and with it a revocation, be taken back.
    """
    root = repository.root
    award = "content/awards/ada-lovelace.yaml"
    before = repository.read(award)
    shutil.copytree(root / "content/register", root / "older")
    repository.write(award, f"{before}revoked: {{date: 2026-03-03, reason: Fraud}}\n")
    repository.issue()
    git(root, "checkout", "--quiet", "main")
    git(root, "add", "content")
    git(root, "commit", "--quiet", "--message", "revoked")
    git(root, "checkout", "--quiet", "-b", "rollback")
    repository.write(award, before)
    shutil.rmtree(root / "content/register")
    (root / "older").rename(root / "content/elsewhere")
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}register: content/elsewhere\n")
    save(repository)
    text, code = checked(repository)

    assert "error[register-not-an-extension]" in text
    assert "notice[register-changed]" in text
    assert 3 == code


def test_h44_a_register_is_not_begun_afresh_in_another_folder(repository: Repository) -> None:
    """
    Nor does a folder in which there is nothing count as one that was never issued into.
    """
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}register: content/elsewhere\n")
    shutil.rmtree(repository.root / "content/register")
    save(repository)

    assert 3 == checked(repository)[1]


def test_a_register_may_move_whole(repository: Repository) -> None:
    """
    What is held against the old folder is what was signed, not where it lies.
    """
    site = repository.read("content/site.yaml")
    repository.write("content/site.yaml", f"{site}register: content/elsewhere\n")
    (repository.root / "content/register").rename(repository.root / "content/elsewhere")
    save(repository)

    assert 0 == checked(repository)[1]

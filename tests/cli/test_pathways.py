"""`award --complete` and `list --pathways`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testamur.cli.main import commands
from tests.support.repository import CREDENTIAL, Repository

PATHWAY = """\
name: The way to *lead*
description: From the first table to the whole archive.
leads_to: lead
in_order: true
steps: [basics, {any: 1, of: [data-steward, law]}]
"""
ADA = "ada@example.org"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Ada has come to the end, Grace has one step, Bea is hidden and done; all issued."""
    repository = Repository.begun(tmp_path)
    for slug in ("basics", "law", "lead"):
        text = CREDENTIAL.format(name=slug.capitalize(), version=1)
        repository.write(f"content/credentials/{slug}/credential.md", text)
    repository.write("content/pathways/to-lead.yaml", PATHWAY)
    give(repository, "basics", "Ada Lovelace")
    give(repository, "law", "Ada Lovelace", day="2026-02-01")
    give(repository, "basics", "Grace Hopper")
    give(repository, "basics", "Bea Shilling", display="hidden")
    give(repository, "law", "Bea Shilling", display="hidden")
    repository.issue(first=True)
    repository.pass_days()
    return repository


def give(
    repository: Repository, slug: str, name: str, day: str = "2026-01-01", display: str = "full"
) -> str:
    first = name.split(maxsplit=1)[0].lower()
    path = f"content/awards/{first}-{slug}.yaml"
    repository.write(
        path,
        f"credential: {slug}\n"
        f"recipient: {{name: {name}, email: {first}@example.org, display: {display}}}\n"
        f"awarded: {day}\n",
    )
    return path


def run(repository: Repository, *words: str) -> Result:
    result = CliRunner().invoke(commands, words, obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def award(repository: Repository, *words: str) -> Result:
    return run(repository, "award", "--complete", "to-lead", *words)


def files(repository: Repository) -> set[str]:
    found = (repository.root / "content" / "awards").rglob("*.yaml")
    return {path.relative_to(repository.root).as_posix() for path in found}


def test_a_record_is_written_as_somebody_careful_would(repository: Repository) -> None:
    """With the pages of the steps as evidence, and no more than it takes."""
    result = award(repository, "--recipient", " ADA@example.org")
    text = repository.read("content/awards/to-lead/ada-lovelace.yaml")
    by_slug = {
        award.newest.definition[0]: award.id
        for award in repository.register.awards.values()
        if b"Ada Lovelace" in award.newest.unsigned
    }

    assert 0 == result.exit_code
    assert "content/awards/to-lead/ada-lovelace.yaml: written, with 2 steps" in result.stdout
    comment, key, rest = text.split("\n", 3)[:2], text.split("\n")[2], text.split("\n", 3)[3]
    assert all(line.startswith("# ") for line in comment)
    assert key.startswith("key: to-lead-")
    assert rest == (
        "credential: lead\n"
        "recipient:\n"
        "  name: Ada Lovelace\n"
        "  email: ada@example.org\n"
        "awarded: 2026-03-03\n"
        "evidence:\n"
        "  - name: Basics\n"
        f"    url: https://badges.example.org/awards/{by_slug['basics']}/\n"
        "  - name: Law\n"
        f"    url: https://badges.example.org/awards/{by_slug['law']}/\n"
        "narrative: '[The way to \\*lead\\*](https://badges.example.org/pathways/to-lead/)'\n"
    )


def test_what_was_written_is_issued(repository: Repository) -> None:
    """Check has nothing more to say, and the award is one like others."""
    award(repository, "--all")

    assert () == repository.check().problems

    repository.issue()

    assert 7 == len(repository.register.awards)
    newest = repository.register.by_record
    assert {("lead", 1)} == {
        award.newest.definition
        for award in newest.values()
        if b"pathways/to-lead/" in award.newest.unsigned
    }


def test_the_second_time_nothing_is_written(repository: Repository) -> None:
    award(repository, "--all")
    before = files(repository)
    again = award(repository, "--all")
    one = award(repository, "--recipient", ADA)

    assert before == files(repository)
    assert (0, 0) == (again.exit_code, one.exit_code)
    assert "nobody is due" in again.stdout
    assert "ada-lovelace.yaml: the record is there already" in one.stdout


def test_nothing_is_overwritten(repository: Repository) -> None:
    """Somebody of the same name has a file already."""
    other = "credential: law\nrecipient: {name: Ada Lovelace, email: x@example.org}\nawarded: 2026-03-01\n"
    repository.write("content/awards/to-lead/ada-lovelace.yaml", other)
    award(repository, "--recipient", ADA)

    assert other == repository.read("content/awards/to-lead/ada-lovelace.yaml")
    assert "content/awards/to-lead/ada-lovelace-2.yaml" in files(repository)


def test_a_hidden_name_stands_in_no_message(repository: Repository) -> None:
    """Nor in the name of the file; inside, it has to."""
    result = award(repository, "--recipient", "bea@example.org")
    (path,) = (path for path in files(repository) if "/to-lead/" in path)

    assert 0 == result.exit_code
    assert "bea" not in (result.stdout + path).lower()
    assert "  name: Bea Shilling\n  email: bea@example.org\n  display: hidden\n" in (
        repository.read(path)
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--recipient", "grace@example.org"], 1, "still open: data-steward, law"),
        (["--recipient", "nobody@example.org"], 1, "has this address"),
        (["--recipient", "Ada Lovelace"], 1, "has this address"),
        ([], 2, "say who: --recipient EMAIL, or --all"),
        (["--all", "--recipient", ADA], 2, "say who: --recipient EMAIL, or --all"),
    ],
)
def test_who_is_not_due(repository: Repository, words: list[str], code: int, said: str) -> None:
    before = files(repository)
    result = CliRunner().invoke(
        commands, ["award", "--complete", "to-lead", *words], obj=repository.project
    )
    exit_code = getattr(result.exception, "exit", result.exit_code)

    assert code == exit_code
    assert said in str(result.exception) + result.output
    assert before == files(repository)


@pytest.mark.parametrize(
    ("slug", "said"), [("to-lea", "did you mean 'to-lead'"), ("nowhere", "no larger credential")]
)
def test_what_cannot_be_completed(repository: Repository, slug: str, said: str) -> None:
    """A pathway that is not there, and one that leads to nothing larger."""
    text = PATHWAY.replace("leads_to: lead\n", "")
    repository.write("content/pathways/nowhere.yaml", text)
    result = CliRunner().invoke(
        commands, ["award", "--complete", slug, "--all"], obj=repository.project
    )

    assert said in f"{result.exception} {getattr(result.exception, 'hint', '')}"


def test_content_with_errors_judges_nobody(repository: Repository) -> None:
    repository.write("content/awards/broken.yaml", "credential: nothing\n")
    before = files(repository)

    for words in (["award", "--complete", "to-lead", "--all"], ["list", "--pathways"]):
        result = run(repository, *words)

        assert 1 == result.exit_code
        assert "[missing-field]" in result.stdout
    assert before == files(repository)


def test_what_check_refuses_is_taken_back(repository: Repository) -> None:
    """The larger credential is offered from a later day on."""
    path = "content/credentials/lead/credential.md"
    text = repository.read(path).replace("version: 1", "version: 2\noffered_from: 2027-01-01")
    repository.write(path, text)
    before = files(repository)
    result = award(repository, "--all")

    assert 1 == result.exit_code
    assert "[date-order]" in result.stdout
    assert before == files(repository)


def test_the_list_tells_who_is_how_far(repository: Repository) -> None:
    result = run(repository, "list", "--pathways")

    assert result.stdout == (
        "The way to *lead* (to-lead)\n"
        "  2 of 2  due       Ada Lovelace\n"
        "  2 of 2  due       somebody whose name is not published\n"
        "  1 of 2  open      Grace Hopper; open: data-steward, law\n"
    )


def test_the_list_is_narrowed_down(repository: Repository) -> None:
    award(repository, "--recipient", ADA)

    assert "awarded   Ada" in run(repository, "list", "--pathways", "awarded").stdout
    assert "nobody is on a pathway\n" == run(repository, "list", "--pathways", "Bea").stdout


def test_the_list_for_machines(repository: Repository) -> None:
    """Records are named by their files: whoever has the content finds who it is."""
    found = json.loads(run(repository, "list", "--pathways", "--json").stdout)
    hidden = next(each for each in found if each["recipient"] is None)
    grace = next(each for each in found if each["recipient"] == "Grace Hopper")

    assert ["content/awards/bea-basics.yaml", "content/awards/bea-law.yaml"] == hidden["records"]
    assert ("due", 2, 2, "2026-01-01") == (
        hidden["state"],
        hidden["done"],
        hidden["needed"],
        hidden["completed"],
    )
    assert ["data-steward", "law"] == grace["open"]
    assert ["basics", "data-steward", "law"] == [step["credential"] for step in grace["steps"]]
    assert "@" not in json.dumps(found)


def test_the_filters_of_awards_do_not_go_with_pathways(repository: Repository) -> None:
    assert 2 == run(repository, "list", "--pathways", "--state", "current").exit_code


def test_check_says_it_in_every_format(repository: Repository) -> None:
    text = run(repository, "check").stdout
    as_json = json.loads(run(repository, "check", "--json").stdout)
    github = run(repository, "check", "--format", "github").stdout

    assert "no problems, 2 notices in 2 files\nnothing to issue\n" in text
    assert {"notice"} == {each["severity"] for each in as_json["problems"]}
    assert 2 == github.count("::notice file=content/awards/")
    assert "testamur award --complete to-lead --all" in github

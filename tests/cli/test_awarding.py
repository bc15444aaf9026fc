"""`new credential` and `award`, as typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testamur import problems
from testamur.cli.main import commands
from tests.support.repository import Repository

ADA = ("--name", "Ada Lovelace", "--email", "ada@example.org")
LAW = ("--name", "Law: a start", "--description", "All of it.")
COHORT = "credential,name,email,awarded\ndata-steward,Bea,bea@example.org,2026-03-01\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.begun(tmp_path)


def run(repository: Repository, *words: str, typed: str | None = None) -> Result:
    """With `typed`, somebody sits at the terminal."""
    project = repository.project
    if typed is not None:
        project = replace(project, ask_secret=lambda _: "")
    return CliRunner().invoke(commands, words, obj=project, input=typed)


def said(result: Result) -> str:
    error = result.exception
    hint = error.hint if isinstance(error, problems.TestamurError) else ""
    return f"{result.output}{error}{hint}"


def code(result: Result) -> int:
    return getattr(result.exception, "exit", result.exit_code)


def content(repository: Repository) -> dict[str, bytes]:
    return {
        str(path.relative_to(repository.root)): path.read_bytes()
        for path in (repository.root / "content").rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--valid-for", "P2Y", "--criteria", "Sit *still*.\n\nAnd listen."),
        (
            *("--kind", "assessed", "--competency", "Can: do", "--method", "#1"),
            *("--assessor", "'us'", "--pass-rule", "60 %"),
        ),
    ],
)
def test_a_new_credential_passes_check_and_can_be_awarded(
    repository: Repository, more: tuple[str, ...]
) -> None:
    made = run(repository, "new", "credential", "law", *LAW, *more)
    awarded = run(repository, "award", "law", *ADA)

    assert (0, 0) == (made.exit_code, awarded.exit_code), said(made) + said(awarded)
    assert () == repository.check().problems
    assert repository.read("content/credentials/law/credential.md").startswith("---\n# ")
    assert "1 new award" in awarded.stdout


def test_what_is_not_given_is_asked_for_at_a_terminal(repository: Repository) -> None:
    """And nothing is asked where nobody could answer."""
    answers = "Law\nAll of it.\ny\nCan argue.\nExam\nTwo of us\n60 of 100\n"
    asked = run(repository, "new", "credential", "law", typed=answers)
    award = run(repository, "award", typed="law\nAda Lovelace\n\n")
    nobody = run(repository, "new", "credential", "other")

    assert (0, 0, 2) == (asked.exit_code, award.exit_code, nobody.exit_code)
    assert "pass_rule: 60 of 100\n" in repository.read("content/credentials/law/credential.md")
    assert "email" not in repository.read("content/awards/law/ada-lovelace.yaml")
    assert "--name is missing" in nobody.output


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("data-steward", *LAW), 1, "is there already"),
        (("Law", *LAW), 1, "cannot be called 'Law'"),
        (("../law", *LAW), 1, "cannot be called"),
        (("law", "--description", "x"), 2, "--name is missing"),
        (("law", *LAW, "--kind", "assessed"), 2, "--competency is missing"),
        (("law", *LAW, "--method", "Exam"), 2, "--method goes with --kind assessed"),
        (("law", *LAW, "--valid-for", "two years"), 1, "error[duration]"),
        (("law", *LAW, "--criteria", "[x](http://x.org)"), 1, "error[url]"),
        (("law", "--name", "A\u202e", "--description", "x"), 1, "error["),
    ],
)
def test_what_is_no_credential_is_not_written(
    repository: Repository, words: tuple[str, ...], exit_code: int, told: str
) -> None:
    before = content(repository)
    result = run(repository, "new", "credential", *words)

    assert exit_code == code(result), said(result)
    assert told in said(result)
    assert before == content(repository)


def test_an_award_is_a_file_of_its_own(repository: Repository) -> None:
    """All of it is printed, and the second of a name gets another file."""
    result = run(
        repository,
        *("award", "data-steward", *ADA, "--awarded", "2026-03-01", "--expires", "2028-03-01"),
        *("--key", "ada-1", "--evidence", "Final report https://example.org/r"),
        *("--evidence", "A talk", "--narrative", "First.\nSecond."),
    )
    text = repository.read("content/awards/data-steward/ada-lovelace.yaml")
    other = run(repository, "award", "data-steward", "--name", "Ada Lovelace", "--email", "x@y.org")

    assert 0 == result.exit_code, said(result)
    assert text == (
        "key: ada-1\n"
        "credential: data-steward\n"
        "recipient: {name: Ada Lovelace, email: ada@example.org}\n"
        "awarded: 2026-03-01\n"
        "expires: 2028-03-01\n"
        "evidence: [{name: Final report, url: https://example.org/r}, {name: A talk}]\n"
        "narrative: |-\n  First.\n  Second.\n"
    )
    assert all(f"  + {line}\n" in result.stdout for line in text.splitlines())
    assert "content/awards/data-steward/ada-lovelace-2.yaml: new" in other.stdout
    assert "  + awarded: 2026-03-02\n" in other.stdout


def test_an_award_that_is_typed_twice_is_one(repository: Repository) -> None:
    """
    Another day, or a key, tells a second one from the first.
    """
    words = ("award", "data-steward", *ADA, "--awarded", "2026-03-01")
    first = run(repository, *words)
    before = content(repository)
    twice = run(repository, *words)

    assert 0 == code(first)
    assert 0 != code(twice)
    assert "content/awards/data-steward/ada-lovelace.yaml awards just this already" in said(twice)
    assert before == content(repository)
    assert 0 == code(run(repository, *words[:-1], "2026-02-28"))
    assert 0 == code(run(repository, *words, "--key", "second-seat"))
    assert 0 != code(run(repository, *words[:-1], "2026-02-28"))


@pytest.mark.parametrize("into", ["spring.yaml", "spring.csv"])
def test_a_row_that_is_typed_twice_is_one(repository: Repository, into: str) -> None:
    words = ("award", "data-steward", *ADA, "--awarded", "2026-03-01", "--into", into)
    first = run(repository, *words)
    before = content(repository)

    assert 0 == code(first)
    assert 0 != code(run(repository, *words))
    assert before == content(repository)


@pytest.mark.parametrize("display", ["initials", "hidden"])
def test_no_name_stands_in_a_path_that_may_not_be_published(
    repository: Repository, display: str
) -> None:
    before = content(repository)
    run(repository, "award", "data-steward", *ADA, "--display", display)
    (path,) = content(repository).keys() - before.keys()

    assert not {"ada", "lovelace"} & set(path.replace("/", "-").replace(".", "-").split("-"))
    assert f"display: {display}" in repository.read(path)


def test_an_award_goes_into_a_list_or_a_cohort(repository: Repository) -> None:
    """Which is begun where it is not there, and otherwise left as it is."""
    repository.write("content/awards/spring.csv", COHORT)
    words = ("award", "data-steward", "--awarded", "2026-03-01", "--into")
    for into in ("spring.csv", "content/awards/new.csv", "new.yaml", "new.yaml", "sub/x.yaml"):
        name = f"Person {len(content(repository))}" if into != "new.yaml" else None
        email = f"p{len(repository.check().catalog.records)}@example.org"  # type: ignore[union-attr]  # it can be read
        result = run(repository, *words, into, "--name", name or f"N {email}", "--email", email)

        assert 0 == result.exit_code, said(result)

    assert () == repository.check().problems
    assert f"{COHORT}data-steward,Person" in repository.read("content/awards/spring.csv")
    assert 2 == repository.read("content/awards/new.yaml").count("- credential: data-steward\n")


def test_editors_are_told_the_fields_where_there_are_schemas(repository: Repository) -> None:
    repository.write(".schemas/award.json", "{}")
    repository.write(".schemas/credential.json", "{}")
    run(repository, "award", "data-steward", *ADA)
    run(repository, "new", "credential", "law", *LAW)
    line = "# yaml-language-server: $schema=../../../.schemas/{}.json\n"

    award = repository.read("content/awards/data-steward/ada-lovelace.yaml")
    assert award.startswith(line.format("award"))
    law = repository.read("content/credentials/law/credential.md")
    assert law.startswith(f"---\n{line.format('credential')}")


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("date-steward", *ADA), 1, "did you mean"),
        (("../x", *ADA), 1, "error[slug]"),
        (("data-steward", "--name", "Ada", "--email", "ada"), 1, "error[email]"),
        (("data-steward", *ADA, "--did", "did:x"), 1, "error[did]"),
        (("data-steward", *ADA, "--awarded", "2026-02-30"), 1, "error[date]"),
        (("data-steward", *ADA, "--awarded", "yesterday"), 1, "error[date]"),
        (("data-steward", *ADA, "--awarded", "2026-03-03"), 1, "error[future-date]"),
        (("data-steward", *ADA, "--expires", "2026-03-01"), 1, "error[date-order]"),
        (("data-steward", *ADA, "--result", "exam=92"), 1, "error[unknown-result]"),
        (("data-steward", *ADA, "--evidence", "Report http://x.org"), 1, "error[url]"),
        (("data-steward", *ADA, "--key", "A B"), 1, "error[slug]"),
        (("data-steward", *ADA, "--into", "../x.yaml"), 4, "no path below"),
        (("data-steward", *ADA, "--into", "/etc/x.yaml"), 1, "outside"),
        (("data-steward", *ADA, "--into", "x.txt"), 1, "neither a .yaml nor a .csv"),
        (("data-steward", *ADA, "--into", "content/x.yaml"), 1, "error[stray-file]"),
        (("data-steward", *ADA, "--into", "one.yaml"), 1, "is no list"),
        (("data-steward", *ADA, "--evidence", "https://x.org/"), 2, "say what the evidence is"),
        (("data-steward", *ADA, "--result", "exam"), 2, "--result takes ID=VALUE"),
        (("data-steward",), 2, "--name is missing"),
        (ADA, 2, "CREDENTIAL is missing"),
        (("data-steward", *ADA, "--all"), 2, "go with --complete"),
        (("data-steward", "--complete", "to-lead", "--all"), 2, "and nothing else"),
    ],
)
def test_what_is_no_award_is_not_written(
    repository: Repository, words: tuple[str, ...], exit_code: int, told: str
) -> None:
    repository.award("One", file="one")
    before = content(repository)
    result = run(repository, "award", *words)

    assert exit_code == code(result), said(result)
    assert told in said(result)
    assert before == content(repository)


def test_a_rehearsal_shows_all_and_writes_nothing(repository: Repository) -> None:
    before = content(repository)
    award = run(repository, "award", "data-steward", *ADA, "--dry-run")
    new = run(repository, "new", "credential", "law", *LAW, "--dry-run")

    assert before == content(repository)
    for result in (award, new):
        assert 0 == result.exit_code
        assert ": new\n  + " in result.stdout
        assert "nothing was written" in result.stdout

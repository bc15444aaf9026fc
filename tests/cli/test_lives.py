"""`revoke`, `suspend`, `reinstate`, `correct`, `renew` and `forget`, as typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from testamur import problems
from testamur.changes import Action
from testamur.cli.main import commands
from tests.support.repository import Repository

ADA = "content/awards/ada-lovelace.yaml"
ROLL = """\
# the roll
- credential: data-steward  # by hand
  recipient: {name: Di, email: di@example.org}
  awarded: 2026-03-01

# Ed came late
- {credential: data-steward, recipient: {name: Ed, email: ed@example.org}, awarded: 2026-03-01}
"""
COHORT = """\
credential,name,email,awarded\r
data-steward,"Bea, B",bea@example.org,2026-03-01\r
data-steward,Cy,cy@example.org,2026-03-01\r
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Five awards in a file, a list and a cohort, issued yesterday; one more is not issued."""
    return begun(tmp_path)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The same, for what leaves it as it is."""
    return begun(tmp_path_factory.mktemp("untouched"))


def begun(root: Path) -> Repository:
    repository = Repository.begun(root, "Ada Lovelace")
    repository.write("content/awards/roll.yaml", ROLL)
    (root / "content/awards/cohort.csv").write_bytes(COHORT.encode())
    repository.issue(first=True)
    repository.pass_days()
    repository.award("New One", "key: new-1")
    return repository


def run(repository: Repository, *words: str) -> Result:
    return CliRunner().invoke(commands, words, obj=repository.project)


def said(result: Result) -> str:
    error = result.exception
    if not isinstance(error, problems.TestamurError):
        return f"{result.output}{error}"
    return "\n".join([str(error), error.hint or "", *error.details])


def code(result: Result) -> int:
    return getattr(result.exception, "exit", result.exit_code)


def content(repository: Repository) -> dict[str, bytes]:
    return {
        str(path.relative_to(repository.root)): path.read_bytes()
        for path in (repository.root / "content").rglob("*")
        if path.is_file()
    }


def actions(repository: Repository) -> list[Action]:
    return [each.action for each in repository.plan().changes if each.action is not Action.AWARD]


WAYS: dict[str, Callable[[Repository], str]] = {
    "id": lambda repository: repository.of("Ada Lovelace").id,
    "number": lambda repository: str(repository.of("Ada Lovelace").newest.entry + 1),
    "no.": lambda repository: f"no. {repository.of('Ada Lovelace').newest.entry + 1}",
    "page": lambda repository: repository.register.addresses.award_page(
        repository.of("Ada Lovelace").id
    ),
    "document": lambda repository: repository.register.addresses.credential_json(
        repository.of("Ada Lovelace").id
    ),
    "path": lambda _: ADA,
    "whole path": lambda repository: str(repository.root.resolve() / ADA),
    "name of the file": lambda _: "ada-lovelace",
    "name": lambda _: "ada lovelace",
    "address": lambda _: "ADA-LOVELACE@example.org",
    "part": lambda _: "lovel",
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_an_award_is_named_in_many_ways(
    repository: Repository, way: Callable[[Repository], str]
) -> None:
    before = repository.read(ADA)
    result = run(repository, "revoke", way(repository), "--code", "issued-in-error")

    assert 0 == result.exit_code, said(result)
    assert f"{before}revoked: {{date: 2026-03-03, code: issued-in-error}}\n" == repository.read(ADA)
    assert result.stdout.endswith("would now make: 1 new award, 1 revocation\n")


@pytest.mark.parametrize(
    ("meant", "told"),
    [
        ("data-steward", "6 awards fit"),
        ("content/awards/roll.yaml", "2 awards fit"),
        ("nobody", "no award fits 'nobody'"),
        ("", "no award fits ''"),
        ("0", "no award fits '0'"),
        ("99", "no award fits '99'"),
        ("0" * 26, "no award fits"),
        ("/etc/passwd", "no award fits"),
        ("roll.yaml#3", "no award fits"),
    ],
)
def test_who_means_none_or_several_is_told(untouched: Repository, meant: str, told: str) -> None:
    """With what tells the candidates apart, and nothing written."""
    before = content(untouched)
    result = run(untouched, "revoke", meant, "--reason", "x")

    assert 1 == code(result)
    assert told in said(result)
    assert ("roll.yaml#2" in said(result)) == ("awards fit" in told)
    assert before == content(untouched)


@pytest.mark.parametrize(
    ("meant", "path"),
    [("Ada", ADA), ("di@example.org", "roll"), ("Ed", "roll"), ("Bea", "cohort"), ("Cy", "cohort")],
)
def test_a_whole_life_is_written_wherever_the_record_stands(
    repository: Repository, meant: str, path: str
) -> None:
    """Each step is issued before the next; what people wrote is still there at the end."""
    name = {"Ada": "Ada Lovelace", "di@example.org": "Di", "Bea": "Bea, B"}.get(meant, meant)
    number = str(repository.of(name).newest.entry + 1)
    steps: tuple[tuple[Action, tuple[str, ...]], ...] = (
        (Action.SUSPEND, ("suspend", number, "--code", "under-review")),
        (Action.REINSTATE, ("reinstate", number, "--reason", "It was all right")),
        (Action.CORRECT, ("correct", number, "--awarded", "2026-02-28", "--reason", "Typed wrong")),
        (Action.RENEW, ("renew", number, "--until", "2030-01-01")),
        (Action.REVOKE, ("revoke", number, "--reason", "Wanted, not to be", "--code", "other")),
    )
    for action, words in steps:
        result = run(repository, *words)

        assert 0 == result.exit_code, said(result)
        assert [action] == actions(repository)
        repository.issue()
        repository.pass_days()
    repository.build()
    written = content(repository)

    for comment in ("# the roll\n", "  # by hand\n", "\n# Ed came late\n"):
        assert comment in written["content/awards/roll.yaml"].decode()
    assert b'"Bea, B"' in written["content/awards/cohort.csv"]
    cohort = written["content/awards/cohort.csv"]
    assert cohort.count(b"\n") == cohort.count(b"\r\n") == 3
    if path != "cohort":
        assert COHORT.encode() == cohort


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("revoke", "Ada"), 2, "say why"),
        (("revoke", "Ada", "--code", "other"), 2, "say why"),
        (("revoke", "Ada", "--code", "because"), 2, "Invalid value"),
        (("revoke", "Ada", "--reason", "x", "--date", "2026-02-28"), 1, "error[date-order]"),
        (("revoke", "Ada", "--reason", "x", "--date", "2026-03-04"), 1, "error[future-date]"),
        (("revoke", "Ada", "--reason", "x", "--date", "soon"), 2, "--date is not a day"),
        (("revoke", "Ada", "--reason", "x", "--replaced-by", "Ada"), 1, "its own place"),
        (("revoke", "Ada", "--reason", "x", "--replaced-by", "new-1"), 1, "not issued yet"),
        (("revoke", "Ada", "--reason", "x", "--replaced-by", "nobody"), 1, "no award fits"),
        (("revoke", "Ada", "--reason", "a\u202eb"), 1, "error[hidden-character]"),
        (("revoke", "Ada", "--reason", "x" * 301), 1, "error[text-length]"),
        (("reinstate", "Ada"), 2, "say why"),
        (("reinstate", "Ada", "--reason", "x"), 1, "is not suspended"),
        (("suspend", "Ada"), 2, "say why"),
        (("correct", "Ada", "--name", "Ada King"), 1, "says why"),
        (("correct", "Ada", "--reason", "x"), 1, "error[nothing-corrected]"),
        (("correct", "Ada", "--name", "Ada Lovelace", "--reason", "x"), 1, "says that already"),
        (("correct", "Ada", "--set", "name", "--reason", "x"), 2, "FIELD=VALUE"),
        (("correct", "Ada", "--set", "a..b=c", "--reason", "x"), 2, "FIELD=VALUE"),
        (("correct", "Ada", "--set", "recipent.name=x", "--reason", "x"), 1, "did you mean"),
        (("correct", "Ada", "--set", "credential=law", "--reason", "x"), 1, "error[unknown-cred"),
        (("correct", "Ada", "--set", "revoked.date=2026-03-01", "--reason", "x"), 1, "no field to"),
        (("correct", "Ada", "--set", "results.exam.value=1", "--reason", "x"), 1, "no result"),
        (("correct", "Ada", "--awarded", "2026-13-01", "--reason", "x"), 1, "error[date]"),
        (("correct", "Ada", "--clear", "awarded", "--reason", "x"), 1, "error[missing-field]"),
        (("correct", "Ada", "--clear", ".", "--reason", "x"), 2, "name of a field"),
        (("correct", "new-1"), 1, "was not issued yet"),
        (("renew", "Ada", "--until", "2026-03-01"), 1, "error["),
        (("renew", "Ada"), 2, "--until"),
        (("renew", "new-1", "--until", "2030-01-01"), 1, "nothing to renew"),
        (("forget", "new-1"), 1, "never issued"),
        (("forget", "0" * 26), 1, "neither an award nor"),
    ],
)
def test_what_may_not_be_is_refused_and_leaves_no_trace(
    untouched: Repository, words: tuple[str, ...], exit_code: int, told: str
) -> None:
    before = content(untouched)
    result = run(untouched, *words)

    assert exit_code == code(result), said(result)
    assert told in said(result)
    assert before == content(untouched)


def test_what_ended_does_not_go_on(repository: Repository) -> None:
    """Nothing happens to a revoked award any more, nor is one suspended twice."""
    run(repository, "revoke", "Ada", "--reason", "x")
    run(repository, "suspend", "Bea", "--reason", "x")
    for words in (
        ("revoke", "Ada", "--reason", "y"),
        ("suspend", "Ada", "--reason", "y"),
        ("correct", "Ada", "--name", "Ada King", "--reason", "y"),
        ("renew", "Ada", "--until", "2030-01-01"),
    ):
        result = run(repository, *words)
        assert 1 == code(result)
        assert "a revoked award stays revoked" in said(result)
    again = run(repository, "suspend", "Bea", "--reason", "y")

    assert "was suspended on 2026-03-03, and still is" in said(again)


def test_a_row_has_room_for_one_correction(repository: Repository) -> None:
    first = run(repository, "correct", "Cy", "--name", "Cyd", "--reason", "x")
    repository.issue()
    second = run(repository, "correct", "Cyd", "--name", "Cyril", "--reason", "x")

    assert (0, 1) == (first.exit_code, code(second))
    assert "move the award to a .yaml file" in said(second)


def test_any_field_is_set_or_taken_out(repository: Repository) -> None:
    """Of an award that was not issued nothing needs to be declared."""
    path = "content/awards/new-one.yaml"
    before = repository.read(path)
    words = ("--set", "recipient.display=initials", "--set", "recipient.share_name=true")
    first = run(repository, "correct", "new-1", *words, "--expires", "2028-01-01")
    second = run(repository, "correct", "new-1", "--clear", "expires", "--set", "evidence.0.name=x")
    clear = ("--clear", "evidence", "--clear", "recipient.display")
    third = run(repository, "correct", "new-1", *clear, "--clear", "recipient.share_name")

    assert (0, 0, 0) == (first.exit_code, second.exit_code, third.exit_code), said(second)
    assert "display: initials, share_name: true}" in first.stdout
    assert before == repository.read(path)
    assert "corrected:" not in first.stdout + second.stdout


def test_a_change_that_was_made_in_an_editor_is_declared(repository: Repository) -> None:
    repository.write(ADA, repository.read(ADA).replace("Ada Lovelace", "Ada King"))
    result = run(repository, "correct", "ada-lovelace", "--reason", "Married")

    assert 0 == result.exit_code, said(result)
    assert [Action.CORRECT] == actions(repository)


def test_another_award_takes_the_place_of_a_revoked_one(repository: Repository) -> None:
    result = run(repository, "revoke", "Ada", "--code", "superseded", "--replaced-by", "Ed")

    assert 0 == result.exit_code, said(result)
    assert f"replaced_by: {repository.of('Ed').id}" in repository.read(ADA)


def test_a_rehearsal_writes_nothing(repository: Repository) -> None:
    before = content(repository)
    told = [
        run(repository, *words, "--dry-run")
        for words in (
            ("revoke", "Ada", "--reason", "x"),
            ("correct", "Cy", "--name", "Cyd", "--reason", "x"),
            ("forget", "Ed"),
        )
    ]

    assert before == content(repository)
    assert all("nothing was written" in result.stdout for result in told), said(told[2])


@pytest.mark.parametrize(
    ("meant", "path", "left"),
    [
        ("Ed", "roll.yaml", ROLL[: ROLL.index("- {")]),
        ("Di", "roll.yaml", ROLL[: ROLL.index("- cred")] + ROLL[ROLL.index("\n# Ed") :]),
        ("Cy", "cohort.csv", COHORT[: COHORT.index("data-steward,Cy")]),
        ("Ada", "ada-lovelace.yaml", None),
    ],
)
def test_a_record_is_forgotten_wherever_it_stands(
    repository: Repository, meant: str, path: str, left: str | None
) -> None:
    """Nobody else's line is touched, and the next issuing erases the rest."""
    full = "Ada Lovelace" if meant == "Ada" else meant
    id_ = repository.of(full).id
    result = run(repository, "forget", full)
    file = repository.root / "content/awards" / path

    assert 0 == result.exit_code, said(result)
    assert left == (file.read_bytes().decode() if file.exists() else None)
    assert f"- {{award: {id_}, date: 2026-03-03}}\n" in repository.read("content/forgotten.yaml")
    assert [Action.FORGET] == actions(repository)
    assert ("comments stay" in result.stdout) == (path == "roll.yaml")
    assert full not in result.stdout

    repository.issue()

    assert id_ in repository.register.forgotten
    assert 1 == code(run(repository, "forget", id_))

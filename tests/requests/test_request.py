"""`testamur request`: hostile text in, a change of the content and harmless words out."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.cli.main import commands
from testamur.commands.check import check
from testamur.commands.people import new_people_key
from testamur.commands.prepare import prepare
from testamur.commands.seal import sealed
from testamur.commands.sign import sign
from testamur.content.requests import (
    BODY_MAX,
    RequestKind,
    RequestRefusedError,
    answers,
    kind_of,
)
from testamur.crypto import boxes
from testamur.problems import Exit
from tests.requests.forms import sent
from tests.support.patience import patience
from tests.support.repository import BASE_URL, Repository

AWARD = {
    "credential": "data-steward",
    "name": "Mary Jackson",
    "email": "mary@example.org",
    "awarded": "2026-03-01",
    "display": "The whole name",
}

SECRET, PUBLIC = boxes.new_identity()
BOX = boxes.close(b'{"name": "Mary Jackson", "email": "mary@example.org"}', PUBLIC)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued; a comment stands in the record of one."""
    repository = Repository.begun(tmp_path / "ours", "Ada Lovelace", "Alan Turing")
    path = "content/awards/ada-lovelace.yaml"
    repository.write(path, f"# The first of all.\n{repository.read(path)}")
    repository.issue(first=True)
    repository.pass_days()
    return repository


def ask(repository: Repository, body: str, *options: str) -> tuple[dict[str, Any], Exit]:
    """What the command answers to the text of an issue, as JSON; and its exit code."""
    file = repository.root.parent / "body.md"
    file.write_bytes(body.encode("utf-8", "surrogatepass"))
    words = ["request", "--body", str(file), "--json", *options]
    result = CliRunner().invoke(commands, words, obj=repository.project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    found: dict[str, Any] = json.loads(result.stdout)
    return found, Exit(result.exit_code)


def content(repository: Repository) -> dict[str, bytes]:
    folder = repository.root / "content"
    return {
        file.relative_to(repository.root).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def page(repository: Repository, name: str) -> str:
    return f"{BASE_URL}/awards/{repository.of(name).id}/"


def test_an_award_is_written_and_named_nowhere_else(repository: Repository) -> None:
    """
    A file of its own that names nobody, and words that name nobody.
    """
    before = content(repository)
    body = sent(
        RequestKind.AWARD,
        **AWARD,
        evidence="Report",
        url="https://example.org/report",
        narrative="Planned it.\n\nDid it.",
    )
    answer, code = ask(repository, body, "--number", "12", "--author", "octocat")
    after = content(repository)

    assert Exit.DONE == code
    assert {"content/awards/requests/issue-12.yaml"} == after.keys() - before.keys()
    written = after.pop("content/awards/requests/issue-12.yaml").decode()
    assert before == after
    assert written.startswith("# yaml-language-server: $schema=../../../.schemas/award.json\n")
    assert "Mary Jackson" in written
    assert "proposed" == answer["outcome"]
    assert "Award data-steward (request #12)" == answer["title"]
    assert "request/issue-12" == answer["branch"]
    assert "Asked for in #12 by `octocat`." in answer["body"]
    assert "Closes #12." in answer["body"]
    assert "Mary" not in json.dumps(answer)
    plan = repository.plan()
    assert ["Mary Jackson"] == [
        each.record.recipient.name for each in plan.changes if each.record is not None
    ]


def test_an_award_without_a_number_is_named_by_the_day(repository: Repository) -> None:
    body = sent(RequestKind.AWARD, **{**AWARD, "awarded": "_No response_"})
    ask(repository, body)
    ask(repository, body.replace("mary@", "m.jackson@"))
    names = [path.rpartition("/")[2] for path in content(repository) if "/requests/" in path]

    assert ["2026-03-03-2.yaml", "2026-03-03.yaml"] == sorted(names)
    assert "awarded: 2026-03-03" in repository.read("content/awards/requests/2026-03-03.yaml")


@pytest.mark.parametrize("text", [BOX, f"recipient: {{sealed: {BOX}}}"])
def test_a_sealed_recipient_is_written_as_it_is(repository: Repository, text: str) -> None:
    """
    The box, or the whole line that `testamur seal` prints; no name stands anywhere.
    """
    body = sent(RequestKind.AWARD, credential="data-steward", awarded="2026-03-01", sealed=text)
    answer, code = ask(repository, body, "--number", "12")
    written = repository.read("content/awards/requests/issue-12.yaml")

    assert (Exit.DONE, "proposed") == (code, answer["outcome"])
    assert f"sealed:|-{BOX}awarded" in "".join(written.split())
    assert not {"name", "email", "display"} & set(written.replace(":", " ").split())
    assert () == repository.check().problems


def test_one_sealed_by_the_command_is_issued_as_what_is_inside(
    repository: Repository, tmp_path: Path
) -> None:
    """
    What whoever asks types, what the form takes and what the job opens are one.
    """
    new_people_key(repository.project, tmp_path / "secrets")
    words = [
        "seal",
        "--name",
        "Mary Jackson",
        "--email",
        "mary@example.org",
        "--display",
        "initials",
    ]
    line = CliRunner().invoke(commands, words, obj=repository.project).output.strip()
    body = sent(RequestKind.AWARD, credential="data-steward", awarded="2026-03-01", sealed=line)
    ask(repository, body, "--number", "12")
    key = f"file:{tmp_path / 'secrets' / 'people.key'}"
    found = check(replace(repository.project, people_key=key))

    assert () == found.problems
    assert found.catalog is not None
    assert ("Mary Jackson", "M. J.") in [
        (each.recipient.name, each.recipient.public_name) for each in found.catalog.records
    ]


def test_a_hidden_name_is_not_corrected_in_public(repository: Repository, tmp_path: Path) -> None:
    """
    The name as it should be would stand in the issue and in the record.
    """
    new_people_key(repository.project, tmp_path / "secrets")
    project = replace(repository.project, people_key=f"file:{tmp_path / 'secrets' / 'people.key'}")
    sealed_to_us = sealed(project, {"name": "Mary Jackson"})
    repository.write(
        "content/awards/mary.yaml",
        f"credential: data-steward\nrecipient: {{sealed: {sealed_to_us}}}\nawarded: 2026-03-01\n",
    )
    drafts, _ = prepare(project)
    assert drafts is not None
    sign(repository.project, drafts)
    before = content(repository)
    address = repository.of("Mary Jackson").id
    body = sent(RequestKind.CORRECT, award=address, name="Mary J. Jackson", reason="Misspelt")
    answer, code = ask(repository, body)

    assert Exit.REFUSED == code
    assert "does not name its recipient" in answer["comment"]
    assert before == content(repository)


def test_initials_stay_initials(repository: Repository) -> None:
    ask(repository, sent(RequestKind.AWARD, **{**AWARD, "display": "Initials"}), "--number", "3")

    assert "display: initials" in repository.read("content/awards/requests/issue-3.yaml")


def test_a_request_is_taken_in_once(repository: Repository) -> None:
    body = sent(RequestKind.AWARD, **AWARD)
    ask(repository, body, "--number", "12")
    before = content(repository)
    answer, code = ask(repository, body, "--number", "12")

    assert Exit.REFUSED == code
    assert "taken in before" in answer["comment"]
    assert before == content(repository)


def test_a_revocation_is_written_beside_what_stands_there(repository: Repository) -> None:
    body = sent(
        RequestKind.REVOKE,
        award=page(repository, "Ada Lovelace"),
        code="issued-in-error",
        reason="Awarded twice",
    )
    before = repository.read("content/awards/ada-lovelace.yaml")
    answer, code = ask(repository, body, "--number", "5")
    written = repository.read("content/awards/ada-lovelace.yaml")

    assert Exit.DONE == code
    assert written.startswith(before)
    assert (
        "revoked: {date: 2026-03-03, code: issued-in-error, reason: Awarded twice}\n"
        == written.removeprefix(before)
    )
    assert (
        f"Revoke award no. {repository.of('Ada Lovelace').newest.entry + 1} (request #5)"
        == (answer["title"])
    )
    assert "Ada" not in answer["title"]


def test_a_name_is_corrected_with_its_reason(repository: Repository) -> None:
    id_ = repository.of("Ada Lovelace").id
    given = {"name": "Ada King", "reason": "Misspelt"}
    answer, code = ask(repository, sent(RequestKind.CORRECT, award=id_, **given))
    written = repository.read("content/awards/ada-lovelace.yaml")

    assert Exit.DONE == code
    assert written.startswith("# The first of all.\n")
    assert "name: Ada King, email: ada-lovelace@example.org" in written
    assert "corrected: {date: 2026-03-03, reason: Misspelt}" in written
    assert "King" not in json.dumps(answer)


def test_a_removal_is_proposed_and_names_nobody(repository: Repository) -> None:
    """
    Neither whom the award names nor who asks: not in what is written, not in the words.
    """
    award = repository.of("Ada Lovelace")
    body = sent(RequestKind.REMOVAL, award=page(repository, "Ada Lovelace"))
    answer, code = ask(repository, body, "--number", "8", "--author", "ada-lovelace")
    after = content(repository)

    assert Exit.DONE == code
    assert f"award: {award.id}" in after["content/forgotten.yaml"].decode()
    assert "content/awards/ada-lovelace.yaml" not in after
    assert f"Forget award no. {award.newest.entry + 1} (request #8)" == answer["title"]
    assert "`ada-lovelace`" not in answer["body"]
    assert "the request comes from the person whom the award names" in answer["body"]
    # Nothing is erased before it was looked over and merged.
    assert award.id in repository.register.awards


def test_a_removal_takes_one_row_out_of_a_cohort(repository: Repository) -> None:
    path, rows = "content/awards/cohort.csv", "credential,name,email,awarded\n"
    rows += "data-steward,Grace Hopper,grace@example.org,2026-03-01\n"
    repository.write(path, rows + "data-steward,Mary Jackson,mary@example.org,2026-03-01\n")
    repository.issue()
    body = sent(RequestKind.REMOVAL, award=page(repository, "Mary Jackson"))
    answer, code = ask(repository, body, "--number", "9")

    assert (Exit.DONE, "proposed") == (code, answer["outcome"])
    assert rows == repository.read(path)


def test_nothing_is_removed_from_content_that_has_errors(repository: Repository) -> None:
    """
    What was issued could not be compared with it, so a record might go without its wish.
    """
    award = repository.of("Ada Lovelace")
    body = sent(RequestKind.REMOVAL, award=page(repository, "Ada Lovelace"))
    repository.write("content/forgotten.yaml", f"- [{award.id}]\n")
    before = content(repository)
    answer, code = ask(repository, body, "--number", "9")

    assert (Exit.REFUSED, "declined") == (code, answer["outcome"])
    assert "Ada" not in answer["comment"]
    assert before == content(repository)


AWARDED = sent(RequestKind.AWARD, **AWARD)
BAD_TEXTS = {
    "nothing": "",
    "no form": "Please give me a badge.",
    "another heading first": f"# Hello\n\n{AWARDED}",
    "text before": f"Hello\n\n{AWARDED}",
    "a heading forged": AWARDED.replace(
        "Mary Jackson", "Mary\n\n### Day of the award\n\n2020-01-01"
    ),
    "a heading twice": f"{AWARDED}\n\n### Credential\n\nother",
    "a heading of one's own": f"{AWARDED}\n\n### revoked\n\nyes",
    "a heading in an answer": sent(RequestKind.AWARD, **AWARD, narrative="a\n# b"),
    "a heading missing": AWARDED.replace("### Evidence\n", ""),
    "headings in another order": "\n\n".join(reversed(AWARDED.split("\n\n"))),
    "cut short": AWARDED[: len(AWARDED) // 2],
    "nothing ticked": sent(RequestKind.AWARD, **AWARD, seen=" "),
    "nobody": sent(RequestKind.AWARD, credential="data-steward", display="Initials"),
    "nothing said of what may be shown": sent(
        RequestKind.AWARD, **{**AWARD, "display": "_No response_"}
    ),
    "no address given": sent(RequestKind.AWARD, **{**AWARD, "email": "_No response_"}),
    "sealed and in plain text": sent(RequestKind.AWARD, **AWARD, sealed=BOX),
    "sealed and a name": sent(
        RequestKind.AWARD, credential="data-steward", sealed=BOX, name="Mary Jackson"
    ),
    "sealed and what may be shown": sent(
        RequestKind.AWARD, credential="data-steward", sealed=BOX, display="Initials"
    ),
    "a box that is none": sent(RequestKind.AWARD, credential="data-steward", sealed="bWFyeQ=="),
    "a box in plain text": sent(
        RequestKind.AWARD, credential="data-steward", sealed="recipient: {name: Mary Jackson}"
    ),
    "a box with more behind it": sent(
        RequestKind.AWARD,
        credential="data-steward",
        sealed=f"recipient: {{sealed: {BOX}, name: M}}",
    ),
    "a box cut short": sent(RequestKind.AWARD, credential="data-steward", sealed=BOX[:60]),
    "the secret in place of the box": sent(
        RequestKind.AWARD, credential="data-steward", sealed=SECRET
    ),
    "no name": sent(RequestKind.AWARD, **{**AWARD, "name": "_No response_"}),
    "a name of two lines": sent(RequestKind.AWARD, **{**AWARD, "name": "Mary\nrevoked: x"}),
    "no address": sent(RequestKind.AWARD, **{**AWARD, "email": "mary"}),
    "no such day": sent(RequestKind.AWARD, **{**AWARD, "awarded": "2026-02-30"}),
    "a day to come": sent(RequestKind.AWARD, **{**AWARD, "awarded": "2027-01-01"}),
    "a way of showing that there is not": sent(RequestKind.AWARD, **{**AWARD, "display": "full"}),
    "no such credential": sent(RequestKind.AWARD, **{**AWARD, "credential": "data-stewart"}),
    "a path for a credential": sent(RequestKind.AWARD, **{**AWARD, "credential": "../../keys/x"}),
    "evidence without a name": sent(RequestKind.AWARD, **AWARD, url="https://example.org/"),
    "evidence of http": sent(RequestKind.AWARD, **AWARD, evidence="x", url="http://127.0.0.1/"),
    "a link to http": sent(RequestKind.AWARD, **AWARD, narrative="[x](http://127.0.0.1/)"),
    "a hidden character": sent(RequestKind.AWARD, **{**AWARD, "name": "Mary\u202e Jackson"}),
    "a control character": sent(RequestKind.AWARD, **{**AWARD, "name": "Mary\x1b[31m"}),
    "a NUL": f"{AWARDED}\0",
    "not UTF-8": f"{AWARDED}\ud800",
    "a megabyte": sent(RequestKind.AWARD, **AWARD, narrative="a" * 1_000_000),
    "a line without end": "### " * 20_000,
    "a private key": sent(RequestKind.AWARD, **AWARD, narrative="AGE-SECRET-KEY-1QQQQQQQQQQ"),
}


@pytest.mark.parametrize("body", BAD_TEXTS.values(), ids=BAD_TEXTS.keys())
def test_a_bad_text_changes_nothing_and_gets_a_sentence(repository: Repository, body: str) -> None:
    before = content(repository)
    with patience():
        answer, code = ask(repository, body, "--number", "12", "--author", "octocat")

    assert Exit.REFUSED == code
    assert {"outcome", "comment"} == answer.keys()
    assert "declined" == answer["outcome"]
    assert answer["comment"].startswith("This request cannot be taken in. ")
    assert before == content(repository)


@pytest.mark.parametrize(
    "given",
    [
        "https://other.example/awards/{id}/",
        "https://badges.example.org.evil.example/awards/{id}/",
        "http://badges.example.org/awards/{id}/",
        "https://badges.example.org/credentials/{id}/",
        "https://badges.example.org/awards/00000000000000000000000000/",
        "https://badges.example.org/awards/{id}/ and more",
        "{id}0",
        "../../awards/ada-lovelace.yaml",
        "Ada Lovelace",
        "*",
    ],
)
@pytest.mark.parametrize("kind", [RequestKind.REVOKE, RequestKind.CORRECT, RequestKind.REMOVAL])
def test_an_award_is_meant_by_its_own_address_alone(
    repository: Repository, kind: RequestKind, given: str
) -> None:
    address = given.format(id=repository.of("Ada Lovelace").id)
    more = {
        RequestKind.REVOKE: {"code": "other", "reason": "x"},
        RequestKind.CORRECT: {"name": "Eve", "reason": "x"},
        RequestKind.REMOVAL: dict[str, str](),
    }[kind]
    before = content(repository)
    answer, code = ask(repository, sent(kind, award=address, **more))

    assert (Exit.REFUSED, "declined") == (code, answer["outcome"])
    assert before == content(repository)


def test_what_was_done_already_is_said(repository: Repository) -> None:
    award = page(repository, "Ada Lovelace")
    revoke = sent(RequestKind.REVOKE, award=award, code="other", reason="Mistaken")
    same = sent(RequestKind.CORRECT, award=award, name="Ada Lovelace", reason="x")
    correct = sent(RequestKind.CORRECT, award=award, name="Ada King", reason="x")

    assert "this very name" in ask(repository, same)[0]["comment"]
    assert "proposed" == ask(repository, revoke)[0]["outcome"]
    assert "stays so" in ask(repository, revoke)[0]["comment"]
    assert "stays so" in ask(repository, correct)[0]["comment"]


def test_the_form_that_is_named_is_the_one_that_is_read(repository: Repository) -> None:
    """
    A removal cannot be slipped in as a correction.
    """
    body = sent(RequestKind.REMOVAL, award=page(repository, "Ada Lovelace"))
    answer, code = ask(repository, body, "--form", "correct")

    assert Exit.REFUSED == code
    assert "headings are not those of the form" in answer["comment"]


@pytest.mark.parametrize(
    "hostile",
    [
        "@octocat",
        "#1",
        "<img src=https://evil.example/x.png>",
        "![x](https://evil.example/x.png)",
        "`code` **bold** | cell",
        "${{ secrets.TESTAMUR_AWARD_KEY }} $(id) `id`",
        "::set-output name=x::y",
    ],
)
def test_what_is_quoted_does_nothing(repository: Repository, hostile: str) -> None:
    """
    Neither in a comment, nor in what the pull request says, nor in its title.
    """
    awarded = sent(RequestKind.AWARD, **{**AWARD, "name": hostile, "evidence": hostile})
    refused = sent(RequestKind.AWARD, **{**AWARD, "credential": hostile})
    told = [
        ask(repository, awarded, "--number", "2", "--author", hostile)[0],
        ask(repository, refused, "--number", "3", "--author", hostile)[0],
    ]

    for answer in told:
        assert hostile not in "".join(answer.values())
        for text in answer.values():
            assert not any(line.startswith(("::", "##[")) for line in text.split("\n"))


def test_for_people_it_prints_the_words(repository: Repository, tmp_path: Path) -> None:
    body = tmp_path / "body.md"
    body.write_text(AWARDED.replace("\n", "\r\n"))
    words = ["request", "--form", "award", "--body", str(body), "--number", "4"]
    result = CliRunner().invoke(commands, words, obj=repository.project)

    assert 0 == result.exit_code
    assert result.stdout.startswith("Award data-steward (request #4)\nAsked for in #4.\n")


def test_content_that_is_broken_is_no_reason_to_write(repository: Repository) -> None:
    body = sent(
        RequestKind.REVOKE, award=page(repository, "Ada Lovelace"), code="other", reason="x"
    )
    repository.write("content/site.yaml", "format: [\n")
    before = content(repository)
    answer, code = ask(repository, body)

    assert (Exit.REFUSED, "declined") == (code, answer["outcome"])
    assert before == content(repository)


@settings(max_examples=150, deadline=None)
@given(body=st.one_of(st.text(), st.text().map(lambda text: AWARDED.replace("Mary Jackson", text))))
def test_any_text_is_read_or_refused(body: str) -> None:
    data = body.encode("utf-8", "surrogatepass")
    try:
        found = answers(kind_of(data), data)
    except RequestRefusedError:
        return
    assert "\n" not in (found["name"] or "")
    assert "data-steward" == found["credential"]


def test_a_text_may_be_as_long_as_a_form(repository: Repository) -> None:
    with pytest.raises(RequestRefusedError, match="far longer"):
        answers(RequestKind.AWARD, b"x" * (BODY_MAX + 1))

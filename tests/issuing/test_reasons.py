"""Why an award was withdrawn, and what took its place: from the record to all that readers see."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from testamur.commands.listing import issued
from testamur.model.status import Change, Event, ReasonCode
from testamur.problems import RegisterError
from testamur.register.documents import event_commitment
from testamur.verify.document import verify_document
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict
from tests.support.repository import BASE_URL, Repository, codes

DAY = "2026-03-03"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued; the next day."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.write(
        "content/site.yaml",
        repository.read("content/site.yaml") + "  email: badges@example.org\n",
    )
    repository.issue(first=True)
    repository.pass_days()
    return repository


def published(repository: Repository, path: str) -> Any:
    return orjson.loads((repository.site / path).read_bytes())


def verdict(repository: Repository, path: str) -> Verdict:
    def read_file(name: str) -> bytes | None:
        file = repository.site / name
        return file.read_bytes() if file.is_file() else None

    return verify_document(
        (repository.site / path).read_bytes(),
        SiteFolder(read_file, BASE_URL),
        now=repository.now,
        found_at=f"{BASE_URL}/{path}",
    )


@pytest.mark.parametrize(
    ("line", "reason", "listed"),
    [
        (
            "revoked: {date: 2026-03-03, code: issued-in-error, reason: Two of this name}",
            "Issued in error: Two of this name",
            "revoked (issued-in-error)",
        ),
        ("revoked: {date: 2026-03-03, code: misconduct}", "Misconduct", "revoked (misconduct)"),
        (
            "revoked: {date: 2026-03-03, code: other, reason: A long story}",
            "A long story",
            "revoked (other)",
        ),
        ("revoked: {date: 2026-03-03, reason: As before}", "As before", "revoked"),
        (
            "suspended: {date: 2026-03-03, code: under-review}",
            "Under review",
            "suspended (under-review)",
        ),
    ],
)
def test_a_reason_reaches_every_reader(
    repository: Repository, line: str, reason: str, listed: str
) -> None:
    """
    Register, state.json, the assertion of Open Badges 2.0, the page, the list, the verdict.
    """
    repository.award("Alan Turing", line)
    repository.issue()
    repository.build()
    award = repository.of("Alan Turing")
    folder = f"awards/{award.id}"
    event = award.withdrawal
    assert event is not None
    page = (repository.site / folder / "index.html").read_text(encoding="utf-8")
    state = published(repository, f"{folder}/state.json")

    assert reason == event.in_full
    assert str(event.code) == state.get("code", "None")
    assert (event.reason, DAY) == (state["reason"], state["date"])
    assert published(repository, f"{folder}/assertion.json")["revocationReason"].endswith(reason)
    assert reason.partition(":")[0] in page
    assert reason.rpartition(": ")[2] in page
    assert listed in [each.state for each in issued(repository.project, ["Turing"])]
    assert f"3 March 2026: {reason}." in verdict(repository, f"{folder}/credential.json").sentence()


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("revoked: {date: 2026-03-03}", "missing-field"),
        ("revoked: {date: 2026-03-03, code: other}", "missing-field"),
        ("suspended: {date: 2026-03-03}", "missing-field"),
        ("revoked: {date: 2026-03-03, code: bad-luck}", "unknown-choice"),
        ("corrected: {date: 2026-03-03, code: misconduct, reason: x}", "unknown-field"),
        ("suspended: {date: 2026-03-03, code: other, reason: x, replaced_by: y}", "unknown-field"),
        ("revoked: {date: 2026-03-03, code: superseded, replaced_by: ada}", "slug"),
        (
            f"revoked: {{date: 2026-03-03, code: superseded, replaced_by: {'0' * 26}}}",
            "unknown-successor",
        ),
    ],
)
def test_what_gives_no_reason_is_refused(repository: Repository, line: str, rule: str) -> None:
    repository.award("Alan Turing", line)

    assert [rule] == codes(repository.check().problems)


@pytest.mark.parametrize(
    "after",
    [
        "revoked: {date: 2026-03-03, code: misconduct, reason: By mistake}",
        "revoked: {date: 2026-03-03, reason: By mistake}",
        "revoked: {date: 2026-03-03, code: issued-in-error}",
    ],
)
def test_an_issued_code_stays_written(repository: Repository, after: str) -> None:
    before = "revoked: {date: 2026-03-03, code: issued-in-error, reason: By mistake}"
    path = repository.award("Alan Turing", before)
    repository.issue()
    repository.write(path, repository.read(path).replace(before, after))

    assert ["note-withdrawn"] == codes(repository.check().problems)


def test_a_successor_is_named_everywhere(repository: Repository) -> None:
    """
    By its page's address where there is room, as a link on the page.
    """
    successor = repository.of("Ada Lovelace").id
    repository.award(
        "Alan Turing", f"revoked: {{date: {DAY}, code: superseded, replaced_by: {successor}}}"
    )
    repository.issue()
    repository.build(check_all=True)
    folder = f"awards/{repository.of('Alan Turing').id}"
    page = (repository.site / folder / "index.html").read_text(encoding="utf-8")
    address = f"{BASE_URL}/awards/{successor}/"

    assert successor == published(repository, f"{folder}/state.json")["replaced_by"]
    assert address in published(repository, f"{folder}/assertion.json")["revocationReason"]
    assert f'href="../{successor}/"' in page
    assert (
        f"In its place: {address}." in verdict(repository, f"{folder}/credential.json").sentence()
    )


def test_an_award_cannot_take_its_own_place(repository: Repository) -> None:
    own = repository.of("Alan Turing").id
    repository.award(
        "Alan Turing", f"revoked: {{date: {DAY}, code: other, reason: x, replaced_by: {own}}}"
    )
    (problem,) = repository.check().problems

    assert "unknown-successor" == problem.rule.code
    assert "an award cannot take its own place" == problem.detail


def test_an_earlier_version_tells_when_and_why_it_was_replaced(repository: Repository) -> None:
    """
    Twice corrected: each version's verdict tells its own end, and leads to the newest.
    """
    repository.award(
        "Ada Lovelace", "narrative: Well.", f"corrected: {{date: {DAY}, reason: Praise}}"
    )
    repository.issue()
    repository.pass_days()
    repository.award(
        "Ada Lovelace",
        "narrative: Very well.",
        f"corrected: [{{date: {DAY}, reason: Praise}}, {{date: 2026-03-04, reason: More of it}}]",
    )
    repository.issue()
    repository.build(check_all=True)
    folder = f"awards/{repository.of('Ada Lovelace').id}"
    state = published(repository, f"{folder}/state.json")
    newest = f"{BASE_URL}/{folder}/credential.json"

    assert "active" == state["state"]
    assert [(1, 2, "Praise"), (2, 3, "More of it")] == [
        (each["version"], each["by"], each["reason"]) for each in state["replaced"]
    ]
    assert (
        verdict(repository, f"{folder}/v1/credential.json")
        .sentence()
        .startswith(f"Replaced by a newer version on 3 March 2026 (Praise): {newest}. ")
    )
    assert (
        verdict(repository, f"{folder}/v2/credential.json")
        .sentence()
        .startswith(f"Replaced by a newer version on 4 March 2026 (More of it): {newest}. ")
    )
    assert "3" == published(repository, f"{folder}/assertion.json")["version"]


def test_what_was_entered_before_there_were_codes_fits_still() -> None:
    """
    The commitment and the bytes of an event without a code are those of the first releases.
    """
    day = date(2026, 3, 3)
    event = Event(Change.REVOKED, day, "Awarded by mistake", date(2026, 3, 4), 7, "ab" * 32)

    assert "099e74f1cd64fba2d7aac5ff67753459fa18078bd3c785382fb04269cdd3fd4d" == event_commitment(
        "0" * 26, event
    )


@pytest.mark.parametrize("name", ["code", "replaced_by"])
def test_code_and_successor_are_committed_to(repository: Repository, name: str) -> None:
    """
    Neither can be changed afterwards in the erasable half of the register.
    """
    repository.award(
        "Alan Turing",
        f"revoked: {{date: {DAY}, code: misconduct, replaced_by: {repository.of('Ada Lovelace').id}}}",
    )
    repository.issue()
    said = {
        "code": ("misconduct", "key-compromise"),
        "replaced_by": (repository.of("Ada Lovelace").id, "0" * 26),
    }
    path = repository.root / "content/register/documents/0000.jsonl"
    before, after = said[name]
    path.write_text(path.read_text().replace(f'"{name}":"{before}"', f'"{name}":"{after}"'))

    with pytest.raises(RegisterError, match="is not what was entered"):
        _ = repository.register


def test_every_code_but_other_says_something() -> None:
    assert {ReasonCode.OTHER} == {code for code in ReasonCode if not code.words}

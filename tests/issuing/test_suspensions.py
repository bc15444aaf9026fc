"""Suspensions in status lists of their own, for sites that opt in."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from testamur.changes import Action
from testamur.commands.forget import forget
from testamur.model.status import SUSPENSION, Change, Slot
from testamur.problems import Exit, RegisterError, exit_code
from testamur.register.entries import EventEntry, StatusEntry
from testamur.verify.document import verify_document
from testamur.verify.site import verify_site
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict, Word
from tests.support.repository import BASE_URL, Repository, codes

SUSPENDED = "suspended: {date: 2026-03-03, code: under-review}"
REINSTATED = "reinstated: {date: 2026-03-04, reason: Review ended}"
OPTED_IN = "status: {suspension: separate}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Opted in, two awards, issued; the next day."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    opt_in(repository)
    repository.issue(first=True)
    repository.pass_days()
    return repository


def opt_in(repository: Repository) -> None:
    repository.write("content/site.yaml", repository.read("content/site.yaml") + OPTED_IN)


def opt_out(repository: Repository) -> None:
    text = repository.read("content/site.yaml").replace(OPTED_IN, "")
    repository.write("content/site.yaml", text)


def suspend(repository: Repository, name: str = "Alan Turing") -> None:
    repository.award(name, SUSPENDED)
    repository.issue()


def reinstate(repository: Repository, name: str = "Alan Turing") -> None:
    repository.pass_days()
    repository.award(name, SUSPENDED, REINSTATED)
    repository.issue()


def marks(repository: Repository, name: str, version: int = 1) -> tuple[bool, bool]:
    """Whether the version is marked as revoked, and as suspended."""
    register = repository.register
    document = repository.of(name).versions[version - 1]

    def is_set(purpose: str, slot: Slot | None) -> bool:
        if slot is None:
            return False
        bits = register.status_lists[purpose, slot.list].bits
        return bool(bits[slot.index // 8] & 0x80 >> slot.index % 8)

    return is_set("revocation", document.slot), is_set("suspension", document.suspension)


def verdict(repository: Repository, name: str) -> Verdict:
    def read(path: str) -> bytes | None:
        file = repository.site / path
        return file.read_bytes() if file.is_file() else None

    return verify_document(
        repository.of(name).newest.signed, SiteFolder(read, BASE_URL), now=repository.now
    )


def test_the_price_is_told_once(tmp_path: Path) -> None:
    """
    As a warning, before the first credential with two entries is signed.
    """
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    opt_in(repository)
    before = repository.check(first=True).problems
    repository.issue(first=True)

    assert ["two-status-entries"] == codes(before)
    assert Exit.DONE == exit_code(before)
    assert "both schemas of Open Badges 3.0 refuse that" in before[0].detail
    assert () == repository.check().problems


def test_a_document_names_a_list_for_each_purpose(repository: Repository) -> None:
    document = repository.of("Ada Lovelace").newest
    entries = orjson.loads(document.unsigned)["credentialStatus"]

    assert ["revocation", "suspension"] == [each["statusPurpose"] for each in entries]
    assert [f"{BASE_URL}/status/revocation-1.json", f"{BASE_URL}/status/suspension-1.json"] == [
        each["statusListCredential"] for each in entries
    ]
    assert document.suspension is not None
    assert [str(document.slot.index), str(document.suspension.index)] == [
        each["statusListIndex"] for each in entries
    ]
    assert document.slot.index != document.suspension.index


def test_suspending_marks_the_suspension_and_reinstating_clears_it(repository: Repository) -> None:
    """
    The signed document stays the same all along, and verifies again at the end.
    """
    signed = repository.of("Alan Turing").newest.signed
    size = repository.register.size
    suspend(repository)
    repository.build(check_all=True)

    assert (False, True) == marks(repository, "Alan Turing")
    assert [EventEntry, StatusEntry] == [
        type(entry.fact) for entry in repository.register.entries[size:]
    ]
    assert Word.SUSPENDED is verdict(repository, "Alan Turing").word
    assert (
        "Suspended since 3 March 2026: Under review."
        in verdict(repository, "Alan Turing").sentence()
    )
    assert Word.VALID is verdict(repository, "Ada Lovelace").word

    reinstate(repository)
    repository.build(check_all=True)

    assert (False, False) == marks(repository, "Alan Turing")
    assert [signed] == [each.signed for each in repository.of("Alan Turing").versions]
    assert Word.VALID is verdict(repository, "Alan Turing").word
    assert not (
        repository.site / "awards" / repository.of("Alan Turing").id / "state.json"
    ).exists()
    assert () == repository.plan().changes


def test_a_reinstatement_is_planned_as_such(repository: Repository) -> None:
    suspend(repository)
    repository.pass_days()
    repository.award("Alan Turing", SUSPENDED, REINSTATED)

    assert [Action.REINSTATE] == [change.action for change in repository.plan().changes]


def test_suspended_again(repository: Repository) -> None:
    """
    The same bit is set a second time.
    """
    suspend(repository)
    reinstate(repository)
    repository.pass_days()
    again = "{date: 2026-03-05, code: misconduct}"
    repository.award(
        "Alan Turing", f"suspended: [{{date: 2026-03-03, code: under-review}}, {again}]", REINSTATED
    )
    repository.issue()
    repository.build(check_all=True)

    assert (False, True) == marks(repository, "Alan Turing")
    assert "Misconduct" in verdict(repository, "Alan Turing").sentence()


def test_a_revocation_goes_before_a_suspension(repository: Repository) -> None:
    suspend(repository)
    repository.pass_days()
    repository.award("Alan Turing", SUSPENDED, "revoked: {date: 2026-03-04, code: misconduct}")
    repository.issue()
    repository.build(check_all=True)

    assert (True, False) == marks(repository, "Alan Turing")
    assert Word.REVOKED is verdict(repository, "Alan Turing").word


def test_a_correction_under_suspension_stays_suspended(repository: Repository) -> None:
    """
    The next version has a place of its own in both lists; the earlier one is revoked.
    """
    suspend(repository)
    repository.pass_days()
    repository.award(
        "Alan Turing", SUSPENDED, "narrative: More.", "corrected: {date: 2026-03-04, reason: More}"
    )
    repository.issue()
    repository.build(check_all=True)

    assert (True, False) == marks(repository, "Alan Turing", 1)
    assert (False, True) == marks(repository, "Alan Turing", 2)
    assert Word.SUSPENDED is verdict(repository, "Alan Turing").word


def test_forgetting_takes_back_the_suspension_and_revokes(repository: Repository) -> None:
    """
    Neither place is ever given again.
    """
    suspend(repository)
    award = repository.of("Alan Turing")
    list(forget(repository.project, award.id))
    repository.pass_days()
    repository.issue()
    repository.build(check_all=True)
    register = repository.register

    assert award.newest.slot in register.set_slots["revocation"]
    assert award.newest.suspension not in register.set_slots["suspension"]
    assert award.newest.suspension in register.slots["suspension"]


def test_who_opts_in_later_reinstates_with_a_version(tmp_path: Path) -> None:
    """
    What was marked as revoked stays so; the next version has both places.
    """
    repository = Repository.begun(tmp_path, "Alan Turing")
    repository.issue(first=True)
    repository.pass_days()
    suspend(repository)
    opt_in(repository)
    reinstate(repository)
    repository.build(check_all=True)
    award = repository.of("Alan Turing")

    assert [None, True] == [each.suspension and True for each in award.versions]
    assert (True, False) == marks(repository, "Alan Turing", 1)
    assert (False, False) == marks(repository, "Alan Turing", 2)
    assert award.newest.origin is not None
    assert Change.REINSTATED is award.newest.origin.change
    assert Word.VALID is verdict(repository, "Alan Turing").word


def test_who_opts_out_keeps_the_lists_that_there_are(repository: Repository) -> None:
    """
    New documents have one entry; the old ones are suspended and reinstated as before.
    """
    opt_out(repository)
    repository.award("Grace Hopper")
    suspend(repository)
    reinstate(repository)
    repository.build(check_all=True)

    assert isinstance(
        orjson.loads(repository.of("Grace Hopper").newest.unsigned)["credentialStatus"], dict
    )
    assert ("suspension", 1) in repository.register.status_lists
    assert 1 == len(repository.of("Alan Turing").versions)


def test_without_the_option_nothing_is_different(tmp_path: Path) -> None:
    repository = Repository.begun(tmp_path, "Ada Lovelace")
    repository.issue(first=True)

    assert [("revocation", 1)] == list(repository.register.status_lists)
    assert b'"suspension"' not in repository.of("Ada Lovelace").newest.unsigned
    assert '"suspension"' not in repository.read("content/register/documents/0000.jsonl")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"suspension":[1,', '"suspension":[2,'),
        ('"slot":[1,', '"slot":[2,'),
        ('"change":"suspended"', '"change":"corrected"'),
    ],
)
def test_an_edited_line_is_refused(repository: Repository, old: str, new: str) -> None:
    suspend(repository)
    path = "content/register/documents/0000.jsonl"
    assert old in repository.read(path)
    repository.write(path, repository.read(path).replace(old, new))

    with pytest.raises(RegisterError):
        _ = repository.register


def test_a_line_that_hides_its_second_place_is_refused(repository: Repository) -> None:
    """
    Its suspension could never be marked.
    """
    suspension = repository.of("Ada Lovelace").newest.suspension
    assert suspension is not None
    path = "content/register/documents/0000.jsonl"
    text = repository.read(path)
    repository.write(
        path, text.replace(f'"suspension":[{suspension.list},{suspension.index}],', "")
    )

    with pytest.raises(RegisterError, match="otherwise than the document"):
        _ = repository.register


def test_a_list_that_lost_its_mark_is_refused(repository: Repository) -> None:
    """
    An older signed list, put back: the log knows of other bits.
    """
    path = "content/register/status/suspension-1.json"
    older = repository.read(path)
    suspend(repository)
    repository.write(path, older)

    with pytest.raises(RegisterError, match="suspension-1"):
        _ = repository.register


@pytest.mark.parametrize("purpose", ["suspension", "revocation"])
def test_a_site_without_one_of_its_lists_is_at_fault(repository: Repository, purpose: str) -> None:
    suspend(repository)
    repository.build()
    files = {
        path.relative_to(repository.site).as_posix(): path.read_bytes()
        for path in repository.site.rglob("*")
        if path.is_file()
    }
    del files[f"status/{purpose}-1.json"]
    report = verify_site(files.get, files, now=repository.now)

    assert not report.ok
    assert any(f"{purpose}-1 that is not published" in fault for fault in report.faults)


def test_a_hosted_word_cannot_soften_a_revocation(repository: Repository) -> None:
    """
    Where suspension has a signed list, a revoked document is revoked, whatever state.json says.
    """
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, code: misconduct}")
    repository.issue()
    repository.build()
    path = repository.site / "awards" / repository.of("Alan Turing").id / "state.json"
    path.write_bytes(path.read_bytes().replace(b'"revoked"', b'"suspended"'))

    assert Word.REVOKED is verdict(repository, "Alan Turing").word


def test_many_slots_of_a_purpose_are_all_different(repository: Repository) -> None:
    for number in range(20):
        repository.award(f"Name {number}")
    repository.issue()
    slots = repository.register.slots

    assert 22 == len(slots["revocation"]) == len(slots[SUSPENSION])

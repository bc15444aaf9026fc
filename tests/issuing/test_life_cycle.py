"""What authors may do, and what it means: the table of the architecture, line by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest

from testamur.changes import Action
from testamur.commands.forget import forget
from testamur.commands.prepare import prepare
from testamur.commands.sign import sign
from testamur.crypto.signer import Ed25519Signer
from testamur.model.status import Change, Standing
from testamur.problems import (
    Exit,
    InputRefusedError,
    KeyRefusedError,
    RegisterError,
    WorldError,
    exit_code,
)
from testamur.register.entries import EraseEntry, EventEntry, IssueEntry, Role, StatusEntry
from tests.support.repository import OTHER_SEED, Repository, codes
from tests.support.sites import files

CORRECTED = "corrected: {date: 2026-03-03, reason: Name misspelt}"
REVOKED = "revoked: {date: 2026-03-03, reason: Awarded by mistake}"
SUSPENDED = "suspended: {date: 2026-03-03, reason: Under review}"
REINSTATED = "reinstated: {date: 2026-03-04, reason: Review ended}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued; the next day."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.issue(first=True)
    repository.pass_days()
    return repository


def correct(repository: Repository) -> None:
    path = repository.award("Ada Lovelace", CORRECTED)
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))


def actions(repository: Repository) -> list[Action]:
    return [change.action for change in repository.plan().changes]


def is_set(repository: Repository, name: str, version: int = 1) -> bool:
    register = repository.register
    slot = repository.of(name).versions[version - 1].slot
    bits = register.status_lists["revocation", slot.list].bits
    return bool(bits[slot.index // 8] & 0x80 >> slot.index % 8)


def test_a_new_record_is_a_new_award(repository: Repository) -> None:
    """
    One award more, drawn id and slot, one `issue` entry.
    """
    repository.award("Grace Hopper")

    assert [Action.AWARD] == actions(repository)

    before = repository.register.size
    repository.issue()

    assert 3 == len(repository.register.awards)
    assert isinstance(repository.register.entries[before].fact, IssueEntry)
    assert before + 1 == repository.register.size
    assert not is_set(repository, "Grace Hopper")


@pytest.mark.parametrize("what", ["revoked", "forgotten", "awarded", "defined"])
def test_a_refresh_signs_nothing_but_lists(repository: Repository, what: str) -> None:
    """
    Whoever takes over the job before it could draft withdrawals, which need no more than its key.
    """
    if what == "revoked":
        repository.award("Ada Lovelace", REVOKED)
    elif what == "forgotten":
        list(forget(repository.project, repository.of("Ada Lovelace").id))
    elif what == "awarded":
        repository.award("Grace Hopper")
    else:
        repository.define(version=2)
    repository.pass_days()
    drafts, _ = prepare(repository.project)
    assert drafts is not None
    before = files(repository.root / "content/register")

    with pytest.raises(InputRefusedError, match="change more than status lists"):
        sign(repository.project, drafts, only_refresh=True)

    assert before == files(repository.root / "content/register")


def test_nothing_new_refreshes_the_lists_and_nothing_else(repository: Repository) -> None:
    """
    The log does not grow, and the head stays; only the lists' dates move on.
    """
    before = repository.register
    repository.issue()
    after = repository.register

    assert before.entries == after.entries
    assert before.heads == after.heads
    assert before.as_of is not None
    assert after.as_of is not None
    assert before.as_of < after.as_of


def test_an_edit_without_a_word_is_refused(repository: Repository) -> None:
    """
    With the award's number, the field, and how to put it back.
    """
    repository.award("Ada King", file="ada-lovelace")
    problems = repository.check().problems

    assert ["edited-after-issue"] == codes(problems)
    assert "award no. 4 differs in `recipient.name`, `recipient.email`" in problems[0].detail
    assert "put it back" in str(problems[0].hint)
    assert Exit.REGISTER == exit_code(problems)
    assert problems[0].place is not None
    assert 2 == problems[0].place.line


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("expires: 2030-01-01", "expires"),
        ("narrative: More.", "narrative"),
        ("route: exam", "narrative"),
        ("evidence: {name: Report}", "evidence"),
        ("language: de", "language"),
    ],
)
def test_every_edited_field_is_named(repository: Repository, line: str, field: str) -> None:
    """
    Whatever is added to what was signed is noticed.
    """
    repository.award("Ada Lovelace", line.replace("{name: Report}", "[{name: Report}]"))
    problems = repository.check().problems

    assert ["edited-after-issue"] == codes(problems)
    assert f"`{field}`" in problems[0].detail


def test_a_declared_correction_is_the_next_version(repository: Repository) -> None:
    """
    Same id, newer validFrom, same day of award; the first version's bit is set.
    """
    correct(repository)

    assert [Action.CORRECT] == actions(repository)

    repository.issue()
    award = repository.of("Ada King")
    first, second = (orjson.loads(version.signed) for version in award.versions)

    assert first["id"] == second["id"]
    assert first["validFrom"] < second["validFrom"]
    assert first["awardedDate"] == second["awardedDate"]
    assert first["credentialSubject"]["id"] == second["credentialSubject"]["id"]
    assert first["credentialStatus"] != second["credentialStatus"]
    assert is_set(repository, "Ada King", 1)
    assert not is_set(repository, "Ada King", 2)
    assert Standing.SUPERSEDED is award.standing(1)
    assert Standing.CURRENT is award.standing(2)
    assert () == repository.plan().changes


def test_a_correction_that_changes_nothing_is_refused(repository: Repository) -> None:
    repository.award("Ada Lovelace", CORRECTED)

    assert ["nothing-corrected"] == codes(repository.check().problems)


def test_one_declaration_covers_one_edit(repository: Repository) -> None:
    """
    After the corrected version is issued, the next silent edit is refused again.
    """
    correct(repository)
    repository.issue()
    path = "content/awards/ada-lovelace.yaml"
    repository.write(path, repository.read(path).replace("Ada King", "Ada Noel"))

    assert ["edited-after-issue"] == codes(repository.check().problems)


def test_a_correction_cannot_be_undeclared(repository: Repository) -> None:
    correct(repository)
    repository.issue()
    path = "content/awards/ada-lovelace.yaml"
    repository.write(path, repository.read(path).replace(CORRECTED + "\n", ""))

    assert ["note-withdrawn"] == codes(repository.check().problems)


def test_a_renewal_moves_the_expiry_only(repository: Repository) -> None:
    """
    The next version at the same id; anything else that differs is refused.
    """
    renewed = "renewed: {date: 2026-03-03, reason: Another year}"
    repository.award("Grace Hopper", "expires: 2027-03-01")
    repository.issue()
    repository.pass_days()
    repository.award("Grace Hopper", "expires: 2028-03-01", renewed)

    assert [Action.RENEW] == actions(repository)

    repository.award("Grace Hopper", "expires: 2028-03-01", "narrative: Well done.", renewed)

    assert ["renewal-changes-more"] == codes(repository.check().problems)

    repository.award("Grace Hopper", "expires: 2028-03-01", renewed)
    repository.issue()

    assert Change.RENEWED is repository.of("Grace Hopper").events[-1].change


def test_a_revocation_sets_the_bit_and_leaves_the_document(repository: Repository) -> None:
    """
    Signed bytes stay; the log learns of the bits and not of whom.
    """
    signed = repository.of("Alan Turing").newest.signed
    repository.award("Alan Turing", REVOKED)

    assert [Action.REVOKE] == actions(repository)

    before = repository.register.size
    repository.issue()

    assert signed == repository.of("Alan Turing").newest.signed
    assert is_set(repository, "Alan Turing")
    assert Standing.REVOKED is repository.of("Alan Turing").standing(1)
    assert [EventEntry, StatusEntry] == [
        type(entry.fact) for entry in repository.register.entries[before:]
    ]


@pytest.mark.parametrize("change", ["", "revoked: {date: 2026-03-03, reason: Other}\n"])
def test_h41_a_revocation_stays_written(repository: Repository, change: str) -> None:
    repository.award("Alan Turing", REVOKED)
    repository.issue()
    path = "content/awards/alan-turing.yaml"
    repository.write(path, repository.read(path).replace(REVOKED + "\n", change))
    problems = repository.check().problems

    assert ["note-withdrawn"] == codes(problems)
    assert Exit.REFUSED == exit_code(problems)


def test_a_suspension_ends_with_the_next_version(repository: Repository) -> None:
    """
    The bit of the suspended version is never cleared; the reinstated one has another.
    """
    repository.award("Alan Turing", SUSPENDED)

    assert [Action.SUSPEND] == actions(repository)

    repository.issue()

    assert Standing.SUSPENDED is repository.of("Alan Turing").standing(1)
    assert is_set(repository, "Alan Turing")

    repository.pass_days()
    repository.award("Alan Turing", SUSPENDED, REINSTATED)

    assert [Action.REINSTATE] == actions(repository)

    repository.issue()
    award = repository.of("Alan Turing")

    assert Standing.SUPERSEDED is award.standing(1)
    assert Standing.CURRENT is award.standing(2)
    assert is_set(repository, "Alan Turing", 1)
    assert not is_set(repository, "Alan Turing", 2)
    assert [Change.SUSPENDED, Change.REINSTATED] == [event.change for event in award.events]


def test_f09_a_deleted_record_is_refused(repository: Repository) -> None:
    """
    With its number, and with the ways out.
    """
    (repository.root / "content/awards/ada-lovelace.yaml").unlink()
    problems = repository.check().problems

    assert ["vanished-award"] == codes(problems)
    assert "award no. 4 (Data Steward, Ada Lovelace)" in problems[0].detail
    assert "git log" in str(problems[0].hint)
    assert Exit.REGISTER == exit_code(problems)


def test_f09_a_renamed_record_is_recognised(repository: Repository) -> None:
    """
    And known by its new name from the next issuing on.
    """
    awards = repository.root / "content/awards"
    (awards / "ada-lovelace.yaml").rename(awards / "countess.yaml")

    assert [Action.MOVE] == actions(repository)

    repository.issue()

    assert () == repository.plan().changes
    assert 2 == len(repository.register.awards)


def test_a_forgotten_award_is_erased(repository: Repository) -> None:
    """
    No personal byte is left; number, id and bit are.
    """
    from testamur.commands.forget import forget

    award = repository.of("Ada Lovelace")
    told = list(forget(repository.project, award.id))

    assert "content/awards/ada-lovelace.yaml: deleted" in told
    assert [Action.FORGET] == actions(repository)

    repository.issue()
    register = repository.register

    assert award.id in register.forgotten
    assert award.id not in register.awards
    assert award.newest.slot in register.set_slots["revocation"]
    assert EraseEntry(award.newest.entry) in [entry.fact for entry in register.entries]
    left = b"".join(path.read_bytes() for path in repository.root.rglob("*") if path.is_file())
    for personal in (b"Ada Lovelace", b"ada-lovelace", award.newest.nonce.hex().encode()):
        assert personal not in left


def test_a_forgotten_award_must_not_be_written_any_more(repository: Repository) -> None:
    award = repository.of("Ada Lovelace")
    repository.write("content/forgotten.yaml", f"- {{award: {award.id}, date: 2026-03-03}}\n")

    assert ["forgotten-still-written"] == codes(repository.check().problems)


def test_only_an_award_can_be_forgotten(repository: Repository) -> None:
    unknown = "0" * 26
    repository.write("content/forgotten.yaml", f"- {{award: {unknown}, date: 2026-03-03}}\n")

    assert ["forgotten-unknown"] == codes(repository.check().problems)


def test_a_credential_with_awards_changes_by_version_only(repository: Repository) -> None:
    """
    Old awards keep the old text; a new version is a new definition.
    """
    repository.define("Data Guardian")
    problems = repository.check().problems

    assert ["definition-changed"] == codes(problems)
    assert "write version: 2" in str(problems[0].hint)

    repository.define("Data Guardian", version=2)

    assert [Action.DEFINE] == actions(repository)

    repository.award("Grace Hopper")
    repository.issue()

    assert ("data-steward", 1) == repository.of("Ada Lovelace").newest.definition
    assert ("data-steward", 2) == repository.of("Grace Hopper").newest.definition

    repository.define("Data Steward", version=1)

    assert ["version-lowered"] == codes(repository.check().problems)


def test_old_awards_are_judged_by_the_text_they_were_issued_under(repository: Repository) -> None:
    """
    A later version may drop a result, or be offered later, without making them wrong.
    """
    path = "content/credentials/data-steward/credential.md"
    text = repository.read(path)
    with_result = text.replace("name: Data Steward", "name: Data Keeper").replace(
        "version: 1", "version: 2\nresults: [{id: mark, name: Mark, type: Percent}]"
    )
    repository.write(path, with_result)
    repository.award("Grace Hopper", 'results: [{result: mark, value: "87"}]')
    repository.issue()
    repository.pass_days()
    repository.write(path, text.replace("version: 1", "version: 3\noffered_from: 2026-03-03"))

    assert () == repository.check().problems
    assert [Action.DEFINE] == actions(repository)


def test_today_is_the_day_in_the_issuers_zone(tmp_path: Path) -> None:
    """
    An award of today is no award of the future, just because it is yesterday in Greenwich.
    """
    repository = Repository.begun(tmp_path)
    repository.write(
        "content/site.yaml", repository.read("content/site.yaml") + "time_zone: Pacific/Auckland\n"
    )
    repository.now = repository.now.replace(day=1, hour=20)
    path = repository.award("Ada Lovelace")
    repository.write(path, repository.read(path).replace("2026-03-01", "2026-03-02"))

    assert () == repository.check().problems

    repository.write(path, repository.read(path).replace("2026-03-02", "2026-03-03"))

    assert ["future-date"] == codes(repository.check().problems)


def test_a_credential_without_awards_may_change(repository: Repository) -> None:
    repository.write(
        "content/credentials/other/credential.md",
        repository.read("content/credentials/data-steward/credential.md"),
    )
    repository.issue()
    repository.pass_days()
    path = "content/credentials/other/credential.md"
    repository.write(path, repository.read(path).replace("Data Steward", "Data Archivist"))

    assert [Action.DEFINE] == actions(repository)

    repository.issue()

    assert () == repository.plan().changes


def test_base_url_is_identity(repository: Repository) -> None:
    """
    Changing it after something was issued is refused, and says why.
    """
    path = "content/site.yaml"
    repository.write(path, repository.read(path).replace("badges.example.org", "b.example.org"))
    problems = repository.check().problems

    assert ["base-url-changed"] == codes(problems)
    assert Exit.REGISTER == exit_code(problems)


def test_an_award_cannot_be_issued_expired(repository: Repository) -> None:
    repository.award("Grace Hopper", "expires: 2026-03-02")

    assert ["already-expired"] == codes(repository.check().problems)


def test_a_register_is_begun_once(repository: Repository, tmp_path: Path) -> None:
    """
    `--first` is refused where there is a register, and needed where there is none.
    """
    assert ["register-refused"] == codes(repository.check(first=True).problems)

    fresh = Repository.begun(tmp_path / "fresh", "Ada Lovelace")

    assert ["register-missing"] == codes(fresh.check(first=False).problems)
    assert fresh.check().first


def test_f05_nothing_is_signed_with_a_time_before_the_last(repository: Repository) -> None:
    repository.pass_days(-3650)

    with pytest.raises(WorldError, match="the clock says"):
        repository.refresh()


def test_two_runs_within_a_second_are_ordered(repository: Repository) -> None:
    repository.refresh()
    first = repository.register.as_of
    repository.refresh()
    second = repository.register.as_of

    assert first is not None
    assert second is not None
    assert first < second


def test_drafts_fit_one_state_of_the_register(repository: Repository) -> None:
    """
    What was prepared for another state is not signed.
    """
    from testamur.commands.prepare import prepare
    from testamur.commands.sign import sign

    repository.award("Grace Hopper")
    drafts, _ = prepare(repository.project)
    assert drafts is not None
    repository.issue()
    repository.pass_days()

    with pytest.raises(RegisterError, match="another state"):
        sign(repository.project, drafts)


def test_h39_a_key_that_is_not_announced_signs_nothing(repository: Repository) -> None:
    repository.award("Grace Hopper")
    repository.award_seed = OTHER_SEED
    before = repository.register.size

    with pytest.raises(KeyRefusedError, match="is none of those in keys/"):
        repository.issue()

    assert before == repository.register.size


def test_h39_a_key_of_the_other_role_signs_nothing(repository: Repository) -> None:
    repository.award("Grace Hopper")
    repository.award_seed = repository.register_seed

    with pytest.raises(KeyRefusedError, match=r"is no award key"):
        repository.issue()


def test_h39_a_key_that_has_ended_signs_nothing(repository: Repository) -> None:
    """
    Neither by its file nor, when the file is put back, by the log.
    """
    from tests.support.repository import AWARD_SEED

    repository.award("Grace Hopper")
    repository.announce("award-1", Role.AWARD, AWARD_SEED, ended=date(2026, 3, 3))

    with pytest.raises(KeyRefusedError, match="has ended"):
        repository.issue()

    repository.refresh()
    repository.announce("award-1", Role.AWARD, AWARD_SEED)

    assert ["key-differs"] == codes(repository.check().problems)


def test_a_replaced_key_stays_good_for_what_it_signed(repository: Repository) -> None:
    """
    The old key is published still; new awards are signed by the new one; the site verifies.
    """
    from tests.support.repository import AWARD_SEED

    repository.announce("award-1", Role.AWARD, AWARD_SEED, ended=date(2026, 3, 3))
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED
    repository.award("Grace Hopper")
    repository.issue()
    built = repository.build(check_all=True)
    old = Ed25519Signer.from_seed(AWARD_SEED).public_key

    assert old in repository.register.trusted_keys
    assert 3 == len(built.report.verdicts)
    assert {"valid"} == {word.value for word in built.report.counts}

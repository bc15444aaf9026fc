"""What authors do at once, again, or in an order that nobody expected."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import orjson
import pytest

from testamur.changes import Action
from testamur.commands.forget import forget
from testamur.model.formats import Format
from testamur.model.status import Change, Standing
from testamur.problems import RegisterError, WorldError
from testamur.register.entries import Role
from tests.support.breaking import Cut, DyingDisk, When
from tests.support.repository import AWARD_SEED, OTHER_SEED, Repository, codes

SUSPENDED = "{date: 2026-03-03, reason: Under review}"
AGAIN = "{date: 2026-03-06, reason: Under review again}"
REINSTATED = "{date: 2026-03-04, reason: Review ended}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two awards, issued; a week later."""
    repository = Repository.begun(tmp_path, "Ada Lovelace", "Alan Turing")
    repository.issue(first=True)
    repository.pass_days(7)
    return repository


def actions(repository: Repository) -> list[Action]:
    return [change.action for change in repository.plan().changes]


def settle(repository: Repository) -> None:
    """Issue, and find that everything holds and nothing is left to do."""
    repository.issue()

    assert () == repository.plan().changes
    assert repository.build(check_all=True).report.ok


def test_suspended_reinstated_and_suspended_again_ends_suspended(repository: Repository) -> None:
    """
    Steps are entered in the order of their days, whatever their kind.
    """
    repository.award("Alan Turing", f"suspended: {SUSPENDED}")
    settle(repository)
    repository.pass_days()
    repository.award(
        "Alan Turing", f"suspended: [{SUSPENDED}, {AGAIN}]", f"reinstated: {REINSTATED}"
    )
    settle(repository)
    award = repository.of("Alan Turing")

    assert Standing.SUSPENDED is award.standing(2)
    assert [Change.SUSPENDED, Change.REINSTATED, Change.SUSPENDED] == [
        event.change for event in award.events
    ]


def test_a_record_may_bring_its_history_along(repository: Repository) -> None:
    """
    One that was suspended and reinstated before it was ever issued is one valid version.
    """
    repository.award("Grace Hopper", f"suspended: {SUSPENDED}", f"reinstated: {REINSTATED}")
    settle(repository)

    assert Standing.CURRENT is repository.of("Grace Hopper").standing(1)
    assert 1 == len(repository.of("Grace Hopper").versions)


def test_another_credential_is_another_award(repository: Repository) -> None:
    """
    A correction cannot turn one credential into another.
    """
    repository.write(
        "content/credentials/welder/credential.md",
        repository.read("content/credentials/data-steward/credential.md"),
    )
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-03, reason: Wrong one}")
    repository.write(path, repository.read(path).replace("data-steward", "welder"))
    problems = repository.check().problems

    assert ["edited-after-issue"] == codes(problems)
    assert "was issued for data-steward" in problems[0].detail


def test_who_is_to_be_forgotten_is_not_awarded_again_under_another_name(
    repository: Repository,
) -> None:
    """
    Renaming the file and forgetting at once is noticed.
    """
    award = repository.of("Ada Lovelace")
    awards = repository.root / "content/awards"
    (awards / "ada-lovelace.yaml").rename(awards / "countess.yaml")
    repository.write("content/forgotten.yaml", f"- {{award: {award.id}, date: 2026-03-03}}\n")

    assert ["forgotten-still-written"] == codes(repository.check().problems)


def test_an_erasure_that_nobody_asked_for_is_noticed(repository: Repository) -> None:
    list(forget(repository.project, repository.of("Ada Lovelace").id))
    repository.issue()
    (repository.root / "content/forgotten.yaml").unlink()

    assert ["forgotten-without-wish"] == codes(repository.check().problems)


def test_each_declaration_is_matched_by_its_own_kind(repository: Repository) -> None:
    """
    A correction dated before an issued one, and one of the same day as a renewal.
    """
    first = "{date: 2026-03-05, reason: First}"
    second = "{date: 2026-03-02, reason: Second}"
    renewed = "renewed: {date: 2026-03-05, reason: Longer}"
    path = repository.award("Ada Lovelace", "expires: 2027-01-01", f"corrected: {first}", renewed)
    settle(repository)
    repository.pass_days()
    path = repository.award(
        "Ada Lovelace", "expires: 2027-01-01", f"corrected: [{first}, {second}]", renewed
    )
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))

    assert [Action.CORRECT] == actions(repository)

    settle(repository)

    assert ["First", "Longer", "Second"] == [
        event.reason for event in repository.of("Ada King").events
    ]


def test_the_reason_of_an_issued_correction_stays_written(repository: Repository) -> None:
    path = repository.award("Ada Lovelace", "corrected: {date: 2026-03-05, reason: Misspelt}")
    repository.write(path, repository.read(path).replace("name: Ada Lovelace", "name: Ada King"))
    settle(repository)
    repository.write(path, repository.read(path).replace("Misspelt", "At her own wish"))

    assert ["note-withdrawn"] == codes(repository.check().problems)


def test_days_are_those_of_the_zone_they_were_issued_in(repository: Repository) -> None:
    """
    Another time zone would move the day of every award.
    """
    path = "content/site.yaml"
    repository.write(path, repository.read(path) + "time_zone: Pacific/Auckland\n")

    assert ["time-zone-changed"] == codes(repository.check().problems)


def test_the_port_that_everybody_means_is_not_written(repository: Repository) -> None:
    """
    did:web would make another identity of it.
    """
    path = "content/site.yaml"
    repository.write(
        path, repository.read(path).replace("example.org\ntitle", "example.org:443\ntitle")
    )

    assert () == repository.plan().changes


def test_two_records_that_say_the_same_are_found_again_together(repository: Repository) -> None:
    """
    Renamed in one commit: two awards, two records.
    """
    for number in (1, 2):
        repository.award("Grace Hopper", file=f"grace-{number}")
    repository.issue()
    repository.pass_days()
    awards = repository.root / "content/awards"
    for number in (1, 2):
        (awards / f"grace-{number}.yaml").rename(awards / f"hopper-{number}.yaml")

    assert [Action.MOVE, Action.MOVE] == actions(repository)

    settle(repository)


def test_a_corrected_address_in_a_cohort_is_the_same_award(repository: Repository) -> None:
    """
    A row without a key is known by its address; name, day and credential tell it again.
    """
    header = "credential,name,email,awarded,corrected,corrected_reason\n"
    row = "data-steward,Grace Hopper,{},2026-03-01,{}\n"
    cohort = "content/awards/cohort.csv"
    repository.write(cohort, header + row.format("grace@example.org", ","))
    settle(repository)
    repository.pass_days()
    repository.write(cohort, header + row.format("hopper@example.org", ","))

    assert ["edited-after-issue"] == codes(repository.check().problems)

    repository.write(cohort, header + row.format("hopper@example.org", "2026-03-09,Misspelt"))

    assert [Action.MOVE, Action.CORRECT] == actions(repository)

    settle(repository)

    assert 2 == len(repository.of("Grace Hopper").versions)


def test_an_expired_award_is_not_reinstated(repository: Repository) -> None:
    """
    `check` says so, and not only the process that signs.
    """
    repository.award("Grace Hopper", "expires: 2026-03-12", f"suspended: {SUSPENDED}")
    settle(repository)
    repository.pass_days(30)
    repository.award(
        "Grace Hopper",
        "expires: 2026-03-12",
        f"suspended: {SUSPENDED}",
        f"reinstated: {REINSTATED}",
    )

    assert ["already-expired"] == codes(repository.check().problems)


def test_what_cannot_be_signed_is_said_where_it_stands(repository: Repository) -> None:
    """
    Two pieces of evidence at one address: one node of the graph with two names.
    """
    evidence = (
        "evidence: [{name: One, url: 'https://a.example/'}, {name: Two, url: 'https://a.example/'}]"
    )
    path = repository.award("Grace Hopper", evidence)
    problems = repository.check().problems

    assert ["unsignable"] == codes(problems)
    assert path == problems[0].file
    assert "stands for something else too" in problems[0].detail


def test_what_cannot_be_signed_is_said_of_each_award(repository: Repository) -> None:
    """
    Also of a second one that differs in its recipient alone.
    """
    evidence = (
        "evidence: [{name: One, url: 'https://a.example/'}, {name: Two, url: 'https://a.example/'}]"
    )
    paths = [repository.award(name, evidence) for name in ("Grace Hopper", "Kathleen Booth")]
    repository.award("Ida Rhodes")
    problems = repository.check().problems

    assert ["unsignable"] * 2 == codes(problems)
    assert sorted(paths) == sorted(problem.file for problem in problems)


def test_a_new_key_is_said_aloud(repository: Repository) -> None:
    """
    Whoever may sign in the issuer's name stands in the plan; a key's file cannot just go.
    """
    repository.announce("award-2", Role.AWARD, OTHER_SEED)

    assert [Action.KEY] == actions(repository)

    repository.issue()
    (repository.root / "keys/award-2.json").unlink()

    assert ["key-differs"] == codes(repository.check().problems)


def test_a_lost_key_stays_lost(repository: Repository) -> None:
    """
    Giving its file an `ended` day later does not bring it back.
    """
    size = repository.register.size
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=size)
    repository.announce("award-2", Role.AWARD, OTHER_SEED)
    repository.award_seed = OTHER_SEED
    repository.issue()
    repository.pass_days()
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=size, ended=date(2026, 3, 9))
    repository.issue()
    lost = [key.multibase for key in repository.register.lost_keys]

    assert 1 == len(lost)
    assert lost[0] not in [key.multibase for key in repository.register.trusted_keys]


def test_a_key_cannot_be_lost_in_the_future(repository: Repository) -> None:
    repository.announce("award-1", Role.AWARD, AWARD_SEED, compromised=10**9)

    assert ["key-differs"] == codes(repository.check().problems)


def test_f05_the_clock_of_an_interrupted_run_counts(repository: Repository) -> None:
    """
    Nothing is signed with a time before entries that no list has seen yet.
    """
    repository.award("Grace Hopper")
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=4, when=When.AFTER))
    repository.pass_days(-2)

    with pytest.raises(WorldError, match="the clock says"):
        repository.refresh()


def test_a_definition_that_was_being_replaced_is_entered_again(repository: Repository) -> None:
    """
    Not by a refresh, which knows no content; by the next issuing.
    """
    path = "content/credentials/other/credential.md"
    text = repository.read("content/credentials/data-steward/credential.md")
    repository.write(path, text)
    repository.issue()
    repository.pass_days()
    repository.write(path, text.replace("name: Data Steward", "name: Data Keeper"))
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=2, when=When.AFTER))

    with pytest.raises(RegisterError, match="was being replaced"):
        repository.refresh()

    repository.write(path, text)
    settle(repository)


def test_one_who_was_half_forgotten_is_forgotten(repository: Repository) -> None:
    """
    Two versions in two files, cut between them: the next run erases the rest.
    """
    path = repository.award("Ada Lovelace", f"suspended: {SUSPENDED}")
    settle(repository)
    repository.pass_days()
    # As many entries as bring the second version into another file.
    for number in range(260):
        repository.award(f"Filler {number}")
    repository.issue()
    repository.pass_days()
    repository.write(path, repository.read(path) + f"reinstated: {REINSTATED}\n")
    repository.issue()
    repository.pass_days()
    award = repository.of("Ada Lovelace")

    assert 1 < len({version.entry // 256 for version in award.versions})

    list(forget(repository.project, award.id))
    with pytest.raises(Cut):
        repository.issue(disk=DyingDisk(dies_at=2, when=When.AFTER))
    repository.refresh()
    register = repository.register
    left = b"".join(
        path.read_bytes() for path in (repository.root / "content").rglob("*") if path.is_file()
    )

    assert award.id in register.forgotten
    assert b"Ada Lovelace" not in left
    assert {version.slot for version in award.versions} <= register.set_slots["revocation"]


def edited(repository: Repository, change: dict[str, object], *, line: int = 0) -> None:
    """A document line edited by hand, as somebody who can push might do it."""
    path = repository.root / "content/register/documents/0000.jsonl"
    lines = path.read_bytes().splitlines()
    document = orjson.loads(lines[line])
    head, _, tail = lines[line].partition(b',"proof":')
    fields = {name: value for name, value in document.items() if name not in {"proof", "document"}}
    lines[line] = orjson.dumps({**fields, **change})[:-1] + b',"proof":' + tail
    assert head != lines[line].partition(b',"proof":')[0]
    path.write_bytes(b"\n".join(lines) + b"\n")


def test_an_event_that_was_written_by_hand_is_not_completed(repository: Repository) -> None:
    """
    Neither read nor refreshed into the log.
    """
    event = {
        "change": "revoked",
        "day": "2020-01-01",
        "reason": "Because",
        "entered": "2026-03-02",
        "entry": 2,
        "nonce": "00" * 32,
    }
    edited(repository, {"events": [event]})

    assert ["register-refused"] == codes(repository.check().problems)
    with pytest.raises(AssertionError, match="is not what was entered"):
        repository.refresh()


def test_a_reason_that_was_reworded_by_hand_is_noticed(repository: Repository) -> None:
    """
    In the document alone, or in content and document alike.
    """
    path = repository.award("Ada Lovelace", "revoked: {date: 2026-03-03, reason: By mistake}")
    repository.issue()
    documents = "content/register/documents/0000.jsonl"
    for name in (path, documents):
        repository.write(name, repository.read(name).replace("By mistake", "By request"))

    assert ["register-refused"] == codes(repository.check().problems)


def test_an_erasure_by_hand_is_not_completed(repository: Repository) -> None:
    documents = repository.root / "content/register/documents/0000.jsonl"
    lines = documents.read_bytes().splitlines()
    first = orjson.loads(lines[0])
    lines[0] = orjson.dumps(
        {
            **{name: first[name] for name in ("entry", "award", "version", "slot")},
            "erased": "2026-03-03",
        }
    )
    documents.write_bytes(b"\n".join(lines) + b"\n")
    (repository.root / "content/awards/ada-lovelace.yaml").unlink()

    with pytest.raises(AssertionError, match=r"nobody asked"):
        repository.refresh()


@pytest.mark.parametrize(
    "line",
    [
        "key 1 2026-03-02 award add z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
        "status 1 2026-03-02 revocation 1 " + "ab" * 32,
    ],
)
def test_a_line_that_nobody_signed_is_not_completed(repository: Repository, line: str) -> None:
    """
    A stranger's key at the end of the log gets no head over it.
    """
    log = "content/register/log/0000.txt"
    repository.write(log, f"{repository.read(log)}{line}\n")

    with pytest.raises(
        (RegisterError, AssertionError), match=r"signed by nobody|has no file in keys"
    ):
        repository.refresh()


def test_a_register_whose_deletion_was_committed_is_lost_all_the_same(
    repository: Repository,
) -> None:
    import subprocess

    def git(*words: str) -> None:
        identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
        subprocess.run(
            ["git", *identity, *words], cwd=repository.root, check=True, capture_output=True
        )

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "issued")
    shutil.rmtree(repository.root / "content/register")
    git("add", "--all")
    git("commit", "--quiet", "--message", "gone")

    assert ["register-missing"] == codes(repository.check().problems)
    assert ["register-missing"] == codes(repository.check(first=True).problems)


def test_a_theme_that_is_not_there_is_said_before_signing(repository: Repository) -> None:
    path = "content/site.yaml"
    repository.write(path, repository.read(path) + "theme: defualt\n")

    assert ["theme"] == codes(repository.check().problems)


def test_the_list_tells_the_addresses(repository: Repository) -> None:
    """
    From the register alone, by any words of the line.
    """
    from testamur.commands.listing import issued

    (found,) = issued(repository.project, ["ada"])

    assert "Ada Lovelace" == found.recipient
    assert f"https://badges.example.org/awards/{repository.of('Ada Lovelace').id}/" == found.address
    assert 2 == len(issued(repository.project, []))
    assert [] == issued(repository.project, ["ada", "revoked"])


def test_drafts_are_not_believed(repository: Repository) -> None:
    """
    Each thing that `prepare` would not have written is refused before a key is asked for.
    """
    from testamur.commands.prepare import prepare
    from testamur.commands.sign import sign
    from testamur.issue.drafts import Drafts, Happening, Update
    from testamur.model.status import Slot

    repository.award("Grace Hopper")
    repository.define("Data Guardian", version=2)
    drafts, _ = prepare(repository.project)
    assert drafts is not None
    (award,), (definition,) = drafts.awards, drafts.definitions
    credential = definition.credential

    def with_award(**fields: object) -> Drafts:
        return replace(drafts, awards=(replace(award, **fields),))  # type: ignore[arg-type]

    def with_definition(**fields: object) -> Drafts:
        changed = replace(definition, credential=replace(credential, **fields))  # type: ignore[arg-type]
        return replace(drafts, definitions=(changed,))

    other = repository.of("Ada Lovelace")
    back = Happening(Change.REINSTATED, date(2026, 3, 3), "Because", "00" * 32)
    hostile = (
        with_definition(slug="../../../.github/x"),
        with_definition(slug="x\nkey 1"),
        with_definition(version=1),
        with_definition(picture="00" * 32, picture_type="image/svg+xml"),
        with_definition(picture_type="text/html"),
        replace(drafts, definitions=(replace(definition, picture="not base64!"),)),
        with_award(award="../../x"),
        with_award(award=other.id),
        with_award(slot=Slot(1, -1)),
        with_award(slot=Slot(1, 131_072)),
        with_award(slot=Slot(0, 1)),
        with_award(slot=Slot(10**9, 1)),
        with_award(slot=other.newest.slot),
        with_award(definition=7),
        with_award(slug="welder"),
        with_award(nonce="00"),
        with_award(nonce="zz" * 32),
        with_award(declared=(-1, 0)),
        with_award(record="x"),
        with_award(document="{}"),
        with_award(document="[]"),
        with_award(document=award.document.replace("Data Guardian", "Doctor of Medicine")),
        replace(drafts, awards=(award, award)),
        replace(drafts, formats=(Format.ASSERTION,)),
        replace(drafts, status_days=0),
        replace(drafts, status_days=40_000),
        replace(drafts, root="00" * 32),
        replace(drafts, base_url="https://evil.example"),
        replace(drafts, register="../elsewhere"),
        replace(
            drafts,
            updates=(Update(other.id, other.newest.record, other.newest.source, (back,)),),
        ),
    )
    before = {
        path: path.read_bytes()
        for path in repository.root.rglob("*")
        if path.is_file() and "register-lock" not in path.name
    }
    for number, each in enumerate(hostile):
        try:
            result = sign(repository.project, each)
        except (RegisterError, WorldError):
            continue
        assert isinstance(result, tuple), number
    after = {
        path: path.read_bytes()
        for path in repository.root.rglob("*")
        if path.is_file() and "register-lock" not in path.name
    }

    assert before == after
    assert not (repository.root.parent / "elsewhere").exists()


def test_a_forged_event_with_a_line_of_the_log_is_not_completed(repository: Repository) -> None:
    """
    Everything fits but the head, which a refresh would sign: the record says nothing of it.
    """
    from testamur.model.status import Event
    from testamur.register.documents import event_commitment

    register = repository.register
    award = repository.of("Ada Lovelace")
    day = register.entries[-1].day
    event = Event(Change.REVOKED, day, "Because", day, register.size, "ab" * 32)
    log = "content/register/log/0000.txt"
    line = f"event 1 {day} {event_commitment(award.id, event)}\n"
    repository.write(log, repository.read(log) + line)
    forged = {
        "change": "revoked",
        "day": day.isoformat(),
        "reason": "Because",
        "entered": day.isoformat(),
        "entry": event.entry,
        "nonce": event.nonce,
    }
    edited(repository, {"events": [forged]})

    with pytest.raises(AssertionError, match="note-withdrawn"):
        repository.refresh()

    # Nor where another mistake keeps the records from being compared at all.
    repository.write("content/awards/broken.yaml", "credential: nothing\n")

    with pytest.raises(AssertionError, match=r"missing-field|unknown-credential"):
        repository.refresh()

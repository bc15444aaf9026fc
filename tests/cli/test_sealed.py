"""Sealed recipients and private lists: what a public repository shows, and what issuing needs."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from click.testing import CliRunner, Result

from testamur.cli.main import commands
from testamur.commands.check import check
from testamur.commands.issue import environments
from testamur.commands.people import PUBLIC, new_people_key
from testamur.commands.prepare import opened, prepare, waiting
from testamur.commands.project import Project
from testamur.commands.seal import sealed
from testamur.commands.sign import Signed, sign
from testamur.crypto import boxes
from testamur.crypto.boxes import MAX_BOX, PADDED_TO, BoxError
from testamur.issue.drafts import encode
from testamur.issuing import prepare as draw_up
from testamur.problems import InputRefusedError, KeyRefusedError, WorldError
from tests.support.repository import Repository, codes

NAME, EMAIL = "Wilhelmina Quartermaine", "wilhelmina@quartermaine.example"
FIELDS = {"name": NAME, "email": EMAIL}
SEALED = "credential: data-steward\nrecipient: {{sealed: {box}}}\nawarded: 2026-03-01\n"
PATH = "content/awards/one.yaml"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Nothing issued yet; one award in plain text; a people key whose secret is kept outside."""
    made = Repository.begun(tmp_path / "ours", "Ada Lovelace")
    new_people_key(made.project, tmp_path / "secrets")
    return made


@pytest.fixture
def key(tmp_path: Path) -> str:
    return f"file:{tmp_path / 'secrets' / 'people.key'}"


def box(repository: Repository, **fields: str) -> str:
    return sealed(repository.project, fields or FIELDS)


def with_sealed(repository: Repository, text: str | None = None) -> Repository:
    repository.write(PATH, SEALED.format(box=text or box(repository)))
    return repository


def issue(repository: Repository, project: Project, *, first: bool = False) -> None:
    drafts, checked = prepare(project, first=first)
    assert drafts is not None, checked.problems
    assert isinstance(sign(repository.project, drafts, first=first), Signed)


def run(project: Project, *words: str) -> Result:
    result = CliRunner().invoke(commands, words, obj=project)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def names(repository: Repository) -> list[str]:
    found = [award.newest.unsigned for award in repository.register.awards.values()]
    return sorted(name for name in (NAME, "Ada Lovelace") if name.encode() in b"".join(found))


def test_without_the_key_all_else_is_issued_and_with_it_the_rest(
    repository: Repository, key: str
) -> None:
    """
    A sealed record waits for the run that can open it; afterwards `check` needs no key at all.
    """
    with_sealed(repository)
    issue(repository, repository.project, first=True)

    assert ["Ada Lovelace"] == names(repository)
    repository.pass_days()
    issue(repository, replace(repository.project, people_key=key))

    assert ["Ada Lovelace", NAME] == names(repository)
    assert () == repository.check().problems
    assert () == repository.plan().changes
    with_keys = replace(repository.project, people_key=key)
    assert () == check(with_keys).problems
    repository.build(check_all=True)


def test_an_issued_award_is_revoked_without_the_key(repository: Repository, key: str) -> None:
    """
    A revocation needs nobody's name.
    """
    with_sealed(repository)
    issue(repository, replace(repository.project, people_key=key), first=True)
    repository.pass_days()
    repository.write(
        PATH, repository.read(PATH) + "revoked: {date: 2026-03-03, reason: By mistake}\n"
    )
    issue(repository, repository.project)

    assert [True, False] == sorted(
        (award.withdrawal is not None for award in repository.register.awards.values()),
        reverse=True,
    )


def test_sealing_again_is_an_edit(repository: Repository, key: str) -> None:
    """
    The digest covers the box: the same fields in another box must be declared, with key or not.
    """
    with_sealed(repository)
    issue(repository, replace(repository.project, people_key=key), first=True)
    repository.pass_days()
    with_sealed(repository)
    problems = repository.check().problems

    assert ["edited-after-issue"] == codes(problems)
    assert "`recipient`" in problems[0].detail
    repository.write(
        PATH, repository.read(PATH) + "corrected: {date: 2026-03-03, reason: Sealed anew}\n"
    )
    assert () == repository.check().problems
    drafts, _ = prepare(repository.project)
    assert drafts is not None
    assert () == drafts.awards
    issue(repository, replace(repository.project, people_key=key))
    assert [1, 2] == sorted(len(award.versions) for award in repository.register.awards.values())


def test_no_output_shows_whom_a_box_is_about(
    repository: Repository, key: str, tmp_path: Path
) -> None:
    """
    Nothing below the repository and nothing that a command prints holds the name or the address of
    a sealed record, plain or encoded; with `display: hidden` not even what is published does.
    """
    with_sealed(repository, box(repository, **FIELDS, display="hidden"))
    project = replace(repository.project, people_key=key)
    printed = [
        run(repository.project, "check").output,
        run(repository.project, "check", "--format", "json").output,
        run(project, "check", "--format", "github").output,
        run(
            project,
            "prepare",
            "--first",
            "--people-key",
            key,
            "--output",
            str(tmp_path / "drafts.json"),
        ).output,
    ]
    issue(repository, project, first=True)
    repository.build()
    printed.append(run(project, "list").output)
    held = [file.read_bytes() for file in repository.root.rglob("*") if file.is_file()]
    for secret in (NAME, EMAIL):
        for form in encoded(secret):
            assert not any(form in text.encode() for text in printed), form
            assert not any(form in data for data in held), form


def encoded(secret: str) -> set[bytes]:
    """As it is, in hex, and in base64 at each of the three places where it may begin."""
    data = secret.encode()
    found = {data, data.hex().encode(), data.upper(), secret.encode("utf-16-le")}
    for before in range(3):
        found.add(base64.b64encode(b"\0" * before + data)[4:-4])
    return found


BROKEN = [
    ("{name: x}", "sealed-recipient"),
    ("not base64!", "sealed-recipient"),
    (base64.b64encode(b"age-encryption.org/v1\nnothing").decode(), "sealed-recipient"),
    (base64.b64encode(b"x" * (MAX_BOX + 100)).decode(), "sealed-recipient"),
]


@pytest.mark.parametrize(("text", "code"), BROKEN)
def test_what_is_no_box_is_refused_without_the_key(
    repository: Repository, text: str, code: str
) -> None:
    """
    As far as can be told from outside.
    """
    repository.write(PATH, SEALED.format(box=json.dumps(text)))

    assert [code] == codes(repository.check().problems)


def test_a_box_for_two_or_for_a_passphrase_is_refused(repository: Repository) -> None:
    """
    Somebody else's key beside the issuer's would open it, too.
    """
    keys = [pyrage.x25519.Identity.generate().to_public() for _ in range(2)]
    two = base64.b64encode(pyrage.encrypt(b"{}", keys)).decode()
    secret = base64.b64encode(pyrage.passphrase.encrypt(b"{}", "correct horse")).decode()
    for text in (two, secret):
        with pytest.raises(BoxError, match="exactly one"):
            boxes.check(text)


def altered(text: str) -> str:
    data = bytearray(base64.b64decode(text))
    data[-1] ^= 1
    return base64.b64encode(data).decode()


def test_a_box_that_was_altered_or_is_anothers_is_refused_with_the_key(
    repository: Repository, key: str
) -> None:
    """
    Nothing is issued, and the message says what is known.
    """
    _, other = boxes.new_identity()
    for text in (altered(box(repository)), sealed(repository.project, FIELDS, other)):
        with_sealed(repository, text)
        drafts, checked = prepare(replace(repository.project, people_key=key), first=True)

        assert drafts is None
        assert ["sealed-recipient"] == codes(checked.problems)
        assert "another key, or was altered" in checked.problems[0].detail


@pytest.mark.parametrize(
    "inside",
    [
        b"no JSON " + NAME.encode(),
        json.dumps([NAME]).encode(),
        json.dumps({"name": NAME, "email": f"no address of {NAME}"}).encode(),
        json.dumps({"email": EMAIL}).encode(),
        json.dumps({"name": NAME, NAME: "x"}).encode(),
        json.dumps({"name": [NAME]}).encode(),
        json.dumps({"name": NAME, "sealed": "x"}).encode(),
        f'{{"name": "{NAME}", "name": "other"}}'.encode(),
    ],
)
def test_what_is_wrong_inside_is_told_without_telling_it(
    repository: Repository, key: str, inside: bytes
) -> None:
    """
    The field is named; its value never is.
    """
    public = repository.read(PUBLIC).splitlines()[-1]
    with_sealed(repository, boxes.close(inside, public))
    drafts, checked = prepare(replace(repository.project, people_key=key), first=True)
    told = "".join(f"{each.detail} {each.hint}" for each in checked.problems)

    assert drafts is None
    assert ["sealed-recipient"] == codes(checked.problems)
    assert not re.search("Wilhelmina|Quartermaine", told, re.IGNORECASE)


def test_plain_fields_beside_a_box_are_refused(repository: Repository) -> None:
    """
    A name beside the box that hides it is a leak, not a convenience.
    """
    text = SEALED.format(box=box(repository)).replace("{sealed", "{name: Ada, sealed")
    repository.write(PATH, text)

    assert ["sealed-recipient"] == codes(repository.check().problems)


def test_a_record_that_was_not_opened_is_never_drafted(repository: Repository) -> None:
    """
    The stand-in is refused at the last step, whoever forgot to leave it out.
    """
    with_sealed(repository)
    found = check(repository.project, first=True)
    assert found.catalog is not None
    assert found.register is not None
    assert found.plan is not None
    assert [True] == [each.is_closed for each in waiting(found.plan)]
    ready = opened(found.plan)

    with pytest.raises(ValueError, match="was not opened"):
        draw_up(found.catalog, found.register, found.plan, repository.project.draw)
    drafts = draw_up(found.catalog, found.register, ready, repository.project.draw)
    assert 1 == len(drafts.awards)


def test_lengths_are_rounded_up() -> None:
    """
    A long name and a short one make boxes of one size (but for what age adds at random).
    """
    identity, public = boxes.new_identity()
    short, long = (
        boxes.open_box(boxes.close(data, public), identity) for data in (b"{}", b"x" * 200)
    )

    assert PADDED_TO == len(short) == len(long)


# The command.


def test_seal_replaces_plain_recipients(repository: Repository, key: str) -> None:
    """
    A record, a list and a cohort; comments stay, rows get a key, and all of it can be issued.
    """
    repository.write(
        PATH,
        f"# From the spring term.\ncredential: data-steward\nrecipient:\n  name: {NAME}\n"
        f"  email: {EMAIL}\nawarded: 2026-03-01  # a Sunday\n",
    )
    repository.write(
        "content/awards/rows.csv",
        "credential,name,email,awarded\n"
        f"data-steward,{NAME} II,second@quartermaine.example,2026-03-01\n"
        "data-steward,Quartermaine III,third@quartermaine.example,2026-03-01\n",
    )
    result = run(repository.project, "seal", PATH, "content/awards/rows.csv")

    assert 0 == result.exit_code, result.output
    assert "Quartermaine" not in result.output
    for path in (PATH, "content/awards/rows.csv"):
        assert "uartermaine" not in repository.read(path)
    assert repository.read(PATH).startswith("# From the spring term.\n")
    assert "# a Sunday" in repository.read(PATH)
    assert () == repository.check().problems
    issue(repository, replace(repository.project, people_key=key), first=True)
    assert 4 == len(repository.register.awards)
    again = run(repository.project, "seal", PATH)
    assert "nothing to seal" in again.output


def test_seal_refuses_what_was_issued(repository: Repository) -> None:
    """
    Its name is signed and published already; sealing it is an edit, and nothing is written.
    """
    repository.issue(first=True)
    path = "content/awards/ada-lovelace.yaml"
    before = repository.read(path)
    result = run(repository.project, "seal", path)

    assert 3 == result.exit_code
    assert "edited-after-issue" in result.output
    assert before == repository.read(path)


def test_seal_prints_a_line_for_whoever_has_the_public_key(
    repository: Repository, tmp_path: Path
) -> None:
    """
    No repository is changed; the issuer's secret opens the line.
    """
    result = run(repository.project, "seal", "--name", NAME, "--email", EMAIL)
    text = re.fullmatch(r"recipient: \{sealed: (\S+)\}\n", result.output)
    assert text
    secret = (tmp_path / "secrets" / "people.key").read_text().strip()

    assert json.loads(boxes.open_box(text[1], secret)) == FIELDS
    assert NAME not in result.output


@pytest.mark.parametrize(
    "words",
    [[], ["--name", "A", PATH], [PATH, "--email", "a@example.org"]],
)
def test_seal_wants_a_file_or_a_name(repository: Repository, words: list[str]) -> None:
    """
    Neither, or both, is a mistake in the command: exit code 2.
    """
    assert 2 == run(repository.project, "seal", *words).exit_code


def test_seal_says_what_is_missing(repository: Repository) -> None:
    """
    A file that is not there, an address that is none, a key that is none, and no key at all.
    """
    with pytest.raises(InputRefusedError, match="there is no file"):
        run(repository.project, "seal", "content/awards/nobody.yaml")
    with pytest.raises(InputRefusedError, match="`email`"):
        run(repository.project, "seal", "--name", "A", "--email", "nonsense")
    with pytest.raises(KeyRefusedError, match="none of age"):
        run(repository.project, "seal", "--name", "A", "--to", "age1nonsense")
    (repository.root / PUBLIC).unlink()
    with pytest.raises(KeyRefusedError, match="no key to seal to"):
        run(repository.project, "seal", "--name", "A")


def test_the_people_key_is_made_once_and_outside(repository: Repository, tmp_path: Path) -> None:
    """
    Its public part is committed, its private part never; a second would shut what is sealed.
    """
    assert (tmp_path / "secrets" / "people.key").stat().st_mode & 0o077 == 0
    assert "AGE-SECRET" not in repository.read(PUBLIC)
    with pytest.raises(KeyRefusedError, match="there already"):
        run(repository.project, "keys", "new", "--people")
    (repository.root / PUBLIC).unlink()
    with pytest.raises(KeyRefusedError, match="inside the repository"):
        run(repository.project, "keys", "new", "--people", "--private", str(repository.root / "k"))
    shown = run(repository.project, "keys", "new", "--people").output

    assert "TESTAMUR_PEOPLE_KEY=AGE-SECRET-KEY-1" in shown


@pytest.mark.parametrize("into", [None, "list.yaml", "rows.csv"])
def test_an_award_is_sealed_from_the_beginning(
    repository: Repository, key: str, into: str | None
) -> None:
    """
    Neither a file's name nor what is written or printed tells who it is for; the key does.
    """
    before = {*repository.root.rglob("*")}
    where = ["--into", into] if into else []
    words = ["award", "data-steward", "--name", NAME, "--email", EMAIL, "--seal", *where]
    done = run(repository.project, *words)
    made = [path for path in {*repository.root.rglob("*")} - before if path.is_file()]

    assert 0 == done.exit_code, done.output
    told = [done.output, *(f"{path}\n{path.read_bytes()!r}" for path in made)]
    assert not any(re.search("wilhelmina|quartermaine", each, re.IGNORECASE) for each in told)
    found = check(replace(repository.project, people_key=key))
    assert () == found.problems
    assert found.catalog is not None
    assert (NAME, EMAIL) in [
        (each.recipient.name, each.recipient.email) for each in found.catalog.records
    ]


def test_an_award_is_not_sealed_without_a_key_or_to_nobody(repository: Repository) -> None:
    """
    And nothing is written in plain text instead.
    """
    award = ["award", "data-steward", "--seal", "--name"]
    with pytest.raises(InputRefusedError, match="`email`"):
        run(repository.project, *award, NAME, "--email", "nonsense")
    (repository.root / PUBLIC).unlink()
    with pytest.raises(KeyRefusedError, match="no key to seal to"):
        run(repository.project, *award, NAME)
    assert 2 == run(repository.project, "award", "--complete", "x", "--all", "--seal").exit_code

    assert not (repository.root / "content/awards/data-steward").exists()


# A private list.

BY_NAME = "credential: data-steward\nrecipient: {person: ada-7}\nawarded: 2026-03-01\n"


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "private"
    folder.mkdir()
    (folder / "people.csv").write_text(f"person,name,email\nada-7,{NAME},{EMAIL}\n")
    return folder


def test_a_list_outside_says_who_it_is(repository: Repository, people: Path) -> None:
    """
    The list may change afterwards: what was issued is known by the name that the record gives.
    """
    repository.write(PATH, BY_NAME)
    issue(repository, repository.project, first=True)
    assert ["Ada Lovelace"] == names(repository)
    repository.pass_days()
    issue(repository, replace(repository.project, people=people))

    assert ["Ada Lovelace", NAME] == names(repository)
    assert () == repository.check().problems
    (people / "people.csv").unlink()
    (people / "people.yaml").write_text("ada-7: {name: Somebody Else}\n")
    result = run(repository.project, "check", "--people", str(people), "--json")
    assert [] == json.loads(result.output)["problems"]


def test_somebody_who_is_not_in_the_list(repository: Repository, people: Path) -> None:
    """
    Told when the list is there to look in.
    """
    repository.write(PATH, BY_NAME.replace("ada-7", "ada-8"))
    result = run(repository.project, "check", "--people", str(people))

    assert 1 == result.exit_code
    assert "[unknown-person]" in result.output


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"name\n{NAME}\n",
        f"person,name\nada-7,{NAME},more\n",
        f"person,name,email\nada-7,{NAME},{NAME}\n",
        f"person,name\nada-7,{NAME}\nada-7,{NAME}\n",
        f"person,name\nAda Seven,{NAME}\n",
        f"person,name,hobby\nada-7,{NAME},chess\n",
    ],
)
def test_a_list_that_cannot_be_used(repository: Repository, people: Path, text: str) -> None:
    """
    The row is named, and nobody in it.
    """
    (people / "people.csv").write_text(text)
    with pytest.raises(InputRefusedError) as caught:
        run(repository.project, "check", "--people", str(people))

    assert "Quartermaine" not in str(caught.value)


def test_a_list_inside_the_repository_is_refused(repository: Repository, people: Path) -> None:
    """
    It would be public with everything else; and a folder without a list is a mistake.
    """
    repository.write("private/people.csv", "person,name\n")
    for folder in (repository.root / "private", people.parent):
        with pytest.raises(WorldError):
            run(repository.project, "check", "--people", str(folder))


# What `check` says of it.


def test_check_says_which_way_and_what_is_exposed(repository: Repository) -> None:
    """
    In a line where nothing is hidden, and in one for each way otherwise.
    """
    line = (
        "1 record shows a name, and the address if there is one, to whoever reads this repository"
    )
    assert f"\nprivacy: {line}\n" in run(repository.project, "check").output
    assert (
        f"\nPrivacy: {line}.\n" in run(repository.project, "check", "--format", "markdown").output
    )
    plain = json.loads(run(repository.project, "check", "--json").output)["privacy"]
    with_sealed(repository)
    repository.write("content/awards/two.yaml", BY_NAME)
    told = run(repository.project, "check").output
    mixed = json.loads(run(repository.project, "check", "--json").output)["privacy"]

    assert {"plain": 1, "sealed": 0, "person": 0, "closed": 0} == {
        name: plain[name] for name in ("plain", "sealed", "person", "closed")
    }
    assert "reads names and addresses" in plain["says"][0]
    assert [1, 1, 1, 2] == [mixed[name] for name in ("plain", "sealed", "person", "closed")]
    assert all(f"  {each}\n" in told for each in mixed["says"])
    summary = run(repository.project, "check", "--format", "markdown").output
    assert all(f"\n- {each}\n" in summary for each in mixed["says"])


def test_check_counts_learners_among_those_who_are_named(repository: Repository) -> None:
    """
    Their files cannot be sealed: a repository whose awards are must not be told that it is safe.
    """
    (repository.root / "content/awards/ada-lovelace.yaml").unlink()
    assert "privacy: no record names anybody\n" in run(repository.project, "check").output
    repository.write(
        "content/learners/w.yaml", f"name: {NAME}\nemail: {EMAIL}\nconsent: 2026-03-01\n"
    )
    with_sealed(repository)

    assert "1 learner is named in plain text" in run(repository.project, "check").output


def test_check_counts_nothing_while_something_cannot_be_read(repository: Repository) -> None:
    """
    A record that is no record would be left out of the count, though its name can be read.
    """
    repository.write(PATH, f"recipient: {{name: {NAME}}}\n")

    assert "privacy" not in run(repository.project, "check").output


def test_a_learners_record_waits_while_awards_are_closed(repository: Repository, key: str) -> None:
    """
    Without the key it is not known whose they are: no record is signed without them, none erased.
    """
    repository.write(
        "content/learners/w.yaml", f"name: {NAME}\nemail: {EMAIL}\nconsent: 2026-03-01\n"
    )
    with_sealed(repository)
    issue(repository, repository.project, first=True)
    assert {} == repository.register.learners
    repository.pass_days()
    issue(repository, replace(repository.project, people_key=key))
    assert 1 == len(repository.register.learners)
    repository.pass_days()
    issue(repository, repository.project)

    assert 1 == len(repository.register.learners)


@pytest.mark.parametrize("given", [None, "env:TESTAMUR_PEOPLE_KEY", "env:OURS"])
def test_the_people_key_is_for_the_half_that_holds_no_other(given: str | None) -> None:
    """
    `prepare` gets the variable and no signing key; `sign` gets the signing keys and not it.
    """
    named = (given or "env:TESTAMUR_PEOPLE_KEY").removeprefix("env:")
    signing_keys = {"TESTAMUR_AWARD_KEY": "a", "TESTAMUR_REGISTER_KEY": "r", "ELSEWHERE": "e"}
    environ = {**signing_keys, "TESTAMUR_PEOPLE_KEY": "p", named: "o", "PATH": "/bin"}
    uris = [f"env:{name}" for name in signing_keys]
    preparing, signing = environments(environ, uris, given)

    assert {named: "o", "PATH": "/bin"} == preparing
    assert {**signing_keys, "PATH": "/bin"} == signing


def test_drafts_hold_what_will_be_published_and_no_address(
    repository: Repository, key: str
) -> None:
    """
    They are a file between two jobs: the name as `display` allows, the address hashed.
    """
    with_sealed(repository)
    drafts, _ = prepare(replace(repository.project, people_key=key), first=True)
    assert drafts is not None

    assert EMAIL.encode() not in encode(drafts)

"""`testamur endorse`, as somebody outside types it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from hashlib import shake_256
from pathlib import Path

import orjson
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from testamur import problems
from testamur.cli.main import commands
from testamur.commands.project import Project
from testamur.verify import endorsement as reading
from tests.support.endorsements import GUILD, ISSUER, ON_THE_WEB, SIGNED, STRANGER, WEB, written
from tests.support.repository import BASE_URL, Repository, codes

ACHIEVEMENT = f"{BASE_URL}/credentials/data-steward/v1/achievement.json"
KEY = "env:GUILD_KEY"
WORDS = ("--as", "Guild of Archivists", "--comment", "As it *should* be.")


class Desk:
    """An endorser's folder, with a clock and chance of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = SIGNED
        self._counter = itertools.count()

    @property
    def project(self) -> Project:
        return Project(
            root=self.root,
            now=self.now,
            draw=lambda size: shake_256(b"%d" % next(self._counter)).digest(size),
            environ={
                "GUILD_KEY": GUILD.signer.secret_line(),
                "OTHER_KEY": STRANGER.signer.secret_line(),
            },
            allow_test_seeds=True,
        )

    def run(self, *words: str) -> Result:
        given = [
            str(self.root / word) if word.endswith(".json") and "/" not in word else word
            for word in words
        ]
        return CliRunner().invoke(commands, ["endorse", *given], obj=self.project)

    def done(self, *words: str) -> str:
        result = self.run(*words)
        assert 0 == result.exit_code, result.exception or result.output
        return result.output

    def refused(self, *words: str) -> str:
        """What the command says; nothing was signed."""
        before = set(self.root.rglob("*.json"))
        result = self.run(*words)

        assert isinstance(result.exception, problems.TestamurError | SystemExit)
        assert 0 != result.exit_code
        assert before == set(self.root.rglob("*.json"))
        return str(result.exception) if result.output == "" else result.output

    def said(self, name: str) -> reading.Statement:
        return reading.read((self.root / name).read_bytes())[1]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "desk"
    folder.mkdir()
    return Desk(folder)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository.begun(tmp_path / "issuer", "Ada Lovelace")
    repository.issue(first=True)
    repository.now = SIGNED + timedelta(days=7)
    repository.refresh()
    return repository


def accepts(repository: Repository, *files: Path) -> list[str]:
    """The codes of what the issuer's `check` says once the files are committed."""
    for file in files:
        repository.write(f"content/endorsements/{file.name}", file.read_text("utf-8"))
    return codes(repository.check().problems)


def test_a_new_key_signs_what_the_issuer_accepts(desk: Desk, repository: Repository) -> None:
    key = desk.root / "endorser.key"
    output = desk.done(ACHIEVEMENT, *WORDS, "--new-key", str(key), "--output", "guild.json")

    assert f"{key}: your private key. Keep it" in output
    assert 0o600 == key.stat().st_mode & 0o777
    assert key.read_text().strip() not in output
    assert f"Guild of Archivists endorses {ACHIEVEMENT}" in output
    assert desk.said("guild.json").endorser.startswith("did:key:z6Mk")
    assert [] == accepts(repository, desk.root / "guild.json")


def test_it_says_what_was_asked(desk: Desk) -> None:
    desk.done(
        *(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json"),
        *("--url", "https://guild.example.com/", "--email", "office@guild.example.com"),
        *("--until", "2028-01-01"),
    )
    said = desk.said("guild.json")

    assert ("As it *should* be.", ACHIEVEMENT) == (said.comment, said.about)
    assert ("https://guild.example.com/", "office@guild.example.com") == (said.url, said.email)
    assert "2028-01-01T00:00:00+00:00" == (said.until.isoformat() if said.until else "")
    assert SIGNED == said.since
    assert GUILD.identity == said.endorser


def test_the_comment_may_come_from_a_file(desk: Desk) -> None:
    comment = desk.root / "comment.md"
    comment.write_text("One\n\nTwo\n", "utf-8")
    desk.done(
        *(ACHIEVEMENT, "--as", "Guild", "--comment-file", str(comment)),
        *("--key", KEY, "--output", "guild.json"),
    )

    assert "One\n\nTwo" == desk.said("guild.json").comment


@pytest.mark.parametrize(
    ("given", "about"),
    [
        (ISSUER, ISSUER),
        (f"{BASE_URL}/credentials/data-steward/v1/", ACHIEVEMENT),
        (f"{BASE_URL}/credentials/data-steward/v1", ACHIEVEMENT),
        (
            f"{BASE_URL}/awards/09skyg092ez78d29z93s5zgj49/",
            f"{BASE_URL}/awards/09skyg092ez78d29z93s5zgj49/credential.json",
        ),
    ],
)
def test_a_page_stands_for_its_document(desk: Desk, given: str, about: str) -> None:
    desk.done(given, *WORDS, "--key", KEY, "--output", "guild.json")

    assert about == desk.said("guild.json").about


def test_in_the_issuers_repository_names_will_do(desk: Desk, repository: Repository) -> None:
    ada = repository.of("Ada Lovelace").id
    desk.root = repository.root
    for number, (called, about) in enumerate(
        {
            "issuer": ISSUER,
            "data-steward": ACHIEVEMENT,
            "data-steward/v1": ACHIEVEMENT,
            ada: f"{BASE_URL}/awards/{ada}/credential.json",
        }.items()
    ):
        name = f"e{number}.json"
        desk.done(called, *WORDS, "--key", KEY, "--output", name)

        assert about == desk.said(name).about


@pytest.mark.parametrize(
    "given",
    [
        "data-stewart",
        "http://badges.example.org/x.json",
        f"{BASE_URL}/",
        f"{BASE_URL}/credentials/data-steward/",
        f"{BASE_URL}/awards/x/",
        "https://127.0.0.1/achievement.json",
    ],
)
def test_what_names_nothing_is_refused(desk: Desk, given: str) -> None:
    desk.refused(given, *WORDS, "--key", KEY, "--output", "guild.json")


@pytest.mark.parametrize("given", ["data-stewart", "data-steward/v9", "0" * 26])
def test_a_name_that_was_never_issued_is_refused(
    desk: Desk, repository: Repository, given: str
) -> None:
    desk.root = repository.root

    said = desk.refused(given, *WORDS, "--key", KEY, "--output", "guild.json")

    assert f"nothing that was issued here is called {given}" == said


@pytest.mark.parametrize(
    "words",
    [
        ("--as", "Guild\u202e", "--comment", "x"),
        ("--as", "", "--comment", "x"),
        ("--as", "G" * 301, "--comment", "x"),
        ("--as", "Guild", "--comment", " "),
        ("--as", "Guild", "--comment", "a\tb"),
        ("--as", "Guild", "--comment", "[x](http://guild.example.com)"),
        (*WORDS, "--url", "http://guild.example.com"),
        (*WORDS, "--email", "office"),
        (*WORDS, "--until", "2026-03-05"),
        (*WORDS, "--until", "never"),
        ("--as", "Guild"),
        ("--comment", "x"),
        (*WORDS, "--comment-file", __file__),
        (*WORDS, "--reason", "x"),
        (*WORDS, "--new-key", "/nowhere/x.key"),
    ],
    ids=str,
)
def test_what_could_not_be_published_is_not_signed(desk: Desk, words: tuple[str, ...]) -> None:
    desk.refused(ACHIEVEMENT, *words, "--key", KEY, "--output", "guild.json")


def test_a_key_is_needed(desk: Desk) -> None:
    said = desk.refused(ACHIEVEMENT, *WORDS, "--output", "guild.json")

    assert "an endorsement is signed with a key of the endorser's own" == said


def test_nothing_is_overwritten(desk: Desk) -> None:
    """Neither an endorsement nor a key."""
    desk.done(ACHIEVEMENT, *WORDS, "--new-key", str(desk.root / "k"), "--output", "guild.json")

    assert "exists already" in desk.refused(
        ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json"
    )
    assert "exists already" in desk.refused(
        ACHIEVEMENT, *WORDS, "--new-key", str(desk.root / "k"), "--output", "other.json"
    )


def test_no_key_is_made_inside_a_repository(desk: Desk, repository: Repository) -> None:
    desk.root = repository.root
    key = repository.root / "endorser.key"
    said = desk.refused("issuer", *WORDS, "--new-key", str(key), "--output", "guild.json")

    assert "lies inside the repository" in said
    assert not key.exists()


def test_a_domain_is_shown_by_its_key_document(desk: Desk, repository: Repository) -> None:
    """It is written, to be published, and from then on it must name the key."""
    site = ("--did", WEB, "--did-document", "did.json")
    output = desk.done(ACHIEVEMENT, *WORDS, *site, "--key", KEY, "--output", "guild.json")

    assert "at https://guild.example.com/.well-known/did.json" in output
    assert ON_THE_WEB.document() == (desk.root / "did.json").read_bytes()
    assert WEB == desk.said("guild.json").endorser
    assert ["endorsement-unchecked"] == accepts(repository, desk.root / "guild.json")
    repository.write(
        "content/endorsements/endorsers/guild/did.json", (desk.root / "did.json").read_text()
    )
    assert [] == accepts(repository)
    assert "does not name the key" in desk.refused(
        ACHIEVEMENT, *WORDS, *site, "--key", "env:OTHER_KEY", "--output", "other.json"
    )


@pytest.mark.parametrize("did", ["did:web:127.0.0.1", "did:example:1", "guild.example.com"])
def test_no_other_identifier_is_taken(desk: Desk, did: str) -> None:
    words = ("--did", did, "--did-document", "did.json", "--key", KEY, "--output", "guild.json")

    assert "no did:web that can be used" in desk.refused(ACHIEVEMENT, *WORDS, *words)


def test_a_domain_without_a_key_document_is_refused(desk: Desk) -> None:
    words = ("--did", WEB, "--key", KEY, "--output", "guild.json")

    assert "must be shown by its key document" in desk.refused(ACHIEVEMENT, *WORDS, *words)


def withdraw(desk: Desk, *words: str) -> tuple[str, ...]:
    desk.now += timedelta(days=3)
    return ("--withdraw", "guild.json", "--reason", "No more.", *words)


def test_a_withdrawal_is_signed_by_the_same_hand(desk: Desk, repository: Repository) -> None:
    desk.done(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json")
    output = desk.done(*withdraw(desk, "--key", KEY))
    first, second = desk.said("guild.json"), desk.said("guild.withdrawal.json")

    assert "Guild of Archivists withdraws the endorsement" in output
    assert second.withdraws
    assert not first.withdraws
    assert (first.id, first.endorser, first.about) == (second.id, second.endorser, second.about)
    assert "No more." == second.comment
    assert [] == accepts(repository, desk.root / "guild.json", desk.root / "guild.withdrawal.json")


def test_a_withdrawal_for_a_domain_needs_its_key_document(desk: Desk) -> None:
    site = ("--did", WEB, "--did-document", "did.json")
    desk.done(ACHIEVEMENT, *WORDS, *site, "--key", KEY, "--output", "guild.json")

    assert "whose key document is needed" in desk.refused(*withdraw(desk, "--key", KEY))
    desk.done(*withdraw(desk, "--key", KEY, "--did-document", "did.json"))
    assert desk.said("guild.withdrawal.json").withdraws


def test_nobody_else_can_withdraw(desk: Desk) -> None:
    desk.done(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json")

    assert "the key given is another's" in desk.refused(*withdraw(desk, "--key", "env:OTHER_KEY"))


def test_a_withdrawal_is_newer_than_what_it_withdraws(desk: Desk) -> None:
    desk.done(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json")
    for back in (timedelta(0), timedelta(days=1)):
        desk.now = SIGNED - back

        said = desk.refused("--withdraw", "guild.json", "--reason", "No.", "--key", KEY)
        assert "and the clock says" in said


@pytest.mark.parametrize(
    "words",
    [
        ("--key", KEY, "--as", "Guild"),
        ("--key", KEY, "--until", "2030-01-01"),
        ("--key", KEY, "--new-key", "x.key"),
        (),
    ],
    ids=str,
)
def test_a_withdrawal_takes_nothing_new(desk: Desk, words: tuple[str, ...]) -> None:
    desk.done(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json")

    desk.refused(*withdraw(desk, *words))


def test_a_withdrawal_has_a_reason(desk: Desk) -> None:
    desk.done(ACHIEVEMENT, *WORDS, "--key", KEY, "--output", "guild.json")

    assert "--withdraw needs --reason" in desk.refused("--withdraw", "guild.json", "--key", KEY)


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", written(GUILD.withdraws())], ids=len)
def test_only_an_endorsement_is_withdrawn(desk: Desk, data: bytes) -> None:
    (desk.root / "guild.json").write_bytes(data)

    desk.refused(*withdraw(desk, "--key", KEY))


_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn", "Mn", "Me", "Zl", "Zp"]),
    min_size=1,
    max_size=60,
).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(name=_TEXT, comment=_TEXT)
def test_any_words_that_are_signed_are_accepted(
    tmp_path_factory: pytest.TempPathFactory, name: str, comment: str
) -> None:
    """What the command signs, the issuer's check takes, in any script."""
    from testamur.content.endorsements import read
    from testamur.content.source import Files
    from testamur.content.tree import Tree

    desk = Desk(tmp_path_factory.mktemp("any"))
    result = desk.run(
        ACHIEVEMENT, f"--as={name}", f"--comment={comment}", "--key", KEY, "--output", "a.json"
    )
    if result.exit_code:
        assert isinstance(result.exception, problems.TestamurError), result.exception
        return
    log: list[object] = []
    read(Files(desk.root), replace(Tree(), endorsements=["a.json"]), log)  # type: ignore[arg-type]  # only looked at

    assert [] == log
    assert orjson.loads((desk.root / "a.json").read_bytes())["proof"]


def test_what_to_endorse_is_asked_for_first(tmp_path: Path) -> None:
    """
    Before why: somebody who types the command alone learns what it takes.
    """
    result = Desk(tmp_path).run()

    assert 2 == result.exit_code
    assert "give TARGET, --as and --output" in result.output

"""Whatever is done to a register's files by hand, reading it says so and nothing is signed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from testamur.model.addresses import Addresses
from testamur.problems import Exit, RegisterError
from testamur.register.folder import Folder
from testamur.register.reader import read
from testamur.register.register import Register
from tests.support.repository import BASE_URL, OTHER_SEED, Repository

Tamper = Callable[[Path], object]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with two heads, a correction and a revocation."""
    repository = Repository.begun(
        tmp_path_factory.mktemp("grown"), "Ada Lovelace", "Grace Hoper", "Alan Turing"
    )
    repository.issue(first=True)
    repository.pass_days()
    path = repository.award(
        "Grace Hoper", "corrected: {date: 2026-03-03, reason: Name misspelt}", "key: grace"
    )
    repository.write(path, repository.read(path).replace("name: Grace Hoper", "name: Grace Hopper"))
    repository.write(path, repository.read(path).replace("key: grace\n", ""))
    repository.award("Alan Turing", "revoked: {date: 2026-03-03, reason: Awarded by mistake}")
    repository.issue()
    return repository.root / "content/register"


@pytest.fixture
def folder(grown: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(grown, tmp_path / "register"))


def replaced(path: str, old: str, new: str, count: int = 1) -> Tamper:
    def tamper(folder: Path) -> None:
        text = (folder / path).read_text()
        assert old in text
        (folder / path).write_text(text.replace(old, new, count))

    return tamper


def removed(path: str) -> Tamper:
    return lambda folder: (folder / path).unlink()


def without_line(path: str, number: int) -> Tamper:
    def tamper(folder: Path) -> None:
        lines = (folder / path).read_bytes().splitlines(keepends=True)
        del lines[number]
        (folder / path).write_bytes(b"".join(lines))

    return tamper


def swapped(path: str, first: int, second: int) -> Tamper:
    def tamper(folder: Path) -> None:
        lines = (folder / path).read_bytes().splitlines(keepends=True)
        lines[first], lines[second] = lines[second], lines[first]
        (folder / path).write_bytes(b"".join(lines))

    return tamper


def cut(path: str, size: int) -> Tamper:
    return lambda folder: (folder / path).write_bytes((folder / path).read_bytes()[:-size])


def renamed_head(folder: Path) -> None:
    heads = sorted((folder / "heads").iterdir(), key=lambda path: int(path.name))
    heads[0].rename(heads[0].with_name("3"))


def shortened(folder: Path) -> None:
    """Back to the first head's log, with the second head left."""
    lines = (folder / "log/0000.txt").read_bytes().splitlines(keepends=True)
    (folder / "log/0000.txt").write_bytes(b"".join(lines[:6]))
    documents = (folder / "documents/0000.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "documents/0000.jsonl").write_bytes(b"".join(documents[:3]))


TAMPERED: dict[str, tuple[Tamper, str]] = {
    "log missing": (lambda folder: shutil.rmtree(folder / "log"), "there is no register"),
    "log empty": (lambda folder: (folder / "log/0000.txt").unlink(), "there is no register"),
    "log cut in a line": (cut("log/0000.txt", 5), "cut short"),
    "log without its last line": (without_line("log/0000.txt", -1), "cut short"),
    "log without a line": (
        without_line("log/0000.txt", 1),
        "(rewritten|not what was issued|cut short|signed by its key)",
    ),
    "log shortened": (shortened, "cut short"),
    "log lines swapped": (swapped("log/0000.txt", 3, 4), "rewritten"),
    "day changed": (replaced("log/0000.txt", "2026-03-02", "2026-03-01"), "rewritten"),
    "day before the last": (
        replaced("log/0000.txt", "2026-03-03", "2026-03-01"),
        "the day is before the last",
    ),
    "line edited": (replaced("log/0000.txt", "issue 1", "issue  1"), "an entry is"),
    "documents missing": (removed("documents/0000.jsonl"), "is missing"),
    "document missing": (without_line("documents/0000.jsonl", 1), "is missing"),
    "document edited": (
        replaced("documents/0000.jsonl", "Ada Lovelace", "Ada Byron"),
        "is not what was issued",
    ),
    "document reformatted": (
        replaced("documents/0000.jsonl", '"version":1', '"version": 1'),
        "edited by hand",
    ),
    "slot moved": (
        replaced("documents/0000.jsonl", '"slot":[1,', '"slot":[2,'),
        "says otherwise",
    ),
    "revocation taken back": (
        replaced("documents/0000.jsonl", '"change":"revoked"', '"change":"reinstated"'),
        "is not what was entered",
    ),
    "definition edited": (
        replaced("definitions/data-steward/v1/definition.json", "archive.", "archives."),
        "is not the definition that was issued",
    ),
    "definition missing": (
        removed("definitions/data-steward/v1/definition.json"),
        "is missing",
    ),
    "status list missing": (removed("status/revocation-1.json"), "unfinished"),
    "status list of another shape": (
        replaced("status/revocation-1.json", "encodedList", "encodedlist"),
        "is not a list",
    ),
    "head renamed": (renamed_head, "speaks of"),
    "head altered": (
        lambda folder: (
            [
                path.write_bytes(path.read_bytes().replace(b"org/register", b"net/register"))
                for path in (folder / "heads").iterdir()
            ]
            and None
        ),
        "but base_url says",
    ),
    "no head left": (lambda folder: shutil.rmtree(folder / "heads"), "unfinished"),
    "stranger in heads": (
        lambda folder: (folder / "heads/latest").write_text("?"),
        "is no head",
    ),
}


def at() -> Addresses:
    return Addresses(BASE_URL)


def test_an_honest_register_is_read(folder: Path) -> None:
    """
    Two heads, three awards, four documents.
    """
    register = read(Folder(folder, "content/register"), at())

    assert 3 == len(register.awards)
    assert 4 == len(register.documents)
    assert 2 == len(register.heads)


@pytest.mark.parametrize("name", TAMPERED)
def test_f10_a_register_that_was_touched_is_refused(name: str, folder: Path) -> None:
    """
    With exit code 3 and a sentence that names what is wrong.
    """
    tamper, sentence = TAMPERED[name]
    tamper(folder)

    with pytest.raises(RegisterError, match=sentence) as refused:
        read(Folder(folder, "content/register"), at())

    assert Exit.REGISTER == refused.value.exit
    assert refused.value.hint


def test_another_sites_register_is_refused(folder: Path) -> None:
    """
    base_url is identity: the heads name it.
    """
    with pytest.raises(RegisterError, match="but base_url says") as refused:
        read(Folder(folder, "content/register"), Addresses("https://badges.example.net"))

    assert "base-url-changed" == refused.value.rule.code


def test_a_register_signed_by_another_key_is_refused(folder: Path, tmp_path: Path) -> None:
    """
    Heads that a stranger's key signed do not pass, however well they fit.
    """
    other = Repository.begun(tmp_path / "other", "Ada Lovelace")
    other.register_seed = OTHER_SEED
    other.write(
        "keys/register-1.json",
        other.read("keys/register-1.json").replace(_key(other, 2), _key(other, 3)),
    )
    other.issue(first=True)
    shutil.rmtree(folder / "heads")
    shutil.copytree(other.root / "content/register/heads", folder / "heads")

    with pytest.raises(RegisterError, match="was not signed by its key"):
        read(Folder(folder, "content/register"), at())


def test_what_is_written_is_what_was_meant(folder: Path, tmp_path: Path) -> None:
    """
    Reading, and writing everything anew, gives the same files.
    """
    from testamur.register.files import changed

    register = read(Folder(folder, "content/register"), at())
    for path, data in changed(Register(at()), register):
        target = tmp_path / "again" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def files(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }

    assert files(folder) == files(tmp_path / "again")


def _key(repository: Repository, seed: int) -> str:
    from testamur.crypto.signer import Ed25519Signer

    del repository
    return Ed25519Signer.from_seed(bytes([seed]) * 32).public_key.multibase

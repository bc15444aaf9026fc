"""Where private keys come from, and every way in which that is refused."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from testamur.crypto.keyfiles import write_secret
from testamur.crypto.keyring import load_signer
from testamur.crypto.multibase import base58btc_encode, base64url_decode
from testamur.crypto.signer import Ed25519Signer, P256Signer, RsaSigner, SecretSigner
from testamur.problems import KeyRefusedError, WorldError

from .published_keys import RFC_7515_A3, W3C_P256, rfc_7515_rsa
from .support import SIGNER, needs_vectors, vector

SEED = bytes.fromhex("7a1f3c5e9b2d4f6081a3c5e7f90b1d2f3e5d7c9bafc1e3d5f70918273645544f")
OWN = Ed25519Signer.from_seed(SEED)
P256 = P256Signer.from_scalar(SEED)
RSA = RsaSigner.generate(2048)
LINE = OWN.secret_line()
PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n"


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "award.key"
    write_secret(path, LINE)
    return path


def refusal(uri: str, outside: Path | None = None, **environ: str) -> str:
    """The message and the hint, which repeat no part of a secret."""
    with pytest.raises(KeyRefusedError) as caught:
        load_signer(uri, environ=environ, outside=outside)
    text = f"{caught.value} {caught.value.hint}"

    assert not any(value and value[:12] in text for value in environ.values())
    assert LINE[4:16] not in text
    return text


def test_a_written_key_is_read_back(key_file: Path, tmp_path: Path) -> None:
    """
    A key goes out to a file for its owner alone and comes back by its URI.
    """
    for uri in (f"file:{key_file}", f"file://{key_file}"):
        signer = load_signer(uri, environ={}, outside=tmp_path / "repository")

        assert OWN.public_key == signer.public_key
    assert 0o600 == stat.S_IMODE(key_file.stat().st_mode)
    assert LINE + "\n" == key_file.read_text()


@pytest.mark.parametrize(
    ("signer", "begins"),
    [(OWN, "z3u2"), (P256, "z42"), (RSA, "uhSYw")],
    ids=["Ed25519", "P-256", "RSA"],
)
def test_every_kind_of_key_is_one_line(signer: SecretSigner, begins: str, tmp_path: Path) -> None:
    """
    A key of every kind is kept in a file and in a variable as one line, and signs as before.
    """
    line = signer.secret_line()
    write_secret(tmp_path / "a.key", line)

    assert line.startswith(begins)
    assert line not in f"{signer!r} {signer}"
    assert line.isascii()
    assert "\n" not in line
    for uri in ("env:KEY", f"file:{tmp_path}/a.key"):
        read = load_signer(uri, environ={"KEY": line})
        assert signer.public_key == read.public_key
        assert read.public_key.verify(read.sign(b"data"), b"data")


@pytest.mark.parametrize("first", [0x0F, 0x7F, 0xEF, 0xFE])
def test_any_secret_of_a_kind_is_read_back(first: int) -> None:
    """
    Whatever bytes a secret is made of, its line is known for what it is.
    """
    secret = bytes([first]) + SEED[1:]
    for signer in (Ed25519Signer.from_seed(secret), P256Signer.from_scalar(secret)):
        read = load_signer("env:KEY", environ={"KEY": signer.secret_line()})

        assert signer.public_key == read.public_key


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_variable_holds_one_line(end: str) -> None:
    """
    A secret is read from a variable, with or without the line break a secret store adds.
    """
    signer = load_signer("env:AWARD_KEY", environ={"AWARD_KEY": LINE + end})

    assert OWN.public_key == signer.public_key


def test_a_key_is_never_overwritten(key_file: Path) -> None:
    """
    Writing to a name that exists is refused, even if it is a link to nowhere.
    """
    link = key_file.with_name("link.key")
    link.symlink_to(key_file.with_name("nowhere"))
    for path in (key_file, link):
        with pytest.raises(KeyRefusedError, match="never overwritten"):
            write_secret(path, SIGNER.secret_line())

    assert LINE + "\n" == key_file.read_text()


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    """
    A folder that does not exist is reported as the world's fault.
    """
    with pytest.raises(WorldError, match="cannot be written"):
        write_secret(tmp_path / "no" / "a.key", LINE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        (PEM, "PEM"),
        ('{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}', "JSON"),
        ("\n {}", "JSON"),
        (f'"{LINE}"', "JSON"),
        (f"{LINE}\n{LINE}", "several lines"),
        (f"{LINE}\n\n", "several lines"),
        (OWN.public_key.multibase, "public key"),
        (LINE[:-1], "malformed or cut short"),
        (LINE[:20], "malformed or cut short"),
        (LINE + "1", "malformed or cut short"),
        (LINE[:-1] + "0", "malformed or cut short"),
        (f" {LINE}", "malformed or cut short"),
        (f"export AWARD_KEY={LINE}", "malformed or cut short"),
        (SEED.hex(), "malformed or cut short"),
        ("z" + base58btc_encode(b"\x87\x26" + SEED), "malformed or cut short"),
        ("z" + base58btc_encode(b"\x86\x26" + b"\xff" * 32), "malformed or cut short"),
        ("z" + base58btc_encode(b"\x86\x26" + SEED[1:]), "malformed or cut short"),
        (P256.secret_line()[:-1], "malformed or cut short"),
        (RSA.secret_line()[:-1], "malformed or cut short"),
        (RSA.secret_line()[:-3] + "AAA", "malformed or cut short"),
        ("u" + LINE[1:], "malformed or cut short"),
    ],
)
def test_what_is_no_secret_line(text: str, reason: str, tmp_path: Path) -> None:
    """
    Other forms and damaged lines are refused with their reason, from a variable and a file.
    """
    path = tmp_path / "some.key"
    path.touch(0o600)
    path.write_text(text)

    assert reason in refusal("env:AWARD_KEY", AWARD_KEY=text)
    assert reason in refusal(f"file:{path}")


@pytest.mark.parametrize(
    "uri", ["", "env", "env:", LINE, f"data:{LINE}", "https://keys.example/a", "file:relative.key"]
)
def test_what_is_no_key_uri(uri: str) -> None:
    """
    Anything but file:/path and env:NAME is refused, and never repeated: it may be the secret.
    """
    assert "file:/" in refusal(uri) or "env:NAME" in refusal(uri)


def test_a_path_without_its_scheme_is_mended(key_file: Path) -> None:
    """
    The path of a file that is there comes back as the URI that was meant.
    """
    assert f"write file:{key_file}" in refusal(str(key_file))


@pytest.mark.parametrize(
    "given", ["/nowhere/a.key", "~/a.key", "./a.key", f"/{LINE}", "/" + "A" * 300, "/\0"]
)
def test_what_may_be_a_secret_is_not_taken_for_a_path(given: str) -> None:
    """
    What names no file is never repeated, though it begins like a path.
    """
    said = refusal(given)

    assert given not in said
    assert "write file: and the whole path" in said


def test_a_variable_that_is_not_set() -> None:
    """
    The missing variable is named.
    """
    assert "AWARD_KEY is not set" in refusal("env:AWARD_KEY")


def test_a_file_elsewhere(tmp_path: Path) -> None:
    """
    A file on another host, one that is missing, and a folder are refused.
    """
    assert "by its path" in refusal("file://host.example/a.key")
    assert f"no key file {tmp_path}/none.key" in refusal(f"file:{tmp_path}/none.key")
    assert "testamur keys new" in refusal(f"file:{tmp_path}/none.key")
    assert "Is a directory" in refusal(f"file:{tmp_path}")


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """
    A named pipe is refused at once, though nobody writes to it.
    """
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)

    assert "not a file" in refusal(f"file:{pipe}")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o620])
def test_a_file_that_others_can_read(mode: int, key_file: Path) -> None:
    """
    A key that group or others can reach is refused, with the command that mends it.
    """
    key_file.chmod(mode)

    assert f"chmod 600 {key_file}" in refusal(f"file:{key_file}")


def test_a_file_inside_the_repository(key_file: Path, tmp_path: Path) -> None:
    """
    A key inside the repository is refused, also behind a link from outside.
    """
    repository = tmp_path / "repository"
    repository.mkdir()
    inside = repository / "award.key"
    key_file.rename(inside)
    link = tmp_path / "link.key"
    link.symlink_to(inside)

    for path in (inside, link, repository / ".." / "repository" / "award.key"):
        assert "inside the repository" in refusal(f"file:{path}", outside=repository)


def test_a_circle_of_links(tmp_path: Path) -> None:
    """
    Links that point at each other are refused.
    """
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")

    assert "cannot be read" in refusal(f"file:{tmp_path}/a")


@pytest.mark.parametrize("data", [b"\xff" * 10, b"z3u2" * 3000])
def test_a_file_that_is_no_text(data: bytes, tmp_path: Path) -> None:
    """
    Binary and long files are refused.
    """
    path = tmp_path / "some.key"
    path.touch(0o600)
    path.write_bytes(data)

    assert "is not text" in refusal(f"file:{path}") or "too long" in refusal(f"file:{path}")


@pytest.mark.parametrize(
    "seed",
    [
        bytes(32),
        b"\xff" * 32,
        bytes(range(32)),
        bytes(range(1, 33)),
        bytes(range(31, -1, -1)),
        bytes(31) + b"\x01",
        b"password" * 4,
        bytes.fromhex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"),
        bytes.fromhex("f5e5767cf153319517630f226876b86c8160cc583bc013744c6bf255f5cc0ee5"),
        bytes.fromhex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42"),
    ],
)
def test_obvious_seeds(seed: bytes) -> None:
    """
    A seed that was typed or printed is refused, unless test keys are allowed.
    """
    line = Ed25519Signer.from_seed(seed).secret_line()

    assert "test key" in refusal("env:KEY", KEY=line)
    allowed = load_signer("env:KEY", environ={"KEY": line}, allow_test_seeds=True)
    assert Ed25519Signer.from_seed(seed).public_key == allowed.public_key


@needs_vectors
def test_published_seeds() -> None:
    """
    Every private key that the published vectors hold is refused.
    """
    lines = [vector("vc-di-eddsa/keyPair.json")["privateKeyMultibase"]]
    chains = vector("vc-di-eddsa/proof-set-chain/multiKeyPairs.json")
    lines += [pair["privateKeyMultibase"] for pair in chains.values()]
    guide = vector("ob3/impl-guide-obv3p0/intermediate.json")["key-pair"][1][:64]
    seeds = [guide]
    seeds += [case["seed"] for case in vector("ed25519/rfc8032-rfc8037.json")["rfc8032"]]
    seeds += [case["seed"] for case in vector("did-key/ed25519-x25519.json").values()]
    lines += [Ed25519Signer.from_seed(bytes.fromhex(seed)).secret_line() for seed in seeds]

    for line in lines:
        assert "test key" in refusal("env:KEY", KEY=line)


@pytest.mark.parametrize(
    "line",
    [
        W3C_P256,
        P256Signer.from_scalar(base64url_decode(RFC_7515_A3["d"])).secret_line(),
        rfc_7515_rsa().secret_line(),
        P256Signer.from_scalar(bytes(range(32))).secret_line(),
        P256Signer.from_scalar(bytes(31) + b"\x07").secret_line(),
    ],
    ids=["W3C", "RFC 7515 A.3", "RFC 7515 A.2", "counts", "seven"],
)
def test_published_keys_of_the_other_kinds(line: str) -> None:
    """
    P-256 and RSA keys that specifications print, and typed ones, are refused too.
    """
    assert "test key" in refusal("env:KEY", KEY=line)

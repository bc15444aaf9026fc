"""The commands as a user types them, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from testamur.crypto.signer import Ed25519Signer
from tests.support.pictures import SVG
from tests.support.repository import CREDENTIAL, SITE

AWARD = """\
credential: data-steward
recipient: {name: Ada Lovelace, email: ada@example.org}
awarded: 2026-05-14
"""


def run(root: Path, *words: str, environ: dict[str, str] | None = None) -> tuple[int, str, str]:
    """Exit code, output and errors of `testamur WORDS` in a folder."""
    inherited = {name: value for name, value in os.environ.items() if "TESTAMUR" not in name}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "testamur", *words],
        cwd=root,
        env={**inherited, **(environ or {})},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def authored(tmp_path: Path) -> Path:
    """What the README has an author write, and no more."""
    repository = tmp_path / "repository"
    for path, text in {
        "content/site.yaml": SITE,
        "content/credentials/data-steward/credential.md": CREDENTIAL.format(
            name="Data Steward", version=1
        ),
        "content/awards/ada.yaml": AWARD,
    }.items():
        (repository / path).parent.mkdir(parents=True, exist_ok=True)
        (repository / path).write_text(text, encoding="utf-8")
    return repository


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return authored(tmp_path)


@pytest.mark.slow
def test_the_readmes_way_from_nothing_to_a_verified_site(root: Path, tmp_path: Path) -> None:
    """
    Keys, check, issue, build, verify: each command's exit code, and what it prints.
    """
    private = tmp_path / "private"
    code, out, _ = run(root, "keys", "new", "--private", str(private))

    assert 0 == code
    assert "award-1.json: public part" in out
    assert 0o600 == (private / "award-1.key").stat().st_mode & 0o777

    code, out, _ = run(root, "check")

    assert 0 == code
    assert "1 credential to publish" in out
    assert "Ada Lovelace: Data Steward v1" in out

    keys = [
        "--award-key",
        f"file:{private / 'award-1.key'}",
        "--register-key",
        f"file:{private / 'register-1.key'}",
    ]
    code, out, _ = run(root, "issue", "--first", *keys)

    assert 0 == code
    assert "prepared: 2 entries about keys, 1 credential to publish, 1 new award\n" in out
    assert "signed: 1 credential, 1 status list; the register has 5 entries (5 new)" in out

    code, out, _ = run(root, "build")

    assert 0 == code
    assert "1 award" in out
    assert "1 new document verified" in out

    code, out, _ = run(root, "verify", "site")

    assert 0 == code
    assert "1 valid" in out

    document = next((root / "site/awards").glob("*/credential.json"))
    code, out, _ = run(
        root, "verify", str(document), "--site", "site", "--email", "ADA@example.org"
    )

    assert 0 == code
    assert out.startswith("Valid. Issued to Ada Lovelace by Example Academy (badges.example.org)")

    (root / "plain.svg").write_bytes(SVG)
    code, out, _ = run(root, "bake", str(document), "plain.svg", "--output", "badge.svg")

    assert (0, "badge.svg: plain.svg with the credential inside\n") == (code, out)

    code, out, _ = run(root, "verify", "badge.svg", "--site", "site")

    assert 0 == code
    assert out.startswith("Valid. Issued to Ada Lovelace by Example Academy (badges.example.org)")
    assert "Only this counts: the drawing around it is not signed." in out

    code, out, _ = run(root, "verify", str(document), "--site", "site", "--json")
    verdict = json.loads(out)

    assert "valid" == verdict["verdict"]
    assert [
        "readable",
        "well-formed",
        "signature",
        "issuer-key",
        "dates",
        "status",
        "recipient",
        "register",
    ] == [step["name"] for step in verdict["steps"]]
    assert {"held", "not-checked"} == {step["outcome"] for step in verdict["steps"]}

    code, out, _ = run(root, "refresh", *keys[2:])

    assert 0 == code
    assert "signed: 0 credentials, 1 status list; the register has 5 entries (0 new)" in out


@pytest.mark.slow
def test_keys_can_be_given_by_variables_that_preparing_never_sees(root: Path) -> None:
    """
    The variables reach the process that signs; the one that parses gets none of them.
    """
    code, out, _ = run(root, "keys", "new")

    assert 0 == code

    secrets = dict(re.findall(r"^(TESTAMUR_\w+_KEY)=(\S+)$", out, re.MULTILINE))

    assert {"TESTAMUR_AWARD_KEY", "TESTAMUR_REGISTER_KEY"} == secrets.keys()
    assert 0 == run(root, "issue", "--first", environ=secrets)[0]

    everything = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    for secret in secrets.values():
        assert secret.encode() not in everything


@pytest.mark.slow
def test_further_formats_of_each_credential(root: Path, tmp_path: Path) -> None:
    """
    Two more keys; without their private parts nothing is issued, with them the files are there.
    """
    private = tmp_path / "private"
    with (root / "content/site.yaml").open("a", encoding="utf-8") as site:
        site.write("  email: badges@example.org\nformats: [vc+jwt]\n")
    for role in ("both", "jwt", "assertion"):
        code, _, _ = run(root, "keys", "new", "--role", role, "--private", str(private))

        assert 0 == code

    def key(role: str) -> list[str]:
        return [f"--{role}-key", f"file:{private / f'{role}-1.key'}"]

    code, _, error = run(root, "issue", "--first", *key("award"), *key("register"))

    assert 4 == code
    assert "keys/jwt-1.json announces a key for JWTs, and it cannot be had: the variable" in error
    assert not (root / "content/register/log").exists()

    every = [word for role in ("award", "register", "jwt", "assertion") for word in key(role)]
    code, out, error = run(root, "issue", "--first", *every)

    assert 0 == code, error
    assert "4 entries about keys" in out
    assert "signed: 1 credential, 3 files in other formats, 1 status list; the register" in out

    code, out, _ = run(root, "build")
    [folder] = (each.parent for each in (root / "site/awards").glob("*/credential.json"))

    assert 0 == code
    assert {"credential.jwt", "credential.vc.jwt", "assertion.jws"} <= {
        path.name for path in folder.iterdir()
    }

    (folder / "credential.jwt").write_bytes((folder / "credential.vc.jwt").read_bytes())
    code, out, _ = run(root, "verify", "site")

    assert 1 == code
    assert "credential.jwt has another header than such a token" in out


@pytest.mark.slow
def test_an_award_key_of_p256(root: Path, tmp_path: Path) -> None:
    """
    One option makes the key; issuing, building and verifying need no other word of it.
    """
    private = tmp_path / "private"
    code, _, _ = run(root, "keys", "new", "--algorithm", "P-256", "--private", str(private))

    assert 0 == code
    assert '"zDn' in (root / "keys/award-1.json").read_text()
    assert '"z6Mk' in (root / "keys/register-1.json").read_text()
    assert (private / "award-1.key").read_text().startswith("z42")

    secrets = {
        f"TESTAMUR_{role.upper()}_KEY": (private / f"{role}-1.key").read_text()
        for role in ("award", "register")
    }

    assert 0 == run(root, "issue", "--first", environ=secrets)[0]
    assert 0 == run(root, "build")[0]

    code, out, _ = run(root, "verify", "site")

    assert 0 == code
    assert "1 valid" in out

    document = next((root / "site/awards").glob("*/credential.json"))
    code, out, _ = run(root, "verify", str(document), "--site", "site")

    assert 0 == code
    assert "its 2 signatures hold" in out
    assert "Signed with the issuer's key zDn" in out


@pytest.mark.slow
def test_sealed_keys_open_with_the_passphrase_alone(root: Path, tmp_path: Path) -> None:
    """
    Made and used with the passphrase in its variable; without it, a sentence and no register.
    """
    private = tmp_path / "private"
    words = ["keys", "new", "--seal", "--private", str(private)]
    passphrase = {"TESTAMUR_KEY_PASSPHRASE": "a sieve, a kettle, a hedgehog"}
    keys = [
        *("--award-key", f"file:{private}/award-1.key"),
        *("--register-key", f"file:{private}/register-1.key"),
    ]

    assert "there is nobody to ask" in run(root, *words)[2]

    code, _, errors = run(root, *words, environ={"TESTAMUR_KEY_PASSPHRASE": "hedgehog"})

    assert 4 == code
    assert "a passphrase has at least 12 characters" in errors
    assert not private.exists()
    assert 0 == run(root, *words, environ=passphrase)[0]
    assert (private / "award-1.key").read_text().startswith("testamur-sealed-1:")

    code, _, errors = run(root, "issue", "--first", *keys)

    assert 4 == code
    assert "is sealed with a passphrase" in errors
    assert not (root / "content/register").exists()
    assert 0 == run(root, "issue", "--first", *keys, environ=passphrase)[0]


def test_no_variable_with_a_key_reaches_the_process_that_parses() -> None:
    """
    Neither those of the usual names, used or not, nor those that an option names.
    """
    from testamur.commands.secrets import without_secrets

    environ = {"PATH": "/bin", "TESTAMUR_AWARD_KEY": "1", "TESTAMUR_REGISTER_KEY": "2", "MINE": "3"}
    environ["TESTAMUR_KEY_PASSPHRASE"] = "4"

    assert {"PATH": "/bin"} == without_secrets(environ, ("env:MINE", "file:/keys/register-1.key"))


def test_the_signing_process_parses_no_authors_text(root: Path) -> None:
    """
    Importing what signs loads no content/, YAML, Markdown, template or picture library.
    """
    script = (
        "import sys, testamur.commands.sign, testamur.cli.main\n"
        "print(*sorted(name for name in sys.modules if name.split('.')[0] in "
        "{'yaml', 'markdown', 'nh3', 'jinja2', 'PIL', 'pydantic'} "
        "or name.startswith('testamur.content')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True
    )

    assert "" == done.stdout.strip()


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["build"], 3, "there is no register at content/register"),
        (["verify", "nowhere.json"], 4, "there is no nowhere.json"),
        (["verify", "http://badges.example.org/x"], 4, "is not a plain https address"),
        (["verify", "https://127.0.0.1/x.json"], 4, "is not a host of the open internet"),
        (
            ["verify", "https://127.0.0.1/badge.svg"],
            4,
            "https://127.0.0.1/badge.svg cannot be read",
        ),
        (["verify", "https://127.0.0.1/awards/x"], 4, "127.0.0.1/awards/x cannot be read"),
        (["verify", "file:///etc/passwd"], 4, "is not a plain https address"),
        (["forget", "someone"], 1, "no award fits"),
        (["issue", "--second"], 2, "No such option"),
        (["keys", "new", "--private", "keys/private"], 4, "lies inside the repository"),
        (
            ["keys", "new", "--role", "register", "--algorithm", "P-256"],
            4,
            "the register key is of the kind Ed25519, not P-256",
        ),
        (["keys", "new", "--algorithm", "P-384"], 2, "Invalid value for '--algorithm'"),
        (["check", "--against", "main"], 4, "Git knows no revision main"),
    ],
)
def test_mistakes_are_answered_in_a_sentence(
    root: Path, words: list[str], code: int, said: str
) -> None:
    """
    With the exit code of the README, and without a traceback.
    """
    found, _, errors = run(root, *words)

    assert code == found, errors
    assert said in errors


def test_issuing_without_a_key_says_which(root: Path, tmp_path: Path) -> None:
    run(root, "keys", "new", "--private", str(tmp_path / "private"))
    code, _, errors = run(root, "issue", "--first")

    assert 4 == code
    assert "TESTAMUR_AWARD_KEY" in errors
    assert not (root / "content/register").exists()


def test_h39_a_test_seed_is_no_key(root: Path, tmp_path: Path) -> None:
    """
    What everybody knows signs nothing, even where it is announced.
    """
    run(root, "keys", "new", "--private", str(tmp_path / "private"))
    seed = Ed25519Signer.from_seed(bytes([1]) * 32).secret_line()
    code, _, errors = run(
        root,
        "issue",
        "--first",
        environ={"TESTAMUR_AWARD_KEY": seed, "TESTAMUR_REGISTER_KEY": seed},
    )

    assert 4 == code
    assert "test key" in errors
    assert seed not in errors


def test_check_speaks_to_machines(root: Path) -> None:
    """
    JSON with problems and plan; annotations for GitHub.
    """
    code, out, _ = run(root, "check", "--json")
    found = json.loads(out)

    assert 0 == code
    assert [] == found["problems"]
    assert ["define", "award"] == [change["action"] for change in found["plan"]]

    (root / "content/awards/bad.yaml").write_text(AWARD.replace("awarded", "awardet"))
    code, out, _ = run(root, "check", "--format", "github")

    assert 1 == code
    assert "::error file=content/awards/bad.yaml,line=3,col=1," in out


def test_a_lost_register_is_not_begun_anew(root: Path) -> None:
    """
    Where Git remembers a register, one that is missing is a loss.
    """
    git(root, "init", "--quiet")
    (root / "content/register/heads").mkdir(parents=True)
    (root / "content/register/heads/5").write_text("a head\n")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "issued")
    (root / "content/register/heads/5").unlink()
    code, out, _ = run(root, "check")

    assert 3 == code
    assert "error[register-missing]" in out


def git(root: Path, *words: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=Tester", "-c", "user.email=tester@example.org", *words],
        cwd=root,
        check=True,
        capture_output=True,
    )

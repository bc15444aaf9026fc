"""
H01 to H44 through the commands themselves, with the invariants that hold after every case.

Each input has finer tests elsewhere, under the same ids: tests/content/test_hostile.py (every
spelling, large cohorts), tests/pages (every sink; H09, one wall alone), tests/browser (I8).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.verify import Folder
from testamur.crypto.multibase import base58btc_encode
from testamur.crypto.signer import Ed25519Signer, P256Signer
from testamur.verify.site import verify_site
from tests.content.support import chunk, png
from tests.content.test_hostile import GOOD_NAMES
from tests.pages.reader import read, unsafe
from tests.pages.test_hostile import HOSTILE
from tests.pages.test_markdown import LINKS, RAW
from tests.promises.guarded import DRAFTS
from tests.promises.inputs import AWARD, CASES, CREDENTIAL, FILE, TEXT, Case
from tests.support import issued
from tests.support.repository import AWARD_SEED, OTHER_SEED, REGISTER_SEED, Repository
from tests.support.sites import files

ROOT = Path(__file__).parents[2]
SECRETS = {
    "TESTAMUR_AWARD_KEY": Ed25519Signer.from_seed(AWARD_SEED).secret_line(),
    "TESTAMUR_REGISTER_KEY": Ed25519Signer.from_seed(REGISTER_SEED).secret_line(),
}
# Entities, nesting and length: what a text may hold and a page must survive (H08).
DEEP = [">" * 10_000, "*" * 10_000, "[a](" * 4_000]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Said:
    """Of one command."""

    code: int
    out: str
    errors: str


@dataclass(frozen=True)
class Outcome:
    case: Case
    root: Path
    said: tuple[Said, ...]
    """Of `check`, `prepare`, and for some `build`."""

    @property
    def all(self) -> str:
        return "".join(each.out + each.errors for each in self.said)


def guarded(jobs: Sequence[Mapping[str, object]]) -> list[list[Said]]:
    """What the commands said, of each job; see tests/promises/guarded.py."""
    done = subprocess.run(
        [sys.executable, "-B", "-m", "tests.promises.guarded"],
        input=json.dumps(jobs),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if "TESTAMUR" not in name},
    )
    assert 0 == done.returncode, done.stderr
    answers: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return [[Said(**each) for each in answer] for answer in answers]


def laid(base: Path, root: Path, files: Mapping[str, str | bytes]) -> Path:
    shutil.copytree(base, root)
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)
    return root


def stands(root: Path) -> bool:
    """Whether the whole site verifies, as of its register."""
    folder, repository = Folder(root / "site"), Repository(root)
    as_of = repository.register.as_of
    return as_of is not None and verify_site(folder.read, folder.paths(), now=as_of).ok


def preparing(root: Path) -> list[str]:
    return ["prepare", "--output", str(root / DRAFTS)]


def signing(root: Path) -> list[str]:
    return ["sign", str(root / DRAFTS)]


def checked_alone(
    base: Path, folder: Path, inputs: Sequence[Mapping[str, str | bytes]]
) -> list[Said]:
    """What `check` says of each of these, laid over a good repository by itself."""
    roots = [laid(base, folder / f"{number}", each) for number, each in enumerate(inputs)]
    answers = guarded([{"root": str(root), "steps": [["check"]]} for root in roots])
    return [said for [said] in answers]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four awards, issued and built."""
    root = tmp_path_factory.mktemp("base")
    issued.make(root).build()
    return root


@pytest.fixture(scope="module")
def outcomes(base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    """Of each case what `check`, `prepare` and `build` did, in the order of the cases."""
    folder = tmp_path_factory.mktemp("cases")
    roots = [laid(base, folder / f"{number}", each.files) for number, each in enumerate(CASES)]
    for root, case in zip(roots, CASES, strict=True):
        if case.make:
            case.make(root)
    # A build is the same for every award that may not be; one for each id is enough.
    builds = {case.id: number for number, case in reversed(list(enumerate(CASES)))}
    jobs = [
        {
            "root": str(root),
            "steps": [
                ["check"],
                preparing(root),
                *([["build"]] if builds[case.id] == number else []),
            ],
        }
        for number, (root, case) in enumerate(zip(roots, CASES, strict=True))
    ]
    return [
        Outcome(case, root, tuple(said))
        for case, root, said in zip(CASES, roots, guarded(jobs), strict=True)
    ]


@pytest.mark.parametrize(
    "number", range(len(CASES)), ids=[f"{each.id}-{each.rule}" for each in CASES]
)
def test_a_mistake_gets_the_promised_answer(
    number: int, outcomes: list[Outcome], base: Path
) -> None:
    """
    Exit code, rule, file, line and column; I1 to I4 and I9; nothing drafted, nothing published.
    """
    outcome = outcomes[number]
    case, (check, prepare, *build) = outcome.case, outcome.said
    out = check.out
    rule = re.search(r"^(?:error|warning)\[([a-z-]+)\]: ", out, re.MULTILINE)
    place = re.search(r"^ +--> (.+)$", out, re.MULTILINE)

    assert "Traceback" not in outcome.all
    assert (case.code, case.code) == (check.code, prepare.code)
    assert rule is not None, out
    assert case.rule == rule[1]
    assert place is not None, out
    assert case.at in {None, place[1]}
    assert [] == [words for words in case.says if words not in out]
    assert [] == [words for words in case.hides if words in outcome.all]
    assert [] == [line for line in out.splitlines() if line.startswith(("::", "##["))]
    assert not (outcome.root / DRAFTS).exists()
    assert files(base / "content/register") == files(outcome.root / "content/register")
    # A build takes what was issued from the register: the site is there as before, or anew.
    assert [] == [said.errors for said in build if said.code]
    if files(base / "site") != files(outcome.root / "site"):
        assert stands(outcome.root)


def test_every_id_has_its_test() -> None:
    """
    H04 to H43 here or, where the input is no mistake or needs keys, in a test of its own below.
    """
    told = {case.id for case in CASES} | {
        name.upper()
        for names in re.findall(
            r"^def test_((?:h\d\d_)+)", Path(__file__).read_text(), re.MULTILINE
        )
        for name in names.strip("_").split("_")
    }

    # H09 needs a wall to be taken away: tests/pages/test_markdown.py.
    assert {f"H{number:02}" for number in range(1, 45)} - {"H09"} == told


@pytest.fixture(scope="module")
def good(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that `check` lets through of the hostile texts, issued and built."""
    texts = [*RAW, *LINKS, *DEEP]
    described = [{CREDENTIAL: f"{TEXT}{text}\n"} for text in texts]
    named = [
        {CREDENTIAL: TEXT.replace("Forge\n", f"{json.dumps(text)}\n"), FILE: hostile_award(text)}
        for text in HOSTILE
    ]
    alone = checked_alone(base, tmp_path_factory.mktemp("alone"), [*described, *named])
    accepted: dict[str, str | bytes] = {}
    for number, (said, given) in enumerate(zip(alone, [*described, *named], strict=True)):
        assert "Traceback" not in said.errors
        assert said.code in {0, 1}, said.errors
        if said.code == 0:
            for path, data in given.items():
                new = path.replace("forge", f"forge-{number}").replace("emmy", f"emmy-{number}")
                accepted[new] = data
    for number, name in enumerate(GOOD_NAMES):
        accepted[f"content/awards/name-{number}.yaml"] = AWARD.replace(
            "Emmy Noether, email: emmy@",
            f"{json.dumps(name, ensure_ascii=False)}, email: n{number}@",
        )
    accepted["content/awards/formula.csv"] = (
        "\ufeffcredential,name,email,awarded\n"
        'data-steward,"=HYPERLINK(""https://evil.example"")",f@example.com,2026-05-14\n'
    )
    accepted["content/credentials/pictured/credential.md"] = TEXT
    accepted["content/credentials/pictured/badge.png"] = png(
        chunk(b"eXIf", b"II*\0 here I live"),
        chunk(b"iTXt", b'openbadgecredential\0\0\0\0\0{"id": "https://elsewhere.example"}'),
    )
    root = laid(base, tmp_path_factory.mktemp("good") / "repository", accepted)
    steps = [["check"], preparing(root), signing(root), ["build"], ["verify", str(root / "site")]]
    [answers] = guarded([{"root": str(root), "steps": steps, "secrets": SECRETS}])

    assert [0] * 5 == [said.code for said in answers], [said.out[-300:] for said in answers]
    for said in answers:
        assert not [line for line in said.out.splitlines() if line.startswith(("::", "##["))]
    return root


def hostile_award(text: str) -> str:
    return AWARD.replace("Emmy Noether", json.dumps(text, ensure_ascii=False))


def pages(root: Path) -> Mapping[str, bytes]:
    return {path: data for path, data in files(root / "site").items() if path.endswith(".html")}


def test_h01_h02_h03_h05_h06_h07_h08_h10_no_page_holds_what_acts(good: Path) -> None:
    """
    I7 on every page of a site full of hostile texts: no script but ours, no handler, no address but
    https and mailto, the policy first; templates stay text.
    """
    found = {path: unsafe(read(data)) for path, data in pages(good).items()}
    shown = b"".join(pages(good).values())

    assert {} == {path: why for path, why in found.items() if why}
    assert 40 < len(found)
    assert b"{{ 7777*7777 }}" in shown
    assert b"60481729" not in shown


def test_h18_h20_h32_good_names_are_published_as_they_are(good: Path) -> None:
    """
    Every script, and a formula in a file that begins with a byte order mark.
    """
    signed = [json.loads(path.read_bytes()) for path in good.glob("site/awards/*/credential.json")]
    names = {
        each["identityHash"]
        for document in signed
        for each in document["credentialSubject"]["identifier"]
        if each["identityType"] == "name"
    }

    wanted = {unicodedata.normalize("NFC", name) for name in GOOD_NAMES}
    assert set() == wanted - {unicodedata.normalize("NFC", name) for name in names}
    assert '=HYPERLINK("https://evil.example")' in names


def test_h35_h36_a_published_picture_has_no_metadata(good: Path) -> None:
    """
    Neither where somebody lives nor somebody else's credential.
    """
    for path in good.glob("site/credentials/pictured/v1/badge.*"):
        data = path.read_bytes()

        assert b"here I live" not in data
        assert b"elsewhere.example" not in data


def test_i6_no_key_is_in_what_is_published_or_said(good: Path) -> None:
    """
    Raw, in hex, base64, base64url and as the secret's own line.
    """
    everything = b"".join(path.read_bytes() for path in good.rglob("*") if path.is_file())
    for seed in (AWARD_SEED, REGISTER_SEED):
        for spelt in (
            seed,
            seed.hex().encode(),
            seed.hex().upper().encode(),
            b64encode(seed).rstrip(b"="),
            urlsafe_b64encode(seed).rstrip(b"="),
            base58btc_encode(seed).encode(),
            Ed25519Signer.from_seed(seed).secret_line().encode(),
        ):
            assert spelt not in everything


def test_h25_a_person_who_is_given_the_same_twice_warns(base: Path, tmp_path: Path) -> None:
    twice = {FILE: AWARD, "content/awards/again.yaml": AWARD}
    [said] = checked_alone(base, tmp_path, [twice])

    assert 0 == said.code
    assert "warning[duplicate-award]" in said.out


WRONG_SECRETS = [
    ('{"kty":"OKP","crv":"Ed25519","d":"AQIDBAUGBwg"}', "holds JSON (a JWK?)"),
    ("-----BEGIN PRIVATE KEY-----\nAQIDBAUGBwg\n", "holds a key in PEM form"),
    (Ed25519Signer.from_seed(OTHER_SEED).secret_line(), "is none of those in keys/"),
    (P256Signer.from_scalar(OTHER_SEED).secret_line(), "is none of those in keys/"),
    (SECRETS["TESTAMUR_AWARD_KEY"][:-4], "is malformed or cut short"),
    (SECRETS["TESTAMUR_REGISTER_KEY"], "is no award key"),
    ("", "is empty"),
]


@pytest.fixture(scope="module")
def misled(base: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, list[Said]]]:
    """What `prepare` and `sign` say with each of the wrong secrets."""
    folder = tmp_path_factory.mktemp("misled")
    roots = [
        laid(base, folder / f"{number}", {FILE: AWARD}) for number in range(len(WRONG_SECRETS))
    ]
    jobs: list[Mapping[str, object]] = [
        {
            "root": str(root),
            "steps": [preparing(root), signing(root)],
            "secrets": {**SECRETS, "TESTAMUR_AWARD_KEY": secret},
        }
        for root, (secret, _) in zip(roots, WRONG_SECRETS, strict=True)
    ]
    return list(zip(roots, guarded(jobs), strict=True))


@pytest.mark.parametrize("number", range(len(WRONG_SECRETS)))
def test_h39_a_wrong_secret_signs_nothing(
    number: int, base: Path, misled: list[tuple[Path, list[Said]]]
) -> None:
    """
    Exit code 4, the reason, what to do; the register as it was; no part of the secret.
    """
    secret, sentence = WRONG_SECRETS[number]
    root, (prepared, signed) = misled[number]

    assert (0, 4) == (prepared.code, signed.code)
    assert sentence in signed.errors
    assert "= hint: " in signed.errors
    assert "AQID" not in signed.errors
    assert not secret or secret[:12] not in signed.errors
    assert files(base / "content/register") == files(root / "content/register")


WRONG_KEYS = [
    ("publicKeyMultibase", "z" + base58btc_encode(b"\xed\x01" + bytes(32))),
    ("publicKeyMultibase", "z" + base58btc_encode(b"\xed\x01" + b"\x01" + bytes(31))),
    ("publicKeyMultibase", "z" + base58btc_encode(b"\xed\x01" + b"\xff" * 32)),
    ("publicKeyMultibase", SECRETS["TESTAMUR_AWARD_KEY"]),
    ("role", "captain"),
    ("ended", "2026-02-30"),
]


def test_h39_a_published_key_that_cannot_be_relied_on(base: Path, tmp_path: Path) -> None:
    """
    Small order, not canonical, a secret in its place: exit code 4, naming the file.
    """
    announced = json.loads((base / "keys/award-1.json").read_text())
    changed = [json.dumps({**announced, name: value}) for name, value in WRONG_KEYS]
    inputs: list[Mapping[str, str | bytes]] = [{"keys/award-1.json": each} for each in changed]
    for said in checked_alone(base, tmp_path, inputs):
        assert 4 == said.code
        assert "keys/award-1.json" in said.errors
        assert SECRETS["TESTAMUR_AWARD_KEY"][:8] not in said.out + said.errors


def test_h44_what_a_pull_request_must_not_slip_through(base: Path, tmp_path: Path) -> None:
    """
    A new key is told; an issued award that was edited, deleted, or is of another key: exit code 3.
    """
    ada = "content/awards/ada-lovelace.yaml"
    text = (base / ada).read_text()
    new_key = json.loads((base / "keys/award-1.json").read_text())
    new_key["publicKeyMultibase"] = Ed25519Signer.from_seed(OTHER_SEED).public_key.multibase
    edited, key, gone = checked_alone(
        base,
        tmp_path,
        [
            {ada: text.replace("Ada Lovelace", "Mallory")},
            {"keys/award-2.json": json.dumps(new_key)},
            {"keys/award-1.json": json.dumps(new_key)},
        ],
    )

    assert 3 == edited.code
    assert "error[edited-after-issue]" in edited.out
    assert f"--> {ada}:2:" in edited.out
    assert 0 == key.code
    assert "add the award key z6Mk" in key.out
    assert 3 == gone.code
    assert "error[key-differs]" in gone.out

"""The run-books of docs/keys.md, rehearsed from beginning to end, and what strangers say of it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from testamur.commands.project import Project
from testamur.commands.verify import verify
from testamur.crypto.integrity import add_proofs
from testamur.crypto.secret_lines import signer_of
from testamur.model.addresses import Addresses
from testamur.verify.verdict import Verdict, Word
from testamur.wire.contexts import canonicaliser
from tests.interop.strangers import STRANGERS, Site
from tests.support import console, kms
from tests.support.repository import BASE_URL, CREDENTIAL, SITE

KEYS_PAGE = Path(__file__).parents[2] / "docs" / "keys.md"
PAGE = console.sections(KEYS_PAGE.read_text(encoding="utf-8"))
BEGUN, LOST, STOLEN, MOVED = (
    "Run-books",
    "The award key is lost",
    "The award key is stolen",
    "Moving keys to a key service",
)
AWARD = """\
credential: data-steward
recipient: {name: Ada Lovelace, email: ada@example.org}
awarded: 2026-05-14
"""
INTEROP = Path(__file__).parents[1] / "interop"

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Rehearsal:
    home: Path
    root: Path
    wrong: Mapping[str, list[str]]
    """By the heading of the page: what went otherwise than it says."""
    published: Mapping[str, Mapping[str, bytes]]
    """By the heading, then by name of the recipient: the credential as it was after that."""

    def after(self, section: str, name: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.published[section][name])
        return document

    def verdict(self, document: Mapping[str, Any]) -> Verdict:
        """Of our own verifier, with the site as it is at the end."""
        file = self.home / "held.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        project = Project(
            root=self.root,
            now=datetime.now(UTC),  # noqa: TID251 - the commands ran by this clock too
            draw=os.urandom,
            environ={},
        )
        verdict = verify(project, str(file), site=self.root / "site")
        assert isinstance(verdict, Verdict)
        return verdict

    @property
    def forged(self) -> dict[str, Any]:
        """What the thief of award-2 makes at home: a credential that no register knows."""
        line = (self.home / "testamur-keys/award-2.key").read_text().strip()
        document = self.after(STOLEN, "Grace Hopper")
        document.pop("proof")
        identifier = document["credentialSubject"]["identifier"]
        next(each for each in identifier if not each["hashed"])["identityHash"] = "Mallory"
        signer = signer_of(line)
        method = Addresses(BASE_URL).method(signer.public_key.multibase)
        created = document["validFrom"]
        proofs = add_proofs(
            document, signer, method=method, created=created, contexts=canonicaliser()
        )
        return {**document, "proof": proofs}


@pytest.fixture(scope="module")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    home = tmp_path_factory.mktemp("home")
    root = home / "badges"
    for path, text in {
        "content/site.yaml": SITE,
        "content/credentials/data-steward/credential.md": CREDENTIAL.format(
            name="Data Steward", version=1
        ),
        "content/awards/ada.yaml": AWARD,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    wrong: dict[str, list[str]] = {}
    published: dict[str, Mapping[str, bytes]] = {}
    with kms.emulated() as emulator, pytest.MonkeyPatch.context() as patch:
        for name, value in emulator.items():
            patch.setenv(name, value)
        kms.make_key("badges")
        environ = {name: value for name, value in os.environ.items() if "TESTAMUR" not in name}
        commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        environ |= {"HOME": str(home), "PATH": commands}
        for heading, text in PAGE.items():
            wrong[heading] = console.run(console.examples(text), root, environ)
            published[heading] = _credentials(root / "site")
    return Rehearsal(home, root, wrong, published)


@pytest.mark.parametrize("heading", [each for each in PAGE if console.examples(PAGE[each])])
def test_what_the_page_says_is_what_happens(rehearsal: Rehearsal, heading: str) -> None:
    """
    Every command of every run-book does and prints what stands there.
    """
    assert [] == rehearsal.wrong[heading]


def test_a_lost_key_leaves_every_award_as_it_was(rehearsal: Rehearsal) -> None:
    """
    Not a byte of them changes, then or later: an ended key vouches for what it signed.
    """
    before = rehearsal.published[BEGUN]["Ada Lovelace"]

    assert before == rehearsal.published[LOST]["Ada Lovelace"]
    assert before == rehearsal.published[MOVED]["Ada Lovelace"]
    assert Word.VALID is rehearsal.verdict(json.loads(before)).word


def test_v06_a_stolen_key_costs_proofs_and_no_words(rehearsal: Rehearsal) -> None:
    """
    Below the loss: the same text with new proofs; a copy from before holds by the record. From
    the loss on: withdrawn. Not in the record at all: nobody's.
    """
    held, now = rehearsal.after(LOST, "Grace Hopper"), rehearsal.after(STOLEN, "Grace Hopper")

    assert {**held, "proof": None} == {**now, "proof": None}
    assert held["proof"] != now["proof"]
    for document, word in (
        (now, Word.VALID),
        (held, Word.VALID),
        (rehearsal.after(STOLEN, "Eve"), Word.REVOKED),
        (rehearsal.forged, Word.ALTERED),
    ):
        assert word is rehearsal.verdict(document).word


def test_no_private_part_lies_in_the_repository(rehearsal: Rehearsal) -> None:
    """
    I6: neither in the content, nor in the register, nor on the site.
    """
    secrets = [path.read_bytes().strip() for path in rehearsal.home.glob("testamur-keys/*.key")]
    everything = b"".join(path.read_bytes() for path in rehearsal.root.rglob("*") if path.is_file())

    assert 7 == len(secrets)
    assert [] == [secret for secret in secrets if secret in everything]


@pytest.mark.skipif(
    shutil.which("node") is None or not (INTEROP / "node_modules/@digitalbazaar/vc").is_dir(),
    reason="needs Node.js and the packages of tests/interop (make test installs them)",
)
def test_a_stranger_agrees_at_the_end(rehearsal: Rehearsal) -> None:
    """
    What stands is accepted, by whichever key; what the thief made, what was withdrawn, and a copy
    with proofs of the stolen key are not.
    """
    standing = [rehearsal.after(MOVED, name) for name in ("Ada Lovelace", "Grace Hopper")]
    moved = rehearsal.after(MOVED, "Alan Turing")
    refused = [
        rehearsal.after(MOVED, "Eve"),
        rehearsal.after(LOST, "Grace Hopper"),
        rehearsal.forged,
        {**moved, "validFrom": "2020-01-01T00:00:00Z"},
    ]
    stranger = next(each for each in STRANGERS if each.name == "@digitalbazaar/vc")
    documents = [json.dumps(each).encode() for each in (*standing, moved, *refused)]
    answers = stranger.ask(Site(rehearsal.root / "site", BASE_URL), "rdfc", documents)

    assert [True] * 3 + [False] * 4 == [each.accepted for each in answers], answers
    assert "ecdsa-rdfc-2019" in {each["cryptosuite"] for each in moved["proof"]}


def _credentials(site: Path) -> Mapping[str, bytes]:
    """By the recipient's name."""
    found: dict[str, bytes] = {}
    for path in site.glob("awards/*/credential.json"):
        document = json.loads(path.read_bytes())
        names = [
            each["identityHash"]
            for each in document["credentialSubject"]["identifier"]
            if each["identityType"] == "name"
        ]
        found[names[0]] = path.read_bytes()
    return found

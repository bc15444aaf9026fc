"""
Has the example endorsed again, by three invented bodies with keys that are thrown away.

Each does what an endorser does, by the very functions behind `testamur endorse`; only the clock is
another. What they are about was issued by `issue.py`, which comes first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from testamur.commands.endorse import Hand, Words, endorse, withdraw
from testamur.commands.project import Project
from testamur.crypto.signer import Ed25519Signer
from testamur.model.addresses import Addresses

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "content" / "endorsements"
AT = Addresses("https://badges.lovelace.example")
KEY = "ENDORSER_KEY"


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody who endorses. The domains are reserved for examples; nothing stands there."""

    file: str
    name: str
    host: str
    about: str
    comment: str
    on: datetime
    known_by_domain: bool = False
    reason: str | None = None
    """Why it was withdrawn."""
    withdrawn: datetime | None = None


BODIES = (
    Body(
        file="society-for-research-data",
        name="Society for Research Data",
        host="research-data.example",
        about=AT.achievement("research-data-steward", 1),
        comment=(
            "Two of our examiners sat in on the interviews of three terms. What a Research Data "
            "Steward of the college can do is **what our members ask for**, and a portfolio is "
            "how we would ask for it."
        ),
        on=datetime(2025, 10, 6, 9, 30, tzinfo=UTC),
        known_by_domain=True,
    ),
    Body(
        file="somerville-institute",
        name="Somerville Institute of Mathematics",
        host="somerville.example",
        about=AT.did,
        comment=(
            "We have exchanged students with the Lovelace College of Computing for four years. "
            "Its certificates have told us what we needed to know, and its corrections were made "
            "in the open."
        ),
        on=datetime(2026, 2, 16, 14, 0, tzinfo=UTC),
    ),
    Body(
        file="guild-of-programmers",
        name="Guild of Programmers",
        host="programmers.example",
        about=AT.achievement("programming-in-python", 1),
        comment="We take it in place of the first part of our own examination.",
        on=datetime(2025, 4, 1, 10, 0, tzinfo=UTC),
        reason=(
            "Our own examination has had an oral part since October, which version 1 of this "
            "credential has not. Version 2 has it."
        ),
        withdrawn=datetime(2025, 11, 3, 10, 0, tzinfo=UTC),
    ),
)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="testamur-sample-") as folder:
        work = Path(folder)
        for body in BODIES:
            for line in endorsed(body, work):
                print(line.replace(f"{work}/", ""))
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(work, FOLDER)
    print("the private keys are gone; commit content/endorsements")


def endorsed(body: Body, work: Path) -> list[str]:
    """What the command says to them."""
    secret = Ed25519Signer.from_seed(os.urandom(32)).secret_line()
    document = work / "endorsers" / body.file / "did.json"
    hand = Hand(f"env:{KEY}")
    if body.known_by_domain:
        hand = Hand(f"env:{KEY}", None, f"did:web:{body.host}", document)
    words = Words(body.name, body.comment, f"https://{body.host}/", f"office@{body.host}")
    file = work / f"{body.file}.json"

    def at_desk(now: datetime) -> Project:
        return Project(root=work, now=now, draw=os.urandom, environ={KEY: secret})

    said = list(endorse(at_desk(body.on), body.about, words, hand, file))
    if body.withdrawn and body.reason:
        said += withdraw(at_desk(body.withdrawn), file, body.reason, hand, None)
    return said


if __name__ == "__main__":
    main()

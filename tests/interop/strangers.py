"""
The verifiers that nobody here wrote, and how each is asked.

A stranger is a program of its own with its own libraries: it gets documents on its standard input
and answers for each whether it accepts it, and if not, why.
"""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from testamur.model.addresses import Addresses

HERE = Path(__file__).parent
PYTHON = HERE / "python" / ".venv" / "bin" / "python"
BADGECHECK = HERE / "badgecheck" / ".venv" / "bin" / "python"
CONTEXTS = HERE.parents[1] / "generator/testamur/wire/data/contexts"


@dataclass(frozen=True)
class Site:
    """A built site, the address that it is for, and the key documents of other issuers."""

    folder: Path
    base_url: str
    others: Mapping[str, Path] = field(default_factory=dict)
    """By DID."""

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """The others' key documents by address."""
        return {
            f"https://{did.removeprefix('did:web:')}/.well-known/did.json": str(file)
            for did, file in self.others.items()
        }


@dataclass(frozen=True)
class Answer:
    accepted: bool
    why: str | None


Ask = Callable[[Site, str, Sequence[bytes]], list[Answer]]


@dataclass(frozen=True)
class Stranger:
    name: str
    version: str
    of: str
    """Who depends on it, or what it is known as."""
    reads: tuple[str, ...]
    """Formats, by their key in the table."""
    ask: Ask
    overlooks: str | None = None
    """What is not changed for it, in words."""


def contexts() -> dict[str, str]:
    """The files of the pinned contexts by their addresses."""
    index = json.loads((CONTEXTS / "index.json").read_text(encoding="utf-8"))
    return {each["url"]: str(CONTEXTS / each["file"]) for each in index}


def _digitalbazaar(site: Site, _format: str, documents: Sequence[bytes]) -> list[Answer]:
    at = Addresses(site.base_url)
    lists = sorted((site.folder / "status").glob("*.json"))
    job = {
        "contexts": contexts(),
        "files": {at.of(f"status/{each.name}"): str(each) for each in lists},
        "dids": {
            at.did: str(site.folder / at.did_path),
            **{did: str(file) for did, file in site.others.items()},
        },
        "documents": [json.loads(each) for each in documents],
        "now": datetime.now(UTC).isoformat(),  # noqa: TID251 - as the other strangers do
    }
    answers = _run(["node", "verify.mjs"], job)
    return [Answer(each["verified"] and not each["withdrawn"], each["error"]) for each in answers]


def _jose(site: Site, format_: str, documents: Sequence[bytes]) -> list[Answer]:
    at = Addresses(site.base_url)
    lists = sorted((site.folder / "status").glob("*.json"))
    job = {
        "contexts": contexts(),
        "files": {at.of(f"status/{each.name}"): str(each) for each in lists},
        "did": at.did,
        "didFile": str(site.folder / at.did_path),
        "typ": {"jwt": "JWT", "vc-jwt": "vc+jwt"}[format_],
        "documents": [each.decode() for each in documents],
    }
    return [Answer(**each) for each in _run(["node", "jwt.mjs"], job)]


def _verifier_core(site: Site, _format: str, documents: Sequence[bytes]) -> list[Answer]:
    job = {
        "site": str(site.folder),
        "base_url": site.base_url,
        # It fetches the contexts that it does not bring along.
        "elsewhere": {**contexts(), **site.elsewhere},
        "documents": [each.decode() for each in documents],
    }
    return [Answer(**each) for each in _run(["node", "verifier-core.mjs"], job)]


def _python(name: str) -> Ask:
    def ask(site: Site, format_: str, documents: Sequence[bytes]) -> list[Answer]:
        job = {
            "site": str(site.folder),
            "base_url": site.base_url,
            "elsewhere": site.elsewhere,
            "contexts": contexts(),
            "documents": [
                {"by": name, "format": format_, "data": base64.b64encode(each).decode()}
                for each in documents
            ],
        }
        return [Answer(**each) for each in _run([str(PYTHON), "python/judge.py"], job)]

    return ask


def _badgecheck(site: Site, format_: str, documents: Sequence[bytes]) -> list[Answer]:
    signed = format_ == "jws"
    job = {
        "site": str(site.folder),
        "base_url": site.base_url,
        "changed": {},
        "signed": [each.decode() for each in documents] if signed else [],
        "assertions": [] if signed else [[_path(site, each), None] for each in documents],
    }
    answers = _run([str(BADGECHECK), "badgecheck/verify.py"], job)
    return [
        Answer(each["valid"], "; ".join(map(str, each["messages"])) or None) for each in answers
    ]


def _bakery(site: Site, _format: str, documents: Sequence[bytes]) -> list[Answer]:
    job = {
        "site": str(site.folder),
        "base_url": site.base_url,
        "changed": {},
        "pictures": [base64.b64encode(each).decode() for each in documents],
    }
    answers = _run([str(BADGECHECK), "badgecheck/verify.py"], job)
    return [
        Answer(each["valid"], "; ".join(map(str, each["messages"])) or None) for each in answers
    ]


def _path(site: Site, document: bytes) -> str:
    """A hosted badge is asked for by its address."""
    return str(json.loads(document)["id"]).removeprefix(f"{site.base_url}/")


def _run(command: list[str], job: Mapping[str, object]) -> list[Any]:
    done = subprocess.run(
        command, cwd=HERE, input=json.dumps(job), capture_output=True, text=True, check=True
    )
    answers: list[Any] = json.loads(done.stdout)
    return answers


def _npm(package: str) -> str:
    lock = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def _pip(folder: str, package: str) -> str:
    lines = (HERE / folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    return next(line.partition("==")[2] for line in lines if line.startswith(f"{package}=="))


STRANGERS = (
    Stranger(
        "@digitalbazaar/vc",
        _npm("@digitalbazaar/vc"),
        "the reference for Data Integrity, in JavaScript",
        ("rdfc", "endorsement", "clr"),
        _digitalbazaar,
    ),
    Stranger(
        "@digitalcredentials/verifier-core",
        _npm("@digitalcredentials/verifier-core"),
        "VerifierPlus and the Learner Credential Wallet, in JavaScript",
        ("rdfc", "endorsement", "clr"),
        _verifier_core,
    ),
    Stranger(
        "jose",
        _npm("jose"),
        "the JOSE library of most of JavaScript, with Digital Bazaar's for the status list",
        ("jwt", "vc-jwt"),
        _jose,
    ),
    Stranger(
        "openvc-core",
        _pip("python", "openvc-core"),
        "a verifier of credentials of all kinds, in Python",
        ("rdfc", "jcs", "endorsement"),
        _python("openvc-core"),
        overlooks="The copy of the contexts in a proof, which it does not look at,",
    ),
    Stranger(
        "openbadgeslib",
        _pip("python", "openbadgeslib"),
        "an issuer's and verifier's library of Open Badges, in Python",
        ("rdfc", "baked", "hosted", "jwt", "jws"),
        _python("openbadgeslib"),
    ),
    Stranger(
        "badgecheck",
        _pip("badgecheck", "openbadges"),
        "1EdTech's validator of Open Badges 2.0, in Python",
        ("hosted", "jws"),
        _badgecheck,
    ),
    Stranger(
        "openbadges-bakery",
        _pip("badgecheck", "openbadges-bakery"),
        "1EdTech's reader of baked pictures; what it finds, badgecheck judges",
        ("baked-hosted",),
        _bakery,
    ),
)

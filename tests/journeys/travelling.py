"""
A person with a shell and nothing of ours but the installed `testamur`, and a stranger who checks.

The wheel is built from this repository and installed into an environment of its own, once for all
journeys; no journey sees the checkout.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.interop import strangers
from tests.interop.strangers import Answer, Site
from tests.support.sites import ROOT

HOST = "badges.example.org"
BASE_URL = f"https://{HOST}"
STRANGER = "@digitalbazaar/vc"
STRANGER_WITH_A_WALLET = "@digitalcredentials/verifier-core"
STRANGER_OF_2_0 = "badgecheck"


@dataclass(frozen=True)
class Traveller:
    """Somebody's home folder, and the repository in it that they work on."""

    home: Path
    bin: Path
    name: str = "badges"

    @property
    def folder(self) -> Path:
        return self.home / self.name

    @property
    def site(self) -> Path:
        return self.folder / "site"

    @property
    def keys(self) -> Path:
        return self.home / "testamur-keys" / HOST

    def run(self, line: str, *, code: int = 0) -> str:
        """Type a line; what it prints. It ends as expected, or the journey does."""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

        assert code == done.returncode, f"{line}\n{done.stdout}"
        return done.stdout

    def begin(self, *more: str) -> None:
        """A repository as `init` makes it, under Git."""
        self.folder.mkdir(parents=True)
        self.run("git init --quiet --initial-branch main")
        self.run(f'testamur init --name "Example Academy" --base-url {BASE_URL} {" ".join(more)}')

    def issue(self, *more: str) -> str:
        """With the newest keys of the home folder; then the site."""
        options = [
            f"--{role}-key file:{keys[-1]}"
            for role in ("award", "register")
            if (keys := sorted(self.keys.glob(f"{role}-*.key"), key=_number))
        ]
        said = self.run(" ".join(["testamur issue", *options, *more]))
        self.run("testamur build")
        self.run("testamur verify site")
        return said

    def award_of(self, name: str) -> str:
        """The public id of the award of somebody."""
        (found,) = [each["id"] for each in json.loads(self.run(f'testamur list --json "{name}"'))]
        return str(found)

    def document(self, award: str, version: str = "") -> bytes:
        return (self.site / "awards" / award / version / "credential.json").read_bytes()

    @property
    def documents(self) -> list[bytes]:
        """The newest of every award."""
        return [
            path.read_bytes() for path in sorted((self.site / "awards").glob("*/credential.json"))
        ]

    @property
    def assertions(self) -> list[bytes]:
        """In Open Badges 2.0, those that stand."""
        return [
            path.read_bytes() for path in sorted((self.site / "awards").glob("*/assertion.json"))
        ]

    @property
    def _environ(self) -> Mapping[str, str]:
        return {
            "PATH": f"{self.bin}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "GIT_AUTHOR_NAME": "Registrar",
            "GIT_AUTHOR_EMAIL": "registrar@example.org",
            "GIT_COMMITTER_NAME": "Registrar",
            "GIT_COMMITTER_EMAIL": "registrar@example.org",
        }


def stranger(site: Path, documents: Sequence[bytes]) -> list[Answer]:
    """What the reference library for Data Integrity says: proof, key, dates and status list."""
    return _asked(STRANGER, "rdfc", Site(site, BASE_URL), documents)


def stranger_with_a_wallet(site: Path, documents: Sequence[bytes]) -> list[Answer]:
    """What the library behind VerifierPlus says, which fetches from the host."""
    return _asked(STRANGER_WITH_A_WALLET, "rdfc", Site(site, BASE_URL), documents)


def stranger_of_2_0(site: Path, documents: Sequence[bytes]) -> list[Answer]:
    """What the validator of Open Badges 2.0 says of hosted assertions."""
    return _asked(STRANGER_OF_2_0, "hosted", Site(site, BASE_URL), documents)


def accepted(answers: Sequence[Answer]) -> list[bool]:
    return [each.accepted for each in answers]


def altered(document: bytes) -> bytes:
    """The same in somebody else's name."""
    found: dict[str, Any] = json.loads(document)
    (name,) = (
        each for each in found["credentialSubject"]["identifier"] if each["identityType"] == "name"
    )
    name["identityHash"] = "Mallory"
    return json.dumps(found).encode()


def installed(shared: Path) -> Path:
    """The folder of the commands of an environment with our wheel alone; made once."""
    environment = shared / "journeys"
    with (shared / "journeys.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (environment / "ready").exists():
            _install(environment)
            (environment / "ready").touch()
    return environment / "bin"


def can_travel() -> bool:
    """Whether the strangers are at hand; `make test` brings them."""
    return (
        shutil.which("node") is not None
        and (strangers.HERE / "node_modules").is_dir()
        and strangers.BADGECHECK.exists()
    )


def _install(environment: Path) -> None:
    _quietly(sys.executable, "-m", "venv", str(environment))
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    dist = environment / "dist"
    _quietly(sys.executable, *pip, "wheel", "--no-deps", f"--wheel-dir={dist}", str(ROOT))
    (wheel,) = dist.glob("testamur-*.whl")
    lock = f"--constraint={ROOT / 'requirements.lock'}"
    _quietly(str(environment / "bin/python"), *pip, "install", lock, str(wheel))


def _quietly(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")


def _asked(name: str, form: str, site: Site, documents: Sequence[bytes]) -> list[Answer]:
    (found,) = (each for each in strangers.STRANGERS if each.name == name)
    return found.ask(site, form, documents)


def _number(key: Path) -> int:
    return int(key.stem.rpartition("-")[2])

"""The outside world in one value: where the repository is, what time it is, what chance says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from testamur.crypto.keyring import load_signer
from testamur.crypto.signer import Signer
from testamur.model.addresses import Addresses
from testamur.problems import WorldError
from testamur.publish.lock import Lock, hold
from testamur.register import keys
from testamur.register.folder import Folder
from testamur.register.keys import AnnouncedKey

AWARD_KEY = "env:TESTAMUR_AWARD_KEY"
REGISTER_KEY = "env:TESTAMUR_REGISTER_KEY"
JWT_KEY = "env:TESTAMUR_JWT_KEY"
PEOPLE_KEY = "env:TESTAMUR_PEOPLE_KEY"
ASSERTION_KEY = "env:TESTAMUR_ASSERTION_KEY"
"""Where keys come from unless an option says otherwise."""

CACHE = ".testamur"
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Project:
    root: Path
    """The repository."""
    now: datetime
    """Read once a run, in cli/main.py; aware, UTC."""
    draw: Callable[[int], bytes]
    """So many random bytes; only preparing, signing's throwaway key and `keys` may ask."""
    environ: Mapping[str, str]
    allow_test_seeds: bool = False
    """For the tests alone: no option of the command sets it."""
    clock: Callable[[], datetime] | None = None
    """For what runs on from day to day: the time again."""
    ask_secret: Callable[[str], str] | None = None
    """Asks the person at the terminal, if there is one, for a passphrase; the words say of what."""

    people: Path | None = None
    """A folder outside the repository that tells who its records are about."""
    people_key: str | None = None
    """URI of the age identity that opens sealed recipients; only `prepare` is given one."""

    def __post_init__(self) -> None:
        if self.now.tzinfo is not UTC:
            raise ValueError("now is UTC")

    def renewed(self) -> Project:
        """The same, at a later time."""
        return replace(self, now=self.clock()) if self.clock else self

    @property
    def cache(self) -> Path:
        return self.root / CACHE

    def register_folder(self, setting: str) -> Folder:
        """The register's folder. Raises WorldError for one outside the repository."""
        folder = (self.root / setting).resolve()
        if not folder.is_relative_to(self.root.resolve()):
            raise WorldError(f"the register's folder {setting} lies outside the repository")
        return Folder(self.root / setting, setting)

    def register_lock(self, at: Addresses) -> Lock:
        """One writer at a time. Raises WorldError at once if another is at work."""
        return hold(self.cache / "register-lock", f"signing the register of {at.host}")

    def signer(self, uri: str, outside: Path | None) -> Signer:
        """The key that a URI names, which lies outside that folder. Raises as `load_signer`."""
        return load_signer(
            uri,
            environ=self.environ,
            outside=outside,
            allow_test_seeds=self.allow_test_seeds,
            ask=self.ask_secret,
        )

    def announced_keys(self) -> tuple[AnnouncedKey, ...]:
        """The public keys below keys/. Raises KeyRefusedError for one that cannot be relied on."""
        paths = sorted((self.root / KEYS).glob("*.json"))
        return tuple(keys.decode(path.stem, path.read_bytes()) for path in paths)

"""The register's folder: bytes by name, and names as people see them in messages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from testamur.problems import RegisterError

RESTORE = (
    "restore the register from Git, for example with `git restore content/register`, or with "
    "`testamur register pull` where it has a branch of its own"
)


@dataclass(frozen=True, slots=True)
class Folder:
    path: Path
    name: str
    """As messages call it: relative to the repository, whatever folder that lies in."""

    def of(self, relative: str) -> str:
        """A file of the register, as messages call it."""
        return f"{self.name}/{relative}"

    def read(self, relative: str) -> bytes:
        """Raises RegisterError if there is no such file."""
        try:
            return (self.path / relative).read_bytes()
        except OSError as error:
            raise RegisterError(f"{self.of(relative)} is missing", RESTORE) from error

    def lines(self, relative: str) -> list[bytes]:
        """Raises RegisterError if the file is missing or its last line has no end."""
        lines = self.read(relative).split(b"\n")
        if lines.pop() != b"":
            raise RegisterError(
                f"{self.of(relative)} is cut short: its last line has no end", RESTORE
            )
        return lines

    def names(self, kind: str, pattern: str) -> list[str]:
        """Paths below a folder of the register, the short ones first: 9999 before 10000."""
        found = [path.name for path in (self.path / kind).glob(pattern)]
        # What begins with a dot is what an interrupted write left behind.
        kept = (name for name in found if not name.startswith("."))
        return [f"{kind}/{name}" for name in sorted(kept, key=lambda name: (len(name), name))]

    def refuse_links(self) -> None:
        """What is written into the register must not land elsewhere. Raises RegisterError."""
        link = next((path for path in self.path.rglob("*") if path.is_symlink()), None)
        if link:
            where = self.of(link.relative_to(self.path).as_posix())
            raise RegisterError(
                f"{where} is a symbolic link, which a register never holds", RESTORE
            )

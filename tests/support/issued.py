"""
The repository below tests/sites/issued: content and register as they were on one day.

Broken sites that concern what was issued are laid over it. It is made from fixed keys, times and
"random" bytes: `python -m tests.support.issued` makes it anew when formats change.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.support.repository import Repository

SITES = Path(__file__).parents[1] / "sites"
ISSUED = SITES / "issued"


def make(root: Path) -> Repository:
    """Four awards under version 2 of a credential: one renewed, one suspended, one revoked."""
    repository = Repository.begun(root)
    repository.define(version=2)
    repository.award("Ada Lovelace")
    repository.award("Grace Hopper", "expires: 2027-03-01")
    repository.award("Alan Turing", "suspended: {date: 2026-03-02, reason: Under review}")
    repository.award("Charles Babbage", "revoked: {date: 2026-03-02, reason: Awarded by mistake}")
    repository.issue(first=True)
    repository.pass_days()
    repository.award(
        "Grace Hopper",
        "expires: 2028-03-01",
        "renewed: {date: 2026-03-03, reason: Another year}",
    )
    repository.issue()
    return repository


def lay_over(site: Path, root: Path) -> None:
    """
    A broken site as a whole repository.

    One with a file `REMOVE.txt` (a path a line) or `REPLACE.txt` (path, old and new text between
    tabs, `\\n` for the end of a line) starts from the issued one; its own files are laid over that.
    """
    based = [name for name in ("REMOVE.txt", "REPLACE.txt", "OVER.txt") if (site / name).exists()]
    if based:
        shutil.copytree(ISSUED, root, dirs_exist_ok=True)
    shutil.copytree(site, root, dirs_exist_ok=True, symlinks=True)
    for name in ("expected.txt", *based):
        (root / name).unlink(missing_ok=True)
    if "REMOVE.txt" in based:
        for path in (site / "REMOVE.txt").read_text(encoding="utf-8").splitlines():
            target = root / path
            shutil.rmtree(target) if target.is_dir() else target.unlink()
    if "REPLACE.txt" in based:
        for line in (site / "REPLACE.txt").read_text(encoding="utf-8").splitlines():
            path, old, new = (part.replace("\\n", "\n") for part in line.split("\t"))
            text = (root / path).read_text(encoding="utf-8")
            assert old in text, line
            (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        shutil.rmtree(ISSUED, ignore_errors=True)
        for name in ("content", "keys"):
            shutil.copytree(Path(folder) / name, ISSUED / name)


if __name__ == "__main__":
    main()

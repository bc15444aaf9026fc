"""Where a build reads and writes besides its input: output, memory, staged tree."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from testamur.problems import WorldError


@dataclass(frozen=True, slots=True)
class Places:
    output: Path
    memory: Path
    tree: Path

    @classmethod
    def of(cls, output: Path, cache: Path) -> Places:
        """Raises WorldError where the cache would be published with the output."""
        output, cache = Path(os.path.realpath(output)), Path(os.path.realpath(cache))
        if cache == output or output in cache.parents:
            raise WorldError(
                f"the cache {cache} lies in the output {output}, and would be published",
                hint="keep the cache beside the output",
            )
        # Relative, so that a project that is moved as a whole keeps what it knows.
        name = hashlib.sha256(os.path.relpath(output, cache).encode()).hexdigest()[:16]
        beside = output.parent / f".{output.name}.testamur-stage"
        if _renames_into(output, cache) or not _renames_into(output, output.parent):
            tree = cache / f"stage-{name}"
        else:
            tree = beside
        return cls(output, cache / "published" / name, tree)


def _renames_into(output: Path, folder: Path) -> bool:
    existing = _existing(folder)
    same = existing.stat().st_dev == _existing(output).stat().st_dev
    return same and os.access(existing, os.W_OK)


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    while True:
        with suppress(FileNotFoundError, NotADirectoryError):
            path.stat()
            return path
        path = path.parent

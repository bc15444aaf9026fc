"""Files that are named on the command line: read no further than is needed to judge them."""

from __future__ import annotations

from pathlib import Path

from testamur.problems import WorldError


def start_of(path: Path, most: int) -> bytes:
    """
    At most `most` bytes, and one more to tell that there was more. Raises WorldError.
    """
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except OSError as error:
        raise WorldError(f"{path} cannot be read: {error.strerror}") from error

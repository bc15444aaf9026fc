"""`testamur schema`: what editors are told of the authors' files."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from testamur.content import schemas
from testamur.problems import Exit, TestamurError
from testamur.publish.durable import make_folders, replace_durably


class SchemaError(TestamurError):
    """There is no such kind of file."""

    exit = Exit.USAGE


def printed(name: str) -> str:
    """Raises SchemaError."""
    if name not in schemas.NAMES:
        close = get_close_matches(name, schemas.NAMES, n=1)
        raise SchemaError(
            f"there is no kind of file {name!r}",
            f"did you mean {close[0]}?" if close else f"there are {', '.join(schemas.NAMES)}",
        )
    return schemas.as_bytes(name).decode()


def write(folder: Path) -> tuple[Path, ...]:
    """Every schema into the folder; those of an earlier version are replaced."""
    make_folders(folder)
    paths = tuple(folder / f"{name}.json" for name in schemas.NAMES)
    for path in paths:
        replace_durably(path, schemas.as_bytes(path.stem))
    return paths

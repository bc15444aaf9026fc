"""One file of the site: where it goes, what it is made from, and how to make it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from testamur.publish.names import check_path


class Kind(StrEnum):
    """
    What a file is for. The order is the order of publishing.

    What others point to goes out first, so that a visitor who arrives in the middle finds every
    document that a page, a register or a status list already speaks of.
    """

    ASSET = "asset"
    DOCUMENT = "document"
    STATUS = "status"
    REGISTER = "register"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Artifact:
    """Raises PathRefusedError where `path` is not one that every file system keeps."""

    path: str
    """Relative to the output, with forward slashes."""
    kind: Kind
    inputs: Mapping[str, str]
    """Reason to digest, such as "theme" to hexadecimal: what `produce` closes over, nothing else."""
    produce: Callable[[], bytes]
    """Called only when the inputs differ from those of the file that is there."""

    def __post_init__(self) -> None:
        check_path(self.path)

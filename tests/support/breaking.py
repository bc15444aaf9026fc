"""A disk that dies at its n-th operation, before or after doing it, like a machine that is cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from testamur.publish.durable import Disk


class Cut(BaseException):
    """Nothing catches it, as nothing catches `kill -9`."""


class When(Enum):
    BEFORE = "before"
    AFTER = "after"


@dataclass
class DyingDisk(Disk):
    """Counts what it is asked for; `dies_at` 0 never comes."""

    dies_at: int = 0
    when: When = When.BEFORE
    operations: list[str] = field(default_factory=list)

    def create(self, path: str, data: bytes, *, sync: bool = False) -> None:
        self._count("create", path, dies=self.when is When.BEFORE)
        super().create(path, data, sync=sync)
        self._die(dies=self.when is When.AFTER)

    def replace(self, source: str, target: str) -> None:
        self._count("replace", target, dies=self.when is When.BEFORE)
        super().replace(source, target)
        self._die(dies=self.when is When.AFTER)

    def make_folder(self, path: str) -> None:
        self._count("make_folder", path, dies=self.when is When.BEFORE)
        super().make_folder(path)
        self._die(dies=self.when is When.AFTER)

    def _count(self, name: str, path: str, *, dies: bool) -> None:
        self.operations.append(f"{name} {path.rpartition('/')[2]}")
        self._die(dies=dies)

    def _die(self, *, dies: bool) -> None:
        if dies and len(self.operations) == self.dies_at:
            raise Cut

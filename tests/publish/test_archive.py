"""The site as a tar file."""

from __future__ import annotations

import errno
import os
import subprocess
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from testamur.problems import WorldError
from testamur.publish.archive import blocks, write_archive
from testamur.publish.artifact import Artifact
from testamur.publish.names import PathRefusedError
from testamur.publish.survey import MARKER

from .support import NEW, OLD, Quick, Watched, an_artifact, build, tree

AWKWARD = [
    an_artifact("n" * 100, b""),
    an_artifact("m" * 101, b"x" * 512),
    an_artifact("f" * 99 + "/a", b"x" * 513),
    an_artifact("g" * 100 + "/a", b"x" * 511),
    an_artifact("fr/diplôme.html", b"x" * 5000),
    an_artifact("/".join(["deep" * 20] * 9), b"x" * 20_000),
]


@pytest.mark.parametrize(
    "artifacts", [[], OLD, NEW, AWKWARD], ids=["none", "old", "new", "awkward"]
)
def test_archive_unpacks_to_the_site(tmp_path: Path, artifacts: list[Artifact]) -> None:
    """
    Unpacked by tar, the archive is the tree of a clean build, modes and all.
    """
    build(artifacts, tmp_path)
    expected = tree(tmp_path / "site")
    expected.pop(MARKER)
    (tmp_path / "unpacked").mkdir()
    write_archive(artifacts, tmp_path / "site.tar", Quick())

    subprocess.run(["tar", "-xpf", "../site.tar"], cwd=tmp_path / "unpacked", check=True)

    assert expected == tree(tmp_path / "unpacked")


@pytest.mark.parametrize("artifacts", [OLD, AWKWARD], ids=["old", "awkward"])
def test_headers_are_those_of_the_library(artifacts: list[Artifact], tmp_path: Path) -> None:
    """
    The filled templates equal what the standard library writes, byte for byte.
    """
    write_archive(artifacts, tmp_path / "ours.tar", Quick())
    with (
        tarfile.open(tmp_path / "ours.tar") as ours,
        tarfile.open(tmp_path / "theirs.tar", "w", format=tarfile.PAX_FORMAT) as theirs,
    ):
        for entry in ours:
            again = tarfile.TarInfo(entry.name)
            again.type, again.mode, again.size = entry.type, entry.mode, entry.size
            theirs.addfile(again, ours.extractfile(entry) if entry.isfile() else None)

    assert (tmp_path / "theirs.tar").read_bytes() == (tmp_path / "ours.tar").read_bytes()


def test_archive_is_the_same_each_time(tmp_path: Path) -> None:
    """
    No time, owner or umask shows in the bytes.
    """
    first = b"".join(blocks(OLD))
    before = os.umask(0o077)
    try:
        write_archive(OLD, tmp_path / "site.tar", Quick())
    finally:
        os.umask(before)

    assert first == (tmp_path / "site.tar").read_bytes()
    assert 0 == len(first) % tarfile.RECORDSIZE


def test_failing_artifact_leaves_the_old_archive(tmp_path: Path) -> None:
    """
    An archive that cannot be completed does not replace the one that is there.
    """
    write_archive(OLD, tmp_path / "site.tar", Quick())
    before = (tmp_path / "site.tar").read_bytes()

    with pytest.raises(PathRefusedError):
        write_archive([*NEW, an_artifact("INDEX.html")], tmp_path / "site.tar", Quick())

    assert before == (tmp_path / "site.tar").read_bytes()
    assert [tmp_path / "site.tar"] == list(tmp_path.iterdir())


def test_full_disk_leaves_the_old_archive(tmp_path: Path) -> None:
    """
    F03: a disk that fills up while the archive is written is named; nothing is left behind.
    """

    class Full(Watched):
        def create_from(self, path: str, pieces: Iterable[bytes]) -> None:
            super().create_from(path, list(pieces)[:2])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

    write_archive(OLD, tmp_path / "site.tar", Quick())
    before = (tmp_path / "site.tar").read_bytes()

    with pytest.raises(WorldError, match=r"site\.tar.*No space left"):
        write_archive(NEW, tmp_path / "site.tar", Full())

    assert before == (tmp_path / "site.tar").read_bytes()
    assert [tmp_path / "site.tar"] == list(tmp_path.iterdir())

"""Single files that must be whole or old, and folders and locks around them."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from testamur.problems import WorldError
from testamur.publish.durable import (
    DISK,
    Disk,
    make_folders,
    remove_durably,
    remove_tree,
    replace_durably,
    write_durably,
)
from testamur.publish.lock import hold

from .support import DoneButReportedLost, Lost, Torn


@pytest.mark.parametrize("outcome", [Lost, DoneButReportedLost, Torn])
@pytest.mark.parametrize("number", range(1, 5))
def test_broken_replacement(tmp_path: Path, outcome: type[Lost], number: int) -> None:
    """
    Whichever operation fails, readers see all of the old or all of the new bytes; again works.
    """
    path = tmp_path / "log"
    path.write_bytes(b"old")
    (tmp_path / ".log.incoming").write_bytes(b"left by a crash")

    with pytest.raises(WorldError) as failure:
        replace_durably(path, b"new!", outcome(number))

    assert str(tmp_path) in str(failure.value)
    assert path.read_bytes() in {b"old", b"new!"}
    replace_durably(path, b"new!")
    assert {"log": b"new!"} == {each.name: each.read_bytes() for each in tmp_path.iterdir()}


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_replaced_file_can_be_read_by_everybody(tmp_path: Path, umask: int) -> None:
    """
    A new file has mode 0644, whatever the umask and the mode of the old one.
    """
    path = tmp_path / "log"
    path.touch(0o600)
    before = os.umask(umask)
    try:
        replace_durably(path, b"new")
    finally:
        os.umask(before)

    assert 0o644 == path.stat().st_mode & 0o7777


def test_replacing_a_link_leaves_its_target(tmp_path: Path) -> None:
    """
    A link is replaced by a file; what it pointed to keeps its bytes.
    """
    (tmp_path / "target").write_bytes(b"precious")
    (tmp_path / "log").symlink_to("target")

    replace_durably(tmp_path / "log", b"new")

    assert b"precious" == (tmp_path / "target").read_bytes()
    assert b"new" == (tmp_path / "log").read_bytes()
    assert not (tmp_path / "log").is_symlink()


def test_immutable_file_may_be_written_again_the_same(tmp_path: Path) -> None:
    """
    Writing the same bytes again is how an interrupted run is completed.
    """
    write_durably(tmp_path / "head", b"text")
    write_durably(tmp_path / "head", b"text")

    assert b"text" == (tmp_path / "head").read_bytes()


@pytest.mark.parametrize("data", [b"", b"tex", b"text ", b"Text"])
def test_immutable_file_may_not_change(tmp_path: Path, data: bytes) -> None:
    """
    Other bytes at a path that never changes are refused, naming the path.
    """
    write_durably(tmp_path / "head", b"text")

    with pytest.raises(WorldError, match="head"):
        write_durably(tmp_path / "head", data)

    assert b"text" == (tmp_path / "head").read_bytes()


def test_existing_file_is_not_created_again(tmp_path: Path) -> None:
    """
    `create` writes over nothing and through no link.
    """
    (tmp_path / "file").write_bytes(b"precious")
    (tmp_path / "dangling").symlink_to("nowhere")
    for name in ("file", "dangling"):
        with pytest.raises(FileExistsError):
            DISK.create(str(tmp_path / name), b"")

    assert b"precious" == (tmp_path / "file").read_bytes()
    assert not (tmp_path / "nowhere").exists()


def test_reading_refuses_what_is_no_file(tmp_path: Path) -> None:
    """
    Links are not followed, and a pipe or folder is refused rather than waited for.
    """
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name in ("link", "pipe", "folder"):
        with pytest.raises(OSError, match=name) as failure:
            DISK.read(str(tmp_path / name))

        assert str(tmp_path / name) == failure.value.filename


def test_removing_twice(tmp_path: Path) -> None:
    """
    A file that is gone already counts as removed.
    """
    (tmp_path / "file").touch()
    remove_durably(tmp_path / "file")
    remove_durably(tmp_path / "file")

    assert [] == list(tmp_path.iterdir())


def test_removing_a_tree_spares_what_links_point_to(tmp_path: Path) -> None:
    """
    A link within the tree goes; its target stays. A tree that is gone counts as removed.
    """
    (tmp_path / "target").mkdir()
    (tmp_path / "target/file").touch()
    (tmp_path / "tree/deep").mkdir(parents=True)
    (tmp_path / "tree/deep/link").symlink_to(tmp_path / "target")
    remove_tree(tmp_path / "tree")
    remove_tree(tmp_path / "tree")

    assert ["target", "target/file"] == sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")
    )


def test_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    """
    A file where a folder is needed is named.
    """
    (tmp_path / "file").touch()

    with pytest.raises(WorldError, match="file"):
        make_folders(tmp_path / "file/below")


def test_real_sync_of_the_file_system(tmp_path: Path) -> None:
    """
    Syncing everything at once works on this machine, and names a path that is no folder.
    """
    Disk().sync_file_system(str(tmp_path))

    with pytest.raises(FileNotFoundError) as failure:
        Disk().sync_file_system(str(tmp_path / "nowhere"))
    assert errno.ENOENT == failure.value.errno


def test_lock_is_exclusive_and_given_back(tmp_path: Path) -> None:
    """
    A lock that is held is refused with what its holder does; released, it is free.
    """
    with (
        hold(tmp_path / "cache/lock", "signing"),
        pytest.raises(WorldError, match="signing"),
    ):
        hold(tmp_path / "cache/lock", "signing")

    hold(tmp_path / "cache/lock", "signing").release()
    assert (tmp_path / "cache/lock").exists()

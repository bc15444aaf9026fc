"""
Every operation on disk, broken in every way: the site stays whole, and the next build completes it.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from testamur.problems import WorldError
from testamur.publish.artifact import Artifact, Kind
from testamur.publish.durable import Disk

from .support import (
    NEW,
    OLD,
    DoneButReportedLost,
    Killed,
    Lost,
    Torn,
    Tree,
    Watched,
    an_artifact,
    build,
    dangling,
    tree,
    tree_of,
)

THIRD = [an_artifact("awards", b"now a file"), an_artifact("index.html", b"third")]
"""Shares no file with NEW but its front page, and has a file where NEW has a folder."""


@pytest.fixture(params=[True, False], ids=["look", "trust"])
def check_bytes(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.mark.parametrize(
    ("outcome", "check_bytes"),
    [
        (Lost, True),
        (Lost, False),
        (DoneButReportedLost, True),
        (DoneButReportedLost, False),
        (Torn, False),
    ],
)
def test_interrupted_build(outcome: type[Lost], tmp_path: Path, *, check_bytes: bool) -> None:
    """
    Whichever operation fails, the site is whole, and the next build completes it.
    """
    for project in each_break(outcome, tmp_path, check_bytes=check_bytes):
        assert_whole(project)

        build(NEW, project, check_bytes=check_bytes)
        assert tree_of(NEW) == tree(project / "site")
        assert_tidy(project)


def test_interrupted_build_then_another_site(tmp_path: Path) -> None:
    """
    After a failure the next build may want something else, and going back is something else too.
    """
    for number, project in enumerate(each_break(Lost, tmp_path, check_bytes=False)):
        following = (OLD, THIRD)[number % 2]

        build(following, project, check_bytes=False)

        assert tree_of(following) == tree(project / "site")


def test_killed_at_every_operation(tmp_path: Path, *, check_bytes: bool) -> None:
    """
    F01: a build that is killed anywhere leaves a whole site and no lock; the next completes it.
    """
    for project in each_break(Killed, tmp_path, check_bytes=check_bytes):
        assert_whole(project)

        build(NEW, project, check_bytes=check_bytes)
        assert tree_of(NEW) == tree(project / "site")
        assert_tidy(project)


def test_killed_again_while_completing(tmp_path: Path) -> None:
    """
    Two interruptions in a row, the second on the way back, still leave nothing in doubt unnoticed.
    """
    total = count_operations(tmp_path)
    for first in range(total // 3, total + 1, 4):
        for second in range(total // 4, total + 1, 9):
            project = start(tmp_path)
            in_a_child(partial(build, NEW, project, Killed(first), check_bytes=False))
            in_a_child(partial(build, OLD, project, Killed(second), check_bytes=False))
            assert_whole(project)

            build(OLD, project, check_bytes=False)
            assert tree_of(OLD) == tree(project / "site")
            shutil.rmtree(project)


def test_first_build_killed_at_every_operation(tmp_path: Path) -> None:
    """
    F01: a first build, into a missing or an empty folder, that is killed is not taken for foreign.
    """
    for number in range(1, 200):
        project = tmp_path / "first"
        project.mkdir()
        if number % 2:
            (project / "site").mkdir()
        status = in_a_child(partial(build, OLD, project, Killed(number)))
        assert [] == dangling(tree(project / "site"))

        build(NEW, project, check_bytes=False)
        assert tree_of(NEW) == tree(project / "site")
        shutil.rmtree(project)
        if status == 0:
            return
    pytest.fail("the build never came to its end")


def test_damage_once_noticed_is_not_forgotten(tmp_path: Path) -> None:
    """
    F08: a build that finds damage and is killed while mending it leaves word for one that trusts.
    """
    for number in range(1, 200):
        project = start(tmp_path)
        (project / "site/awards/ada/credential.json").write_text("damaged")
        status = in_a_child(partial(build, OLD, project, Killed(number)))
        noticed = any((project / "cache").rglob("journal.json"))

        build(OLD, project, check_bytes=False)
        if noticed or status == 0:
            assert tree_of(OLD) == tree(project / "site")
        shutil.rmtree(project)
        if status == 0:
            return
    pytest.fail("the build never came to its end")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS])
def test_error_names_path_and_advice(number: int, tmp_path: Path) -> None:
    """
    F02, F03: what the disk refuses is reported with the path, the reason and what to do.
    """

    class Full(Watched):
        def before(self, _number: int, name: str, path: str) -> None:
            if name == "create" and path.endswith("index.html"):
                raise OSError(number, os.strerror(number), path)

    with pytest.raises(WorldError, match=os.strerror(number)) as refusal:
        build(OLD, tmp_path, Full())

    assert "index.html" in str(refusal.value)
    assert refusal.value.hint is not None
    assert not (tmp_path / "site").exists()


def test_file_too_large_for_the_machine(tmp_path: Path) -> None:
    """
    F03: the limit on the size of files (EFBIG) stops the build before the site changes.
    """
    build(OLD, tmp_path)
    large = Artifact("large.bin", Kind.ASSET, {}, lambda: bytes(200_000))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            build([*NEW, large], tmp_path, Disk())
        except WorldError as error:
            if "large.bin" in str(error) and "File too large" in str(error):
                os._exit(77)

    assert 77 == in_a_child(limited)
    assert tree_of(OLD) == tree(tmp_path / "site")
    build([*NEW, large], tmp_path)
    assert tree_of([*NEW, large]) == tree(tmp_path / "site")


def test_killed_by_signal_gives_back_the_lock(tmp_path: Path) -> None:
    """
    F01: SIGKILL, with the real disk, while artifacts are being produced.
    """
    build(OLD, tmp_path)

    def suicide() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    last = Artifact("last", Kind.PAGE, {}, suicide)
    assert -signal.SIGKILL == in_a_child(lambda: build([*NEW, last], tmp_path, Disk()))

    assert tree_of(OLD) == tree(tmp_path / "site")
    build(NEW, tmp_path)
    assert tree_of(NEW) == tree(tmp_path / "site")


def each_break(outcome: type[Lost], folder: Path, *, check_bytes: bool) -> Iterator[Path]:
    """A project in which the build from OLD to NEW broke at its nth operation, for every n."""
    for number in range(1, 500):
        project = start(folder)
        if outcome is Killed:
            broke = 9 == in_a_child(
                partial(build, NEW, project, Killed(number), check_bytes=check_bytes)
            )
        else:
            disk = outcome(number)
            with suppress(WorldError):
                build(NEW, project, disk, check_bytes=check_bytes)
            broke = disk.operations >= number
        yield project
        shutil.rmtree(project)
        if not broke:
            return
    pytest.fail("the build never came to its end")


def start(folder: Path) -> Path:
    """A project whose output is OLD."""
    model, project = folder / "model", folder / "project"
    if not model.exists():
        build(OLD, model)
    shutil.copytree(model, project)
    return project


def count_operations(folder: Path) -> int:
    disk = Watched()
    project = start(folder)
    build(NEW, project, disk, check_bytes=False)
    shutil.rmtree(project)
    return disk.operations


def in_a_child(work: Callable[[], object]) -> int:
    """Exit status of a forked process that does `work`; negative if a signal ended it."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def assert_whole(project: Path) -> None:
    """I2: each file is whole, old or new, and none points to what is not there."""
    old, new = tree_of(OLD), tree_of(NEW)
    found: Tree = tree(project / "site")
    for path, data in found.items():
        assert path in old or path in new
        assert data in (old.get(path), new.get(path))
    for path in old.keys() & new.keys():
        assert path in found
    assert [] == dangling(found)


def assert_tidy(project: Path) -> None:
    """A completed build leaves nothing but a manifest and a lock."""
    left = [path.name for path in (project / "cache").rglob("*") if path.is_file()]
    assert ["lock", "manifest.json"] == sorted(left)
    assert ["cache", "site"] == sorted(path.name for path in project.iterdir())

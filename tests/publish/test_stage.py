"""What a build does to the output, seen from outside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from testamur.problems import WorldError
from testamur.publish.artifact import Artifact, Kind
from testamur.publish.stage import stage
from testamur.publish.survey import MARKER

from .support import (
    NEW,
    OLD,
    Elsewhere,
    Quick,
    Watched,
    a_site,
    an_artifact,
    build,
    tree,
    tree_of,
)


def test_first_build_writes_everything(tmp_path: Path) -> None:
    """
    A missing output becomes the whole site.
    """
    build(OLD, tmp_path)

    assert tree_of(OLD) == tree(tmp_path / "site")


def test_first_build_into_an_empty_folder(tmp_path: Path) -> None:
    """
    An empty output that someone made keeps its identity and becomes the whole site.
    """
    (tmp_path / "site").mkdir()
    before = (tmp_path / "site").stat().st_ino

    build(OLD, tmp_path)

    assert tree_of(OLD) == tree(tmp_path / "site")
    assert before == (tmp_path / "site").stat().st_ino


@pytest.mark.parametrize("check_bytes", [True, False])
def test_second_build_changes_what_differs(tmp_path: Path, *, check_bytes: bool) -> None:
    """
    Changes are made with reasons, in the order in which every document is there when needed.
    """
    build(OLD, tmp_path)

    changes = build(NEW, tmp_path, check_bytes=check_bytes)

    assert tree_of(NEW) == tree(tmp_path / "site")
    assert [
        "write   assets/dark.css  new",
        "write   awards/bob/credential.json  content changed",
        "write   awards/dan/credential.json  new",
        "write   status/1.json  content changed",
        "write   register/checkpoint  content changed",
        "write   awards/ada/index.html  theme changed",
        "write   awards/bob/index.html  document changed, theme changed",
        "write   awards/dan/index.html  new",
        "write   index.html  content changed",
        "delete  awards/cyd/index.html  no longer wanted",
        "delete  awards/cyd/credential.json  no longer wanted",
        "delete  assets/light.css  no longer wanted",
    ] == changes


def test_unchanged_build_writes_nothing(tmp_path: Path) -> None:
    """
    Building the same again produces nothing and touches nothing.
    """
    build(OLD, tmp_path)

    def refuse() -> bytes:
        raise AssertionError("an unchanged file was produced")

    again = [Artifact(each.path, each.kind, each.inputs, refuse) for each in OLD]

    assert [] == build(again, tmp_path)
    assert tree_of(OLD) == tree(tmp_path / "site")


def test_same_bytes_from_other_inputs_are_kept(tmp_path: Path) -> None:
    """
    A file that would get the bytes it has is left alone, and its new inputs are remembered.
    """
    build([an_artifact(theme="light")], tmp_path)

    staged = stage([an_artifact(theme="dark")], output=tmp_path / "site", cache=tmp_path / "cache")
    staged.switch()

    assert ["keep    index.html  theme changed, but with the same bytes"] == list(
        map(str, staged.steps)
    )
    assert [] == build([an_artifact(theme="dark")], tmp_path)


def test_nothing_happens_before_the_switch(tmp_path: Path) -> None:
    """
    A staged build that is discarded leaves the output and the next build as they were.
    """
    build(OLD, tmp_path)

    with stage(NEW, output=tmp_path / "site", cache=tmp_path / "cache"):
        assert tree_of(OLD) == tree(tmp_path / "site")

    assert tree_of(OLD) == tree(tmp_path / "site")
    assert [] == build(OLD, tmp_path)
    assert [] == list((tmp_path / "cache").glob("stage-*"))


def test_reader_shows_the_site_to_come(tmp_path: Path) -> None:
    """
    Before the switch a verifier reads staged and kept files as one tree, and nothing else.
    """
    build(OLD, tmp_path)

    with stage(NEW, output=tmp_path / "site", cache=tmp_path / "cache") as staged:
        reader = staged.reader()

        assert {each.path: each.produce() for each in NEW} == {
            path: reader.read(path) for path in reader.paths()
        }
        assert reader.read("awards/cyd/credential.json") is None
        assert reader.read("../cache/lock") is None
        assert reader.read(MARKER) is None


def test_failing_artifact_leaves_no_trace(tmp_path: Path) -> None:
    """
    An artifact that cannot be made stops the build before anything was changed.
    """
    build(OLD, tmp_path)

    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build([*NEW, Artifact("broken", Kind.PAGE, {}, fail)], tmp_path)

    assert tree_of(OLD) == tree(tmp_path / "site")
    assert [] == build(OLD, tmp_path)


def test_stage_is_switched_once(tmp_path: Path) -> None:
    """
    A second switch, or one after discarding, is a mistake of the caller.
    """
    staged = stage(OLD, output=tmp_path / "site", cache=tmp_path / "cache", disk=Quick())
    staged.switch()
    staged.discard()

    with pytest.raises(RuntimeError, match="once"):
        staged.switch()


def test_file_becomes_folder_and_back(tmp_path: Path) -> None:
    """
    A path may change from file to folder and back between builds.
    """
    flat, deep = [an_artifact("a")], [an_artifact("a/b/c"), an_artifact("a/d")]
    for site in (flat, deep, flat, deep):
        build(site, tmp_path)

        assert tree_of(site) == tree(tmp_path / "site")


def test_deleting_last_file_of_a_folder_removes_it(tmp_path: Path) -> None:
    """
    Folders that have become empty go, as they would not be there in a clean build.
    """
    build([an_artifact("a/b/c"), an_artifact("d")], tmp_path)
    build([an_artifact("d")], tmp_path)

    assert tree_of([an_artifact("d")]) == tree(tmp_path / "site")


@pytest.mark.parametrize("umask", [0o000, 0o027, 0o077])
def test_modes_do_not_depend_on_the_umask(tmp_path: Path, umask: int) -> None:
    """
    Files are 0644 and folders 0755, since the web server is another user.
    """
    before = os.umask(umask)
    try:
        build(OLD, tmp_path)
        build(NEW, tmp_path)
    finally:
        os.umask(before)

    assert tree_of(NEW) == tree(tmp_path / "site")
    assert 0o755 == (tmp_path / "site").stat().st_mode & 0o7777


def test_output_on_another_file_system(tmp_path: Path) -> None:
    """
    Where renaming into the output is impossible, files are copied in and then renamed.
    """
    build(OLD, tmp_path, Elsewhere())
    assert tree_of(OLD) == tree(tmp_path / "site")

    build(NEW, tmp_path, Elsewhere())
    assert tree_of(NEW) == tree(tmp_path / "site")


def test_project_that_was_moved_knows_its_output(tmp_path: Path) -> None:
    """
    Moving a project with its cache and output does not make the output foreign.
    """
    build(OLD, tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")

    assert [] == build(OLD, tmp_path / "there")


def test_output_deleted_by_hand_is_built_again(tmp_path: Path) -> None:
    """
    Without an output, what the manifest remembers does not count.
    """
    build(OLD, tmp_path)
    (tmp_path / "site").rename(tmp_path / "elsewhere")

    changes = build(NEW, tmp_path, check_bytes=False)

    assert tree_of(NEW) == tree(tmp_path / "site")
    assert all(line.startswith("write") and line.endswith("new") for line in changes)


def test_incremental_build_touches_only_what_changed(tmp_path: Path) -> None:
    """
    Without looking at bytes, the work on disk depends on the change and not on the site.
    """
    awards = {f"a{number}": "text" for number in range(200)}
    build(a_site(awards), tmp_path)
    disk = Watched()

    build(a_site({**awards, "a7": "corrected"}), tmp_path, disk, check_bytes=False)

    assert disk.operations < 60


def test_two_builds_at_once(tmp_path: Path) -> None:
    """
    The second build is refused politely while the first one is at work, and may run afterwards.
    """
    with stage(OLD, output=tmp_path / "site", cache=tmp_path / "cache") as first:
        with pytest.raises(WorldError, match="another process is building") as refusal:
            build(NEW, tmp_path)
        first.switch()

    assert refusal.value.hint is not None
    assert tree_of(OLD) == tree(tmp_path / "site")
    build(NEW, tmp_path)
    assert tree_of(NEW) == tree(tmp_path / "site")

"""What a build refuses to touch, and what it notices: other people's files, damage, lost memory."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from testamur.problems import WorldError
from testamur.publish.stage import stage
from testamur.publish.survey import MARKER

from .support import NEW, OLD, Tree, a_site, an_artifact, build, tree, tree_of


@pytest.mark.parametrize("name", ["thesis.docx", ".git", "awards"])
def test_folder_of_somebody_else_is_refused(tmp_path: Path, name: str) -> None:
    """
    F04: an output that holds anything and is not marked as ours is refused, and left alone.
    """
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / name).write_text("precious")

    with pytest.raises(WorldError, match=name) as refusal:
        build(OLD, tmp_path)

    assert refusal.value.hint is not None
    assert [name] == [path.name for path in (tmp_path / "site").iterdir()]


@pytest.mark.parametrize("name", ["thesis.docx", "awards/ada/note", "assets/.hidden"])
def test_foreign_file_in_our_output_is_refused(tmp_path: Path, name: str) -> None:
    """
    F04: a file that no build wrote stops the next one, which names it and deletes nothing.
    """
    build(OLD, tmp_path)
    (tmp_path / "site" / name).write_text("precious")
    before = snapshot(tmp_path / "site")

    with pytest.raises(WorldError, match=name):
        build(NEW, tmp_path)

    assert before == snapshot(tmp_path / "site")


def test_foreign_file_where_one_is_to_be_written(tmp_path: Path) -> None:
    """
    F04: even a build that trusts its manifest writes over no file that it did not write.
    """
    build(OLD, tmp_path)
    (tmp_path / "site/awards/dan").mkdir()
    (tmp_path / "site/awards/dan/index.html").write_text("precious")
    before = snapshot(tmp_path / "site")

    with pytest.raises(WorldError, match=r"awards/dan/index\.html"):
        build(NEW, tmp_path, check_bytes=False)

    assert before == snapshot(tmp_path / "site")


def test_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    """
    F04: a file at the output's path is not replaced.
    """
    (tmp_path / "site").write_text("precious")

    with pytest.raises(WorldError, match="not a folder"):
        build(OLD, tmp_path)

    assert "precious" == (tmp_path / "site").read_text()


@pytest.mark.parametrize("link", ["awards", "assets", "index.html", "awards/bob/index.html"])
@pytest.mark.parametrize("looking", ["look", "trust"])
def test_links_are_not_followed(tmp_path: Path, link: str, looking: str) -> None:
    """
    Where a link has taken the place of a file or folder, nothing beyond it is changed.
    """
    build(OLD, tmp_path)
    place = tmp_path / "site" / link
    place.rename(tmp_path / "beyond")
    place.symlink_to(tmp_path / "beyond")
    before = snapshot(tmp_path / "beyond")

    if looking == "look" or place.is_dir():
        with pytest.raises(WorldError, match=link.split("/", maxsplit=1)[0]):
            build(NEW, tmp_path, check_bytes=looking == "look")
    else:
        build(NEW, tmp_path, check_bytes=False)
        assert not place.is_symlink()

    assert before == snapshot(tmp_path / "beyond")


def test_pipe_in_the_output_does_not_hang_the_build(tmp_path: Path) -> None:
    """
    F04: a named pipe in place of a file is refused, and not read.
    """
    build(OLD, tmp_path)
    (tmp_path / "site/index.html").unlink()
    os.mkfifo(tmp_path / "site/index.html")

    with pytest.raises(WorldError, match=r"index\.html"):
        build(NEW, tmp_path)


def test_output_named_by_a_link_is_the_folder_meant(tmp_path: Path) -> None:
    """
    The output itself may be named by a link: that is the author's choice, and it stays.
    """
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to("real")

    build(OLD, tmp_path)

    assert (tmp_path / "site").is_symlink()
    assert tree_of(OLD) == tree(tmp_path / "real")


@pytest.mark.parametrize("cache", ["site", "site/.testamur"])
def test_cache_inside_the_output_is_refused(tmp_path: Path, cache: str) -> None:
    """
    The list of all files may not be published, so the cache may not lie in the output.
    """
    with pytest.raises(WorldError, match="would be published"):
        stage(OLD, output=tmp_path / "site", cache=tmp_path / cache)

    assert [] == list(tmp_path.iterdir())


def test_nothing_but_the_wanted_files_is_published(tmp_path: Path) -> None:
    """
    The marker in the output is a fixed text, and the list of files stays in the cache.
    """
    build(OLD, tmp_path)

    published = {path for path, data in tree(tmp_path / "site").items() if data is not None}
    assert {each.path for each in OLD} | {MARKER} == published
    assert b"awards" not in (tmp_path / "site" / MARKER).read_bytes()


def test_flipped_bytes_are_found_and_mended(tmp_path: Path) -> None:
    """
    F08: one changed byte in each of 200 random places, one after another, does not survive.
    """
    build(OLD, tmp_path)
    chance = random.Random(8)  # noqa: S311 - chooses places, guards nothing
    paths = [each.path for each in OLD]
    for _ in range(200):
        path = chance.choice(paths)
        flip(tmp_path / "site" / path, chance)

        assert [path] == [line.split()[1] for line in build(OLD, tmp_path)]
        assert tree_of(OLD) == tree(tmp_path / "site")


def test_damage_is_reported_as_the_reason(tmp_path: Path) -> None:
    """
    F08: --explain says that bytes differ or that a file is missing.
    """
    build(OLD, tmp_path)
    (tmp_path / "site/index.html").write_text("vandalised")
    (tmp_path / "site/status/1.json").unlink()

    assert [
        "write   status/1.json  missing from the output",
        "write   index.html  bytes on disk differ",
    ] == build(OLD, tmp_path)


def test_damaged_marker_is_refused(tmp_path: Path) -> None:
    """
    F08: a flipped byte in the marker is noticed; nothing is taken for granted.
    """
    build(OLD, tmp_path)
    flip(tmp_path / "site" / MARKER, random.Random(1))  # noqa: S311 - chooses a place

    with pytest.raises(WorldError, match=MARKER):
        build(NEW, tmp_path)


def test_flipped_bytes_in_the_manifest_are_refused(tmp_path: Path) -> None:
    """
    F08: a manifest with one changed byte anywhere is refused with advice, which then works.
    """
    build(OLD, tmp_path)
    manifest = manifest_of(tmp_path)
    good = manifest.read_bytes()
    for place in range(len(good)):
        manifest.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        with pytest.raises(WorldError, match="cannot be relied on") as refusal:
            build(OLD, tmp_path)

        assert str(manifest.parent) in str(refusal.value.hint)

    shutil.rmtree(manifest.parent)
    assert [] == build(OLD, tmp_path)
    assert good == manifest.read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data + b" ",
        lambda data: data.replace(b'"format": 1', b'"format": 2'),
        lambda _: b"[]",
        lambda _: b"\xff" * 100,
        lambda _: b"{}",
    ],
    ids=["empty", "cut", "longer", "newer", "list", "binary", "bare"],
)
def test_foreign_manifest_is_refused(tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    """
    An unreadable manifest, or another program's, is an error and not a silent full rebuild.
    """
    build(OLD, tmp_path)
    manifest = manifest_of(tmp_path)
    manifest.write_bytes(spoil(manifest.read_bytes()))

    with pytest.raises(WorldError, match="cannot be relied on"):
        build(NEW, tmp_path)

    assert tree_of(OLD) == tree(tmp_path / "site")


def test_lost_manifest_compares_bytes(tmp_path: Path) -> None:
    """
    Without a manifest every file is compared with what would be written; the same are kept.
    """
    build(OLD, tmp_path)
    shutil.rmtree(tmp_path / "cache")
    corrected = a_site({"ada": "first", "bob": "corrected", "cyd": "third"})

    assert [
        "write   awards/bob/credential.json  bytes on disk differ",
        "write   awards/bob/index.html  bytes on disk differ",
    ] == build(corrected, tmp_path, check_bytes=False)
    assert tree_of(corrected) == tree(tmp_path / "site")


def test_lost_manifest_and_unwanted_file(tmp_path: Path) -> None:
    """
    Without a manifest an unwanted file may be anybody's: refused with advice, not deleted.
    """
    build(OLD, tmp_path)
    shutil.rmtree(tmp_path / "cache")

    with pytest.raises(WorldError, match=r"assets/light\.css") as refusal:
        build(NEW, tmp_path)

    assert "delete the whole output folder" in str(refusal.value.hint)
    assert tree_of(OLD) == tree(tmp_path / "site")
    shutil.rmtree(tmp_path / "site")
    build(NEW, tmp_path)
    assert tree_of(NEW) == tree(tmp_path / "site")


def test_collision_is_refused_before_anything_changes(tmp_path: Path) -> None:
    """
    Two files that are one on some file systems stop the build.
    """
    build(OLD, tmp_path)

    with pytest.raises(Exception, match="on Windows and macOS they are one"):
        build([*OLD, an_artifact("INDEX.html")], tmp_path)

    assert tree_of(OLD) == tree(tmp_path / "site")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_read_only_output(tmp_path: Path) -> None:
    """
    F04: an output that may not be written is named, with advice.
    """
    build(OLD, tmp_path)
    for folder in [tmp_path / "site", *(tmp_path / "site").rglob("*/")]:
        folder.chmod(0o555)

    with pytest.raises(WorldError, match="Permission denied") as refusal:
        build(NEW, tmp_path)

    assert refusal.value.hint is not None


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def manifest_of(project: Path) -> Path:
    (manifest,) = (project / "cache").rglob("manifest.json")
    return manifest


def snapshot(place: Path) -> Tree:
    """Bytes, links and folders as they are, ours or not."""
    if place.is_file():
        return {".": place.read_bytes()}
    return {
        str(path.relative_to(place)): (path.read_bytes() if path.is_file() else None)
        for path in place.rglob("*")
    }

"""Reasons and order, without a disk."""

from __future__ import annotations

import pytest

from testamur.publish.artifact import Artifact, Kind
from testamur.publish.manifest import (
    Entry,
    Manifest,
    after_interruption,
    decode,
    doubted,
    encode,
)
from testamur.publish.plan import plan

from .support import an_artifact, digest

KNOWN = Manifest({"index.html": Entry(Kind.PAGE, digest(b"hello"), {"view": "1", "theme": "1"})})


@pytest.mark.parametrize(
    ("artifact", "reason"),
    [
        (an_artifact(view="1", theme="2"), "theme changed"),
        (an_artifact(view="2", theme="2"), "theme changed, view changed"),
        (an_artifact(view="1"), "theme removed"),
        (an_artifact(view="1", theme="1", title="1"), "title added"),
        (an_artifact(kind=Kind.ASSET, view="1", theme="1"), "was of kind page"),
    ],
)
def test_reason_names_what_changed(artifact: Artifact, reason: str) -> None:
    """
    A stale file is stale because of inputs that can be named.
    """
    (step,) = plan([artifact], KNOWN).steps

    assert ("write", reason) == (step.action, step.reason)


def test_equal_inputs_keep() -> None:
    """
    A file whose inputs are the same, in whatever order, is kept.
    """
    (step,) = plan([an_artifact(theme="1", view="1")], KNOWN).steps

    assert ("keep", "") == (step.action, step.reason)


def test_file_in_doubt_is_written() -> None:
    """
    A file that an interrupted switch may have touched is written whatever its inputs.
    """
    doubtful = Manifest({path: doubted(entry) for path, entry in KNOWN.files.items()})

    (step,) = plan([an_artifact(theme="1", view="1")], doubtful).steps
    assert ("write", "its last switch was not completed") == (step.action, step.reason)


def test_order_of_kinds() -> None:
    """
    Writes go from assets to pages, deletions after them from pages to assets.
    """
    before = Manifest({f"old/{kind}": Entry(kind, digest(b""), {}) for kind in sorted(Kind)})
    wanted = [an_artifact(f"new/{kind}", kind=kind) for kind in sorted(Kind, reverse=True)]

    assert [
        "write new/asset",
        "write new/document",
        "write new/status",
        "write new/register",
        "write new/page",
        "delete old/page",
        "delete old/register",
        "delete old/status",
        "delete old/document",
        "delete old/asset",
    ] == [f"{step.action} {step.path}" for step in plan(wanted, before).changes]


@pytest.mark.parametrize(
    ("old", "new"), [("a", "a/b"), ("a/b", "a"), ("a/b/c", "a"), ("A", "a"), ("x/A", "x/a")]
)
def test_what_is_in_the_way_goes_first(old: str, new: str) -> None:
    """
    A file that would stand in the way of a wanted one, on any file system, is deleted before it.
    """
    before = Manifest({old: Entry(Kind.PAGE, digest(b""), {})})

    assert [("delete", old), ("write", new)] == [
        (step.action, step.path) for step in plan([an_artifact(new)], before).changes
    ]


def test_order_within_a_kind_is_the_order_given() -> None:
    """
    The caller decides which of two documents goes out first.
    """
    wanted = [an_artifact(path) for path in ("c", "a", "b")]

    assert ["c", "a", "b"] == [step.path for step in plan(wanted, None).steps]


def test_interruption_leaves_what_was_not_to_change() -> None:
    """
    Only files in which the two sides differ are doubtful, and all are ours.
    """
    same, other, new = (Entry(Kind.PAGE, digest(text), {}) for text in (b"1", b"2", b"3"))
    before = Manifest({"same": same, "changed": same, "deleted": same})
    intended = Manifest({"same": same, "changed": other, "new": new})

    found = after_interruption(before, intended).files

    assert {"same": False, "changed": True, "deleted": True, "new": True} == {
        path: entry.in_doubt for path, entry in found.items()
    }


@pytest.mark.parametrize(
    "manifest", [Manifest(), KNOWN, Manifest({'é"\n': KNOWN.files["index.html"]})]
)
def test_manifest_survives_writing_and_reading(manifest: Manifest) -> None:
    """
    What is read is what was written, and writing it again gives the same bytes.
    """
    assert manifest == decode(encode(manifest))
    assert encode(manifest) == encode(decode(encode(manifest)))


def test_manifest_is_readable() -> None:
    """
    The manifest has a format number and one line for each file.
    """
    lines = encode(KNOWN).decode().splitlines()

    assert '"format": 1,' == lines[1]
    assert lines[4].startswith('"index.html": {"inputs":{"theme":"1","view":"1"},"kind":"page",')

"""Whatever is edited, and wherever builds break off, the result is that of a clean build."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from testamur.problems import WorldError
from testamur.publish.artifact import Artifact, Kind
from testamur.publish.names import Names, PathRefusedError

from .support import DoneButReportedLost, Lost, an_artifact, build, tree, tree_of

PATHS = ["a", "a/b", "a/b/c", "a/d", "b", "b/a", "c", "é/a"]

CONTENTS = st.sampled_from([b"one", b"two", b"three"])

SITES = st.dictionaries(
    st.sampled_from(PATHS), st.tuples(CONTENTS, st.sampled_from(list(Kind))), max_size=len(PATHS)
)


@st.composite
def sites(draw: st.DrawFn) -> list[Artifact]:
    """Files that can stand beside each other: of a file and a folder of one name, the first."""
    names = Names()
    artifacts = []
    for path, (content, kind) in draw(SITES).items():
        with suppress(PathRefusedError):
            names.claim(path)
            artifacts.append(an_artifact(path, content, kind))
    return artifacts


BUILDS = st.tuples(
    sites(),
    st.booleans(),
    st.sampled_from([None, None, Lost, DoneButReportedLost]),
    st.integers(1, 60),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(BUILDS, min_size=1, max_size=6), sites())
def test_incremental_equals_clean(
    builds: list[tuple[list[Artifact], bool, type[Lost] | None, int]], last: list[Artifact]
) -> None:
    """
    After any series of edits, builds and interruptions the tree equals a clean build's tree.
    """
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        for artifacts, check_bytes, outcome, number in builds:
            disk = outcome(number) if outcome is not None else None
            with suppress(WorldError):
                build(artifacts, project, disk, check_bytes=check_bytes)

                assert tree_of(artifacts) == tree(project / "site")

        build(last, project, check_bytes=False)
        assert tree_of(last) == tree(project / "site")
        assert build(last, project) == []

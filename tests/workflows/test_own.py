"""This repository runs the workflows that it hands out."""

from __future__ import annotations

import pytest

from tests.workflows.emulator import WORKFLOWS
from tests.workflows.own import FOLDER, names, own


@pytest.mark.parametrize("name", names())
def test_ours_are_those_of_init_but_for_what_is_named(name: str, *, golden_update: bool) -> None:
    """
    Another way to install, no register on branches, nothing to sign: no other difference.
    """
    file = FOLDER / name
    if golden_update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(own(name), encoding="utf-8")

    assert own(name) == file.read_text(encoding="utf-8")


def test_no_other_workflow_is_ours_alone() -> None:
    """
    Whatever runs here is handed out too. Status lists that live ten years need no daily refresh.
    """
    handed_out = {path.name for path in WORKFLOWS.iterdir()}

    assert {path.name for path in FOLDER.iterdir()} <= handed_out - {"refresh.yml"}

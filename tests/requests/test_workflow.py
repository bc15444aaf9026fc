"""The workflow that turns a request into a pull request, by its own shell on this machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from testamur.content.requests import RequestKind
from tests.requests.forms import REPOSITORY, sent
from tests.requests.test_request import AWARD
from tests.support.repository import BASE_URL, Repository

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("jq") is None, reason="jq is not installed here"),
]

FILE = REPOSITORY / "generator/testamur/starter/data/workflows/requests.yml"
WORKFLOW: Mapping[Any, Any] = yaml.safe_load(FILE.read_text("utf-8"))
JOBS: Mapping[str, Any] = WORKFLOW["jobs"]
_EXPRESSION = re.compile(r"\$\{\{ *([a-z._]+) *\}\}")
# Writes down what it was asked, with the files that it was given.
_GH = """\
#!/bin/sh
echo "$*" >> "{said}"
for word in "$@"; do case "$word" in *.md) cat "$word" >> "{said}" ;; esac; done
"""


@dataclass
class Machine:
    """Runs the jobs one after the other; artifacts and outputs go from one to the next."""

    folder: Path
    remote: Path
    issue: Mapping[str, Any]
    outcome: str = ""
    environs: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """Everything that `gh` was asked."""
        file = self.folder / "said"
        return file.read_text("utf-8") if file.exists() else ""

    def run(self) -> None:
        self._job("read")
        for name in ("propose", "answer"):
            if f"needs.read.outputs.outcome == '{self.outcome}'" == JOBS[name]["if"]:
                self._job(name)

    def _job(self, name: str) -> None:
        temp, work = self.folder / name / "temp", self.folder / name / "work"
        temp.mkdir(parents=True)
        tools = self.folder / "tools"
        tools.mkdir(exist_ok=True)
        _script(tools / "gh", _GH.format(said=self.folder / "said"))
        _script(tools / "testamur", _testamur())
        for step in JOBS[name]["steps"]:
            action, options = step.get("uses", "").partition("@")[0], step.get("with", {})
            match action:
                case "actions/checkout":
                    assert options == {"persist-credentials": False}
                    git(self.folder, "clone", "--quiet", str(self.remote), str(work))
                case "actions/upload-artifact":
                    shutil.copy(self._filled(options["path"], temp), self.folder / options["name"])
                case "actions/download-artifact":
                    target = Path(self._filled(options["path"], temp))
                    target.mkdir()
                    name_in = {"request-words": "request.json", "request-change": "request.patch"}
                    file = name_in[options["name"]]
                    shutil.copy(self.folder / options["name"], target / file)
                case "":
                    if step["name"] not in {"Install testamur", "Bring the register"}:
                        self._shell(name, step, temp, work if work.exists() else temp)

    def _shell(self, name: str, step: Mapping[str, Any], temp: Path, where: Path) -> None:
        assert "${{" not in step["run"]
        levels = {**JOBS[name].get("env", {}), **step.get("env", {})}
        environ = {each: self._filled(str(text), temp) for each, text in levels.items()}
        self.environs.setdefault(name, []).append(environ)
        output, event = temp / "output", temp / "event.json"
        issue = {**self.issue, "user": {"login": self.issue["author"]}}
        event.write_text(json.dumps({"issue": issue}), encoding="utf-8")
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=where,
            env={
                "PATH": f"{self.folder / 'tools'}:/usr/bin:/bin",
                "HOME": str(temp),
                "RUNNER_TEMP": str(temp),
                "GITHUB_OUTPUT": str(output),
                "GITHUB_EVENT_PATH": str(event),
                **environ,
            },
            check=False,
            capture_output=True,
            text=True,
        )
        assert 0 == done.returncode, done.stderr
        if output.exists():
            self.outcome = output.read_text().strip().removeprefix("outcome=")

    def _filled(self, text: str, temp: Path) -> str:
        known = {
            "github.event.issue.number": str(self.issue["number"]),
            "github.token": "token",
            "github.repository": "academy/badges",
            "runner.temp": str(temp),
        }
        return _EXPRESSION.sub(lambda found: known[found[1]], text)


def _testamur() -> str:
    """The command as it is installed, on the repository's own day."""
    return f'#!/bin/sh\nexec "{sys.executable}" -I -m testamur "$@"\n'


def _script(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def git(root: Path, *words: str) -> str:
    identity = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org"]
    done = subprocess.run(
        ["git", *identity, *words], cwd=root, check=True, capture_output=True, text=True
    )
    return done.stdout


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    """A repository with an award that was issued, as a bare one; its register is committed."""
    repository = Repository.begun(tmp_path / "ours", "Ada Lovelace")
    repository.issue(first=True)
    (tmp_path / "award").write_text(repository.of("Ada Lovelace").id)
    git(repository.root, "init", "--quiet", "--initial-branch", "main")
    git(repository.root, "add", "content", "keys")
    git(repository.root, "commit", "--quiet", "--message", "begun")
    bare = tmp_path / "remote.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(repository.root), str(bare))
    return bare


def machine(remote: Path, body: str) -> Machine:
    folder = remote.parent / "machine"
    folder.mkdir()
    return Machine(folder, remote, {"author": "octocat", "body": body, "number": 12})


def test_a_request_becomes_a_pull_request(remote: Path) -> None:
    """
    A branch with one commit of content alone, and a pull request; no word of the issue in either
    but in the record.
    """
    hostile = "Mary $(touch pwned) `id`'\" Jackson"
    found = machine(remote, sent(RequestKind.AWARD, **{**AWARD, "name": hostile}))
    found.run()
    changed = git(remote, "diff", "--name-status", "main", "request/issue-12").split()

    assert "proposed" == found.outcome
    assert ["A", "content/awards/requests/issue-12.yaml"] == changed
    assert "touch pwned" in git(remote, "show", f"request/issue-12:{changed[1]}")
    assert (
        "Award data-steward (request #12)"
        == git(remote, "log", "--format=%B", "main..request/issue-12").strip()
    )
    assert (
        "pr create --head request/issue-12 --title Award data-steward (request #12) --body-file"
        in found.said
    )
    assert "pwned" not in found.said
    # GitHub prints the environment of each step in its log.
    assert "Mary" not in json.dumps(found.environs)
    assert [] == list(found.folder.rglob("pwned"))


def test_a_removal_takes_the_record_out(remote: Path) -> None:
    address = f"{BASE_URL}/awards/{(remote.parent / 'award').read_text()}/"
    found = machine(remote, sent(RequestKind.REMOVAL, award=address))
    found.run()

    assert ["D", "content/awards/ada-lovelace.yaml", "A", "content/forgotten.yaml"] == git(
        remote, "diff", "--name-status", "main", "request/issue-12"
    ).split()
    assert "octocat" not in found.said


def test_a_bad_request_gets_a_comment_and_no_branch(remote: Path) -> None:
    found = machine(remote, "Please give me a badge, @octocat.\n")
    found.run()

    assert "declined" == found.outcome
    assert found.said.startswith("issue comment 12 --body-file ")
    assert "This request cannot be taken in. " in found.said
    assert "* main" == git(remote, "branch").strip()


def test_a_change_of_anything_but_the_content_is_left_out(remote: Path) -> None:
    """
    Even if the job that reads hands over another patch than its own.
    """
    found = machine(remote, sent(RequestKind.AWARD, **AWARD))
    found._job("read")
    patch = found.folder / "request-change"
    evil = "".join(
        f"diff --git a/{path} b/{path}\nnew file mode 100644\n--- /dev/null\n+++ b/{path}\n"
        "@@ -0,0 +1 @@\n+x\n"
        for path in (
            ".github/workflows/evil.yml",
            "keys/evil.json",
            "content/register/evil",
            "content/elsewhere/heads/0001",
            "content/credentials/evil/credential.md",
        )
    )
    patch.write_text(patch.read_text() + evil)
    found._job("propose")

    assert ["content/awards/requests/issue-12.yaml"] == git(
        remote, "diff", "--name-only", "main", "request/issue-12"
    ).split()


def test_who_reads_may_not_write_and_who_writes_reads_no_word() -> None:
    """
    Only a maintainer's label sets it off; each job may do no more than it must.
    """
    # YAML 1.1 takes `on` for a truth.
    assert {"issues": {"types": ["labeled"]}} == WORKFLOW[True]
    assert {} == WORKFLOW["permissions"]
    assert "github.event.label.name == 'approved'" == JOBS["read"]["if"]
    assert {
        "read": {"contents": "read"},
        "propose": {"contents": "write", "pull-requests": "write"},
        "answer": {"issues": "write"},
    } == {name: job["permissions"] for name, job in JOBS.items()}
    for name in ("propose", "answer"):
        assert "issue.body" not in json.dumps(JOBS[name])
        assert "EVENT_PATH" not in json.dumps(JOBS[name])
        assert "testamur" not in json.dumps(JOBS[name])
    for job in JOBS.values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", "")
            assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}|", step.get("uses", ""))

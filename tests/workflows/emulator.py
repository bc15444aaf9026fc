"""
The workflows on this machine: their own shell, jobs apart from each other, a forge made of folders.

Each `run:` step of the shipped files runs in bash with no more of an environment than the file
gives it. What `uses:` an action is done by a few lines here. A bare Git repository is the forge,
folders are artifacts and the live site; a token may write there only if its job may.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.support.remotes import bare, git
from tests.workflows.expressions import filled

REPOSITORY = Path(__file__).parents[2]
WORKFLOWS = REPOSITORY / "generator/testamur/starter/data/workflows"

# What a token may do stands in it, and the forge looks there.
_HOOK = """#!/bin/sh
case "$TESTAMUR_REMOTE_TOKEN" in
*contents=write*) exit 0 ;;
*) echo "this token may not write" >&2; exit 1 ;;
esac
"""
_PYTHON = """#!/bin/bash
set -e
test "$1 $2 $3" = "-I -m venv"
mkdir -p "$4/bin"
cp "{tools}/pip" "{tools}/testamur" "$4/bin/"
"""
_PIP = """#!/bin/bash
set -e
test "$1 $2 $3" = "install --quiet --requirement"
grep --quiet '^testamur==' "$4"
"""
_TESTAMUR = """#!/bin/bash
if [ "$1" = doctor ]; then exec "{python}" -I -m testamur verify "{pages}"; fi
exec "{python}" -I -m testamur "$@"
"""


class StepFailed(Exception):
    def __init__(self, job: str, step: str, code: int, output: str) -> None:
        super().__init__(f"{job}, {step}: exit code {code}\n{output}")
        self.step, self.code, self.output = step, code, output


@dataclass(frozen=True)
class Event:
    """What set a workflow off."""

    name: str
    sha: str
    """The commit that it runs on."""
    payload: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    from_fork: bool = False


@dataclass(frozen=True)
class Ran:
    """One `run:` step, as it was run."""

    workflow: str
    job: str
    step: str
    script: str
    environ: Mapping[str, str]
    files: frozenset[str]
    """Of the workspace, below its top."""


@dataclass
class Forge:
    """Where the repository is, what it keeps secret, and what it serves."""

    folder: Path
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By environment."""
    workflows: Path = WORKFLOWS
    path_before: str = ""
    """Put before the PATH of every step: to break what is there."""
    ran: list[Ran] = field(default_factory=list)
    runs: int = 0

    def __post_init__(self) -> None:
        bare(self.remote)
        git(self.remote, "config", "uploadpack.allowAnySHA1InWant", "true")
        _script(self.remote / "hooks/pre-receive", _HOOK)
        self.tools.mkdir()
        places = {"tools": self.tools, "pages": self.pages, "python": sys.executable}
        for name, text in (("python3", _PYTHON), ("pip", _PIP), ("testamur", _TESTAMUR)):
            _script(self.tools / name, text.format(**places))

    @property
    def remote(self) -> Path:
        return self.folder / "remote.git"

    @property
    def pages(self) -> Path:
        """The live site."""
        return self.folder / "live"

    @property
    def tools(self) -> Path:
        return self.folder / "tools"

    def start(self, workflow: str, event: Event) -> Run:
        self.runs += 1
        return Run(self, workflow, event, self.folder / f"run-{self.runs}")


@dataclass
class Run:
    """One run of a workflow; its artifacts stay after its jobs."""

    forge: Forge
    workflow: str
    event: Event
    folder: Path
    done: list[str] = field(default_factory=list)

    @property
    def definition(self) -> Mapping[str, Any]:
        text = (self.forge.workflows / self.workflow).read_text(encoding="utf-8")
        loaded: Mapping[str, Any] = yaml.safe_load(text)
        return loaded

    def all(self) -> None:
        for name in self.definition["jobs"]:
            self.job(name).finish()

    def job(self, name: str) -> Job:
        definition = self.definition["jobs"][name]
        needed = definition.get("needs", [])
        assert {needed} <= {*self.done} if isinstance(needed, str) else not needed
        return Job(self, name, definition)


class Job:
    """Runs step by step, so that a test can do something else between two of them."""

    def __init__(self, run: Run, name: str, definition: Mapping[str, Any]) -> None:
        self.run, self.name, self.definition = run, name, definition
        self.forge = run.forge
        self.folder = run.folder / f"{name}-{len(list(run.folder.glob(f'{name}-*')))}"
        self.workspace = self.folder / "workspace"
        self.temp = self.folder / "temp"
        for folder in (self.workspace, self.temp, self.folder / "home"):
            folder.mkdir(parents=True)
        self._next = ""
        self.left = self._steps()

    def until(self, step: str) -> None:
        """Run all steps before the one of that name."""
        while self._next != step:
            next(self.left)

    def finish(self) -> None:
        for _ in self.left:
            pass
        self.run.done.append(self.name)

    def _steps(self) -> Iterator[None]:
        if "uses" in self.definition:
            name = self.definition["uses"].removeprefix("./.github/workflows/")
            called = Run(self.forge, name, self.run.event, self.run.folder / self.name)
            called.all()
            return
        for step in self.definition["steps"]:
            self._next = step["name"]
            yield
            self._do(step)

    def _do(self, step: Mapping[str, Any]) -> None:
        contexts = self._contexts()
        if "run" in step:
            self._shell(step, contexts)
            return
        options = {name: filled(str(v), contexts) for name, v in step.get("with", {}).items()}
        action = step["uses"].partition("@")[0]
        match action:
            case "actions/checkout":
                self._checkout(options)
            case "actions/upload-artifact":
                self._upload(options)
            case "actions/download-artifact":
                source = self.artifacts / options["name"]
                shutil.copytree(source, options["path"], dirs_exist_ok=True)
            case "actions/deploy-pages":
                self._deploy()
            case _:
                raise AssertionError(f"no equivalent of {action} here")

    @property
    def artifacts(self) -> Path:
        return next(
            folder
            for folder in (self.run.folder, *self.run.folder.parents)
            if "run-" in folder.name
        ).joinpath("artifacts")

    def _contexts(self) -> dict[str, Any]:
        event = self.run.event
        permissions = self.definition.get("permissions", self.run.definition["permissions"])
        may = " ".join(f"{what}={how}" for what, how in permissions.items())
        environment = self.definition.get("environment", "")
        if isinstance(environment, Mapping):
            environment = environment["name"]
        secrets = {} if event.from_fork else self.forge.secrets.get(environment, {})
        # What a schedule sets off is not told the repository.
        told = {} if event.name == "schedule" else {"repository": {"default_branch": "main"}}
        contexts: dict[str, Any] = {
            "github": {
                "token": f"token {may}",
                "ref": "refs/heads/main",
                "event": {**told, **event.payload},
            },
            "inputs": event.inputs,
            "secrets": secrets,
            "runner": {"temp": str(self.temp)},
            "env": {},
        }
        for level in (self.run.definition, self.definition):
            for name, text in level.get("env", {}).items():
                contexts["env"][name] = filled(str(text), contexts)
        return contexts

    def _shell(self, step: Mapping[str, Any], contexts: Mapping[str, Any]) -> None:
        added = self.temp / "added-to-path"
        added.touch()
        before = [*added.read_text(encoding="utf-8").split()[::-1], str(self.forge.tools)]
        path = ":".join([*filter(None, [self.forge.path_before]), *before, "/usr/bin", "/bin"])
        own = {name: filled(str(v), contexts) for name, v in step.get("env", {}).items()}
        environ = {
            "PATH": path,
            "HOME": str(self.folder / "home"),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_PATH": str(added),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
            **contexts["env"],
            **own,
        }
        files = frozenset(
            path.relative_to(self.workspace).as_posix()
            for path in self.workspace.rglob("*")
            if ".git" not in path.parts
        )
        assert "${{" not in step["run"], "nothing of an event is ever pasted into a shell"
        self.forge.ran.append(
            Ran(self.run.workflow, self.name, step["name"], step["run"], environ, files)
        )
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.workspace,
            env=environ,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        if done.returncode != 0:
            raise StepFailed(self.name, step["name"], done.returncode, done.stdout.decode())

    def _checkout(self, options: dict[str, str]) -> None:
        assert "False" == options.pop("persist-credentials")
        folder = self.workspace / options.pop("path", ".")
        folder.mkdir(exist_ok=True)
        wanted = options.pop("ref", "") or self.run.event.sha
        depth = options.pop("fetch-depth", "1")
        git(folder, "init", "--quiet", "--initial-branch", "main")
        git(folder, "remote", "add", "origin", f"file://{self.forge.remote}")
        if depth == "0":
            git(folder, "fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*")
            git(folder, "fetch", "--quiet", "origin", wanted)
        else:
            git(folder, "fetch", "--quiet", f"--depth={depth}", "origin", wanted)
        patterns = options.pop("sparse-checkout", "").split()
        if patterns:
            assert "False" == options.pop("sparse-checkout-cone-mode")
            git(folder, "sparse-checkout", "set", "--no-cone", *patterns)
        git(folder, "checkout", "--quiet", "--detach", "FETCH_HEAD")
        assert not options, "an option that this emulation does not know"

    def _upload(self, options: Mapping[str, str]) -> None:
        source = Path(options["path"])
        assert source.is_file(), "if-no-files-found: error"
        # Hidden files are left out unless they are asked for.
        assert not source.name.startswith(".")
        target = self.artifacts / options["name"]
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        shutil.copy(source, target)

    def _deploy(self) -> None:
        """As GitHub Pages does: all of the old site gives way to the files of the archive."""
        assert {"pages": "write", "id-token": "write"} == self.definition["permissions"]
        with tarfile.open(self.artifacts / "github-pages/artifact.tar") as archive:
            assert all(member.isfile() or member.isdir() for member in archive)
            shutil.rmtree(self.forge.pages, ignore_errors=True)
            archive.extractall(self.forge.pages, filter="data")


def _script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


def commit(root: Path, message: str) -> str:
    """All of a work tree as a commit, pushed to `main` of its remote; its id."""
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", message)
    environ = {**os.environ, "TESTAMUR_REMOTE_TOKEN": "contents=write"}
    subprocess.run(
        ["git", "push", "--quiet", "origin", "HEAD:main"], cwd=root, env=environ, check=True
    )
    return git(root, "rev-parse", "HEAD")

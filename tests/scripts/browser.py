"""The browser's verifier in Node.js, and ours, asked about the same documents."""

from __future__ import annotations

import atexit
import base64
import json
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from testamur.model.status import ReasonCode, in_full
from testamur.verify.document import Verifier
from testamur.verify.sources import SiteFolder
from testamur.verify.verdict import Verdict
from tests.support.issuer import BASE_URL, NOW
from tests.support.sites import ROOT

BROWSER = ROOT / "browser"
CAN_BUILD = shutil.which("node") is not None and (BROWSER / "node_modules").is_dir()
_SCRIPT = Path(__file__).with_name("verdicts.mjs")
SAID = (
    *("recipient", "credential", "issuer", "domain", "issued", "expires", "awarded"),
    *("since", "reason", "newest", "successor"),
)
"""Members of a verdict that both give, beside its word and its steps."""


@dataclass(frozen=True)
class Case:
    """One document, and the world in which it is judged."""

    name: str
    data: bytes
    changed: Mapping[str, bytes | None] = field(default_factory=dict)
    """What stands elsewhere on the site, by path; None is missing."""
    now: datetime = NOW
    expected_site: str | None = BASE_URL
    found_at: str | None = None
    person: Mapping[str, str] | None = None
    remembered: Mapping[str, datetime] = field(default_factory=dict)


def ask(files: Mapping[str, bytes], cases: Iterable[Case], base: str = BASE_URL) -> list[Any]:
    """What the browser's verifier says of each."""
    lines: list[dict[str, Any]] = [
        {"base": base, "files": {path: _text(data) for path, data in files.items()}}
    ]
    lines += [
        {
            "data": _text(case.data),
            "changed": {
                path: None if data is None else _text(data) for path, data in case.changed.items()
            },
            "now": case.now.timestamp() * 1000,
            "site": case.expected_site,
            "foundAt": case.found_at,
            "person": case.person,
            "remembered": {url: day.timestamp() * 1000 for url, day in case.remembered.items()},
        }
        for case in cases
    ]
    asked = "".join(f"{json.dumps(line)}\n" for line in lines)
    done = subprocess.run(
        ["node", _SCRIPT, _bundled()],
        input=asked.encode(),
        capture_output=True,
        check=True,
        timeout=300,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def ours(files: Mapping[str, bytes], case: Case, base: str = BASE_URL) -> Verdict:
    """What `testamur verify` says."""
    world = {**files, **case.changed}
    verifier = Verifier(SiteFolder(world.get, base), now=case.now, remembered=case.remembered)
    person = case.person or {}
    return verifier.examine(
        case.data,
        expected_site=case.expected_site,
        found_at=case.found_at,
        email=person.get("email"),
        name=person.get("name"),
    ).verdict


def differences(
    files: Mapping[str, bytes], cases: Sequence[Case], base: str = BASE_URL
) -> list[str]:
    """Where the two say something else: in the word, in the outcome of a step, or of whom."""
    found = []
    for case, theirs in zip(cases, ask(files, cases, base), strict=True):
        verdict = ours(files, case, base)
        mine = _plain(verdict.as_json())
        if mine != _plain(theirs):
            found.append(f"{case.name}\n  {mine}\n  {_plain(theirs)} {theirs.get('thrown', '')}")
    return found


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    if "steps" not in said:
        return dict(said)
    reason, code = said["reason"], said.get("code")
    if code in set(ReasonCode):
        reason = in_full(reason, ReasonCode(code))
    return {
        "verdict": said["verdict"],
        "steps": {step["name"]: step["outcome"] for step in said["steps"]},
        **{name: said[name] for name in SAID},
        "reason": reason,
    }


@cache
def _bundled() -> Path:
    """The verifier in the form in which pages load it."""
    folder = Path(mkdtemp())
    atexit.register(shutil.rmtree, folder)
    build = ["node", str(BROWSER / "build.mjs"), str(folder), "src/verify/verify.js"]
    subprocess.run(build, check=True, timeout=60)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    (folder / "package.json").write_text('{"type": "module"}')
    return folder / str(manifest["verify"])


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()

"""
This repository's own workflows, made from those that `init` writes.

Its register is committed beside the content and signed with keys that are thrown away, so nothing
is signed here; and testamur itself is what is installed, from the checkout.
"""

from __future__ import annotations

import re

from tests.workflows.emulator import REPOSITORY, WORKFLOWS

FOLDER = REPOSITORY / ".github/workflows"

_REGISTER = """      - name: Bring the register
        env:
          TESTAMUR_REMOTE_TOKEN: ${{ github.token }}
        run: testamur%s register pull
"""
_SPARSE = """          sparse-checkout: /requirements.txt
          sparse-checkout-cone-mode: false
"""
_WHAT_IT_DOES = """# Issues what is new on the main branch, and publishes the site. The job that parses what authors
# wrote has no key; the job that has the keys parses none of it, and cannot deploy.
"""
_WHAT_OURS_DOES = """# Publishes the site of the example. Its register is committed; nothing is signed here.
"""
_BASE = "Take from the base branch what says which testamur is installed"
_READ = "to read the repository and the register"

_REPLACED = {
    "validate.yml": (
        (_BASE, "Take testamur from the base branch"),
        (_SPARSE, ""),
        (_REGISTER % " --root proposal", ""),
        ("--requirement base/requirements.txt", "--constraint base/requirements.lock ./base"),
        ("the proposal, the base branch and the register", "the proposal and the base branch"),
    ),
    "site.yml": (
        (_REGISTER % "", ""),
        ("--requirement requirements.txt", "--constraint requirements.lock ."),
        (_READ, "to read the repository"),
    ),
    "publish.yml": (
        (_WHAT_IT_DOES, _WHAT_OURS_DOES),
        ("    needs: sign\n", ""),
        (_READ, "to read the repository"),
    ),
}
"""What differs, and nothing else."""


def own(name: str) -> str:
    """Raises ValueError where what is to be replaced is not there."""
    text = (WORKFLOWS / name).read_text(encoding="utf-8")
    if name == "publish.yml":
        text = _without_signing(text)
    for old, new in _REPLACED[name]:
        if old not in text:
            raise ValueError(f"{name} has no {old!r}")
        text = text.replace(old, new)
    return text


def names() -> list[str]:
    return sorted(_REPLACED)


def _without_signing(text: str) -> str:
    text = re.sub(r"    inputs:\n.*?\n\n", "\n", text, flags=re.DOTALL)
    text = re.sub(r"env:\n  FIRST: .*?\n\n", "", text, count=1, flags=re.DOTALL)
    return re.sub(r"  prepare:\n.*?(?=  site:\n)", "", text, flags=re.DOTALL)

"""
`testamur issue` and `testamur refresh`: prepare and sign, as two processes.

The one that parses what authors wrote gets no key: neither the variables that hold one nor the
options that name one. The one that gets the key reads the drafts and nothing else of theirs.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from testamur.commands.project import ASSERTION_KEY, JWT_KEY, PEOPLE_KEY, Project
from testamur.commands.secrets import without_secrets
from testamur.problems import Exit


def issue(
    project: Project,
    *,
    award_key: str,
    register_key: str,
    jwt_key: str = JWT_KEY,
    assertion_key: str = ASSERTION_KEY,
    people: Path | None = None,
    people_key: str | None = None,
    first: bool = False,
    only_refresh: bool = False,
) -> int:
    """The exit code of the first half that failed, or 0. Each half reports for itself."""
    keys = {
        "--award-key": award_key,
        "--register-key": register_key,
        "--jwt-key": jwt_key,
        "--assertion-key": assertion_key,
    }
    with tempfile.TemporaryDirectory(prefix="testamur-") as folder:
        drafts = Path(folder) / "drafts.json"
        first_words = ["--first"] if first else []
        refresh_words = ["--refresh"] if only_refresh else []
        people_words = [
            *(["--people", str(people.resolve())] if people else []),
            *(["--people-key", people_key] if people_key else []),
        ]
        preparing, signing = environments(project.environ, keys.values(), people_key)
        prepared = _run(
            project,
            ["prepare", *first_words, *refresh_words, *people_words, "--output", str(drafts)],
            preparing,
        )
        if prepared != Exit.DONE:
            return prepared
        key_words = [word for option, uri in keys.items() for word in (option, uri)]
        return _run(project, ["sign", *first_words, *key_words, str(drafts)], signing)


def environments(
    environ: Mapping[str, str], signing_keys: Iterable[str], people_key: str | None
) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The variables of the half that parses, and of the half that signs; both by `env:NAME`."""
    opens = (people_key or PEOPLE_KEY).removeprefix("env:")
    # The one key that the half which parses may have; the other half never.
    own = {name: key for name, key in environ.items() if name == opens}
    shut = {opens, PEOPLE_KEY.removeprefix("env:")}
    signing = {name: key for name, key in environ.items() if name not in shut}
    return {**without_secrets(environ, signing_keys), **own}, signing


def _run(project: Project, words: Sequence[str], environ: Mapping[str, str]) -> int:
    command = [sys.executable, "-m", "testamur", "--root", str(project.root), *words]
    return subprocess.run(command, env=dict(environ), check=False).returncode

"""
Which files of a change deserve a second look: by their paths alone, pure.

None of them is wrong to change. Each decides about more than an award: what runs, what is
installed, who is asked, which keys count, how every page looks, what was issued.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from testamur.changes.rules import (
    GIT_CHANGED,
    KEYS_CHANGED,
    LOCK_CHANGED,
    OWNERS_CHANGED,
    REGISTER_CHANGED,
    SITE_CHANGED,
    THEME_CHANGED,
    WORKFLOW_CHANGED,
)
from testamur.problems import Problem, Rule

_SHOWN = 5
_REGISTER, _SITE = "content/register", "content/site.yaml"
_WORKFLOWS = (".github/workflows/", ".github/actions/", ".gitea/workflows/", ".forgejo/workflows/")
_RUNS = re.compile(
    r"\.gitlab-ci\.ya?ml|\.github/dependabot\.ya?ml|(.*/)?\.pre-commit-config\.ya?ml"
    r"|(.*/)?(\.vscode|\.idea|\.devcontainer|\.husky)/.*|(.*/)?(Makefile|(conftest|noxfile)\.py|tox\.ini)"
)
_OWNERS = re.compile(r"(\.github/|docs/|\.gitlab/)?CODEOWNERS")
_LOCKS = re.compile(
    r"(.*/)?(pyproject\.toml|setup\.(py|cfg)|MANIFEST\.in|Pipfile|\.python-version|[^/]+\.lock"
    r"|(requirements|constraints)[^/]*\.(txt|in)"
    r"|package(-lock)?\.json|pnpm-lock\.yaml|\.npmrc|\.yarnrc(\.yml)?|pip\.(conf|ini)|uv\.toml|\.gitmodules)"
)
_GIT = re.compile(r"(.*/)?\.git(attributes|ignore)")

_GUARDED: tuple[tuple[Rule, Callable[[str], bool], str, str], ...] = (
    (
        WORKFLOW_CHANGED,
        lambda path: path.startswith(_WORKFLOWS) or bool(_RUNS.fullmatch(path)),
        "what runs by itself is changed",
        "approve it only if you would run it yourself: it may reach the keys",
    ),
    (
        OWNERS_CHANGED,
        lambda path: bool(_OWNERS.fullmatch(path)),
        "who has to approve what is changed",
        "ask those who are taken out",
    ),
    (
        LOCK_CHANGED,
        lambda path: bool(_LOCKS.fullmatch(path)),
        "what is installed is changed",
        "look where each package comes from, and that its digest is its publisher's",
    ),
    (
        GIT_CHANGED,
        lambda path: bool(_GIT.fullmatch(path)),
        "how Git treats files is changed",
        "look which files it would leave out or rewrite from now on",
    ),
)


def guarded(
    everywhere: Sequence[str], inside: Sequence[str], registers: Collection[str]
) -> Iterator[Problem]:
    """
    One notice for each kind of such files among those that a change touches.

    `everywhere` counts from the top of the Git repository, `inside` from the root of ours;
    `registers` are the folders that site.yaml names, before the change and after it.
    """
    for rule, is_one, detail, hint in _GUARDED:
        yield from _notice(rule, [path for path in everywhere if is_one(path)], detail, hint)
    yield from _notice(
        SITE_CHANGED,
        [path for path in inside if path == _SITE],
        "what holds for the whole site is changed",
        "read it line by line: base_url, issuer, register and privacy stand there",
    )
    yield from _notice(
        THEME_CHANGED,
        [path for path in inside if path.startswith("themes/")],
        "how every page looks is changed",
        "build the site and look at a page of each sort",
    )
    yield from _notice(
        KEYS_CHANGED,
        [path for path in inside if path.startswith("keys/")],
        "which keys speak for the issuer is changed",
        "compare each key with the one that its holder sees",
    )
    folders = tuple(f"{folder}/" for folder in {*registers, _REGISTER})
    yield from _notice(
        REGISTER_CHANGED,
        [path for path in inside if path.startswith(folders)],
        "entries of the register come along",
        "only `testamur sign` writes there; take it in only from those who hold the keys",
    )


def _notice(rule: Rule, paths: Sequence[str], detail: str, hint: str) -> Iterator[Problem]:
    if not paths:
        return
    others = len(paths) - _SHOWN
    named = ", ".join(paths[:_SHOWN]) + (f" and {others:,} more" if others > 0 else "")
    yield Problem(rule, paths[0], (), f"{detail}: {named}", hint)

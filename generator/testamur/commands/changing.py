"""
Changing the content: judged as if it were done, and written only if nothing gets worse.

Every command that edits what authors wrote goes through here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from testamur.changes import Plan
from testamur.commands.account import ChangedFile, account
from testamur.commands.check import check
from testamur.commands.project import Project
from testamur.content.source import Proposed
from testamur.content.text import hidden
from testamur.problems import Problem, WorldError, errors
from testamur.publish.durable import (
    make_folders,
    remove_durably,
    replace_durably,
    reporting_disk_errors,
)
from testamur.publish.lock import Lock, hold


@dataclass(frozen=True, slots=True)
class Refused:
    """The change, or the content as it is, has errors; nothing was written."""

    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What was written."""

    files: tuple[ChangedFile, ...]
    """Those that differ from before, by path; none where everything said so already."""
    problems: tuple[Problem, ...]
    """Warnings and notices that were not there before; and errors that were, if there are any."""
    plan: Plan | None
    """What issuing would do now, where the content allows to say it."""

    @property
    def account(self) -> Iterator[str]:
        """What a person should look over, line by line."""
        return account(self.files)


def change(project: Project, proposed: Proposed, *, dry_run: bool = False) -> Changed | Refused:
    """
    Write files below the repository's root, or delete those whose bytes are None.

    The repository is checked with them in place of what stands there: a new error refuses them
    all. Errors that were there before are no reason to refuse. `dry_run` writes nothing. Each file
    is written durably, after its folders; a second process that changes content at the same time
    is refused. Raises WorldError, RegisterError.
    """
    with writing(project):
        files = tuple(_differing(project, proposed))
        wanted = {each.path: each.after for each in files}
        after = check(project, proposed=wanted)
        known = _known(check(project).problems) if after.problems else Counter()
        found = []
        for problem in after.problems:
            mark = _mark(problem)
            known[mark] -= 1
            if known[mark] < 0:
                found.append(problem)
        if errors(found):
            return Refused(tuple(found))
        if not dry_run:
            for each in files:
                _write(project, each)
        standing = [each for each in errors(after.problems) if each not in found]
        return Changed(files, (*found, *standing), after.plan)


def current(project: Project, path: str) -> bytes | None:
    """
    What stands at a path below the repository's root; None where nothing does.

    Raises WorldError, also for what is no plain file.
    """
    file = project.root / path
    if file.is_symlink() or (file.exists() and not file.is_file()):
        raise WorldError(f"{path} is no plain file", "`testamur check` tells more")
    with reporting_disk_errors():
        return file.read_bytes() if file.exists() else None


def writing(project: Project) -> Lock:
    """One writer of content at a time. Raises WorldError at once if another is at work."""
    return hold(project.cache / "content-lock", "changing the content of this repository")


def _differing(project: Project, proposed: Proposed) -> Iterator[ChangedFile]:
    for path, after in sorted(proposed.items()):
        parts = path.split("/")
        if "" in parts or "." in parts or ".." in parts or next(hidden(path), None):
            raise WorldError(f"{path!r} is no path below the repository")
        if not (project.root / path).parent.resolve().is_relative_to(project.root.resolve()):
            raise WorldError(f"{path} lies behind a link out of the repository")
        before = current(project, path)
        if before != after:
            yield ChangedFile(path, before, after)


def _write(project: Project, file: ChangedFile) -> None:
    target = project.root / file.path
    if file.after is None:
        remove_durably(target)
        return
    make_folders(target.parent)
    replace_durably(target, file.after)


_Mark = tuple[str, str, str]


def _known(problems: tuple[Problem, ...]) -> Counter[_Mark]:
    return Counter(map(_mark, problems))


def _mark(problem: Problem) -> _Mark:
    """What makes it the same problem as before, though its line may have moved."""
    return problem.rule.code, problem.file, problem.detail

"""
What is shown while somebody writes: the site as issued, drafts over it, and what is wrong.

A mistake leaves the last good pages standing; they say what it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from testamur.commands.build import Built, build
from testamur.commands.project import Project
from testamur.commands.trial import trial
from testamur.problems import Problem, TestamurError
from testamur.publish.survey import MARKER
from testamur.register.awards import Award

SITE = "serve/site"
"""In the cache: never the site that is published."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One state of the workshop."""

    number: int = 0
    """Goes up with every state that differs."""
    pages: str = ""
    """Another one whenever pages may be others: those that are open are loaded again."""
    problems: tuple[Problem, ...] = ()
    failure: str | None = None
    """What is wrong with the world, where that is it."""
    drafts: Mapping[str, Callable[[], bytes]] = field(default_factory=dict)
    """Pages and pictures over those that were built, by path."""
    awards: Sequence[Award] = ()
    """Those among them, as they would be."""


_TOKEN_BYTES = 4


class Workshop:
    """Rebuilds on demand; whoever shows it can wait for the next state."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._site = project.cache / SITE
        # Tells this run of the server from the one before.
        self._token = project.draw(_TOKEN_BYTES).hex()
        self._shown = Shown()
        self._news = threading.Condition()

    @property
    def shown(self) -> Shown:
        return self._shown

    def rebuild(self) -> Shown:
        """Look at everything again."""
        project = self._project.renewed()
        try:
            found = trial(project)
            more = self._build(project) if found.before and found.before.as_of else ()
        except TestamurError as error:
            self._show(failure=f"{error}" + (f" ({error.hint})" if error.hint else ""))
            return self._shown
        problems = tuple(dict.fromkeys((*found.problems, *more)))
        if found.after is None:
            self._show(problems=problems, failure=None)
        else:
            awards = [found.after.awards[each] for each in sorted(found.drafts)]
            self._show(
                pages=f"{self._token}-{self._shown.number + 1}",
                problems=problems,
                failure=None,
                drafts=found.files,
                awards=awards,
            )
        return self._shown

    def _build(self, project: Project) -> tuple[Problem, ...]:
        built = build(project, self._site, cache=self._site.parent)
        return () if isinstance(built, Built) else built

    def read(self, path: str) -> bytes | None:
        """A file of the site, as a visitor would get it; None where there is none."""
        draft = self._shown.drafts.get(path)
        if draft is not None:
            return draft()
        file = self._site / path
        try:
            # A link may lead anywhere; of a path without links, the end is where it says.
            if path == MARKER or file.resolve(strict=True) != self._site.resolve() / path:
                return None
            return file.read_bytes()
        except (OSError, ValueError):
            return None

    def is_draft(self, path: str) -> bool:
        """Whether the file is not as it is published, or not published at all."""
        return path in self._shown.drafts

    def is_draft_award(self, path: str) -> bool:
        """Whether it is the page of an award that is not issued as it is shown."""
        folders = path.split("/")
        return self.is_draft(path) and any(each.id in folders for each in self._shown.awards)

    def wait(self, after: int, seconds: float) -> Shown | None:
        """The next state behind `after`, or None where none came in time."""
        with self._news:
            if self._shown.number == after:
                self._news.wait(seconds)
            return self._shown if self._shown.number != after else None

    def _show(self, **changed: object) -> None:
        with self._news:
            self._shown = replace(self._shown, number=self._shown.number + 1, **changed)  # type: ignore[arg-type]  # names of its own fields
            self._news.notify_all()

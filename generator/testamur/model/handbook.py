"""What an issuer publishes beside its credentials: rules, policies, how its site is run."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

INDEX = "README"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of a handbook."""

    path: str
    """In the handbook's folder, with `/`: `adr/0001-why.md`."""
    text: str
    """Markdown."""

    @property
    def folder(self) -> str:
        """Where its page stands below the handbook: `adr/0001-why/`; empty for the first page."""
        name = self.path.removesuffix(".md")
        parent, last = posixpath.split(name)
        kept = parent if last == INDEX else name
        return f"{kept.lower()}/" if kept else ""


@dataclass(frozen=True, slots=True)
class Handbook:
    chapters: tuple[Chapter, ...] = ()
    """By path."""

    def find(self, of: Chapter, href: str) -> Chapter | None:
        """The chapter that a relative address in another one leads to, as files lie."""
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(of.path), href))
        if href.endswith("/"):
            wanted = f"{wanted}/{INDEX}.md"
        return next((each for each in self.chapters if each.path == wanted), None)


NO_HANDBOOK = Handbook()

"""What `testamur init` has to know before it can write anything."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Answers:
    """Every value is one that the content accepts in its field."""

    name: str
    """The issuer's."""
    base_url: str
    """Without the slash at its end."""
    website: str
    languages: tuple[str, ...] = ("en",)
    """The first is the language of the site."""
    email: str | None = None
    colour: str | None = None
    """`#rrggbb`."""
    owner: str | None = None
    """Who reviews changes, as GitHub's CODEOWNERS names people and teams: `@example/registry`."""
    on_branches: bool = True
    """The register is kept on branches of its own, by the workflows."""

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

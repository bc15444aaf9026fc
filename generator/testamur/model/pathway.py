"""Credentials that add up to a larger one, as their author wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that belong together: all of them, or so many of them as `needed` says."""

    of: tuple[Step, ...]
    needed: int | None = None
    """How many of the steps it takes; None means all."""
    in_order: bool = False
    """Whether each step must be awarded no later than the next; never set where `needed` is."""
    name: str | None = None

    def __post_init__(self) -> None:
        if not self.of or not 1 <= self.count <= len(self.of):
            raise ValueError("a group has steps, and needs so many of them or fewer")
        if self.in_order and self.needed is not None:
            raise ValueError("only a group that needs all of its steps has an order")

    @property
    def count(self) -> int:
        """How many of its steps it takes."""
        return len(self.of) if self.needed is None else self.needed

    @property
    def credentials(self) -> Iterator[str]:
        """The slugs of the credentials in it, at any depth, in the order of writing."""
        for step in self.of:
            if isinstance(step, Group):
                yield from step.credentials
            else:
                yield step

    @property
    def fewest(self) -> int:
        """The smallest number of credentials that fulfil it."""
        sizes = (each.fewest if isinstance(each, Group) else 1 for each in self.of)
        return sum(sorted(sizes)[: self.count])


Step = str | Group
"""The slug of a credential to earn, or a group of steps."""


@dataclass(frozen=True, slots=True)
class Pathway:
    """What leads to what. No credential stands in it twice."""

    slug: str
    name: str
    description: str
    """One plain sentence or two."""
    steps: Group
    leads_to: str | None = None
    """Slug of the larger credential; None where the steps are all there is."""
    language: str | None = None
    """BCP 47 tag of the text above; None means the site's first language."""

    @property
    def credentials(self) -> tuple[str, ...]:
        """The slugs of all its steps."""
        return tuple(self.steps.credentials)

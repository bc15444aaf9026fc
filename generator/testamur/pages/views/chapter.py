"""What the page of a handbook's chapter shows."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    body: Markup
    first: str | None
    """The way to the handbook's first page; None on that page."""

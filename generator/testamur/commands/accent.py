"""An accent that cannot be read as it is: `check` says which one is used instead."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.site import Site
from testamur.pages.accent import ENOUGH, LIGHT, accent_of, contrast
from testamur.problems import Problem, Rule, Severity

ACCENT_ADJUSTED = Rule(
    "accent-adjusted", "The accent cannot be read on light ground", severity=Severity.NOTICE
)


def adjusted_accent(site: Site) -> Iterator[Problem]:
    """A notice where pages in light show another colour than `site.yaml` names."""
    if site.accent is None:
        return
    used = accent_of(site.accent).light
    if used != site.accent:
        yield ACCENT_ADJUSTED.at(
            "content/site.yaml",
            ("accent",),
            f"{site.accent} differs from light ground by {contrast(site.accent, LIGHT):.1f} to 1, "
            f"and text must by {ENOUGH}: {used} is used there",
            "choose a darker one if that is not the colour you want",
        )

"""The site's settings, for commands that can do nothing without them."""

from __future__ import annotations

from testamur.commands.project import Project
from testamur.content.load import load_site
from testamur.content.rules import NO_CONTENT
from testamur.model.site import Site
from testamur.problems import InputRefusedError, errors


def site_of(project: Project) -> Site:
    """What site.yaml says. Raises InputRefusedError: outside of a repository, or for what it is."""
    site, problems = load_site(project.root)
    if site is not None:
        return site
    first = next(iter(errors(problems)), None)
    if first is not None and first.rule is NO_CONTENT:
        raise InputRefusedError(first.detail, first.hint)
    why = f": {first.detail}" if first else ""
    raise InputRefusedError(f"content/site.yaml cannot be used{why}", "`testamur check` tells more")

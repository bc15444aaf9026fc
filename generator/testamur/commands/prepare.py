"""`testamur prepare`: content and chance to drafts. Holds no key."""

from __future__ import annotations

from testamur.commands.check import Checked, check
from testamur.commands.project import Project
from testamur.issue.drafts import Drafts
from testamur.issuing import nothing
from testamur.issuing import prepare as draw_up
from testamur.problems import RegisterError, errors
from testamur.register.finished import is_finished
from testamur.register.register import Register


def prepare(
    project: Project, *, first: bool = False, only_refresh: bool = False
) -> tuple[Drafts | None, Checked]:
    """
    The drafts of all that is new, or None where `check` has errors.

    With `only_refresh` what authors wrote since is left alone: nothing new is drafted, and a
    problem of theirs does not keep the status lists from being signed; unless the register is
    unfinished. What completes it is signed by nobody yet and must be explained by what they wrote,
    all of it: a mistake that keeps records from being compared could hide a forged step.
    """
    checked = check(project, complete=False, first=first)
    if checked.catalog is None or checked.register is None:
        return None, checked
    if only_refresh and (_is_finished(checked.register) or not errors(checked.problems)):
        return nothing(checked.catalog.site, checked.register), checked
    if checked.plan is None or errors(checked.problems):
        return None, checked
    return draw_up(checked.catalog, checked.register, checked.plan, project.draw), checked


def _is_finished(register: Register) -> bool:
    try:
        is_finished(register)
    except RegisterError:
        return False
    return True

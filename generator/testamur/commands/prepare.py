"""`testamur prepare`: content and chance to drafts. Holds no key."""

from __future__ import annotations

from testamur.changes import Plan, needs_version
from testamur.commands.check import Checked, check
from testamur.commands.project import Project
from testamur.issue.drafts import Drafts
from testamur.issuing import nothing
from testamur.issuing import prepare as draw_up
from testamur.model.award import Record
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
    ready = opened(checked.plan)
    return draw_up(checked.catalog, checked.register, ready, project.draw), checked


def opened(plan: Plan) -> Plan:
    """The plan without what would be signed from records that were not opened; those wait."""
    wait = {each.subject for each in waiting(plan)}
    return Plan(
        tuple(
            change
            for change in plan.changes
            if change.record is None or change.record.subject not in wait
        ),
        plan.problems,
    )


def waiting(plan: Plan) -> tuple[Record, ...]:
    """Records that cannot be issued until they are opened."""
    found = {
        change.record.subject: change.record
        for change in plan.changes
        if change.record
        and change.record.is_closed
        and (change.award is None or needs_version(change))
    }
    return tuple(found.values())


def _is_finished(register: Register) -> bool:
    try:
        is_finished(register)
    except RegisterError:
        return False
    return True

"""
What issuing would do now, and what it refuses to do: one pure function.

`check` prints the plan, `prepare` carries it out, and both refuse for the same reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from testamur.changes.awards import records
from testamur.changes.definitions import definitions
from testamur.changes.extension import extends
from testamur.changes.forgotten import forgotten
from testamur.changes.keys import keys, loss_leaves_awards, signed_after_loss
from testamur.changes.learners import learners
from testamur.changes.pathways import pathways
from testamur.changes.plan import Action, Change, Enrolment, Plan, needs_version
from testamur.changes.rules import RULES
from testamur.changes.serialisations import serialisations
from testamur.changes.suspensions import suspensions
from testamur.changes.unsigned import unsigned
from testamur.crypto.note import Checkpoint
from testamur.model.catalog import Catalog
from testamur.problems import Problem
from testamur.register.keys import AnnouncedKey
from testamur.register.register import Register

__all__ = ["RULES", "Action", "Change", "Enrolment", "Plan", "changes", "extends", "needs_version"]


def changes(
    catalog: Catalog,
    register: Register,
    announced: Sequence[AnnouncedKey],
    *,
    today: date,
    published: Sequence[Checkpoint] = (),
) -> Plan:
    """
    Compare what authors wrote with what was issued.

    `announced` are the keys of `keys/`, `today` is the day in the site's time zone, `published`
    are heads that the world has seen.
    """
    found = [
        *extends(register, published),
        *unsigned(catalog, register),
        *keys(announced, register, today),
        *definitions(catalog, register),
        *pathways(catalog, register),
        *records(catalog, register, today),
        *forgotten(catalog, register),
        *suspensions(catalog, register),
        *serialisations(catalog.site, register, announced, today),
    ]
    planned = [each for each in found if isinstance(each, Change)]
    found += signed_after_loss(register, planned)
    found += loss_leaves_awards(announced, register, planned)
    # Whose awards are closed is not known: a learner's record would be signed without them.
    if not any(record.is_closed for record in catalog.records):
        found += learners(catalog, register, planned)
    return Plan(
        tuple(each for each in found if not isinstance(each, Problem)),
        tuple(each for each in found if isinstance(each, Problem)),
    )

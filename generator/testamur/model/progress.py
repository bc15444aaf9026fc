"""
How far somebody has come on a pathway: one pure function of the pathway and their awards.

The rule, in full. A step is done by an award of its credential, in any version; of several, the
earliest that the order allows counts. In a group with an order, a step counts only from the day on
which the step before it was done: awarded on that day or later. While an earlier step is open,
none of the later ones counts. A group is done on the day on which enough of its steps are.

A further award never lowers progress.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from testamur.model.pathway import Group, Pathway, Step


@dataclass(frozen=True, slots=True)
class Holding:
    """One award that stands: neither withdrawn nor expired."""

    credential: str
    """Slug."""
    awarded: date
    award: str
    """Public id."""


@dataclass(frozen=True, slots=True)
class StepProgress:
    credential: str
    """Slug."""
    done_by: Holding | None = None
    early: Holding | None = None
    """An award that the order does not let count: a step before it is open, or was done later."""


@dataclass(frozen=True, slots=True)
class Progress:
    steps: tuple[StepProgress, ...]
    """Every credential of the pathway, in the order of writing."""
    needed: int
    """The smallest number of credentials that complete the pathway."""
    remaining: int
    """The smallest number of further awards that complete it; 0 where it is complete."""
    open: tuple[str, ...]
    """What may still be earned: the open steps of every group that is not done yet."""
    completed: date | None = None
    """The day of the award that completed it."""

    @property
    def is_complete(self) -> bool:
        return self.remaining == 0

    @property
    def done(self) -> tuple[Holding, ...]:
        """The awards that count, in the order of the steps."""
        return tuple(step.done_by for step in self.steps if step.done_by)


def progress(pathway: Pathway, holdings: Iterable[Holding]) -> Progress:
    """How far the holder of these awards has come. They are all one person's, and all stand."""
    held: dict[str, list[Holding]] = {}
    for each in sorted(holdings, key=lambda each: (each.awarded, each.award)):
        held.setdefault(each.credential, []).append(each)
    outcome = _outcome(pathway.steps, date.min, held)
    return Progress(
        outcome.steps, pathway.steps.fewest, outcome.remaining, outcome.open, outcome.day
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    remaining: int
    day: date | None
    """When it was done; None while it is open."""
    steps: tuple[StepProgress, ...]
    open: tuple[str, ...] = ()


def _outcome(step: Step, since: date | None, held: Mapping[str, Sequence[Holding]]) -> _Outcome:
    """`since` is the day from which awards count; None where a step before is open."""
    if isinstance(step, Group):
        return _group(step, since, held)
    awards = held.get(step, ())
    counts = (each for each in awards if since is not None and each.awarded >= since)
    done_by = next(counts, None)
    if done_by is None:
        early = awards[0] if awards else None
        return _Outcome(1, None, (StepProgress(step, None, early),), (step,))
    return _Outcome(0, done_by.awarded, (StepProgress(step, done_by),))


def _group(group: Group, since: date | None, held: Mapping[str, Sequence[Holding]]) -> _Outcome:
    outcomes: list[_Outcome] = []
    for step in group.of:
        outcomes.append(_outcome(step, since, held))
        if group.in_order:
            since = outcomes[-1].day
    remaining = sum(sorted(each.remaining for each in outcomes)[: group.count])
    days = sorted(each.day for each in outcomes if each.day is not None)
    return _Outcome(
        remaining,
        days[group.count - 1] if remaining == 0 else None,
        tuple(step for each in outcomes for step in each.steps),
        tuple(slug for each in outcomes for slug in each.open) if remaining else (),
    )

"""Pathways: what is new, who has come to the end of one, and whose steps do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import PATHWAY_COMPLETE, STEPS_OPEN
from testamur.changes.walks import Walk, unearned, walks
from testamur.model.catalog import Catalog
from testamur.model.people import Person, people
from testamur.problems import Problem
from testamur.register.register import Register

NAMELESS = "somebody whose name is not published"


def pathways(catalog: Catalog, register: Register) -> Iterator[Finding]:
    """A text that differs from the newest one that was entered is entered as the next."""
    for slug, pathway in catalog.pathways.items():
        if slug not in register.newest_pathways:
            yield Change(Action.PATHWAY, pathway=pathway)
        elif register.newest_pathways[slug][1] != pathway:
            yield Change(Action.PATHWAY_CHANGE, pathway=pathway)
    if catalog.pathways:
        everybody = people(catalog.records)
        yield from _complete(catalog, register, everybody)
        yield from _open(catalog, register, everybody)


def due(
    catalog: Catalog, register: Register, everybody: Iterable[Person] | None = None
) -> Iterator[Walk]:
    """Who may be awarded a larger credential now; once each, whatever number of ways leads there."""
    proposed: set[tuple[object, str | None]] = set()
    for walk in walks(catalog, register, everybody):
        key = (walk.person.identity, walk.pathway.leads_to)
        if walk.is_due and key not in proposed:
            proposed.add(key)
            yield walk


def shown(walk: Walk) -> str:
    """Who it is, as far as their records allow it to be said."""
    return walk.person.recipient.public_name or NAMELESS


def _complete(
    catalog: Catalog, register: Register, everybody: Iterable[Person]
) -> Iterator[Problem]:
    """Nobody is awarded anything in silence: it is proposed, and a person decides."""
    for walk in due(catalog, register, everybody):
        pathway = walk.pathway
        larger = catalog.credentials[pathway.leads_to or ""].name
        yield PATHWAY_COMPLETE.at(
            walk.last_step.subject,
            (),
            f"{shown(walk)} has come to the end of {pathway.name}, and has no award of {larger}",
            f"`testamur award --complete {pathway.slug} --all` writes the record, for you to review",
        )


def _open(catalog: Catalog, register: Register, everybody: Iterable[Person]) -> Iterator[Problem]:
    for walk, record in unearned(catalog, register, everybody):
        remaining = walk.progress.remaining
        what = "1 step was" if remaining == 1 else f"{remaining} steps were"
        yield STEPS_OPEN.at(
            record.subject,
            ("credential",),
            f"{what} open on the pathway {walk.pathway.name} when this was awarded to "
            f"{shown(walk)}: {', '.join(walk.progress.open)}",
            "if prior learning was recognised, say `route: prior-learning`; otherwise look at the "
            "steps, or leave it as it is",
        )

"""Pathways: from their authors' fields to the model, and whether they can be walked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from testamur.content.fields import yaml_record
from testamur.content.records.pathway import GroupFields, InnerGroupFields, PathwayFields
from testamur.content.rules import DUPLICATE_STEP, PATHWAY_CYCLE, PATHWAY_GROUP, UNKNOWN_STEP
from testamur.content.source import Files
from testamur.content.tree import PATHWAYS
from testamur.content.values import nearest
from testamur.model.credential import Credential
from testamur.model.pathway import Group, Pathway, Step
from testamur.problems import Problem, Route

_Part = str | GroupFields | InnerGroupFields


def file(slug: str) -> str:
    """The file of a pathway, below the repository's root."""
    return f"{PATHWAYS}/{slug}.yaml"


def read(files: Files, slug: str, log: list[Problem]) -> Pathway | None:
    """The pathway of a file; None, and the reasons in `log`, where it is none."""
    path = file(slug)
    fields = yaml_record(files, path, PathwayFields, log)
    if fields is None:
        return None
    faults = [
        *_impossible(fields.steps, fields.any, path, (), in_order=bool(fields.in_order)),
        *_twice(fields, path),
    ]
    log.extend(faults)
    return None if faults else _pathway(fields, slug)


def check(pathway: Pathway, slugs: AbstractSet[str]) -> Iterator[Problem]:
    """A pathway names credentials that are defined, and does not lead to one of its own steps."""
    path = file(pathway.slug)
    named = [*_routes(pathway.steps), (pathway.leads_to, ("leads_to",))]
    for slug, route in named:
        if slug is not None and slug not in slugs:
            detail = f'no credential is called "{slug}"'
            yield UNKNOWN_STEP.at(path, route, detail, nearest(slug, sorted(slugs)))
    for slug, route in _routes(pathway.steps):
        if slug == pathway.leads_to:
            detail = f'"{slug}" is a step of this pathway, and what it leads to'
            yield PATHWAY_CYCLE.at(path, route, detail, "a step comes before the result: delete it")


def cycles(
    pathways: Mapping[str, Pathway], credentials: Mapping[str, Credential]
) -> Iterator[Problem]:
    """Each circle in which a credential leads to itself by way of others, once."""
    before: dict[str, set[str]] = {
        slug: set(credential.requires) for slug, credential in credentials.items()
    }
    for pathway in pathways.values():
        if pathway.leads_to:
            before.setdefault(pathway.leads_to, set()).update(pathway.credentials)
    seen: set[frozenset[str]] = set()
    for pathway in pathways.values():
        if pathway.leads_to is None or pathway.leads_to in pathway.credentials:
            continue
        way = _way_back(pathway.leads_to, pathway.credentials, before)
        if way and frozenset(way) not in seen:
            seen.add(frozenset(way))
            detail = f"these credentials lead to each other: {' → '.join([*way, way[0]])}"
            hint = "a credential cannot come before itself: change one of the pathways"
            yield PATHWAY_CYCLE.at(file(pathway.slug), ("leads_to",), detail, hint)


def _way_back(
    result: str, steps: Iterable[str], before: Mapping[str, AbstractSet[str]]
) -> list[str] | None:
    """Credentials from the result to one of its steps, each of which leads to the next."""
    came_from: dict[str, str | None] = dict.fromkeys(steps)
    waiting = list(came_from)
    for slug in waiting:
        if slug == result:
            break
        new = sorted(before.get(slug, set()) - came_from.keys())
        came_from.update(dict.fromkeys(new, slug))
        waiting.extend(new)
    else:
        return None
    way, at = [], came_from[result]
    while at is not None:
        way.append(at)
        at = came_from[at]
    return [result, *way]


def _pathway(fields: PathwayFields, slug: str) -> Pathway:
    return Pathway(
        slug=slug,
        name=fields.name,
        description=fields.description,
        steps=Group(tuple(map(_step, fields.steps)), fields.any, in_order=fields.in_order or False),
        leads_to=fields.leads_to,
        language=fields.language,
    )


def _step(part: _Part) -> Step:
    if isinstance(part, str):
        return part
    return Group(tuple(map(_step, part.of)), part.any, part.in_order or False, part.name)


def _impossible(
    parts: Iterable[_Part], needed: int | None, path: str, route: Route, *, in_order: bool
) -> Iterator[Problem]:
    """Groups that nobody can fulfil, or that say two things at once."""
    found = list(parts)
    if needed is not None and needed > len(found):
        detail = f"`any` asks for {needed} steps of {len(found)}"
        yield PATHWAY_GROUP.at(path, (*route, "any"), detail, "ask for fewer, or add steps")
    if needed is not None and in_order:
        detail = "`any` asks for some of the steps and `in_order` for each after the other"
        hint = "delete one, or put the steps whose order matters into a group of their own"
        yield PATHWAY_GROUP.at(path, (*route, "in_order"), detail, hint)
    name = "of" if route else "steps"
    for index, part in enumerate(found):
        if not isinstance(part, str):
            own = (*route, name, index)
            yield from _impossible(part.of, part.any, path, own, in_order=bool(part.in_order))


def _twice(fields: PathwayFields, path: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for slug, route in _places(fields.steps, ("steps",)):
        if slug in seen:
            detail = f'"{slug}" is a step of this pathway twice'
            yield DUPLICATE_STEP.at(path, route, detail, "one award does one step: delete one")
        seen.add(slug)


def _places(parts: Iterable[_Part], route: Route) -> Iterator[tuple[str, Route]]:
    for index, part in enumerate(parts):
        if isinstance(part, str):
            yield part, (*route, index)
        else:
            yield from _places(part.of, (*route, index, "of"))


def _routes(group: Group, route: Route = ("steps",)) -> Iterator[tuple[str, Route]]:
    for index, step in enumerate(group.of):
        if isinstance(step, Group):
            yield from _routes(step, (*route, index, "of"))
        else:
            yield step, (*route, index)

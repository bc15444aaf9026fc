"""
A pathway for machines: its steps as a tree, and as associations in the words of CLR 2.0.

No specification has a document for pathways, so this one is plain JSON. Its associations are
those that a ClrSubject may hold (CLR 2.0, Association), between the ids of achievements.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses, pathway_folder, pathway_path
from testamur.model.credential import Versions
from testamur.model.pathway import Group, Pathway, Step
from testamur.model.site import Site


def pathway(way: Pathway, site: Site, versions: Versions) -> JsonObject:
    """
    The document at the pathway's own address.

    `versions` are those of every credential that was issued; any counts, the newest is named.
    """
    at = Addresses(site.base_url)

    def achievement(slug: str) -> str:
        return at.achievement(slug, max(versions[slug]))

    def tree(step: Step) -> JsonObject:
        if not isinstance(step, Group):
            return {"achievement": achievement(step)}
        named: JsonObject = {"name": step.name} if step.name else {}
        of: list[JsonValue] = [tree(each) for each in step.of]
        return {**named, "needed": step.count, "inOrder": step.in_order, "of": of}

    id_ = at.of(pathway_path(way.slug))
    result = achievement(way.leads_to) if way.leads_to else None
    associations: list[JsonValue] = [
        *(_association("isPartOf", achievement(each), result or id_) for each in way.credentials),
        *(
            _association("precedes", achievement(first), achievement(second))
            for first, second in following(way.steps)
        ),
    ]
    leads_to: JsonObject = {"leadsTo": result} if result else {}
    return {
        "id": id_,
        "type": "Pathway",
        "name": way.name,
        "description": way.description,
        "inLanguage": way.language or site.languages[0],
        "page": at.of(pathway_folder(way.slug)),
        **leads_to,
        "steps": tree(way.steps),
        "association": associations,
    }


def following(group: Group) -> Iterator[tuple[str, str]]:
    """Slugs: each credential with those of the very next step, where there is an order."""
    for step in group.of:
        if isinstance(step, Group):
            yield from following(step)
    for before, after in pairwise(group.of) if group.in_order else ():
        for first in _credentials(before):
            for second in _credentials(after):
                yield first, second


def _credentials(step: Step) -> list[str]:
    return list(step.credentials) if isinstance(step, Group) else [step]


def _association(type_: str, source: str, target: str) -> JsonObject:
    return {
        "type": "Association",
        "associationType": type_,
        "sourceId": source,
        "targetId": target,
    }

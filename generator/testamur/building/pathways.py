"""The pathways as issued: for machines, and what each credential is related to by them."""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from testamur.building.files import Maker, digest, json
from testamur.model.addresses import pathway_folder, pathway_path
from testamur.model.pathway import Pathway
from testamur.model.plain import to_plain
from testamur.pages.pages import Pages
from testamur.publish.artifact import Artifact, Kind
from testamur.register.register import Register
from testamur.wire import pathway as wire


def pathways(make: Maker) -> Iterator[Artifact]:
    """A page, and beside it the same for machines."""
    inputs = make.pages.inputs
    for slug, (_, pathway) in make.register.newest_pathways.items():
        yield from make.page(pathway_folder(slug), inputs.pathway(slug), Pages.pathway, slug)
        yield _document(make, pathway)


def related(register: Register, slug: str) -> tuple[str, ...]:
    """The credentials next to one by a pathway: what it leads to, and the steps to it."""
    found: list[str] = []
    for _, pathway in register.newest_pathways.values():
        if pathway.leads_to and slug in pathway.credentials:
            found.append(pathway.leads_to)
        if pathway.leads_to == slug:
            found.extend(pathway.credentials)
    return tuple(dict.fromkeys(found))


def _document(make: Maker, pathway: Pathway) -> Artifact:
    site, versions = make.site, make.register.versions
    named = [*pathway.credentials, *([pathway.leads_to] if pathway.leads_to else [])]
    made_from = {
        "pathway": digest(orjson.dumps(to_plain(pathway))),
        "site": digest(orjson.dumps([site.base_url, site.languages[0]])),
        "versions": digest(orjson.dumps([max(versions[each]) for each in named])),
    }
    return make.file(
        pathway_path(pathway.slug),
        Kind.DOCUMENT,
        made_from,
        lambda: json(wire.pathway(pathway, site, versions)),
    )

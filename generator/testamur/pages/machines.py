"""
The catalogue for programs: `catalogue.json`, and every skill in `skills.json`.

Both are described, field by field, by the JSON Schemas in docs/schemas/. Fields are added, never
given another meaning; `format` counts what readers would have to be rewritten for.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    Addresses,
    credential_folder,
    pathway_folder,
    pathway_path,
)
from testamur.model.credential import Alignment, Credential, Credits
from testamur.model.pathway import Pathway
from testamur.model.site import Site
from testamur.pages import drawing
from testamur.pages.definitions import Definitions
from testamur.pages.feeds import ATOM_PATH, JSON_PATH

CATALOGUE_PATH = "catalogue.json"
SKILLS_PATH = "skills.json"
FORMAT = 1


class Machines:
    def __init__(self, site: Site, definitions: Definitions) -> None:
        self._site = site
        self._at = Addresses(site.base_url)
        self._definitions = definitions

    def catalogue(self) -> bytes:
        """`/catalogue.json`: what can be earned, each credential in its newest version."""
        at = self._at
        pathways = self._definitions.ways.pathways.values()
        return _json(
            {
                "format": FORMAT,
                **self._heading(),
                "skills": at.of(SKILLS_PATH),
                "feeds": [at.of(ATOM_PATH), at.of(JSON_PATH)],
                "credentials": [self._credential(each) for each in self._newest()],
                "pathways": [self._pathway(each) for each in pathways],
            }
        )

    def skills(self) -> bytes:
        """`/skills.json`: every skill, and the credentials that show it."""
        skills: dict[tuple[str, str | None], tuple[Alignment, list[Credential]]] = {}
        for credential in self._newest():
            for skill in shown(credential):
                _, by = skills.setdefault((skill.url, skill.code), (skill, []))
                if credential not in by:
                    by.append(credential)
        return _json(
            {
                "format": FORMAT,
                **self._heading(),
                "catalogue": self._at.of(CATALOGUE_PATH),
                "skills": [
                    {**_skill(skill), "credentials": [self._shows(each) for each in by]}
                    for skill, by in sorted(skills.values(), key=lambda each: _order(each[0]))
                ],
            }
        )

    def _heading(self) -> JsonObject:
        issuer = self._site.issuer
        return {
            "url": self._at.of(""),
            "title": self._site.title,
            "language": self._site.languages[0],
            "issuer": {"id": self._at.did, "name": issuer.name, "url": issuer.url},
        }

    def _newest(self) -> list[Credential]:
        return [each.credential for each in self._definitions.newest.values()]

    def _shows(self, credential: Credential) -> JsonObject:
        return {
            "id": self._at.achievement(credential.slug, credential.version),
            "name": credential.name,
            "page": self._at.of(credential_folder(credential.slug)),
            "assessed": credential.kind == "assessed",
        }

    def _credential(self, credential: Credential) -> JsonObject:
        at, ways, slug = self._at, self._definitions.ways, credential.slug
        picture = self._definitions[slug, credential.version].picture
        extension = picture.extension if picture else drawing.IN_DOCUMENTS
        versions = self._definitions.versions(slug)
        days = self._definitions.entered.get((slug, credential.version))
        value: JsonObject = {
            **self._shows(credential),
            "slug": slug,
            "version": credential.version,
            "versions": [at.achievement(slug, version) for version in versions],
            "entered": days.last.isoformat() if days else None,
            "description": credential.description,
            "language": self._definitions.language_of(credential),
            "type": credential.achievement_type,
            "competency": credential.competency,
            "level": credential.level,
            "effort": credential.effort,
            "delivery": credential.delivery,
            "audience": credential.audience,
            "valid_for": credential.valid_for,
            "credits": _credits(credential.credits),
            "skills": [_skill(each) for each in credential.skills],
            "tags": list(credential.tags),
            "picture": at.picture(slug, credential.version, extension),
            "requires": [self._page(each) for each in ways.requires(credential)],
            "leads_to": [self._page(each) for each in ways.leads_to(slug)],
            "pathways": [at.of(pathway_folder(each.slug)) for each in ways.part_of(slug)],
            "licence": credential.licence,
        }
        return _present(value)

    def _page(self, credential: Credential) -> str:
        return self._at.of(credential_folder(credential.slug))

    def _pathway(self, pathway: Pathway) -> JsonObject:
        at, leads_to = self._at, pathway.leads_to
        return _present(
            {
                "id": at.of(pathway_path(pathway.slug)),
                "name": pathway.name,
                "page": at.of(pathway_folder(pathway.slug)),
                "slug": pathway.slug,
                "description": pathway.description,
                "language": self._definitions.language_of(pathway),
                "steps": [at.of(credential_folder(each)) for each in pathway.credentials],
                "leads_to": at.of(credential_folder(leads_to)) if leads_to else None,
            }
        )


def shown(credential: Credential) -> Iterator[Alignment]:
    """The skills that a credential shows, and those that its results speak of; once each."""
    every = [*credential.skills, *(skill for each in credential.results for skill in each.skills)]
    yield from {(each.url, each.code): each for each in reversed(every)}.values()


def _skill(skill: Alignment) -> JsonObject:
    return _present(
        {
            "name": skill.name,
            "url": skill.url,
            "framework": skill.framework,
            "code": skill.code,
            "description": skill.description,
            "type": skill.target_type,
        }
    )


def _credits(credits_: Credits | None) -> JsonObject | None:
    return {"value": credits_.value, "scheme": credits_.scheme} if credits_ else None


def _order(skill: Alignment) -> tuple[str, str, str]:
    return (skill.name.casefold(), skill.url, skill.code or "")


def _present(value: JsonObject) -> JsonObject:
    """A field that says nothing is left out; a list that is empty says that there are none."""
    return {name: each for name, each in value.items() if each is not None}


def _json(value: dict[str, JsonValue]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"

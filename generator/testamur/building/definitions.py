"""The credentials as issued, one folder a version: what can be earned, and its picture."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import orjson

from testamur.building.files import Maker, digest, endorsed_by, json
from testamur.building.pathways import related
from testamur.model.addresses import achievement_path, badge_class_path, picture_path
from testamur.model.credential import Credential
from testamur.model.endorsement import Endorsement, Target
from testamur.model.picture import Picture
from testamur.model.plain import to_plain
from testamur.pages import drawing
from testamur.publish.artifact import Artifact, Kind
from testamur.register.register import Definition
from testamur.wire import v2, v3
from testamur.wire.endorsement import documents_of, links_to


def definitions(make: Maker) -> Iterator[Artifact]:
    """The ids in signed documents, and what they show."""
    for (slug, version), definition in make.register.definitions.items():
        yield from _pictures(make, slug, version, definition.picture)
        for language in (None, *(each.language for each in definition.credential.translations)):
            yield _achievement(make, definition, language)
            if make.hosts_v2:
                yield _badge_class(make, definition, language)


def _pictures(make: Maker, slug: str, version: int, own: Picture | None) -> Iterator[Artifact]:
    """The author's own; where there is none, a drawing in both forms."""
    if own:
        path = picture_path(slug, version, own.extension)
        yield make.file(path, Kind.ASSET, {"picture": own.digest}, partial(_bytes, own.data))
        return
    pages, made_from = make.pages, make.pages.inputs.badge(slug, version)
    for extension, draw in (
        (drawing.ON_PAGES, pages.badge),
        (drawing.IN_DOCUMENTS, pages.badge_png),
    ):
        path = picture_path(slug, version, extension)
        yield make.file(path, Kind.ASSET, made_from, partial(draw, slug, version))


def achievement(make: Maker, definition: Definition, language: str | None) -> bytes:
    """
    What the signed documents name as what was earned, as it is hosted.

    `language` is that of a translation; None for the credential's own text.
    """
    credential, register = definition.credential, make.register
    by_pathways = related(register, credential.slug)
    drawn = None if definition.picture else drawing.IN_DOCUMENTS
    document = v3.hosted_achievement(
        credential, make.site, register.versions, by_pathways, drawn, language=language
    )
    return json(document | documents_of(_endorsed(make, credential)))


def _achievement(make: Maker, definition: Definition, language: str | None) -> Artifact:
    credential, versions = definition.credential, make.register.versions
    # The way back and the way in: the version before, and the newest of what it requires.
    by_pathways = related(make.register, credential.slug)
    named = (credential.slug, *credential.requires, *by_pathways)
    around = {each: versions.get(each) for each in named}
    endorsed = _endorsed(make, credential)
    return make.file(
        achievement_path(credential.slug, credential.version, language),
        Kind.DOCUMENT,
        {
            "definition": _definition_digest(definition),
            "site": _site_digest(make),
            "versions": digest(orjson.dumps([list(by_pathways), around])),
            **endorsed_by(endorsed),
        },
        partial(achievement, make, definition, language),
    )


def _badge_class(make: Maker, definition: Definition, language: str | None) -> Artifact:
    """The Open Badges 2.0 edition."""
    credential, picture = definition.credential, definition.picture
    slug, version = credential.slug, credential.version
    versions = (number for each, number in make.register.definitions if each == slug)
    earlier = max((number for number in versions if number < version), default=None)
    extension = picture.extension if picture else drawing.IN_DOCUMENTS
    endorsed = _endorsed(make, credential)
    document = v2.badge_class(credential, extension, make.site, earlier, language)
    document |= links_to(endorsed, make.register.addresses)
    return make.file(
        badge_class_path(slug, version, language),
        Kind.DOCUMENT,
        {
            "definition": _definition_digest(definition),
            "site": _site_digest(make),
            "versions": str(earlier),
            **endorsed_by(endorsed),
        },
        lambda: json(document),
    )


def _endorsed(make: Maker, credential: Credential) -> tuple[Endorsement, ...]:
    return make.endorsed.standing(Target(credential=(credential.slug, credential.version)))


def _site_digest(make: Maker) -> str:
    """The part of the settings that an achievement repeats or depends on."""
    site = make.site
    return digest(orjson.dumps([site.base_url, site.languages[0], make.hosts_v2]))


def _definition_digest(definition: Definition) -> str:
    return digest(orjson.dumps(to_plain(definition.credential)))


def _bytes(data: bytes) -> bytes:
    return data

"""The picture that an earner keeps: the credential's own, with the award inside."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.awards import assertion_digest, assertion_of
from testamur.building.files import Maker, digest
from testamur.model.addresses import baked_path
from testamur.publish.artifact import Artifact, Kind
from testamur.register.documents import Document
from testamur.wire.bake import Frame, frame
from testamur.wire.baked import Edition


def badges(make: Maker) -> Iterator[Artifact]:
    """Of every award that stands, its newest version in every edition that the site publishes."""
    pictures = {
        key: (definition.picture, definition.picture.digest)
        for key, definition in make.register.definitions.items()
        if definition.picture
    }
    frames: dict[tuple[str, int], Frame] = {}

    def baked(newest: Document) -> bytes:
        key = newest.definition
        if key not in frames:
            frames[key] = frame(pictures[key][0].data, tuple(Edition))
        assertion = assertion_of(make, newest) if make.hosts_v2 else None
        return frames[key].bake(newest.signed, assertion)

    for award in make.register.awards.values():
        newest = award.newest
        if award.withdrawal or newest.definition not in pictures:
            continue
        picture, picture_digest = pictures[newest.definition]
        older = {"assertion": assertion_digest(newest)} if make.hosts_v2 else {}
        yield make.file(
            baked_path(award.id, picture.extension),
            Kind.DOCUMENT,
            {"document": digest(newest.signed), "picture": picture_digest, **older},
            partial(baked, newest),
        )

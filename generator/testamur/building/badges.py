"""The picture that an earner keeps: the credential's own, with the award inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from testamur.building.awards import assertion_digest, assertion_of
from testamur.building.files import Maker, digest
from testamur.model.addresses import baked_path
from testamur.model.picture import Picture
from testamur.publish.artifact import Artifact, Kind
from testamur.register.documents import Document
from testamur.wire.bake import Frame, frame
from testamur.wire.baked import Edition


def badges(make: Maker) -> Iterator[Artifact]:
    """Of every award that stands, its newest version in every edition that the site publishes."""
    oven = Oven(make)
    for award in make.register.awards.values():
        newest = award.newest
        picture = oven.picture(newest)
        if award.withdrawal or picture is None:
            continue
        yield make.file(
            baked_path(award.id, picture.extension),
            Kind.DOCUMENT,
            oven.inputs(newest),
            partial(oven.baked, newest),
        )


class Oven:
    """The pictures of the credentials, each taken apart once for all who earned it."""

    def __init__(self, make: Maker) -> None:
        self._make = make
        self._pictures = {
            key: (definition.picture, definition.picture.digest)
            for key, definition in make.register.definitions.items()
            if definition.picture
        }
        self._frames: dict[tuple[str, int], Frame] = {}

    def picture(self, newest: Document) -> Picture | None:
        """The picture of what was earned; None for a credential without one."""
        found = self._pictures.get(newest.definition)
        return found[0] if found else None

    def inputs(self, newest: Document) -> Mapping[str, str]:
        """What the baked picture is made from. Raises KeyError where there is no picture."""
        _, picture_digest = self._pictures[newest.definition]
        older = {"assertion": assertion_digest(self._make, newest)} if self._make.hosts_v2 else {}
        return {"document": digest(newest.signed), "picture": picture_digest, **older}

    def baked(self, newest: Document) -> bytes:
        """The picture with the award inside. Raises KeyError where there is no picture."""
        key = newest.definition
        if key not in self._frames:
            self._frames[key] = frame(self._pictures[key][0].data, tuple(Edition))
        assertion = assertion_of(self._make, newest) if self._make.hosts_v2 else None
        return self._frames[key].bake(newest.signed, assertion)

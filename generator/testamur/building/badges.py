"""The picture that an earner keeps: the credential's, with the award inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from testamur.building.awards import assertion_digest, assertion_of
from testamur.building.files import Maker, digest
from testamur.model.addresses import baked_path
from testamur.pages import drawing
from testamur.publish.artifact import Artifact, Kind
from testamur.register.documents import Document
from testamur.wire.bake import Frame, frame
from testamur.wire.baked import Edition


def badges(make: Maker) -> Iterator[Artifact]:
    """Of every award that stands, its newest version in every edition that the site publishes."""
    oven = Oven(make)
    for award in make.register.awards.values():
        newest = award.newest
        if not award.withdrawal:
            yield make.file(
                baked_path(award.id, oven.extension(newest)),
                Kind.DOCUMENT,
                oven.inputs(newest),
                partial(oven.baked, newest),
            )


class Oven:
    """The pictures of the credentials, each made ready once for all who earned it."""

    def __init__(self, make: Maker) -> None:
        self._make = make
        self._frames: dict[tuple[str, int], Frame] = {}
        self._pictures: dict[tuple[str, int], Mapping[str, str]] = {}

    def extension(self, newest: Document) -> str:
        """Of the picture that the author gave, or that is drawn."""
        own = self._make.register.definitions[newest.definition].picture
        return own.extension if own else drawing.IN_DOCUMENTS

    def inputs(self, newest: Document) -> Mapping[str, str]:
        """What the baked picture is made from."""
        key = newest.definition
        if key not in self._pictures:
            own = self._make.register.definitions[key].picture
            drawn = self._make.pages.inputs.badge
            self._pictures[key] = {"picture": own.digest} if own else drawn(*key)
        older = {"assertion": assertion_digest(self._make, newest)} if self._make.hosts_v2 else {}
        return {"document": digest(newest.signed), **older, **self._pictures[key]}

    def baked(self, newest: Document) -> bytes:
        """The picture with the award inside."""
        key = newest.definition
        if key not in self._frames:
            own = self._make.register.definitions[key].picture
            data = own.data if own else self._make.pages.badge_png(*key)
            self._frames[key] = frame(data, tuple(Edition))
        assertion = assertion_of(self._make, newest) if self._make.hosts_v2 else None
        return self._frames[key].bake(newest.signed, assertion)

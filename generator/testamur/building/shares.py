"""The pictures that other websites show beside a link: one of each credential, of few awards."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.files import Maker, digest
from testamur.publish.artifact import Artifact, Kind


def shares(make: Maker) -> Iterator[Artifact]:
    """Of each version of each credential, and of the awards whose records ask for their own."""
    pictures, inputs = make.pages.shares, make.pages.inputs
    for key in make.register.definitions:
        yield make.file(
            pictures.path_of_credential(key),
            Kind.ASSET,
            inputs.share(*key),
            partial(pictures.credential_png, key),
        )
    for award in make.register.awards.values():
        path = pictures.path_of_own(award)
        if path:
            made_from = inputs.share(*award.newest.definition)
            yield make.file(
                path,
                Kind.ASSET,
                {**made_from, "document": digest(award.newest.unsigned)},
                partial(pictures.award_png, award),
            )

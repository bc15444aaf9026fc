"""Awards on paper, where the site prints them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from testamur.building.files import Maker
from testamur.model.addresses import certificate_path
from testamur.publish.artifact import Artifact, Kind


def certificates(make: Maker) -> Iterator[Artifact]:
    """Of every award that stands, its newest version; of one that cannot be drawn, none."""
    printed, inputs = make.pages.certificates, make.pages.inputs
    for award in make.register.awards.values():
        if printed.has(award):
            yield make.file(
                certificate_path(award.id),
                Kind.DOCUMENT,
                inputs.certificate(award),
                partial(printed.certificate, award),
            )

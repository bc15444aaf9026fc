"""What others say in favour: what they signed, its Open Badges 2.0 edition, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.building.files import Maker, json
from testamur.model.addresses import (
    ENDORSEMENTS_FOLDER,
    endorsement_folder,
    endorsement_path,
    endorser_path,
    hosted_endorsement_path,
)
from testamur.pages.pages import Pages
from testamur.publish.artifact import Artifact, Kind
from testamur.wire import endorsement as wire


def endorsements(make: Maker) -> Iterator[Artifact]:
    """Nothing at all where nobody endorses."""
    at, inputs = make.register.addresses, make.pages.inputs
    for each in make.endorsed.all:
        path = endorsement_path(each.name)
        yield make.constant(path, Kind.DOCUMENT, "endorsements", each.document)
        if make.hosts_v2 and wire.is_hosted(each):
            for path, document in (
                (hosted_endorsement_path(each.name), wire.hosted(each, at)),
                (endorser_path(each.name), wire.hosted_endorser(each, at)),
            ):
                yield make.constant(path, Kind.DOCUMENT, "endorsements", json(document))
        folder = endorsement_folder(each.name)
        yield from make.page(folder, inputs.endorsement(each), Pages.endorsement, each)
    if make.endorsed.all:
        yield from make.page(ENDORSEMENTS_FOLDER, inputs.endorsements(), Pages.endorsements)

"""What it costs to keep suspensions in a list of their own: said once, before it is too late."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.changes.rules import TWO_STATUS_ENTRIES
from testamur.model.catalog import Catalog
from testamur.model.status import SUSPENSION
from testamur.problems import Problem
from testamur.register.register import Register


def suspensions(catalog: Catalog, register: Register) -> Iterator[Problem]:
    """A warning until the first credential with two entries was issued."""
    if catalog.site.separate_suspension and not register.slots[SUSPENSION]:
        yield TWO_STATUS_ENTRIES.at(
            "content/site.yaml",
            ("status", "suspension"),
            "credentials issued from now on will name two status lists; both schemas of Open "
            "Badges 3.0 refuse that, and so do programs that check against them",
            "leave it out, unless you suspend often and know who reads your credentials",
        )

"""Everything the authors wrote, decoded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from testamur.model.award import Forgotten, Record
from testamur.model.credential import Credential
from testamur.model.endorsement import CommittedEndorsements
from testamur.model.learner import Learner
from testamur.model.pathway import Pathway
from testamur.model.picture import Picture
from testamur.model.site import Site


@dataclass(frozen=True, slots=True)
class Catalog:
    site: Site
    credentials: Mapping[str, Credential]
    """By slug, in the order of slugs; the version as it is now."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """By slug; a credential without a picture is not in it."""
    records: tuple[Record, ...] = ()
    forgotten: tuple[Forgotten, ...] = ()
    pathways: Mapping[str, Pathway] = field(default_factory=dict)
    """By slug, in the order of slugs."""
    learners: tuple[Learner, ...] = ()
    endorsements: CommittedEndorsements = field(default_factory=CommittedEndorsements)

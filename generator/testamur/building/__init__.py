"""
From register and theme to artifacts: every file of the site, what it is made from, how to make it.

A pure function of what is in Git. Authors' pending text is not looked at: what was issued is what
is published. Each module makes the files of one sort; this is their table of contents.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from testamur.building.awards import documents
from testamur.building.badges import badges
from testamur.building.certificates import certificates
from testamur.building.definitions import definitions
from testamur.building.endorsements import endorsements
from testamur.building.files import Maker
from testamur.building.handbook import chapters
from testamur.building.identity import identity, record
from testamur.building.learners import learners
from testamur.building.pathways import pathways
from testamur.building.reading import furniture, pages
from testamur.building.serialised import keys, serialisations
from testamur.building.shares import shares
from testamur.model.endorsement import NOT_ENDORSED, Endorsements
from testamur.model.handbook import NO_HANDBOOK, Handbook
from testamur.model.site import Site
from testamur.pages.pages import in_every_language
from testamur.pages.theme import Theme
from testamur.publish.artifact import Artifact
from testamur.register.register import Register


def artifacts(
    site: Site,
    register: Register,
    theme: Theme,
    program: str,
    endorsed: Endorsements = NOT_ENDORSED,
    *,
    drafts: AbstractSet[str] = frozenset(),
    handbook: Handbook = NO_HANDBOOK,
) -> Iterator[Artifact]:
    """
    Every file of the site, in no particular order.

    `program` is the digest of what computes them: another testamur may make other bytes.
    `endorsed` is what others say in favour, each checked. `drafts` are awards that a register on
    trial says more of than was issued: their pages say that they are drafts.
    """
    languages = in_every_language(theme, site, register, endorsed, drafts=drafts)
    make = Maker(site, register, languages, program, endorsed, handbook)
    sorts = (
        documents,
        serialisations,
        badges,
        certificates,
        learners,
        definitions,
        shares,
        pathways,
        endorsements,
        identity,
        keys,
        record,
        pages,
        chapters,
        furniture,
    )
    for sort in sorts:
        yield from sort(make)

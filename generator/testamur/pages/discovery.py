"""The files by which programs find what can be earned: feeds, catalogue and skills."""

from __future__ import annotations

from collections.abc import Mapping

from testamur.model.site import Site
from testamur.pages.definitions import Definitions
from testamur.pages.feeds import ATOM_PATH, JSON_PATH, Feeds
from testamur.pages.language import Language
from testamur.pages.machines import CATALOGUE_PATH, SKILLS_PATH, Machines
from testamur.register.register import Register


def discovery(
    site: Site, register: Register, language: Language, definitions: Definitions
) -> Mapping[str, bytes]:
    """By path; of a register without any entry there are none."""
    if not register.entries:
        return {}
    feeds = Feeds(site, language, definitions.news, since=register.entries[0].day)
    machines = Machines(site, definitions)
    return {
        ATOM_PATH: feeds.atom(),
        JSON_PATH: feeds.json(),
        CATALOGUE_PATH: machines.catalogue(),
        SKILLS_PATH: machines.skills(),
    }

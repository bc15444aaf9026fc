"""What leads where, as issued: by what credentials require, and by pathways."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from testamur.model.credential import Credential
from testamur.model.pathway import Pathway
from testamur.register.register import Definition, Register


class Ways:
    """Credentials in their newest version, pathways in their newest text; in the order of slugs."""

    def __init__(self, register: Register, newest: Mapping[str, Definition]) -> None:
        self._newest = newest
        self.pathways: Mapping[str, Pathway] = {
            slug: pathway for slug, (_, pathway) in register.newest_pathways.items()
        }

    def requires(self, credential: Credential) -> list[Credential]:
        """The credentials that it is made of; those that were never issued have no page."""
        return [self._newest[s].credential for s in credential.requires if s in self._newest]

    def leads_to(self, slug: str) -> list[Credential]:
        """The credentials that ask for this one, and those that pathways through it lead to."""
        return self._leading.get(slug, [])

    def part_of(self, slug: str) -> list[Pathway]:
        """The pathways of which it is a step."""
        return [each for each in self.pathways.values() if slug in each.credentials]

    def reached_by(self, slug: str) -> list[Pathway]:
        """The pathways that lead to it."""
        return [each for each in self.pathways.values() if each.leads_to == slug]

    @cached_property
    def _leading(self) -> Mapping[str, list[Credential]]:
        found: dict[str, list[Credential]] = {}
        for larger in (each.credential for each in self._newest.values()):
            steps = [slug for each in self.reached_by(larger.slug) for slug in each.credentials]
            for slug in dict.fromkeys([*larger.requires, *steps]):
                found.setdefault(slug, []).append(larger)
        return found

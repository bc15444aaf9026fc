"""Which way a repository goes about the people in it, and what whoever reads it learns."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from testamur.crypto.strict_json import JsonObject
from testamur.model.award import Hiding
from testamur.model.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Privacy:
    """Records by how they say whom they are about."""

    plain: int
    sealed: int
    person: int
    closed: int
    """Of the last two, those that could not be looked into in this run."""

    @property
    def hides(self) -> bool:
        return bool(self.sealed or self.person)

    @property
    def sentences(self) -> tuple[str, ...]:
        """For people, each a whole sentence."""
        says: list[str] = []
        if self.plain:
            says.append(
                f"{_records(self.plain)} in plain text: whoever can read this repository, or ever "
                "could, reads names and addresses."
            )
        if self.sealed:
            says.append(
                f"{_records(self.sealed)} in a sealed box: readers learn the credential and the "
                "days, not the person."
            )
        if self.person:
            says.append(
                f"{_records(self.person)} by a name that a private list explains: readers learn "
                "that name, the credential and the days."
            )
        if self.closed:
            says.append(
                f"{self.closed:,} of them could not be looked into here: mistakes inside, people "
                "awarded twice, pathways and learner records are seen only when they are opened."
            )
        return tuple(says)

    def as_json(self) -> JsonObject:
        return {
            "plain": self.plain,
            "sealed": self.sealed,
            "person": self.person,
            "closed": self.closed,
            "says": list(self.sentences),
        }


def privacy_of(catalog: Catalog) -> Privacy:
    """Counted over every record of the content."""
    how = Counter(each.hidden.how if each.hidden else None for each in catalog.records)
    closed = sum(each.is_closed for each in catalog.records)
    return Privacy(how[None], how[Hiding.SEALED], how[Hiding.PERSON], closed)


def _records(number: int) -> str:
    return f"{number:,} {'award names its person' if number == 1 else 'awards name their people'}"

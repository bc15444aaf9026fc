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
    learners: int = 0
    """Files of learners; they are always in plain text."""

    @property
    def hides(self) -> bool:
        return bool(self.sealed or self.person)

    @property
    def in_a_line(self) -> str:
        """Where nothing is hidden: what there is to be seen."""
        shown = self.plain + self.learners
        if not shown:
            return "no record names anybody"
        how = (
            "record shows a name, and the address if there is one,"
            if shown == 1
            else "records show names and addresses"
        )
        return f"{shown:,} {how} to whoever reads this repository"

    @property
    def sentences(self) -> tuple[str, ...]:
        """For people, each a whole sentence."""
        says: list[str] = []
        if self.plain:
            says.append(
                f"{_records(self.plain)} in plain text: whoever can read this repository, or ever "
                "could, reads names and addresses."
            )
        if self.learners:
            one = self.learners == 1
            says.append(
                f"{self.learners:,} {'learner is' if one else 'learners are'} named in plain text: "
                "their files in content/learners/ cannot be sealed."
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
            "learners": self.learners,
            "says": list(self.sentences),
        }


def privacy_of(catalog: Catalog) -> Privacy:
    """Counted over every record of the content."""
    how = Counter(each.hidden.how if each.hidden else None for each in catalog.records)
    closed = sum(each.is_closed for each in catalog.records)
    return Privacy(how[None], how[Hiding.SEALED], how[Hiding.PERSON], closed, len(catalog.learners))


def _records(number: int) -> str:
    return f"{number:,} {'award names its person' if number == 1 else 'awards name their people'}"

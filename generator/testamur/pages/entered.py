"""When each credential was entered in the permanent record, for feeds and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from testamur.register.entries import DefinitionEntry
from testamur.register.register import Definition, Register


@dataclass(frozen=True, slots=True)
class Entered:
    """A credential at one version."""

    definition: Definition
    first: date
    """UTC day of the version's first entry."""
    last: date
    """UTC day of its newest: until somebody is awarded it, a version may be entered again."""
    number: int
    """Of its newest entry, from 0."""


def entered(register: Register) -> tuple[Entered, ...]:
    """Every version of every credential, the newest entry first."""
    found: dict[tuple[str, int], Entered] = {}
    for number, entry in enumerate(register.entries):
        if not isinstance(entry.fact, DefinitionEntry):
            continue
        key = (entry.fact.slug, entry.fact.version)
        if key in register.definitions:
            first = found[key].first if key in found else entry.day
            found[key] = Entered(register.definitions[key], first, entry.day, number)
    return tuple(sorted(found.values(), key=lambda each: each.number, reverse=True))

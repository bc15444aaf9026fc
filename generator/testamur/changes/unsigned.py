"""
What an interrupted run entered, and no head covers: the content must still say it.

Those lines are signed by nobody, and anybody who can push could have written them. The next
signing would make them the issuer's word for ever.
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.catalog import Catalog
from testamur.problems import REGISTER_REFUSED, Problem
from testamur.register import definitions, pathways
from testamur.register.entries import DefinitionEntry, Entry, PathwayEntry
from testamur.register.folder import RESTORE
from testamur.register.register import Register


def unsigned(catalog: Catalog, register: Register) -> Iterator[Problem]:
    """Texts of credentials and pathways beyond the newest head that are not the authors' own."""
    for number in range(register.head_size, register.size):
        name = _unexplained(register.entries[number], catalog, register)
        if name is not None:
            yield Problem(
                REGISTER_REFUSED,
                "",
                (),
                f"entry {number + 1} of the log was signed by nobody, and its text of {name} is "
                "not the one in content/",
                f"if issuing was interrupted, put the text of that run back; otherwise {RESTORE}",
            )


def _unexplained(entry: Entry, catalog: Catalog, register: Register) -> str | None:
    match entry.fact:
        case DefinitionEntry(slug, version, digest):
            if (slug, version) not in register.definitions:
                # It was being replaced: the next issuing enters it anew, or signing refuses.
                return None
            credential = catalog.credentials.get(slug)
            if credential is None or definitions.digest(credential) != digest:
                return f"{slug} version {version}"
        case PathwayEntry(slug, _, digest):
            pathway = catalog.pathways.get(slug)
            if pathway is None or pathways.digest(pathway) != digest:
                return f"the pathway {slug}"
        case _:
            pass
    return None

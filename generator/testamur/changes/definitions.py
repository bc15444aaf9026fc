"""Credentials: what is new, and what may not change without a new version."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.changes.plan import Action, Change, Finding
from testamur.changes.rules import DEFINITION_CHANGED, VERSION_LOWERED
from testamur.model.catalog import Catalog
from testamur.register.definitions import digest
from testamur.register.register import Register


def definitions(catalog: Catalog, register: Register) -> Iterator[Finding]:
    """Old awards keep the old text; new text is a new version."""
    awarded = register.awarded_definitions
    newest: dict[str, int] = {}
    for slug, version in register.logged_definitions:
        newest[slug] = max(version, newest.get(slug, 0))
    for slug, credential in catalog.credentials.items():
        file = f"content/credentials/{slug}/credential.md"
        issued = register.logged_definitions.get((slug, credential.version))
        if credential.version < newest.get(slug, 0):
            yield VERSION_LOWERED.at(
                file,
                ("version",),
                f"version {newest[slug]} of {slug} was issued, this says {credential.version}",
                f"write version: {newest[slug]}, or the next if the text changed",
            )
        elif issued == digest(credential) and (slug, credential.version) in register.definitions:
            continue
        elif issued is not None and (slug, credential.version) in awarded:
            yield DEFINITION_CHANGED.at(
                file,
                ("version",),
                f"{slug} was changed, and version {credential.version} of it has awards",
                f"write version: {credential.version + 1}; earlier awards keep the earlier text",
            )
        else:
            yield Change(Action.DEFINE, credential)

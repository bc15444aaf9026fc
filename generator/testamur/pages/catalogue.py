"""
What can be earned, on the first page: the whole list, in groups where it is long.

A script can make it shorter (`browser/src/entries/catalogue.js`); what it looks at stands in the
attributes of each item.
"""

from __future__ import annotations

from collections.abc import Iterator

from testamur.model.credential import Credential
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.machines import shown
from testamur.pages.place import Place
from testamur.register.register import Definition

NARROWED = 8
"""From so many credentials on, a reader may want to narrow the list."""
GROUPED = 24
"""From so many on, it has groups by type, and links to each of them."""


def catalogue(definitions: Definitions, words: Language, place: Place) -> views.Catalogue:
    """Credentials in their newest version, in the order of their names within each group."""
    found = sorted(definitions.newest.values(), key=_name)
    types = sorted({each.credential.achievement_type for each in found}, key=definitions.type_name)
    grouped = len(found) >= GROUPED
    return views.Catalogue(
        groups=tuple(
            views.CatalogueGroup(
                id=f"type-{type_.replace(':', '-')}" if grouped else None,
                name=definitions.type_name(type_),
                items=tuple(
                    _item(definitions, words, each, place)
                    for each in found
                    if type_ == each.credential.achievement_type or not grouped
                ),
            )
            for type_ in (types if grouped else types[:1])
        ),
        can_be_narrowed=len(found) >= NARROWED,
    )


def _item(
    definitions: Definitions, words: Language, definition: Definition, place: Place
) -> views.CatalogueItem:
    credential = definition.credential
    language = definitions.language_of(credential)
    return views.CatalogueItem(
        card=definitions.card(definition, place),
        type=definitions.type_name(credential.achievement_type),
        level=credential.level,
        language=words.name_of(language),
        skills="\n".join(dict.fromkeys(each.name for each in shown(credential))),
        more="\n".join(_more(credential)),
    )


def _more(credential: Credential) -> Iterator[str]:
    """What a reader may look for and does not see in the list."""
    yield from credential.tags
    for text in (credential.code, credential.competency, credential.field_of_study):
        if text:
            yield text


def _name(definition: Definition) -> tuple[str, str]:
    return (definition.credential.name.casefold(), definition.credential.slug)

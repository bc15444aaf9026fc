"""What a signed document says was earned: a credential, and in which of its languages."""

from __future__ import annotations

from testamur.model.addresses import Addresses
from testamur.model.translation import wider
from testamur.register.documents import Document


def what_was_earned(document: Document, at: Addresses) -> tuple[str, int, str | None]:
    """
    Slug and version of the credential, and the language of the translation that is inside.

    None for the credential's own text. What is earned is the one thing in a document whose id
    stands behind another member: what it is related to begins with its id.
    """
    slug, version = document.definition
    for tag in wider(document.language) if document.language else ():
        if f',"id":"{at.achievement(slug, version, tag)}","'.encode() in document.unsigned:
            return slug, version, tag
    return slug, version, None

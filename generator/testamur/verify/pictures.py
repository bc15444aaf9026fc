"""
The credential inside a picture: which one is judged, and what its bearer is told of the picture.

Only what was signed counts. Whatever is drawn, and whatever stands where other programs do not
look, was never the issuer's word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass

from testamur.crypto import strict_json
from testamur.crypto.jcs import canonical
from testamur.verify.verdict import Finding, failed, not_checked
from testamur.wire import bake
from testamur.wire.bake import Form
from testamur.wire.baked import MAX_TEXT, Baked, BrokenPictureError, Edition

_BADGE = re.compile(r"(awards/[0-9a-z]{26}/)badge\.(?:png|svg)")
_V2_UNREAD = "an Open Badges 2.0 badge, which is not read by this version"


@dataclass(frozen=True, slots=True)
class Inside:
    """The one credential that a picture holds."""

    text: bytes
    detail: str
    """Where it was found and what that means, in sentences."""


def look_inside(picture: bytes, form: Form) -> Inside | Finding:
    """The credential of edition 3.0 in the picture, or why none can be judged."""
    try:
        found = bake.unbake(picture)
    except BrokenPictureError as reason:
        # A damaged picture may well have held a genuine badge.
        return not_checked(f"The {form} picture {reason}; no credential was read from it.")
    credentials = [each for each in found if each.edition is Edition.V3 or _is_credential(each)]
    older = len(credentials) < len(found)
    if not credentials:
        holds = _V2_UNREAD if older else "no credential"
        return not_checked(f"The {form} picture holds {holds}.")
    if len(credentials) > 1:
        return failed(
            f"The {form} picture holds {len(credentials)} credentials, and programs differ in "
            "which of them they show: ask for a picture with one."
        )
    credential = credentials[0]
    sentences = [
        f"It is well-formed JSON inside the {form} picture.",
        "Only this counts: the drawing around it is not signed.",
    ]
    misplaced = credential.misplaced
    if misplaced is None and credential.edition is Edition.V2:
        misplaced = "in the place of an Open Badges 2.0 badge"
    if misplaced is not None:
        sentences.append(f"It stands {misplaced}, where other programs do not look for it.")
    if older:
        sentences.append(f"The picture also holds {_V2_UNREAD}.")
    return Inside(credential.text, " ".join(sentences))


def faults(
    read: Callable[[str], bytes | None], paths: Iterable[str], only: Container[str] | None
) -> Iterator[str]:
    """
    What is wrong with a site's badges, a sentence each.

    Each must hold exactly the document beside it; a withdrawn award has none. With `only`, those
    whose picture or document is among these.
    """
    for path in paths:
        match = _BADGE.fullmatch(path)
        if match is None:
            continue
        beside = f"{match[1]}credential.json"
        if only is not None and path not in only and beside not in only:
            continue
        picture, document = read(path), read(beside)
        if picture is None or document is None:
            yield f"{path} has no credential beside it."
            continue
        if read(f"{match[1]}state.json") is not None:
            yield f"{path} is published, though its award is withdrawn."
        flaw = _flaw(path, picture, document)
        if flaw is not None:
            yield flaw


def _flaw(path: str, picture: bytes, document: bytes) -> str | None:
    try:
        found = bake.unbake(picture)
        if len(found) != 1 or found[0].edition is not Edition.V3 or found[0].misplaced:
            return f"{path} does not hold one credential in its place."
        text, form = found[0].text, bake.form_of(picture)
        as_we_write_it = form is not None and text == bake.text_for(form, document)
        if not as_we_write_it and _value(text) != _value(document):
            return f"{path} holds another credential than the one beside it."
    except BrokenPictureError as reason:
        return f"{path} {reason}."
    except ValueError as reason:
        return f"{path} holds what cannot be read: {reason}."
    return None


def _value(text: bytes) -> bytes:
    """The same bytes for the same JSON, however it is written. Raises ValueError."""
    return canonical(strict_json.parse(text, max_bytes=MAX_TEXT))


def _is_credential(found: Baked) -> bool:
    """Whether what is marked as a 2.0 badge is a verifiable credential all the same."""
    try:
        value = strict_json.parse(found.text, max_bytes=MAX_TEXT)
    except ValueError:
        return False
    types = value.get("type") if isinstance(value, dict) else None
    return isinstance(types, list) and "VerifiableCredential" in types

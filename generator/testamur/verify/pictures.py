"""
The credential inside a picture: which one is judged, and what its bearer is told of the picture.

Only what was signed counts. Whatever is drawn, and whatever stands where other programs do not
look, was never the issuer's word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from testamur.crypto import strict_json
from testamur.crypto.jcs import canonical
from testamur.verify.files import Reader
from testamur.verify.life import is_withdrawn
from testamur.verify.v2 import claims, companion
from testamur.verify.v2.companion import NotCompared
from testamur.verify.verdict import Finding, failed, not_checked
from testamur.wire import bake
from testamur.wire.bake import Form
from testamur.wire.baked import MAX_TEXT, Baked, BrokenPictureError, Edition

_BADGE = re.compile(r"(awards/[0-9a-z]{26}/)badge\.(?:png|svg)")
_V2 = "an Open Badges 2.0 badge"


@dataclass(frozen=True, slots=True)
class Inside:
    """The one badge of a picture that is judged."""

    text: bytes
    detail: str
    """Where it was found and what that means, in sentences."""


def look_inside(picture: bytes, form: Form) -> Inside | Finding:
    """
    The credential of edition 3.0 in the picture, else the badge of 2.0; or why none is judged.

    Of both in one picture the credential is, since it is signed; the other must be about the same
    award, as far as that can be seen without fetching anything.
    """
    try:
        found = bake.unbake(picture)
    except BrokenPictureError as reason:
        # A damaged picture may well have held a genuine badge.
        return not_checked(f"The {form} picture {reason}; no credential was read from it.")
    credentials = [each for each in found if each.edition is Edition.V3 or _is_credential(each)]
    older = [each for each in found if each not in credentials]
    if not found:
        return not_checked(f"The {form} picture holds no credential.")
    if max(len(credentials), len(older)) > 1:
        return failed(
            f"The {form} picture holds {len(credentials or older)} credentials, and programs "
            "differ in which of them they show: ask for a picture with one."
        )
    judged = (credentials or older)[0]
    if not credentials and claims.of_bytes(judged.text) is None:
        return not_checked(f"The {form} picture holds {_V2} that cannot be read.")
    sentences = [f"It is {_written(judged.text)} inside the {form} picture."]
    if credentials:
        sentences.append("Only this counts: the drawing around it is not signed.")
    else:
        sentences.append("The drawing around it proves nothing.")
    misplaced = judged.misplaced
    if misplaced is None and credentials and judged.edition is Edition.V2:
        misplaced = "in the place of an Open Badges 2.0 badge"
    if misplaced is not None:
        sentences.append(f"It stands {misplaced}, where other programs do not look for it.")
    if credentials and older:
        beside = _beside(judged.text, older[0].text, form)
        if isinstance(beside, Finding):
            return beside
        sentences.append(beside)
    return Inside(judged.text, " ".join(sentences))


def _beside(credential: bytes, older: bytes, form: Form) -> str | Finding:
    """What there is to say of the 2.0 badge beside a credential."""
    try:
        differs = companion.difference(credential, older)
    except NotCompared as reason:
        return f"The picture also holds {_V2}, which was not looked at: {reason}."
    if differs is None:
        return "The picture also holds the same award in Open Badges 2.0."
    return failed(
        f"The {form} picture also holds {_V2} that says something else: {differs}. Programs "
        "differ in which of the two they show: ask for a picture with one."
    )


def _written(text: bytes) -> str:
    if text.startswith(b"eyJ"):
        return "a JWT"
    return "an address" if text.startswith((b"https:", b"http:")) else "well-formed JSON"


def faults(read: Reader, paths: Iterable[str], only: Container[str] | None) -> Iterator[str]:
    """
    What is wrong with a site's badges, a sentence each.

    Each must hold exactly the document beside it, and may hold the assertion beside it; a
    withdrawn award has none. With `only`, those whose picture or document is among these.
    """
    for path in paths:
        match = _BADGE.fullmatch(path)
        if match is None:
            continue
        beside = [f"{match[1]}credential.json", f"{match[1]}assertion.json"]
        if only is not None and not any(each in only for each in (path, *beside)):
            continue
        picture, (document, assertion) = read(path), map(read, beside)
        if picture is None or document is None:
            yield f"{path} has no credential beside it."
            continue
        if is_withdrawn(read(f"{match[1]}state.json")):
            yield f"{path} is published, though its award is withdrawn."
        flaw = _flaw(picture, document, assertion)
        if flaw is not None:
            yield f"{path} {flaw}."


def _flaw(picture: bytes, document: bytes, assertion: bytes | None) -> str | None:
    try:
        found, form = bake.unbake(picture), bake.form_of(picture)
        editions = [each.edition for each in found if not each.misplaced]
        if len(editions) != len(found) or editions.count(Edition.V3) != 1:
            return "does not hold one credential in its place"
        if editions.count(Edition.V2) > 1:
            return "holds more than one Open Badges 2.0 badge"
        for each in found:
            is_new = each.edition is Edition.V3
            beside = document if is_new else assertion
            if beside is None:
                return "holds an Open Badges 2.0 badge, and there is none beside it"
            as_we_write_it = form is not None and each.text == bake.text_for(form, beside)
            if not as_we_write_it and _value(each.text) != _value(beside):
                what = "credential" if is_new else "Open Badges 2.0 badge"
                return f"holds another {what} than the one beside it"
    except BrokenPictureError as reason:
        return str(reason)
    except ValueError as reason:
        return f"holds what cannot be read: {reason}"
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

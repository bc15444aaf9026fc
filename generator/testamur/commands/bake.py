"""`testamur bake` and `testamur unbake`: a credential into a picture, and out of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonValue
from testamur.problems import InputRefusedError, WorldError
from testamur.publish.durable import replace_durably
from testamur.wire.bake import frame
from testamur.wire.bake import unbake as take_out
from testamur.wire.baked import MAX_PICTURE, MAX_TEXT, Baked, BrokenPictureError, Edition

_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_STRIPPED = "programs that save a picture anew lose what is inside: ask for the file as issued"


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken out of a picture; nobody has verified it."""

    edition: Edition
    text: str
    value: JsonValue
    """The text as JSON; None where it is an address or a JWT."""
    notes: tuple[str, ...]


def bake(credential: Path, picture: Path, output: Path) -> Iterator[str]:
    """
    Write the picture with the credential inside, and say so.

    Raises InputRefusedError for what is no signed Open Badges 3.0 credential or no whole picture,
    WorldError for what cannot be read or written.
    """
    document = _read(credential, MAX_TEXT)
    _refuse_unsigned(credential, document)
    try:
        baked = frame(_read(picture, MAX_PICTURE)).bake(document)
        inside = take_out(baked)
    except BrokenPictureError as reason:
        raise InputRefusedError(
            f"{picture} {reason}, so nothing can be baked into it", "give a PNG or an SVG"
        ) from None
    replace_durably(output, baked)
    yield f"{output}: {picture.name} with the credential inside"
    if any(each.edition is Edition.V2 for each in inside):
        yield f"{output}: the Open Badges 2.0 badge that was in the picture is still there"


def unbake(picture: Path, output: Path | None) -> Taken:
    """
    The credential inside the picture; of one of each edition, that of 3.0.

    Written to `output` byte for byte, if that is given. Raises InputRefusedError where there is
    none or more than one of an edition, WorldError for what cannot be read or written.
    """
    data = _read(picture, MAX_PICTURE)
    try:
        found = take_out(data)
    except BrokenPictureError as reason:
        raise InputRefusedError(f"{picture} {reason}", "give a PNG or an SVG") from None
    if not found:
        raise InputRefusedError(f"{picture} holds no credential", _STRIPPED)
    notes = []
    newer = [each for each in found if each.edition is Edition.V3]
    chosen = newer or list(found)
    if len(chosen) > 1:
        raise InputRefusedError(
            f"{picture} holds {len(chosen)} credentials of {chosen[0].edition}",
            "an honest picture holds one: ask for another",
        )
    taken = chosen[0]
    if len(found) > 1:
        notes.append(f"{picture} also holds an {Edition.V2} badge, which was left out")
    if taken.misplaced:
        notes.append(
            f"{picture}: the credential stands {taken.misplaced}, "
            "where other programs do not look for it"
        )
    if output is not None:
        replace_durably(output, taken.text)
    return Taken(taken.edition, taken.text.decode(errors="replace"), _json(taken), tuple(notes))


def _read(path: Path, accept_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(accept_bytes + 1)
    except OSError as error:
        raise WorldError(f"{path} cannot be read: {error.strerror}") from error
    if len(data) > accept_bytes:
        raise InputRefusedError(f"{path} has more than {accept_bytes:,} bytes")
    return data


def _refuse_unsigned(path: Path, data: bytes) -> None:
    try:
        document = strict_json.parse(data, max_bytes=MAX_TEXT)
    except ValueError as reason:
        raise InputRefusedError(f"{path} is no credential: {reason}") from None
    kinds = document.get("type") if isinstance(document, dict) else None
    if not isinstance(kinds, list) or _TYPES.isdisjoint(
        kind for kind in kinds if isinstance(kind, str)
    ):
        raise InputRefusedError(
            f"{path} is no Open Badges 3.0 credential", "give the file credential.json of an award"
        )
    if not isinstance(document, dict) or not document.get("proof"):
        raise InputRefusedError(
            f"{path} is not signed", "an unsigned credential inside a badge proves nothing"
        )


def _json(taken: Baked) -> JsonValue:
    try:
        return strict_json.parse(taken.text, max_bytes=MAX_TEXT)
    except ValueError:
        return None

"""`testamur bake` and `testamur unbake`: credentials into a picture, and out of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from testamur.commands.files import start_of
from testamur.crypto import jws, strict_json
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.problems import InputRefusedError
from testamur.publish.durable import replace_durably
from testamur.verify.v2 import claims, shape
from testamur.verify.v2.claims import Hosted, Signed, Torn
from testamur.verify.v2.shape import Assertion
from testamur.verify.writing import Malformed
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

    The credential is a signed one of Open Badges 3.0 or an assertion of 2.0, as JSON or as a
    compact JWS; what the picture holds of the other edition stays. Raises InputRefusedError for
    anything else and for no whole picture, WorldError for what cannot be read or written.
    """
    text = _read(credential, MAX_TEXT)
    edition = _edition(credential, text)
    if not text.lstrip().startswith(b"{"):
        text = text.strip()
    try:
        room = frame(_read(picture, MAX_PICTURE), [edition])
        baked = room.bake(text) if edition is Edition.V3 else room.bake(None, text)
        inside = take_out(baked)
    except BrokenPictureError as reason:
        raise InputRefusedError(
            f"{picture} {reason}, so nothing can be baked into it", "give a PNG or an SVG"
        ) from None
    replace_durably(output, baked)
    what = "credential" if edition is Edition.V3 else "assertion"
    yield f"{output}: {picture.name} with the {what} inside"
    other = next((each for each in inside if each.edition is not edition), None)
    if other is not None:
        yield f"{output}: the {other.edition} badge that was in the picture is still there"


def unbake(picture: Path, output: Path | None, edition: Edition | None = None) -> Taken:
    """
    The credential of an edition inside the picture; without one, that of 3.0 if there is any.

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
    editions = {each.edition for each in found}
    wanted = edition or (Edition.V3 if Edition.V3 in editions else Edition.V2)
    chosen = [each for each in found if each.edition is wanted]
    if not chosen:
        others = " and ".join(sorted(editions))
        raise InputRefusedError(f"{picture} holds no credential of {wanted}, only of {others}")
    if len(chosen) > 1:
        raise InputRefusedError(
            f"{picture} holds {len(chosen)} credentials of {wanted}",
            "an honest picture holds one: ask for another",
        )
    taken = chosen[0]
    notes = [
        f"{picture} also holds an {each} badge, which was left out"
        for each in sorted(editions - {wanted})
    ]
    if taken.misplaced:
        notes.append(
            f"{picture}: the credential stands {taken.misplaced}, "
            "where other programs do not look for it"
        )
    if output is not None:
        replace_durably(output, taken.text)
    return Taken(taken.edition, taken.text.decode(errors="replace"), _json(taken), tuple(notes))


def _read(path: Path, accept_bytes: int) -> bytes:
    data = start_of(path, accept_bytes)
    if len(data) > accept_bytes:
        raise InputRefusedError(f"{path} has more than {accept_bytes:,} bytes")
    return data


def _edition(path: Path, text: bytes) -> Edition:
    """Which edition the text is of. Raises InputRefusedError for what proves nothing."""
    claim = claims.of_bytes(text)
    match claim:
        case Hosted():
            _refuse_incomplete(path, _object(path, text))
            return Edition.V2
        case Signed():
            _refuse_incomplete(path, claim.payload)
            return Edition.V2
        case Torn():
            raise InputRefusedError(
                f"{path} says that it is signed, but its signature is not there",
                "give the signed badge as it was issued",
            )
    is_jws = text.lstrip().startswith(b"eyJ")
    document = _payload(path, text) if is_jws else _object(path, text)
    # The older form of a JWT keeps the credential in a claim of its own.
    inner = document.get("vc", document)
    kinds = inner.get("type") if isinstance(inner, dict) else None
    if not isinstance(kinds, list) or _TYPES.isdisjoint(
        kind for kind in kinds if isinstance(kind, str)
    ):
        raise InputRefusedError(
            f"{path} is neither an Open Badges 3.0 credential nor a 2.0 assertion",
            "give the file credential.json or assertion.json of an award",
        )
    if not is_jws and not document.get("proof"):
        raise InputRefusedError(
            f"{path} is not signed", "an unsigned credential inside a badge proves nothing"
        )
    return Edition.V3


def _refuse_incomplete(path: Path, assertion: JsonObject) -> None:
    try:
        found = shape.assertion(assertion)
    except Malformed as reason:
        raise InputRefusedError(f"{path} is no whole Open Badges 2.0 assertion: {reason}") from None
    if not isinstance(found, Assertion):
        raise InputRefusedError(f"{path} says that the award was withdrawn")


def _object(path: Path, text: bytes) -> JsonObject:
    try:
        document = strict_json.parse(text, max_bytes=MAX_TEXT)
    except ValueError as reason:
        raise InputRefusedError(f"{path} is no credential: {reason}") from None
    return document if isinstance(document, dict) else {}


def _payload(path: Path, text: bytes) -> JsonObject:
    try:
        parsed = jws.parse(text.strip().decode("ascii"), max_bytes=MAX_TEXT)
    except ValueError as reason:
        raise InputRefusedError(f"{path} is no credential: {reason}") from None
    return _object(path, parsed.payload)


def _json(taken: Baked) -> JsonValue:
    try:
        return strict_json.parse(taken.text, max_bytes=MAX_TEXT)
    except ValueError:
        return None

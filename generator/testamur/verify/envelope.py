"""
The one credential in some bytes: as JSON, as a signed token, and either of them in a picture.

Step 1 of verifying. Nothing is decoded beyond our limits, and nothing that two programs could
read differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from testamur.crypto import jws, strict_json
from testamur.crypto.strict_json import JsonObject
from testamur.verify import tokens
from testamur.verify.fields import MAX_DOCUMENT, listed
from testamur.verify.formats import other_format
from testamur.verify.pictures import Inside, look_inside
from testamur.verify.tokens import Token
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import shown
from testamur.verify.writing import Malformed, Unread
from testamur.wire.bake import form_of
from testamur.wire.contexts import VC_V2

_MAX_TOKEN = 3_000_000
"""Characters: base64url makes four of three bytes."""
# The header is a JSON object: `{"` is eyJ in base64url.
_TOKEN = re.compile(rb"\s*(eyJ[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*)\s*")
_DATA_URL = re.compile(r"data:([^,;]{1,100})(?:;[^,]{0,100})?,([A-Za-z0-9_.-]*)")
_TOKEN_MEDIA = frozenset({"application/vc+jwt", "application/vc-ld+jwt", "application/jwt"})
_ENVELOPED = "EnvelopedVerifiableCredential"


@dataclass(frozen=True, slots=True)
class Opened:
    """A credential as its bytes had it. Nothing in it is proved yet."""

    document: JsonObject
    token: Token | None
    """What it was in, if that was signed as a whole."""
    readable: Finding


def unpack(data: bytes) -> tuple[bytes, Finding] | Finding:
    """The text in `data`, which may be a picture, and where it was; or why there is none."""
    form = form_of(data)
    if form is None:
        what = "a well-formed signed token (JWT)" if _TOKEN.fullmatch(data) else "well-formed JSON"
        return data, held(f"It is {what}.")
    inside = look_inside(data, form)
    return (inside.text, held(inside.detail)) if isinstance(inside, Inside) else inside


def open_text(
    data: bytes, readable: Finding, max_bytes: int = MAX_DOCUMENT
) -> Opened | tuple[Finding, ...]:
    """The credential in a text; else the findings of the steps that end here."""
    match = _TOKEN.fullmatch(data) if len(data) <= _MAX_TOKEN else None
    if match is not None:
        return open_token(match[1].decode("ascii"), readable)
    try:
        document = strict_json.parse(data, max_bytes=max_bytes)
    except ValueError as error:
        return (_unreadable(data, str(error)),)
    if not isinstance(document, dict):
        return (failed("It cannot be read: it is no JSON object."),)
    return open_document(document, readable)


def open_document(document: JsonObject, readable: Finding) -> Opened | tuple[Finding, ...]:
    """The credential that a JSON object is, or that it is the envelope of."""
    if _ENVELOPED not in listed(document.get("type")):
        return Opened(document, None, readable)
    if document.keys() != {"@context", "id", "type"} or VC_V2 not in listed(document["@context"]):
        return readable, failed("It is not the envelope of a credential that it says it is.")
    match = _DATA_URL.fullmatch(str(document["id"]))
    if match is None:
        return readable, failed("The address of the envelope does not hold a credential.")
    if match[1] not in _TOKEN_MEDIA:
        return readable, not_checked(f"It envelops a credential as {shown(match[1])}, unread here.")
    return open_token(match[2], readable)


def open_token(text: str, readable: Finding) -> Opened | tuple[Finding, ...]:
    """The credential in a compact JWS."""
    try:
        found = jws.parse(text, max_bytes=_MAX_TOKEN)
        payload = tokens.read_payload(found)
    except ValueError as error:
        return (failed(f"It cannot be read as a signed token: {shown(str(error))}."),)
    try:
        token = tokens.token(found, payload)
    except Malformed as reason:
        return readable, failed(str(reason))
    except Unread as reason:
        return readable, not_checked(str(reason))
    return Opened(token.document, token, readable)


def _unreadable(data: bytes, why: str) -> Finding:
    other = other_format(data)
    if other is not None:
        # A picture may well hold a genuine badge: that it was not read proves nothing.
        return not_checked(other)
    if not data.lstrip().startswith((b"{", b"[")):
        return failed("It is not JSON." if data.strip() else "It is empty.")
    return failed(f"It cannot be read as JSON: {shown(why)}.")

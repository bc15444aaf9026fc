"""
What a text says it is, in Open Badges 2.0: a hosted badge, a signed one, or none.

Of a hosted badge only its address is relied on (OB 2.0, "Hosted Verification"): whatever else stands
in the text may have been written by anybody, and must not contradict what the address serves.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.crypto import jws, strict_json
from testamur.crypto.jws import Jws
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.fields import MAX_DOCUMENT
from testamur.verify.v2 import shape
from testamur.verify.v2.shape import Kind

_MAX_ADDRESS = 2_000


@dataclass(frozen=True, slots=True)
class Hosted:
    address: str
    copy: JsonObject | None = None
    """What the text says of the badge, if it says more than where it stands."""


@dataclass(frozen=True, slots=True)
class Signed:
    jws: Jws
    payload: JsonObject


@dataclass(frozen=True, slots=True)
class Torn:
    """The JSON of a signed badge, without its signature."""


Claim = Hosted | Signed | Torn


def of_bytes(data: bytes) -> Claim | None:
    """What a text claims, JSON or not; None for what is no Open Badges 2.0."""
    try:
        return of_json(strict_json.parse(data, max_bytes=MAX_DOCUMENT))
    except ValueError:
        return of_text(data)


def of_json(document: JsonValue) -> Claim | None:
    """What JSON claims; None for what is no assertion."""
    if not isinstance(document, dict):
        return None
    address = document.get("id")
    if shape.is_assertion(document):
        if shape.kind_of(document) is Kind.SIGNED:
            return Torn()
        return Hosted(address, document) if isinstance(address, str) else None
    # What Open Badges 1 baked: the address stands elsewhere, and may answer in 2.0 by now.
    verify = document.get("verify")
    if isinstance(verify, dict) and verify.get("type") == "hosted" and "badge" in document:
        url = verify.get("url")
        return Hosted(url) if isinstance(url, str) else None
    return None


def of_text(data: bytes) -> Claim | None:
    """What a text that is no JSON claims: a compact JWS, or (in a picture) an address."""
    text = data.strip()
    if text.startswith((b"https://", b"http://")) and len(text) <= _MAX_ADDRESS:
        return Hosted(text.decode(errors="replace"))
    if not text.startswith(b"eyJ"):
        return None
    try:
        parsed = jws.parse(text.decode("ascii"), max_bytes=MAX_DOCUMENT)
        payload = strict_json.parse(parsed.payload, max_bytes=MAX_DOCUMENT)
    except ValueError:
        return None
    if isinstance(payload, dict) and shape.is_assertion(payload):
        return Signed(parsed, payload)
    return None

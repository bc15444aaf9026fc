"""
Identifiers of issuers: did:web, which leads to a document, and did:key and did:jwk, which need none.

did:web method; did:key method; did:jwk method.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from testamur.crypto import strict_json
from testamur.crypto.keys import PublicKey, UnsupportedKey
from testamur.crypto.multibase import base64url_decode
from testamur.verify.controllers import Controller, KeyRefused, KeyUnread, Method
from testamur.verify.words import shown

_MAX_JWK = 10_000
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DID_WEB = re.compile(
    rf"did:web:((?:{_LABEL}\.)*{_LABEL})(?:%3[Aa]([0-9]{{1,5}}))?((?::[A-Za-z0-9._~%-]+)*)",
    re.ASCII,
)
_ALL_DIGITS = re.compile(r"[0-9.]+|.*\.[0-9]+|0[xX][0-9A-Fa-f]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class WebSite:
    """What a did:web identifier stands for."""

    did: str
    host: str
    base_url: str
    """Without a slash at the end."""
    document: str
    """Address of the DID document."""


def web_site(did: str) -> WebSite | None:
    """The site behind a did:web identifier; None for any other text."""
    match = _DID_WEB.fullmatch(did)
    if match is None or _ALL_DIGITS.fullmatch(match[1]):
        return None
    host, port, path = match.groups(default="")
    segments = path.split(":")[1:]
    if any(unquote(segment) in {".", ".."} or "/" in unquote(segment) for segment in segments):
        return None
    authority = f"{host}:{port}" if port else host
    base_url = "/".join([f"https://{authority}", *segments])
    folder = base_url if segments else f"{base_url}/.well-known"
    return WebSite(did, authority, base_url, f"{folder}/did.json")


def by_itself(did: str) -> Controller | None:
    """
    The controller that a did:key or did:jwk identifier is by itself; None for any other text.

    Raises KeyRefused for a key that is malformed or weak, KeyUnread for one that is not read here.
    """
    text = did.split(":", 2)[-1]
    try:
        if did.startswith("did:key:"):
            return _alone(did, text, PublicKey.from_multibase(text))
        if did.startswith("did:jwk:"):
            return _alone(did, "0", _from_jwk(text))
    except UnsupportedKey as kind:
        raise KeyUnread(f"The key {shown(did)} is of a kind not read here: {kind}.") from None
    except ValueError as error:
        raise KeyRefused(f"The key {shown(text)} is refused: {error}.") from None
    return None


def method_id(url: str) -> str:
    """The method that a proof means: a key by itself has only one, and some leave it out."""
    if "#" not in url and url.startswith("did:key:"):
        return f"{url}#{url.removeprefix('did:key:')}"
    return f"{url}#0" if "#" not in url and url.startswith("did:jwk:") else url


def _from_jwk(text: str) -> PublicKey:
    jwk = strict_json.parse(base64url_decode(text), max_bytes=_MAX_JWK, max_depth=4)
    if not isinstance(jwk, dict):
        raise ValueError("it is no JWK")
    return PublicKey.from_jwk(jwk)


def _alone(did: str, fragment: str, key: PublicKey) -> Controller:
    method = Method(f"{did}#{fragment}", key)
    return Controller(did, {method.id: method}, {})

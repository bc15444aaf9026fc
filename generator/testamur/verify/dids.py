"""
DIDs and the documents behind them: whose key is it, and for what.

did:web method; did:key method; Controlled Identifiers 1.0, "Retrieve Verification Method".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from testamur.crypto import strict_json
from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject
from testamur.verify.shape import instant
from testamur.verify.verdict import shown
from testamur.verify.writing import Malformed

MAX_DOCUMENT = 200_000
"""Bytes of a DID document that are read."""

_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DID_WEB = re.compile(
    rf"did:web:((?:{_LABEL}\.)*{_LABEL})(?:%3[Aa]([0-9]{{1,5}}))?((?::[A-Za-z0-9._~%-]+)*)",
    re.ASCII,
)
_ALL_DIGITS = re.compile(r"[0-9.]+|.*\.[0-9]+|0[xX][0-9A-Fa-f]+", re.ASCII)


class KeyRefused(ValueError):
    """A key that may not vouch for the document. The message is a sentence."""


class NoSuchMethod(KeyRefused):
    """The issuer's document names no such key (or no longer)."""


@dataclass(frozen=True, slots=True)
class WebSite:
    """What a did:web identifier stands for."""

    did: str
    host: str
    base_url: str
    """Without a slash at the end."""
    document: str
    """Address of the DID document."""


@dataclass(frozen=True, slots=True)
class Method:
    """A Multikey verification method that is listed for assertions."""

    id: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Controller:
    """The keys of one DID document, and why the others are refused."""

    did: str
    methods: Mapping[str, Method]
    refused: Mapping[str, str]
    """By method id, a sentence."""

    def method(self, url: str) -> Method:
        """Raises NoSuchMethod where there is none, KeyRefused where it may not be used."""
        if url in self.methods:
            return self.methods[url]
        if url in self.refused:
            raise KeyRefused(self.refused[url])
        raise NoSuchMethod(f"{self.did} publishes no key with the id {shown(url)}.")


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


def did_key(did: str) -> Controller | None:
    """
    The controller that a did:key identifier is by itself; None for any other text.

    Raises KeyRefused for a key that is malformed or weak.
    """
    if not did.startswith("did:key:"):
        return None
    text = did.removeprefix("did:key:")
    try:
        key = PublicKey.from_multibase(text)
    except ValueError as error:
        raise KeyRefused(f"The key {shown(text)} is refused: {error}.") from None
    method = Method(f"{did}#{text}", key)
    return Controller(did, {method.id: method}, {})


def method_id(url: str) -> str:
    """The method that a proof means: a did:key by itself has only one, and some leave it out."""
    bare = url.startswith("did:key:") and "#" not in url
    return f"{url}#{url.removeprefix('did:key:')}" if bare else url


def read_document(data: bytes, did: str) -> Controller:
    """
    The DID document of `did`.

    Raises KeyRefused if it is another's, Malformed if it is no DID document at all.
    """
    try:
        document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
    except ValueError as error:
        raise Malformed(f"The key document of {did} cannot be read: {error}.") from None
    if not isinstance(document, dict):
        raise Malformed(f"The key document of {did} is not an object.")
    if document.get("id") != did:
        raise KeyRefused(f"The key document found for {did} is another's.")
    listed = document.get("assertionMethod")
    published = document.get("verificationMethod")
    if not isinstance(listed, list) or not isinstance(published, list):
        raise Malformed(f"The key document of {did} lists no keys.")
    methods: dict[str, Method] = {}
    refused: dict[str, str] = {}
    for each in published:
        id_ = each.get("id") if isinstance(each, dict) else None
        if not isinstance(each, dict) or not isinstance(id_, str):
            raise Malformed(f"The key document of {did} has a key without an id.")
        if id_ in methods or id_ in refused:
            raise Malformed(f"The key document of {did} names two keys {shown(id_)}.")
        try:
            methods[id_] = _method(each, id_, did, listed=id_ in listed)
        except (KeyRefused, Malformed) as error:
            refused[id_] = str(error)
    return Controller(did, methods, refused)


def _method(method: JsonObject, id_: str, did: str, *, listed: bool) -> Method:
    name = f"The key {shown(id_)}"
    if not id_.startswith(f"{did}#"):
        raise KeyRefused(f"{name} is not identified as a key of {did}.")
    if method.get("controller") != did:
        raise KeyRefused(f"{name} is controlled by somebody else.")
    if not listed:
        raise KeyRefused(f"{name} is published, but not for assertions.")
    text = method.get("publicKeyMultibase")
    if method.get("type") != "Multikey" or not isinstance(text, str):
        raise KeyRefused(f"{name} is not a Multikey.")
    try:
        key = PublicKey.from_multibase(text)
    except ValueError as error:
        raise KeyRefused(f"{name} is refused: {error}.") from None
    return Method(
        id_,
        key,
        expires=instant(method["expires"], "expires") if "expires" in method else None,
        revoked=instant(method["revoked"], "revoked") if "revoked" in method else None,
    )

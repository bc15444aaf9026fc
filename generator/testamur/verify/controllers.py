"""
Controller documents: the keys of one issuer, and which of them may vouch.

Controlled Identifiers 1.0, "Retrieve Verification Method"; did:web, which refuses relative ids.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from testamur.crypto import strict_json
from testamur.crypto.keys import Algorithm, PublicKey, UnsupportedKey
from testamur.crypto.multibase import base58btc_decode
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.fields import instant
from testamur.verify.words import shown
from testamur.verify.writing import Malformed

MAX_DOCUMENT = 200_000
"""Bytes of a controller document that are read."""

_MAX_METHODS = 100
_IN_JWK = frozenset({"JsonWebKey", "JsonWebKey2020"})
_IN_BASE58 = "Ed25519VerificationKey2018"
# The older types name the only kind of key that they may hold.
_IN_MULTIBASE: Mapping[str, Algorithm | None] = {
    "Multikey": None,
    "Ed25519VerificationKey2020": Algorithm.ED25519,
}


class KeyRefused(ValueError):
    """A key that may not vouch for the document. The message is a sentence."""


class NoSuchMethod(KeyRefused):
    """The issuer's document names no such key (or no longer)."""


class KeyUnread(KeyRefused):
    """A key of a kind that is not read here: it may be in order. Likewise a sentence."""


@dataclass(frozen=True, slots=True)
class Method:
    """A verification method that is listed for assertions."""

    id: str
    key: PublicKey
    expires: datetime | None = None
    revoked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Controller:
    """The keys of one issuer, and why the others are refused."""

    did: str
    """Its identifier: a DID, or the address of its profile."""
    methods: Mapping[str, Method]
    refused: Mapping[str, KeyRefused]
    """By method id."""
    linked: frozenset[str] = field(default=frozenset())
    """Addresses that it lists for assertions, where a key stands in a document of its own."""

    def method(self, url: str) -> Method:
        """
        The key of this id.

        Raises NoSuchMethod where there is none, KeyUnread for a kind of key that is not read
        here, KeyRefused where it may not be used.
        """
        if url in self.methods:
            return self.methods[url]
        if url in self.refused:
            raise self.refused[url].with_traceback(None)
        raise NoSuchMethod(f"{shown(self.did)} publishes no key with the id {shown(url)}.")


def read_document(data: bytes, controller: str) -> Controller:
    """
    The document of `controller` (a DID, or an https address).

    Raises KeyRefused if it is another's, Malformed if it is no such document at all.
    """
    document = _parsed(data, controller)
    if document.get("id") != controller:
        raise KeyRefused(f"The key document found for {shown(controller)} is another's.")
    published = _published(document, controller)
    listed, embedded = _listed(document)
    # A profile may link to keys that stand elsewhere; a DID's own document holds them.
    if not embedded and not (listed and (published or not controller.startswith("did:"))):
        raise Malformed(f"The key document of {shown(controller)} lists no keys.")
    found: dict[str, Method | KeyRefused] = {}
    for each in published:
        id_ = _method_id(each, controller)
        if id_ in found:
            raise Malformed(f"The key document of {shown(controller)} names two keys {shown(id_)}.")
        found[id_] = _method(each, id_, controller, listed=id_ in listed)
    for each in embedded:
        id_ = _method_id(each, controller)
        # Which of two is meant, readers could decide differently.
        twice = KeyRefused(f"The key {shown(id_)} is published twice.")
        found[id_] = twice if id_ in found else _method(each, id_, controller, listed=True)
    return Controller(
        controller,
        {id_: each for id_, each in found.items() if isinstance(each, Method)},
        {id_: each for id_, each in found.items() if isinstance(each, KeyRefused)},
        _links(listed - found.keys(), controller),
    )


def read_method(data: bytes, url: str, controller: str) -> Method:
    """
    The key that stands in a document of its own at `url`, of a controller that links to it.

    Raises KeyRefused, KeyUnread or Malformed.
    """
    document = _parsed(data, controller)
    if document.get("id") != url:
        raise KeyRefused(f"The key found at {shown(url)} is another.")
    return _opened(document, url, controller, listed=True)


def _links(others: frozenset[str], controller: str) -> frozenset[str]:
    """Of the names that no key in the document has, those where one may stand by itself."""
    if controller.startswith("did:"):
        return frozenset()
    return frozenset(url for url in others if url.startswith("https://"))


def _parsed(data: bytes, controller: str) -> JsonObject:
    whose = f"The key document of {shown(controller)}"
    try:
        document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
    except ValueError as error:
        raise Malformed(f"{whose} cannot be read: {error}.") from None
    if not isinstance(document, dict):
        raise Malformed(f"{whose} is not an object.")
    return document


def _published(document: JsonObject, controller: str) -> list[JsonValue]:
    published = document.get("verificationMethod", [])
    if isinstance(published, dict):
        published = [published]
    if not isinstance(published, list) or len(published) > _MAX_METHODS:
        raise Malformed(f"The key document of {shown(controller)} lists no keys.")
    return published


def _listed(document: JsonObject) -> tuple[frozenset[str], list[JsonValue]]:
    """What is listed for assertions: by name, and whole."""
    listed = document.get("assertionMethod", [])
    items = listed if isinstance(listed, list) else [listed]
    if len(items) > _MAX_METHODS:
        raise Malformed("A key document lists too many keys.")
    names = frozenset(item for item in items if isinstance(item, str))
    return names, [item for item in items if not isinstance(item, str)]


def _method_id(method: JsonValue, controller: str) -> str:
    id_ = method.get("id") if isinstance(method, dict) else None
    if not isinstance(id_, str):
        raise Malformed(f"The key document of {shown(controller)} has a key without an id.")
    return id_


def _method(method: JsonValue, id_: str, controller: str, *, listed: bool) -> Method | KeyRefused:
    """The key of a controller, or why it may not vouch."""
    if not id_.startswith(f"{controller}#"):
        return KeyRefused(
            f"The key {shown(id_)} is not identified as a key of {shown(controller)}."
        )
    try:
        return _opened(method, id_, controller, listed=listed)
    except KeyRefused as error:
        return error
    except Malformed as error:
        return KeyRefused(str(error))


def _opened(method: JsonValue, id_: str, controller: str, *, listed: bool) -> Method:
    name = f"The key {shown(id_)}"
    if not isinstance(method, dict):
        raise KeyRefused(f"{name} is not an object.")
    if method.get("controller") != controller:
        raise KeyRefused(f"{name} is controlled by somebody else.")
    if not listed:
        raise KeyRefused(f"{name} is published, but not for assertions.")
    try:
        key = _key(method, name)
    except UnsupportedKey as kind:
        raise KeyUnread(f"{name} is of a kind not read here: {shown(str(kind))}.") from None
    except KeyRefused:
        raise
    except ValueError as error:
        raise KeyRefused(f"{name} is refused: {error}.") from None
    return Method(
        id_,
        key,
        expires=instant(method["expires"], "expires") if "expires" in method else None,
        revoked=instant(method["revoked"], "revoked") if "revoked" in method else None,
    )


def _key(method: JsonObject, name: str) -> PublicKey:
    """Raises KeyRefused; UnsupportedKey and ValueError as PublicKey does."""
    kind = method.get("type")
    if isinstance(kind, list) and len(kind) == 1:
        (kind,) = kind
    in_text, in_jwk = method.get("publicKeyMultibase"), method.get("publicKeyJwk")
    if not isinstance(kind, str):
        raise KeyRefused(f"{name} does not say of what kind it is.")
    if in_text is not None and in_jwk is not None:
        raise KeyRefused(f"{name} is written in two forms, which could be two keys.")
    if kind in _IN_JWK:
        if not isinstance(in_jwk, dict):
            raise KeyRefused(f"{name} is a {kind} without a JWK.")
        return PublicKey.from_jwk(in_jwk)
    if kind == _IN_BASE58:
        in_base58 = method.get("publicKeyBase58")
        if not isinstance(in_base58, str):
            raise KeyRefused(f"{name} is a {kind} without a key.")
        return PublicKey(Algorithm.ED25519, base58btc_decode(in_base58))
    if kind in _IN_MULTIBASE:
        if not isinstance(in_text, str):
            raise KeyRefused(f"{name} is not a Multikey.")
        key = PublicKey.from_multibase(in_text)
        if _IN_MULTIBASE[kind] not in (None, key.algorithm):
            raise KeyRefused(f"{name} is no {kind}, but an {key.algorithm} key.")
        return key
    raise UnsupportedKey(kind)

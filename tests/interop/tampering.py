"""Copies of a document with one thing changed in each, none of which anybody may accept."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

from testamur.crypto.integrity import add_proofs
from testamur.crypto.signer import Ed25519Signer, Signer
from testamur.wire.contexts import canonicaliser

Json = dict[str, Any]
Route = tuple[str | int, ...]

# Obvious, so that nobody takes it for a key.
STRANGER = Ed25519Signer.from_seed(bytes([9]) * 32)


def altered(document: Json, kind: str) -> Iterator[tuple[str, Json]]:
    """
    One value changed in each copy, by a character where it is a text; name it by its route.

    Of the proofs, only the one of the suite that has `kind` in its name: who reads that one does
    not look at the others.
    """
    for route, value in _values(document):
        if route[0] == "proof" and not _is_of(document["proof"], route, kind):
            continue
        yield ".".join(map(str, route)), _changed(document, route, value)


def values(document: Json) -> Iterator[tuple[str, Json]]:
    """Likewise one value in each copy, of a document that carries no proofs."""
    for route, value in _values(document):
        yield ".".join(map(str, route)), _changed(document, route, value)


def put(*route: str | int, value: object) -> Callable[[Json], None]:
    """What puts another value there."""

    def tamper(target: Json) -> None:
        here: Any = target
        for step in route[:-1]:
            here = here[step]
        assert here[route[-1]] != value
        here[route[-1]] = value

    return tamper


def without_status(document: Json) -> Iterator[tuple[str, Json]]:
    if "credentialStatus" in document:
        yield (
            "without status",
            {name: value for name, value in document.items() if name != "credentialStatus"},
        )


def signed_by_a_stranger(document: Json, stranger: Signer = STRANGER) -> Iterator[tuple[str, Json]]:
    """A key of one's own: as the issuer's, beside the issuer's, and under its own name."""
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    issuer = document["issuer"]["id"]
    multibase = stranger.public_key.multibase
    methods = {
        "swapped key": document["proof"][0]["verificationMethod"],
        "swapped key, unknown to the issuer": f"{issuer}#{multibase}",
        "swapped key, its own controller": f"did:key:{multibase}#{multibase}",
    }
    for name, method in methods.items():
        proofs = add_proofs(
            unsigned,
            stranger,
            method=method,
            created=document["proof"][0]["created"],
            contexts=canonicaliser(),
        )
        yield name, {**unsigned, "proof": json.loads(json.dumps(proofs))}


def _changed(document: Json, route: Route, value: object) -> Json:
    changed = copy.deepcopy(document)
    here: Any = changed
    for step in route[:-1]:
        here = here[step]
    here[route[-1]] = _another(value)
    return changed


def _values(value: object, route: Route = ()) -> Iterator[tuple[Route, object]]:
    match value:
        case dict():
            for name, each in value.items():
                yield from _values(each, (*route, name))
        case list():
            for number, each in enumerate(value):
                yield from _values(each, (*route, number))
        case _:
            yield route, value


def _is_of(proofs: list[Json], route: Route, kind: str) -> bool:
    number = route[1]
    return isinstance(number, int) and kind in proofs[number]["cryptosuite"]


def _another(value: object) -> object:
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            middle = len(value) // 2
            letter = value[middle : middle + 1]
            return f"{value[:middle]}{'b' if letter == 'a' else 'a'}{value[middle + 1 :]}"
        case _:
            raise TypeError(type(value))

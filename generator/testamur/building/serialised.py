"""The other serialisations of each credential, and what is needed to check them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from testamur.building.files import Maker, digest, json
from testamur.model.addresses import (
    REVOCATIONS_PATH,
    cryptographic_key_path,
    jwk_path,
    serialised_path,
)
from testamur.model.formats import Format
from testamur.model.status import Standing
from testamur.publish.artifact import Artifact, Kind
from testamur.register import serialised
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.register import Register
from testamur.wire import v2_signed
from testamur.wire.derivations_1 import assertion_id


def serialisations(make: Maker) -> Iterator[Artifact]:
    """
    Beside each credential, what a key in good standing signed of it.

    Withdrawn and replaced ones stay, as the credential itself does: status lists tell.
    """
    register, at = make.register, make.register.addresses
    for award in register.awards.values():
        for document in award.versions:
            earlier = None if document is award.newest else document.version
            for each in serialised.standing(register, document):
                if each.format is Format.ASSERTION and not make.signs_v2:
                    continue
                yield make.file(
                    serialised_path(each.format, award.id, earlier),
                    Kind.DOCUMENT,
                    {"document": each.payload, "signature": digest(each.signature.encode())},
                    partial(serialised.compact, document, each, at),
                )


def keys(make: Maker) -> Iterator[Artifact]:
    """Each key that signs them, in the form that its readers ask for; and what was revoked."""
    register, at = make.register, make.register.addresses
    for thumbprint, key in register.format_keys[Format.JWT].items():
        names = {"alg": "ES256", "kid": at.thumbprint_method(thumbprint), "use": "sig"}
        document = json({**key.jwk, **names})
        yield make.constant(jwk_path(thumbprint), Kind.DOCUMENT, "key", document)
    if not make.signs_v2:
        return
    for thumbprint, key in register.format_keys[Format.ASSERTION].items():
        document = json(v2_signed.cryptographic_key(key, at))
        yield make.constant(cryptographic_key_path(thumbprint), Kind.DOCUMENT, "key", document)
    revoked = json(v2_signed.revocation_list(_revoked(register), at))
    yield make.constant(REVOCATIONS_PATH, Kind.STATUS, "revoked", revoked)


def _revoked(register: Register) -> Mapping[str, str]:
    """
    By id of its assertion, what became of each version that does not stand.

    Of a forgotten award nobody knows any more whether it had one.
    """
    at = register.addresses
    found = {
        assertion_id(at, document.award, document.version): _word(award, document.version)
        for award in register.awards.values()
        for document in award.versions
        if award.standing(document.version) is not Standing.CURRENT and _has_assertion(document)
    }
    for award_id, versions in register.forgotten.items():
        for erased in versions:
            found[assertion_id(at, award_id, erased.version)] = Standing.REVOKED.value
    return found


def _word(award: Award, version: int) -> str:
    """The version's standing, and the code of why it was withdrawn: no text, and nobody's name."""
    standing, event = award.standing(version), award.withdrawal
    if standing is Standing.SUPERSEDED or event is None or event.code is None:
        return standing.value
    return f"{standing}: {event.code}"


def _has_assertion(document: Document) -> bool:
    return any(each.format is Format.ASSERTION for each in document.detached)

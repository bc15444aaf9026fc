"""
The other serialisations of what stands: each signed once, and again after its key was lost.

They follow from documents that were signed long ago, so a key that is new today signs for all
awards that stand, not only for those of today.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from testamur.crypto import jws
from testamur.crypto.keys import Algorithm
from testamur.crypto.multibase import base64url_encode
from testamur.crypto.signer import Signer
from testamur.model.addresses import Addresses
from testamur.model.formats import OPTIONAL, Format
from testamur.problems import TestamurError
from testamur.register import serialised
from testamur.register.detached import Detached
from testamur.register.documents import Document
from testamur.register.entries import Role
from testamur.register.keys import in_use
from testamur.register.register import Register
from testamur.wire.derivations import NEWEST


@dataclass(frozen=True, slots=True)
class FormatSigners:
    """How to get at the keys that sign serialisations; each is asked for only where it is needed."""

    award: Callable[[], Signer]
    jwt: Callable[[], Signer]
    assertion: Callable[[], Signer]


def derive(register: Register, formats: Collection[Format], signers: FormatSigners) -> Register:
    """
    The register with a signature for each format that the log's keys call for, where one lacks.

    `formats` are the optional ones that are wanted. Only the newest version of an award that
    stands is signed. Raises TestamurError if what a signer returned does not verify; whatever
    `signers` raise for a key that is announced and not at hand.
    """
    documents = dict(register.documents)
    roles = called_for(register)
    by_role: Mapping[Role, Callable[[], Signer]] = {
        Role.AWARD: signers.award,
        Role.JWT: signers.jwt,
        Role.ASSERTION: signers.assertion,
    }
    for document, missing in lacking(register, formats):
        new = [
            _signed(document, format_, by_role[roles[format_]](), register.addresses)
            for format_ in missing
        ]
        kept = [each for each in document.detached if each.format not in missing]
        documents[document.entry] = replace(document, detached=(*kept, *new))
    return replace(register, documents=documents)


def lacking(
    register: Register, formats: Collection[Format]
) -> Iterator[tuple[Document, tuple[Format, ...]]]:
    """The newest version of each award that stands, with the formats it should be signed in too."""
    wanted = [
        format_ for format_ in called_for(register) if format_ not in OPTIONAL or format_ in formats
    ]
    if not wanted:
        return
    for award in register.awards.values():
        if not award.withdrawal:
            good = {each.format for each in serialised.standing(register, award.newest)}
            missing = tuple(format_ for format_ in wanted if format_ not in good)
            if missing:
                yield award.newest, missing


def called_for(register: Register) -> Mapping[Format, Role]:
    """The formats that there are keys for, and the role of the key that signs each."""
    found: dict[Format, Role] = {}
    award_keys = in_use(register, Role.AWARD)
    if in_use(register, Role.JWT):
        found |= {Format.JWT: Role.JWT, Format.VC_JWT: Role.JWT}
    elif award_keys and all(key.algorithm is Algorithm.P256 for key in award_keys):
        found |= {Format.JWT: Role.AWARD, Format.VC_JWT: Role.AWARD}
    if in_use(register, Role.ASSERTION):
        found[Format.ASSERTION] = Role.ASSERTION
    return found


def _signed(document: Document, format_: Format, signer: Signer, at: Addresses) -> Detached:
    number, key = NEWEST[format_], signer.public_key
    data, digest = serialised.signing_input(document, format_, number, key.thumbprint, at)
    signature = signer.sign(data)
    why_not = jws.check(jws.parse(jws.compact(data, signature)), key)
    if why_not:
        raise TestamurError(
            f"the signature just made does not hold: {why_not}",
            "nothing was written; check the key service before trying again",
        )
    return Detached(format_, number, key.thumbprint, digest, base64url_encode(signature))

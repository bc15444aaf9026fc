"""A document's other serialisations, spliced from what is stored."""

from __future__ import annotations

from hashlib import sha256

from testamur.crypto import jws
from testamur.crypto.multibase import base64url_decode
from testamur.model.addresses import Addresses
from testamur.model.formats import Format
from testamur.problems import RegisterError
from testamur.register.detached import Detached
from testamur.register.documents import Document, Erased
from testamur.register.earned import what_was_earned
from testamur.register.folder import RESTORE
from testamur.register.register import Register
from testamur.wire.derivations import Source, derivation


def signing_input(
    document: Document, format_: Format, number: int, key: str, at: Addresses
) -> tuple[bytes, str]:
    """
    What the key with this thumbprint signs, and the SHA-256 of its payload in hex.

    Raises ValueError for a derivation that this program does not know.
    """
    found, source = derivation(format_, number), _source(document, key, at)
    payload = found.payload(source)
    return jws.signing_input(found.header(source), payload), sha256(payload).hexdigest()


def compact(document: Document, detached: Detached, at: Addresses) -> bytes:
    """
    The whole JWS (RFC 7515 section 7.1): the bytes of its file.

    Raises ValueError if the payload is not the one that was signed.
    """
    signed, digest = signing_input(document, detached.format, detached.derivation, detached.key, at)
    if digest != detached.payload:
        raise ValueError(f"the {detached.format} does not follow from the document")
    return jws.compact(signed, base64url_decode(detached.signature)).encode("ascii")


def follow(document: Document | Erased, at: Addresses, where: str) -> None:
    """
    What was signed beside its proofs can still be computed from it, byte for byte.

    Raises RegisterError if it cannot.
    """
    if isinstance(document, Erased):
        return
    for each in document.detached:
        try:
            payload = derivation(each.format, each.derivation).payload(
                _source(document, each.key, at)
            )
        except ValueError as error:
            raise RegisterError(f"{where}: {error}", "install a newer testamur") from error
        if sha256(payload).hexdigest() != each.payload:
            raise RegisterError(
                f"{where}: what was signed as {each.format} does not follow from the document",
                RESTORE,
            )


def are_kept(
    old: Document | Erased | None, new: Document | Erased, register: Register, where: str
) -> None:
    """
    A serialisation that a trusted key signed once is the same for ever.

    Raises RegisterError if it would be another.
    """
    if not (isinstance(old, Document) and isinstance(new, Document)):
        return
    for each in standing(register, old):
        if each not in new.detached:
            raise RegisterError(f"{where} would lose what was signed as {each.format}")


def standing(register: Register, document: Document) -> tuple[Detached, ...]:
    """Those of its detached signatures that a key in good standing made."""
    return tuple(
        each for each in document.detached if each.key in register.format_keys[each.format]
    )


def _source(document: Document, key: str, at: Addresses) -> Source:
    return Source(
        unsigned=document.unsigned,
        award=document.award,
        version=document.version,
        definition=what_was_earned(document, at),
        language=document.language,
        key=key,
        at=at,
    )

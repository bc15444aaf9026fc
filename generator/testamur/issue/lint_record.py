"""Judges a complete learner's record before the real key touches it. See `lint`."""

from __future__ import annotations

from collections.abc import Iterator

from testamur.crypto.jcs import canonical
from testamur.crypto.strict_json import JsonObject
from testamur.issue import lint
from testamur.model.addresses import Addresses
from testamur.wire.clr import CONTEXTS, HELD, holding

_MAX_BYTES = 1_500_000


def contexts_are_ours(document: JsonObject, at: Addresses) -> Iterator[str]:
    """CLR 2.0, ClrCredential: the known contexts in their order, and no others."""
    del at
    if document.get("@context") != list(CONTEXTS):
        yield "its contexts are not the four known ones in their order"


def belongs_to_us(document: JsonObject, at: Addresses) -> Iterator[str]:
    """A record's id stands below base_url, its issuer is base_url's DID, and so of all inside."""
    issuer = document.get("issuer")
    if not isinstance(issuer, dict) or issuer.get("id") != at.did:
        yield f"its issuer is not {at.did}"
    if not str(document.get("id")).startswith(at.of("learners/")):
        yield f"its id is not below {at.of('learners/')}"
    for award in _held(document):
        yield from (f"inside, {flaw}" for flaw in lint.belongs_to_us(award, at))


def holds_signed_awards(document: JsonObject, at: Addresses) -> Iterator[str]:
    """CLR 2.0, ClrSubject: at least one award; each was signed before."""
    del at
    held = _held(document)
    if not held:
        yield "it holds no award"
    if not all(award.get("proof") for award in held):
        yield "it holds an award that is not signed"


def ids_are_not_shared(document: JsonObject, at: Addresses) -> Iterator[str]:
    """
    As of an award, for all but the awards inside.

    Two of those may well name one issuer by two names, if it changed its name between them; each
    has a proof of its own that covers its own words.
    """
    yield from lint.ids_are_not_shared(holding(document, []), at)


def is_not_huge(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Wallets and verifiers cap what they read."""
    del at
    size = len(canonical(document))
    if size > _MAX_BYTES:
        yield f"it has {size:,} bytes, more than {_MAX_BYTES:,}"


LINTS: tuple[lint.Lint, ...] = (
    contexts_are_ours,
    belongs_to_us,
    lint.dates_are_in_order,
    lint.has_no_empty_or_odd_values,
    lint.endorses_nothing,
    lint.says_nothing_twice,
    holds_signed_awards,
    ids_are_not_shared,
    is_not_huge,
    lint.loses_nothing,
)


def _held(document: JsonObject) -> list[JsonObject]:
    subject = document.get("credentialSubject")
    found = subject.get(HELD) if isinstance(subject, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

"""
Judges a complete credential as a whole, before the real key touches it.

Each lint is one function with its source; all run on the very bytes that would be signed. The
last signs a copy with a throwaway key and reads it back as a stranger would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from testamur.crypto import rdfc
from testamur.crypto.integrity import add_proofs, check_proof
from testamur.crypto.jcs import canonical
from testamur.crypto.signer import Signer
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses
from testamur.problems import Problem, Rule
from testamur.wire.contexts import OB_EXTENSIONS, OB_V3, VC_V2, canonicaliser
from testamur.wire.instants import parse_instant

UNSIGNABLE = Rule("unsignable", "A document breaks a rule of its specification")

Lint = Callable[[JsonObject, Addresses], Iterator[str]]
Holder = JsonObject | list[JsonValue]

_WHOLE_NUMBERS = frozenset({"creditsEarned", "creditsAvailable"})
_ENDORSEMENTS = frozenset({"endorsement", "endorsementJwt"})
_MAX_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Linted:
    """A document that passed every lint. Only `lint` makes one, and only it can be signed."""

    document: JsonObject
    unsigned: bytes
    """Its JCS bytes."""


def lint(
    document: JsonObject,
    subject: str,
    at: Addresses,
    throwaway: Signer,
    lints: Sequence[Lint] | None = None,
) -> Linted | tuple[Problem, ...]:
    """
    The document as fit to sign, or everything that is wrong with it; `subject` names it.

    `lints` are those of an award, unless others are given.
    """
    found = list(flaws(document, at, lints)) or list(_trial(document, at, throwaway))
    if found:
        return tuple(Problem(UNSIGNABLE, "", (), f"{subject}: {sentence}") for sentence in found)
    return Linted(document, canonical(document))


def flaws(
    document: JsonObject, at: Addresses, lints: Sequence[Lint] | None = None
) -> Iterator[str]:
    """What every lint says that needs no key."""
    for check in LINTS if lints is None else lints:
        yield from check(document, at)


def contexts_are_ours(document: JsonObject, at: Addresses) -> Iterator[str]:
    """OB 3.0 section B.1: exactly the known contexts, in order; others would change meanings."""
    del at
    if document.get("@context") != [VC_V2, OB_V3, OB_EXTENSIONS]:
        yield "its contexts are not the three known ones in their order"


def belongs_to_us(document: JsonObject, at: Addresses) -> Iterator[str]:
    """An award's id stands below base_url and its issuer is base_url's DID."""
    issuer = document.get("issuer")
    if not isinstance(issuer, dict) or issuer.get("id") != at.did:
        yield f"its issuer is not {at.did}"
    if not str(document.get("id")).startswith(at.of("awards/")):
        yield f"its id is not below {at.of('awards/')}"


def dates_are_in_order(document: JsonObject, at: Addresses) -> Iterator[str]:
    """VCDM 2.0 section 4.9: validFrom is not after validUntil; nothing is awarded in the future."""
    del at
    try:
        dates = {
            name: parse_instant(str(document[name]))
            for name in ("awardedDate", "validFrom", "validUntil")
            if name in document
        }
    except ValueError as error:
        yield str(error)
        return
    if "validFrom" not in dates or "awardedDate" not in dates:
        yield "it lacks validFrom or awardedDate"
        return
    if dates["awardedDate"] > dates["validFrom"]:
        yield "it would be awarded after the moment of signing"
    if "validUntil" in dates and dates["validUntil"] <= dates["validFrom"]:
        yield "it would have expired before the moment of signing"


def has_no_empty_or_odd_values(document: JsonObject, at: Addresses) -> Iterator[str]:
    """OB 3.0 section 2: no null, nothing empty; and no numbers but whole credits."""
    del at
    for path, holder in _holders(document):
        for name, value in _members(holder):
            # Nearly every value is a text, so that is asked first.
            if type(value) is str:
                if not value:
                    yield f"{_spelt(path, name)} is empty"
            elif value is None or value in ([], {}):
                yield f"{_spelt(path, name)} is empty"
            elif isinstance(value, float) or (type(value) is int and name not in _WHOLE_NUMBERS):
                yield f"{_spelt(path, name)} is a number; canonicalisers disagree on those"


def endorses_nothing(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Each endorsement is a document of its own: inside, it would look like the issuer's word."""
    del at
    for path, holder in _holders(document):
        if isinstance(holder, dict):
            for name in _ENDORSEMENTS & holder.keys():
                yield f"{_spelt(path, name)} is another's word, and stands beside a document"


def says_nothing_twice(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Two equal objects in one list are one node of the graph: the second would not be signed."""
    del at
    for path, holder in _holders(document):
        if isinstance(holder, list) and len(holder) > 1:
            seen = {canonical(item) for item in holder}
            if len(seen) < len(holder):
                yield f"{'.'.join(path)} says the same thing twice"


def ids_are_not_shared(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Objects with one id are one node of the graph: what differs in them would be mixed."""
    del at
    known: dict[str, JsonObject] = {}
    for path, holder in _holders(document):
        if isinstance(holder, dict) and isinstance(holder.get("id"), str):
            id_ = str(holder["id"])
            if known.setdefault(id_, holder) != holder:
                yield f"{'.'.join(path)} has an id that stands for something else too: {id_}"


def loses_nothing(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Data Integrity 1.0 section 4.1, safe mode: what no context defines would not be signed."""
    del at
    try:
        lost = canonicaliser().data_loss(document)
    except rdfc.RdfcError as error:
        yield str(error)
        return
    for term in lost:
        yield f"no context defines {term}"


def is_not_huge(document: JsonObject, at: Addresses) -> Iterator[str]:
    """Wallets and verifiers cap what they read."""
    del at
    size = len(canonical(document))
    if size > _MAX_BYTES:
        yield f"it has {size:,} bytes, more than {_MAX_BYTES:,}"


LINTS: tuple[Lint, ...] = (
    contexts_are_ours,
    belongs_to_us,
    dates_are_in_order,
    has_no_empty_or_odd_values,
    endorses_nothing,
    says_nothing_twice,
    ids_are_not_shared,
    is_not_huge,
    loses_nothing,
)


def _trial(document: JsonObject, at: Addresses, throwaway: Signer) -> Iterator[str]:
    """Sign a copy with a key that is thrown away, and check it."""
    created = str(document["validFrom"])
    method = at.method(throwaway.public_key.multibase)
    try:
        proofs = add_proofs(
            document, throwaway, method=method, created=created, contexts=canonicaliser()
        )
    except ValueError as error:
        yield str(error)
        return
    for proof in proofs:
        why_not = check_proof(document, proof, throwaway.public_key, canonicaliser())
        if why_not:
            yield why_not


def _holders(document: JsonObject) -> Iterator[tuple[tuple[str, ...], Holder]]:
    """Every object and list, from the outside in and from top to bottom, each with its path."""
    pending: list[tuple[tuple[str, ...], Holder]] = [((), document)]
    while pending:
        path, holder = pending.pop()
        yield path, holder
        pending += [
            ((*path, str(name)), value)
            for name, value in reversed(_members(holder))
            if isinstance(value, dict | list)
        ]


def _members(holder: Holder) -> Sequence[tuple[str | int, JsonValue]]:
    return [*(holder.items() if isinstance(holder, dict) else enumerate(holder))]


def _spelt(path: tuple[str, ...], name: str | int) -> str:
    return ".".join((*path, str(name)))

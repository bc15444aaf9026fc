"""
Other serialisations of a signed document, as bytes that follow from it and from nothing else.

The register keeps of each only the signature, so what was signed must be computable for ever:
derivations are numbered, added, and never edited (`derivations_1.py` and so on). Nothing that a
setting, a theme or a later release may change goes into one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from testamur.crypto.strict_json import JsonObject
from testamur.model.formats import Format
from testamur.wire import derivations_1
from testamur.wire.derivations_1 import Source

__all__ = ["DERIVATIONS", "NEWEST", "Derivation", "Source", "derivation"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one serialisation is computed: the header and the payload of a JWS (RFC 7515)."""

    header: Callable[[Source], JsonObject]
    payload: Callable[[Source], bytes]


DERIVATIONS: Mapping[tuple[Format, int], Derivation] = {
    (Format.JWT, 1): Derivation(derivations_1.jwt_header, derivations_1.jwt_payload),
    (Format.VC_JWT, 1): Derivation(derivations_1.vc_jwt_header, derivations_1.vc_jwt_payload),
    (Format.ASSERTION, 1): Derivation(
        derivations_1.assertion_header, derivations_1.assertion_payload
    ),
}
NEWEST: Mapping[Format, int] = {
    format_: max(number for each, number in DERIVATIONS if each is format_) for format_ in Format
}
"""What is signed today; what was signed by an earlier number stays as it is."""


def derivation(format_: Format, number: int) -> Derivation:
    """Raises ValueError for a number that this program does not know: a later one made it."""
    found = DERIVATIONS.get((format_, number))
    if found is None:
        raise ValueError(f"derivation {number} of {format_} is none that this testamur knows")
    return found

"""The proof set that every signed document of the register bears."""

from __future__ import annotations

from testamur.crypto.keys import Algorithm
from testamur.crypto.suites import SIGNING


def missing_suite(proof: bytes) -> str | None:
    """The name of a suite that these proofs lack, of those that one kind of key signs with."""
    for suites in SIGNING.values():
        missing = [
            suite.name for suite in suites if f'"cryptosuite":"{suite.name}"'.encode() not in proof
        ]
        if not missing:
            return None
        if len(missing) < len(suites):
            return missing[0]
    return SIGNING[Algorithm.ED25519][0].name

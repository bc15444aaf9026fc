"""
The cryptosuites of Data Integrity 1.0 that we know: how each canonicalises, and with which keys.

EdDSA Cryptosuites 1.0, ECDSA Cryptosuites 1.0, and Ed25519Signature2020, which came before both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from testamur.crypto.algorithms import Algorithm


class Form(StrEnum):
    """How a document becomes bytes: as a graph, or as JSON."""

    RDFC = "RDFC-1.0"
    JCS = "JCS"


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    """The member `cryptosuite`; of a proof older than Data Integrity 1.0, its type."""
    algorithm: Algorithm
    form: Form
    is_type: bool = False
    """Whether the name is the type of the proof."""


EDDSA_RDFC = Suite("eddsa-rdfc-2022", Algorithm.ED25519, Form.RDFC)
EDDSA_JCS = Suite("eddsa-jcs-2022", Algorithm.ED25519, Form.JCS)
ECDSA_RDFC = Suite("ecdsa-rdfc-2019", Algorithm.P256, Form.RDFC)
ECDSA_JCS = Suite("ecdsa-jcs-2019", Algorithm.P256, Form.JCS)

SIGNING = {
    Algorithm.ED25519: (EDDSA_RDFC, EDDSA_JCS),
    Algorithm.P256: (ECDSA_RDFC, ECDSA_JCS),
}
"""The proof set of each kind of key: wallets read the first, our own page the second."""

_READ_ONLY = (
    # The name that eddsa-rdfc-2022 had while it was a draft.
    Suite("eddsa-2022", Algorithm.ED25519, Form.RDFC),
    Suite("Ed25519Signature2020", Algorithm.ED25519, Form.RDFC, is_type=True),
)

SUITES = {
    suite.name: suite
    for suite in (*SIGNING[Algorithm.ED25519], *SIGNING[Algorithm.P256], *_READ_ONLY)
}
"""Every suite that can be checked, by name."""

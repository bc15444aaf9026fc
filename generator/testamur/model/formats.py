"""The serialisations of a signed document beside the one that carries its proofs."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    JWT = "jwt"
    """VC-JWT as Open Badges 3.0 has it."""
    VC_JWT = "vc+jwt"
    """VC-JWT as W3C has it; the two cannot be one token."""
    ASSERTION = "ob2-jws"
    """The signed assertion of Open Badges 2.0."""


CERTIFICATE = "pdf"
"""What `formats:` calls the certificate on paper: nothing is signed for it."""

OPTIONAL = frozenset({Format.VC_JWT})
"""Those that `formats:` in site.yaml turns on; the others follow from the keys there are."""

"""A credential's text as issued, as JSON, and the digest that the log commits to."""

from __future__ import annotations

from hashlib import sha256

import orjson

from testamur.crypto.jcs import canonical
from testamur.model.credential import Credential
from testamur.model.plain import Plain, from_plain, to_plain

_DIGEST_TAG = b"testamur/definition/v1\n"


def encode(credential: Credential) -> bytes:
    """Readable JSON of the decoded fields; the picture is named by its digest."""
    return orjson.dumps(to_plain(credential), option=orjson.OPT_INDENT_2) + b"\n"


def decode(data: bytes) -> Credential:
    """Raises ValueError for anything that `encode` would not have written."""
    fields: Plain = orjson.loads(data)
    credential = from_plain(Credential, fields)
    if encode(credential) != data:
        raise ValueError("a definition is written in one way only")
    return credential


def digest(credential: Credential) -> str:
    """
    SHA-256 over a domain tag and the JCS of the decoded fields, hex.

    The fields include the digest of the picture, and nothing of site.yaml: a new logo is not a
    new definition.
    """
    return sha256(_DIGEST_TAG + canonical(to_plain(credential))).hexdigest()

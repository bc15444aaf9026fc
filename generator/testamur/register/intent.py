"""What the register remembers of an author's record: two digests, and no word of it."""

from __future__ import annotations

from hashlib import sha256

from testamur.crypto.jcs import canonical
from testamur.model.addresses import Addresses
from testamur.model.award import Record
from testamur.model.plain import to_plain

_RECORD_TAG = b"testamur/record/v1\n"
_INTENT_TAG = b"testamur/intent/v1\n"


def record_digest(record: Record, at: Addresses) -> str:
    """
    Digest of what the record is known by, hex.

    A path or a row's e-mail address names a person, so it is hashed together with the register's
    origin: nobody can look it up in a table made for all registers.
    """
    return sha256(_RECORD_TAG + f"{at.origin}\n{record.identity}".encode()).hexdigest()


def intent_digest(record: Record, definition_version: int, at: Addresses) -> str:
    """Digest of what the record says, and of the version of the credential it was issued under."""
    said_of = to_plain(record)
    if record.hidden and isinstance(said_of, dict):
        # Whoever has no key must come to the same digest.
        said_of = {**said_of, "recipient": {record.hidden.how.value: record.hidden.text}}
    said = canonical({"definition": definition_version, "record": said_of})
    return sha256(_INTENT_TAG + f"{at.origin}\n".encode() + said).hexdigest()

"""
The proof that a document stands in the issuer's permanent record: step 8 of verifying.

Ours only: C2SP tlog-proof beside the document, a checkpoint signed by a key of the issuer, and
a leaf that commits to the unsigned document (RFC 6962 hashing).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from testamur.crypto.jcs import canonical
from testamur.crypto.keys import Algorithm, PublicKey
from testamur.crypto.merkle import check_inclusion
from testamur.crypto.note import MAX_NOTE, Checkpoint, NoteError, decode_proof, open_checkpoint
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.model.ids import is_award_id
from testamur.register.documents import commitment
from testamur.register.entries import Entry, IssueEntry
from testamur.verify.controllers import Controller
from testamur.verify.words import day

MAX_PROOF = MAX_NOTE
"""Bytes of a proof file that are read."""

_NONCE = 32
_LEARNER = re.compile(r"/learners/([0-9a-z]{26})/clr\.json")
_PLACE = re.compile(r"/awards/([0-9a-z]{26})/(?:v([1-9][0-9]{0,5})/)?credential\.json")


class NotInRecord(ValueError):
    """A proof that does not show what it should. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Where a document stands in the record."""

    index: int
    """From 0; readers see one more."""
    entry: Entry

    @property
    def sentence(self) -> str:
        number, when = f"{self.index + 1:,}", day(self.entry.day)
        return f"No. {number} in the issuer's permanent record, entered {when}."


def place(address: str, base_url: str) -> tuple[str, int | None] | None:
    """
    Award id and, of an earlier one, the version of a document at this address.

    None where the address is not one of a site of ours at `base_url`.
    """
    if not address.startswith(f"{base_url}/"):
        return None
    match = _PLACE.fullmatch(address.removeprefix(base_url))
    if match is None or not is_award_id(match[1]):
        return None
    return match[1], int(match[2]) if match[2] else None


def learner(address: str, base_url: str) -> str | None:
    """Public id of the learner whose record stands at this address; None for any other."""
    if not address.startswith(f"{base_url}/"):
        return None
    match = _LEARNER.fullmatch(address.removeprefix(base_url))
    return match[1] if match and is_award_id(match[1]) else None


def register_keys(controller: Controller) -> tuple[PublicKey, ...]:
    """The issuer's keys that can sign a checkpoint; which of them may, only its log says."""
    return tuple(
        method.key
        for method in controller.methods.values()
        if method.key.algorithm is Algorithm.ED25519 and method.revoked is None
    )


def check(
    document: JsonObject, proof: bytes, at: Addresses, keys: tuple[PublicKey, ...]
) -> Entered:
    """Check a proof file against the document. Raises NotInRecord."""
    try:
        read = decode_proof(proof)
        head = _head(read.note, at.origin, keys)
        if read.extra is None or len(read.extra) != _NONCE + len("2026-11-22"):
            raise NoteError("it lacks the nonce and the day")
        nonce, written = read.extra[:_NONCE], read.extra[_NONCE:].decode("ascii")
        entered = date.fromisoformat(written)
        if entered.isoformat() != written:
            raise NoteError("its day is not written like 2026-11-22")
        unsigned = {name: value for name, value in document.items() if name != "proof"}
        entry = Entry(entered, IssueEntry(commitment(nonce, canonical(unsigned))))
    except ValueError as error:
        raise NotInRecord(f"Its proof of being in the permanent record is bad: {error}.") from None
    if not check_inclusion(entry.leaf, read.index, head.size, read.hashes, head.root):
        raise NotInRecord("The permanent record does not hold this document at the place named.")
    return Entered(read.index, entry)


@lru_cache(maxsize=256)
def _head(note: bytes, origin: str, keys: tuple[PublicKey, ...]) -> Checkpoint:
    """Thousands of documents are proved against the same few heads."""
    return open_checkpoint(note, origin, keys)

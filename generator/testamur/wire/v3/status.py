"""Open Badges 3.0: where to ask whether a credential was withdrawn."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses
from testamur.model.status import REVOCATION, SUSPENSION, Slot


def credential_status(revocation: Slot, suspension: Slot | None, at: Addresses) -> JsonValue:
    """
    The document's `credentialStatus`: one entry, or two where suspension has a list of its own.

    The Open Badges 3.0 schemas refuse an array; verifiers of W3C's own data model read it.
    """
    entry = status_entry(REVOCATION, revocation, at)
    if suspension is None:
        return entry
    return [entry, status_entry(SUSPENSION, suspension, at)]


def status_entry(purpose: str, slot: Slot, at: Addresses) -> JsonObject:
    """Bitstring Status List 1.0, BitstringStatusListEntry. The index is a string by the rules."""
    status_list = at.status_list(purpose, slot.list)
    return {
        "id": f"{status_list}#{slot.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(slot.index),
        "statusListCredential": status_list,
    }

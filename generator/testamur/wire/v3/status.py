"""Open Badges 3.0: where to ask whether a credential was withdrawn."""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.model.status import Slot

REVOCATION = "revocation"


def status_entry(slot: Slot, at: Addresses) -> JsonObject:
    """Bitstring Status List 1.0, BitstringStatusListEntry. The index is a string by the rules."""
    status_list = at.status_list(REVOCATION, slot.list)
    return {
        "id": f"{status_list}#{slot.index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(slot.index),
        "statusListCredential": status_list,
    }

"""
A copy of a hosted badge against what its own address serves: nobody is to be shown another award.

The address alone counts (OB 2.0, "Hosted Verification"); but whoever opens the copy reads the copy.
"""

from __future__ import annotations

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.verify.v2 import shape
from testamur.verify.v2.shape import Assertion
from testamur.verify.writing import Malformed


def difference(copy: JsonObject, hosted: Assertion) -> str | None:
    """
    In what a copy contradicts the hosted assertion, a clause; None where it does not.

    What the copy leaves out, it says nothing of.
    """
    try:
        if "recipient" in copy and shape.recipient(copy) != hosted.recipient:
            return "it names another recipient"
        for name, moment in (("issuedOn", hosted.issued), ("expires", hosted.expires)):
            if name in copy and shape.instant(copy[name], name) != moment:
                return f"it has another {name}"
    except Malformed as reason:
        told = str(reason)
        return f"{told[0].lower()}{told[1:].removesuffix('.')}"
    badges = _address(copy.get("badge")), _address(hosted.badge)
    if None not in badges and badges[0] != badges[1]:
        return "it names another badge class"
    return None


def _address(linked: JsonValue) -> str | None:
    own = linked.get("id") if isinstance(linked, dict) else linked
    return own if isinstance(own, str) else None

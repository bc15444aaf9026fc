"""
Open Badges 3.0: an award as an OpenBadgeCredential, a credential as an Achievement.

Each module reads top to bottom like the specification's own tables. Plain strings, arrays where
the strict schema wants them, no numbers but whole credits, and no two objects with one id that
differ: RDF canonicalisation would merge them.
"""

from testamur.wire.v3.achievement import (
    achievement,
    criteria,
    hosted_achievement,
    level_id,
    result_id,
)
from testamur.wire.v3.credential import Drawn, credential, evidence, expiry, place, result, subject
from testamur.wire.v3.profile import profile
from testamur.wire.v3.recipient import identifiers, identity_hash
from testamur.wire.v3.status import credential_status, status_entry

__all__ = [
    "Drawn",
    "achievement",
    "credential",
    "credential_status",
    "criteria",
    "evidence",
    "expiry",
    "hosted_achievement",
    "identifiers",
    "identity_hash",
    "level_id",
    "place",
    "profile",
    "result",
    "result_id",
    "status_entry",
    "subject",
]

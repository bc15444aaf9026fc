"""
Open Badges 2.0, signed: what stands beside the assertions so that their signatures can be checked.

Open Badges v2.0, "CryptographicKey", "RevocationList" and "Signed Badges". The assertion itself is
a derivation.
"""

from __future__ import annotations

from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from testamur.crypto.keys import PublicKey
from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import Addresses
from testamur.wire.v2 import OB_V2

NEVER_ISSUED = "never-issued"


def cryptographic_key(key: PublicKey, at: Addresses) -> JsonObject:
    """The key's own document; the issuer's profile must list it too."""
    return {
        "@context": OB_V2,
        "type": "CryptographicKey",
        "id": at.cryptographic_key(key.thumbprint),
        "owner": at.profile,
        "publicKeyPem": key.pem,
    }


def revocation_list(revoked: Mapping[str, str], at: Addresses) -> JsonObject:
    """
    The assertions that do not stand: by id, the word for what became of each.

    Words only, since anybody may read this list; why is told at the award's own address. Two ids
    that were never issued are always among them: validators that compact the list as JSON-LD
    mistake one of a single entry for none. The order is that of the ids, which tells nothing.
    """
    padding = [uuid5(NAMESPACE_URL, f"{at.revocations}#{number}").urn for number in (1, 2)]
    entries: list[JsonValue] = [
        {"id": id_, "revocationReason": word}
        for id_, word in sorted({**revoked, **dict.fromkeys(padding, NEVER_ISSUED)}.items())
    ]
    return {
        "@context": OB_V2,
        "type": "RevocationList",
        "id": at.revocations,
        "issuer": at.profile,
        "revokedAssertions": entries,
    }

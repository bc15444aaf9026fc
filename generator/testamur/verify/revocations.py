"""
Lists that name what is revoked: `1EdTechRevocationList` of Open Badges 3.0, now deprecated.

Such a list is not signed: it rests on the connection to its address, which the credential names.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from testamur.crypto import strict_json
from testamur.crypto.strict_json import JsonObject
from testamur.verify.bitstrings import Unusable
from testamur.verify.fields import listed
from testamur.verify.sources import Source, Unavailable
from testamur.verify.words import shown

MAX_LIST = 4_000_000
"""Bytes of a list that are read."""

# The specification names the first, the reference validator reads the second.
_MEMBERS = ("revokedCredentials", "revokedCredential")


@dataclass(frozen=True, slots=True)
class Revocation:
    """That a list names a credential as revoked."""

    reason: str | None


def look_up(source: Source, url: str, credential: str, issuer: str) -> Revocation | None:
    """What the list at `url` says of the credential with this id. Raises Unusable."""
    found = _entries(_fetched(source, url, issuer), url)
    for each in found:
        if _plain(str(each["id"])) == _plain(credential) and each.get("revoked", True) is not False:
            reason = each.get("revocationReason")
            return Revocation(shown(reason) if isinstance(reason, str) and reason else None)
    return None


def _fetched(source: Source, url: str, issuer: str) -> JsonObject:
    where = f"The revocation list at {shown(url)}"
    try:
        found = strict_json.parse(source.fetch(url, MAX_LIST), max_bytes=MAX_LIST)
    except Unavailable as reason:
        raise Unusable(f"Its revocation list could not be fetched: {reason}.") from None
    except ValueError as reason:
        raise Unusable(f"{where} cannot be read: {shown(str(reason))}.") from None
    if not isinstance(found, dict):
        raise Unusable(f"{where} is not an object.")
    if found.get("id", url) != url:
        raise Unusable(f"{where} is another list.")
    whose = found.get("issuer", issuer)
    if (whose.get("id") if isinstance(whose, dict) else whose) != issuer:
        raise Unusable(f"{where} is another issuer's.")
    return found


def _entries(found: JsonObject, url: str) -> list[JsonObject]:
    if found.keys().isdisjoint(_MEMBERS):
        raise Unusable(f"What stands at {shown(url)} is no revocation list.")
    entries: list[JsonObject] = []
    for name in _MEMBERS:
        for each in listed(found.get(name)):
            # A bare id, as lists of Open Badges 2.0 have it, means the same.
            entry: JsonObject | None = {"id": each} if isinstance(each, str) else None
            entry = each if isinstance(each, dict) else entry
            if entry is None or not isinstance(entry.get("id"), str):
                raise Unusable(f"The revocation list at {shown(url)} has an entry without an id.")
            entries.append(entry)
    return entries


def _plain(identifier: str) -> str:
    """OB 3.0, "Credential Equality": ids are the same after trimming and percent-decoding."""
    return unquote(identifier.strip())

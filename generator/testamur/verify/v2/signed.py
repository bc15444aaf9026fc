"""
Signed Open Badges 2.0 badges: whose key it was, and whether the issuer took the badge back.

OB 2.0, "Signed Verification": the key must stand in the issuer's profile as its own address serves
it; what the badge itself says of issuer or key is only where to look.
"""

from __future__ import annotations

from dataclasses import dataclass

from testamur.crypto import jws
from testamur.crypto.jws import Jws, UnknownAlgorithm
from testamur.crypto.keys import PublicKey
from testamur.verify.sources import Unavailable
from testamur.verify.v2 import shape
from testamur.verify.v2.linked import Linker
from testamur.verify.v2.shape import Assertion, Linked, Profile
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import ended, shown
from testamur.verify.writing import Malformed

_MAX_TRIED = 16
"""Keys of one issuer that are asked for."""


@dataclass(frozen=True, slots=True)
class Checked:
    signature: Finding
    issuer_key: Finding


@dataclass(frozen=True, slots=True)
class Standing:
    finding: Finding
    """Failed for a badge that was revoked."""
    reason: str | None = None


class _Refused(ValueError):
    """A key that may not vouch for the badge. A sentence."""


def check(signature: Jws, assertion: Assertion, profile: Profile, linker: Linker) -> Checked:
    """Whether a key of the issuer's signed the badge."""
    candidates = _candidates(assertion, profile)
    if not candidates:
        return _no_key(assertion, profile)
    refused: str | None = None
    unread: str | None = None
    for link in candidates:
        try:
            objection = jws.check(signature, _key(link, profile, linker))
        except Unavailable as reason:
            unread = f"A key of the issuer's cannot be read: {reason}."
        except UnknownAlgorithm as algorithm:
            unread = f"It is signed with {algorithm}, which is not read here."
        except _Refused as reason:
            refused = str(reason)
        else:
            if objection is None:
                return Checked(
                    held("The signature fits what is signed, letter by letter."),
                    held("The issuer's own profile names the key."),
                )
            refused = f"The issuer's key does not fit: {objection}."
    if unread is not None:
        return Checked(not_checked(unread), not_checked("No key of the issuer's could be tried."))
    return Checked(failed(refused or ""), not_checked("No key of the issuer's fits."))


def standing(assertion: Assertion, profile: Profile, linker: Linker) -> Standing:
    """Whether the issuer's revocation list, if there is one, names the badge."""
    if profile.revocation_list is None:
        return Standing(held("The issuer keeps no revocation list."))
    try:
        listed = list(shape.revoked(linker.at(profile.revocation_list)))
    except Unavailable as reason:
        return Standing(not_checked(f"The issuer's revocation list cannot be read: {reason}."))
    except Malformed as reason:
        return Standing(not_checked(f"The issuer's revocation list cannot be read. {reason}"))
    names = {assertion.id, *([assertion.uid] if assertion.uid else [])}
    for each in listed:
        if each.name in names:
            why = f": {ended(each.reason)}" if each.reason else "."
            told = f"Withdrawn, by the issuer's revocation list{why}"
            return Standing(failed(told), each.reason)
    return Standing(held("The issuer's revocation list does not name it."))


def _candidates(assertion: Assertion, profile: Profile) -> list[Linked]:
    listed = list(profile.keys)
    if assertion.creator is not None:
        listed = [each for each in listed if _address(each) == assertion.creator]
    return listed[:_MAX_TRIED]


def _no_key(assertion: Assertion, profile: Profile) -> Checked:
    untried = not_checked("There was no key to try it with.")
    if assertion.creator is None or not profile.keys:
        return Checked(untried, not_checked("The issuer's profile names no key."))
    why = f"The issuer's profile does not name the key {shown(assertion.creator)}."
    return Checked(untried, failed(why))


def _key(link: Linked, profile: Profile, linker: Linker) -> PublicKey:
    try:
        found = shape.key(linker.resolve(link))
    except Malformed as reason:
        raise _Refused(f"A key of the issuer's cannot be relied on. {reason}") from None
    if found.owner != profile.id:
        raise _Refused(f"The key is not the issuer's: it belongs to {shown(found.owner)}.")
    try:
        return PublicKey.from_pem(found.pem)
    except ValueError as reason:
        raise _Refused(f"The issuer's key is refused: {shown(str(reason))}.") from None


def _address(link: Linked) -> str | None:
    if isinstance(link, str):
        return link
    own = link.get("id")
    return own if isinstance(own, str) else None

"""
Which addresses the issuer of an Open Badges 2.0 badge speaks for.

A hosted badge has no signature: that its own address lies where the issuer's profile says is all
that ties the two together (OB 2.0, VerificationObject of a Profile).
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from testamur.verify.v2.shape import Profile

# A server may read such a path as another one, above the prefix that it begins with.
_CLIMBS = re.compile(r"/\.{1,2}(?:/|$)|%2e|%2f|%5c|\\", re.IGNORECASE)


def objection(profile: Profile, assertion: str, badge: str | None) -> str | None:
    """
    Why the profile does not speak for a hosted assertion at this address; None if it does.

    `badge` is the address of its badge class, if it has one of its own. A clause.
    """
    if _origin(assertion) is None or _CLIMBS.search(urlsplit(assertion).path):
        return "its address is not a plain one"
    if profile.starts_with and not any(_begins(assertion, each) for each in profile.starts_with):
        return "its issuer's badges begin with another address (startsWith)"
    if profile.origins:
        authority = urlsplit(assertion).netloc.lower()
        if authority not in {each.lower() for each in profile.origins}:
            return "its issuer has badges on other hosts only (allowedOrigins)"
    if profile.starts_with or profile.origins:
        return None
    for what, address in (("its address", assertion), ("its badge class", badge)):
        if address is not None and _origin(address) != _origin(profile.id):
            return f"{what} is on another host than its issuer's profile"
    return None


def host(address: str) -> str:
    """The host of an address, with a port where it is not 443; the address itself without one."""
    origin = _origin(address)
    return address if origin is None else origin


def _begins(address: str, prefix: str) -> bool:
    # `https://a.example` is how `https://a.example.evil.example` begins, too.
    return _origin(address) == _origin(prefix) and address.startswith(prefix)


def _origin(address: str) -> str | None:
    """Host and port of an https address, in lower case; None for what is none."""
    try:
        parts = urlsplit(address)
        if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
            return None
        port = parts.port or 443
    except ValueError:
        return None
    return parts.hostname if port == 443 else f"{parts.hostname}:{port}"

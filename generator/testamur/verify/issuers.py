"""
Whose keys they are: an issuer's identifier, followed to the document where it publishes them.

Only what the issuer itself is named by, and what its own document then names, is ever fetched.
"""

from __future__ import annotations

import re

from testamur.verify import dids
from testamur.verify.controllers import (
    MAX_DOCUMENT,
    Controller,
    KeyRefused,
    KeyUnread,
    Method,
    read_document,
    read_method,
)
from testamur.verify.sources import Source, Unavailable
from testamur.verify.verdict import Finding, failed, not_checked
from testamur.verify.words import shown
from testamur.verify.writing import Malformed

_HTTPS = re.compile(r"https://([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?)(?:[/?#][!-~]*)?", re.ASCII)


class Issuers:
    """The issuers met in one run; the documents they need are fetched once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, Controller | Finding] = {}
        self._linked: dict[tuple[str, str], Method | KeyRefused] = {}

    def controller(self, issuer: str) -> Controller | Finding:
        """The keys of an issuer, or what stands in their way."""
        if issuer not in self._known:
            self._known[issuer] = self._find(issuer)
        return self._known[issuer]

    def method(self, controller: Controller, url: str) -> Method:
        """
        The key that `url` names, in the controller's document or in one that it links to.

        Raises as `Controller.method`.
        """
        if url not in controller.linked or url.partition("#")[0] == controller.did:
            return controller.method(url)
        known = self._linked.get((controller.did, url))
        if known is None:
            known = self._fetch(controller, url)
            self._linked[controller.did, url] = known
        if isinstance(known, KeyRefused):
            raise known.with_traceback(None)
        return known

    def _find(self, issuer: str) -> Controller | Finding:
        try:
            alone = dids.by_itself(issuer)
            if alone is not None:
                return alone
            site = dids.web_site(issuer)
            if site is not None:
                document = site.document
            elif _HTTPS.fullmatch(issuer) and "#" not in issuer:
                document = issuer
            else:
                return not_checked(f"Keys of {shown(issuer)} cannot be found: {_why(issuer)}.")
            return read_document(self._source.fetch(document, MAX_DOCUMENT), issuer)
        except Unavailable as reason:
            return not_checked(f"The issuer's keys could not be fetched: {reason}.")
        except KeyUnread as reason:
            return not_checked(str(reason))
        except KeyRefused as reason:
            return failed(str(reason))
        except Malformed as reason:
            return not_checked(str(reason))

    def _fetch(self, controller: Controller, url: str) -> Method | KeyRefused:
        try:
            return read_method(self._source.fetch(url, MAX_DOCUMENT), url, controller.did)
        except Unavailable as reason:
            return KeyUnread(f"The issuer's key could not be fetched: {reason}.")
        except Malformed as reason:
            return KeyUnread(str(reason))
        except KeyRefused as reason:
            return reason


def home(issuer: str) -> str | None:
    """The host by which a reader knows the issuer; None for one that is a key, or no address."""
    site = dids.web_site(issuer)
    if site is not None:
        return site.host
    match = _HTTPS.fullmatch(issuer)
    return match[1] if match else None


def _why(issuer: str) -> str:
    method = issuer.split(":", 2)[1] if issuer.startswith("did:") else ""
    if method and method != "web":
        return f"DIDs of the method {shown(method)} are not read here"
    return (
        "it is no did:web"
        if issuer.startswith("did:")
        else "it is no DID and no plain https address"
    )

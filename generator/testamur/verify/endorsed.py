"""
What a site says that others say in favour: each endorsement by its signature, and every place that
repeats it held against what was signed.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from datetime import datetime

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    Addresses,
    endorsement_path,
    endorser_path,
    hosted_endorsement_path,
)
from testamur.verify import endorsement as reading
from testamur.verify.controllers import MAX_DOCUMENT
from testamur.verify.dids import web_site
from testamur.verify.endorsement import Endorsers, Statement
from testamur.verify.files import Reader, json_object
from testamur.verify.signatures import Signed
from testamur.verify.writing import Malformed

_ENDORSEMENT = re.compile(r"endorsements/([^/]+)/credential\.json")
_HOSTED = re.compile(r"endorsements/([^/]+)/(?:endorsement|endorser)\.json")
_HOLDER = re.compile(
    r"(?:credentials/[^/]+/v[0-9]+/(?:achievement|badgeclass)|awards/[^/]+/assertion|issuer)\.json"
)
_AWARD = re.compile(r"(awards/[^/]+/)credential\.json")
_MAX_HOLDER = 8_000_000


class Endorsed:
    """The endorsements of one site; `unchecked` is complete once `faults` were gone through."""

    def __init__(
        self,
        read: Reader,
        paths: list[str],
        at: Addresses,
        endorsers: Iterable[bytes],
        now: datetime,
    ) -> None:
        self._read = read
        self._at = at
        self._paths = paths
        self._names = [match[1] for match in map(_ENDORSEMENT.fullmatch, paths) if match]
        by_did = {did: data for data in endorsers if (did := _did_of(data)) is not None}
        self._endorsers = Endorsers(reading.key_documents(by_did), now)
        self._signed: dict[str, JsonObject] = {}
        self._said: dict[str, Statement] = {}
        self._unchecked: list[str] = []

    @property
    def unchecked(self) -> tuple[str, ...]:
        """Endorsements that only their endorsers' own sites could vouch for; a sentence each."""
        return tuple(self._unchecked)

    def faults(self, only: Container[str] | None) -> list[str]:
        """
        What is wrong, a sentence each.

        Every endorsement is checked; of the documents that name some, with `only`, just these.
        """
        found = [fault for name in self._names for fault in self._endorsement(name)]
        for path in self._paths:
            match = _HOSTED.fullmatch(path)
            if match and match[1] not in self._names:
                found.append(f"{path} has no signed endorsement beside it.")
        return [*found, *self._holders(only)]

    def _endorsement(self, name: str) -> Iterator[str]:
        path = endorsement_path(name)
        try:
            document, said = reading.read(self._read(path) or b"")
        except Malformed as reason:
            yield f"{path} is no endorsement: {reason}"
            return
        self._signed[name], self._said[name] = document, said
        if said.endorser == self._at.did:
            yield f"{path} is the issuer's own word."
        if not self._stands_here(said.about):
            yield f"{path} is about something that is not here, {said.about}."
        signed = self._endorsers.check(document, said)
        for finding in (signed.signature, signed.issuer_key):
            if finding.failed:
                yield f"{path} is not the word of {said.endorser}: {finding.detail}"
                break
        else:
            if not signed.genuine:
                self._unchecked.append(f"{path}: {self._why_unchecked(path, said, signed)}")
        yield from self._hosted(name, said)

    def _why_unchecked(self, path: str, said: Statement, signed: Signed) -> str:
        site = web_site(said.endorser)
        if site is None or site.document in self._endorsers.keys.index:
            return (signed.issuer_key if signed.signature.held else signed.signature).detail
        where = f"`testamur verify {self._at.of(path)}` asks there"
        return f"the keys of {said.endorser} are published at {site.host}; {where}"

    def _stands_here(self, about: str) -> bool:
        if about == self._at.did:
            return True
        prefix = self._at.of("")
        return about.startswith(prefix) and self._read(about.removeprefix(prefix)) is not None

    def _hosted(self, name: str, said: Statement) -> Iterator[str]:
        """The Open Badges 2.0 edition may not say anything else."""
        path = hosted_endorsement_path(name)
        hosted, endorser = self._json(path), self._json(endorser_path(name))
        if hosted is None and endorser is None:
            return
        if hosted is None or endorser is None:
            yield f"{path} or the endorser beside it is missing or cannot be read."
            return
        address = self._at.of(endorser_path(name))
        if (hosted.get("id"), hosted.get("issuer"), endorser.get("id")) != (
            self._at.of(path),
            address,
            address,
        ):
            yield f"{path} names another document or another endorser than those beside it."
        if any(endorser.get(key) != getattr(said, key) for key in ("name", "url", "email")):
            yield f"{endorser_path(name)} is of somebody else than who signed."
        if said.withdraws:
            if hosted.get("revoked") is not True or hosted.get("revocationReason") != said.comment:
                yield f"{path} does not say that the endorsement is withdrawn, and why."
            return
        claim = hosted.get("claim")
        claimed = claim if isinstance(claim, dict) else {}
        if (
            "revoked" in hosted
            or claimed.get("endorsementComment", "") != said.comment
            or claimed.get("id") != self._in_2(said.about)
        ):
            yield f"{path} says something else than was signed."

    def _in_2(self, about: str) -> str:
        """The Open Badges 2.0 id of what has this one in 3.0."""
        if about == self._at.did:
            return self._at.profile
        match = _AWARD.fullmatch(about.removeprefix(self._at.of("")))
        if match:
            return self._at.of(f"{match[1]}assertion.json")
        return about.replace("/achievement.json", "/badgeclass.json")

    def _holders(self, only: Container[str] | None) -> Iterator[str]:
        """What names endorsements may name only those that stand, and about itself."""
        standing = {
            name: document
            for name, document in self._signed.items()
            if not self._said[name].withdraws
        }
        addresses = {self._at.of(hosted_endorsement_path(name)): name for name in standing}
        for path in self._paths:
            if _HOLDER.fullmatch(path) is None or (only is not None and path not in only):
                continue
            data = self._read(path) or b""
            # Most name none, and need not be parsed.
            if b'"endorsement"' not in data:
                continue
            document = self._json(path) or {}
            named = document.get("endorsement", [])
            for each in named if isinstance(named, list) else [named]:
                if not self._belongs(document, each, standing, addresses):
                    yield f"{path} names an endorsement that does not stand, or not of it."

    def _belongs(
        self,
        document: JsonObject,
        each: JsonValue,
        standing: dict[str, JsonObject],
        addresses: dict[str, str],
    ) -> bool:
        if isinstance(each, str):
            name = addresses.get(each)
            return name is not None and self._in_2(self._said[name].about) == document.get("id")
        return any(
            each == signed and self._said[name].about == document.get("id")
            for name, signed in standing.items()
        )

    def _json(self, path: str) -> JsonObject | None:
        return json_object(self._read(path), _MAX_HOLDER)


def _did_of(data: bytes) -> str | None:
    """Of which did:web it is the key document."""
    document = json_object(data, MAX_DOCUMENT)
    did = document.get("id") if document else None
    return did if isinstance(did, str) and web_site(did) else None

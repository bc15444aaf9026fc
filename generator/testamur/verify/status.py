"""
Status lists: whether the issuer withdrew a document. Step 6 of verifying.

Bitstring Status List 1.0, "Validate Algorithm". A list that cannot be relied on leaves the
question open; it is never read as "not withdrawn".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from testamur.verify import revocations
from testamur.verify.bitstrings import StatusList, Unusable, decode, list_credential
from testamur.verify.envelope import Opened, open_text
from testamur.verify.proofs import Proofs
from testamur.verify.shape import Credential
from testamur.verify.sources import Source, Unavailable
from testamur.verify.statuses import StatusEntry
from testamur.verify.verdict import Finding, failed, held, not_checked
from testamur.verify.words import ended, shown

MAX_LIST = 4_000_000
"""Bytes of a list credential that are read."""

# Purposes that withdraw a document; `refresh` and `message` do not concern its validity.
REVOCATION = "revocation"
SUSPENSION = "suspension"
_WITHDRAWING = (REVOCATION, SUSPENSION)
_REFRESH, _MESSAGE = "refresh", "message"


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lists say of one document."""

    finding: Finding
    purpose: str | None = None
    """The purpose whose bit is set."""
    reason: str | None = None
    """Why, where the list says it."""
    signed: bool = True
    """Whether that list is."""


class StatusLists:
    """The lists met in one run, each fetched and verified once."""

    def __init__(
        self,
        source: Source,
        proofs: Proofs,
        now: datetime,
        remembered: Mapping[str, datetime],
    ) -> None:
        self._source = source
        self._proofs = proofs
        self._now = now
        self._remembered = remembered
        self._known: dict[tuple[str, str], StatusList | Unusable] = {}

    @property
    def seen(self) -> Mapping[str, datetime]:
        """By address, the `validFrom` of each list that held: what to remember next time."""
        return {
            url: found.valid_from
            for (url, _issuer), found in self._known.items()
            if isinstance(found, StatusList)
        }

    def list(self, url: str, issuer: str) -> StatusList:
        """The list at `url`, if `issuer` signed it. Raises Unusable."""
        known = self._known.get((url, issuer))
        if known is None:
            try:
                known = self._fetch(url, issuer)
            except Unusable as reason:
                known = reason
            self._known[url, issuer] = known
        if isinstance(known, Unusable):
            raise known.with_traceback(None)
        return known

    def standing(self, credential: Credential) -> Standing:
        """Whether any of the document's entries is set."""
        status = credential.status
        questions = [
            f"Its status is kept in a way not read here ({kind})." for kind in status.unread
        ]
        signed: list[datetime] = []
        notes: list[str] = []
        for entry in status.bits:
            if entry.purpose == _MESSAGE:
                notes.append(self._message(entry, credential.issuer))
                continue
            if entry.purpose == _REFRESH:
                continue
            if entry.purpose not in _WITHDRAWING:
                questions.append(f"Its status has an unknown purpose, {shown(entry.purpose)}.")
                continue
            try:
                found, value = self._look_up(entry, credential.issuer)
            except Unusable as reason:
                questions.append(str(reason))
                continue
            if value:
                return Standing(
                    failed(f"The issuer's {entry.purpose} list has it marked."), entry.purpose
                )
            signed.append(found.valid_from)
        for url in status.revocation_lists:
            try:
                revoked = revocations.look_up(self._source, url, credential.id, credential.issuer)
            except Unusable as reason:
                questions.append(str(reason))
                continue
            if revoked is not None:
                said = "The issuer's revocation list names it."
                return Standing(failed(said), REVOCATION, revoked.reason, signed=False)
        if questions:
            return Standing(not_checked(questions[0]))
        stands = _standing(signed, unsigned=bool(status.revocation_lists))
        return Standing(held(" ".join([stands, *notes])))

    def _message(self, entry: StatusEntry, issuer: str) -> str:
        """What the issuer has to say of the document, which does not concern its validity."""
        try:
            _found, value = self._look_up(entry, issuer)
        except Unusable as reason:
            return f"The issuer's messages could not be read. {reason}"
        message = entry.message(value)
        return (
            f"Its issuer notes: {ended(message)}" if message else "Its issuer notes nothing known."
        )

    def _look_up(self, entry: StatusEntry, issuer: str) -> tuple[StatusList, int]:
        found = self.list(entry.list, issuer)
        if entry.purpose not in found.purposes:
            raise Unusable(f"The status list at {shown(entry.list)} has another purpose.")
        return found, found.value(entry.index, entry.size)

    def _fetch(self, url: str, issuer: str) -> StatusList:
        where = f"The status list at {shown(url)}"
        try:
            data = self._source.fetch(url, MAX_LIST)
        except Unavailable as reason:
            raise Unusable(f"Its status list could not be fetched: {reason}.") from None
        opened = open_text(data, held("It is a list."), MAX_LIST)
        if not isinstance(opened, Opened):
            raise Unusable(f"{where} cannot be read: {_clause(opened[-1].detail)}.")
        try:
            said = list_credential(opened.document, enveloped=opened.token is not None)
            bits = decode(said.encoded)
        except ValueError as reason:
            raise Unusable(f"{where} cannot be read: {_clause(str(reason))}.") from None
        if said.id != url:
            raise Unusable(f"{where} is another list, {shown(said.id)}.")
        if said.issuer != issuer:
            raise Unusable(f"{where} is another issuer's.")
        signed = self._proofs.check(opened.document, issuer, token=opened.token)
        if not signed.genuine:
            flaw = signed.issuer_key if signed.signature.held else signed.signature
            raise Unusable(f"{where} is not to be relied on. {flaw.detail}")
        if self._now < said.valid_from:
            raise Unusable(f"{where} is valid only from {said.valid_from:%Y-%m-%d %H:%M} UTC.")
        ends = min((end for end in (said.valid_until, signed.expires) if end), default=None)
        if ends is not None and self._now >= ends:
            raise Unusable(f"{where} was valid until {ends:%Y-%m-%d %H:%M} UTC and is too old now.")
        if url in self._remembered and said.valid_from < self._remembered[url]:
            raise Unusable(f"{where} is older than the one seen before: the site was rolled back.")
        return StatusList(said.purposes, bits, said.valid_from, signed.keys)


def _standing(signed: list[datetime], *, unsigned: bool) -> str:
    """That the lists leave it standing, and how old the oldest of them is."""
    if signed:
        return f"Not withdrawn, by the issuer's signed list of {min(signed):%Y-%m-%d %H:%M} UTC."
    if unsigned:
        return "Not withdrawn, by the issuer's list of today, which is not signed."
    return "It names no list on which it could be withdrawn."


def _clause(reason: str) -> str:
    """A sentence as the end of another one."""
    text = shown(reason).removesuffix(".")
    return text[:1].lower() + text[1:]

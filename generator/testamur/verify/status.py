"""
Status lists: whether the issuer withdrew a document. Step 6 of verifying.

Bitstring Status List 1.0, "Validate Algorithm". A list that cannot be relied on leaves the
question open; it is never read as "not withdrawn".
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from testamur.crypto import strict_json
from testamur.crypto.keys import PublicKey
from testamur.crypto.multibase import base64url_decode
from testamur.verify import shape
from testamur.verify.proofs import Proofs
from testamur.verify.shape import Credential, StatusEntry
from testamur.verify.sources import Source, Unavailable
from testamur.verify.verdict import Finding, failed, held, not_checked, shown
from testamur.verify.writing import Malformed

MIN_ENTRIES = 131_072
"""Fewer would not hide which of them a verifier asked about (section 3.1)."""
MAX_BYTES = 8 << 20
"""Uncompressed; what claims to be larger is not inflated further."""
MAX_LIST = 4_000_000
"""Bytes of a list credential that are read."""

# Purposes that withdraw a document; `refresh` and `message` do not concern its validity.
SUSPENSION = "suspension"
_WITHDRAWING = ("revocation", SUSPENSION)
_OTHER = ("refresh", "message")


class Unusable(ValueError):
    """A list that cannot be relied on. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class StatusList:
    """A list that was verified itself, decoded."""

    purposes: tuple[str, ...]
    bits: bytes
    valid_from: datetime
    keys: frozenset[PublicKey]
    """Those that signed it."""

    def is_set(self, index: int) -> bool:
        """Index 0 is the left-most bit of the first byte. Raises Unusable outside the list."""
        if index >= 8 * len(self.bits):
            raise Unusable(f"The status list has no place {index}.")
        return bool(self.bits[index >> 3] & 0x80 >> (index & 7))


@dataclass(frozen=True, slots=True)
class Standing:
    """What the lists say of one document."""

    finding: Finding
    purpose: str | None = None
    """The purpose whose bit is set."""


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
        open_questions = [
            f"Its status is kept in a way not read here ({kind})."
            for kind in credential.unread_status
        ]
        as_of: list[datetime] = []
        for entry in credential.status:
            if entry.purpose in _OTHER:
                continue
            if entry.purpose not in _WITHDRAWING:
                open_questions.append(f"Its status has an unknown purpose, {shown(entry.purpose)}.")
                continue
            try:
                found, is_set = self._look_up(entry, credential.issuer)
            except Unusable as reason:
                open_questions.append(str(reason))
                continue
            if is_set:
                return Standing(
                    failed(f"The issuer's {entry.purpose} list has it marked."), entry.purpose
                )
            as_of.append(found.valid_from)
        if open_questions:
            return Standing(not_checked(open_questions[0]))
        if not as_of:
            return Standing(held("It names no list on which it could be withdrawn."))
        oldest = min(as_of)
        return Standing(
            held(f"Not withdrawn, by the issuer's signed list of {oldest:%Y-%m-%d %H:%M} UTC.")
        )

    def _look_up(self, entry: StatusEntry, issuer: str) -> tuple[StatusList, bool]:
        found = self.list(entry.list, issuer)
        if entry.purpose not in found.purposes:
            raise Unusable(f"The status list at {shown(entry.list)} has another purpose.")
        return found, found.is_set(entry.index)

    def _fetch(self, url: str, issuer: str) -> StatusList:
        where = f"The status list at {shown(url)}"
        try:
            data = self._source.fetch(url, MAX_LIST)
        except Unavailable as reason:
            raise Unusable(f"Its status list could not be fetched: {reason}.") from None
        try:
            document = strict_json.parse(data, max_bytes=MAX_LIST)
            if not isinstance(document, dict):
                raise Malformed("It is not an object.")
            said = shape.status_list(document)
            bits = decode(said.encoded)
        except ValueError as reason:
            raise Unusable(f"{where} cannot be read: {_clause(reason)}.") from None
        if said.id != url:
            raise Unusable(f"{where} is another list, {shown(said.id)}.")
        if said.issuer != issuer:
            raise Unusable(f"{where} is another issuer's.")
        signed = self._proofs.check(document, issuer)
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


def decode(text: str) -> bytes:
    """
    The bits of an `encodedList`: `u`, base64url, gzip.

    Raises ValueError for anything but one whole gzip member, for more than `MAX_BYTES` and for
    fewer than `MIN_ENTRIES` entries.
    """
    if not text.startswith("u"):
        raise ValueError("its encodedList is not base64url")
    inflater = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        bits = inflater.decompress(base64url_decode(text[1:]), MAX_BYTES)
    except zlib.error:
        raise ValueError("its encodedList is not gzip") from None
    if not inflater.eof:
        raise ValueError("its encodedList is cut short or too large")
    if inflater.unused_data:
        raise ValueError("its encodedList has something behind the list")
    if 8 * len(bits) < MIN_ENTRIES:
        raise ValueError(f"it has fewer than {MIN_ENTRIES:,} entries")
    return bits


def _clause(reason: Exception) -> str:
    """A sentence as the end of another one."""
    text = shown(str(reason)).removesuffix(".")
    return text[:1].lower() + text[1:]

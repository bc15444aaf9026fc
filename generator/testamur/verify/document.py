"""
Verify one document, step by step, and say in one word what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from testamur.crypto import strict_json
from testamur.crypto.rdfc import Canonicaliser
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses, proof_path
from testamur.register.entries import Role
from testamur.verify import fate, recipient, record, shape
from testamur.verify.composing import verdict
from testamur.verify.dids import Controller, WebSite, web_site
from testamur.verify.fate import MAX_DOCUMENT, Fate
from testamur.verify.formats import other_format
from testamur.verify.log import BrokenLog, PublishedLog, read_log
from testamur.verify.pictures import Inside, look_inside
from testamur.verify.proofs import Proofs, Signed
from testamur.verify.record import Entered, NotInRecord
from testamur.verify.shape import AnotherKind, Credential
from testamur.verify.sources import Source, Unavailable
from testamur.verify.status import StatusLists
from testamur.verify.v2 import claims
from testamur.verify.v2.judge import Asked, Judge
from testamur.verify.verdict import (
    Finding,
    Summary,
    Verdict,
    Word,
    day,
    failed,
    held,
    instant,
    not_checked,
    shown,
)
from testamur.verify.writing import Malformed
from testamur.wire.bake import form_of
from testamur.wire.contexts import contexts

_EARLIER_TRIED = 16
"""Earlier versions whose proofs are looked for when nobody says where a document was found."""
_NOTHING_REMEMBERED: Mapping[str, datetime] = MappingProxyType({})


def verify_document(
    data: bytes,
    source: Source,
    *,
    now: datetime,
    expected_site: str | None = None,
    email: str | None = None,
    name: str | None = None,
    found_at: str | None = None,
    whole_record: bool = False,
) -> Verdict:
    """
    The verdict on one document; malformed input is a verdict too, never an error.

    `source` answers for every other address; `now` has a zone. With `expected_site` (a base
    URL) documents of other issuers are `foreign`. `email` and `name` are the person it should
    be made out to. `found_at` is where the bytes came from, if they came from an address.
    `whole_record` as for `Verifier`.
    """
    examined = Verifier(source, now=now, whole_record=whole_record).examine(
        data, expected_site=expected_site, email=email, name=name, found_at=found_at
    )
    return examined.verdict


@dataclass(frozen=True, slots=True)
class Examined:
    """A verdict, and what the steps learnt on the way to it."""

    verdict: Verdict
    credential: Credential | None = None
    signed: Signed | None = None
    entered: Entered | None = None


class Verifier:
    """Many documents in one run: key documents and status lists are fetched and checked once."""

    def __init__(
        self,
        source: Source,
        *,
        now: datetime,
        remembered: Mapping[str, datetime] = _NOTHING_REMEMBERED,
        whole_record: bool = False,
        canonicaliser: Canonicaliser | None = None,
    ) -> None:
        """
        `remembered`: by address, the `validFrom` of status lists seen in earlier runs.

        `whole_record`: read each issuer's permanent record, which alone knows when a key that is
        still published ended; some kB for a copy at hand, some MB over the network.

        `canonicaliser`: for many documents alike, a faster one than the reference.
        """
        self._source = source
        self._now = now
        self._whole_record = whole_record
        self.proofs = Proofs(source, now, canonicaliser or contexts())
        self._logs: dict[str, PublishedLog | None] = {}
        self.lists = StatusLists(source, self.proofs, now, remembered)
        self._older = Judge(source)

    def examine(
        self,
        data: bytes,
        *,
        expected_site: str | None = None,
        email: str | None = None,
        name: str | None = None,
        found_at: str | None = None,
    ) -> Examined:
        """As `verify_document`, with what the steps learnt."""
        # 1. readable: it is JSON that every program reads alike, within our limits.
        readable = held("It is well-formed JSON.")
        form = form_of(data)
        if form is not None:
            inside = look_inside(data, form)
            if not isinstance(inside, Inside):
                return _ended(inside)
            data, readable = inside.text, held(inside.detail)
        asked = Asked(self._now, expected_site, email, name)
        try:
            document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
        except ValueError as error:
            claim = claims.of_text(data)
            if claim is not None:
                return Examined(self._older.judge(claim, readable, asked))
            return _ended(_unreadable(data, str(error)))
        claim = claims.of_json(document)
        if claim is not None:
            return Examined(self._older.judge(claim, readable, asked))
        if not isinstance(document, dict):
            return _ended(failed("It cannot be read: it is no JSON object."))

        # 2. well-formed: it has the shape that Open Badges 3.0 promises, with known contexts.
        try:
            credential = shape.credential(document)
        except Malformed as reason:
            return _ended(readable, failed(str(reason)))
        except AnotherKind as reason:
            return _ended(readable, not_checked(str(reason)))
        well_formed = held("It is an Open Badges 3.0 credential.")
        site = web_site(credential.issuer)
        foreign = expected_site is not None and (
            site is None or site.base_url != expected_site.rstrip("/")
        )

        # 3. signature: every proof fits the bytes we were given.
        # 4. issuer-key: the issuer publishes the key, for this use.
        signed = self.proofs.check(document, credential.issuer)
        if signed.departed:
            signed = self._signed_before_loss(document, credential, signed, found_at)
        findings = (readable, well_formed, signed.signature, signed.issuer_key)
        summary = _summary(credential, site)
        if not signed.genuine:
            # Nothing it says is believed, and nothing it names is fetched.
            return Examined(verdict(findings, summary, foreign=foreign), credential, signed)

        # 5. dates: validFrom has come, validUntil has not passed.
        dates, date_word = _dates(credential, signed, self._now)

        # 6. status: the issuer's signed list leaves it standing.
        standing = self.lists.standing(credential)
        became = Fate(standing.finding)
        if standing.purpose is not None:
            became = fate.withdrawn(credential, standing.purpose, self._source, self.proofs)

        # 7. recipient: it was made out to the person we were told of.
        person = recipient.check(credential.identities, email, name)

        # 8. register: it stands in the issuer's permanent record.
        register, entered = self._record(
            document, credential, found_at, any_version=became.word is not None
        )
        if register.failed and became.word is None:
            # Where the list is older than the site, the proof at its address is a newer version's.
            became = fate.replaced(credential, self._source, self.proofs) or became
            if became.word is not None:
                register = _no_proof()
        if self._whole_record:
            # 4 again, by what only the record knows.
            findings = (*findings[:3], self._key_by_the_record(credential.issuer, signed, entered))

        judged = verdict(
            (*findings, dates, became.finding, person, register),
            replace(summary, withdrawn=became.since, reason=became.reason, newest=became.newest),
            foreign=foreign,
            fate_word=became.word,
            date_word=date_word,
        )
        return Examined(judged, credential, signed, entered)

    def _signed_before_loss(
        self,
        document: JsonObject,
        credential: Credential,
        signed: Signed,
        found_at: str | None,
    ) -> Signed:
        """
        Check again with keys that left the key document, where the permanent record vouches.

        A thief can write any date, but cannot enter a document before the key was lost.
        """
        _finding, entered = self._record(document, credential, found_at, any_version=True)
        # The whole record is fetched only for a document that stands in it.
        log = self._log(credential.issuer) if entered else None
        if entered is None or log is None or log.entry(entered.index) != entered.entry:
            return signed
        found = [log.method_before_loss(method, entered.index) for method in signed.departed]
        lost = {method.id: method for method in found if method is not None}
        return self.proofs.check(document, credential.issuer, lost)

    def _key_by_the_record(self, issuer: str, signed: Signed, entered: Entered | None) -> Finding:
        log = self._log(issuer)
        if log is None:
            return signed.issuer_key
        for key in signed.keys:
            objection = log.objection(key, Role.AWARD, entered.index if entered else None)
            if objection is not None:
                return failed(f"The issuer's own record speaks against it: {objection}.")
        return signed.issuer_key

    def _log(self, issuer: str) -> PublishedLog | None:
        """The issuer's whole record, read once in a run; None where it cannot be relied on."""
        if issuer not in self._logs:
            site, controller = web_site(issuer), self.proofs.controller(issuer)
            self._logs[issuer] = None
            if site is not None and isinstance(controller, Controller):
                with suppress(BrokenLog, Unavailable):
                    self._logs[issuer] = read_log(
                        self._source, Addresses(site.base_url), record.register_keys(controller)
                    )
        return self._logs[issuer]

    def _record(
        self,
        document: JsonObject,
        credential: Credential,
        found_at: str | None,
        *,
        any_version: bool,
    ) -> tuple[Finding, Entered | None]:
        site = web_site(credential.issuer)
        controller = self.proofs.controller(credential.issuer)
        if site is None or not isinstance(controller, Controller):
            return not_checked("Its issuer keeps no permanent record that is known here."), None
        at = Addresses(site.base_url)
        told = None if found_at is None else record.place(found_at, site.base_url)
        place = told or record.place(credential.id, site.base_url)
        if place is None:
            return not_checked("Its issuer keeps no permanent record that is known here."), None
        award, version = place
        versions = [version]
        if told is None and any_version:
            versions += range(1, _EARLIER_TRIED + 1)
        flaw: Finding | None = None
        for each in versions:
            try:
                proof = self._source.fetch(at.of(proof_path(award, each)), record.MAX_PROOF)
                entered = record.check(document, proof, at, record.register_keys(controller))
            except Unavailable:
                break
            except NotInRecord as reason:
                flaw = flaw or failed(str(reason))
            else:
                return held(entered.sentence), entered
        if flaw is None or len(versions) > 1:
            return _no_proof(), None
        return flaw, None


def _unreadable(data: bytes, why: str) -> Finding:
    other = other_format(data)
    if other is not None:
        # A picture may well hold a genuine badge: that it was not read proves nothing.
        return not_checked(other)
    if not data.lstrip().startswith((b"{", b"[")):
        return failed("It is not JSON." if data.strip() else "It is empty.")
    return failed(f"It cannot be read as JSON: {shown(why)}.")


def _dates(credential: Credential, signed: Signed, now: datetime) -> tuple[Finding, Word | None]:
    begins = max((credential.valid_from, *signed.created))
    if now < begins:
        return failed(f"It is valid only from {instant(begins)}."), Word.NOT_YET_VALID
    ends = min((end for end in (credential.valid_until, signed.expires) if end), default=None)
    if ends is not None and now >= ends:
        return failed(f"It was valid until {instant(ends)}."), Word.EXPIRED
    until = f" until {instant(ends)}" if ends else ", without an end"
    return held(f"In force since {day(credential.valid_from)}{until}."), None


def _summary(credential: Credential, site: WebSite | None) -> Summary:
    return Summary(
        recipient=shown(credential.recipient) if credential.recipient else None,
        credential=shown(credential.name),
        issuer=shown(credential.issuer_name) if credential.issuer_name else None,
        domain=site.host if site else None,
        issued=credential.valid_from,
        expires=credential.valid_until,
        awarded=credential.awarded,
    )


def _no_proof() -> Finding:
    return not_checked("No proof that it is in the permanent record is published.")


def _ended(*findings: Finding) -> Examined:
    return Examined(verdict(findings))

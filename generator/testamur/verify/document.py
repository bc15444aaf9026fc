"""
Verify one document, step by step, and say in one word what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from testamur.crypto.rdfc import Canonicaliser
from testamur.verify import endorsement, fate, inner, recipient, shape
from testamur.verify.composing import verdict
from testamur.verify.dids import web_site
from testamur.verify.envelope import Opened, open_text, unpack
from testamur.verify.fate import Fate
from testamur.verify.history import History, no_proof
from testamur.verify.issuers import home
from testamur.verify.limits import Allowance, Lean, Rationed
from testamur.verify.proofs import Proofs
from testamur.verify.record import Entered
from testamur.verify.shape import Credential, Kind
from testamur.verify.signatures import Signed
from testamur.verify.sources import Source
from testamur.verify.status import StatusLists
from testamur.verify.v2 import claims
from testamur.verify.v2.judge import Asked, Judge
from testamur.verify.verdict import Finding, Part, Summary, Verdict, Word, failed, held, not_checked
from testamur.verify.words import day, instant, shown
from testamur.verify.writing import Malformed, Unread
from testamur.wire.contexts import contexts

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
        self._source = Rationed(source)
        self._now = now
        self._whole_record = whole_record
        self.proofs = Proofs(self._source, now, canonicaliser or contexts())
        self._proofs_inside = self.proofs.inside(Lean(contexts()))
        # A whole record has as many parts as it needs.
        self._history = History(source, self.proofs)
        self.lists = StatusLists(self._source, self._proofs_inside, now, remembered)
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
        self._source.refill()
        # 1. readable: it is JSON or a token that every program reads alike, within our limits.
        unpacked = unpack(data)
        if isinstance(unpacked, Finding):
            return _ended(unpacked)
        text, readable = unpacked
        opened = open_text(text, readable)
        if isinstance(opened, Opened) and opened.token is None:
            claim = claims.of_json(opened.document)
        else:
            claim = claims.of_text(text)
        if claim is not None:
            asked = Asked(self._now, expected_site, email, name)
            return Examined(self._older.judge(claim, readable, asked))
        if not isinstance(opened, Opened):
            return _ended(*opened)
        return self._judge(
            opened, expected_site=expected_site, email=email, name=name, found_at=found_at
        )

    def _judge(
        self,
        opened: Opened,
        *,
        expected_site: str | None = None,
        email: str | None = None,
        name: str | None = None,
        found_at: str | None = None,
        allowance: Allowance | None = None,
    ) -> Examined:
        # Of a credential inside another, `allowance` is what may still be looked at.
        proofs = self._proofs_inside if allowance else self.proofs
        # 2. well-formed: it has the shape that its kind promises, with known contexts.
        document, token, readable = opened.document, opened.token, opened.readable
        try:
            credential = shape.credential(document, enveloped=token is not None)
        except Malformed as reason:
            return _ended(readable, failed(str(reason)))
        except Unread as reason:
            return _ended(readable, not_checked(str(reason)))
        well_formed = held(f"It is {credential.kind}.")
        site = web_site(credential.issuer)
        foreign = expected_site is not None and (
            site is None or site.base_url != expected_site.rstrip("/")
        )

        # 3. signature: every signature fits the bytes we were given.
        # 4. issuer-key: the issuer publishes the key, for this use.
        signed = proofs.check(document, credential.issuer, token=token)
        if signed.departed and token is None:
            signed = self._history.signed_before_loss(document, credential, signed, found_at)
        findings = (readable, well_formed, signed.signature, signed.issuer_key)
        summary = _summary(credential)
        if not signed.genuine:
            # Nothing it says is believed, and nothing it names is fetched.
            return Examined(verdict(findings, summary, foreign=foreign), credential, signed)

        # 5. dates: validFrom has come, validUntil has not passed.
        dates, date_word = _dates(credential, signed, self._now)

        # 6. status: the issuer's list leaves it standing.
        standing = self.lists.standing(credential)
        became = Fate(standing.finding)
        if standing.purpose is not None:
            became = fate.withdrawn(credential, standing, self._source, proofs)
        became = endorsement.taken_back(document, credential) or became

        # 7. recipient: it was made out to the person we were told of.
        person = recipient.check(credential.identities, email, name)

        # 8. register: it stands in the issuer's permanent record.
        register, entered = self._history.entered(
            document, credential, found_at, any_version=became.word is not None
        )
        if register.failed and became.word is None:
            # Where the list is older than the site, the proof at its address is a newer version's.
            became = fate.replaced(credential, self._source, proofs) or became
            if became.word is not None:
                register = no_proof()
        if self._whole_record:
            # 4 again, by what only the record knows.
            key = self._history.key_by_the_record(credential.issuer, signed, entered, token)
            findings = (*findings[:3], key)

        # What is inside it is judged by itself; but no further down than endorsements.
        parts: tuple[Part, ...] = ()
        if allowance is None or credential.kind is Kind.ACHIEVEMENT:
            parts = self._parts(opened, credential, allowance or Allowance())
        judged = verdict(
            (*findings, dates, became.finding, person, register),
            replace(
                summary,
                withdrawn=became.since,
                reason=became.reason,
                newest=became.newest,
                successor=became.successor,
            ),
            foreign=foreign,
            fate_word=became.word,
            date_word=date_word,
            person_asked=email is not None or name is not None,
            parts=parts,
        )
        return Examined(judged, credential, signed, entered)

    def _parts(
        self, opened: Opened, credential: Credential, allowance: Allowance
    ) -> tuple[Part, ...]:
        ids = inner.ids_of(opened.document)
        found: list[Part] = []
        for number, each in enumerate(credential.inner):
            if not allowance.takes(each.content):
                rest = len(credential.inner) - number
                unseen = _ended(
                    not_checked(f"Not looked at: {rest} more, since it holds too much.")
                )
                return (*found, inner.part(each, None, unseen.verdict, credential, ids))
            content = inner.open_inner(each)
            if isinstance(content, Opened):
                examined = self._judge(content, allowance=allowance)
            else:
                examined = _ended(*content)
            found.append(inner.part(each, examined.credential, examined.verdict, credential, ids))
        return tuple(found)


def _dates(credential: Credential, signed: Signed, now: datetime) -> tuple[Finding, Word | None]:
    begins = max((credential.valid_from, *signed.created))
    if now < begins:
        return failed(f"It is valid only from {instant(begins)}."), Word.NOT_YET_VALID
    ends = min((end for end in (credential.valid_until, signed.expires) if end), default=None)
    if ends is not None and now >= ends:
        return failed(f"It was valid until {instant(ends)}."), Word.EXPIRED
    until = f" until {instant(ends)}" if ends else ", without an end"
    return held(f"In force since {day(credential.valid_from)}{until}."), None


def _summary(credential: Credential) -> Summary:
    endorses = credential.subject if credential.kind is Kind.ENDORSEMENT else None
    return Summary(
        recipient=shown(credential.recipient) if credential.recipient else None,
        credential=shown(credential.name),
        issuer=shown(credential.issuer_name) if credential.issuer_name else None,
        domain=home(credential.issuer),
        by_key_alone=home(credential.issuer) is None,
        issued=credential.valid_from,
        expires=credential.valid_until,
        awarded=credential.awarded,
        endorses=shown(endorses) if endorses else None,
    )


def _ended(*findings: Finding) -> Examined:
    return Examined(verdict(findings))

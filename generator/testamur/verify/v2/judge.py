"""
The verdict on an Open Badges 2.0 badge of any issuer, in the same steps as that on a credential.

Follows OB 2.0, "Verification": what stands at the badge's own address, or what was signed with a
key that the issuer's profile names; then the badge class, the issuer, dates and withdrawal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from testamur.crypto.strict_json import JsonObject
from testamur.verify import recipient
from testamur.verify.composing import verdict
from testamur.verify.sources import Gone, Source, Unavailable
from testamur.verify.v2 import copies, scope, shape, signed
from testamur.verify.v2.claims import Claim, Hosted, Signed, Torn
from testamur.verify.v2.linked import Linker
from testamur.verify.v2.shape import Assertion, BadgeClass, Kind, Linked, Profile, Withdrawn
from testamur.verify.verdict import Finding, Summary, Verdict, Word, failed, held, not_checked
from testamur.verify.words import day, ended, instant, shown
from testamur.verify.writing import Malformed

_NO_RECORD = "Open Badges 2.0 knows no permanent record."


@dataclass(frozen=True, slots=True)
class Asked:
    """What the verdict is to say, beside whether the badge is genuine."""

    now: datetime
    expected_site: str | None = None
    email: str | None = None
    name: str | None = None

    @property
    def person(self) -> bool:
        """Whether somebody was named whom it should be made out to."""
        return self.email is not None or self.name is not None


class Judge:
    """Many badges in one run: each linked document is read once."""

    def __init__(self, source: Source) -> None:
        self._linker = Linker(source)

    def judge(self, claim: Claim, readable: Finding, asked: Asked) -> Verdict:
        """The verdict; `readable` is the first step, which whoever found the claim has taken."""
        match claim:
            case Torn():
                why = "It says that it is signed, but its signature is not here: ask for the file"
                return verdict([readable, not_checked(f"{why} as it was issued.")])
            case Hosted():
                return _Hosted(self._linker, readable, asked).judge(claim)
            case Signed():
                return _Signed(self._linker, readable, asked).judge(claim)


class _Steps:
    """The steps so far, and how those end that both kinds of badges have."""

    def __init__(self, linker: Linker, readable: Finding, asked: Asked) -> None:
        self.linker = linker
        self.readable = readable
        self.asked = asked

    def resolved(self, assertion: Assertion) -> tuple[BadgeClass, Profile] | Finding:
        """What was earned, and the profile of who awards it; or why they cannot be relied on."""
        what, link = "The badge class", assertion.badge
        try:
            is_signed = assertion.kind is Kind.SIGNED
            badge = shape.badge_class(self.linker.resolve(link, embedded=is_signed))
            what, link = "The issuer's profile", badge.issuer
            profile = shape.profile(self._profile(link))
        except Unavailable as reason:
            return not_checked(f"{what} cannot be read: {reason}.")
        except Malformed as reason:
            return failed(_said(what, link, reason))
        return badge, profile

    def _profile(self, link: Linked) -> JsonObject:
        # An issuer who is only described inside of a badge is nobody: it must have an address.
        address = link if isinstance(link, str) else link.get("id")
        if not isinstance(address, str):
            raise Malformed("It has no address of its own.")
        return self.linker.at(address)

    def dates(self, assertion: Assertion) -> tuple[Finding, Word | None]:
        now = self.asked.now
        if now < assertion.issued:
            return failed(f"It was issued on {instant(assertion.issued)}."), Word.NOT_YET_VALID
        if assertion.expires is not None and now >= assertion.expires:
            return failed(f"It was valid until {instant(assertion.expires)}."), Word.EXPIRED
        until = f" until {instant(assertion.expires)}" if assertion.expires else ", without an end"
        return held(f"In force since {day(assertion.issued)}{until}."), None

    def person(self, assertion: Assertion) -> Finding:
        return recipient.check((assertion.recipient,), self.asked.email, self.asked.name)

    def foreign(self, *addresses: str) -> bool:
        site = self.asked.expected_site
        return site is not None and not all(
            each.startswith(f"{site.rstrip('/')}/") for each in addresses
        )


class _Hosted(_Steps):
    def judge(self, claim: Hosted) -> Verdict:
        address = claim.address
        host = scope.host(address)
        unknown = Summary(issuer=shown(host))
        claims = held(f"It is an Open Badges 2.0 badge, hosted by {shown(host)}.")
        if self.foreign(address):
            return verdict([self.readable, claims], unknown, foreign=True)
        try:
            document = self.linker.at(address)
        except Gone:
            return self._withdrawn(Withdrawn(address, None), host)
        except Unavailable as reason:
            why = f"It is not signed, and its own address cannot be asked: {reason}."
            return verdict([self.readable, claims, not_checked(why)])
        except Malformed as reason:
            return verdict([self.readable, failed(_said("The badge", address, reason))])
        try:
            assertion = shape.assertion(document)
        except Malformed as reason:
            return verdict([self.readable, failed(_said("The badge", address, reason))])
        if isinstance(assertion, Withdrawn):
            return self._withdrawn(assertion, host)
        if assertion.kind is not Kind.HOSTED or assertion.id != address:
            why = "its address serves a badge of another kind"
            return verdict([self.readable, failed(f"It is not hosted: {why}.")])
        differs = None if claim.copy is None else copies.difference(claim.copy, assertion)
        if differs is not None:
            why = f"This copy says otherwise than its own address, {shown(address)}: {differs}."
            return verdict([self.readable, failed(why)])
        return self._stands(assertion, host)

    def _stands(self, assertion: Assertion, host: str) -> Verdict:
        steps = [self.readable]
        found = self.resolved(assertion)
        if isinstance(found, Finding):
            return verdict([*steps, found])
        badge, profile = found
        summary = _summary(assertion, badge, profile, word_of=host)
        steps.append(held("Badge, badge class and issuer's profile are complete (2.0)."))
        steps.append(held(_word_of(host, assertion.signed_edition)))
        objection = scope.objection(profile, assertion.id, badge.id)
        if objection is not None:
            why = f"{shown(profile.name)} does not speak for this badge: {objection}."
            return verdict([*steps, failed(why)])
        steps.append(held("The issuer's own profile speaks for this address."))
        dates, date_word = self.dates(assertion)
        standing = held("Its address serves it as standing: it was not revoked.")
        return verdict(
            [*steps, dates, standing, self.person(assertion), not_checked(_NO_RECORD)],
            summary,
            foreign=self.foreign(profile.id),
            date_word=date_word,
            person_asked=self.asked.person,
        )

    def _withdrawn(self, short: Withdrawn, host: str) -> Verdict:
        why = f": {ended(short.reason)}" if short.reason else "."
        return verdict(
            [
                self.readable,
                held("It is an Open Badges 2.0 badge in the short form of a revoked one."),
                held(_word_of(host, None)),
                held("The address itself withdrew it, and no longer says for whom it spoke."),
                not_checked("A withdrawn badge no longer says its dates."),
                failed(f"Withdrawn, by the word of its own address{why}"),
            ],
            Summary(issuer=shown(host), reason=short.reason, word_of=shown(host)),
            fate_word=Word.REVOKED,
        )


class _Signed(_Steps):
    def judge(self, claim: Signed) -> Verdict:
        try:
            assertion = shape.assertion(claim.payload)
        except Malformed as reason:
            return verdict([self.readable, failed(str(reason))])
        if isinstance(assertion, Withdrawn):
            why = "A signed badge cannot say of itself that it was revoked."
            return verdict([self.readable, failed(why)])
        if assertion.kind is not Kind.SIGNED:
            return verdict([self.readable, failed("It is signed, but says that it is hosted.")])
        found = self.resolved(assertion)
        if isinstance(found, Finding):
            return verdict([self.readable, found])
        badge, profile = found
        well_formed = held("Badge, badge class and issuer's profile are complete (2.0).")
        summary = _summary(assertion, badge, profile)
        foreign = self.foreign(profile.id)
        checked = signed.check(claim.jws, assertion, profile, self.linker)
        steps = [self.readable, well_formed, checked.signature, checked.issuer_key]
        if not (checked.signature.held and checked.issuer_key.held):
            # What nobody is known to have signed is not repeated; only whose it says it is.
            return verdict(steps, summary if foreign else Summary(), foreign=foreign)
        dates, date_word = self.dates(assertion)
        standing = signed.standing(assertion, profile, self.linker)
        fate = Word.REVOKED if standing.finding.failed else None
        steps += [dates, standing.finding, self.person(assertion), not_checked(_NO_RECORD)]
        summary = _summary(assertion, badge, profile, reason=standing.reason)
        return verdict(
            steps,
            summary,
            foreign=foreign,
            fate_word=fate,
            date_word=date_word,
            person_asked=self.asked.person,
        )


def _summary(
    assertion: Assertion,
    badge: BadgeClass,
    profile: Profile,
    *,
    word_of: str | None = None,
    reason: str | None = None,
) -> Summary:
    return Summary(
        credential=shown(badge.name),
        issuer=shown(profile.name),
        domain=shown(scope.host(profile.id)),
        issued=assertion.issued,
        expires=assertion.expires,
        reason=reason,
        word_of=shown(word_of) if word_of else None,
    )


def _word_of(host: str, signed_edition: str | None) -> str:
    better = f" Its signed edition is {shown(signed_edition)}." if signed_edition else ""
    return f"It is not signed: it counts because {shown(host)} serves it.{better}"


def _said(what: str, link: Linked, reason: Malformed) -> str:
    told = str(reason)
    where = f" at {shown(link)}" if isinstance(link, str) else ""
    return f"{what}{where} cannot be relied on: {told[0].lower()}{told[1:]}"

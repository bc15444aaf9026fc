"""
Verify a bundle: one learner's record and awards, with nothing but the file at hand.

The signed record is the issuer's word that these awards stood when it was signed. The key
document inside proves that the files belong together; that it is the issuer's, it cannot prove:
anybody can make keys for any name. Without the issuer's keys from elsewhere no bundle is valid.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from testamur.crypto.strict_json import JsonObject, JsonValue
from testamur.model.addresses import (
    Addresses,
    baked_path,
    clr_path,
    document_path,
    proof_path,
    serialised_path,
)
from testamur.model.formats import Format
from testamur.verify import record
from testamur.verify.bundle_report import (
    BundleReport,
    Held,
    Whose,
    altered,
    foreign,
    held_as_of,
    held_today,
    in_its_own_words,
    judged,
)
from testamur.verify.controllers import Controller
from testamur.verify.dids import web_site
from testamur.verify.document import Verifier
from testamur.verify.files import Reader, json_object
from testamur.verify.pictures import Inside, look_inside
from testamur.verify.record import NotInRecord
from testamur.verify.serialised import Serialised
from testamur.verify.sources import SiteFolder, Source
from testamur.verify.verdict import Outcome, Verdict, Word
from testamur.verify.words import shown
from testamur.wire import bundle
from testamur.wire.bake import form_of
from testamur.wire.bundle import BrokenBundleError
from testamur.wire.clr import CONTEXTS
from testamur.wire.instants import parse_instant

_ACHIEVEMENT = re.compile(r"credentials/[^/]+/v[0-9]+/(?:[^/]+/)?achievement\.json\Z")
_ADDED = frozenset({"@context", "related", "endorsement", "endorsementJwt"})
_NEEDED = ("readable", "well-formed", "signature", "issuer-key", "register")


class _Refused(Exception):
    """The bundle is not what it should be. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask about a bundle, and what about."""

    now: datetime
    source: Source | None = None
    """The issuer's site, over the network or in a folder: its keys and status lists decide."""
    at_hand: bool = False
    """
    Whether the source is what somebody kept of the site: where it has the keys and no status
    list, the answer is as of the day on which the record was signed.
    """
    expected_site: str | None = None
    email: str | None = None
    name: str | None = None

    @property
    def person(self) -> bool:
        return self.email is not None or self.name is not None


def verify_bundle(data: bytes, asked: Asked) -> BundleReport:
    """
    Judge a bundle; malformed input is a verdict too, never an error.

    Without a source nothing but the bundle itself is looked at, which never makes it valid.
    """
    try:
        return _Check(bundle.unpack(data), asked).report()
    except BrokenBundleError as reason:
        return altered((f"The file {reason}.",))
    except _Refused as reason:
        return altered((str(reason),))


@dataclass
class _Check:
    members: Mapping[str, bytes]
    asked: Asked
    expected: set[str] = field(default_factory=lambda: {bundle.README, bundle.KEYS})

    def report(self) -> BundleReport:
        document = self._json(bundle.RECORD)
        issuer = document.get("issuer")
        did = issuer.get("id") if isinstance(issuer, dict) else None
        site = web_site(did) if isinstance(did, str) else None
        if site is None or document.get("@context") != list(CONTEXTS):
            raise _Refused("clr.json is no learner's record that testamur made.")
        at = Addresses(site.base_url)
        name = issuer.get("name") if isinstance(issuer, dict) else None
        asked = self.asked
        here = Verifier(SiteFolder(self._inside(at), at.base_url), now=asked.now)
        there = Verifier(asked.source, now=asked.now) if asked.source else None
        as_of = self._record(document, at, here)
        faults = [] if there is None else list(_disowned(document, at, there))
        held = [self._award(each, at, (here, there), as_of, faults) for each in _inside(document)]
        record_now = None
        if there is not None:
            record_now = there.examine(self.members[bundle.RECORD]).verdict
            if record_now.word is Word.ALTERED:
                faults.append(f"{bundle.RECORD}: {record_now.sentence()}")
        faults += self._tokens(at, here)
        faults += self._strangers()
        if faults:
            return altered(tuple(faults), at.host)
        whose = Whose(shown(str(name)), at.host)
        if asked.expected_site is not None and at.base_url != asked.expected_site.rstrip("/"):
            return foreign(whose)
        awards = tuple(each for each in held if each is not None)
        if there is None or record_now is None:
            return in_its_own_words(whose, awards, as_of)
        signed = there.proofs.check(document, at.did)
        return judged(whose, awards, as_of, record_now, known=signed.genuine)

    def _record(self, document: JsonObject, at: Addresses, verifier: Verifier) -> datetime:
        """The record itself is signed, and entered. The moment of its signing."""
        self.expected |= {bundle.RECORD, bundle.RECORD_PROOF}
        id_ = str(document.get("id"))
        learner = id_.removeprefix(at.of("learners/")).removesuffix("/clr.json")
        if id_ != at.of(clr_path(learner)) or "/" in learner:
            raise _Refused("clr.json has an address that is not the issuer's.")
        signed = verifier.proofs.check(document, at.did)
        if not signed.genuine:
            finding = signed.issuer_key if signed.signature.held else signed.signature
            raise _Refused(f"clr.json: {finding.detail}")
        controller = verifier.proofs.controller(at.did)
        proof = self.members.get(bundle.RECORD_PROOF)
        if proof is None or not isinstance(controller, Controller):
            raise _Refused("The record's proof of being in the permanent record is missing.")
        try:
            record.check(document, proof, at, record.register_keys(controller))
            return parse_instant(str(document.get("validFrom")))
        except NotInRecord as reason:
            raise _Refused(f"clr.json: {reason}") from None
        except ValueError:
            raise _Refused("clr.json does not say when it was signed.") from None

    def _award(
        self,
        inside: JsonValue,
        at: Addresses,
        verifiers: tuple[Verifier, Verifier | None],
        as_of: datetime,
        faults: list[str],
    ) -> Held | None:
        address = inside.get("id") if isinstance(inside, dict) else None
        place = record.place(str(address), at.base_url)
        if place is None or not isinstance(inside, dict):
            faults.append(f"The record holds an award of somebody else, {shown(str(address))}.")
            return None
        path = document_path(place[0])
        self.expected |= {path, proof_path(place[0])}
        data = self.members.get(path)
        if data is None or self._parsed(path) != inside:
            faults.append(f"{path} is missing, or is not what the record holds.")
            return None
        here, there = verifiers
        verdict = self._examined(here, data, at.of(path))
        for step in _NEEDED:
            if verdict.step(step).outcome is not Outcome.HELD:
                faults.append(f"{path}: {verdict.step(step).detail}")
                return None
        if verdict.step("recipient").outcome is Outcome.FAILED:
            faults.append(f"{path}: {verdict.step('recipient').detail}")
        faults += self._beside(place[0], inside)
        if there is None:
            return held_as_of(path, verdict, as_of, whose_is_known=False)
        verdict = self._examined(there, data, at.of(path))
        if verdict.word is Word.ALTERED:
            faults.append(f"{path}: {verdict.sentence()}")
        if self.asked.at_hand and self._lacks_status_alone(verdict):
            return held_as_of(path, verdict, as_of, whose_is_known=True)
        return held_today(path, verdict)

    def _examined(self, verifier: Verifier, data: bytes, address: str) -> Verdict:
        examined = verifier.examine(
            data, email=self.asked.email, name=self.asked.name, found_at=address
        )
        return examined.verdict

    def _lacks_status_alone(self, verdict: Verdict) -> bool:
        """Whether nothing stands open but what the status lists would say."""
        needed = (*_NEEDED[:-1], "dates", *(("recipient",) if self.asked.person else ()))
        return verdict.step("status").outcome is Outcome.NOT_CHECKED and all(
            verdict.step(name).outcome is Outcome.HELD for name in needed
        )

    def _beside(self, award: str, inside: JsonObject) -> Iterator[str]:
        """What stands beside an award says nothing else than the award."""
        for extension in ("png", "svg"):
            path = baked_path(award, extension)
            if path in self.members:
                self.expected.add(path)
                yield from self._picture(path, inside)
        tokens = {serialised_path(each, award, None) for each in (Format.JWT, Format.VC_JWT)}
        self.expected |= tokens & self.members.keys()
        subject = inside.get("credentialSubject")
        earned = subject.get("achievement") if isinstance(subject, dict) else None
        path = _achievement(earned)
        if path in self.members and isinstance(earned, dict):
            self.expected.add(path)
            hosted = self._parsed(path)
            if hosted is None or _lasting(hosted, earned) != _lasting(earned, earned):
                yield f"{path} says otherwise than the award that was signed."

    def _picture(self, path: str, inside: JsonObject) -> Iterator[str]:
        picture = self.members[path]
        form = form_of(picture)
        found = look_inside(picture, form) if form else None
        if not isinstance(found, Inside) or json_object(found.text) != inside:
            yield f"{path} holds another credential than the one beside it."

    def _tokens(self, at: Addresses, here: Verifier) -> Iterator[str]:
        """Each JWT says what the credential beside it says, signed with a key of the issuer."""
        controller = here.proofs.controller(at.did)
        if isinstance(controller, Controller):
            found = Serialised(self._inside(at), list(self.members), at, controller, None)
            yield from found.faults({}, None)

    def _strangers(self) -> Iterator[str]:
        for name in sorted(self.members.keys() - self.expected):
            yield f"{shown(name)} belongs to no award of the record."

    def _inside(self, at: Addresses) -> Reader:
        def read(path: str) -> bytes | None:
            return self.members.get(bundle.KEYS if path == at.did_path else path)

        return read

    def _json(self, name: str) -> JsonObject:
        found = self._parsed(name)
        if found is None:
            raise _Refused(f"There is no {name} in it that can be read.")
        return found

    def _parsed(self, name: str) -> JsonObject | None:
        return json_object(self.members.get(name))


def _inside(document: JsonObject) -> list[JsonValue]:
    subject = document.get("credentialSubject")
    awards = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    if not isinstance(awards, list) or not awards:
        raise _Refused("The record holds no award.")
    return awards


def _disowned(document: JsonObject, at: Addresses, there: Verifier) -> Iterator[str]:
    """What the issuer's own site says against the record's signature."""
    signed = there.proofs.check(document, at.did)
    for finding in (signed.signature, signed.issuer_key):
        if finding.failed:
            yield f"{at.host} does not stand by clr.json: {finding.detail}"


def _lasting(achievement: JsonObject, earned: JsonObject) -> JsonObject:
    """Without what the hosted document may have beside what was signed: links, a drawn picture."""
    added = _ADDED if "image" in earned else {*_ADDED, "image"}
    return {name: value for name, value in achievement.items() if name not in added}


def _achievement(earned: JsonValue) -> str:
    """The path below the issuer's site of what was earned; empty where it has none."""
    address = str(earned.get("id")) if isinstance(earned, dict) else ""
    found = _ACHIEVEMENT.search(address)
    return found[0] if found else ""

"""
What an issuer's permanent record says of a document and of the keys that signed it: step 8.

Sites that testamur builds keep one; nobody else's documents are looked for in any.
"""

from __future__ import annotations

from contextlib import suppress

from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses, clr_proof_path, proof_path
from testamur.register.entries import Role
from testamur.verify import record
from testamur.verify.controllers import Controller
from testamur.verify.dids import web_site
from testamur.verify.log import BrokenLog, PublishedLog, read_log
from testamur.verify.proofs import Proofs
from testamur.verify.record import Entered, NotInRecord
from testamur.verify.shape import Credential
from testamur.verify.signatures import Signed
from testamur.verify.sources import Source, Unavailable
from testamur.verify.tokens import Token
from testamur.verify.verdict import Finding, failed, held, not_checked

_EARLIER_TRIED = 16
"""Earlier versions whose proofs are looked for when nobody says where a document was found."""


class History:
    """The permanent records met in one run, each read once."""

    def __init__(self, source: Source, proofs: Proofs) -> None:
        self._source = source
        self._proofs = proofs
        self._logs: dict[str, PublishedLog | None] = {}

    def entered(
        self,
        document: JsonObject,
        credential: Credential,
        found_at: str | None,
        *,
        any_version: bool,
    ) -> tuple[Finding, Entered | None]:
        """
        Whether and where the document stands in its issuer's record.

        `found_at` is where it came from, if that is known; with `any_version` it may be any of the
        award's versions.
        """
        site = web_site(credential.issuer)
        controller = self._proofs.controller(credential.issuer)
        if site is None or not isinstance(controller, Controller):
            return not_checked("Its issuer keeps no permanent record that is known here."), None
        at = Addresses(site.base_url)
        told = None if found_at is None else record.place(found_at, site.base_url)
        place = told or record.place(credential.id, site.base_url)
        learner = record.learner(credential.id, site.base_url)
        if learner is not None:
            # Of a learner's record only the newest version is kept, and its proof.
            paths = [clr_proof_path(learner)]
        elif place is not None:
            award, version = place
            paths = [proof_path(award, version)]
            if told is None and any_version:
                tried = range(1, _EARLIER_TRIED + 1)
                paths += [proof_path(award, each) for each in tried]
        else:
            return not_checked("Its issuer keeps no permanent record that is known here."), None
        flaw: Finding | None = None
        for each in paths:
            try:
                proof = self._source.fetch(at.of(each), record.MAX_PROOF)
                entered = record.check(document, proof, at, record.register_keys(controller))
            except Unavailable:
                break
            except NotInRecord as reason:
                flaw = flaw or failed(str(reason))
            else:
                return held(entered.sentence), entered
        if flaw is None or len(paths) > 1 or (learner is not None and any_version):
            return no_proof(), None
        return flaw, None

    def signed_before_loss(
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
        _finding, entered = self.entered(document, credential, found_at, any_version=True)
        # The whole record is fetched only for a document that stands in it.
        log = self._log(credential.issuer) if entered else None
        if entered is None or log is None or log.entry(entered.index) != entered.entry:
            return signed
        found = [log.method_before_loss(method, entered.index) for method in signed.departed]
        lost = {method.id: method for method in found if method is not None}
        return self._proofs.check(document, credential.issuer, lost)

    def key_by_the_record(
        self, issuer: str, signed: Signed, entered: Entered | None, token: Token | None
    ) -> Finding:
        """What the record says against the keys that signed; their step as it was, if nothing."""
        log = self._log(issuer)
        if log is None:
            return signed.issuer_key
        index = entered.index if entered else None
        # A token may be signed with a key of its own.
        roles = [Role.AWARD, Role.JWT] if token else [Role.AWARD]
        for key in signed.keys:
            objections = [log.objection(key, role, index) for role in roles]
            if all(objections):
                return failed(f"The issuer's own record speaks against it: {objections[0]}.")
        return signed.issuer_key

    def _log(self, issuer: str) -> PublishedLog | None:
        """The issuer's whole record, read once in a run; None where it cannot be relied on."""
        if issuer not in self._logs:
            site, controller = web_site(issuer), self._proofs.controller(issuer)
            self._logs[issuer] = None
            if site is not None and isinstance(controller, Controller):
                with suppress(BrokenLog, Unavailable):
                    self._logs[issuer] = read_log(
                        self._source, Addresses(site.base_url), record.register_keys(controller)
                    )
        return self._logs[issuer]


def no_proof() -> Finding:
    """Where the record may hold the document, but nothing that is published shows it."""
    return not_checked("No proof that it is in the permanent record is published.")

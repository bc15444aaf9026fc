"""
The learners' records of a site, held against the awards beside them.

A record repeats awards that the site publishes: it must be signed as they are, stand in the
register, and hold each exactly as it stands beside it, newest and not withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from testamur.crypto.strict_json import JsonValue
from testamur.model.addresses import (
    Addresses,
    award_folder,
    bundle_path,
    clr_path,
    clr_proof_path,
    document_path,
)
from testamur.register.entries import Role
from testamur.verify import record
from testamur.verify.document import Verifier
from testamur.verify.files import Reader, json_object
from testamur.verify.life import is_withdrawn
from testamur.verify.log import PublishedLog
from testamur.verify.verdict import Verdict, Word
from testamur.wire import bundle
from testamur.wire.bundle import BrokenBundleError
from testamur.wire.clr import CONTEXTS

_RECORD = re.compile(r"learners/([0-9a-z]{26})/clr\.json")


class LearnerRecords:
    """Every learner's record of a site."""

    def __init__(
        self,
        read: Reader,
        paths: list[str],
        at: Addresses,
        verifier: Verifier,
    ) -> None:
        self._read = read
        self._at = at
        self._verifier = verifier
        self._learners = [match[1] for match in map(_RECORD.fullmatch, paths) if match]
        self.places: dict[int, str] = {}
        """Path by entry of the register, of those that were judged."""
        self.verdicts: dict[str, Verdict] = {}
        """By path, likewise."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._learners)

    def faults(self, log: PublishedLog | None, only: Container[str] | None) -> Iterator[str]:
        """What is wrong with them, a sentence each; with `only`, of those with one of these files."""
        for learner in self._learners:
            path, packed = clr_path(learner), bundle_path(learner)
            if only is None or path in only or packed in only:
                for fault in self._faults(learner, log):
                    yield f"{path} {fault}."
                for fault in self._bundle(learner):
                    yield f"{packed} {fault}."

    def _faults(self, learner: str, log: PublishedLog | None) -> Iterator[str]:
        path = clr_path(learner)
        examined = self._verifier.examine(
            self._read(path) or b"", expected_site=self._at.base_url, found_at=self._at.of(path)
        )
        self.verdicts[path] = examined.verdict
        document = json_object(self._read(path))
        subject = document.get("credentialSubject") if document else None
        if (
            document is None
            or document.get("@context") != list(CONTEXTS)
            or document.get("id") != self._at.clr_json(learner)
            or not isinstance(subject, dict)
        ):
            yield "is not the record of this learner"
            return
        if examined.verdict.word is not Word.VALID:
            yield f"is {examined.verdict.word}, and should be the newest, which stands"
            return
        entered = examined.entered
        if entered is None:
            yield "has no proof that it is in the register"
        elif log is not None:
            self.places[entered.index] = path
            if log.entry(entered.index) != entered.entry:
                yield "is proved by a register that is not the published one"
            elif entered.index in log.erased:
                yield "is published, but the register says it was erased"
            for key in examined.signed.keys if examined.signed else ():
                objection = log.objection(key, Role.AWARD, entered.index)
                if objection is not None:
                    yield f"is signed with a wrong key: {objection}"
        yield from self._awards(subject.get("verifiableCredential"))

    def _awards(self, inside: JsonValue) -> Iterator[str]:
        if not isinstance(inside, list) or not inside:
            yield "holds no award"
            return
        for each in inside:
            address = each.get("id") if isinstance(each, dict) else None
            place = record.place(str(address), self._at.base_url)
            award = place[0] if place else ""
            if json_object(self._read(document_path(award))) != each:
                yield f"holds an award that does not stand beside it, {address}"
            elif is_withdrawn(self._read(f"{award_folder(award)}state.json")):
                yield f"holds an award that is withdrawn, {address}"

    def _bundle(self, learner: str) -> Iterator[str]:
        """Against the files of the site: what stands in both must be the same."""
        packed = self._read(bundle_path(learner))
        if packed is None:
            yield "is missing"
            return
        try:
            members = bundle.unpack(packed)
        except BrokenBundleError as reason:
            yield str(reason)
            return
        same = {
            bundle.RECORD: clr_path(learner),
            bundle.RECORD_PROOF: clr_proof_path(learner),
            bundle.KEYS: self._at.did_path,
        }
        for name, data in members.items():
            if name != bundle.README and self._read(same.get(name, name)) != data:
                yield f"holds another {name} than the site"

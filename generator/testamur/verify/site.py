"""
Verify a whole site as a stranger would: every document, list and line of its register.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from testamur.crypto import strict_json
from testamur.crypto.rdfc_templates import Canonicaliser
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses
from testamur.register.entries import Role
from testamur.verify import dids, pictures, record
from testamur.verify.bitstrings import Unusable
from testamur.verify.controllers import MAX_DOCUMENT, Controller, KeyRefused, read_document
from testamur.verify.document import Verifier
from testamur.verify.endorsed import Endorsed
from testamur.verify.files import Reader
from testamur.verify.hosted import Hosted
from testamur.verify.learners import LearnerRecords
from testamur.verify.lives import lives
from testamur.verify.log import BrokenLog, PublishedLog, read_head, read_log
from testamur.verify.record import Entered
from testamur.verify.serialised import Serialised
from testamur.verify.signatures import Signed
from testamur.verify.sources import SiteFolder, Unavailable
from testamur.verify.statuses import StatusEntry
from testamur.verify.verdict import Verdict, Word
from testamur.verify.writing import Malformed
from testamur.wire.contexts import contexts

ACCEPTABLE = frozenset(
    {
        Word.VALID,
        Word.EXPIRED,
        Word.NOT_YET_VALID,
        Word.REVOKED,
        Word.SUSPENDED,
        Word.SUPERSEDED,
    }
)
"""What an honest site may hold: genuine documents, whatever became of them."""

_DOCUMENT = re.compile(r"awards/([0-9a-z]{26})/(?:v([1-9][0-9]{0,5})/)?credential\.json")
_LIST = re.compile(r"status/([a-z]+)-([1-9][0-9]{0,8})\.json")


@dataclass(frozen=True, slots=True)
class SiteReport:
    """What a stranger found on a site."""

    base_url: str
    """Without a slash at the end; empty where the site does not say who it is."""
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    """By path of the document."""
    faults: tuple[str, ...] = ()
    """What is wrong with the site itself, beside its documents' verdicts; a sentence each."""
    unchecked: tuple[str, ...] = ()
    """What this site alone cannot show: endorsements whose keys are published elsewhere."""

    @property
    def counts(self) -> Mapping[Word, int]:
        """How many documents got each word."""
        return Counter(verdict.word for verdict in self.verdicts.values())

    @property
    def ok(self) -> bool:
        """Whether every document is genuine and nothing else is wrong."""
        return not self.faults and all(map(self.acceptable, self.verdicts.values()))

    def acceptable(self, verdict: Verdict) -> bool:
        """Whether an honest site may hold a document with this verdict."""
        return verdict.word in ACCEPTABLE

    def as_json(self) -> JsonObject:
        """The report for machines; of the documents, each by its path."""
        return {
            "site": self.base_url,
            "ok": self.ok,
            "counts": {word.value: count for word, count in sorted(self.counts.items())},
            "faults": list(self.faults),
            "unchecked": list(self.unchecked),
            "documents": {path: verdict.as_json() for path, verdict in self.verdicts.items()},
        }


def verify_site(
    read: Reader,
    paths: Iterable[str],
    *,
    now: datetime,
    only: Container[str] | None = None,
    endorsers: Iterable[bytes] = (),
) -> SiteReport:
    """
    Verify the site whose files `read` answers, by path; it knows all its `paths`.

    With `only`, of the documents just these are verified; key document, status lists and
    register always are. `endorsers` are key documents of others, for what they endorse here.
    Never raises for what is wrong with the site.
    """
    try:
        at, controller = _identity(read)
    except (Malformed, KeyRefused) as reason:
        return SiteReport("", faults=(str(reason),))
    return _Check(read, sorted(paths), at, controller, now).report(only, tuple(endorsers))


def base_url_of(read: Reader) -> str:
    """
    The address that a built site says it is served at, without a slash at the end.

    Raises ValueError, with a sentence, where its key document does not say so.
    """
    at, _controller = _identity(read)
    return at.base_url


class _Check:
    def __init__(
        self,
        read: Reader,
        paths: list[str],
        at: Addresses,
        controller: Controller,
        now: datetime,
    ) -> None:
        self._source = SiteFolder(read, at.base_url)
        # Documents of one site are alike: what is compiled for one serves the others.
        self._verifier = Verifier(self._source, now=now, canonicaliser=Canonicaliser(contexts()))
        self._paths = paths
        self._read = read
        self._at = at
        self._controller = controller
        self._now = now
        self._verdicts: dict[str, Verdict] = {}
        self._slots: dict[StatusEntry, str] = {}
        self._places: dict[int, str] = {}

    def report(self, only: Container[str] | None, endorsers: tuple[bytes, ...]) -> SiteReport:
        faults = [str(reason) for reason in self._controller.refused.values()]
        documents = [path for path in self._paths if _DOCUMENT.fullmatch(path)]
        log: PublishedLog | None = None
        try:
            log = read_log(self._source, self._at, record.register_keys(self._controller))
        except Unavailable as reason:
            faults.append(f"A part of the register is missing: {reason}.")
        except BrokenLog as reason:
            faults.append(str(reason))
        for path in documents:
            if only is None or path in only:
                faults += self._document(path, log)
        faults += pictures.faults(self._read, self._paths, only)
        faults += lives(self._read, self._paths, self._verdicts, log)
        faults += Hosted(self._read, self._paths, self._at).faults(self._verdicts, only)
        records = LearnerRecords(self._read, self._paths, self._at, self._verifier)
        faults += records.faults(log, only)
        self._places.update(records.places)
        self._verdicts.update(records.verdicts)
        faults += Serialised(self._read, self._paths, self._at, self._controller, log).faults(
            self._verdicts, only
        )
        faults += self._lists(log)
        if log is not None:
            faults += log.flaws(self._source, self._at)
            faults += self._keys(log)
            faults += self._entries(log, len(documents) + records.count, everything=only is None)
        endorsed = Endorsed(self._read, self._paths, self._at, endorsers, self._now)
        faults += endorsed.faults(only)
        return SiteReport(self._at.base_url, self._verdicts, tuple(faults), endorsed.unchecked)

    def _document(self, path: str, log: PublishedLog | None) -> Iterator[str]:
        data = self._read(path)
        if data is None:
            yield f"{path} is missing."
            return
        examined = self._verifier.examine(
            data, expected_site=self._at.base_url, found_at=self._at.of(path)
        )
        self._verdicts[path] = examined.verdict
        word = examined.verdict.word
        credential, signed, entered = examined.credential, examined.signed, examined.entered
        if word not in ACCEPTABLE or credential is None or signed is None:
            return
        match = _DOCUMENT.fullmatch(path)
        award, version = match.groups() if match else ("", None)
        if credential.id != self._at.credential_json(award):
            yield f"{path} holds another document, {credential.id}."
        if (version is not None) != (word is Word.SUPERSEDED):
            yield f"{path} is {word}, which does not fit its place."
        for slot in credential.status.bits:
            other = self._slots.setdefault(slot, path)
            if other != path:
                yield f"{path} and {other} share a place in a status list."
        if entered is None:
            yield f"{path} has no proof that it is in the register."
        elif log is not None:
            yield from self._entered(path, entered, signed, log)

    def _entered(
        self, path: str, entered: Entered, signed: Signed, log: PublishedLog
    ) -> Iterator[str]:
        other = self._places.setdefault(entered.index, path)
        if other != path:
            yield f"{path} and {other} claim the same entry of the register."
        if log.entry(entered.index) != entered.entry:
            yield f"{path} is proved by a register that is not the published one."
        elif entered.index in log.erased:
            yield f"{path} is published, but the register says it was erased."
        for key in signed.keys:
            objection = log.objection(key, Role.AWARD, entered.index)
            if objection is not None:
                yield f"{path} is signed with a wrong key: {objection}."

    def _lists(self, log: PublishedLog | None) -> Iterator[str]:
        digests = {} if log is None else dict(log.list_digests)
        for path in self._paths:
            match = _LIST.fullmatch(path)
            if match is None:
                continue
            try:
                found = self._verifier.lists.list(self._at.of(path), self._at.did)
            except Unusable as reason:
                yield str(reason)
                continue
            purpose, number = match[1], int(match[2])
            if found.purposes != (purpose,):
                yield f"{path} is a list of another purpose."
            if log is None:
                continue
            for key in found.keys:
                objection = log.objection(key, Role.REGISTER)
                if objection is not None:
                    yield f"{path} is signed with a wrong key: {objection}."
            digest = digests.pop((purpose, number), None)
            if any(found.bits) if digest is None else sha256(found.bits).hexdigest() != digest:
                yield f"{path} marks others than the register says."
        for purpose, number in digests:
            yield f"The register names a status list {purpose}-{number} that is not published."

    def _keys(self, log: PublishedLog) -> Iterator[str]:
        for method in self._controller.methods.values():
            if method.key not in log.keys:
                yield f"The key {method.key.multibase} is published but not in the register."
        # Which of the keys are for heads was not known before the log was read.
        keys = tuple(
            key
            for key in record.register_keys(self._controller)
            if log.objection(key, Role.REGISTER) is None
        )
        try:
            read_head(self._source, self._at, keys)
        except BrokenLog as reason:
            yield f"No register key in force signed it. {reason}"

    def _entries(self, log: PublishedLog, documents: int, *, everything: bool) -> Iterator[str]:
        standing = log.issued - log.erased
        if documents != len(standing):
            yield (
                f"The register has {len(standing):,} documents that were not erased, "
                f"the site has {documents:,}."
            )
        if everything:
            for index in sorted(standing - self._places.keys()):
                yield f"Entry {index + 1:,} of the register has no document on the site."


def _identity(read: Reader) -> tuple[Addresses, Controller]:
    """Who the site says it is, by the key document at either of its two places."""
    for path in (".well-known/did.json", "did.json"):
        data = read(path)
        if data is None:
            continue
        try:
            document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
        except ValueError as error:
            raise Malformed(f"{path} cannot be read: {error}.") from None
        did = document.get("id") if isinstance(document, dict) else None
        site = dids.web_site(did) if isinstance(did, str) else None
        if site is None or site.document != f"{site.base_url}/{path}":
            raise Malformed(f"{path} is not the key document of the site around it.")
        return Addresses(site.base_url), read_document(data, site.did)
    raise Malformed("There is no key document (did.json) here; give the folder of the whole site.")

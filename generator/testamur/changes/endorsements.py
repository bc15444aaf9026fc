"""
What others say in favour: which endorsements are published, and what is wrong with the others.

Each is checked as a stranger would check it, with the keys of its endorser. Nothing is fetched: a
did:key is a key by itself, and the key document of a did:web stands beside the endorsements.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from testamur.changes.rules import (
    ENDORSEMENT_BY_ISSUER,
    ENDORSEMENT_ENDED,
    ENDORSEMENT_FORM,
    ENDORSEMENT_NOT_YET,
    ENDORSEMENT_SIGNATURE,
    ENDORSEMENT_TARGET,
    ENDORSEMENT_TWICE,
    ENDORSEMENT_UNCHECKED,
    ENDORSEMENT_WITHDRAWAL,
    ENDORSER_DOCUMENT,
)
from testamur.crypto import strict_json
from testamur.model.endorsement import (
    WITHDRAWAL_ENDING,
    Committed,
    CommittedEndorsements,
    Endorsement,
    Endorser,
    Target,
    Withdrawn,
)
from testamur.problems import Problem, Route
from testamur.register.register import Register
from testamur.verify import endorsement as reading
from testamur.verify.controllers import MAX_DOCUMENT, KeyRefused, read_document
from testamur.verify.dids import web_site
from testamur.verify.endorsement import Endorsers, Statement
from testamur.verify.signatures import Signed
from testamur.verify.words import instant, shown
from testamur.verify.writing import Malformed

_ISSUER: Route = ("issuer", "id")
_TARGET: Route = ("credentialSubject", "id")


def endorsements(
    committed: CommittedEndorsements, register: Register, *, now: datetime, pending: bool = False
) -> tuple[tuple[Endorsement, ...], tuple[Problem, ...]]:
    """
    The endorsements that are published, by name, and the problems with files.

    `now` judges periods of validity; a build passes the register's as-of. With `pending`, what is
    not yet in force is a problem: `check` knows the day, a build does not. Whatever an error is
    reported of is not among those published.
    """
    return _Judge(committed, register, now, pending=pending).judged()


@dataclass(frozen=True, slots=True)
class _Read:
    """One file that is signed by whom it names."""

    file: Committed
    said: Statement


class _Judge:
    def __init__(
        self, committed: CommittedEndorsements, register: Register, now: datetime, *, pending: bool
    ) -> None:
        self._committed = committed
        self._register = register
        self._at = register.addresses
        self._now = now
        self._pending = pending
        self._problems: list[Problem] = []
        self._known: Collection[str] = ()

    def judged(self) -> tuple[tuple[Endorsement, ...], tuple[Problem, ...]]:
        by_did = self._key_documents()
        self._known = by_did.keys()
        keys = Endorsers(reading.key_documents(by_did), self._now)
        withdrawals = {
            name_of(file): found
            for file in self._committed.withdrawals
            if (found := self._read(file, keys)) is not None
        }
        unread = {name_of(file) for file in self._committed.withdrawals} - withdrawals.keys()
        published: list[Endorsement] = []
        first: dict[str, str] = {}
        for file in self._committed.endorsements:
            found = self._read(file, keys)
            if found is None:
                continue
            about = self._target(found)
            if about is None:
                continue
            other = first.setdefault(found.said.id, file.path)
            if other != file.path:
                detail = f"{other} has the same id, {shown(found.said.id)}"
                self._report(ENDORSEMENT_TWICE.at(file.path, ("id",), detail, "delete one"))
                continue
            if name_of(file) in unread:
                # It was taken back, if by a file that cannot be checked now.
                continue
            withdrawal = withdrawals.get(name_of(file))
            published += self._published(found, about, withdrawal)
        self._report(*self._widows())
        return tuple(published), tuple(self._problems)

    def _report(self, *problems: Problem) -> None:
        self._problems += problems

    def _key_documents(self) -> Mapping[str, bytes]:
        """By DID."""
        found: dict[str, bytes] = {}
        for file in self._committed.endorsers:
            did = _id_of(file.data)
            if did is None or web_site(did) is None:
                detail = "it does not say of which did:web it is the key document"
                self._report(ENDORSER_DOCUMENT.at(file.path, (), detail, _FETCH_AGAIN))
                continue
            try:
                controller = read_document(file.data, did)
            except (Malformed, KeyRefused) as reason:
                self._report(ENDORSER_DOCUMENT.at(file.path, (), _clause(reason), _FETCH_AGAIN))
                continue
            if not controller.methods:
                detail = f"{shown(did)} has no key in it that may sign endorsements"
                self._report(ENDORSER_DOCUMENT.at(file.path, (), detail, _FETCH_AGAIN))
                continue
            if did in found:
                detail = f"another file is the key document of {shown(did)} too"
                self._report(ENDORSER_DOCUMENT.at(file.path, ("id",), detail, "delete one"))
                continue
            found[did] = file.data
        return found

    def _read(self, file: Committed, keys: Endorsers) -> _Read | None:
        """None where it is not what it says; why is reported."""
        try:
            document, said = reading.read(file.data)
        except Malformed as reason:
            hint = "docs/endorsements.md says what an endorsement is; ask its endorser for one"
            self._report(ENDORSEMENT_FORM.at(file.path, (), _clause(reason), hint))
            return None
        if said.endorser == self._at.did:
            self._report(_by_issuer(file, "the issuer would endorse itself"))
            return None
        if web_site(said.endorser) and said.endorser not in self._known:
            detail = f"the key document of {shown(said.endorser)} is not here"
            hint = (
                "save what the endorser publishes as content/endorsements/endorsers/<name>/did.json"
            )
            self._report(ENDORSEMENT_UNCHECKED.at(file.path, _ISSUER, detail, hint))
            return None
        signed = keys.check(document, said)
        problem = _unsigned(file, signed)
        if problem is None and any(key in self._register.keys for key in signed.keys):
            problem = _by_issuer(file, "it is signed with a key of the issuer's own")
        if problem is None and self._pending and said.since > self._now:
            detail = f"it is in force only from {instant(said.since)}"
            hint = "wait for that moment, or ask its endorser for another"
            problem = ENDORSEMENT_NOT_YET.at(file.path, ("validFrom",), detail, hint)
        if problem is not None:
            self._report(problem)
            return None
        return _Read(file, said)

    def _target(self, found: _Read) -> Target | None:
        about, register = found.said.about, self._register
        if about == self._at.did:
            return Target()
        detail = f"nothing that was issued here has the id {shown(about)}"
        hint = "`testamur endorse --help` says what can be endorsed"
        match about.removeprefix(self._at.of("")).split("/"):
            case ["awards", award, "credential.json"]:
                if award in register.awards:
                    return Target(award=award)
                if award in register.forgotten:
                    detail, hint = "it is about an award that was forgotten", "delete this file"
            case ["credentials", slug, version, "achievement.json"]:
                for key in register.definitions:
                    if (slug, version) == (key[0], f"v{key[1]}"):
                        return Target(credential=key)
        self._report(ENDORSEMENT_TARGET.at(found.file.path, _TARGET, detail, hint))
        return None

    def _published(
        self, found: _Read, about: Target, withdrawal: _Read | None
    ) -> Iterator[Endorsement]:
        said, withdrawn, document = found.said, None, found.file.data
        if said.withdraws:
            detail = "it is a withdrawal, which stands beside what it withdraws"
            hint = f"call it {name_of(found.file)}{WITHDRAWAL_ENDING}, and put the first one back"
            self._report(ENDORSEMENT_WITHDRAWAL.at(found.file.path, ("validUntil",), detail, hint))
            return
        if withdrawal is not None:
            why_not = reading.why_not_withdrawn(said, withdrawal.said)
            if why_not is not None:
                hint = "only its endorser can withdraw an endorsement; delete this file"
                self._report(
                    ENDORSEMENT_WITHDRAWAL.at(withdrawal.file.path, (), why_not, hint),
                )
                return
            withdrawn = Withdrawn(withdrawal.said.since, withdrawal.said.comment)
            document = withdrawal.file.data
        elif said.until is not None and said.until <= self._now:
            detail = f"it was in force until {instant(said.until)}"
            hint = "delete it, or ask its endorser for a newer one; pages say until when it was"
            self._report(ENDORSEMENT_ENDED.at(found.file.path, ("validUntil",), detail, hint))
        site = web_site(said.endorser)
        yield Endorsement(
            name=name_of(found.file),
            about=about,
            endorser=Endorser(
                said.endorser, said.name, said.url, said.email, site.host if site else None
            ),
            comment=said.comment,
            since=said.since,
            until=said.until,
            withdrawn=withdrawn,
            document=document,
        )

    def _widows(self) -> Iterator[Problem]:
        """Withdrawals of nothing."""
        names = {name_of(file) for file in self._committed.endorsements}
        for file in self._committed.withdrawals:
            if name_of(file) not in names:
                detail = f"there is no {name_of(file)}.json beside it that it could withdraw"
                hint = "put the endorsement back (`git log -p` shows it), or delete this file"
                yield ENDORSEMENT_WITHDRAWAL.at(file.path, (), detail, hint)


def name_of(file: Committed) -> str:
    """The name in its address: that of a withdrawal is the name of what it withdraws."""
    name = PurePosixPath(file.path).name
    return name.removesuffix(WITHDRAWAL_ENDING).removesuffix(".json")


def target_of(file: Committed) -> str | None:
    """The id of what it is about, whatever else is wrong with it."""
    try:
        document = strict_json.parse(file.data)
    except ValueError:
        return None
    subject = document.get("credentialSubject") if isinstance(document, dict) else None
    about = subject.get("id") if isinstance(subject, dict) else None
    return about if isinstance(about, str) else None


_FETCH_AGAIN = "save what the endorser publishes at the address of its did:web, unchanged"


def _by_issuer(file: Committed, detail: str) -> Problem:
    hint = "an endorsement is somebody else's word, signed with a key that is theirs alone"
    return ENDORSEMENT_BY_ISSUER.at(file.path, _ISSUER, detail, hint)


def _unsigned(file: Committed, signed: Signed) -> Problem | None:
    if signed.genuine:
        return None
    for finding in (signed.signature, signed.issuer_key):
        if finding.failed:
            hint = "take the file from its endorser again, unchanged, or delete it"
            detail = _uncapped(finding.detail)
            return ENDORSEMENT_SIGNATURE.at(file.path, (), detail, hint)
    if signed.signature.held:
        # The one thing that time does to a signature that was good: its key ends.
        hint = "it is not published any more; ask its endorser for a newer one, or delete it"
        if file.path.endswith(WITHDRAWAL_ENDING):
            hint = "what it withdraws is not published any more either; delete both, or neither"
        detail = _uncapped(signed.issuer_key.detail)
        return ENDORSEMENT_ENDED.at(file.path, (), detail, hint)
    hint = "delete it, or ask its endorser for one with a proof of eddsa-rdfc-2022"
    detail = _uncapped(signed.signature.detail)
    return ENDORSEMENT_UNCHECKED.at(file.path, (), detail, hint)


def _id_of(data: bytes) -> str | None:
    try:
        document = strict_json.parse(data, max_bytes=MAX_DOCUMENT)
    except ValueError:
        return None
    found = document.get("id") if isinstance(document, dict) else None
    return found if isinstance(found, str) else None


def _clause(reason: Exception) -> str:
    return _uncapped(str(reason))


def _uncapped(sentence: str) -> str:
    """A sentence of the verifier's as the detail of a problem: small at its start, without a stop."""
    return f"{sentence[:1].lower()}{sentence[1:]}".removesuffix(".")

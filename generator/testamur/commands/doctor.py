"""`testamur doctor`: a live site, held against the repository it was built from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from testamur.commands.diagnosis import Diagnosis
from testamur.commands.project import Project
from testamur.commands.remedies import Check
from testamur.commands.visit import FOUND, JSON, PAGE, TEXT, Visit
from testamur.commands.web import Unreachable, Web
from testamur.content.load import load_site
from testamur.crypto.note import NoteError, open_checkpoint
from testamur.crypto.rdfc_templates import Canonicaliser
from testamur.model.addresses import (
    PROFILE_PATH,
    Addresses,
    achievement_path,
    assertion_path,
    award_folder,
    document_path,
    proof_path,
    status_path,
)
from testamur.model.hosts import Host
from testamur.model.site import Site
from testamur.problems import Problem, RegisterError, WorldError
from testamur.register.entries import Role
from testamur.register.reader import read, status_list_of
from testamur.register.register import Register
from testamur.verify.controllers import KeyRefused, read_document
from testamur.verify.document import Verifier
from testamur.verify.site import ACCEPTABLE
from testamur.verify.writing import Malformed
from testamur.wire.contexts import contexts

CANARIES = 3
"""So many awards are verified as a stranger would."""

CHECKPOINT = "register/checkpoint"

_GONE = frozenset({404, 410})
_NOBODYS = "0" * 26
_SERVERS = {
    "github.com": Host.GITHUB_PAGES,
    "netlify": Host.NETLIFY,
    "amazons3": Host.S3,
    "nginx": Host.SERVER,
    "apache": Host.SERVER,
    "caddy": Host.SERVER,
}


def doctor(
    project: Project, url: str | None, *, allow_local: bool = False
) -> Diagnosis | tuple[Problem, ...]:
    """
    Look at the live site, at its own address or at `url`, or say what is wrong with site.yaml.

    Raises WorldError where nothing answers at all, RegisterError for a register that does not
    hold or that nothing was entered into yet.
    """
    site, problems = load_site(project.root)
    if site is None:
        return problems
    register = read(project.register_folder(site.register), Addresses(site.base_url))
    if not register.heads:
        raise RegisterError("nothing was issued yet", "`testamur issue --first` begins")
    looked_at = (url or site.base_url).rstrip("/")
    if urlsplit(looked_at).scheme not in {"http", "https"}:
        raise WorldError(f"{looked_at!r} is no address of a site", "it begins with https://")
    visit = Visit(Diagnosis(site.base_url, looked_at, site.served_by), Web(allow_local=allow_local))
    return _Examination(site, register, visit, project.now).diagnosis()


class _Examination:
    def __init__(self, site: Site, register: Register, visit: Visit, now: datetime) -> None:
        self._site = site
        self._register = register
        self._at = register.addresses
        self._now = now
        self._visit = visit

    def diagnosis(self) -> Diagnosis:
        seen = self._visit.seen
        self._home()
        document = self._visit.look(self._at.did_path, JSON)
        if document:
            self._keys(document)
        for path, types in self._samples():
            self._visit.look(path, types)
        for path in self._pages():
            self._visit.look(path, PAGE, cors=False)
        self._nothing_there()
        for purpose, number in self._register.status_lists:
            self._list(purpose, number)
        self._checkpoint()
        if not any(fault.check in {Check.MISSING, Check.HIDDEN} for fault in seen.faults):
            self._canaries()
        return seen

    def _home(self) -> None:
        address = f"{self._visit.seen.looked_at}/"
        try:
            answer = self._visit.get(address)
        except Unreachable as reason:
            raise WorldError(
                f"{self._visit.seen.looked_at} cannot be reached: {reason}",
                "is the address right, and the site published? --allow-local lets addresses of "
                "this machine be asked",
            ) from None
        server = answer.headers.get("server", "").lower()
        guess = next((host for name, host in _SERVERS.items() if name in server), None)
        self._visit.seen.host = self._visit.seen.host or guess
        self._visit.judged("", answer, PAGE, cors=False)
        parts = urlsplit(address)
        if parts.scheme == "http" and not self._visit.allow_local:
            self._visit.fault(Check.HTTPS, address, "the site is served without https")
        elif parts.scheme == "https" and parts.port is None:
            self._plain(parts.hostname or "", parts.path)

    def _plain(self, host: str, path: str) -> None:
        address = f"http://{host}{path}"
        try:
            answer = self._visit.get(address)
        except Unreachable:
            return
        if answer.status == FOUND:
            detail = "http answers with the site itself, and does not lead to https"
            self._visit.fault(Check.HTTPS, address, detail, breaks=False)

    def _samples(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """A file of every sort that others' programs ask for."""
        slug, version = next(iter(self._register.definitions), ("", 0))
        if slug:
            yield achievement_path(slug, version), JSON
        if self._site.hosts_v2:
            yield PROFILE_PATH, JSON
        for award in self._chosen():
            yield document_path(award), JSON
            yield proof_path(award), ()
            if self._site.hosts_v2:
                yield assertion_path(award), JSON

    def _pages(self) -> Iterator[str]:
        yield from (award_folder(award) for award in self._chosen())

    def _chosen(self) -> list[str]:
        """The newest award, the oldest and one in the middle; no chance, so that all can follow."""
        ids = list(self._register.awards)
        if not ids:
            return []
        return list(dict.fromkeys([ids[-1], ids[0], ids[len(ids) // 2]]))[:CANARIES]

    def _keys(self, document: bytes) -> None:
        address = self._visit.address(self._at.did_path)
        try:
            live = read_document(document, self._at.did)
        except (Malformed, KeyRefused) as reason:
            self._visit.fault(Check.KEYS, address, str(reason).removesuffix("."))
            return
        published = {method.key for method in live.methods.values()}
        wanted = {
            key
            for key, role in self._register.trusted_keys.items()
            if role in {Role.AWARD, Role.REGISTER, Role.JWT}
        }
        for key in wanted - published:
            detail = f"the key {key.multibase} is missing: what it signed cannot be verified"
            self._visit.fault(Check.KEYS, address, detail)
        for key in self._register.lost_keys:
            if key in published:
                detail = f"the key {key.multibase} was compromised and is still published"
                self._visit.fault(Check.KEYS, address, detail)

    def _list(self, purpose: str, number: int) -> None:
        path = status_path(purpose, number)
        body = self._visit.look(path, JSON)
        if body is None:
            return
        try:
            live = status_list_of(purpose, number, body)
        except (ValueError, KeyError, TypeError):
            self._visit.fault(
                Check.LISTS, self._visit.address(path), "what stands there is no status list"
            )
            return
        if live.valid_until <= self._now:
            detail = f"this status list could be relied on until {live.valid_until:%Y-%m-%d} only"
            self._visit.fault(Check.LISTS, self._visit.address(path), detail)
        elif live.valid_from < self._register.status_lists[purpose, number].valid_from:
            detail = "this status list is older than the one here, so a revocation may be missing"
            self._visit.fault(Check.LISTS, self._visit.address(path), detail)

    def _checkpoint(self) -> None:
        address = self._visit.address(CHECKPOINT)
        note = self._visit.look(CHECKPOINT, TEXT, type_breaks=False)
        if note is None:
            return
        try:
            live = open_checkpoint(note, self._at.origin, list(self._register.keys))
        except NoteError as reason:
            detail = f"no key of this repository's register signed what stands there: {reason}"
            self._visit.fault(Check.CHECKPOINT, address, detail)
            return
        size = self._register.head_size
        if live.size < size:
            detail = (
                f"the live register has {live.size:,} entries and the one here {size:,}: the site "
                "is older, or was rolled back"
            )
            self._visit.fault(Check.CHECKPOINT, address, detail)
        elif live.size > size:
            detail = (
                f"the live register has {live.size:,} entries and the one here {size:,}: this "
                "repository is behind"
            )
            self._visit.fault(Check.CHECKPOINT, address, detail, breaks=False)
        elif live.root != self._register.tree.root(size):
            detail = "the live register has as many entries as the one here, but others"
            self._visit.fault(Check.CHECKPOINT, address, detail)

    def _canaries(self) -> None:
        verifier = Verifier(self._visit, now=self._now, canonicaliser=Canonicaliser(contexts()))
        for award in self._chosen():
            address = self._at.credential_json(award)
            try:
                data = self._visit.get(self._visit.address(document_path(award))).body
            except Unreachable:
                continue
            verdict = verifier.examine(
                data, expected_site=self._at.base_url, found_at=address
            ).verdict
            self._visit.seen.canaries[self._at.award_page(award)] = verdict.word.value
            if verdict.word not in ACCEPTABLE:
                self._visit.fault(Check.AWARDS, address, verdict.sentence().removesuffix("."))

    def _nothing_there(self) -> None:
        address = self._visit.address(document_path(_NOBODYS))
        try:
            status = self._visit.get(address).status
        except Unreachable:
            return
        if status == FOUND:
            detail = (
                "an award that was never given is answered with status 200, as if it were there"
            )
            self._visit.fault(Check.NOT_FOUND, address, detail)
        elif status not in _GONE:
            detail = f"what is not there is answered with status {status} instead of 404"
            self._visit.fault(Check.NOT_FOUND, address, detail, breaks=False)

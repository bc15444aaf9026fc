"""`testamur verify`: a file, a folder or an address, judged as a stranger would."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from testamur.commands.files import start_of
from testamur.commands.project import Project
from testamur.problems import WorldError
from testamur.verify.bundle import Asked as BundleAsked
from testamur.verify.bundle import verify_bundle
from testamur.verify.bundle_report import BundleReport
from testamur.verify.document import verify_document
from testamur.verify.documents import Several
from testamur.verify.documents import documents as documents_of
from testamur.verify.formats import is_page
from testamur.verify.site import SiteReport, base_url_of, verify_site
from testamur.verify.sources import Https, SiteFolder, Source, Unavailable
from testamur.verify.verdict import Verdict
from testamur.wire.baked import MAX_PICTURE
from testamur.wire.bundle import MAX_BUNDLE, is_bundle

_LEARNER = re.compile(r"/learners/[0-9a-z]{26}\Z")


def verify(
    project: Project,
    what: str,
    *,
    site: Path | None = None,
    documents: Path | None = None,
    email: str | None = None,
    name: str | None = None,
    online: bool = False,
) -> Verdict | SiteReport | BundleReport:
    """
    Judge one credential, alone or baked into a picture, or a whole site if `what` is a folder.

    With `site` the issuer's documents come from that built site, with `documents` from a folder
    that holds them by address; with either, nothing is fetched. Of a learner's bundle nobody is
    asked unless one of them or `online` says whom, and without it is never valid. Raises WorldError for what
    cannot be read at all.
    """
    path = Path(what)
    if path.is_dir():
        folder = Folder(path)
        return verify_site(folder.read, folder.paths(), now=project.now)
    source, expected = _source(site, documents)
    found_at: str | None = None
    if _has_scheme(what):
        found_at, data = _at_address(what, source)
    else:
        if not path.exists():
            raise WorldError(
                f"there is no {what}",
                "give a file, an address, or the folder of a site: `testamur build` makes site/",
            )
        data = start_of(path, MAX_PICTURE)
        if is_bundle(data):
            asked = BundleAsked(
                project.now,
                source if online or site or documents else None,
                # Whoever kept documents kept the keys; lists of that day would be of no use.
                at_hand=documents is not None and site is None,
                expected_site=expected,
                email=email,
                name=name,
            )
            return verify_bundle(start_of(path, MAX_BUNDLE), asked)
    return verify_document(
        data,
        source,
        now=project.now,
        expected_site=expected,
        email=email,
        name=name,
        found_at=found_at,
        # With a site at hand the whole record can be read, and with it who may sign what.
        whole_record=site is not None,
    )


def _has_scheme(what: str) -> bool:
    try:
        return bool(urlsplit(what).scheme)
    except ValueError:
        # A bracket that is none of an IPv6 address: to be refused as an address.
        return True


class Folder:
    """A built site on disk. Links are not followed out of it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        target = self._root / path
        try:
            steps = [target, *target.parents[: path.count("/")]]
            leads_out = any(each.is_symlink() for each in steps)
            return None if leads_out or not target.is_file() else target.read_bytes()
        except OSError:
            # A name that no file can have, or one that is not ours to read.
            return None

    def paths(self) -> list[str]:
        return sorted(
            path.relative_to(self._root).as_posix()
            for path in self._root.rglob("*")
            if path.is_file() and not path.is_symlink()
        )


def _source(site: Path | None, at_hand: Path | None) -> tuple[Source, str | None]:
    """Where the issuer's documents come from, and whose site that is, if it is one's."""
    sources: list[Source] = []
    base_url: str | None = None
    if site is not None:
        folder = Folder(site)
        try:
            base_url = base_url_of(folder.read)
        except ValueError as error:
            raise WorldError(f"{site} is no site that testamur built: {error}") from error
        sources.append(SiteFolder(folder.read, base_url))
    if at_hand is not None:
        try:
            sources.append(documents_of(Folder(at_hand).read))
        except ValueError as error:
            raise WorldError(f"{at_hand} cannot be read: {error}") from error
    if not sources:
        return Https(), None
    return (sources[0] if len(sources) == 1 else Several(sources)), base_url


def _at_address(address: str, source: Source) -> tuple[str, bytes]:
    """What stands at an address; where that is a web page, or nothing, the credential beside it."""
    found: tuple[str, bytes] | None = None
    reason: Unavailable | None = None
    try:
        found = _fetched(address, source)
    except Unavailable as error:
        reason = error
    beside = _beside(address)
    if beside is not None and (found is None or is_page(found[1])):
        with suppress(Unavailable):
            return _fetched(beside, source)
    if found is None:
        raise WorldError(f"{address} cannot be read: {reason}") from reason
    return found


def _fetched(address: str, source: Source) -> tuple[str, bytes]:
    # Only the address that a person gave is followed elsewhere.
    if isinstance(source, Https):
        return source.follow(address, MAX_PICTURE)
    return address, source.fetch(address, MAX_PICTURE)


def _beside(address: str) -> str | None:
    """Where a page of ours has its credential; None for the address of a file."""
    if address.endswith((".json", ".jwt", ".jws", ".png", ".svg")):
        return None
    page = address.rstrip("/")
    return f"{page}/{'clr' if _LEARNER.search(page) else 'credential'}.json"

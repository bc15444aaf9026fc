"""`testamur verify`: a file, a folder or an address, judged as a stranger would."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from testamur.commands.project import Project
from testamur.problems import WorldError
from testamur.verify.bundle import BundleReport, verify_bundle
from testamur.verify.document import verify_document
from testamur.verify.documents import Several
from testamur.verify.documents import documents as documents_of
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
    that holds them by address; with either, nothing is fetched. A learner's bundle is judged by
    what is inside it, unless one of them or `online` says whom to ask. Raises WorldError for what
    cannot be read at all.
    """
    path = Path(what)
    if path.is_dir():
        folder = Folder(path)
        return verify_site(folder.read, folder.paths(), now=project.now)
    source, expected = _source(site, documents)
    found_at: str | None = None
    if urlsplit(what).scheme:
        address = _document_address(what)
        try:
            if isinstance(source, Https):
                found_at, data = source.follow(address, MAX_PICTURE)
            else:
                found_at, data = address, source.fetch(address, MAX_PICTURE)
        except Unavailable as error:
            raise WorldError(f"{address} cannot be read: {error}") from error
    else:
        try:
            data = _start_of(path)
            if is_bundle(data):
                asked = source if online or site or documents else None
                return verify_bundle(_start_of(path, MAX_BUNDLE), now=project.now, source=asked)
        except OSError as error:
            raise WorldError(f"{what} cannot be read: {error.strerror}") from error
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


def _start_of(path: Path, accept_bytes: int = MAX_PICTURE) -> bytes:
    """No more than a picture may have, and a byte to tell that there was more."""
    with path.open("rb") as file:
        return file.read(accept_bytes + 1)


class Folder:
    """A built site on disk. Links are not followed out of it."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, path: str) -> bytes | None:
        target = self._root / path
        if target.is_symlink() or not target.is_file():
            return None
        return target.read_bytes()

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


def _document_address(address: str) -> str:
    """The address of a credential or of a picture as it is; behind any other, its page's own."""
    if address.endswith((".json", ".png", ".svg")):
        return address
    page = address.rstrip("/")
    return f"{page}/{'clr' if _LEARNER.search(page) else 'credential'}.json"

"""
From register and theme to artifacts: every file of the site, what it is made from, how to make it.

A pure function of what is in Git. Authors' pending text is not looked at: what was issued is what
is published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import sha256

import orjson

from testamur.crypto.merkle import entry_bundles, tiles
from testamur.crypto.note import encode_proof
from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import (
    PROFILE_PATH,
    achievement_path,
    assertion_path,
    award_folder,
    badge_class_path,
    baked_path,
    credential_folder,
    document_path,
    logo_path,
    picture_path,
    proof_path,
    status_path,
    version_folder,
)
from testamur.model.plain import to_plain
from testamur.model.site import Site
from testamur.model.status import Change
from testamur.pages.pages import Pages
from testamur.pages.theme import Theme
from testamur.publish.artifact import Artifact, Kind
from testamur.register.documents import Document
from testamur.register.register import Award, Definition, Register
from testamur.wire import did, v2, v3
from testamur.wire.bake import Frame, frame

Inputs = Mapping[str, str]

REGISTER_FOLDER = "register/"
_DRAWN = "svg"


def artifacts(site: Site, register: Register, theme: Theme, program: str) -> Iterator[Artifact]:
    """
    Every file of the site, in no particular order.

    `program` is the digest of what computes them: another testamur may make other bytes.
    """
    pages = Pages(theme, site, register)
    builder = _Builder(site, register, pages, program)
    yield from builder.documents()
    yield from builder.badges()
    yield from builder.definitions()
    yield from builder.identity()
    yield from builder.record()
    yield from builder.pages()


class _Builder:
    def __init__(self, site: Site, register: Register, pages: Pages, program: str) -> None:
        self._site = site
        self._register = register
        self._pages = pages
        self._program = program
        self._hosts_v2 = v2.publishes(site)
        self._pictures = {
            key: (definition.picture, definition.picture.digest)
            for key, definition in register.definitions.items()
            if definition.picture
        }
        self._frames: dict[tuple[str, int], Frame] = {}
        self._newest = {
            slug: max(version for each, version in register.definitions if each == slug)
            for slug, _ in register.definitions
        }

    def documents(self) -> Iterator[Artifact]:
        """Beside each award's page: the signed credential, and its proof of being recorded."""
        for award in self._register.awards.values():
            for document in award.versions:
                earlier = None if document is award.newest else document.version
                yield self._file(
                    document_path(award.id, earlier),
                    Kind.DOCUMENT,
                    {"document": _digest(document.signed)},
                    _constant(document.signed),
                )
                yield self._proof(document, proof_path(award.id, earlier))
            if self._hosts_v2:
                yield self._assertion(award)
            if award.withdrawal:
                state = _state(award)
                yield self._file(
                    f"{award_folder(award.id)}state.json",
                    Kind.STATUS,
                    {"state": _digest(state)},
                    _constant(state),
                )

    def badges(self) -> Iterator[Artifact]:
        """The picture that an earner keeps, with the newest credential inside; none if withdrawn."""
        for award in self._register.awards.values():
            newest = award.newest
            if award.withdrawal or newest.definition not in self._pictures:
                continue
            picture, digest = self._pictures[newest.definition]
            yield self._file(
                baked_path(award.id, picture.extension),
                Kind.DOCUMENT,
                {"document": _digest(newest.signed), "picture": digest},
                partial(self._baked, newest),
            )

    def definitions(self) -> Iterator[Artifact]:
        for (slug, version), definition in self._register.definitions.items():
            made_from = {"definition": _definition_digest(definition), "site": self._site_digest}
            yield self._file(
                achievement_path(slug, version),
                Kind.DOCUMENT,
                made_from,
                self._achievement(definition),
            )
            picture = definition.picture
            if picture:
                yield self._file(
                    picture_path(slug, version, picture.extension),
                    Kind.ASSET,
                    {"picture": picture.digest},
                    _constant(picture.data),
                )
            if self._hosts_v2:
                yield from self._badge_class(definition)

    def identity(self) -> Iterator[Artifact]:
        """The keys and the status lists: what a stranger's verifier asks for."""
        at = self._register.addresses
        also = [at.profile] if self._hosts_v2 else []
        document = _json(did.did_document(at, list(self._register.trusted_keys), also))
        yield self._file(at.did_path, Kind.STATUS, {"keys": _digest(document)}, _constant(document))
        if self._hosts_v2:
            profile = _json(v2.profile(self._site))
            yield self._file(
                PROFILE_PATH, Kind.DOCUMENT, {"issuer": _digest(profile)}, _constant(profile)
            )
        for (purpose, number), status_list in self._register.status_lists.items():
            yield self._file(
                status_path(purpose, number),
                Kind.STATUS,
                {"signing": _digest(status_list.signed)},
                _constant(status_list.signed),
            )

    def record(self) -> Iterator[Artifact]:
        """The register, in the layout of C2SP tlog-tiles."""
        lines = [entry.line for entry in self._register.entries]
        leaves = [entry.leaf for entry in self._register.entries]
        note = self._register.heads[self._register.head_size]
        files = [*tiles(leaves), *entry_bundles(lines), ("checkpoint", note)]
        for path, data in files:
            yield self._file(
                f"{REGISTER_FOLDER}{path}",
                Kind.REGISTER,
                {"log": _digest(data)},
                _constant(data),
            )

    def pages(self) -> Iterator[Artifact]:
        pages, inputs = self._pages, self._pages.inputs
        for slug, version in self._register.definitions:
            yield self._page(
                version_folder(slug, version),
                inputs.credential_version(slug, version),
                partial(pages.credential_version, slug, version),
            )
        for slug in self._newest:
            yield self._page(
                credential_folder(slug), inputs.credential(slug), partial(pages.credential, slug)
            )
        for award in self._register.awards.values():
            yield self._page(
                award_folder(award.id), inputs.award(award), partial(pages.award, award)
            )
            for earlier in award.versions[:-1]:
                yield self._page(
                    f"{award_folder(award.id)}v{earlier.version}/",
                    inputs.award_version(award, earlier.version),
                    partial(pages.award_version, award, earlier.version),
                )
        for award_id in self._register.forgotten:
            yield self._page(
                award_folder(award_id),
                inputs.forgotten(award_id),
                partial(pages.forgotten, award_id),
            )
        yield self._page(REGISTER_FOLDER, inputs.register_page(), pages.register_page)
        yield self._page("", inputs.home(), pages.home)
        yield self._page("awards/", inputs.no_list(), pages.no_list)
        yield self._file("404.html", Kind.PAGE, inputs.not_found(), pages.not_found)
        yield from self._furniture()

    def _furniture(self) -> Iterator[Artifact]:
        """What surrounds the pages: style, logo, and files for hosts and crawlers."""
        files = {
            **self._pages.assets(),
            "robots.txt": self._pages.robots(),
            "sitemap.xml": self._pages.sitemap(),
            "_headers": self._pages.headers(),
            ".nojekyll": b"",
        }
        if self._site.logo:
            files[logo_path(self._site.logo.extension)] = self._site.logo.data
        for path, data in files.items():
            yield self._file(path, Kind.ASSET, {"bytes": _digest(data)}, _constant(data))

    def _assertion(self, award: Award) -> Artifact:
        """The Open Badges 2.0 edition; in its short form where the award is withdrawn."""
        newest, event, at = award.newest, award.withdrawal, self._register.addresses
        path = assertion_path(award.id)
        if event:
            short = _json(v2.withdrawn(award.id, event, at))
            return self._file(path, Kind.STATUS, {"state": _digest(short)}, _constant(short))

        def produce() -> bytes:
            signed = orjson.loads(newest.unsigned)
            return _json(v2.assertion(signed, award.id, newest.definition, newest.language, at))

        made_from = [_digest(newest.unsigned), newest.definition, newest.language]
        inputs = {"document": _digest(orjson.dumps(made_from))}
        return self._file(path, Kind.STATUS, inputs, produce)

    def _badge_class(self, definition: Definition) -> Iterator[Artifact]:
        """The Open Badges 2.0 edition, and a picture where the credential has none."""
        credential, picture = definition.credential, definition.picture
        slug, version = credential.slug, credential.version
        versions = (number for each, number in self._register.definitions if each == slug)
        earlier = max((number for number in versions if number < version), default=None)
        extension = picture.extension if picture else _DRAWN
        document = v2.badge_class(credential, extension, self._site, earlier)
        yield self._file(
            badge_class_path(slug, version),
            Kind.DOCUMENT,
            {
                "definition": _definition_digest(definition),
                "site": self._site_digest,
                "versions": str(earlier),
            },
            lambda: _json(document),
        )
        if not picture:
            yield self._file(
                picture_path(slug, version, extension),
                Kind.ASSET,
                self._pages.inputs.badge(slug),
                partial(self._pages.badge, slug),
            )

    def _proof(self, document: Document, path: str) -> Artifact:
        size = self._register.proof_head(document.entry)
        note = self._register.heads[size]

        def produce() -> bytes:
            hashes = self._register.tree.inclusion(document.entry, size)
            day = self._register.entries[document.entry].day.isoformat().encode()
            return encode_proof(document.entry, hashes, note, document.nonce + day)

        # The proof is against the first head that has the entry: it never changes after.
        made_from = {"document": document.commitment, "head": _digest(note)}
        return self._file(path, Kind.DOCUMENT, made_from, produce)

    def _baked(self, document: Document) -> bytes:
        key = document.definition
        if key not in self._frames:
            self._frames[key] = frame(self._pictures[key][0].data)
        return self._frames[key].bake(document.signed)

    def _achievement(self, definition: Definition) -> Callable[[], bytes]:
        credential = definition.credential
        at = self._register.addresses
        badge_class = (
            at.badge_class(credential.slug, credential.version) if self._hosts_v2 else None
        )
        return lambda: _json(v3.hosted_achievement(credential, self._site, badge_class))

    def _page(self, folder: str, inputs: Inputs, produce: Callable[[], bytes]) -> Artifact:
        return self._file(f"{folder}index.html", Kind.PAGE, inputs, produce)

    def _file(
        self, path: str, kind: Kind, inputs: Inputs, produce: Callable[[], bytes]
    ) -> Artifact:
        return Artifact(path, kind, {**inputs, "testamur": self._program}, produce)

    @property
    def _site_digest(self) -> str:
        """The part of the settings that an achievement repeats or depends on."""
        site = self._site
        return _digest(orjson.dumps([site.base_url, site.languages[0], self._hosts_v2]))


def _state(award: Award) -> bytes:
    """
    The issuer's own word on a withdrawn award: a bit alone cannot say suspended, or why.

    It is not signed, but entry and nonce open the log's commitment to it: whoever asks can tell
    that it was entered then, and in these words.
    """
    event = award.withdrawal
    if event is None:
        raise ValueError("an award that stands has no withdrawal")
    state = "revoked" if event.change is Change.REVOKED else "suspended"
    return _json(
        {
            "state": state,
            "date": event.day.isoformat(),
            "reason": event.reason,
            "entered": event.entered.isoformat(),
            "entry": event.entry,
            "nonce": event.nonce,
        }
    )


def _definition_digest(definition: Definition) -> str:
    return _digest(orjson.dumps(to_plain(definition.credential)))


def _json(value: JsonObject) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_INDENT_2) + b"\n"


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _constant(data: bytes) -> Callable[[], bytes]:
    return lambda: data

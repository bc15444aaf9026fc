"""Badges of Open Badges 2.0 as awards, with the credentials that they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from testamur.commands.badge_files import Source, beside, files, library_of, sources_in
from testamur.content import png, svg
from testamur.content.importing import defining, older, presets
from testamur.content.importing.days import day
from testamur.content.importing.older import Badge, Library, NotImported, Roll
from testamur.content.importing.outcome import Candidate, Outcome, Word
from testamur.content.importing.rows import candidate, key_of
from testamur.content.importing.sheet import Sheet
from testamur.content.refused import Refused
from testamur.content.tree import CREDENTIAL_FILE, CREDENTIALS
from testamur.crypto.strict_json import JsonObject
from testamur.model.catalog import Catalog
from testamur.problems import InputRefusedError


@dataclass(frozen=True, slots=True)
class Found:
    candidates: tuple[Candidate | Outcome, ...]
    definitions: tuple[tuple[str, str, bytes], ...]
    """Of credentials that are not there yet: slug, path and bytes, each file."""
    notes: tuple[str, ...]


@dataclass(slots=True)
class Badges:
    sources: tuple[Source, ...]
    library: Library
    roll: Roll
    credentials: Mapping[str, str]
    """By the address or the name of a badge class, the slug of a credential."""
    _made: dict[str, dict[str, bytes]] = field(default_factory=dict)
    """By slug, the files of credentials that are not there yet."""

    @classmethod
    def read(
        cls,
        path: Path,
        documents: Path | None,
        people: Sheet | None,
        credentials: Mapping[str, str],
    ) -> Badges:
        """
        The badges at `path`, a file or a folder.

        What they lead to stands beside them or below `documents`. Raises InputRefusedError for a
        folder without badges and WorldError.
        """
        chosen = sorted(files(path)) if path.is_dir() else [path]
        around = chosen if path.is_dir() else beside(path)
        library = library_of([(each, None) for each in around])
        if documents is not None:
            more = library_of([(each, documents) for each in files(documents)])
            library = Library(
                {**library.documents, **more.documents}, {**library.pictures, **more.pictures}
            )
        sources = tuple(
            source
            for file in chosen
            for source in sources_in(file, library, alone=not path.is_dir())
        )
        if not sources:
            raise InputRefusedError(
                f"there is no badge of Open Badges 2.0 in {path}",
                "give the .json file of a badge, a picture that it is baked into, or their folder",
            )
        return cls(sources, library, Roll(_people(people) if people else ()), credentials)

    def candidates(self, catalog: Catalog, today: date, credential: str | None) -> Found:
        """Each badge as an award, with the definitions that it takes."""
        issuers: dict[str, None] = {}
        seen: set[str] = set()
        found: list[Candidate | Outcome] = []
        for source in self.sources:
            try:
                badge = self._badge(source)
                if badge.id in seen:
                    continue
                seen.add(badge.id)
                if badge.withdrawn:
                    who = badge.name or badge.id
                    found.append(Outcome(source.name, Word.LEFT_OUT, who, badge.withdrawn))
                    continue
                issuers |= dict.fromkeys(self._issuer(badge))
                slug = credential or self._slug(badge, catalog, source)
                found.append(_candidate(source.name, badge, slug, catalog, today))
            except NotImported as reason:
                why = Outcome(source.name, Word.REFUSED, source.name, str(reason), reason.hint)
                found.append(why)
        notes = [
            f"issued there by {name}; what you issue of it is in your name" for name in issuers
        ]
        made = [
            (slug, path, data) for slug, each in self._made.items() for path, data in each.items()
        ]
        notes += [
            f"made {CREDENTIALS}/{slug}/: look it over before anything is issued"
            for slug in self._made
        ]
        return Found(tuple(found), tuple(made), tuple(notes))

    def _badge(self, source: Source) -> Badge:
        if isinstance(source.document, NotImported):
            raise source.document
        if not isinstance(source.document, dict):
            raise NotImported("it is no badge of Open Badges 2.0")
        return older.badge(source.document, self.library, self.roll)

    def _issuer(self, badge: Badge) -> Iterator[str]:
        issuer = self.library.linked(badge.definition and badge.definition.get("issuer"))
        if issuer is not None and (name := older.text(issuer, "name")):
            yield name

    def _slug(self, badge: Badge, catalog: Catalog, source: Source) -> str:
        """The credential that was earned; one is made of the badge class where there is none."""
        name = older.text(badge.definition, "name") if badge.definition else ""
        for known_as in (badge.what, name):
            if known_as and known_as in self.credentials:
                return self.credentials[known_as]
        for credential in catalog.credentials.values():
            if name and credential.name.casefold() == name.casefold():
                return credential.slug
        if badge.definition is None:
            raise NotImported(
                f"what was earned is not at hand: {badge.what or 'it names none'}",
                "put the badge class beside it, give its folder with --documents, "
                "or say --credential SLUG",
            )
        slug = defining.slug_of(badge.definition)
        if slug not in catalog.credentials and slug not in self._made:
            self._made[slug] = self._definition(slug, badge.definition, source)
        return slug

    def _definition(self, slug: str, definition: JsonObject, source: Source) -> dict[str, bytes]:
        folder = f"{CREDENTIALS}/{slug}"
        files = {f"{folder}/{CREDENTIAL_FILE}": defining.credential_text(definition).encode()}
        picture = self.library.picture(definition.get("image")) or source.picture
        if picture is not None:
            try:
                if picture.startswith(b"\x89PNG"):
                    files[f"{folder}/badge.png"] = png.clean(picture).data
                else:
                    files[f"{folder}/badge.svg"] = svg.clean(picture).data
            except Refused as refused:
                raise NotImported(
                    f"the picture of what was earned {refused.phrase}", refused.hint
                ) from None
        return files


def _candidate(
    name: str, badge: Badge, slug: str, catalog: Catalog, today: date
) -> Candidate | Outcome:
    written = {
        "credential": slug,
        "name": badge.name,
        "email": badge.email,
        "awarded": _day(badge.awarded, "issuedOn"),
        "key": key_of("ob2", badge.id),
        "expires": _day(badge.expires, "expires") if badge.expires else "",
        "narrative": badge.narrative,
        "evidence_url": badge.evidence_url,
        "evidence_narrative": badge.evidence_narrative,
    }
    if badge.evidence_url or badge.evidence_narrative:
        written["evidence_name"] = "Evidence"
    cells = {column: text for column, text in written.items() if text}
    found = candidate(name, cells, catalog.credentials.get(slug), today)
    if isinstance(found, Candidate):
        return found
    return Outcome(name, Word.REFUSED, f"{badge.name}, {slug}", found.detail, found.hint)


def _day(text: str, name: str) -> str:
    try:
        return day(text, None).isoformat()
    except Refused as refused:
        raise NotImported(f"its `{name}` {refused.phrase}", refused.hint) from None


def _people(table: Sheet) -> list[older.Person]:
    columns = presets.columns(presets.PEOPLE, table.header)
    found = list(older.people(table, columns))
    if not found:
        raise InputRefusedError(
            "the table of --people gives nobody's name and address",
            "it needs columns such as: name, email",
        )
    return found

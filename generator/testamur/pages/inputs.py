"""
What each page is made from, as digests by reason, without rendering it.

A page whose inputs are the same is the same page; the names of the reasons are what
`build --explain` prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256

import orjson

from testamur.model.credential import Credential
from testamur.model.endorsement import ISSUER, Endorsement, Endorsements, Target
from testamur.model.pathway import Pathway
from testamur.model.plain import to_plain
from testamur.model.site import Site
from testamur.model.status import Event
from testamur.pages.certificates import Certificates
from testamur.pages.definitions import Definitions
from testamur.pages.endorsements import digest_of, public
from testamur.pages.entered import Entered
from testamur.pages.life import has_expired
from testamur.pages.theme import Theme
from testamur.register import serialised
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.entries import KeyEntry
from testamur.register.learners import LearnerRecord
from testamur.register.register import Definition, Register

Inputs = Mapping[str, str]


class PageInputs:
    """One method for each kind of page of `Pages`, by the same name."""

    def __init__(
        self,
        theme: Theme,
        site: Site,
        register: Register,
        definitions: Definitions,
        endorsements: Endorsements,
        *,
        certificates: Certificates,
    ) -> None:
        self._certificates = certificates
        self._endorsements = endorsements
        self._theme = theme
        self._site = site
        self._register = register
        self._as_of = register.as_of
        self._definitions = definitions
        self._known: dict[tuple[str, int], tuple[str, str]] = {}

    def home(self) -> Inputs:
        definitions = [_definition(each) for each in self._definitions.newest.values()]
        pathways = [to_plain(each) for each in self._definitions.ways.pathways.values()]
        found = {
            "issuer": self._issuer,
            "definition": _digest(definitions),
            "pathway": _digest(pathways),
        }
        return self._frame | found

    def issuer(self) -> Inputs:
        definitions = [_definition(each) for each in self._definitions.newest.values()]
        found = {"issuer": self._issuer, "definition": _digest(definitions)}
        endorsed = _endorsed(digest_of(self._endorsements.about(ISSUER)))
        return {**self.register_page(), **found, **endorsed}

    def how_to_check(self) -> Inputs:
        return self._frame

    def chapter(self) -> Inputs:
        """Of what surrounds a chapter of the handbook."""
        return self._frame

    def for_earners(self) -> Inputs:
        return self._frame

    def pathway(self, slug: str) -> Inputs:
        pathway = self._definitions.ways.pathways[slug]
        named = [*pathway.credentials, *([pathway.leads_to] if pathway.leads_to else [])]
        return self._frame | {
            "pathway": _digest(to_plain(pathway)),
            "definition": _digest([_definition(self._definitions.newest[each]) for each in named]),
        }

    def credential(self, slug: str) -> Inputs:
        newest = self._definitions.newest[slug].credential.version
        return self.credential_version(slug, newest)

    def credential_version(self, slug: str, version: int) -> Inputs:
        definition, pathway = self._defined(slug, version)
        versions = self._definitions.versions(slug)
        earlier, entered = self._definitions.before(slug, version), self._definitions.entered
        return (
            self._frame
            | {
                "issuer": self._issuer,
                "definition": definition,
                "pathway": pathway,
                "versions": _digest(
                    [[each, _days(entered.get((slug, each)))] for each in versions]
                ),
            }
            | ({"changes": self._defined(slug, earlier)[0]} if earlier else {})
            | _endorsed(
                self._endorsements_of(slug, version),
                digest_of(self._endorsements.about(ISSUER)),
            )
        )

    def badge(self, slug: str, version: int) -> Inputs:
        credential = self._definitions[slug, version].credential
        shown = [slug, credential.name, credential.level, credential.kind, credential.colour]
        issuer = _digest(self._site.issuer.name)
        return {"theme": self._theme.digest, "definition": _digest(shown), "issuer": issuer}

    def award(self, award: Award) -> Inputs:
        return self._award(award, award.newest)

    def award_version(self, award: Award, version: int) -> Inputs:
        return self._award(award, award.versions[version - 1])

    def share(self, slug: str, version: int) -> Inputs:
        """Of the picture beside links to a credential."""
        return {**self.badge(slug, version), "site": self._frame["site"]}

    def certificate(self, award: Award) -> Inputs:
        """Of the PDF of an award that has one."""
        document, site = award.newest, self._site
        definition = self._definitions[document.definition]
        day = self._register.entries[document.entry].day.isoformat()
        pictures = [each.digest if each else None for each in (definition.picture, site.logo)]
        return self._frame | {
            "document": sha256(document.signed).hexdigest(),
            "history": _digest([document.entry, day]),
            "definition": _digest([*_definition(definition), pictures]),
            "issuer": self._issuer,
            "paper": _digest(site.paper),
            "printer": _digest(self._certificates.printer),
        }

    def forgotten(self, award_id: str) -> Inputs:
        erased = self._register.forgotten[award_id]
        return self._frame | {
            "erasure": _digest([[each.entry, each.day.isoformat()] for each in erased])
        }

    def learner(self, record: LearnerRecord) -> Inputs:
        held = [self._register.documents[entry] for entry in record.holds]
        newest = [each for each in held if isinstance(each, Document)]
        awards = [self._register.awards[each.award] for each in newest]
        over = [has_expired(*pair, self._as_of) for pair in zip(awards, newest, strict=True)]
        defined = [self._defined(*each.definition)[0] for each in newest]
        day = self._register.entries[record.entry].day.isoformat()
        return self._frame | {
            "document": sha256(record.unsigned).hexdigest(),
            "history": _digest([record.entry, day]),
            "definition": _digest(defined),
            "expiry": _digest(over),
            "pathway": _digest(
                [to_plain(each) for each in self._definitions.ways.pathways.values()]
            ),
        }

    def former_learner(self) -> Inputs:
        return self._frame

    def endorsement(self, each: Endorsement) -> Inputs:
        about = {"issuer": self._issuer, "definition": _digest(self._name_of(each.about))}
        return self._frame | about | _endorsed(digest_of([each]))

    def _name_of(self, target: Target) -> list[object] | None:
        """What a page calls what is endorsed; None for the issuer."""
        about = target.credential
        if target.award:
            about = self._register.awards[target.award].newest.definition
        return [about, _name(self._register.definitions[about].credential)] if about else None

    def endorsements(self) -> Inputs:
        found = public(self._endorsements)
        names = [self._name_of(each.about) for each in found]
        about = {"issuer": self._issuer, "definition": _digest(names)}
        return self._frame | about | _endorsed(digest_of(found))

    def register_page(self) -> Inputs:
        register = self._register
        keys = [
            [entry.day.isoformat(), str(entry.fact)]
            for entry in register.entries
            if isinstance(entry.fact, KeyEntry)
        ]
        as_of = self._as_of.isoformat() if self._as_of else None
        return self._frame | {"register": _digest([register.size, as_of, keys])}

    def verify(self) -> Inputs:
        return self._frame

    def not_found(self) -> Inputs:
        return self._frame

    def no_list(self) -> Inputs:
        return self._frame

    def _award(self, award: Award, shown: Document) -> Inputs:
        definition, pathway = self._defined(*shown.definition)
        entries = self._register.entries
        life = [
            [
                each.version,
                each.entry,
                entries[each.entry].day.isoformat(),
                [_event(event) for event in each.events],
            ]
            for each in award.versions
        ]
        # The one thing that time alone changes, once: while an award lasts, it has no such input.
        over = has_expired(award, shown, self._as_of)
        expiry = {"expiry": _digest("passed")} if over else {}
        on_paper = shown is award.newest and self._certificates.has(award)
        formats = [each.format for each in serialised.standing(self._register, shown)]
        return (
            self._frame
            | expiry
            | ({"formats": _digest(formats)} if formats else {})
            | ({"share": _digest("name")} if shown.shares_name else {})
            | ({"certificate": _digest("pdf")} if on_paper else {})
            | {
                "document": sha256(shown.unsigned).hexdigest(),
                "history": _digest(life),
                "definition": definition,
                "pathway": pathway,
            }
            | _endorsed(
                digest_of(self._endorsements.about(Target(award=award.id))),
                self._endorsements_of(*shown.definition),
            )
        )

    def _endorsements_of(self, slug: str, version: int) -> str | None:
        return self._definitions.endorsements(self._definitions[slug, version].credential)

    def _defined(self, slug: str, version: int) -> tuple[str, str]:
        """The digests of a definition, and of the names that its pathway shows."""
        key = (slug, version)
        if key not in self._known:
            definition = self._definitions[key]
            ways = [
                *self._definitions.ways.requires(definition.credential),
                None,
                *self._definitions.ways.leads_to(slug),
                None,
                *self._definitions.ways.part_of(slug),
                None,
                *self._definitions.ways.reached_by(slug),
            ]
            self._known[key] = (
                _digest(_definition(definition)),
                _digest([_name(each) if each else None for each in ways]),
            )
        return self._known[key]

    @cached_property
    def _frame(self) -> dict[str, str]:
        """What surrounds every page."""
        site, issuer = self._site, self._site.issuer
        return {
            "theme": self._theme.digest,
            "site": _digest(
                [
                    [site.base_url, site.title, list(site.languages), site.time_zone],
                    *([site.accent] if site.accent else []),
                    *(["handbook"] if site.handbook else []),
                    [site.embeds, issuer.linkedin_organization],
                    [issuer.name, issuer.url, issuer.email],
                    site.logo.extension if site.logo else None,
                ]
            ),
        }

    @cached_property
    def _issuer(self) -> str:
        return _digest(to_plain(self._site.issuer))


def _endorsed(*digests: str | None) -> dict[str, str]:
    """No input at all where nobody endorses."""
    return {"endorsements": _digest(digests)} if any(digests) else {}


def _event(event: Event) -> list[str]:
    said = [event.change, event.day.isoformat(), event.reason, event.entered.isoformat()]
    return said + [f"{event.code} {event.replaced_by}"] * bool(event.code or event.replaced_by)


def _definition(definition: Definition) -> list[object]:
    picture = definition.picture
    return [to_plain(definition.credential), picture.extension if picture else None]


def _name(leading: Credential | Pathway) -> list[str]:
    translations = leading.translations if isinstance(leading, Credential) else ()
    return [leading.slug, leading.name, *(each.name for each in translations)]


def _days(entered: Entered | None) -> list[str]:
    return [str(entered.first), str(entered.last)] if entered else []


def _digest(value: object) -> str:
    return sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()

"""
One version of one award, turned into what its page shows.

What is said of the person comes from the signed credential alone: it went through the wish of
the recipient how much to show. Nothing here depends on other awards, on today, or on how large
the register has grown: a page changes only when something happened to its own award, and once
when the register was first signed after the award's time ran out.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from zoneinfo import ZoneInfo

import orjson
from markupsafe import Markup

from testamur.model.addresses import (
    Addresses,
    award_folder,
    certificate_path,
    document_path,
    picture_path,
    serialised_path,
    version_folder,
)
from testamur.model.credential import Credential, ResultDescription
from testamur.model.endorsement import Target
from testamur.model.formats import Format
from testamur.model.site import Site
from testamur.pages import drawing, views
from testamur.pages.certificates import Certificates
from testamur.pages.definitions import Definitions, in_language, levels
from testamur.pages.endorsements import Endorsed
from testamur.pages.issuer import party
from testamur.pages.language import Language
from testamur.pages.life import Json, Lives, day_of
from testamur.pages.markdown import to_html
from testamur.pages.markup import bdi, domain, link
from testamur.pages.place import Place
from testamur.pages.qr import codes
from testamur.pages.recipients import public_name
from testamur.pages.sharing import Sharing
from testamur.register import serialised
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.register import Register
from testamur.wire.v3 import level_id, result_id

DAYS = ("activityStartDate", "activityEndDate")
TERMS = ("term", "role", "licenseNumber")
"""Terms of OB 3.0, AchievementSubject, that are facts of an award as they stand."""

VERIFIER_PLUS = "https://verifierplus.org/#verify?vc="
VALIDATOR = "https://vc.1ed.tech/"


class Awards:
    def __init__(
        self,
        register: Register,
        site: Site,
        language: Language,
        definitions: Definitions,
        endorsed: Endorsed,
        *,
        certificates: Certificates,
        lives: Lives,
        drafts: AbstractSet[str] = frozenset(),
    ) -> None:
        """`drafts` are the ids of awards whose newest state was not issued yet."""
        self._drafts = drafts
        self._certificates = certificates
        self._endorsed = endorsed
        self._register = register
        self._at = Addresses(site.base_url)
        self._zone: ZoneInfo = site.zone
        self._words = language
        self._definitions = definitions
        self._has_assertions = site.hosts_v2
        self._lives = lives
        self._sharing = Sharing(site, language)
        self._codes = codes(self._at)
        self._address_note = language.phrase("check.address", host=domain(self._at.host))

    def view(self, award: Award, document: Document, place: Place, shared: Markup) -> views.Award:
        """`shared` is the part of the page that every award of the credential shares."""
        signed: Json = orjson.loads(document.unsigned)
        subject: Json = signed["credentialSubject"]
        definition = self._definitions[document.definition]
        credential = self._definitions.told(definition.credential)
        name = public_name(subject)
        recipient = bdi(name) if name else Markup.escape(self._words["award.holder"])
        verdict = self._lives.verdict(award, document, signed, recipient)
        draft = award.id in self._drafts
        words, entry = self._words, self._register.entries[document.entry]
        newest = document is award.newest
        stands = newest and not award.withdrawal and not draft
        address = self._at.of(_folder(document, newest=newest))
        plate = self._definitions.plate(definition, place)
        narrative = subject.get("narrative")
        return views.Award(
            verdict=self._lives.draft(verdict) if draft else verdict,
            recipient=recipient,
            eyebrow=words.phrase("award.eyebrow", issuer=bdi(signed["issuer"]["name"])),
            credential_name=credential.name,
            credential_page=place.page(version_folder(*document.definition)),
            description=credential.description,
            own=self._definitions.own(credential),
            told=self._told(document),
            plate=plate,
            kind=words[f"kind.{credential.kind}"],
            assessed=credential.kind == "assessed",
            facts=tuple(self._facts(signed, verdict.state)),
            results=tuple(self._results(credential, subject)),
            evidence=tuple(self._evidence(each) for each in signed.get("evidence", ())),
            narrative=to_html(narrative) if narrative else None,
            definition=shared,
            address=address,
            document=place.beside("credential.json"),
            command=f"testamur verify {address}",
            address_note=self._address_note,
            verifier_plus=VERIFIER_PLUS + self._at.of(_document(document, newest=newest)),
            validator=VALIDATOR,
            downloads=tuple(self._downloads(award, document, place)),
            record=words.phrase(
                "award.record",
                number=words.number(document.entry + 1),
                date=words.date(entry.day),
                record=link(place.page("register/"), words["award.permanent-record"]),
            ),
            history=tuple(self._lives.history(award, document)),
            endorsements=self._endorsed.about(Target(award=award.id), place),
            official=signed["issuer"].get("official") if stands else None,
            code=views.Code(self._codes.path(award.id), self._codes.size)
            if newest and not draft
            else None,
            sharing=self._sharing.view(
                document,
                credential,
                definition.picture,
                signed,
                recipient=recipient if name else None,
                place=place,
            )
            if stands
            else None,
        )

    def _downloads(self, award: Award, document: Document, place: Place) -> Iterator[views.Link]:
        words, picture = self._words, self._definitions[document.definition].picture

        def file(text: str, name: str) -> views.Link:
            return views.Link(text, place.beside(name), name)

        if document is award.newest and not award.withdrawal:
            extension = picture.extension if picture else drawing.IN_DOCUMENTS
            yield file(words["download.badge"], f"badge.{extension}")
            if picture is None:
                drawn = place.file(picture_path(*document.definition, drawing.ON_PAGES))
                yield views.Link(words["download.picture"], drawn, f"badge.{drawing.ON_PAGES}")
        yield file(words["download.credential"], "credential.json")
        # Open Badges 2.0 knows one assertion an award: of the newest version.
        if document is award.newest and self._has_assertions:
            yield file(words["download.assertion"], "assertion.json")
        for each in serialised.standing(self._register, document):
            if each.format is not Format.ASSERTION or self._has_assertions:
                name = serialised_path(each.format, award.id).rpartition("/")[2]
                yield file(words[f"download.{each.format}"], name)
        if document is award.newest and self._certificates.has(award):
            name = certificate_path(award.id).rpartition("/")[2]
            yield file(words["download.certificate"], name)
        yield file(words["download.proof"], "record.tlog-proof")

    def _told(self, document: Document) -> Markup:
        """Attributes for what the author wrote about this award."""
        if document.language is None:
            return Markup(' dir="auto"')
        return in_language(document.language, self._words.tag)

    def _facts(self, signed: Json, state: str) -> Iterator[views.Fact]:
        words = self._words
        day = self._day(signed["awardedDate"])
        yield views.Fact(words["award.awarded"], Markup.escape(day))
        if "validUntil" in signed:
            day = self._day(signed["validUntil"])
            label = words["award.expired"] if state == "expired" else words["award.expires"]
            yield views.Fact(label, Markup.escape(day))
        yield from self._circumstances(signed["credentialSubject"])

    def _circumstances(self, subject: Json) -> Iterator[views.Fact]:
        """When, as what and before whom it was earned (OB 3.0, AchievementSubject)."""
        words = self._words
        for term in DAYS:
            if term in subject:
                yield views.Fact(words[f"award.{term}"], Markup.escape(self._day(subject[term])))
        for term in TERMS:
            if term in subject:
                yield views.Fact(words[f"award.{term}"], bdi(subject[term]))
        source = subject.get("source")
        if source:
            yield views.Fact(words["award.source"], party(source["name"], source.get("url")))

    def _results(self, credential: Credential, subject: Json) -> Iterator[views.Rubric]:
        achievement = subject["achievement"]["id"]
        described = {result_id(achievement, each.id): each for each in credential.results}
        for result in subject.get("result", ()):
            description = described.get(result.get("resultDescription"))
            if description is not None:
                yield self._result(description, result, achievement)

    def _result(
        self, description: ResultDescription, result: Json, achievement: str
    ) -> views.Rubric:
        reached = {
            level_id(achievement, description.id, level.id): level.id
            for level in description.levels
        }.get(result.get("achievedLevel"))
        status = result.get("status")
        parts = [
            *([bdi(result["value"])] if "value" in result else []),
            *([Markup.escape(self._words[f"status.{status}"])] if status else []),
        ]
        return views.Rubric(
            description.name,
            levels(description, reached),
            self._definitions.scale(description),
            Markup(" · ").join(parts) or None,
        )

    def _evidence(self, evidence: Json) -> views.Evidence:
        href = evidence.get("id", "")
        narrative = evidence.get("narrative")
        return views.Evidence(
            name=evidence.get("name") or href,
            href=href if href.startswith("https://") else None,
            genre=evidence.get("genre"),
            description=evidence.get("description"),
            audience=evidence.get("audience"),
            narrative=to_html(narrative) if narrative else None,
            digest=evidence.get("digestMultibase"),
        )

    def _day(self, instant: str) -> str:
        """The day on which it was then where the issuer is, in words."""
        return self._words.date(day_of(instant, self._zone))


def _folder(document: Document, *, newest: bool) -> str:
    folder = award_folder(document.award)
    return folder if newest else f"{folder}v{document.version}/"


def _document(document: Document, *, newest: bool) -> str:
    return document_path(document.award, None if newest else document.version)

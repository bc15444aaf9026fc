"""
One version of one award, turned into what its page shows.

What is said of the person comes from the signed credential alone: it went through the wish of
the recipient how much to show. Nothing here depends on other awards, on today, or on how large
the register has grown: a page changes only when something happened to its own award.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from markupsafe import Markup

from testamur.model.addresses import Addresses, award_folder, document_path, version_folder
from testamur.model.credential import Credential, ResultDescription
from testamur.model.site import Site
from testamur.model.status import Change, Event, Standing
from testamur.pages import views
from testamur.pages.definitions import Definitions, in_language, levels
from testamur.pages.language import Language
from testamur.pages.markdown import to_html
from testamur.pages.markup import bdi, link, strong
from testamur.register.documents import Document
from testamur.register.register import Award, Register
from testamur.wire.instants import parse_instant
from testamur.wire.v3 import level_id, result_id

VERIFIER_PLUS = "https://verifierplus.org/#verify?vc="
VALIDATOR = "https://vc.1ed.tech/"

NEXT = (Change.CORRECTED, Change.RENEWED, Change.REINSTATED)
"""What makes a version be followed by another."""

# A signed document is JSON from our own register: its shape was checked when it was signed.
Json = Mapping[str, Any]


class Awards:
    def __init__(
        self, register: Register, site: Site, language: Language, definitions: Definitions
    ) -> None:
        self._register = register
        self._at = Addresses(site.base_url)
        self._zone: ZoneInfo = site.zone
        self._words = language
        self._definitions = definitions

    def view(self, award: Award, document: Document, root: str, shared: Markup) -> views.Award:
        """`shared` is the part of the page that every award of the credential shares."""
        signed: Json = orjson.loads(document.unsigned)
        subject: Json = signed["credentialSubject"]
        definition = self._definitions[document.definition]
        credential = definition.credential
        recipient = self._recipient(subject)
        words, entry = self._words, self._register.entries[document.entry]
        newest = document is award.newest
        address = self._at.of(_folder(document, newest=newest))
        plate = self._definitions.plate(definition, root)
        narrative = subject.get("narrative")
        return views.Award(
            verdict=self._verdict(award, document, signed, recipient),
            recipient=recipient,
            eyebrow=words.phrase("award.eyebrow", issuer=bdi(signed["issuer"]["name"])),
            credential_name=credential.name,
            credential_page=f"{root}{version_folder(*document.definition)}",
            description=credential.description,
            own=self._definitions.own(credential),
            told=self._told(document),
            plate=plate,
            kind=words[f"kind.{credential.kind}"],
            assessed=credential.kind == "assessed",
            facts=tuple(self._facts(signed)),
            results=tuple(self._results(credential, subject)),
            evidence=tuple(self._evidence(each) for each in signed.get("evidence", ())),
            narrative=to_html(narrative) if narrative else None,
            definition=shared,
            address=address,
            command=f"testamur verify {address}",
            address_note=words.phrase("check.address", host=strong(self._at.host, "domain")),
            verifier_plus=VERIFIER_PLUS + self._at.of(_document(document, newest=newest)),
            validator=VALIDATOR,
            downloads=(
                views.Link(words["download.credential"], "credential.json", "credential.json"),
                views.Link(words["download.proof"], "record.tlog-proof", "record.tlog-proof"),
            ),
            record=words.phrase(
                "award.record",
                number=words.number(document.entry + 1),
                date=words.date(entry.day),
                record=link(f"{root}register/", words["award.permanent-record"]),
            ),
            history=tuple(self._history(award, document)),
        )

    def _told(self, document: Document) -> Markup:
        """Attributes for what the author wrote about this award."""
        if document.language is None:
            return Markup(' dir="auto"')
        return in_language(document.language, self._words.tag)

    def _verdict(
        self, award: Award, document: Document, signed: Json, recipient: Markup
    ) -> views.Verdict:
        words = self._words
        standing = award.standing(document.version)
        happened = self._behind(award, document, standing)
        state = "active" if standing is Standing.CURRENT else standing.value
        told = "withdrawn" if standing is Standing.REVOKED else state
        if standing is Standing.SUPERSEDED:
            told = happened.change.value if happened else "replaced"
        more: list[Markup] = []
        if happened:
            more.append(words.phrase("verdict.reason", reason=bdi(happened.reason)))
        if standing is Standing.SUPERSEDED:
            newest = link("../", words["verdict.newest"])
            more.append(
                words.phrase("verdict.version", version=str(document.version), newest=newest)
            )
        elif standing is Standing.CURRENT:
            more.extend(self._notes(award, signed))
        day = words.date(happened.day) if happened else ""
        return views.Verdict(
            state=state,
            word=words.phrase(f"verdict.{told}", date=day),
            sentence=words.phrase(
                "verdict.issued" if standing is Standing.CURRENT else "verdict.was-issued",
                name=recipient,
                issuer=bdi(signed["issuer"]["name"]),
                domain=strong(self._at.host, "domain"),
                date=self._day(signed["awardedDate"]),
            ),
            more=tuple(more),
        )

    def _notes(self, award: Award, signed: Json) -> Iterator[Markup]:
        words = self._words
        if "validUntil" in signed:
            yield words.phrase("verdict.expires", date=self._day(signed["validUntil"]))
        born, _ = _life(award.newest)
        if born:
            yield words.phrase(
                f"verdict.note-{born[-1].change}",
                version=str(award.newest.version),
                date=words.date(born[-1].day),
                reason=bdi(born[-1].reason),
            )

    @staticmethod
    def _behind(award: Award, document: Document, standing: Standing) -> Event | None:
        """The event that gave the version its standing."""
        if standing is Standing.SUPERSEDED:
            # A version carries what brought it about: the next one tells what ended this one.
            born, _ = _life(award.versions[document.version])
            return born[-1] if born else None
        return award.withdrawal

    def _facts(self, signed: Json) -> Iterator[views.Fact]:
        words = self._words
        day = self._day(signed["awardedDate"])
        yield views.Fact(words["award.awarded"], Markup.escape(day))
        if "validUntil" in signed:
            day = self._day(signed["validUntil"])
            yield views.Fact(words["award.expires"], Markup.escape(day))

    def _recipient(self, subject: Json) -> Markup:
        for each in subject.get("identifier", ()):
            if each["identityType"] == "name" and not each["hashed"]:
                return bdi(each["identityHash"])
        return Markup.escape(self._words["award.holder"])

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
            narrative=to_html(narrative) if narrative else None,
            digest=evidence.get("digestMultibase"),
        )

    def _history(self, award: Award, shown: Document) -> Iterator[views.Event]:
        """What happened to the award, oldest first; nothing where nothing did."""
        words = self._words
        if len(award.versions) == 1 and not award.events:
            return
        for document in award.versions:
            label = words.phrase("history.version", version=str(document.version))
            if document is not shown:
                label = link(_way(shown, document, award), label)
            entered = views.Event(
                words.date(self._register.entries[document.entry].day),
                words.phrase(
                    "history.entered", version=label, number=words.number(document.entry + 1)
                ),
            )
            born, since = _life(document)
            yield from (*map(self._event, born), entered, *map(self._event, since))

    def _event(self, event: Event) -> views.Event:
        words = self._words
        return views.Event(
            words.date(event.day), words.phrase(f"history.{event.change}"), event.reason
        )

    def _day(self, instant: str) -> str:
        """The day on which it was then where the issuer is, in words."""
        return self._words.date(_day(instant, self._zone))


@lru_cache(maxsize=4096)
def _day(instant: str, zone: ZoneInfo) -> date:
    return parse_instant(instant).astimezone(zone).date()


def _life(document: Document) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
    """What brought a version about, and what became of it; the first has only the latter."""
    events = document.events
    born = max((index for index, event in enumerate(events, 1) if event.change in NEXT), default=0)
    return events[:born], events[born:]


def _folder(document: Document, *, newest: bool) -> str:
    folder = award_folder(document.award)
    return folder if newest else f"{folder}v{document.version}/"


def _document(document: Document, *, newest: bool) -> str:
    return document_path(document.award, None if newest else document.version)


def _way(shown: Document, other: Document, award: Award) -> str:
    """From the page of one version to that of another."""
    up = "" if shown is award.newest else "../"
    return (up or "./") if other is award.newest else f"{up}v{other.version}/"

"""
One learner's record, turned into what its page shows.

Everything comes from the signed record and from the definitions as issued; nothing here depends
on other people's awards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import orjson
from markupsafe import Markup

from testamur.model.addresses import Addresses, award_folder
from testamur.model.credential import Alignment
from testamur.model.site import Site
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.life import Json, day_of, has_expired
from testamur.pages.markup import bdi, domain, link
from testamur.register.documents import Document
from testamur.register.learners import LearnerRecord
from testamur.register.register import Register


class Learners:
    def __init__(
        self, register: Register, site: Site, language: Language, definitions: Definitions
    ) -> None:
        self._register = register
        self._at = Addresses(site.base_url)
        self._zone = site.zone
        self._words = language
        self._definitions = definitions
        self._address_note = language.phrase("check.address", host=domain(self._at.host))

    def view(self, record: LearnerRecord, root: str) -> views.LearnerPage:
        words, signed = self._words, orjson.loads(record.unsigned)
        documents = [
            each
            for each in map(self._register.documents.__getitem__, record.holds)
            if isinstance(each, Document)
        ]
        days = {document.entry: self._awarded(document) for document in documents}
        documents.sort(key=lambda each: (days[each.entry], each.entry))
        entered = self._register.entries[record.entry].day
        return views.LearnerPage(
            recipient=self._recipient(signed["credentialSubject"]),
            eyebrow=words.phrase("learner.eyebrow", issuer=bdi(signed["issuer"]["name"])),
            lead=self._lead(
                [days[each.entry] for each in documents],
                day_of(signed["validFrom"], self._zone),
            ),
            partial=signed["partial"],
            years=tuple(
                views.Year(
                    str(year), tuple(self._held(each, days[each.entry], root) for each in group)
                )
                for year, group in groupby(
                    reversed(documents), key=lambda each: days[each.entry].year
                )
            ),
            skills=tuple(self._skills(documents)),
            address=self._at.learner_page(record.learner),
            address_note=self._address_note,
            commands=(
                f"testamur verify {self._at.clr_json(record.learner)}",
                "testamur verify bundle.zip",
            ),
            downloads=(
                views.Link(words["learner.bundle"], "bundle.zip", words["learner.bundle-note"]),
                views.Link(words["learner.clr"], "clr.json", words["learner.clr-note"]),
                views.Link(
                    words["download.proof"], "record.tlog-proof", words["learner.proof-note"]
                ),
            ),
            record=words.phrase(
                "award.record",
                number=words.number(record.entry + 1),
                date=words.date(entered),
                record=link(f"{root}register/", words["award.permanent-record"]),
            ),
        )

    def _lead(self, days: Sequence[date], signed: date) -> Markup:
        words = self._words
        count = len(days)
        awards = (
            Markup.escape(words["learner.awards-one"])
            if count == 1
            else words.phrase("learner.awards-many", number=words.number(count))
        )
        first, last = words.date(days[0]), words.date(days[-1])
        key = "learner.lead-day" if first == last else "learner.lead"
        return words.phrase(key, awards=awards, first=first, last=last, signed=words.date(signed))

    def _held(self, document: Document, day: date, root: str) -> views.HeldAward:
        words = self._words
        definition = self._definitions[document.definition]
        credential = definition.credential
        award = self._register.awards[document.award]
        expired = has_expired(award, document, self._register.as_of)
        return views.HeldAward(
            name=credential.name,
            own=self._definitions.own(credential),
            href=f"{root}{award_folder(document.award)}",
            plate=self._definitions.plate(definition, root),
            day=words.date(day),
            state="expired" if expired else "active",
            word=words.phrase("learner.expired", date=self._end(document))
            if expired
            else Markup.escape(words["learner.active"]),
            kind=words[f"kind.{credential.kind}"],
            assessed=credential.kind == "assessed",
        )

    def _skills(self, documents: Sequence[Document]) -> Iterator[views.CollectedSkill]:
        """Each skill once, with every credential that shows it."""
        found: dict[tuple[str, str], tuple[Alignment, dict[str, None]]] = {}
        for document in documents:
            credential = self._definitions[document.definition].credential
            for skill in credential.skills:
                _, by = found.setdefault((skill.name, skill.url), (skill, {}))
                by[credential.name] = None
        for skill, by in found.values():
            yield views.CollectedSkill(
                views.Skill(skill.name, skill.url, skill.framework, None), tuple(by)
            )

    def _recipient(self, subject: Json) -> Markup:
        for each in subject.get("identifier", ()):
            if each["identityType"] == "name" and not each["hashed"]:
                return bdi(each["identityHash"])
        return Markup.escape(self._words["award.holder"])

    def _awarded(self, document: Document) -> date:
        return day_of(orjson.loads(document.unsigned)["awardedDate"], self._zone)

    def _end(self, document: Document) -> str:
        return self._words.date(day_of(orjson.loads(document.unsigned)["validUntil"], self._zone))

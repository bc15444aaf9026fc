"""
One learner's record, turned into what its page shows.

Everything comes from the signed record and from the definitions as issued; nothing here depends
on other people's awards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

import orjson
from markupsafe import Markup

from testamur.model.addresses import Addresses, award_folder, pathway_folder
from testamur.model.credential import Alignment
from testamur.model.progress import Holding, progress
from testamur.model.site import Site
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.life import Json, day_of, has_expired
from testamur.pages.markup import bdi, domain, link
from testamur.pages.place import Place
from testamur.pages.recipients import public_name
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

    def view(self, record: LearnerRecord, place: Place) -> views.LearnerPage:
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
                    str(year), tuple(self._held(each, days[each.entry], place) for each in group)
                )
                for year, group in groupby(
                    reversed(documents), key=lambda each: days[each.entry].year
                )
            ),
            skills=tuple(self._skills(documents)),
            pathways=tuple(self._walked(documents, days, place, partial=signed["partial"])),
            address=self._at.learner_page(record.learner),
            address_note=self._address_note,
            commands=(
                f"testamur verify {self._at.clr_json(record.learner)}",
                "testamur verify bundle.zip",
            ),
            downloads=(
                views.Link(
                    words["learner.bundle"],
                    place.beside("bundle.zip"),
                    words["learner.bundle-note"],
                ),
                views.Link(
                    words["learner.clr"], place.beside("clr.json"), words["learner.clr-note"]
                ),
                views.Link(
                    words["download.proof"],
                    place.beside("record.tlog-proof"),
                    words["learner.proof-note"],
                ),
            ),
            record=words.phrase(
                "award.record",
                number=words.number(record.entry + 1),
                date=words.date(entered),
                record=link(place.page("register/"), words["award.permanent-record"]),
            ),
        )

    def _lead(self, days: Sequence[date], signed: date) -> Markup:
        words = self._words
        awards = words.counted("learner.awards", len(days))
        first, last = words.date(days[0]), words.date(days[-1])
        key = "learner.lead-day" if first == last else "learner.lead"
        return words.phrase(key, awards=awards, first=first, last=last, signed=words.date(signed))

    def _held(self, document: Document, day: date, place: Place) -> views.HeldAward:
        words = self._words
        definition = self._definitions[document.definition]
        credential = self._definitions.told(definition.credential)
        expired = self._has_expired(document)
        return views.HeldAward(
            name=credential.name,
            own=self._definitions.own(credential),
            href=place.page(award_folder(document.award)),
            plate=self._definitions.plate(definition, place),
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
            credential = self._definitions.told(self._definitions[document.definition].credential)
            for skill in credential.skills:
                _, by = found.setdefault((skill.name, skill.url), (skill, {}))
                by[credential.name] = None
        for skill, by in found.values():
            yield views.CollectedSkill(
                views.Skill(skill.name, skill.url, skill.framework, None), tuple(by)
            )

    def _walked(
        self,
        documents: Sequence[Document],
        days: Mapping[int, date],
        place: Place,
        *,
        partial: bool,
    ) -> Iterator[views.Walked]:
        """
        How far the awards inside lead, as of the last signing; what ended does not count.

        Where awards are left out, what is still missing cannot be told from those inside.
        """
        held = [
            Holding(each.definition[0], days[each.entry], each.award)
            for each in documents
            if not self._has_expired(each)
        ]
        words = self._words
        for slug, pathway in self._definitions.ways.pathways.items():
            found = progress(pathway, held)
            if not found.done or (partial and not found.is_complete):
                continue
            if found.completed:
                said = words.phrase("learner.walked", date=words.date(found.completed))
            else:
                said = words.counted("learner.steps", found.remaining)
            href = place.page(pathway_folder(slug))
            yield views.Walked(pathway.name, self._definitions.own(pathway), href, said)

    def _has_expired(self, document: Document) -> bool:
        award = self._register.awards[document.award]
        return has_expired(award, document, self._register.as_of)

    def _recipient(self, subject: Json) -> Markup:
        name = public_name(subject)
        return bdi(name) if name else Markup.escape(self._words["award.holder"])

    def _awarded(self, document: Document) -> date:
        return day_of(orjson.loads(document.unsigned)["awardedDate"], self._zone)

    def _end(self, document: Document) -> str:
        return self._words.date(day_of(orjson.loads(document.unsigned)["validUntil"], self._zone))

"""
What others say in favour, turned into what pages show: apart from the issuer's own words.

A name is what its bearer writes; a domain is what they were checked against. Where there is no
domain, the page says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import orjson
from markupsafe import Markup

from testamur.model.addresses import (
    Addresses,
    award_folder,
    endorsement_folder,
    endorsement_path,
    version_folder,
)
from testamur.model.endorsement import ISSUER, Endorsement, Endorsements, Target
from testamur.model.site import Site
from testamur.model.translation import nearest, translated
from testamur.pages import views
from testamur.pages.language import Language
from testamur.pages.markdown import to_html
from testamur.pages.markup import address, bdi, domain, link
from testamur.pages.place import Place
from testamur.register.register import Register
from testamur.wire.endorsement import is_hosted


class Endorsed:
    def __init__(
        self, endorsements: Endorsements, register: Register, site: Site, language: Language
    ) -> None:
        self._endorsements = endorsements
        self._register = register
        self._site = site
        self._at = Addresses(site.base_url)
        self._zone: ZoneInfo = site.zone
        self._words = language

    def about(self, target: Target, place: Place) -> tuple[views.Endorsement, ...]:
        """What is said of it, as seen from a page at `place`."""
        return tuple(self._view(each, place) for each in self._endorsements.about(target))

    def standing(self, target: Target, place: Place) -> tuple[Markup, ...]:
        """The names of those whose word stands, each leading to it."""
        return tuple(
            link(place.page(endorsement_folder(each.name)), bdi(each.endorser.name))
            for each in self._endorsements.standing(target)
        )

    def digest(self, target: Target) -> str | None:
        """Of all that `about` says; None where that is nothing."""
        return digest_of(self._endorsements.about(target))

    def listed(self, place: Place) -> tuple[views.Endorsement, ...]:
        """All but those of awards: nobody's award is listed anywhere."""
        return tuple(
            replace(self._view(each, place), about=self._target(each.about, place))
            for each in public(self._endorsements)
        )

    def page(self, each: Endorsement, place: Place) -> views.EndorsementPage:
        words = self._words
        return views.EndorsementPage(
            heading=words.phrase("endorsement.heading", name=bdi(each.endorser.name)),
            endorsement=self._view(each, place),
            about=self._target(each.about, place),
            known=self._known(each),
            facts=tuple(self._facts(each)),
            command=f"testamur verify {self._at.of(endorsement_path(each.name))}",
            downloads=tuple(self._downloads(each, place)),
        )

    def _view(self, each: Endorsement, place: Place) -> views.Endorsement:
        words, name = self._words, bdi(each.endorser.name)
        if each.endorser.host:
            name = words.phrase("endorsement.name-of", name=name, host=domain(each.endorser.host))
        if each.withdrawn:
            sentence = words.phrase(
                "endorsement.withdrawn", name=name, date=self._day(each.withdrawn.moment)
            )
            said: Markup | None = to_html(each.withdrawn.reason)
        else:
            kind = "endorsement.by-until" if each.until else "endorsement.by"
            until = self._day(each.until) if each.until else ""
            sentence = words.phrase(kind, name=name, date=self._day(each.since), until=until)
            said = to_html(each.comment) if each.comment else None
        return views.Endorsement(
            sentence=sentence,
            said=said,
            href=place.page(endorsement_folder(each.name)),
            stands=each.withdrawn is None,
        )

    def _target(self, target: Target, place: Place) -> Markup:
        words = self._words
        if target == ISSUER:
            return words.phrase(
                "endorsement.of-issuer", name=link(place.page(""), self._site.issuer.name)
            )
        if target.award:
            earned = self._register.awards[target.award].newest.definition
            name = self._name(earned)
            there = link(place.page(award_folder(target.award)), name)
            return words.phrase("endorsement.of-award", name=there)
        slug, version = target.credential or ("", 0)
        name = self._name((slug, version))
        there = link(place.page(version_folder(slug, version)), name)
        return words.phrase("endorsement.of-credential", name=there, version=str(version))

    def _name(self, definition: tuple[str, int]) -> str:
        credential = self._register.definitions[definition].credential
        return translated(credential, nearest(credential, self._words.tag)).name

    def _known(self, each: Endorsement) -> Markup:
        words, host = self._words, each.endorser.host
        if host:
            return words.phrase("endorsement.known-by-domain", host=domain(host))
        return words.phrase("endorsement.known-by-key", host=domain(self._at.host))

    def _facts(self, each: Endorsement) -> Iterator[views.Fact]:
        words, endorser = self._words, each.endorser
        yield views.Fact(
            words["endorsement.identifier"], Markup("<code>{}</code>").format(endorser.did)
        )
        if endorser.url:
            yield views.Fact(words["issuer.website"], address(endorser.url, endorser.url))
        if endorser.email:
            there = address(f"mailto:{endorser.email}", endorser.email)
            yield views.Fact(words["issuer.email"], there)

    def _downloads(self, each: Endorsement, place: Place) -> Iterator[views.Link]:
        words = self._words
        name = "credential.json"
        yield views.Link(words["endorsement.document"], place.beside(name), name)
        if self._site.hosts_v2 and is_hosted(each):
            name = "endorsement.json"
            yield views.Link(words["endorsement.hosted"], place.beside(name), name)

    def _day(self, moment: datetime) -> str:
        return self._words.date(moment.astimezone(self._zone).date())


def public(endorsements: Endorsements) -> tuple[Endorsement, ...]:
    """All but those of awards."""
    return tuple(each for each in endorsements.all if each.about.award is None)


def digest_of(endorsements: Iterable[Endorsement]) -> str | None:
    """Of all that pages say of them; None for none."""
    found = [
        [each.name, sha256(each.document).hexdigest(), each.comment, each.since.isoformat()]
        for each in endorsements
    ]
    return sha256(orjson.dumps(found)).hexdigest() if found else None

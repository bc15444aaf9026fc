"""The page about the issuer: how we know the domain, its keys, its record, and who vouches for it."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from markupsafe import Markup

from testamur.model.addresses import REGISTER_FOLDER, Addresses
from testamur.model.endorsement import ISSUER
from testamur.model.site import Site
from testamur.pages.definitions import Definitions
from testamur.pages.endorsements import Endorsed
from testamur.pages.guides import contact
from testamur.pages.issuer import issuer_facts
from testamur.pages.language import Language
from testamur.pages.markup import address, bdi, domain, link
from testamur.pages.place import Place
from testamur.pages.record import key_histories
from testamur.pages.views import IssuerPage
from testamur.register.register import Register


class About:
    def __init__(
        self,
        site: Site,
        register: Register,
        language: Language,
        definitions: Definitions,
        endorsed: Endorsed,
    ) -> None:
        self._site = site
        self._at = Addresses(site.base_url)
        self._register = register
        self._words = language
        self._definitions = definitions
        self._endorsed = endorsed

    def page(self, place: Place) -> IssuerPage:
        words, at, issuer = self._words, self._at, self._site.issuer
        document = address(place.file(at.did_path), at.of(at.did_path))
        return IssuerPage(
            name=issuer.name,
            description=issuer.description,
            facts=tuple(issuer_facts(issuer, words)),
            domain=tuple(self._domain()),
            cards=tuple(
                self._definitions.card(each, place) for each in self._definitions.newest.values()
            ),
            keys_what=words.phrase("issuer-page.keys-what", document=document),
            keys=tuple(
                sorted(key_histories(self._register, words), key=lambda key: not key.current)
            ),
            record=tuple(self._record(place)),
            endorsements=self._endorsed.about(ISSUER, place),
            contact=words.phrase("issuer-page.contact-what", contact=contact(issuer)),
        )

    @property
    def title(self) -> str:
        name = self._site.issuer.name
        return self._words.phrase("issuer-page.title", issuer=bdi(name)).striptags()

    def _domain(self) -> Iterator[Markup]:
        words, issuer, host = self._words, self._site.issuer, self._at.host
        yield words.phrase("issuer-page.host", host=domain(host))
        key = (
            "issuer-page.same-domain" if _is_below(host, issuer.url) else "issuer-page.other-domain"
        )
        yield words.phrase(key, website=address(issuer.url, issuer.url), host=domain(host))
        if issuer.identifiers:
            yield Markup.escape(words["issuer-page.numbers"])

    def _record(self, place: Place) -> Iterator[Markup]:
        words, register = self._words, self._register
        more = link(place.page(REGISTER_FOLDER), words["issuer-page.record-link"])
        yield words.phrase("issuer-page.record-what", record=more)
        if register.as_of:
            as_of = words.moment(register.as_of)
            yield words.counted("issuer-page.size", register.size, as_of=as_of)


def _is_below(host: str, website: str) -> bool:
    """
    Whether who holds the website's name also decides over this one.

    That holds for the same name and for names below it. Two names that share an ending may belong
    to two holders: nothing here knows where registries sell names.
    """
    own = (urlsplit(website).hostname or "").removeprefix("www.")
    name = host.partition(":")[0]
    return name == own or name.endswith(f".{own}")

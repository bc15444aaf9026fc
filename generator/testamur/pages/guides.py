"""Two pages for people: how to check a badge by hand, and what its holder can do with it."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from testamur.model.addresses import ISSUER_FOLDER, VERIFY_FOLDER, Addresses
from testamur.model.issuer import Issuer
from testamur.model.site import Site
from testamur.pages import views
from testamur.pages.awards import VALIDATOR
from testamur.pages.language import Language
from testamur.pages.markup import bdi, code, domain, link
from testamur.pages.place import Place
from testamur.pages.views import Guide, Section

VERIFIER_PLUS = "https://verifierplus.org/"
_LOOK_ALIKE = "check.example"
"""Reserved (RFC 2606): nobody holds a name below it."""

_STATES = (
    ("how-to-check.valid", "how-to-check.valid-means"),
    ("how-to-check.recorded", "how-to-check.recorded-means"),
    ("how-to-check.expired", "how-to-check.expired-means"),
    ("how-to-check.not-yet-valid", "how-to-check.not-yet-valid-means"),
    ("how-to-check.revoked", "how-to-check.revoked-means"),
    ("how-to-check.suspended", "how-to-check.suspended-means"),
    ("how-to-check.superseded", "how-to-check.superseded-means"),
    ("how-to-check.altered", "how-to-check.altered-means"),
    ("how-to-check.unknown", "how-to-check.unknown-means"),
    ("how-to-check.foreign", "how-to-check.foreign-means"),
    ("how-to-check.removed", "how-to-check.removed-means"),
)


class Guides:
    def __init__(self, site: Site, language: Language) -> None:
        self._words = language
        self._at = Addresses(site.base_url)
        issuer = site.issuer
        self._gaps: dict[str, Markup | str] = {
            "issuer": bdi(issuer.name),
            "host": domain(self._at.host),
            "website": link(issuer.url, issuer.url),
            "contact": contact(issuer),
            "real": code(f"https://{self._at.host}/"),
            "false": code(f"https://{self._at.host}.{_LOOK_ALIKE}/"),
        }

    def how_to_check(self, place: Place) -> Guide:
        """For employers, and everybody else who was shown a badge."""
        words = self._words
        more = link(place.page(ISSUER_FOLDER), words["how-to-check.address-issuer"])
        return Guide(
            heading=words["how-to-check.title"],
            lead=self._said("how-to-check.lead"),
            short_heading=words["how-to-check.short"],
            short=tuple(
                map(
                    self._said,
                    (
                        "how-to-check.short-1",
                        "how-to-check.short-2",
                        "how-to-check.short-3",
                        "how-to-check.short-4",
                    ),
                )
            ),
            sections=(
                Section(
                    words["how-to-check.address"],
                    (
                        self._said("how-to-check.address-1"),
                        self._said("how-to-check.address-2"),
                        self._said("how-to-check.address-3"),
                        words.phrase("how-to-check.address-4", **self._gaps | {"issuer": more}),
                    ),
                ),
                Section(
                    words["how-to-check.states"],
                    (self._said("how-to-check.states-1"),),
                    facts=tuple(self._states()),
                ),
                Section(
                    words["how-to-check.others"],
                    (self._said("how-to-check.others-1"),),
                    links=(
                        views.Link(
                            "VerifierPlus", VERIFIER_PLUS, words["check.verifier-plus-note"]
                        ),
                        views.Link(words["check.validator"], VALIDATOR, None),
                    ),
                    after=self._said("how-to-check.others-2"),
                    command=f"testamur verify {self._at.award_page('…')}",
                ),
                Section(
                    words["how-to-check.copies"],
                    (
                        self._said("how-to-check.copies-1"),
                        self._said("how-to-check.copies-2"),
                        self._said("how-to-check.copies-3"),
                    ),
                    links=(views.Link(words["nav.verify"], place.page(VERIFY_FOLDER)),),
                ),
                self._section(
                    "how-to-check.person", "how-to-check.person-1", "how-to-check.person-2"
                ),
                self._section(
                    "how-to-check.ask",
                    "how-to-check.ask-1",
                    "how-to-check.ask-2",
                    "how-to-check.ask-3",
                ),
            ),
        )

    def for_earners(self) -> Guide:
        """For those who hold one."""
        return Guide(
            heading=self._words["for-earners.title"],
            lead=self._said("for-earners.lead"),
            short_heading=None,
            short=(),
            sections=(
                self._section("for-earners.share", "for-earners.share-1", "for-earners.share-2"),
                self._section(
                    "for-earners.keep",
                    "for-earners.keep-1",
                    "for-earners.keep-2",
                    "for-earners.keep-3",
                    "for-earners.keep-4",
                ),
                self._section("for-earners.print", "for-earners.print-1"),
                self._section("for-earners.move", "for-earners.move-1", "for-earners.move-2"),
                self._section(
                    "for-earners.correct", "for-earners.correct-1", "for-earners.correct-2"
                ),
                self._section(
                    "for-earners.forget",
                    "for-earners.forget-1",
                    "for-earners.forget-2",
                    "for-earners.forget-3",
                ),
            ),
        )

    def _section(self, heading: str, *said: str) -> Section:
        return Section(self._words[heading], tuple(map(self._said, said)))

    def _states(self) -> Iterator[views.Fact]:
        for state, means in _STATES:
            yield views.Fact(self._words[state], Markup.escape(self._words[means]))

    def _said(self, key: str) -> Markup:
        return self._words.phrase(key, **self._gaps)


def contact(issuer: Issuer) -> Markup:
    """How to reach the issuer: by e-mail, else by its website."""
    if issuer.email:
        return link(f"mailto:{issuer.email}", issuer.email)
    return link(issuer.url, issuer.url)

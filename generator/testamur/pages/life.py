"""
What became of an award, in words: the sentence that everybody came for, and the history.

The day that an author gives a step proves nothing; where the log is of a later day, both stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from testamur.model.addresses import Addresses
from testamur.model.site import Site
from testamur.model.status import Event, Standing
from testamur.pages import views
from testamur.pages.language import Language
from testamur.pages.markup import bdi, domain, link
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.register import Register
from testamur.wire.instants import parse_instant

# In JCS the members of a credential stand in the order of their names, and this is the last:
# every award is judged in every build, and its end is not worth parsing the rest.
_VALID_UNTIL = re.compile(rb'"validUntil":"([^"\\]+)"\}\Z')
_TAIL = 64

# A signed document is JSON from our own register: its shape was checked when it was signed.
Json = Mapping[str, Any]


def has_expired(award: Award, shown: Document, as_of: datetime | None) -> bool:
    """
    Whether `shown` stands, but its `validUntil` was not after `as_of` (VC 2.0, validity period).

    `as_of` is the register's newest signing. What was withdrawn or replaced is that, whatever
    its time. Raises ValueError for a `validUntil` that testamur would not have written.
    """
    found = _VALID_UNTIL.search(shown.unsigned, max(0, len(shown.unsigned) - _TAIL))
    if as_of is None or found is None or datetime.fromisoformat(found[1].decode()) > as_of:
        return False
    return award.standing(shown.version) is Standing.CURRENT


@lru_cache(maxsize=4096)
def day_of(instant: str, zone: ZoneInfo) -> date:
    """The day on which it was then in that zone."""
    return parse_instant(instant).astimezone(zone).date()


class Lives:
    """The words for every version of every award of a register."""

    def __init__(self, register: Register, site: Site, language: Language) -> None:
        self._register = register
        self._as_of = register.as_of
        self._domain = domain(Addresses(site.base_url).host)
        self._zone: ZoneInfo = site.zone
        self._words = language

    def verdict(
        self, award: Award, document: Document, signed: Json, recipient: Markup
    ) -> views.Verdict:
        words = self._words
        standing = award.standing(document.version)
        state = "active" if standing is Standing.CURRENT else standing.value
        if has_expired(award, document, self._as_of):
            state = "expired"
        return views.Verdict(
            state=state,
            word=self._word(state, award, document, signed),
            sentence=words.phrase(
                "verdict.issued" if state == "active" else "verdict.was-issued",
                name=recipient,
                issuer=bdi(signed["issuer"]["name"]),
                domain=self._domain,
                date=self._day(signed["awardedDate"]),
            ),
            more=tuple(self._more(state, award, document, signed)),
        )

    def draft(self, coming: views.Verdict) -> views.Verdict:
        """In place of what will be said once it is issued: nobody is to take it for that."""
        words = self._words
        # What is not recorded is not called so.
        said = coming.sentence
        if coming.state != "active":
            said = coming.word + " " + said
        return views.Verdict(
            state="draft",
            word=words.phrase("verdict.draft"),
            sentence=words.phrase("verdict.draft-means"),
            more=(said, *coming.more),
        )

    def history(self, award: Award, shown: Document) -> Iterator[views.Event]:
        """What happened to the award, oldest first; nothing where nothing did."""
        words = self._words
        if len(award.versions) == 1 and not award.events:
            return
        for document in award.versions:
            label = words.phrase("history.version", version=str(document.version))
            if document is not shown:
                label = link(_way(shown, document, award), label)
            entered = views.Event(
                self._entered(document),
                words.phrase(
                    "history.entered", version=label, number=words.number(document.entry + 1)
                ),
            )
            born, since = document.halves
            yield from (*map(self._event, born), entered, *map(self._event, since))

    def _word(self, state: str, award: Award, document: Document, signed: Json) -> Markup:
        words = self._words
        if state == "expired":
            return words.phrase("verdict.expired", date=self._day(signed["validUntil"]))
        if state == "superseded":
            following = award.versions[document.version]
            return words.phrase("verdict.superseded", date=self._entered(following))
        if award.withdrawal:
            return words.phrase(f"verdict.{state}", date=self._when(award.withdrawal))
        return words.phrase("verdict.active")

    def _more(self, state: str, award: Award, document: Document, signed: Json) -> Iterator[Markup]:
        if state == "superseded":
            yield from self._replaced(award, document)
        elif award.withdrawal:
            yield self._words.phrase("verdict.reason", reason=self._why(award.withdrawal))
            yield from self._successor(award.withdrawal, "../")
        else:
            if state == "active" and "validUntil" in signed:
                yield self._words.phrase("verdict.expires", date=self._day(signed["validUntil"]))
            yield from self._told("note", document)

    def _replaced(self, award: Award, document: Document) -> Iterator[Markup]:
        words, withdrawal = self._words, award.withdrawal
        if withdrawal:
            yield words.phrase(
                f"verdict.newest-{withdrawal.change}",
                date=self._when(withdrawal),
                reason=self._why(withdrawal),
            )
            yield from self._successor(withdrawal, "../../")
        # A version carries what brought it about: the next one tells what ended this one.
        yield from self._told("next", award.versions[document.version])
        yield words.phrase(
            "verdict.version",
            version=str(document.version),
            newest=link("../", words["verdict.newest"]),
        )

    def _told(self, kind: str, document: Document) -> Iterator[Markup]:
        """What brought the version about, seen from itself or from the one before."""
        origin = document.origin
        if origin:
            yield self._words.phrase(
                f"verdict.{kind}-{origin.change}",
                version=str(document.version),
                date=self._when(origin),
                reason=bdi(origin.reason),
            )

    def _event(self, event: Event) -> views.Event:
        words = self._words
        what = words.phrase(f"history.{event.change}")
        if event.code and event.code.words:
            what = words.phrase("history.because", what=what, code=words[f"reason.{event.code}"])
        says_more = event.code is None or event.reason != event.code.words
        reason = event.reason if says_more else None
        return views.Event(words.date(event.day), self._late(event, what), reason)

    def _why(self, event: Event) -> Markup:
        """The reason, behind the words of its code where it does not repeat them."""
        if event.code is None or not event.code.words:
            return bdi(event.reason)
        code = self._words[f"reason.{event.code}"]
        if event.reason == event.code.words:
            return Markup.escape(code)
        return self._words.phrase("verdict.because", code=code, reason=bdi(event.reason))

    def _successor(self, event: Event, up: str) -> Iterator[Markup]:
        """The award that took the place of a revoked one; `up` leads to the folder of awards."""
        if event.replaced_by:
            yield self._words.phrase(
                "verdict.replaced-by",
                award=link(f"{up}{event.replaced_by}/", self._words["verdict.successor"]),
            )

    def _when(self, event: Event) -> Markup:
        return self._late(event, Markup.escape(self._words.date(event.day)))

    def _late(self, event: Event, what: Markup) -> Markup:
        if event.entered <= event.day:
            return what
        entered = self._words.date(event.entered)
        return self._words.phrase("history.entered-later", what=what, date=entered)

    def _entered(self, document: Document) -> str:
        return self._words.date(self._register.entries[document.entry].day)

    def _day(self, instant: str) -> str:
        """In words, as it was where the issuer is."""
        return self._words.date(day_of(instant, self._zone))


def _way(shown: Document, other: Document, award: Award) -> str:
    """From the page of one version to that of another."""
    up = "" if shown is award.newest else "../"
    return (up or "./") if other is award.newest else f"{up}v{other.version}/"

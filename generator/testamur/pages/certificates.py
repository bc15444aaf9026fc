"""
The certificate of an award, on one sheet of paper: what it says, and whether it can be drawn.

Every award that stands has one, as it has a badge, unless a letter on it is in no font of the
theme: a sheet with an empty box for somebody's name would be worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from zoneinfo import ZoneInfo

import orjson

from testamur.model.addresses import Addresses
from testamur.model.picture import Picture
from testamur.model.site import Paper, Site
from testamur.pages import drawing, raster
from testamur.pages.accent import on_paper
from testamur.pages.fonts import Fonts
from testamur.pages.language import Language, locale_of
from testamur.pages.life import Json, day_of
from testamur.pages.printing import NotPrintedError, Press
from testamur.pages.qr import codes
from testamur.pages.recipients import public_name
from testamur.pages.theme import Theme, ThemeError
from testamur.register.awards import Award
from testamur.register.documents import Document
from testamur.register.register import Definition, Register
from testamur.wire.instants import parse_instant
from testamur.wire.v3 import level_id, result_id

PAPERS = {Paper.A4: "a4", Paper.LETTER: "us-letter"}
"""As Typst calls them."""

_TEXT_IN_DRAWING = re.compile(rb"<(?:\w+:)?text\b")
_PIXELS = 1024
"""Side of a badge that must be drawn beforehand: 46 mm at more than 500 to the inch."""

Said = dict[str, str | list[dict[str, str]] | None]


class Certificates:
    def __init__(
        self,
        theme: Theme,
        register: Register,
        site: Site,
        language: Language,
        fonts: Fonts,
        *,
        drawn: Callable[[str, int], bytes],
    ) -> None:
        """
        In the site's first `language`.

        `drawn` makes the picture of a credential that has none of its own, as SVG.
        """
        self._register = register
        self._site = site
        self._words = language
        self._drawn = drawn
        self._zone: ZoneInfo = site.zone
        self._at = Addresses(site.base_url)
        self._codes = codes(self._at)
        self._fonts = fonts
        self._press = Press(theme, fonts)
        self._known: dict[str, bool] = {}

    def has(self, award: Award) -> bool:
        """Whether this award has one."""
        if not self._site.certificates or award.withdrawal:
            return False
        if award.id not in self._known:
            said = self._said(award.newest, orjson.loads(award.newest.unsigned))
            self._known[award.id] = all(self._fonts.lacking(each) is None for each in _texts(said))
        return self._known[award.id]

    @property
    def printer(self) -> str:
        """What prints. Raises WorldError where it is not installed."""
        return f"typst {self._press.version}"

    def certificate(self, award: Award) -> bytes:
        """
        The PDF of the newest version, with the signed credential attached.

        Raises ThemeError where the theme's template makes none of it.
        """
        document, press = award.newest, self._press
        signed: Json = orjson.loads(document.unsigned)
        said, moment = self._said(document, signed), parse_instant(signed["validFrom"])
        definition, issuer = self._register.definitions[document.definition], self._site.issuer.name
        logo = self._site.logo
        code = self._codes
        data = {
            **said,
            "title": f"{said['credential']} · {said['recipient']}",
            "date": [moment.year, moment.month, moment.day],
            "paper": PAPERS[self._site.paper],
            "accent": on_paper(self._site.accent),
            "fonts": press.families,
            **_language(self._words.tag),
            "own": _language(definition.credential.language or self._site.languages[0]),
            "logo": self._picture(logo) if logo else None,
            "badge": self._badge(definition),
            "badge_description": f"{definition.credential.name} · {issuer}",
            "code": _drawing(code.path(award.id), code.size),
            "address": self._at.award_page(award.id),
            "attachment": self._words["download.credential"],
        }
        inputs = {"data": orjson.dumps(data).decode(), "credential": document.signed.decode()}
        try:
            return press.print(inputs, moment)
        except NotPrintedError as error:
            raise ThemeError(
                f"the certificate of award no. {document.entry + 1} cannot be printed: {error}",
                "look at print/certificate.typ of the theme, and at its fonts",
            ) from error

    def _said(self, document: Document, signed: Json) -> Said:
        """Everything that is drawn in letters."""
        words, subject = self._words, signed["credentialSubject"]
        credential = self._register.definitions[document.definition].credential
        entry = self._register.entries[document.entry]
        address = self._at.award_page(document.award)
        return {
            "issuer": signed["issuer"]["name"],
            "official": self._site.issuer.official,
            "host": self._at.host,
            "eyebrow": words.phrase("award.eyebrow", issuer=signed["issuer"]["name"]).striptags(),
            "credential": credential.name,
            "to": words["award.to"],
            "recipient": public_name(subject) or words["award.holder"],
            "description": credential.description,
            "competency": credential.competency,
            "competency_label": words["credential.competency"],
            "kind": words[f"kind.{credential.kind}-means"],
            "facts": list(self._facts(signed, credential.level)),
            "results": list(self._results(document, subject)),
            "address_label": words["award.address"],
            "address_shown": address.removeprefix("https://"),
            "record": words.phrase(
                "award.record",
                number=words.number(document.entry + 1),
                date=words.date(entry.day),
                record=words["award.permanent-record"],
            ).striptags(),
            "attached": words["certificate.attached"],
        }

    def _facts(self, signed: Json, level: str | None) -> Iterator[dict[str, str]]:
        words = self._words
        yield {"label": words["award.awarded"], "value": self._day(signed["awardedDate"])}
        if "validUntil" in signed:
            yield {"label": words["award.expires"], "value": self._day(signed["validUntil"])}
        if level:
            yield {"label": words["credential.level"], "value": level}

    def _results(self, document: Document, subject: Json) -> Iterator[dict[str, str]]:
        achievement = subject["achievement"]["id"]
        credential = self._register.definitions[document.definition].credential
        described = {result_id(achievement, each.id): each for each in credential.results}
        for result in subject.get("result", ()):
            description = described.get(result.get("resultDescription"))
            if description is None:
                continue
            levels = {
                level_id(achievement, description.id, level.id): level.name
                for level in description.levels
            }
            status = result.get("status")
            parts = [
                levels.get(result.get("achievedLevel")),
                result.get("value"),
                self._words[f"status.{status}"] if status else None,
            ]
            yield {"label": description.name, "value": " · ".join(filter(None, parts))}

    def _badge(self, definition: Definition) -> str:
        credential = definition.credential
        if definition.picture:
            return self._picture(definition.picture)
        return self._press.picture(
            self._drawn(credential.slug, credential.version), drawing.ON_PAGES
        )

    def _picture(self, picture: Picture) -> str:
        """A drawing with words in it is drawn beforehand: it brings no fonts of its own."""
        if picture.extension == "svg" and _TEXT_IN_DRAWING.search(picture.data):
            return self._press.picture(raster.whole(picture.data, _PIXELS), "png")
        return self._press.picture(picture.data, picture.extension)

    def _day(self, instant: str) -> str:
        return self._words.date(day_of(instant, self._zone))


def _texts(said: Said) -> Iterator[str]:
    for value in said.values():
        if isinstance(value, str):
            yield value
        elif value:
            yield from (text for each in value for text in each.values())


def _language(tag: str) -> Mapping[str, str | None]:
    """The parts of a BCP 47 tag that Typst takes."""
    locale = locale_of(tag)
    if locale is None:
        return {"language": "en", "region": None}
    return {"language": locale.language, "region": locale.territory}


def _drawing(path: str, size: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="none" stroke="#000" d="{path}"/></svg>'
    )

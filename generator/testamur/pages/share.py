"""
The picture that other websites show beside a link: what was earned, and from whom.

There is one of each version of a credential; the pages of its awards name the same one, so that
nobody's name travels with a link. An award has one of its own, with the name, where its record
asks for that. Where the lines go is worked out here; what they stand in is the theme's
(`share.svg`). A line with a letter that no font of the theme has is left out.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import astuple, replace
from hashlib import sha256
from itertools import pairwise

import orjson

from testamur.model.addresses import Addresses, award_folder, version_folder
from testamur.model.site import Site
from testamur.pages import raster, views
from testamur.pages.accent import on_paper
from testamur.pages.fonts import Fonts
from testamur.pages.language import Language
from testamur.pages.recipients import public_name
from testamur.pages.render import Templates
from testamur.pages.theme import Theme
from testamur.register.awards import Award
from testamur.register.register import Definition, Register

WIDTH, HEIGHT = 1200, 630
"""What most websites that show such pictures ask for."""

TEMPLATE = "share.svg"

_ROOM = 572
"""Width of the lines."""
_SIZES = range(78, 39, -4)
_LINES = 4
_BOLD = 1.06
"""A name is drawn in heavier letters than those that are measured."""
_LEADING = 1.18
_GAP = 26
_SMALL = {"issuer": 32, "recipient": 46, "foot": 28}
"""Sizes of the other lines."""

Key = tuple[str, int]


class Shares:
    """In the site's first language."""

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
        """`drawn` makes the picture of a credential that has none of its own, as SVG."""
        self._theme = theme
        self._register = register
        self._site = site
        self._words = language
        self._fonts = fonts
        self._drawn = drawn
        self._templates = Templates(theme, words=language.words)
        self._at = Addresses(site.base_url)
        self._paths: dict[Key, str] = {}

    def of_credential(self, key: Key) -> views.SharePicture:
        """What a page tells of the picture of this version."""
        return self._picture(self.path_of_credential(key), key, None)

    def of_award(self, award: Award) -> views.SharePicture:
        """The credential's, or the award's own where its record asks for one."""
        key, own = award.newest.definition, self.path_of_own(award)
        return self._picture(own, key, self._name(award)) if own else self.of_credential(key)

    def path_of_credential(self, key: Key) -> str:
        if key not in self._paths:
            self._paths[key] = self._path(version_folder(*key), key, None)
        return self._paths[key]

    def path_of_own(self, award: Award) -> str | None:
        """Of the picture with the recipient's name; None for an award that has none."""
        name = self._name(award)
        return self._path(award_folder(award.id), award.newest.definition, name) if name else None

    def credential_png(self, key: Key) -> bytes:
        """The picture of a version of a credential."""
        return self._png(key, None)

    def award_png(self, award: Award) -> bytes:
        """The picture of an award that has its own."""
        return self._png(award.newest.definition, self._name(award))

    def _name(self, award: Award) -> str | None:
        if not award.newest.shares_name or award.withdrawal:
            return None
        return public_name(orjson.loads(award.newest.unsigned)["credentialSubject"])

    def _picture(self, path: str, key: Key, name: str | None) -> views.SharePicture:
        credential = self._register.definitions[key].credential
        about = [credential.name, *([name] if name else []), self._site.issuer.name]
        return views.SharePicture(self._at.of(path), WIDTH, HEIGHT, " · ".join(about))

    def _path(self, folder: str, key: Key, name: str | None) -> str:
        """Named by all that it is drawn from: the same name is the same picture."""
        definition = self._register.definitions[key]
        card = self._card(definition, name)
        picture = definition.picture.digest if definition.picture else ""
        template = self._theme.folder("templates")[TEMPLATE]
        drawn = orjson.dumps([astuple(card), picture, sha256(template).hexdigest()])
        return f"{folder}share.{sha256(drawn).hexdigest()[:12]}.png"

    def _png(self, key: Key, name: str | None) -> bytes:
        definition = self._register.definitions[key]
        card = replace(self._card(definition, name), badge=self._badge(definition))
        picture = self._templates.page(TEMPLATE, view=card)
        return raster.card(picture, WIDTH, HEIGHT, self._fonts.paths)

    def _badge(self, definition: Definition) -> str:
        """As a `data:` address."""
        own, credential = definition.picture, definition.credential
        data = own.data if own else self._drawn(credential.slug, credential.version)
        kind = own.media_type if own else "image/svg+xml"
        return f"data:{kind};base64,{b64encode(data).decode()}"

    def _card(self, definition: Definition, name: str | None) -> views.ShareCard:
        credential, words = definition.credential, self._words
        title, size = self._wrapped(credential.name)
        lines = [
            self._line("issuer", self._site.issuer.name),
            *(("title", line, size) for line in title),
            *(("recipient", line, _SMALL["recipient"]) for line in self._recipient(name)),
            self._line("foot", f"{self._at.host} · {words[f'kind.{credential.kind}']}"),
        ]
        shown = [line for line in lines if self._fonts.lacking(line[1]) is None]
        return views.ShareCard(
            badge="",
            drawn=definition.picture is None,
            mirrored=words.direction == "rtl",
            lines=tuple(_placed(shown)),
            accent=on_paper(self._site.accent),
        )

    def _line(self, sort: str, text: str) -> tuple[str, str, int]:
        """One line, smaller where it would not fit."""
        size = _SMALL[sort]
        return sort, text, min(size, int(_ROOM / max(self._fonts.width(text), 1)))

    def _recipient(self, name: str | None) -> list[str]:
        return self._broken(name, _SMALL["recipient"])[:2] if name else []

    def _wrapped(self, text: str) -> tuple[list[str], int]:
        """The lines of a name as large as they fit; where nothing does, the end is cut off."""
        for size in _SIZES:
            lines = self._broken(text, size)
            if len(lines) * size <= _SIZES[0] * 3 and len(lines) <= _LINES:
                return lines, size
        lines = self._broken(text, _SIZES[-1])[:_LINES]
        return [*lines[:-1], f"{lines[-1][:-1].rstrip()}…"], _SIZES[-1]

    def _broken(self, text: str, size: int) -> list[str]:
        """At spaces; inside of a word only where it is wider than a line."""
        lines = [""]
        for word in text.split():
            wider = f"{lines[-1]} {word}".strip()
            if self._fits(wider, size):
                lines[-1] = wider
                continue
            lines.append("")
            for letter in word:
                if not self._fits(lines[-1] + letter, size):
                    lines.append("")
                lines[-1] += letter
        return [line for line in lines if line]

    def _fits(self, text: str, size: int) -> bool:
        return self._fonts.width(text) * size * _BOLD <= _ROOM


def _placed(lines: list[tuple[str, str, int]]) -> Iterator[views.ShareLine]:
    """Around the middle of the picture, with a gap wherever another sort of line begins."""
    sorts = [sort for sort, _, _ in lines]
    gaps = [_GAP if before != sort else 0 for before, sort in pairwise(sorts)]
    height = sum(size * _LEADING for _, _, size in lines) + sum(gaps)
    baseline = (HEIGHT - height) / 2
    for (sort, text, size), gap in zip(lines, [0, *gaps], strict=True):
        baseline += gap + size * _LEADING
        yield views.ShareLine(sort, text, size, round(baseline - size * (_LEADING - 0.86)))

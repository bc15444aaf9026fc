"""
An award as a card on somebody else's website: the card's page, and what tells programs of it.

The card is a page of its own without script, for an `<iframe>`; oEmbed (oembed.com) lets a
publishing system find it from the award's address alone.
"""

from __future__ import annotations

import orjson
from markupsafe import Markup, escape

from testamur.model.addresses import Addresses, embed_folder
from testamur.model.site import Site
from testamur.pages import views
from testamur.pages.definitions import Definitions
from testamur.pages.language import Language
from testamur.pages.life import Json, Lives
from testamur.pages.markup import bdi, labels
from testamur.pages.place import Place
from testamur.pages.recipients import public_name
from testamur.register.awards import Award

WIDTH, HEIGHT = 480, 200
"""CSS pixels of the card."""

_DAY = 86_400


def title(words: Language, credential: str, issuer: str) -> str:
    """What is shown, without the recipient: it ends up in other people's pages and logs."""
    return words.phrase("embed.title", credential=credential, issuer=issuer).unescape()


def source(address: str, title: str) -> str:
    """The HTML that shows the card at that address."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}"'
        f' width="{WIDTH}" height="{HEIGHT}" loading="lazy"'
        ' style="border:0;max-width:100%"></iframe>'
    )


class Cards:
    """The cards of one site's awards, in one language."""

    def __init__(
        self, site: Site, language: Language, definitions: Definitions, lives: Lives
    ) -> None:
        self._site = site
        self._words = language
        self._definitions = definitions
        self._lives = lives
        self._at = Addresses(site.base_url)
        self._check = language.phrase("embed.check", host=labels(self._at.host))

    def view(self, award: Award, place: Place) -> views.Embed:
        """The newest version, with its state as recorded."""
        words, newest = self._words, award.newest
        signed: Json = orjson.loads(newest.unsigned)
        definition = self._definitions[newest.definition]
        credential = self._definitions.told(definition.credential)
        name = public_name(signed["credentialSubject"])
        recipient = bdi(name) if name else Markup.escape(words["award.holder"])
        verdict = self._lives.verdict(award, newest, signed, recipient)
        return views.Embed(
            title=title(words, credential.name, signed["issuer"]["name"]),
            plate=self._definitions.plate(definition, place),
            name=credential.name,
            own=self._definitions.own(credential),
            to=words.phrase("embed.to", name=recipient),
            by=words.phrase("embed.by", issuer=bdi(signed["issuer"]["name"])),
            state=verdict.state,
            word=verdict.word,
            check=self._check,
        )

    def oembed(self, award: Award) -> bytes:
        """The card as oEmbed 1.0, of type `rich`: one size, since a file cannot answer to `maxwidth`."""
        site, newest = self._site, award.newest
        issuer: str = orjson.loads(newest.unsigned)["issuer"]["name"]
        credential = self._definitions.told(self._definitions[newest.definition].credential)
        said = title(self._words, credential.name, issuer)
        document = {
            "version": "1.0",
            "type": "rich",
            "title": said,
            "provider_name": site.issuer.name,
            "provider_url": f"{site.base_url}/",
            "cache_age": _DAY,
            "html": source(self._at.of(embed_folder(award.id)), said),
            "width": WIDTH,
            "height": HEIGHT,
        }
        return orjson.dumps(document) + b"\n"

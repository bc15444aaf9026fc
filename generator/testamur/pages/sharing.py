"""
What an earner takes elsewhere: addresses that open other people's forms, and pieces to paste.

The name of the recipient is in none of them. Whoever shares an award says "mine" by doing so, and
it is not for a link to tell more than its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

from testamur.model.addresses import Addresses, embed_folder, picture_path
from testamur.model.credential import Credential
from testamur.model.picture import Picture
from testamur.model.site import Site
from testamur.pages import drawing, embed, views
from testamur.pages.language import Language
from testamur.pages.life import Json, day_of
from testamur.pages.linkedin import Certification
from testamur.pages.markup import bdi
from testamur.pages.place import Place
from testamur.register.documents import Document

_PICTURE_SIDE = 72
_IN_MAIL = "png"
"""Mail programs do not draw SVG."""

_POSTS = (
    ("LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={address}"),
    ("Bluesky", "https://bsky.app/intent/compose?text={post}"),
    ("Mastodon", "https://share.joinmastodon.org/#text={post}"),
    ("WhatsApp", "https://wa.me/?text={post}"),
)
"""Plain links: nothing of theirs is loaded, and they learn nothing until one is followed."""


class Sharing:
    """For the awards of one site, in one language."""

    def __init__(self, site: Site, language: Language) -> None:
        self._site = site
        self._at = Addresses(site.base_url)
        self._words = language

    def view(
        self,
        document: Document,
        credential: Credential,
        picture: Picture | None,
        signed: Json,
        *,
        recipient: Markup | None,
        place: Place,
    ) -> views.Sharing:
        """
        Of the credential as it is told in this language, and its author's picture.

        `recipient` is the name that is public, None where there is none.
        """
        words, award, site = self._words, document.award, self._site
        certification = Certification(
            name=credential.name,
            issuer=signed["issuer"]["name"],
            organization=site.issuer.linkedin_organization,
            issued=day_of(signed["awardedDate"], site.zone),
            ends=day_of(signed["validUntil"], site.zone) if "validUntil" in signed else None,
            id=award,
            address=self._at.award_page(award),
        )
        title = embed.title(words, certification.name, certification.issuer)
        return views.Sharing(
            heading=words.phrase("yours.heading", name=recipient)
            if recipient
            else words.phrase("yours.heading-unnamed"),
            linkedin=certification.form,
            linkedin_fields=tuple(certification.fields(words)),
            title=title,
            links=tuple(self._links(title, certification.address)),
            file=place.beside("credential.json"),
            document=self._at.credential_json(award),
            embed=embed.source(self._at.of(place.language + embed_folder(award)), title)
            if site.embeds
            else None,
            signature=self._signature(certification, title, _in_mail(credential, picture), place),
        )

    def _links(self, title: str, address: str) -> Iterator[views.Link]:
        post = quote(f"{title}\n{address}", safe="")
        subject = quote(title, safe="")
        yield views.Link(self._words["yours.share-email"], f"mailto:?subject={subject}&body={post}")
        for name, form in _POSTS:
            yield views.Link(name, form.format(address=quote(address, safe=""), post=post))

    def _signature(
        self, earned: Certification, title: str, picture: str, place: Place
    ) -> views.Signature:
        absolute = self._at.of(picture) if picture else ""
        return views.Signature(
            shown=self._signed(earned, "./", picture and place.file(picture)),
            html=str(self._signed(earned, earned.address, absolute)),
            text=f"{title}\n{earned.address}",
        )

    def _signed(self, earned: Certification, address: str, picture: str) -> Markup:
        side = _PICTURE_SIDE
        drawn = f'<img src="{escape(picture)}" alt="" width="{side}" height="{side}"><br>'
        return Markup(  # noqa: S704 -- every part is escaped
            f'<p><a href="{escape(address)}">{drawn if picture else ""}{bdi(earned.name)}</a><br>'
            f"{bdi(earned.issuer)} · {escape(self._at.host)}</p>"
        )


def _in_mail(credential: Credential, own: Picture | None) -> str:
    """The path of the picture, where there is one that mail programs draw; else empty."""
    if (own.extension if own else drawing.IN_DOCUMENTS) != _IN_MAIL:
        return ""
    return picture_path(credential.slug, credential.version, _IN_MAIL)

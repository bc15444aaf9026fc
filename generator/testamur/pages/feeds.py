"""
What is new to earn, for feed readers: Atom (RFC 4287) and JSON Feed 1.1.

An entry is a credential at one version: new, or changed. Who was awarded it is never told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

import orjson

from testamur.crypto.strict_json import JsonObject
from testamur.model.addresses import Addresses, logo_path, version_folder
from testamur.model.site import Site
from testamur.pages import drawing
from testamur.pages.entered import Entered
from testamur.pages.language import Language

ATOM_PATH = "feed.xml"
JSON_PATH = "feed.json"
MAX_ENTRIES = 100
"""The newest: a reader who subscribes wants news, and the catalogue has the rest."""

# Letters that XML 1.0 cannot hold, not even escaped (section 2.2).
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feeds:
    """`news` is every version of every credential, the newest first; `since` the first day."""

    def __init__(
        self, site: Site, language: Language, news: Sequence[Entered], since: date
    ) -> None:
        self._site = site
        self._words = language
        self._at = Addresses(site.base_url)
        self._logo = self._at.of(logo_path(site.logo.extension)) if site.logo else None
        self._news = news[:MAX_ENTRIES]
        self._updated = max((each.last for each in self._news), default=since)

    def atom(self) -> bytes:
        """`/feed.xml`."""
        site, at = self._site, self._at
        logo = f"  <logo>{_text(self._logo)}</logo>\n" if self._logo else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang='
            f"{quoteattr(site.languages[0])}>\n"
            f"  <id>{_text(at.of(''))}</id>\n"
            f"  <title>{_text(site.title)}</title>\n"
            f"  <subtitle>{_text(self._words['home.description'])}</subtitle>\n"
            f"  <updated>{_moment(self._updated)}</updated>\n"
            f'  <link rel="self" type="application/atom+xml" href={_value(at.of(ATOM_PATH))}/>\n'
            f'  <link rel="alternate" type="text/html" href={_value(at.of(""))}/>\n'
            f"  <author><name>{_text(site.issuer.name)}</name>"
            f"<uri>{_text(site.issuer.url)}</uri></author>\n"
            f"{logo}"
            f"{''.join(map(self._atom_entry, self._news))}"
            "</feed>\n"
        ).encode()

    def json(self) -> bytes:
        """`/feed.json`."""
        site, at, logo = self._site, self._at, self._logo
        author = {"name": site.issuer.name, "url": site.issuer.url}
        feed: JsonObject = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": site.title,
            "home_page_url": at.of(""),
            "feed_url": at.of(JSON_PATH),
            "description": self._words["home.description"],
            **({"icon": logo} if logo else {}),
            "authors": [{**author, **({"avatar": logo} if logo else {})}],
            "language": site.languages[0],
            "items": [self._item(each) for each in self._news],
        }
        return orjson.dumps(feed, option=orjson.OPT_INDENT_2) + b"\n"

    def _atom_entry(self, each: Entered) -> str:
        credential = each.definition.credential
        language = credential.language or self._site.languages[0]
        topics = "".join(f"    <category term={_value(tag)}/>\n" for tag in credential.tags)
        return (
            f"  <entry xml:lang={quoteattr(language)}>\n"
            f"    <id>{_text(self._id(each))}</id>\n"
            f"    <title>{_text(self._title(each))}</title>\n"
            f"    <published>{_moment(each.first)}</published>\n"
            f"    <updated>{_moment(each.last)}</updated>\n"
            f'    <link rel="alternate" type="text/html" href={_value(self._page(each))}/>\n'
            f"{topics}"
            f'    <summary type="text">{_text(credential.description)}</summary>\n'
            "  </entry>\n"
        )

    def _item(self, each: Entered) -> JsonObject:
        credential, picture = each.definition.credential, each.definition.picture
        extension = picture.extension if picture else drawing.IN_DOCUMENTS
        return {
            "id": self._id(each),
            "url": self._page(each),
            "title": self._title(each),
            "content_text": credential.description,
            "image": self._at.picture(credential.slug, credential.version, extension),
            "date_published": _moment(each.first),
            "date_modified": _moment(each.last),
            "tags": list(credential.tags),
            "language": credential.language or self._site.languages[0],
        }

    def _id(self, each: Entered) -> str:
        """What the signed credentials name as what was earned: it never changes."""
        credential = each.definition.credential
        return self._at.achievement(credential.slug, credential.version)

    def _page(self, each: Entered) -> str:
        credential = each.definition.credential
        return self._at.of(version_folder(credential.slug, credential.version))

    def _title(self, each: Entered) -> str:
        credential = each.definition.credential
        if credential.version == 1:
            return credential.name
        name, version = credential.name, str(credential.version)
        return self._words.phrase("feed.changed", name=name, version=version).unescape()


def _moment(day: date) -> str:
    """RFC 3339. The record knows days; they begin in UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", text))


def _value(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))

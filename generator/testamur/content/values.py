"""Single values of the authors' fields: from the text they wrote to what the model holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from testamur.content import text as characters
from testamur.content import urls
from testamur.content.refused import Refused, shown
from testamur.content.rules import (
    DATE,
    DID,
    DIGEST,
    DURATION,
    EMAIL,
    EMPTY_VALUE,
    FOLDER,
    FORMAT_VERSION,
    LANGUAGE,
    NUMBER,
    SEALED_RECIPIENT,
    SLUG,
    TEXT_LENGTH,
    TIME_ZONE,
    UNKNOWN_CHOICE,
)
from testamur.crypto import boxes
from testamur.model import durations, ids

LINE_MAX = 300
PASSAGE_MAX = 20_000
FORMAT = 1

_WORD_MAX = 40
_YEARS = range(1900, 2201)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_EMAIL = re.compile(
    r"(?!\.)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}(?<!\.)@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]"
)
_EMAIL_MAX = 254
# Verifiers disagree on which spellings of such an address are the same, and its hash is signed.
_PLAIN_LOCAL = "such addresses are not taken yet: give another one, or leave it out"
_PLAIN_HOST = "write the domain in its plain form, which begins with xn--"
_DIDS = re.compile(
    r"did:key:z[1-9A-HJ-NP-Za-km-z]{20,2000}"
    r"|did:jwk:[A-Za-z0-9_-]{20,4000}"
    r"|did:web:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:%3A\d{1,5})?(?::[A-Za-z0-9._~%-]+)*"
)
# Open Badges 3.0, `inLanguage`.
_LANGUAGE = re.compile(r"[a-z]{2,4}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_EXTENSION = re.compile(r"ext:[A-Za-z0-9._-]+")
_NUMBER = re.compile(r"0|[1-9]\d{0,8}", re.ASCII)
_ORGANIZATION = re.compile(r"\d{1,20}", re.ASCII)
_PICTURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|svg)")
_FOLDER_PART = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_OUR_FOLDERS = ("content/awards", "content/credentials", "themes", "keys", "site", ".git")

_E = TypeVar("_E", bound=StrEnum)


def line(text: str) -> str:
    """Text of one line, at most `LINE_MAX` characters."""
    return _within(LINE_MAX, _given(characters.one_line(text)))


def passage(text: str) -> str:
    """Text of any number of lines, at most `PASSAGE_MAX` characters."""
    return _within(PASSAGE_MAX, _given(characters.clean(text).strip()))


def markdown(text: str) -> str:
    """A passage whose links are addresses that may be published."""
    text = passage(text)
    for _, link in urls.links(text):
        url_of_link(link)
    return text


def url_of_link(link: str) -> str:
    """An address inside Markdown. Raises Refused in the words of a text that links to it."""
    try:
        return urls.url(f"https:{link}" if link.startswith("//") else link)
    except Refused as refused:
        raise Refused(
            refused.rule, f"links to an address that {refused.phrase}", refused.hint
        ) from None


def url(text: str) -> str:
    return urls.url(line_of_url(text))


def base_url(text: str) -> str:
    return urls.base_url(line_of_url(text))


def line_of_url(text: str) -> str:
    """The text before it is read as an address: addresses may be longer than other lines."""
    return _given(characters.one_line(text))


@lru_cache(maxsize=4096)
def day(text: str) -> date:
    """A day of the calendar between 1900 and 2200, as `2025-05-14`."""
    match = _DAY.fullmatch(_given(text))
    if match is None:
        raise Refused(
            DATE, f"is not a day: {shown(text)}", "write year-month-day, such as 2025-05-14"
        )
    year, month, number = map(int, match.groups())
    try:
        found = date(year, month, number)
    except ValueError:
        raise Refused(DATE, f"is not in the calendar: {shown(text)}") from None
    if year not in _YEARS:
        raise Refused(DATE, f"is not between {_YEARS[0]} and {_YEARS[-1]}: {shown(text)}")
    return found


def duration(text: str) -> str:
    """An ISO 8601 duration of years, months, weeks and days."""
    if not durations.is_duration(_given(text)):
        raise Refused(
            DURATION,
            f"is not a duration: {shown(text)}",
            "write P3Y for three years, P18M for eighteen months, P2W or P90D",
        )
    return text


def email(text: str) -> str:
    """An e-mail address as the author wrote it, without spaces around it."""
    text = line(text)
    if len(text) > _EMAIL_MAX or not _EMAIL.fullmatch(text) or ".." in text:
        local, _, _host = text.rpartition("@")
        if local and not text.isascii():
            part = "before" if not local.isascii() else "behind"
            raise Refused(
                EMAIL,
                f"has letters other than a-z {part} the @: {shown(text)}",
                _PLAIN_LOCAL if not local.isascii() else _PLAIN_HOST,
            )
        raise Refused(EMAIL, f"is not an e-mail address: {shown(text)}")
    return text


def did(text: str) -> str:
    """A did:key, did:web or did:jwk."""
    if not _DIDS.fullmatch(_given(text)):
        raise Refused(
            DID, f"is not a did:key, did:web or did:jwk: {shown(text)}", "copy it from the wallet"
        )
    return text


@lru_cache(maxsize=4096)
def slug(text: str) -> str:
    """A name that may stand in an address (see `model.ids`)."""
    if not ids.is_slug(_given(text)):
        raise Refused(
            SLUG,
            f"cannot stand in an address: {shown(text)}",
            "use a-z, 0-9 and single hyphens, at most 80 characters, and no name of a device",
        )
    return text


def award_id(text: str) -> str:
    """The public id of an award: 26 characters."""
    if not ids.is_award_id(_given(text)):
        raise Refused(
            SLUG, f"is not an award's id: {shown(text)}", "copy it from the award's address"
        )
    return text


def language(text: str) -> str:
    """A language tag as Open Badges 3.0 has it: `en`, `pt-BR`, `zh-Hans-CN`."""
    if not _LANGUAGE.fullmatch(_given(text)):
        raise Refused(
            LANGUAGE, f"is not a language tag: {shown(text)}", "write en, pt-BR or zh-Hans-CN"
        )
    return text


def time_zone(text: str) -> str:
    """An IANA time zone."""
    try:
        ZoneInfo(_given(text))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Refused(
            TIME_ZONE, f"is not a time zone: {shown(text)}", "write Europe/Zurich, or UTC"
        ) from None
    return text


def sha256(text: str) -> str:
    """64 hex digits; capitals become small letters."""
    if not _SHA256.fullmatch(_given(text).lower()):
        raise Refused(
            DIGEST, f"is not a SHA-256 digest: {shown(text)}", "it has 64 digits of 0-9 and a-f"
        )
    return text.lower()


def picture_name(text: str) -> str:
    """The name of a PNG or SVG file in the same folder."""
    if not _PICTURE_NAME.fullmatch(_given(text)):
        raise Refused(
            FOLDER,
            f"is not the name of a .png or .svg file beside this one: {shown(text)}",
            "put the picture into the same folder and give its name alone",
        )
    return text


def organization_number(text: str) -> str:
    """LinkedIn's number of an organisation: digits."""
    if not _ORGANIZATION.fullmatch(_given(text)):
        raise Refused(NUMBER, f"is not a number of LinkedIn's: {shown(text)}", "it has digits only")
    return text


def folder(text: str) -> str:
    """A folder inside the repository, which is not one of ours."""
    text = _given(text).rstrip("/")
    parts = PurePosixPath(text).parts
    if not parts or not all(_FOLDER_PART.fullmatch(part) for part in parts):
        raise Refused(
            FOLDER,
            f"is not a folder inside the repository: {shown(text)}",
            "write content/register, or leave it out",
        )
    within = ["/".join(parts[: count + 1]) for count in range(len(parts))]
    if text == "content" or any(path in _OUR_FOLDERS for path in within):
        raise Refused(FOLDER, f"is a folder for something else: {shown(text)}")
    return "/".join(parts)


def number(first: int, last: int) -> Callable[[str], int]:
    """A reader of whole numbers from `first` to `last`."""

    def read(text: str) -> int:
        if not _NUMBER.fullmatch(_given(text)) or not first <= int(text) <= last:
            raise Refused(NUMBER, f"is not a whole number from {first} to {last}: {shown(text)}")
        return int(text)

    return read


def boolean(text: str) -> bool:
    """`true` or `false`, nothing else: `no` is a language and a word."""
    return _choice(_given(text), ("true", "false")) == "true"


def format_version(text: str) -> int:
    """The number of the content's format. Raises Refused for one that we do not know."""
    if _given(text) != str(FORMAT):
        raise Refused(
            FORMAT_VERSION,
            f"is {shown(text)}, but this release reads format {FORMAT}",
            "install the release that the content was written for",
        )
    return FORMAT


def choice(choices: Iterable[str], *, extensible: bool = False) -> Callable[[str], str]:
    """A reader of one of `choices`, or also of `ext:…` names as Open Badges 3.0 allows them."""
    known = tuple(choices)

    def read(text: str) -> str:
        if extensible and _EXTENSION.fullmatch(_given(text)):
            return text
        return _choice(_given(text), known)

    return read


def member(kind: type[_E]) -> Callable[[str], _E]:
    """A reader of the values of an enumeration."""
    known = tuple(item.value for item in kind)

    def read(text: str) -> _E:
        return kind(_choice(_given(text), known))

    return read


def nearest(text: str, known: Iterable[str]) -> str | None:
    """A question whether one of `known` was meant, where one is close."""
    close = closest(text, known)
    return f'did you mean "{close}"?' if close else None


def closest(text: str, known: Iterable[str]) -> str | None:
    """The one of `known` that a misspelt word was most likely meant to be, or None."""
    lowered = {option.lower(): option for option in known}
    close = get_close_matches(text[:_WORD_MAX].lower(), lowered, n=1)
    return lowered[close[0]] if close else None


def _choice(text: str, known: tuple[str, ...]) -> str:
    if text not in known:
        raise Refused(
            UNKNOWN_CHOICE,
            f"is not one of those to choose from: {shown(text)}",
            nearest(text, known) or f"choose from: {', '.join(known)}",
        )
    return text


def _given(text: str) -> str:
    if not text.strip():
        raise Refused(EMPTY_VALUE, "has no value", "write one, or delete the field")
    return text


def _within(limit: int, text: str) -> str:
    if len(text) > limit:
        raise Refused(TEXT_LENGTH, f"has {len(text):,} characters, more than {limit:,}")
    return text


def box(text: str) -> str:
    """The base64 of an age file, as far as can be told without its key; line breaks are dropped."""
    packed = "".join(text.split())
    try:
        boxes.check(packed)
    except boxes.BoxError as error:
        raise Refused(
            SEALED_RECIPIENT, str(error), "`testamur seal` makes one from the fields"
        ) from None
    return packed

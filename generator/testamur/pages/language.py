"""
The words of the interface, and dates and numbers as its language writes them.

A theme keeps them in `strings/<tag>.toml`; what a language lacks is said in English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from difflib import get_close_matches
from functools import cache
from string import Formatter

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from testamur.model.translation import wider
from testamur.pages.theme import Theme, ThemeError

ENGLISH = "en"
MANY = "-many"
"""Ends the key of what is said of several things; beside it may stand keys for other numbers."""
FORMS = ("-zero", "-one", "-two", "-few", "-many", "-other")
"""Of CLDR: a language has some of these."""


@dataclass(frozen=True)
class Language:
    """One language of the interface."""

    tag: str
    """BCP 47, as it stands in `lang`."""
    folder: str
    """Of its pages, relative to the site's root: `de/`; empty for the site's first language."""
    direction: str
    words: Mapping[str, str]
    """By dotted key, such as `award.evidence`."""
    phrases: Mapping[str, Phrase]
    locale: Locale

    def __getitem__(self, key: str) -> str:
        return self.words[key]

    def get(self, key: str) -> str | None:
        return self.words.get(key)

    def phrase(self, key: str, **parts: Markup | str) -> Markup:
        """The words with their gaps filled; parts that are not markup are escaped."""
        return self.phrases[key].fill(parts)

    def counted(self, key: str, number: int, **parts: Markup | str) -> Markup:
        """
        The words for so many of something, their gaps filled; `number` is one of the parts.

        Which form it is, CLDR says: `…-one`, `…-two`, `…-few` and so on, where the language has
        words for it, else `…-many`.
        """
        form = f"{key}-{self.locale.plural_form(number)}"
        found = form if form in self.phrases else f"{key}{MANY}"
        return self.phrase(found, number=self.number(number), **parts)

    @property
    def own_name(self) -> str:
        """What the language calls itself, as a heading would have it: `Deutsch`, `العربية`."""
        name = self.locale.get_display_name(self.locale) or self.tag
        return name[:1].upper() + name[1:]

    def name_of(self, tag: str) -> str:
        """What another language is called in this one; its tag where CLDR does not know it."""
        found = locale_of(tag)
        return (found.get_display_name(self.locale) if found else None) or tag

    def month(self, day: date) -> str:
        """Month and year, as for forms that ask for no day."""
        return format_skeleton("yMMMM", day, locale=_written(self.locale))

    def date(self, day: date) -> str:
        return _date(self.locale, day)

    def moment(self, moment: datetime) -> Markup:
        """Day and minute in UTC."""
        moment = moment.astimezone(UTC)
        return self.phrase("moment", date=self.date(moment.date()), time=f"{moment:%H:%M}")

    @property
    def written(self) -> str:
        """BCP 47 tag of how days and numbers are written here."""
        return str(_written(self.locale)).replace("_", "-")

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self.locale)

    def duration(self, number: int, unit: str) -> str:
        """`unit` is one of year, month, week and day."""
        return format_unit(number, f"duration-{unit}", locale=self.locale)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with named gaps, cut up once."""

    pieces: tuple[tuple[str, str | None], ...]
    """Escaped text, and the gap behind it."""

    @classmethod
    def of(cls, text: str) -> Phrase:
        """Raises ValueError for a gap that has more than a name."""
        pieces = []
        for literal, name, spec, conversion in Formatter().parse(text):
            if spec or conversion or name == "":
                raise ValueError("a gap is a name in braces")
            pieces.append((str(escape(literal)), name))
        return cls(tuple(pieces))

    @property
    def gaps(self) -> frozenset[str]:
        return frozenset(name for _, name in self.pieces if name is not None)

    def fill(self, parts: Mapping[str, Markup | str]) -> Markup:
        found = []
        for literal, name in self.pieces:
            found.append(literal)
            if name is not None:
                found.append(escape(parts[name]))
        return Markup("".join(found))  # noqa: S704 -- every piece is escaped


def spoken(theme: Theme, tags: Sequence[str]) -> tuple[Language, ...]:
    """
    The languages of a site in which it has pages: its first, and each other that the theme knows.

    Raises ThemeError as `read_language` does.
    """
    main = read_language(theme, tags[0])
    others = (read_language(theme, tag, f"{tag}/") for tag in tags[1:] if knows(theme, tag))
    # Where the first is said in English, a site that has English too has it already.
    return (main, *(each for each in others if each.tag != main.tag))


def knows(theme: Theme, wanted: str) -> bool:
    """Whether the theme has words in the language of that BCP 47 tag, or in a wider one."""
    return _nearest(theme.folder("strings"), wanted) is not None


def read_language(theme: Theme, wanted: str, folder: str = "") -> Language:
    """
    The language of the interface for the BCP 47 tag `wanted`, as near as the theme has it.

    `folder` is that of its pages. Raises ThemeError where a file of strings says something that no page says.
    """
    files = theme.folder("strings")
    english = _words(files, ENGLISH)
    tag = _nearest(files, wanted) or ENGLISH
    words = {**english, **(_checked(files, tag, english) if tag != ENGLISH else {})}
    # The region of the site's own tag decides how days are written, if the words are its own.
    named = wanted if tag.split("-")[0] == wanted.split("-", maxsplit=1)[0] else tag
    locale = locale_of(named) or Locale.parse(ENGLISH)
    return Language(
        tag=named,
        folder=folder,
        direction=direction(named),
        words=words,
        phrases={key: _phrase(tag, key, text) for key, text in words.items()},
        locale=locale,
    )


@cache
def direction(tag: str) -> str:
    """`rtl` or `ltr`: which way text in that language runs."""
    locale = locale_of(tag)
    return "ltr" if locale is None else locale.text_direction


def locale_of(tag: str) -> Locale | None:
    """The nearest locale that CLDR knows; None where it does not know the language."""
    for shorter in wider(tag):
        try:
            return Locale.parse(shorter, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return None


def _nearest(files: Collection[str], wanted: str) -> str | None:
    return next((tag for tag in wider(wanted) if f"{tag}.toml" in files), None)


def _checked(files: Mapping[str, bytes], tag: str, english: Mapping[str, str]) -> dict[str, str]:
    words = _words(files, tag)
    for key, text in words.items():
        model = key if key in english else _many(key)
        if model not in english:
            close = get_close_matches(key, english, n=1)
            hint = f"did you mean {close[0]!r}?" if close else None
            raise ThemeError(f"strings/{tag}.toml says {key!r}, which no page says", hint)
        extra = _phrase(tag, key, text).gaps - _phrase(ENGLISH, model, english[model]).gaps
        if extra:
            raise ThemeError(f"strings/{tag}.toml, {key!r}: nothing fills {{{min(extra)}}}")
    return words


def _many(key: str) -> str:
    """What English says of several things, where the key is of another number of them."""
    form = next((form for form in FORMS if key.endswith(form)), "")
    return f"{key.removesuffix(form)}{MANY}" if form else key


def _words(files: Mapping[str, bytes], tag: str) -> dict[str, str]:
    try:
        tables = tomllib.loads(files[f"{tag}.toml"].decode())
        return dict(_flat("", tables))
    except (ValueError, KeyError) as error:
        raise ThemeError(f"strings/{tag}.toml cannot be read: {error}") from error


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(f"{prefix}{name}.", value)
        elif isinstance(value, str):
            yield prefix + name, value
        else:
            raise ValueError(f"{prefix}{name} is not text")


def _phrase(tag: str, key: str, text: str) -> Phrase:
    try:
        return Phrase.of(text)
    except ValueError as error:
        raise ThemeError(f"strings/{tag}.toml, {key!r}: {error}") from error


@cache
def _date(locale: Locale, day: date) -> str:
    return format_date(day, "long", locale=_written(locale))


def _written(locale: Locale) -> Locale:
    """English of no country writes days as most of the world does: 14 May 2026."""
    return Locale("en", "001") if str(locale) == ENGLISH else locale

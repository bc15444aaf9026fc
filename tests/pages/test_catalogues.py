"""The catalogues that are shipped: whole, in their own language, and sound in every number."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import pytest
from babel import Locale

from testamur.pages.language import ENGLISH, FORMS, MANY, Phrase, locale_of, read_language
from testamur.pages.theme import theme_of
from tests.pages.sites import theme

CATALOGUES = {path.removesuffix(".toml"): data for path, data in theme().folder("strings").items()}
COMPLETE = sorted(CATALOGUES)
"""Each that is shipped: a begun one would speak two languages on one page."""
TRANSLATED = [tag for tag in COMPLETE if tag != ENGLISH]

# Names, formats and marks that are the same in every language.
_UNTRANSLATED = re.compile(
    r"\{[a-z_]+\}|Open Badges( [23]\.0)?|W3C|JWT|vc\+jwt|VerifiablePresentation|VerifierPlus|1EdTech"
    r"|Digital Credentials Consortium|C2SP tlog-tiles|Comprehensive Learner Record 2\.0|LinkedIn"
    r"|Learner Credential Wallet|testamur|UTC|UNESCO|QR|PDF|PNG|SVG|JSON|HTML|CSV|ECTS"
    r"|bundle\.zip|clr\.json|record\.tlog-proof|\W|\d"
)
_LETTER = re.compile(r"[A-Za-z]")
# Whole strings that a language says as English does, letter for letter.
_THE_SAME = {("fr", "credential.version"), ("fr", "history.version")}


def words(tag: str) -> Mapping[str, str]:
    found: dict[str, str] = {}

    def flatten(prefix: str, table: Mapping[str, object]) -> None:
        for name, value in table.items():
            if isinstance(value, Mapping):
                flatten(f"{prefix}{name}.", value)
            else:
                found[prefix + name] = str(value)

    flatten("", tomllib.loads(CATALOGUES[tag].decode()))
    return found


def forms(tag: str) -> set[str]:
    """Endings of keys for the numbers that the language tells apart, but for `-other`."""
    locale = locale_of(tag)
    assert locale is not None
    return {f"-{form}" for form in (*locale.plural_form.tags, "many")} - {"-other"}


def counted(tag: str) -> set[str]:
    """Keys without their ending, where something is counted."""
    found = words(tag)
    return {
        key.removesuffix(MANY)
        for key in found
        if key.endswith(MANY) and f"{key.removesuffix(MANY)}-one" in found
    }


def is_plural_of(key: str, bases: set[str]) -> bool:
    return any(key == f"{base}{form}" for base in bases for form in FORMS)


@pytest.mark.parametrize("tag", COMPLETE)
def test_a_catalogue_can_be_read(tag: str) -> None:
    """It names a language of CLDR, and its gaps are gaps of English."""
    assert tag == read_language(theme(), tag).tag
    assert tag == str(Locale.parse(tag, sep="-")).replace("_", "-")


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_catalogue_is_complete(tag: str) -> None:
    """Nothing that English says is missing."""
    assert [] == [key for key in words(ENGLISH) if key not in words(tag)]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_every_gap_of_english_is_filled(tag: str) -> None:
    """A date, a name or a reason that is left out would be missed; a number may be a word."""
    bases, english = counted(ENGLISH), words(ENGLISH)
    lost = {
        key: Phrase.of(english[key]).gaps - Phrase.of(text).gaps
        for key, text in words(tag).items()
        if key in english and not is_plural_of(key, bases)
    }

    assert {} == {key: gaps for key, gaps in lost.items() if gaps}


@pytest.mark.parametrize("tag", COMPLETE)
def test_each_number_that_the_language_tells_apart_has_its_words(tag: str) -> None:
    """Of CLDR: Arabic has six forms, of which the one for hundreds may be that for many."""
    found = words(tag)
    missing = [
        f"{base}{form}"
        for base in counted(ENGLISH)
        for form in sorted(forms(tag))
        if f"{base}{form}" not in found and not (form == "-zero" or base in _BY_SCRIPT)
    ]

    assert [] == missing


_BY_SCRIPT = {base for base in counted(ENGLISH) if base.startswith("catalogue.")}
"""The catalogue's script tells one from several alone: write these so that they hold for any."""


@pytest.mark.parametrize("tag", COMPLETE)
def test_no_form_is_there_that_the_language_does_not_have(tag: str) -> None:
    """It would never be said."""
    bases = counted(ENGLISH)
    known = {*forms(tag), "-one", MANY, "-other"}

    assert [] == [
        key
        for key in words(tag)
        if is_plural_of(key, bases) and f"-{key.rpartition('-')[2]}" not in known
    ]


@pytest.mark.parametrize("tag", TRANSLATED)
def test_no_english_is_left(tag: str) -> None:
    """A sentence of several words that is the same as in English was forgotten."""
    english = words(ENGLISH)
    left = [
        key
        for key, text in words(tag).items()
        if text == english.get(key)
        and (tag, key) not in _THE_SAME
        and len(_LETTER.findall(_UNTRANSLATED.sub("", text))) > 0
        and " " in text.strip()
    ]

    assert [] == left


@pytest.mark.parametrize("tag", [tag for tag in TRANSLATED if tag in {"ar", "he", "fa", "ur"}])
def test_what_runs_from_right_to_left_is_written_in_its_own_letters(tag: str) -> None:
    """Latin letters there are names alone."""
    left = {key: _LETTER.findall(_UNTRANSLATED.sub("", text)) for key, text in words(tag).items()}

    assert {} == {key: letters for key, letters in left.items() if len(letters) > 20}


@pytest.mark.parametrize("tag", TRANSLATED)
def test_nothing_is_much_longer_than_in_english(tag: str) -> None:
    """Buttons and tables have room for a language that takes more words, but not for any number."""
    english = words(ENGLISH)

    assert [] == [
        key
        for key, text in words(tag).items()
        if key in english and len(text) > 2 * len(english[key]) + 20
    ]


@pytest.mark.parametrize("tag", COMPLETE)
def test_quotation_marks_are_those_of_print(tag: str) -> None:
    """No straight quotation mark or apostrophe."""
    assert [] == [key for key, text in words(tag).items() if re.search("[\"']", text)]


@pytest.mark.parametrize("tag", COMPLETE)
def test_words_are_plain_text(tag: str) -> None:
    """No markup, no entities, no blanks at the ends, no letters that readers cannot see."""
    wrong = [
        key
        for key, text in words(tag).items()
        if text != text.strip()
        or re.search(r"[<>]|&\w+;|\s\s|[\u200b\u2060\ufeff\u202a-\u202e]", text)
    ]

    assert [] == wrong


PLURALS = """\
[learner]
awards-one = "جائزة واحدة"
awards-two = "جائزتان"
awards-few = "{number} جوائز"
awards-many = "{number} جائزة"
awards-other = "{number} جائزة إجمالا"
"""


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "جائزة واحدة"),
        (2, "جائزتان"),
        (3, "3 جوائز"),
        (11, "11 جائزة"),
        (100, "100 جائزة إجمالا"),
    ],
)
def test_a_language_may_have_more_forms_than_english(number: int, said: str) -> None:
    """A form that it does not give is that of many."""
    own = theme_of("ours", {**theme().files, "strings/ar.toml": PLURALS.encode()})
    language = read_language(own, "ar")

    assert said == language.counted("learner.awards", number).replace("\u200f", "")


@pytest.mark.parametrize(("number", "said"), [(0, "0 awards"), (1, "One award"), (5, "5 awards")])
def test_english_has_two_forms(number: int, said: str) -> None:
    assert said == read_language(theme(), "en").counted("learner.awards", number)

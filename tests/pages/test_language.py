"""The words of the interface, in languages that a theme has and that it lacks."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from markupsafe import Markup

import testamur.pages
from testamur.model.credential import Kind
from testamur.model.formats import Format
from testamur.model.status import Change, ReasonCode
from testamur.model.vocabulary import ACHIEVEMENT_TYPES
from testamur.pages.awards import DAYS, TERMS
from testamur.pages.definitions import NAMED, TOLD
from testamur.pages.language import Phrase, direction, read_language
from testamur.pages.theme import Theme, ThemeError, theme_of
from testamur.register.documents import NEXT
from testamur.register.entries import KeyAction, Role
from testamur.verify.verdict import STEP_NAMES, Outcome, Word
from tests.pages.sites import theme
from tests.support.sites import ROOT


def with_strings(**texts: str) -> Theme:
    own = {f"strings/{tag.replace('_', '-')}.toml": text.encode() for tag, text in texts.items()}
    return theme_of("ours", {**theme().files, **own})


# Open Badges 3.0, Result, status: a closed list.
STATUSES = ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"]
GERMAN = '[nav]\nskip = "Zum Inhalt"\n[verdict]\nexpires = "Gültig bis {date}."\n'


@pytest.mark.parametrize(
    ("wanted", "tag", "day"),
    [
        ("en", "en", "14 May 2026"),
        ("en-US", "en-US", "May 14, 2026"),
        ("de", "de", "14. Mai 2026"),
        ("de-AT", "de-AT", "14. Mai 2026"),
        ("cy", "en", "14 May 2026"),
        ("tlh", "en", "14 May 2026"),
        ("x-private", "en", "14 May 2026"),
    ],
)
def test_the_nearest_language_of_the_theme_is_taken(wanted: str, tag: str, day: str) -> None:
    """Words and days are of one language: the site's if the theme speaks it, else English."""
    language = read_language(with_strings(de=GERMAN), wanted)

    assert (tag, day) == (language.tag, language.date(date(2026, 5, 14)))


def test_what_a_language_lacks_is_said_in_english() -> None:
    """A translation may be begun and not finished."""
    language = read_language(with_strings(de=GERMAN), "de")

    assert "Zum Inhalt" == language["nav.skip"]
    assert "Credentials" == language["nav.credentials"]
    assert "Gültig bis 14. Mai 2026." == language.phrase(
        "verdict.expires", date=language.date(date(2026, 5, 14))
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[nav]\nskipp = "x"', "nav.skipp"),
        ('[verdict]\nexpires = "{day}"', "{day}"),
        ('[verdict]\nexpires = "{date.year}"', "nothing fills"),
        ('[verdict]\nexpires = "{date!r}"', "a gap is a name"),
        ('[verdict]\nexpires = "{date:>99}"', "a gap is a name"),
        ('[verdict]\nexpires = "{}"', "a gap is a name"),
        ('[verdict]\nexpires = "{date"', "expires"),
        ("[verdict]\nexpires = 3", "is not text"),
        ("[verdict", "cannot be read"),
        ("\udcff", "cannot be read"),
    ],
)
def test_strings_that_no_page_can_say_are_refused(text: str, message: str) -> None:
    """A typing error is found when the theme is read, not on the page that needs it."""
    files = {**theme().files, "strings/de.toml": text.encode("utf-8", "surrogateescape")}
    with pytest.raises(ThemeError, match=re.escape(message)):
        read_language(theme_of("ours", files), "de")


def test_a_phrase_escapes_words_and_parts() -> None:
    """Only what is markup already stays markup."""
    phrase = Phrase.of("a < {x} & {y}")

    assert "a &lt; &lt;b&gt; &amp; <i>" == phrase.fill({"x": "<b>", "y": Markup("<i>")})
    assert {"x", "y"} == phrase.gaps


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"),
        ("he", "rtl"),
        ("fa-IR", "rtl"),
        ("ur", "rtl"),
        ("ckb", "rtl"),
        ("az-Arab", "rtl"),
        ("az", "ltr"),
        ("en", "ltr"),
        ("ja", "ltr"),
        ("qqq", "ltr"),
    ],
)
def test_direction_follows_language_and_script(tag: str, expected: str) -> None:
    """Which way text runs."""
    assert expected == direction(tag)


def test_moments_are_told_in_utc() -> None:
    """The register's clock is everybody's."""
    language = read_language(theme(), "en")

    assert "22 November 2026, 09:30 UTC" == language.moment(
        datetime(2026, 11, 22, 9, 30, 59, tzinfo=UTC)
    )


def test_every_word_is_said_somewhere() -> None:
    """No string is left over from an earlier page, and none that a template asks for is missing."""
    words = read_language(theme(), "en").words
    templates = "".join(
        data.decode() for path, data in theme().files.items() if path.startswith("templates/")
    )
    asked = set(re.findall(r'words\["([^"]+)"\]', templates))
    sources = [
        *Path(testamur.pages.__file__).parent.glob("*.py"),
        *(ROOT / "browser" / "src").rglob("*.js"),
    ]
    code = "".join(path.read_text() for path in sources)
    counted = re.findall(r'counted\(\s*"([^"]+)"', code)
    built = {
        *(f"{key}{form}" for key in counted for form in ("-one", "-many")),
        *(f"kind.{kind}{end}" for kind in Kind for end in ("", "-means")),
        *(f"type.{each}" for each in ACHIEVEMENT_TYPES),
        *(key for key in words if key.startswith("catalogue.")),
        *(f"credential.{name}" for name in (*NAMED, *TOLD)),
        *(f"award.{term}" for term in (*DAYS, *TERMS)),
        *(f"assessment.supervised-{answer}" for answer in ("yes", "no")),
        *(f"verdict.newest-{change}" for change in (Change.REVOKED, Change.SUSPENDED)),
        *(f"verdict.{lead}-{change}" for change in NEXT for lead in ("next", "note")),
        *(f"verdict.{change}" for change in (Change.REVOKED, Change.SUSPENDED)),
        *(f"status.{status}" for status in STATUSES),
        *(f"history.{change}" for change in Change),
        *(f"reason.{code}" for code in ReasonCode if code.words),
        *(f"key.{word}" for word in (*Role, *KeyAction)),
        *(f"download.{format_}" for format_ in Format),
        *(f"anything.own-{word}" for word in Word if word is not Word.FOREIGN),
        *(f"anything.alone-{word}" for word in Word if word is not Word.FOREIGN),
        *(f"anything.step-{name}" for name in STEP_NAMES),
        *(f"anything.{outcome}" for outcome in Outcome),
        *(f"anything.part-{what}" for what in ("credential", "endorsement")),
        # Which of these it is, the code decides by the end of the name.
        *(
            key
            for key in words
            if key.startswith("anything.") and f'"{key.removeprefix("anything.")}"' in code
        ),
    }

    built |= {
        f"browser.step.{why}"
        for why in re.findall(r'(?:held|failed|unchecked|refuse|leave)\(\s*"([\w-]+)"', code)
    }
    built |= {f"browser.label.{name}" for name in STEP_NAMES}
    built |= {f"browser.{change}-on" for change in NEXT}

    assert asked | built <= words.keys()
    assert [] == [key for key in words if key not in asked | built and f'"{key}"' not in code]

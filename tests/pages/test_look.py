"""What can be said of a look in figures: weight and contrast."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from testamur.pages import markup
from testamur.pages.theme import DEFAULT, shipped_files, shipped_names
from testamur.verify.verdict import Word
from tests.pages.sites import ACTIVE, a_full_register, pages_of, theme
from tests.support.sites import ROOT

COLOURS = theme().files["styles/1-colours.css"].decode()
LIGHT, DARK = COLOURS.split("@media")
OTHERS = {
    name: shipped_files(name)["styles/1-colours.css"].decode().split("@media")
    for name in shipped_names()
    if name != DEFAULT
}
# Paper is never dark: it has the light colours and a few of its own.
PRINT = LIGHT + theme().files["styles/4-print.css"].decode()
PAIRS = [
    (front, back)
    for back in ("paper", "raised", "plate")
    for front in ("ink", "soft", "accent", "bad", "wait", "added", "ended", "moved")
]


def colours(sheet: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-fA-F]{3,6});", sheet))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, contrast ratio."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


SHEETS = {
    "light": LIGHT,
    "dark": DARK,
    **{
        f"{name}-{number}": sheet
        for name, each in OTHERS.items()
        for number, sheet in enumerate(each)
    },
}


@pytest.mark.parametrize("sheet", [*SHEETS.values(), PRINT], ids=[*SHEETS, "print"])
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_can_be_read(sheet: str, front: str, back: str) -> None:
    """WCAG 2.2 AA, 1.4.3: at least 4.5 to 1, for every colour on every ground."""
    found = colours(sheet)

    assert contrast(found[front], found[back]) >= 4.5


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS)
def test_text_on_the_accent_can_be_read(sheet: str) -> None:
    """The link that skips the navigation stands on the accent."""
    assert contrast(colours(sheet)["on-accent"], colours(sheet)["accent"]) >= 4.5


@pytest.mark.parametrize("name", OTHERS)
def test_every_theme_has_every_colour(name: str) -> None:
    """What a sheet of the default asks for is there, in light and in dark."""
    assert [sorted(colours(each)) for each in (LIGHT, DARK)] == [
        sorted(colours(each)) for each in OTHERS[name]
    ]


def test_every_state_has_a_colour_of_its_own() -> None:
    """Beside its word and its sign; without one it would look like an award that stands."""
    (style,) = [data for path, data in pages_of().assets().items() if path.endswith(".css")]
    rules = re.findall(
        r"^\.verdict(\S*\[data-state=.+\S) \{ --tone: (.+?);", style.decode(), re.MULTILINE
    )
    told = {
        state: colour
        for states, colour in rules
        for state in re.findall(r'\[data-state="([\w-]+)"\]', states)
    }
    recorded = {told[state] for state in ("expired", "revoked", "suspended", "superseded")}

    assert {*(word.value for word in Word)} == told.keys()
    assert 4 == len(recorded)
    assert [told["valid"]] == [colour for colour in told.values() if colour == told["valid"]]


def test_every_rule_of_the_style_sheet_has_something_to_style() -> None:
    """No class is left over from an earlier page."""
    sources = [data.decode() for path, data in theme().files.items() if "templates/" in path]
    sources.append(Path(markup.__file__).read_text())
    sources += [path.read_text() for path in (ROOT / "browser" / "src").rglob("*.js")]
    used = re.findall(
        r'class="([^"]+)|(page-\w+)|" (\w+)" if|className = "([^"]+)', "".join(sources)
    )
    names = {name for found in used for each in found for name in re.findall(r"[\w-]+", each)}
    sheets = "".join(
        data.decode() for path, data in theme().files.items() if path.startswith("styles/")
    )
    rules = re.sub(r"/\*.*?\*/|\{[^{}]*\}", "", sheets, flags=re.DOTALL)

    assert set() == set(re.findall(r"\.([a-z][\w-]*)", rules)) - names


def test_the_style_sheet_is_small() -> None:
    """Under 24 kB before compression, some 6 kB as a host sends it: it dresses every page type."""
    (style,) = [data for path, data in pages_of().assets().items() if path.endswith(".css")]

    assert len(style) < 24_000


def test_the_first_view_of_an_award_is_small() -> None:
    """Page, style, icon, script and words under 30 kB as sent; the picture comes on top."""
    register = a_full_register()
    pages = pages_of(register=register)
    loaded = re.compile(r"assets/(style|icon|award|earner|words)\.")
    assets = [data for path, data in pages.assets().items() if loaded.match(path)]
    view = [pages.award(register.awards[ACTIVE]), *assets]

    assert sum(len(gzip.compress(data)) for data in view) < 30_000


@pytest.mark.parametrize(
    "rule",
    [
        "prefers-color-scheme: dark",
        "forced-colors: active",
        "prefers-reduced-motion",
        "@media print",
    ],
)
def test_readers_wishes_are_met(rule: str) -> None:
    """Dark, forced colours, less motion, paper."""
    (style,) = [data for path, data in pages_of().assets().items() if path.endswith(".css")]

    assert rule in style.decode()


def test_what_is_drawn_is_seen_in_forced_colours() -> None:
    """Browsers replace colours of text and ground, not those of drawings."""
    (style,) = [data for path, data in pages_of().assets().items() if path.endswith(".css")]
    forced = style.decode().partition("forced-colors: active")[2].partition("@media")[0]

    assert ".verdict svg { stroke: CanvasText; }" in forced
    assert ".plate:has(img) { background: var(--mount); forced-color-adjust: none; }" in str(style)


def test_nothing_is_loaded_from_elsewhere() -> None:
    """No font, picture or sheet of a third party."""
    (style,) = [data for path, data in pages_of().assets().items() if path.endswith(".css")]

    assert b"url(" not in style
    assert b"@import" not in style

"""Every sort of page, for everybody: by axe's rules, by keyboard, narrow, with large letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from tests.browser.hosts import Host
from tests.browser.kinds import kinds
from tests.browser.sites import Academy
from tests.browser.visits import Setting, Visit, Visitor

pytestmark = pytest.mark.slow

SITES = ["example", "academy", "gazette"]
SETTLED = """() => !document.querySelector("script[src*='/award.']")
  || !document.querySelector("[role=status][data-verdict=recorded]")"""
REACHABLE = "a[href], button, input, select, textarea, summary, iframe, [tabindex='0']"


@pytest.fixture(params=SITES)
def host(request: pytest.FixtureRequest) -> Host:
    """Many sorts of pages, in both themes; every state and a page in Arabic in the academy."""
    site: Host | Academy = request.getfixturevalue(request.param)
    return site.host if isinstance(site, Academy) else site


def test_axe_finds_nothing_in_light_and_dark(visitor: Visitor, host: Host) -> None:
    visit = visitor.open(host, None)
    found: list[str] = []
    for sort in each_sort(visit):
        visit.page.emulate_media(color_scheme="light")
        found.extend(f"{sort}, light: {line}" for line in visit.axe())
        visit.page.emulate_media(color_scheme="dark")
        found.extend(f"{sort}, dark: {line}" for line in visit.axe())

    assert [] == found, "\n".join(found)


@pytest.mark.parametrize(
    "setting",
    [
        Setting(width=320, height=640),
        Setting(width=320, height=640, forced_colours=True),
        Setting(width=390, height=844, letters=2),
        Setting(width=1280, letters=2),
        Setting(width=1280),
    ],
    ids=["narrow", "forced-colours", "large-letters-on-a-phone", "large-letters", "wide"],
)
def test_nothing_is_cut_off(visitor: Visitor, host: Host, setting: Setting) -> None:
    visit = visitor.open(host, None, setting)
    found = [f"{sort}: {line}" for sort in each_sort(visit) for line in visit.cut_off()]

    assert [] == found, "\n".join(found)


def test_the_keyboard_comes_to_everything_and_is_seen(visitor: Visitor, host: Host) -> None:
    """The first step leads past the navigation; none is a trap; each shows where it is."""
    visit = visitor.open(host, None, Setting(still=True))
    found: list[str] = []
    for sort in each_sort(visit):
        steps = list(visit.walk())
        reachable = visit.page.locator(REACHABLE)
        there = reachable.filter(visible=True).count()
        found.extend(
            f"{sort}: the focus is not seen on {each}" for each in steps if not each["shown"]
        )
        if len(steps) != there:
            found.append(f"{sort}: {len(steps)} of {there} are reached")
        # A card on somebody else's page has one link, and nothing to lead past.
        if steps[0]["href"] != "#main" and not sort.startswith("embed"):
            found.append(f"{sort}: begins with {steps[0]}")

    assert [] == found, "\n".join(found)


def test_nothing_moves_for_those_who_asked(visitor: Visitor, host: Host) -> None:
    """With reduced motion nothing is animated, and a link within a page jumps."""
    visit = visitor.open(host, None, Setting(still=True))
    moves = "document.getAnimations().length || getComputedStyle(document.documentElement).scrollBehavior"
    found = {sort: visit.page.evaluate(moves) for sort in each_sort(visit)}

    assert dict.fromkeys(found, "auto") == found


def each_sort(visit: Visit) -> Iterator[str]:
    """Goes from one sort of page to the next, in the first language and in Arabic."""
    shown: Mapping[str, str] = {
        **kinds(visit.host),
        **{f"{sort}-ar": path for sort, path in kinds(visit.host, "ar").items()},
    }
    for sort, path in shown.items():
        visit.go(path)
        visit.page.wait_for_function(SETTLED)
        yield sort

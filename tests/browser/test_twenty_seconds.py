"""An employer with one link, a phone and twenty seconds: what the first screen holds, in every state."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.sites import LONG, NAMES, Academy
from tests.browser.visits import PHONE, Setting, Visit, Visitor

pytestmark = pytest.mark.slow

ISSUER, DOMAIN = "Example Academy", "badges.example.org"
FIRST_WORDS = {
    "valid": ("Valid", "Recorded as active"),
    "corrected": ("Valid", "Corrected", "Recorded as active"),
    "renewed": ("Valid", "Renewed", "Recorded as active"),
    "long": ("Valid", "Recorded as active"),
    "arabic": ("Valid", "Recorded as active"),
    "revoked": ("Withdrawn",),
    "suspended": ("Suspended",),
    "expired": ("Valid, but expired", "Expired"),
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_first_screen_of_a_phone_says_it_all(
    visitor: Visitor, academy: Academy, *, script: bool
) -> None:
    """Word, name, issuer, domain and day stand in one sentence, in view without a touch."""
    visit = visitor.open(academy.host, None, Setting(PHONE.width, PHONE.height, script=script))
    for state, words in FIRST_WORDS.items():
        look_at(visit, academy.page(state))
        sentence = visit.page.locator("[role=status] .sentence")
        said = sentence.inner_text().replace("\N{ZERO WIDTH SPACE}", "")
        box = sentence.bounding_box()

        assert said.lstrip().startswith(words), (state, said)
        for wanted in (NAMES[state], ISSUER, DOMAIN, "2026"):
            assert wanted in said, state
        assert box is not None
        assert box["y"] + box["height"] < PHONE.height, state


def test_the_domain_is_as_large_as_the_name(visitor: Visitor, academy: Academy) -> None:
    """It is what tells a real page from a copied one, so it is bold besides."""
    visit = visitor.open(academy.host, academy.page("valid"), PHONE)
    domain = letters(visit, DOMAIN)
    name = letters(visit, NAMES["valid"])

    assert domain["size"] >= name["size"]
    assert domain["weight"] > 400


def test_the_state_is_told_by_word_picture_and_colour(visitor: Visitor, academy: Academy) -> None:
    """No state shares all three with another, and none relies on its colour."""
    visit = visitor.open(academy.host, None, PHONE)
    seen = {}
    for state in ("valid", "revoked", "suspended", "expired"):
        look_at(visit, academy.page(state))
        status = visit.page.get_by_role("status")
        seen[state] = (
            status.locator("strong").first.inner_text().split()[0],
            status.locator("svg").first.inner_html(),
            status.evaluate("box => getComputedStyle(box).borderInlineStartColor"),
        )

    assert all(len(set(told)) == len(seen) for told in zip(*seen.values(), strict=True)), seen


@pytest.mark.parametrize("setting", [PHONE, Setting()], ids=["phone", "wide"])
def test_nothing_shifts_while_a_page_loads_and_checks(
    visitor: Visitor, academy: Academy, setting: Setting
) -> None:
    visit = visitor.open(academy.host, None, setting)
    shifts = {}
    for state in FIRST_WORDS:
        look_at(visit, academy.page(state))
        shifts[state] = visit.layout_shift()

    assert dict.fromkeys(shifts, 0.0) == shifts


def test_a_forgotten_award_names_nobody(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, academy.page("forgotten"), PHONE)
    text = visit.page.inner_text("body")

    assert "Removed" in text
    assert not [name for name in NAMES.values() if name in text]


def test_the_longest_name_stays_whole(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, academy.page("long"), Setting(width=320, height=640))

    assert LONG in visit.page.locator(".recipient").inner_text()
    assert [] == visit.cut_off()


def look_at(visit: Visit, page: str) -> None:
    """Goes there, and waits for what the browser itself finds, if it runs scripts."""
    visit.go(page)
    if visit.setting.script:
        expect(visit.page.get_by_role("status")).not_to_have_attribute("data-verdict", "recorded")


def letters(visit: Visit, text: str) -> dict[str, float]:
    """Size in pixels and weight of the letters of this text in the sentence of the verdict."""
    find = """(box, text) => {
      const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
      while (walker.nextNode())
        if (walker.currentNode.data && text.startsWith(walker.currentNode.data.trim()) && walker.currentNode.data.trim()) {
          const style = getComputedStyle(walker.currentNode.parentElement);
          return { size: parseFloat(style.fontSize), weight: parseFloat(style.fontWeight) };
        }
    }"""
    found: dict[str, float] = visit.page.locator("[role=status] .sentence").evaluate(find, text)
    return found

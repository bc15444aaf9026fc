"""Without a mouse: past the navigation, into another language, to a file."""

from __future__ import annotations

import pytest

from tests.browser.sites import Academy
from tests.browser.visits import Setting, Visit, Visitor
from tests.support.sites import ROOT

pytestmark = pytest.mark.slow


def test_the_skip_link_leads_into_the_page(visitor: Visitor, academy: Academy) -> None:
    """It comes first, is seen when it has the focus, and the next step is inside the page."""
    visit = visitor.open(academy.host, academy.page("valid"), Setting(still=True))
    first = next(visit.walk())
    visit.page.keyboard.press("Enter")
    visit.page.keyboard.press("Tab")

    assert "#main" == first["href"]
    assert first["shown"]
    assert visit.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.skipif(
    not (ROOT / "themes/default/strings/ar.toml").exists(),
    reason="the theme does not speak Arabic yet",
)
def test_another_language_is_one_key_away(visitor: Visitor, academy: Academy) -> None:
    """The same page, from right to left, and back again."""
    visit = visitor.open(academy.host, academy.page("valid"), Setting(still=True))
    go_to(visit, "العربية")
    visit.page.wait_for_url("**/ar/**")

    assert f"{academy.host.at}ar/{academy.page('valid')}" == visit.page.url
    assert "rtl" == visit.page.locator("html").get_attribute("dir")

    go_to(visit, "English")
    visit.page.wait_for_url(academy.host.at + academy.page("valid"))


def test_files_are_taken_by_keyboard(visitor: Visitor, academy: Academy) -> None:
    visit = visitor.open(academy.host, academy.page("valid"), Setting(still=True))
    with visit.page.expect_download() as download:
        for step in visit.walk():
            if step["href"] == "credential.json":
                visit.page.keyboard.press("Enter")
                break

    # Files that are taken are asked for beside the page, by the browser itself, so that only the
    # address can be compared here.
    path = academy.page("valid") + "credential.json"

    assert academy.host.at + path == download.value.url
    assert "credential.json" == download.value.suggested_filename
    assert path in academy.host.paths


def go_to(visit: Visit, name: str) -> None:
    """Presses Tab until the focus is on what is called so, and then Enter."""
    assert any(step["name"] == name for step in visit.walk()), name
    visit.page.keyboard.press("Enter")
